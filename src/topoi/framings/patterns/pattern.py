"""A compiled pattern, and where it matches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from .anchors import most_words
from .expression import expression
from .parsing import Clause, Parts, parse

Span = tuple[int, int]
BREAK = "\0"  # parts passages; no pattern and no condition reaches over it
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

    def spans(self, flat: str) -> list[Span]:
        """Spans of the matches in a normalised text (`topoi.framings.normal`)."""
        found = [match.span() for match in self.expression.finditer(flat)]
        if not found or not self.conditions:
            return found
        return self.meeting_conditions(flat, found, word_starts(flat))

    def meeting_conditions(
        self, flat: str, spans: Iterable[Span], starts: Sequence[int]
    ) -> list[Span]:
        """Those spans that no condition forbids, given where the words of the text begin."""
        return [
            span
            for span in spans
            if not any(condition.forbids(flat, span, starts) for condition in self.conditions)
        ]


@dataclass(frozen=True)
class Condition:
    """What must not stand around a match: `pattern` within `near` words, or, if 0, all around it."""

    pattern: Pattern
    near: int

    def forbids(self, flat: str, span: Span, starts: Sequence[int]) -> bool:
        a, b = span
        reach = self.near or most_words(self.pattern.parts)
        first = max(bisect_right(starts, a) - 1 - reach, 0)
        last = bisect_right(starts, b - 1) + reach  # the first word out of reach
        end = starts[last] if last < len(starts) else len(flat)
        stop = flat.find(BREAK, b, end)
        low, high = flat.rfind(BREAK, starts[first], a) + 1, end if stop < 0 else stop
        for at in starts[first:last]:
            match = self.pattern.expression.match(flat, at, high) if at >= low else None
            if not match:
                continue
            c, d = match.span()
            if (c < a or d > b) if self.near else (c <= a and b <= d):
                return True
        return False


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
