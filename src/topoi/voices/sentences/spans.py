"""Stretches of a text that are asked again and again what lies in them, such as its quotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate


class Spans(list[tuple[int, int]]):
    """Spans in order, found by place without going through all of them.

    >>> quotes = Spans([(30, 40), (10, 20)])
    >>> quotes.touching(15, 31), quotes.covers(10), quotes.covers(20)
    ([(10, 20), (30, 40)], True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        super().__init__(sorted(spans))
        self.starts = [start for start, _ in self]
        self.reach = list(accumulate((end for _, end in self), max))  # one may lie in another

    def touching(self, start: int, end: int) -> list[tuple[int, int]]:
        """The spans that share characters with `[start:end)`."""
        first, last = bisect_right(self.reach, start), bisect_left(self.starts, end)
        return [span for span in self[first:last] if span[1] > start]

    def covers(self, at: int) -> bool:
        """Whether a character lies in one of the spans."""
        return bool(self.touching(at, at + 1))
