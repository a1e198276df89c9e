"""What stands above a document: what is known of it, how, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .markup import escaped, known, link, number, tag

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WIDE = ("address", "event", "duplicate of")
_PLAIN = ("outlet", "genre", "language", "speaker", "role", "organization", "source")


def heading(document: Any, anchor: str) -> str:
    """The title of a document, or that it has none."""
    title = escaped(document.title) if known(document.title) else "No title was found"
    missing = None if known(document.title) else "missing"
    return tag("h2", title, id=anchor, class_=missing, lang=language(document))


def language(document: Any) -> str | None:
    """The language of a document, as the page declares it."""
    return document.language if known(document.language) else None


def facts(document: Any, words: int, anchors: Mapping[str, str], events: Mapping[str, Any]) -> str:
    """What is known of a document, as a list.

    `anchors` are the documents of the page and where they stand; `events` the documents of each
    event.
    """
    rows = [("document", escaped(document.document)), ("date", _date(document))]
    rows += [(name, escaped(getattr(document, name))) for name in _PLAIN if _has(document, name)]
    if known(document.url):
        rows.append(("address", link(document.url)))
    rows.append(("words", number(words)))
    if known(document.duplicate_of):
        rows.append(("duplicate of", _there(document.duplicate_of, anchors)))
    if known(document.event):
        others = [d for d in events[document.event] if d != document.document]
        also = ", also in " + ", ".join(_there(d, anchors) for d in others) if others else ""
        rows.append(("event", escaped(document.event) + also))
    items = (
        tag("div", tag("dt", name), tag("dd", value), class_="wide" if name in _WIDE else None)
        for name, value in rows
    )
    return tag("dl", *items, class_="facts")


def dates_seen(dates: pd.DataFrame, document: str) -> str:
    """The table of dates seen in one document, the chosen one marked; nothing if there are none."""
    own = dates[dates["document"] == document]
    if own.empty:
        return ""
    rows = [
        tag(
            "tr",
            tag("td", escaped(row.text)),
            tag("td", _day(row.date)),
            tag("td", escaped(row.found)),
            tag("td", "chosen" if row.chosen == "yes" else ""),
            class_="chosen" if row.chosen == "yes" else None,
        )
        for row in own.itertuples(index=False)
    ]
    head = "".join(tag("th", name, scope="col") for name in ("as written", "day", "found in", ""))
    count = "1 date" if len(own) == 1 else f"{number(len(own))} dates"
    return tag(
        "details",
        tag("summary", f"{count} seen"),
        tag("table", tag("thead", tag("tr", head)), tag("tbody", *rows)),
        class_="dates",
    )


def list_of_problems(problems: pd.DataFrame, summary: str) -> str:
    """Problems as a list; nothing if there are none."""
    if problems.empty:
        return ""
    items = [
        tag("li", tag("code", escaped(row.problem)), _times(row.times), " ", escaped(row.detail))
        for row in problems.rename(columns={"count": "times"}).itertuples(index=False)
    ]
    return tag("section", tag("h3", escaped(summary)), tag("ul", *items), class_="problems")


def _has(document: Any, name: str) -> bool:
    return known(getattr(document, name))


def _date(document: Any) -> str:
    confidence = getattr(document, "date_confidence", None)
    notes = [f"source: {document.date_source}"] if known(document.date_source) else []
    notes += [f"confidence {confidence:.2g}"] if known(confidence) else []
    note = f" ({', '.join(notes)})" if notes else ""
    if known(document.date):
        return _day(document.date) + escaped(note)
    year = f"{document.year}, day unknown" if known(document.year) else "unknown"
    return tag("em", year) + escaped(note)


def _day(date: Any) -> str:
    """A day as a person reads it, and as a machine does.

    >>> _day(pd.Timestamp("2031-10-16"))
    '<time datetime="2031-10-16">16 October 2031</time>'
    """
    if not known(date):
        return "–"
    return tag(
        "time", f"{date.day} {_MONTHS[date.month - 1]} {date.year}", datetime=f"{date:%Y-%m-%d}"
    )


def _there(document: str, anchors: Mapping[str, str]) -> str:
    if document not in anchors:
        return escaped(document)
    return tag("a", escaped(document), href=f"#{anchors[document]}")


def _times(count: int) -> str:
    return f" ×{number(count)}" if count > 1 else ""
