"""How often corrected rates hold the truth, and raw ones do not: simulated speeches, known errors.

    python benchmarks/calibration/corrected.py [--cells WORD ...] [--workers 2]

Sixty speeches in each of three groups, a thousand words a speech; true mentions clump by speech
(negative binomial) and are twice as frequent in the second group and four times in the third. A true
mention is found with probability `recall`, and others besides, so that `precision` of what is found
is true. Where something is missed, half of the labels go to `places` a speech without a mention that
could hold one (five: sentences with one of its words; thirty: all sentences); else all go to
mentions. Twenty framings are simulated side by side, each a replicate. A cell is a row of
corrected.csv beside this file; its seed is made of its name, so that `--cells` may name any of them.
All cells take about two minutes on two cores.

`coverage` is the share of 95 % intervals of `corrected`, over groups and replicates, that hold the
true rate; `coverage_raw` that of the intervals of `framing_rates`. `width` is the median of the upper
limit over the true rate less the lower; `bias` the mean of `corrected` over the true rate, less one.
"""

from __future__ import annotations

import argparse
import itertools
import warnings
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from topoi.measures.rates.corrected import correct_rates
from topoi.tables import check

RESULT = Path(__file__).with_suffix(".csv")
GROUPS, SPEECHES, WORDS = 3, 60, 1000
FRAMINGS, CALLS = 20, 6
SENTENCE = 20  # characters, of which a mention takes the first five
SHAPE = 1.0  # of the gamma distribution of the speeches' rates


class Cell(NamedTuple):
    """One simulation."""

    mean: float  # true mentions a speech of the first group
    precision: float
    recall: float
    labels: int
    rule: str
    differ: float = 0.0  # precision of the third group less that of the first
    places: int = 5  # places of a speech where something could be missed
    calls: int = CALLS

    @property
    def name(self) -> str:
        """What the cell is called, and what seeds it."""
        more = f" differ={self.differ:g}" if self.differ else ""
        more += f" places={self.places}" if self.places != 5 else ""
        few = f" calls={self.calls}" if self.calls != CALLS else ""
        return (
            f"mean={self.mean:g} precision={self.precision:g} recall={self.recall:g} "
            f"labels={self.labels} rule={self.rule}{more}{few}"
        )


CELLS = [
    *(
        Cell(mean, precision, recall, labels, "groups")
        for mean, precision, recall, labels in itertools.product(
            (0.1, 1.0), (0.6, 0.95), (1.0, 0.8), (100, 300)
        )
    ),
    *(Cell(1.0, p, 0.8, n, "own", -0.3) for p in (0.6, 0.95) for n in (100, 300)),
    *(Cell(1.0, p, 0.8, 300, "groups", -0.3) for p in (0.6, 0.95)),  # pooled where it should not be
    *(Cell(1.0, p, 0.8, 100, "auto", -0.3) for p in (0.6, 0.95)),
    *(Cell(1.0, 0.95, 0.8, n, "groups", places=30) for n in (100, 300)),
    Cell(0.1, 0.6, 1.0, 100, "groups", calls=1),  # for the tests
]


def places(cell: Cell, rng: np.random.Generator) -> pd.DataFrame:
    """A row for every place: speech, framing, whether a mention is found there and whether one is."""
    group = np.repeat(np.arange(GROUPS), SPEECHES)
    precision = cell.precision + cell.differ * group / (GROUPS - 1)
    parts = []
    for framing in range(FRAMINGS):
        mean = cell.mean * 2.0**group * rng.gamma(SHAPE, 1 / SHAPE, len(group))
        right = rng.poisson(mean * cell.recall)
        wrong = rng.poisson(mean * cell.recall * (1 - precision) / precision)
        missed = rng.poisson(mean * (1 - cell.recall))
        empty = np.maximum(0, cell.places - right - wrong - missed)
        kinds = [(right, True, True), (wrong, True, False), (missed, False, True)]
        for n, found, true in [*kinds, (empty, False, False)]:
            speech = np.repeat(np.arange(len(group)), n)
            parts.append(pd.DataFrame({"speech": speech, "found": found, "true": true}))
            parts[-1]["framing"] = f"framing {framing:02d}"
    rows = pd.concat(parts, ignore_index=True)
    rows["start"] = SENTENCE * rows.groupby("speech").cumcount()
    rows["document"] = [f"d{i:03d}" for i in rows["speech"]]
    return rows


def passages_of(words: int = WORDS) -> pd.DataFrame:
    """The speeches, a passage each."""
    names = [f"d{i:03d}" for i in range(GROUPS * SPEECHES)]
    table = pd.DataFrame({"passage": [f"{name}:0" for name in names], "document": names})
    table = table.assign(start=0, end=10**6, voice="speech", rule="whole", confidence=1.0)
    table["words"] = words
    table["organization"] = [f"group {g}" for g in np.repeat(np.arange(GROUPS), SPEECHES)]
    for column in ("kind", "speaker", "role", "on_behalf_of", "embedded_source", "utterer"):
        table[column] = None
    return check(table, "passages")


def labelled(rows: pd.DataFrame, cell: Cell, rng: np.random.Generator) -> pd.DataFrame:
    """Labels for what is found and for what was passed over; weights by what there is."""
    parts = []
    for (_, found), those in rows.groupby(["framing", "found"]):
        if not found and cell.recall == 1:
            continue
        n = min(len(those), cell.labels // 2 if cell.recall < 1 else cell.labels)
        drawn = those.iloc[rng.choice(len(those), n, replace=False)]
        parts.append(drawn.assign(weight=len(those) / n))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(
        end=table["start"] + SENTENCE,
        true=np.where(table["true"], "yes", "no"),
    )[["document", "start", "end", "framing", "true", "weight"]]


def simulate(cell: Cell) -> dict[str, Any]:
    """One row of corrected.csv."""
    rng = np.random.default_rng(crc32(cell.name.encode()))
    truth = 10_000 / WORDS * cell.mean * 2.0 ** np.arange(GROUPS)
    passages, tables = passages_of(), []
    for _ in range(cell.calls):
        rows = places(cell, rng)
        found = rows[rows["found"]].reset_index(drop=True)
        mentions = pd.DataFrame(
            {
                "mention": found.index.astype("str"),
                "framing": found["framing"],
                "passage": found["document"] + ":0",
                "start": found["start"],
                "end": found["start"] + 5,
                "variant": "x",
                **dict.fromkeys(("use", "attitude", "language")),
            }
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            table = correct_rates(
                mentions, passages, labelled(rows, cell, rng), rule=cell.rule, random_state=1
            )
        tables.append(table.assign(truth=np.tile(truth, len(table) // GROUPS)))
    every = pd.concat(tables, ignore_index=True)
    known = every.dropna(subset=["low"])
    held = known["truth"].between(known["low"], known["high"])
    raw = every["truth"].between(every["rate_low"], every["rate_high"])
    width = (known["high"] - known["low"]) / known["truth"]
    row = {"cell": cell.name, **cell._asdict()}
    return row | {
        "answered": round(len(known) / len(every), 4),
        "coverage": round(float(held.mean()), 4),
        "coverage_raw": round(float(raw.mean()), 4),
        "width": round(float(width.median()), 4),
        "bias": round(float((known["corrected"] / known["truth"]).mean() - 1), 4),
    }


def main() -> None:
    """Simulate the cells that are asked for, and write or update corrected.csv."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cells", nargs="*", default=[""], help="those whose name holds a word")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    asked = [c for c in CELLS if any(word in c.name for word in options.cells)]
    made = Parallel(options.workers)(delayed(simulate)(cell) for cell in asked)
    table = pd.DataFrame(made).set_index("cell")
    if RESULT.is_file():
        before = pd.read_csv(RESULT, index_col="cell")
        table = pd.concat([before[~before.index.isin(table.index)], table])
    order = [c.name for c in CELLS if c.name in table.index]
    table.loc[order].to_csv(RESULT, lineterminator="\n")
    print(table.loc[[c.name for c in asked]].to_string())


if __name__ == "__main__":
    main()
