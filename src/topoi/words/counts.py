"""Tokens to counts: passage x term, as a table and as a sparse matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError
from ..tables import check, empty
from .tokens import GAP, tokenize


class Matrix(NamedTuple):
    """Counts as a matrix: `values[i, j]` is how often `terms[j]` occurs in `rows[i]`."""

    values: sp.csr_matrix
    rows: list[str]
    terms: list[str]


def count_terms(
    passages: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    lemmas: bool = True,
    stop_words: Collection[str] | None = None,
    phrases: Collection[str] = (),
    min_length: int = 2,
    ngrams: int = 1,
    min_documents: int = 1,
) -> pd.DataFrame:
    """Count the terms of each passage; a framing is itself one term, in angle brackets.

    Parameters
    ----------
    passages, mentions, lemmas, stop_words, phrases, min_length
        As in `tokenize`.
    ngrams : int, default 1
        Also count runs of up to so many neighbouring tokens ("world order"). A run never crosses a
        removed word or the end of a sentence.
    min_documents : int, default 1
        Terms that occur in fewer documents are left out; framings always stay.

    Returns
    -------
    DataFrame
        Schema `counts`: one row a passage and term that occurs in it, sorted by both.

    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=50, voice="speech", rule="", confidence=1.0,
    ...     words=9, text="World peace and a new world order.")
    >>> count_terms(passages, ngrams=2)[["term", "n"]].values.tolist()
    [['new', 1], ['new world', 1], ['order', 1], ['peace', 1], ['world', 2], ['world order', 1], ['world peace', 1]]
    """
    tokens = tokenize(
        passages,
        mentions,
        lemmas=lemmas,
        stop_words=stop_words,
        phrases=phrases,
        min_length=min_length,
    )
    rows, terms, numbers = [], [], []
    for passage, listed in tokens.items():
        counted = Counter(_ngrams(listed, ngrams))
        rows += [passage] * len(counted)
        terms += list(counted)
        numbers += list(counted.values())
    if not rows:
        return empty("counts")
    counts = pd.DataFrame({"passage": rows, "term": terms, "n": numbers})
    if min_documents > 1:
        document = dict(zip(passages["passage"], passages["document"], strict=True))
        where = counts["passage"].map(document)
        held = where.groupby(counts["term"]).transform("nunique")
        counts = counts[(held >= min_documents) | counts["term"].str.startswith("<")]
    counts = counts.sort_values(["passage", "term"], ignore_index=True)
    return check(counts, "counts")


def _ngrams(tokens: list[str], longest: int) -> list[str]:
    if longest == 1:
        return [t for t in tokens if t != GAP]
    out = []
    for i, token in enumerate(tokens):
        run: list[str] = []
        for following in tokens[i : i + longest] if token else ():
            if not following:
                break
            run.append(following)
            out.append(" ".join(run))
    return out


def to_matrix(
    counts: pd.DataFrame,
    groups: pd.Series | None = None,
    *,
    terms: Collection[str] | None = None,
) -> Matrix:
    """Counts as a sparse matrix of passages, or of groups of passages, by terms.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`.
    groups : Series, optional
        Passage -> group (index and values); counts are summed within groups. Passages that are not
        in the index, or whose group is null, are left out. By default each passage is a row.
    terms : collection of str, optional
        Only these columns, in this order; a term that never occurs is a column of zeros.

    Returns
    -------
    Matrix
        CSR matrix of int64, row labels in order, column labels in order.

    >>> counts = pd.DataFrame({"passage": ["a:0", "a:1"], "term": ["peace", "peace"], "n": [1, 2]})
    >>> matrix = to_matrix(counts, pd.Series({"a:0": "a", "a:1": "a"}))
    >>> matrix.values.toarray().tolist(), matrix.rows, matrix.terms
    ([[3]], ['a'], ['peace'])
    """
    passage = counts["passage"].astype("category").cat.remove_unused_categories()
    term = counts["term"].astype("category").cat.remove_unused_categories()
    if groups is None:
        labels = passage.cat.categories
        code_of = np.arange(len(labels))
    else:
        group = groups.reindex(passage.cat.categories)
        code_of, labels = pd.factorize(group, sort=True)
    row = code_of[passage.cat.codes.to_numpy()]
    names = list(term.cat.categories)
    column = term.cat.codes.to_numpy()
    if terms is not None:
        wanted = {name: i for i, name in enumerate(terms)}
        column = np.array([wanted.get(name, -1) for name in names], dtype="int64")[column]
        names = list(wanted)
    keep = (row >= 0) & (column >= 0)
    if not len(labels):
        raise DataError("counts: no passage of them belongs to a group. Check what `by` names.")
    values = sp.coo_matrix(
        (counts["n"].to_numpy()[keep], (row[keep], column[keep])), shape=(len(labels), len(names))
    ).tocsr()
    return Matrix(values, [str(label) for label in labels], names)
