"""The topic engine of topoi: collapsed inference for LDA, variational or by sampling as documents are long or short.

1. Topics are found in minibatches: each document gets its expected topic counts by collapsed variational Bayes
   of zeroth order, and the counts of terms in topics move towards what the minibatch says (SCVB0: Foulds,
   Boyles, DuBois, Smyth & Welling 2013, doi:10.1145/2487575.2487697).
2. Where documents are long, the whole corpus comes by again and again, and counts become what all documents say
   (CVB0: Asuncion, Welling, Smyth & Teh 2009). That takes seconds to topics that predict better than those of long
   runs of a sampler.
3. Where they are short, expected counts are too smooth: a document has few tokens, and so few topics. Every token
   draws a topic, and collapsed Gibbs sampling (Griffiths & Steyvers 2004, doi:10.1073/pnas.0307752101) goes
   over the corpus. At first the prior of documents is a tenth of what is learnt, so that each settles on few
   topics; then the counts of the sweeps are averaged, which predicts better than those of any single one.

The prior of topics in documents is learnt, a number a topic (Minka's fixed point; Wallach, Mimno & McCallum
2009). benchmarks/topics says what this reaches, in what time, beside other engines.

A run gives the same bits for any number of threads, on any processor. A minibatch sees the topics as they
were before it; its documents are independent, each with random numbers of its own; counts in sampling are whole
numbers, which add up the same in any order; the variational part adds up four fixed parts in a fixed order. The
loops use no function but sums, products and quotients, in an order that no compiler may change: sums over
topics run in eight lanes side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from ..errors import DataError
from .collapsed_loops import LANES, expect, first_draw, learn, move, sample
from .engines import Floats, start_shares
from .evaluation import fold_in

PARTS = 4  # of a minibatch of the first phase, whatever the number of threads
MINIBATCH = 100  # documents, at least
MOST_MINIBATCHES = 250  # each time over the corpus
DELAY, DECAY = 2.0, 0.5  # minibatch t weighs (t + delay) ** -decay
ITERATIONS, LATER = 20, 5  # on a document, at most: the first time, and later, from where it was
STILL = 0.01  # or until this share of its tokens moves
LONG, PASSES = 200, 50  # tokens of a document in the mean; passes by default where they are long
TOKENS_VISITED = 10_000_000  # in sweeps, by default
SETTLING = 0.5  # of the sweeps come before those that are averaged
SHARPER = 0.1  # the prior of documents is multiplied by it while they settle
SWEEP_PARTS = 20  # counts are brought up to date so often in a sweep
LEARNT = 10  # times five steps for the prior of documents, where nothing is sampled
EXACT = 2**24  # whole numbers up to here are exact in single precision

Single = npt.NDArray[np.float32]
Each = Callable[[Callable[[int], Any], int], Any]


class CollapsedLDA:
    """Latent Dirichlet allocation by collapsed variational Bayes and Gibbs sampling.

    Parameters
    ----------
    n_topics : int
    random_state : int, optional
        Seed of the first topics and of all draws.
    epochs : int, default 5
        Times over the corpus in minibatches, variational.
    passes : int, optional
        Times over the corpus as a whole, variational. By default 50 where documents have 200 tokens
        or more in the mean, and none where they are shorter.
    sweeps : int, optional
        Times over the corpus by sampling; the counts of the later half are averaged. By default none
        where documents are long; where they are short as many as visit ten million tokens, but no fewer
        than 20 and no more than 100. More predict and cohere better, by less and less.
    alpha : float, default 0.1
        Prior of topics in documents to begin with; `alpha_` is learnt.
    eta : float or array (n_topics, n_terms), default 0.1
        Prior of terms in topics; a term is kept out of the topics where it is 0. A run starts
        from `start_shares` of an array.
    threads : int, default 1
        The result does not depend on it.

    Raises
    ------
    DataError
        In `fit`: counts that are no whole numbers, a term that no topic may have, a term that occurs 16
        million times, options that are impossible.

    Notes
    -----
    Memory: 8 bytes a token and 8 an entry, 4 a document and topic, and up to 40 a term and topic.

    >>> X = sp.csr_matrix(np.repeat([[4, 3, 0, 0], [0, 0, 5, 2]], 20, axis=0))
    >>> CollapsedLDA(2, random_state=1).fit(X).components_.round(1).tolist()
    [[0.6, 0.4, 0.0, 0.0], [0.0, 0.0, 0.7, 0.3]]
    """

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        epochs: int = 5,
        passes: int | None = None,
        sweeps: int | None = None,
        alpha: float = 0.1,
        eta: float | Floats = 0.1,
        threads: int = 1,
    ) -> None:
        self.n_topics = n_topics
        self.random_state = random_state
        self.epochs = epochs
        self.passes = passes
        self.sweeps = sweeps
        self.alpha = alpha
        self.eta = eta
        self.threads = threads

    def fit(self, X: sp.csr_matrix) -> CollapsedLDA:
        """Learn the topics of X (documents x terms, whole counts)."""
        times = (self.epochs, self.passes, self.sweeps)
        if self.alpha <= 0 or any(n is not None and n < 0 for n in times):
            raise DataError(
                "alpha must be positive, epochs, passes and sweeps 0 or more; got "
                f"{self.alpha}, {', '.join(map(str, times))}."
            )
        rng = np.random.default_rng(self.random_state)
        corpus = _corpus(X)
        prior = _prior(self.eta, self.n_topics, X.shape[1])
        alpha = _padded(np.full((1, self.n_topics), self.alpha))[0]
        with _threads(self.threads) as each:
            passes, sweeps = _enough(corpus)
            passes = passes if self.passes is None else self.passes
            sweeps = sweeps if self.sweeps is None else self.sweeps
            of_term, theta = _find(corpus, prior, alpha, self.epochs, passes, rng, each)
            counts = _settle(corpus, prior, alpha, of_term, theta, sweeps, rng, each)
        weights = (counts + prior.each)[:, : self.n_topics].T.astype("float64")
        self.components_: Floats = weights / weights.sum(axis=1, keepdims=True)
        self.alpha_: Floats = alpha[: self.n_topics].astype("float64")
        return self

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X."""
        return fold_in(self.components_, X, alpha=self.alpha_)


# ---- what the two phases work on. Arrays of topics are padded to whole lanes, with zeros


@dataclass(frozen=True)
class _Corpus:
    pointers: npt.NDArray[np.int64]  # of documents, into the entries
    columns: npt.NDArray[np.int32]  # term of an entry
    data: Single  # its count
    starts: npt.NDArray[np.int64]  # of documents, into the tokens
    terms: int

    @property
    def documents(self) -> int:
        return len(self.pointers) - 1

    @property
    def tokens(self) -> int:
        return int(self.starts[-1])


def _enough(corpus: _Corpus) -> tuple[int, int]:
    """Passes and sweeps, as documents are long or short; more sweeps where they cost little."""
    if corpus.tokens >= LONG * corpus.documents:
        return PASSES, 0
    return 0, min(100, max(20, TOKENS_VISITED // max(corpus.tokens, 1)))


def _corpus(X: sp.csr_matrix) -> _Corpus:
    X = sp.csr_matrix(X)
    if not X.has_sorted_indices:
        X = X.sorted_indices()
    if (X.data < 0).any() or (X.data != np.floor(X.data)).any():
        raise DataError("X: counts must be whole numbers, 0 or more. Another engine takes weights.")
    if X.nnz and np.asarray(X.sum(axis=0)).max() >= EXACT:
        raise DataError(f"X: a term occurs {EXACT:,} times or more. Leave it out: max_share.")
    starts = np.concatenate([[0], np.cumsum(np.asarray(X.sum(axis=1)).ravel())])
    return _Corpus(
        X.indptr.astype(np.int64),
        X.indices.astype(np.int32, copy=False),
        X.data.astype(np.float32, copy=False),
        starts.astype(np.int64),
        X.shape[1],
    )


@dataclass(frozen=True)
class _Prior:
    """Prior counts of terms in topics: a row a term, or one row for all."""

    each: Single
    total: Floats  # of a topic
    start: Single | float  # shares of topics in a term, from which a run starts


def _prior(eta: float | Floats, topics: int, terms: int) -> _Prior:
    each = np.asarray(eta, dtype="float64")
    if each.shape not in ((), (topics, terms)):
        raise DataError(f"eta: a number or an array {(topics, terms)}; got one of {each.shape}.")
    if (each < 0).any() or (each.sum(axis=0) <= 0).any():
        raise DataError("eta: a term has no prior in any topic. Leave it out of the vocabulary.")
    if each.ndim:
        total = _padded(each.sum(axis=1)[None])[0]
        return _Prior(_padded(each.T), total.astype("float64"), _padded(start_shares(each).T))
    total = _padded(np.full((1, topics), each * terms))[0]
    return _Prior(_padded(np.full((1, topics), each)), total.astype("float64"), 1 / topics)


def _padded(table: npt.NDArray[Any]) -> Single:
    """Columns to a multiple of the lanes, in single precision."""
    width = -(-table.shape[1] // LANES) * LANES
    out = np.zeros((len(table), width), dtype=np.float32)
    out[:, : table.shape[1]] = table
    return out


@contextmanager
def _threads(number: int) -> Iterator[Each]:
    """A function that calls another for 0, 1, ..., on so many threads."""
    if number <= 1:
        yield lambda task, n: [task(i) for i in range(n)]
        return
    with ThreadPoolExecutor(number) as pool:
        yield lambda task, n: list(pool.map(task, range(n)))


# ---- first phase: topics are found


def _find(
    corpus: _Corpus,
    prior: _Prior,
    alpha: Single,
    epochs: int,
    passes: int,
    rng: np.random.Generator,
    each: Each,
) -> tuple[Single, Single]:
    """Expected counts (terms, topics) and (documents, topics)."""
    topics = int((alpha > 0).sum())
    frequency = np.bincount(corpus.columns, corpus.data, corpus.terms)
    noise = _padded(rng.gamma(1.0, 1.0, (corpus.terms, topics)))
    of_term = (noise * prior.start * frequency[:, None]).astype(np.float32)
    tokens = np.diff(corpus.starts)
    theta = np.where(alpha > 0, tokens[:, None] / topics, 0).astype(np.float32)
    said = np.zeros((PARTS, *of_term.shape), dtype=np.float32)

    def infer(documents: npt.NDArray[np.int64], most: int, leave_out: bool) -> None:
        """What these documents say, into `said`; in passes, leaving out what they said before."""
        phi, scale = _probabilities(of_term, prior)
        scale *= leave_out
        parts = np.array_split(documents, PARTS)
        said[:] = 0
        entries = (corpus.pointers, corpus.columns, corpus.data)
        state = (phi, prior.each, scale, theta, alpha, most, STILL)
        each(lambda i: expect(parts[i], *entries, *state, said[i]), PARTS)

    size = min(max(MINIBATCH, -(-corpus.documents // MOST_MINIBATCHES)), -(-corpus.documents // 4))
    t = 0
    for epoch in range(epochs):
        order = rng.permutation(corpus.documents)
        for start in range(0, corpus.documents, size):
            some = order[start : start + size]
            seen = tokens[some].sum()
            if not seen:
                continue
            infer(some, LATER if epoch else ITERATIONS, False)  # later from where they were
            weight = (t + DELAY) ** -DECAY
            of_term *= np.float32(1 - weight)
            for part in said:
                of_term += np.float32(weight * corpus.tokens / seen) * part
            t += 1
    for _ in range(passes):
        infer(np.arange(corpus.documents), LATER, True)
        of_term[:] = 0
        for part in said:
            of_term += part
    return of_term, theta


def _probabilities(of_term: Single, prior: _Prior) -> tuple[Single, Single]:
    """Of terms in topics, a row a term; and what a token adds to them."""
    scale = np.zeros(len(prior.total), dtype=np.float32)
    total = of_term.sum(axis=0, dtype="float64") + prior.total
    np.divide(1.0, total, out=scale, where=total > 0, casting="same_kind")
    out = of_term + prior.each
    out *= scale
    return out, scale


# ---- second phase: they settle


def _settle(
    corpus: _Corpus,
    prior: _Prior,
    alpha: Single,
    of_term: Single,
    theta: Single,
    sweeps: int,
    rng: np.random.Generator,
    each: Each,
) -> Single:
    """Mean counts (terms, topics) over the last sweeps; `alpha` is learnt in place."""
    topics = int((alpha > 0).sum())
    words = np.repeat(corpus.columns, corpus.data.astype(np.int64))
    old = np.zeros(len(words), dtype=np.uint16)
    new = np.zeros_like(old)
    seed = np.uint64(rng.integers(2**63))
    phi, _ = _probabilities(of_term, prior)
    documents = np.arange(corpus.documents)
    slices = np.array_split(documents, PARTS)
    each(lambda i: first_draw(slices[i], corpus.starts, words, phi, theta, alpha, seed, old), PARTS)
    longest = int(np.diff(corpus.starts).max(initial=0))
    if not sweeps:
        for _ in range(LEARNT):
            learn(corpus.starts, old, alpha[:topics], longest)
        return of_term
    counts, total = np.zeros_like(of_term), np.zeros(topics)
    np.add.at(counts, (words, old), 1)
    total[:] = counts.sum(axis=0, dtype="float64")[:topics]
    new[:] = old
    parts = np.array_split(rng.permutation(documents), min(SWEEP_PARTS, corpus.documents))
    settling = int(SETTLING * sweeps)
    out = np.zeros(counts.shape)
    for sweep in range(sweeps):
        now = alpha * np.float32(SHARPER) if sweep < settling else alpha
        for part in parts:
            seed += np.uint64(1)
            slices = np.array_split(part, PARTS)

            def draw(i: int, slices: Any = slices, now: Single = now, seed: Any = seed) -> None:
                state = (old, new, counts, total, now, prior.each, prior.total, seed)
                sample(slices[i], corpus.starts, words, *state)

            each(draw, PARTS)
            move(part, corpus.starts, words, old, new, counts, total)
        if sweep % 2 == 0:
            learn(corpus.starts, old, alpha[:topics], longest)
        if sweep >= settling:
            out += counts
    return (out / (sweeps - settling)).astype(np.float32)
