"""Do the limits of `topoi.keyness` hold a ratio that is known, and its bound and p a null?

    python benchmarks/calibration/keyness.py [--cells NAME ...] [--workers 2]

Two sides are drawn with replacement from one population: the speeches of the General Debate bundle,
or its delegations with all they said. Of each term of the second side every occurrence is kept with
probability 1 / ratio: the first side's rate is then `ratio` times as high, with the clumps that real
words have. A row is one cell and one band of terms by the occurrences that both sides together are
expected to have if none is thinned. `cover` is the share of terms whose limits hold the ratio, `low_above` and
`high_below` are the misses on either side, `bound_above_0` and `bound_below_0` what the ranking
would show, `p_05` the share with p at or below .05 (and .01). Sixty draws of three hundred
terms with 999 assignments a cell, one minute in all on an idle core.
"""

from __future__ import annotations

import argparse
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from joblib import Parallel, delayed

import topoi
from topoi.measures.association import log_ratio_limits
from topoi.measures.permutation import Design
from topoi.measures.resampling import cluster_sums
from topoi.measures.terms.permuted import limits_of_ratios, make_sides, p_of_ratios

OUT = Path(__file__).with_suffix(".csv")
DRAWS, TERMS, ASSIGNMENTS = 60, 300, 999
BANDS = [0, 8, 16, 32, 64, 128, np.inf]


class Cell(NamedTuple):
    """What is drawn, how many on each side, and how much more the first side says a term."""

    unit: str
    members: int
    others: int
    ratio: float

    @property
    def name(self) -> str:
        """What the rows and the seed are called by."""
        return f"{self.unit}/{self.members}-{self.others}/{self.ratio:g}"


SIDES = [(5, 30), (9, 26), (20, 20), (50, 50), (30, 5)]
CELLS = {
    cell.name: cell
    for unit in ("document", "organization")
    for members, others in SIDES
    for ratio in (1.0, 3.0)
    for cell in [Cell(unit, members, others, ratio)]
    if unit == "document" or members + others <= 40
}


@cache
def population(unit: str) -> sp.csr_matrix:
    """Counts of the units of the bundle by terms."""
    bundle = topoi.read_bundle("un-general-debate")
    passages = topoi.join_documents(bundle.passages, bundle.documents)
    return cluster_sums(bundle.counts, passages.set_index("passage")[unit].dropna())[0]


def design_of(members: int, others: int) -> Design:
    """So many units inside, so many outside, at one time."""
    inside = np.repeat([True, False], [members, others])[:, None]
    units = [f"{i:04d}" for i in range(members + others)]
    return Design(units, ["0"], inside, np.array([[False], [True]]), inside[:, 0].astype("int64"))


def draw(cell: Cell, rng: np.random.Generator) -> pd.DataFrame:
    """One draw of both sides: a row for every term that was looked at."""
    said = population(cell.unit)
    drawn = sp.csc_matrix(said[rng.integers(said.shape[0], size=cell.members + cell.others)])
    words = np.asarray(drawn.sum(axis=1)).ravel()
    used = np.flatnonzero(np.diff(drawn.indptr) >= 3)  # units that use it, as in `keyness`
    terms = np.sort(rng.choice(used, min(TERMS, len(used)), replace=False))
    counts = drawn[:, terms].toarray().astype("int64")
    counts[cell.members :] = rng.binomial(counts[cell.members :], 1 / cell.ratio)
    rest = words - counts.sum(axis=1)  # what was thinned stays as other words
    matrix = sp.csr_matrix(np.column_stack([counts, rest]).astype("float64"))
    design = design_of(cell.members, cell.others)
    sides = make_sides(matrix, design, design.assignments(ASSIGNMENTS, rng)[0])
    low, high = limits_of_ratios(sides, 0.95)
    least, most = log_ratio_limits(sides.first, sides.total - sides.first)
    with np.errstate(divide="ignore"):
        low, high = np.minimum(np.log2(low), least), np.maximum(np.log2(high), most)
    share = np.asarray(said[:, terms].sum(axis=0)).ravel() / said.sum()
    looked_at = slice(0, len(terms))
    return pd.DataFrame(
        {
            "expected": share * words.sum(),
            "low": low[looked_at],
            "high": high[looked_at],
            "p": p_of_ratios(sides)[looked_at],
        }
    )


def rows(name: str) -> pd.DataFrame:
    """The rows of a cell; its seed is its name."""
    cell = CELLS[name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    found = pd.concat([draw(cell, rng) for _ in range(DRAWS)], ignore_index=True)
    true, low, high = np.log2(cell.ratio), found["low"], found["high"]
    found = found.assign(
        cover=(low <= true) & (true <= high),
        low_above=low > true,
        high_below=high < true,
        bound_above_0=low > 0,
        bound_below_0=high < 0,
        **{f"p_{level[1:]}": found["p"] <= float(level) for level in (".05", ".01")},
    )
    bands = pd.cut(found["expected"], BANDS, labels=[f"{b:g}" for b in BANDS[:-1]])
    shares = found.drop(columns=["expected", "low", "high", "p"])
    table = shares.groupby(bands, observed=True).mean().round(4)
    table.insert(0, "terms", found.groupby(bands, observed=True).size())
    table.insert(2, "width", (high - low).groupby(bands, observed=True).median().round(3))
    table = table.reset_index(names="from_occurrences")
    return pd.concat([pd.DataFrame([cell._asdict()] * len(table)), table], axis=1).assign(cell=name)


def main() -> None:
    """Run the cells and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", nargs="*", default=list(CELLS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args()
    done = Parallel(n_jobs=asked.workers)(delayed(rows)(name) for name in asked.cells)
    table = pd.concat(done, ignore_index=True)
    columns = ["cell", *[c for c in table.columns if c != "cell"]]
    table[columns].to_csv(asked.out, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
