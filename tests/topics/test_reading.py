"""What to call a topic and where to read it: measures by hand, sections with their places."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.topics import (
    TopicModel,
    fit_topics,
    prepare_topics,
    representative_passages,
    topic_labels,
)

TERMS = ["state", "people", "sea", "ship", "tax", "law"]
PHI = np.array([[0.4, 0.3, 0.2, 0.08, 0.01, 0.01], [0.35, 0.25, 0.0, 0.02, 0.3, 0.08]])


@pytest.fixture
def toy() -> TopicModel:
    """Two topics, the first with three quarters of the tokens."""
    theta = np.array([[1.0, 0.0], [0.5, 0.5]])
    tokens = np.array([100.0, 100.0])
    return TopicModel("", 1, TERMS, PHI, pd.DataFrame(), theta, tokens, np.ones(2))


def scores(labels: pd.DataFrame, measure: str, topic: int) -> pd.Series:
    mine = labels[(labels["measure"] == measure) & (labels["topic"] == topic)]
    return mine.set_index("term")["score"]


def test_relevance_and_lift_are_those_of_ldavis(toy):
    """The formulas of LDAvis 0.3.2, createJSON: term.proportion from phi and topic.frequency, lift,
    and relevance with lambda = .6, run in R:

        phi <- rbind(c(.4,.3,.2,.08,.01,.01), c(.35,.25,0,.02,.3,.08)); size <- c(150, 50)
        p <- colSums(phi * size); p <- p / sum(p); lift <- t(phi) / p
        print(round(log(lift), 6)); print(round(.6 * log(t(phi)) + .4 * log(lift), 6))
    """
    labels = topic_labels(toy, top=6)
    lift = [0.031749, 0.042560, 0.287682, 0.207639, -2.110213, -1.011601]
    relevance = [-0.537075, -0.705360, -0.850590, -1.432381, -3.607187, -3.167742]
    np.testing.assert_allclose(scores(labels, "lift", 1)[TERMS], lift, atol=1e-6)
    np.testing.assert_allclose(scores(labels, "relevance", 1)[TERMS], relevance, atol=1e-6)
    # R has minus infinity for the term that the second topic does not have; here it is no label.
    there = [term for term in TERMS if term != "sea"]
    other = [-0.670606, -0.887681, -2.818676, -0.205990, -1.088301]
    np.testing.assert_allclose(scores(labels, "relevance", 2)[there], other, atol=1e-6)
    assert not (labels[labels["topic"] == 2]["term"] == "sea").any()


def test_each_measure_leads_with_other_terms_in_falling_order(toy):
    labels = topic_labels(toy, top=2)
    first = labels[labels["topic"] == 1].groupby("measure", sort=False)["term"].agg(list).to_dict()
    assert first == {
        "probability": ["state", "people"],
        "frex": ["sea", "people"],
        "lift": ["sea", "ship"],
        "relevance": ["state", "people"],
    }
    assert labels["topic"].is_monotonic_increasing
    for _, score in labels.groupby(["topic", "measure"])["score"]:
        assert score.is_monotonic_decreasing


@pytest.mark.parametrize(("relevance", "like"), [(1.0, "probability"), (0.0, "lift")])
def test_relevance_at_its_ends_is_probability_or_lift(toy, relevance, like):
    labels = topic_labels(toy, top=6, relevance=relevance)
    for topic in (1, 2):
        ends = scores(labels, "relevance", topic)
        same = scores(labels, like, topic)
        assert ends.index.tolist() == same.index.tolist()
        np.testing.assert_allclose(ends, np.log(same) if like == "probability" else same)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"relevance": 1.2}, "relevance is a weight between 0 and 1; got 1.2"),
        ({"exclusivity": -1}, "exclusivity is a weight"),
        ({"top": 0}, "top must be a whole number, 1 or more"),
    ],
)
def test_weights_outside_their_range_are_refused(toy, options, message):
    with pytest.raises(DataError, match=message):
        topic_labels(toy, **options)


# ---- representative_passages


@pytest.fixture(scope="module")
def read():
    """Sixty documents of two sections of two passages: the second section is all about trade."""
    rows, places = [], []
    for d in range(60):
        for p in range(4):
            about = ("tariff", "market") if p >= 2 else ("tide", "harbour")
            name = f"doc-{d:02d}:{p:04d}"
            rows += [(name, term, 10 + (d == 7)) for term in about]
            places.append((name, f"doc-{d:02d}", 100 * p, 100 * p + 99, f"Speaker {d}", f"{name}!"))
    counts = pd.DataFrame(rows, columns=["passage", "term", "n"])
    columns = ["passage", "document", "start", "end", "speaker", "text"]
    passages = pd.DataFrame(places, columns=columns).assign(organization="Orlan")
    words = prepare_topics(counts, section_tokens=40, min_sections=1, max_share=1)
    return words, fit_topics(words, n_topics=2, random_state=1), passages


def test_the_sections_with_most_of_a_topic_come_with_their_place_speaker_and_text(read):
    words, model, passages = read
    table = representative_passages(model, words, passages, top=2)
    trade = 1 + int(np.argmax(model.components[:, words.terms.index("tariff")]))
    first = table[(table["topic"] == trade) & (table["rank"] == 1)].iloc[0]
    assert first["section"] == "doc-07#001"  # the longest of those that are all about it
    assert (first["first"], first["last"]) == ("doc-07:0002", "doc-07:0003")
    assert (first["start"], first["end"]) == (200, 399)
    assert (first["speaker"], first["organization"], first["tokens"]) == ("Speaker 7", "Orlan", 44)
    assert first["text"] == "doc-07:0002! doc-07:0003!"
    row = model.rows["section"].tolist().index("doc-07#001")
    assert first["share"] == pytest.approx(model.theta[row, trade - 1])
    assert table.groupby("topic")["share"].agg(lambda s: s.is_monotonic_decreasing).all()


def test_no_two_sections_are_of_one_document_and_short_ones_are_passed_over(read):
    words, model, _ = read
    table = representative_passages(model, words, top=100)
    assert not table.duplicated(["topic", "document"]).any()
    assert table.groupby("topic").size().tolist() == [60, 60]
    assert representative_passages(model, words, min_tokens=41)["document"].unique().tolist() == [
        "doc-07"
    ]


def test_without_texts_there_are_identifiers_and_without_passages_no_places(read):
    words, model, passages = read
    bundled = representative_passages(model, words, passages.drop(columns="text"))
    assert bundled["text"].isna().all()
    assert bundled["speaker"].notna().all()
    bare = representative_passages(model, words)
    assert bare[["start", "end", "speaker", "organization", "text"]].isna().all(axis=None)
    columns = ["topic", "rank", "section", "share", "first", "last"]
    pd.testing.assert_frame_equal(bare[columns], bundled[columns])


def test_words_and_passages_must_be_those_of_the_model(read, planted):
    words, model, passages = read
    with pytest.raises(DataError, match="fitted to other words"):
        representative_passages(model, replace(words, rows=words.rows[::-1]))
    with pytest.raises(DataError, match=r"2 of 240 .* not there, such as doc-00:0000"):
        representative_passages(model, words, passages[2:])
    with pytest.raises(DataError, match="do not say which passages"):
        representative_passages(model, planted.words)
    with pytest.raises(DataError, match="no column 'speaker'"):
        representative_passages(model, words, passages.drop(columns="speaker"))
