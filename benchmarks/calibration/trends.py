"""How often trends and breaks are found where no year differs from another but by chance.

    python benchmarks/calibration/trends.py [--cells TEXT ...] [--workers 2]

Counts are Poisson with a gamma effect of the unit (shape 1), of the session (shape 4) and of the
speech (shape 2), for every framing anew; sessions are drawn alike, so there is neither a trend nor a
break to find. 33 sessions of 10, 20 or 35 units, 16 framings from 20 to 400 mentions, 150 worlds a cell.

A cell is a number of units and a test: `two_way` and `one_way` are `fit_trends` with delegations and
sessions, and with delegations alone, as clusters; `breaks` is `find_breaks`. Its seed comes from the number
of units. trends.csv has a row a cell; all take about ten minutes on one core. `--cells 10/` prints
those whose name has that in it.
"""

from __future__ import annotations

import argparse
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

import topoi
from topoi.tables import check, empty

RESULTS = Path(__file__).with_suffix(".csv")
SESSIONS, FRAMINGS, WORLDS = 33, 16, 150
LEVELS = (0.05, 0.01, 0.001)
TESTS = ("two_way", "one_way", "breaks")


def world(units: int, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mentions and passages: one speech a unit and session."""
    words = (
        2000 * rng.lognormal(0, 0.3, (units, 1)) * rng.lognormal(0, 0.2, (units, SESSIONS))
    ).astype(int)
    effects = (
        rng.gamma(1, 1, (FRAMINGS, units, 1))
        * rng.gamma(4, 1 / 4, (FRAMINGS, 1, SESSIONS))
        * rng.gamma(2, 1 / 2, (FRAMINGS, units, SESSIONS))
    )
    found = rng.poisson(
        np.geomspace(20, 400, FRAMINGS)[:, None, None] * words / words.sum() * effects
    )
    names = np.array([f"u{u:02d}-{s:02d}" for u in range(units) for s in range(SESSIONS)])
    passages = (
        empty("passages")
        .reindex(range(len(names)))
        .assign(
            passage=names,
            document=names,
            start=0,
            end=1,
            voice="speech",
            rule="simulated",
            confidence=1.0,
            organization=np.repeat([f"u{u:02d}" for u in range(units)], SESSIONS),
            year=np.tile(np.arange(1992, 1992 + SESSIONS), units),
            words=words.ravel(),
        )
    )
    framing, at = np.nonzero(found.reshape(FRAMINGS, -1))
    times = found.reshape(FRAMINGS, -1)[framing, at]
    mentions = empty("mentions").reindex(range(int(times.sum())))
    mentions = mentions.assign(
        mention=mentions.index.astype("str"),
        framing=np.repeat([f"f{f:02d}" for f in framing], times),
        passage=np.repeat(names[at], times),
        start=0,
        end=1,
        variant="x",
    )
    return check(mentions, "mentions"), check(passages, "passages")


def row(cell: str) -> dict[str, Any]:
    """The row of one cell."""
    units, test = cell.split("/")
    rng = np.random.default_rng(zlib.crc32(f"trends/{units}".encode()))
    p = []
    for _ in range(WORLDS):
        mentions, passages = world(int(units), rng)
        seed = int(rng.integers(2**31))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # few clusters: that is the question
            if test == "breaks":
                table = topoi.find_breaks(mentions, passages, random_state=seed)
            else:
                unit = ("organization", "year") if test == "two_way" else "organization"
                table = topoi.fit_trends(mentions, passages, unit=unit, random_state=seed)
        p.append(table["p"].dropna().to_numpy())
    every = np.concatenate(p)
    shares = {f"share_{level:g}": float((every <= level).mean()) for level in LEVELS}
    return {"cell": cell, "units": int(units), "test": test, "tests": len(every), **shares}


def main() -> None:
    """Measure, and write trends.csv or print some cells."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cells", nargs="+", default=[], help="only cells with this in their name")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    cells = [f"{units}/{test}" for units in (10, 20, 35) for test in TESTS]
    wanted = [c for c in cells if not options.cells or any(part in c for part in options.cells)]
    table = pd.DataFrame(Parallel(n_jobs=options.workers)(delayed(row)(cell) for cell in wanted))
    print(table.to_string(index=False))
    if not options.cells:
        table.to_csv(RESULTS, index=False, float_format="%.6g")


if __name__ == "__main__":
    main()
