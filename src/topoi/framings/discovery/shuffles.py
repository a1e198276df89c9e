"""What is shuffled to learn what chance makes of phrases: speeches, delegations, histories.

A *speech* is what one unit (a delegation, a speaker) says in one document; it is moved whole, never
word by word. Three nulls, drawn together, so that one family of tests covers them:

speakers  Speeches of one period and of similar length (thirds) are dealt out anew among the units.
          Null: who speaks does not matter to what is said, given period and length.
groups    Units change places: each takes another's whole history of memberships, in all groups at
          once. Null: units are exchangeable; a unit's speeches stay together.
time      Each unit's series of speeches is kept whole and in order but turned, as a wheel, to begin
          at a random place. Null: every unit may go its own way, but not at a common time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from .words import Bools, Ints

Floats = npt.NDArray[np.float64]

THIRDS, FEWEST = 3, 12  # strata of length, and the speeches of a period that are worth parting


class Contrast(NamedTuple):
    """One contrast of speeches: inside against outside, as observed (first) and as shuffled."""

    kind: str  # "group" or "time"
    name: str
    inside: npt.NDArray[np.float32]  # (speeches, 1 + permutations)
    among: Bools  # speeches that are compared at all


def shuffled_speakers(speeches: pd.DataFrame, number: int, rng: np.random.Generator) -> Ints:
    """Unit of each speech, observed and dealt out anew: (speeches, 1 + number)."""
    unit = speeches["unit"].to_numpy()
    stratum = _strata(speeches)
    places = np.argsort(stratum, kind="stable")
    out = np.empty((len(unit), number + 1), dtype=np.int64)
    out[:, 0] = unit
    for b in range(1, number + 1):
        out[np.lexsort((rng.random(len(unit)), stratum)), b] = unit[places]
    return out


def _strata(speeches: pd.DataFrame) -> Ints:
    """Period and third of length."""
    out = np.zeros(len(speeches), dtype=np.int64)
    for period, part in speeches.reset_index(drop=True).groupby("period", sort=True):
        thirds = THIRDS if len(part) >= FEWEST else 1
        rank = part["words"].rank(method="first").to_numpy() - 1
        out[part.index] = int(period) * THIRDS + (rank * thirds // len(part)).astype(np.int64)
    return out


def group_tests(
    speeches: pd.DataFrame, belongs: pd.DataFrame, number: int, rng: np.random.Generator
) -> list[Contrast]:
    """Members of each group against the others in the times in which the group exists.

    `belongs` has the columns unit (number), time (number) and group.
    """
    unit, time = speeches["unit"].to_numpy(), speeches["time"].to_numpy()
    units, times = int(unit.max()) + 1, int(time.max()) + 1
    orders = np.array([np.arange(units)] + [rng.permutation(units) for _ in range(number)])
    tests = []
    for group, mine in belongs.groupby("group", sort=True):
        history = np.zeros((units, times), dtype=np.float32)
        history[mine["unit"], mine["time"]] = 1
        among: Bools = np.any(history, axis=0)[time]
        inside = history[orders[:, unit].T, time[:, None]]
        if 0 < inside[among, 0].sum() < among.sum():
            tests.append(Contrast("group", str(group), inside, among))
    return tests


def time_tests(
    speeches: pd.DataFrame, periods: list[str], number: int, rng: np.random.Generator
) -> list[Contrast]:
    """Later speeches against earlier ones, for each period but the first as the first later one."""
    unit, period = speeches["unit"].to_numpy(), speeches["period"].to_numpy()
    size = np.bincount(unit)
    start = np.concatenate([[0], np.cumsum(size)[:-1]])
    turns = np.vstack([np.zeros_like(size)] + [rng.integers(0, size) for _ in range(number)])
    place = np.arange(len(unit)) - start[unit]
    turned = start[unit][:, None] + (place[:, None] + turns[:, unit].T) % size[unit][:, None]
    among = np.ones(len(unit), dtype=bool)
    return [
        Contrast("time", name, (period >= first)[turned].astype(np.float32), among)
        for first, name in enumerate(periods)
        if first
    ]
