"""What a reader takes and gives: files as bytes, documents as read, problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import SourceError

METADATA = """
    url title date outlet genre language speaker role organization event year
""".split()  # columns of `documents` that a source may bring along

Problem = dict[str, Any]


@dataclass(frozen=True)
class File:
    """One file, or one member of an archive, to read."""

    name: str  # within what is read; the `source` of its documents
    path: str  # its place, for messages
    data: bytes
    identifier: str  # of the document, if the file is one


@dataclass
class Source:
    """One document as read: its text, and what the file says about it."""

    document: str
    source: str
    text: str
    sha256: str
    metadata: dict[str, Any] = field(default_factory=dict)
    page: bool = False  # whether there may be furniture around the text
    wrapped: bool = False  # whether its lines are known to be lines of print
    furniture: dict[int, str] | None = None  # line number -> reason, where markup tells it
    margins: list[str] = field(default_factory=list)  # heads and feet of pages, not in the text


def problem(
    source: object, kind: str, document: str | None = None, detail: str = "", count: int = 1
) -> Problem:
    """One row of the `problems` table."""
    return {
        "source": str(source),
        "document": document,
        "problem": kind,
        "count": count,
        "detail": detail,
    }


def read_bytes(path: Path) -> bytes:
    """Bytes of a file, or a SourceError that says why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read ({error.strerror}). Check that it is a file, or a link to "
            "one, and that you may open it.",
            path=str(path),
        ) from error
