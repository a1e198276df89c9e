"""A text without its removed stretches, and the way back.

Passages count characters in the cleaned text of a document, `removed` in the text as read. Whoever
shows a passage in its place needs both.
"""

from __future__ import annotations

from collections.abc import Iterable

Stretch = tuple[int, int, str]  # first character, character after the last one, what is said of it


def without(text: str, stretches: Iterable[Stretch]) -> str:
    """`text` without `stretches`, which are in order and may overlap; their third is not looked at.

    >>> without("Title. We met. Share", [(0, 7, "title"), (14, 20, "widget")])
    'We met.'
    """
    kept, at = [], 0
    for start, end, _ in stretches:
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    return "".join(kept)


def put_back(text: str, removed: Iterable[Stretch]) -> tuple[str, list[int]]:
    """The text as it was read, and where each character of `text`, and its end, stands in it.

    `removed` holds first character and end, in the text as read, and the characters themselves.

    >>> put_back("We met.", [(0, 7, "Title. ")])
    ('Title. We met.', [7, 8, 9, 10, 11, 12, 13, 14])
    """
    parts: list[str] = []
    places: list[int] = []
    at = length = 0
    for start, end, taken in sorted(removed):
        if start > length:
            kept = text[at : at + start - length]
            places += range(length, length + len(kept))
            parts.append(kept)
            at += len(kept)
            length += len(kept)
        if end > length:
            parts.append(taken[length - start :])
            length = end
    places += range(length, length + len(text) - at + 1)
    return "".join([*parts, text[at:]]), places
