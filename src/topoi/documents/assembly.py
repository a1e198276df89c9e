"""Sources to tables: documents, what was taken out of them, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd

from ..errors import SourceError
from ..stretches import without
from ..tables import check, empty
from .cleaning import clean_page
from .events import find_events
from .genre import guess_genre, guess_language
from .repair import drop_paragraph_numbers, join_broken_words, unwrap
from .reprints import first_prints
from .sources import Problem, Source, problem


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

    With `clean`, the sources that are pages are mended and taken apart.
    """
    rows, removed = [], []
    seen: dict[str, str] = {}
    for source in sources:
        text, found = source.text, {}
        if clean and source.page:
            text = _mended(source, problems)
            page = clean_page(text)
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


def _mended(source: Source, problems: list[Problem]) -> str:
    """The text of a page with its lines joined into paragraphs, if a machine had wrapped them."""
    whole, broken = join_broken_words(source.text)
    text, lines = unwrap(whole)
    if not lines:  # a page whose lines are paragraphs is left alone
        return source.text
    text, numbers = drop_paragraph_numbers(text)
    for code, detail, count in (
        ("wrapped_lines", "joined into paragraphs", lines),
        ("broken_words", "joined", broken),
        ("numbered_paragraphs", "numbers taken out", numbers),
    ):
        if count:
            problems.append(problem(source.source, code, source.document, detail, count))
    return text
