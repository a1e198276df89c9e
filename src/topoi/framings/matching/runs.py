"""A normalised text cut into runs of letters and digits, each with the number of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain

import numpy as np
import pandas as pd

from ..normal import Normal

_LAST_LETTER = 0x33480  # there are none behind the Chinese characters
_BASE = 0x9E3779B97F4A7C15  # odd, so that its powers can be divided by


@dataclass(frozen=True)
class Runs:
    """Runs of letters and digits in a text.

    `words` is the number of the word that each run belongs to (parts joined by hyphen or apostrophe
    are one), `firsts` the first run of each word, `word_starts` where words begin; `kinds` is the same
    for equal runs and counts from 0, `hashes` and `examples` are the hash and one run of each kind.
    """

    starts: np.ndarray
    ends: np.ndarray
    words: np.ndarray
    firsts: np.ndarray
    word_starts: np.ndarray
    kinds: np.ndarray
    hashes: np.ndarray
    examples: np.ndarray


def cut(normal: Normal) -> Runs:
    """Cut a normalised text into runs."""
    codes = normal.codes
    inside = np.zeros(codes.size + 2, bool)
    inside[1:-1] = _is_letter()[codes]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[0::2], edges[1::2]
    begins = _begins_word(codes, inside[1:-1], starts)
    kinds, hashes = pd.factorize(_hashes(codes, starts, ends))
    examples = np.empty(len(hashes), np.int64)
    examples[kinds] = np.arange(len(kinds))
    firsts = np.flatnonzero(begins)
    words = np.cumsum(begins) - 1
    return Runs(starts, ends, words, firsts, starts[firsts], kinds, hashes, examples)


def occurrences(wanted: dict[int, list[int]], runs: Runs) -> tuple[np.ndarray, np.ndarray]:
    """What is wanted of each kind, once for each run of that kind, and the words of these runs."""
    counts = np.zeros(len(runs.hashes), np.int64)
    counts[list(wanted)] = [len(of_kind) for of_kind in wanted.values()]
    begins = np.zeros(len(runs.hashes), np.int64)
    begins[list(wanted)] = np.cumsum([0, *map(len, wanted.values())])[:-1]
    there = np.flatnonzero(counts[runs.kinds])
    kinds = runs.kinds[there]
    repeat = counts[kinds]
    within = np.arange(repeat.sum()) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    found = np.fromiter(chain.from_iterable(wanted.values()), np.int64)
    return found[np.repeat(begins[kinds], repeat) + within], np.repeat(runs.words[there], repeat)


def spread(marks: np.ndarray, length: int) -> np.ndarray:
    """For each word the marks of all words less than `length` (a power of two) before or after it.

    >>> spread(np.array([1, 0, 0, 2, 0], np.uint64), 2).tolist()
    [1, 1, 2, 2, 2]
    """
    ahead = marks.copy()
    step = 1
    while step < length:
        ahead[:-step] |= ahead[step:]
        step *= 2
    around = ahead.copy()
    back = min(length - 1, len(marks))
    around[back:] |= ahead[: len(ahead) - back]
    around[:back] |= ahead[:1]
    return around


def _begins_word(codes: np.ndarray, inside: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Whether a run begins a word: it does not stand behind letter and hyphen, or apostrophe."""
    begins = np.ones(len(starts), bool)
    mark = codes[starts - 1]
    marked = np.flatnonzero((starts > 1) & ((mark == ord("-")) | (mark == ord("'"))))
    letter = starts[marked] - 2
    begins[marked] = ~(inside[letter] | (codes[letter] == ord("_")))
    return begins


def _hashes(codes: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """A 64-bit number for each run: the sum of code x base^place, the same wherever it stands.

    Two different words of a corpus with one number are as likely as one in a billion.
    """
    powers, inverse = _powers(1 << max(int(codes.size).bit_length(), 16))
    sums = np.zeros(codes.size + 1, np.uint64)
    np.cumsum(codes * powers[: codes.size], out=sums[1:])
    return (sums[ends] - sums[starts]) * inverse[starts]


@cache
def _powers(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Powers of the base and of its inverse, modulo 2^64."""
    return _series(_BASE, size), _series(pow(_BASE, -1, 1 << 64), size)


def _series(base: int, size: int) -> np.ndarray:
    powers = np.full(size, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


@cache
def _is_letter() -> np.ndarray:
    """Code point -> whether it is a letter or a digit."""
    table = np.zeros(0x110000, bool)
    table[:_LAST_LETTER] = [chr(code).isalnum() for code in range(_LAST_LETTER)]
    return table
