"""Word files: one line a paragraph, those of tables and text boxes too."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import SourceError
from ...files import sha256
from ..archives import LARGEST
from ..sources import File, Problem, Source
from .extras import needed

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLD = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # said twice


def read_docx(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """The file as one document. The days on which it was made or changed are not of publication.

    Insertions that wait to be accepted are read, deletions are not; neither are footnotes.
    """
    docx = needed("docx", file, extra="docx")
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > 2 * LARGEST:
                raise ValueError("it unpacks to more than a text can be")
        document = docx.Document(io.BytesIO(file.data))
        paragraphs = [p for p in document.element.body.iter(f"{_W}p") if not _is_said_twice(p)]
        lines = [line for p in paragraphs for line in _text(p).split("\n")]
        title = next((_text(p) for p in paragraphs if _style(p) == "Title"), None)
        margins = list(dict.fromkeys(_margins(document)))
    except Exception as error:  # whatever a damaged file makes of the library
        raise SourceError(
            f"{file.path}: not a Word file that can be read ({error}). If it has a password, save "
            "it without; if it is damaged, save it anew.",
            path=file.path,
        ) from error
    metadata = {"title": title.strip() or None} if title else {}
    text = "\n".join(lines)
    return [
        Source(
            file.identifier,
            file.name,
            text,
            sha256(file.data),
            metadata,
            page=True,
            furniture={},
            margins=margins,
        )
    ]


def _text(paragraph: Any) -> str:
    """The text of a paragraph, without that of a box that is anchored in it."""
    pieces = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if next(element.iterancestors(f"{_W}p")) is paragraph:
            tab = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}noBreakHyphen": "-"}
            in_settings = element.getparent().tag == f"{_W}tabs"
            pieces.append("" if in_settings else tab.get(element.tag, element.text or ""))
    return "".join(pieces)


def _style(paragraph: Any) -> str | None:
    styles = paragraph.findall(f"{_W}pPr/{_W}pStyle")
    return styles[0].get(f"{_W}val") if styles else None


def _is_said_twice(paragraph: Any) -> bool:
    return next(paragraph.iterancestors(_OLD), None) is not None


def _margins(document: Any) -> Iterator[str]:
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from (p.text for p in part.paragraphs if p.text.strip())
