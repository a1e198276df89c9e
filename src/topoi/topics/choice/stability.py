"""Which topics come back: runs from other seeds, matched topic by topic."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import DataError
from ...progress import track
from ...tables import check, need_list
from ..engines import Floats
from ..evaluation import TOP, top_terms
from ..models import TopicModel, fit_topics
from ..options import need_jobs
from ..vocabulary import Vocabulary

FEWEST = 9  # runs to compare with: those of ten seeds but the one reported
RECURS = 0.75  # mean Jaccard index from which a topic counts as recurring


class Topics(Protocol):
    """What is compared: anything with topics, be it a model or a run of a grid."""

    @property
    def components(self) -> Floats:
        """(topics, terms), rows sum to one."""
        ...


def fit_runs(
    words: Vocabulary, *, n_topics: int, seeds: Iterable[int], n_jobs: int = 1, **options: Any
) -> list[TopicModel]:
    """One model a seed, in the order of the seeds."""
    from joblib import Parallel, delayed

    seeds = need_list(seeds, "seeds")
    need_jobs(n_jobs)
    tasks = Parallel(n_jobs=n_jobs, return_as="generator")(
        delayed(fit_topics)(words, n_topics=n_topics, random_state=seed, **options)
        for seed in seeds
    )
    return list(track(tasks, "runs", total=len(seeds)))


def medoid_run(runs: Sequence[Topics]) -> int:
    """Number of the run that the others resemble most: least mean divergence after matching."""
    if len(runs) < 2:
        return 0
    cost = np.zeros((len(runs), len(runs)))
    for i, j in combinations(range(len(runs)), 2):
        matched = match_topics(runs[i].components, runs[j].components)[1]
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
    logarithm, mean = np.empty_like(two), np.empty_like(two)

    def entropy(p: Floats, logarithm: Floats) -> Floats:
        np.maximum(p, 1e-300, out=logarithm)  # of nothing nothing
        np.log2(logarithm, out=logarithm)
        logarithm *= p
        return -logarithm.sum(axis=-1)

    own, other = entropy(one, np.empty_like(one)), entropy(two, logarithm)
    out = np.empty((len(one), len(two)))
    for i, p in enumerate(one):
        np.add(p, two, out=mean)
        mean *= 0.5
        out[i] = entropy(mean, logarithm) - (own[i] + other) / 2
    return np.clip(out, 0.0, 1.0)


def term_overlap(one: Floats, two: Floats, n: int = TOP) -> Floats:
    """Jaccard index of the top n terms of every row of `one` with those of every row of `two`.

    >>> term_overlap(np.array([[3, 2, 1, 0]]), np.array([[3, 0, 2, 1], [0, 1, 2, 3]]), n=2).round(2)
    array([[0.33, 0.  ]])
    """
    return _overlap(top_terms(one, n), top_terms(two, n))


def _overlap(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> Floats:
    both = (a[:, None, :, None] == b[None, :, None, :]).sum(axis=(2, 3))
    return np.asarray(both / (a.shape[1] + b.shape[1] - both))


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


def matched_jaccard(runs: Sequence[Topics], n: int = TOP) -> Floats:
    """For every pair of runs the mean Jaccard index of matched topics: square, diagonal null."""
    out = np.full((len(runs), len(runs)), np.nan)
    best = [top_terms(run.components, n) for run in runs]
    for i, j in combinations(range(len(runs)), 2):
        partner = match_topics(runs[i].components, runs[j].components)[0]
        out[i, j] = out[j, i] = np.diag(_overlap(best[i], best[j][partner])).mean()
    return out


def topic_stability(
    reported: Topics, others: Sequence[Topics], *, n: int = TOP, recurs: float = RECURS
) -> pd.DataFrame:
    """How each topic of a model fares in runs from other seeds.

    Parameters
    ----------
    reported : TopicModel or other topics
        What is to be named: the consensus of the runs (`consensus_topics`), or one of them.
    others : sequence of TopicModel or other topics
        The runs; of one that is reported, the others. Ten or more. A topic of the consensus that is one
        run's own is not compared with itself.
    n : int, default 10
        Terms by which a topic is compared.
    recurs : float, default 0.75
        Mean Jaccard index, corrected for chance, from which a topic recurs.

    Returns
    -------
    DataFrame
        Schema `topic_stability`. Topics are matched one to one on Jensen-Shannon divergence of
        their term distributions (base 2; Hungarian method); `jsd`, `jaccard` and `rbo` (extrapolated
        rank-biased overlap, p = .9; Webber, Moffat & Zobel 2010, doi:10.1145/1852102.1852106) are means
        over `others`. `chance` is the mean Jaccard index with the topics that are not its match:
        where common terms lead all topics, any two look alike. `corrected` is (jaccard - chance)
        / (1 - chance); a topic recurs if it reaches `recurs`.

    Raises
    ------
    DataError
        There is no other run than the one that is reported, or runs differ in their topics or terms.

    Warns
    -----
    UserWarning
        There are fewer than nine others: with few seeds a consensus is close to each of them, and even
        topics of noise recur.

    Notes
    -----
    A topic that does not recur is a fact about a seed: it may not be named. One that does is a fact
    about these documents, these terms and this number of topics, not yet about the world. The
    limit was chosen by measurement (benchmarks/topics/stability.py): two disjoint sets of ten seeds
    agree on the topics of their consensus that either calls recurring, and next to none of shuffled
    tokens is.

    >>> class Run:
    ...     def __init__(self, *rows):
    ...         self.components = np.array(rows)
    >>> one, two = Run([0.6, 0.4, 0, 0], [0, 0, 0.6, 0.4]), Run([0, 0.1, 0, 0.9], [0.5, 0.5, 0, 0])
    >>> topic_stability(one, [two], n=2)[["topic", "jaccard", "recurs"]].round(2).values.tolist()
    [[1, 1.0, 'yes'], [2, 0.33, 'no']]
    """
    if not 0 < recurs <= 1:
        raise DataError(f"recurs must be a Jaccard index, up to 1; got {recurs}.")
    if not others:
        raise DataError("topic_stability: no other run to compare with. Fit ten seeds or more.")
    if len(others) == 1 and np.array_equal(reported.components, others[0].components):
        raise DataError(
            "topic_stability: the only run is the one that is reported. Fit ten seeds or more."
        )
    if len(others) < FEWEST:
        warnings.warn(
            f"topic_stability: nine other runs or more show what recurs; here are {len(others)}. Fit "
            "ten seeds or more.",
            stacklevel=2,
        )
    table = compare_topics(reported.components, others, n)
    table["recurs"] = np.where(table["corrected"] >= recurs - 1e-9, "yes", "no")
    return check(table, "topic_stability")


def compare_topics(own: Floats, others: Sequence[Topics], n: int = TOP) -> pd.DataFrame:
    """Topics and their matches in other runs: the columns of `topic_stability`, without the verdict."""
    if any(other.components.shape != own.shape for other in others):
        raise DataError("topic_stability: runs differ in their topics or terms. Take one number.")
    best = top_terms(own, n).tolist()
    each, itself = [], []
    for other in others:
        partner, distance = match_topics(own, other.components)
        theirs = other.components[partner]
        rankings = zip(best, top_terms(theirs, n).tolist(), strict=True)
        overlap = np.array([rank_biased_overlap(a, b) for a, b in rankings])
        each.append(np.stack([distance, *_matched_and_not(term_overlap(own, theirs, n)), overlap]))
        itself.append((theirs == own).all(axis=1))
    measured, first = np.stack(each), np.cumsum(itself, axis=0) == 1
    left_out = first & itself if len(others) > 1 else np.zeros_like(first)
    measured[np.broadcast_to(left_out[:, None], measured.shape)] = np.nan
    jsd, jaccard, chance, rbo = np.nanmean(measured, axis=0)
    return pd.DataFrame(
        {
            "topic": np.arange(1, len(own) + 1),
            "runs": (~left_out).sum(axis=0),
            "jsd": jsd,
            "jaccard": jaccard,
            "chance": chance,
            "corrected": (jaccard - chance) / np.maximum(1 - chance, 1e-9),
            "rbo": rbo,
        }
    )


def _matched_and_not(overlap: Floats) -> tuple[Floats, Floats]:
    """Of a square overlap of matched topics the diagonal, and the mean of the rest of each row."""
    matched = np.diag(overlap)
    return matched, (overlap.sum(axis=1) - matched) / max(len(overlap) - 1, 1)
