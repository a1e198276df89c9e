"""Association of a term with one of two groups: effect sizes and scores, no tests."""

from __future__ import annotations

import numpy as np

from .intervals import Array as Floats


def log_odds(y1: Floats, y2: Floats, alpha0: float) -> tuple[Floats, Floats]:
    """Weighted log-odds and z of counts in two groups, along the last axis.

    >>> delta, z = log_odds(np.array([30.0, 70.0]), np.array([10.0, 90.0]), 10.0)
    >>> delta.round(4).tolist(), z.round(4).tolist()
    ([1.2091, -1.2091], [3.5719, -7.9682])
    """
    y1, y2 = np.asarray(y1, dtype="float64"), np.asarray(y2, dtype="float64")
    pooled = y1 + y2
    share = pooled / pooled.sum(axis=-1, keepdims=True)
    alpha = alpha0 * share
    n1, n2 = y1.sum(axis=-1, keepdims=True), y2.sum(axis=-1, keepdims=True)
    a, b = y1 + alpha, y2 + alpha
    delta = np.log(a / (n1 + alpha0 - a)) - np.log(b / (n2 + alpha0 - b))
    return delta, delta / np.sqrt(1 / a + 1 / b)


def log_ratio(y1: Floats, y2: Floats) -> Floats:
    """Binary logarithm of the ratio of rates; a count of zero is taken as one half.

    >>> log_ratio(np.array([20.0, 80.0]), np.array([10.0, 190.0])).round(3).tolist()
    [2.0, -0.248]
    """
    n1, n2 = y1.sum(), y2.sum()
    a, b = np.where(y1 == 0, 0.5, y1), np.where(y2 == 0, 0.5, y2)
    return np.log2((a / n1) / (b / n2))


def signed_g2(y1: Floats, y2: Floats) -> Floats:
    """Log-likelihood ratio of the fourfold table of each term, negative where it is rarer in the
    first group (Dunning 1993).

    >>> signed_g2(np.array([20.0, 80.0]), np.array([10.0, 190.0])).round(2).tolist()
    [15.56, -15.56]
    """
    n1, n2 = y1.sum(), y2.sum()
    rest1, rest2 = n1 - y1, n2 - y2
    total = n1 + n2

    def part(observed: Floats, margin: Floats, column: float) -> Floats:
        expected = margin * column / total
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(observed > 0, observed * np.log(observed / expected), 0.0)

    row, other = y1 + y2, rest1 + rest2
    g2 = 2 * (
        part(y1, row, n1) + part(y2, row, n2) + part(rest1, other, n1) + part(rest2, other, n2)
    )
    return np.where(y1 / n1 >= y2 / n2, g2, -g2)
