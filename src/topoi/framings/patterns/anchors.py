"""From parts to anchors: the words of which every match holds one."""

from __future__ import annotations

import re

from .parsing import AnyWord, Comma, Gap, Part, Parts, Word


def most_words(parts: Parts) -> int:
    """The most words that a match of these parts can hold."""
    return sum(map(_most, parts))


def _most(part: Part) -> int:
    if isinstance(part, Word):
        return len(re.split(r"[-./&_]", part.text))
    if isinstance(part, Gap):
        return part.words
    if isinstance(part, AnyWord):
        return 1
    if isinstance(part, Comma):
        return 0
    return max(most_words(option) for option in part.options)
