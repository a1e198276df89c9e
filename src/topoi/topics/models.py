"""Fitting topics to counts, and what the topics are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError, TooSmallError
from ..tables import check
from .engines import Floats, make_engine
from .evaluation import frex

FEWEST_SECTIONS = 100
FEWEST_TOKENS = 20  # median tokens of a document, below which topics are not recovered


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

    def __repr__(self) -> str:
        return (
            f"TopicModel({self.n_topics} topics, {len(self.terms)} terms, {len(self.rows)} rows, "
            f"engine={self.engine!r}, random_state={self.random_state})"
        )

    @property
    def n_topics(self) -> int:
        """Number of topics."""
        return len(self.components)


@dataclass(frozen=True)
class Vocabulary:
    """A document-term matrix ready for a topic model, and what was left out to get there."""

    X: sp.csr_matrix
    rows: pd.DataFrame  # what a row of X is: section, document
    terms: list[str]
    windows: sp.csr_matrix  # passages x the same terms
    tokens_kept: float  # share of the tokens of `counts`

    def __repr__(self) -> str:
        return (
            f"Vocabulary({len(self.terms)} terms, {len(self.rows)} rows, "
            f"{self.tokens_kept:.0%} of the tokens)"
        )


def prepare_topics(
    counts: pd.DataFrame,
    *,
    section_tokens: int | None = 100,
    min_sections: int = 50,
    max_share: float = 0.4,
    drop: Collection[str] = (),
) -> Vocabulary:
    """Cut documents into sections and choose the terms for a topic model.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`. A passage belongs to the document that its identifier names (the part
        before the last colon), in the order of the identifiers.
    section_tokens : int, optional
        Consecutive passages of a document are joined until they hold so many tokens: long enough
        for topics to be recovered, short enough for a section to be about something. None takes
        whole documents.
    min_sections : int, default 50
        Terms in fewer sections are left out; framings stay.
    max_share : float, default 0.4
        Terms in a larger share of the sections are left out.
    drop : collection of str
        Further terms to leave out (names of places, say).

    Returns
    -------
    Vocabulary
        With the share of tokens that is left, and the passages as windows for coherence.

    Raises
    ------
    TooSmallError
        Too few sections for topics to be recovered, and the limits leave no term: "too small for LDA".
    DataError
        The limits leave no term.
    """
    # By way of text: categories in order, and only those that occur.
    passage, term = (counts[c].astype("str").astype("category") for c in ("passage", "term"))
    names = np.asarray(term.cat.categories, dtype=object)
    windows = sp.csr_matrix(
        (counts["n"].to_numpy(dtype="float64"), (passage.cat.codes, term.cat.codes)),
        shape=(len(passage.cat.categories), len(names)),
    )
    home = pd.Series(passage.cat.categories.astype("str")).str.rsplit(":", n=1).str[0]
    sections = _sections(home.tolist(), np.asarray(windows.sum(axis=1)).ravel(), section_tokens)
    code, labels = pd.factorize(pd.Series(sections))
    gather = sp.csr_matrix(
        (np.ones(len(code)), (code, np.arange(len(code)))), shape=(len(labels), len(code))
    )
    X = (gather @ windows).tocsr()
    df = np.asarray((X > 0).sum(axis=0)).ravel()
    framing = np.array([name.startswith("<") for name in names])
    keep = (df >= min_sections) & (df <= max_share * X.shape[0]) | framing & (df > 0)
    keep &= ~np.isin(names, list(drop))
    if not keep.any():
        _refuse_if_small(X, home.nunique())
        raise DataError(
            f"counts: no term is in at least {min_sections} and at most {max_share:.0%} of the "
            f"{X.shape[0]} sections. Lower min_sections."
        )
    total = X.sum()
    X = X[:, keep].tocsr()
    full = np.asarray(X.sum(axis=1)).ravel() > 0
    rows = pd.DataFrame({"section": np.asarray(labels, dtype=object)[full]})
    rows["document"] = home.groupby(code).first().to_numpy()[full]
    kept = [str(name) for name in names[keep]]
    return Vocabulary(X[full], rows, kept, windows[:, keep].tocsr(), float(X.sum() / total))


def _sections(home: list[str], tokens: Floats, least: int | None) -> list[str]:
    """The section of each passage; a short rest joins the section before it."""
    if least is None:
        return home
    out: list[str] = []
    number, held = 0, 0.0
    rest = pd.Series(tokens).groupby(home, sort=False).transform(lambda s: s[::-1].cumsum()[::-1])
    for i, document in enumerate(home):
        if not i or document != home[i - 1]:
            number, held = 0, 0.0
        elif held >= least and rest.iloc[i] >= least / 2:
            number, held = number + 1, 0.0
        held += tokens[i]
        out.append(f"{document}#{number:03d}")
    return out


def fit_topics(
    counts: pd.DataFrame | Vocabulary,
    *,
    n_topics: int,
    engine: str = "cvb0",
    random_state: int | None = None,
    **options: Any,
) -> TopicModel:
    """Fit a topic model to counts.

    Parameters
    ----------
    counts : DataFrame or Vocabulary
        Schema `counts` (then `prepare_topics` is applied with its defaults), or what
        `prepare_topics` returned.
    n_topics : int
        Number of topics. See `select_topics` for how to choose it.
    engine : str, default "cvb0"
        A key of `topoi.topics.engines.ENGINES`.
    random_state : int, optional
        Seed of the run. Another seed gives other topics: see `topic_stability`.
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
        More topics than the sections can carry.
    """
    words = prepare_topics(counts) if isinstance(counts, pd.DataFrame) else counts
    _refuse(words, n_topics)
    fitted = make_engine(engine, n_topics, random_state, **options).fit(words.X)
    tokens = np.asarray(words.X.sum(axis=1)).ravel()
    theta = fitted.transform(words.X)
    order = np.argsort(-(tokens @ theta), kind="stable")
    return TopicModel(
        engine,
        random_state,
        words.terms,
        fitted.components_[order],
        words.rows,
        theta[:, order],
        tokens,
    )


def _refuse_if_small(X: sp.csr_matrix, documents: int) -> None:
    sections = X.shape[0]
    median = float(np.median(np.asarray(X.sum(axis=1)).ravel())) if sections else 0.0
    if sections < FEWEST_SECTIONS or median < FEWEST_TOKENS:
        raise TooSmallError(
            f"too small for LDA: {documents} documents in {sections} sections with a median of "
            f"{median:.0f} tokens, where at least {FEWEST_SECTIONS} sections of {FEWEST_TOKENS} are "
            "needed for topics to be recovered. Read the texts; compare rates and keyness.",
            documents=documents,
            sections=sections,
            tokens=median,
        )


def check_size(words: Vocabulary) -> None:
    """Raise TooSmallError if topics could not be recovered from so few sections or tokens."""
    _refuse_if_small(words.X, words.rows["document"].nunique())


def _refuse(words: Vocabulary, n_topics: int) -> None:
    check_size(words)
    sections = words.X.shape[0]
    if len(words.terms) < n_topics:
        raise DataError(f"{len(words.terms)} terms cannot make {n_topics} topics. Leave out fewer.")
    if not 2 <= n_topics <= sections // 5:
        raise DataError(
            f"n_topics must lie between 2 and a fifth of the sections ({sections // 5}); "
            f"got {n_topics}.",
            n_topics=n_topics,
        )


def topic_terms(model: TopicModel, *, top: int = 15) -> pd.DataFrame:
    """The most probable terms of each topic, with FREX: schema `topic_terms`."""
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
            }
            for rank, j in enumerate(best, start=1)
        ]
    return check(pd.DataFrame(rows), "topic_terms")


def topic_framings(model: TopicModel, words: Vocabulary) -> pd.DataFrame:
    """Which topics the mentions of each framing fall into: schema `topic_framings`.

    A framing is a term of the model. `share` divides its occurrences among the topics by the
    probability that each occurrence came from the topic, given its document; `lift` is its
    probability in the topic over its share of all tokens.
    """
    rows = []
    X = words.X.tocsc()
    everywhere = np.asarray(X.sum(axis=0)).ravel() / X.sum()
    for j, term in enumerate(words.terms):
        if not term.startswith("<"):
            continue
        column = X[:, [j]].tocoo()
        parts = model.theta[column.row] * model.components[:, j]
        parts *= (column.data / np.maximum(parts.sum(axis=1), 1e-300))[:, None]
        shares = parts.sum(axis=0) / column.data.sum()
        for k in range(model.n_topics):
            rows.append(
                {
                    "topic": k + 1,
                    "framing": term.strip("<>"),
                    "share": shares[k],
                    "lift": model.components[k, j] / everywhere[j],
                }
            )
    return check(
        pd.DataFrame(rows, columns=["topic", "framing", "share", "lift"]), "topic_framings"
    )
