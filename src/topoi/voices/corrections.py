"""Corrections by hand: what somebody who has read the document knows better than the rules.

They are kept in a file of their own, beside the documents, and win over the rules whenever the
documents are attributed again.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import DataError, SourceError
from ..tables import check
from .persons.names import same_person
from .stretch import Speaker, Stretch

RULE = "correction"


def read_corrections(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Read corrections of voices and speakers from a CSV file.

    Parameters
    ----------
    path : path
        CSV with the columns document, start, end (offsets in the document's text, as
        `topoi read --csv` writes them for passages), voice and speaker; if you like role,
        organization, text (the words that stand there) and note.

    Returns
    -------
    DataFrame
        Schema `corrections`, for `attribute(documents, corrections=...)`.

    Raises
    ------
    SourceError
        The file cannot be read as CSV.
    SchemaError
        A column is missing, an offset is no number, a voice is none of the four.
    """
    path = Path(path)
    try:
        table = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise SourceError(f"{path}: cannot be read as CSV ({error}).", path=str(path)) from error
    for column in {"start", "end"} & set(table):
        numbers = pd.to_numeric(table[column], errors="coerce")
        wrong = numbers.isna()
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise SourceError(
                f"{path}: line {row + 2}: {column} is {table[column].iloc[row]!r}, not a number. "
                "Write the offset of a character in the document's text.",
                path=str(path),
                line=row + 2,
            )
        table[column] = numbers.astype("int64")
    return check(table, "corrections", where=str(path))


class Corrections:
    """Corrections by document, checked against the texts that they speak of.

    A correction that names a speaker without post or body takes them from the other passages of its
    document.
    """

    def __init__(self, table: pd.DataFrame | None, documents: pd.DataFrame) -> None:
        self.of: dict[str, list[Any]] = {}
        if table is None:
            return
        table = check(table, "corrections").sort_values(["document", "start"])
        texts = documents.set_index("document")["text"]
        strangers = sorted(set(table["document"]) - set(texts.index))
        if strangers:
            warnings.warn(
                f"corrections: {len(strangers)} document(s) are not among those read, for example "
                f"'{strangers[0]}'; their corrections do nothing here.",
                stacklevel=3,
            )
        for name, rows in table[table["document"].isin(texts.index)].groupby("document"):
            self.of[str(name)] = list(rows.itertuples(index=False))
            _check_rows(str(name), self.of[str(name)], texts[name])

    def override(self, document: str, stretches: list[Stretch]) -> list[Stretch]:
        """The stretches of a document, those by hand in place of what the rules said there."""
        rows = self.of.get(document)
        if not rows:
            return stretches
        kept = [piece for stretch in stretches for piece in _left_of(stretch, rows)]
        speakers = [stretch.speaker for stretch in stretches if stretch.speaker]
        return sorted([*kept, *(_by_hand(row, speakers) for row in rows)], key=lambda s: s.start)


def _check_rows(document: str, rows: list[Any], text: Any) -> None:
    text = text if isinstance(text, str) else ""
    at = 0
    for row in rows:
        where = f"corrections: document '{document}', {row.start} to {row.end}"
        if not row.start < row.end <= len(text):
            raise DataError(
                f"{where}: not a stretch of its text, which has {len(text)} characters. "
                "Take the offsets from topoi read --csv.",
                document=document,
            )
        if row.start < at:
            raise DataError(f"{where}: overlaps the one before. Leave one of them out.")
        at = row.end
        stands = text[row.start : row.end]
        said = getattr(row, "text", None)
        if isinstance(said, str) and said.split() != stands.split():
            raise DataError(
                f"{where}: other words stand there now ({stands.strip()[:40]!r}). The document or "
                "its cleaning has changed: look the passage up and write its offsets again.",
                document=document,
            )


def _left_of(stretch: Stretch, rows: list[Any]) -> Iterator[Stretch]:
    """What the corrections leave of a stretch."""
    at = stretch.start
    for row in rows:
        if row.end <= at or row.start >= stretch.end:
            continue
        if at < row.start:
            yield replace(stretch, start=at, end=row.start)
        at = row.end
    if at < stretch.end:
        yield replace(stretch, start=at)


def _by_hand(row: Any, known: list[Speaker]) -> Stretch:
    """A correction as a stretch; post and body that it leaves open are those of the document."""
    values = {c: getattr(row, c, None) for c in ("speaker", "role", "organization")}
    values = {c: v if isinstance(v, str) else None for c, v in values.items()}
    name = values["speaker"] or ""
    for same in (s for s in known if name and (s.name == name or same_person(s.name, name))):
        values["role"] = values["role"] or same.role
        values["organization"] = values["organization"] or same.organization
    who = Speaker(name, values["role"], values["organization"])
    speaker = who if row.voice != "narration" and any(values.values()) else None
    kind = {"narration": None, "reported": "indirect"}.get(row.voice, "direct")
    return Stretch(row.start, row.end, row.voice, kind, speaker, RULE, 1.0)
