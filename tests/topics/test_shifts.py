"""How a topic's words change: planted risers and fallers, and limits that respect clusters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t
from speeches import about, speeches

from topoi.errors import DataError
from topoi.measures.association import log_odds
from topoi.topics import TopicModel, Vocabulary, topic_shifts

TERMS = ["sail", "steam", "sea", "coast", "field", "plough"]
TOPICS = np.array([[0.2, 0.2, 0.4, 0.2, 0, 0], [0, 0, 0, 0, 0.5, 0.5]])


def planted(rng: np.random.Generator, speakers: int = 40) -> tuple:
    """Two topics; within the first, steam takes the place of sail."""
    late = np.arange(2 * speakers) % 2 == 1
    sea = np.where(late[:, None], [5, 35, 40, 20, 0, 0], [35, 5, 40, 20, 0, 0]) / 100
    X = np.stack([rng.multinomial(100, p) for p in sea])
    X = X + np.stack([rng.multinomial(100, TOPICS[1]) for _ in late])
    model, words = speeches(X, TOPICS, terms=TERMS)
    documents = about(
        model, period=np.where(late, "late", "early"), speaker=np.arange(2 * speakers) // 2
    )
    return model, words, documents


@pytest.fixture(scope="module")
def steaming() -> tuple[TopicModel, Vocabulary, pd.DataFrame]:
    return planted(np.random.default_rng(1))


def test_terms_that_rise_and_fall_within_a_topic_are_found_and_those_of_others_are_not(steaming):
    table = topic_shifts(*steaming, unit="speaker")
    sure = table[(table["low"] > 0) | (table["high"] < 0)]
    found = {(r.topic, r.period, r.direction, r.term) for r in sure.itertuples()}
    assert found == {
        (1, "early", "up", "sail"),
        (1, "early", "down", "steam"),
        (1, "late", "up", "steam"),
        (1, "late", "down", "sail"),
    }
    assert table.groupby(["topic", "period", "direction"])["rank"].min().eq(1).all()


def test_the_log_ratio_is_the_weighted_log_odds_of_the_expected_tokens(steaming):
    model, words, documents = steaming
    table = topic_shifts(model, words, documents, unit="document", alpha0=300, top=6)
    # The two topics share no term, so that the tokens of the first are those of its terms.
    X = words.X.toarray()[:, :4]
    late = (documents["period"] == "late").to_numpy()
    delta, z = log_odds(X[late].sum(axis=0), X[~late].sum(axis=0), 300.0)
    mine = table[(table["topic"] == 1) & (table["period"] == "late")].set_index("term")
    for j, term in enumerate(TERMS[:4]):
        assert mine.loc[term, "log_ratio"] == pytest.approx(delta[j] / np.log(2), rel=1e-6)
        reach = (mine.loc[term, "high"] - mine.loc[term, "low"]) / 2
        assert reach >= 1.95 * delta[j] / z[j] / np.log(2)  # at least that of independent words
    assert mine["tokens"].iloc[0] == pytest.approx(X[late].sum())
    assert (mine["prior"] == 300).all()


def test_a_term_of_one_speaker_has_wide_limits():
    model, words, documents = planted(np.random.default_rng(2))
    X = words.X.toarray()
    X[1, 3] += 150  # one late speech is all about the coast
    alone = replace(words, X=words.X.__class__(X))
    table = topic_shifts(replace(model, tokens=X.sum(axis=1)), alone, documents, unit="speaker")
    coast = table[(table["term"] == "coast") & (table["period"] == "late")].iloc[0]
    assert coast["log_ratio"] > 0.15
    assert coast["low"] < 0


def test_limits_hold_zero_about_as_often_as_they_say():
    # Forty worlds without any change, speakers with habits of their own.
    rng = np.random.default_rng(3)
    outside = []
    for _ in range(40):
        own = np.stack([rng.dirichlet(20 * TOPICS[0, :4] / TOPICS[0, :4].sum()) for _ in range(30)])
        X = np.stack([rng.multinomial(200, own[i // 4]) for i in range(120)])
        model, words = speeches(X, TOPICS[:1, :4], terms=TERMS[:4])
        documents = about(model, period=["early", "late"] * 60, speaker=np.arange(120) // 4).sample(
            frac=1, random_state=1
        )
        table = topic_shifts(model, words, documents, unit="speaker")
        late = table[table["period"] == "late"]
        outside.append(((late["low"] > 0) | (late["high"] < 0)).to_numpy())
    assert np.mean(np.concatenate(outside)) < 0.08


def test_one_speaker_beside_a_period_is_no_measure_of_how_speakers_differ():
    model, words, documents = planted(np.random.default_rng(4))
    late = documents["period"] == "late"
    few = documents[late | documents["speaker"].isin(documents["speaker"][:3])]
    with pytest.warns(UserWarning, match="fewer than 10 units are on a side: early .*, late "):
        table = topic_shifts(model, words, few, unit="speaker")
    assert table[["low", "high"]].isna().all(axis=None)


def test_some_topics_and_frequent_terms_only_if_asked(steaming):
    table = topic_shifts(*steaming, unit="speaker", topics=[2], min_tokens=1)
    assert table["topic"].unique().tolist() == [2]
    frequent = topic_shifts(*steaming, unit="speaker", topics=[1], min_tokens=2000)
    assert set(frequent["term"]) == {"sea"}


def test_a_period_of_few_units_has_no_limits_and_that_is_said(steaming):
    model, words, documents = steaming
    few = documents.assign(period=np.where(documents.index < 8, "first", documents["period"]))
    with pytest.warns(
        UserWarning, match=r"fewer than 10 units are on a side: first \(\d beside \d+\)"
    ):
        table = topic_shifts(model, words, few, unit="speaker")
    first = table["period"] == "first"
    assert table.loc[first, ["low", "high"]].isna().all(axis=None)
    assert table.loc[~first, ["low", "high"]].notna().all(axis=None)


def test_documents_without_a_period_are_left_out_and_said(steaming):
    model, words, documents = steaming
    period = documents["period"].where(documents.index > 0)
    with pytest.warns(UserWarning, match="topic_shifts: rows of 1 of .* documents have a null in "):
        one = topic_shifts(model, words, documents.assign(period=period), unit="speaker")
    assert one.equals(topic_shifts(model, words, documents[1:], unit="speaker"))


def test_units_must_be_known_and_not_be_the_periods(steaming):
    model, words, documents = steaming
    some = documents.assign(speaker=documents["speaker"].where(documents.index > 2))
    with pytest.raises(DataError, match="3 have no value in 'speaker', the sampling unit"):
        topic_shifts(model, words, some, unit="speaker")
    with pytest.raises(DataError, match="each side is a single unit"):
        topic_shifts(model, words, documents, over="speaker", unit="speaker")


def test_what_cannot_be_asked_is_an_error(steaming):
    model, words, documents = steaming
    with pytest.raises(DataError, match="single value"):
        topic_shifts(model, words, documents.assign(period="one"), unit="speaker")
    with pytest.raises(DataError, match="occur twice"):
        topic_shifts(model, words, pd.concat([documents, documents]), unit="speaker")
    with pytest.raises(DataError, match="no topic 3; the model has 2"):
        topic_shifts(model, words, documents, topics=[1, 3], unit="speaker")
    with pytest.raises(DataError, match=r"topics: a list is wanted; got 2. Write \[2\]."):
        topic_shifts(model, words, documents, topics=2, unit="speaker")
    with pytest.raises(DataError, match="topics: none"):
        topic_shifts(model, words, documents, topics=[], unit="speaker")
    with pytest.raises(DataError, match="no column 'speech'"):
        topic_shifts(model, words, documents, unit="speech")
    with pytest.raises(DataError, match="alpha0 be positive"):
        topic_shifts(model, words, documents, alpha0=0, unit="speaker")


def test_limits_are_as_wide_as_the_jackknife_of_speakers_who_keep_their_habits():
    # Speakers who say steam often do so in both periods, so that what they add to one side they take away
    # from the other. The topics share no term, so that nothing hangs on whose the tokens are.
    rng = np.random.default_rng(4)
    habit = np.repeat(rng.beta(2, 2, 24), 2)
    late = np.arange(48) % 2 == 1
    steam = 0.5 * habit * np.where(late, 1.2, 0.9)
    p = np.stack([0.5 - 0.8 * steam, steam, 0.3 - 0.2 * steam, np.full(48, 0.2)], axis=1)
    X = np.stack([rng.multinomial(2000, row / row.sum()) for row in p])
    speaker = np.arange(48) // 2

    def ratios(said_by, left_out=-1):
        stay = said_by != left_out
        model, words = speeches(np.hstack([X, np.full((48, 2), 100)])[stay], TOPICS, terms=TERMS)
        period = np.where(late, "late", "early")[stay]
        documents = about(model, period=period, speaker=said_by[stay])
        table = topic_shifts(model, words, documents, unit="speaker", alpha0=1e-6, top=6)
        return table[(table["topic"] == 1) & (table["period"] == "late")].set_index("term")

    def errors(table):
        return (table["high"] - table["low"]) / 2 / t(23).ppf(0.975)

    ours = errors(ratios(speaker))
    without = pd.DataFrame([ratios(speaker, g)["log_ratio"] for g in range(24)])
    jackknife = np.sqrt(23 / 24 * ((without - without.mean()) ** 2).sum())
    for term in ("sail", "steam"):
        assert ours[term] == pytest.approx(jackknife[term], rel=0.1)
    apart = errors(ratios(np.arange(48)))  # as if the two speeches of a speaker had two
    assert ours["steam"] < 0.5 * apart["steam"]


def test_a_topic_of_one_term_has_no_shifts():
    X = np.tile([[10, 0], [4, 6]], (24, 1))
    model, words = speeches(X)
    period = np.where(np.arange(48) < 24, "early", "late")
    documents = about(model, period=period, speaker=np.arange(48))
    assert topic_shifts(model, words, documents, unit="speaker").empty


def test_a_change_of_words_that_topics_share_has_its_whole_size():
    # Half of a section is of either topic, and both have all terms: with one distribution for all times
    # tokens of a riser would be divided as in the mean of both periods, and a doubling be less than one.
    rng = np.random.default_rng(9)
    early = np.array([[0.1, 0.3, 0.3, 0.3], [0.3, 0.3, 0.2, 0.2]])
    odds = 2 * 0.1 / 0.9
    late = early.copy()
    late[0] = [odds / (1 + odds), *(0.3 / 0.9 / (1 + odds) for _ in range(3))]
    after = np.arange(80) % 2 == 1
    X = np.stack([rng.multinomial(4000, [0.5, 0.5] @ (late if a else early)) for a in after])
    model, words = speeches(X, (early + late) / 2)
    documents = about(model, period=np.where(after, "late", "early"), speaker=np.arange(80) // 2)
    table = topic_shifts(model, words, documents, unit="speaker", topics=[1])
    riser = table[(table["period"] == "late") & (table["direction"] == "up")].iloc[0]
    assert riser["term"] == "t0"
    assert riser["log_ratio"] == pytest.approx(1, abs=0.1)
    assert riser["low"] < 1 < riser["high"]
