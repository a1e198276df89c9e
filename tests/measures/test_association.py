"""Effect sizes and scores agree with published examples, scipy and hand arithmetic."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.stats import chi2_contingency

from topoi.measures.association import log_odds, log_ratio, signed_g2

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
