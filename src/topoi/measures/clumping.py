"""How far counts of clustered speech scatter beyond chance, and the limits of a rate that follow.

A count whose units differ in their rates has the variance m + c m^2 about its mean m: Poisson, and
a part that grows with the square. c, the *clumping*, is what is estimated here; the design effect
is phi = 1 + c m. Limits taken at a fixed phi are too low for clumped phrases: if the rate is higher
than observed, the count also scatters more than observed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.special import betaincinv, gammaincinv, ndtri, stdtrit

PRIOR_WEIGHT = 5  # mentions that the clumping of other words counts for
LEAST_FREEDOM = 4.0  # degrees of freedom of the clumping, however skewed the units
_LEAST_SHAPE = 2.0  # of the negative binomial: no limit is more than eight times a large count
_MOST_SHAPE = 1e9  # Poisson

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


def ratio_variance(counts: sp.csr_matrix, words: Array) -> Array:
    """Variance of each column's total, as part of the ratio total / words: jackknife over the rows.

    sum_i (n-1)/n ((x_i - r t_i) / (1 - t_i/t))^2 with r = x/t, which is n/(n-1) times the squared
    residuals when units are of equal size; a unit with much of the words pulls the ratio to
    itself, and its residual is enlarged accordingly (HC3: MacKinnon & White 1985,
    doi:10.1016/0304-4076(85)90158-7). Not a number with fewer than two units that have words.
    """
    total, n = words.sum(), int((words > 0).sum())
    if n < 2:
        return np.full(counts.shape[1], np.nan)
    weight = (n - 1) / n / (1 - words / total) ** 2
    rate = np.asarray(counts.sum(axis=0)).ravel() / total
    squares = counts.multiply(counts).T @ weight
    cross = counts.T @ (weight * words)
    return np.maximum(squares - 2 * rate * cross + rate**2 * (weight @ words**2), 0.0)


def totals_and_effects(
    counts: sp.csr_matrix, words: Array, ways: Sequence[Codes]
) -> tuple[Array, Array]:
    """Totals of the columns of `counts`, and their variance over that of Poisson counts.

    Parameters
    ----------
    counts : sparse (rows, k)
        What is counted in each row: a unit, or a pair of units that have words together.
    words : array (rows,)
        Exposure of each row.
    ways : one or two arrays of int (rows,)
        The unit of each row; for two-way clustering that of either kind. The variance is then
        V_A + V_B - V_AB (Cameron, Gelbach & Miller 2011, doi:10.1198/jbes.2010.07136), and at
        least the larger of the two.

    Returns
    -------
    totals, phi : arrays (k,)
        phi is not a number where nothing was counted or there is a single unit of some kind.
    """
    parts = []
    for way in ways:
        number = int(way.max()) + 1
        at = (np.ones(len(way)), (way, np.arange(len(way))))
        gather = sp.csr_matrix(at, shape=(number, len(way)))
        parts.append(ratio_variance((gather @ counts).tocsr(), gather @ words))
    variance = parts[0]
    if len(parts) == 2:
        both = parts[0] + parts[1] - ratio_variance(counts, words)
        variance = np.maximum(both, np.maximum(*parts))
    totals = np.asarray(counts.sum(axis=0)).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        return totals, np.where(totals > 0, variance / totals, np.nan)


def clumping_curve(totals: Array, phi: Array) -> dict[int, float]:
    """Clumping of words by the binary logarithm of their count: mean phi less one, by mean count."""
    good = np.isfinite(phi) & (totals > 0)
    x, excess = totals[good], phi[good] - 1
    bins = np.floor(np.log2(x)).astype(int)
    return {
        int(b): max(0.0, float(excess[bins == b].sum() / x[bins == b].sum())) for b in set(bins)
    }


def shrunk_clumping(
    totals: Array, phi: Array, curve: dict[int, float], level: float = 0.95
) -> Array:
    """Clumping of each total, drawn to that of words as frequent as it may be.

    c = max(0, (phi - 1 + 5 c0) / (x + 5)): an average of (phi - 1)/x with weight x and of c0 with
    weight 5. c0 is read off the curve at the upper exact Poisson limit of x and not at x, since
    the few mentions of a rare phrase cannot show how clumped it is.
    """
    own = np.where(np.isfinite(phi), phi - 1, 0.0)
    weight = np.where(np.isfinite(phi), totals, 0.0)
    prior = np.zeros(len(totals))
    if curve:
        known = np.array(sorted(curve))
        at = np.log2(gammaincinv(totals + 1, (1 + level) / 2)) // 1
        nearest = known[np.abs(known[None, :] - at[:, None]).argmin(axis=1)]
        prior = np.array([curve[int(b)] for b in nearest])
    return np.maximum(0.0, (own + PRIOR_WEIGHT * prior) / (weight + PRIOR_WEIGHT))


def clumped_limits(
    totals: Array, exposure: Array, clumping: Array, units: Array, level: float = 0.95
) -> tuple[Array, Array]:
    """Limits of a rate whose count is negative binomial: variance m + c m^2 at every mean m.

    The limits are the means at which the observed count is in a tail, by the incomplete beta
    function; without clumping the upper one is the exact Poisson limit (Garwood 1936). For the lower
    one x + 1/2 stands for x, nearly a mid-P limit: a rare phrase can only be missed on this side, so
    the exact limit would be missed too seldom. Because c is estimated from few units it is
    multiplied by the square of Student's quantile over the normal one, with (n - 1) / (1 + 2 n c)
    degrees of freedom, at least 4: rates of units that are gamma distributed have an excess kurtosis
    of 6 n c, so their variance has (n - 1) / (1 + 3 n c); 2 was nearest to the nominal coverage.

    >>> zero = np.zeros(1)
    >>> low, high = clumped_limits(zero + 10, zero + 1, zero, zero + 50)
    >>> low.round(3).item(), high.round(3).item()  # Garwood: 4.795, 18.390
    (5.141, 18.39)
    """
    tail = (1 - level) / 2
    shape = count_shape(clumping, units, level)
    low = possible_mean(totals, shape, tail, upper=False)
    return low / exposure, possible_mean(totals, shape, 1 - tail, upper=True) / exposure


def count_shape(clumping: Array, units: Array, level: float) -> Array:
    """Shape of the negative binomial that limits are taken from: 1 / c, less for few units."""
    tail = (1 + level) / 2
    freedom = np.maximum(LEAST_FREEDOM, (units - 1) / (1 + 2 * units * clumping))
    unsure = (stdtrit(freedom, tail) / ndtri(tail)) ** 2
    shape: Array = 1 / np.clip(clumping * unsure, 1 / _MOST_SHAPE, 1 / _LEAST_SHAPE)
    return shape


def possible_mean(totals: Array, shape: Array, below: Array | float, *, upper: bool) -> Array:
    """Quantile `below` of the confidence distribution of the mean behind a count, upper or lower.

    The upper one is where a count of at most this has the probability 1 - `below`.
    """
    share = betaincinv(totals + (1.0 if upper else 0.5), shape, below)
    mean = shape * share / (1 - share)
    return mean if upper else np.where(totals > 0, mean, 0.0)
