"""Statistics to decisions: how seldom chance gives as much, over all tests and over all phrases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .scan import NEVER, STEP
from .shuffles import Floats
from .words import Bools, Ints


def family_wise(observed: Floats, largest: Floats, families: Sequence[Sequence[int]]) -> Floats:
    """p of each phrase in each test, over all phrases and tests.

    `families` are the tests of each kind, by number. The p of a statistic within its test is the
    share of shuffles whose largest is as large; within its kind, the share in which the smallest
    such p is as small; and over all kinds likewise.

    >>> largest = np.array([[3.0, 1.0], [1.0, 2.0], [2.0, 0.0], [0.0, 3.0]])
    >>> family_wise(np.array([[3.0, 1.0]]), largest, [[0], [1]]).tolist()
    [[0.5, 1.0]]
    """
    within, over = _shares(observed, largest, -1.0), _shares(largest, largest, -1.0)
    smallest = np.ones((len(largest), len(families)))
    for i, tests in enumerate(families):
        least = over[:, tests].min(axis=1)[:, None]
        smallest[:, i] = _shares(least, least)[:, 0]
        within[:, tests] = _shares(within[:, tests], least)
    least = smallest.min(axis=1)[:, None]
    return np.where(observed <= NEVER, 1.0, _shares(within, least))


def _shares(values: Floats, shuffled: Floats, side: float = 1.0) -> Floats:
    """Share of the shuffled that is as small as each value (side -1: as large), by column."""
    columns = np.broadcast_to(side * shuffled, (len(shuffled), values.shape[1]))
    ordered = np.sort(columns, axis=0)
    shares = [
        np.searchsorted(ordered[:, j], side * values[:, j] + 1e-9, side="right")
        for j in range(values.shape[1])
    ]
    out: Floats = np.stack(shares, axis=1) / len(shuffled)
    return out


def pooled(observed: Floats, above: Ints, values: int, families: Sequence[Sequence[int]]) -> Floats:
    """p of each phrase for itself in each test: how seldom any phrase gets as far in a shuffle.

    `above` says how many of the `values` of shuffles reach each step of a test. Each kind of test,
    and each test within its kind, has an equal part of the level (Bonferroni).

    >>> pooled(np.array([[0.12, 0.0]]), np.array([[9, 4, 2], [8, 1, 0]]), 100, [[0], [1]]).tolist()
    [[0.04, 0.16]]
    """
    step = np.clip((observed / STEP).astype(np.int64), 0, above.shape[1] - 1)
    p = np.stack([above[j, step[:, j]] for j in range(len(above))], axis=1) / values
    for tests in families:
        p[:, tests] *= len(tests) * len(families)
    return np.where(observed <= NEVER, 1.0, np.minimum(p, 1.0))


def false_share(p: Floats, among: Bools) -> Floats:
    """Expected share of false ones where all phrases with such a p are taken (Benjamini & Hochberg).

    Only `among` are taken; what the others would be is told by the same scale.

    >>> false_share(np.array([0.01, 0.02, 0.5, 0.015]), np.array([True, True, True, False])).tolist()
    [0.03, 0.03, 0.5, 0.03]
    """
    ordered = np.sort(p[among])
    if not len(ordered):
        return np.ones(len(p))
    share = ordered * len(ordered) / np.arange(1, len(ordered) + 1)
    q = np.append(np.minimum.accumulate(share[::-1])[::-1], 1.0)
    return np.minimum(q[np.searchsorted(ordered, p, side="left")], 1.0)
