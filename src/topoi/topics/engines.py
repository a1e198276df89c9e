"""Topic engines behind one contract.

An engine is made with `(n_topics, random_state, alpha=, eta=)`, `fit(X)` returns itself, `components_`
is (n_topics, n_terms) with rows that sum to one, `alpha_` (n_topics,) the Dirichlet prior of the topics of
a document that was used or learnt, and `transform(X)` is (n_documents, n_topics) with rows that sum to
one. `eta`, the prior of terms in topics, is a number, or (n_topics, n_terms) for guided topics; 0 in it keeps a
term out, a run starts from `start_shares` where the engine can, and an engine that takes no array raises
DataError. A new engine is one class and one entry in `ENGINES`; the contract
test runs on whatever stands there.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from inspect import signature
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from ..errors import DataError
from .options import need_seed

Floats = npt.NDArray[np.float64]


class Engine(Protocol):
    """What every engine does."""

    components_: Floats
    alpha_: Floats

    def __init__(
        self,
        n_topics: int,
        random_state: int | None = None,
        *,
        alpha: float = 0.1,
        eta: float | Floats = 0.1,
    ) -> None: ...

    def fit(self, X: sp.csr_matrix) -> Engine:
        """Learn the topics of a document-term matrix of counts."""
        ...

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of each document."""
        ...


SEEDED = 0.99  # of a guided topic are its seeds when a run starts


def start_shares(eta: Floats) -> Floats:
    """Where the tokens of each term are when a run starts, by the prior of guided topics.

    A guided topic is nearly nothing but its seeds then (the terms with more than the least prior of
    the topic), so that the documents which have them make the topic, and no common topic takes them
    along (benchmarks/README.md). Topics without seeds share the other terms alike.

    Parameters
    ----------
    eta : array (n_topics, n_terms)
        Prior of terms in topics; 0 keeps a term out.

    Returns
    -------
    array (n_topics, n_terms)
        Shares of topics; columns sum to one.

    >>> start_shares(np.array([[50.1, 0.1, 0.1], [0.1, 0.1, 0.0]])).round(3).tolist()
    [[0.665, 0.007, 1.0], [0.335, 0.993, 0.0]]
    """
    allowed = eta > 0
    least = np.where(allowed, eta, np.inf).min(axis=1, keepdims=True)
    seeds = np.where(allowed, eta - least, 0.0)
    guided = seeds.sum(axis=1, keepdims=True) > 0
    rest = allowed / np.maximum(allowed.sum(axis=1, keepdims=True), 1)
    seeds /= np.where(guided, seeds.sum(axis=1, keepdims=True), 1.0)
    weights = np.where(guided, SEEDED * seeds + (1 - SEEDED) * rest, rest)
    return np.asarray(weights / weights.sum(axis=0, keepdims=True))


# Name -> module and class; loaded when it is asked for.
ENGINES = {
    "collapsed": ("collapsed", "CollapsedLDA"),
    "gensim": ("peers", "GensimLDA"),
    "gensim-multicore": ("peers", "GensimMulticoreLDA"),
    "sklearn": ("peers", "SklearnLDA"),
    "sklearn-batch": ("peers", "SklearnBatchLDA"),
    "tomotopy": ("peers", "TomotopyLDA"),  # the extra of that name
}


def make_engine(
    name: str, n_topics: int, random_state: int | None = None, **options: Any
) -> Engine:
    """The engine called `name`; raises DataError for a name, or an option of it, that is none.

    >>> make_engine("sklearn", 5).n_topics
    5
    """
    need_seed(random_state)
    made: Engine = engine_with(name, options)(n_topics, random_state, **options)
    return made


def engine_with(name: str, options: Collection[str] = ()) -> Any:
    """The class of the engine called `name`; raises DataError for a name, or an option of it, that is none."""
    if name not in ENGINES:
        raise DataError(f"no topic engine '{name}'. Engines: {', '.join(sorted(ENGINES))}.")
    module, called = ENGINES[name]
    engine = getattr(import_module(f".{module}", __package__), called)
    known = [o for o in signature(engine).parameters if o not in ("n_topics", "random_state")]
    if unknown := [option for option in options if option not in known]:
        raise DataError(
            f"the topic engine '{name}' has no option '{unknown[0]}'. Its options: "
            f"{', '.join(sorted(known))}."
        )
    return engine
