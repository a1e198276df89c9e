"""Which pairs pass, in which order, and which of them are one candidate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .deciding import false_share
from .evidence import Evidence
from .scan import NEVER
from .screening import Screened
from .shuffles import Floats
from .testing import Scanned
from .words import Bools, Ints

SHARED = 0.5  # of the passages of the rarer of two pairs, that they are joined


class Ranking(NamedTuple):
    """The phrases that pass, best first: leaders, each with those that are joined to it."""

    p: Floats  # (phrases, tests), family-wise
    alone: Floats  # (phrases, tests), of each phrase for itself
    q: Floats  # share of false ones among the phrases that are as good
    best: Floats  # the largest significant statistic of each phrase
    score: Floats
    admitted: list[tuple[int, list[int]]]
    left_out: list[tuple[int, list[int]]]


def ranked(evidence: Evidence, screened: Screened, scanned: Scanned, level: float) -> Ranking:
    """Which phrases pass, in the order of their places, joined with their kin."""
    p = scanned.p()
    alone = scanned.p_alone()
    q = false_share(alone.min(axis=1), screened.eligible)
    if p[screened.eligible].min(initial=1.0) > level:
        q[:] = 1.0  # nothing here that chance does not give
    limit = alone.min(axis=1)[q <= level].max(initial=-1.0)
    significant = np.where(alone <= limit, scanned.observed, NEVER)
    sides = np.array([kind in ("rise", "fall") for kind, _ in scanned.tests])
    best = np.stack([significant[:, sides == s].max(axis=1, initial=NEVER) for s in (0, 1)])
    score = np.where(best > NEVER, score_of(best, screened), -np.inf)
    eligible, clear = screened.eligible, p.min(axis=1) <= level
    parts = [in_turn(score, eligible), in_turn(score, ~eligible & clear)]
    where = passages_of(screened, np.concatenate(parts))
    keys = {k: frozenset(evidence.keys[screened.kept[k]].split("|")) for k in where}
    joined = (join(part.tolist(), keys, where) for part in parts)
    return Ranking(p, alone, q, best.max(axis=0), score.max(axis=0), *joined)


def in_turn(score: Floats, among: Bools) -> Ints:
    """Those of `among` that have a score, best first, from the lists (rows of `score`) in turn.

    >>> in_turn(np.array([[9.0, 8.0, -np.inf], [-np.inf, 1.0, 2.0]]), np.ones(3, bool)).tolist()
    [0, 2, 1]
    """
    listed = np.flatnonzero(among & (score > -np.inf).any(axis=0))
    mine = score[:, listed]
    places = np.argsort(np.argsort(-mine, axis=1, kind="stable"), axis=1, kind="stable")
    place = np.where(mine > -np.inf, places, len(listed)).min(axis=0, initial=len(listed))
    return listed[np.lexsort((listed, -mine.max(axis=0, initial=-np.inf), place))]


def score_of(best: Floats, screened: Screened) -> Floats:
    """What the rank goes by; see the notes of `find_candidates`."""
    company = np.maximum(screened.company, 0.0) if screened.company.any() else 1.0
    return best * company * np.sqrt(screened.binding) * (1 - screened.names)


def passages_of(screened: Screened, phrases: Ints) -> dict[int, set[int]]:
    """The passages of each of `phrases`."""
    rows = screened.rows[screened.rows["key"].isin(phrases)]
    return {int(k): set(part.tolist()) for k, part in rows["passage"].groupby(rows["key"])}


def join(
    leaders: list[int], keys: dict[int, frozenset[str]], where: dict[int, set[int]]
) -> list[tuple[int, list[int]]]:
    """Leaders, best first, each with the later ones that go with it."""
    joined: dict[int, list[int]] = {}
    leading: dict[str, list[int]] = {}  # the leaders that have a word
    for k in leaders:
        near = dict.fromkeys(lead for word in sorted(keys[k]) for lead in leading.get(word, ()))
        for lead in near:
            fewer = min(len(where[k]), len(where[lead]))
            if len(where[k] & where[lead]) >= SHARED * fewer:
                joined[lead].append(k)
                break
        else:
            joined[k] = []
            for word in keys[k]:
                leading.setdefault(word, []).append(k)
    return list(joined.items())
