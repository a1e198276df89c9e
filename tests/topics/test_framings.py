"""Where mentions of framings fall, with limits that respect clusters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from speeches import about, speeches

from topoi.errors import DataError
from topoi.topics import TopicModel, Vocabulary, topic_framings

TERMS = ["sea", "land", "<quiet_harbour>", "<long_table>"]
TOPICS = np.array([[0.9, 0.0, 0.08, 0.02], [0.0, 0.98, 0.0, 0.02]])


@pytest.fixture(scope="module")
def spoken() -> tuple[TopicModel, Vocabulary, pd.DataFrame]:
    """Forty speeches by ten speakers, each about one topic; every other one about the sea."""
    sea = np.arange(40) % 2 == 0
    X = np.where(sea[:, None], [90, 0, 8, 2], [0, 98, 0, 2])
    model, words = speeches(X, TOPICS, terms=TERMS)
    theta = np.where(sea[:, None], [0.999, 0.001], [0.001, 0.999])
    model = replace(model, theta=theta, alpha=np.full(2, 0.1))
    return model, words, about(model, speaker=np.arange(40) // 4)


def test_share_and_lift_are_those_that_were_planted(spoken):
    model, words, documents = spoken
    table = topic_framings(model, words, documents, unit="document").set_index(["framing", "topic"])
    np.testing.assert_allclose(table.loc["quiet_harbour", "share"], [1, 0], atol=1e-6)
    np.testing.assert_allclose(table.loc["long_table", "share"], [0.5, 0.5], atol=0.01)
    np.testing.assert_allclose(table.loc["quiet_harbour", "lift"], [2, 0], atol=0.01)
    assert table.loc["quiet_harbour", "mentions"].tolist() == [160, 160]
    assert table.loc["quiet_harbour", "rank"].tolist() == [2, 4]


def test_limits_of_a_clear_cut_share_are_wilsons_for_few_units(spoken):
    # Twenty speeches with eight mentions each, all in one topic: no variance but that of 160
    # independent mentions. By hand: t of 19 degrees of freedom, less a little for skewed units.
    model, words, documents = spoken
    first = topic_framings(model, words, documents, unit="document").iloc[0]
    wide = 160 * (1.959964 / 2.7764) ** 2  # four degrees of freedom: the other side has nothing
    assert first["low"] == pytest.approx(wide / (wide + 1.959964**2), abs=0.002)
    assert first["high"] == pytest.approx(1, abs=1e-6)
    assert first["lift_low"] == pytest.approx(2 * first["low"], rel=0.01)


def test_a_framing_of_few_speakers_has_wider_limits(spoken):
    # A hundred mentions in one topic or the other: by speech at random, or each speaker one topic.
    rng = np.random.default_rng(1)
    model, words, documents = spoken
    limits = {}
    for kind, first in (("speech", rng.random(40) < 0.5), ("speaker", np.arange(40) // 4 % 2 == 0)):
        X = np.where(first[:, None], [90, 0, 0, 8], [0, 98, 0, 8]).astype(float)
        other = replace(words, X=words.X.__class__(X))
        theta = np.where(first[:, None], [0.999, 0.001], [0.001, 0.999])
        here = replace(model, theta=theta, tokens=X.sum(axis=1))
        table = topic_framings(here, other, documents, unit="speaker")
        limits[kind] = table[table["framing"] == "long_table"].iloc[0]
    width = {kind: row["high"] - row["low"] for kind, row in limits.items()}
    assert width["speaker"] > 1.3 * width["speech"]
    assert all(0 <= row["low"] < row["share"] < row["high"] <= 1 for row in limits.values())


def test_a_mention_is_no_evidence_for_itself():
    # A section of two words: one about the land, and a framing that only the first topic has in
    # any number. With itself as evidence it would speak for the first topic twice.
    topics = np.array([[0.5, 0.3, 0.2], [0.3, 0.5, 0.2]])
    model, words = speeches([[0, 1, 1]] * 12, topics, terms=["sea", "land", "<quiet_harbour>"])
    model = replace(model, theta=np.tile([0.4, 0.6], (12, 1)), alpha=np.ones(2))
    share = topic_framings(model, words, about(model), unit="document")["share"]
    # Shares 0.4 and 0.6 of four (two tokens, two of the prior), less what the mention itself adds.
    q = 0.4
    for _ in range(50):
        q = (1.6 - q) / ((1.6 - q) + (2.4 - (1 - q)))
    assert share[0] == pytest.approx(q, abs=1e-3)


@pytest.mark.parametrize("unit", ["document", "speaker"])
def test_documents_that_are_not_given_are_missed_whatever_the_unit(spoken, unit):
    model, words, documents = spoken
    with pytest.raises(DataError, match=f"37 sections of the model have no value in '{unit}'"):
        topic_framings(model, words, documents.iloc[:3], unit=unit)


def test_units_are_named_and_few_of_them_have_no_limits(spoken):
    model, words, documents = spoken
    table = topic_framings(model, words, documents.assign(half=np.arange(40) % 2), unit="half")
    assert table[["low", "high", "lift_low"]].isna().all(axis=None)
    assert set(table["units"]) == {1, 2}
    with pytest.raises(DataError, match="no column 'organization'"):
        topic_framings(model, words, documents)
    with pytest.raises(DataError, match="1 sections of the model have no value in 'speaker'"):
        topic_framings(model, words, documents[1:], unit="speaker")
    twice = pd.concat([documents, documents, documents[:1].assign(speaker="another")])
    with pytest.raises(
        DataError, match=r"some occur twice, such as '.*'\. A document has one unit"
    ):
        topic_framings(model, words, twice, unit="speaker")
    with pytest.raises(DataError, match="not the Vocabulary"):
        topic_framings(
            model, replace(words, rows=words.rows[::-1].reset_index(drop=True)), documents
        )
    with pytest.raises(DataError, match="level must lie"):
        topic_framings(model, words, documents, level=1.5)
