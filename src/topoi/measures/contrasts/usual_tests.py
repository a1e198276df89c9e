"""The tests that are usual in the field, to be compared with ours: counts of two sides in, p out.

None of them is offered for use. All but two take words for independent draws; `benchmarks/calibration`
measures what that costs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import chdtrc

from ..association import log_odds, signed_chi2, signed_g2
from ..permutation import Bools, Floats
from ..terms.keyness import ALPHA0

Score = Callable[[Floats, Floats, float, float], Floats]
UsualTest = Callable[[Floats, Floats, Bools], Floats]


def _sides(counts: Floats, words: Floats, inside: Bools) -> tuple[Floats, float, Floats, float]:
    first, others = counts[inside].sum(axis=0), counts[~inside].sum(axis=0)
    return first, float(words[inside].sum()), others, float(words[~inside].sum())


def _fourfold(counts: Floats, words: Floats, inside: Bools, score: Score) -> Floats:
    """p of a score on the four cells this thing / other words x one side / the other."""
    x1, t1, x0, t0 = _sides(counts, words, inside)
    p = chdtrc(1, np.abs(score(x1, x0, t1, t0)))
    out: Floats = np.where(x1 + x0 > 0, p, np.nan)
    return out


def pooled_g2(counts: Floats, words: Floats, inside: Bools) -> Floats:
    """Likelihood-ratio test (Dunning 1993) on the pooled counts of the two sides."""
    return _fourfold(counts, words, inside, signed_g2)


def pooled_chi2(counts: Floats, words: Floats, inside: Bools) -> Floats:
    """Pearson's chi-squared test on the pooled counts, without a correction."""
    return _fourfold(counts, words, inside, signed_chi2)


def weighted_log_odds(counts: Floats, words: Floats, inside: Bools) -> Floats:
    """z of Monroe, Colaresi & Quinn (2008) with an informative prior, read as a normal deviate."""
    x1, t1, x0, t0 = _sides(counts, words, inside)
    seen = np.append(x1 + x0 > 0, t1 + t0 > x1.sum() + x0.sum())  # the last: all other words
    first, others = np.append(x1, t1 - x1.sum())[seen], np.append(x0, t0 - x0.sum())[seen]
    out = np.full(len(seen), np.nan)
    out[seen] = 2 * stats.norm.sf(np.abs(log_odds(first, others, ALPHA0)[1]))
    return out[:-1]


def welch(counts: Floats, words: Floats, inside: Bools) -> Floats:
    """Welch's t-test on the rates of the clusters, each of which weighs the same."""
    rates = counts / words[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        p: Floats = stats.ttest_ind(rates[inside], rates[~inside], axis=0, equal_var=False).pvalue
    return p


def linearised_z(counts: Floats, words: Floats, inside: Bools) -> Floats:
    """Log ratio of rates over its linearised standard error, with clusters as units."""
    logs, variances = [], []
    for side in (inside, ~inside):
        x, t, n = counts[side], words[side], int(side.sum())
        rate = x.sum(axis=0) / t.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            residual = ((x - rate * t[:, None]) ** 2).sum(axis=0) * n / (n - 1)
            logs.append(np.log(rate))
            variances.append(residual / x.sum(axis=0) ** 2)
    with np.errstate(invalid="ignore"):
        z = (logs[0] - logs[1]) / np.sqrt(variances[0] + variances[1])
    p: npt.NDArray[np.float64] = 2 * stats.norm.sf(np.abs(z))
    return np.where(np.isfinite(z), p, np.nan)


USUAL: dict[str, UsualTest] = {
    "pooled_g2": pooled_g2,
    "pooled_chi2": pooled_chi2,
    "log_odds_z": weighted_log_odds,
    "welch": welch,
    "linearised_z": linearised_z,
}
