"""Which topics come back: runs from other seeds, matched topic by topic."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..errors import DataError
from ..progress import track
from ..tables import check
from .engines import Floats
from .evaluation import TOP, top_terms
from .models import TopicModel, fit_topics
from .vocabulary import Vocabulary

RECURS = 0.5  # mean Jaccard index from which a topic counts as recurring


def fit_runs(
    words: Vocabulary, *, n_topics: int, seeds: Iterable[int], n_jobs: int = 1, **options: Any
) -> list[TopicModel]:
    """One model a seed, in the order of the seeds."""
    from joblib import Parallel, delayed

    seeds = list(seeds)
    tasks = Parallel(n_jobs=n_jobs, return_as="generator")(
        delayed(fit_topics)(words, n_topics=n_topics, random_state=seed, **options)
        for seed in seeds
    )
    return list(track(tasks, "runs", total=len(seeds)))


def medoid_run(runs: list[TopicModel]) -> int:
    """Number of the run that the others resemble most: least mean divergence after matching."""
    if len(runs) < 2:
        return 0
    cost = np.zeros((len(runs), len(runs)))
    for i, a in enumerate(runs):
        for j in range(i + 1, len(runs)):
            matched = match_topics(a.components, runs[j].components)[1]
            cost[i, j] = cost[j, i] = matched.mean()
    return int(np.argmin(cost.sum(axis=1).round(9)))


def match_topics(one: Floats, two: Floats) -> tuple[np.ndarray, Floats]:
    """For each topic of `one` its partner in `two`, and their Jensen-Shannon divergence (base 2).

    Partners are one to one and least divergent in sum (Hungarian method).
    """
    from scipy.optimize import linear_sum_assignment

    distance = jensen_shannon(one, two)
    rows, columns = linear_sum_assignment(distance)
    return columns[np.argsort(rows)], distance[rows, columns]


def jensen_shannon(one: Floats, two: Floats) -> Floats:
    """Jensen-Shannon divergence, base 2, between the rows of two arrays.

    >>> jensen_shannon(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 0.0]])).tolist()
    [[1.0, 0.0]]
    """

    def entropy(p: Floats) -> Floats:
        return -(p * np.log2(np.where(p > 0, p, 1.0))).sum(axis=-1)

    own, other = entropy(one), entropy(two)
    out = np.empty((len(one), len(two)))
    for i, p in enumerate(one):
        out[i] = entropy((p + two) / 2) - (own[i] + other) / 2
    return np.clip(out, 0.0, 1.0)


def rank_biased_overlap(a: Collection[int], b: Collection[int], p: float = 0.9) -> float:
    """Extrapolated rank-biased overlap of two rankings of one length (Webber et al. 2010).

    >>> rank_biased_overlap([1, 2, 3], [1, 2, 3]), rank_biased_overlap([1, 2], [3, 4])
    (1.0, 0.0)
    """
    one, two = list(a), list(b)
    depth = min(len(one), len(two))
    agreement = [len(set(one[:d]) & set(two[:d])) / d for d in range(1, depth + 1)]
    head = sum(share * p**d for d, share in enumerate(agreement, start=1))
    return float(round((1 - p) / p * head + agreement[-1] * p**depth, 12))


def topic_stability(
    reported: TopicModel, others: list[TopicModel], *, n: int = TOP
) -> pd.DataFrame:
    """How each topic of a run fares in runs from other seeds: schema `topic_stability`.

    Topics are matched one to one on Jensen-Shannon divergence of their term distributions. A topic
    recurs if the Jaccard index of its top ten terms with those of its matches is at least one half
    on average. A topic that does not recur is a fact about a seed.
    """
    if not others:
        raise DataError("topic_stability: no other run to compare with. Fit ten seeds or more.")
    best = top_terms(reported.components, n)
    jsd, jaccard, rbo = [], [], []
    for other in others:
        partner, distance = match_topics(reported.components, other.components)
        theirs = top_terms(other.components, n)[partner]
        jsd.append(distance)
        jaccard.append(
            [
                len(set(a) & set(b)) / len(set(a) | set(b))
                for a, b in zip(best.tolist(), theirs.tolist(), strict=True)
            ]
        )
        rbo.append(
            [rank_biased_overlap(a, b) for a, b in zip(best.tolist(), theirs.tolist(), strict=True)]
        )
    mean = np.mean(jaccard, axis=0)
    out = pd.DataFrame(
        {
            "topic": np.arange(1, reported.n_topics + 1),
            "runs": len(others),
            "jsd": np.mean(jsd, axis=0),
            "jaccard": mean,
            "rbo": np.mean(rbo, axis=0),
            "recurs": np.where(mean >= RECURS - 1e-9, "yes", "no"),
        }
    )
    return check(out, "topic_stability")
