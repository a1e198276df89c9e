"""Topic engines behind one contract.

An engine is made with `(n_topics, random_state, alpha=, eta=)`, `fit(X)` returns itself, `components_`
is (n_topics, n_terms) with rows that sum to one, `alpha_` (n_topics,) the Dirichlet prior of the topics of
a document that was used or learnt, and `transform(X)` is (n_documents, n_topics) with rows that sum to
one. `eta`, the prior of terms in topics, is a number, or (n_topics, n_terms) for guided topics; 0 in it keeps a
term out, a run starts from the means of the prior where the engine can, and an engine that takes no
array raises DataError. A new engine is one class and one entry in `ENGINES`; the contract
test runs on whatever stands there.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from ..errors import DataError

Floats = npt.NDArray[np.float64]


class Engine(Protocol):
    """What every engine does."""

    components_: Floats
    alpha_: Floats

    def __init__(self, n_topics: int, random_state: int | None = None) -> None: ...

    def fit(self, X: sp.csr_matrix) -> Engine:
        """Learn the topics of a document-term matrix of counts."""
        ...

    def transform(self, X: sp.csr_matrix) -> Floats:
        """Topic shares of each document."""
        ...


# Name -> module and class; loaded when it is asked for.
ENGINES = {
    "cvb0": ("cvb0", "CVB0"),
    "gensim": ("peers", "GensimLDA"),
    "gensim-multicore": ("peers", "GensimMulticoreLDA"),
    "sklearn": ("peers", "SklearnLDA"),
    "sklearn-batch": ("peers", "SklearnBatchLDA"),
    "tomotopy": ("peers", "TomotopyLDA"),  # the extra of that name
}


def make_engine(
    name: str, n_topics: int, random_state: int | None = None, **options: Any
) -> Engine:
    """The engine called `name`; raises DataError for a name that is none.

    >>> make_engine("sklearn", 5).n_topics
    5
    """
    if name not in ENGINES:
        raise DataError(f"no topic engine '{name}'. Engines: {', '.join(sorted(ENGINES))}.")
    module, called = ENGINES[name]
    made: Engine = getattr(import_module(f".{module}", __package__), called)(
        n_topics, random_state, **options
    )
    return made
