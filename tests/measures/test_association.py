"""Effect sizes and scores agree with published examples, scipy and hand arithmetic."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import binomtest, chi2_contingency, fisher_exact

from topoi.measures.association import (
    conservative_log_ratio,
    log_odds,
    log_ratio,
    log_ratio_limits,
    nearest_zero,
    percent_diff,
    signed_chi2,
    signed_g2,
)
from topoi.measures.fisher import fisher_p

tables = st.lists(
    st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=2, max_size=8
).filter(
    lambda rows: all(a + b for a, b in rows) and sum(a for a, _ in rows) and sum(b for _, b in rows)
)


def sides(rows) -> tuple[np.ndarray, np.ndarray]:
    """Counts in the first group and in the second, from pairs."""
    first, second = np.array(rows, dtype=float).T
    return first, second


# Bigrams with the highest -2 log lambda in Dunning (1993), "Accurate methods for the statistics of
# surprise and coincidence", Computational Linguistics 19(1), table 1: AB, ~AB, A~B, ~A~B.
@pytest.mark.parametrize(
    ("bigram", "cells", "score"),
    [
        ("the swiss", (110, 2442, 111, 29114), 270.72),
        ("can be", (29, 13, 123, 31612), 263.90),
        ("previous year", (31, 23, 139, 31584), 256.84),
        ("mineral water", (10, 0, 3, 31764), 167.23),
    ],
)
def test_g2_is_that_of_dunnings_bigrams(bigram, cells, score):
    both, second, first, neither = map(float, cells)
    g2 = signed_g2(np.array([both, first]), np.array([second, neither]))
    assert g2 == pytest.approx([score, -score], abs=0.005)


@settings(deadline=None, derandomize=True, database=None)
@given(tables)
def test_g2_is_the_likelihood_ratio_of_each_fourfold_table(rows):
    y1, y2 = sides(rows)
    for i, score in enumerate(signed_g2(y1, y2)):
        cells = np.array([[y1[i], y1.sum() - y1[i]], [y2[i], y2.sum() - y2[i]]])
        if cells.sum(axis=0).all():
            test = chi2_contingency(cells, correction=False, lambda_="log-likelihood")
            assert abs(score) == pytest.approx(test.statistic, abs=1e-6)


@settings(deadline=None, derandomize=True, database=None)
@given(tables)
def test_exchanging_the_groups_changes_signs_alone(rows):
    y1, y2 = sides(rows)
    for one, other in [
        (log_ratio(y1, y2), log_ratio(y2, y1)),
        (log_odds(y1, y2, 50.0)[0], log_odds(y2, y1, 50.0)[0]),
        (log_odds(y1, y2, 50.0)[1], log_odds(y2, y1, 50.0)[1]),
        (np.abs(signed_g2(y1, y2)), np.abs(signed_g2(y2, y1)) * -1),
    ]:
        np.testing.assert_allclose(one, -other, atol=1e-9)


@settings(deadline=None, derandomize=True, database=None)
@given(tables, st.floats(0.5, 5000))
def test_the_prior_draws_log_odds_to_zero_and_never_turns_them(rows, alpha0):
    y1, y2 = sides(rows)
    weak, strong = log_odds(y1, y2, alpha0)[0], log_odds(y1, y2, 4 * alpha0)[0]
    assert (np.abs(strong) <= np.abs(weak) + 1e-9).all()
    assert (strong * weak >= -1e-9).all()


def test_weighted_log_odds_are_those_of_monroe_colaresi_and_quinn():
    # Monroe, Colaresi & Quinn (2008), Political Analysis 16:372, equations 16 and 20. Counts 8 and
    # 2 of a word, of 20 and 30 words; alpha0 = 10, so alpha of the word is 10 * 10/50 = 2.
    delta, z = log_odds(np.array([8.0, 12.0]), np.array([2.0, 28.0]), 10.0)
    by_hand = log((8 + 2) / (20 + 10 - 8 - 2)) - log((2 + 2) / (30 + 10 - 2 - 2))
    assert delta[0] == pytest.approx(by_hand) == pytest.approx(log(0.5) - log(1 / 9))
    assert z[0] == pytest.approx(by_hand / sqrt(1 / (8 + 2) + 1 / (2 + 2)))


def test_words_of_equal_share_have_log_odds_of_zero():
    delta, z = log_odds(np.array([10.0, 90.0]), np.array([20.0, 180.0]), 7.0)
    assert delta == pytest.approx([0, 0], abs=1e-12)
    assert z == pytest.approx([0, 0], abs=1e-12)


def test_rows_of_counts_are_scored_each_on_its_own():
    y1 = np.array([[8.0, 12.0], [5.0, 15.0]])
    y2 = np.array([[2.0, 28.0], [5.0, 25.0]])
    together = log_odds(y1, y2, 10.0)
    for row in range(2):
        alone = log_odds(y1[row], y2[row], 10.0)
        np.testing.assert_allclose([score[row] for score in together], alone)


def test_the_log_ratio_is_that_of_rates_with_one_half_for_a_zero():
    # 4 of 100 against 2 of 200 words; 0 of 100 against 6 of 200; 6 of 100 against 0 of 200
    ratios = log_ratio(np.array([4.0, 0.0, 6.0, 90.0]), np.array([2.0, 6.0, 0.0, 192.0]))
    assert ratios[:3] == pytest.approx([2.0, log2((0.5 / 100) / (6 / 200)), log2(6 * 200 / 50)])


# R 4: y1 <- c(3, 0, 12, 5, 120, 40, 1, 0, 900); y2 <- c(2, 7, 3, 0, 300, 9, 1, 25, 4000)
COUNTS = sides([(3, 2), (0, 7), (12, 3), (5, 0), (120, 300), (40, 9), (1, 1), (0, 25), (900, 4000)])


def test_chi2_is_that_of_r():
    """for (i in 1:9) chisq.test(matrix(c(y1[i], sum(y1)-y1[i], y2[i], sum(y2)-y2[i]), 2),
    correct=FALSE)$statistic; quanteda.textstats has the same with correction="none".
    """
    expected = [
        5.0418840006859522,
        1.7429885151707696,
        34.047550329915488,
        20.124921041584113,
        21.386570217328536,
        118.09022391421981,
        1.1353952697679905,
        6.2456973247274936,
        75.675663304118942,
    ]
    signs = [1, -1, 1, 1, 1, 1, 1, -1, -1]
    np.testing.assert_allclose(signed_chi2(*COUNTS), np.multiply(signs, expected), rtol=1e-12)


def test_fisher_p_is_that_of_r():
    """for (i in 1:9) fisher.test(matrix(c(y1[i], sum(y1)-y1[i], y2[i], sum(y2)-y2[i]), 2))$p.value"""
    expected = [
        0.057186592542286897,
        0.35752192463566046,
        9.2300565226346394e-07,
        0.00031096140143622877,
        1.0246080094818847e-05,
        1.6177779623781592e-20,
        0.35867273800489086,
        0.0090935660873104028,
        2.5615706508561171e-16,
    ]
    np.testing.assert_allclose(fisher_p(*COUNTS), expected, rtol=1e-12)


def test_fisher_p_of_a_large_corpus_is_that_of_r():
    """fisher.test(matrix(c(5200, 1e6-5200, 20300, 4e6-20300), 2))$p.value, and with 30 and 250"""
    y1, y2 = np.array([5200.0, 30, 994770]), np.array([20300.0, 250, 3979450])
    expected = [0.11651909861994642, 4.8500144505858349e-05]
    np.testing.assert_allclose(fisher_p(y1, y2)[:2], expected, rtol=1e-9)


@settings(deadline=None, derandomize=True, database=None, max_examples=50)
@given(tables)
def test_fisher_p_is_that_of_scipy(rows):
    y1, y2 = sides(rows)
    for a, b, p in zip(y1, y2, fisher_p(y1, y2), strict=True):
        table = np.array([[a, y1.sum() - a], [b, y2.sum() - b]]).astype(int)
        assert p == pytest.approx(fisher_exact(table).pvalue, rel=1e-9)


def test_the_conservative_log_ratio_is_that_of_the_r_package_corpora():
    """keyness(y1, sum(y1), y2, sum(y2), measure="LRC") of corpora 0.6 (Evert 2022), which is
    a <- .05 / 2 / 9; lo <- qbeta(a, y1, y2 + 1); hi <- qbeta(a, y1 + 1, y2, lower.tail=FALSE);
    pmax(log2(n2 / n1 * lo / (1 - lo)), 0) where y1 / n1 >= y2 / n2, else pmin(... hi ..., 0).
    """
    expected = [0, 0, 1.5097367837076152, 0.84071822286205389, 0.2360625409323765]
    expected += [2.7268873938070453, 0, 0, 0]
    np.testing.assert_allclose(conservative_log_ratio(*COUNTS), expected, rtol=1e-12, atol=1e-12)


def test_limits_of_the_log_ratio_are_those_of_clopper_and_pearson():
    y1, y2 = COUNTS
    low, high = log_ratio_limits(y1, y2, 0.9)
    rates = y1.sum() / y2.sum()
    for i in range(len(y1)):
        interval = binomtest(int(y1[i]), int(y1[i] + y2[i])).proportion_ci(0.9, "exact")
        for limit, share in ((low[i], interval.low), (high[i], interval.high)):
            odds = share / (1 - share) if share < 1 else np.inf
            assert 2**limit * rates == pytest.approx(odds, rel=1e-9)


def test_the_end_nearer_to_zero_is_zero_if_zero_lies_within():
    low, high = np.array([1.0, -2, -3, -np.inf, 0.5]), np.array([2.0, 1, -1, -2, np.inf])
    assert nearest_zero(low, high).tolist() == [1, 0, -1, -2, 0.5]


def test_the_difference_in_per_cent_is_that_of_rates():
    # Gabrielatos & Marchi (2011): (rate - rate of the others) * 100 / rate of the others
    # 4 of 100 against 2 of 200 words; 0 of 100 against 6 of 200; 6 of 100 against none of 200
    values = percent_diff(np.array([4.0, 0.0, 6.0, 90.0]), np.array([2.0, 6.0, 0.0, 192.0]))
    assert values[:3] == pytest.approx([300, -100, 100 * (6 / 100 - 0.5 / 200) / (0.5 / 200)])


def test_g2_is_that_of_rayson_and_garside_with_all_four_cells():
    # The calculator of log-likelihood at UCREL adds up the two cells of the word alone; the two of
    # the other words are left out there and are small where a word is rare.
    g2 = signed_g2(np.array([52.0, 29948.0]), np.array([12.0, 29988.0]))[0]
    two_cells = 2 * (52 * log(52 / 32) + 12 * log(12 / 32))
    assert two_cells == pytest.approx(26.95, abs=0.01)
    rest = 2 * (29948 * log(29948 / 29968) + 29988 * log(29988 / 29968))
    assert g2 == pytest.approx(two_cells + rest)
