from .concordance import concordance as concordance
from .lexicon import (
    Framing as Framing,
    Lexicon as Lexicon,
    read_lexicon as read_lexicon,
)
from .match import (
    failing_examples as failing_examples,
    find_framings as find_framings,
)
