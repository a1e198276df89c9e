"""Keywords in context: the words beside a mention, the order of lines, what is unknown."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.errors import DataError, LexiconError
from topoi.framings import concordance, find_pattern
from topoi.framings.concordance import days
from topoi.tables import check, empty

TEXT = {
    "a": "Peace, Orlan said, needs a just\norder now. Zeal for an order, old or new, is not enough.",
    "b": "Varnelia wants another order; every order Alike.",
    "c": "We want order",
}


def passages_of(texts, **more):
    """One passage a text, which is a document; `more` are columns."""
    table = pd.DataFrame({"document": list(texts), "text": list(texts.values())})
    table = table.assign(passage=table["document"] + ":0", start=0, end=table["text"].str.len())
    table = table.assign(voice="speech", rule="speech", confidence=1.0, words=9, **more)
    return table.reindex(columns=empty("passages").columns)


def documents_of(*dates, years=None):
    """Documents a, b, c with these dates."""
    table = pd.DataFrame({"document": list("abc"), "source": "s", "sha256": "0"})
    date = pd.to_datetime(pd.Series(list(dates)))
    year = date.dt.year.astype("Int64") if years is None else pd.array(years, dtype="Int64")
    table = table.assign(date=date, year=year, outlet="Vane Wire", title="An order")
    return table.reindex(columns=empty("documents").columns)


@pytest.fixture(scope="module")
def said():
    """Passages in which "order" stands five times."""
    return passages_of(TEXT, speaker=["orlan", None, "Bela Vane"])


@pytest.fixture(scope="module")
def found(said):
    """The five mentions."""
    return find_pattern(said, "order*")


def test_the_words_on_either_side_are_those_of_the_passage(said, found):
    table = concordance(found, said, width=12)
    assert table["match"].tolist() == ["order"] * 5
    assert table[["left", "right"]].iloc[0].tolist() == ["eeds a just", "now. Zeal f"]
    assert table[["left", "right"]].iloc[4].tolist() == ["We want", ""]
    whole = concordance(found, said, width=1000)
    for row in whole.itertuples():
        parts = [part for part in (row.left, row.match, row.right) if part]
        assert "".join(" ".join(parts).split()) == "".join(TEXT[row.document].split())


def test_it_is_a_table_with_a_schema_and_leaves_its_inputs_alone(said, found):
    documents = documents_of("2031-05-04", None, "2030-01-01")
    before = [t.copy() for t in (found, said, documents)]
    table = concordance(found, said, documents, sort="right")
    pd.testing.assert_frame_equal(check(table, "concordance"), table)
    for now, was in zip((found, said, documents), before, strict=True):
        pd.testing.assert_frame_equal(now, was)
    assert len(concordance(found.head(0), said, documents)) == 0


def test_lines_sort_by_the_words_beside_whatever_their_letters_and_marks(said, found):
    beside = concordance(found, said, sort="right")["right"].tolist()
    assert [text.strip(";, ")[:5] for text in beside] == ["", "Alike", "every", "now. ", "old o"]
    beside = concordance(found, said, sort="left")["left"].tolist()
    assert [text.split()[-1] for text in beside] == ["an", "another", "every", "just", "want"]


def test_of_two_equal_neighbours_the_next_decides():
    said = passages_of({"a": "war of ours now", "b": "war of all", "c": "war of ours again"})
    table = concordance(find_pattern(said, "war"), said, sort="right")
    assert table["right"].tolist() == ["of all", "of ours again", "of ours now"]


def test_dates_sort_by_the_day_a_year_by_its_first_and_unknown_ones_last(said, found):
    documents = documents_of("2031-05-04", None, None, years=[2031, 2031, None])
    table = concordance(found, said, documents, sort="date")
    assert table["document"].tolist() == ["b", "b", "a", "a", "c"]
    assert table.loc[2, "outlet"] == "Vane Wire"


def test_speakers_sort_by_name_and_nobody_comes_last(said, found):
    table = concordance(found, said, sort="speaker")
    assert table["speaker"].fillna("?").tolist() == ["Bela Vane", "orlan", "orlan", "?", "?"]


def test_without_texts_everything_but_the_words_is_shown(said, found):
    bare = said.drop(columns="text")
    table = concordance(found, bare, sort="left")
    assert table[["left", "match", "right"]].isna().all(axis=None)
    assert table["variant"].tolist() == ["order"] * 5
    assert table["speaker"].notna().sum() == 3


def test_documents_lend_their_texts(said, found):
    documents = documents_of(None, None, None).assign(text=list(TEXT.values()))
    shifted = said.drop(columns="text").assign(start=[5, 0, 0])
    table = concordance(found, shifted, documents)
    pd.testing.assert_series_equal(table["right"], concordance(found, said)["right"])
    assert concordance(found, said).loc[0, "left"] == "Peace" + table.loc[0, "left"]


def test_a_passage_or_a_document_that_is_missing_is_named(said, found):
    with pytest.raises(DataError, match="passage 'a:0' is not among the passages"):
        concordance(found, said.iloc[1:])
    with pytest.raises(DataError, match="document 'c' is not among the documents"):
        concordance(found, said, documents_of(None, None, None).head(2))
    with pytest.raises(DataError, match="'middle' is none of right, left, date, speaker"):
        concordance(found, said, sort="middle")


def test_a_known_year_is_all_its_days():
    table = pd.DataFrame({"date": pd.to_datetime([None, None]), "year": [2031, None]})
    assert days(table).isna().sum().tolist() == [1, 1]
    assert days(pd.DataFrame({"speaker": ["a"]})).isna().all(axis=None)


def test_a_pattern_is_a_framing_of_its_own_name():
    said = passages_of({"a": "Hybrid cyber wars.", "b": "гибридная война"})
    found = find_pattern(said, "hybrid <1> war*")
    assert found["framing"].tolist() == ["hybrid <1> war*"]
    assert find_pattern(said, "гибридн* войн*")["language"].tolist() == ["ru"]
    with pytest.raises(LexiconError, match="never closed"):
        find_pattern(said, "hybrid (war")
