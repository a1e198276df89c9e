"""What is compared: words and mentions of every sampling unit at every time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check
from ..groups import named_framings, need_each_once, need_words
from ..permutation import Bools, Floats

ALWAYS = "all"  # the only time, where none is told apart
EVERYBODY = "all"  # the group, where none is
Unit = str | Sequence[str]


class Cells(NamedTuple):
    """Units x times: who speaks when, with how many words, and how often each framing."""

    units: list
    times: list
    spoken: Bools  # (units, times)
    words: Floats  # (units, times)
    hits: dict[str, Floats]  # framing -> (units, times)

    def table(self) -> pd.DataFrame:
        """Units and times in which something is said."""
        unit, time = np.nonzero(self.spoken)
        return pd.DataFrame(
            {
                "unit": pd.Series(self.units)[unit].to_numpy(),
                "time": pd.Series(self.times)[time].to_numpy(),
            }
        )

    def part(self, units: Collection, times: Collection) -> Cells:
        """Only these units and times."""
        wanted, when = set(units), {str(t) for t in times}
        rows = [i for i, unit in enumerate(self.units) if unit in wanted]
        columns = [j for j, time in enumerate(self.times) if str(time) in when]
        at = np.ix_(rows, columns)
        return Cells(
            [self.units[i] for i in rows],
            [self.times[j] for j in columns],
            self.spoken[at],
            self.words[at],
            {name: x[at] for name, x in self.hits.items()},
        )


def unit_and_over(unit: Unit, over: str | None) -> tuple[str, bool, str]:
    """The unit that is permuted, whether times are a second one, and what to call both.

    >>> unit_and_over("organization", "year")
    ('organization', False, 'organization')
    >>> unit_and_over(("organization", "year"), "year")
    ('organization', True, 'organization & year')
    """
    if isinstance(unit, str):
        return unit, False, unit
    if len(unit) != 2 or unit[1] != over or unit[0] == unit[1]:
        raise DataError(
            f"unit should be a column or a pair of them, the second of which is that of `over`; got "
            f"{tuple(unit)} with over={over!r}. Members are compared within the second and their "
            "units, the first, are permuted."
        )
    return unit[0], True, " & ".join(unit)


def count_cells(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    unit: str,
    over: str | None,
    framings: Collection[str] | None,
) -> Cells:
    """Words and mentions by unit and time, of `framings` or of all that were found.

    Raises
    ------
    DataError
        A column is missing, a passage occurs twice, nothing is counted over, or a single unit
        speaks.
    """
    need_each_once(passages, unit, over or unit)
    need_words(passages)
    mentions = check(mentions, "mentions")
    names = named_framings(mentions, framings, "test")
    time = passages[over] if over else ALWAYS
    where = pd.DataFrame(
        {
            "passage": passages["passage"],
            "unit": passages[unit],
            "time": time,
            "words": passages["words"],
        }
    ).dropna()
    if where.empty:
        what = f"'{unit}'" + (f" and '{over}'" if over else "")
        raise DataError(f"passages: none has a value in {what}. Nothing can be counted.")
    if not where["words"].sum():
        raise DataError("passages: they have no words; there is nothing to count mentions over.")
    words = where.groupby(["unit", "time"])["words"].sum().unstack()
    if len(words) == 1:
        raise DataError(
            f"passages: a single {unit} speaks ('{words.index[0]}'). One cluster cannot tell how much "
            "clusters vary; choose a smaller sampling unit.",
            unit=unit,
        )
    found = mentions.loc[mentions["framing"].isin(names), ["passage", "framing"]]
    found = found.merge(where[["passage", "unit", "time"]], on="passage")
    row, column = words.index.get_indexer(found["unit"]), words.columns.get_indexer(found["time"])
    hits = {}
    for name in names:
        mine = (found["framing"] == name).to_numpy()
        hits[name] = np.zeros(words.shape)
        np.add.at(hits[name], (row[mine], column[mine]), 1)
    spoken = words.notna().to_numpy()
    filled = words.fillna(0).to_numpy(dtype="float64")
    return Cells(list(words.index), list(words.columns), spoken, filled, hits)
