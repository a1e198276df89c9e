"""Corrections by hand win over the rules, and are held against the text that they speak of."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.errors import DataError, SchemaError, SourceError
from topoi.tables import empty
from topoi.voices import attribute, read_corrections

TEXT = "“We need a plan now,” Ivo Orlan said. He said that the ferry was late.\nNobody came."


@pytest.fixture
def documents() -> pd.DataFrame:
    """One document of two paragraphs."""
    one = empty("documents").reindex(range(1))
    return one.assign(document="a", source="a.txt", sha256="", text=TEXT)


def corrections(*rows: dict[str, object]) -> pd.DataFrame:
    columns = list(empty("corrections").columns)
    return pd.DataFrame(list(rows)).reindex(columns=columns).assign(document="a")


def span(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def test_a_correction_replaces_what_the_rules_said(documents):
    by_hand = corrections(
        {**span("“We need a plan now,”"), "voice": "quotation", "speaker": "Nadia Vesk"}
    )
    rows = attribute(documents, corrections=by_hand)
    assert "".join(rows["text"]) == TEXT
    first = rows.iloc[0]
    assert (first.speaker, first.rule, first.confidence) == ("Nadia Vesk", "correction", 1.0)
    assert "Ivo Orlan" in set(rows["speaker"].dropna())  # what was not corrected stays


def test_narration_by_hand_has_no_speaker(documents):
    by_hand = corrections({**span("the ferry was late"), "voice": "narration"})
    rows = attribute(documents, corrections=by_hand)
    late = rows[rows["text"].str.contains("ferry")].iloc[0]
    assert (late.voice, late.rule) == ("narration", "correction")
    assert pd.isna(late.speaker)
    assert pd.isna(late.kind)


def test_a_correction_may_cover_what_the_rules_cut_and_cut_what_they_left_whole(documents):
    by_hand = corrections(
        {"start": 0, "end": TEXT.index("\n"), "voice": "speech", "speaker": "Ivo Orlan"},
        {**span("Nobody"), "voice": "reported", "speaker": "Lake Council", "organization": "Merid"},
    )
    rows = attribute(documents, corrections=by_hand)
    assert "".join(rows["text"]) == TEXT
    assert rows["voice"].tolist() == ["speech", "reported", "narration"]
    assert rows["organization"].tolist()[1] == "Merid"


def test_post_and_body_that_a_correction_leaves_open_are_those_of_the_document():
    text = "“We need a plan now,” Minister Ivo Orlan of Merid said. The ferry was late, too."
    one = empty("documents").reindex(range(1))
    one = one.assign(document="a", source="a.txt", sha256="", text=text)
    given = attribute(one).query("voice == 'quotation'").iloc[0]
    assert given.role
    start = text.index("The ferry")
    by_hand = corrections(
        {"start": start, "end": len(text), "voice": "reported", "speaker": "Orlan"}
    )
    late = attribute(one, corrections=by_hand).iloc[-1]
    assert (late.speaker, late.role) == ("Ivo Orlan", given.role)


def test_without_corrections_nothing_changes(documents):
    none = corrections().iloc[:0]
    pd.testing.assert_frame_equal(attribute(documents), attribute(documents, corrections=none))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"start": 5, "end": 999, "voice": "speech"}, "not a stretch of its text"),
        ({"start": 5, "end": 5, "voice": "speech"}, "not a stretch of its text"),
        (
            {"start": 0, "end": 4, "voice": "speech", "text": "other words"},
            "other words stand there",
        ),
    ],
)
def test_a_correction_that_does_not_fit_is_refused(documents, row, message):
    with pytest.raises(DataError, match=f"document 'a'.*{message}"):
        attribute(documents, corrections=corrections(row))


def test_corrections_that_overlap_are_refused(documents):
    rows = [{"start": 0, "end": 9, "voice": "speech"}, {"start": 5, "end": 12, "voice": "speech"}]
    with pytest.raises(DataError, match="overlaps the one before"):
        attribute(documents, corrections=corrections(*rows))


def test_corrections_of_documents_that_are_not_read_are_named(documents):
    stray = corrections({"start": 0, "end": 4, "voice": "speech"}).assign(document="b")
    with pytest.warns(UserWarning, match="1 document.*'b'"):
        attribute(documents, corrections=stray)


def test_a_file_of_corrections(tmp_path):
    file = tmp_path / "corrections.csv"
    file.write_text("document,start,end,voice,speaker\na,0,4,speech,Ivo Orlan\n", "utf-8")
    assert read_corrections(file)["start"].tolist() == [0]
    file.write_text("document,start,end,voice,speaker\na,x,4,speech,Ivo Orlan\n", "utf-8")
    with pytest.raises(SourceError, match=r"corrections\.csv: line 2: start is 'x'"):
        read_corrections(file)
    file.write_text("document,start,end,voice,speaker\na,0,4,song,Ivo Orlan\n", "utf-8")
    with pytest.raises(SchemaError, match="'song'"):
        read_corrections(file)
    with pytest.raises(SourceError, match="cannot be read"):
        read_corrections(tmp_path / "none.csv")
