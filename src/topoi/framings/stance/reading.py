"""A passage as the rules of stance read it: plain, whole words, whole sentences; and where in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ...text import sentences
from ..normal import normalise

_WRAPPED = re.compile(r"(?<=[\w,])[^\S\n]*\n(?=[^\S\n]*[a-zа-яё])")


@dataclass(frozen=True)
class Reading:
    """A text normalised as matching does it (`flat`), its letters as `written`, of one length."""

    flat: str
    written: str
    sentences: list[tuple[int, int]]
    starts: np.ndarray | None

    def place(self, at: int) -> int:
        """Where a place of the original is in `flat`."""
        return at if self.starts is None else int(np.searchsorted(self.starts, at))


def read_passage(text: str) -> Reading:
    """Normalise a text and cut it into sentences; a line that goes on in small letters is no end.

    >>> read = read_passage("There is\\nno hy\\xadbrid war.")
    >>> read.sentences, read.flat, read.place(16)
    ([(0, 23)], 'there is no hybrid war.', 15)
    """
    normal = normalise(text, joined=True)
    written = text if normal.starts is None else "".join(text[i] for i in normal.starts)
    whole = _WRAPPED.sub(lambda end: " " * len(end.group()), written)
    return Reading(normal.flat, written, sentences(whole), normal.starts)
