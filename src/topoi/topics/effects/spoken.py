"""What documents say, as a topic model counts it, and who says it: what all effects start from."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import need_columns
from ..engines import Floats
from ..models import TopicModel
from ..vocabulary import Vocabulary
from .shares import Codes


class Spoken(NamedTuple):
    """Counts of documents; `table` has a row for every document (in every group that it is in)."""

    counts: sp.csr_matrix  # (documents, terms)
    table: pd.DataFrame  # document, the columns that were asked for, and `at`, its row of counts
    whole: Floats  # (topics,), shares of topics in all that the model was fitted to

    def added_up(self, rows: pd.DataFrame, into: npt.ArrayLike) -> sp.csr_matrix:
        """Counts of rows of the table, those of one code of `into` together."""
        into = np.asarray(into)
        at = (np.ones(len(rows)), (into, rows["at"].to_numpy()))
        shape = (int(into.max()) + 1, self.counts.shape[0])
        return sp.csr_matrix(sp.csr_matrix(at, shape=shape) @ self.counts)


def need_once(documents: pd.DataFrame, hint: str, columns: Iterable[str] = ("document",)) -> None:
    """Raise DataError for the first document that occurs twice (with the same other `columns`).

    >>> need_once(pd.DataFrame({"document": ["a", "b", "b"]}), "A document lies in one period.")
    Traceback (most recent call last):
    ...
    topoi.errors.DataError: documents: some occur twice, such as 'b'. A document lies in one period.
    """
    twice = documents.duplicated(list(columns))
    if twice.any():
        first = documents["document"][twice].iloc[0]
        raise DataError(f"documents: some occur twice, such as {first!r}. {hint}", document=first)


def in_words(words: Vocabulary, documents: pd.DataFrame, units: Iterable[str]) -> pd.DataFrame:
    """The rows of the documents that `words` counts; each must have its sampling units.

    Raises
    ------
    DataError
        A column is missing, passages are given, or a document has no unit: left out, it would change
        the shares as well.
    """
    need_columns(documents, dict.fromkeys(("document", *units)), "documents")
    if "passage" in documents:
        raise DataError(
            "documents: these are passages. A document is counted as a whole, whoever speaks in it: "
            "pass documents, with the columns that are asked for."
        )
    mine = documents[documents["document"].isin(words.rows["document"])]
    for unit in units:
        if lost := mine.loc[mine[unit].isna(), "document"].nunique():
            raise DataError(
                f"documents: {lost} have no value in '{unit}', the sampling unit. Take another (unit="
                "'document', say), or leave these documents out.",
                column=unit,
            )
    return mine


def without_nulls(documents: pd.DataFrame, columns: Iterable[str], called: str) -> pd.DataFrame:
    """The documents with a value in all columns; how many have none is said to who called."""
    columns = list(dict.fromkeys(columns))
    known = documents[columns].notna().all(axis=1)
    if not known.all():
        lost = documents.loc[~known, "document"].nunique()
        where = ", ".join(f"'{c}'" for c in columns if documents[c].isna().any())
        warnings.warn(
            f"{called}: rows of {lost} of {documents['document'].nunique()} documents have a null in "
            f"{where} and are left out.",
            stacklevel=4,
        )
    return documents[known]


def spoken(
    model: TopicModel,
    words: Vocabulary,
    documents: pd.DataFrame,
    columns: Mapping[str, str | None],
    called: str,
) -> Spoken:
    """What the documents of `words` say, with `columns` (new name -> column, or None for "all").

    Documents with a null in one of the columns are left out, and `called` says so.

    Raises
    ------
    DataError
        A column is missing, `words` has other terms than the model, or no document is in both.
    """
    if odd := [c for c in columns.values() if not isinstance(c, str | None)]:
        raise DataError(f"{called}: the name of a column is wanted; got {odd[0]!r}.")
    needed = list(dict.fromkeys(filter(None, ("document", *columns.values()))))
    need_columns(documents, needed, "documents")
    if words.terms != model.terms:
        raise DataError(
            "words: their terms are not those of the model. Pass the Vocabulary that it was fitted to."
        )
    units = [c for name, c in columns.items() if c and name.startswith("unit_")]
    documents = without_nulls(in_words(words, documents, units), needed, called)
    code, names = pd.factorize(words.rows["document"], sort=True)
    table = pd.DataFrame(
        {
            "document": documents["document"],
            **{
                name: documents[column].astype("str") if column else "all"
                for name, column in columns.items()
            },
        }
    )
    table = table.drop_duplicates()
    table["at"] = pd.Index(names).get_indexer(table["document"])
    at = (np.ones(len(code)), (code, np.arange(len(code))))
    gather = sp.csr_matrix(at, shape=(len(names), len(code)))
    said = sp.csr_matrix(gather @ words.X, dtype="float64")
    silent = np.asarray(said.sum(axis=1)).ravel()[table["at"]] == 0
    if silent.any():
        warnings.warn(
            f"{called}: {table['document'][silent].nunique()} documents have no term of the model and are "
            "left out.",
            stacklevel=4,
        )
    table = table[~silent].reset_index(drop=True)
    if table.empty:
        named = ", ".join(f"'{column}'" for column in columns.values() if column)
        raise DataError(f"documents: none of the model's documents has a value in {named}.")
    whole = model.tokens @ model.theta
    return Spoken(said, table, np.asarray(whole / whole.sum()))


def units_of(unit: str | tuple[str, str]) -> dict[str, str]:
    """The columns of the sampling units, under names of their own.

    >>> units_of(("speaker", "year"))
    {'unit_0': 'speaker', 'unit_1': 'year'}
    """
    several = (unit,) if isinstance(unit, str) else tuple(unit)
    if len(several) not in (1, 2) or len(set(several)) != len(several):
        raise DataError(f"unit must be a column, or two different ones; got {unit}.")
    return {f"unit_{i}": name for i, name in enumerate(several)}


def clusters_of(rows: pd.DataFrame) -> tuple[list[Codes], Codes]:
    """The cluster of each cell by each kind of unit, and the cell of each row.

    A cell is a unit, or a pair of units of two kinds.
    """
    kinds = [column for column in rows if str(column).startswith("unit_")]
    cell = rows.groupby(kinds, sort=True).ngroup().to_numpy()
    first = np.unique(cell, return_index=True)[1]
    ways = [pd.factorize(rows[kind].iloc[first], sort=True)[0] for kind in kinds]
    return [np.asarray(way, dtype=np.int64) for way in ways], np.asarray(cell, dtype=np.int64)
