"""Seconds and memory of cluster resamples of a whole vocabulary, beside plain loops and scipy.

    python benchmarks/calibration/resampling.py [--cells NAME ...] [--workers 2] [--out FILE]

A corpus is simulated: documents of 600 words, words by Zipf's law, clumped by document, groups of
documents of equal size. A cell is one way to get one result from it, run in a process of its own:
p of the ratio of rates of every term and group by permuting clusters (`permute`), that with limits
and all scores (`keyness`), or percentile limits of every rate by drawing clusters (`bootstrap`).
What would take hours is done in part and multiplied (`done`: the share that was run). `seconds` are
by the clock, `processor` those of the processor, which other jobs on the machine change less;
`ratio` is how many times those of topoi with one thread. `digest` is a checksum of the result: cells
of one task and size that are run in full have the same one. All cells take some ten minutes on two
cores; times vary with the machine and what else it does, so compare within a run.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.stats import bootstrap, permutation_test

import topoi
from topoi.measures.permutation import make_design, two_sided
from topoi.measures.resampling import draw_clusters, in_parts, sums_of_rows
from topoi.measures.terms.permuted import HALF, make_sides, p_of_ratios

OUT = Path(__file__).with_suffix(".csv")
WORDS = 600  # of a document
LIMITS = [0.025, 0.975]


class Size(NamedTuple):
    """How large a corpus is, how its documents hang together, how often it is resampled."""

    documents: int
    clusters: int
    terms: int
    groups: int
    resamples: int


SIZES = {
    "small": Size(200, 200, 300, 4, 99),
    "large": Size(10_000, 10_000, 20_000, 20, 1000),
    "large_speakers": Size(10_000, 400, 20_000, 20, 1000),
}


class Corpus(NamedTuple):
    """Counts of documents by terms, the cluster of each document, the group of each cluster."""

    counts: sp.csr_matrix
    cluster_of: np.ndarray
    group_of: np.ndarray

    @property
    def sums(self) -> sp.csr_matrix:
        """Counts of clusters by terms."""
        documents = len(self.cluster_of)
        gather = sp.csr_matrix((np.ones(documents), (self.cluster_of, np.arange(documents))))
        return sp.csr_matrix(gather @ self.counts)


def make_corpus(name: str) -> Corpus:
    """The corpus of a size; its seed is its name."""
    size = SIZES[name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    share = 1 / (np.arange(size.terms) + 2.7)
    share /= share.sum()
    document = np.repeat(np.arange(size.documents), WORDS // 2)
    term = rng.choice(size.terms, size=len(document), p=share)
    n = 1 + rng.geometric(0.5, len(document))  # a word that is said is said again
    counts = sp.csr_matrix((n - 1.0, (document, term)), shape=(size.documents, size.terms))
    cluster_of = np.arange(size.documents) % size.clusters
    return Corpus(counts, cluster_of, np.arange(size.clusters) % size.groups)


def rows_inside(corpus: Corpus, size: Size, group: int) -> tuple[np.ndarray, np.ndarray]:
    """Members of a group, observed and then by random assignments: numbers of clusters; the rest."""
    rng = np.random.default_rng(group)
    first = corpus.group_of == group
    dealt = rng.permuted(np.tile(first, (size.resamples, 1)), axis=1)
    inside = np.vstack([first, dealt])
    return np.nonzero(inside)[1].reshape(len(inside), -1), inside


# ---- permutations: p of the ratio of rates


def permute_topoi(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """topoi.measures: sums once, sparse rows added up, ranks counted."""
    sums, out = corpus.sums, []
    units = [f"{i:05d}" for i in range(size.clusters)]
    cells = pd.DataFrame({"unit": units, "time": 0})
    for group in range(size.groups):
        mine = cells[corpus.group_of == group].assign(group="g")
        design = make_design(mine, cells, "g")
        inside = rows_inside(corpus, size, group)[1]
        member = int(np.flatnonzero(design.histories.any(axis=1))[0])
        sides = make_sides(sums, design, np.where(inside, member, 1 - member))
        out.append(p_of_ratios(sides, workers))
    return out, 1.0


def _ratio(first: np.ndarray, total: np.ndarray) -> np.ndarray:
    words, rest = first.sum(axis=-1, keepdims=True), (total - first).sum(axis=-1, keepdims=True)
    return (first + HALF) / (total - first + HALF) * (rest / words)


def permute_selection(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """scipy.sparse alone: a selection matrix times the sums, all ratios, then their ranks."""
    sums, out = corpus.sums, []
    total = np.asarray(sums.sum(axis=0)).ravel()
    groups = 1 if size.terms > 1000 else size.groups
    for group in range(groups):
        rows, _ = rows_inside(corpus, size, group)
        pointers = np.arange(len(rows) + 1) * rows.shape[1]
        shape = (len(rows), size.clusters)
        chosen = sp.csr_matrix((np.ones(rows.size), rows.ravel(), pointers), shape=shape)
        out.append(two_sided(_ratio((chosen @ sums).toarray(), total)))
    return out, groups / size.groups


def permute_loop(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """A plain loop: for each assignment, document by document."""
    total = np.asarray(corpus.counts.sum(axis=0)).ravel()
    matrix, out = corpus.counts, []
    groups, resamples = (size.groups, size.resamples) if size.terms <= 1000 else (1, 60)
    for group in range(groups):
        inside = rows_inside(corpus, size._replace(resamples=resamples), group)[1]
        ratios = np.empty((len(inside), size.terms))
        for b, members in enumerate(inside):
            first = np.zeros(size.terms)
            for document in range(size.documents):
                if members[corpus.cluster_of[document]]:
                    at = slice(matrix.indptr[document], matrix.indptr[document + 1])
                    first[matrix.indices[at]] += matrix.data[at]
            ratios[b] = _ratio(first, total)
        out.append(two_sided(ratios))
    return out, groups / size.groups * (resamples + 1) / (size.resamples + 1)


def permute_scipy(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """scipy.stats.permutation_test, vectorised over assignments, term by term of one group."""
    sums, terms = corpus.sums.tocsc(), 30
    words = np.asarray(sums.sum(axis=1)).ravel()
    mine, others = np.flatnonzero(corpus.group_of == 0), np.flatnonzero(corpus.group_of != 0)
    out = []
    for term in range(terms):
        x = sums[:, [term]].toarray().ravel()

        def ratio(a, b, axis, x=x):
            a, b = a.astype("int64"), b.astype("int64")
            rest = words[b].sum(axis) / words[a].sum(axis)
            return (x[a].sum(axis) + HALF) / (x[b].sum(axis) + HALF) * rest

        test = permutation_test(
            (mine.astype(float), others.astype(float)),
            ratio,
            permutation_type="independent",
            n_resamples=size.resamples,
            vectorized=True,
            batch=100,
            rng=np.random.default_rng(term),
        )
        out.append(np.array([test.pvalue]))
    return out, terms / size.terms / size.groups


# ---- bootstrap: percentile limits of rates


def bootstrap_topoi(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """topoi.measures.resampling: clusters drawn within groups, sparse rows added up."""
    sums, out = corpus.sums, []
    words = np.asarray(sums.sum(axis=1)).ravel()
    rng = np.random.default_rng(1)
    for rows in draw_clusters(corpus.group_of, size.resamples, rng):
        drawn = words[rows].sum(axis=1)
        rates = np.empty((size.terms, len(rows)))

        def add_up(part, rows=rows, drawn=drawn, rates=rates):
            rates[:, part] = (sums_of_rows(sums, rows[part]) / drawn[part, None]).T

        in_parts(add_up, len(rows), size.terms, workers)
        ends = in_parts(partial(_quantiles, rates), size.terms, len(rows), workers)
        out.append(np.concatenate(ends))
    return out, 1.0


def _quantiles(rates: np.ndarray, part: slice) -> np.ndarray:
    return np.quantile(rates[part], LIMITS, axis=1).T


def bootstrap_loop(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """A plain loop: for each draw, document by document of each cluster drawn."""
    documents = [np.flatnonzero(corpus.cluster_of == c) for c in range(size.clusters)]
    matrix, out = corpus.counts, []
    groups, resamples = (size.groups, size.resamples) if size.terms <= 1000 else (1, 60)
    rng = np.random.default_rng(1)
    for rows in list(draw_clusters(corpus.group_of, resamples, rng))[:groups]:
        rates = np.empty((resamples, size.terms))
        for b in range(resamples):
            total = np.zeros(size.terms)
            for cluster in rows[b]:
                for document in documents[cluster]:
                    at = slice(matrix.indptr[document], matrix.indptr[document + 1])
                    total[matrix.indices[at]] += matrix.data[at]
            rates[b] = total / total.sum()
        out.append(np.quantile(rates, LIMITS, axis=0).T)
    return out, groups / size.groups * resamples / size.resamples


def bootstrap_scipy(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """scipy.stats.bootstrap, percentile limits, term by term of one group."""
    mine = np.flatnonzero(corpus.group_of == 0)
    sums, terms, out = corpus.sums[mine].tocsc(), 100, []
    words = np.asarray(sums.sum(axis=1)).ravel()
    for term in range(terms):
        found = bootstrap(
            (sums[:, [term]].toarray().ravel(), words),
            lambda x, t, axis: x.sum(axis=axis) / t.sum(axis=axis),
            paired=True,
            n_resamples=size.resamples,
            method="percentile",
            rng=np.random.default_rng(term),
        ).confidence_interval
        out.append(np.array([found.low, found.high]))
    return out, terms / size.terms / size.groups


def keyness_topoi(corpus: Corpus, size: Size, workers: int) -> tuple[list[np.ndarray], float]:
    """topoi.keyness itself, from tables: p, limits and all scores of all groups in one call."""
    documents = pd.Index([f"{i:05d}" for i in range(size.documents)])
    terms = pd.Index([f"t{i:05d}" for i in range(size.terms)])
    long = corpus.counts.tocoo()
    counts = pd.DataFrame(
        {
            "passage": pd.Categorical.from_codes(long.row, documents),
            "term": pd.Categorical.from_codes(long.col, terms),
            "n": long.data.astype("int64"),
        }
    )
    names = np.array([f"s{i:05d}" for i in range(size.clusters)])
    passages = pd.DataFrame(
        {"passage": documents, "speaker": names[corpus.cluster_of], "year": 2031}
    )
    belongs = pd.DataFrame({"member": names, "year": 2031, "organization": corpus.group_of})
    table = topoi.keyness(
        counts,
        passages,
        belongs.astype({"organization": "str"}),
        [str(g) for g in range(size.groups)],
        unit="speaker",
        permutations=size.resamples,
        random_state=1,
        n_jobs=workers,
    )
    table = table.sort_values(["group", "term"])
    return [table[["p", "bound"]].to_numpy()], 1.0


Way = Callable[[Corpus, Size, int], tuple[list[np.ndarray], float]]
WAYS: dict[str, Way] = {
    "permute_topoi": permute_topoi,
    "permute_selection": permute_selection,
    "permute_loop": permute_loop,
    "permute_scipy": permute_scipy,
    "bootstrap_topoi": bootstrap_topoi,
    "bootstrap_loop": bootstrap_loop,
    "bootstrap_scipy": bootstrap_scipy,
    "keyness_topoi": keyness_topoi,
}
CELLS = {f"{size}/{way}": (size, way) for size in SIZES for way in WAYS}


def run(cell: str, workers: int) -> dict[str, object]:
    """One row: the cell measured in this process; machine code is made beforehand."""
    size, way = CELLS[cell]
    WAYS[way](make_corpus("small"), SIZES["small"], workers)
    corpus = make_corpus(size)
    began, used = time.perf_counter(), time.process_time()
    found, done = WAYS[way](corpus, SIZES[size], workers)
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    values = np.concatenate([np.round(part, 9).ravel() for part in found]) + 0.0
    return {
        "cell": f"{cell}/{workers}",
        **SIZES[size]._asdict(),
        "workers": workers,
        "seconds": float(f"{seconds / done:.3g}"),
        "processor": float(f"{processor / done:.3g}"),
        "done": float(f"{done:.3g}"),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "digest": f"{zlib.crc32(values.tobytes()):08x}",
    }


def main() -> None:
    """Run the cells, each in a process of its own, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", nargs="*", default=list(CELLS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run(asked.one[0], int(asked.one[1]))))
        return
    rows = []
    for cell in asked.cells:
        many = {1, asked.workers} if cell.endswith("_topoi") else {1}
        for workers in sorted(many):
            command = [sys.executable, __file__, "--one", cell, str(workers)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows.append(json.loads(done.stdout))
            print(rows[-1], flush=True)
    table = pd.DataFrame(rows)
    table.insert(table.columns.get_loc("processor") + 1, "ratio", ratios(table))
    table.to_csv(asked.out, index=False, lineterminator="\n")


def ratios(table: pd.DataFrame) -> pd.Series:
    """Seconds of the processor over those of topoi with one thread, by task and size."""
    task = table["cell"].str.replace(r"_[a-z]+/\d+$", "", regex=True)
    own = table["cell"].str.endswith("_topoi/1")
    base = task.map(dict(zip(task[own], table.loc[own, "processor"], strict=True)))
    return (table["processor"].astype(float) / base.astype(float)).map("{:.3g}".format)


if __name__ == "__main__":
    main()
