"""Intruders among words and topics: blinded, drawn as promised, and scored as coders answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.audit import (
    draw_topic_intrusion,
    draw_word_intrusion,
    score_topic_intrusion,
    score_word_intrusion,
)
from topoi.errors import DataError
from topoi.topics import TopicModel, Vocabulary

K, EACH, SECTIONS = 6, 20, 120
TERMS = [f"{name}{i}" for name in "abcdef" for i in range(EACH)]


@pytest.fixture(scope="module")
def model() -> TopicModel:
    """Six topics with twenty falling terms each, and a little of all others; mixed sections."""
    rng = np.random.default_rng(2)
    own = np.arange(EACH, 0, -1.0)
    phi = np.kron(np.eye(K), own) + rng.random((K, len(TERMS))) / 100
    phi /= phi.sum(axis=1, keepdims=True)
    theta = rng.dirichlet(np.full(K, 0.8), SECTIONS)
    names = [f"doc-{i:03d}" for i in range(SECTIONS)]
    rows = pd.DataFrame({"section": [f"{n}#000" for n in names], "document": names})
    tokens = np.where(np.arange(SECTIONS) < 5, 49.0, 100.0)
    return TopicModel("planted", 1, TERMS, phi, rows, theta, tokens, np.ones(K))


@pytest.fixture(scope="module")
def words(model) -> Vocabulary:
    X = sp.csr_matrix((SECTIONS, len(TERMS)))
    places = pd.DataFrame({"passage": model.rows["document"] + ":0", **model.rows[["section"]]})
    return Vocabulary(X, model.rows, TERMS, X, 1.0, places)


@pytest.fixture(scope="module")
def passages(model) -> pd.DataFrame:
    table = pd.DataFrame({"passage": model.rows["document"] + ":0", "start": 0, "end": 9})
    table = table.assign(speaker=None, organization=None, document=model.rows["document"])
    return table.assign(text="What was said in " + table["document"] + ".")


def row(table, measure, by="all", group="all"):
    found = table[(table.by == by) & (table.group == group) & (table.measure == measure)]
    assert len(found) == 1
    return found.iloc[0]


# ---- words


def test_a_sheet_of_words_holds_the_leading_ones_and_a_stranger_and_does_not_tell_which(model):
    sheet, key = draw_word_intrusion(model, random_state=1)
    columns = [f"word_{i}" for i in range(1, 7)]
    assert list(sheet) == ["item", *columns, "intruder", "note"]
    assert (sheet[["intruder", "note"]] == "").all(axis=None)
    assert not key["topic"].is_monotonic_increasing  # nor does the order of items
    places = []
    for item, told in zip(
        sheet[columns].to_numpy().tolist(), key.itertuples(index=False), strict=True
    ):
        letter, other = "abcdef"[told.topic - 1], "abcdef"[told.other - 1]
        assert set(item) - {told.intruder} == {f"{letter}{i}" for i in range(5)}
        assert told.intruder in {f"{other}{i}" for i in range(5)}
        places.append(item.index(told.intruder))
    assert len(set(places)) > 2


def test_a_stranger_is_improbable_in_the_topic_that_it_intrudes(model):
    shared = model.components.copy()
    leaders = [k * EACH + i for k in range(1, K) for i in range(5)]
    shared[0, leaders[:20]] += 0.1  # leads topics 2 to 5, and is not rare in the first
    near = TopicModel("", 1, TERMS, shared, model.rows, model.theta, model.tokens, np.ones(K))
    for seed in range(5):
        key = draw_word_intrusion(near, words=2, topics=[1], random_state=seed).key
        assert key["other"].tolist() == [6]


def test_several_items_of_a_topic_share_no_word(model):
    sheet, key = draw_word_intrusion(model, each=2, topics=[2, 5], random_state=1)
    assert sorted(key["topic"]) == [2, 2, 5, 5]
    for _, mine in key.groupby("topic"):
        one, two = (set(words.split("; ")) for words in mine["words"])
        assert not one & two
    assert len(sheet) == 4


def test_the_same_seed_draws_the_same_sheets(model, words, passages):
    for draw in (
        lambda seed: draw_word_intrusion(model, random_state=seed),
        lambda seed: draw_topic_intrusion(model, words, passages, size=20, random_state=seed),
    ):
        pd.testing.assert_frame_equal(draw(7).sheet, draw(7).sheet)
        assert not draw(7).sheet.equals(draw(8).sheet)


def test_model_precision_is_the_share_of_strangers_found_by_word_or_number(model):
    sheet, key = draw_word_intrusion(model, each=2, random_state=1)
    answers = key["intruder"].str.upper().tolist()
    answers[0] = str(key["words"][0].split("; ").index(key["intruder"][0]) + 1)  # by its number
    own = next(w for w in key["words"][1].split("; ") if w != key["intruder"][1])
    answers[1] = own
    scored = score_word_intrusion(sheet.assign(intruder=answers), key)
    every = row(scored, "model precision")
    assert every["items"] == 12
    assert every.estimate == pytest.approx(11 / 12)
    # Wilson for 11 of 12, in R: prop.test(11, 12, correct = FALSE)$conf.int
    assert (every.low, every.high) == pytest.approx((0.6461201, 0.9851346), abs=1e-6)
    missed = row(scored, "model precision", "topic", str(key["topic"][1]))
    assert missed.estimate == 0.5
    answers[2] = ""
    assert (
        row(score_word_intrusion(sheet.assign(intruder=answers), key), "model precision")["items"]
        == 11
    )


def test_an_answer_by_number_counts_whatever_type_pandas_made_of_it(model):
    sheet, key = draw_word_intrusion(model, random_state=1)
    numbers = [
        words.split("; ").index(stranger) + 1
        for words, stranger in zip(key["words"], key["intruder"], strict=True)
    ]
    mixed = pd.Series([numbers[0], float(numbers[1]), f"{numbers[2]}.0", *key["intruder"][3:]])
    skipped = pd.Series(numbers, dtype="float64").where(sheet.index > 0)
    for answers, items in ((mixed.astype(object), 6), (skipped, 5), (skipped.astype("Int64"), 5)):
        scored = row(score_word_intrusion(sheet.assign(intruder=answers), key), "model precision")
        assert (scored["items"], scored.estimate) == (items, 1)


@pytest.mark.parametrize("answer", [7, 2.5, True])
def test_an_answer_that_is_no_number_of_a_word_is_refused_and_the_numbers_are_said(model, answer):
    sheet, key = draw_word_intrusion(model, random_state=1)
    with pytest.raises(DataError, match=f"is '{answer}'. Write one of: .*, or its number, 1-6; "):
        score_word_intrusion(sheet.assign(intruder=answer), key)


def test_a_number_is_no_letter_of_a_topic_and_is_not_passed_over(model, words, passages):
    sheet, key = draw_topic_intrusion(model, words, passages, size=9, random_state=1)
    answers = [2, *key["intruder"][1:]]
    with pytest.raises(DataError, match=r"item 1: intruder is '2'. Write one of: a, b, c, d; "):
        score_topic_intrusion(sheet.assign(intruder=answers), key)


def test_several_coders_of_one_item_are_one_observation_in_all_and_several_of_its_topic(model):
    sheet, key = draw_word_intrusion(model, random_state=1)
    right = sheet.assign(intruder=key["intruder"], coder="one")
    first = key["words"].str.split("; ").str[0]
    second = key["words"].str.split("; ").str[1]
    wrong = sheet.assign(intruder=first.where(first != key["intruder"], second), coder="two")
    scored = score_word_intrusion(pd.concat([right, wrong]), key)
    every, topic = row(scored, "model precision"), row(scored, "model precision", "topic", "1")
    assert (every["items"], topic["items"]) == (12, 2)
    assert (every.estimate, topic.estimate) == (0.5, 0.5)
    # prop.test(3, 6, correct = FALSE) and prop.test(1, 2, correct = FALSE)
    assert (every.low, every.high) == pytest.approx((0.1876166, 0.8123834), abs=1e-6)
    assert (topic.low, topic.high) == pytest.approx((0.0945312, 0.9054688), abs=1e-6)


def test_who_guesses_finds_one_stranger_in_six(model):
    rng = np.random.default_rng(4)
    sheets = []
    for coder in range(40):
        sheet, key = draw_word_intrusion(model, each=2, random_state=1)
        sheets.append(sheet.assign(intruder=rng.integers(1, 7, len(key)).astype(str), coder=coder))
    scored = score_word_intrusion(pd.concat(sheets), key)
    assert row(scored, "model precision").estimate == pytest.approx(1 / 6, abs=0.05)


def test_framings_and_phrases_are_shown_as_words(model):
    terms = ["<hybrid_war>", "climate_change", *TERMS[2:]]
    named = TopicModel(
        "", 1, terms, model.components, model.rows, model.theta, model.tokens, np.ones(K)
    )
    key = draw_word_intrusion(named, topics=[1], random_state=1).key
    assert {"hybrid war", "climate change"} <= set(key["words"][0].split("; "))


def test_a_word_and_its_framing_are_shown_as_one(model, words, passages):
    terms = ["<a1>", "a1", *TERMS[2:]]  # both lead the first topic
    named = replace(model, terms=terms)
    key = draw_word_intrusion(named, topics=[1], random_state=1).key
    assert len(set(key["words"][0].split("; "))) == 6
    assert {"a1", "a2", "a3", "a4", "a5"} <= set(key["words"][0].split("; "))
    sheet = draw_topic_intrusion(named, words, passages, size=30, random_state=1).sheet
    shown = set(sheet.filter(like="topic_").to_numpy().ravel())
    assert "a1, a2, a3, a4, a5, a6, a7, a8" in shown


def test_a_stranger_is_improbable_as_a_word_and_as_a_framing(model):
    # b0 leads the second topic; as a framing it is the seventh term of the first.
    phi = model.components.copy()
    phi[0, -1] = phi[0, 6] + 1e-9
    named = replace(model, terms=[*TERMS[:-1], f"<{TERMS[EACH]}>"], components=phi)
    drawn = {
        draw_word_intrusion(named, topics=[1], random_state=i).key["intruder"][0] for i in range(60)
    }
    assert TERMS[EACH] not in drawn
    assert TERMS[EACH + 1] in drawn


# ---- topics


def test_a_sheet_of_topics_shows_the_three_largest_and_one_that_has_least(model, words, passages):
    sheet, key = draw_topic_intrusion(model, words, passages, size=30, random_state=1)
    assert list(sheet) == [
        *("item", "document", "text"),
        *(f"topic_{letter}" for letter in "abcd"),
        *("intruder", "note"),
    ]
    assert (sheet["text"] == "What was said in " + sheet["document"] + ".").all()
    theta = pd.DataFrame(model.theta, index=model.rows["section"])
    for item, told in zip(sheet.to_dict("records"), key.to_dict("records"), strict=True):
        order = (theta.loc[told["section"]].sort_values(ascending=False).index + 1).tolist()
        shown = [told[f"topic_{letter}"] for letter in "abcd"]
        stranger = told[f"topic_{told['intruder']}"]
        assert set(shown) - {stranger} == set(order[:3])
        assert stranger in order[3:]
        assert str(order[0]) == told["stratum"]
        for letter, topic in zip("abcd", shown, strict=True):
            assert told[f"share_{letter}"] == theta.loc[told["section"], topic - 1]
            assert item[f"topic_{letter}"].startswith("abcdef"[topic - 1] + "0, ")
    assert key["intruder"].nunique() == 4
    assert key["stratum"].value_counts().max() <= 6


def test_short_sections_and_those_of_fewer_topics_are_not_drawn(model, words, passages):
    key = draw_topic_intrusion(model, words, passages, size=1000, random_state=1).key
    third = np.sort(model.theta, axis=1)[:, -3]
    assert len(key) == ((third >= 0.05) & (model.tokens >= 50)).sum()
    assert key["weight"].eq(1).all()
    assert not key["document"].isin(model.rows["document"][:5]).any()


def test_topic_log_odds_are_nought_for_who_finds_all_and_as_r_has_them_else(model, words, passages):
    """The limits of the mean are those of t.test in R: see the command below."""
    sheet, key = draw_topic_intrusion(model, words, passages, size=1000, random_state=1)
    scored = score_topic_intrusion(sheet.assign(intruder=key["intruder"]), key)
    assert row(scored, "model precision").estimate == 1
    assert row(scored, "topic log odds").estimate == 0
    # Shares .5, .3, .15 and an intruder of .05; twelve items: each of the others is taken for it
    # twice, and the intruder found six times.
    shares = {"share_a": 0.5, "share_b": 0.3, "share_c": 0.15, "share_d": 0.05}
    key = pd.DataFrame({"item": range(1, 13), "stratum": "1", "weight": 1.0, "intruder": "d"})
    key = key.assign(**shares)
    answers = [*"AABBCC", *["topic_d"] * 6]
    scored = score_topic_intrusion(key[["item"]].assign(intruder=answers), key)
    # x <- log(.05 / c(.5, .5, .3, .3, .15, .15, rep(.05, 6))); t.test(x)
    odds = row(scored, "topic log odds")
    assert (odds.estimate, odds.low, odds.high) == pytest.approx(
        (-0.86549281, -1.48476167, -0.24622394), abs=1e-6
    )
    assert row(scored, "model precision", "topic", "1").estimate == 0.5
    few = score_topic_intrusion(key[["item"]].assign(intruder=answers)[3:], key)
    assert row(few, "topic log odds")[["low", "high"]].isna().all()


# ---- errors


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"topics": [7]}, r"topics go from 1 to 6; got \[7\]"),
        ({"topics": 2}, r"topics: a list is wanted; got 2. Write \[2\]."),
        ({"topics": []}, "topics go from 1 to 6; got none"),
        ({"words": 1}, "words must be at least 2"),
        ({"words": 10, "each": 7}, "at most half of the 120 terms; got 10 and 7"),
    ],
)
def test_words_that_cannot_be_drawn_are_refused(model, options, message):
    with pytest.raises(DataError, match=message):
        draw_word_intrusion(model, **options)


def test_topics_too_much_alike_are_refused(model):
    alike = np.tile(model.components[0], (K, 1))
    same = TopicModel("", 1, TERMS, alike, model.rows, model.theta, model.tokens, np.ones(K))
    with pytest.raises(DataError, match="topic 1: 0 words lead another topic"):
        draw_word_intrusion(same)


def test_there_must_be_text_and_topics_enough(model, words, passages):
    with pytest.raises(DataError, match="no text to show"):
        draw_topic_intrusion(model, words, passages.drop(columns="text"))
    with pytest.raises(DataError, match="shown must lie between 1 and 5: of 6 topics"):
        draw_topic_intrusion(model, words, passages, shown=6)
    many = replace(model, theta=np.full((SECTIONS, 20), 0.05), components=np.ones((20, len(TERMS))))
    with pytest.raises(
        DataError, match="shown must lie between 1 and 7: of 20 topics and 8 letters"
    ):
        draw_topic_intrusion(many, words, passages, shown=8)
    pure = TopicModel(
        "",
        1,
        TERMS,
        model.components,
        model.rows,
        np.eye(K)[[0] * SECTIONS],
        model.tokens,
        np.ones(K),
    )
    with pytest.raises(DataError, match="has 3 topics with 5% of it"):
        draw_topic_intrusion(pure, words, passages)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s, "no item is coded. Fill in the column 'intruder'"),
        (lambda s: s.assign(intruder="z9"), "item 1: intruder is 'z9'. Write one of: "),
        (lambda s: s.assign(intruder="1", item=99), "not in the key"),
    ],
)
def test_answers_that_are_none_are_refused(model, words, passages, change, message):
    drawn = draw_word_intrusion(model, random_state=1)
    with pytest.raises(DataError, match=message):
        score_word_intrusion(change(drawn.sheet), drawn.key)
    drawn = draw_topic_intrusion(model, words, passages, size=9, random_state=1)
    with pytest.raises(DataError, match=message):
        score_topic_intrusion(change(drawn.sheet), drawn.key)
