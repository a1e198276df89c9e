"""Distances of groups: scipy's divergence, no distance between alike groups, planted ones found."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import jensenshannon

from topoi.errors import DataError
from topoi.measures import distance_terms, group_distances
from topoi.measures.terms.distances import divergences
from topoi.tables import check

TERMS = 400
ZIPF = 1 / np.arange(1, TERMS + 1)


def said(*units):
    """(group, unit, counts of terms) -> counts and passages; a unit is one passage of a group."""
    counts, passages = [], []
    for i, (group, unit, n) in enumerate(units):
        words = np.flatnonzero(n)
        passage = f"p{i:03d}"
        counts.append(
            pd.DataFrame({"passage": passage, "term": [f"w{w}" for w in words], "n": n[words]})
        )
        passages.append((passage, group, unit))
    columns = ["passage", "group", "speaker"]
    table = check(pd.concat(counts, ignore_index=True), "counts")
    return table, pd.DataFrame(passages, columns=columns)


def drawn(rng, group, number, words, shares=ZIPF, clumped=0.0):
    """Units of a group whose words are drawn from shares, its own ones if they clump."""
    out = []
    for i in range(number):
        own = shares * np.exp(rng.normal(0, clumped, len(shares))) if clumped else shares
        out.append((group, f"{group}{i}", rng.multinomial(words, own / own.sum())))
    return out


def distance(*units, **options):
    counts, passages = said(*units)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        table = group_distances(
            counts,
            passages,
            **{"by": "group", "unit": "speaker", "permutations": 99, "random_state": 1} | options,
        )
    assert len(table) == 1
    return table.iloc[0]


def test_the_plug_in_is_the_divergence_of_scipy():
    rng = np.random.default_rng(3)
    one, other = drawn(rng, "Orlan", 3, 500), drawn(rng, "Vane", 4, 90, clumped=1.0)
    first, second = (sum(n for _, _, n in side) for side in (one, other))
    row = distance(*one, *other)
    assert row["plug_in"] == pytest.approx(jensenshannon(first, second, base=2) ** 2, rel=1e-12)
    assert row["plug_in"] == pytest.approx(row["null"] + row["distance"])
    assert row[["words", "words_other", "units", "units_other"]].tolist() == [1500, 360, 3, 4]
    assert row["terms"] == ((first + second) > 0).sum()


def test_nothing_in_common_is_one_bit_and_the_same_is_none():
    assert divergences(np.array([[1.0, 0, 2], [0, 1, 1]]), np.array([[0, 3, 0.0], [0, 9, 9]])) == (
        pytest.approx([1, 0])
    )


@pytest.mark.parametrize(
    ("numbers", "words", "clumped"),
    [((20, 20), (200, 200), 0.0), ((8, 40), (200, 200), 0.5), ((15, 15), (100, 900), 0.5)],
)
def test_groups_of_one_source_have_no_distance_whatever_their_sizes(numbers, words, clumped):
    rng = np.random.default_rng(8)
    rows = [
        distance(
            *drawn(rng, "Orlan", numbers[0], words[0], clumped=clumped),
            *drawn(rng, "Vane", numbers[1], words[1], clumped=clumped),
        )
        for _ in range(12)
    ]
    table = pd.DataFrame(rows)
    assert table["plug_in"].min() > 0.02  # all of it chance
    assert abs(table["distance"].mean()) < 0.06 * table["plug_in"].mean()
    assert (table["p"] < 0.05).sum() <= 3


def test_a_planted_distance_is_found_whatever_the_sizes():
    rng = np.random.default_rng(5)
    other = ZIPF * np.where(np.arange(TERMS) % 2, 2.0, 0.5)
    true = float(divergences(ZIPF, other))
    for numbers, words in (((20, 20), (200, 200)), ((12, 36), (400, 400)), ((20, 20), (150, 1500))):
        rows = [
            distance(
                *drawn(rng, "Orlan", numbers[0], words[0]),
                *drawn(rng, "Vane", numbers[1], words[1], other),
            )
            for _ in range(4)
        ]
        table = pd.DataFrame(rows)
        assert table["distance"].mean() == pytest.approx(true, rel=0.12)
        assert (table["p"] == 0.01).all()
        assert ((table["low"] < true) & (true < table["high"])).all()


def test_few_units_are_assigned_in_all_ways_and_have_no_limits():
    rng = np.random.default_rng(2)
    row = distance(*drawn(rng, "Orlan", 3, 200), *drawn(rng, "Vane", 4, 200), permutations=99)
    assert row["permutations"] == 35
    assert row["p_error"] == 0
    assert row["p"] * 35 == pytest.approx(round(row["p"] * 35))
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])


def test_members_of_both_groups_are_in_neither():
    rng = np.random.default_rng(4)
    one, other = drawn(rng, "Orlan", 3, 200), drawn(rng, "Vane", 3, 200)
    counts, passages = said(*one, *other)
    both = passages.assign(group="Vane").head(1)
    twice = pd.concat([passages, both], ignore_index=True)
    options = {"by": "group", "unit": "speaker", "random_state": 1}
    row = group_distances(counts, twice, **options).iloc[0]
    without = group_distances(counts, passages.iloc[1:], **options).iloc[0]
    assert row["units"] == 2
    pd.testing.assert_series_equal(row, without)


def test_a_group_within_another_cannot_be_compared_with_it():
    rng = np.random.default_rng(4)
    counts, passages = said(*drawn(rng, "Orlan", 4, 200), *drawn(rng, "Vane", 4, 200))
    inner = passages[passages["group"] == "Orlan"].head(2).assign(group="Inner")
    nested = pd.concat([passages, inner], ignore_index=True)
    options = {"by": "group", "unit": "speaker", "random_state": 1}
    with pytest.warns(UserWarning, match="1 of 3 pairs have a group with fewer than 2 units"):
        table = group_distances(counts, nested, **options)
    row = table[(table["group"] == "Inner") & (table["other"] == "Orlan")].iloc[0]
    assert row[["plug_in", "null", "distance", "p", "q"]].isna().all()
    assert set(table["family"]) == {2}
    with pytest.raises(DataError, match=r"in none of the 1 pairs .* A group within another"):
        group_distances(counts, nested, groups=["Inner", "Orlan"], **options)


def test_two_periods_of_the_same_speakers_are_exchanged_speaker_by_speaker():
    rng = np.random.default_rng(6)
    own = [ZIPF * np.exp(rng.normal(0, 2.0, TERMS)) for _ in range(8)]
    late = np.where(np.arange(TERMS) % 2, 1.6, 1 / 1.6)
    units = [
        (period, f"s{i}", rng.multinomial(400, s * change / (s * change).sum()))
        for period, change in (("early", 1.0), ("late", late))
        for i, s in enumerate(own)
    ]
    changed = distance(*units, permutations=499)
    assert changed["permutations"] == 2**8
    assert changed["p"] == pytest.approx(2 / 2**8)  # the observed way, and all of them exchanged
    same = [
        (period, unit, rng.multinomial(400, own[int(unit[1:])] / own[int(unit[1:])].sum()))
        for period, unit, _ in units
    ]
    assert distance(*same, permutations=499)["p"] > 0.05


def test_groups_are_compared_in_the_times_in_which_both_speak():
    rng = np.random.default_rng(6)
    counts, passages = said(*drawn(rng, "Orlan", 6, 200), *drawn(rng, "Vane", 6, 200))
    years = passages.assign(year=[2030, 2030, 2031, 2031, 2032, 2032] * 2)
    years.loc[years["group"] == "Vane", "year"] += 1
    table = group_distances(counts, years, by="group", unit="speaker", over="year", random_state=1)
    assert table[["units", "units_other"]].values.tolist() == [[4, 4]]


def test_the_terms_of_a_distance_add_up_to_it():
    rng = np.random.default_rng(9)
    loud = ZIPF.copy()
    loud[7] *= 8
    counts, passages = said(*drawn(rng, "Orlan", 5, 900), *drawn(rng, "Vane", 5, 900, loud))
    table = distance_terms(counts, passages, groups=("Orlan", "Vane"), by="group", top=None)
    assert table["share"].sum() == pytest.approx(1)
    assert table.iloc[0][["term", "more"]].tolist() == ["w7", "Vane"]
    assert table["n"].sum() == table["n_other"].sum() == 4500
    assert len(distance_terms(counts, passages, groups=("Orlan", "Vane"), by="group", top=3)) == 3


def test_what_cannot_be_compared_is_refused():
    rng = np.random.default_rng(9)
    counts, passages = said(*drawn(rng, "Orlan", 2, 90), *drawn(rng, "Vane", 2, 90))
    for options, says in (
        ({"groups": ["Orlan", "Atlantis"]}, r"no group 'Atlantis' .* There are: Orlan, Vane"),
        ({"groups": ["Orlan"]}, "two groups are needed"),
        ({"groups": None, "unit": "group"}, "in none of the 1 pairs"),
        ({"permutations": 0}, "permutations be at least 1"),
        ({"over": "year"}, "no column 'year'"),
    ):
        with pytest.raises(DataError, match=says):
            group_distances(counts, passages, **{"by": "group", "unit": "speaker"} | options)
    with pytest.raises(DataError, match="no group 'Atlantis'"):
        distance_terms(counts, passages, groups=("Orlan", "Atlantis"), by="group")
    nothing = passages.assign(group="Orlan").head(2)
    both = pd.concat([nothing, nothing.assign(group="Pact")])
    with pytest.raises(DataError, match="nothing is left of Orlan or of Pact"):
        distance_terms(counts, both, groups=("Orlan", "Pact"), by="group")
