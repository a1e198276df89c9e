"""Random halves: what a test says of them, and what is said when it cannot say anything."""

from __future__ import annotations

import warnings
from math import erfc

import numpy as np
import pandas as pd
import pytest

import topoi
from topoi.errors import DataError
from topoi.measures.contrasts.usual_tests import USUAL
from topoi.tables import check


@pytest.fixture
def speeches(said):
    """Twenty delegations in two years; the taste for a phrase is each delegation's own."""
    rng = np.random.default_rng(5)
    names = [f"d{i:02d}" for i in range(20)]
    taste = {f: rng.gamma(1, 4, 20) for f in ("one", "two", "three", "four")}
    return said(
        {f: rng.poisson(np.repeat(t, 2)) for f, t in taste.items()},
        organization=np.repeat(names, 2),
        year=np.tile([2031, 2032], 20),
        words=1000,
    )


def uniform(seed):
    """A perfect test: p is uniform whatever it is given."""
    rng = np.random.default_rng(seed)
    return lambda data, passages, belongs: rng.random(500)


def shares(*args, **options):
    return topoi.null_splits(*args, **options).set_index("level")


def test_a_test_with_uniform_p_is_found_to_hold_its_level(speeches):
    table = shares(uniform(1), None, speeches.passages, splits=60, random_state=1)
    assert table["tests"].tolist() == [30_000] * 3
    for level, row in table.iterrows():
        assert row["low"] < level < row["high"]
        assert row["share"] == row["rejected"] / row["tests"]
        binomial = np.sqrt(level * (1 - level) / 30_000)
        assert row["high"] - row["low"] == pytest.approx(2 * 1.96 * binomial, rel=0.35)
    assert table["any_bonferroni"].between(0, 0.15).all()


def test_tests_of_one_split_that_say_the_same_count_as_one():
    rng = np.random.default_rng(2)
    passages = pd.DataFrame({"passage": list("abcd"), "organization": list("abcd")})
    passages = passages.assign(year=2031, words=10)
    table = shares(
        lambda *_: np.full(1000, rng.random()), None, passages, splits=400, random_state=1
    )
    row = table.loc[0.05]
    alone = np.sqrt(row["share"] * (1 - row["share"]) / 400)
    assert row["high"] - row["low"] == pytest.approx(2 * 1.96 * alone, rel=0.05)


def test_words_as_draws_reject_too_often_and_whole_delegations_do_not(speeches):
    asked = {"splits": 40, "random_state": 3}
    pooled = shares("pooled_g2", speeches.mentions, speeches.passages, **asked)
    ours = shares(
        "contrast_rates",
        speeches.mentions,
        speeches.passages,
        permutations=399,
        **asked | {"levels": [0.05]},
    )
    assert pooled.loc[0.05, "low"] > 0.2
    assert ours.loc[0.05, "low"] <= 0.05 <= ours.loc[0.05, "high"]
    assert ours.loc[0.05, "least_p"] == 2 / 400


@pytest.mark.parametrize("unit", ["organization", ("organization", "year")])
def test_halves_are_halves_and_hold_what_is_dealt_out(speeches, unit):
    seen = []

    def look(data, passages, belongs):
        seen.append(belongs)
        return [0.5]

    topoi.null_splits(look, None, speeches.passages, unit=unit, splits=5, random_state=1)
    for belongs in seen:
        assert set(belongs["organization"]) == {"half"}
        assert not belongs.duplicated().any()
        assert len(belongs) == 20
        years = belongs.groupby("member")["year"].nunique()
        assert (years == 2).all() == (unit == "organization")
    assert len({tuple(map(tuple, b.to_numpy())) for b in seen}) == 5


def test_sessions_can_be_dealt_out_where_years_are_not_kept_apart(said):
    rng = np.random.default_rng(4)
    years = np.repeat(np.arange(2001, 2031), 5)
    speeches = said({"one": rng.poisson(np.repeat(rng.gamma(1, 4, 30), 5))}, year=years)
    asked = {"unit": "year", "over": None, "splits": 20, "random_state": 1, "levels": [0.05]}
    for test in ("contrast_rates", "welch"):
        row = shares(test, speeches.mentions, speeches.passages, permutations=99, **asked).iloc[0]
        assert (row["units"], row["tests"]) == (30, 20)
        assert row["share"] < 0.2
    pooled = shares("pooled_chi2", speeches.mentions, speeches.passages, **asked).iloc[0]
    assert pooled["share"] > 0.3


def test_key_terms_are_tested_too(speeches):
    found = speeches.mentions.groupby(["passage", "framing"]).size().rename("n").reset_index()
    counts = check(found.rename(columns={"framing": "term"}), "counts")
    asked = {"splits": 30, "random_state": 1, "levels": [0.05]}
    ours = shares("keyness", counts, speeches.passages, permutations=99, **asked).iloc[0]
    assert (ours["tests"], ours["least_p"]) == (120, 0.02)
    assert ours["share"] < 0.15
    many = counts.assign(n=20 * counts["n"])
    assert shares("log_odds_z", many, speeches.passages, **asked).iloc[0]["share"] > 0.2


def test_a_level_that_no_p_can_reach_is_null_and_said(speeches):
    few = {"splits": 5, "permutations": 99, "random_state": 1}
    with pytest.warns(UserWarning, match=r"smallest p .* is 0\.02, .* at 0\.01, 0\.001"):
        table = shares("contrast_rates", speeches.mentions, speeches.passages, **few)
    assert table["share"].notna().tolist() == [True, False, False]
    assert table["low"].notna().tolist() == [True, False, False]


def test_units_so_few_that_all_divisions_are_known_have_no_small_p(said):
    speeches = said({"one": [1, 2, 3, 4]}, organization=list("abcd"), year=2031)
    with pytest.warns(UserWarning, match=r"is 0\.33"):
        table = shares("contrast_rates", speeches.mentions, speeches.passages, splits=2)
    assert table["share"].isna().all()


def test_the_same_seed_gives_the_same_table(speeches):
    one, two, other = (
        topoi.null_splits("welch", speeches.mentions, speeches.passages, random_state=seed)
        for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(one, two)
    assert not one.equals(other)


# ---- the usual tests, against R


def p_of(test, counts, words, first):
    inside = np.arange(len(words)) < first
    return USUAL[test](np.array(counts, float)[:, None], np.array(words, float), inside)[0]


def test_pooled_tests_agree_with_r():
    """R 4: chisq.test(matrix(c(12, 988, 30, 1470), 2), correct = FALSE)$p.value, and
    pchisq(2 * sum(x * log(x / expected)), 1, lower = FALSE).
    """
    counts, words = [5, 7, 10, 20], [400, 600, 700, 800]
    assert p_of("pooled_chi2", counts, words, 2) == pytest.approx(0.12732900423763, abs=1e-12)
    assert p_of("pooled_g2", counts, words, 2) == pytest.approx(0.119420509683216, abs=1e-12)


def test_the_same_rate_on_either_side_has_a_p_of_one():
    for counts in ([7, 7], [14, 14], [999, 999]):
        assert p_of("pooled_g2", counts, [3000, 3000], 1) == pytest.approx(1, abs=1e-6)
    even = np.tile(np.arange(1, 400.0), (2, 1))
    p = USUAL["pooled_g2"](even, np.array([3000.0, 3000]), np.array([True, False]))
    assert p.tolist() == pytest.approx([1] * 399, abs=1e-6)


def test_tests_on_clusters_agree_with_r():
    """R 4, a = c(1,2,0,4)/c(100,110,90,120), b = c(3,5,2,6,1)/c(100,100,95,105,100):
    t.test(a, b)$p.value; and with survey::svyratio(~x, ~t) of either side r1, r0,
    2 * pnorm(-abs((log(r1) - log(r0)) / sqrt((SE(r1)/r1)^2 + (SE(r0)/r0)^2))).
    """
    counts, words = [1, 2, 0, 4, 3, 5, 2, 6, 1], [100, 110, 90, 120, 100, 100, 95, 105, 100]
    assert p_of("welch", counts, words, 4) == pytest.approx(0.149675653358216, abs=1e-12)
    assert p_of("linearised_z", counts, words, 4) == pytest.approx(0.155277984763319, abs=1e-12)


def test_weighted_log_odds_are_those_of_keyness_with_the_other_words_as_a_term():
    counts, words = [[3, 1], [9, 0]], [100.0, 200.0]
    p = USUAL["log_odds_z"](np.array(counts, float), np.array(words), np.array([True, False]))
    a = 1000 * np.array([12, 1]) / 300
    first, others = np.array([3, 1]) + a, np.array([9, 0]) + a
    delta = np.log(first / (1100 - first)) - np.log(others / (1200 - others))
    z = np.abs(delta) / np.sqrt(1 / first + 1 / others)
    assert p == pytest.approx([erfc(value / np.sqrt(2)) for value in z])


# ---- errors


def test_what_cannot_be_split_is_refused(speeches):
    alone = speeches.passages.assign(organization="d00")
    with pytest.raises(DataError, match="1 units in 'organization'; two at least"):
        topoi.null_splits("welch", speeches.mentions, alone)
    with pytest.raises(DataError, match="no column 'delegation'"):
        topoi.null_splits("welch", speeches.mentions, speeches.passages, unit="delegation")
    with pytest.raises(DataError, match="of a pair the second is the column of time"):
        topoi.null_splits("welch", None, speeches.passages, unit=("organization", "document"))
    counts = speeches.mentions.rename(columns={"framing": "term"}).assign(n=1)
    with pytest.raises(DataError, match="keyness has one unit"):
        topoi.null_splits("keyness", counts, speeches.passages, unit=("organization", "year"))


@pytest.mark.parametrize(
    ("test", "options", "message"),
    [
        ("anova", {}, "no test 'anova'. Known: contrast_rates, keyness, pooled_g2"),
        ("welch", {"splits": 0}, "splits must be at least 1"),
        ("welch", {"levels": [0.05, 5]}, "levels must lie between 0 and 1; got 5"),
        ("keyness", {}, "no column 'term'"),
        (lambda *_: [2.0], {}, "returned 2, which is no p-value"),
        (lambda *_: [np.nan], {}, "no test could be made"),
        (lambda *_: pd.DataFrame({"q": [1]}), {}, "no column 'p'"),
    ],
)
def test_what_is_no_test_is_refused(speeches, test, options, message):
    with warnings.catch_warnings(), pytest.raises(DataError, match=message):
        topoi.null_splits(test, speeches.mentions, speeches.passages, **options)
