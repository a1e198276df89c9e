"""Every date seen about a document, and which of them is its date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .dating import find_dates, find_open_dates, path_date, path_year, resolve
from .lines import Page
from .sources import Source

# Which source of a date is believed first, and how far: a rank, not a probability.
RANKS = {
    "column": 1.0,
    "markup": 0.95,
    "line": 0.9,  # a date line of the page
    "dateline": 0.85,  # with its year
    "address": 0.8,
    "resolved": 0.75,  # a dateline without its year, which another date or the address gives
    "title": 0.65,  # the day of the occasion, at the end of the headline
    "file name": 0.6,
    "prefix": 0.5,  # put before the page by an index, which may have been wrong
    "update": 0.4,  # when the page was changed, for want of better
}
_SOURCES = {"resolved": "dateline", "prefix": "line", "update": "line", "title": "line"}
NEAR = 10  # days by which a dateline may differ from the date that gives it its year
SAME = 1  # days by which dates of one page may differ: time zones, and papers dated ahead
_PLANNED = re.compile(
    r"\b(?:will|shall|would|to be|plan\w*|schedul\w*|expected|by|until|till|before|from|starting|due|"
    r"through|next|upcoming|deadline|expir\w*|valid|буд\w+|состоится|план\w*|намеч\w*|"
    r"запланир\w*|предсто\w*|ожида\w*|до|к|с|по|срок\w*|начиная)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Candidate:
    """One date seen: how it is written and where, the day if it is full, and its kind of source."""

    kind: str  # a key of RANKS, or body or teaser
    text: str
    day: dt.date | None
    start: int | None = None
    end: int | None = None

    @property
    def source(self) -> str:
        """The kind, as the tables call it."""
        return _SOURCES.get(self.kind, self.kind)


@dataclass
class Dated:
    """What is known about a document's date: the choice, all candidates, and what contradicts it."""

    chosen: Candidate | None
    candidates: list[Candidate]
    year: int | None = None

    @property
    def conflicts(self) -> list[Candidate]:
        """Candidates of other sources that name another day than the chosen one."""
        if self.chosen is None or self.chosen.day is None:
            return []
        day = self.chosen.day
        return [
            c
            for c in self.candidates
            if c.kind in RANKS and c.kind != "update" and c.day and abs((c.day - day).days) > SAME
        ]


def date_source(source: Source, raw: str, page: Page | None) -> Dated:
    """Collect the dates of a source and choose its own, by `RANKS`; null rather than a guess.

    Columns and markup come from the source's metadata; lines and datelines from the page; the
    address from the metadata or the page; the file name counts for files that are one page. A
    dateline without a year takes it from a date nearby or from the address. Dates of teasers and
    of the body never date a document.
    """
    found = [*_told(source), *(_stamped(raw, page) if page else [])]
    url = str(source.metadata.get("url") or (page.url if page else None) or "")
    named = [("address", url)]
    if page:
        named.append(("file name", source.document.rsplit("/", 1)[-1]))
    for kind, path in named:
        if hit := path_date(path):
            found.append(Candidate(kind, hit[0], hit[1]))
    year = source.metadata.get("year") or path_year(url)
    full = [c for c in found if c.day]
    known = _best(full)
    for candidate in [c for c in found if c.kind in ("dateline", "line") and c.day is None]:
        day = resolve(candidate.text, known=known.day if known else None, year=year)
        if day and (known is None or known.day is None or abs((day - known.day).days) <= NEAR):
            found[found.index(candidate)] = Candidate(
                "resolved", candidate.text, day, candidate.start, candidate.end
            )
    chosen = _best([c for c in found if c.day])
    found += _written(raw, page, chosen.day if chosen else None)
    return Dated(chosen, found, year)


def _best(candidates: Iterable[Candidate]) -> Candidate | None:
    return max(candidates, key=lambda c: RANKS[c.kind], default=None)


def _told(source: Source) -> list[Candidate]:
    day = source.metadata.get("date")
    if day is None or pd.isna(day):
        return []
    kind = source.metadata.get("date_source") or "column"
    return [
        Candidate(
            kind if kind in RANKS else "column",
            f"{pd.Timestamp(day):%Y-%m-%d}",
            pd.Timestamp(day).date(),
        )
    ]


def _stamped(raw: str, page: Page) -> list[Candidate]:
    return [
        Candidate(stamp.found, raw[stamp.start : stamp.end], stamp.day, stamp.start, stamp.end)
        for stamp in page.stamps
    ]


def _written(raw: str, page: Page | None, known: dt.date | None) -> list[Candidate]:
    """The dates in the running text and in what was removed, but for the page's own stamps."""
    taken = [(stamp.start, stamp.end) for stamp in page.stamps] if page else []
    parts = [p for p in page.removed if p.reason != "title"] if page else []
    spans: list[tuple[int, int, dt.date | None]] = list(find_dates(raw))
    full = [(a, b) for a, b, _ in spans]
    spans += [(a, b, None) for a, b in find_open_dates(raw) if not _overlaps(a, b, full)]
    found = []
    for start, end, day in sorted(spans, key=lambda span: span[:2]):
        if _overlaps(start, end, taken):
            continue
        teaser = _overlaps(start, end, [(p.start, p.end) for p in parts])
        text = raw[start:end]
        own = day or (None if teaser else resolve(text, known=known))
        found.append(Candidate("teaser" if teaser else "body", text, own, start, end))
    return found


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


def later_dates(dated: Dated, raw: str) -> list[Candidate]:
    """Full dates of the body after the document's own, which no word about plans explains."""
    if dated.chosen is None or dated.chosen.day is None:
        return []
    limit = dated.chosen.day + dt.timedelta(SAME)
    return [
        c
        for c in dated.candidates
        if c.kind == "body"
        and c.day
        and c.day > limit
        and find_dates(c.text)
        and not _PLANNED.search(raw[max(0, (c.start or 0) - 100) : (c.end or 0) + 60])
    ]


def date_rows(document: str, dated: Dated) -> list[dict[str, Any]]:
    """Rows of the `dates` table."""
    return [
        {
            "document": document,
            "start": c.start,
            "end": c.end,
            "text": c.text,
            "date": c.day,
            "found": c.source,
            "chosen": "yes" if c is dated.chosen else "no",
        }
        for c in dated.candidates
    ]
