"""Fitting topics to counts, and what the topics are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..tables import check
from .engines import Floats, make_engine
from .evaluation import frex
from .guided import TopicGuide, need_guide
from .matrices import Paths
from .options import need_count
from .vocabulary import Vocabulary, check_size, prepare_topics


@dataclass(frozen=True)
class TopicModel:
    """Topics of one run: rows of `components` and columns of `theta`, by falling prevalence."""

    engine: str
    random_state: int | None
    terms: list[str]
    components: Floats  # (topics, terms), rows sum to one
    rows: pd.DataFrame  # what a row of theta is: section, document
    theta: Floats  # (rows, topics), rows sum to one
    tokens: Floats  # (rows,)
    alpha: Floats  # (topics,), Dirichlet prior of the topics of a row
    guided: tuple[str | None, ...] = ()  # (topics,), names of the seeds; empty without a guide

    def __repr__(self) -> str:
        return (
            f"TopicModel({self.n_topics} topics, {len(self.terms)} terms, {len(self.rows)} rows, "
            f"engine={self.engine!r}, random_state={self.random_state})"
        )

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.components)


def fit_topics(
    counts: pd.DataFrame | Paths | Vocabulary,
    *,
    n_topics: int,
    engine: str = "collapsed",
    random_state: int | None = None,
    guide: TopicGuide | None = None,
    **options: Any,
) -> TopicModel:
    """Fit a topic model to counts.

    Parameters
    ----------
    counts : DataFrame, paths, or Vocabulary
        Schema `counts`, as a table or in Parquet files (then `prepare_topics` is applied with its
        defaults), or what `prepare_topics` returned.
    n_topics : int
        Number of topics. See `select_topics` for how to choose it.
    engine : str, default "collapsed"
        A key of `topoi.topics.engines.ENGINES`.
    random_state : int, optional
        Seed of the run. Another seed gives other topics: see `topic_stability`.
    guide : TopicGuide, optional
        What `seed_topics` returned for this vocabulary: topics that are to gather terms.
    **options
        Passed to the engine.

    Returns
    -------
    TopicModel
        Topics in order of their share of the tokens.

    Raises
    ------
    TooSmallError
        Too few sections or tokens for topics to be recovered: "too small for LDA".
    DataError
        More topics than the sections can carry, an option that the engine does not have, or a guide
        to another vocabulary or for an engine that takes none.
    """
    need_guide(guide)
    words = counts if isinstance(counts, Vocabulary) else prepare_topics(counts)
    check_size(words, n_topics)
    guided: tuple[str | None, ...] = ()
    if guide is not None:
        options = guide.engine_options(words, n_topics, options)
        guided = guide.topic_names(n_topics)
    fitted = make_engine(engine, n_topics, random_state, **options).fit(words.X)
    theta = fitted.transform(words.X)
    return ordered_model(
        words, fitted.components_, theta, fitted.alpha_, engine, random_state, guided
    )


def ordered_model(
    words: Vocabulary,
    components: Floats,
    theta: Floats,
    alpha: Floats,
    engine: str,
    random_state: int | None = None,
    guided: tuple[str | None, ...] = (),
) -> TopicModel:
    """A model of these topics and shares, in order of their share of the tokens."""
    tokens = np.asarray(words.X.sum(axis=1)).ravel()
    order = np.argsort(-(tokens @ theta), kind="stable")
    return TopicModel(
        engine,
        random_state,
        words.terms,
        components[order],
        words.rows,
        theta[:, order],
        tokens,
        alpha[order],
        tuple(guided[i] for i in order) if guided else (),
    )


def topic_terms(model: TopicModel, *, top: int = 15) -> pd.DataFrame:
    """The most probable terms of each topic, with FREX: schema `topic_terms`.

    See `topic_labels` for the leading terms by other measures. Raises DataError if `top` is below 1.
    """
    need_count("top", top, 1)
    scores = frex(model.components)
    rows = []
    for k, weights in enumerate(model.components):
        best = np.argsort(-weights, kind="stable")[:top]
        rows += [
            {
                "topic": k + 1,
                "rank": rank,
                "term": model.terms[j],
                "probability": weights[j],
                "frex": scores[k, j],
                "guided": model.guided[k] if model.guided else None,
            }
            for rank, j in enumerate(best, start=1)
        ]
    return check(pd.DataFrame(rows), "topic_terms")
