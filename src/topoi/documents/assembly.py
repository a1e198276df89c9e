"""Sources to tables: documents, what was taken out of them, and what was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from ..errors import SourceError
from ..stretches import without
from ..tables import check, empty
from .belonging import body_problems, confidence, date_problems, title_problems
from .candidates import Dated, date_rows, date_source
from .cleaning import clean_page
from .decoding import LOST
from .events import find_events
from .furniture import page_address
from .genre import guess_genre
from .language import guess_language
from .lines import Page
from .outlets import host_of, outlet_of_host
from .repair import drop_paragraph_numbers, join_broken_words, unwrap
from .repeated import repeated_lines
from .reprints import first_prints
from .residue import drop_residue
from .sources import Problem, Source, problem


class Reading(NamedTuple):
    """What came out of reading sources."""

    documents: pd.DataFrame
    removed: pd.DataFrame
    problems: pd.DataFrame
    dates: pd.DataFrame


def build(
    sources: Iterable[Source],
    problems: list[Problem],
    *,
    clean: bool = False,
) -> Reading:
    """Assemble the tables from sources; the metadata of a source wins over what is found.

    With `clean`, texts are mended, and those that are pages are taken apart, each in the light of
    the other pages of its site.
    """
    rows, removed, dates = [], [], []
    seen: dict[str, str] = {}
    theirs: dict[str, frozenset[str]] = {}
    sources = [_mended(s, problems) if clean else _whole(s, s.text) for s in sources]
    if clean:
        theirs = repeated_lines({s.document: s.text for s in sources if s.page}, _sites(sources))
    for source in sources:
        if source.document in seen:
            raise _read_twice(source, seen[source.document])
        seen[source.document] = source.source
        page = None
        if clean and source.page:
            title = source.metadata.get("title")
            page = clean_page(
                source.text,
                repeated=theirs.get(source.document, ()),
                marked=source.furniture or {},
                title=title,
            )
            removed += _removed(source, page)
        dated = date_source(source, source.text, page)
        row = _row(source, page, dated)
        problems += date_problems(source, source.text, dated)
        problems += title_problems(source, row["title"], row["text"])
        if not row["text"].strip():
            problems.append(problem(source.source, "empty", source.document, "no text in it"))
        dates += date_rows(source.document, dated)
        rows.append(row)
    documents = _documents(rows)
    problems += body_problems(documents)
    return Reading(
        documents, _table(removed, "removed"), _table(problems, "problems"), _table(dates, "dates")
    )


def _row(source: Source, page: Page | None, dated: Dated) -> dict[str, Any]:
    told = {k: v for k, v in source.metadata.items() if v is not None}
    page = page or Page()
    url = told.get("url") or page.url
    text = without(source.text, page.removed)
    title = told.get("title") or page.title
    day, year = dated.chosen, dated.year
    return {
        **told,
        "document": source.document,
        "source": source.source,
        "sha256": source.sha256,
        "text": text,
        "url": url,
        "title": title,
        "outlet": told.get("outlet") or page.site or outlet_of_host(url or "") or page.outlet,
        "date": day.day if day else None,
        "date_source": day.source if day else None,
        "date_confidence": confidence(dated),
        "year": told.get("year") or year,
        "genre": told.get("genre") or guess_genre(text, title, wire=page.is_wire),
        "language": told.get("language") or guess_language(text),
    }


def _documents(rows: list[dict[str, Any]]) -> pd.DataFrame:
    documents = pd.DataFrame(rows, columns=list(empty("documents").columns))
    documents["date"] = pd.to_datetime(documents["date"])
    year = pd.to_numeric(documents["year"]).astype("Int64")
    day = documents["date"].dt.year.astype("Int64")
    documents["year"] = year.fillna(day)
    documents = check(documents, "documents")
    documents["duplicate_of"] = first_prints(documents)
    documents["event"] = find_events(documents)
    return check(documents, "documents")


def _removed(source: Source, page: Page) -> list[dict[str, Any]]:
    return [
        {
            "document": source.document,
            "start": part.start,
            "end": part.end,
            "reason": part.reason,
            "text": source.text[part.start : part.end],
        }
        for part in page.removed
    ]


def _sites(sources: Iterable[Source]) -> dict[str, str]:
    """What each page is compared with: the pages of its host, else its outlet, else its folder."""
    return {
        s.document: host_of(str(s.metadata.get("url") or page_address(s.text) or ""))
        or s.metadata.get("outlet")
        or f"{PurePosixPath(s.source).parent}/"
        for s in sources
    }


def _read_twice(source: Source, other: str) -> SourceError:
    return SourceError(
        f"{source.source}: document '{source.document}' was already read from {other}. "
        "Give each document an identifier of its own.",
        document=source.document,
    )


def _table(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    return check(pd.DataFrame(rows, columns=list(empty(name).columns)), name)


def _without_residue(source: Source, problems: list[Problem]) -> str:
    text = source.text
    for mended, code, count, detail in drop_residue(source.text, tags=source.furniture is None):
        text = mended
        problems.append(problem(source.source, code, source.document, detail, count))
    if lost := text.count(LOST):
        detail = "characters that were lost when the text was decoded stand as U+FFFD"
        problems.append(problem(source.source, "lost_characters", source.document, detail, lost))
    return text


def _whole(source: Source, text: str) -> Source:
    """A source with its margins under its text, as lines that are known to be furniture."""
    if not source.margins:
        return replace(source, text=text)
    text = "\n".join([text, *source.margins])
    count = "\n".join(source.margins).count("\n") + 1
    first = text.count("\n") + 1 - count
    margins = dict.fromkeys(range(first, first + count), "page header")
    return replace(source, text=text, furniture={**(source.furniture or {}), **margins})


def _mended(source: Source, problems: list[Problem]) -> Source:
    """A source without residue of its format, its lines joined if a machine had wrapped them."""
    plain = _without_residue(source, problems)
    if not source.page or source.furniture is not None:
        return _whole(source, plain)
    whole, broken = join_broken_words(plain)
    text, lines = unwrap(whole, certain=source.wrapped)
    if not lines:  # a page whose lines are paragraphs is left alone
        return _whole(source, plain)
    text, numbers = drop_paragraph_numbers(text)
    for code, detail, count in (
        ("wrapped_lines", "joined into paragraphs", lines),
        ("broken_words", "joined", broken),
        ("numbered_paragraphs", "numbers taken out", numbers),
    ):
        if count:
            problems.append(problem(source.source, code, source.document, detail, count))
    return _whole(source, text)
