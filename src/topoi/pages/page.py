"""One page that shows documents as read and who says what in them, to be checked by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import pandas as pd

from ..errors import DataError
from ..stretches import put_back
from ..tables import check, empty
from . import about, side
from .frame import framed
from .markup import known, tag
from .running import RunningText
from .speakers import Speaker, speakers_of

MOST = 200  # documents on one page


class Read(Protocol):
    """What `topoi.read_sources` returns."""

    @property
    def documents(self) -> pd.DataFrame:
        """Schema `documents`."""

    @property
    def removed(self) -> pd.DataFrame:
        """Schema `removed`."""

    @property
    def problems(self) -> pd.DataFrame:
        """Schema `problems`."""

    @property
    def dates(self) -> pd.DataFrame:
        """Schema `dates`."""


def page_of(
    reading: Read,
    passages: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    labels: Mapping[str, str] | None = None,
) -> str:
    """One HTML page on which a person can check who says what, and what was taken out.

    The running text of every document, with passages coloured by speaker and lined by voice,
    removed stretches in their place with the reason, the decision about a passage where the
    pointer or the keyboard is, framings, dates seen, problems, and words per speaker. The page
    needs nothing but itself: it opens from a disk, without a network, and without its script.

    Parameters
    ----------
    reading : Reading
        What `read_sources` returned: documents with text, at most 200, what was removed from
        them, problems, and dates seen.
    passages : DataFrame
        Schema `passages`, those of every document of `reading`; of other documents they are left
        out.
    mentions : DataFrame, optional
        Schema `mentions`; without it no framing is marked.
    labels : mapping, optional
        Framing -> what it is called; otherwise its identifier in words.

    Returns
    -------
    str
        The page, the same for the same tables. Write it as UTF-8.

    Raises
    ------
    DataError
        There are more than 200 documents, documents without the column `text`, or passages or
        removed stretches that are not those of the documents.

    Notes
    -----
    Words count all documents on the page, reprints too. The page shows decisions and the rules
    that made them; whether they are right is for the reader to say.

    Examples
    --------
    >>> import topoi
    >>> reading = topoi.read_sources(topoi.specimens())
    >>> page = topoi.page_of(reading, topoi.attribute(reading.documents))
    >>> page.startswith("<!doctype html>"), "Rustem Adalgiri" in page
    (True, True)
    """
    check_size(reading.documents)
    documents = check(reading.documents, "documents")
    passages = check(passages, "passages")
    passages = passages[passages["document"].isin(documents["document"])]
    mentions = empty("mentions") if mentions is None else check(mentions, "mentions")
    return _Page(reading, documents, passages, mentions, labels or {}).html()


def check_size(documents: pd.DataFrame) -> None:
    """Refuse more documents than a page can hold, or documents without text."""
    if "text" not in documents:
        raise DataError(
            "documents: no column 'text'. A page shows running text, which a bundle does not have; "
            "read the documents with topoi.read_sources."
        )
    if len(documents) > MOST:
        raise DataError(
            f"{len(documents)} documents are too many for one page; it holds {MOST}. Read a file "
            "or a smaller folder at a time, or take a part: "
            f"reading._replace(documents=reading.documents.head({MOST})).",
            documents=len(documents),
        )


class _Page:
    """The page while it is put together."""

    def __init__(
        self,
        reading: Read,
        documents: pd.DataFrame,
        passages: pd.DataFrame,
        mentions: pd.DataFrame,
        labels: Mapping[str, str],
    ) -> None:
        self.documents, self.passages, self.labels = documents, passages, labels
        self.removed, self.problems, self.dates = reading.removed, reading.problems, reading.dates
        whose = passages.set_index("passage")["document"]
        self.mentions = mentions[mentions["passage"].isin(whose.index)]
        self.whose_mentions = self.mentions["passage"].map(whose)
        self.speakers: dict[str, Speaker] = speakers_of(passages)
        self.anchors = {name: f"d{n}" for n, name in enumerate(documents["document"], 1)}
        self.events = documents.groupby("event")["document"].agg(list).to_dict()

    def html(self) -> str:
        """The whole page."""
        title = f"{self._name()}: who says what"
        return framed(title, self._body(), styles=["page.css"], script="page.js")

    def _name(self) -> str:
        if len(self.documents) != 1:
            return f"{len(self.documents)} documents"
        document = self.documents.iloc[0]
        return document["document"] if pd.isna(document["title"]) else document["title"]

    def _body(self) -> Iterator[str]:
        yield tag("a", "To the text", class_="skip", href="#text")
        yield tag(
            "aside",
            side.summary(self.documents, self.passages),
            side.jumps(self.passages),
            side.list_of_documents(self.documents, self.passages, self.anchors),
            side.list_of_speakers(self.passages, self.speakers),
            side.legend(),
            side.list_of_framings(self.mentions, self.labels),
            aria_label="Documents and speakers",
        )
        lost = self.problems[~self.problems["document"].isin(self.anchors)]
        yield tag(
            "main",
            about.list_of_problems(lost, "Problems with files and rows"),
            *(self._article(row) for row in self.documents.itertuples(index=False)),
            id="text",
        )
        yield tag(
            "div",
            "Point at a passage, tap it, or walk from one to the next with Tab.",
            class_="hint",
        )

    def _article(self, document: Any) -> str:
        name, anchor = document.document, self.anchors[document.document]
        passages = self._passages(document)
        removed = self._removed(document)
        running = RunningText(
            document.text if known(document.text) else "",
            passages,
            removed,
            self.mentions[self.whose_mentions == name],
            prefix=anchor,
            speakers=self.speakers,
            labels=self.labels,
        )
        words = int(passages["words"].sum())
        return "\n" + tag(
            "article",
            tag(
                "header",
                about.heading(document, anchor),
                about.facts(document, words, self.anchors, self.events),
                about.list_of_problems(
                    self.problems[self.problems["document"] == name], "Problems"
                ),
                about.dates_seen(self.dates, name),
                running.strip(),
                running.said() if len(self.documents) > 1 else "",
            ),
            tag("div", *running.lines(), class_="text", lang=about.language(document)),
            aria_labelledby=anchor,
        )

    def _passages(self, document: Any) -> pd.DataFrame:
        """The passages of a document, which must partition its text."""
        own = self.passages[self.passages["document"] == document.document].sort_values("start")
        length = len(document.text) if known(document.text) else 0
        edges = [0, *own["end"]]
        if edges[:-1] != list(own["start"]) or edges[-1] != length:
            raise DataError(
                f"passages: those of document '{document.document}' do not partition its text. "
                "Give the passages that topoi.attribute makes of the same documents.",
                document=document.document,
            )
        return own

    def _removed(self, document: Any) -> pd.DataFrame:
        """What was removed from a document, which must fit its text; nothing if there is none."""
        own = self.removed[self.removed["document"] == document.document]
        if not known(document.text):
            return own.head(0)
        stretches = list(own[["start", "end", "text"]].itertuples(index=False, name=None))
        read, _ = put_back(document.text, stretches)
        if any(read[start:end] != taken for start, end, taken in stretches):
            raise DataError(
                f"removed: the stretches of document '{document.document}' do not fit its text. "
                "Give documents and removed as topoi.read_sources returned them.",
                document=document.document,
            )
        return own
