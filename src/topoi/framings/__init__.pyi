from .lexicon import (
    Framing as Framing,
)
from .lexicon import (
    Lexicon as Lexicon,
)
from .lexicon import (
    read_lexicon as read_lexicon,
)
from .match import find_framings as find_framings
