"""Texts, many at a time, to the matches of patterns in each of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from ..normal import BREAK, Normal, normalise
from ..patterns import Pattern
from .index import PatternIndex
from .runs import cut

CHUNK = 1 << 20  # characters that are searched at once
_BROKEN = re.compile(r"[-\u2010\u2011][^\S\n]*\n\s*[^\W\d_]")
_LINE_ENDS = ("-\n", "- \n", "-\r\n", "\u2010\n")  # quick to find


@dataclass(frozen=True)
class Match:
    """One match of a pattern: its place in the text, its words and its wording.

    `words` are the places at which its words begin, `wording` is the normalised text of it.
    """

    pattern: int
    start: int
    end: int
    words: frozenset[int]
    wording: str


def search(texts: Sequence[str], patterns: Sequence[Pattern]) -> dict[int, list[Match]]:
    """Number of a text -> matches of the patterns in it, by their number.

    A text in which a line ends within a word, or seems to, is read twice: as it is, and with the
    halves joined. A match counts if it is found in either reading, and its conditions hold in both.
    """
    searching = _Search(texts, PatternIndex(patterns))
    broken: list[int] = []
    for numbers in _chunks(texts, range(len(texts))):
        whole = searching.look(numbers, joined=False)
        if any(end in whole for end in _LINE_ENDS):
            broken += [number for number in numbers if _BROKEN.search(texts[number])]
    for numbers in _chunks(texts, broken):
        searching.look(numbers, joined=True)
    return searching.found


def _chunks(texts: Sequence[str], numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts in a row that are together as long as a chunk."""
    chunk: list[int] = []
    size = 0
    for number in numbers:
        chunk.append(number)
        size += len(texts[number])
        if size > CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Search:
    """What was found so far in some texts."""

    def __init__(self, texts: Sequence[str], index: PatternIndex) -> None:
        self.texts, self.index = texts, index
        self.found: dict[int, list[Match]] = {}

    def look(self, numbers: list[int], *, joined: bool) -> str:
        """Search the texts of these numbers at once; returns them in one."""
        texts = [self.texts[number] for number in numbers]
        whole = BREAK.join(texts)
        begins = [0, *accumulate(len(text) + len(BREAK) for text in texts)]
        reading = normalise(whole, joined=joined)
        other = _Other(whole) if joined else None
        if joined:
            self.recheck(numbers, begins, _Other(whole, reading))
        for pattern, spans, runs in self.index.spans(reading):
            for a, b in spans:
                first, last = runs.word_starts.searchsorted((a, b))
                words = runs.word_starts[first:last].tolist()
                start, end = reading.original(a, b)
                if other and not other.allows(self.index.patterns[pattern], start, end):
                    continue
                place = bisect_right(begins, start) - 1
                begin = begins[place]
                match = Match(
                    pattern,
                    start - begin,
                    end - begin,
                    frozenset(reading.original(word, word + 1)[0] - begin for word in words),
                    reading.flat[a:b],
                )
                self.found.setdefault(numbers[place], []).append(match)
        return whole

    def recheck(self, numbers: list[int], begins: list[int], joined: _Other) -> None:
        """Leave out matches whose conditions do not hold where the halves of words are joined."""
        for number, begin in zip(numbers, begins[:-1], strict=True):
            kept = [
                match
                for match in self.found.pop(number, [])
                if joined.allows(
                    self.index.patterns[match.pattern], begin + match.start, begin + match.end
                )
            ]
            if kept:
                self.found[number] = kept


class _Other:
    """The other reading of texts, in which the conditions of a match must hold, too."""

    def __init__(self, whole: str, reading: Normal | None = None) -> None:
        self.whole, self.given = whole, reading

    @cached_property
    def reading(self) -> Normal:
        return self.given or normalise(self.whole)

    @cached_property
    def word_starts(self) -> np.ndarray:
        return cut(self.reading).word_starts

    def allows(self, pattern: Pattern, start: int, end: int) -> bool:
        """Whether the conditions of a pattern hold for a match, given its place in the original."""
        if not pattern.conditions:
            return True
        span = self.reading.place(start, end)
        return pattern.allows(self.reading.flat, span, self.word_starts)
