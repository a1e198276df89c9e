"""One module a format; a reader takes a file and gives its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..sources import File, Problem, Source
from .plain import read_plain
from .rows import read_csv, read_jsonl

Reader = Callable[[File, Mapping[str, str], list[Problem]], list[Source]]
READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".csv": read_csv,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}
