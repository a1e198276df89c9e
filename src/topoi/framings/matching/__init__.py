"""Passages to mentions.

`runs` cuts a text into words, `index` finds the places where patterns match by looking up these
words, `search` does so for many texts, `overlaps` says which matches count, and `find` makes mentions
of them.
"""

from .find import choose_framings, failing_examples, find_framings, variant

__all__ = ["choose_framings", "failing_examples", "find_framings", "variant"]
