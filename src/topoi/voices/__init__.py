"""Documents to passages: who says what, in which voice."""

from .attribute import attribute
from .names import join_spellings

__all__ = ["attribute", "join_spellings"]
