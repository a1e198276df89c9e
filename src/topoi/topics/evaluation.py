"""How good topics are: held-out likelihood, coherence, exclusivity. The same for every engine."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from ..errors import DataError
from ..measures.compiled import compiled
from .engines import Floats

TOP = 10  # terms by which a topic is judged
ALPHA = 0.1  # symmetric prior of the topic shares of a held-out document


class Halves(NamedTuple):
    """Held-out documents cut in two: shares are learnt from one half, scored on the other."""

    observed: sp.csr_matrix
    scored: sp.csr_matrix


def split_tokens(X: sp.csr_matrix, random_state: int | None = None) -> Halves:
    """Send every token of each document to the observed or the scored half, by a fair coin."""
    X = X.tocsr().astype(np.int64)
    rng = np.random.default_rng(random_state)
    first = rng.binomial(X.data, 0.5)
    observed, scored = X.copy(), X.copy()
    observed.data, scored.data = first, X.data - first
    observed.eliminate_zeros()
    scored.eliminate_zeros()
    return Halves(observed, scored)


def fold_in(
    components: Floats, X: sp.csr_matrix, *, alpha: float | Floats = ALPHA, iterations: int = 50
) -> Floats:
    """Topic shares of documents under fixed topics, by expectation maximisation (MAP + 1).

    Parameters
    ----------
    components : array (n_topics, n_terms)
        Rows sum to one.
    X : sparse (n_documents, n_terms)
        Counts.
    alpha : float or array (n_topics,), default 0.1
        Dirichlet prior of the shares.
    iterations : int, default 50
        At most; a document stops when its shares move by less than 1e-6.

    Returns
    -------
    array (n_documents, n_topics)
        Rows sum to one; the shares of a document without tokens are in proportion to `alpha`.

    Raises
    ------
    DataError
        X has other terms than the topics.
    """
    X = sp.csr_matrix(X, dtype="float64")
    need_terms(components, X)
    theta = np.full((X.shape[0], len(components)), 1.0 / len(components))
    by_term = np.ascontiguousarray(components.T)
    compiled(_fold)(
        X.indptr.astype(np.int64),
        X.indices.astype(np.int64),
        X.data,
        by_term,
        theta,
        np.broadcast_to(np.asarray(alpha, dtype="float64"), len(components)).copy(),
        iterations,
    )
    return theta


def need_terms(components: Floats, X: sp.csr_matrix) -> None:
    """Refuse documents that have another number of terms than the topics."""
    if X.shape[1] != components.shape[1]:
        raise DataError(
            f"topics of {components.shape[1]} terms and documents of {X.shape[1]}: these are two vocabularies. "
            "Take the one that the topics were fitted to."
        )


def _fold(pointers, columns, data, by_term, theta, alpha, iterations) -> None:
    """Shares of each document, in place; sums in a fixed order, so the same on any processor.

    The topics of a document's terms lie there twice, by entry and by topic, so that neighbours in memory are
    worked on side by side, whether each entry adds up its topics or each topic its entries.
    """
    k = theta.shape[1]
    longest = 0
    for d in range(pointers.size - 1):
        longest = max(longest, pointers[d + 1] - pointers[d])
    by_entry, by_topic = np.empty((longest, k)), np.empty((k, longest))
    scale, new = np.empty(longest), np.empty(k)
    for d in range(pointers.size - 1):
        share, first = theta[d], pointers[d]
        n = pointers[d + 1] - first
        for j in range(n):
            term = by_term[columns[first + j]]
            for t in range(k):
                by_entry[j, t] = by_topic[t, j] = term[t]
        for _ in range(iterations):
            for j in range(n):
                scale[j] = 1e-300
            for t in range(k):
                mine, row = share[t], by_topic[t]
                for j in range(n):
                    scale[j] += mine * row[j]
            for j in range(n):
                scale[j] = data[first + j] / scale[j]
            for t in range(k):
                new[t] = alpha[t]
            for j in range(n):
                times, row = scale[j], by_entry[j]
                for t in range(k):
                    new[t] += share[t] * row[t] * times
            total = 0.0
            for t in range(k):
                total += new[t]
            if total <= 0:  # neither tokens nor a prior: the shares stay equal
                break
            moved = 0.0
            for t in range(k):
                value = new[t] / total
                moved += abs(value - share[t])
                share[t] = value
            if moved < 1e-6:
                break


def heldout_likelihood(
    components: Floats, halves: Halves, *, alpha: float | Floats = ALPHA
) -> float:
    """Mean log probability of a scored token, in nats, by document completion.

    Topics are fixed, shares come from the observed half of each held-out document, and the other
    half is scored (Wallach et al. 2009, section 5.1). The shares are found by `fold_in`, with `alpha` as
    their prior, whatever engine made the topics, so engines and numbers of topics can be compared. Neither
    scikit-learn's `perplexity` nor gensim's logged bound can be used for that.

    >>> topics = np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])
    >>> X = sp.csr_matrix(np.array([[4, 4, 0]]))
    >>> bool(heldout_likelihood(topics, split_tokens(X, 1)) > np.log(0.4))
    True
    """
    theta = fold_in(components, halves.observed, alpha=alpha)
    scored = halves.scored.tocoo()
    tokens = scored.data.sum()
    if not tokens:
        raise DataError("held-out documents: no token to score. Hold out more documents.")
    mean = (theta[scored.row] * components[:, scored.col].T).sum(axis=1)
    return float((scored.data * np.log(np.maximum(mean, 1e-12))).sum() / tokens)


def top_terms(components: Floats, n: int = TOP) -> npt.NDArray[np.int64]:
    """Column numbers of the n most probable terms of each topic; ties by column.

    >>> top_terms(np.array([[0.1, 0.3, 0.2, 0.3, 0.1]]), n=4).tolist()
    [[1, 3, 2, 0]]
    """
    n = min(n, components.shape[1])
    least = np.partition(components, -n, axis=1)[:, -n]  # far cheaper than sorting all terms
    out = np.empty((len(components), n), dtype=np.int64)
    for topic, (weights, limit) in enumerate(zip(components, least, strict=True)):
        few = np.flatnonzero(weights >= limit)
        out[topic] = few[np.argsort(-weights[few], kind="stable")][:n]
    return out


def coherence_npmi(components: Floats, windows: sp.csr_matrix, n: int = TOP) -> Floats:
    """Coherence C_NPMI of each topic: mean normalised pointwise mutual information of the pairs
    of its top n terms (Aletras & Stevenson 2013; Lau, Newman & Baldwin 2014).

    Parameters
    ----------
    components : array (n_topics, n_terms)
    windows : sparse (n_windows, n_terms)
        Reference windows: two terms co-occur if both are in one. Passages, in topoi.

    Returns
    -------
    array (n_topics,)
        Between -1 (never together) and 1 (never apart). A pair that never meets counts -1.

    >>> windows = sp.csr_matrix(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]]))
    >>> coherence_npmi(np.array([[0.5, 0.5, 0.0], [0.5, 0.0, 0.5]]), windows, n=2).tolist()
    [1.0, -1.0]
    """
    best = top_terms(components, n)
    used, inverse = np.unique(best, return_inverse=True)
    present = windows.tocsc()[:, used].astype(bool).astype(np.float64)
    together = np.asarray((present.T @ present).todense()) / windows.shape[0]
    alone = np.diag(together)
    out = np.zeros(len(components))
    for topic, columns in enumerate(inverse.reshape(best.shape)):
        i, j = np.triu_indices(len(columns), 1)
        a, b = columns[i], columns[j]
        joint = together[a, b]
        with np.errstate(divide="ignore", invalid="ignore"):
            npmi = np.log(joint / (alone[a] * alone[b])) / -np.log(joint)
        npmi = np.where(joint <= 0, -1.0, np.where(joint >= 1, 1.0, npmi))
        out[topic] = npmi.mean()
    return out


def exclusivity(components: Floats, n: int = TOP) -> Floats:
    """Mean share that a topic has in the probability of its top n terms (Bischof & Airoldi 2012)."""
    share = components / components.sum(axis=0, keepdims=True)
    return np.take_along_axis(share, top_terms(components, n), axis=1).mean(axis=1)


def frex(components: Floats, weight: float = 0.5) -> Floats:
    """FREX of every term in every topic: harmonic mean of the ranks of exclusivity and frequency.

    `weight` is that of exclusivity (Bischof & Airoldi 2012). Ranks are shares of terms below.
    """
    return frex_of(
        components, np.broadcast_to(np.arange(components.shape[1]), components.shape), weight
    )


def frex_of(components: Floats, columns: npt.NDArray[np.int64], weight: float = 0.5) -> Floats:
    """FREX of some terms of each topic: `columns` and the result are (topics, terms of the topic)."""
    of_term = np.maximum(components.sum(axis=0, keepdims=True), 1e-300)  # of nothing nothing
    share = components / of_term
    exclusive, frequent = (_ranks(table, columns) for table in (share, components))
    return 1 / (weight / exclusive + (1 - weight) / frequent)


def _ranks(table: Floats, columns: npt.NDArray[np.int64]) -> Floats:
    """Ranks of these columns of each row as shares of all columns; equal ones share the mean of theirs."""
    out = np.empty(columns.shape)
    for i, (row, mine) in enumerate(zip(table, columns, strict=True)):
        ordered, wanted = np.sort(row), row[mine]
        below, upto = (np.searchsorted(ordered, wanted, side) for side in ("left", "right"))
        out[i] = (below + upto + 1) / 2
    return out / table.shape[1]
