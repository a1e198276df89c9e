"""The five seeds: exact and variant wordings of the gold are found, and no false friend is."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from topoi.documents import read_sources
from topoi.framings import find_framings
from topoi.voices import attribute

HERE = {  # framings of the gold -> of the lexicon, which cuts some of them finer
    "american_centric_west": {"unipolarity", "collective_west", "western_states"},
    "collapse_of_security_system": {"collapse_of_security"},
    "collective_security": {"collective_security"},
    "greater_eurasia": {"greater_eurasia", "eurasian_security"},
    "hybrid_war": {"hybrid_war"},
    "indivisible_security": {"indivisible_security"},
    "multipolar": {"multipolarity"},
    "new_challenges_threats": {"new_challenges"},
    "regional_stability": {"regional_stability"},
    "use_of_force": set(),  # not followed: the lexicon has no such framing
}


@pytest.fixture(scope="module")
def seeds(shared) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """The gold, and the mentions with document and offsets in the raw file."""
    lines = (shared / "eval" / "attribution" / "seeds_gold.jsonl").read_text("utf-8").splitlines()
    reading = read_sources(shared / "seeds")
    passages = attribute(reading.documents)
    mentions = find_framings(passages)
    mentions = mentions.merge(passages[["passage", "document"]], on="passage")
    raw = {}
    for document in reading.documents.itertuples():
        removed = reading.removed[reading.removed.document == document.document]
        size = len(document.text) + int((removed.end - removed.start).sum())
        out = {i for row in removed.itertuples() for i in range(row.start, row.end)}
        raw[document.document] = [i for i in range(size) if i not in out]
    mentions["first"] = [raw[m.document][m.start] for m in mentions.itertuples()]
    mentions["last"] = [raw[m.document][m.end - 1] for m in mentions.itertuples()]
    return [json.loads(line) for line in lines], mentions


def overlapping(mentions: pd.DataFrame, document: str, span: dict[str, Any]) -> pd.DataFrame:
    """Mentions that share a character with a gold span."""
    rows = mentions[mentions.document == document]
    return rows[(rows["first"] < span["end"]) & (span["start"] <= rows["last"])]


def test_exact_and_variant_wordings_of_the_seeds_are_found(seeds):
    gold, mentions = seeds
    missed = [
        (framing["id"], framing["text"])
        for entry in gold
        for framing in entry["framings"]
        if framing["match"] != "related"
        and not framing.get("in_headline")
        and not framing.get("duplicate")
        and HERE[framing["framing"]]
        and not HERE[framing["framing"]] & set(overlapping(mentions, entry["doc"], framing).framing)
    ]
    assert missed == []


def test_false_friends_of_the_seeds_are_not_found(seeds):
    gold, mentions = seeds
    wrong = [
        (negative["text"], variant)
        for entry in gold
        for negative in entry["negatives"]
        for variant in overlapping(mentions, entry["doc"], negative).variant
    ]
    assert wrong == []


def test_headlines_and_decks_hold_no_mention(seeds):
    gold, mentions = seeds
    repeated = [
        framing["id"]
        for entry in gold
        for framing in entry["framings"]
        if (framing.get("in_headline") or framing.get("duplicate"))
        and len(overlapping(mentions, entry["doc"], framing))
    ]
    assert repeated == []
