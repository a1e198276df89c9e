"""Words in their places: what is removed keeps its place, a framing has one, overlaps share it."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.tables import empty
from topoi.words import place_terms, tokenize


def placed(spoken, text: str, *mentions: tuple[str, str], **options) -> list[list]:
    """Sentence, place and term; a mention is a framing and the words that it covers."""
    rows = [(f, text.index(w), text.index(w) + len(w)) for f, w in mentions]
    table = empty("mentions").reindex(range(len(rows)))
    passages = spoken(text)
    table = table.assign(
        mention=[str(i) for i in range(len(rows))],
        framing=[f for f, _, _ in rows],
        passage=passages["passage"].iloc[0],
        start=[int(passages["start"].iloc[0]) + a for _, a, _ in rows],
        end=[int(passages["start"].iloc[0]) + b for _, _, b in rows],
        variant="",
    )
    places = place_terms(passages, table if rows else None, **options)
    return places[["sentence", "place", "term"]].values.tolist()


def test_removed_words_keep_their_places_and_marks_and_numbers_have_none(spoken):
    assert placed(spoken, "The harbour, of 2031: a treaty.") == [
        [0, 1, "harbour"],
        [0, 4, "treaty"],
    ]


def test_sentences_are_numbered_and_places_run_on(spoken):
    text = "Harbours close. Storms rise!\nTreaties"
    assert placed(spoken, text, lemmas=False) == [
        [0, 0, "harbours"],
        [0, 1, "close"],
        [1, 2, "storms"],
        [1, 3, "rise"],
        [2, 4, "treaties"],
    ]


def test_a_framing_of_several_words_has_one_place(spoken):
    text = "Dravia wages a hybrid cyber war against Merid"
    found = placed(spoken, text, ("hybrid_war", "hybrid cyber war"), lemmas=False)
    assert found == [
        [0, 0, "dravia"],
        [0, 1, "wages"],
        [0, 3, "<hybrid_war>"],
        [0, 5, "merid"],
    ]


def test_framings_that_overlap_share_a_place(spoken):
    text = "for a just multipolar world in peace"
    found = placed(spoken, text, ("just_order", "just multipolar world"), ("poles", "multipolar"))
    assert found == [[0, 2, "<just_order>"], [0, 2, "<poles>"], [0, 4, "peace"]]


def test_the_same_terms_are_kept_as_in_tokens(passages, mentions):
    places = place_terms(passages, mentions)
    tokens = tokenize(passages, mentions)
    counted = pd.Series([t for listed in tokens for t in listed if t]).value_counts()
    placed = places["term"].astype("str").value_counts()
    pd.testing.assert_series_equal(
        placed.sort_index(), counted.sort_index(), check_names=False, check_dtype=False
    )


def test_a_corpus_without_texts_is_refused(passages):
    with pytest.raises(DataError, match="no order of words"):
        place_terms(passages.drop(columns="text"))
