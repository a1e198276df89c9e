"""One module a format; a reader takes a file and gives its documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..sources import File, Problem, Source
from .markdown import read_markdown
from .pdf import read_pdf
from .plain import read_plain
from .rows import read_csv, read_json
from .web import read_html
from .word import read_docx

Reader = Callable[[File, Mapping[str, str], list[Problem]], list[Source]]
READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".json": read_json,
    ".jsonl": read_json,
    ".md": read_markdown,
    ".ndjson": read_json,
    ".pdf": read_pdf,
    ".txt": read_plain,
}
