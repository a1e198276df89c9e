"""From a printed number back to the row it comes from."""

from __future__ import annotations

import difflib
from typing import Any

import pandas as pd

from ..errors import PaperError
from ..tables import schema_of
from .values import row_key


def table_of_key(key: str) -> str:
    """The name of the table that a key belongs to."""
    return key.split(".")[0]


def find_row(table: pd.DataFrame, name: str, key: str) -> pd.Series:
    """The row of a result table behind a key (of a row, or of a column in it)."""
    return table.iloc[_place(table, name, key)[0]]


def column_of_key(table: pd.DataFrame, name: str, key: str) -> str | None:
    """The column that a key names, None if it is the key of a whole row."""
    return _place(table, name, key)[1]


def _place(table: pd.DataFrame, name: str, key: str) -> tuple[int, str | None]:
    keys = row_key(table, name)
    row, _, column = (key, "", None) if key in keys else key.rpartition(".")
    if row not in keys:
        if within := [k for k in keys if k.startswith(f"{key}.")]:
            raise PaperError(
                f"'{key}' is the beginning of {len(within)} rows, and no row. Name one, e.g. "
                f"{', '.join(within[:5])}.",
                key=key,
            )
        if not keys:
            raise PaperError(f"{name} has no rows.", key=key)
        row = row if column in table else key
        near = [k for k in keys if k.startswith(row.rsplit(".", 1)[0])][:5]
        near = near or difflib.get_close_matches(row, keys, 5)
        raise PaperError(f"{name} has no row '{row}'. Near: {', '.join(near) or keys[0]}.", key=key)
    if column is not None and column not in table:
        has = ", ".join(map(str, table.columns))
        raise PaperError(f"{name}: no column '{column}' in {row}. It has: {has}.", key=key)
    return keys.index(row), column


def describe_row(row: pd.Series, name: str) -> list[tuple[str, Any, str]]:
    """(column, value, meaning) for each column of a row."""
    rules = schema_of(name).columns
    return [(c, row[c], rules[c].about if c in rules else "") for c in row.index]
