"""The running text of a document as HTML: passages by speaker and voice, what was removed in place.

Every passage holds a card with the decision about it, shown by the style sheet while a pointer is on
the passage or the keyboard in it; so the page needs no script to be checked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from .markup import escaped, known, number, tag
from .pieces import Piece, lines_of, pieces_of
from .speakers import Speaker

LOW = 0.85  # a confidence below this is one to look at
_CARD = {
    "role": "role",
    "organization": "organization",
    "on_behalf_of": "on behalf of",
    "embedded_source": "reports",
    "utterer": "whose words",
}


class RunningText:
    """The passages of one document, ready to be shown.

    `prefix` begins the identifiers of its passages on the page; `labels` says what framings are
    called.
    """

    def __init__(
        self,
        text: str,
        passages: pd.DataFrame,
        removed: pd.DataFrame,
        mentions: pd.DataFrame,
        *,
        prefix: str,
        speakers: Mapping[str, Speaker],
        labels: Mapping[str, str],
    ) -> None:
        self.passages = list(passages.itertuples(index=False))
        self.mentions = list(mentions.itertuples(index=False))
        self.prefix, self.speakers, self.labels = prefix, speakers, labels
        self.named = _named(text, self.passages)
        self.pieces = pieces_of(
            text,
            _spans(passages),
            list(removed[["start", "end", "text", "reason"]].itertuples(index=False, name=None)),
            _spans(mentions),
        )

    def lines(self) -> Iterator[str]:
        """The text, a paragraph a line; a removed stretch says why where it begins."""
        before = None  # why the stretch before was removed
        for line in lines_of(self.pieces):
            parts = []
            for (which, why), group in groupby(line, lambda piece: (piece.passage, piece.reason)):
                pieces = list(group)
                if which is None:
                    parts.append(_removed(pieces, again=why == before))
                else:
                    parts.append(self._passage(which, pieces))
                before = why
            yield tag("p", *parts, class_=self._kind(line))

    def strip(self) -> str:
        """The passages as a strip, each as long as it has words."""
        parts = [
            tag("a", href=f"#{self._id(i)}", class_=look(p, self.speakers), tabindex=-1,
                style=f"flex-grow:{p.words}", data_s=self._speaker(p))
            for i, p in enumerate(self.passages)
            if p.words
        ]  # fmt: skip
        return tag("div", *parts, class_="strip", aria_hidden="true")

    def said(self) -> str:
        """Who says how many words of the document, nobody included."""
        looks: dict[str, str] = {}
        words: Counter[str] = Counter()
        for passage in self.passages:
            if passage.voice != "narration":
                looks[_name(passage)] = look(passage, self.speakers, "dot")
                words[_name(passage)] += passage.words
        items = (
            tag(
                "li",
                tag("span", class_=looks[name]),
                " ",
                escaped(name),
                " ",
                tag("span", number(n), class_="n"),
            )
            for name, n in words.most_common()
        )
        return tag("ul", *items, class_="said") if words else ""

    def _passage(self, which: int, pieces: Sequence[Piece]) -> str:
        passage, first = self.passages[which], pieces[0].first
        card = f"c{self._id(which)}" if first else None
        return tag(
            "span",
            self._card(which, card),
            *map(self._marked, pieces),
            class_=f"p {look(passage, self.speakers)}",
            id=self._id(which) if first else None,
            tabindex=0 if first else -1,
            aria_describedby=card,
            data_s=self._speaker(passage),
            data_who=self.named.get(which) if first else None,
        )

    def _marked(self, piece: Piece) -> str:
        """A piece, marked if it belongs to mentions; a mention says what it is where it ends."""
        if not piece.mentions:
            return escaped(piece.text)
        what, ending = (
            "; ".join(self._mention(k) for k in which) or None
            for which in (piece.mentions, piece.ending)
        )
        return tag("mark", escaped(piece.text), title=what, data_f=ending)

    def _mention(self, which: int) -> str:
        mention = self.mentions[which]
        label = self.labels.get(mention.framing, mention.framing.replace("_", " "))
        more = (getattr(mention, column, None) for column in ("use", "attitude"))
        return " · ".join([label, *(str(value) for value in more if known(value))])

    def _card(self, which: int, card: str | None) -> str:
        passage = self.passages[which]
        voice = passage.voice + (f", {passage.kind}" if known(passage.kind) else "")
        rows = [(about, getattr(passage, column)) for column, about in _CARD.items()]
        if passage.utterer == passage.speaker:
            rows.pop()
        own = (k for k, mention in enumerate(self.mentions) if mention.passage == passage.passage)
        framings = "; ".join(
            f"{label} ×{n}" if n > 1 else label
            for label, n in Counter(map(self._mention, own)).items()
        )
        rows += [
            ("voice", voice),
            ("rule", passage.rule),
            ("confidence", f"{passage.confidence:.2g}"),
            ("framings", framings),
            ("words", number(passage.words)),
            ("passage", passage.passage),
            ("characters", f"{passage.start} to {passage.end}"),  # what a correction names
        ]
        return tag(
            "span",
            tag("b", escaped(_name(passage))),
            *(tag("span", tag("i", about), " ", escaped(v)) for about, v in rows if known(v)),
            class_="card",
            role="tooltip",
            id=card,
        )

    def _kind(self, line: Sequence[Piece]) -> str | None:
        """The class of a line: removed, blank, or somebody's speech."""
        if all(piece.passage is None for piece in line):
            return "out"
        if not "".join(piece.text for piece in line).strip():
            return "blank"
        spoken = (self.passages[p.passage] for p in line if p.passage is not None)
        return next((look(p, self.speakers, "bar") for p in spoken if p.voice == "speech"), None)

    def _id(self, which: int) -> str:
        return f"{self.prefix}-{which}"

    def _speaker(self, passage: Any) -> int | None:
        return self.speakers[passage.speaker].number if known(passage.speaker) else None


def look(passage: Any, speakers: Mapping[str, Speaker], voice: str | None = None) -> str:
    """Classes of a passage: its voice, the colour of its speaker, and what asks for a look."""
    classes = [voice or passage.voice]
    if known(passage.speaker):
        classes.append(f"s{speakers[passage.speaker].colour}")
    elif passage.voice != "narration":
        classes.append("unknown")
    if not voice and is_low(passage):
        classes.append("low")
    return " ".join(classes)


def is_low(passage: Any) -> bool:
    """Whether the passage is given to somebody with a low confidence."""
    return bool(
        passage.voice != "narration" and known(passage.speaker) and passage.confidence < LOW
    )


def _named(text: str, passages: Sequence[Any]) -> dict[int, str]:
    """The passages that begin with the name of their speaker: where the speaker changes, at the
    first quotation of a line, and where the confidence is low, which is then said too.
    """
    breaks = [i for i, c in enumerate(text) if c == "\n"]
    named, speaker, line = {}, None, None
    for which, passage in enumerate(passages):
        if passage.voice == "narration":
            continue
        here = bisect_left(breaks, passage.start)
        changed = _name(passage) != speaker or (passage.voice != "speech" and here != line)
        speaker, line = _name(passage), here
        if is_low(passage):
            named[which] = f"{speaker} · {passage.confidence:.2g}"
        elif changed:
            named[which] = speaker
    return named


def _name(passage: Any) -> str:
    if known(passage.speaker):
        return str(passage.speaker)
    return "narration" if passage.voice == "narration" else "unknown"


def _removed(pieces: Sequence[Piece], *, again: bool) -> str:
    text = "".join(piece.text for piece in pieces)
    why = pieces[0].reason if text.strip() and not again else None
    return tag("del", escaped(text), title=pieces[0].reason, data_why=why)


def _spans(table: pd.DataFrame) -> list[tuple[int, int]]:
    return list(table[["start", "end"]].itertuples(index=False, name=None))
