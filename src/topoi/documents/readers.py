"""Files to documents: what to open, and what went wrong on the way."""

from __future__ import annotations

import os
import re
import warnings
from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pandas as pd

from ..errors import SourceError
from .archives import Entry, entries
from .assembly import Reading, build
from .formats import READERS
from .formats.kinds import has_tags, kind_of, refusal
from .sources import METADATA, File, Problem, Source, problem

SUFFIXES = (*READERS, ".zip")  # of the files that are read


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
        A file, a `.zip` archive of files, or a folder, of which every file is read, folders and
        archives within it too: `.txt`, `.md`, `.html` and `.htm` (saved web pages), `.pdf` (the
        text layer), `.docx`, `.csv`, and `.jsonl`, `.ndjson` or `.json` (one object a line, or an
        array of objects). The bytes decide where a name lies. Pages, PDF and Word need an extra:
        ``pip install 'topoi[formats]'``. For the UN General Debate Corpus see
        `read_general_debate`.
    columns : mapping, optional
        For CSV and JSON: column of `documents` -> column of the file, for those that go by
        another name, e.g. ``{"document": "id", "outlet": "organization"}``. `text` must be there.
    clean : bool, default True
        Put right what was decoded wrongly or escaped twice; of all but rows of tables, join wrapped
        lines into paragraphs, and take title, date line, dateline and page furniture out
        (`read_sources` returns what was taken out, with reasons). False keeps every character that
        the file shows.

    Returns
    -------
    DataFrame
        One row a document, schema `documents`. Null where nothing is known: a date that is only
        implied, a title that is missing, stay null. Files that differ only in their suffix keep
        it as part of their identifier.

    Raises
    ------
    SourceError
        Nothing is there, nothing in it can be read, a needed column is missing, or the one file
        needs a library that is not installed (of a folder, that is a row in `problems`).

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
        `documents`; `removed` (every stretch taken out, with its reason and its offsets in the
        text as read, wrapped lines joined); `problems` (every source that was mended, left as
        it was, or skipped, and what in a document contradicts itself: dates of its own that differ
        by more than a day, later days in the text, a title that shares no word with the text, one
        body under several titles); `dates` (every date seen, where, and whether it became the
        document's: of several the first of column, markup, date line, dateline, address, file
        name).

    Notes
    -----
    Pages are compared with the other pages of their host (of `url`, or of an address on a line of
    its own), else outlet, else folder: a line above or below the text goes if it is found with at
    least three different texts, a short line within the text also needs half of the pages. A
    sentence within the text never goes for being repeated.
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
    sources: list[Source] = []
    problems: list[Problem] = []
    alone = path.is_file() and path.suffix.lower() != ".zip"
    found = [e for e in entries(path, problems) if alone or not _is_note(e)]
    files = _documents_among(found, problems)
    for entry, identifier in zip(files, _identifiers(files), strict=True):
        try:
            sources += _read(entry, identifier, columns or {}, problems)
        except SourceError as error:
            if alone:
                raise
            kind = error.values.get("problem", "unreadable")
            detail = "not a format that topoi reads" if kind == "skipped" else str(error)
            problems.append(problem(entry.name, kind, detail=detail))
    if not sources:
        raise _nothing(path, problems)
    return build(sources, problems, clean=clean)


def _read(
    entry: Entry, identifier: str, columns: Mapping[str, str], problems: list[Problem]
) -> list[Source]:
    """The documents of one file, by what it is if that is not what its name says."""
    suffix = _suffix(entry)
    if suffix not in READERS:
        raise SourceError(
            f"{entry.path}: topoi reads {', '.join(READERS)}; this is '{suffix or 'no suffix'}'. "
            "Save it as one of these first.",
            path=entry.path,
            problem="skipped",
        )
    file = File(entry.name, entry.path, entry.load(), identifier)
    shown = kind_of(file.data) or suffix
    if READERS[suffix] is READERS[".html"] and not has_tags(file.data):
        shown = ".txt"
    if what := refusal(file.data) or ("a ZIP archive; name it .zip" if shown == ".zip" else None):
        raise SourceError(f"{entry.path}: this is {what}.", path=entry.path)
    if READERS[shown] is not READERS[suffix]:
        detail = f"by its content this is {shown}, and it was read as that"
        problems.append(problem(entry.name, "misnamed", identifier, detail))
    return READERS[shown](file, columns, problems)


def _documents_among(files: list[Entry], problems: list[Problem]) -> list[Entry]:
    """All files but the pictures, scripts and frames that a browser saves beside a page."""
    names = {entry.name for entry in files}
    kept = []
    for entry in files:
        folders = [str(folder) for folder in PurePosixPath(entry.name).parents]
        pages = [f.removesuffix("_files") for f in folders if f.endswith("_files")]
        if any(page + suffix in names for page in pages for suffix in (".html", ".htm")):
            problems.append(problem(entry.name, "skipped", detail="a part of a saved page"))
        else:
            kept.append(entry)
    return kept


def _suffix(entry: Entry) -> str:
    return PurePosixPath(entry.name).suffix.lower()


def _is_note(entry: Entry) -> bool:
    """Whether a file is about the documents, and none: a readme, the gold of the specimens."""
    name = PurePosixPath(entry.name.replace(":", "/")).name
    about = name.lower().startswith("readme") or ".gold." in name
    return about and (_suffix(entry) == ".md" or _suffix(entry) not in READERS)


def _identifiers(files: list[Entry]) -> list[str]:
    """Names without suffix; files that would share one keep it (a.html, a.pdf).

    The members of an archive are named as if they lay in a folder of its name.
    """
    whole = [re.sub(r"(?i)\.zip:", "/", entry.name) for entry in files]
    stems = [PurePosixPath(name).with_suffix("").as_posix() for name in whole]
    count = Counter(
        stem for stem, entry in zip(stems, files, strict=True) if _suffix(entry) in READERS
    )
    return [s if count[s] == 1 else name for s, name in zip(stems, whole, strict=True)]


def _nothing(path: Path, problems: list[Problem]) -> SourceError:
    told = [row["detail"] for row in problems if row["problem"] != "skipped"]
    if told or path.is_file():
        first = told[0] if told else "it is empty"
        return SourceError(f"{path}: no document could be read; {first}", path=str(path))
    return SourceError(
        f"{path}: no document to read. Put {', '.join(READERS)} or .zip files there "
        "(other formats: save them as one of these first).",
        path=str(path),
    )


def specimens() -> Path:
    """Folder of the specimens: documents that the authors wrote, about invented persons."""
    return Path(__file__).resolve().parent.parent / "data" / "specimens"
