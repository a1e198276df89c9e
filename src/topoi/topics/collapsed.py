"""The topic engine of topoi: collapsed inference for LDA, variational or by sampling as documents are long or short.

1. Topics are found in minibatches: each document gets its expected topic counts by collapsed variational Bayes
   of zeroth order, and the counts of terms in topics move towards what the minibatch says (SCVB0: Foulds,
   Boyles, DuBois, Smyth & Welling 2013, doi:10.1145/2487575.2487697).
2. Where documents are long, the whole corpus comes by again and again, and counts become what all documents say
   (CVB0: Asuncion, Welling, Smyth & Teh 2009). Its steps are small; they are made longer, but for the last
   (over-relaxation). The topics predict better than those of long runs of a sampler, in a small part of the time.
3. Where they are short, expected counts are too smooth: a document has few tokens, and so few topics. Every token
   draws a topic, and collapsed Gibbs sampling (Griffiths & Steyvers 2004, doi:10.1073/pnas.0307752101) goes
   over the corpus. At first the prior of documents is a part of what is learnt, so that each settles on few
   topics; then the counts of the sweeps are averaged, which predicts better than those of any single one.
   Of a small corpus the passes come before, which miss fewer rare topics.
4. Where short documents are many, a sampler keeps the topics that it happened to find first. So they are found and
   sampled in a part, then in twice as many documents, and so on to all: with few documents the topics still
   move, and a sweep costs little (as in Chopin 2002, doi:10.1093/biomet/89.3.539, data are the temperature).

The prior of topics in documents is learnt, a number a topic (Minka's fixed point; Wallach, Mimno & McCallum
2009): between sweeps; of long documents at the end, so that their topics are found with the first prior.
benchmarks/topics says what this reaches, in what time, beside other engines.

A run gives the same bits for any number of threads, on any processor. A minibatch sees the topics as they
were before it; documents are independent, each with random numbers of its own; counts in sampling are whole
numbers, which add up the same in any order; the passes add up four fixed parts in a fixed order. The
loops use no function but sums, products and quotients, in an order that no compiler may change (`lanes`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from ..errors import DataError
from .collapsed_loops import count, expect, first_draw, learn, minibatches, move, sample
from .engines import Floats, start_shares
from .evaluation import fold_in
from .lanes import LANES
from .options import need_count, need_prior

PARTS = 4  # of what is gone over at a time, whatever the number of threads
EPOCHS = 10  # times over the documents in minibatches
MINIBATCH = 7_500  # tokens, in the mean; at most a tenth of the documents
DELAY = 2.0  # minibatch t weighs 1 / sqrt(t + delay)
ITERATIONS, LATER = 10, 3  # on a document, at most: the first time, and later, from where it was
STILL = 0.01  # or until this share of its tokens moves
LONG, PASSES = 200, 30  # tokens of a document in the mean; passes by default where they are long
STEP = 1.8  # times the step of a pass
TOKENS_VISITED = 20_000_000  # in sweeps, by default; a tenth as many in passes over short documents
SETTLING = 0.5  # of the sweeps over all documents come before those that are averaged
SHARPER = 0.1  # the prior of documents is multiplied by it while they settle
SWEEP_PARTS = 32  # of the corpus; counts are brought up to date after each
MANY = 500_000  # tokens of short documents from which on a part may come first
FIRST = 4_000  # tokens a topic, at least, of that part
LEARNABLE = 10_000  # tokens a topic of a part from which the prior of documents is learnt
GROWING = 0.5  # of the sweeps are spent on parts
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
    epochs : int, default 10
        Times over the corpus in minibatches, variational.
    passes : int, optional
        Times over the corpus as a whole, variational. By default 30 where documents have 200 tokens
        or more in the mean; where they are shorter as many as visit two million tokens, up to 30, and
        none where a part of them comes first.
    sweeps : int, optional
        Times over the corpus by sampling; the counts of the later half are averaged. By default none
        where documents are long; where they are short as many as visit twenty million tokens, but no
        fewer than 20 and no more than 100. Where short documents are many (500,000 tokens, 8,000 a
        topic) as many as visit eighty million, 40 to 100; half of so many or more are spent on
        parts of the corpus, of fewer none. More predict and agree better, by less and less.
    alpha : float, default 0.1
        Prior of topics in documents to begin with; `alpha_` is learnt. It has a part in the topics where
        there are sweeps.
    eta : float or array (n_topics, n_terms), default 0.1
        Prior of terms in topics; a term is kept out of the topics where it is 0. A run starts
        from `start_shares` of an array.
    threads : int, default 1
        The result does not depend on it.

    Raises
    ------
    DataError
        Options that are impossible; in `fit` counts that are no whole numbers, a term that no topic may
        have, a term that occurs 16 million times.

    Notes
    -----
    Memory: 8 bytes a token and 8 an entry, 4 a document and topic, up to 40 a term and topic, and 8 for
    each topic and token of the longest document. Of several threads minibatches use one.

    >>> X = sp.csr_matrix(np.repeat([[4, 3, 0, 0], [0, 0, 5, 2]], 20, axis=0))
    >>> CollapsedLDA(2, random_state=1).fit(X).components_.round(1).tolist()
    [[0.0, 0.0, 0.7, 0.3], [0.6, 0.4, 0.0, 0.0]]
    """

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        epochs: int = EPOCHS,
        passes: int | None = None,
        sweeps: int | None = None,
        alpha: float = 0.1,
        eta: float | Floats = 0.1,
        threads: int = 1,
    ) -> None:
        need_count("n_topics", n_topics, 1, 2**16 - 1)
        need_count("epochs", epochs)
        need_count("threads", threads, 1)
        for name, number in (("passes", passes), ("sweeps", sweeps)):
            if number is not None:
                need_count(name, number)
        if epochs == passes == sweeps == 0:
            raise DataError("epochs, passes and sweeps are all 0: nothing would be learnt.")
        need_prior("alpha", alpha)
        need_prior("eta", eta, array=True)
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
        rng = np.random.default_rng(self.random_state)
        corpus = _corpus(X, rng)
        prior = _prior(self.eta, self.n_topics, X.shape[1])
        alpha = _padded(np.full((1, self.n_topics), self.alpha))[0]
        with _threads(self.threads) as each:
            passes, sweeps, sizes = _plan(corpus, self.n_topics, self.passes, self.sweeps)
            run = _Run(corpus, prior, alpha, self.n_topics, rng, each)
            run.find(self.epochs, sizes[0])
            run.pass_over(passes)
            run.settle(sweeps, sizes)
        weights = (run.of_term + prior.each)[:, : self.n_topics].T.astype("float64")
        self.components_: Floats = weights / weights.sum(axis=1, keepdims=True)
        self.alpha_: Floats = alpha[: self.n_topics].astype("float64")
        return self

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X."""
        return fold_in(self.components_, X, alpha=self.alpha_)


# ---- what is worked on. Arrays of topics are padded to whole lanes, with zeros


@dataclass(frozen=True)
class _Corpus:
    """Documents in an order at random, cut into parts, in each the short ones first (see `sample`)."""

    pointers: npt.NDArray[np.int64]  # of documents, into the entries
    columns: npt.NDArray[np.int32]  # term of an entry
    data: Single  # its count
    starts: npt.NDArray[np.int64]  # of documents, into the tokens
    terms: int
    parts: npt.NDArray[np.int64]  # first documents, and the end

    @property
    def documents(self) -> int:
        return len(self.pointers) - 1

    @property
    def tokens(self) -> int:
        return int(self.starts[-1])


def _corpus(X: sp.csr_matrix, rng: np.random.Generator) -> _Corpus:
    X = sp.csr_matrix(X)
    if (X.data < 0).any() or (X.data != np.floor(X.data)).any():
        raise DataError("X: counts must be whole numbers, 0 or more. Another engine takes weights.")
    if X.nnz and np.asarray(X.sum(axis=0)).max() >= EXACT:
        raise DataError(f"X: a term occurs {EXACT:,} times or more. Leave it out: max_share.")
    X = X.astype(np.int64)  # sums of millions are exact
    tokens = np.asarray(X.sum(axis=1)).ravel()
    parts = np.array_split(rng.permutation(X.shape[0]), SWEEP_PARTS)
    order = np.concatenate([part[np.argsort(tokens[part], kind="stable")] for part in parts])
    X = X[order]
    X.sort_indices()
    return _Corpus(
        X.indptr.astype(np.int64),
        X.indices.astype(np.int32, copy=False),
        X.data.astype(np.float32),
        np.concatenate([[0], np.cumsum(tokens[order])]),
        X.shape[1],
        np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64),
    )


def _plan(
    corpus: _Corpus, topics: int, passes: int | None, sweeps: int | None
) -> tuple[int, int, list[int]]:
    """Passes and sweeps, those asked for or as documents are long or short; and how many parts are swept at a time."""
    long = corpus.tokens >= LONG * corpus.documents
    often = TOKENS_VISITED // max(corpus.tokens, 1)  # more where they cost little
    smaller = [] if long or passes else _smaller(corpus, topics)
    enough = min(100, max(40, 4 * often) if smaller else max(20, often))
    if sweeps is None:
        sweeps = 0 if long else enough
    elif sweeps < enough:  # all of them over all documents predict better
        smaller = []
    if passes is None:
        passes = PASSES if long else 0 if smaller else min(PASSES, often // 10)
    return passes, sweeps, [*smaller, SWEEP_PARTS]


def _smaller(corpus: _Corpus, topics: int) -> list[int]:
    """The numbers of parts that come before all: half of them, a quarter and so on, as there are tokens for topics."""
    sizes = [SWEEP_PARTS]
    if corpus.tokens >= MANY:
        while sizes[0] > 1 and corpus.tokens * sizes[0] / SWEEP_PARTS >= 2 * FIRST * topics:
            sizes.insert(0, sizes[0] // 2)
    return sizes[:-1]


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
    if (each.sum(axis=0) <= 0).any():
        raise DataError("eta: a term has no prior in any topic. Leave it out of the vocabulary.")
    if each.ndim:
        if (each.sum(axis=1) <= 0).any():
            raise DataError("eta: a topic has no prior for any term. Leave out the topic.")
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


# ---- the phases


class _Run:
    """Counts of terms in topics (terms, topics) and of documents (documents, topics), phase after phase."""

    def __init__(
        self,
        corpus: _Corpus,
        prior: _Prior,
        alpha: Single,
        topics: int,
        rng: np.random.Generator,
        each: Each,
    ) -> None:
        self.corpus, self.prior, self.alpha, self.topics = corpus, prior, alpha, topics
        self.rng, self.each = rng, each
        frequency = np.bincount(corpus.columns, corpus.data, corpus.terms)
        noise = _padded(rng.gamma(1.0, 1.0, (corpus.terms, self.topics)))
        self.of_term: Single = (noise * prior.start * frequency[:, None]).astype(np.float32)
        self.tokens = np.diff(corpus.starts)
        self.of_document: Single = np.zeros((corpus.documents, alpha.size), dtype=np.float32)
        self.of_document[:, : self.topics] = (self.tokens / self.topics).astype(np.float32)[:, None]
        self.entries = (corpus.pointers, corpus.columns, corpus.data)
        self.words = np.repeat(corpus.columns, corpus.data.astype(np.int64))
        self.topic = np.zeros(corpus.tokens, dtype=np.uint16)  # of each token
        self.new = np.zeros_like(self.topic)
        self.seed = np.uint64(rng.integers(2**62))
        self.sampled = 0  # documents, the first ones

    def find(self, epochs: int, size: int) -> None:
        """Topics, in minibatches of the documents of so many parts."""
        documents = int(self.corpus.parts[size])
        mean = max(int(self.corpus.starts[documents]) / max(documents, 1), 1.0)
        batch = max(1, min(int(MINIBATCH / mean), documents // 10))
        number = -(-documents // batch)
        for epoch in range(epochs):
            order = self.rng.permutation(documents)
            weights = 1 / np.sqrt(epoch * number + np.arange(number) + DELAY)
            state = (self.of_term, self.prior.each, self.prior.total, self.of_document, self.alpha)
            most = LATER if epoch else ITERATIONS  # later from where they were
            minibatches(order, batch, weights, self.tokens, *self.entries, *state, most, STILL)

    def pass_over(self, passes: int) -> None:
        """Expected counts of all documents, again and again."""
        said = np.zeros((PARTS if passes else 0, *self.of_term.shape), dtype=np.float32)
        parts = np.array_split(np.arange(self.corpus.documents), PARTS)
        for i in range(passes):
            state = (self.of_term, 1.0, _scale(self.of_term, self.prior), self.prior.each)
            rest = (self.of_document, self.alpha, LATER, STILL, 1)
            said[:] = 0

            def one(part: int, state: Any = (*self.entries, *state, *rest)) -> None:
                expect(parts[part], *state, said[part])

            self.each(one, PARTS)
            now = said.sum(axis=0)
            if i < passes - 1:  # no count may become negative, or nothing at once
                step = self.of_term + np.float32(STEP) * (now - self.of_term)
                now = np.maximum(step, np.minimum(now, self.of_term) / 2)
            self.of_term = now

    def settle(self, sweeps: int, sizes: list[int]) -> None:
        """A topic for every token, drawn again and again: mean counts of the later half. `alpha` is learnt."""
        *smaller, whole = sizes
        self.counts, self.of_topic = np.zeros_like(self.of_term), np.zeros(self.topics)
        growing = int(GROWING * sweeps) if smaller else 0
        for size in smaller:
            self._add(size)
            tokens = self.corpus.starts[self.corpus.parts[size]]
            learnable = tokens >= LEARNABLE * self.topics
            for sweep in range(round(growing / len(smaller) * whole / size)):
                self._sweep(self.alpha)
                if learnable and sweep % 2 == 0:
                    self._learn()
        self._add(whole)
        if not sweeps:
            for _ in range(LEARNT):
                self._learn()
            return
        mean = np.zeros(self.counts.shape)
        settling = int(SETTLING * (sweeps - growing))
        for sweep in range(sweeps - growing):
            settled = sweep >= settling
            self._sweep(self.alpha if settled else self.alpha * np.float32(SHARPER))
            if sweep % 2 == 0:
                self._learn()
            if settled:
                mean += self.counts
        self.of_term = (mean / (sweeps - growing - settling)).astype(np.float32)

    def _add(self, size: int) -> None:
        """First topics for the tokens of more documents, up to so many parts; they are sampled from now on."""
        begin, end = self.sampled, int(self.corpus.parts[size])
        of_term = self.counts if begin else self.of_term
        if begin:
            self.of_document[begin:end] = 0  # nothing is known of them
        self.sampled = end
        phi = (of_term + self.prior.each) * _scale(of_term, self.prior)
        seed, cuts = self._seed(), _cuts(self.corpus.starts, begin, end)
        tokens = (self.corpus.starts, self.words)
        state = (*tokens, phi, self.of_document, self.alpha, seed, self.topic)
        self.each(lambda i: first_draw(cuts[i], cuts[i + 1], *state), PARTS)
        new = slice(*self.corpus.starts[[begin, end]])
        count(self.words[new], self.topic[new], self.counts, self.of_topic)

    def _sweep(self, alpha: Single) -> None:
        """New topics for the tokens that are sampled, part after part."""
        for first, end in pairwise(self.corpus.parts.tolist()):
            if first < self.sampled:
                self._sample(first, end, alpha)

    def _sample(self, first: int, end: int, alpha: Single) -> None:
        """New topics for the tokens of documents, all given the same counts of terms."""
        seed, cuts = self._seed(), _cuts(self.corpus.starts, first, end)
        tokens = (self.corpus.starts, self.words, self.topic, self.new)
        topics = (self.counts, self.of_topic, alpha, self.prior.each, self.prior.total)
        self.each(lambda i: sample(cuts[i], cuts[i + 1], *tokens, *topics, seed), PARTS)
        move(first, end, *tokens, self.counts, self.of_topic)

    def _learn(self) -> None:
        """The prior of documents, from the tokens that are sampled."""
        starts, longest = self.corpus.starts[: self.sampled + 1], int(self.tokens.max(initial=0))
        learn(starts, self.topic, self.alpha[: self.topics], longest)

    def _seed(self) -> np.uint64:
        self.seed += np.uint64(1)
        return self.seed


def _cuts(starts: npt.NDArray[np.int64], first: int, end: int) -> list[int]:
    """Documents at which PARTS of about as many tokens begin, and the end."""
    goals = np.linspace(starts[first], starts[end], PARTS + 1)[1:-1]
    return [first, *(first + np.searchsorted(starts[first:end], goals)).tolist(), end]


def _scale(of_term: Single, prior: _Prior) -> Single:
    """What a token adds to the probability of its term in each topic."""
    scale = np.zeros(len(prior.total), dtype=np.float32)
    total = of_term.sum(axis=0, dtype="float64") + prior.total
    np.divide(1.0, total, out=scale, where=total > 0, casting="same_kind")
    return scale
