"""CSV and JSON: one document a row, by a mapping of columns."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...errors import SourceError
from ...files import sha256
from ..dating import only_date
from ..decoding import decode_or_guess
from ..sources import METADATA, File, Problem, Source, problem


def read_csv(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """One document a row; the first line names the columns."""
    text = decode_or_guess(file, problems)
    separator = max(",;\t", key=text.partition("\n")[0].count)
    try:
        table = pd.read_csv(io.StringIO(text), dtype="str", sep=separator, keep_default_na=False)
        if not isinstance(table.index, pd.RangeIndex):  # pandas would shift the columns
            raise ValueError("rows have more fields than the header")
    except ValueError as error:  # pandas' own errors are ValueErrors too
        raise SourceError(
            f"{file.path}: not a table of CSV ({str(error).strip()}). The first line names the "
            f"columns; a value that holds {separator!r}, a line break or a quotation mark stands "
            'in quotation marks ("...", those within it doubled).',
            path=file.path,
        ) from error
    return _read_rows(table, file, columns, problems)


def read_json(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """One object a line, one array of objects, or one object: a document, or an array of them."""
    text = decode_or_guess(file, problems)
    rows = _whole(text)
    if rows is None:
        rows = []
        for number, line in enumerate(text.split("\n"), start=1):
            try:
                if line.strip():
                    rows.append(_object(json.loads(line)))
            except (ValueError, TypeError, RecursionError) as error:
                where = f"{file.name}:{number}"
                problems.append(problem(where, "not_json", detail=f"line skipped ({error})"))
    if not rows:
        raise SourceError(
            f"{file.path}: no line holds a JSON object. Write one document a line, like "
            '{"document": "a", "text": "..."}, or an array of such objects.',
            path=file.path,
        )
    return _read_rows(pd.DataFrame(rows, dtype="object"), file, columns, problems)


def _whole(text: str) -> list[dict[str, Any]] | None:
    """The objects of a file that is one JSON value; null if it is one a line."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict):  # {"articles": [...]} or a document
        arrays = [v for v in value.values() if isinstance(v, list) and v and isinstance(v[0], dict)]
        value = arrays[0] if len(arrays) == 1 and len(value) <= 3 else [value]
    try:
        return [_object(row) for row in value]
    except TypeError:
        return None


def _object(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    return row


def _read_rows(
    table: pd.DataFrame,
    file: File,
    columns: Mapping[str, str],
    problems: list[Problem],
) -> list[Source]:
    """Rows of a CSV or JSON file, by the column mapping, as sources."""
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
            f"{file.path}: no column '{missing[0]}'. It has: {has}. "
            "Say which column holds what: --columns text=body date=published, or in study.toml "
            'columns = { text = "body", date = "published" }.',
            path=file.path,
            column=missing[0],
        )
    sources = []
    for i, row in enumerate(table.to_dict("records"), start=1):
        value = {k: _value(row.get(c)) for k, c in mapped.items()}
        value = {**dict.fromkeys(("document", "date", "year")), **value}
        where = f"{file.name}:{i}"
        document = str(value.pop("document") or f"{file.identifier}:{i}")
        text = _text(value.pop("text"))
        value["date"] = _date(value["date"], where, document, problems)
        value["year"] = _year(value["year"], where, document, problems)
        digest = sha256(repr(sorted(row.items())).encode())
        scraped = bool(value.get("url")) and text.count("\n") > 0  # a page of the web
        sources.append(Source(document, where, text, digest, value, page=scraped))
    return sources


def _text(value: Any) -> str:
    """The text; a list is one of paragraphs."""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")


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
