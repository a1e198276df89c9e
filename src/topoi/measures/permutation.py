"""Permuting whole units between groups, when units join and leave groups over time.

A unit (a delegation, say) has a *history*: the years in which it belongs to the group. Under the
null hypothesis the histories could have fallen to the units otherwise; a permutation hands them
out anew. What a unit said, in all years together, stays in one piece, so no assumption is needed
about how its speeches hang together. Units that never change groups are the special case of
histories that are all-or-nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DataError

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Design:
    """Who belongs when: units x times of one group, in the times in which the group exists."""

    units: list[str]
    times: list[str]
    inside: Bools  # (units, times)
    histories: Bools  # (histories, times), the distinct rows of `inside`
    history_of: npt.NDArray[np.int64]  # (units,)

    def assignments(
        self, number: int, rng: np.random.Generator
    ) -> tuple[npt.NDArray[np.int64], bool]:
        """Histories handed out to units, the observed way first: (b, units), and are they all?

        All distinct assignments if there are at most `number` of them, else `number` random ones.
        """
        if number < 1:
            raise DataError(f"permutations must be at least 1; got {number}.")
        sizes = np.bincount(self.history_of)
        distinct = factorial(len(self.units)) // prod(factorial(int(s)) for s in sizes)
        if distinct <= number:
            observed = tuple(self.history_of.tolist())
            every = [way for way in _orderings(sizes.tolist()) if way != observed]
            return np.array([observed, *every], dtype=np.int64), True
        drawn = rng.permuted(np.tile(self.history_of, (number, 1)), axis=1)
        return np.vstack([self.history_of, drawn]), False


def _orderings(left: list[int]) -> Iterator[tuple[int, ...]]:
    """Every order of so many copies of 0, 1, ..., each once."""
    if not any(left):
        yield ()
    for history, copies in enumerate(left):
        if copies:
            rest = [*left[:history], copies - 1, *left[history + 1 :]]
            yield from ((history, *tail) for tail in _orderings(rest))


def make_design(belongs: pd.DataFrame, cells: pd.DataFrame, group: str) -> Design:
    """The design of one group.

    Parameters
    ----------
    belongs : DataFrame
        Columns unit, time, group: who belongs when.
    cells : DataFrame
        Columns unit, time: where there is something to count. Units that never speak in the
        group's times are left out.
    group : str
        The group.

    Raises
    ------
    DataError
        The group has no member, or no one is outside it.
    """
    mine = belongs[belongs["group"] == group]
    times = sorted(set(mine["time"]) & set(cells["time"]))
    units = sorted(cells.loc[cells["time"].isin(times), "unit"].unique())
    inside = np.zeros((len(units), len(times)), dtype=bool)
    at_unit = {u: i for i, u in enumerate(units)}
    at_time = {t: j for j, t in enumerate(times)}
    for unit, time in zip(mine["unit"], mine["time"], strict=True):
        if unit in at_unit and time in at_time:
            inside[at_unit[unit], at_time[time]] = True
    if not inside.any():
        raise DataError(
            f"group '{group}' has no member that speaks. Members are matched by name with the "
            "unit column of the passages.",
            group=group,
        )
    if inside.all():
        raise DataError(
            f"group '{group}': every unit belongs to it all the time; there is nobody to compare "
            "with.",
            group=group,
        )
    histories, history_of = np.unique(inside, axis=0, return_inverse=True)
    return Design(units, [str(t) for t in times], inside, histories, history_of.ravel())


def two_sided(statistics: Floats) -> Floats:
    """Two-sided p of the first row of `statistics` (b, k) among all rows, one per column.

    Twice the smaller tail, the observed assignment counted in it: never zero (Phipson & Smyth
    2010). Values that agree to nine digits count as equal.

    >>> two_sided(np.array([[3.0], [1.0], [2.0], [0.0]])).tolist()
    [0.5]
    """
    return two_sided_in_parts(lambda rows: rows, statistics)


def two_sided_in_parts(
    statistic: Callable[[np.ndarray], Floats], assigned: np.ndarray, part: int = 500
) -> Floats:
    """Like `two_sided`, of `statistic(rows of assigned)`, some rows at a time to save memory."""
    observed = statistic(assigned[:1])[0]
    slack = 1e-9 * np.maximum(1.0, np.abs(observed))
    above, below = np.zeros(len(observed)), np.zeros(len(observed))
    for at in range(0, len(assigned), part):
        values = statistic(assigned[at : at + part])
        above += (values >= observed - slack).sum(axis=0)
        below += (values <= observed + slack).sum(axis=0)
    return np.minimum(1.0, 2 * np.minimum(above, below) / len(assigned))
