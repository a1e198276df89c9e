"""Topic engines of well-known libraries, behind the contract of `engines`."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from .engines import Floats

_ITERATIONS = 10  # on a document, each time it comes by


class _Online:
    """What the two online engines take."""

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        passes: int = 5,
        batch_size: int = 512,
        alpha: float = 0.1,
        eta: float = 0.1,
    ) -> None:
        self.n_topics = n_topics
        self.random_state = random_state
        self.passes = passes
        self.batch_size = batch_size
        self.alpha = alpha
        self.eta = eta


class SklearnLDA(_Online):
    """Online variational Bayes (Hoffman, Blei & Bach 2010) by scikit-learn.

    Documents are shuffled before they are cut into minibatches: scikit-learn takes them in the
    order in which they come, and in a corpus sorted by speaker the last speaker would write the
    topics.

    Parameters
    ----------
    n_topics : int
    random_state : int, optional
    passes : int, default 5
        Times over the corpus.
    batch_size : int, default 512
        Documents a minibatch.
    alpha, eta : float, default 0.1
        Symmetric priors of topics in documents and of terms in topics.
    """

    def fit(self, X: sp.csr_matrix) -> SklearnLDA:
        """Learn the topics of X (documents x terms, counts)."""
        from sklearn.decomposition import LatentDirichletAllocation

        order = np.random.default_rng(self.random_state).permutation(X.shape[0])
        self.model_ = LatentDirichletAllocation(
            self.n_topics,
            learning_method="online",
            learning_offset=10.0,
            max_iter=self.passes,
            batch_size=min(self.batch_size, X.shape[0]),
            max_doc_update_iter=_ITERATIONS,
            mean_change_tol=0.05,
            doc_topic_prior=self.alpha,
            topic_word_prior=self.eta,
            random_state=self.random_state,
        ).fit(X[order])
        weights = self.model_.components_
        self.components_ = weights / weights.sum(axis=1, keepdims=True)
        self.alpha_ = np.full(self.n_topics, self.alpha)
        return self

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X."""
        return np.asarray(self.model_.transform(X))


class GensimLDA(_Online):
    """Online variational Bayes by gensim, in double precision, one process.

    Parameters
    ----------
    n_topics : int
    random_state : int, optional
    passes, batch_size, alpha, eta
        As in `SklearnLDA`.
    """

    def fit(self, X: sp.csr_matrix) -> GensimLDA:
        """Learn the topics of X (documents x terms, counts)."""
        from gensim.models import LdaModel

        order = np.random.default_rng(self.random_state).permutation(X.shape[0])
        self.model_ = LdaModel(
            _corpus(X[order]),
            num_topics=self.n_topics,
            id2word={i: str(i) for i in range(X.shape[1])},
            passes=self.passes,
            chunksize=min(self.batch_size, X.shape[0]),
            iterations=_ITERATIONS,
            alpha=np.full(self.n_topics, self.alpha),
            eta=self.eta,
            eval_every=None,
            offset=10.0,
            decay=0.7,
            dtype=np.float64,
            random_state=self.random_state,
        )
        self.components_ = np.asarray(self.model_.get_topics(), dtype="float64")
        self.components_ /= self.components_.sum(axis=1, keepdims=True)
        self.alpha_ = np.asarray(self.model_.alpha, dtype="float64")
        return self

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of the documents of X."""
        from gensim.utils import get_random_state

        self.model_.random_state = get_random_state(self.random_state)  # the same each time
        gamma, _ = self.model_.inference(_corpus(X))
        return np.asarray(gamma / gamma.sum(axis=1, keepdims=True), dtype="float64")


def _corpus(X: sp.csr_matrix) -> list[list[tuple[int, float]]]:
    X = X.tocsr()
    return [
        list(zip(X.indices[a:b].tolist(), X.data[a:b].astype(float).tolist(), strict=True))
        for a, b in zip(X.indptr[:-1], X.indptr[1:], strict=True)
    ]
