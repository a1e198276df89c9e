"""Members against others of the same years: by hand, by every permutation, calibrated, planted."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, false_discovery_control

from topoi.errors import DataError, SchemaError
from topoi.measures import contrast_rates

UNITS = [f"unit {i:02d}" for i in range(20)]
MEMBERS = UNITS[:8]


def mantel_haenszel(hits, words, inside) -> float:
    """Ratio of rates over years, from arrays of units by years."""
    member, other = np.where(inside, hits, 0).sum(0), np.where(inside, 0, hits).sum(0)
    mine, theirs = np.where(inside, words, 0).sum(0), np.where(inside, 0, words).sum(0)
    return (member * theirs / (mine + theirs)).sum() / (other * mine / (mine + theirs)).sum()


@pytest.fixture
def world(said, belonging):
    """Twenty units in three years, eight of them members; many framings with a planted ratio.

    Each unit has its own leaning to each framing, so its speeches hang together.
    """

    def draw(seed, *, ratio=1.0, framings=60, rate=10.0, leaning=1.0):
        rng = np.random.default_rng(seed)
        unit = np.repeat(np.arange(20), 3)
        words = rng.integers(500, 3000, 60)
        hits = {}
        for number in range(framings):
            mean = words * rate / 10_000 * rng.gamma(leaning, 1 / leaning, 20)[unit]
            hits[f"framing {number:03d}"] = rng.poisson(mean * np.where(unit < 8, ratio, 1.0))
        tables = said(
            hits, organization=np.array(UNITS)[unit], year=[2030, 2031, 2032] * 20, words=words
        )
        return tables.mentions, tables.passages, belonging(MEMBERS, [2030, 2031, 2032])

    return draw


def test_ratio_and_difference_are_those_of_a_count_by_hand(said, belonging):
    passages, mentions = said(
        {"peace": [6, 2, 1, 3, 0]},
        organization=["Orlan", "Vane", "Tashkar", "Belmora", "Belmora"],
        year=2031,
        words=[1000, 1000, 500, 700, 800],
    )
    row = contrast_rates(mentions, passages, belonging(["Orlan", "Vane"]), by="pact").iloc[0]
    columns = ["framing", "by", "group", "mentions", "words", "units"]
    assert row[columns].tolist() == ["peace", "pact", "Pact", 8, 2000, 2]
    assert row[["mentions_others", "words_others", "units_others"]].tolist() == [4, 2000, 2]
    assert row["ratio"] == pytest.approx((8 / 2000) / (4 / 2000))
    assert row["difference"] == pytest.approx(40 - 20)


def test_members_are_compared_with_others_of_the_same_year(said, belonging):
    # The framing is ten times as frequent in 2031, when most members speak: no member says it
    # more often than the others of the year, though pooled over years members do.
    passages, mentions = said(
        {"peace": [1, 9, 90, 10]},
        organization=["Orlan", "Vane"] * 2,
        year=[2030, 2030, 2031, 2031],
        words=[1000, 9000, 9000, 1000],
    )
    row = contrast_rates(mentions, passages, belonging(["Orlan"], [2030, 2031])).iloc[0]
    assert row["ratio"] == pytest.approx(1.0)
    assert row["difference"] == pytest.approx(0.0)


def test_years_in_which_nobody_belongs_do_not_count(said, belonging):
    passages, mentions = said(
        {"peace": [2, 1, 50]}, organization=["Orlan", "Vane", "Vane"], year=[2031, 2031, 1999]
    )
    row = contrast_rates(mentions, passages, belonging(["Orlan"])).iloc[0]
    assert (row["mentions_others"], row["ratio"]) == (1, pytest.approx(2.0))


def test_years_of_membership_without_speeches_change_nothing(said, belonging):
    passages, mentions = said(
        {"peace": [2, 1, 0]}, organization=["Orlan", "Vane", "Tashkar"], year=2031
    )
    expected = contrast_rates(mentions, passages, belonging(["Orlan"]))
    longer = contrast_rates(mentions, passages, belonging(["Orlan"], [2029, 2031, 2040]))
    pd.testing.assert_frame_equal(longer, expected)


@pytest.mark.parametrize(
    ("hits", "p"),
    [
        ([5, 4, 2, 3, 1, 0], 2 * 2 / 20),  # 11; only 5 + 4 + 3 is more
        ([5, 4, 3, 2, 1, 0], 2 * 1 / 20),  # nothing is more
        ([0, 1, 2, 3, 4, 5], 2 * 1 / 20),  # nothing is less
        ([2, 2, 2, 2, 2, 2], 1.0),
    ],
)
def test_p_is_that_of_all_ways_to_choose_the_members(said, belonging, hits, p):
    units = list("abcdef")
    passages, mentions = said({"peace": hits}, organization=units, year=2031)
    row = contrast_rates(mentions, passages, belonging("abc")).iloc[0]
    assert row[["p", "p_error", "permutations"]].tolist() == [pytest.approx(p), 0.0, 20]


def test_units_that_join_and_leave_are_permuted_with_their_history(said, belonging):
    # Orlan belongs in both years, Vane joins in the second: 4!/2! ways to deal that out.
    hits = np.array([[7, 9], [2, 8], [3, 1], [1, 2]])
    words = np.array([[900, 800], [1000, 700], [600, 1200], [1100, 1000]])
    inside = np.array([[1, 1], [0, 1], [0, 0], [0, 0]], dtype=bool)
    units = np.repeat(["Orlan", "Vane", "Tashkar", "Belmora"], 2)
    passages, mentions = said(
        {"peace": hits.ravel()}, organization=units, year=[2030, 2031] * 4, words=words.ravel()
    )
    belongs = pd.concat([belonging(["Orlan"], [2030]), belonging(["Orlan", "Vane"], [2031])])
    row = contrast_rates(mentions, passages, belongs).iloc[0]

    ways = {tuple(map(tuple, inside[list(order)])) for order in permutations(range(4))}
    ratios = np.array([mantel_haenszel(hits, words, np.array(way)) for way in ways])
    observed = mantel_haenszel(hits, words, inside)
    tails = (ratios >= observed - 1e-9).mean(), (ratios <= observed + 1e-9).mean()
    assert row["ratio"] == pytest.approx(observed)
    assert row["permutations"] == len(ways) == 12
    assert row["p"] == pytest.approx(min(1, 2 * min(tails)))
    assert (row["units"], row["units_others"]) == (2, 3)


def test_one_talkative_unit_does_not_make_a_difference_of_groups(said, belonging):
    passages, mentions = said(
        {"peace": [500, *[1] * 19]}, organization=UNITS, year=2031, words=2000
    )
    row = contrast_rates(mentions, passages, belonging(MEMBERS), random_state=1).iloc[0]
    assert row["ratio"] > 50
    assert row["p"] > 0.3
    assert row["p_pooled"] < 1e-50


def test_splitting_the_speeches_of_units_does_not_make_p_smaller(said, belonging):
    hits = np.random.default_rng(5).integers(0, 9, 20)
    whole = said({"peace": 10 * hits}, organization=UNITS, year=2031, words=1000)
    split = said(
        {"peace": np.repeat(hits, 10)}, organization=np.repeat(UNITS, 10), year=2031, words=100
    )
    options = {"belongs": belonging(MEMBERS), "permutations": 499, "random_state": 1}
    pd.testing.assert_frame_equal(
        contrast_rates(whole.mentions, whole.passages, **options),
        contrast_rates(split.mentions, split.passages, **options),
    )


def test_among_alike_units_one_test_in_twenty_is_significant(world):
    tables = [
        contrast_rates(*world(seed, framings=90), permutations=399, level=None, random_state=seed)
        for seed in range(6)
    ]
    both = pd.concat(tables)
    assert len(both) == 540  # standard error of a share of .05: .009
    assert 0.03 < (both["p"] < 0.05).mean() < 0.07
    assert 0.15 < (both["p"] < 0.2).mean() < 0.25
    assert (both["p_pooled"] < 0.05).mean() > 0.3  # what permuting words would have said


def test_a_planted_difference_is_found(world):
    table = contrast_rates(*world(1, ratio=4, leaning=3.0), permutations=999, random_state=1)
    assert (table["p"] < 0.05).mean() > 0.9
    assert (table["q"] < 0.05).mean() > 0.9
    assert table["ratio"].median() == pytest.approx(4, rel=0.15)


@pytest.mark.parametrize("ratio", [0.3, 1.0, 3.0])
def test_intervals_hold_the_planted_ratio_as_often_as_they_say(world, ratio):
    table = contrast_rates(
        *world(7, ratio=ratio, framings=120, rate=15), permutations=499, random_state=1
    )
    held = (table["low"] <= ratio) & (ratio <= table["high"])
    assert 0.89 <= held.mean() <= 1
    assert (table["low"] <= table["ratio"]).all()
    assert (table["ratio"] <= table["high"]).all()


def test_the_interval_leaves_out_one_when_the_test_rejects(world):
    table = contrast_rates(*world(3, ratio=2, framings=80), permutations=999, random_state=1)
    leaves_out = (table["low"] > 1) | (table["high"] < 1)
    clear = (table["p"] - 0.05).abs() > 0.005
    assert 5 < leaves_out.sum() < 75
    assert (leaves_out == (table["p"] < 0.05))[clear].all()


def test_a_narrower_level_lies_within_a_wider_one(world):
    narrow, wide = (
        contrast_rates(*world(4, framings=10), permutations=499, level=level, random_state=1)
        for level in (0.8, 0.99)
    )
    assert (wide["low"] < narrow["low"]).all()
    assert (narrow["high"] < wide["high"]).all()
    assert (wide["p"] == narrow["p"]).all()


def test_q_is_adjusted_over_all_groups_and_framings(world, belonging):
    mentions, passages, pact = world(5, framings=15)
    union = belonging(UNITS[5:15], [2030, 2031]).assign(organization="Union")
    belongs = pd.concat([pact, union])
    table = contrast_rates(
        mentions, passages, belongs, permutations=199, level=None, random_state=1
    )
    assert table["group"].value_counts().to_dict() == {"Pact": 15, "Union": 15}
    assert (table["family"] == 30).all()
    np.testing.assert_allclose(table["q"], false_discovery_control(table["p"]))


def test_the_error_of_p_is_how_far_p_varies_between_seeds(world):
    tables = world(6, framings=8)
    drawn = pd.concat(
        contrast_rates(*tables, permutations=200, level=None, random_state=seed)
        for seed in range(25)
    )
    p = drawn.groupby("framing")["p"].agg(["mean", "std"])
    error = drawn.groupby("framing")["p_error"].mean()
    below_one = p["mean"] < 0.8  # where twice the tail is not cut off at 1
    assert below_one.sum() > 3
    assert (p["std"] / error)[below_one].mean() == pytest.approx(1, abs=0.2)


def test_the_pooled_p_is_the_likelihood_ratio_test_of_the_fourfold_table(world):
    table = contrast_rates(*world(8, framings=5), permutations=1, level=None, random_state=1)
    for row in table.itertuples():
        cells = [
            [row.mentions, row.words - row.mentions],
            [row.mentions_others, row.words_others - row.mentions_others],
        ]
        test = chi2_contingency(cells, correction=False, lambda_="log-likelihood")
        assert row.p_pooled == pytest.approx(test.pvalue)


def test_one_seed_gives_one_table_and_another_seed_another(world):
    tables = world(9, framings=10)
    first, again, other = (
        contrast_rates(*tables, permutations=199, random_state=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(first, again)
    assert (first["ratio"] == other["ratio"]).all()
    assert (first["p"] != other["p"]).any()


def test_p_and_limits_of_a_framing_do_not_hang_on_which_others_are_asked_for(world):
    tables = world(9, framings=10, ratio=2)
    options = {"permutations": 4999, "random_state": 1}
    both = contrast_rates(*tables, **options).set_index("framing")
    one = contrast_rates(*tables, framings="framing 007", **options).set_index("framing")
    same = ["ratio", "low", "high", "p", "p_error", "permutations"]
    pd.testing.assert_frame_equal(both.loc[["framing 007"], same], one[same])


@pytest.mark.parametrize(
    ("hits", "ratio"),
    [([0] * 8 + [1, 3, 5] * 4, 0.0), ([1, 3, 5, 3] * 2 + [0] * 12, np.inf)],
    ids=["nothing against something", "something against nothing"],
)
def test_nothing_against_something_has_one_limit(said, belonging, hits, ratio):
    passages, mentions = said({"peace": hits}, organization=UNITS, year=2031)
    row = contrast_rates(mentions, passages, belonging(MEMBERS), random_state=1).iloc[0]
    assert row["ratio"] == ratio
    assert row["p"] < 0.01
    if ratio == 0:
        assert row["low"] == 0
        assert 0 < row["high"] < 1
    else:
        assert 1 < row["low"] < np.inf
        assert np.isnan(row["high"])


def test_the_difference_has_limits_that_agree_with_those_of_the_ratio(world):
    table = contrast_rates(*world(3, ratio=2, framings=80), permutations=999, random_state=1)
    assert (table["difference_low"] < table["difference"]).all()
    assert (table["difference"] < table["difference_high"]).all()
    clear = ((table["low"] - 1).abs() > 0.1) & ((table["high"] - 1).abs() > 0.1)
    assert 10 < (table["low"] > 1)[clear].sum() < 60
    assert ((table["difference_low"] > 0) == (table["low"] > 1))[clear].all()
    assert ((table["difference_high"] < 0) == (table["high"] < 1))[clear].all()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_limits_of_the_difference_hold_the_planted_one_as_often_as_they_say(world, ratio):
    table = contrast_rates(
        *world(7, ratio=ratio, framings=200, rate=15), permutations=499, random_state=1
    )
    planted = 15 * (ratio - 1)
    held = (table["difference_low"] <= planted) & (planted <= table["difference_high"])
    assert 0.9 < held.mean() < 0.99


def test_the_difference_of_nothing_and_something_has_one_limit(said, belonging):
    hits = np.array([0] * 8 + [1, 3, 5] * 4)
    passages, mentions = said({"peace": hits, "war": 10 - hits}, organization=UNITS, year=2031)
    none = contrast_rates(mentions, passages, belonging(MEMBERS), random_state=1).iloc[0]
    assert none["difference"] == pytest.approx(-300)
    assert np.isnan(none["difference_low"])
    assert none["difference_high"] == pytest.approx(300 * (none["high"] - 1))


def test_a_test_that_is_clearly_not_significant_is_stopped_early(world):
    tables = world(11, ratio=2, framings=60)
    options = {"permutations": 9999, "level": None, "random_state": 1}
    stopped = contrast_rates(*tables, **options)
    whole = contrast_rates(*tables, stop_after=None, **options)
    assert (whole["permutations"] == 9999).all()
    early = stopped["permutations"] < 9999
    assert (stopped["permutations"][early] < 9999).sum() > 20
    assert (stopped["p"] == whole["p"])[~early].all()
    assert (~early).sum() > 3
    assert ((stopped["p"] - whole["p"]).abs() < 4 * stopped["p_error"] + 0.001).all()
    # 100 of l on the thinner side: p = 200 / l
    expected = np.minimum(1, 200 / stopped["permutations"][early].to_numpy())
    np.testing.assert_allclose(stopped["p"][early], expected)


def test_periods_are_compared_within_delegations_by_permuting_sessions(said):
    # Six sessions, the framing is three times as frequent in the last three in each delegation;
    # the one that says it most speaks at length only before.
    years, names = np.arange(2030, 2036), ["Orlan", "Vane"]
    words = np.array([[900, 900, 900, 100, 100, 100], [100, 100, 100, 900, 900, 900]])
    rate = np.array([[0.10] * 3 + [0.30] * 3, [0.01] * 3 + [0.03] * 3])
    passages, mentions = said(
        {"peace": (words * rate).astype(int).ravel()},
        organization=np.repeat(names, 6),
        year=np.tile(years, 2),
        words=words.ravel(),
    )
    late = pd.DataFrame({"member": years[3:], "organization": "late"})
    options = {"by": "period", "unit": "year"}
    within = contrast_rates(mentions, passages, late, over="organization", **options).iloc[0]
    assert within[["group", "units", "units_others", "unit"]].tolist() == ["late", 3, 3, "year"]
    assert within["ratio"] == pytest.approx(3)
    assert within[["p", "permutations"]].tolist() == [0.1, 20]  # 6 choose 3; both tails
    between = contrast_rates(mentions, passages, late, over=None, **options).iloc[0]
    assert between["ratio"] == pytest.approx((90 + 81) / (270 + 3))


def test_a_pair_of_units_never_makes_p_smaller_and_widens_where_sessions_differ(said, belonging):
    rng = np.random.default_rng(3)
    unit, year = np.repeat(np.arange(20), 12), np.tile(np.arange(12), 20)
    own = rng.gamma(20, 1 / 20, (40, 20))
    apart = rng.gamma(1.5, 1 / 1.5, (40, 12))  # members share how far they are from others
    hits = {}
    for i in range(40):
        mean = 6 * own[i, unit] * np.where((unit < 8) & (i < 30), apart[i, year], 1.0)
        hits[f"framing {i:02d}"] = rng.poisson(mean)
    passages, mentions = said(hits, organization=np.array(UNITS)[unit], year=year, words=1000)
    options = {"belongs": belonging(MEMBERS, range(12)), "permutations": 999, "random_state": 1}
    one = contrast_rates(mentions, passages, **options)
    two = contrast_rates(mentions, passages, unit=("organization", "year"), **options)
    assert two[["unit", "units", "units_others"]].iloc[0].tolist() == ["organization & year", 8, 12]
    assert (two["ratio"] == one["ratio"]).all()
    assert (two["p"] >= one["p"] - 2 * one["p_error"]).all()
    assert (one["p"] < 0.05)[:30].sum() > 10  # the ratio is one on average
    assert (two["p"] < 0.05)[:30].sum() <= 4
    width = np.log(two["high"] / two["low"]) / np.log(one["high"] / one["low"])
    assert width[:30].median() > 1.5
    assert width[30:].median() < 1.3


def test_few_units_that_no_ratio_can_be_rejected_with_have_no_limits(said, belonging):
    passages, mentions = said({"peace": [5, 1, 2, 0]}, organization=list("abcd"), year=2031)
    row = contrast_rates(mentions, passages, belonging("ab")).iloc[0]
    assert row[["low", "high"]].isna().all()


def test_what_was_not_found_or_cannot_be_compared_has_no_p_and_no_part_in_the_family(
    said, belonging
):
    passages, mentions = said(
        {"peace": [3, 2, 1, 0], "war": [0, 0, 0, 0]}, organization=list("abcd"), year=2031
    )
    table = contrast_rates(mentions, passages, belonging("ab"), framings=["war", "peace"])
    assert table["framing"].tolist() == ["war", "peace"]
    assert table["p"].isna().tolist() == table["q"].isna().tolist() == [True, False]
    assert table["ratio"].isna().tolist() == [True, False]
    assert (table["family"] == 1).all()
    apart = passages.assign(year=[2031, 2031, 2032, 2032])
    belongs = belonging("ab", [2031, 2032])
    with pytest.warns(UserWarning, match="members and others of Pact never speak in one year"):
        never = contrast_rates(mentions, apart, belongs).iloc[0]
    assert never[["ratio", "p", "q"]].isna().all()


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"unit": "nation"}, DataError, "passages: no column 'nation'. They have: "),
        ({"over": "decade"}, DataError, "passages: no column 'decade'. They have: "),
        ({"groups": ["Union"]}, DataError, "group 'Union' has no member that speaks"),
        ({"groups": "Union"}, DataError, "group 'Union' has no member that speaks"),
        ({"framings": []}, DataError, "mentions: none were found. Say which framings"),
        ({"groups": []}, DataError, "belongs: nobody belongs to any group"),
        ({"level": 95}, DataError, "level must lie between 0 and 1, or be None; got 95"),
        ({"permutations": 0}, DataError, "permutations must be at least 1; got 0"),
        ({"stop_after": 0}, DataError, "stop_after must be at least 1, or None; got 0"),
        ({"unit": ("year", "organization")}, DataError, "the second of which is that of `over`"),
        ({"over": None}, DataError, "belongs: its column 'year' says when members belong"),
    ],
    ids=str,
)
def test_what_cannot_be_compared_is_refused(world, changes, error, message):
    with pytest.raises(error, match=message):
        contrast_rates(*world(1, framings=1), **changes)


def test_tables_that_cannot_be_compared_are_refused(world):
    mentions, passages, belongs = world(1, framings=1)
    with pytest.raises(DataError, match="some occur twice"):
        contrast_rates(mentions, pd.concat([passages, passages.iloc[:1]]), belongs)
    with pytest.raises(DataError, match=r"belongs: no column 'organization'.*memberships_by_year"):
        contrast_rates(mentions, passages, belongs.drop(columns="organization"))
    with pytest.raises(DataError, match="belongs: no column 'member'"):
        contrast_rates(mentions, passages, belongs.drop(columns="member"))
    dated = belongs.drop(columns="year").assign(since="2001-01-01", until=None)
    with pytest.raises(DataError, match=r"until when.*topoi.memberships_by_year"):
        contrast_rates(mentions, passages, dated)
    with pytest.raises(DataError, match=r"no column 'year'.*topoi.join_documents adds year"):
        contrast_rates(mentions, passages.drop(columns="year"), belongs)
    with pytest.raises(DataError, match=r"has no member that speaks.*years as numbers"):
        contrast_rates(mentions, passages, belongs.assign(year=belongs["year"].astype("str")))
    with pytest.raises(DataError, match="they have no words; there is nothing to count mentions"):
        contrast_rates(mentions, passages.assign(words=0), belongs)
    with pytest.raises(DataError, match=r"a single organization speaks \('unit 00'\)"):
        contrast_rates(mentions, passages[passages["organization"] == UNITS[0]], belongs)
    alone = passages.assign(year=passages["year"].where(passages["organization"] == UNITS[0], 1999))
    with pytest.raises(DataError, match=r"group 'Pact': a single unit speaks in its years"):
        contrast_rates(mentions, alone, belongs)
    with pytest.raises(DataError, match="every unit belongs to it all the time"):
        contrast_rates(mentions, passages[passages["organization"].isin(MEMBERS)], belongs)
    with pytest.raises(SchemaError, match="mentions: no column 'framing'"):
        contrast_rates(mentions.drop(columns="framing"), passages, belongs)
