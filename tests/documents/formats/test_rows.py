"""CSV and JSON in the forms that people save them."""

from __future__ import annotations

import json

import pytest

from topoi.documents import read_sources
from topoi.errors import SourceError

CALM = "The lake of Orvesk is calm today, and the ferry to Zhemir leaves on time."
SANK = "The ferry sank, the port of Orlan said, and nobody has anything to add to it."
ROWS = [{"id": 7, "text": CALM}, {"id": 8, "text": SANK, "title": "Ferry"}]


def texts(folder, name: str, data: str | bytes) -> list[str]:
    """The texts of the one file."""
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_sources(folder).documents.text)


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(map(json.dumps, ROWS)),
        json.dumps({"articles": ROWS}),
        json.dumps({"source": "x", "items": ROWS, "total": 2}),
        json.dumps([{**row, "text": [row["text"]]} for row in ROWS]),
        "\ufeff" + json.dumps(ROWS),
    ],
    ids=["array", "indented", "lines", "named array", "counted array", "paragraphs", "marked"],
)
@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".ndjson"])
def test_an_array_is_read_like_lines(tmp_path, written, suffix):
    assert texts(tmp_path, f"a{suffix}", written) == [CALM, SANK]


def test_one_object_is_one_document_and_paragraphs_are_lines(tmp_path):
    row = {"text": [CALM, SANK], "tags": [{"name": "x"}], "a": 1, "b": 2}
    assert texts(tmp_path, "a.json", json.dumps(row)) == [f"{CALM}\n{SANK}"]


def test_numbers_stay_as_they_are_written(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps([ROWS[0], {"text": SANK}]))
    documents = read_sources(tmp_path, columns={"document": "id"}).documents
    assert list(documents.document) == ["7", "a:2"]


@pytest.mark.parametrize("value", [[1, 2], "text", 5, [ROWS[0], 5], {}, []])
def test_json_that_is_no_documents_is_refused(tmp_path, value):
    (tmp_path / "a.json").write_text(json.dumps(value))
    with pytest.raises(SourceError):
        read_sources(tmp_path / "a.json")


def test_json_without_end_is_no_recursion(tmp_path):
    (tmp_path / "a.jsonl").write_text("[" * 100_000 + "\n" + json.dumps(ROWS[0]))
    reading = read_sources(tmp_path)
    assert (list(reading.documents.text), list(reading.problems.problem)) == ([CALM], ["not_json"])


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8-sig", False), ("utf-16", False), ("cp1251", True), ("utf-16-le", True)],
)
def test_a_table_of_a_spreadsheet_in_any_encoding(tmp_path, encoding, guessed):
    table = 'id;text\r\n1;"Озеро спокойно, и паром в Жемир уходит по расписанию."\r\n'
    (tmp_path / "a.csv").write_bytes(table.encode(encoding))
    reading = read_sources(tmp_path)
    assert reading.documents.text[0] == "Озеро спокойно, и паром в Жемир уходит по расписанию."
    assert list(reading.problems.problem) == ["encoding_guessed"] * guessed


def test_a_page_named_csv_is_read_as_a_page(tmp_path):
    pytest.importorskip("trafilatura")
    page = f"<html><body><p>{CALM}</p><p>{SANK}</p></body></html>"
    assert texts(tmp_path, "a.csv", page) == [f"{CALM}\n{SANK}"]


def test_tags_in_a_cell_become_lines(tmp_path):
    cell = f"<p>{CALM}</p><p>{SANK}<br/></p>"
    assert texts(tmp_path, "a.csv", f'text\n"{cell}"\n') == [f"{CALM}\n{SANK}"]
