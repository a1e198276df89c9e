"""What the benchmarks share: places in a cleaned text as places in the file it was read from."""

from __future__ import annotations

import json
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from offsets import original_offsets
from predict import predictions

from topoi.documents import read_sources
from topoi.errors import LexiconError
from topoi.framings.matching.search import search
from topoi.framings.patterns import compile_pattern

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


@pytest.fixture(scope="module")
def finding(root):
    """The benchmark of finding framings; `speed` is also the name of another one."""
    place = root / "benchmarks" / "framings" / "speed.py"
    spec = spec_from_file_location("framings_speed", place)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("n", [20, 200, 1000])
def test_a_lexicon_to_measure_has_as_many_patterns_as_it_says(finding, n):
    patterns = finding.patterns_of(finding.lexicon_of(n))
    assert len({pattern.written for pattern in patterns}) == n


def test_wordings_are_what_a_glob_can_be_in_the_words_there_are(finding):
    fitting = finding.words_of(["calm", "lake", "lakes", "laker", "the"])
    assert finding.wordings_of("calm lake*", fitting) == ["calm lake", "calm lakes", "calm laker"]
    with pytest.raises(LexiconError):
        finding.wordings_of("calm * lake", fitting)


def test_peers_look_for_the_same_patterns_as_topoi(finding):
    patterns = [compile_pattern(written) for written in ("calm lake*", "deep (lake|sea)")]
    text = "calm lakes, a deep lake; becalm lake, deeply lake, calm laker"
    found = search([text], patterns)[0]
    assert finding.with_re(text, patterns)[1] == len(found) == 3
