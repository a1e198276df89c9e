"""The sample that was coded by hand, against what the lexicon and the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...measures.rates.validation import validate_framings, validate_stances
from ...tables import read
from .shared import Tables, facts_table


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["validation", "facts_by_validation"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    coded: str,
    level: float = 0.95,
    seed: int,
) -> Tables:
    """How far rules and coders agree on framings, use and attitude, with intervals over documents.

    `coded` is a folder with coded_mentions.csv and coded_sentences.csv (schemas of these names).
    What lies outside the corpus of the study is left out, and counted.
    """
    sample, sentences = read("coded_mentions", coded), read("coded_sentences", coded)
    mine = sample[sample["document"].isin(passages["document"])]
    theirs = sentences[sentences["document"].isin(passages["document"])]
    options: dict[str, Any] = {"level": level, "random_state": seed}
    parts = [
        validate_framings(theirs, mentions, passages, **options),
        validate_stances(mine, mentions, passages, **options),
    ]
    facts = {
        "mentions": len(mine),
        "mentions_outside": len(sample) - len(mine),
        "no_instance": int((mine["instance"] == "no").sum()),
        "sentences": len(theirs),
        "sentences_outside": len(sentences) - len(theirs),
        "documents": len({*mine["document"], *theirs["document"]}),
    }
    return {
        "validation": pd.concat(parts, ignore_index=True),
        "facts_by_validation": facts_table(facts, "coded_mentions, coded_sentences"),
    }
