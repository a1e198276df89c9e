"""The benchmark of time to quality: its clock, its comparison, and a cell from start to end."""

from __future__ import annotations

import sys
from importlib import import_module
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.topics.evaluation import split_tokens


@pytest.fixture(scope="module")
def quality(root):
    sys.path.insert(0, str(root / "benchmarks" / "topics"))
    try:
        yield import_module("quality")
    finally:
        sys.path.pop(0)


def test_the_clock_stands_still_while_topics_are_looked_at(quality, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(quality.time, "perf_counter", lambda: now[0])
    watch = quality.Watch(budget=3.0)

    def topics():
        now[0] += 100.0  # as long as it takes to look
        return np.ones((1, 1))

    going = []
    for passes in range(1, 5):
        now[0] += 1.0  # as long as a pass takes
        going.append(watch(topics, passes))
    assert going == [True, True, False, False]
    assert [(passes, seconds) for passes, seconds, _, _ in watch.seen] == [
        (1, 1),
        (2, 2),
        (3, 3),
        (4, 4),
    ]


def test_what_a_peer_does_before_its_first_pass_takes_no_time(quality, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(quality.time, "perf_counter", lambda: now[0])
    watch = quality.Watch(budget=3.0)
    now[0] += 50.0  # as long as it takes to hand over the documents
    watch.start()
    now[0] += 1.0
    assert watch(lambda: np.ones((1, 1)), 1)
    assert watch.seen[0][1] == 1


class Handed(sp.csr_matrix):
    """Documents that note when they are handed over: put in order, or read row by row."""

    def __init__(self, *given, noted=None, **options):
        super().__init__(*given, **options)
        self.noted = [] if noted is None else noted

    def __getitem__(self, key):
        self.noted.append("documents")
        return super().__getitem__(key)

    def tocsr(self, copy=False):
        self.noted.append("documents")
        return super().tocsr(copy)


@pytest.mark.parametrize("peer", ["gensim, online", "scikit-learn, online", "tomotopy, eta .1"])
def test_the_clock_of_a_peer_starts_when_it_has_the_documents(quality, peer):
    if peer.startswith("tomotopy"):
        pytest.importorskip("tomotopy")
    noted = []

    class Noting(quality.Watch):
        def start(self):
            noted.append("start")
            super().start()

        def __call__(self, *_, **__):
            noted.append("pass")
            return False

    watch = Noting(budget=1.0)
    noted.clear()
    X = Handed(np.random.default_rng(1).poisson(1.0, (20, 8)).astype(float), noted=noted)
    noted.clear()
    quality.CONTESTANTS[peer](X, 2, 1, watch)
    assert noted.count("start") == 1
    assert "documents" in noted[: noted.index("start")]
    assert noted[-1] == "pass"


def test_fits_anew_are_all_looked_at_until_one_takes_as_long_as_there_is(quality):
    contestants = import_module("contestants")
    watch, fits = quality.Watch(budget=9.0), []

    def fit(passes):
        fits.append(passes)
        return np.ones((1, 1)), float(passes)  # a second a pass

    contestants._anew_timed(fit, watch)
    assert fits == [1, 2, 3, 4, 6, 8, 11]
    assert [(passes, seconds) for passes, seconds, _, _ in watch.seen] == [(n, n) for n in fits]


def test_snapshots_become_rarer_as_time_goes_on(quality, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(quality.time, "perf_counter", lambda: now[0])
    watch = quality.Watch(budget=100.0)
    for passes in range(1, 100):
        now[0] += 1.0
        watch(lambda: np.ones((1, 1)), passes)
    seconds = [s for _, s, _, _ in watch.seen]
    assert seconds[:3] == [1, 2, 3]
    assert all(b >= a * quality.GROWTH for a, b in pairwise(seconds))
    assert len(seconds) < 30


def test_the_best_prior_of_the_grid_is_found_without_trying_all(quality, monkeypatch):
    for peak in range(len(quality.ALPHAS)):
        tried = []

        def score(topics, halves, *, alpha, peak=peak, tried=tried):
            tried.append(alpha)
            return -abs(quality.ALPHAS.index(alpha) - peak)

        monkeypatch.setattr(quality, "heldout_likelihood", score)
        assert quality.best_heldout(np.ones((1, 1)), quality.Corpus(None, None, None)) == 0
        assert len(tried) == len(set(tried)) <= 5


def snapshots(engine: str, values: list[float], every: float) -> pd.DataFrame:
    table = pd.DataFrame({"heldout": values, "coherence": values})
    table["seconds"] = every * np.arange(1, len(values) + 1)
    return table.assign(corpus="speeches-500", n_topics=10, seed=1, engine=engine)


def test_a_peer_is_timed_when_it_is_nearly_as_good_as_ever_and_we_when_we_are_as_good(quality):
    theirs = snapshots("peer", [-9.0, -8.5, -8.2005, -8.2, -8.201], every=10)
    ours = snapshots("mine", [-8.4, -8.3, -8.19, -8.1], every=1)
    row = quality.compare(pd.concat([theirs, ours]), "mine").iloc[0]
    assert (row["best"], row["own_best"]) == (-8.2, -8.1)
    assert (row["peer_seconds"], row["own_seconds"], row["ratio"]) == (30, 3, 0.1)
    never = quality.compare(pd.concat([theirs, ours[:2]]), "mine").iloc[0]
    assert never["ratio"] == np.inf


def test_a_cell_is_fitted_scored_and_kept_and_engines_agree_on_what_they_found(quality, tmp_path):
    rng = np.random.default_rng(1)
    phi = np.kron(np.eye(4), np.full((1, 15), 1 / 15))
    theta = rng.dirichlet(np.full(4, 0.1), 260)
    X = sp.csr_matrix(np.stack([rng.multinomial(60, shares @ phi) for shares in theta]))
    place = tmp_path / "corpora" / "speeches-500"
    place.mkdir(parents=True)
    halves = split_tokens(X[200:], 1)
    matrices = {
        "train": X[:200],
        "observed": halves.observed,
        "scored": halves.scored,
        "windows": X,
    }
    for name, matrix in matrices.items():
        sp.save_npz(place / f"{name}.npz", matrix)
    (tmp_path / "cells").mkdir()
    for engine, seed in ((quality.MINE, 1), (quality.MINE, 2), ("scikit-learn, online", 1)):
        quality.run_cell("speeches-500", 4, engine, seed, 0.2, tmp_path)
    cells = pd.concat([pd.read_csv(f) for f in sorted((tmp_path / "cells").glob("*.csv"))])
    # The truth, scored by the same estimator, is what no engine can beat by much.
    corpus = quality.load("speeches-500", tmp_path)
    truth = quality.best_heldout(phi, corpus)
    assert (cells["heldout"] < truth + 0.02).all()
    assert cells.groupby(["engine", "seed"])["heldout"].max().min() > truth - 0.3
    steady = quality.recurrence(tmp_path, cells)
    assert steady["engine"].tolist() == [quality.MINE]
    assert steady["jaccard"].between(0, 1).all()
