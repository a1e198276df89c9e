"""The pages of the Kremlin, as JSON lines, from the file to passages."""

from __future__ import annotations

import json

import pytest

from topoi.documents import read_kremlin
from topoi.voices import attribute


@pytest.fixture(scope="module")
def file(shared):
    return shared / "corpora" / "kremlin" / "kremlin_press_2021-10_2022-06.jsonl"


@pytest.fixture(scope="module")
def kremlin(file):
    return read_kremlin(file)


def test_every_line_is_a_document_or_a_problem(kremlin, file):
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    lost = kremlin.problems[kremlin.problems["document"].isna()]
    assert len(kremlin.documents) + len(lost) == len(lines)
    assert set(kremlin.documents["document"]) <= {line["id"] for line in lines}


def test_dates_titles_and_the_outlet_are_those_of_the_file(kremlin, file):
    given = {line["id"]: line for line in map(json.loads, file.read_text("utf-8").splitlines())}
    for document in kremlin.documents.itertuples():
        assert str(document.date.date()) == given[document.document]["date"]
        assert document.title.split() == given[document.document]["title"].split()
        assert document.outlet == "Kremlin"


def test_passages_partition_every_page_and_the_president_speaks_most(kremlin):
    passages = attribute(kremlin.documents)
    for document, part in passages.groupby("document"):
        whole = kremlin.documents.set_index("document").loc[document, "text"]
        assert "".join(part["text"]) == whole
    words = passages[passages["voice"] == "speech"].groupby("speaker")["words"].sum()
    assert words.idxmax() == "Vladimir Putin"


def test_the_sentence_below_the_headline_is_the_first_paragraph_and_names_the_sender(tmp_path):
    words = "“We wish calm water to all of you and to your boats.”"
    page = {"id": "1", "date": "2031-10-16", "title": "Greetings to captains", "organization": "P"}
    page |= {"summary": "Ivo Vane sent greetings.", "text": f"The message reads, in part:{words}"}
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps(page), encoding="utf-8")
    documents = read_kremlin(path).documents
    assert documents["text"].iloc[0].startswith("Ivo Vane sent greetings.\nThe message reads")
    said = attribute(documents).query("voice == 'quotation'")
    assert said[["speaker", "text"]].values.tolist() == [["Ivo Vane", words]]
