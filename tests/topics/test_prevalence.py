"""How much groups speak of each topic: planted shares, intervals on the simplex, clusters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.topics import TopicModel, topic_prevalence

SPEAKERS, SPEECHES = 20, 10


def model_of(theta: np.ndarray, tokens: np.ndarray | None = None) -> TopicModel:
    """A model of which only shares and lengths of the documents matter here."""
    names = [f"doc-{i:03d}" for i in range(len(theta))]
    rows = pd.DataFrame({"section": names, "document": names})
    tokens = np.full(len(theta), 50.0) if tokens is None else tokens
    terms = [f"t{k}" for k in range(theta.shape[1])]
    size = theta.shape[1]
    return TopicModel("planted", None, terms, np.eye(size), rows, theta, tokens, np.full(size, 0.1))


@pytest.fixture(scope="module")
def spoken() -> tuple[TopicModel, pd.DataFrame]:
    """Twenty speakers of ten speeches each; the Orlanese speak of the first topic three times as
    often as the Varnelians. A speaker keeps to his subject in all his speeches.
    """
    rng = np.random.default_rng(3)
    group = np.repeat(["Orlan", "Varnelia"], SPEAKERS // 2)
    mean = {"Orlan": [0.6, 0.2, 0.2], "Varnelia": [0.2, 0.4, 0.4]}
    theta = np.stack([rng.dirichlet(np.array(mean[g]) * 20) for g in group])
    model = model_of(np.repeat(theta, SPEECHES, axis=0))
    documents = pd.DataFrame(
        {
            "document": model.rows["document"],
            "organization": np.repeat(group, SPEECHES),
            "speaker": np.repeat([f"speaker-{i}" for i in range(SPEAKERS)], SPEECHES),
            "period": ["before", "after"] * (SPEAKERS * SPEECHES // 2),
        }
    )
    return model, documents


def test_prevalence_is_the_share_of_tokens_by_hand():
    # Tokens weigh, not documents: (10 * 1 + 30 * .5) / 40.
    model = model_of(np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([10.0, 30.0]))
    documents = pd.DataFrame({"document": ["doc-000", "doc-001"], "organization": "Orlan"})
    table = topic_prevalence(model, documents)
    np.testing.assert_allclose(table["prevalence"], [0.625, 0.375])
    assert table[["low", "high"]].isna().all(axis=None)  # two units: no interval
    assert table["units"].tolist() == [2, 2]


def test_a_planted_difference_between_groups_is_found(spoken):
    table = topic_prevalence(*spoken, unit="speaker", random_state=1)
    first = table[table["topic"] == 1].set_index("group")
    assert first.loc["Orlan", "prevalence"] == pytest.approx(0.6, abs=0.08)
    assert first.loc["Varnelia", "prevalence"] == pytest.approx(0.2, abs=0.08)
    assert first.loc["Orlan", "low"] > first.loc["Varnelia", "high"]
    assert first["units"].tolist() == [10, 10]


def test_shares_of_a_group_and_period_sum_to_one_and_limits_stay_between_zero_and_one(spoken):
    table = topic_prevalence(*spoken, over="period", unit="speaker", random_state=1)
    np.testing.assert_allclose(table.groupby(["group", "period"])["prevalence"].sum(), 1)
    assert (table["low"] <= table["prevalence"]).all()
    assert (table["prevalence"] <= table["high"]).all()
    assert table[["low", "high"]].min(axis=None) >= 0
    assert table[["low", "high"]].max(axis=None) <= 1
    # Also at the corners: one topic has everything, or all but one document.
    corner = np.tile([1.0, 0.0], (30, 1))
    corner[0] = [0.0, 1.0]
    documents = pd.DataFrame({"document": [f"doc-{i:03d}" for i in range(30)], "organization": "X"})
    table = topic_prevalence(model_of(corner), documents, random_state=1)
    assert table["low"].tolist()[1] == 0
    assert table["high"].tolist()[0] == 1


def test_speeches_of_one_speaker_are_not_independent(spoken):
    # Ten equal speeches by each of ten speakers: an interval over speeches is sqrt(10) too narrow.
    wide, narrow = (
        topic_prevalence(*spoken, unit=unit, resamples=2000, random_state=1)
        for unit in ("speaker", "document")
    )
    ratio = (wide["high"] - wide["low"]) / (narrow["high"] - narrow["low"])
    assert ratio.mean() == pytest.approx(np.sqrt(SPEECHES), rel=0.1)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    # 25 speakers drawn 100 times from a Dirichlet distribution; limits at nominal .95.
    rng = np.random.default_rng(4)
    documents = pd.DataFrame({"document": [f"doc-{i:03d}" for i in range(25)], "organization": "X"})
    held = []
    for _ in range(100):
        model = model_of(rng.dirichlet([3, 1.5, 0.5], 25))
        table = topic_prevalence(
            model, documents, resamples=300, random_state=int(rng.integers(99))
        )
        truth = np.array([0.6, 0.3, 0.1])
        held.append(((table["low"] <= truth) & (truth <= table["high"])).tolist())
    assert (np.mean(held, axis=0) > 0.87).all()


def test_a_document_counts_in_each_of_its_groups_and_once_in_each(spoken):
    model, documents = spoken
    everyone = documents.assign(organization="Assembly")
    both = pd.concat([documents, everyone, everyone[:100]], ignore_index=True)
    table = topic_prevalence(model, both, random_state=1).set_index(["group", "topic"])
    assert table.loc["Assembly", "documents"].tolist() == [200] * 3
    theirs = table.loc["Orlan", "prevalence"] + table.loc["Varnelia", "prevalence"]
    np.testing.assert_allclose(table.loc["Assembly", "prevalence"], theirs / 2)


def test_the_same_seed_gives_the_same_table_and_the_input_is_left_alone(spoken):
    model, documents = spoken
    before, theta = documents.copy(deep=True), model.theta.copy()
    one, two = (topic_prevalence(model, documents, random_state=5) for _ in range(2))
    assert one.equals(two)
    pd.testing.assert_frame_equal(documents, before)
    np.testing.assert_array_equal(model.theta, theta)


@pytest.mark.parametrize("missing", ["bloc", "unit"])
def test_a_column_that_is_not_there_is_named(spoken, missing):
    options = {"by": "bloc"} if missing == "bloc" else {"unit": "unit"}
    with pytest.raises(DataError, match=f"no column '{missing}'"):
        topic_prevalence(*spoken, **options)


def test_documents_that_the_model_does_not_know_are_an_error(spoken):
    model, documents = spoken
    strange = replace(model, rows=model.rows.assign(document="elsewhere"))
    with pytest.raises(DataError, match="none of the model's documents"):
        topic_prevalence(strange, documents)
