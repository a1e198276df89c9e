"""What a reader takes and gives: files as bytes, documents as read, problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..errors import SourceError

METADATA = """
    url title date outlet genre language speaker role organization event year
""".split()  # columns of `documents` that a source may bring along

Problem = dict[str, Any]


@dataclass(frozen=True)
class File:
    """One file to read: its bytes, its name within what is read, and its place for messages."""

    name: str
    path: str
    data: bytes

    @property
    def stem(self) -> str:
        """The name without the suffix: the identifier of a file that is one document."""
        return PurePosixPath(self.name).with_suffix("").as_posix()


@dataclass
class Source:
    """One document as read: its text, and what the file says about it."""

    document: str
    source: str
    text: str
    sha256: str
    metadata: dict[str, Any] = field(default_factory=dict)
    page: bool = False  # whether the text has furniture around it, as a scraper leaves it


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
