"""Sources to tables: documents, what was taken out of them, and what was wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from ..errors import SourceError
from ..stretches import without
from ..tables import check, empty
from .cleaning import clean_page
from .decoding import LOST
from .events import find_events
from .genre import guess_genre, guess_language
from .repair import drop_paragraph_numbers, join_broken_words, unwrap
from .reprints import first_prints
from .residue import drop_residue
from .sources import Problem, Source, problem

Stretch = tuple[int, int, str]  # from, to, why it is out


class Reading(NamedTuple):
    """What came out of reading sources."""

    documents: pd.DataFrame
    removed: pd.DataFrame
    problems: pd.DataFrame


def build(
    sources: Iterable[Source],
    problems: list[Problem],
    *,
    clean: bool = False,
) -> Reading:
    """Assemble the tables from sources; the metadata of a source wins over what is found.

    With `clean`, texts are mended, and those that are pages are taken apart.
    """
    rows, removed = [], []
    seen: dict[str, str] = {}
    for source in sources:
        found: dict[str, Any] = {}
        if clean:
            text = _without_residue(source, problems)
        else:
            text = "\n".join([source.text, *source.margins])
        if clean and source.page:
            if source.furniture is None:
                text = _mended(text, source, problems)
            told = _told(text, source.furniture or {})
            if source.margins:
                start, text = len(text), "\n".join([text, *source.margins])
                told.append((start, len(text), "page header"))
            page = clean_page(_masked(text, told))
            page.removed = sorted(told + _outside(page.removed, told))
            found = {
                "title": page.title,
                "date": page.date,
                "date_source": page.date_source,
                "outlet": page.outlet,
            }
            removed += [
                {
                    "document": source.document,
                    "start": start,
                    "end": end,
                    "reason": reason,
                    "text": text[start:end],
                }
                for start, end, reason in page.removed
            ]
            text = without(text, page.removed)
        if not text.strip():
            problems.append(problem(source.source, "empty", source.document, "no text in it"))
        if source.document in seen:
            other = seen[source.document]
            raise SourceError(
                f"{source.source}: document '{source.document}' was already read from {other}. "
                "Give each document an identifier of its own.",
                document=source.document,
            )
        seen[source.document] = source.source
        row = {**found, **{k: v for k, v in source.metadata.items() if v is not None}}
        if row.get("date") is not None and not row.get("date_source"):
            row["date_source"] = "column"
        row["genre"] = row.get("genre") or guess_genre(text, row.get("title"))
        row["language"] = row.get("language") or guess_language(text)
        row |= {
            "document": source.document,
            "source": source.source,
            "sha256": source.sha256,
            "text": text,
        }
        rows.append(row)
    documents = pd.DataFrame(rows, columns=list(empty("documents").columns))
    documents["date"] = pd.to_datetime(documents["date"])
    year = pd.to_numeric(documents["year"]).astype("Int64")
    documents["year"] = year.fillna(documents["date"].dt.year.astype("Int64"))
    documents = check(documents, "documents")
    documents["duplicate_of"] = first_prints(documents)
    documents["event"] = find_events(documents)
    return Reading(
        check(documents, "documents"),
        _table(removed, "removed"),
        _table(problems, "problems"),
    )


def _table(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    return check(pd.DataFrame(rows, columns=list(empty(name).columns)), name)


def _without_residue(source: Source, problems: list[Problem]) -> str:
    text = source.text
    for mended, code, count, detail in drop_residue(source.text):
        text = mended
        problems.append(problem(source.source, code, source.document, detail, count))
    if lost := text.count(LOST):
        detail = "characters that were lost when the text was decoded stand as U+FFFD"
        problems.append(problem(source.source, "lost_characters", source.document, detail, lost))
    return text


def _told(text: str, furniture: Mapping[int, str]) -> list[Stretch]:
    """The lines that the markup says are not the item's, as stretches with the line break."""
    ends = [m.end() for m in re.finditer(r"[^\n]*(?:\n|$)", text)]
    starts = [0, *ends]
    return [(starts[i], ends[i], reason) for i, reason in sorted(furniture.items())]


def _masked(text: str, stretches: list[Stretch]) -> str:
    """`text` with blank lines in place of stretches, so that all offsets stay."""
    for start, end, _ in stretches:
        text = text[:start] + "\n" * (end - start) + text[end:]
    return text


def _outside(stretches: list[Stretch], told: list[Stretch]) -> list[Stretch]:
    """What of `stretches` is not in those that are told already."""
    parts = []
    for start, end, reason in stretches:
        for a, b, _ in told:
            if start < b and a < end:
                parts.append((start, min(a, end), reason))
                start = b
        parts.append((start, end, reason))
    return [part for part in parts if part[0] < part[1]]


def _mended(text: str, source: Source, problems: list[Problem]) -> str:
    """The text of a page with its lines joined into paragraphs, if a machine had wrapped them."""
    whole, broken = join_broken_words(text)
    whole, lines = unwrap(whole, certain=source.wrapped)
    if not lines:  # a page whose lines are paragraphs is left alone
        return text
    text, numbers = drop_paragraph_numbers(whole)
    for code, detail, count in (
        ("wrapped_lines", "joined into paragraphs", lines),
        ("broken_words", "joined", broken),
        ("numbered_paragraphs", "numbers taken out", numbers),
    ):
        if count:
            problems.append(problem(source.source, code, source.document, detail, count))
    return text
