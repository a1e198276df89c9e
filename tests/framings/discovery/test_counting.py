"""Phrases: what recurs, what is one phrase, what explains it."""

from __future__ import annotations

import pandas as pd
import pytest
from debate import passages

from topoi.errors import DataError
from topoi.framings import count_phrases, find_framings
from topoi.tables import empty


def counted(*texts: str, least: int = 2, **options: object) -> dict[str, int]:
    table = count_phrases(passages(*texts, **options), min_documents=least, min_units=least)
    return table.groupby("phrase", observed=True)["n"].sum().to_dict()


def test_a_phrase_begins_and_ends_with_a_content_word():
    assert counted("We sing of the quiet river.", "You tell of the quiet river and") == {
        "quiet river": 2
    }


def test_function_words_stay_inside():
    assert counted("Harbour of the winds.", "To the harbour of the winds!") == {
        "harbour of the winds": 2
    }


@pytest.mark.parametrize(
    "apart",
    [
        "quiet. River",
        "quiet, river",
        "quiet\nriver",
        "quiet 7 river",
        "quiet – river",
        "quiet; river",
    ],
)
def test_no_phrase_crosses_marks_line_breaks_or_numbers(apart):
    assert counted(apart, apart) == {}


@pytest.mark.parametrize(
    "joined", ["“quiet” river", "quiet  river", "Quiet river", "«quiet» river"]
)
def test_quotation_marks_and_capitals_part_nothing(joined):
    assert counted(joined, "a quiet river") == {"quiet river": 2}


def test_hyphen_and_blank_are_one_phrase_written_as_it_mostly_is():
    texts = ["a stone-built harbour", "a stone-built harbour", "a stone built harbour"]
    assert counted(*texts, least=3) == {"stone-built harbour": 3}


def test_no_phrase_begins_or_ends_within_a_hyphenated_word():
    assert counted("ice-cold river", "ice-cold river") == {"ice-cold river": 2}
    assert counted("a well-being", "a well-being") == {}


def test_a_capital_counts_within_a_sentence_only():
    assert counted("Vellin harbour. Vellin harbour", "the Vellin harbour") == {"Vellin harbour": 3}
    assert counted("Quiet river.", "A quiet river.", "On the quiet river.", least=3) == {
        "quiet river": 3
    }


def test_a_part_that_hardly_stands_alone_is_left_out_for_the_whole():
    whole = ["a very quiet blue river"] * 10
    assert counted(*whole, least=2) == {"quiet blue river": 10}
    assert counted(*whole, *["blue river"] * 2, least=2) == {
        "quiet blue river": 10,
        "blue river": 12,
    }


def test_what_one_speaker_says_does_not_recur():
    table = passages("quiet river", "quiet river").assign(speaker="one")
    assert count_phrases(table, min_documents=2, min_units=2).empty
    assert len(count_phrases(table, min_documents=2, min_units=1)) == 2


def test_narration_and_passages_without_a_speaker_are_not_counted():
    assert counted("quiet river", "quiet river", voice="narration") == {}
    table = passages("quiet river", "quiet river").assign(speaker=[None, "one"])
    assert count_phrases(table, min_documents=1, min_units=1)["passage"].tolist() == ["d1:0"]


def test_mentions_explain_the_occurrences_that_they_overlap():
    texts = (
        "a multipolar world of hybrid wars",
        "the multipolar world, hybrid quiet",
        "world of wars",
    )
    table = passages(*texts)
    found = count_phrases(table, find_framings(table), min_documents=1, min_units=1)
    explained = found.astype({"framing": "object"}).set_index(["passage", "phrase"])["framing"]
    assert explained["d0:0", "multipolar world of hybrid wars"] == "hybrid_war;multipolarity"
    assert explained["d1:0", "multipolar world"] == "multipolarity"
    assert pd.isna(explained["d1:0", "hybrid quiet"])


def test_occurrences_of_one_passage_are_parted_by_what_explains_them():
    table = passages("quiet river. Then a quiet river, and a quiet river.")
    mentions = pd.DataFrame(
        {
            "mention": ["m"],
            "framing": ["f"],
            "passage": ["d0:0"],
            "start": [102],
            "end": [104],
            "variant": ["x"],
        }
    ).reindex(columns=empty("mentions").columns)
    found = count_phrases(table, mentions, min_documents=1, min_units=1)
    rows = found[found["phrase"] == "quiet river"].astype({"framing": "object"})
    assert set(rows["n"]) == {1, 2}
    assert rows.loc[rows["n"] == 1, "framing"].tolist() == ["f"]


def test_russian_words_have_no_hyphen_trouble_and_ё_is_е():
    assert counted("тихая зелёная река", "у тихой реки зеленая река", least=2) == {
        "зеленая река": 2
    }


def test_the_same_table_for_any_order_of_passages():
    table = passages("the quiet river and the sea", "a quiet river", "the quiet river and the sea")
    forward = count_phrases(table, min_documents=2, min_units=2)
    back = count_phrases(table.iloc[::-1], min_documents=2, min_units=2)
    key = ["phrase", "passage"]
    a, b = (t.astype("str").sort_values(key, ignore_index=True) for t in (forward, back))
    pd.testing.assert_frame_equal(a, b)


def test_passages_without_text_are_refused():
    with pytest.raises(DataError, match="no text to count phrases in"):
        count_phrases(passages("quiet river").drop(columns="text"))
    with pytest.raises(DataError, match="no column 'delegation'"):
        count_phrases(passages("quiet river"), unit="delegation")
