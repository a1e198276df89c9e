"""The text of a document as read, cut into pieces: each of one passage, or removed.

A piece ends where a passage, a removed stretch, a mention or a line ends, so that a piece is what one
element of a page can hold.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..stretches import put_back

Span = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """Characters of the text as read, and whose they are.

    `passage` is the number of the passage, None for what was removed; `reason` is why it was.
    `first` says whether the passage begins here; `mentions` are the numbers of the mentions that
    the characters belong to, and `ending` those that end here.
    """

    text: str
    passage: int | None = None
    reason: str | None = None
    first: bool = False
    mentions: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


def lines_of(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Pieces line by line; the line break is the last character of a line."""
    line: list[Piece] = []
    for piece in pieces:
        line.append(piece)
        if piece.text.endswith("\n"):
            yield line
            line = []
    if line:
        yield line


def pieces_of(
    text: str,
    passages: Sequence[Span],
    removed: Sequence[tuple[int, int, str, str]] = (),
    mentions: Sequence[Span] = (),
) -> Iterator[Piece]:
    """The pieces of a document.

    Parameters
    ----------
    text : str
        The cleaned text.
    passages, mentions : sequence of (start, end)
        In the cleaned text; passages in order and without gaps.
    removed : sequence of (start, end, text, reason)
        In the text as read.

    Examples
    --------
    >>> removed = [(0, 7, "Title. ", "title")]
    >>> for piece in pieces_of("We met.", [(0, 7)], removed, [(3, 6)]):
    ...     print(repr(piece.text), piece.passage, piece.reason, piece.mentions)
    'Title. ' None title ()
    'We ' 0 None ()
    'met' 0 None (0,)
    '.' 0 None ()
    """
    removed = sorted(removed)
    read, places = put_back(text, [row[:3] for row in removed])
    cuts = {0, len(read), *(i + 1 for i, c in enumerate(read) if c == "\n")}
    cuts |= {edge for start, end, *_ in removed for edge in (start, end)}
    for start, end in (*passages, *mentions):
        cuts |= {places[start], places[end - 1] + 1}
    edges = sorted(cut for cut in cuts if cut <= len(read))
    starts = [start for start, _ in passages]
    for a, b in pairwise(edges):
        at = bisect_left(places, a)  # the first kept character that is not before a
        if places[at] > a or at == len(text):
            yield Piece(read[a:b], reason=_reason(a, removed))
            continue
        passage = bisect_right(starts, at) - 1
        inside = tuple(k for k, (start, end) in enumerate(mentions) if start <= at < end)
        ending = tuple(k for k in inside if mentions[k][1] == at + b - a)
        yield Piece(read[a:b], passage, None, starts[passage] == at, inside, ending)


def _reason(place: int, removed: Sequence[tuple[int, int, str, str]]) -> str:
    """Why the character at a place of the text as read was taken out."""
    return next(reason for start, end, _, reason in removed if start <= place < end)
