"""How evenly a term is spread over the parts of a corpus."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check, need_columns
from ..counted import by_passage
from ..permutation import Floats


def dispersion(
    counts: pd.DataFrame, passages: pd.DataFrame, *, by: str = "document", min_count: int = 1
) -> pd.DataFrame:
    """Dispersion of each term over the parts that `by` makes of the corpus.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`.
    passages : DataFrame
        Schema `passages`, with the column `by`.
    by : str, default "document"
        Column whose values are the parts. The size of a part is the number of its counted tokens.
    min_count : int, default 1
        Rarer terms are left out.

    Returns
    -------
    DataFrame
        Schema `dispersion`. `dp` is Gries' (2008) deviation of proportions, half the sum of
        |share of the term's occurrences in a part - share of the part in the corpus|: 0 where it
        follows the sizes of the parts. `dp_norm` divides by 1 - the smallest share (Lijffijt &
        Gries 2012), so that 1 is all in the smallest part. `juilland_d` is 1 - V / sqrt(parts - 1),
        V the coefficient of variation of the rates within parts (population standard deviation).

    Raises
    ------
    DataError
        A column is missing, parts overlap, there are fewer than two, or no term is so frequent.

    Notes
    -----
    With few parts, or of very unequal size, even random words look clumped. Nothing is tested.

    >>> counts = pd.DataFrame({"passage": ["a", "b", "b"], "term": ["x", "x", "y"], "n": [1, 1, 2]})
    >>> passages = pd.DataFrame({"passage": ["a", "b"], "document": ["a", "b"]})
    >>> dispersion(counts, passages)[["term", "range", "dp"]].values.tolist()
    [['x', 2, 0.25], ['y', 1, 0.25]]
    """
    need_columns(passages, ["passage", by])
    part_of = passages[["passage", by]].dropna().drop_duplicates().set_index("passage")[by]
    if part_of.index.has_duplicates:
        raise DataError(f"passages: some lie in two parts of '{by}'; the parts may not overlap.")
    counted = by_passage(counts)
    part_of = part_of[part_of.index.isin(counted.row_of.index)]
    if part_of.empty:
        raise DataError(f"counts: none of their passages has a value in '{by}'.")
    part, parts = pd.factorize(part_of, sort=True)
    matrix = counted.added_up(part_of.index, part, len(parts))
    if len(parts) < 2:
        raise DataError(
            f"dispersion: all counted words are of one part, {parts[0]!r}; evenness over "
            f"parts needs two. Choose a column with more values than '{by}'.",
            column=by,
        )
    n = np.asarray(matrix.sum(axis=0)).ravel()
    keep = np.flatnonzero(n >= max(1, min_count))
    if not len(keep):
        raise DataError(
            f"dispersion: no term occurs {min_count} times, the most frequent {n.max():.0f} times; "
            "lower min_count."
        )
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    matrix = matrix[:, keep]
    dp, dp_norm = deviation_of_proportions(matrix, sizes)
    out = pd.DataFrame(
        {
            "by": by,
            "term": [counted.terms[i] for i in keep],
            "n": n[keep].astype("int64"),
            "parts": len(parts),
            "range": np.asarray((matrix > 0).sum(axis=0)).ravel().astype("int64"),
            "dp": dp,
            "dp_norm": dp_norm,
            "juilland_d": juilland_d(matrix, sizes),
        }
    )
    return check(out, "dispersion")


def deviation_of_proportions(
    matrix: sp.csr_matrix, sizes: Floats | None = None
) -> tuple[Floats, Floats]:
    """DP and DPnorm of the columns of `matrix`, whose rows are parts.

    >>> parts = sp.csr_matrix(np.array([[5.0], [5.0], [0.0]]))  # Gries' arithmetic by hand
    >>> dp, norm = deviation_of_proportions(parts, np.array([10.0, 10.0, 20.0]))
    >>> dp.tolist(), norm.round(4).tolist()
    ([0.5], [0.6667])
    """
    sizes = np.asarray(matrix.sum(axis=1)).ravel() if sizes is None else sizes
    expected = sizes / sizes.sum()
    total = np.asarray(matrix.sum(axis=0)).ravel()
    observed = (
        sp.csc_matrix(matrix / np.maximum(total, 1))
        if not sp.issparse(matrix)
        else sp.csc_matrix(matrix.multiply(1 / np.maximum(total, 1)))
    )
    # sum |o - e| = sum over nonzero (|o - e| - e) + sum e, so that zeros need no visit
    entries = np.abs(observed.data - expected[observed.indices]) - expected[observed.indices]
    starts = np.repeat(np.arange(observed.shape[1]), np.diff(observed.indptr))
    sums = np.bincount(starts, weights=entries, minlength=observed.shape[1]) + 1.0
    dp = np.where(total > 0, sums / 2, np.nan)
    largest = 1 - expected[expected > 0].min()
    return dp, dp / largest if largest > 0 else np.full(len(dp), np.nan)


def juilland_d(matrix: sp.csr_matrix, sizes: Floats) -> Floats:
    """Juilland's D of the columns of `matrix`, on rates within parts.

    >>> juilland_d(sp.csr_matrix(np.array([[1.0], [2.0], [3.0]])), np.array([10.0, 10.0, 10.0])).round(4).tolist()
    [0.7113]
    """
    parts = matrix.shape[0]
    if parts < 2:
        return np.full(matrix.shape[1], np.nan)
    rates = sp.csr_matrix(matrix.multiply(1 / np.maximum(sizes, 1)[:, None]))
    mean = np.asarray(rates.mean(axis=0)).ravel()
    square = np.asarray(rates.multiply(rates).mean(axis=0)).ravel()
    with np.errstate(divide="ignore", invalid="ignore"):
        variation = np.sqrt(np.maximum(square - mean**2, 0)) / mean
    return 1 - variation / np.sqrt(parts - 1)
