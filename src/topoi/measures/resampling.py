"""Sums over whole clusters, drawn or dealt out again and again: permutations and bootstraps, fast.

What each cluster (a speaker, a delegation) says is added up once, as a sparse matrix of clusters
by terms. A resample is then a list of its rows: the clusters that a random assignment makes
members, or those of a draw with replacement; its counts are the sum of these rows, a selection
matrix times the sparse sums. No document is looked at twice. Counts are whole numbers, so sums are
exact and the same whatever the order, the size of a part and the number of threads.

>>> counts = pd.DataFrame({"passage": ["a", "b", "c"], "term": ["war", "war", "peace"], "n": [1, 2, 5]})
>>> sums, clusters, terms = cluster_sums(counts, pd.Series({"a": "Orlan", "b": "Vane", "c": "Vane"}))
>>> clusters, terms, sums.toarray().tolist()
(['Orlan', 'Vane'], ['peace', 'war'], [[0.0, 1.0], [5.0, 2.0]])
>>> sums_of_rows(sums, np.array([[0, 1], [1, 1]])).tolist()  # both; Vane drawn twice
[[5.0, 3.0], [10.0, 4.0]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError
from .compiled import compiled
from .counted import by_passage

Ints = npt.NDArray[np.int64]
Sums = npt.NDArray[Any]  # whole numbers, as float32 where that holds them exactly
T = TypeVar("T")

EXACT = 2**24  # whole numbers up to here are exact in float32, which is half the memory to visit
_CELLS = 2**22  # sums that are held at a time, for each thread


def cluster_sums(
    counts: pd.DataFrame, cluster_of: pd.Series
) -> tuple[sp.csr_matrix, list[Any], list[str]]:
    """What each cluster says: a matrix of clusters by terms, the clusters and the terms.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`.
    cluster_of : Series
        Passage -> cluster, each passage once; counts of other passages do not count.

    Raises
    ------
    DataError
        A passage lies in two clusters, or a count is incomplete.
    """
    if cluster_of.index.has_duplicates:
        raise DataError("passages: some lie in two clusters; clusters may not overlap.")
    counted = by_passage(counts)
    code, clusters = pd.factorize(cluster_of, sort=True)
    sums = counted.added_up(cluster_of.index, code, len(clusters))
    return sums, list(clusters), counted.terms


def draw_clusters(group_of: npt.ArrayLike, number: int, rng: np.random.Generator) -> Iterator[Ints]:
    """Rows of a cluster bootstrap, for each group in order: (number, clusters of the group).

    Clusters are drawn with replacement within their group (Davison & Hinkley 1997, section 3.8).

    >>> [drawn.shape for drawn in draw_clusters(["a", "b", "a"], 5, np.random.default_rng(1))]
    [(5, 2), (5, 1)]
    """
    group_of = np.asarray(group_of)
    for group in np.unique(group_of):
        mine = np.flatnonzero(group_of == group)
        yield mine[rng.integers(len(mine), size=(number, len(mine)))]


def sums_of_rows(sums: sp.csr_matrix, rows: Ints) -> Sums:
    """Sum of the rows of `sums` that each line of `rows` names: (lines, columns), exact."""
    most = sums.data.max() * rows.shape[1] if sums.nnz else 0  # sums.max() may sort it in place
    kind = "float32" if most < EXACT else "float64"
    out = np.zeros((len(rows), sums.shape[1]), dtype=kind)
    compiled(_add_rows)(sums.indptr, sums.indices, sums.data.astype(kind), rows, out)
    return out


def in_parts(task: Callable[[slice], T], rows: int, columns: int, n_jobs: int = 1) -> list[T]:
    """`task` of slices of so many rows that the sums of a part fit into memory, in their order.

    Parts run on `n_jobs` threads; what they return must not depend on each other.
    """
    from joblib import Parallel, delayed

    step = max(1, _CELLS // max(1, columns))
    slices = [slice(at, min(at + step, rows)) for at in range(0, rows, step)]
    return Parallel(n_jobs=n_jobs, prefer="threads")(delayed(task)(part) for part in slices)


def _add_rows(pointers, columns, data, rows, out) -> None:
    for line in range(rows.shape[0]):
        for i in rows[line]:
            for j in range(pointers[i], pointers[i + 1]):
                out[line, columns[j]] += data[j]
