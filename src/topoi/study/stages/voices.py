"""Close reading: who says which framing, in which voice, in a handful of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...errors import StudyError
from ...measures.rates.reach import count_reach
from ...measures.rates.voices import UNKNOWN, count_voices, name_speakers
from ...tables import check
from ...topics import topic_refusal
from ..bundles import Bundle
from .shared import Tables, bundle_of, facts_table


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    made = ["voices", "statements", "reach_by_speaker", "topic_refusal_by_statements"]
    return [*made, "facts_by_voices"]


def compute(
    *,
    bundle: str | None = None,
    documents: str | None = None,
    columns: Mapping[str, str] | None = None,
    lexicon: str | None = None,
    actors: str | None = None,
    corrections: str | None = None,
    parser: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> Tables:
    """Who says which framing in which voice, in a handful of documents read closely."""
    whole = bundle_of(
        "voices",
        bundle,
        documents,
        columns=columns,
        lexicon=lexicon,
        actors=actors,
        corrections=corrections,
        parser=parser,
    )
    passages = name_speakers(whole.passages)
    said = whole.mentions.merge(passages[["passage", "document", "voice"]], on="passage")
    reach = count_reach(whole.mentions, passages, whole.documents, whole.reprints)
    facts = _voice_facts(whole, passages, said) | _reach_facts(whole, reach)
    refusal = topic_refusal(whole.counts)
    facts |= _refusal_facts(refusal)
    return {
        "voices": count_voices(whole.mentions, passages),
        "statements": check(_statements(whole, passages, labels or {}), "statements"),
        "reach_by_speaker": reach,
        "topic_refusal_by_statements": refusal,
        "facts_by_voices": facts_table(facts, "voices"),
    }


def _reach_facts(whole: Bundle, reach: pd.DataFrame) -> dict[str, Any]:
    """How much of this is said again, and how many events it is about."""
    repeated = whole.reprints[whole.reprints["level"] == "passage"]
    shared = whole.documents.groupby("event").size()
    return {
        "mentions_independent": int(reach["independent"].sum()),
        "reprints": int(whole.documents["duplicate_of"].notna().sum()),
        "passages_repeated": repeated["copy"].nunique(),
        "shared_events": int((shared > 1).sum()),
        "documents_of_shared_events": int(shared[shared > 1].sum()),
    }


def _voice_facts(whole: Bundle, passages: pd.DataFrame, said: pd.DataFrame) -> dict[str, Any]:
    words = passages.groupby("voice")["words"].sum()
    voice = said.groupby("voice").size()
    out: dict[str, Any] = {
        "documents": len(whole.documents),
        "words": int(words.sum()),
        "mentions": len(said),
        "framings": said["framing"].nunique(),
        "dated": int(whole.documents["date"].notna().sum()),
        "removed": sum(whole.manifest["removed"].values()),
        "removed_kinds": len(whole.manifest["removed"]),
    }
    for name in ("speech", "quotation", "reported", "narration"):
        out[f"words_{name}"] = int(words.get(name, 0))
        out[f"mentions_{name}"] = int(voice.get(name, 0))
    return out


def _refusal_facts(refusal: pd.DataFrame) -> dict[str, Any]:
    """Whether a topic model is refused, and what for."""
    criteria = refusal.set_index("criterion")
    small = (refusal["verdict"] != "enough").any()
    return {
        "too_small_for_lda": "yes" if small else "no",
        "sections": int(criteria.loc["sections", "value"]),
        "fewest_sections": int(criteria.loc["sections", "least"]),
    }


def _statements(whole: Bundle, passages: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    unknown = sorted(set(labels) - set(whole.documents["document"]))
    if unknown:
        raise StudyError(f"study.toml: [voices] labels '{unknown[0]}', which is no document there.")
    home = whole.mentions["passage"].map(passages.set_index("passage")["document"])
    rows = []
    for document in whole.documents.itertuples(index=False):
        mine = passages[passages["document"] == document.document]
        spoken = mine[mine["voice"] != "narration"]
        rows.append(
            {
                "document": document.document,
                "label": labels.get(document.document, document.document),
                "date": document.date,
                "outlet": document.outlet,
                "words": int(mine["words"].sum()),
                "attributed": int(spoken.loc[spoken["speaker"] != UNKNOWN, "words"].sum()),
                "speakers": int(spoken["speaker"].nunique()),
                "mentions": int((home == document.document).sum()),
            }
        )
    return pd.DataFrame(rows)
