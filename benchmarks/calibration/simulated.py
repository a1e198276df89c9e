"""Simulated speeches as tables: one a unit and session, with mentions of invented framings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from topoi.tables import check, empty

FIRST_YEAR = 2001


def words_of(units: int, sessions: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Words of each speech (units, sessions): units and sessions differ in how long they are."""
    size = rng.lognormal(0, 0.3, (units, 1)) * rng.lognormal(0, 0.2, (units, sessions))
    return (2000 * size).astype("int64")


def clumped(
    mean: npt.NDArray[np.float64], words: npt.NDArray[np.int64], rng: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Counts (framings, units, sessions) about `mean` occurrences of each framing in all.

    Poisson with gamma effects of the unit (shape 1), the session (4) and the speech (2), for every
    framing anew.
    """
    expected = mean[:, None, None] * words / words.sum()
    units, sessions = words.shape
    effects = (
        rng.gamma(1, 1, (len(mean), units, 1))
        * rng.gamma(4, 1 / 4, (len(mean), 1, sessions))
        * rng.gamma(2, 1 / 2, (len(mean), units, sessions))
    )
    return rng.poisson(expected * effects)


def as_tables(
    found: npt.NDArray[np.int64], words: npt.NDArray[np.int64]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentions (of framings f00, f01 ...) and passages (a speech each)."""
    units, sessions = words.shape
    names = np.array([f"u{u:03d}-{s}" for u in range(units) for s in range(sessions)])
    passages = empty("passages").reindex(range(len(names)))
    passages = passages.assign(
        passage=names,
        document=names,
        start=0,
        end=1,
        voice="speech",
        rule="simulated",
        confidence=1.0,
        organization=np.repeat([f"u{u:03d}" for u in range(units)], sessions),
        year=np.tile(np.arange(FIRST_YEAR, FIRST_YEAR + sessions), units),
        words=words.ravel(),
    )
    each = found.reshape(len(found), -1)
    framing, at = np.nonzero(each)
    times = each[framing, at]
    said = np.repeat([f"f{f:02d}" for f in framing], times)
    mentions = empty("mentions").reindex(range(len(said)))
    mentions = mentions.assign(
        mention=mentions.index.astype("str"),
        framing=said,
        passage=np.repeat(names[at], times),
        start=0,
        end=1,
        variant=said,
    )
    return check(mentions, "mentions"), check(passages, "passages")
