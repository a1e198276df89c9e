"""Permuting whole units between groups, when units join and leave groups over time.

A unit (a delegation, say) has a *history*: the years in which it belongs to the group. Under the
null hypothesis the histories could have fallen to the units otherwise; a permutation hands them
out anew. What a unit said, in all years together, stays in one piece, so no assumption is needed
about how its speeches hang together. Units that never change groups are the special case of
histories that are all-or-nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FIRST_BLOCK = 1000  # random assignments that are drawn at first; then as many again, and so on
STOP_AFTER = 100  # as extreme ones on either side after which a test is stopped


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
        every = self.every(number)
        if every is not None:
            return np.vstack([self.history_of, every]), True
        drawn = rng.permuted(np.tile(self.history_of, (number, 1)), axis=1)
        return np.vstack([self.history_of, drawn]), False

    def every(self, number: int) -> Ints | None:
        """All distinct assignments but the observed one, if there are at most `number` in all."""
        if number < 1:
            raise DataError(f"permutations must be at least 1; got {number}.")
        sizes = np.bincount(self.history_of)
        distinct = factorial(len(self.units)) // prod(factorial(int(s)) for s in sizes)
        if distinct > number:
            return None
        observed = tuple(self.history_of.tolist())
        ways = [way for way in _orderings(sizes.tolist()) if way != observed]
        return np.array(ways, dtype=np.int64).reshape(len(ways), len(self.units))

    def blocks(self, number: int, rng: np.random.Generator) -> Iterator[Ints]:
        """`number` random assignments, the observed one not among them, in blocks that grow."""
        done = 0
        while done < number:
            size = min(max(FIRST_BLOCK, done), number - done)
            yield rng.permuted(np.tile(self.history_of, (size, 1)), axis=1)
            done += size

    def indicator(self, assigned: Ints) -> sp.csr_matrix:
        """Assignments as rows of ones: column `unit x histories + history`.

        A statistic that adds up what each unit contributes with the history that it gets is the
        product of this matrix with the contributions (units x histories, things).
        """
        rows, units = assigned.shape
        columns = assigned + len(self.histories) * np.arange(units)
        return sp.csr_matrix(
            (np.ones(columns.size), columns.ravel(), np.arange(0, columns.size + 1, units)),
            shape=(rows, units * len(self.histories)),
        )


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
    if len(units) == 1:
        raise DataError(
            f"group '{group}': a single unit speaks in its years ('{units[0]}'), and nothing can be "
            "permuted. Choose a smaller sampling unit, or compare more of them.",
            group=group,
        )
    if not inside.any():
        raise DataError(
            f"group '{group}' has no member that speaks at a time when it is one. Members and times "
            "of `belongs` must be written as in the passages: names alike, years as numbers.",
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
    observed = statistics[0]
    slack = 1e-9 * np.maximum(1.0, np.abs(observed))
    above = (statistics >= observed - slack).mean(axis=0)
    below = (statistics <= observed + slack).mean(axis=0)
    return np.minimum(1.0, 2 * np.minimum(above, below))


class Tally:
    """p of many statistics, drawn one after another, each only for as long as it is open.

    A test stops when `stop_after` draws lay above or at the observed value and as many below or at
    it (Besag & Clifford 1991): it is then known not to be extreme. With l draws until then,
    p = 2 `stop_after` / l; a test that is never stopped has p = 2 (g + 1) / (n + 1), g the draws of
    all n in the smaller tail. Both are valid for a single test, P(p <= a) <= a under the null
    hypothesis, so that Benjamini & Hochberg's adjustment holds as it does for a fixed number. With
    `sides=1` only large values are extreme, and nothing is doubled.

    >>> tally = Tally(np.array([0.0, 5.0]), stop_after=2)
    >>> tally.add(np.array([[1.0, 1.0], [-1.0, 2.0], [2.0, 3.0], [-2.0, 0.0], [3.0, 1.0]]))
    >>> tally.p.round(3).tolist(), tally.drawn.tolist(), tally.open.tolist()
    ([1.0, 0.333], [4, 5], [1])
    """

    def __init__(
        self, observed: Floats, stop_after: int | None = STOP_AFTER, *, sides: int = 2
    ) -> None:
        if stop_after is not None and stop_after < 1:
            raise DataError(f"stop_after must be at least 1, or None; got {stop_after}.")
        self.observed, self.sides = observed, sides
        self.enough = np.inf if stop_after is None else stop_after
        self.above, self.below = np.zeros(len(observed)), np.zeros(len(observed))
        self.drawn = np.zeros(len(observed), dtype=np.int64)
        self.open = np.arange(len(observed))  # the tests that go on
        self._slack = 1e-9 * np.maximum(1.0, np.abs(observed))

    def add(self, values: Floats) -> None:
        """Count further draws, (draws, open tests)."""
        at, observed, slack = self.open, self.observed[self.open], self._slack[self.open]
        above = self.above[at] + np.cumsum(values >= observed - slack, axis=0)
        below = self.below[at] + np.cumsum(values <= observed + slack, axis=0)
        enough = self._thinner(above, below) >= self.enough
        stops = enough.any(axis=0)
        last = np.where(stops, enough.argmax(axis=0), len(values) - 1)
        column = np.arange(len(at))
        self.above[at], self.below[at] = above[last, column], below[last, column]
        self.drawn[at] += last + 1
        self.open = at[~stops]

    def _thinner(self, above: Floats, below: Floats) -> Floats:
        return np.minimum(above, below) if self.sides == 2 else above

    @property
    def stopped(self) -> Bools:
        """Which tests were stopped."""
        return ~np.isin(np.arange(len(self.observed)), self.open)

    @property
    def p(self) -> Floats:
        """p of every test."""
        return np.minimum(1.0, self.sides * self._tail())

    def _tail(self) -> Floats:
        counted = (~self.stopped).astype("float64")  # the observed value itself
        seen = self._thinner(self.above, self.below) + counted
        return np.minimum(1 / self.sides, seen / (self.drawn + counted))

    @property
    def error(self) -> Floats:
        """Standard error of p from drawing at random."""
        tail, seen = self._tail(), self._thinner(self.above, self.below)
        late = tail * np.sqrt((1 - tail) / np.maximum(seen, 1))  # draws until `seen` were there
        whole = np.sqrt(tail * (1 - tail) / np.maximum(self.drawn, 1))
        return self.sides * np.where(self.stopped, late, whole)
