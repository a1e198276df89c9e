"""Counts as matrices: from a table or from Parquet files, however they are cut, in memory or mapped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import scipy.sparse as sp

from topoi.errors import DataError, SourceError
from topoi.tables import check, to_parquet
from topoi.topics import Vocabulary, fit_topics, matrices, prepare_topics

LIMITS = {"section_tokens": 30, "min_sections": 5, "max_share": 0.9}


@pytest.fixture(scope="module")
def counts() -> pd.DataFrame:
    """Forty documents of nine short passages over sixty terms, two of them framings."""
    rng = np.random.default_rng(5)
    terms = np.array(["<calm>", "<storm>", *(f"term{i:02d}" for i in range(58))])
    share = rng.dirichlet(np.full(60, 0.5))
    rows = [
        (f"doc-{d:02d}:{p:04d}", term, n)
        for d in range(40)
        for p in range(9)
        for term, n in zip(terms, rng.multinomial(12, share), strict=True)
        if n
    ]
    return check(pd.DataFrame(rows, columns=["passage", "term", "n"]), "counts")


def write(counts: pd.DataFrame, folder: Path, size: int) -> Path:
    folder.mkdir()
    for i, start in enumerate(range(0, len(counts), size)):
        (folder / f"{i:04d}.parquet").write_bytes(to_parquet(counts[start : start + size]))
    return folder


def parts(words: Vocabulary) -> list[bytes]:
    matrix = [
        getattr(m, a) for m in (words.X, words.windows) for a in ("data", "indices", "indptr")
    ]
    return [part.tobytes() for part in matrix]


def alike(one: Vocabulary, two: Vocabulary) -> bool:
    tables = one.rows.equals(two.rows) and one.passages.equals(two.passages)
    rest = one.terms == two.terms and one.tokens_kept == two.tokens_kept
    return tables and rest and parts(one) == parts(two)


def is_mapped(part: np.ndarray | None) -> bool:
    while isinstance(part, np.ndarray):
        if isinstance(part, np.memmap):
            return True
        part = part.base
    return False


@pytest.mark.parametrize("size", [61, 500, 10**6])
def test_files_give_the_same_bytes_as_the_table_however_they_are_cut(counts, tmp_path, size):
    folder = write(counts, tmp_path / "counts", size)
    assert alike(prepare_topics(folder, **LIMITS), prepare_topics(counts, **LIMITS))


def test_neither_parts_nor_blocks_nor_the_order_of_rows_or_files_show(
    counts, tmp_path, monkeypatch
):
    whole = prepare_topics(counts, **LIMITS)
    folder = write(counts.sample(frac=1, random_state=1), tmp_path / "counts", 999)
    files = sorted(folder.iterdir(), reverse=True)
    monkeypatch.setattr(matrices, "_BATCH", 100)
    monkeypatch.setattr(matrices, "_BLOCK", 4)
    assert alike(prepare_topics(files, **LIMITS), whole)
    assert alike(prepare_topics(counts, **LIMITS), whole)


def test_matrices_can_lie_in_files_that_are_mapped(counts, tmp_path):
    folder, scratch = write(counts, tmp_path / "counts", 500), tmp_path / "scratch"
    mapped = prepare_topics(folder, **LIMITS, scratch=scratch)
    assert alike(mapped, prepare_topics(counts, **LIMITS))
    for matrix in (mapped.X, mapped.windows):
        for part in (matrix.data, matrix.indices):
            assert is_mapped(part)
    assert not is_mapped(prepare_topics(folder, **LIMITS).X.data)
    # What is left in the folder is what the result needs.
    kept = {f"{m}.{a}.npy" for m in ("sections", "windows") for a in ("data", "indices")}
    assert {file.name for file in scratch.glob("topics-*/*")} == kept


def test_another_result_in_the_same_folder_leaves_the_first_as_it_was(counts, tmp_path):
    first = prepare_topics(counts, **LIMITS, scratch=tmp_path)
    prepare_topics(counts.assign(n=7), **LIMITS, scratch=tmp_path)
    assert alike(first, prepare_topics(counts, **LIMITS))


@pytest.mark.parametrize("change", [{"n": -1}, {"term": None}, {"n": 1, "term": "everywhere"}])
def test_what_fails_leaves_no_folder(counts, tmp_path, change):
    scratch = tmp_path / "scratch"
    folder = write(counts.assign(**change), tmp_path / "counts", 500)
    with pytest.raises(DataError):
        prepare_topics(folder, **LIMITS, scratch=scratch)
    assert not list(scratch.iterdir())


def test_topics_of_files_are_those_of_the_table(planted, tmp_path):
    counts = pd.concat(
        [planted.counts, planted.counts.assign(passage="b" + planted.counts.passage)]
    )
    folder = write(check(counts, "counts"), tmp_path / "counts", 1000)
    options = {"n_topics": 3, "random_state": 1}
    one, two = fit_topics(folder, **options), fit_topics(counts, **options)
    np.testing.assert_array_equal(one.components, two.components)


def test_a_pair_in_two_files_is_added_up_as_in_a_table(counts, tmp_path):
    twice = pd.concat([counts, counts[:100]], ignore_index=True)
    folder = write(twice, tmp_path / "counts", 300)
    assert alike(prepare_topics(folder, **LIMITS), prepare_topics(twice, **LIMITS))


def test_names_may_be_numbers_and_columns_of_strings_plain_or_large(tmp_path):
    plain = pd.DataFrame({"passage": ["1:0", "1:1"], "term": [7, 8], "n": [2, 3]})
    plain.astype({"passage": object}).to_parquet(tmp_path / "plain.parquet")
    read = matrices.windows_from_files(tmp_path / "plain.parquet", matrices.Store())
    assert (read.passages, read.terms) == (["1:0", "1:1"], ["7", "8"])
    assert read.values.toarray().tolist() == [[2, 0], [0, 3]]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"passage": ["a:0"], "n": [1]}, r"odd\.parquet: no column 'term'\. It has: passage, n\."),
        ({"passage": ["a:0", None], "term": ["x", "y"], "n": [1, 1]}, "1 rows have no passage"),
        (
            {"passage": ["a:0"], "term": ["x"], "n": [-1]},
            "may not be negative or no number; it goes from -1 to -1",
        ),
        ({"passage": [], "term": [], "n": []}, "no counts in them"),
        ({"passage": ["a:0"], "term": ["x"], "n": [np.inf]}, "it goes from inf to inf"),
        ({"passage": ["a:0"], "term": ["x"], "n": ["many"]}, "'n' should hold numbers"),
    ],
    ids=["column", "null", "negative", "empty", "infinite", "text"],
)
def test_a_file_that_holds_no_counts_is_named_with_what_is_wrong(table, message, tmp_path):
    pd.DataFrame(table).to_parquet(tmp_path / "odd.parquet")
    with pytest.raises(DataError, match=message):
        prepare_topics([tmp_path / "odd.parquet"])


def test_a_file_with_a_number_that_is_none_is_refused(tmp_path):
    table = pa.table({"passage": ["a:0"], "term": ["x"], "n": [float("nan")]})  # no null: NaN
    pq.write_table(table, tmp_path / "odd.parquet")
    with pytest.raises(DataError, match="'n' may not be negative or no number"):
        prepare_topics(tmp_path / "odd.parquet")


def test_what_is_no_parquet_or_not_there_is_an_error_of_the_source(tmp_path):
    (tmp_path / "counts.parquet").write_text("a,b\n")
    with pytest.raises(SourceError, match=r"counts\.parquet: not a readable Parquet file"):
        prepare_topics(tmp_path / "counts.parquet")
    with pytest.raises(SourceError, match=r"gone\.parquet: no such file or folder"):
        prepare_topics(tmp_path / "gone.parquet")
    (tmp_path / "none").mkdir()
    with pytest.raises(SourceError, match=r"no file there that ends in \.parquet"):
        prepare_topics(tmp_path / "none")


def test_rows_are_added_up_by_code_whatever_their_order(monkeypatch):
    values = sp.csr_matrix(np.arange(12).reshape(6, 2))
    code = np.array([1, 0, 1, 2, 0, 2])
    expected = [[2 + 8, 3 + 9], [0 + 4, 1 + 5], [6 + 10, 7 + 11]]
    for block in (1, 3, 100):
        monkeypatch.setattr(matrices, "_BLOCK", block)
        sums = sp.vstack([sums for sums, _ in matrices.add_up(values, code)])
        assert sums.toarray().tolist() == expected
