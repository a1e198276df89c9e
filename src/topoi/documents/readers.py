"""Files to documents: what to open, and what went wrong on the way."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from ..errors import SourceError
from .assembly import Reading, build
from .formats import READERS
from .sources import METADATA, File, Problem, Source, problem, read_bytes


def read_documents(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    clean: bool = True,
) -> pd.DataFrame:
    """Read a file or a folder into the `documents` table.

    Parameters
    ----------
    path : path
        A `.txt` file; a `.csv` file; a `.jsonl` file (one JSON object a line); or a folder, of
        which every such file is read, folders within it too. For the UN General Debate Corpus see
        `read_general_debate`.
    columns : mapping, optional
        For CSV and JSON lines: column of `documents` -> column of the file, for those that go by
        another name, e.g. ``{"document": "id", "outlet": "organization"}``. `text` must be there.
    clean : bool, default True
        Of `.txt` documents, join wrapped lines into paragraphs, and take title, date line,
        dateline and page furniture out (`read_sources` returns what was taken out, with reasons).
        False keeps every character.

    Returns
    -------
    DataFrame
        One row a document, schema `documents`. Null where nothing is known: a date that is only
        implied, a title that is missing, stay null.

    Raises
    ------
    SourceError
        Nothing is there, nothing in it can be read, or a needed column is missing.

    Warns
    -----
    UserWarning
        Some sources were mended or skipped: `read_sources(path).problems` says which and why.

    Examples
    --------
    >>> documents = read_documents(specimens())
    >>> documents[["document", "language"]].drop_duplicates("language")  # doctest: +SKIP
    """
    reading = read_sources(path, columns=columns, clean=clean)
    if len(reading.problems):
        kinds = ", ".join(sorted(reading.problems.problem.unique()))
        warnings.warn(
            f"{path}: {len(reading.problems)} problem(s) with the sources ({kinds}); "
            "topoi.read_sources(path).problems lists them.",
            stacklevel=2,
        )
    return reading.documents


def read_sources(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str] | None = None,
    clean: bool = True,
) -> Reading:
    """Read like `read_documents`, and also return what was removed and what was wrong.

    Returns
    -------
    Reading
        `documents`, `removed` (every stretch taken out, with its reason and its offsets in the
        text as read, wrapped lines joined) and `problems` (every source that was mended, left as
        it was, or skipped).
    """
    unknown = set(columns or ()) - {"document", "text", *METADATA}
    if unknown:
        raise SourceError(
            f"columns: '{min(unknown)}' is not a column of documents that can be mapped. "
            f"These can: document, text, {', '.join(METADATA)}.",
            column=min(unknown),
        )
    path = Path(path)
    if not path.exists():
        raise SourceError(
            f"{path}: no such file or folder. Name one that is there, absolute or relative to "
            f"{Path.cwd()}.",
            path=str(path),
        )
    files = _files(path)
    if not files:
        raise SourceError(
            f"{path}: no document to read. Put .txt, .csv or .jsonl files there "
            "(other formats: save them as text first).",
            path=str(path),
        )
    sources: list[Source] = []
    problems: list[Problem] = []
    root = path if path.is_dir() else path.parent
    for file in files:
        try:
            opened = File(file.relative_to(root).as_posix(), str(file), read_bytes(file))
            sources += READERS[file.suffix.lower()](opened, columns or {}, problems)
        except SourceError as error:
            if path.is_file():
                raise
            problems.append(problem(file.relative_to(root), "unreadable", detail=str(error)))
    if path.is_dir():
        skipped = [p for p in sorted(path.rglob("*")) if _is_skipped(p, path)]
        problems += [
            problem(p.relative_to(root), "skipped", detail="not a format that topoi reads")
            for p in skipped
        ]
    if not sources:
        first = problems[0]["detail"] if problems else "the files are empty"
        raise SourceError(f"{path}: no document could be read; {first}", path=str(path))
    return build(sources, problems, clean=clean)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        if path.suffix.lower() not in READERS:
            known = ", ".join(sorted(READERS))
            raise SourceError(
                f"{path}: topoi reads {known}; this is '{path.suffix or 'no suffix'}'. "
                "Save it as text first.",
                path=str(path),
            )
        return [path]
    found = (p for p in path.rglob("*") if _is_entry(p) and not _hidden(p, path))
    return sorted((p for p in found if p.suffix.lower() in READERS), key=lambda p: p.as_posix())


def _is_entry(path: Path) -> bool:
    """Whether a path must turn up as a document or a problem: a file, or a link to anything."""
    return path.is_file() or path.is_symlink()


def _is_skipped(file: Path, root: Path) -> bool:
    notes = file.name.lower().startswith("readme") or ".gold." in file.name
    return (
        _is_entry(file)
        and not _hidden(file, root)
        and not notes
        and file.suffix.lower() not in READERS
    )


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def specimens() -> Path:
    """Folder of the specimens: documents that the authors wrote, about invented persons."""
    return Path(__file__).resolve().parent.parent / "data" / "specimens"
