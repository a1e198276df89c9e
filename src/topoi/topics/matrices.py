"""Counts as matrices, in memory or in mapped files: from a table, or from Parquet read bit by bit.

Files are read twice and never as a whole: once for the names of passages and terms and how many
entries each passage has, once for the entries, which then have their place. So the matrix does not
depend on how the counts are cut into files, or on the order of their rows.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ..errors import DataError, SourceError
from ..tables import need_counts

Paths = str | os.PathLike[str] | Collection[str | os.PathLike[str]]
_BATCH = 200_000  # rows of a file that are held at a time
_BLOCK = 20_000  # passages that are added up at a time
_COLUMNS = ("passage", "term", "n")


class Windows(NamedTuple):
    """Passages x terms, both in order of their names; numbers as float64."""

    values: sp.csr_matrix
    passages: list[str]
    terms: list[str]


class Store:
    """Where the arrays of a matrix lie: in memory, or in files that are mapped.

    The files are in a new folder within `folder`: those of an earlier store may still be in use. It
    is there as long as they are.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None) -> None:
        self.within = None if folder is None else Path(folder)
        self.folder: Path | None = None
        if self.within:
            self.within.mkdir(parents=True, exist_ok=True)

    def array(self, name: str, size: int, kind: str) -> np.ndarray:
        """An array of zeros; an empty one is never mapped, for files cannot be."""
        if self.within is None or not size:
            return np.zeros(size, kind)
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="topics-", dir=self.within))
        file = self.folder / f"{name}.npy"
        mapped: np.ndarray = np.lib.format.open_memmap(file, "w+", dtype=kind, shape=(size,))
        return mapped

    def matrix(
        self, name: str, blocks: Iterator[sp.csr_matrix], shape: tuple[int, int], entries: int
    ) -> sp.csr_matrix:
        """Blocks of rows below each other, which have so many entries in sum."""
        data = self.array(f"{name}.data", entries, "float64")
        indices = self.array(f"{name}.indices", entries, "int32")
        indptr = np.zeros(shape[0] + 1, "int64")
        row = 0
        for block in blocks:
            at, end = indptr[row], indptr[row] + block.nnz
            data[at:end], indices[at:end] = block.data, block.indices
            indptr[row + 1 : row + 1 + block.shape[0]] = at + block.indptr[1:]
            row += block.shape[0]
        return sp.csr_matrix((data, indices, indptr), shape=shape, copy=False)

    def drop(self, name: str) -> None:
        """Delete the files of a matrix, which lives on for as long as it is used."""
        if self.folder is None:
            return
        for part in ("data", "indices"):
            (self.folder / f"{name}.{part}.npy").unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()
            self.folder = None


def windows_of(counts: pd.DataFrame) -> Windows:
    """The matrix of a table of counts; rows that repeat a passage and a term are added up."""
    need_counts(counts)
    # By way of text: categories in order, and only those that occur.
    passage, term = (counts[c].astype("str").astype("category") for c in ("passage", "term"))
    passages, terms = (list(c.cat.categories) for c in (passage, term))
    values = sp.csr_matrix(
        (counts["n"].to_numpy(dtype="float64"), (passage.cat.codes, term.cat.codes)),
        shape=(len(passages), len(terms)),
    )
    return Windows(values, passages, terms)


def windows_from_files(counts: Paths, store: Store) -> Windows:
    """The matrix of the counts in Parquet files, as `windows_of` makes it of the whole table."""
    files = shard_files(counts)
    entries: Counter[str] = Counter()
    known: set[str] = set()
    for part in _parts(files, ("passage", "term")):
        (passages, rows), (terms, _) = part["passage"], part["term"]
        present = np.bincount(rows, minlength=len(passages))
        entries.update({passages[i]: int(present[i]) for i in np.flatnonzero(present)})
        known.update(terms)
    names, vocabulary = sorted(entries), sorted(known)
    if not names:
        raise DataError(f"{_named(files)}: no counts in them. topoi.count_terms makes the table.")
    indptr = np.concatenate([[0], np.cumsum([entries[name] for name in names])])
    data = store.array("all.data", indptr[-1], "float64")
    indices = store.array("all.indices", indptr[-1], "int32")
    store.drop("all")
    _fill(data, indices, files, pd.Index(names), pd.Index(vocabulary), indptr[:-1].copy())
    values = sp.csr_matrix((data, indices, indptr), (len(names), len(vocabulary)), copy=False)
    values.sort_indices()
    values.sum_duplicates()
    return Windows(values, names, vocabulary)


def _fill(
    data: np.ndarray,
    indices: np.ndarray,
    files: list[Path],
    names: pd.Index,
    terms: pd.Index,
    free: np.ndarray,
) -> None:
    """Put every entry into its row, where `free` is the next free place of each."""
    for part in _parts(files, _COLUMNS):
        row = names.get_indexer(part["passage"][0])[part["passage"][1]]
        column = terms.get_indexer(part["term"][0])[part["term"][1]]
        order = np.argsort(row, kind="stable")
        row = row[order]
        start = np.flatnonzero(np.concatenate([[True], row[1:] != row[:-1]]))
        length = np.diff(np.append(start, len(row)))
        place = free[row] + np.arange(len(row)) - np.repeat(start, length)
        indices[place] = column[order]
        data[place] = part["n"][order]
        free[row[start]] += length


def shard_files(counts: Paths) -> list[Path]:
    """The files meant: those of a folder that end in .parquet, one file, or a list of files."""
    if isinstance(counts, (str, os.PathLike)):
        path = Path(counts)
        files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    else:
        files = [Path(file) for file in counts]
    for file in files:
        if not file.exists():
            raise SourceError(f"{file}: no such file or folder.", path=str(file))
    if not files:
        raise SourceError(
            f"{counts}: no file there that ends in .parquet. Give a folder or a list of files of "
            "counts.",
            path=str(counts),
        )
    return files


def _parts(files: list[Path], columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The rows of the files, a part at a time: names and their numbers by row, and `n`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for file in files:
        try:
            _need(file, pq.read_schema(file).names)
            with pq.ParquetFile(file, read_dictionary=["passage", "term"]) as source:
                for batch in source.iter_batches(_BATCH, columns=list(columns)):
                    if batch.num_rows:
                        yield {c: _column(batch.column(c), c, file) for c in columns}
        except (pa.ArrowInvalid, OSError) as error:
            raise SourceError(
                f"{file}: not a readable Parquet file ({error}). Write it again.", path=str(file)
            ) from error


def _column(values: Any, name: str, file: Path) -> Any:
    if values.null_count:
        raise DataError(f"{file}: {values.null_count} rows have no {name}. Leave them out.")
    if name == "n":
        try:
            numbers = values.to_numpy(zero_copy_only=False).astype("float64")
        except (TypeError, ValueError) as error:
            raise DataError(f"{file}: 'n' should hold numbers; {error}.") from error
        if not np.isfinite(numbers).all() or numbers.min() < 0:
            raise DataError(
                f"{file}: 'n' may not be negative or no number; it goes from {numbers.min():g} to {numbers.max():g}."
            )
        return numbers
    coded = values if hasattr(values, "dictionary") else values.dictionary_encode()
    return [str(v) for v in coded.dictionary.to_pylist()], coded.indices.to_numpy()


def _need(file: Path, names: list[str]) -> None:
    for column in _COLUMNS:
        if column not in names:
            raise DataError(
                f"{file}: no column '{column}'. It has: {', '.join(names)}. A folder may hold files of "
                "counts only; else list them.",
                column=column,
            )


def _named(files: list[Path]) -> str:
    return str(files[0]) if len(files) == 1 else f"{files[0]} and {len(files) - 1} more"


def add_up(
    values: sp.csr_matrix, code: np.ndarray
) -> Iterator[tuple[sp.csr_matrix, sp.csr_matrix]]:
    """Rows added up by their code (0, 1, ...), some codes at a time: the sums, and the rows."""
    order = np.argsort(code, kind="stable")
    last = np.cumsum(np.bincount(code))
    first = 0
    while first < len(last):
        start = int(last[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(last, start + _BLOCK, side="right")))
        chosen = order[start : last[end - 1]]
        rows = values[chosen]
        gather = sp.csr_matrix(
            (np.ones(len(chosen)), (code[chosen] - first, np.arange(len(chosen)))),
            shape=(end - first, len(chosen)),
        )
        sums = (gather @ rows).tocsr()
        sums.sort_indices()
        yield sums, rows
        first = end


def spread(values: sp.csr_matrix, code: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In how many sums by code each column occurs, and in how many rows."""
    summed, single = np.zeros((2, values.shape[1]), "int64")
    for sums, rows in add_up(values, code):
        summed += np.bincount(sums.indices, minlength=len(summed))
        single += np.bincount(rows.indices, minlength=len(single))
    return summed, single


def keep_columns(
    values: sp.csr_matrix, keep: np.ndarray, entries: int, store: Store
) -> sp.csr_matrix:
    """The columns that are kept, which have so many entries, row by row as before."""
    rows = values.shape[0]
    blocks = (values[a : a + _BLOCK][:, keep].tocsr() for a in range(0, rows, _BLOCK))
    return store.matrix("windows", blocks, (rows, int(keep.sum())), entries)
