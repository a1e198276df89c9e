"""How often trends and breaks are found where no year differs from another but by chance.

    python benchmarks/calibration/trends.py [--cells TEXT ...] [--workers 2]

Sessions are drawn alike (`simulated.clumped`), so there is neither a trend nor a break to find. 33
sessions of 10, 20 or 35 units, 16 framings from 20 to 400 mentions, 150 worlds a cell; in cells called
`small`, 10 units and 5 worlds, to be run again by a test.

A cell is a number of units and a test: `two_way` and `one_way` are `fit_trends` with delegations and
sessions, and with delegations alone, as clusters; `breaks` is `find_breaks`. Its seed comes from the number
of units. trends.csv has a row a cell; all take three minutes on one core. `--cells small` prints those
whose name has that in it.
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
from simulated import as_tables, clumped, words_of

import topoi

RESULTS = Path(__file__).with_suffix(".csv")
SESSIONS, WORLDS = 33, 150
MENTIONS = np.geomspace(20, 400, 16)  # of each framing, in all
SIZES = {
    "small": (10, 5),
    "10": (10, WORLDS),
    "20": (20, WORLDS),
    "35": (35, WORLDS),
}  # units, worlds
LEVELS = (0.05, 0.01, 0.001)
TESTS = ("two_way", "one_way", "breaks")


def row(cell: str) -> dict[str, Any]:
    """The row of one cell."""
    size, test = cell.split("/")
    units, worlds = SIZES[size]
    rng = np.random.default_rng(zlib.crc32(f"trends/{size}".encode()))
    p = []
    for _ in range(worlds):
        words = words_of(units, SESSIONS, rng)
        mentions, passages = as_tables(clumped(MENTIONS, words, rng), words)
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
    return {"cell": cell, "units": units, "test": test, "tests": len(every), **shares}


def main() -> None:
    """Measure, and write trends.csv or print some cells."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cells", nargs="+", default=[], help="only cells with this in their name")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    cells = [f"{size}/{test}" for size in SIZES for test in TESTS]
    wanted = [c for c in cells if not options.cells or any(part in c for part in options.cells)]
    table = pd.DataFrame(Parallel(n_jobs=options.workers)(delayed(row)(cell) for cell in wanted))
    print(table.to_string(index=False))
    if not options.cells:
        table.to_csv(RESULTS, index=False, float_format="%.6g")


if __name__ == "__main__":
    main()
