"""Shares of topics in words: planted ones come back, and the covariance is that of R's sandwich."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from speeches import OVERLAPPING, said

from topoi.errors import DataError
from topoi.topics.effects.shares import Cells, degrees_of_freedom, fit_shares, share_limits

WHOLE = np.array([0.4, 0.4, 0.2])


def cells(X: np.ndarray, design: np.ndarray | None = None, *ways: np.ndarray) -> Cells:
    design = np.ones((len(X), 1)) if design is None else design
    return Cells(sp.csr_matrix(X), design, ways or (np.arange(len(X)),))


def test_shares_of_overlapping_topics_are_found_in_their_words_whatever_the_sections_are_about():
    # Half the sections have the first topic alone, half a mixture: only the mean matters.
    shares = np.tile([[1.0, 0.0, 0.0], [0.2, 0.5, 0.3]], (10, 1))
    fitted = fit_shares(OVERLAPPING, cells(1000 * said(shares)), WHOLE)
    np.testing.assert_allclose(fitted.predict(np.ones((1, 1)))[0], [0.6, 0.25, 0.15], atol=1e-5)


def test_a_logit_by_covariates_is_found():
    x = np.linspace(-1, 1, 21)
    design = np.stack([np.ones(21), x], axis=1)
    truth = np.exp(design @ np.array([[0.0, 0.3, -0.5], [0.0, 1.2, -0.7]]))
    truth /= truth.sum(axis=1, keepdims=True)
    fitted = fit_shares(OVERLAPPING, cells(1000 * said(truth), design), WHOLE)
    np.testing.assert_allclose(fitted.predict(design), truth, atol=1e-5)


def test_coefficients_and_covariance_of_two_topics_without_overlap_are_those_of_r():
    """In R 4.2.2 with sandwich 3.0: y <- c(8,2,5,9,7,4,6,3,9,5,7,2); x <- rep(0:1, 6);
    g <- rep(1:6, each = 2); m <- glm(cbind(y, 10 - y) ~ x, binomial); coef(m);
    vcovCL(m, cluster = g, type = "HC0", cadjust = TRUE). Two topics of a term each are such a logit; many
    equal words make the one token that is added vanish, and copies of the clusters, more of them than
    are left out one by one, divide the covariance.
    """
    copies, y = 101, np.array([8.0, 2, 5, 9, 7, 4, 6, 3, 9, 5, 7, 2])
    design = np.tile([[1.0, 0.0], [1.0, 1.0]], (6 * copies, 1))
    X = 1e6 * np.tile(np.stack([y, 10 - y], axis=1), (copies, 1))
    cluster = np.repeat(np.arange(6 * copies), 2)
    fitted = fit_shares(np.eye(2), cells(X, design, cluster), np.array([0.4, 0.6]))
    coef = fitted.coef[:, 0] - fitted.coef[:, 1]
    np.testing.assert_allclose(coef, [0.8472978604, -1.1837700970], rtol=1e-6)
    factor = (6 * copies / (6 * copies - 1)) / (6 / 5)  # G / (G - 1) of either
    expected = np.array([[0.07558578987, -0.1343613001], [-0.1343613001, 0.3896821164]])
    np.testing.assert_allclose(copies * fitted.covariance, factor * expected, rtol=1e-5)


def test_leaving_each_cluster_out_is_the_jackknife_of_the_mean():
    # One topic a term and units of equal length: the share is a mean, its CV3 variance known.
    share = np.array([0.2, 0.3, 0.5, 0.4, 0.3, 0.35, 0.25, 0.45, 0.3, 0.4, 0.2, 0.5])
    X = 1000 * np.stack([share, 1 - share], axis=1)
    fitted = fit_shares(np.eye(2), cells(X), np.array([0.5, 0.5]))
    mean, gradient = fitted.mean(np.ones((1, 1)), np.ones(1))
    assert mean[0] == pytest.approx(share.mean(), abs=1e-4)
    jackknife = share.std(ddof=1) / np.sqrt(len(share))
    assert fitted.errors(gradient)[0] == pytest.approx(jackknife, rel=1e-3)


def test_the_covariance_by_two_kinds_of_clusters_adds_both():
    # Units and years that each shift the share by themselves: V = V_units + V_years - V_cells.
    rng = np.random.default_rng(2)
    unit, year = np.divmod(np.arange(900), 30)
    share = 0.5 + rng.normal(0, 0.05, 30)[unit] + rng.normal(0, 0.05, 30)[year]
    X = 1000 * np.stack([share, 1 - share], axis=1)
    whole = np.array([0.5, 0.5])
    both, one, two = (
        fit_shares(np.eye(2), cells(X, None, *ways), whole).covariance[0, 0]
        for ways in ((unit, year), (unit,), (year,))
    )
    assert both == pytest.approx(one + two, rel=0.05)


def test_the_gradient_of_mean_shares_is_that_of_small_changes():
    rng = np.random.default_rng(3)
    design = np.stack([np.ones(8), rng.normal(size=8)], axis=1)
    X = rng.multinomial(500, [0.3, 0.3, 0.2, 0.2], size=8).astype(float)
    fitted = fit_shares(OVERLAPPING, cells(X, design), WHOLE)
    weights = np.arange(1.0, 9)
    mean, gradient = fitted.mean(design, weights)
    for at, (column, topic) in enumerate(np.ndindex(2, len(fitted.free))):
        coef = fitted.coef.copy()
        coef[column, fitted.free[topic]] += 1e-6
        moved = np.exp(design @ coef)
        moved = weights / weights.sum() @ (moved / moved.sum(axis=1, keepdims=True))
        np.testing.assert_allclose((moved - mean) / 1e-6, gradient[:, at], atol=1e-4)


def test_a_topic_that_is_missing_has_a_share_of_nearly_zero_and_an_upper_limit():
    rng = np.random.default_rng(4)
    X = np.stack([rng.multinomial(400, [0.6, 0.3, 0.1, 0.0]) for _ in range(20)]).astype(float)
    fitted = fit_shares(OVERLAPPING, cells(X), WHOLE)
    mean, gradient = fitted.mean(np.ones((1, 1)), np.ones(1))
    low, high = share_limits(mean, fitted.errors(gradient), 20, 0.95)
    assert mean[2] < 0.005
    assert low[2] < 1e-4
    assert 0.005 < high[2] < 0.5


def test_limits_lie_within_zero_and_one_and_around_the_share():
    share = np.repeat([0.0, 1e-9, 0.01, 0.3, 0.7, 0.99, 1.0], 5)
    errors = np.tile([1e-6, 0.01, 0.1, 1.0, 5.0], 7)
    low, high = share_limits(share, errors, 12, 0.95)
    assert ((low >= 0) & (high <= 1)).all()
    assert ((low <= share + 1e-9) & (share <= high + 1e-9)).all()
    mirrored = share_limits(1 - share, errors, 12, 0.95)
    np.testing.assert_allclose(low, 1 - mirrored[1], atol=1e-9)


def test_skewed_clusters_have_fewer_degrees_of_freedom():
    # No error: one less than the clusters. A coefficient of variation of one halves them.
    freedom = degrees_of_freedom(np.full(3, 0.2), 0.2 * np.array([0, 1, 10]) / np.sqrt(41), 41)
    np.testing.assert_allclose(freedom, [40, 20, 4])


def test_columns_that_depend_on_each_other_are_an_error():
    x = np.arange(10.0)
    design = np.stack([np.ones(10), x, 2 * x + 1], axis=1)
    with pytest.raises(DataError, match="its 3 columns depend on each other"):
        fit_shares(OVERLAPPING, cells(said(np.full((10, 3), 1 / 3)), design), WHOLE)
