"""Counts as a sparse matrix of passages by terms, added up over whatever passages belong to."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from ..tables import need_counts


class Counted(NamedTuple):
    """What each passage says; `row_of` has its row of `matrix`, `terms` are the columns in order."""

    matrix: sp.csr_matrix
    row_of: pd.Series
    terms: list[str]

    def added_up(self, passages: pd.Series, into: npt.ArrayLike, number: int) -> sp.csr_matrix:
        """Rows 0 to `number` - 1: the sum of the passages that go `into` each.

        A passage may stand in several; those that nothing is counted in, and counts of others, do not
        matter. Counts are whole numbers, so that sums are exact.
        """
        row = self.row_of.reindex(np.asarray(passages)).to_numpy(dtype="float64")
        known = np.isfinite(row)
        at = (np.asarray(into)[known], row[known].astype("int64"))
        shape = (number, self.matrix.shape[0])
        return sp.csr_matrix(
            sp.csr_matrix((np.ones(int(known.sum())), at), shape=shape) @ self.matrix
        )


def by_passage(counts: pd.DataFrame) -> Counted:
    """The matrix of a table of counts (schema `counts`).

    >>> counts = pd.DataFrame({"passage": ["a", "b", "b"], "term": ["war", "war", "peace"], "n": [1, 2, 5]})
    >>> counted = by_passage(counts)
    >>> counted.terms, counted.matrix.toarray().tolist()
    (['peace', 'war'], [[0.0, 1.0], [5.0, 2.0]])
    >>> counted.added_up(pd.Series(["a", "b", "b"]), [0, 0, 1], 2).toarray().tolist()
    [[5.0, 3.0], [5.0, 2.0]]
    """
    need_counts(counts)
    passage, term = (
        counts[c].astype("category").cat.remove_unused_categories() for c in ("passage", "term")
    )
    matrix = sp.csr_matrix(
        (counts["n"].to_numpy(dtype="float64"), (passage.cat.codes, term.cat.codes)),
        shape=(len(passage.cat.categories), len(term.cat.categories)),
    )
    names = passage.cat.categories.astype("str")
    row_of = pd.Series(np.arange(len(names)), index=names)
    return Counted(matrix, row_of, [str(t) for t in term.cat.categories])
