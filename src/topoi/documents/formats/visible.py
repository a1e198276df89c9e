"""What a web page shows, line by line, with the place of each line in the markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_HIDDEN = set("head iframe noscript object script select style svg template textarea title".split())
_INLINE = set(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q
    rp rt ruby s samp small span strike strong sub sup time tt u var wbr""".split()
)


@dataclass
class Line:
    """One line: its text, the element that it is in, and how much of it is in links."""

    text: str
    element: Any
    linked: float

    @property
    def tags(self) -> list[str]:
        """The elements around it, from the inside out."""
        return [self.element.tag, *(e.tag for e in self.element.iterancestors())]


def visible_lines(root: Any) -> list[Line]:
    """The lines of a page in their order: a paragraph, heading, item or cell is one.

    Elements that are not shown are left out: scripts, forms' choices, what is declared hidden.
    """
    lines: list[Line] = []
    pieces: list[tuple[str, bool]] = []
    element = root

    def flush(following: Any) -> None:
        nonlocal element
        text = " ".join("".join(piece for piece, _ in pieces).split())
        if text:
            linked = sum(len(piece) for piece, in_link in pieces if in_link and piece.strip())
            lines.append(Line(text, element, linked / len(text)))
        pieces.clear()
        element = following

    for piece, place, in_link in _walk(root):
        if piece is None:
            flush(place)
        else:
            pieces.append((piece, in_link))
    flush(root)
    return lines


def _walk(root: Any) -> Iterator[tuple[str | None, Any, bool]]:
    """Pieces of text, and None with the element that goes on where a line ends; no recursion."""
    stack: list[tuple[Any, Any, bool, bool]] = [(root, root, False, False)]
    while stack:
        element, block, in_link, is_over = stack.pop()
        if is_over:
            if _is_block(element):
                yield None, block, False
            yield element.tail or "", block, in_link
            continue
        if element is not root:
            stack.append((element, block, in_link, True))
        if not isinstance(element.tag, str) or _is_hidden(element):
            continue  # a comment, or not shown
        inside, linked = block, in_link or element.tag == "a"
        if _is_block(element):
            yield None, element, False
            inside = element
        for i, part in enumerate((element.text or "").split("\n")):
            if i:
                yield (None if element.tag == "pre" else " "), inside, linked
            yield part, inside, linked
        stack += [(child, inside, linked, False) for child in reversed(element)]


def _is_block(element: Any) -> bool:
    """Whether a line ends before and after it."""
    return isinstance(element.tag, str) and element.tag not in _INLINE | _HIDDEN


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return (
        element.tag in _HIDDEN
        or element.get("hidden") is not None
        or "display:none" in style
        or "visibility:hidden" in style
    )
