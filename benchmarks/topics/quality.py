"""Time to quality: held-out likelihood and coherence against wall time, for every engine, in one run.

    python benchmarks/topics/quality.py [--folder build/topics] [--corpora ...] [--topics 10 30 100]
        [--seeds 1 2 3] [--engines ...] [--scale 1] [--output benchmarks/topics]

Each cell (corpus, number of topics, engine, seed) is a process of its own with one thread. An engine shows its topics
at times that grow by a third; the clock stands still meanwhile, and while code is compiled (on a few
documents, before). When its time is over (SECONDS, times `--scale`) every snapshot is scored
by the same estimators: document completion (nats a token; the best of a small grid of symmetric priors of documents,
ALPHAS) and mean C_NPMI of the top ten terms over passages. A cell that is in FOLDER/cells is not run again: stop and
go on as you like. tomotopy must be installed;
MALLET takes part if MALLET_HOME names its folder.

Then three tables and two figures are written: `quality.csv` (all snapshots), `peers.csv` (when each peer was as
good as it ever got, and when topoi's engine was as good as that), `recurrence.csv` (Jaccard index of the top ten terms of
matched topics between seeds), `quality.png` and `coherence.png`. `--tables` only writes these, from the cells that
are there.

It does not show other corpora, and no settings but those of `contestants.py`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from contestants import CONTESTANTS, MINE, OWN
from corpora import LIMITS, Corpus, load

from topoi.topics.choice.stability import match_topics
from topoi.topics.evaluation import coherence_npmi, heldout_likelihood, top_terms

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA")}
SECONDS = {"speeches-500": 40, "speeches-1109": 60, "passages-50k": 90, "passages-200k": 240}
ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
NEAR = 0.001  # nats a token: as good as its best, by which a peer's time is taken
GROWTH = 1.3  # of the time between snapshots


class Watch:
    """A clock that stands still while topics are looked at, and what was seen."""

    def __init__(self, budget: float) -> None:
        self.budget, self.next = budget, 0.0
        self.seen: list[tuple[int, float, float, np.ndarray]] = []
        self.start()

    def start(self) -> None:
        """From now on, and nothing so far."""
        self.used, self.cpu = 0.0, 0.0
        self.going = (time.perf_counter(), time.process_time())

    def __call__(
        self,
        topics: Callable[[], np.ndarray],
        passes: int,
        seconds: float | None = None,
    ) -> bool:
        """Take a snapshot if it is time; False when the time is over."""
        wall, cpu = time.perf_counter(), time.process_time()
        self.used += wall - self.going[0]
        self.cpu += cpu - self.going[1]
        over = (self.used if seconds is None else seconds) >= self.budget
        if seconds is not None or self.used >= self.next or over:
            took = (self.used, self.cpu) if seconds is None else (seconds, seconds)
            self.seen.append((passes, *took, np.array(topics(), dtype="float64")))
            self.next = self.used * GROWTH
        self.going = (time.perf_counter(), time.process_time())
        return not over


def best_heldout(topics: np.ndarray, corpus: Corpus) -> float:
    """Held-out likelihood under the best prior of the grid, found by walking up from its middle."""
    seen: dict[int, float] = {}

    def score(i: int) -> float:
        if i not in seen:
            seen[i] = heldout_likelihood(topics, corpus.halves, alpha=ALPHAS[i])
        return seen[i]

    at = len(ALPHAS) // 2
    while True:
        near = [i for i in (at - 1, at + 1) if 0 <= i < len(ALPHAS)]
        best = max(near, key=score)
        if score(best) <= score(at):
            return score(at)
        at = best


def run_cell(name: str, k: int, engine: str, seed: int, budget: float, folder: Path) -> None:
    """Fit, watch, score, and write the cell: a table of snapshots and the last topics."""
    corpus = load(name, folder)
    small = corpus.train[np.random.default_rng(0).permutation(corpus.train.shape[0])[:60]]
    CONTESTANTS[engine](small, min(k, 10), 0, Watch(0.5))
    watch = Watch(budget)
    CONTESTANTS[engine](corpus.train, k, seed, watch)
    rows = [
        {
            "corpus": name,
            "n_topics": k,
            "engine": engine,
            "seed": seed,
            "passes": passes,
            "seconds": round(seconds, 3),
            "cpu": round(cpu, 3),
            "heldout": round(best_heldout(topics, corpus), 5),
            "coherence": round(float(coherence_npmi(topics, corpus.windows).mean()), 4),
        }
        for passes, seconds, cpu, topics in watch.seen
    ]
    file = cell_file(folder, name, k, engine, seed)
    np.save(file.with_suffix(".npy"), watch.seen[-1][3].astype("float32"))
    pd.DataFrame(rows).to_csv(file.with_suffix(".part"), index=False)
    file.with_suffix(".part").rename(file)  # there only when it is whole


def cell_file(folder: Path, name: str, k: int, engine: str, seed: int) -> Path:
    """Where a cell is kept."""
    return folder / "cells" / f"{name}_{k}_{engine.replace(' ', '_')}_{seed}.csv"


def run_all(asked: argparse.Namespace) -> None:
    """Every cell that is not there; seeds outermost, so that one seed is whole first."""
    cells = list(product(asked.seeds, asked.corpora, asked.topics, asked.engines))
    for name in asked.corpora:
        load(name, asked.folder)  # built once, and not by two cells at a time
    (asked.folder / "cells").mkdir(parents=True, exist_ok=True)

    def one(i: int) -> None:
        seed, name, k, engine = cells[i]
        if cell_file(asked.folder, name, k, engine, seed).exists():
            return
        print(f"{i + 1}/{len(cells)} {name}, {k} topics, {engine}, seed {seed}", flush=True)
        cell = [name, str(k), engine, str(seed), str(SECONDS[name] * asked.scale)]
        command = [sys.executable, __file__, "--folder", str(asked.folder), "--one", *cell]
        if subprocess.run(command, check=False, env=os.environ | ONE_THREAD).returncode:
            print(f"{i + 1} failed", flush=True)

    with ThreadPoolExecutor(asked.at_once) as pool:
        list(pool.map(one, range(len(cells))))


def time_to(cell: pd.DataFrame, value: float) -> float:
    """Seconds until a run is as good as `value`; infinite if it never is."""
    good = cell.loc[cell["heldout"] >= value, "seconds"]
    return float(good.min()) if len(good) else np.inf


def compare(quality: pd.DataFrame, mine: str) -> pd.DataFrame:
    """A row a corpus, number of topics and peer; medians over all pairs of a run of the peer and one of `mine`."""
    rows = []
    for (name, k), runs in quality.groupby(["corpus", "n_topics"]):
        ours = [run for _, run in runs[runs["engine"] == mine].groupby("seed")]
        theirs = runs[runs["engine"] != mine].groupby(["engine", "seed"])
        for ((engine, seed), peer), own_run in product(theirs, ours):
            peer, own_run = peer.sort_values("seconds"), own_run.sort_values("seconds")
            best = peer["heldout"].max()
            near, reached = time_to(peer, best - NEAR), time_to(own_run, best)
            then = own_run.loc[own_run["seconds"] == reached, "coherence"]
            rows.append(
                {
                    "corpus": name,
                    "n_topics": k,
                    "peer": engine,
                    "seed": seed,
                    "best": best,
                    "peer_seconds": near,
                    "own_seconds": reached,
                    "ratio": reached / near,
                    "own_best": own_run["heldout"].max(),
                    "coherence": peer["coherence"].iloc[-1],
                    "own_coherence": own_run["coherence"].iloc[-1],
                    "own_coherence_then": then.mean(),  # when it was as good as the peer
                }
            )
    keys = ["corpus", "n_topics", "peer"]
    table = pd.DataFrame(rows, columns=[*keys, "seed", *_COMPARED])
    out = table.groupby(keys)[_COMPARED].median().round(4)
    out.insert(0, "seeds", table.groupby(keys)["seed"].nunique())
    return out.reset_index()


_COMPARED = [
    "best",
    "peer_seconds",
    "own_seconds",
    "ratio",
    "own_best",
    "coherence",
    "own_coherence",
    "own_coherence_then",
]


def recurrence(folder: Path, quality: pd.DataFrame) -> pd.DataFrame:
    """Jaccard index of the top ten terms of matched topics, mean over topics and pairs of seeds."""
    rows = []
    for (name, k, engine), runs in quality.groupby(["corpus", "n_topics", "engine"]):
        files = [
            cell_file(folder, name, k, engine, seed).with_suffix(".npy")
            for seed in sorted(runs["seed"].unique())
        ]
        topics = [np.load(file).astype("float64") for file in files if file.exists()]
        pairs = [_jaccard(one, two) for one, two in combinations(topics, 2)]
        if pairs:
            mean = round(float(np.mean(pairs)), 4)
            rows.append({"corpus": name, "n_topics": k, "engine": engine, "jaccard": mean})
            rows[-1]["seeds"] = len(topics)
    return pd.DataFrame(rows, columns=["corpus", "n_topics", "engine", "seeds", "jaccard"])


def _jaccard(one: np.ndarray, two: np.ndarray) -> float:
    partner, _ = match_topics(one, two)
    pairs = zip(top_terms(one).tolist(), top_terms(two)[partner].tolist(), strict=True)
    return float(np.mean([len(set(a) & set(b)) / len(set(a) | set(b)) for a, b in pairs]))


def draw(quality: pd.DataFrame, measure: str, label: str, file: Path) -> None:
    """A panel a corpus and number of topics, a line an engine: mean over seeds at the times of the first."""
    import matplotlib.pyplot as plt

    names = [n for n in LIMITS if n in set(quality["corpus"])]
    numbers = sorted(quality["n_topics"].unique())
    fig, axes = plt.subplots(
        len(names),
        len(numbers),
        figsize=(3.2 * len(numbers) + 1.6, 2.4 * len(names) + 0.6),
        squeeze=False,
        sharex=True,
        layout="constrained",
    )
    engines = [e for e in CONTESTANTS if e in set(quality["engine"])]
    looks = {e: look(e, i) for i, e in enumerate(engines)}
    for (i, name), (j, k) in product(enumerate(names), enumerate(numbers)):
        ax, panel = axes[i, j], quality[(quality["corpus"] == name) & (quality["n_topics"] == k)]
        for engine, runs in panel.groupby("engine"):
            line = mean_curve(runs, measure)
            ax.plot(
                line.index,
                line,
                **looks[engine],
                label=engine,
                marker="." if len(line) == 1 else "",
            )
        ax.set_xscale("log")
        ax.set_xlim(left=0.05)  # shorter times are differences of two noisy ones
        late = panel.loc[panel["seconds"] > 1, measure]
        if len(late):  # the first second is far below: it would flatten the rest
            low, high = late.quantile(0.05), panel[measure].max()
            ax.set_ylim(low - 0.05 * (high - low), high + 0.08 * (high - low))
        ax.set_title(f"{name}, {k} topics", fontsize=8)
        ax.tick_params(labelsize=7)
        ax.grid(alpha=0.3)
    fig.supxlabel("seconds, one thread", fontsize=8)
    fig.supylabel(label, fontsize=8)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    fig.legend(handles, labels, loc="outside right upper", fontsize=7, frameon=False)
    fig.savefig(file, dpi=150)
    plt.close(fig)


def look(engine: str, i: int) -> dict[str, Any]:
    """Own engines black and thick, each library in its colour, its settings by the dashes."""
    if engine in OWN:
        return {"color": "black", "lw": 2, "ls": ["-", ":", "--"][i % 3]}
    colours = {
        "tomotopy": "#c44e52",
        "MALLET": "#8172b2",
        "gensim": "#4c72b0",
        "scikit-learn": "#dd8452",
    }
    library, _, setting = engine.partition(", ")
    first = {"as shipped": ":", "learns alpha": "--", "online": ":"}
    return {"color": colours.get(library, "grey"), "lw": 1.2, "ls": first.get(setting, "-")}


def mean_curve(runs: pd.DataFrame, measure: str) -> pd.Series:
    """Mean over seeds, on the times that all of them reached."""
    curves = [r.sort_values("seconds") for _, r in runs.groupby("seed")]
    first, last = (
        max(c["seconds"].iloc[0] for c in curves),
        min(c["seconds"].iloc[-1] for c in curves),
    )
    if last <= first:
        return curves[0].set_index("seconds")[measure]
    times = np.geomspace(max(first, 1e-3), last, 60)
    values = [np.interp(np.log(times), np.log(c["seconds"]), c[measure]) for c in curves]
    return pd.Series(np.mean(values, axis=0), index=times)


def write_tables(folder: Path, output: Path, mine: str) -> None:
    """Tables and figures from the cells that are there."""
    cells = sorted((folder / "cells").glob("*.csv"))
    quality = pd.concat([pd.read_csv(file) for file in cells], ignore_index=True)
    quality = quality.sort_values(["corpus", "n_topics", "engine", "seed", "seconds"])
    output.mkdir(parents=True, exist_ok=True)
    quality.to_csv(output / "quality.csv", index=False)
    table = compare(quality, mine)
    table.to_csv(output / "peers.csv", index=False)
    steady = recurrence(folder, quality)
    steady.to_csv(output / "recurrence.csv", index=False)
    draw(quality, "heldout", "held-out log-likelihood (nats a token)", output / "quality.png")
    draw(quality, "coherence", "C_NPMI of the top ten terms", output / "coherence.png")
    print(table.to_string(index=False), steady.to_string(index=False), sep="\n\n")


def main() -> None:
    """Run the cells that are missing, then write tables and figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path("build") / "topics")
    names = [name for name in LIMITS if name != "passages-200k"]
    parser.add_argument("--corpora", nargs="*", default=names, choices=list(SECONDS))
    parser.add_argument("--topics", nargs="*", type=int, default=[10, 30, 100])
    parser.add_argument("--seeds", nargs="*", type=int, default=[1, 2, 3])
    there = [name for name in CONTESTANTS if "MALLET" not in name or "MALLET_HOME" in os.environ]
    parser.add_argument("--engines", nargs="*", default=there, choices=list(CONTESTANTS))
    parser.add_argument("--mine", default=MINE, choices=OWN, help="the engine to compare")
    parser.add_argument("--scale", type=float, default=1.0, help="of the seconds of each cell")
    parser.add_argument("--at-once", type=int, default=1, help="cells, where cores are idle")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent)
    parser.add_argument("--tables", action="store_true", help="only write tables and figures")
    parser.add_argument("--one", nargs=5, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        name, k, engine, seed, budget = asked.one
        return run_cell(name, int(k), engine, int(seed), float(budget), asked.folder)
    if not asked.tables:
        run_all(asked)
    return write_tables(asked.folder, asked.output, asked.mine)


if __name__ == "__main__":
    main()
