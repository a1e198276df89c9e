"""The five seeds: every framing occurrence has the right voice and speaker."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import Any

import pandas as pd
import pytest
from offsets import original_offsets

from topoi.documents import Reading, read_sources
from topoi.voices import attribute
from topoi.voices.persons.names import same_person


@pytest.fixture(scope="module")
def seeds(shared) -> Reading:
    """The seeds, read."""
    return read_sources(shared / "seeds")


@pytest.fixture(scope="module")
def passages(seeds) -> pd.DataFrame:
    """Their passages."""
    return attribute(seeds.documents)


@pytest.fixture(scope="module")
def occurrences(shared) -> list[dict[str, Any]]:
    """The framing occurrences of the gold: not those in headlines, nor those that repeat."""
    lines = (shared / "eval" / "attribution" / "seeds_gold.jsonl").read_text("utf-8").splitlines()
    return [
        {**framing, "doc": entry["doc"]}
        for entry in map(json.loads, lines)
        for framing in entry["framings"]
        if not framing.get("in_headline") and not framing.get("duplicate")
    ]


@pytest.fixture(scope="module")
def places(shared, seeds) -> dict[str, list[int]]:
    """For every character of each seed's cleaned text, where it stands in the raw file."""
    return {
        row.document: original_offsets(
            row.text,
            seeds.removed[seeds.removed.document == row.document],
            (shared / "seeds" / row.source).read_bytes().decode("utf-8"),
        )
        for row in seeds.documents.itertuples()
    }


def words_of(name: str) -> set[str]:
    """The telling words of a body's name."""
    same = {"defense": "defence", "russia": "russian"}
    words = re.findall(r"[a-z]{4,}", name.lower())
    return {same.get(word, word) for word in words} - {"federation", "member", "states"}


def is_speaker(found: object, wanted: str | None) -> bool:
    """Whether the speaker found is the gold's: one person's name, or one body's telling words."""
    if wanted is None or pd.isna(found):
        return wanted is None and pd.isna(found)
    return same_person(str(found), wanted) or words_of(str(found)) == words_of(wanted)


def test_each_framing_occurrence_has_the_voice_and_speaker_of_the_gold(
    passages, occurrences, places
):
    wrong = []
    for framing in occurrences:
        at = bisect_right(places[framing["doc"]], framing["start"]) - 1
        here = passages[(passages.document == framing["doc"]) & (passages.start <= at)].iloc[-1]
        if here.voice != framing["voice"] or not is_speaker(here.speaker, framing["speaker"]):
            wrong.append((framing["id"], here.voice, here.speaker, framing["speaker"]))
    assert len(occurrences) == 36  # ../shared/eval/README.md
    assert wrong == []


def test_the_passages_of_a_seed_partition_its_text(seeds, passages):
    together = passages.groupby("document").text.agg("".join)
    assert together.to_dict() == seeds.documents.set_index("document").text.to_dict()


def test_of_persons_only_those_who_say_something_in_a_seed_speak_there(passages):
    full_names = passages[passages.speaker.str.fullmatch(r"[A-Z]\w+ [A-Z]\w+").fillna(False)]
    persons = full_names.groupby("document").speaker.unique().map(list)
    assert {document[:3]: speakers for document, speakers in persons.items()} == {
        "000": ["Sergey Burutin"],
        "001": ["Andrei Belousov"],
        "003": ["Taalatbek Masadikov"],
        "004": ["Anatoly Sidorov"],
    }
