"""Every phrase against every shuffle: the loops, as machine code.

Statistics of one phrase in all shuffles are brought to a common scale: each is centred and divided
by mean and standard deviation of the others, and made normal by the cube root of Wilson & Hilferty
(1931), which takes out the skewness that rare phrases and small groups have. The largest value over
all phrases, shuffle by shuffle, is what the corpus has to beat; how many values of all phrases and
shuffles reach what a phrase has is what it is judged by. Observed corpus and shuffles are treated
alike.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import scipy.sparse as sp

from .shuffles import Contrast, Floats
from .words import Ints

NEVER = -9.0  # a statistic that does not count
STEP, STEPS = 0.05, 400  # the scale on which statistics are counted

Found = tuple[Floats, Floats, Ints]


def scan_speakers(use: sp.csr_matrix, labels: Ints, least: int) -> Found:
    """How bound each phrase is to speakers.

    Returns the statistic of each phrase, the largest of each shuffle, and how many values of all
    phrases and shuffles reach each step (of `STEP`).

    The statistic is minus the sum over units, the heaviest left out, of the root of the number of
    speeches that use the phrase: high where few units come back to it. It counts if `least` units
    use the phrase in two speeches or more.
    """
    observed = np.empty(use.shape[0])
    largest = np.full(labels.shape[1], NEVER)
    steps = np.zeros(STEPS, dtype=np.int64)
    _compiled()["speakers"](
        use.indptr.astype(np.int64),
        use.indices.astype(np.int64),
        np.ascontiguousarray(labels),
        int(labels.max()) + 1,
        least,
        observed,
        largest,
        steps,
    )
    return observed, largest, steps[::-1].cumsum()[::-1]


def scan_test(weights: sp.csr_matrix, words: Floats, test: Contrast) -> Found:
    """Weight inside beyond what the words inside lead to expect, and (second row) the opposite.

    Returns as `scan_speakers`, in two rows each.
    """
    among = test.among.astype(np.float64)
    observed = np.empty((2, weights.shape[0]))
    largest = np.full((2, test.inside.shape[1]), NEVER)
    steps = np.zeros((2, STEPS), dtype=np.int64)
    _compiled()["test"](
        weights.indptr.astype(np.int64),
        weights.indices.astype(np.int64),
        weights.data,
        np.ascontiguousarray(test.inside),
        weights @ among,
        (words * among) @ test.inside / (words @ among),
        observed,
        largest,
        steps,
    )
    return observed, largest, steps[:, ::-1].cumsum(axis=1)[:, ::-1]


@cache
def _compiled() -> dict[str, Any]:
    """The loops as machine code; numba keeps them on disk after the first time."""
    from numba import njit

    global _scale  # the loops call it
    _scale = njit(cache=True)(_scale)
    return {"speakers": njit(cache=True)(_speakers), "test": njit(cache=True)(_test)}


def _scale(values):
    """Each of `values` on the scale of a normal variable, by the others; False if all are equal.

    >>> values = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 9.0])
    >>> bool(_scale(values)), values.round(1).tolist()
    (True, [-1.8, -0.9, -0.4, -0.1, 0.3, 4.9])
    """
    rest = len(values) - 1
    values -= values.mean()
    second, third = (values**2).sum(), (values**3).sum()
    if second < 1e-9 * rest:
        return False
    for b in range(len(values)):
        t = values[b]
        mean, square = -t / rest, (second - t * t) / rest
        variance = square - mean * mean
        if variance < 1e-12:
            return False
        z = (t - mean) / np.sqrt(variance)
        values[b] = z
        if abs(z) < 1:
            continue  # skewness hardly matters there, and these are most
        cube = (third - t * t * t) / rest - 3 * mean * square + 2 * mean**3
        skew = cube / variance**1.5
        if abs(skew) > 1e-3:
            values[b] = 6 / skew * (np.cbrt(max(skew * z / 2 + 1, 0.0)) - 1) + skew / 6
    return True


def _speakers(indptr, indices, labels, units, least, observed, largest, steps):
    shuffles = labels.shape[1]
    counts = np.zeros((shuffles, units), dtype=np.int32)
    values = np.zeros(shuffles)
    counted = np.zeros(shuffles, dtype=np.bool_)
    roots = np.sqrt(np.arange(labels.shape[0] + 1))
    for j in range(len(indptr) - 1):
        counts[:] = 0
        for k in range(indptr[j], indptr[j + 1]):
            here = labels[indices[k]]
            for b in range(shuffles):
                counts[b, here[b]] += 1
        for b in range(shuffles):
            total, heaviest, back = 0.0, 0, 0
            for u in range(units):
                n = counts[b, u]
                total += roots[n]
                heaviest = max(heaviest, n)
                back += n > 1
            values[b] = roots[heaviest] - total
            counted[b] = back >= least
        observed[j] = NEVER
        if not _scale(values):
            continue
        if counted[0]:
            observed[j] = values[0]
        for b in range(shuffles):
            if counted[b]:
                largest[b] = max(largest[b], values[b])
                if values[b] > 0:
                    steps[min(int(values[b] / STEP), STEPS - 1)] += 1


def _test(indptr, indices, data, inside, total, share, observed, largest, steps):
    values = np.zeros(inside.shape[1])
    for j in range(len(indptr) - 1):
        for b in range(len(values)):
            values[b] = -total[j] * share[b]
        for k in range(indptr[j], indptr[j + 1]):
            weight, here = data[k], inside[indices[k]]
            for b in range(len(values)):
                values[b] += weight * here[b]
        observed[:, j] = NEVER
        if not _scale(values):
            continue
        observed[0, j], observed[1, j] = values[0], -values[0]
        for b in range(len(values)):
            largest[0, b] = max(largest[0, b], values[b])
            largest[1, b] = max(largest[1, b], -values[b])
            side = int(values[b] < 0)
            steps[side, min(int(abs(values[b]) / STEP), STEPS - 1)] += 1
