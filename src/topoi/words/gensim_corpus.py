"""Counts as gensim reads them: a corpus of bags and its Dictionary."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError
from ..tables import check
from .counts import Matrix, to_matrix

if TYPE_CHECKING:
    from gensim.corpora import Dictionary


class GensimCorpus(NamedTuple):
    """`corpus[i]` is what occurs in `rows[i]`, as (id, n) in order of id; `dictionary` names the ids."""

    corpus: list[list[tuple[int, int]]]
    dictionary: Dictionary
    rows: list[str]


def to_gensim(
    counts: pd.DataFrame,
    groups: pd.Series | None = None,
    *,
    terms: Collection[str] | None = None,
) -> GensimCorpus:
    """Counts as a gensim corpus of passages, or of groups of passages, with its Dictionary.

    Parameters
    ----------
    counts, groups, terms
        As in `to_matrix`, whose rows and columns these are: the id of a term is its column.

    Returns
    -------
    GensimCorpus
        Corpus, dictionary and the labels of the corpus's rows. In the dictionary a row is a
        document: `dfs`, `cfs`, `num_docs`, `num_pos` and `num_nnz` count over all of them. A term
        of `terms` that never occurs has an id, and no entry in `dfs` and `cfs`.

    Notes
    -----
    Word order is gone: gensim's coherences with a sliding window (c_npmi, c_v) take `texts`
    besides, which `tokenize` makes.

    Examples
    --------
    >>> counts = pd.DataFrame(
    ...     {"passage": ["a:0", "a:0", "a:1"], "term": ["peace", "war", "peace"], "n": [1, 2, 1]})
    >>> corpus, dictionary, rows = to_gensim(counts)
    >>> corpus, dictionary.token2id, rows
    ([[(0, 1), (1, 2)], [(0, 1)]], {'peace': 0, 'war': 1}, ['a:0', 'a:1'])
    >>> from gensim.models import TfidfModel
    >>> dict(TfidfModel(dictionary=dictionary)[corpus[0]]) == {1: 1.0}
    True
    """
    return _from_matrix(to_matrix(check(counts, "counts"), groups, terms=terms))


def framing_corpus(
    passages: pd.DataFrame, mentions: pd.DataFrame, *, framings: Collection[str] | None = None
) -> GensimCorpus:
    """Mentions as a gensim corpus: each passage is a bag of framings.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`; `text` is not needed. Those without a mention are empty bags.
    mentions : DataFrame
        Schema `mentions`; filter it to count some of them.
    framings : collection of str, optional
        Only these, in this order; by default those that are mentioned, sorted.

    Returns
    -------
    GensimCorpus
        As of `to_gensim`, the rows in the order of `passages`.

    Raises
    ------
    DataError
        A mention's passage is not among the passages.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(2)).assign(
    ...     passage=["a:0", "a:1"], document="a", start=0, end=9, voice="speech", rule="",
    ...     confidence=1.0, words=2)
    >>> mentions = empty("mentions").reindex(range(2)).assign(
    ...     mention=["a:1/0", "a:1/1"], framing="hybrid_war", passage="a:1", start=0, end=9,
    ...     variant="hybrid war")
    >>> corpus, dictionary, rows = framing_corpus(passages, mentions)
    >>> corpus, dictionary.token2id, rows
    ([[], [(0, 2)]], {'hybrid_war': 0}, ['a:0', 'a:1'])
    """
    passages, mentions = check(passages, "passages"), check(mentions, "mentions")
    names = sorted(mentions["framing"].unique()) if framings is None else list(framings)
    row = pd.Index(passages["passage"]).get_indexer(mentions["passage"])
    if (row < 0).any():
        missing = mentions["passage"].iloc[int((row < 0).argmax())]
        raise DataError(
            f"mentions: the passage '{missing}' is not among the passages "
            f"({int((row < 0).sum())} mentions). Use the passages in which the mentions were found.",
            passage=missing,
        )
    column = pd.Index(names, dtype="object").get_indexer(mentions["framing"])
    row, column = row[column >= 0], column[column >= 0]
    values = sp.csr_matrix(
        (np.ones(len(row), dtype="int64"), (row, column)), shape=(len(passages), len(names))
    )
    return _from_matrix(Matrix(values, list(passages["passage"]), names))


def _from_matrix(matrix: Matrix) -> GensimCorpus:
    from gensim.corpora import Dictionary

    values, rows, terms = matrix
    ids, numbers = values.indices.tolist(), values.data.tolist()
    corpus = [
        list(zip(ids[a:b], numbers[a:b], strict=True))
        for a, b in zip(values.indptr[:-1], values.indptr[1:], strict=True)
    ]
    dictionary = Dictionary()
    dictionary.token2id = {term: i for i, term in enumerate(terms)}
    held = np.bincount(values.indices, minlength=len(terms)).tolist()
    total = values.sum(axis=0).A1.tolist()
    dictionary.dfs = {i: n for i, n in enumerate(held) if n}  # gensim divides by each of them
    dictionary.cfs = {i: n for i, n in enumerate(total) if n}
    dictionary.num_docs, dictionary.num_nnz = len(rows), values.nnz
    dictionary.num_pos = sum(numbers)
    return GensimCorpus(corpus, dictionary, rows)
