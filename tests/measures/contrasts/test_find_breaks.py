"""Breaks: a planted one comes back with its years, none where there is none, trends are said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control, poisson

from topoi.errors import DataError
from topoi.measures import find_breaks

YEARS = np.arange(2010, 2034)


@pytest.fixture
def world(said, belonging):
    """Eight bodies in 24 sessions with moods of their own; six are members."""

    def draw(seed, *, framings, ratio=1.0, at=2024, trend=1.0, mood=6.0):
        rng = np.random.default_rng(seed)
        body, year = (index.ravel() for index in np.meshgrid(range(8), YEARS, indexing="ij"))
        words = rng.integers(500, 3000, len(body))
        hits = {}
        for number in range(framings):
            mean = words / 500 * rng.gamma(mood, 1 / mood, len(YEARS))[year - YEARS[0]]
            mean = mean * np.where(year >= at, ratio, 1.0) * trend ** ((year - 2022) / 10)
            hits[f"framing {number:03d}"] = rng.poisson(mean)
        passages, mentions = said(
            hits, organization=[f"body {n}" for n in body], year=year, words=words
        )
        return mentions, passages, belonging([f"body {n}" for n in range(6)], YEARS)

    return draw


def test_a_planted_break_comes_back_with_its_year_and_its_levels(world):
    table = find_breaks(*world(1, framings=20, ratio=2.5, mood=15), random_state=1)
    assert (table["p"] < 0.05).all()
    assert (table["year"] == 2024).mean() > 0.6
    assert ((table["year_low"] <= 2024) & (table["year_high"] >= 2024)).mean() >= 0.9
    assert ((table["year_low"] <= table["year"]) & (table["year"] <= table["year_high"])).all()
    assert (table["year_high"] - table["year_low"]).median() <= 4
    assert table["ratio"].median() == pytest.approx(2.5, rel=0.15)
    np.testing.assert_allclose(table["rate_after"] / table["rate_before"], table["ratio"])
    assert (table["g2"] > table["g2_trend"]).mean() > 0.9
    np.testing.assert_allclose(table["q"], false_discovery_control(table["p"]))


def test_the_largest_of_many_changes_is_not_taken_for_one(world):
    table = find_breaks(*world(2, framings=200), permutations=199, random_state=1)
    assert 0.01 < (table["p"] < 0.05).mean() < 0.09  # a p for one year alone: .25
    assert (table["year_low"].isna() == (table["p"] > 0.05 + 1e-9)).all()


def test_a_steady_trend_is_said_to_fit_as_well(world):
    table = find_breaks(*world(3, framings=20, trend=2.5), permutations=499, random_state=1)
    assert (table["p"] < 0.05).mean() > 0.8
    assert (table["g2_trend"] > table["g2"]).mean() > 0.7


def test_the_gain_is_that_of_two_poisson_rates_over_one(said):
    hits, words = np.array([1, 2, 1, 6, 5, 7]), np.array([900, 800, 1000, 900, 1100, 1000])
    passages, mentions = said(
        {"peace": np.repeat(hits, 2) // 2 + np.tile([1, 0], 6) * (np.repeat(hits, 2) % 2)},
        organization=["Orlan", "Vane"] * 6,
        year=np.repeat(np.arange(2030, 2036), 2),
        words=np.repeat(words // 2, 2),
    )
    row = find_breaks(mentions, passages, least=2).iloc[0]

    def likelihood(*parts):
        rates = [hits[part].sum() / words[part].sum() * words[part] for part in parts]
        return sum(poisson.logpmf(hits[p], r).sum() for p, r in zip(parts, rates, strict=True))

    gains = {
        2030 + k: 2 * (likelihood(slice(k), slice(k, 6)) - likelihood(slice(6))) for k in (2, 3, 4)
    }
    assert row["year"] == max(gains, key=gains.get) == 2033
    assert row["g2"] == pytest.approx(gains[2033])
    assert row[["mentions_before", "mentions_after"]].tolist() == [4, 18]
    # of the 720 orders 36 + 36 leave the three early sessions together at one end
    assert row[["permutations", "p_error"]].tolist() == [720, 0.0]
    assert row["p"] == pytest.approx(2 * 36 / 720)


def test_one_seed_gives_one_table_and_only_members_count(world):
    mentions, passages, belongs = world(4, framings=3, ratio=2)
    first, again = (
        find_breaks(mentions, passages, belongs, permutations=199, random_state=1) for _ in range(2)
    )
    pd.testing.assert_frame_equal(first, again)
    alone = passages[passages["organization"].isin(belongs["member"])]
    only = find_breaks(mentions, alone, permutations=199, random_state=1)
    same = ["framing", "year", "mentions_before", "mentions_after", "g2", "p"]
    pd.testing.assert_frame_equal(first[same], only[same])
    assert (first["group"].iloc[0], only["group"].iloc[0]) == ("Pact", "all")
    assert (first["unit"] == "year").all()


def test_what_is_hardly_said_has_no_break_and_says_why(said):
    year = np.repeat(np.arange(2030, 2042), 2)
    hits = {"never": 0 * year, "twice": 1 * (year < 2031), "often": 1 + year % 3}
    passages, mentions = said(hits, organization=["Orlan", "Vane"] * 12, year=year)
    table = find_breaks(mentions, passages, framings=list(hits), permutations=99, random_state=1)
    assert table["why"].fillna("").tolist() == [
        "never said", "said in fewer than three sessions", "",
    ]  # fmt: skip
    assert table["p"].isna().tolist() == table["year"].isna().tolist() == [True, True, False]
    assert (table["mentions_before"] + table["mentions_after"]).tolist() == [
        sum(hits[name]) for name in hits
    ]
    assert (table["family"] == 1).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"least": 13}, "group 'Pact' speaks in 24 sessions; 13 on either side"),
        ({"least": 0}, "least must be at least 1 session; got 0"),
        ({"level": 0}, "level must lie between 0 and 1; got 0"),
        ({"permutations": 0}, "permutations must be at least 1; got 0"),
        ({"groups": ["Union"]}, "group 'Union' has no member that speaks"),
        ({"over": "title"}, "passages: no column 'title'"),
    ],
    ids=str,
)
def test_what_has_no_break_is_refused(world, changes, message):
    with pytest.raises(DataError, match=message):
        find_breaks(*world(5, framings=1), **changes)
