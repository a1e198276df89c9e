"""The documents behind the lines of a concordance: their texts, with the mentions marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from ..tables import check
from .markup import escaped, known, tag

PARAGRAPH = '<i class="b"></i>'  # a little room, which does not come along when text is copied
MOST_CHARACTERS = 4_000_000  # of whole documents on one page
_SHOWN = ["document", "passage", "start", "end", "voice", "speaker", "text"]


class Mark(NamedTuple):
    """A mention in the text of its document, and its anchor on the page."""

    anchor: str
    start: int
    end: int


def texts_of(lines: pd.DataFrame, passages: pd.DataFrame | None) -> tuple[str, dict[str, str]]:
    """The texts that lines can be opened in, and where on the page each mention stands.

    Whole documents, or, if they are too long together, the passages with mentions and those beside
    them. Nothing for mentions whose passages have no text.
    """
    if passages is None or "text" not in passages:
        return "", {}
    own = check(passages, "passages")
    own = own[own["document"].isin(lines["document"])].reset_index(drop=True)
    readable = set(own.loc[own["text"].notna(), "passage"])
    lines = lines[lines["passage"].isin(readable)]
    if lines.empty:
        return "", {}
    own = own[own["document"].isin(lines["document"])].sort_values(["document", "start"])
    if own["text"].str.len().sum() > MOST_CHARACTERS:
        own = own[_near(own, set(lines["passage"]))]
    anchors = {mention: f"m{n}" for n, mention in enumerate(lines["mention"], 1)}
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mention, passage, start, end in zip(
        *(lines[c] for c in ("mention", "passage", "start", "end")), strict=True
    ):
        marks[passage].append(Mark(anchors[mention], start, end))
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in own[_SHOWN].itertuples(index=False):
        parts[row.document].append(row)
    about = lines.drop_duplicates("document").to_dict("records")
    articles = (
        tag(
            "article",
            _heading(document, f"t{n}"),
            tag("div", *_running(parts[document["document"]], marks), class_="text"),
            aria_labelledby=f"t{n}",
        )
        for n, document in enumerate(about)
    )
    return tag("section", *articles, id="texts"), anchors


def _near(passages: pd.DataFrame, wanted: set[str]) -> pd.Series:
    """Which passages are wanted, or stand beside one that is."""
    inside = passages["passage"].isin(wanted)
    by_document = inside.groupby(passages["document"])
    return inside | by_document.shift(1, fill_value=False) | by_document.shift(-1, fill_value=False)


def _heading(line: Any, anchor: str) -> str:
    """What is known of the document of a line."""
    title = line["title"] if known(line.get("title")) else line["document"]
    date = line.get("date")
    year = line.get("year")
    told = [
        f"{date:%Y-%m-%d}" if known(date) else str(year) if known(year) else "",
        line.get("outlet"),
        line["document"] if known(line.get("title")) else "",
    ]
    return tag("h2", escaped(title), id=anchor) + tag(
        "p", escaped(" · ".join(str(part) for part in told if known(part)))
    )


def _running(passages: list[Any], marks: Mapping[str, list[Mark]]) -> Iterator[str]:
    """The passages of one document, one after the other, with a sign where some are left out."""
    end, speaker = None, None
    for passage in passages:
        if passage.start != (end or 0):
            yield tag("p", class_="gap")
        end = passage.end
        name = _name(passage)
        changed = name != speaker and passage.voice != "narration"
        speaker = name
        if known(passage.text):
            yield tag(
                "span",
                *_marked(passage, marks.get(passage.passage, [])),
                class_=f"p {passage.voice}",
                data_who=name if changed else None,
            )


def _name(passage: Any) -> str:
    """Who says a passage, and how it is given if it is no speech."""
    if passage.voice == "narration":
        return "narration"
    who = passage.speaker if known(passage.speaker) else "unknown"
    return who if passage.voice == "speech" else f"{who} · {passage.voice}"


def _marked(passage: Any, mentions: list[Mark]) -> Iterator[str]:
    """The text of a passage; a mention begins where its anchor is."""
    text, shift = passage.text, passage.start
    edges = {0, len(text), *(edge - shift for mark in mentions for edge in mark[1:])}
    for a, b in pairwise(sorted(edges)):
        piece = escaped(text[a:b]).replace("\n", f"\n{PARAGRAPH}")
        for mark in mentions:
            if mark.start - shift <= a and b <= mark.end - shift:
                first = mark.anchor if mark.start - shift == a else None
                piece = tag("mark", piece, id=first, data_m=mark.anchor)
        yield piece
