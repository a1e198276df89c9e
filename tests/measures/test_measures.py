"""What every measure promises: inputs unchanged, rows in any order, missing columns named."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from topoi.errors import DataError, TopoiError
from topoi.measures import (
    contrast_rates,
    correct_rates,
    dispersion,
    find_breaks,
    fit_trends,
    framing_rates,
    group_distances,
    keyness,
    tfidf,
)
from topoi.tables import check

pytestmark = pytest.mark.filterwarnings("ignore:(rates|trends). .* (units|clusters)")


class World(NamedTuple):
    """All that a measure may take."""

    passages: pd.DataFrame
    mentions: pd.DataFrame
    counts: pd.DataFrame
    belongs: pd.DataFrame


def checked(w: World) -> pd.DataFrame:
    """Every place with a mention is checked; those of "war" are right."""
    places = w.mentions.merge(w.passages[["passage", "document"]], on="passage")
    labels = places[["document", "start", "end", "framing"]].drop_duplicates()
    true = np.where(labels["framing"] == "war", "yes", "no")
    return labels.assign(true=true, weight=1.0)


MEASURES: dict[str, Callable[[World], pd.DataFrame]] = {
    "rates": lambda w: framing_rates(w.mentions, w.passages, counts=w.counts, over="year"),
    "corrected_rates": lambda w: correct_rates(
        w.mentions, w.passages, checked(w), unit="year", random_state=1
    ),
    "contrasts": lambda w: contrast_rates(
        w.mentions, w.passages, w.belongs, permutations=99, random_state=1
    ),
    "trends": lambda w: fit_trends(
        w.mentions, w.passages, w.belongs, permutations=99, random_state=1
    ),
    "breaks": lambda w: find_breaks(
        w.mentions, w.passages, w.belongs, least=2, permutations=99, random_state=1
    ),
    "keyness": lambda w: keyness(
        w.counts, w.passages, w.belongs, "Pact", permutations=99, random_state=1
    ),
    "distances": lambda w: group_distances(
        w.counts, w.passages, groups=["unit 00", "unit 01"], unit="year", random_state=1
    ),
    "tfidf": lambda w: tfidf(w.counts, w.passages, by="organization"),
    "dispersion": lambda w: dispersion(w.counts, w.passages, by="organization"),
}


@pytest.fixture
def world(said, belonging) -> World:
    """Twelve delegations in six years, two framings, eight terms."""
    rng = np.random.default_rng(6)
    units = [f"unit {i:02d}" for i in range(12)]
    passages, mentions = said(
        {"peace": rng.poisson(2, 72), "war": rng.poisson(1, 72)},
        organization=np.repeat(units, 6),
        year=[*range(2030, 2036)] * 12,
        words=rng.integers(100, 400, 72),
    )
    n = rng.poisson(3, (72, 8))
    speech, term = np.nonzero(n)
    counts = pd.DataFrame(
        {
            "passage": passages["passage"].to_numpy()[speech],
            "term": [f"term {j}" for j in term],
            "n": n[speech, term],
        }
    )
    return World(
        passages, mentions, check(counts, "counts"), belonging(units[:5], range(2030, 2036))
    )


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_keeps_the_schema_of_its_result(world, name):
    result = MEASURES[name](world)
    assert len(result) > 0
    pd.testing.assert_frame_equal(check(result, name), result)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_leaves_its_inputs_as_they_were(world, name):
    before = [table.copy(deep=True) for table in world]
    MEASURES[name](world)
    for now, then in zip(world, before, strict=True):
        pd.testing.assert_frame_equal(now, then)


@pytest.mark.parametrize("name", MEASURES)
def test_the_order_and_the_labels_of_rows_do_not_matter(world, name):
    shuffled = World(
        *(table.sample(frac=1, random_state=2).set_axis([0] * len(table)) for table in world)
    )
    pd.testing.assert_frame_equal(MEASURES[name](shuffled), MEASURES[name](world))


@pytest.mark.parametrize("name", MEASURES)
def test_further_columns_and_rows_of_no_group_do_not_matter(world, name):
    stray = world.passages.iloc[:1].assign(passage="z:0", document="z", organization=None)
    more = world._replace(passages=pd.concat([world.passages, stray]).assign(mine=1))
    pd.testing.assert_frame_equal(MEASURES[name](more), MEASURES[name](world))


@pytest.mark.parametrize("name", ["keyness", "distances", "tfidf", "dispersion"])
def test_counts_as_plain_strings_give_the_same(world, name):
    plain = world._replace(counts=world.counts.astype({"passage": "str", "term": "str"}))
    pd.testing.assert_frame_equal(MEASURES[name](plain), MEASURES[name](world))


@pytest.mark.parametrize("name", MEASURES)
def test_a_missing_grouping_is_named_with_the_columns_there_are(world, name):
    without = world._replace(passages=world.passages.drop(columns="organization"))
    with pytest.raises(DataError, match=r"passages: no column 'organization'.*passage") as caught:
        MEASURES[name](without)
    assert caught.value.column == "organization"


@pytest.mark.parametrize("name", MEASURES)
def test_nothing_to_count_is_an_error_that_says_so(world, name):
    nothing = world._replace(mentions=world.mentions.iloc[:0], counts=world.counts.iloc[:0])
    with pytest.raises(TopoiError, match=r"none were found|none of their|0 terms"):
        MEASURES[name](nothing)


@pytest.mark.parametrize("name", MEASURES)
def test_passages_of_no_group_are_an_error_that_says_so(world, name):
    nobody = world._replace(passages=world.passages.assign(organization=None))
    with pytest.raises(TopoiError, match=r"none has a value|none of their passages|no member"):
        MEASURES[name](nobody)


def test_a_single_framing_is_not_taken_letter_by_letter(world):
    rates = framing_rates(world.mentions, world.passages, framings="peace")
    contrasts = contrast_rates(world.mentions, world.passages, world.belongs, framings="peace")
    assert set(rates["framing"]) == set(contrasts["framing"]) == {"peace"}
