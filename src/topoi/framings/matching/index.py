"""Many patterns at once: the words of a text lead to the places where each of them may match.

The words of all anchors are kept in one dictionary. Of the anchors of a pattern, the one that is
rarest in the text at hand is used, where the others are near; one that does not occur rules the
pattern out. What is left, a few places in a thousand, is decided by the pattern's regular expression.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Sequence

import numpy as np

from ..normal import Normal
from ..patterns import Pattern
from ..patterns.anchors import most_words
from .runs import Runs, cut, occurrences, spread

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
        self.prefix_lengths = sorted({len(prefix) for prefix in self.prefixes})
        self.owners = np.array([pattern for pattern, _ in self.anchors], np.int64)
        self.needs = np.zeros(len(patterns), np.uint64)  # the bits of all anchors of a pattern
        for bit, owner in enumerate(self.owners.tolist()):
            self.needs[owner] |= np.uint64(1 << bit % 64)
        longest = [most_words(pattern.parts) for pattern in patterns]
        self.lengths = np.array([1 << (n - 1).bit_length() for n in longest], np.int64)

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
            if (hits := [anchor for anchor in of_kind if anchor in chosen])
        }
        places: dict[int, list[int]] = {}
        found, words = occurrences(wanted, runs)
        near = self._have_the_rest_near(self._marks(anchors, runs), found, words)
        for anchor, word in zip(found[near].tolist(), words[near].tolist(), strict=True):
            pattern, before = self.anchors[anchor]
            places.setdefault(pattern, []).extend(range(word - before, word + 1))
        return places

    def _marks(self, anchors: dict[int, tuple[int, ...]], runs: Runs) -> np.ndarray:
        """For each word 64 bits: bit n for the anchors of number n, n + 64, ... that it can be of."""
        of_kind = np.zeros(len(runs.hashes), np.uint64)
        for kind, numbers in anchors.items():
            of_kind[kind] = sum({1 << number % 64 for number in numbers})
        return np.bitwise_or.reduceat(of_kind[runs.kinds], runs.firsts)

    def _have_the_rest_near(
        self, marks: np.ndarray, found: np.ndarray, words: np.ndarray
    ) -> np.ndarray:
        """Whether all anchors of the pattern, by their bits, are within its length of a word."""
        near = np.zeros(len(found), bool)
        lengths, needs = self.lengths[self.owners[found]], self.needs[self.owners[found]]
        for length in np.unique(lengths).tolist():
            here = np.flatnonzero(lengths == length)
            around = spread(marks, length)[words[here]]
            near[here] = around & needs[here] == needs[here]
        return near

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
        for length in self.prefix_lengths:
            if length > len(run):
                break
            found.update(self.prefixes.get(run[:length], ()))
        found.update(anchor for glob, anchor in self.globs if glob.match(run))
        if found:
            self.known[number] = tuple(sorted(found))
        else:
            self.idle.add(number)
