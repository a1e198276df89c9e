"""The lexicon: which framings there are, what they look like, and where they are known from."""

from .framing import LANGUAGES as LANGUAGES, Framing as Framing, Lexicon as Lexicon
from .reading import read_lexicon as read_lexicon
