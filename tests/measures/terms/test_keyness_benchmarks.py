"""The calibration of keyness and resampling: cells rerun alone give the rows that are committed."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location

import pandas as pd
import pytest

FOLDER = ("benchmarks", "calibration")


@pytest.fixture(scope="module")
def script(root):
    """A script of the folder, as a module."""

    def load(name):
        place = root.joinpath(*FOLDER, f"{name}.py")
        spec = spec_from_file_location(f"calibration_{name}", place)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture(scope="module")
def committed(root):
    """The table of a script."""
    return lambda name: pd.read_csv(root.joinpath(*FOLDER, f"{name}.csv"), dtype={"digest": "str"})


TASKS = {"permute": ["topoi", "selection", "loop"], "bootstrap": ["topoi", "loop"]}


@pytest.mark.parametrize("task", TASKS)
def test_topoi_and_plain_loops_give_the_same_resamples_and_the_committed_ones(
    script, committed, task
):
    resampling, table = script("resampling"), committed("resampling").set_index("cell")
    for way in TASKS[task]:
        for workers in (1, 2) if way == "topoi" else (1,):
            row = resampling.run(f"small/{task}_{way}", workers)
            assert row["digest"] == table["digest"][f"small/{task}_topoi/1"], way


def test_every_cell_run_in_full_gives_the_digest_of_its_task_and_size(committed):
    table = committed("resampling")
    full = table[table["done"] == 1].assign(
        task=table["cell"].str.replace(r"_\w+/\d$", "", regex=True)
    )
    assert len(full) >= 12
    assert all(len(set(cells["digest"])) == 1 for _, cells in full.groupby("task"))


def test_a_cell_of_the_limits_of_keyness_gives_the_committed_rows(script, committed):
    table = committed("keyness")
    name = "organization/20-20/1"
    again = script("keyness").rows(name).reset_index(drop=True)
    kept = table[table["cell"] == name].reset_index(drop=True)
    columns = ["terms", "cover", "low_above", "high_below", "p_05", "p_01"]
    pd.testing.assert_frame_equal(again[columns], kept[columns], check_dtype=False, atol=1e-9)


def test_limits_hold_in_what_is_committed(committed):
    table = committed("keyness")
    table = table[table["terms"] >= 200]
    assert len(table) > 80
    assert table["cover"].between(0.92, 0.999).all()
    assert (table.loc[table["ratio"] == 1, "bound_above_0"] < 0.05).all()
    assert (table.loc[table["ratio"] == 1, "p_05"] < 0.075).all()
