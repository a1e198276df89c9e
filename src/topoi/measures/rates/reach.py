"""Three counts of everything: raw, independent, and reach.

A statement that ten outlets reprint is said once and read in ten places. What follows about the
speaker rests on the one, what follows about its audience on the ten; no count serves for both.
"""

from __future__ import annotations

import pandas as pd

from ...tables import check, need_columns
from ..groups import join_documents

COPIED = 0.8  # share of a passage's shingles that make it a copy


def count_reach(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    documents: pd.DataFrame,
    reprints: pd.DataFrame | None = None,
    *,
    by: str = "speaker",
) -> pd.DataFrame:
    """Mentions of each framing by each group: on all pages, without repetition, and how far spread.

    Parameters
    ----------
    mentions, passages, documents : DataFrame
        Schemas `mentions`, `passages`, `documents`.
    reprints : DataFrame, optional
        Schema `reprints`, as `find_reprints(documents, passages)` returns it. With it a passage
        that repeats an earlier one in another document (the quotation that two stories share) is
        not counted again either; without it only whole documents are (`duplicate_of`).
    by : str, default "speaker"
        Column of `passages`, or of `documents`, that holds the group.

    Returns
    -------
    DataFrame
        Schema `reach`: `raw` mentions, `independent` ones, the documents that carry them (`reach`),
        their outlets and events, and the words of the group with and without repetition. Only
        framings that the group mentions somewhere have a row; passages without a group have none.

    Raises
    ------
    DataError
        There is no column `by`.

    Notes
    -----
    What it does not show: readers. A document that copies without being recognised as a copy, a
    translation for instance, counts as independent.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> documents = empty("documents").reindex(range(2)).assign(
    ...     document=["wire", "paper"], source=["a", "b"], sha256="", duplicate_of=[None, "wire"])
    >>> passages = empty("passages").reindex(range(2)).assign(
    ...     passage=["wire:0", "paper:0"], document=["wire", "paper"], start=0, end=9, voice="speech",
    ...     speaker="Ivo Orlan", rule="speech", confidence=1.0, words=9)
    >>> mentions = empty("mentions").reindex(range(2)).assign(
    ...     mention=["m", "n"], framing="hybrid_war", passage=["wire:0", "paper:0"], start=0, end=5,
    ...     variant="hybrid war")
    >>> count_reach(mentions, passages, documents)[["group", "raw", "independent", "reach"]]
           group  raw  independent  reach
    0  Ivo Orlan    2            1      2
    """
    table = mark_first(passages, documents, reprints)
    need_columns(table, [by])
    table = stand_alone(table[table[by].notna()].assign(group=table[by].astype("str")))
    said = check(mentions, "mentions")[["framing", "passage"]].merge(table, on="passage")
    groups = said.groupby(["framing", "group"], observed=True)
    out = groups.agg(
        raw=("passage", "size"),
        independent=("first", "sum"),
        reach=("document", "nunique"),
        outlets=("outlet", "nunique"),
        events=("event", "nunique"),
    ).reset_index()
    out["words_raw"] = out["group"].map(table.groupby("group")["words"].sum())
    independent = table[table["first"]].groupby("group")["words"].sum()
    out["words_independent"] = out["group"].map(independent).fillna(0)
    return check(out.assign(by=by), "reach")


def mark_first(
    passages: pd.DataFrame, documents: pd.DataFrame, reprints: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Passages with their documents' columns and `first`: whether they repeat no earlier words."""
    table = join_documents(check(passages, "passages"), check(documents, "documents"))
    copies = set() if reprints is None else _copied_passages(reprints)
    return table.assign(first=table["duplicate_of"].isna() & ~table["passage"].isin(copies))


def stand_alone(table: pd.DataFrame) -> pd.DataFrame:
    """Passages of which a document without an outlet or an event counts as one of its own."""
    own = {c: table[c].where(table[c].notna(), table["document"]) for c in ("outlet", "event")}
    return table.assign(**own)


def _copied_passages(reprints: pd.DataFrame) -> set[str]:
    """Passages whose words, nearly all of them, stand in an earlier passage."""
    found = check(reprints, "reprints")
    return set(found.loc[(found["level"] == "passage") & (found["copied"] >= COPIED), "copy"])
