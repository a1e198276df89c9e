"""One page of keywords in context: to sort, to filter, and to open each in its document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from ..errors import DataError
from ..tables import check
from .frame import framed
from .markup import escaped, known, number, tag
from .reader import texts_of

MOST_LINES = 10_000
FIRST = 200  # lines that are laid out at once; the script adds more when the reader gets there


class Head(NamedTuple):
    """A column of the page: of the table, what it is called, and whether it can be filtered by."""

    column: str
    name: str
    filtered: bool = False


HEADS = (
    Head("date", "date"),
    Head("speaker", "speaker", True),
    Head("organization", "organization", True),
    Head("framing", "framing", True),
    Head("left", "before"),
    Head("match", "mention"),
    Head("right", "after"),
    Head("voice", "voice", True),
    Head("use", "use", True),
    Head("attitude", "attitude", True),
    Head("outlet", "outlet", True),
)
ALWAYS = ("left", "match", "right")
CLOSING = "”’»,.;:!?)]"  # no blank before


def lines_page(
    lines: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    title: str = "mentions",
) -> str:
    """One HTML page on which the lines of a concordance can be sorted, filtered and opened.

    Each line is one mention, with the words on either side. Columns sort when their heads are
    clicked, the words before and after a mention by the nearest; lines are filtered by free text,
    framing, speaker, organization, voice, use, attitude, outlet and time; a mention opens its
    passage in the document. The page needs nothing but itself: it opens from a disk, without a
    network; without its script it shows the first 200 lines.

    Parameters
    ----------
    lines : DataFrame
        Schema `concordance`, at most 10,000 lines, in the order in which they are shown first. A
        width of 100 or so fills a wide screen.
    passages : DataFrame, optional
        Schema `passages`, with text: what can be opened. Documents are shown whole, unless that
        makes the page too large: then the passages around mentions are. Without it, or without
        texts, lines lead nowhere.
    labels : mapping, optional
        Framing -> what it is called; otherwise its identifier in words.
    title : str, default "mentions"
        What was looked for.

    Returns
    -------
    str
        The page, the same for the same tables. Write it as UTF-8.

    Raises
    ------
    DataError
        There are more than 10,000 lines.

    Notes
    -----
    A filter by time leaves out what has no date, and says how many; a document of which only the
    year is known is in if all of the year is.

    Examples
    --------
    >>> import topoi
    >>> documents = topoi.read_documents(topoi.specimens())
    >>> passages = topoi.attribute(documents)
    >>> mentions = topoi.find_framings(passages, framings=["hybrid_war"])
    >>> lines = topoi.concordance(mentions, passages, documents, width=100)
    >>> page = topoi.lines_page(lines, passages, title="hybrid war")
    >>> page.startswith("<!doctype html>"), page.count("<tr>") - 1 == len(lines)
    (True, True)
    """
    lines = check(lines, "concordance")
    if len(lines) > MOST_LINES:
        raise DataError(
            f"{len(lines):,} lines are too many for one page; it holds {MOST_LINES:,}. Take fewer "
            "framings or a shorter time, or the first: lines.head(...), --limit on the command "
            "line.",
            lines=len(lines),
        )
    labels = labels or {}
    lines = lines.assign(framing=[_label(name, labels) for name in lines["framing"]])
    texts, anchors = texts_of(lines, passages)
    heads = [head for head in HEADS if _told(lines, head)]
    body = (
        tag("a", "To the lines", class_="skip", href="#lines"),
        tag("header", tag("h1", escaped(title)), _summary(lines, bool(anchors))),
        _filters(lines, heads),
        _table(lines, heads, anchors),
        texts,
        _reader() if anchors else "",
    )
    return framed(f"{title}: mentions", body, styles=["lines.css"], script="lines.js")


def _label(framing: str, labels: Mapping[str, str]) -> str:
    return labels.get(framing, framing.replace("_", " "))


def _told(lines: pd.DataFrame, head: Head) -> bool:
    """Whether a column says anything: one that is empty, or the one framing, is left out."""
    if head.column in ALWAYS:
        return True
    if head.column == "date":
        return any(map(known, _dates(lines)))
    if head.column not in lines or lines[head.column].isna().all():
        return False
    return head.column not in ("framing", "outlet") or _several(lines[head.column])


def _several(column: pd.Series) -> bool:
    """Whether a column holds several values, of which none at all is one."""
    return len(set(column.fillna(""))) > 1


def _dates(lines: pd.DataFrame) -> list[str | None]:
    """The day of each line as a machine reads it, or its year."""
    if "date" not in lines or "year" not in lines:
        return [None] * len(lines)
    return [
        f"{date:%Y-%m-%d}" if known(date) else str(year) if known(year) else None
        for date, year in zip(lines["date"], lines["year"], strict=True)
    ]


def _summary(lines: pd.DataFrame, opened: bool) -> str:
    parts = (
        (len(lines), "mention"),
        (lines["document"].nunique(), "document"),
        (lines["speaker"].nunique(), "speaker"),
    )
    told = ", ".join(f"{number(n)} {what}" + ("" if n == 1 else "s") for n, what in parts)
    if lines["match"].isna().any():
        how = "Texts are not at hand for all of them: there the wording is in small letters."
    elif opened:
        how = "A mention opens its passage in the document."
    else:
        how = ""
    return tag("p", told, ". ", how)


def _filters(lines: pd.DataFrame, heads: list[Head]) -> str:
    """What lines can be filtered by; shown by the script, which does it."""
    search = tag(
        "label",
        "words",
        tag("input", type="search", id="words", placeholder="in line", autocomplete="off"),
    )
    menus = [
        _menu(lines[head.column], head.name)
        for head in heads
        if head.filtered and _several(lines[head.column])
    ]
    times = [
        tag(
            "label",
            name,
            tag("input", type="text", id=name, placeholder="YYYY-MM-DD", inputmode="numeric",
                autocomplete="off"),
        )
        for name in ("from", "to")
        if any(head.column == "date" for head in heads)
    ]  # fmt: skip
    reset = tag("button", "all lines", type="button", id="reset")
    end = tag("div", *times, reset, class_="fields")
    fields = tag("div", search, *menus, end, class_="fields")
    return tag(
        "section",
        tag("details", tag("summary", "filter"), fields, open=True),
        tag("p", id="count", role="status"),
        class_="filters",
        aria_label="Filter the lines",
    )


def _menu(column: pd.Series, name: str) -> str:
    """A choice of the values of a column, the most frequent first."""
    counts: Any = column[column.notna()].value_counts()
    order = sorted(counts.index, key=lambda value: (-counts[value], value))
    options = [tag("option", "all", value="")]
    options += [tag("option", escaped(value), value=value, data_value=value) for value in order]
    if column.isna().any():
        options.append(tag("option", "unknown", value="–", data_value="–"))
    return tag("label", name, tag("select", *options, data_filter=column.name))


def _table(lines: pd.DataFrame, heads: list[Head], anchors: Mapping[str, str]) -> str:
    """Lines as rows; a mention and what stands after it share a cell, so that one follows the other."""
    buttons = {
        head.column: tag("button", head.name, type="button", data_sort=head.column)
        for head in heads
    }
    after = buttons.pop("right")
    head = "".join(
        tag("th", button, after if column == "match" else "", scope="col", class_=_side(column))
        for column, button in buttons.items()
    )
    rows = list(_rows(lines, heads, anchors))
    first, rest = "\n".join(rows[:FIRST]), "\n".join(rows[FIRST:])
    table = tag("table", tag("thead", tag("tr", head)), tag("tbody", first))
    more = f"These are the first {FIRST} lines; the others need the script of this page."
    kept = tag("template", rest, id="rest") + tag("noscript", tag("p", more)) if rest else ""
    return tag("main", table, kept, tag("div", id="end"), id="lines")


def _side(column: str) -> str:
    """Classes of a column: its name, and on which side of the words it stands."""
    if column in ALWAYS:
        return column
    before = [head.column for head in HEADS].index(column) < [h.column for h in HEADS].index("left")
    return f"{column} {'a' if before else 'z'}"


def _rows(lines: pd.DataFrame, heads: list[Head], anchors: Mapping[str, str]) -> Iterator[str]:
    told = [head.column for head in heads if head.column != "right"]
    columns = [_dates(lines) if name == "date" else lines[name].tolist() for name in told]
    beside = zip(lines["mention"], lines["variant"], lines["right"], strict=True)
    for (mention, wording, after), *cells in zip(beside, *columns, strict=True):
        shown = []
        for column, value in zip(told, cells, strict=True):
            inner = escaped(value) if known(value) else ""
            if column == "left":
                inner = tag("span", inner)
            elif column == "match":
                inner = _words(inner or tag("i", escaped(wording)), after, anchors.get(mention))
            shown.append(tag("td", inner, class_=_side(column)))
        yield tag("tr", *shown)


def _words(match: str, after: Any, anchor: str | None) -> str:
    """A mention, which leads to its passage, and what stands after it."""
    match = tag("a", match, href=f"#{anchor}") if anchor else tag("b", match)
    joint = " " if known(after) and after[0] not in CLOSING else ""
    return match + joint + tag("span", escaped(after) if known(after) else "", class_="right")


def _reader() -> str:
    """Where the script shows a passage in its document."""
    buttons = [
        tag("button", name, type="button", id=what, title=key)
        for what, name, key in (
            ("before", "previous", "arrow to the left"),
            ("after", "next", "arrow to the right"),
            ("close", "close", "Escape"),
        )
    ]
    bar = tag("div", tag("p", id="place", role="status"), *buttons, class_="bar")
    return tag("dialog", bar, tag("div", id="page"), id="reader", aria_labelledby="place")
