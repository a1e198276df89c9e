"""Passages to mentions: lexicon, patterns, matching."""

from .lexicon import Framing, Lexicon, read_lexicon
from .match import find_framings

__all__ = ["Framing", "Lexicon", "find_framings", "read_lexicon"]
