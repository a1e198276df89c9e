"""The side of a page: its documents, who speaks in them and how much, what to check, what lines mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .about import language
from .markup import escaped, known, number, share, tag
from .running import LOW
from .speakers import Speaker

_VOICES = (
    ("speech", "speech", "bar at the left"),
    ("quotation", "quotation", "solid line"),
    ("reported", "reported speech", "dashed line"),
    ("narration", "narration", "plain"),
)
_SHOWN = (("names", "names of speakers"), ("framings", "framings"), ("gone", "what was removed"))


def summary(documents: pd.DataFrame, passages: pd.DataFrame) -> str:
    """What the page holds, and how much of it is attributed."""
    told = passages["voice"] == "narration"
    nobody = ~told & passages["speaker"].isna()
    words = passages["words"]
    total = words.sum()
    parts = (
        ("attributed", words[~told & ~nobody].sum()),
        ("unknown speaker", words[nobody].sum()),
        ("narration", words[told].sum()),
    )
    count = "1 document" if len(documents) == 1 else f"{number(len(documents))} documents"
    shares = "".join(tag("li", tag("b", share(part, total)), f" {name}") for name, part in parts)
    return (
        tag("h1", "Who says what")
        + tag("p", f"{count}, {number(total)} words")
        + tag("ul", shares, class_="shares")
    )


def list_of_documents(
    documents: pd.DataFrame, passages: pd.DataFrame, anchors: Mapping[str, str]
) -> str:
    """The documents with their places on the page, and how many passages of each ask for a look;
    nothing for a single document.
    """
    if len(documents) < 2:
        return ""
    nobody, low = _unsure(passages)
    unsure = (nobody | low).groupby(passages["document"]).sum()
    items = (
        _document(row, int(unsure.get(row.document, 0)), anchors[row.document])
        for row in documents.itertuples(index=False)
    )
    return _section("Documents", tag("nav", tag("ol", *items), aria_label="Documents"))


def _document(document: Any, unsure: int, anchor: str) -> str:
    title = document.title if known(document.title) else document.document
    notes = [f"{document.date:%Y-%m-%d}"] if known(document.date) else []
    notes += [f"{unsure} to check"] if unsure else []
    return tag(
        "li",
        tag("a", escaped(title), href=f"#{anchor}", lang=language(document)),
        tag("small", " ", " · ".join(notes)) if notes else "",
    )


def _unsure(passages: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Which passages somebody unknown says, and which somebody known with a low confidence."""
    said, nobody = passages["voice"] != "narration", passages["speaker"].isna()
    return said & nobody, said & ~nobody & (passages["confidence"] < LOW)


def list_of_speakers(passages: pd.DataFrame, speakers: Mapping[str, Speaker]) -> str:
    """Words by speaker, and their share of all words that somebody says."""
    said = passages[passages["voice"] != "narration"]
    total = int(said["words"].sum())
    nobody = said[said["speaker"].isna()]
    rows = [
        _speaker(speaker.name, speaker.words, total, f"s{speaker.colour}", speaker.number)
        for speaker in speakers.values()
    ]
    if len(nobody):
        words = int(nobody["words"].sum())
        rows.insert(0, _speaker("unknown", words, total, "unknown", "unknown"))
    note = "Words, and their share of what is said. Click to see only theirs."
    return _section("Speakers", tag("ul", *rows, class_="speakers"), tag("p", note, class_="note"))


def _speaker(name: str, words: int, total: int, colour: str, which: int | str) -> str:
    return tag(
        "li",
        tag(
            "button",
            tag("span", class_=f"dot {colour}"),
            tag("span", escaped(name), class_="name"),
            tag("span", number(words), class_="n"),
            tag("span", share(words, total), class_="n"),
            type="button",
            aria_pressed="false",
            data_only=which,
        ),
    )


def jumps(passages: pd.DataFrame) -> str:
    """Buttons to the next passage that asks for a look."""
    nobody, low = (int(which.sum()) for which in _unsure(passages))
    buttons = (("unknown", "unknown speaker", nobody), ("low", f"confidence below {LOW}", low))
    return tag(
        "section",
        tag("h2", "Next to check"),
        *(
            tag(
                "button",
                escaped(name),
                " ",
                tag("span", number(count), class_="n"),
                type="button",
                data_next=kind,
                disabled=not count,
            )
            for kind, name, count in buttons
        ),
        class_="jumps",
    )


def legend() -> str:
    """What the lines mean, and what can be hidden."""
    rows = [
        tag("li", tag("span", name, class_=f"p {voice} s0"), tag("small", f" {how}"))
        for voice, name, how in _VOICES
    ]
    rows.append(tag("li", tag("del", "removed"), tag("small", " small, grey, with its reason")))
    rows.append(tag("li", tag("mark", "framing", data_f="label"), tag("small", " a mention")))
    boxes = [
        tag("label", tag("input", type="checkbox", id=f"show-{name}", checked=True), f" {what}")
        for name, what in _SHOWN
    ]
    return _section(
        "How to read it",
        tag("ul", *rows, class_="key"),
        tag("fieldset", tag("legend", "Show"), *boxes),
    )


def list_of_framings(mentions: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """How often each framing is mentioned; nothing if none is."""
    if mentions.empty:
        return ""
    counts: Any = mentions["framing"].value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    items = [
        tag(
            "li",
            escaped(labels.get(f, f.replace("_", " "))),
            tag("span", number(counts[f]), class_="n"),
        )
        for f in order
    ]
    return _section("Framings", tag("ul", *items, class_="framings"))


def _section(title: str, *inner: str) -> str:
    return tag("details", tag("summary", tag("h2", title)), *inner, open=True)
