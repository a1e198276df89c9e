"""Limits, design effects and adjustments agree with published tables, scipy and hand arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import chi2, false_discovery_control

from topoi.measures.intervals import (
    benjamini_hochberg,
    rate_limits,
    shrink_rates,
    wilson,
)

shares = st.floats(0, 1, allow_nan=False)


def limits(count: float, exposure: float = 1.0, phi: float = 1.0, level: float = 0.95):
    """Both limits of one rate."""
    low, high = rate_limits(np.array([count]), np.array([exposure]), np.array([phi]), level)
    return low.item(), high.item()


# Exact 95 % limits of a Poisson mean as tabulated since Garwood (1936, Biometrika 28:437), here to
# three decimals as in Ulm (1990, American Journal of Epidemiology 131:373).
@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.689),
        (1, 0.025, 5.572),
        (2, 0.242, 7.225),
        (3, 0.619, 8.767),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (50, 37.111, 65.919),
    ],
)
def test_limits_of_a_poisson_count_are_those_of_the_published_table(count, low, high):
    assert limits(count) == pytest.approx((low, high), abs=0.0006)


@pytest.mark.parametrize("trials", [1, 17.3, 28, 1e6])
def test_a_share_of_none_or_all_has_an_end_that_is_exact(trials):
    assert wilson(0, trials)[0] == 0.0
    assert wilson(trials, trials)[1] == 1.0
    assert wilson(trials, trials)[0] == pytest.approx(1 - wilson(0, trials)[1])


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
@pytest.mark.parametrize("count", [1, 7, 400])
def test_limits_are_the_quantiles_of_chi_square(count, level):
    tail = (1 - level) / 2
    exact = chi2.ppf(tail, 2 * count) / 2, chi2.ppf(1 - tail, 2 * count + 2) / 2
    assert limits(count, level=level) == pytest.approx(exact)


def test_a_design_effect_divides_count_and_exposure():
    assert limits(12, 300, phi=4) == pytest.approx(limits(3, 75))
    assert limits(0, 300, phi=4) == pytest.approx((0, 3.689 * 4 / 300), rel=1e-4)


def test_clumps_widen_the_interval():
    widths = [high - low for low, high in (limits(12, 300, phi) for phi in (1, 2, 4))]
    assert widths == sorted(widths)


def test_rates_are_drawn_to_their_mean_the_more_the_fewer_words_they_rest_on():
    counts, words = np.array([20.0, 0.0, 400.0, 0.0]), np.array([1e3, 1e3, 1e4, 0.0])
    shrunk, shape, rate = shrink_rates(counts, words, np.ones(4))
    mean = 420 / 12_000
    assert 0 < shrunk[1] < mean < shrunk[2] < 0.04
    assert mean - shrunk[1] < mean
    assert shrunk[3] == pytest.approx(mean)
    assert shape / rate == pytest.approx(mean)
    assert shrunk[:3] == pytest.approx((counts[:3] + shape) / (words[:3] + rate))


def test_rates_that_differ_no_more_than_chance_all_become_the_mean():
    shrunk, shape, _ = shrink_rates(np.array([9.0, 10.0, 11.0]), np.full(3, 1e3), np.ones(3))
    assert shrunk == pytest.approx([0.01] * 3)
    assert np.isinf(shape)


def test_the_prior_of_planted_rates_is_recovered():
    rng = np.random.default_rng(2)
    words = rng.integers(5_000, 20_000, 2000).astype(float)
    rates = rng.gamma(4.0, 1 / 2000.0, 2000)
    counts = rng.poisson(rates * words).astype(float)
    shrunk, shape, rate = shrink_rates(counts, words, np.ones(2000))
    assert (shape, rate) == pytest.approx((4.0, 2000.0), rel=0.15)
    assert ((shrunk - rates) ** 2).mean() < ((counts / words - rates) ** 2).mean()


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(shares, min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_scipy(p):
    adjusted = benjamini_hochberg(np.array(p))
    np.testing.assert_allclose(adjusted, false_discovery_control(p, method="bh"), atol=1e-15)


def test_p_values_that_are_null_stay_out_of_the_family():
    adjusted = benjamini_hochberg(np.array([0.02, np.nan, 0.01, np.nan]))
    np.testing.assert_allclose(adjusted, [0.02, np.nan, 0.02, np.nan])
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()
