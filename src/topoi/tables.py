"""The tables that stages hand to each other: columns, types, keys, allowed values, and the disk.

Every table is a pandas DataFrame. `topoi.schemas` says what its columns mean; `check`
holds a table against it; `read` and `write` keep it on disk as Parquet, result tables as CSV too.
Further columns are welcome in any table (a grouping of your own, say): they are kept, and follow
the declared ones.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .errors import DataError, SchemaError, SourceError
from .files import write_bytes
from .schemas import SCHEMAS as SCHEMAS, Column, schema_of as schema_of

SIGNIFICANT_DIGITS = 6  # of computed values on disk: the last bits of a processor must not show
_DTYPES = {
    "str": "str",
    "int": "int64",
    "int?": "Int64",
    "float": "float64",
    "date": "datetime64[us]",
    "category": "category",
}


def check(table: pd.DataFrame, name: str, *, where: str = "") -> pd.DataFrame:
    """Return `table` with the columns of schema `name` first, in order and type, or raise.

    Parameters
    ----------
    table : DataFrame
        Not changed. Columns that the schema does not know are kept after the declared ones.
    name : str
        A key of `SCHEMAS`.
    where : str
        What to call the table in an error (a file, say); by default its name.

    Raises
    ------
    SchemaError
        A column is missing, has values of another type, nulls, values that are not allowed, or
        the key repeats. The message names column, row and value.

    >>> check(pd.DataFrame({"passage": ["a:1"], "term": ["peace"], "n": [2]}), "counts").shape
    (1, 3)
    >>> check(pd.DataFrame({"passage": ["a:1"], "term": ["peace"]}), "counts")
    Traceback (most recent call last):
    ...
    topoi.errors.SchemaError: counts: no column 'n' (occurrences). It has: passage, term.
    """
    schema, where = schema_of(name), where or name
    out: dict[str, Any] = {}
    for column, rule in schema.columns.items():
        if column in table:
            out[column] = _checked(table[column], rule, f"{where}: column '{column}'")
        elif not rule.optional:
            has = ", ".join(map(str, table.columns)) or "no columns"
            raise SchemaError(
                f"{where}: no column '{column}' ({rule.about}). It has: {has}.",
                table=name,
                column=column,
            )
    out |= {c: table[c].reset_index(drop=True) for c in table.columns if c not in out}
    result = pd.DataFrame(out)
    if schema.key:
        keys = list(schema.key)
        repeated = result.duplicated(keys)
        if repeated.any():
            row = int(repeated.to_numpy().argmax())
            shown = ", ".join(f"{k}={_plain(result[k].iloc[row])!r}" for k in keys)
            raise SchemaError(
                f"{where}: row {row} repeats the key {shown}; {' + '.join(keys)} must be unique "
                f"({int(repeated.sum())} repeated rows).",
                table=name,
                row=row,
            )
    return result


def need_columns(
    table: pd.DataFrame, columns: Iterable[str], name: str = "passages", hint: str = ""
) -> None:
    """Raise DataError for the first of `columns` that `table` lacks.

    For the columns that a caller names (a grouping, a unit); declared ones are for `check`.

    >>> need_columns(pd.DataFrame({"speaker": []}), ["speaker", "bloc"])
    Traceback (most recent call last):
    ...
    topoi.errors.DataError: passages: no column 'bloc'. They have: speaker.
    """
    for column in columns:
        if column not in table:
            has = ", ".join(map(str, table.columns)) or "none"
            raise DataError(
                f"{name}: no column '{column}'. They have: {has}.{hint and ' ' + hint}",
                column=column,
            )


def need_list(values: Any, name: str) -> list[Any]:
    """The values as a list; DataError for a single one, which Python might take apart.

    >>> need_list("ten", "seeds")
    Traceback (most recent call last):
    ...
    topoi.errors.DataError: seeds: a list is wanted; got 'ten'. Write ['ten'].
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise DataError(f"{name}: a list is wanted; got {values!r}. Write [{values!r}].")
    return list(values)


def need_counts(counts: pd.DataFrame) -> None:
    """Raise DataError unless `counts` names a passage, a term and how often, in every row.

    Unlike `check` it lets a pair of passage and term occur in several rows, which are added up.

    >>> need_counts(pd.DataFrame({"passage": ["a"], "term": [None], "n": [1]}))
    Traceback (most recent call last):
    ...
    topoi.errors.DataError: counts: 1 of 1 rows have no term. topoi.count_terms makes the table.
    """
    need_columns(counts, ("passage", "term", "n"), "counts")
    hint = "topoi.count_terms makes the table."
    for column in ("passage", "term", "n"):
        if lost := int(counts[column].isna().sum()):
            raise DataError(
                f"counts: {lost} of {len(counts)} rows have no {column}. {hint}", column=column
            )
    if len(counts) and not pd.api.types.is_numeric_dtype(counts["n"]):
        raise DataError(f"counts: 'n' should hold numbers; it has {counts['n'].iloc[0]!r}. {hint}")
    if (counts["n"] < 0).any():
        raise DataError(
            f"counts: 'n' may not be negative; the least is {counts['n'].min()}. {hint}"
        )
    if np.isinf(counts["n"].astype("float64")).any():
        raise DataError(f"counts: 'n' may not be infinite. {hint}")


def empty(name: str) -> pd.DataFrame:
    """A table of schema `name` without rows."""
    return check(pd.DataFrame({c: [] for c in schema_of(name).columns}), name)


def _checked(values: pd.Series, rule: Column, where: str) -> pd.Series:
    values = values.reset_index(drop=True)
    try:
        if rule.type == "date":
            typed = pd.to_datetime(values).astype(_DTYPES["date"])
        elif rule.type == "str" and values.isna().all():
            typed = pd.Series([None] * len(values), dtype="str")
        elif rule.type == "category":
            typed = values.astype("category")
        elif rule.type == "int":
            typed = values.astype("Int64")  # refuses 1.5, which int64 cuts to 1
        else:
            typed = values.astype(_DTYPES[rule.type])
    except (TypeError, ValueError, OverflowError) as error:
        raise SchemaError(
            f"{where} should hold {rule.type.rstrip('?')} ({rule.about}): {error}."
        ) from error
    bad = pd.Series(False, index=typed.index)
    wants = ""
    if not rule.null:
        bad, wants = typed.isna(), "may not be empty"
    if not bad.any() and rule.values:
        bad = typed.notna() & ~typed.isin(rule.values)
        wants = "must be one of " + ", ".join(rule.values)
    if not bad.any() and rule.least is not None:
        bad, wants = typed.notna() & (typed < rule.least), f"must be at least {rule.least:g}"
    if bad.any():
        row = int(bad.to_numpy().argmax())
        value = typed.iloc[row]
        raise SchemaError(
            f"{where} {wants}; row {row} holds {_plain(value)!r}.", row=row, value=value
        )
    return typed.astype(_DTYPES["int"]) if rule.type == "int" else typed


def _plain(value: Any) -> Any:
    """A value as it is shown: 5, not np.int64(5)."""
    return value.item() if isinstance(value, np.generic) else value


def round_values(
    table: pd.DataFrame, name: str | None = None, *, digits: int = SIGNIFICANT_DIGITS
) -> pd.DataFrame:
    """Floats of `table` rounded to `digits` significant digits, or as schema `name` says.

    Processors and libraries differ in the last bits of a double. What is committed, drawn and
    printed comes from rounded tables, so that it comes out again on another machine.
    """
    out = table.copy()
    rules = schema_of(name).columns if name else {}
    for column in out.columns[out.dtypes == "float64"]:
        values = out[column].to_numpy()
        rule = rules.get(column)
        if rule is not None and rule.decimals is not None:
            out[column] = np.round(values, rule.decimals) + 0.0
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            places = digits - 1 - np.floor(np.log10(np.abs(values)))
            scale = 10.0 ** np.minimum(places, 300)  # some p are smaller still: they become 0
            rounded = np.round(values * scale) / scale
        out[column] = np.where(np.isfinite(rounded), rounded, values) + 0.0  # no negative zero
    return out


def write(
    table: pd.DataFrame, name: str, folder: str | os.PathLike[str], *, note: str = ""
) -> bool:
    """Write `table` as FOLDER/NAME.parquet, and FOLDER/NAME.csv if it is a result table.

    The table is checked first; floats of result tables are rounded (`round_values`). Files are
    renamed into place, and only if their bytes change. `note` (a hash of the parameters, say) is
    kept in the file's metadata. Returns True if anything was written.
    """
    table = check(table, name)
    schema = schema_of(name)
    if schema.result:
        table = round_values(table, name)
    folder = Path(folder)
    changed = write_bytes(folder / f"{name}.parquet", to_parquet(table, note=note))
    if schema.result:
        csv = table.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
        changed |= write_bytes(folder / f"{name}.csv", csv.encode("utf-8"))
    return changed


def to_parquet(table: pd.DataFrame, *, note: str = "") -> bytes:
    """`table` as the bytes of a Parquet file that depend on nothing but its content."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    arrow = arrow.replace_schema_metadata(None)
    sink = io.BytesIO()
    options = {"compression": "zstd", "compression_level": 9, "store_schema": False}
    with pq.ParquetWriter(sink, arrow.schema, **options) as writer:
        writer.write_table(arrow)
        if note:
            writer.add_key_value_metadata({"topoi": json.dumps({"note": note})})
    return sink.getvalue()


def read(name: str, folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Read FOLDER/NAME.parquet (or NAME.csv) and check it against its schema.

    Raises SourceError if there is no such file, SchemaError if the table is not what it should be.
    """
    folder = Path(folder)
    path = folder / f"{name}.parquet"
    if path.is_file():
        table = from_parquet(path)
    elif (path := folder / f"{name}.csv").is_file():
        columns = schema_of(name).columns.items()
        words = {c: "str" for c, rule in columns if rule.type in ("str", "category")}
        table = pd.read_csv(path, dtype=words, keep_default_na=False, na_values=[""])
    else:
        raise SourceError(
            f"{folder}: no table '{name}' (neither {name}.parquet nor {name}.csv). "
            "Build the tables first: make results, or topoi tables.",
            path=str(path),
        )
    return check(table, name, where=str(path))


def note(name: str, folder: str | os.PathLike[str]) -> str:
    """The note that FOLDER/NAME.parquet was written with; empty if there is none, or no such file."""
    import pyarrow.parquet as pq

    path = Path(folder) / f"{name}.parquet"
    if not path.is_file():
        return ""
    about = (pq.read_metadata(path).metadata or {}).get(b"topoi", b"{}")
    return str(json.loads(about).get("note", ""))


def from_parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    """The table in a Parquet file, or a SourceError that names the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path).to_pandas()
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(
            f"{path}: not a readable Parquet file ({error}). Delete it and build it again.",
            path=str(path),
        ) from error
