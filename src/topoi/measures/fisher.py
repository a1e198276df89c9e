"""Fisher's exact test of a whole vocabulary."""

from __future__ import annotations

from math import exp, floor, log

import numpy as np

from .compiled import compiled
from .intervals import Array as Floats

_ROUNDING = 1e-7  # tables that are likelier by less count as no likelier
_NOTHING = -745.0  # the exponential of less is zero


def fisher_p(y1: Floats, y2: Floats) -> Floats:
    """Two-sided p of Fisher's exact test on the fourfold table of each term.

    The sum over all tables with the same margins that are no likelier than the one observed, up to
    a factor of 1 + 1e-7 for rounding, as fisher.test of R has it. Tables are walked through from
    the likeliest one by ratios of neighbours: no factorial of a corpus is taken, so none is rounded.

    >>> fisher_p(np.array([3.0, 14.0]), np.array([2.0, 10.0])).tolist()
    [1.0, 1.0]
    """
    pairs, back = np.unique(np.stack([y1, y2], axis=1), axis=0, return_inverse=True)
    out = np.empty(len(pairs))
    compiled(_walk)(pairs[:, 0], pairs.sum(axis=1), float(y1.sum()), float(y2.sum()), out)
    return out[back.ravel()]


def _walk(observed, row, n1, n2, out) -> None:
    """p of every table with `row` words, `observed` of them among the `n1` of the first side."""
    for t in range(observed.size):
        n = row[t]
        first, last = max(0.0, n - n2), min(n, n1)
        mode = min(last, max(first, floor((n + 1) * (n1 + 1) / (n1 + n2 + 2))))
        log_p, k = 0.0, mode  # of a table, over that of the likeliest one
        while k < observed[t]:
            log_p += log((n - k) * (n1 - k) / ((k + 1) * (n2 - n + k + 1)))
            k += 1
        while k > observed[t]:
            log_p += log(k * (n2 - n + k) / ((n - k + 1) * (n1 - k + 1)))
            k -= 1
        bar = log_p + _ROUNDING
        total = 1.0
        extreme = 1.0 if bar >= 0 else 0.0
        log_p, k = 0.0, mode
        while k < last and log_p > _NOTHING:
            log_p += log((n - k) * (n1 - k) / ((k + 1) * (n2 - n + k + 1)))
            k += 1
            total += exp(log_p)
            extreme += exp(log_p) if log_p <= bar else 0.0
        log_p, k = 0.0, mode
        while k > first and log_p > _NOTHING:
            log_p += log(k * (n2 - n + k) / ((n - k + 1) * (n1 - k + 1)))
            k -= 1
            total += exp(log_p)
            extreme += exp(log_p) if log_p <= bar else 0.0
        out[t] = min(1.0, extreme / total)
