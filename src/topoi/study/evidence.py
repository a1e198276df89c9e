"""From a row of a result table back to the mentions that it counts."""

from __future__ import annotations

import pandas as pd

from .. import tables
from ..measures.groups import memberships_by_year, passages_years, read_memberships
from ..measures.speakers import name_speakers
from .config import PARAMETERS, TABLES
from .graph import stage_parameters
from .stages.shared import bundle_of, grouped


def mentions_of_row(row: pd.Series, name: str) -> tuple[pd.DataFrame | None, str]:
    """The mentions behind a row of table `name` of the study in this folder, and whose they are.

    None for a row that counts no mentions.
    """
    if name == "voices" or name.startswith("reach_by_"):
        asked = stage_parameters("voices")
        given = {key: value for key, value in asked.items() if key != "labels"}
        whole = bundle_of("voices", **given)
        return mentions_behind(row, whole.mentions, name_speakers(whole.passages)), ""
    if not {"framing", "by", "group"} <= set(row.index):
        return None, ""
    mentions, spread = tables.read("mentions", TABLES), _grouped_passages(row["by"])
    if name.startswith("rates_by_"):
        grouping = stage_parameters("rates")["groupings"][name.removeprefix("rates_by_")]
        return mentions_behind(row, mentions, spread, over=grouping.get("over", "period")), ""
    asked, passages = stage_parameters("contrasts"), tables.read("passages", TABLES)
    found = mentions_behind(row, mentions, spread, unit=asked["unit"])
    belongs = memberships_by_year(read_memberships(asked["memberships"]), passages_years(passages))
    years = belongs.loc[belongs["organization"] == row["group"], "year"]
    compared = passages[passages["year"].isin(years)]
    others = count_others(row, found, mentions, compared, unit=asked["unit"])
    without = f" other than {row['left_out']}" if "left_out" in row else ""
    return found, f", by members of {row['group']}{without} ({others} by the others)"


def _grouped_passages(by: str) -> pd.DataFrame:
    """The passages of the study with the column `by`, as the rates and contrasts saw them."""
    options = stage_parameters("rates" if (PARAMETERS / "rates.json").is_file() else "contrasts")
    passages = tables.read("passages", TABLES)
    return grouped(passages, by, options["memberships"], options["organizations"])


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
