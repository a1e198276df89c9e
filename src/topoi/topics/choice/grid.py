"""A grid of fits: numbers of topics by seeds, learnt from documents of which some are held out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from numbers import Real
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse as sp

from ...errors import DataError
from ...progress import track
from ...tables import need_list
from ..engines import Floats, make_engine
from ..evaluation import Halves, heldout_likelihood, split_tokens
from ..guided import TopicGuide, need_guide
from ..options import need_count, need_jobs, need_seed
from ..vocabulary import Vocabulary, check_size


@dataclass(frozen=True)
class GridRun:
    """One fit of a grid: its topics, in the order in which the engine left them; no shares."""

    engine: str
    n_topics: int
    seed: int
    components: Floats  # (topics, terms), rows sum to one
    alpha: Floats  # (topics,)
    heldout: float  # log-likelihood of a held-out token, nats
    guided: tuple[str | None, ...] = ()  # (topics,), names of the seeds; empty without a guide

    def __repr__(self) -> str:
        return f"GridRun({self.n_topics} topics, engine='{self.engine}', seed={self.seed})"

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"a run of a grid has no '{name}'. It is for consensus_topics(runs, words), whose model has "
            "terms and shares, and for topic_stability."
        )


@dataclass(frozen=True)
class TopicGrid:
    """Fits of several numbers of topics from several seeds, and what they were fitted to."""

    words: Vocabulary
    fits: tuple[GridRun, ...]  # by engine, number of topics, seed

    def __repr__(self) -> str:
        return f"TopicGrid({len(self.fits)} fits, n_topics={self.n_topics}, {self.words!r})"

    @property
    def n_topics(self) -> list[int]:
        """The numbers of topics, in order."""
        return sorted({fit.n_topics for fit in self.fits})

    def runs(self, n_topics: int, engine: str | None = None) -> list[GridRun]:
        """The fits with one number of topics, by seed; of the only engine if none is named."""
        engines = {fit.engine for fit in self.fits}
        if engine is None and len(engines) > 1:
            raise DataError(f"grid: name one engine of {', '.join(sorted(engines))}.")
        out = [f for f in self.fits if f.n_topics == n_topics and engine in (None, f.engine)]
        if not out:
            there = ", ".join(map(str, self.n_topics))
            raise DataError(f"grid: no fit with {n_topics} topics by this engine. It has: {there}.")
        return out


class Split(NamedTuple):
    """Documents to learn from, and those held out, cut in halves."""

    train: sp.csr_matrix
    halves: Halves


def fit_grid(
    words: Vocabulary,
    *,
    n_topics: Collection[int] = (10, 20, 30, 40),
    seeds: Collection[int] = (1, 2, 3),
    engines: Collection[str] = ("collapsed",),
    held_out: float = 0.1,
    random_state: int | None = None,
    n_jobs: int = 1,
    guide: TopicGuide | None = None,
    **options: Any,
) -> TopicGrid:
    """Fit a grid of topic models, to be measured, chosen from and used.

    Parameters
    ----------
    words : Vocabulary
        What `prepare_topics` returned.
    n_topics, seeds, engines : collections
        The grid; every combination is fitted. Ten seeds or more tell which topics recur.
    held_out : float, default 0.1
        Share of the documents of which no fit sees a section; the same for the whole grid.
    random_state : int, optional
        Which documents are held out.
    n_jobs : int, default 1
        Processes. The result does not depend on it.
    guide : TopicGuide, optional
        What `seed_topics` returned for this vocabulary.
    **options
        Passed to the engines.

    Returns
    -------
    TopicGrid
        `select_topics` measures its fits, `grid.runs(n)` gives those with n topics, of which
        `consensus_topics` makes one model, and `topic_claims` asks all of them. So nothing is fitted
        twice. Topics are learnt from the documents that are not held out; the shares of topics in
        those that are held out are found under fixed topics, as for any other document.

    Raises
    ------
    TooSmallError
        Too few sections or tokens for topics to be recovered: "too small for LDA".
    DataError
        No document on one of the sides; more topics than the sections that are learnt from can
        carry; a list that is none, is empty or says a thing twice; or an option that an engine does
        not have.

    >>> import pandas as pd, topoi
    >>> rng = np.random.default_rng(1)
    >>> counts = [(f"d{i}:0", f"w{20 * (i % 2) + j}", 3) for i in range(120) for j in rng.permutation(20)[:9]]
    >>> counts = pd.DataFrame(counts, columns=["passage", "term", "n"])
    >>> words = topoi.prepare_topics(counts, min_sections=10, max_share=0.6)
    >>> grid = topoi.fit_grid(words, n_topics=[2, 4], seeds=[1, 2], random_state=1)
    >>> grid
    TopicGrid(4 fits, n_topics=[2, 4], Vocabulary(40 terms, 120 rows, 100% of the tokens))
    >>> [run.seed for run in grid.runs(4)]
    [1, 2]
    """
    from joblib import Parallel, delayed

    if not isinstance(words, Vocabulary):
        raise DataError(
            f"words: what topoi.prepare_topics returns is wanted; got {type(words).__name__}."
        )
    n_topics, seeds = _several("n_topics", n_topics), _several("seeds", seeds)
    engines = _several("engines", engines)
    for seed in seeds:
        need_count("seeds: each", seed)
    need_guide(guide)
    need_seed(random_state)
    need_jobs(n_jobs)
    check_size(words)
    split = split_documents(words, held_out, random_state)
    for k in n_topics:
        check_size(words, k)
        if k > split.train.shape[0] // 5:
            raise DataError(
                f"n_topics={k} is more than a fifth of the {split.train.shape[0]} sections that "
                f"held_out={held_out:g} leaves to learn from. Hold out less, or fit fewer topics.",
                n_topics=k,
            )
    for_k = {k: guide.engine_options(words, k, options) if guide else options for k in n_topics}
    names = {k: guide.topic_names(k) if guide else () for k in n_topics}
    for engine in engines:  # so that a wrong name or option is said before anything is fitted
        make_engine(engine, n_topics[0], **for_k[n_topics[0]])
    points = [(engine, k, seed) for engine in engines for k in n_topics for seed in seeds]
    tasks = Parallel(n_jobs=n_jobs, return_as="generator")(
        delayed(_fit)(engine, k, seed, split, for_k[k], names[k]) for engine, k, seed in points
    )
    return TopicGrid(words, tuple(track(tasks, "numbers of topics", total=len(points))))


def _several(name: str, values: Collection[Any]) -> list[Any]:
    """The values of one side of the grid, each once."""
    listed = need_list(values, name)
    if not listed:
        raise DataError(f"{name}: none; there is nothing to fit.")
    if twice := [value for value in listed if listed.count(value) > 1]:
        raise DataError(f"{name}: {twice[0]} stands there twice.")
    return listed


def split_documents(words: Vocabulary, held_out: float, random_state: int | None) -> Split:
    """Set a share of the documents aside, and cut what is set aside in halves."""
    if not isinstance(held_out, Real) or not 0 <= held_out <= 1:
        raise DataError(
            f"held_out must be a share of the documents, such as 0.1; got {held_out!r}."
        )
    rng = np.random.default_rng(random_state)
    # Whole documents: a section's neighbours would tell what it is about.
    names = words.rows["document"].unique()
    cut = round(held_out * len(names))
    if not 0 < cut < len(names):
        raise DataError(f"held_out must leave documents on both sides; got {held_out}.")
    held = words.rows["document"].isin(names[rng.permutation(len(names))[:cut]]).to_numpy()
    return Split(words.X[~held], split_tokens(words.X[held], int(rng.integers(2**31))))


def _fit(
    engine: str,
    k: int,
    seed: int,
    split: Split,
    options: dict[str, Any],
    guided: tuple[str | None, ...],
) -> GridRun:
    fitted = make_engine(engine, k, seed, **options).fit(split.train)
    heldout = heldout_likelihood(fitted.components_, split.halves)
    return GridRun(engine, k, seed, fitted.components_, fitted.alpha_, heldout, guided)
