"""One module a format; a reader takes a file and gives its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..sources import File, Problem, Source
from .markdown import read_markdown
from .plain import read_plain
from .rows import read_csv, read_json

Reader = Callable[[File, Mapping[str, str], list[Problem]], list[Source]]
READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".json": read_json,
    ".jsonl": read_json,
    ".md": read_markdown,
    ".ndjson": read_json,
    ".txt": read_plain,
}
