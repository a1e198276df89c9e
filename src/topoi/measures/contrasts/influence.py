"""Each contrast again without each of the members: does it hang on one of them?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from ...errors import DataError
from ...progress import track
from ...tables import check, empty
from ..groups import as_belongs
from ..permutation import STOP_AFTER
from .cells import Cells, Unit, count_cells, unit_and_over
from .contrast_rates import GroupTest


def contrast_influence(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame,
    contrasts: pd.DataFrame,
    *,
    unit: Unit = "organization",
    over: str | None = "year",
    permutations: int = 9999,
    stop_after: int | None = STOP_AFTER,
    random_state: int | None = None,
) -> pd.DataFrame:
    """The contrasts of a table again, with one member of the group left out at a time.

    Parameters
    ----------
    mentions, passages, belongs, unit, over, permutations, stop_after, random_state
        As in `contrast_rates`.
    contrasts : DataFrame
        Schema `contrasts`: those that are looked at. One that is not striking needs no such look.

    Returns
    -------
    DataFrame
        Schema `influence`: ratio and p without each member, by group, framing and member. Null
        where the group is gone with that member.

    Notes
    -----
    A ratio that falls to one without a single member is that member's habit and not the group's.
    That it does not fall does not show that all members are alike.
    """
    unit, two_way, called = unit_and_over(unit, over)
    found = []
    for group, part in track(list(contrasts.groupby("group", sort=True)), "without each member"):
        names = list(part["framing"])
        cells = count_cells(mentions, passages, unit, over, names)
        table = as_belongs(belongs, over, cells.times)
        for member, rest in _without_each(cells, table, str(group)):
            rng = np.random.default_rng(random_state)
            rows = _again(rest, table, str(group), two_way, (permutations, stop_after, rng))
            rows = rows.assign(by=list(part["by"]), group=group, left_out=str(member), unit=called)
            found.append(rows)
    if not found:
        return empty("influence")
    out = pd.concat(found).sort_values(["group", "framing", "left_out"], ignore_index=True)
    return check(out, "influence")


def _without_each(cells: Cells, belongs: pd.DataFrame, group: str) -> Iterator[tuple[Any, Cells]]:
    members = set(belongs.loc[belongs["group"] == group, "unit"])
    for member in cells.units:
        if member in members:
            yield member, cells.part([u for u in cells.units if u != member], cells.times)


def _again(
    cells: Cells, belongs: pd.DataFrame, group: str, two_way: bool, how: tuple
) -> pd.DataFrame:
    try:
        test = GroupTest(cells, belongs, group, two_way=two_way)
    except DataError:  # nobody is left on one side
        return pd.DataFrame({"framing": list(cells.hits), "ratio": np.nan, "p": np.nan})
    test.draw(*how)
    return test.rows(None)[["framing", "ratio", "p"]]
