"""Many patterns at once: the words of a text lead to the places where each of them may match.

The words of all anchors are kept in one dictionary. Of the anchors of a pattern, the one that is
rarest in the text at hand is used; one that does not occur rules the pattern out. What is left, a
few places in a thousand, is decided by the pattern's regular expression.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Sequence

import numpy as np

from ..normal import Normal
from ..patterns import Pattern
from .runs import Runs, cut

Span = tuple[int, int]


class PatternIndex:
    """Patterns, looked up by the words of their anchors."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = patterns
        self.known: dict[int, tuple[int, ...]] = {}  # hash of a run -> anchors that it can be of
        self.idle: set[int] = set()  # hashes of runs that can be of none
        self.anchors: list[tuple[int, int]] = []  # pattern, most words of it before the anchor
        self.exact: dict[str, list[int]] = {}
        self.prefixes: dict[str, list[int]] = {}
        self.globs: list[tuple[re.Pattern[str], int]] = []
        for number, pattern in enumerate(patterns):
            for anchor in pattern.anchors:
                self._add(number, anchor.words, anchor.before)
        self.lengths = sorted({len(prefix) for prefix in self.prefixes})

    def _add(self, pattern: int, words: frozenset[str], before: int) -> None:
        anchor = len(self.anchors)
        self.anchors.append((pattern, before))
        for word in words:
            head = re.split("[*?]", word, maxsplit=1)[0]
            if head == word:
                self.exact.setdefault(word, []).append(anchor)
            elif head:  # what comes after is left to the regular expression
                self.prefixes.setdefault(head, []).append(anchor)
            else:
                self.globs.append((re.compile(fnmatch.translate(word)), anchor))

    def spans(self, normal: Normal) -> Iterator[tuple[int, list[Span], Runs]]:
        """Number and spans of each pattern that matches in a text, and the text's runs."""
        runs = cut(normal)
        for number, words in sorted(self._places(normal.flat, runs).items()):
            places = runs.word_starts[sorted({word for word in words if word >= 0})].tolist()
            spans = self.patterns[number].spans_at(normal.flat, places, runs.word_starts)
            if spans:
                yield number, spans, runs

    def _places(self, flat: str, runs: Runs) -> dict[int, list[int]]:
        """Pattern -> numbers of the words at which a match may begin."""
        anchors = self._anchors(flat, runs)
        chosen = self._rarest(anchors, np.bincount(runs.kinds).tolist())
        wanted = {
            kind: hits
            for kind, of_kind in anchors.items()
            if (hits := [self.anchors[anchor] for anchor in of_kind if anchor in chosen])
        }
        is_wanted = np.zeros(len(runs.hashes), bool)
        is_wanted[list(wanted)] = True
        there = np.flatnonzero(is_wanted[runs.kinds])
        places: dict[int, list[int]] = {}
        for kind, word in zip(runs.kinds[there].tolist(), runs.words[there].tolist(), strict=True):
            for pattern, before in wanted[kind]:
                places.setdefault(pattern, []).extend(range(word - before, word + 1))
        return places

    def _rarest(self, anchors: dict[int, tuple[int, ...]], counts: list[int]) -> set[int]:
        """Of each pattern the anchor with the fewest places, unless there is one without any."""
        places = [0] * len(self.anchors)
        for kind, of_kind in anchors.items():
            count = counts[kind]
            for anchor in of_kind:
                places[anchor] += count * (self.anchors[anchor][1] + 1)
        best: dict[int, int] = {}
        for anchor, (pattern, _) in enumerate(self.anchors):
            if pattern not in best or places[anchor] < places[best[pattern]]:
                best[pattern] = anchor
        return {anchor for anchor in best.values() if places[anchor]}

    def _anchors(self, flat: str, runs: Runs) -> dict[int, tuple[int, ...]]:
        """Kind of run -> anchors that it can be of; kinds that are of none are left out."""
        found = {}
        idle = self.idle
        kinds = [kind for kind, number in enumerate(runs.hashes.tolist()) if number not in idle]
        for kind in kinds:
            number = int(runs.hashes[kind])
            if number not in self.known:
                example = runs.examples[kind]
                self._learn(number, flat[runs.starts[example] : runs.ends[example]])
            if number in self.known:
                found[kind] = self.known[number]
        return found

    def _learn(self, number: int, run: str) -> None:
        """Look up the anchors of a run that was not met before."""
        found = set(self.exact.get(run, ()))
        for length in self.lengths:
            if length > len(run):
                break
            found.update(self.prefixes.get(run[:length], ()))
        found.update(anchor for glob, anchor in self.globs if glob.match(run))
        if found:
            self.known[number] = tuple(sorted(found))
        else:
            self.idle.add(number)
