"""From a printed number back to the row it comes from."""

from __future__ import annotations

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
    keys = row_key(table, name)
    row = key if key in keys else key.rpartition(".")[0]
    if row not in keys:
        near = [k for k in keys if k.startswith(row.rsplit(".", 1)[0])][:5]
        raise PaperError(f"{name} has no row '{row}'. Near: {', '.join(near) or keys[0]}.", key=key)
    return table.iloc[keys.index(row)]


def describe_row(row: pd.Series, name: str) -> list[tuple[str, Any, str]]:
    """(column, value, meaning) for each column of a row."""
    rules = schema_of(name).columns
    return [(c, row[c], rules[c].about if c in rules else "") for c in row.index]
