"""Framings as features of scikit-learn: texts in, a matrix of counts out."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from numbers import Real
from typing import Any, Self

import numpy as np
import pandas as pd
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from ..errors import DataError
from ..schemas import ATTITUDES, SCHEMAS, USES
from ..text import count_words
from .lexicon import Lexicon, read_lexicon
from .matching import choose_framings, find_framings
from .matching.overlaps import SCOPES


class FramingVectorizer(TransformerMixin, BaseEstimator):
    """Count the mentions of each framing in each text, as a transformer of scikit-learn.

    The counts are those of `find_framings`, text by text; nothing is learned from the texts. Use it
    where a `CountVectorizer` would stand: in a Pipeline, a FeatureUnion, a ColumnTransformer (name
    the column as a str), a GridSearchCV.

    Parameters
    ----------
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi (`read_lexicon`).
    framings : collection of str, optional
        Only these framings of the lexicon.
    uses : collection of str or None, optional
        Count only mentions of these uses (own, reported, ascribed, negated, name); None in it
        stands for uses that were not decided. By default every mention counts.
    attitudes : collection of str or None, optional
        The same for attitudes (endorse, oppose, neutral).
    nested : {"framing", "lexicon"}, default "framing"
        Where the longest match wins, as in `find_framings`.
    binary : bool, default False
        1 where a framing occurs, in place of the count.
    per_words : float, optional
        Counts per so many words of the text, float64. A text without words has zeros.
    sparse_output : bool, default True
        False: a dense array, which `set_output(transform="pandas")` needs.

    Attributes
    ----------
    lexicon_ : Lexicon
        The framings that are counted, in the order of the lexicon: the columns.

    Raises
    ------
    DataError
        One text in place of several; a text that is missing (None, NaN: fill in "" or drop the row)
        or no str; a table of several columns without `text`; a parameter that has no such value.
    LexiconError
        A framing that is asked for is not in the lexicon.
    NotFittedError
        `fit` has not read the lexicon yet.

    Notes
    -----
    Texts come as an iterable of str, a column, a table or array of one column, or a table with
    `text`, such as passages. Of such a table the other columns of the schema are used too (for whom
    the speaker speaks, whom the speaker reports); each row is read by itself. As with scikit-learn's
    vectorizers there is no `n_features_in_` and no `feature_names_in_`.

    A count is of wordings, not of stances, unless `uses` and `attitudes` say so.

    Examples
    --------
    >>> texts = ["A multipolar world, not hybrid wars.", "Multipolarity! A multipolar world!", "Rain."]
    >>> vectorizer = FramingVectorizer(framings=["multipolarity", "hybrid_war"])
    >>> vectorizer.fit_transform(texts).toarray()
    array([[1, 1],
           [2, 0],
           [0, 0]])
    >>> vectorizer.get_feature_names_out().tolist()
    ['multipolarity', 'hybrid_war']

    Counts for a hundred words, as a table:

    >>> vectorizer.set_params(per_words=100, sparse_output=False)
    FramingVectorizer(framings=['multipolarity', 'hybrid_war'], per_words=100,
                      sparse_output=False)
    >>> vectorizer.set_output(transform="pandas").fit_transform(texts).round(1)
       multipolarity  hybrid_war
    0           16.7        16.7
    1           50.0         0.0
    2            0.0         0.0
    """

    def __init__(
        self,
        lexicon: Lexicon | str | os.PathLike[str] | None = None,
        *,
        framings: Collection[str] | None = None,
        uses: Collection[str | None] | None = None,
        attitudes: Collection[str | None] | None = None,
        nested: str = "framing",
        binary: bool = False,
        per_words: float | None = None,
        sparse_output: bool = True,
    ) -> None:
        self.lexicon = lexicon
        self.framings = framings
        self.uses = uses
        self.attitudes = attitudes
        self.nested = nested
        self.binary = binary
        self.per_words = per_words
        self.sparse_output = sparse_output

    def fit(self, X: Iterable[str] | pd.DataFrame, y: object = None) -> Self:
        """Read the lexicon; the texts `X` are not looked at, `y` is ignored."""
        _refuse_one_text(X)
        self._check_parameters()
        known = self.lexicon if isinstance(self.lexicon, dict) else read_lexicon(self.lexicon)
        chosen = choose_framings(known, self.framings)
        self.lexicon_ = {framing.framing: framing for framing in chosen}
        return self

    def transform(self, X: Iterable[str] | pd.DataFrame) -> sp.csr_matrix | np.ndarray:
        """Counts of texts x framings: CSR of int64, or as `per_words` and `sparse_output` say."""
        check_is_fitted(self)
        passages = _as_passages(X)
        mentions = self._wanted(find_framings(passages, self.lexicon_, nested=self.nested))
        row = mentions["passage"].astype("int64").to_numpy()
        column = pd.Index(self.lexicon_).get_indexer(mentions["framing"])
        shape = len(passages), len(self.lexicon_)
        counts = sp.csr_matrix((np.ones(len(row), dtype="int64"), (row, column)), shape=shape)
        if self.binary:
            counts.data[:] = 1
        if self.per_words is not None:
            words = np.array([count_words(text) for text in passages["text"]], dtype="int64")
            counts = counts.multiply(self.per_words / np.maximum(words, 1)[:, None]).tocsr()
        return counts if self.sparse_output else counts.toarray()

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """The framings, one a column; `input_features` is ignored."""
        check_is_fitted(self)
        return np.array(list(self.lexicon_), dtype=object)

    def _check_parameters(self) -> None:
        _check_choice("uses", self.uses, USES)
        _check_choice("attitudes", self.attitudes, ATTITUDES)
        _check_choice("framings", self.framings)
        if self.nested not in SCOPES:
            wanted = ", ".join(SCOPES)
            raise DataError(f"nested: no {self.nested!r}. There are {wanted}.", value=self.nested)
        per = self.per_words
        if per is not None and not (isinstance(per, Real) and 0 < float(per) < np.inf):
            raise DataError(f"per_words: {per!r} is no positive number of words.", value=per)
        if self.binary and per is not None:
            raise DataError("binary and per_words exclude each other: a rate is no yes or no.")

    def _wanted(self, mentions: pd.DataFrame) -> pd.DataFrame:
        for column, allowed in (("use", self.uses), ("attitude", self.attitudes)):
            if allowed is not None:
                undecided = mentions[column].isna() & (None in allowed)
                named = [value for value in allowed if value is not None]
                mentions = mentions[mentions[column].isin(named) | undecided]
        return mentions

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags


def _check_choice(
    name: str, chosen: Collection[str | None] | None, known: tuple[str, ...] | None = None
) -> None:
    if chosen is None:
        return
    if isinstance(chosen, str) or not isinstance(chosen, Collection) or not len(chosen):
        raise DataError(
            f"{name}: {chosen!r} is no collection of names. Write {name}=[...] with one or more, "
            "or None for all.",
            value=chosen,
        )
    for value in chosen:
        if known and value is not None and value not in known:
            raise DataError(f"{name}: no '{value}'. There are {', '.join(known)}.", value=value)


def _refuse_one_text(X: object) -> None:
    if isinstance(X, str | bytes | Mapping) or not isinstance(X, Iterable):
        raise DataError(
            f"an iterable of texts is expected, not one {type(X).__name__}. "
            "Put a single text into a list."
        )


_DEFAULTS = {"voice": "speech", "rule": "", "confidence": 1.0, "words": 0}


def _as_passages(X: Iterable[str] | pd.DataFrame) -> pd.DataFrame:
    """One passage for each text, numbered from 0, each a document of its own."""
    texts = _texts(X)
    numbers = [str(row) for row in range(len(texts))]
    given = X.reset_index(drop=True) if isinstance(X, pd.DataFrame) and "text" in X else None
    table = pd.DataFrame(index=range(len(texts))) if given is None else given
    table = table.reindex(columns=list(SCHEMAS["passages"].columns))
    missing = [column for column in _DEFAULTS if given is None or column not in given]
    return table.assign(
        passage=numbers,
        document=numbers,
        start=0,
        end=[len(text) for text in texts],
        text=pd.Series(texts, dtype="object"),
        **{column: _DEFAULTS[column] for column in missing},
    )


def _texts(X: Iterable[str] | pd.DataFrame) -> list[str]:
    _refuse_one_text(X)
    texts = list(_column(X))
    for row, text in enumerate(texts):
        if not isinstance(text, str):
            missing = pd.api.types.is_scalar(text) and pd.isna(text)
            raise DataError(
                f"text {row} (from 0) is {'missing' if missing else 'no str'}: {text!r}. "
                "Fill in '' or drop the row.",
                row=row,
            )
    return texts


def _column(X: Any) -> Iterable[Any]:
    """The column of texts in a table or array, or `X` itself."""
    if isinstance(X, pd.DataFrame) and "text" in X:
        return X["text"]
    if getattr(X, "ndim", 1) == 1:
        return X
    if X.ndim != 2 or X.shape[1] != 1:
        raise DataError(
            f"texts are one column; this {type(X).__name__} has the shape {X.shape}. "
            "Name the column 'text', or pass one column.",
            shape=X.shape,
        )
    return X.iloc[:, 0] if isinstance(X, pd.DataFrame) else X[:, 0]
