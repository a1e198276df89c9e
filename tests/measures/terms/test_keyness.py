"""Key terms: scores by hand, p and limits by permuting units, calibrated and with planted key terms."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control

from topoi.errors import DataError
from topoi.measures import association, keyness
from topoi.measures.association import log_odds, nearest_zero
from topoi.measures.fisher import fisher_p
from topoi.measures.permutation import make_design
from topoi.measures.resampling import cluster_sums
from topoi.measures.terms.dispersion import deviation_of_proportions
from topoi.measures.terms.permuted import limits_of_ratios, make_sides, p_of_ratios
from topoi.study.bundles import read_bundle

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


few = pytest.mark.filterwarnings("ignore:keyness. .* assignments are too few")


@few
def test_scores_are_those_of_the_counts_of_members_and_of_others(said, belonging):
    counts = np.array([[8, 3, 5, 2], [2, 1, 9, 1], [1, 6, 7, 0], [4, 4, 4, 0]])
    long, passages = tables(said, counts, list("abcd"))
    table = keyness(long, passages, belonging("ab"), "Pact", alpha0=30, min_units=2)
    table = table.set_index("term").sort_index()
    first, others = counts[:2].sum(axis=0), counts[2:].sum(axis=0)
    delta, z = log_odds(first, others, 30)
    assert table["n"].tolist() == first.tolist() == [10, 4, 14, 3]
    assert table["n_others"].tolist() == others.tolist() == [5, 10, 11, 0]
    assert (table[["range", "units", "units_others"]] == 2).all(axis=None)
    assert (table["alpha0"] == 30).all()
    assert table["zero"].fillna("").tolist() == ["", "", "", "others"]
    np.testing.assert_allclose(table["log_odds"], delta)
    np.testing.assert_allclose(table["z"], z)
    np.testing.assert_allclose(table["dp_norm"], deviation_of_proportions(counts.astype(float))[1])
    for column, score in {
        "log_ratio": association.log_ratio,
        "lrc": association.conservative_log_ratio,
        "percent_diff": association.percent_diff,
        "g2": association.signed_g2,
        "chi2": association.signed_chi2,
        "fisher_p": fisher_p,
    }.items():
        np.testing.assert_allclose(table[column], score(first.astype(float), others.astype(float)))


def test_phi_is_the_variance_of_the_rate_over_units_over_that_of_a_poisson_count(said, belonging):
    counts = np.random.default_rng(3).poisson(6, (20, 3)) + 1
    long, passages = tables(said, counts, UNITS)
    table = keyness(long, passages, belonging(MEMBERS), "Pact", permutations=99).set_index("term")
    words, total = counts.sum(axis=1), counts.sum(axis=0)
    left = counts - words[:, None] * total / words.sum()
    without = left / (1 - words / words.sum())[:, None]  # a unit's share of the words is its pull
    jackknife = 19 / 20 * (without**2).sum(axis=0)
    np.testing.assert_allclose(table["phi"].sort_index(), jackknife / total)


@pytest.mark.parametrize("rank_by", ["bound", "lrc", "log_ratio", "z", "g2"])
def test_terms_are_sorted_by_what_is_asked_for_then_by_z(world, rank_by):
    table = keyness(*world(1, planted=5), "Pact", permutations=99, random_state=1, rank_by=rank_by)
    assert table[rank_by].is_monotonic_decreasing
    for _, tied in table.groupby(rank_by):
        assert tied["z"].is_monotonic_decreasing
    assert set(table["term"]) == set(keyness(*world(1), "Pact", level=None, permutations=9)["term"])


def ratios(counts, inside, scale=1.0):
    """Ratios of rates of those `inside`, one half added; the first three count `scale`-fold."""
    words = counts.sum(axis=1) * np.where(np.arange(len(counts)) < 3, scale, 1.0)
    rest = [i for i in range(len(counts)) if i not in inside]
    first, others = counts[inside].sum(axis=0) + 0.5, counts[rest].sum(axis=0) + 0.5
    return first / words[inside].sum() / (others / words[rest].sum())


@few
def test_p_is_that_of_all_ways_to_choose_the_members(said, belonging):
    counts = np.random.default_rng(7).integers(1, 30, (6, 4))
    long, passages = tables(said, counts, list("abcdef"))
    table = keyness(long, passages, belonging("abc"), "Pact").set_index("term")
    ways = [list(chosen) for chosen in combinations(range(6), 3)]
    every = np.array([ratios(counts, way) for way in ways])
    tails = np.minimum((every >= every[0]).mean(axis=0), (every <= every[0]).mean(axis=0))
    np.testing.assert_allclose(table["p"].sort_index(), np.minimum(1, 2 * tails))
    assert (table["permutations"] == 20).all()
    assert table[["low", "high", "bound"]].isna().all(axis=None)


def test_limits_are_the_ratios_that_the_test_does_not_reject(said, belonging):
    """At a limit the rank of what is observed turns, when members count as often as it says."""
    counts = np.random.default_rng(8).integers(20, 90, (6, 4))
    long, passages = tables(said, counts, list("abcdef"))
    table = keyness(long, passages, belonging("abc"), "Pact", level=0.7).set_index("term")
    ways = [list(chosen) for chosen in combinations(range(6), 3)]
    table = table.sort_index()
    n, others = (table[c].to_numpy(float) for c in ("n", "n_others"))
    exact = np.concatenate(association.log_ratio_limits(n, others, 0.7))
    limits, checked = np.concatenate([table["low"], table["high"]]), 0
    for at in np.flatnonzero(limits != exact):  # those would be no limits of the test
        term, sign = at % 4, 1 if at < 4 else -1
        turns = []
        for step in (-1e-6, 1e-6):
            every = sign * np.array([ratios(counts, w, 2 ** (limits[at] + step)) for w in ways])
            turns.append(int((every >= every[0])[:, term].sum()))
        assert sorted(turns) == [3, 4]  # p of 6/20 is rejected at .3, p of 8/20 is not
        checked += 1
    assert checked >= 6


def test_p_and_bound_agree_and_limits_are_never_narrower_than_those_of_independent_words(world):
    table = keyness(*world(3, planted=20), "Pact", permutations=4999, random_state=1)
    assert (table.loc[table["bound"] != 0, "p"] <= 0.05).all()
    assert ((table["bound"] != 0) == (table["p"] <= 0.05)).mean() > 0.95
    n, others = (table[c].to_numpy(float) for c in ("n", "n_others"))
    low, high = association.log_ratio_limits(n, others)
    assert (table["low"].fillna(-np.inf) <= low + 1e-9).all()
    assert (table["high"].fillna(np.inf) >= high - 1e-9).all()


def test_words_of_years_without_members_do_not_count(said, belonging):
    counts = np.array([[3, 2], [2, 2], [1, 4], [2, 2], [90, 1]])
    long, passages = tables(said, counts, ["a", "d", "b", "c", "c"], [2031] * 4 + [1999])
    table = keyness(long, passages, belonging("ad"), "Pact", level=None).set_index("term")
    assert table["n_others"].sort_index().tolist() == [3, 6]


def test_years_are_the_same_whether_whole_numbers_or_floats_as_nulls_make_them(world):
    counts, passages, belongs = world(4, terms=20)
    floats = passages.assign(year=passages["year"].astype(float))
    nobody = floats.iloc[:1].assign(passage="nobody:0", document="nobody", year=np.nan)
    options = {"permutations": 99, "random_state": 1}
    pd.testing.assert_frame_equal(
        keyness(counts, pd.concat([floats, nobody]), belongs, "Pact", **options),
        keyness(counts, passages, belongs, "Pact", **options),
    )


def test_counts_of_passages_that_are_not_passed_do_not_count(said, belonging):
    counts = np.array([[3, 2], [2, 2], [1, 4], [2, 2], [90, 1]])
    long, passages = tables(said, counts, list("abcde"))
    table = keyness(long, passages.iloc[:4], belonging("ab"), "Pact", level=None).set_index("term")
    assert table[["n", "n_others"]].sort_index().values.tolist() == [[5, 3], [4, 6]]


def test_terms_of_few_units_are_left_out(said, belonging):
    counts = np.array([[3, 2, 9], [1, 4, 8], [2, 0, 0], [1, 0, 1]])
    long, passages = tables(said, counts, list("abcd"))
    for least, kept in [(1, 3), (3, 2)]:
        table = keyness(long, passages, belonging("ab"), "Pact", min_units=least, level=None)
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
    assert (drawn["bound"] > 0).mean() < 0.04  # .025 and two standard errors
    assert (drawn["bound"] < 0).mean() < 0.04
    assert (drawn["lrc"] != 0).mean() > 0.1  # over all terms together, if words were independent


def test_bounds_of_planted_terms_lie_below_their_ratio_and_above_zero(world):
    drawn = []
    for seed in range(4):
        table = keyness(
            *world(seed, planted=15, factor=8), "Pact", permutations=999, random_state=1
        )
        n, others = table["n"], table["n_others"]
        true = np.log2(8 * others.sum() / n.sum() / 1.5)  # 12 units of others, 8 members
        drawn.append(table[table["term"] < "term 015"].assign(true=true))
    planted = pd.concat(drawn)
    assert (planted["bound"] > 0).mean() > 0.8
    assert (planted["low"] > planted["true"]).mean() < 0.1
    assert (planted["high"] < planted["true"]).mean() < 0.1


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
    first, other = (table.set_index("term").sort_index() for table in (first, other))
    assert (first["z"] == other["z"]).all()
    assert (first["p"] != other["p"]).any()


def test_several_groups_have_the_rows_that_each_has_alone_for_any_number_of_threads(world):
    counts, passages, belongs = world(9, terms=30)
    more = pd.concat([belongs, belongs.iloc[:4].assign(organization="Union")])
    options = {"permutations": 2500, "random_state": 1}
    both = keyness(counts, passages, more, ["Union", "Pact"], n_jobs=2, **options)
    alone = [keyness(counts, passages, more, name, **options) for name in ("Union", "Pact")]
    pd.testing.assert_frame_equal(both, pd.concat(alone, ignore_index=True))


def test_with_a_baseline_only_its_units_are_the_others(world):
    counts, passages, belongs = world(9, terms=30)
    rest = belongs.iloc[:5].assign(member=UNITS[10:15], organization="League")
    shared = belongs.iloc[:1].assign(organization="League")
    options = {"permutations": 99, "random_state": 1}
    named = keyness(
        counts, passages, pd.concat([belongs, rest, shared]), "Pact", baseline="League", **options
    )
    kept = passages[passages["organization"].isin(MEMBERS + UNITS[10:15])]
    plain = keyness(counts, kept, belongs, "Pact", **options)
    assert (named["baseline"] == "League").all()
    assert (plain["baseline"] == "others").all()
    pd.testing.assert_frame_equal(named.drop(columns="baseline"), plain.drop(columns="baseline"))


def test_too_few_assignments_for_limits_are_said(world):
    with pytest.warns(UserWarning, match=r"10 assignments are too few for limits at level 0.95"):
        table = keyness(*world(1), "Pact", permutations=9)
    assert table[["low", "high", "bound"]].isna().all(axis=None)
    assert table["z"].is_monotonic_decreasing


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
        ({"level": 1.0}, "level must lie between 0 and 1, or be None; got 1.0"),
        ({"rank_by": "p"}, "rank_by must be one of bound, lrc, log_ratio, .*; got 'p'"),
        ({"unit": ("organization", "year")}, "permutes the units of one column; got unit=.'org"),
        ({"group": []}, "no group is named"),
        ({"baseline": "Pact"}, "group and baseline are both 'Pact'"),
        ({"baseline": "Union"}, "belongs: no group 'Union'. It has: Pact"),
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
    with pytest.raises(DataError, match="only one unit, unit 00, stands for its members"):
        keyness(counts, passages, belongs.iloc[:1], "Pact")
    few = passages[passages["organization"].isin(UNITS[:9])]
    with pytest.raises(DataError, match="only one unit, unit 08, stands for its others"):
        keyness(counts, few, belongs, "Pact")
    silent = counts[counts["passage"].isin(few["passage"].iloc[:8])]
    with pytest.raises(DataError, match="none of the terms is used by its others"):
        keyness(silent, passages, belongs, "Pact")


def test_random_halves_of_the_general_debate_differ_as_often_as_the_level_says():
    """A quarter of the terms, twelve splits of 35 delegations; `null_splits` asks it at large."""
    bundle = read_bundle("un-general-debate")
    delegation = bundle.passages.set_index("passage")["organization"].dropna()
    sums = cluster_sums(bundle.counts, delegation)[0]
    sums = sums[:, np.flatnonzero((sums > 0).sum(axis=0) >= 10)[::4]]
    cells = pd.DataFrame({"unit": [f"{i:02d}" for i in range(sums.shape[0])], "time": 0})
    rng, p, bounds = np.random.default_rng(1), [], []
    for _ in range(12):
        half = cells[rng.permutation(len(cells)) < len(cells) // 2].assign(group="half")
        design = make_design(half, cells, "half")
        sides = make_sides(sums, design, design.assignments(1999, rng)[0])
        p.append(p_of_ratios(sides))
        bounds.append(nearest_zero(*np.log(limits_of_ratios(sides, 0.95))))
    assert np.size(p) > 12_000
    assert 0.03 < (np.array(p) <= 0.05).mean() <= 0.06
    assert (np.array(p) <= 0.001).mean() <= 0.002
    assert ((np.array(bounds) != 0) == (np.array(p) <= 0.05)).mean() > 0.999
