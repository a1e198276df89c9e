"""How much groups speak of each topic: planted shares, intervals on the simplex, clusters."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from speeches import OVERLAPPING, about, said, speeches

from topoi.errors import DataError
from topoi.topics import TopicModel, Vocabulary, topic_prevalence

SPEAKERS, SPEECHES = 20, 10
pytestmark = pytest.mark.filterwarnings("ignore:topic_prevalence. .*fewer than")


@pytest.fixture(scope="module")
def spoken() -> tuple[TopicModel, Vocabulary, pd.DataFrame]:
    """Twenty speakers of ten speeches each; the Orlanese speak of the first topic three times as
    often as the Varnelians. A speaker keeps to his subject in all his speeches.
    """
    rng = np.random.default_rng(3)
    group = np.repeat(["Orlan", "Varnelia"], SPEAKERS // 2)
    mean = {"Orlan": [0.6, 0.2, 0.2], "Varnelia": [0.2, 0.4, 0.4]}
    theta = np.stack([rng.dirichlet(np.array(mean[g]) * 20) for g in group])
    model, words = speeches(said(np.repeat(theta, SPEECHES, axis=0)), OVERLAPPING)
    documents = about(
        model,
        organization=np.repeat(group, SPEECHES),
        speaker=np.repeat([f"speaker-{i}" for i in range(SPEAKERS)], SPEECHES),
        period=["before", "after"] * (SPEAKERS * SPEECHES // 2),
        year=np.tile(np.arange(2001, 2011), SPEAKERS),
    )
    return model, words, documents


def test_prevalence_is_the_share_of_tokens_by_hand():
    # Tokens weigh, not documents: of 40, the first term has 10 + 15.
    model, words = speeches([[10, 0], [15, 15]])
    table = topic_prevalence(model, words, about(model, organization="Orlan"))
    np.testing.assert_allclose(table["prevalence"], [0.625, 0.375], atol=0.005)
    assert table[["low", "high"]].isna().all(axis=None)  # two units: no interval
    assert table["units"].tolist() == [2, 2]


def test_a_planted_difference_between_groups_is_found(spoken):
    table = topic_prevalence(*spoken, unit="speaker")
    first = table[table["topic"] == 1].set_index("group")
    assert first.loc["Orlan", "prevalence"] == pytest.approx(0.6, abs=0.08)
    assert first.loc["Varnelia", "prevalence"] == pytest.approx(0.2, abs=0.08)
    assert first.loc["Orlan", "low"] > first.loc["Varnelia", "high"]
    assert first["units"].tolist() == [10, 10]


def test_differences_are_not_drawn_together_as_means_of_theta_are():
    # Short sections of overlapping topics: their own shares are drawn to the prior, half and half.
    from topoi.topics.evaluation import fold_in

    rng = np.random.default_rng(5)
    topics = np.array([[0.4, 0.3, 0.2, 0.1], [0.1, 0.2, 0.3, 0.4]])
    group = np.repeat(["Orlan", "Varnelia"], 400)
    share = np.where(group == "Orlan", 0.8, 0.2)
    first = rng.random(800) < share  # a section has one topic
    X = np.stack([rng.multinomial(12, topics[0 if f else 1]) for f in first])
    model, words = speeches(X, topics)
    documents = about(model, organization=group)
    table = topic_prevalence(model, words, documents).set_index(["topic", "group"])["prevalence"]
    theta = fold_in(topics, words.X, alpha=1.0)[:, 0]
    apart = theta[group == "Orlan"].mean() - theta[group == "Varnelia"].mean()
    assert table[1, "Orlan"] - table[1, "Varnelia"] == pytest.approx(0.6, abs=0.08)
    assert apart < 0.4


def test_shares_of_a_group_and_period_sum_to_one_and_limits_stay_between_zero_and_one(spoken):
    table = topic_prevalence(*spoken, over="period", unit="speaker")
    np.testing.assert_allclose(table.groupby(["group", "period"])["prevalence"].sum(), 1)
    assert (table["low"] <= table["prevalence"]).all()
    assert (table["prevalence"] <= table["high"]).all()
    assert table[["low", "high"]].min(axis=None) >= 0
    assert table[["low", "high"]].max(axis=None) <= 1
    # Also at the corners: one topic has everything, or all but one document.
    corner = np.tile([50.0, 0.0], (30, 1))
    corner[0] = [0.0, 50.0]
    model, words = speeches(corner)
    table = topic_prevalence(model, words, about(model, organization="X"))
    assert table["prevalence"].round(2).tolist() == [0.97, 0.03]
    assert 0 < table["low"][1] < 0.01
    assert 0.99 < table["high"][0] < 1


def test_speeches_of_one_speaker_are_not_independent(spoken):
    # Ten equal speeches by each of ten speakers: an interval over speeches is sqrt(10) too narrow,
    # and takes a hundred degrees of freedom for nine.
    wide, narrow = (topic_prevalence(*spoken, unit=unit) for unit in ("speaker", "document"))
    ratio = (wide["high"] - wide["low"]) / (narrow["high"] - narrow["low"])
    assert np.sqrt(SPEECHES) < ratio.mean() < 1.3 * np.sqrt(SPEECHES)


def test_sessions_can_be_units_beside_speakers(spoken):
    # Nothing differs between years here, so that two kinds of units add little to one.
    one, both = (topic_prevalence(*spoken, unit=unit) for unit in ("speaker", ("speaker", "year")))
    np.testing.assert_allclose(both["prevalence"], one["prevalence"])
    assert (both["units"] == 10).all()
    np.testing.assert_allclose(both["high"], one["high"], atol=0.02)
    with pytest.raises(DataError, match="two different ones"):
        topic_prevalence(*spoken, unit=("speaker", "speaker"))


def test_a_document_counts_in_each_of_its_groups_and_once_in_each(spoken):
    model, words, documents = spoken
    everyone = documents.assign(organization="Assembly")
    both = pd.concat([documents, everyone, everyone[:100]], ignore_index=True)
    table = topic_prevalence(model, words, both).set_index(["group", "topic"])
    assert table.loc["Assembly", "documents"].tolist() == [200] * 3
    theirs = table.loc["Orlan", "prevalence"] + table.loc["Varnelia", "prevalence"]
    np.testing.assert_allclose(table.loc["Assembly", "prevalence"], theirs / 2, atol=1e-4)


def test_a_document_with_two_units_in_one_group_is_refused(spoken):
    model, words, documents = spoken
    twice = pd.concat([documents, documents[:1].assign(speaker="another")])
    with pytest.raises(DataError, match=r"some occur twice, such as '.*one unit"):
        topic_prevalence(model, words, twice, unit="speaker")


def test_documents_without_a_group_are_left_out_and_said(spoken):
    model, words, documents = spoken
    group = documents["organization"].where(documents["year"] > 2001)
    with pytest.warns(
        UserWarning, match="topic_prevalence: rows of 20 of 200 documents have a null"
    ):
        table = topic_prevalence(model, words, documents.assign(organization=group))
    assert (table["documents"] == 90).all()


def test_other_documents_can_be_counted_in_the_same_terms(spoken):
    model, words, documents = spoken
    some = documents[documents["organization"] == "Orlan"]
    here = words.rows["document"].isin(some["document"]).to_numpy()
    part = replace(words, X=words.X[here], rows=words.rows[here].reset_index(drop=True))
    whole = topic_prevalence(model, words, some)
    pd.testing.assert_frame_equal(topic_prevalence(model, part, some), whole)


def test_the_input_is_left_alone_and_few_units_are_said(spoken):
    model, words, documents = spoken
    before = documents.copy(deep=True)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        topic_prevalence(model, words, documents, unit="speaker")
    pd.testing.assert_frame_equal(documents, before)
    assert [str(w.message) for w in caught] == [
        "topic_prevalence: 2 of 2 groups have fewer than 40 sampling units: read their intervals "
        "with care."
    ]


@pytest.mark.parametrize("missing", ["bloc", "unit"])
def test_a_column_that_is_not_there_is_named(spoken, missing):
    options = {"by": "bloc"} if missing == "bloc" else {"unit": "unit"}
    with pytest.raises(DataError, match=f"no column '{missing}'"):
        topic_prevalence(*spoken, **options)


def test_what_the_model_does_not_know_is_an_error(spoken):
    model, words, documents = spoken
    strange = replace(words, rows=words.rows.assign(document="elsewhere"))
    with pytest.raises(DataError, match="none of the model's documents"):
        topic_prevalence(model, strange, documents)
    with pytest.raises(DataError, match="their terms are not those of the model"):
        topic_prevalence(model, replace(words, terms=words.terms[::-1]), documents)
    one = replace(model, components=model.components[:1], theta=np.ones((len(model.theta), 1)))
    with pytest.raises(DataError, match="a single topic has all of the words"):
        topic_prevalence(one, words, documents)
    with pytest.raises(DataError, match="level must lie between 0 and 1; got 95"):
        topic_prevalence(model, words, documents, level=95)
