"""Key terms: effect sizes by hand, p by permuting units, calibrated and with planted key terms."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from topoi.errors import DataError
from topoi.measures import keyness
from topoi.measures.association import log_odds, log_ratio, signed_g2
from topoi.measures.terms.dispersion import deviation_of_proportions

UNITS = [f"unit {i:02d}" for i in range(20)]
MEMBERS = UNITS[:8]


def tables(said, counts, units, years=2031):
    """Counts and passages of speeches; `counts` is an array of speeches by terms."""
    passages, _ = said({"peace": np.zeros(len(counts), int)}, organization=units, year=years)
    speech, term = np.nonzero(counts)
    long = pd.DataFrame(
        {
            "passage": passages["passage"].to_numpy()[speech],
            "term": [f"term {j:03d}" for j in term],
            "n": counts[speech, term],
        }
    )
    return long, passages


@pytest.fixture
def world(said, belonging):
    """Twenty units, eight of them members, that lean to terms each in its own way."""

    def draw(seed, *, terms=150, planted=0, factor=4):
        rng = np.random.default_rng(seed)
        frequency = 20 * rng.gamma(0.5, 1, terms) + 1
        mean = frequency * rng.gamma(1, 1, (20, terms))
        mean[:8, :planted] = factor * frequency[:planted]
        mean[8:, :planted] = frequency[:planted]
        return *tables(said, rng.poisson(mean), UNITS), belonging(MEMBERS)

    return draw


def test_scores_are_those_of_the_counts_of_members_and_of_others(said, belonging):
    counts = np.array([[8, 3, 5], [2, 1, 9], [1, 6, 7], [4, 4, 4]])
    long, passages = tables(said, counts, list("abcd"))
    table = keyness(long, passages, belonging("ab"), "Pact", alpha0=30, by="pact").set_index("term")
    table = table.sort_index()
    first, others = counts[:2].sum(axis=0), counts[2:].sum(axis=0)
    delta, z = log_odds(first, others, 30)
    assert table["n"].tolist() == first.tolist() == [10, 4, 14]
    assert table["n_others"].tolist() == others.tolist() == [5, 10, 11]
    assert (table["units"] == 2).all()
    assert (table["alpha0"] == 30).all()
    np.testing.assert_allclose(table["log_odds"], delta)
    np.testing.assert_allclose(table["z"], z)
    np.testing.assert_allclose(table["log_ratio"], log_ratio(first, others))
    np.testing.assert_allclose(table["g2"], signed_g2(first, others))
    np.testing.assert_allclose(table["dp_norm"], deviation_of_proportions(counts.astype(float))[1])


def test_terms_are_sorted_by_z(world):
    table = keyness(*world(1), "Pact", permutations=9)
    assert table["z"].is_monotonic_decreasing
    assert (np.sign(table["z"]) == np.sign(table["log_odds"])).all()


def test_p_is_that_of_all_ways_to_choose_the_members(said, belonging):
    counts = np.random.default_rng(7).integers(1, 30, (6, 4))  # log-odds alone give others
    long, passages = tables(said, counts, list("abcdef"))
    table = keyness(long, passages, belonging("abc"), "Pact", alpha0=20).set_index("term")
    ways = [list(chosen) for chosen in combinations(range(6), 3)]
    total = counts.sum(axis=0)
    z = np.array(
        [log_odds(counts[w].sum(axis=0), total - counts[w].sum(axis=0), 20)[1] for w in ways]
    )
    tails = np.minimum((z >= z[0] - 1e-9).mean(axis=0), (z <= z[0] + 1e-9).mean(axis=0))
    np.testing.assert_allclose(table["p"].sort_index(), np.minimum(1, 2 * tails))


def test_words_of_years_without_members_do_not_count(said, belonging):
    counts = np.array([[3, 2], [1, 4], [2, 2], [90, 1]])
    long, passages = tables(said, counts, ["a", "b", "c", "c"], [2031, 2031, 2031, 1999])
    table = keyness(long, passages, belonging("a"), "Pact").set_index("term")
    assert table["n_others"].sort_index().tolist() == [3, 6]


def test_counts_of_passages_that_are_not_passed_do_not_count(said, belonging):
    counts = np.array([[3, 2], [1, 4], [2, 2], [90, 1]])
    long, passages = tables(said, counts, list("abcd"))
    table = keyness(long, passages.iloc[:3], belonging("a"), "Pact").set_index("term")
    assert table[["n", "n_others"]].sort_index().values.tolist() == [[3, 3], [2, 6]]


def test_terms_of_few_units_are_left_out(said, belonging):
    counts = np.array([[3, 2, 9], [1, 4, 8], [2, 0, 0], [1, 0, 1]])
    long, passages = tables(said, counts, list("abcd"))
    for least, kept in [(1, 3), (3, 2)]:
        table = keyness(long, passages, belonging("ab"), "Pact", min_units=least)
        assert len(table) == kept
    with pytest.raises(DataError, match="1 terms are used by 4 units or more, two are needed"):
        keyness(long, passages, belonging("ab"), "Pact", min_units=4)


def test_among_alike_units_one_term_in_twenty_is_significant_though_z_says_a_third(world):
    drawn = pd.concat(
        keyness(*world(seed), "Pact", permutations=399, random_state=seed) for seed in range(6)
    )
    assert len(drawn) == 900  # standard error of a share of .05: .007
    assert 0.03 < (drawn["p"] < 0.05).mean() < 0.07
    assert 0.16 < (drawn["p"] < 0.2).mean() < 0.24
    assert (drawn["z"].abs() > 1.96).mean() > 0.3
    assert (drawn["g2"].abs() > 3.84).mean() > 0.3


def test_planted_key_terms_come_out(world):
    table = keyness(*world(7, planted=10), "Pact", permutations=999, random_state=1)
    planted = table["term"] < "term 010"
    assert planted.sum() == 10
    assert (table["log_odds"][planted] > 0).all()
    assert (table["p"][planted] < 0.05).mean() >= 0.8
    assert (table["p"][~planted] < 0.05).mean() < 0.15


def test_a_word_of_one_talkative_unit_is_not_key(said, belonging):
    counts = np.full((20, 80), 50)
    counts[0, 0] = 3000
    long, passages = tables(said, counts, UNITS)
    table = keyness(long, passages, belonging(MEMBERS), "Pact", random_state=1).set_index("term")
    row = table.loc["term 000"]
    assert row["z"] > 10
    assert row["p"] > 0.3
    assert row["dp_norm"] > table["dp_norm"].drop("term 000").max()


def test_q_is_adjusted_over_the_terms(world):
    table = keyness(*world(8), "Pact", permutations=199, random_state=1)
    np.testing.assert_allclose(table["q"], false_discovery_control(table["p"]))


def test_one_seed_gives_one_table_and_another_seed_another(world):
    first, again, other = (
        keyness(*world(9), "Pact", permutations=99, random_state=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert (first["z"] == other["z"]).all()
    assert (first["p"] != other["p"]).any()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": "nation"}, "passages: no column 'nation'. They have: "),
        ({"over": "decade"}, "passages: no column 'decade'. They have: "),
        ({"group": "Union"}, "group 'Union' has no member that speaks"),
        (
            {"min_units": 21},
            "0 terms are used by 21 units or more, two are needed; lower min_units",
        ),
        ({"alpha0": 0}, "alpha0 must be positive: words that the prior weighs; got 0"),
        ({"alpha0": -5}, "alpha0 must be positive: words that the prior weighs; got -5"),
        ({"permutations": 0}, "permutations must be at least 1; got 0"),
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_refused(world, changes, message):
    with pytest.raises(DataError, match=message):
        keyness(*world(1, terms=5), **{"group": "Pact"} | changes)


def test_tables_that_cannot_be_compared_are_refused(world):
    counts, passages, belongs = world(1, terms=5)
    with pytest.raises(DataError, match="some occur twice"):
        keyness(counts, pd.concat([passages, passages.iloc[:1]]), belongs, "Pact")
    with pytest.raises(DataError, match=r"belongs: no column 'member'.*memberships_by_year"):
        keyness(counts, passages, belongs.drop(columns="member"), "Pact")
    with pytest.raises(DataError, match="every unit belongs to it all the time"):
        keyness(counts, passages[passages["organization"].isin(MEMBERS)], belongs, "Pact")
