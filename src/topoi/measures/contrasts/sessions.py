"""Sessions as wholes: what a group says in each, and tests that permute their order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations as orders
from math import factorial
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import DataError
from ..permutation import FIRST_BLOCK, Bools, Floats, Ints, Tally
from .cells import Cells

FEWEST_SESSIONS = 3


def group_of_cells(
    cells: Cells, belongs: pd.DataFrame | None, group: str, over: str
) -> tuple[Cells, Bools]:
    """The times in which a group speaks, and who is in it then.

    Raises
    ------
    DataError
        Nobody of the group speaks, it speaks at fewer than three times, or time is no number.
    """
    try:
        np.asarray(cells.times, dtype="float64")
    except (TypeError, ValueError):
        raise DataError(
            f"passages: '{over}' should hold years as numbers; it has {cells.times[0]!r}.",
            column=over,
        ) from None
    inside = np.ones(cells.words.shape, dtype=bool)
    if belongs is not None:
        mine = belongs[belongs["group"] == group]
        pairs = set(zip(mine["unit"], mine["time"], strict=True))
        inside = np.array([[(u, t) in pairs for t in cells.times] for u in cells.units])
    speaks = inside & (cells.words > 0)
    if not speaks.any():
        raise DataError(
            f"group '{group}' has no member that speaks at a time when it is one. Members and times "
            "of `belongs` must be written as in the passages: names alike, years as numbers.",
            group=group,
        )
    at = np.flatnonzero(speaks.any(axis=0))
    if len(at) < FEWEST_SESSIONS:
        raise DataError(
            f"group '{group}' speaks in {len(at)} values of '{over}'; change over time needs "
            f"{FEWEST_SESSIONS}. Compare two periods with contrast_rates instead.",
            group=group,
        )
    part = cells.part(cells.units, [cells.times[j] for j in at])
    return part, inside[:, at]


class Sessions(NamedTuple):
    """A group by session: years, and mentions beyond what a rate (a ratio) without trend expects."""

    years: Floats
    own: Floats  # (framings, sessions)
    against: Floats  # (framings, sessions), given what all say in the session


def sessions_of(cells: Cells, inside: Bools) -> Sessions:
    """What a group says in each session beyond its mean."""
    hits = np.stack(list(cells.hits.values()))
    x1, x = (hits * inside).sum(axis=1), hits.sum(axis=1)
    t1, t = (cells.words * inside).sum(axis=0), cells.words.sum(axis=0)
    own = x1 - x1.sum(axis=1, keepdims=True) / t1.sum() * t1
    above = (x1 * (t - t1) / t).sum(axis=1, keepdims=True)
    below = ((x - x1) * t1 / t).sum(axis=1, keepdims=True)
    part = above * t1 + below * (t - t1)  # the ratio of Mantel & Haenszel is above / below
    share = np.divide(above * t1, part, out=np.zeros(part.shape), where=part > 0)
    return Sessions(np.asarray(cells.times, dtype="float64"), own, x1 - x * share)


def permuted_trends(
    rest: Floats,
    years: Floats,
    permutations: int,
    stop_after: int | None,
    rng: np.random.Generator,
) -> Floats:
    """p of the covariance of each row of `rest` with the years, when their order is permuted."""
    slope = years - years.mean()
    tally = Tally(rest @ slope, None if all_orders(len(years), permutations) else stop_after)
    for order in orders_of_sessions(len(years), permutations, rng):
        tally.add(slope[order] @ rest[tally.open].T)
        if not len(tally.open):
            break
    return tally.p


def orders_of_sessions(
    sessions: int, permutations: int, rng: np.random.Generator
) -> Iterator[Ints]:
    """Orders of sessions other than the observed one: all, if few, or random ones, in blocks."""
    if permutations < 1:
        raise DataError(f"permutations must be at least 1; got {permutations}.")
    first = np.arange(sessions)
    if all_orders(sessions, permutations):
        yield np.array(list(orders(range(sessions))))[1:]
        return
    done = 0
    while done < permutations:
        size = min(max(FIRST_BLOCK, done), permutations - done)
        yield rng.permuted(np.tile(first, (size, 1)), axis=1)
        done += size


def all_orders(sessions: int, permutations: int) -> bool:
    """Whether there are no more than `permutations` orders: then all are looked at."""
    return sessions < 13 and factorial(sessions) <= permutations
