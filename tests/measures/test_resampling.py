"""Sums over clusters that are drawn or dealt out again: exact, in any order, as a plain loop has them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from scipy.stats import bootstrap

from topoi.errors import DataError
from topoi.measures.resampling import cluster_sums, draw_clusters, in_parts, sums_of_rows


@pytest.fixture
def sums():
    """Counts of twelve clusters by forty terms."""
    counts = np.random.default_rng(5).poisson(0.7, (12, 40))
    return sp.csr_matrix(counts.astype("float64"))


def test_what_a_cluster_says_is_added_up_over_its_passages():
    counts = pd.DataFrame(
        {
            "passage": list("aabcx"),
            "term": ["war", "sea", "war", "sea", "war"],
            "n": [1, 2, 3, 4, 9],
        }
    )
    table, clusters, terms = cluster_sums(
        counts, pd.Series({"a": "Vane", "b": "Vane", "c": "Orlan", "d": "Tashkar"})
    )
    assert clusters == ["Orlan", "Tashkar", "Vane"]
    assert terms == ["sea", "war"]
    assert table.toarray().tolist() == [[4, 0], [0, 0], [2, 4]]


def test_a_passage_of_two_clusters_is_refused():
    counts = pd.DataFrame({"passage": ["a"], "term": ["war"], "n": [1]})
    with pytest.raises(DataError, match="some lie in two clusters"):
        cluster_sums(counts, pd.Series(["Vane", "Orlan"], index=["a", "a"]))


@pytest.mark.parametrize("largest", [1, 2**23])
def test_sums_are_those_of_a_selection_matrix(sums, largest):
    """float32 where it holds them, float64 where it does not: exact both times."""
    table = sp.csr_matrix(sums * largest)
    rows = np.random.default_rng(6).integers(12, size=(30, 7))
    chosen = np.zeros((30, 12))
    for line, drawn in enumerate(rows):
        np.add.at(chosen[line], drawn, 1)
    out = sums_of_rows(table, rows)
    assert out.dtype == ("float32" if largest == 1 else "float64")
    assert (out == chosen @ table.toarray()).all()


def test_clusters_are_drawn_with_replacement_within_their_group():
    group_of = np.array(["b", "a", "b", "b", "a"])
    first, second = draw_clusters(group_of, 4000, np.random.default_rng(1))
    assert first.shape == (4000, 2)
    assert second.shape == (4000, 3)
    shares = np.bincount(second.ravel(), minlength=5) / second.size
    assert shares == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3, 0], abs=0.02)
    assert (np.sort(second, axis=1)[:, :-1] == np.sort(second, axis=1)[:, 1:]).any()


def test_the_bootstrap_is_that_of_scipy(sums):
    """scipy.stats.bootstrap, percentile limits of a ratio of sums, one term at a time."""
    words = np.asarray(sums.sum(axis=1)).ravel()
    (rows,) = draw_clusters(np.zeros(12), 4000, np.random.default_rng(2))
    rates = sums_of_rows(sums, rows) / words[rows].sum(axis=1)[:, None]
    ours = np.quantile(rates, [0.025, 0.975], axis=0)
    for term in (0, 17):
        theirs = bootstrap(
            (sums[:, [term]].toarray().ravel(), words),
            lambda x, t, axis: x.sum(axis=axis) / t.sum(axis=axis),
            paired=True,
            n_resamples=4000,
            method="percentile",
            rng=np.random.default_rng(3),
        ).confidence_interval
        assert ours[:, term] == pytest.approx([theirs.low, theirs.high], rel=0.08)


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("columns", [1, 2**20, 2**30])
def test_parts_cover_every_row_once_and_in_order(columns, n_jobs):
    parts = in_parts(lambda part: list(range(10))[part], 10, columns, n_jobs)
    assert [row for part in parts for row in part] == list(range(10))
