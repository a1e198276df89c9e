"""Variances, clumping and limits of clustered counts agree with R, scipy and hand arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.stats import nbinom

from topoi.measures.clumping import (
    clumped_limits,
    clumping_curve,
    count_shape,
    ratio_variance,
    shrunk_clumping,
    totals_and_effects,
)

COUNTS = sp.csr_matrix(np.array([[0.0, 3, 1, 7, 0, 2]]).T)
WORDS = np.array([120.0, 400, 90, 800, 60, 330])
ALONE = np.arange(6)


def limits(count, clumping=0.0, units=50, level=0.95):
    """Both limits of one count over one unit of exposure."""
    x, c, n = (np.array([float(v)]) for v in (count, clumping, units))
    low, high = clumped_limits(x, np.ones(1), c, n, level)
    return low.item(), high.item()


def test_the_variance_is_the_jackknife_of_survey():
    # library(survey); d <- data.frame(x=c(0,3,1,7,0,2), t=c(120,400,90,800,60,330))
    # s <- as.svrepdesign(svydesign(ids=~1, weights=~1, data=d), type="JK1", mse=TRUE)
    # vcov(svyratio(~x, ~t, s)) * sum(d$t)^2
    assert ratio_variance(COUNTS, WORDS) == pytest.approx([5.23305270533338], rel=1e-12)


def test_for_equal_units_it_is_the_sample_variance():
    x = np.array([1.0, 2, 9, 0])
    variance = ratio_variance(sp.csr_matrix(x[:, None]), np.full(4, 50.0))
    assert variance == pytest.approx([4 * x.var(ddof=1)])


def test_units_without_words_are_no_units():
    more = sp.vstack([COUNTS, sp.csr_matrix((3, 1))]).tocsr()
    padded = np.append(WORDS, np.zeros(3))
    assert ratio_variance(more, padded) == pytest.approx(ratio_variance(COUNTS, WORDS))
    assert np.isnan(ratio_variance(COUNTS, np.array([5.0, 0, 0, 0, 0, 0]))).all()


def test_rows_of_a_unit_are_added():
    halves = sp.vstack([COUNTS, COUNTS]).tocsr()
    totals, phi = totals_and_effects(halves, np.tile(WORDS, 2), [np.tile(ALONE, 2)])
    assert totals.tolist() == [26]
    assert phi == pytest.approx(4 * ratio_variance(COUNTS, WORDS) / 26)


def test_units_of_the_second_kind_inside_those_of_the_first_change_nothing():
    first = np.array([0, 0, 1, 1, 2, 2])
    one = totals_and_effects(COUNTS, WORDS, [first])[1]
    both = totals_and_effects(COUNTS, WORDS, [first, ALONE])[1]
    assert both == pytest.approx(np.maximum(one, ratio_variance(COUNTS, WORDS) / 13))


def test_two_way_variance_is_that_of_either_kind_less_that_of_pairs():
    # 2 x 3 pairs of equal size, counts 0 1 5 / 1 2 9, mean 3: residuals -3 -2 2 / -2 -1 6.
    # By rows -3, 3: 2/1 18 = 36; by columns -5, -3, 8: 3/2 98 = 147; pairs: 6/5 58 = 69.6.
    counts = sp.csr_matrix(np.array([[0.0, 1, 5, 1, 2, 9]]).T)
    a, b = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 2, 0, 1, 2])
    phi = totals_and_effects(counts, np.ones(6), [a, b])[1]
    # each way n/(n-1) stands for (n-1)/n / (1-1/n)^2, which is the same
    assert phi == pytest.approx([max(36 + 147 - 69.6, 147) / 18])


def test_two_way_variance_is_no_less_than_that_of_either_kind():
    counts = sp.csr_matrix(np.array([[4.0, 0, 0, 4]]).T)  # rows and columns alike, pairs not
    a, b = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert totals_and_effects(counts, np.ones(4), [a, b])[1].item() == 0.0


def test_what_is_not_found_has_no_design_effect():
    assert np.isnan(totals_and_effects(sp.csr_matrix((6, 1)), WORDS, [ALONE])[1]).all()


def test_the_curve_is_the_excess_of_terms_about_as_frequent_over_their_count():
    totals = np.array([1.0, 2, 3, 4, 5, 6, 0])
    phi = np.array([0.4, 2.0, 4.0, 1.0, 9.0, np.nan, 5.0])
    assert clumping_curve(totals, phi) == {0: 0.0, 1: (1 + 3) / (2 + 3), 2: (0 + 8) / (4 + 5)}


def test_clumping_is_drawn_to_that_of_words_as_frequent_as_the_phrase_may_be():
    curve = {1: 0.9, 2: 0.5, 4: 0.2}
    totals, phi = np.array([0.0, 2, 10]), np.array([np.nan, 3, 5])
    # upper exact limits 3.7, 7.2 and 18.4, in the bins 1, 2 and 4
    expected = [0.9, (2 + 5 * 0.5) / 7, (4 + 5 * 0.2) / 15]
    assert shrunk_clumping(totals, phi, curve) == pytest.approx(expected)
    assert shrunk_clumping(totals, np.array([np.nan, 0.1, 0.1]), {}).tolist() == [0, 0, 0]


# Exact 95 % limits of a Poisson mean as tabulated since Garwood (1936, Biometrika 28:437)
@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390)]
)
def test_without_clumps_the_upper_limit_is_exact_and_the_lower_one_between_two_exact_ones(
    count, low, high
):
    found = limits(count)
    assert found[1] == pytest.approx(high, abs=0.0006)
    assert low <= found[0] <= limits(count + 1)[0]
    assert (count == 0) == (found[0] == 0)


@pytest.mark.parametrize("clumping", [0.02, 0.1, 0.3])
@pytest.mark.parametrize("count", [1, 6, 80])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_limits_leave_the_tails_of_a_negative_binomial(count, clumping, level):
    low, high = limits(count, clumping, 30, level)
    shape = count_shape(np.array(clumping), np.array(30.0), level).item()
    tail = (1 - level) / 2
    assert nbinom.cdf(count, shape, shape / (shape + high)) == pytest.approx(tail, rel=1e-6)
    above = [nbinom.sf(k, shape, shape / (shape + low)) for k in (count, count - 1)]
    assert above[0] < tail < above[1]


def test_few_units_and_clumps_widen_the_limits_within_bounds():
    widths = [np.diff(limits(20, 0.1, n)).item() for n in (1000, 50, 20, 10)]
    assert widths == sorted(widths)
    widths = [np.diff(limits(20, c)).item() for c in (0, 0.05, 0.2)]
    assert widths == sorted(widths)
    assert limits(1000, 1.0, 10)[1] < 8400  # all by one unit: as if there were two


def test_clumps_widen_the_upper_limit_more_than_effective_counts_do():
    # ten mentions, phi = 5: two effective ones have the limits .242 and 7.225, times 5
    assert limits(10, 0.4, 1000)[1] > 5 * 7.225
    assert limits(10, 0.4, 1000)[0] > 5 * 0.242


def test_the_design_effect_of_poisson_counts_is_one_and_of_clumps_is_theirs():
    rng = np.random.default_rng(1)
    words = rng.integers(500, 1500, 4000).astype(float)
    mean = words / 200
    single = rng.poisson(mean)
    tripled = 3 * rng.poisson(mean / 3)  # mentions that come three at a time
    counts = sp.csr_matrix(np.stack([single, tripled], axis=1).astype(float))
    assert totals_and_effects(counts, words, [np.arange(4000)])[1] == pytest.approx([1, 3], rel=0.1)
