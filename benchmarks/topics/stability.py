"""Which topics may be named: do two sets of ten seeds agree, and what recurs in noise?

    python benchmarks/topics/stability.py [--engine collapsed] [--topics 10 20 30] [--workers 2]

For each corpus and number of topics twenty fits from different seeds. They are dealt into two sets of ten, in
SPLITS ways; from each set a model is made in two ways: the medoid run, and the consensus (`consensus_topics`).
Topics of the two models are matched, and stability.csv has a row for each way and each limit of the mean Jaccard
index (corrected for chance) from which a topic counts as recurring (`topic_stability`):

- `recurring`: how many topics of a model recur, mean over sets;
- `agreement`: mean Jaccard index of the top ten terms of topics that either set calls recurring with their
  partners in the other set, pooled over splits;
- `splits`: the share of splits in which that is at least 0.8, among those in which any topic recurs;
- `planted`: Jaccard index of the recurring topics with the nearest planted one (null where none was);
- `heldout`: log-likelihood of a held-out token under the model, and `heldout_run` under its runs, in the mean.

Corpora: `un`, the sections of the shipped bundle as the default study cuts them; `planted`, 2,000 sections of 100
tokens from twenty topics of 1,500 terms that follow Zipf's law and share their common words; `un-shuffled` and
`planted-shuffled`, the same tokens dealt out anew over the sections, in which there are no topics.

A cell (corpus, number of topics, engine) is written when it is done; others in the file stay.

It does not show other corpora, and agreement is between seeds: on what all runs get wrong they agree, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

import topoi
from topoi.topics import (
    Vocabulary,
    fit_grid,
    medoid_run,
    shuffle_tokens,
    topic_stability,
)
from topoi.topics.choice.consensus import matched_median
from topoi.topics.choice.grid import GridRun, split_documents
from topoi.topics.choice.stability import match_topics, term_overlap
from topoi.topics.evaluation import Halves, heldout_likelihood, top_terms

RESULTS = Path(__file__).with_suffix(".csv")
SEEDS, SPLITS = 20, 10
LIMITS = (0.5, 0.6, 0.7, 0.75, 0.8)
AGREE = 0.8
CORPORA = ("un", "un-shuffled", "planted", "planted-shuffled")


class Corpus(NamedTuple):
    """What is fitted, and the planted topics if there are any."""

    words: Vocabulary
    phi: np.ndarray | None = None


def corpus(name: str) -> Corpus:
    """A corpus by its name."""
    base, _, shuffled = name.partition("-")
    made = speeches() if base == "un" else planted()
    return Corpus(shuffle_tokens(made.words, 1)) if shuffled else made


def speeches() -> Corpus:
    """The shipped bundle without the names of places, as the default study prepares it."""
    bundle = topoi.read_bundle("un-general-debate")
    spread = topoi.dispersion(bundle.counts, bundle.passages, by="organization", min_count=50)
    local = spread.loc[spread["dp_norm"] > 0.75, "term"]
    return Corpus(
        topoi.prepare_topics(bundle.counts, drop=[t for t in local if not t.startswith("<")])
    )


def planted() -> Corpus:
    """Twenty topics whose terms are common or rare together, and sections of few topics each."""
    rng = np.random.default_rng(1)
    zipf = 1 / np.arange(1, 1501)
    phi = rng.dirichlet(60 * zipf / zipf.sum(), 20)
    theta = rng.dirichlet(np.full(20, 0.1), 2000)
    X = sp.csr_matrix(np.stack([rng.multinomial(100, shares @ phi) for shares in theta]))
    names = [f"d{i:04d}" for i in range(X.shape[0])]
    rows = pd.DataFrame({"section": names, "document": names})
    return Corpus(Vocabulary(X, rows, [f"t{j}" for j in range(X.shape[1])], X, 1.0), phi)


class Model(NamedTuple):
    """Topics that are reported, and the runs that they are compared with."""

    components: np.ndarray
    others: list[GridRun]


def medoid(runs: list[GridRun]) -> Model:
    """The run that the others resemble most."""
    best = medoid_run(runs)
    return Model(runs[best].components, runs[:best] + runs[best + 1 :])


def consensus(runs: list[GridRun]) -> Model:
    """The median of matched topics."""
    return Model(matched_median(runs)[0], runs)


def compare(runs: Sequence[GridRun], made: Corpus, halves: Halves) -> Iterator[dict[str, Any]]:
    """Rows of the table for one corpus and number of topics."""
    rng = np.random.default_rng(1)
    deals = [rng.permutation(SEEDS) for _ in range(SPLITS)]
    for how in (medoid, consensus):
        pairs = [
            [how([runs[i] for i in sorted(half)]) for half in np.split(deal, 2)] for deal in deals
        ]
        scores = [_scores(*pair) for pair in pairs]
        heldout = np.mean([heldout_likelihood(m.components, halves) for p in pairs for m in p])
        for limit in LIMITS:
            yield {
                "model": how.__name__,
                "limit": limit,
                **_summed(scores, limit),
                "planted": _like_planted(pairs, scores, limit, made.phi),
                "heldout": heldout,
                "heldout_run": np.mean([run.heldout for run in runs]),
            }


def _scores(one: Model, two: Model) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Recurrence of the topics of `one`, of their partners in `two`, and the terms they share."""
    partner = match_topics(one.components, two.components)[0]
    first, second = (_recurrence(m) for m in (one, two))
    return first, second[partner], np.diag(term_overlap(one.components, two.components[partner]))


def _recurrence(model: Model) -> np.ndarray:
    """What the limit is set against: the mean Jaccard index of each topic, corrected for chance."""
    return topic_stability(model, model.others)["corrected"].to_numpy()


def _summed(scores: list[tuple[np.ndarray, ...]], limit: float) -> dict[str, float]:
    recurring = [np.mean([(a >= limit).sum(), (b >= limit).sum()]) for a, b, _ in scores]
    shared = [s[(a >= limit) | (b >= limit)] for a, b, s in scores]
    means = [s.mean() for s in shared if len(s)]
    return {
        "recurring": np.mean(recurring),
        "agreement": np.concatenate(shared).mean() if means else np.nan,
        "splits": np.mean([m >= AGREE for m in means]) if means else np.nan,
    }


def _like_planted(
    pairs: list[list[Model]],
    scores: list[tuple[np.ndarray, ...]],
    limit: float,
    phi: np.ndarray | None,
) -> float:
    """Mean Jaccard index of the recurring topics of first sets with the nearest planted topic."""
    if phi is None:
        return np.nan
    truth = [set(row) for row in top_terms(phi).tolist()]
    found = []
    for (one, _), (first, _, _) in zip(pairs, scores, strict=True):
        for row in top_terms(one.components[first >= limit]).tolist():
            found.append(max(len({*row} & t) / len({*row} | t) for t in truth))
    return float(np.mean(found)) if found else np.nan


def main() -> None:
    """Fit, compare, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", default="collapsed")
    parser.add_argument("--topics", type=int, nargs="+", default=[10, 20, 30])
    parser.add_argument("--corpora", nargs="+", default=CORPORA)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    for name in asked.corpora:
        made = corpus(name)
        halves = split_documents(made.words, 0.1, 1).halves  # the same that a grid holds out
        for k in asked.topics:
            grid = fit_grid(
                made.words,
                n_topics=[k],
                seeds=range(1, SEEDS + 1),
                engines=[asked.engine],
                random_state=1,
                n_jobs=asked.workers,
            )
            table = pd.DataFrame(compare(grid.runs(k), made, halves)).round(3)
            cell = {"engine": asked.engine, "corpus": name, "n_topics": k}
            for at, (column, value) in enumerate(cell.items()):
                table.insert(at, column, value)
            keep(table, asked.output)
            print(table.to_string(), flush=True)


def keep(table: pd.DataFrame, file: Path) -> None:
    """Put a cell into the table on disk, in place of what it was before."""
    key = ["engine", "corpus", "n_topics"]
    if file.exists():
        old = pd.read_csv(file)
        same = old[key].apply(tuple, axis=1).isin(table[key].apply(tuple, axis=1))
        table = pd.concat([old[~same], table], ignore_index=True)
    table.sort_values(key, kind="stable").to_csv(file, index=False)


if __name__ == "__main__":
    main()
