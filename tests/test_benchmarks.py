"""What the benchmarks share: places in a cleaned text as places in the file it was read from."""

from __future__ import annotations

import json

import pytest
from offsets import original_offsets
from predict import predictions

from topoi.documents import read_sources

PAGE = """Council meets in Orlan
14.05.2031
ORLAN (Merid) - The Council met.
“We shall not wait for others,” Defence Minister Toma Virask said.
(Source: Merid)
“Nobody else shall wait,” Virask added. (Source: Merid)
“We shall see,” she said. (Source: Merid)
"""
WRAPPED = """“We shall not wait for others and we shall not ask others to wait
for us,” Defence Minister Toma Virask said on the shore of the lake be-
fore a small audience. The minister added that the lake had been calm
since the morning and would stay calm.
"""


@pytest.mark.parametrize("raw", [PAGE, "\ufeff" + PAGE, PAGE.replace("\n", "\r\n"), WRAPPED])
def test_a_letter_of_the_cleaned_text_is_the_same_letter_of_the_file(raw, tmp_path):
    (tmp_path / "page.txt").write_bytes(raw.encode("utf-8"))
    reading = read_sources(tmp_path)
    text = reading.documents.text[0]
    assert text != raw
    places = original_offsets(text, reading.removed, raw)
    assert places == sorted(places)
    assert [raw[p] for c, p in zip(text, places, strict=False) if c.isalpha()] == [
        c for c in text if c.isalpha()
    ]


def test_predictions_have_the_words_of_the_original_and_the_phrase_that_names_the_speaker(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (document, text, rows), *_ = predictions(tmp_path)
    assert (document, text) == ("page", PAGE)
    found = [(text[r["start"] : r["end"]].strip(), r["speaker"]) for r in rows]
    assert found == [
        ("“We shall not wait for others,”", "Toma Virask"),
        ("“Nobody else shall wait,”", "Toma Virask"),
        ("“We shall see,”", "Toma Virask"),
    ]
    phrases = [text[a:b] for row in rows for a, b in row["speaker_spans"]]
    assert phrases == ["Defence Minister Toma Virask", "Virask", "she"]


def test_predictions_of_json_lines_go_by_their_identifier(tmp_path):
    page = {"id": "7", "date": "2031-01-02", "title": "Talks", "organization": "Press office"}
    page["text"] = "Toma Virask said that the lake was calm."
    (tmp_path / "pages.jsonl").write_text(json.dumps(page), encoding="utf-8")
    (document, text, rows), *_ = predictions(tmp_path / "pages.jsonl")
    assert (document, text, len(rows)) == ("7", page["text"], 1)
