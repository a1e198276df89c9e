"""Every table keeps the promise of its schema, in memory and on disk."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.errors import SchemaError, SourceError
from topoi.schemas import SCHEMAS, Column, schema_of
from topoi.tables import check, empty, from_parquet, read, round_values, to_parquet, write

RESULTS = [name for name, schema in SCHEMAS.items() if schema.result]
KEYED = [name for name, schema in SCHEMAS.items() if schema.key]
WRONG_TYPE = {"int": 1.5, "int?": 1.5, "float": "many", "date": "some day"}


def columns_where(rule: Callable[[Column], object]) -> list[tuple[str, str]]:
    """(table, column) for every declared column that `rule` holds for."""
    return [(n, c) for n, s in SCHEMAS.items() for c, column in s.columns.items() if rule(column)]


def value_of(column: Column, name: str, row: int) -> object:
    """A value that the column allows, another one in every row where it can be."""
    if column.values:
        return column.values[row % len(column.values)]
    return {
        "int": row + 1,
        "int?": 2030 + row,
        "float": 0.5 + row,
        "date": pd.Timestamp(2031, 5, 14 + row),
    }.get(column.type, f"{name} {row}")


def table_of(name: str, rows: int = 3) -> pd.DataFrame:
    """A table that its schema allows."""
    columns = schema_of(name).columns.items()
    return pd.DataFrame({c: [value_of(rule, c, row) for row in range(rows)] for c, rule in columns})


def with_value(name: str, column: str, row: int, value: object) -> pd.DataFrame:
    """The same table with one other value."""
    values = list(table_of(name)[column])
    values[row] = value
    return table_of(name).assign(**{column: pd.Series(values, dtype="object")})


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_table_keeps_its_schema(name):
    table = empty(name)
    assert len(table) == 0
    assert list(table.columns) == list(schema_of(name).columns)
    pd.testing.assert_frame_equal(check(table, name), table)


@pytest.mark.parametrize("name", SCHEMAS)
def test_checking_puts_declared_columns_first_and_keeps_the_others(name):
    table = table_of(name)
    shuffled = table.iloc[:, ::-1].assign(mine=range(len(table)))
    declared = list(schema_of(name).columns)
    assert list(check(shuffled, name).columns) == [*declared, "mine"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_checking_leaves_its_input_alone(name):
    table = table_of(name).set_index(pd.Index([7, 8, 9]))
    before = table.copy(deep=True)
    assert list(check(table, name).index) == [0, 1, 2]
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: not c.optional))
def test_a_missing_column_is_named(name, column):
    with pytest.raises(SchemaError, match=f"{name}: no column '{column}'") as caught:
        check(table_of(name).drop(columns=column), name)
    assert caught.value.column == column


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: c.optional))
def test_an_optional_column_may_be_missing(name, column):
    assert column not in check(table_of(name).drop(columns=column), name)


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: c.type in WRONG_TYPE))
def test_a_value_of_another_type_is_refused(name, column):
    wrong = WRONG_TYPE[schema_of(name).columns[column].type]
    with pytest.raises(SchemaError, match=f"column '{column}' should hold"):
        check(with_value(name, column, 1, wrong), name)


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: not c.null))
def test_a_null_where_none_may_be_is_refused(name, column):
    with pytest.raises(SchemaError, match=f"column '{column}'"):
        check(with_value(name, column, 1, None), name)


@pytest.mark.parametrize("column", ["passage", "confidence", "start"])
def test_a_null_is_named_with_its_row(column):
    with pytest.raises(SchemaError, match=f"'{column}' may not be empty; row 1 holds"):
        check(with_value("passages", column, 1, None), "passages")


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: c.null))
def test_a_column_that_may_be_null_may_be_all_null(name, column):
    table = table_of(name).assign(**{column: None})
    assert check(table, name)[column].isna().all()


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: c.values))
def test_a_value_that_is_not_allowed_is_named_with_its_row(name, column):
    with pytest.raises(SchemaError, match=rf"'{column}' must be one of .* row 2 holds 'shouted'"):
        check(with_value(name, column, 2, "shouted"), name)


@pytest.mark.parametrize(("name", "column"), columns_where(lambda c: c.least is not None))
def test_a_value_below_the_least_is_named_with_its_row(name, column):
    with pytest.raises(SchemaError, match=rf"'{column}' must be at least .*; row 1 holds") as error:
        check(with_value(name, column, 1, -1), name)
    assert (error.value.row, error.value.value) == (1, -1)


@pytest.mark.parametrize("name", KEYED)
def test_a_repeated_key_is_named_with_its_row(name):
    first = table_of(name).iloc[:1]
    with pytest.raises(SchemaError, match=f"row 3 repeats the key {schema_of(name).key[0]}="):
        check(pd.concat([table_of(name), first]), name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_key_consists_of_columns_that_are_never_null(name):
    columns = schema_of(name).columns
    assert [key for key in schema_of(name).key if columns[key].null] == []


def test_what_follows_by_in_a_name_does_not_count():
    assert schema_of("rates_by_year") is SCHEMAS["rates"]
    with pytest.raises(SchemaError, match=r"no table is called 'rumours'.*rates"):
        schema_of("rumours")


def test_an_error_calls_the_table_as_asked():
    with pytest.raises(SchemaError, match=r"^somewhere/counts\.parquet: no column 'n'"):
        check(table_of("counts").drop(columns="n"), "counts", where="somewhere/counts.parquet")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_table_reads_back_as_it_was_written(name, tmp_path):
    table = check(table_of(name), name)
    assert write(table, name, tmp_path)
    pd.testing.assert_frame_equal(read(name, tmp_path), table)


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_empty_table_reads_back_empty(name, tmp_path):
    write(empty(name), name, tmp_path)
    pd.testing.assert_frame_equal(read(name, tmp_path), empty(name))


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_reads_back_from_its_csv_alone(name, tmp_path):
    write(table_of(name), name, tmp_path)
    (tmp_path / f"{name}.parquet").unlink()
    pd.testing.assert_frame_equal(read(name, tmp_path), check(table_of(name), name))


@pytest.mark.parametrize("group", ["NA", "007", "1.50", "True"])
def test_a_group_reads_back_from_csv_as_written(tmp_path, group):
    write(table_of("rates").assign(group=group), "rates", tmp_path)
    (tmp_path / "rates.parquet").unlink()
    assert (read("rates", tmp_path).group == group).all()


@pytest.mark.parametrize("name", SCHEMAS)
def test_only_results_are_written_as_csv_too(name, tmp_path):
    write(table_of(name), name, tmp_path)
    assert (tmp_path / f"{name}.csv").exists() == schema_of(name).result


@pytest.mark.parametrize("name", ["passages", "rates"])
def test_writing_the_same_again_touches_nothing(name, tmp_path):
    write(table_of(name), name, tmp_path)
    files = sorted(tmp_path.iterdir())
    for file in files:
        os.utime(file, (1, 1))
    assert not write(table_of(name), name, tmp_path)
    assert [file.stat().st_mtime for file in files] == [1] * len(files)
    assert write(table_of(name, rows=2), name, tmp_path)
    assert all(file.stat().st_mtime > 1 for file in files)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_same_content_gives_the_same_bytes(name):
    table = check(table_of(name), name)
    elsewhere = check(table_of(name).set_index(pd.Index([4, 5, 6])).iloc[:, ::-1], name)
    assert to_parquet(elsewhere) == to_parquet(table)
    assert to_parquet(table.iloc[::-1]) != to_parquet(table)


def test_a_note_is_part_of_the_file(tmp_path):
    assert write(table_of("rates"), "rates", tmp_path, note="made with 1")
    assert write(table_of("rates"), "rates", tmp_path, note="made with 2")
    assert not write(table_of("rates"), "rates", tmp_path, note="made with 2")


def test_a_table_that_breaks_its_schema_leaves_the_old_file_whole(tmp_path):
    write(table_of("counts"), "counts", tmp_path)
    before = (tmp_path / "counts.parquet").read_bytes()
    with pytest.raises(SchemaError):
        write(with_value("counts", "n", 0, 0), "counts", tmp_path)
    assert (tmp_path / "counts.parquet").read_bytes() == before


def test_a_table_that_was_never_built_is_named_with_the_remedy(tmp_path):
    with pytest.raises(SourceError, match=r"no table 'rates'.*make results"):
        read("rates", tmp_path)


def test_a_broken_file_is_named_with_the_remedy(tmp_path):
    (tmp_path / "rates.parquet").write_bytes(b"half a file")
    with pytest.raises(SourceError, match=r"rates\.parquet.*build it again"):
        from_parquet(tmp_path / "rates.parquet")


def test_a_file_of_another_schema_is_named(tmp_path):
    write(table_of("rates"), "rates", tmp_path)
    (tmp_path / "rates.parquet").rename(tmp_path / "voices.parquet")
    with pytest.raises(SchemaError, match=r"voices\.parquet: no column 'document'"):
        read("voices", tmp_path)


def test_values_are_rounded_to_six_significant_digits():
    table = pd.DataFrame({"x": [1234567.8, 0.00012345678, -98.76543210, 0.1 + 0.2], "n": range(4)})
    assert list(round_values(table).x) == [1234570.0, 0.000123457, -98.7654, 0.3]
    assert list(round_values(table, digits=2).x) == [1200000.0, 0.00012, -99.0, 0.3]
    assert list(round_values(table).n) == [0, 1, 2, 3]
    assert table.x[0] == 1234567.8


def test_a_schema_can_ask_for_fewer_decimals():
    table = table_of("model_selection").assign(heldout=-7.123456, coherence=0.1, exclusivity=0.9999)
    rounded = round_values(table, "model_selection")
    assert set(rounded.heldout) == {-7.123}
    assert set(rounded.exclusivity) == {1.0}


def test_shares_are_told_to_a_millionth_on_which_processors_agree():
    table = table_of("topic_effects").assign(prevalence=0.12345678, low=8.25699999e-138)
    rounded = round_values(table, "topic_effects")
    assert set(rounded.prevalence) == {0.123457}
    assert set(rounded.low) == {0.0}


def test_nulls_infinities_and_zeros_survive_rounding_and_zero_has_no_sign():
    with np.errstate(over="raise"):
        assert round_values(pd.DataFrame({"x": [1e-310, 1.0]})).x.tolist() == [0.0, 1.0]
    rounded = round_values(pd.DataFrame({"x": [np.nan, np.inf, -np.inf, 0.0, -0.0]})).x
    np.testing.assert_array_equal(rounded, [np.nan, np.inf, -np.inf, 0.0, 0.0])
    assert not np.signbit(rounded[4])


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.floats(1e-9, 1e12) | st.floats(-1e12, -1e-9) | st.just(0.0), min_size=1))
def test_rounding_moves_a_value_by_half_a_unit_of_the_sixth_digit_at_most(values):
    rounded = round_values(pd.DataFrame({"x": values}, dtype="float64")).x.to_numpy()
    np.testing.assert_allclose(rounded, values, rtol=5.0001e-6, atol=0)
    again = round_values(pd.DataFrame({"x": rounded})).x.to_numpy()
    np.testing.assert_array_equal(again, rounded)


def test_a_written_result_holds_what_was_rounded(tmp_path):
    write(table_of("rates").assign(rate=1 / 3), "rates", tmp_path)
    assert set(read("rates", tmp_path).rate) == {0.333333}
