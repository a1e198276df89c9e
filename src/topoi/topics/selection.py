"""How many topics, and which of them come back: a grid of runs, and runs from other seeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..errors import DataError
from ..progress import track
from ..tables import check
from .engines import Floats, make_engine
from .evaluation import (
    TOP,
    coherence_npmi,
    exclusivity,
    heldout_likelihood,
    split_tokens,
    top_terms,
)
from .models import TopicModel, Vocabulary, fit_topics

RECURS = 0.5  # mean Jaccard index from which a topic counts as recurring


def select_topics(
    words: Vocabulary,
    *,
    n_topics: Collection[int] = (10, 20, 30, 40),
    seeds: Collection[int] = (1, 2, 3),
    engines: Collection[str] = ("cvb0",),
    held_out: float = 0.2,
    random_state: int | None = None,
    n_jobs: int = 1,
    **options: Any,
) -> pd.DataFrame:
    """Fit a grid of topic models and measure each.

    Parameters
    ----------
    words : Vocabulary
        What `prepare_topics` returned.
    n_topics, seeds, engines : collections
        The grid; every combination is fitted.
    held_out : float, default 0.2
        Share of the documents of which no model sees a section; the same for the whole grid.
    random_state : int, optional
        Seed of the split.
    n_jobs : int, default 1
        Processes. The result does not depend on it.
    **options
        Passed to the engines.

    Returns
    -------
    DataFrame
        Schema `model_selection`: held-out log-likelihood per token by document completion, mean
        C_NPMI over passages, mean exclusivity, for every run.

    Notes
    -----
    Held-out likelihood rewards prediction, coherence readability; neither says that a topic means
    something.
    """
    from joblib import Parallel, delayed

    rng = np.random.default_rng(random_state)
    # Whole documents: a section's neighbours would tell what it is about.
    names = words.rows["document"].unique()
    cut = round(held_out * len(names))
    if not 0 < cut < len(names):
        raise DataError(f"held_out must leave documents on both sides; got {held_out}.")
    held = words.rows["document"].isin(names[rng.permutation(len(names))[:cut]]).to_numpy()
    train = words.X[~held]
    halves = split_tokens(words.X[held], int(rng.integers(2**31)))

    def run(engine: str, k: int, seed: int) -> dict[str, Any]:
        fitted = make_engine(engine, k, seed, **options).fit(train)
        phi = fitted.components_
        return {
            "engine": engine,
            "n_topics": k,
            "seed": seed,
            "heldout": heldout_likelihood(phi, halves),
            "coherence": float(coherence_npmi(phi, words.windows).mean()),
            "exclusivity": float(exclusivity(phi).mean()),
        }

    grid = [(engine, k, seed) for engine in engines for k in n_topics for seed in seeds]
    tasks = Parallel(n_jobs=n_jobs, return_as="generator")(delayed(run)(*point) for point in grid)
    rows = list(track(tasks, "numbers of topics", total=len(grid)))
    return check(pd.DataFrame(rows), "model_selection")


def choose_n_topics(selection: pd.DataFrame, *, worthwhile: float = 0.03) -> int:
    """The number of topics that a grid speaks for.

    The rule: the smallest number that the next one in the grid does not beat by `worthwhile` nats
    a held-out token, in the mean over seeds (0.03 nats are 3 % of perplexity). Held-out likelihood
    alone would go on rising, by less and less, long after the topics can be read or come back.

    >>> selection = pd.DataFrame({
    ...     "n_topics": [5, 5, 10, 10, 20, 20], "heldout": [-8.5, -8.4, -8.02, -8.0, -8.0, -7.99]})
    >>> choose_n_topics(selection)
    10
    """
    engines = sorted(set(selection.get("engine", ())))
    if len(engines) > 1:
        raise DataError(f"model_selection: take the rows of one engine, not {', '.join(engines)}.")
    mean = selection.groupby("n_topics")["heldout"].mean()
    gain = mean.diff().shift(-1)
    enough = mean.index[~(gain >= worthwhile)]  # the last has no next
    return int(enough.min())


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
