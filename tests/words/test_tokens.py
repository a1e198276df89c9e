"""Passages become tokens: lemmas by script, a gap for what is removed, a token for a framing."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.errors import DataError, SchemaError
from topoi.words import stop_word_list, tokenize
from topoi.words.tokens import GAP, lemma

ALL_WORDS = {"lemmas": False, "stop_words": (), "min_length": 1}
PIECES = "the of a harbour Varnelia’s treaty мира и 2031 , . ; —".split()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("harbours and treaties", ["harbour", GAP, "treaty", GAP]),
        ("a harbour of the treaty", [GAP, "harbour", GAP, "treaty", GAP]),
        ("harbour, treaty", ["harbour", "treaty", GAP]),
        ("harbour. Treaty", ["harbour", GAP, "treaty", GAP]),
        ("harbour (treaty) storm", ["harbour", GAP, "treaty", GAP, "storm", GAP]),
        ("harbour: “treaty”", ["harbour", GAP, "treaty", GAP]),
        ("harbour\ntreaty", ["harbour", GAP, "treaty", GAP]),
        ("of the and", [GAP]),
        ("", [GAP]),
    ],
)
def test_removed_words_and_pauses_leave_one_gap_for_each_run(spoken, text, tokens):
    assert tokenize(spoken(text)).iloc[0] == tokens


@pytest.mark.parametrize(
    ("word", "dictionary_form"),
    [
        ("wars", "war"),
        ("States", "state"),
        ("strengthened", "strengthen"),
        ("treaties", "treaty"),
        ("войны", "война"),
        ("Угрозами", "угроза"),
        ("государств", "государство"),
        ("надёжного", "надежный"),
    ],
)
def test_words_become_lemmas_of_the_language_of_their_script(spoken, word, dictionary_form):
    assert tokenize(spoken(word)).iloc[0] == [dictionary_form, GAP]
    assert lemma(word.lower()) == dictionary_form


def test_without_lemmas_words_stay_as_written_in_small_letters(spoken):
    tokens = tokenize(spoken("Strengthened treaties, надёжного мира"), lemmas=False).iloc[0]
    assert tokens == ["strengthened", "treaties", "надёжного", "мира", GAP]


@pytest.mark.parametrize("word", ["Orlan's", "Orlan’s", "ORLAN", "Or\xadlan"])
def test_possessives_capitals_and_soft_hyphens_do_not_make_other_words(spoken, word):
    assert tokenize(spoken(word)).iloc[0] == ["orlan", GAP]


def test_numbers_are_no_tokens(spoken):
    assert tokenize(spoken("2031 harbours, 16 treaties")).iloc[0] == ["harbour", "treaty", GAP]


@pytest.mark.parametrize("word", ["the", "whose", "would", "и", "которого", "ещё", "еще"])
def test_function_words_of_both_languages_are_stop_words(spoken, word):
    assert word in stop_word_list()
    assert tokenize(spoken(word)).iloc[0] == [GAP]


@pytest.mark.parametrize(
    "word", ["world", "order", "state", "free", "new", "мир", "мира", "порядок"]
)
def test_the_words_that_framings_are_made_of_are_no_stop_words(word):
    assert word not in stop_word_list()


@pytest.mark.parametrize("own", [["treaties"], ["treaty"]])
def test_own_stop_words_are_matched_as_form_or_as_lemma_and_replace_the_list(spoken, own):
    assert tokenize(spoken("the treaties"), stop_words=own).iloc[0] == ["the", GAP]


def test_an_empty_list_of_stop_words_keeps_every_word(spoken):
    tokens = tokenize(spoken("We keep all of it"), stop_words=(), lemmas=False).iloc[0]
    assert tokens == ["we", "keep", "all", "of", "it", GAP]


def test_shorter_words_than_asked_for_are_removed(spoken):
    tokens = tokenize(spoken("sea port harbour"), min_length=4).iloc[0]
    assert tokens == [GAP, "port", "harbour", GAP]


def test_phrases_are_joined_the_longest_first_and_never_across_a_pause(spoken):
    text = "The Inland Seas Pact. Inland Seas, inland. Seas"
    phrases = ["inland seas", "Inland Seas Pact"]
    tokens = tokenize(spoken(text), phrases=phrases, lemmas=False).iloc[0]
    expected = [GAP, "inland_seas_pact", GAP, "inland_seas", "inland", GAP, "seas", GAP]
    assert tokens == expected


def test_a_framing_stands_as_one_token_in_place_of_its_words(spoken, marked):
    passages = spoken("Nobody wants hybrid wars here. ", "The hybrid wars of Vane. ")
    mentions = marked(passages, {"hybrid_war": "hybrid wars"})
    tokens = tokenize(passages, mentions, lemmas=False)
    assert tokens["a:0"] == [GAP, "wants", "<hybrid_war>", GAP]
    assert tokens["a:1"] == [GAP, "<hybrid_war>", GAP, "vane", GAP]


@pytest.mark.parametrize(
    "text",
    [
        "harbour. Hybrid wars. Treaty",
        "harbour (Hybrid wars) treaty",
        "harbour\nHybrid wars\ntreaty",
    ],
)
def test_a_pause_before_or_after_a_framing_is_a_gap(spoken, marked, text):
    passages = spoken(text)
    tokens = tokenize(passages, marked(passages, {"hybrid_war": "Hybrid wars"})).iloc[0]
    assert tokens == ["harbour", GAP, "<hybrid_war>", GAP, "treaty", GAP]


def test_framings_within_framings_are_all_counted(spoken, marked):
    passages = spoken("old hybrid wars end")
    mentions = marked(passages, {"hybrid_war": "hybrid wars", "war": "wars"})
    assert tokenize(passages, mentions).iloc[0] == ["old", "<hybrid_war>", "<war>", "end", GAP]


def test_a_framing_is_kept_though_its_words_are_stop_words(spoken, marked):
    passages = spoken("all of us")
    mentions = marked(passages, {"togetherness": "all of us"})
    assert tokenize(passages, mentions).iloc[0] == ["<togetherness>", GAP]


def test_in_the_specimens_tokens_are_the_words_outside_mentions_and_the_mentions(
    passages, mentions
):
    tokens = tokenize(passages, mentions, **ALL_WORDS)
    kept = tokens.map(lambda listed: len([t for t in listed if t and not t.startswith("<")]))
    framings = tokens.map(lambda listed: len([t for t in listed if t.startswith("<")]))
    found = mentions.groupby("passage").size().reindex(tokens.index, fill_value=0)
    assert found.sum() > 20
    assert (framings == found).all()
    without = found[found == 0].index
    words = passages.set_index("passage")["words"]
    assert (kept[without] == words[without]).all()
    assert (kept[found > 0] < words[found > 0]).all()


def test_every_passage_keeps_its_row_in_order(passages, mentions):
    assert list(tokenize(passages, mentions).index) == list(passages["passage"])


def test_a_passage_without_words_is_a_row_without_tokens(spoken):
    tokens = tokenize(spoken("", "2031.", "harbour"))
    assert [any(listed) for listed in tokens] == [False, False, True]
    assert len(tokenize(spoken())) == 0


def test_the_inputs_stay_as_they_were(passages, mentions):
    before = passages.copy(deep=True), mentions.copy(deep=True)
    tokenize(passages, mentions, phrases=["inland seas"])
    pd.testing.assert_frame_equal(passages, before[0])
    pd.testing.assert_frame_equal(mentions, before[1])


@settings(deadline=None, derandomize=True, database=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_gaps_never_follow_each_other_and_the_last_token_is_one(spoken, pieces):
    tokens = tokenize(spoken(" ".join(pieces))).iloc[0]
    assert tokens[-1] == GAP
    assert not any(a == b == GAP for a, b in pairwise(tokens))


def test_passages_without_text_are_refused_with_the_way_to_their_counts(passages):
    with pytest.raises(DataError, match=r"no text to count.*topoi\.read_bundle"):
        tokenize(passages.drop(columns="text"))


def test_a_missing_column_is_named(passages, mentions):
    with pytest.raises(SchemaError, match="passages: no column 'start'"):
        tokenize(passages.drop(columns="start"))
    with pytest.raises(SchemaError, match="mentions: no column 'framing'"):
        tokenize(passages, mentions.drop(columns="framing"))
