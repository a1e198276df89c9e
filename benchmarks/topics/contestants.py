"""The engines that are compared, each told to show its topics as it goes.

A contestant is a function `(X, n_topics, seed, watch)`. It fits to X until `watch(topics, passes, seconds)`
is False; `topics` is a function that gives the array (n_topics, n_terms), `seconds` is None, or the time that a
fit of its own took where a library cannot be stopped on the way. A peer's time begins when it has the documents in its
own form. Priors: what the library ships with, and what did best among those tried.

MALLET takes part if MALLET_HOME names its folder (classes or jars of 2.0.7 or later) and there is a java.
"""

from __future__ import annotations

import inspect
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import scipy.sparse as sp

from topoi.topics import fit_topics
from topoi.topics.collapsed import EPOCHS, LONG
from topoi.topics.engines import ENGINES, make_engine
from topoi.topics.peers import Rows, tomotopy_topics

Watch = Any  # `quality.Watch`
LONGER = 2**0.5  # a fit anew has so many times the passes of the one before
CHUNK = 256  # documents between two online updates, at most a quarter of the corpus
MINE = str(inspect.signature(fit_topics).parameters["engine"].default)
OWN = [name for name, (module, _) in ENGINES.items() if module != "peers"]


def normalised(weights: np.ndarray) -> np.ndarray:
    """Rows that sum to one."""
    return weights / weights.sum(axis=1, keepdims=True)


def own(X: sp.csr_matrix, n_topics: int, seed: int, watch: Watch, *, engine: str) -> None:
    """An engine of topoi with its defaults, but for how often it goes over X; fitted anew for more of that."""
    _anew(partial(_own_passes, X, n_topics, seed, engine), watch)


def _own_passes(X: sp.csr_matrix, n_topics: int, seed: int, engine: str, passes: int) -> np.ndarray:
    """So many passes in all: no more in minibatches than by default, the rest as documents are long or short."""
    epochs = min(EPOCHS, passes)
    rest = "passes" if X.sum() >= LONG * X.shape[0] else "sweeps"
    phases = {"passes": 0, "sweeps": 0, "epochs": epochs} | {rest: passes - epochs}
    return make_engine(engine, n_topics, seed, **phases).fit(X).components_


def _anew(fit: Callable[[int], np.ndarray], watch: Watch) -> None:
    """Fits of more and more passes, each timed alone."""
    _anew_timed(lambda passes: timed(partial(fit, passes)), watch)


def _anew_timed(fit: Callable[[int], tuple[np.ndarray, float]], watch: Watch) -> None:
    passes, going = 1, True
    while going:
        topics, seconds = fit(passes)
        going = watch(lambda topics=topics: topics, passes, seconds=seconds)
        passes = max(passes + 1, round(passes * LONGER))


def timed(what: Callable[[], Any]) -> tuple[Any, float]:
    """A result, and the seconds that it took."""
    start = time.perf_counter()
    return what(), time.perf_counter() - start


def tomotopy(
    X: sp.csr_matrix, n_topics: int, seed: int, watch: Watch, *, eta: float, alpha: float = 0.1
) -> None:
    """Gibbs sampling by tomotopy, one process; it learns an asymmetric prior of documents."""
    from tomotopy import LDAModel

    model = LDAModel(k=n_topics, alpha=alpha, eta=eta, seed=seed)
    for document in Rows(X):
        if document:
            model.add_doc(words_of(document))
    prior, passes, going = np.full((n_topics, X.shape[1]), eta), 0, True
    watch.start()
    while going:
        more = max(1, passes // 5)
        model.train(more, workers=1, show_progress=False)
        passes += more
        going = watch(lambda: tomotopy_topics(model, prior), passes)


def words_of(document: list[tuple[int, float]]) -> list[str]:
    """Its tokens, a column's number for each."""
    return [str(j) for j, n in document for _ in range(int(n))]


def mallet(X: sp.csr_matrix, n_topics: int, seed: int, watch: Watch, *, eta: float) -> None:
    """Gibbs sampling by MALLET, one thread, fitted anew for more passes; it learns both priors from `eta` and .1.

    Its time is that of the process less that of one of a single pass, the first: of what that takes to start, to
    read the documents and for the pass. So times are short by a pass, in MALLET's favour.
    """
    with mallet_documents(X) as (run, folder):
        options = {
            "num-topics": n_topics,
            "num-threads": 1,
            "alpha": 0.1 * n_topics,  # of all topics
            "beta": eta,
            "optimize-interval": 10,
            "optimize-burn-in": 20,
            "show-topics-interval": 0,
            "random-seed": seed,
            "topic-word-weights-file": folder / "weights",
        }

        def fit(passes: int) -> None:
            run("topics.tui.Vectors2Topics", **options, **{"num-iterations": passes})

        _, start_up = timed(partial(fit, 1))

        def topics(passes: int) -> tuple[np.ndarray, float]:
            _, seconds = timed(partial(fit, passes))
            weights = np.loadtxt(folder / "weights", dtype="float64")
            out = np.full((n_topics, X.shape[1]), weights[:, 2].min())  # the prior, of terms unseen
            out[weights[:, 0].astype(int), weights[:, 1].astype(int)] = weights[:, 2]
            return normalised(out), max(seconds - start_up, 0.01)

        _anew_timed(topics, watch)


@contextmanager
def mallet_documents(X: sp.csr_matrix) -> Iterator[tuple[Callable[..., None], Path]]:
    """A function that runs a command of MALLET on the documents, and a folder."""
    home = Path(os.environ["MALLET_HOME"])
    places = [home / "class", *sorted(home.glob("dist/*.jar")), *sorted(home.glob("lib/*.jar"))]
    java = ["java", "-Xmx4g", "-XX:+UseSerialGC", "-cp", os.pathsep.join(map(str, places))]
    with TemporaryDirectory() as name:
        folder = Path(name)

        def run(command: str, **options: Any) -> None:
            given = {"input": folder / "documents", **options}
            words = [str(word) for k, v in given.items() for word in (f"--{k}", v)]
            subprocess.run(
                [*java, f"cc.mallet.{command}", *words],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        lines = (f"{i} x {' '.join(words_of(d))}" for i, d in enumerate(Rows(X)) if d)
        (folder / "text").write_text("\n".join(lines) + "\n", "utf-8")
        read = {"input": folder / "text", "output": folder / "documents", "token-regex": r"\S+"}
        run("classify.tui.Csv2Vectors", **read, **{"keep-sequence": "true"})
        yield run, folder


def gensim(
    X: sp.csr_matrix,
    n_topics: int,
    seed: int,
    watch: Watch,
    *,
    online: bool,
    alpha: float | str = 0.1,
) -> None:
    """Variational Bayes by gensim, one process, pass by pass; topics change with each chunk or each pass.

    It can also learn eta, which on short passages ends in topics of a few rare words each (C_NPMI -.8): not done.
    """
    from gensim.models import LdaModel

    model = LdaModel(
        num_topics=n_topics,
        id2word={i: str(i) for i in range(X.shape[1])},
        chunksize=min(CHUNK, max(1, X.shape[0] // 4)),
        update_every=int(online),
        iterations=50,
        alpha=alpha if isinstance(alpha, str) else np.full(n_topics, alpha),
        eta=0.1,
        eval_every=None,
        offset=10.0,
        decay=0.7 if online else 0.0,
        random_state=seed,
    )
    documents = list(Rows(X, np.random.default_rng(seed).permutation(X.shape[0])))
    passes, going = 0, True
    watch.start()
    while going:
        model.update(documents)
        passes += 1
        going = watch(lambda: normalised(np.asarray(model.get_topics(), "float64")), passes)


def sklearn(X: sp.csr_matrix, n_topics: int, seed: int, watch: Watch, *, online: bool) -> None:
    """Variational Bayes by scikit-learn: online pass by pass, in batches fitted anew for more passes."""
    from sklearn.decomposition import LatentDirichletAllocation

    settings: dict[str, Any] = {
        "n_components": n_topics,
        "doc_topic_prior": 0.1,
        "topic_word_prior": 0.1,
        "random_state": seed,
        "max_doc_update_iter": 50,
        "mean_change_tol": 0.01,
    }
    if not online:
        _anew(partial(_sklearn_passes, X, settings), watch)
        return
    model = LatentDirichletAllocation(
        learning_offset=10.0,
        batch_size=min(CHUNK, max(1, X.shape[0] // 4)),
        total_samples=X.shape[0],
        **settings,
    )
    X = X[np.random.default_rng(seed).permutation(X.shape[0])]
    passes, going = 0, True
    watch.start()
    while going:
        model.partial_fit(X)
        passes += 1
        going = watch(lambda: normalised(model.components_), passes)


def _sklearn_passes(X: sp.csr_matrix, settings: dict[str, Any], passes: int) -> np.ndarray:
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(max_iter=passes, learning_method="batch", **settings)
    return normalised(model.fit(X).components_)


CONTESTANTS: dict[str, Callable[..., None]] = {
    **{name: partial(own, engine=name) for name in OWN},
    "tomotopy, as shipped": partial(tomotopy, eta=0.01),
    "tomotopy, eta .1": partial(tomotopy, eta=0.1),
    "MALLET, learns priors": partial(mallet, eta=0.1),
    "gensim, online": partial(gensim, online=True),
    "gensim, batch": partial(gensim, online=False),
    "gensim, learns alpha": partial(gensim, online=False, alpha="auto"),
    "scikit-learn, online": partial(sklearn, online=True),
    "scikit-learn, batch": partial(sklearn, online=False),
}
