"""Too small for LDA: how often does noise pass for topics, and how often do topics pass?

    python benchmarks/topics/refusal.py [--times 100] [--workers 2]

Sections of the shipped bundle, as the default study cuts them, drawn at random, and the same with their tokens
dealt out anew, in which there are no topics. Ten fits from different seeds; their stability is compared with
the highest of a pair of fits to (again) dealt tokens, as `topic_refusal` does. refusal.csv has a row for each
number of sections, of topics and of fits to noise, and each kind of corpus:

- `passed`: the share of corpora whose stability is as high or higher, with Wilson limits `low`, `high`;
- `stability` and `noise`: the mean of the two that are compared.

It does not show other corpora, nor what the topics are worth that pass.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from stability import speeches

from topoi.measures.intervals import wilson
from topoi.topics import Vocabulary, fit_grid, shuffle_tokens
from topoi.topics.choice.refusal import NULL_SEEDS
from topoi.topics.choice.stability import matched_jaccard

RESULTS = Path(__file__).with_suffix(".csv")
SIZES = ((150, 5), (150, 10), (600, 10))  # sections, topics
SEEDS = 10
NULLS = (3, NULL_SEEDS, 8)


def one(words: Vocabulary, sections: int, topics: int, dealt: bool, number: int) -> list[Any]:
    """Stability of ten fits to a drawn corpus, and the highest of a pair of three, five ... fits to noise."""
    rng = np.random.default_rng(number)
    rows = np.sort(rng.choice(words.X.shape[0], sections, replace=False))
    X = words.X[rows]
    used = np.flatnonzero(np.asarray(X.sum(axis=0)).ravel())
    drawn = replace(
        words,
        X=X[:, used],
        rows=words.rows.iloc[rows].reset_index(drop=True),
        terms=[words.terms[j] for j in used],
        windows=words.windows[:, used],
    )
    first, second = rng.integers(1, 2**31, 2).tolist()
    if dealt:
        drawn = shuffle_tokens(drawn, first)
    options: dict[str, Any] = {"n_topics": [topics], "random_state": 1}
    runs = fit_grid(drawn, seeds=rng.integers(1, 2**31, SEEDS).tolist(), **options)
    seeds = rng.integers(1, 2**31, max(NULLS)).tolist()
    noise = matched_jaccard(fit_grid(shuffle_tokens(drawn, second), seeds=seeds, **options).fits)
    highest = [float(np.nanmax(noise[:n, :n])) for n in NULLS]
    return [float(np.nanmean(matched_jaccard(runs.fits))), *highest]


def table(times: int, workers: int) -> Iterator[dict[str, Any]]:
    """Rows of refusal.csv."""
    words = speeches().words
    for sections, topics in SIZES:
        for dealt in (True, False):
            of = times if dealt else max(times // 10, 1)
            asked = (delayed(one)(words, sections, topics, dealt, i) for i in range(of))
            values = np.array(Parallel(n_jobs=workers)(asked))
            for i, fits in enumerate(NULLS, 1):
                passed = int((values[:, 0] >= values[:, i]).sum())
                low, high = wilson(passed, of)
                yield {
                    "corpus": "dealt" if dealt else "speeches",
                    "sections": sections,
                    "n_topics": topics,
                    "noise_fits": fits,
                    "corpora": of,
                    "passed": round(passed / of, 3),
                    "low": round(low, 3),
                    "high": round(high, 3),
                    "stability": round(float(values[:, 0].mean()), 3),
                    "noise": round(float(values[:, i].mean()), 3),
                }


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--times", type=int, default=100, help="corpora of dealt tokens; default 100"
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    made = pd.DataFrame(table(options.times, options.workers))
    made.to_csv(RESULTS, index=False, lineterminator="\n")
    print(made.to_string(index=False))


if __name__ == "__main__":
    main()
