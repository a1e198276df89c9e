"""From a printed number back to the row it comes from, and to the mentions behind that row."""

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


_SAID = ["document", "voice", "speaker"]  # what a row of voices names beside the framing


def mentions_behind(
    row: pd.Series,
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    over: str = "period",
    unit: str = "organization",
) -> pd.DataFrame:
    """The mentions that a row counts: passage, document, variant, speaker, year.

    Parameters
    ----------
    row : Series
        A row of a table of rates, contrasts, influence or voices. Behind a contrast stand the
        mentions of the members (see `count_others`).
    mentions : DataFrame
        Schema `mentions`.
    passages : DataFrame
        With the grouping column of the row; for a row of voices, with every speaker named.
    over : str, default "period"
        Column of the row's period.
    unit : str, default "organization"
        Column of the member that a row of influence leaves out.

    Returns
    -------
    DataFrame
        Empty if the row counts no mentions.
    """
    if "framing" in row and set(_SAID) <= set(row.index):
        inside = passages[(passages[_SAID] == row[_SAID]).all(axis=1)]
    elif {"framing", "by", "group"} <= set(row.index):
        inside = passages[passages[row["by"]].astype("str") == row["group"]]
    else:
        return pd.DataFrame()
    if row.get("period", "all") != "all":
        inside = inside[inside[over].astype("str") == row["period"]]
    if "left_out" in row:
        inside = inside[inside[unit] != row["left_out"]]
    return _of_framing(mentions, inside, row["framing"])


def count_others(
    row: pd.Series,
    members: pd.DataFrame,
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    unit: str = "organization",
) -> int:
    """How many mentions a contrast sets against those of the `members` (see `mentions_behind`).

    `passages` are those of the years in which the group has members, each once.
    """
    compared = passages[passages[unit].notna()]
    if "left_out" in row:
        compared = compared[compared[unit] != row["left_out"]]
    found = _of_framing(mentions, compared, row["framing"])
    return int((~found["mention"].isin(members["mention"])).sum())


def _of_framing(mentions: pd.DataFrame, inside: pd.DataFrame, framing: str) -> pd.DataFrame:
    mine = mentions.loc[mentions["framing"] == framing, ["mention", "passage", "variant", "use"]]
    known = ["passage", "document", "speaker", "organization", "year"]
    found = mine.merge(inside[[c for c in known if c in inside]], on="passage")
    order = ["year", "mention"] if "year" in found else ["mention"]
    return found.sort_values(order, ignore_index=True)


def describe_row(row: pd.Series, name: str) -> list[tuple[str, Any, str]]:
    """(column, value, meaning) for each column of a row."""
    rules = schema_of(name).columns
    return [(c, row[c], rules[c].about if c in rules else "") for c in row.index]
