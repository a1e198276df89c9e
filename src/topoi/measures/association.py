"""Association of a term with one of two groups, or with another term: scores, no tests."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv

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


def signed_g2(y1: Floats, y2: Floats, n1: float | None = None, n2: float | None = None) -> Floats:
    """Log-likelihood ratio of the fourfold table of each term, negative where it is rarer in the
    first group (Dunning 1993). `n1` and `n2` are the words of the groups, by default the sums.

    >>> signed_g2(np.array([20.0, 80.0]), np.array([10.0, 190.0])).round(2).tolist()
    [15.56, -15.56]
    """
    n1, n2 = y1.sum() if n1 is None else n1, y2.sum() if n2 is None else n2
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


def log_ratio_limits(
    y1: Floats, y2: Floats, level: float = 0.95, family: int = 1
) -> tuple[Floats, Floats]:
    """Exact limits of the log ratio if words were independent: y1 of y1 + y2 is binomial.

    The limits of Clopper & Pearson (1934) for that share, as a ratio of rates; the error is divided
    by `family` (Bonferroni). Infinite where one side has none.

    >>> low, high = log_ratio_limits(np.array([20.0, 80.0]), np.array([10.0, 190.0]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.838, -0.643], [3.258, 0.136])
    """
    n1, n2 = y1.sum(), y2.sum()
    tail = (1 - level) / 2 / family
    with np.errstate(divide="ignore"):
        least = np.where(y1 > 0, betaincinv(np.maximum(y1, 1e-12), y2 + 1, tail), 0.0)
        most_others = np.where(y2 > 0, betaincinv(np.maximum(y2, 1e-12), y1 + 1, tail), 0.0)
        low = np.log2(least / (1 - least) * n2 / n1)
        high = np.log2((1 - most_others) / most_others * n2 / n1)
    return low, high


def nearest_zero(low: Floats, high: Floats) -> Floats:
    """The end of an interval that is nearer to zero, and zero where it lies within.

    >>> nearest_zero(np.array([1.0, -1.0, -np.inf]), np.array([3.0, 2.0, -0.5])).tolist()
    [1.0, 0.0, -0.5]
    """
    return np.maximum(low, 0.0) + np.minimum(high, 0.0)


def conservative_log_ratio(y1: Floats, y2: Floats, level: float = 0.95) -> Floats:
    """LRC of Evert (2022): the limit of the log ratio that is nearer to zero, Bonferroni over the terms.

    It takes words for independent draws; `keyness(...)["bound"]` does not. It is that of the R
    package corpora, keyness(y1, n1, y2, n2, measure="LRC").

    >>> conservative_log_ratio(np.array([20.0, 80.0]), np.array([10.0, 190.0])).round(3).tolist()
    [0.69, 0.0]
    """
    return nearest_zero(*log_ratio_limits(y1, y2, level, family=len(y1)))


def percent_diff(y1: Floats, y2: Floats) -> Floats:
    """%DIFF of Gabrielatos & Marchi (2011): by how many per cent the rate differs from the others'.

    A count of zero among the others is taken as one half, as in `log_ratio`; they take 1e-18.

    >>> percent_diff(np.array([20.0, 80.0]), np.array([10.0, 190.0])).round(2).tolist()
    [300.0, -15.79]
    """
    rate2 = np.where(y2 == 0, 0.5, y2) / y2.sum()
    return 100 * (y1 / y1.sum() - rate2) / rate2


def signed_chi2(y1: Floats, y2: Floats, n1: float | None = None, n2: float | None = None) -> Floats:
    """Pearson's chi-squared of the fourfold table of each term, no correction, negative where it is
    rarer in the first group. `n1` and `n2` are the words of the groups, by default the sums.

    >>> signed_chi2(np.array([20.0, 80.0]), np.array([10.0, 190.0])).round(2).tolist()
    [16.67, -16.67]
    """
    n1, n2 = y1.sum() if n1 is None else n1, y2.sum() if n2 is None else n2
    total = n1 + n2
    row = y1 + y2
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = y1 * (n2 - y2) - y2 * (n1 - y1)
        chi2 = total * apart * np.abs(apart) / (row * (total - row) * n1 * n2)
    return np.where((row > 0) & (row < total), chi2, 0.0)


class Fourfold(NamedTuple):
    """A table of two yes-no questions: both, only the first, only the second, neither."""

    both: Floats
    first: Floats
    second: Floats
    neither: Floats

    @property
    def expected(self) -> Floats:
        """What `both` would be on average if the two had nothing to do with each other."""
        total = self.both + self.first + self.second + self.neither
        return (self.both + self.first) * (self.both + self.second) / total


def log_dice(together: Floats, n1: Floats, n2: Floats) -> Floats:
    """14 + log2 of the Dice coefficient (Rychlý 2008).

    14 is the most if none of the two occurs twice beside the other; one point more is twice as
    often together; the size of the corpus does not enter.

    >>> log_dice(np.array([7.0, 1.0]), np.array([7.0, 16384.0]), np.array([7.0, 16384.0])).tolist()
    [14.0, 0.0]
    """
    return 14 + np.log2(2 * together / (n1 + n2))


def interaction(cells: Fourfold, add: float = 0.5) -> tuple[Floats, Floats]:
    """Lambda of the saturated log-linear model of two words, and lambda over its standard error.

    Blaheta & Johnson (2001): of two words it is the logarithm of the odds ratio; `add` is added to
    every cell, as quanteda does.

    >>> lambda_, z = interaction(Fourfold(*np.array([[2.0], [0.0], [0.0], [7.0]])))
    >>> lambda_.round(6).item(), z.round(6).item()  # quanteda: 4.317488, 2.027787
    (4.317488, 2.027787)
    """
    a, b, c, d = (np.asarray(cell) + add for cell in cells)
    lambda_ = np.log(a * d / (b * c))
    return lambda_, lambda_ / np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)


def npmi(cells: Fourfold) -> Floats:
    """Pointwise mutual information over its largest value: 1 never apart, 0 chance, -1 never together
    (Bouma 2009).

    >>> npmi(Fourfold(*np.array([[2.0, 1.0], [0.0, 1.0], [0.0, 1.0], [7.0, 1.0]]))).tolist()
    [1.0, 0.0]
    """
    total = cells.both + cells.first + cells.second + cells.neither
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.log(cells.both / cells.expected) / -np.log(cells.both / total)
    return np.where(cells.both > 0, score, -1.0)


def t_score(cells: Fourfold) -> Floats:
    """Observed minus expected over the square root of observed (Church et al. 1991).

    >>> t_score(Fourfold(*np.array([[16.0], [4.0], [4.0], [76.0]]))).tolist()
    [3.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return (cells.both - cells.expected) / np.sqrt(cells.both)
