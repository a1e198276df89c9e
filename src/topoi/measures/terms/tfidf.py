"""TF-IDF of passages, speeches, speakers, organizations, as scikit-learn, quanteda or gensim weigh."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check, need_columns
from ..counted import by_passage


def tfidf(
    counts: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    by: str = "document",
    terms: list[str] | None = None,
    top: int | None = None,
    scheme: str = "sklearn",
    sublinear: bool = False,
) -> pd.DataFrame:
    """Weigh the terms of each group of passages by how much they set it apart.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`.
    passages : DataFrame
        Schema `passages`, with the column `by`; passages may occur in several rows.
    by : str, default "document"
        What the rows of the matrix are, and so the documents of the document frequency: "passage",
        "document", "speaker", "organization", "bloc" or any other column.
    terms : list of str, optional
        Report only these terms (framings, say). Weights are those of the whole vocabulary.
    top : int, optional
        Report only so many terms of each group, the heaviest first.
    scheme : {"sklearn", "quanteda", "gensim"}, default "sklearn"
        Whose weights, by their defaults; see the notes.
    sublinear : bool, default False
        1 + log(tf) in place of tf, with the scheme's logarithm.

    Returns
    -------
    DataFrame
        Schema `tfidf`; `scheme` says whose weights they are, `groups` how many documents the idf has.
        `rank` counts within the group over all its terms.

    Raises
    ------
    DataError
        A column is missing, no counted passage has a group, or the scheme is unknown.

    Notes
    -----
    tf is the count of the term in the group, df the number of groups that have it, of n:

    - sklearn: tf (ln((1 + n) / (1 + df)) + 1), rows of Euclidean length one (`TfidfTransformer`:
      smooth_idf=True, norm="l2"; sublinear_tf=True for 1 + ln tf);
    - quanteda: tf log10(n / df), not normalised (`dfm_tfidf`: scheme_tf="count",
      scheme_df="inverse", base=10; scheme_tf="logcount" for 1 + log10 tf);
    - gensim: tf log2(n / df), rows of length one (`TfidfModel`; smartirs="lfc" for 1 + log2 tf).

    In the latter two a term of every group weighs nothing; gensim leaves it out, here its row stays.
    A weight describes; it is no test, and with few groups idf hardly varies.

    >>> counts = pd.DataFrame({"passage": ["a", "b", "b"], "term": ["x", "x", "y"], "n": [1, 1, 1]})
    >>> passages = pd.DataFrame({"passage": ["a", "b"], "document": ["a", "b"]})
    >>> tfidf(counts, passages).round(4)[["group", "term", "tfidf"]].values.tolist()
    [['a', 'x', 1.0], ['b', 'y', 0.8148], ['b', 'x', 0.5797]]
    """
    if scheme not in SCHEMES:
        raise DataError(f"scheme must be one of {', '.join(SCHEMES)}; got {scheme!r}.")
    need_columns(passages, ["passage", by])
    counted = by_passage(counts)
    pairs = passages[["passage", by]].dropna().drop_duplicates()
    pairs = pairs[pairs["passage"].isin(counted.row_of.index)]
    if pairs.empty:
        raise DataError(f"counts: none of their passages has a value in '{by}'.")
    code, groups = pd.factorize(pairs[by].astype("str"), sort=True)
    n = counted.added_up(pairs["passage"], code, len(groups))
    if not n.sum():
        raise DataError(f"counts: in the passages that have a value in '{by}' every count is zero.")
    df = np.asarray((n > 0).sum(axis=0)).ravel()
    n.sort_indices()
    weights = _weighed(n, df, scheme, sublinear).tocoo()
    out = pd.DataFrame(
        {
            "by": by,
            "group": np.asarray(groups, dtype=object)[weights.row],
            "term": np.asarray(counted.terms, dtype=object)[weights.col],
            "n": np.asarray(n[weights.row, weights.col]).ravel().astype("int64"),
            "df": df[weights.col].astype("int64"),
            "groups": n.shape[0],
            "scheme": scheme,
            "tfidf": weights.data.round(12),
        }
    )
    out = out.sort_values(
        ["group", "tfidf", "term"], ascending=[True, False, True], ignore_index=True
    )
    out["rank"] = out.groupby("group").cumcount() + 1
    if terms is not None:
        out = out[out["term"].isin([terms] if isinstance(terms, str) else terms)]
    if top is not None:
        out = out[out.groupby("group").cumcount() < top]
    return check(out.reset_index(drop=True), "tfidf")


_LOGARITHM = {"quanteda": np.log10, "gensim": np.log2}
SCHEMES = ("sklearn", *_LOGARITHM)


def _weighed(n: sp.csr_matrix, df: np.ndarray, scheme: str, sublinear: bool) -> sp.csr_matrix:
    """Weights in the place of counts."""
    if scheme == "sklearn":
        from sklearn.feature_extraction.text import TfidfTransformer

        return sp.csr_matrix(TfidfTransformer(sublinear_tf=sublinear).fit_transform(n))
    log = _LOGARITHM[scheme]
    out = n.copy()
    tf = 1 + log(n.data) if sublinear else n.data
    out.data = tf * log(n.shape[0] / df[n.indices])
    if scheme == "gensim":
        row = np.repeat(np.arange(n.shape[0]), np.diff(n.indptr))
        length = np.sqrt(np.bincount(row, weights=out.data**2, minlength=n.shape[0]))
        out.data = out.data / np.where(length > 0, length, 1.0)[row]
    return out
