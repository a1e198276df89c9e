"""Candidates as entries of a lexicon: they are read, and they find what they were made from."""

from __future__ import annotations

import pandas as pd
import pytest
from debate import passages

from topoi.errors import DataError
from topoi.framings import as_toml, candidate_entry, failing_examples, find_framings, read_lexicon
from topoi.tables import empty

VARIANTS = {
    "unilateral coercive measures": "unilateral coercive measures; unilateral coercive measure; coercive measures",
    "rules-based order": "rules-based order; rules-based orders",
    "тихая река": "тихая река; тихой реки; река тихая",
    "people's will": "people's will; will of the people",
}


@pytest.mark.parametrize("phrase", VARIANTS)
def test_an_entry_finds_every_variant(phrase):
    variants = VARIANTS[phrase].split("; ")
    entry = candidate_entry({"phrase": phrase, "variants": VARIANTS[phrase]})
    table = passages(*(f"they spoke of {variant} again" for variant in variants))
    assert set(find_framings(table, {entry.framing: entry})["passage"]) == set(table["passage"])


def test_other_forms_of_the_words_are_found_too():
    entry = candidate_entry({"phrase": "тихая река", "variants": "тихая река"})
    table = passages("о тихих реках", "о тихом море")
    assert find_framings(table, {"calm": entry})["passage"].tolist() == ["d0:0"]


def candidates(*phrases: str) -> pd.DataFrame:
    table = empty("candidates").reindex(range(len(phrases)))
    texts = {
        "found_by": "rise",
        "trend": "rise",
        "period": "late",
        "said_by": "A (2)",
        "first_document": "a",
    }
    counts = dict.fromkeys(["wordings", "n", "documents", "units", "speakers"], 3)
    return table.assign(
        rank=range(1, len(phrases) + 1), phrase=phrases, variants=phrases, p=0.01, **texts, **counts
    )


def test_the_toml_is_a_lexicon_without_fault(tmp_path):
    table = candidates(
        "quiet river", "rules-based order", "тихая река", "quiet rivers", "Quiet river"
    )
    path = tmp_path / "found.toml"
    path.write_text(as_toml(table), "utf-8")
    assert list(read_lexicon(path)) == [
        "quiet_river",
        "rules_based_order",
        "тихая_река",
        "quiet_rivers",
        "quiet_river_2",
    ]
    assert failing_examples(path).empty
    assert path.read_text("utf-8").count("TODO") == 10


def test_only_the_best_are_written_and_never_what_was_left_out():
    table = candidates("quiet river", "golden harbour")
    assert "golden" not in as_toml(table, top=1)
    with pytest.raises(DataError, match="none"):
        as_toml(table.assign(rank=pd.array([None, None], dtype="Int64")))
