"""What runs from several seeds agree on: one model made of matched topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from ...errors import DataError
from ..engines import Floats
from ..evaluation import fold_in
from ..models import TopicModel, ordered_model
from ..vocabulary import Vocabulary
from .stability import Topics, compare_topics, match_topics, medoid_run

AGREED = 0.5  # from which the median stands for the runs; less than what may be named takes
_ROUNDS = 20  # of matching and averaging; a handful is enough


class Run(Topics, Protocol):
    """A fit: a `TopicModel`, or a run of a grid."""

    @property
    def engine(self) -> str: ...

    @property
    def alpha(self) -> Floats: ...

    @property
    def guided(self) -> tuple[str | None, ...]: ...


def consensus_topics(runs: Sequence[Run], words: Vocabulary) -> TopicModel:
    """The model that runs from several seeds agree on: the median of their matched topics.

    Parameters
    ----------
    runs : sequence of TopicModel or runs of a `TopicGrid`
        Fits with one number of topics from different seeds; ten or more.
    words : Vocabulary
        What the shares of the model are found for.

    Returns
    -------
    TopicModel
        Without a seed. The topics of all runs are matched with those of the medoid run (Hungarian
        method on Jensen-Shannon divergence); the probability of a term in a topic is the median
        over the matched topics, scaled to sum to one; the runs are matched again with the result,
        until no partner changes. A topic on which the runs do not agree (mean Jaccard index of the
        top ten terms below 0.5, corrected as in `topic_stability`) stays as the medoid run has it: a
        median of different things would be none of them, and predict worse. The document prior is
        the mean of the matched ones, and shares are found under the fixed topics
        (`topoi.topics.evaluation.fold_in`). Topics stand in order of their share of the tokens; the
        names of guided topics are those of the medoid run.

    Raises
    ------
    DataError
        There is no run, runs differ in their topics or terms, or these are not those of `words`.

    Notes
    -----
    The medoid run is one of the answers that chance gave, and the next ten seeds have another. The
    median leaves out what single runs add, so that two disjoint sets of ten seeds agree better on it,
    while unseen speeches are predicted nearly as well as by a run (benchmarks/README.md has both). It
    makes no topic more real: on what all runs get wrong they agree, too.

    >>> class Run:
    ...     engine, alpha, guided = "mine", np.array([0.1, 0.1]), ()
    ...     def __init__(self, *rows):
    ...         self.components = np.array(rows)
    >>> runs = [Run([0.8, 0.2], [0, 1]), Run([0, 1], [0.6, 0.4]), Run([0.7, 0.3], [0, 1])]
    >>> matched_median(runs)[0].round(2).tolist()
    [[0.7, 0.3], [0.0, 1.0]]
    """
    if any(getattr(run, "terms", words.terms) != words.terms for run in runs):
        raise DataError("consensus_topics: runs were fitted to other terms than those of `words`.")
    components, alpha, guided = matched_median(runs)
    theta = fold_in(components, words.X, alpha=alpha)
    return ordered_model(words, components, theta, alpha, runs[0].engine, guided=guided)


def matched_median(runs: Sequence[Run]) -> tuple[Floats, Floats, tuple[str | None, ...]]:
    """Topics of the consensus, their document prior, and what guides them in the medoid run."""
    if not runs:
        raise DataError("consensus_topics: no run. Fit ten seeds or more.")
    if len({run.components.shape for run in runs}) > 1:
        raise DataError("consensus_topics: runs differ in their topics or terms. Take one number.")
    medoid = runs[medoid_run(runs)]
    topics = medoid.components
    partners: list[list[int]] = []
    for _ in range(_ROUNDS):
        before = partners
        partners = [match_topics(topics, run.components)[0].tolist() for run in runs]
        if partners == before:
            break
        matched = [run.components[mine] for run, mine in zip(runs, partners, strict=True)]
        topics = _median(matched)
    alpha = np.mean([run.alpha[mine] for run, mine in zip(runs, partners, strict=True)], axis=0)
    own = match_topics(topics, medoid.components)[0]
    agreed = compare_topics(topics, runs)["corrected"].to_numpy() >= AGREED - 1e-9
    out = np.where(agreed[:, None], topics, medoid.components[own])
    return out, alpha, tuple(medoid.guided[k] for k in own) if medoid.guided else ()


def _median(matched: Sequence[Floats]) -> Floats:
    """Median of matched topics, scaled to sum to one."""
    stack = np.stack(matched)
    out = np.median(stack, axis=0)
    lost = out.sum(axis=1) <= 0  # topics without a term in common: nothing is left but their mean
    out[lost] = stack[:, lost].mean(axis=0)
    return np.asarray(out / out.sum(axis=1, keepdims=True))
