"""Topic engines of well-known libraries, behind the contract of `engines`.

scikit-learn and gensim are variational, tomotopy is a collapsed Gibbs sampler. What they share: documents
are taken in a random order of the seed, for in a corpus sorted by speaker the last speaker would
write the topics of an online engine; priors are topoi's, not the libraries'.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from ..errors import DataError
from .engines import Floats
from .evaluation import fold_in, need_terms
from .options import need_count, need_prior

_ITERATIONS = 10  # on a document, each time it comes by
_AT_A_TIME = 10_000  # documents that are lists of tuples at one time


class _Peer:
    """What all of them take; a class of engines may have other numbers of passes."""

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        passes: int = 5,
        batch_size: int = 512,
        alpha: float = 0.1,
        eta: float | Floats = 0.1,
    ) -> None:
        for name, count in (("n_topics", n_topics), ("passes", passes), ("batch_size", batch_size)):
            need_count(name, count, 1)
        need_prior("alpha", alpha)
        need_prior("eta", eta, array=True)
        self.n_topics = n_topics
        self.random_state = random_state
        self.passes = passes
        self.batch_size = batch_size
        self.alpha = alpha
        self.eta = eta

    def _order(self, X: sp.csr_matrix) -> npt.NDArray[np.int64]:
        return np.random.default_rng(self.random_state).permutation(X.shape[0])


class SklearnLDA(_Peer):
    """Online variational Bayes (Hoffman, Blei & Bach 2010) by scikit-learn.

    Parameters
    ----------
    n_topics : int
    random_state : int, optional
    passes : int, default 5
        Times over the corpus.
    batch_size : int, default 512
        Documents a minibatch.
    alpha, eta : float, default 0.1
        Symmetric priors of topics in documents and of terms in topics. scikit-learn knows no other:
        an array is a DataError.
    """

    _method = "online"

    def fit(self, X: sp.csr_matrix) -> SklearnLDA:
        """Learn the topics of X (documents x terms, counts)."""
        from sklearn.decomposition import LatentDirichletAllocation

        if np.ndim(self.eta):
            raise DataError(
                "scikit-learn takes one number for eta, the prior of terms in topics, and no array: "
                "guided topics need another engine (gensim, tomotopy or topoi's own)."
            )
        self.model_ = LatentDirichletAllocation(
            self.n_topics,
            learning_method=self._method,
            learning_offset=10.0,
            max_iter=self.passes,
            total_samples=X.shape[0],
            batch_size=min(self.batch_size, X.shape[0]),
            max_doc_update_iter=_ITERATIONS,
            mean_change_tol=0.05,
            doc_topic_prior=self.alpha,
            topic_word_prior=self.eta,
            random_state=self.random_state,
        )
        self._learn(X[self._order(X)])
        weights = self.model_.components_
        self.components_ = weights / weights.sum(axis=1, keepdims=True)
        self.alpha_ = np.full(self.n_topics, self.alpha)
        return self

    def _learn(self, X: sp.csr_matrix) -> None:
        # As `fit` does, which then computes a perplexity that nobody asked for.
        for _ in range(self.passes):
            self.model_.partial_fit(X)

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X."""
        need_terms(self.components_, X)
        return np.asarray(self.model_.transform(X))


class SklearnBatchLDA(SklearnLDA):
    """Batch variational Bayes (Blei, Ng & Jordan 2003) by scikit-learn: one update a pass.

    Parameters
    ----------
    n_topics, random_state, alpha, eta
        As in `SklearnLDA`.
    passes : int, default 30
        Times over the corpus; each changes the topics once, so it takes many.
    """

    _method = "batch"

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        passes: int = 30,
        alpha: float = 0.1,
        eta: float = 0.1,
    ) -> None:
        super().__init__(n_topics, random_state, passes=passes, alpha=alpha, eta=eta)

    def _learn(self, X: sp.csr_matrix) -> None:
        self.model_.fit(X)


class GensimLDA(_Peer):
    """Online variational Bayes by gensim, in double precision, one process.

    Parameters
    ----------
    n_topics : int
    random_state : int, optional
    passes, batch_size, alpha
        As in `SklearnLDA`.
    eta : float or array (n_topics, n_terms), default 0.1
        Prior of terms in topics; a term is kept out of the topics where it is 0.
    """

    def fit(self, X: sp.csr_matrix) -> GensimLDA:
        """Learn the topics of X (documents x terms, counts)."""
        self.model_ = self._untrained(X)
        self.model_.state.sstats[self.model_.eta == 0] = 0.0  # else the random start stays there
        self.model_.sync_state()
        self.model_.update(Rows(X, self._order(X)))
        weights = np.asarray(self.model_.get_topics(), dtype="float64")
        self.components_ = weights / weights.sum(axis=1, keepdims=True)
        self.alpha_ = np.asarray(self.model_.alpha, dtype="float64")
        return self

    def _untrained(self, X: sp.csr_matrix) -> Any:
        from gensim.models import LdaModel

        return LdaModel(**self._settings(X), offset=10.0, decay=0.7)

    def _settings(self, X: sp.csr_matrix) -> dict[str, Any]:
        return {
            "num_topics": self.n_topics,
            "id2word": {i: str(i) for i in range(X.shape[1])},
            "passes": self.passes,
            "chunksize": min(self.batch_size, X.shape[0]),
            "iterations": _ITERATIONS,
            "alpha": np.full(self.n_topics, self.alpha),
            "eta": np.broadcast_to(np.asarray(self.eta, "float64"), (self.n_topics, X.shape[1])),
            "eval_every": None,
            "dtype": np.float64,
            "random_state": self.random_state,
        }

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X."""
        from gensim.utils import get_random_state

        need_terms(self.components_, X)
        self.model_.random_state = get_random_state(self.random_state)  # the same each time
        rows, order = [], np.arange(X.shape[0])
        for a in range(0, len(order), _AT_A_TIME):
            gamma, _ = self.model_.inference(list(Rows(X, order[a : a + _AT_A_TIME])))
            rows.append(np.asarray(gamma / gamma.sum(axis=1, keepdims=True), dtype="float64"))
        return np.concatenate(rows) if rows else np.empty((0, self.n_topics))


class GensimMulticoreLDA(GensimLDA):
    """Batch variational Bayes by gensim, in processes beside the one that asks.

    gensim's online updates depend on which process is done first, so topics change once a pass here. Even
    then more than one process adds up in the order in which results arrive, from random starts that
    differ by process: the bits differ from run to run, and a warning says so. With one process
    they do not.

    Parameters
    ----------
    n_topics, random_state, alpha, eta
        As in `GensimLDA`.
    passes : int, default 30
        Times over the corpus; each changes the topics once.
    batch_size : int, default 512
        Documents that go to a process at a time.
    workers : int, default 1
        Processes.
    """

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        passes: int = 30,
        batch_size: int = 512,
        workers: int = 1,
        alpha: float = 0.1,
        eta: float | Floats = 0.1,
    ) -> None:
        super().__init__(
            n_topics, random_state, passes=passes, batch_size=batch_size, alpha=alpha, eta=eta
        )
        need_count("workers", workers, 1)
        self.workers = workers

    def _untrained(self, X: sp.csr_matrix) -> Any:
        from gensim.models import LdaMulticore

        if self.workers > 1:
            warnings.warn(
                f"gensim-multicore: with {self.workers} workers gensim gives other bits in every run, "
                "whatever random_state is. workers=1 gives the same.",
                stacklevel=3,
            )
        return LdaMulticore(**self._settings(X), workers=self.workers, batch=True, decay=0.0)


class TomotopyLDA(_Peer):
    """Collapsed Gibbs sampling (Griffiths & Steyvers 2004) by tomotopy, which is optional.

    The prior of topics in documents is learnt on the way and asymmetric, as tomotopy does unless
    told otherwise. One process: with more, tomotopy gives other topics. It computes in single precision, by
    code made for the processor at hand: another kind of processor may give other bits.

    Parameters
    ----------
    n_topics : int
    random_state : int, optional
    passes : int, default 500
        Times over the corpus.
    alpha : float, default 0.1
        Where the prior of topics in documents starts from.
    eta : float or array (n_topics, n_terms), default 0.1
        Prior of terms in topics; a term is kept out of the topics where it is 0.
    """

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        passes: int = 500,
        alpha: float = 0.1,
        eta: float | Floats = 0.1,
    ) -> None:
        super().__init__(n_topics, random_state, passes=passes, alpha=alpha, eta=eta)
        _tomotopy()  # that it is missing is said before other engines are fitted

    def fit(self, X: sp.csr_matrix) -> TomotopyLDA:
        """Learn the topics of X (documents x terms, counts)."""
        eta = np.broadcast_to(np.asarray(self.eta, "float64"), (self.n_topics, X.shape[1]))
        smooth = float(np.median(eta[eta > 0]))  # of most terms; the others are told apart
        seed = np.random.default_rng(self.random_state).integers(2**31)
        self.model_ = _tomotopy().LDAModel(
            k=self.n_topics, alpha=self.alpha, eta=smooth, seed=int(seed)
        )
        for document in Rows(X):
            if document:  # tomotopy refuses empty ones
                self.model_.add_doc([str(j) for j, n in document for _ in range(int(n))])
        for j in np.flatnonzero((eta != smooth).any(axis=0)):
            self.model_.set_word_prior(str(j), eta[:, j].tolist())
        self.model_.train(self.passes, workers=1, show_progress=False)
        self.components_ = tomotopy_topics(self.model_, eta)
        self.alpha_ = np.asarray(self.model_.alpha, dtype="float64")
        return self

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X, by expectation maximisation and not by sampling."""
        return fold_in(self.components_, X, alpha=self.alpha_)


def tomotopy_topics(model: Any, eta: Floats) -> Floats:
    """Topics of a tomotopy model whose words are column numbers: counts and prior, normalised."""
    weights = eta.astype("float64")
    used = np.array([int(word) for word in model.used_vocabs])
    for k in range(model.k):
        smoothed = np.asarray(model.get_topic_word_dist(k, normalize=False))
        weights[k, used] += np.rint(smoothed - model.eta)  # the counts of the sample
    return weights / weights.sum(axis=1, keepdims=True)


def _tomotopy() -> Any:
    try:
        import tomotopy
    except ImportError as error:
        raise DataError(
            "the engine 'tomotopy' needs the package of that name: pip install 'topoi[tomotopy]', "
            "or take another engine."
        ) from error
    return tomotopy


class Rows:
    """A matrix as gensim takes a corpus: documents as lists of (column, count), made when asked for.

    >>> list(Rows(sp.csr_matrix(np.array([[0, 2], [1, 0]])), order=np.array([1, 0])))
    [[(0, 1.0)], [(1, 2.0)]]
    """

    def __init__(self, X: sp.csr_matrix, order: npt.NDArray[np.int64] | None = None) -> None:
        self.X = X.tocsr()
        self.order = np.arange(X.shape[0]) if order is None else order

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[list[tuple[int, float]]]:
        indptr, indices, data = self.X.indptr, self.X.indices, self.X.data
        for i in self.order.tolist():
            a, b = indptr[i], indptr[i + 1]
            columns, numbers = indices[a:b].tolist(), data[a:b].astype(float).tolist()
            yield list(zip(columns, numbers, strict=True))
