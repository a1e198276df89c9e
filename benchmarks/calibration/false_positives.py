"""False positives of contrasts and of keyness between random halves, ours beside what is usual.

    python benchmarks/calibration/false_positives.py [--cells TEXT ...] [--workers 2]

Between halves that were dealt out at random there is nothing to find: a test at .05 should find it
once in twenty times. Halves are made by `topoi.null_splits`, of delegations and of sessions, in two
kinds of corpora:

- `un`: speeches of the General Debate (the bundle that ships with topoi), 35 delegations in 33
  sessions; all framings of the lexicon, and 500 terms from rare to common, the others as one.
- `simulated-20`, `-50`, `-200`: so many units in ten sessions, counts Poisson with a gamma effect of
  the unit (shape 1), of the session (shape 4) and of the speech (shape 2), for every framing anew;
  60 framings from 20 to 2,000 mentions; the same as terms, with all other words as one more.

A cell is a corpus, what is dealt out, what is counted, and a test; its seed comes from its name
without the test, so that all tests see the same halves. false_positives.csv has a row a cell. All
cells take about a quarter of an hour on one core; `--cells un/session` those whose name has that
in it, which are printed and not written.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from simulated import as_tables, clumped, words_of

import topoi
from topoi.measures.contrasts.usual_tests import USUAL, welch
from topoi.tables import check

RESULTS = Path(__file__).with_suffix(".csv")
PERMUTATIONS = 9999
SESSIONS = 10
FRAMINGS = 60
TERMS = 500
LEVELS = (0.05, 0.01, 0.001)
BAR = {0.05: 0.06, 0.001: 0.002}  # what ours should stay under
SPLITS = {"framings": 240, "terms": 120}
UNITS = {"delegation": ("organization", "year"), "session": ("year", None)}


class Corpus(NamedTuple):
    """What is said, as passages, mentions and counts."""

    passages: pd.DataFrame
    data: dict[str, pd.DataFrame]  # "framings" -> mentions, "terms" -> counts


def corpus(name: str) -> Corpus:
    """The speeches of the General Debate, or simulated ones."""
    return debate() if name == "un" else simulated(int(name.rpartition("-")[2]))


def debate() -> Corpus:
    """The speeches, each as one passage."""
    bundle = topoi.read_bundle("un-general-debate")
    passages = topoi.join_documents(bundle.passages, bundle.documents)
    speech = passages.set_index("passage")["document"]
    words = passages.groupby("document")["words"].sum()
    passages = passages.drop_duplicates("document")
    passages = passages.assign(
        passage=passages["document"], words=words.reindex(passages["document"]).to_numpy()
    )
    mentions, counts = (
        table.assign(passage=speech.reindex(table["passage"].astype("str")).to_numpy())
        for table in (bundle.mentions, bundle.counts.astype({"term": "str"}))
    )
    total = counts.groupby("term")["n"].sum().sort_values(ascending=False, kind="stable")
    common = total[total >= 20]
    chosen = common.index[np.unique(np.geomspace(1, len(common), TERMS).astype(int) - 1)]
    left = common.index.difference(chosen, sort=False)
    chosen = chosen.union(left[:: len(left) // (TERMS - len(chosen))][: TERMS - len(chosen)])
    counts["term"] = counts["term"].where(counts["term"].isin(chosen), "(others)")
    counts = counts.groupby(["passage", "term"], as_index=False)["n"].sum()
    return Corpus(passages, {"framings": mentions, "terms": check(counts, "counts")})


def simulated(units: int) -> Corpus:
    """Counts whose units, sessions and speeches differ; as terms, with all other words as one more."""
    rng = np.random.default_rng(zlib.crc32(f"simulated-{units}".encode()))
    words = words_of(units, SESSIONS, rng)
    mentions, passages = as_tables(clumped(np.geomspace(20, 2000, FRAMINGS), words, rng), words)
    counts = (
        mentions.groupby(["passage", "framing"], observed=True).size().rename("n").reset_index()
    )
    counts = counts.rename(columns={"framing": "term"})
    counted = counts.groupby("passage")["n"].sum().reindex(passages["passage"], fill_value=0)
    rest = np.maximum(1, passages["words"].to_numpy() - counted.to_numpy())
    others = pd.DataFrame({"passage": passages["passage"], "term": "(others)", "n": rest})
    terms = check(pd.concat([counts, others], ignore_index=True), "counts")
    return Corpus(passages, {"framings": mentions, "terms": terms})


def two_way(seed: int) -> Callable[..., Any]:
    """Ours with delegation and session as units."""
    rng = np.random.default_rng(seed)

    def test(mentions: pd.DataFrame, passages: pd.DataFrame, belongs: pd.DataFrame) -> pd.DataFrame:
        return topoi.contrast_rates(
            mentions,
            passages,
            belongs,
            unit=("organization", "year"),
            permutations=PERMUTATIONS,
            level=None,
            random_state=int(rng.integers(2**31)),
        )

    return test


def welch_on_speeches(said: Corpus, what: str, unit: str) -> Callable[..., Any]:
    """Welch's test with the speech as its unit, whatever was dealt out."""
    passages, data = said.passages, said.data[what]
    column = "term" if what == "terms" else "framing"
    document = passages.set_index("passage")["document"]
    found = data.assign(document=document.reindex(data["passage"].astype("str")).to_numpy())
    found["n"] = found["n"] if what == "terms" else 1
    wide = found.pivot_table(
        index="document", columns=column, values="n", aggfunc="sum", fill_value=0, observed=True
    )
    words = passages.groupby("document")["words"].sum()
    words = words[words > 0]
    wide = wide.reindex(words.index, fill_value=0)
    where = passages.drop_duplicates("document").set_index("document").loc[words.index]

    def test(_: pd.DataFrame, __: pd.DataFrame, belongs: pd.DataFrame) -> Any:
        inside = where[unit].isin(belongs["member"]).to_numpy(dtype=bool)
        return welch(wide.to_numpy(float), words.to_numpy(float), inside)

    return test


OURS = {"framings": ["contrast_rates", "two_way"], "terms": ["keyness"]}


def cells() -> list[str]:
    """Names of all cells: corpus/what is dealt out/what is counted/test."""
    dealt = [("un", unit) for unit in UNITS]
    dealt += [(f"simulated-{units}", "delegation") for units in (20, 50, 200)]
    return [
        f"{name}/{unit}/{what}/{test}"
        for name, unit in dealt
        for what, ours in OURS.items()
        for test in (*ours, *USUAL, "welch_on_speeches")
        if (unit, test) != ("session", "two_way")
    ]


def row(cell: str, said: Corpus | None = None) -> dict[str, Any]:
    """The row of one cell; `said` is its corpus, if that has been made already."""
    name, dealt, what, test = cell.split("/")
    said = said or corpus(name)
    unit, over = UNITS[dealt]
    seed = zlib.crc32(cell.rpartition("/")[0].encode())
    made = {"two_way": two_way(seed)}
    if test == "welch_on_speeches":
        made[test] = welch_on_speeches(said, what, unit)
    table = topoi.null_splits(
        made.get(test, test),
        said.data[what],
        said.passages,
        unit=unit,
        over=over,
        splits=SPLITS[what],
        permutations=PERMUTATIONS,
        levels=LEVELS,
        random_state=seed,
    )
    first = table.iloc[0]
    out = {"cell": cell, "corpus": name, "dealt": dealt, "what": what, "test": test}
    out |= {key: int(first[key]) for key in ("units", "splits", "tests")}
    for found in table.itertuples():
        for key in ("share", "low", "high"):
            out[f"{key}_{found.level:g}"] = getattr(found, key)
    out["any_bonferroni"], out["any_fdr"] = first["any_bonferroni"], first["any_fdr"]
    return out | {"least_p": first["least_p"]}


def rows(cells: list[str]) -> list[dict[str, Any]]:
    """The rows of cells of one corpus."""
    said = corpus(cells[0].split("/")[0])
    return [row(cell, said) for cell in cells]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cells", nargs="+", default=[], help="only cells with this in their name")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    wanted = [c for c in cells() if not options.cells or any(part in c for part in options.cells)]
    alike = [list(part) for _, part in groupby(wanted, key=lambda cell: cell.split("/")[:3])]
    done = Parallel(n_jobs=options.workers)(delayed(rows)(part) for part in alike)
    table = pd.DataFrame([made for part in done for made in part])
    if options.cells:
        print(table.to_string(index=False))
        return
    table.to_csv(RESULTS, index=False, float_format="%.6g")
    ours = table[table["test"].isin([test for tests in OURS.values() for test in tests])]
    for level, most in BAR.items():
        worst = ours.loc[ours[f"share_{level:g}"].idxmax()]
        print(
            f"at {level:g}: at most {worst[f'share_{level:g}']:.4f} ({worst['cell']}); bar {most}"
        )


if __name__ == "__main__":
    main()
