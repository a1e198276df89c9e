"""The corpus of a study: a bundle, or a folder of documents; narrowed to what the study is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import DataError, StudyError
from ...measures.groups import join_documents, join_periods
from ...tables import check
from .shared import Tables, bundle_of


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    tables = ["documents", "passages", "mentions", "counts", "phrases", "problems"]
    return [*tables, "passages_by_reprints", "mentions_by_reprints"]


def compute(
    *,
    bundle: str | None = None,
    documents: str | None = None,
    columns: Mapping[str, str] | None = None,
    lexicon: str | None = None,
    actors: str | None = None,
    corrections: str | None = None,
    parser: str | None = None,
    framings: Sequence[str] = (),
    years: Sequence[int] | None = None,
    drop: Sequence[str] = (),
    periods: Sequence[int] = (),
    voices: Sequence[str] = ("speech", "quotation", "reported"),
) -> Tables:
    """The corpus: a bundle, or a folder of documents; narrowed to years, voices and speakers.

    Reprints are left out of it, and kept apart for those who ask what they would change.
    """
    whole = bundle_of(
        "corpus",
        bundle,
        documents,
        columns=columns,
        lexicon=lexicon,
        actors=actors,
        corrections=corrections,
        parser=parser,
        framings=framings,
    )
    found = _narrowed(whole.documents, years, drop)
    kept = found[found["duplicate_of"].isna()].reset_index(drop=True)
    passages = whole.passages[whole.passages["document"].isin(found["document"])]
    passages = join_documents(passages, found)
    if periods:
        last = int(years[1]) if years else None
        passages = join_periods(passages, periods, last=last)
    else:
        passages = passages.assign(period="all")
    passages = passages[passages["voice"].isin(voices)].assign(corpus="all")
    passages = passages.drop(columns=["text", "title"], errors="ignore")
    once = passages["duplicate_of"].isna()
    again, passages = passages[~once], passages[once]
    inside = set(passages["passage"])
    counts = whole.counts[whole.counts["passage"].isin(inside)].astype(
        {"passage": "str", "term": "str"}
    )
    phrases = whole.phrases[whole.phrases["passage"].isin(inside)].astype(
        {"passage": "str", "phrase": "str", "framing": "str"}
    )
    if passages.empty:
        raise DataError(
            "corpus: no passage is left in these voices and years. Widen [corpus] in study.toml."
        )
    return {
        "documents": kept.drop(columns=["text"], errors="ignore"),
        "passages": passages.reset_index(drop=True),
        "mentions": _said_in(passages, whole.mentions),
        "counts": check(counts.reset_index(drop=True), "counts"),
        "phrases": check(phrases.reset_index(drop=True), "phrases"),
        "problems": whole.problems,
        "passages_by_reprints": again.reset_index(drop=True),
        "mentions_by_reprints": _said_in(again, whole.mentions),
    }


def _said_in(passages: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    return mentions[mentions["passage"].isin(passages["passage"])].reset_index(drop=True)


def _narrowed(
    documents: pd.DataFrame, years: Sequence[int] | None, drop: Sequence[str]
) -> pd.DataFrame:
    unknown = sorted(set(drop) - set(documents["organization"].dropna()))
    if unknown:
        raise StudyError(
            f"study.toml: [corpus] drop names '{unknown[0]}', which does not occur. Organizations: "
            f"{', '.join(sorted(documents['organization'].dropna().unique())[:50])}."
        )
    kept = documents[~documents["organization"].isin(list(drop))]
    if kept.empty and drop:
        raise StudyError(
            "study.toml: [corpus] drop leaves no document: every one is of an organization that it "
            "names. Take one out of it."
        )
    if years is not None:
        first, last = years
        if not first <= last:
            raise StudyError(f"study.toml: [corpus] years must rise; got {first}, {last}.")
        inside = kept["year"].between(first, last).fillna(False).astype(bool)
        if not inside.any():
            has = kept["year"].dropna()
            span = f"{has.min()} to {has.max()}" if len(has) else "no years at all"
            raise StudyError(
                f"study.toml: [corpus] years {first} to {last}: no document. There is {span}."
            )
        kept = kept[inside]
    return kept.reset_index(drop=True)
