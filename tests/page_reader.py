"""A page read back by the standard library's parser: what a browser would find in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

VOID = {"input", "meta"}


class Element(NamedTuple):
    """An element with its attributes and the characters in it."""

    tag: str
    attributes: dict[str, str | None]
    path: tuple[str, ...]
    data: list[str]

    @property
    def text(self) -> str:
        """All characters in the element."""
        return "".join(self.data)

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return (self.attributes.get("class") or "").split()


class PageReader(HTMLParser):
    """All elements of a page in order; a tag that is not closed as it was opened fails."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.texts: list[Texts] = []
        self.feed(page)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        assert len({name for name, _ in attrs}) == len(attrs), "an attribute stands twice"
        element = Element(tag, dict(attrs), tuple(e.tag for e in self._open), [])
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)
        if "text" in element.classes:
            self.texts.append(Texts([], [], []))
        if self.texts and {"p"} & set(element.classes) and self._within("text"):
            self.texts[-1].pieces.append((element, []))

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Characters belong to every open element, and in a running text to what they are."""
        for element in self._open:
            element.data.append(data)
        if not self._within("text") or self._within("card"):
            return
        text = self.texts[-1]
        if any(element.tag == "del" for element in self._open):
            text.read.append(data)
            return
        text.read.append(data)
        text.kept.append(data)
        text.pieces[-1][1].append(data)

    def _within(self, name: str) -> bool:
        return any(name in element.classes for element in self._open)

    def having(self, **attributes: str) -> list[Element]:
        """Elements with these attributes; `class_` is one of the classes."""
        found = self.elements
        for name, value in attributes.items():
            if name == "class_":
                found = [e for e in found if value in e.classes]
            else:
                key = name.replace("_", "-")
                found = [e for e in found if e.attributes.get(key) == value]
        return found


class Texts(NamedTuple):
    """One running text: as read, without what was removed, and by piece of a passage."""

    read: list[str]
    kept: list[str]
    pieces: list[tuple[Element, list[str]]]

    def pieces_of_passages(self) -> list[tuple[Element, str]]:
        """The passages of a text in which each is one element."""
        return [(element, "".join(data)) for element, data in self.pieces]

    def passages(self) -> list[tuple[Element, str]]:
        """The passages with their text: a piece without an identifier continues the one before."""
        found: list[tuple[Element, str]] = []
        for element, data in self.pieces:
            if "id" in element.attributes:
                found.append((element, "".join(data)))
            else:
                found[-1] = (found[-1][0], found[-1][1] + "".join(data))
        return found
