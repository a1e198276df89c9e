"""Intervals and adjustments that several measures share."""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaincinv, ndtri

PER = 10_000  # words that a rate is given for
FEWEST_UNITS = 10  # below this no interval is given: a variance between so few units is a guess
FEW_UNITS = 40  # below this an interval is given, with a warning

Array = npt.NDArray[np.float64]


def rate_limits(
    count: Array, exposure: Array, phi: Array, level: float = 0.95
) -> tuple[Array, Array]:
    """Limits of a rate from counts that are `phi` times as variable as Poisson counts.

    Count and exposure are divided by the design effect `phi` (Rao & Scott 1999: effective counts),
    then the exact Poisson limits are taken (Garwood 1936), by the gamma distribution, which needs
    no whole number.

    Returns
    -------
    low, high : arrays
        Limits per unit of exposure. A count of zero has the lower limit 0.

    >>> low, high = rate_limits(np.array([3.0]), np.array([1.0]), np.array([1.0]))
    >>> low.round(4).item(), high.round(4).item()  # Garwood: 0.6187, 8.7673
    (0.6187, 8.7673)
    """
    tail = (1 - level) / 2
    x, t = count / phi, exposure / phi
    low = np.where(x > 0, gammaincinv(np.maximum(x, 1e-12), tail), 0.0) / t
    high = gammaincinv(x + 1, 1 - tail) / t
    return low, high


def shrink_rates(counts: Array, words: Array, phi: Array) -> tuple[Array, float, float]:
    """Rates of many groups drawn to their mean by a gamma-Poisson model, moments for its prior.

    Returns the shrunk rates, and shape and rate of the prior gamma (infinite when the groups
    differ no more than chance: then every shrunk rate is the mean).
    """
    good = words > 0
    x, t = counts[good] / phi[good], words[good] / phi[good]
    mean = x.sum() / t.sum() if t.sum() else np.nan
    spread = t.sum() - (t**2).sum() / t.sum() if len(t) > 1 else 0.0
    between = (
        ((t * (x / t - mean) ** 2).sum() - (len(t) - 1) * mean) / spread if spread > 0 else 0.0
    )
    out = np.full(len(counts), mean)
    if between <= 0 or not mean > 0:
        return out, np.inf, np.inf
    shape, rate = mean**2 / between, mean / between
    out[good] = (x + shape) / (t + rate)
    return out, shape, rate


def wilson(hits: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """Limits of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953).

    `hits` and `trials` may be fractions, for an effective number of trials.

    >>> low, high = wilson(9, 10)
    >>> round(low, 3), round(high, 3)
    (0.596, 0.982)
    """
    z = float(ndtri((1 + level) / 2))
    share = hits / trials
    middle = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    reach = z * np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2)) / (1 + z**2 / trials)
    low = float(middle - reach) if hits > 0 else 0.0  # exactly, whatever the rounding
    high = float(middle + reach) if hits < trials else 1.0
    return low, high


def warn_of_few_units(units: pd.Series, table: str, what: str) -> None:
    """Say how many groups, cells ... have no interval, and how many one to be read with care.

    >>> with warnings.catch_warnings(record=True) as caught:
    ...     warn_of_few_units(pd.Series([9, 39, 39, 50]), "rates", "cells")
    >>> print(caught[0].message)
    rates: 1 of 4 cells have fewer than 10 sampling units and no interval; 2 more have fewer than 40:
    read their intervals with care.
    """
    none = int((units < FEWEST_UNITS).sum())
    few = int((units < FEW_UNITS).sum()) - none
    said = []
    if none:
        said.append(
            f"{none} of {len(units)} {what} have fewer than {FEWEST_UNITS} sampling units and no interval"
        )
    if few:
        many = f"{few} more have" if none else f"{few} of {len(units)} {what} have"
        called = "" if none else " sampling units"
        said.append(f"{many} fewer than {FEW_UNITS}{called}: read their intervals with care")
    if said:
        warnings.warn(f"{table}: {'; '.join(said)}.", stacklevel=4)


def benjamini_hochberg(p: Array) -> Array:
    """p-values adjusted for the false discovery rate (Benjamini & Hochberg 1995); nulls stay out.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03, 0.5])).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    out = np.full(len(p), np.nan)
    good = np.flatnonzero(np.isfinite(p))
    if not len(good):
        return out
    order = good[np.argsort(p[good], kind="stable")]
    m = len(order)
    adjusted = p[order] * m / np.arange(1, m + 1)
    out[order] = np.minimum.accumulate(adjusted[::-1])[::-1].clip(max=1.0)
    return out
