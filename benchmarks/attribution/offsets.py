"""Where a cleaned text stands in the file that it was read from.

Cleaning takes stretches out (the table `removed`), and joins wrapped lines before that. The first
is undone exactly; the second, where it happened, by aligning words.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

import pandas as pd

from topoi.stretches import put_back

_WORD = re.compile(r"\w+")


def original_offsets(text: str, removed: pd.DataFrame, raw: str) -> list[int]:
    """For every character of `text`, and for its end, the offset in `raw`.

    Parameters
    ----------
    text : str
        The text of one document after cleaning.
    removed : DataFrame
        Schema `removed`, the rows of that document.
    raw : str
        The text of the file.

    >>> removed = pd.DataFrame({"start": [0], "end": [6], "text": ["Title\\n"]})
    >>> original_offsets("We met.", removed, "Title\\nWe met.")
    [6, 7, 8, 9, 10, 11, 12, 13]
    """
    read, places = put_back(text, removed[["start", "end", "text"]].itertuples(index=False))
    if read == raw:
        return places
    line = _aligned(read, raw)
    return [line[i] for i in places]


def _aligned(read: str, raw: str) -> list[int]:
    """For every offset of `read` one of `raw`: letter by letter if both have the same, as they do
    where lines were joined, else by the words that both have in one order.
    """
    pairs = list(_same_letters(read, raw) or _same_words(read, raw))
    line: list[int | None] = [None] * (len(read) + 1)
    for ours, theirs in pairs:
        line[ours] = theirs
        line[ours + 1] = theirs + 1
    last, out = 0, []
    for value in line:
        last = last if value is None else max(last, value)
        out.append(last)
    return out


def _same_letters(read: str, raw: str) -> list[tuple[int, int]] | None:
    ours = [i for i, c in enumerate(read) if c.isalpha()]
    theirs = [i for i, c in enumerate(raw) if c.isalpha()]
    same = [read[i] for i in ours] == [raw[i] for i in theirs]
    return list(zip(ours, theirs, strict=True)) if same else None


def _same_words(read: str, raw: str) -> Iterator[tuple[int, int]]:
    ours, theirs = list(_WORD.finditer(read)), list(_WORD.finditer(raw))
    matcher = difflib.SequenceMatcher(
        None, [m.group() for m in ours], [m.group() for m in theirs], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        for k in range(block.size):
            a, b = ours[block.a + k], theirs[block.b + k]
            yield from zip(range(*a.span()), range(*b.span()), strict=True)
