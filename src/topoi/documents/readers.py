"""Files to documents: what to open, how to decode it, and what went wrong on the way."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..errors import SourceError
from ..files import sha256
from ..tables import check, empty
from ..text import flatten, words
from .cleaning import clean_page
from .dating import only_date
from .genre import guess_genre, guess_language
from .repair import drop_paragraph_numbers, join_broken_words, unwrap

METADATA = """
    url title date outlet genre language speaker role organization event year
""".split()  # columns of `documents` that a source may bring along


class Reading(NamedTuple):
    """What came out of reading sources."""

    documents: pd.DataFrame
    removed: pd.DataFrame
    problems: pd.DataFrame


@dataclass
class Source:
    """One document as read: its text, and what the file says about it."""

    document: str
    source: str
    text: str
    sha256: str
    metadata: dict[str, Any] = field(default_factory=dict)


Problem = dict[str, Any]


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
            sources += READERS[file.suffix.lower()](file, root, columns or {}, problems)
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
    plain = {str(f.relative_to(root)) for f in files if f.suffix.lower() == ".txt"}
    return build(sources, problems, clean=lambda source: clean and source.source in plain)


def build(
    sources: Iterable[Source],
    problems: list[Problem],
    *,
    clean: Callable[[Source], bool] = lambda source: False,
) -> Reading:
    """Assemble the three tables from sources; the metadata of a source wins over what is found."""
    rows, removed = [], []
    seen: dict[str, str] = {}
    for source in sources:
        text, found = source.text, {}
        if clean(source):
            text = _mended(source, problems)
            page = clean_page(text)
            found = {
                "title": page.title,
                "date": page.date,
                "date_source": page.date_source,
                "outlet": page.outlet,
            }
            removed += [
                {
                    "document": source.document,
                    "start": start,
                    "end": end,
                    "reason": reason,
                    "text": text[start:end],
                }
                for start, end, reason in page.removed
            ]
            text = _without(text, page.removed)
        if not text.strip():
            problems.append(problem(source.source, "empty", source.document, "no text in it"))
        if source.document in seen:
            other = seen[source.document]
            raise SourceError(
                f"{source.source}: document '{source.document}' was already read from {other}. "
                "Give each document an identifier of its own.",
                document=source.document,
            )
        seen[source.document] = source.source
        row = {**found, **{k: v for k, v in source.metadata.items() if v is not None}}
        if row.get("date") is not None and not row.get("date_source"):
            row["date_source"] = "column"
        row["genre"] = row.get("genre") or guess_genre(text, row.get("title"))
        row["language"] = row.get("language") or guess_language(text)
        row |= {
            "document": source.document,
            "source": source.source,
            "sha256": source.sha256,
            "text": text,
        }
        rows.append(row)
    documents = pd.DataFrame(rows, columns=list(empty("documents").columns))
    documents["duplicate_of"] = _reprints(documents)
    documents["date"] = pd.to_datetime(documents["date"])
    year = pd.to_numeric(documents["year"]).astype("Int64")
    documents["year"] = year.fillna(documents["date"].dt.year.astype("Int64"))
    return Reading(
        check(documents, "documents"),
        _table(removed, "removed"),
        _table(problems, "problems"),
    )


def _reprints(documents: pd.DataFrame) -> pd.Series:
    """For a document whose words are those of an earlier one, the earlier one."""
    body = documents["text"].map(lambda text: " ".join(words(flatten(text).lower())))
    first = documents["document"].groupby(body).transform("first")
    again = (first != documents["document"]) & (body.str.len() >= 100)
    return first.where(again, None)


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


def decode(data: bytes, where: object) -> str:
    """Text of a file: UTF-8, with or without a byte-order mark, or UTF-16 with one.

    Line ends become line feeds. Raises SourceError with the position of the first bad byte; a NUL
    is one, since no text holds it.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: not UTF-8 text (byte {error.start}). Save it as UTF-8 and read it again.",
            path=str(where),
            byte=error.start,
        ) from error
    if "\0" in text:
        raise SourceError(
            f"{where}: holds NUL characters, like UTF-16 without a byte-order mark, or a file "
            "that is no text. Save it as UTF-8 and read it again.",
            path=str(where),
            byte=data.index(b"\0"),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")


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


def _without(text: str, removed: list[tuple[int, int, str]]) -> str:
    """`text` without the removed stretches; a line that is all removed leaves no blank line."""
    kept, at = [], 0
    for start, end, _ in removed:
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    return "".join(kept)


def _table(rows: list[dict[str, Any]], name: str) -> pd.DataFrame:
    return check(pd.DataFrame(rows, columns=list(empty(name).columns)), name)


def _mended(source: Source, problems: list[Problem]) -> str:
    """The text of a page with its lines joined into paragraphs, if a machine had wrapped them."""
    whole, broken = join_broken_words(source.text)
    text, lines = unwrap(whole)
    if not lines:  # a page whose lines are paragraphs is left alone
        return source.text
    text, numbers = drop_paragraph_numbers(text)
    for code, detail, count in (
        ("wrapped_lines", "joined into paragraphs", lines),
        ("broken_words", "joined", broken),
        ("numbered_paragraphs", "numbers taken out", numbers),
    ):
        if count:
            problems.append(problem(source.source, code, source.document, detail, count))
    return text


def _read_plain(
    file: Path, root: Path, columns: Mapping[str, str], problems: list[Problem]
) -> list[Source]:
    data = read_bytes(file)
    name = file.relative_to(root)
    return [Source(name.with_suffix("").as_posix(), str(name), decode(data, file), sha256(data))]


def _read_csv(
    file: Path, root: Path, columns: Mapping[str, str], problems: list[Problem]
) -> list[Source]:
    import io

    text = decode(read_bytes(file), file)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", sep=separator, keep_default_na=False)
        if not isinstance(table.index, pd.RangeIndex):  # pandas would shift the columns
            raise ValueError("rows have more fields than the header")
    except ValueError as error:  # pandas' own errors are ValueErrors too
        raise SourceError(
            f"{file}: not a table of CSV ({str(error).strip()}). The first line names the "
            f"columns; a value that holds {separator!r}, a line break or a quotation mark stands "
            'in quotation marks ("...", those within it doubled).',
            path=str(file),
        ) from error
    return _read_rows(table, file, root, columns, problems)


def _read_jsonl(
    file: Path, root: Path, columns: Mapping[str, str], problems: list[Problem]
) -> list[Source]:
    import json

    rows = []
    name = file.relative_to(root)
    for number, line in enumerate(decode(read_bytes(file), file).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise TypeError("not an object")
            rows.append(row)
        except (ValueError, TypeError) as error:
            problems.append(
                problem(f"{name}:{number}", "not_json", detail=f"line skipped ({error})")
            )
    if not rows:
        raise SourceError(
            f"{file}: no line holds a JSON object. Write one document a line, like "
            '{"document": "a", "text": "..."}; one array of objects must be split into lines.',
            path=str(file),
        )
    return _read_rows(pd.DataFrame(rows), file, root, columns, problems)


def _read_rows(
    table: pd.DataFrame,
    file: Path,
    root: Path,
    columns: Mapping[str, str],
    problems: list[Problem],
) -> list[Source]:
    """Rows of a CSV or JSON-lines file, by the column mapping, as sources."""
    taken = set(columns.values())  # a column that is mapped does not also count under its own name
    mapped = {
        name: columns.get(name, name)
        for name in ("document", "text", *METADATA)
        if name in columns or name not in taken
    }
    missing = [c for name, c in columns.items() if c not in table]
    if "text" not in missing and mapped["text"] not in table:
        missing.append(mapped["text"])
    if missing:
        has = ", ".join(map(str, table.columns))
        raise SourceError(
            f"{file}: no column '{missing[0]}'. It has: {has}. "
            'Say which column holds what, e.g. columns = { text = "body", date = "published" }.',
            path=str(file),
            column=missing[0],
        )
    name = file.relative_to(root)
    sources = []
    for i, row in enumerate(table.to_dict("records"), start=1):
        value = {k: _value(row.get(c)) for k, c in mapped.items()}
        value = {**dict.fromkeys(("document", "date", "year")), **value}
        where = f"{name}:{i}"
        document = str(value.pop("document") or f"{name.with_suffix('').as_posix()}:{i}")
        text = str(value.pop("text") or "")
        value["date"] = _date(value["date"], where, document, problems)
        value["year"] = _year(value["year"], where, document, problems)
        digest = sha256(repr(sorted(row.items())).encode())
        sources.append(Source(document, where, text, digest, value))
    return sources


def _value(value: Any) -> Any:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.strip() or None if isinstance(value, str) else value


def _date(value: Any, where: str, document: str, problems: list[Problem]) -> pd.Timestamp | None:
    if value is None:
        return None
    if day := only_date(str(value)):
        return pd.Timestamp(day)
    detail = f"{value!r} is no full date that can be read in one way only; left null"
    problems.append(problem(where, "bad_date", document, detail))
    return None


def _year(value: Any, where: str, document: str, problems: list[Problem]) -> int | None:
    if value is None:
        return None
    if re.fullmatch(r"[12]\d{3}(?:\.0*)?", str(value)):
        return int(float(value))
    problems.append(problem(where, "bad_year", document, f"{value!r} is no year; left null"))
    return None


Reader = Callable[[Path, Path, Mapping[str, str], list[Problem]], list[Source]]
READERS: dict[str, Reader] = {
    ".txt": _read_plain,
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
}


def specimens() -> Path:
    """Folder of the specimens: documents that the authors wrote, about invented persons."""
    return Path(__file__).resolve().parent.parent / "data" / "specimens"
