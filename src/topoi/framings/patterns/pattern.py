"""A compiled pattern, and where it matches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ...text import ABBREVIATIONS
from ..normal import BREAK, PARAGRAPH
from .anchors import Anchor, anchors, most_words
from .expression import expression
from .parsing import Clause, Parts, parse

Span = tuple[int, int]
_SENTENCE_END = re.compile(rf"[.!?…]+(?=[)\]\"'»]*(?:\s|$))|{BREAK}|{PARAGRAPH}")
_LAST_WORD = re.compile(r"[\w.]+$")
_NO_END = ABBREVIATIONS | set("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщэюя")
_WORD_START = re.compile(r"(?<![^\W_])(?<!\w[-'])[^\W_]")


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern: what is `written`, its parts, and the conditions on a match."""

    written: str
    parts: Parts
    conditions: tuple[Condition, ...] = ()

    @cached_property
    def expression(self) -> re.Pattern[str]:
        """The pattern without its conditions, as a regular expression over normalised text."""
        return re.compile(expression(self.parts))

    @cached_property
    def anchors(self) -> tuple[Anchor, ...]:
        """Words of which every match holds one; each anchor alone is enough to find them all."""
        return tuple(anchors(self.parts))

    def spans(self, flat: str) -> list[Span]:
        """Spans of the matches in a normalised text (`topoi.framings.normal`), in order.

        One match is looked for at every word; matches may overlap.
        """
        starts = word_starts(flat)
        return self.spans_at(flat, starts, np.array(starts))

    def spans_at(self, flat: str, places: Iterable[int], starts: np.ndarray) -> list[Span]:
        """Spans of the matches that begin at `places`, given where all words of the text begin."""
        match = self.expression.match
        found = [hit.span() for at in places if (hit := match(flat, at))]
        if not found or not self.conditions:
            return found
        return [span for span in found if self.allows(flat, span, starts)]

    def allows(self, flat: str, span: Span, starts: np.ndarray) -> bool:
        """Whether a match satisfies all conditions, given where the words of the text begin."""
        return not any(condition.forbids(flat, span, starts) for condition in self.conditions)


@dataclass(frozen=True)
class Condition:
    """What must not stand around a match in its sentence.

    `pattern` within `near` words on either side, or, if `near` is 0, all around the match.
    """

    pattern: Pattern
    near: int

    def forbids(self, flat: str, span: Span, starts: np.ndarray) -> bool:
        a, b = span
        reach = self.near or most_words(self.pattern.parts)
        first = max(int(starts.searchsorted(a, "right")) - 1 - reach, 0)
        last = int(starts.searchsorted(b)) + reach  # the first word out of reach
        places = starts[first:last].tolist()
        end = int(starts[last]) if last < len(starts) else len(flat)
        low, high = _sentence(flat, span, places[0] if places else a, end)
        for at in places:
            match = self.pattern.expression.match(flat, at, high) if at >= low else None
            if not match:
                continue
            c, d = match.span()
            if (c < a or d > b) if self.near else (c <= a and b <= d):
                return True
        return False


def _sentence(flat: str, span: Span, low: int, high: int) -> Span:
    """What of `flat[low:high]` is in one sentence with a match."""
    for end in _SENTENCE_END.finditer(flat, low, high):
        if end.group() == "." and _last_word(flat, end.start()) in _NO_END:
            continue
        if end.end() <= span[0]:
            low = end.end()
        elif end.start() >= span[1]:
            return low, end.start()
    return low, high


def _last_word(flat: str, end: int) -> str:
    word = _LAST_WORD.search(flat, max(end - 20, 0), end)
    return word.group() if word else ""


@cache
def compile_pattern(written: str) -> Pattern:
    """Compile a pattern, or raise LexiconError that says at which character it goes wrong.

    >>> pattern = compile_pattern("multi-polar* [world] order*")
    >>> [pattern.spans(text) for text in ("multipolar world order", "polar order")]
    [[(0, 22)], []]
    >>> compile_pattern("hybrid (war|threat")
    Traceback (most recent call last):
    ...
    topoi.errors.LexiconError: pattern 'hybrid (war|threat': '(' at character 8 is never closed by a ')'.
    """
    parts, clauses = parse(written)
    return Pattern(written, parts, tuple(_condition(clause) for clause in clauses))


def _condition(clause: Clause) -> Condition:
    return Condition(Pattern("", clause.parts), clause.near)


def word_starts(flat: str) -> list[int]:
    """Where the words of a normalised text begin; parts joined by hyphen or apostrophe are one.

    >>> word_starts("the rules-based order")
    [0, 4, 16]
    """
    return [match.start() for match in _WORD_START.finditer(flat)]
