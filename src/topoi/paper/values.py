"""results.json: every number that the paper can print, one row of a result table a line.

A key is the name of a table, the key of a row and a column, joined by full stops:
`rates_by_bloc.multipolarity.CSTO.rate`. Parameters of the study stand under `parameters`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..errors import PaperError
from ..tables import schema_of

Values = dict[str, dict[str, Any]]


def flatten_table(table: pd.DataFrame, name: str) -> Values:
    """Rows of a result table by key; numbers as numbers, nulls as None.

    >>> table = pd.DataFrame({"fact": ["words"], "value": ["12"], "source": ["passages"]})
    >>> flatten_table(table, "facts")
    {'facts.words': {'source': 'passages', 'value': 12}}
    """
    keys = row_key(table, name)
    columns = [c for c in table.columns if c not in schema_of(name).key]
    out: Values = {}
    for key, row in zip(keys, table[columns].to_dict("records"), strict=True):
        out[key] = {column: _plain(row[column]) for column in sorted(columns)}
    return out


def row_key(table: pd.DataFrame, name: str) -> list[str]:
    """The key of each row: the table and the values of its key columns.

    A column that is the same in the whole table (`by`, or the period "all") is left out.
    """
    columns = [
        c
        for c in schema_of(name).key
        if not (c == "by" or (c == "period" and set(table[c]) <= {"all"}))
    ]
    parts = [[name] * len(table), *([_label(v) for v in table[c]] for c in columns)]
    return [".".join(part) for part in zip(*parts, strict=True)]


def _label(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    if value is None or value is pd.NaT or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, str):
        for kind in (int, float):
            try:
                number = kind(value)
            except ValueError:
                continue
            if str(number) == value:
                return number
    return value


def flatten_parameters(parameters: Mapping[str, Any], prefix: str = "parameters") -> Values:
    """Parameters of the study as values: `parameters.contrasts.permutations`, column `value`."""
    out: Values = {}
    for name, value in sorted(parameters.items()):
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            out |= flatten_parameters(value, key)
        else:
            out[key] = {"value": value}
    return out


def dump_values(values: Values) -> str:
    """results.json: one line a row, keys sorted, so that a changed result is one changed line."""
    lines = [
        f" {json.dumps(key, ensure_ascii=False)}: {json.dumps(values[key], ensure_ascii=False, allow_nan=False)}"
        for key in sorted(values)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def look_up(values: Values, key: str) -> Any:
    """The value of a full key, or PaperError with the nearest keys that there are."""
    row, _, column = key.rpartition(".")
    if row in values and column in values[row]:
        return values[row][column]
    if key in values:
        columns = ", ".join(sorted(values[key]))
        raise PaperError(f"{key} is a row; name a column of it too: {columns}.", key=key)
    import difflib

    if row in values:
        raise PaperError(
            f"no column '{column}' in {row}. It has: {', '.join(sorted(values[row]))}.", key=key
        )
    near = difflib.get_close_matches(row or key, values, n=3, cutoff=0.4)
    hint = f" Near: {', '.join(near)}." if near else ""
    raise PaperError(f"no result '{key}'.{hint}", key=key)
