"""A page as lines, and what has been decided about each."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ..text import count_words, flatten, words

TITLE_WORDS = 40  # a longer first line is a paragraph
_CLOSED = re.compile(r"[.!?…:;,][)\]\"'”’»]*$")
_SENTENCE = re.compile(r"[.!?…][)\]\"'”’»]*$")
_CREDITED = re.compile(r"[.!?][\"'”’»]?\s*\([^()]{2,30}\)$")  # a caption, or the end of a story
_BULLET = re.compile(r"\s*(?:[-–—•*▪▪️]\s|\d{1,2}[.)]\s)")


@dataclass
class Line:
    """One line that is not blank, with its offsets and what has been decided about it."""

    start: int
    end: int
    text: str
    number: int = 0  # among all lines of the page, blank ones too
    reason: str = ""  # why it is out; empty while it is body

    @property
    def words(self) -> int:
        """How many words the line has."""
        return count_words(self.text)

    @property
    def is_sentence(self) -> bool:
        """Whether the line ends as a sentence does."""
        return bool(_SENTENCE.search(self.text.rstrip()))

    @property
    def is_bullet(self) -> bool:
        """Whether the line is an item of a list."""
        return bool(_BULLET.match(self.text))

    @property
    def is_title(self) -> bool:
        """Whether the line could be a headline: some words, a capital first, nothing at its end."""
        text = self.text.strip()
        if not text or _CLOSED.search(text) or _CREDITED.search(text) or self.is_bullet:
            return False
        return 1 < self.words <= TITLE_WORDS and (
            text[0].isupper() or text[0] in "\"'“«‘„0123456789"
        )

    def cut(self, end: int, reason: str) -> Part:
        """Take the first `end` characters off the line."""
        part = Part(self.start, self.start + end, reason)
        self.start, self.text = part.end, self.text[end:]
        return part

    def cut_from(self, start: int, reason: str) -> Part:
        """Take what stands from character `start` on off the line."""
        part = Part(self.start + start, self.end, reason)
        self.end, self.text = part.start, self.text[:start]
        return part


class Part(NamedTuple):
    """A stretch of a page that is not its body."""

    start: int
    end: int
    reason: str


class Stamp(NamedTuple):
    """A date of the page itself, not of its body: where it stands, and the day if it is full."""

    start: int
    end: int
    found: str  # line, dateline, title, update or prefix
    day: dt.date | None


@dataclass
class Page:
    """A page taken apart: what was found, and the stretches that are not its body."""

    title: str | None = None
    site: str | None = None  # the outlet, where the page itself says whose it is
    outlet: str | None = None  # the site, or else the agency of the dateline
    url: str | None = None
    is_wire: bool = False  # whether the text opens with a dateline
    stamps: list[Stamp] = field(default_factory=list)
    removed: list[Part] = field(default_factory=list)


def split_lines(raw: str) -> list[Line]:
    """The lines of a page that are not blank."""
    found, at = [], 0
    for number, text in enumerate(raw.split("\n")):
        if text.strip():
            found.append(Line(at, at + len(text), text, number))
        at += len(text) + 1
    return found


def kept(lines: list[Line]) -> list[Line]:
    """The lines that nothing has taken out yet."""
    return [line for line in lines if not line.reason]


@lru_cache(maxsize=1024)
def key(text: str) -> tuple[str, ...]:
    """The words of a line in small letters: equal for lines that say the same."""
    return tuple(words(flatten(text).lower()))
