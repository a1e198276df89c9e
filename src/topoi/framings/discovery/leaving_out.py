"""Known framings taken for unknown: does discovery find them again?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...tables import check
from .candidates import PERMUTATIONS
from .evidence import Evidence, gather
from .ranking import ranked
from .screening import Screened, screen
from .testing import Scanned, make_shuffles, scan


def leave_one_out(
    phrases: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    framings: Sequence[str],
    top: int = 50,
    belongs: pd.DataFrame | None = None,
    unit: str = "speaker",
    over: str | None = None,
    min_units: int = 3,
    level: float = 0.05,
    permutations: int = PERMUTATIONS,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Leave each framing out of the lexicon, and see whether it comes back as a candidate.

    Parameters
    ----------
    phrases, passages, mentions, belongs, unit, over, min_units, level, permutations, random_state
        As in `find_candidates`.
    framings : sequence of str
        The framings to leave out, one at a time.
    top : int, default 50
        How many candidates are looked at.

    Returns
    -------
    DataFrame
        Schema `left_out`: one row a framing, with the first candidate at least half of whose
        occurrences are mentions of it and of no other.

    Notes
    -----
    Shuffles are drawn once. What chance makes of the phrases that a framing no longer explains is
    added to what it made of them all, so p is a little larger than a run of its own would give.
    """
    evidence = gather(phrases, passages, unit, over)
    shuffles = make_shuffles(evidence, belongs, permutations, random_state)
    base = screen(evidence, mentions, (), min_units)
    scanned = scan(evidence, shuffles, base, min_units)
    rows = []
    for framing in framings:
        screened = screen(evidence, mentions, (framing,), min_units)
        touched = _touched(evidence, base, screened, framing)
        again = scan(evidence, shuffles, screened, min_units, touched)
        merged = _merged(base, scanned, screened, again, touched)
        ranking = ranked(evidence, screened, merged, level)
        found = _first_back(evidence, screened, framing, ranking.admitted[:top])
        mentioned = int((mentions["framing"] == framing).sum())
        rows.append({"framing": framing, "mentions": mentioned, "top": top} | found)
    return check(pd.DataFrame(rows), "left_out")


def _touched(evidence: Evidence, base: Screened, screened: Screened, framing: str) -> np.ndarray:
    """Phrases that the framing explained, or that were left out while it was known."""
    touched = np.zeros(len(screened.kept), dtype=bool)
    touched[screened.rows.loc[_mine(evidence, screened, framing), "key"]] = True
    was = np.zeros(len(evidence.keys), dtype=bool)
    was[base.kept] = base.eligible
    return np.flatnonzero(touched | (screened.eligible & ~was[screened.kept]))


def _mine(evidence: Evidence, screened: Screened, framing: str) -> np.ndarray:
    """Rows that this framing alone explains."""
    only = np.array([held == {framing} for held in evidence.sets], dtype=bool)
    mine: np.ndarray = only[screened.rows["framing"].to_numpy()]
    return mine


def _merged(
    base: Screened, known: Scanned, screened: Screened, again: Scanned, touched: np.ndarray
) -> Scanned:
    """Statistics of untouched phrases as they were, of touched ones anew."""
    observed = np.empty((len(screened.kept), len(known.tests)))
    place = np.searchsorted(base.kept, screened.kept)
    there = np.ones(len(screened.kept), dtype=bool)
    there[touched] = False
    observed[there] = known.observed[place[there]]
    observed[touched] = again.observed
    return Scanned(
        known.tests,
        observed,
        np.maximum(known.largest, again.largest),
        known.above + again.above,
        known.values + again.values,
    )


def _first_back(
    evidence: Evidence,
    screened: Screened,
    framing: str,
    admitted: Sequence[tuple[int, list[int]]],
) -> dict[str, Any]:
    rows = screened.rows
    size = len(screened.kept)
    mine = _mine(evidence, screened, framing)
    total = np.bincount(rows["key"], rows["n"], size)
    held = np.bincount(rows["key"], rows["n"].to_numpy() * mine, size)
    for rank, (lead, others) in enumerate(admitted, 1):
        group = [lead, *others]
        share = held[group].sum() / total[group].sum()
        if share >= 0.5:
            of_lead = rows[rows["key"] == lead].groupby("phrase")["n"].sum()
            name = evidence.phrases[int(of_lead.idxmax())]
            return {"comes_back": "yes", "rank": rank, "phrase": name, "share": float(share)}
    return {"comes_back": "no", "rank": None, "phrase": None, "share": np.nan}
