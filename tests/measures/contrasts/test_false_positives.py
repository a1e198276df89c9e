"""The benchmark of false positives: what is committed can be had again, and ours keep their level."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def benchmark(root):
    """benchmarks/calibration/false_positives.py as a module."""
    file = root / "benchmarks" / "calibration" / "false_positives.py"
    spec = spec_from_file_location("false_positives", file)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def committed(benchmark):
    """The committed rows, by cell."""
    return pd.read_csv(benchmark.RESULTS).set_index("cell", drop=False)


@pytest.mark.parametrize("test", ["welch", "pooled_g2"])
def test_a_cell_run_again_gives_the_committed_row(benchmark, committed, test):
    cell = f"simulated-20/delegation/framings/{test}"
    again = pd.Series(benchmark.row(cell))
    numbers = again.index[5:]
    assert again[:5].tolist() == committed.loc[cell].iloc[:5].tolist()
    was = committed.loc[cell, numbers].astype(float)
    assert again[numbers].astype(float).tolist() == pytest.approx(was.tolist(), rel=1e-5)


def test_every_cell_has_a_row(benchmark, committed):
    assert committed.index.tolist() == benchmark.cells()


def test_ours_keep_their_level_and_the_pooled_tests_do_not(benchmark, committed):
    ours = committed[committed["test"].isin(["contrast_rates", "two_way", "keyness"])]
    assert len(ours) == 14
    assert ours["least_p"].max() <= 0.001 / 2
    assert ours["tests"].min() >= 3000
    for level, most in benchmark.BAR.items():
        assert ours[f"share_{level:g}"].max() <= most, level
    pooled = committed[committed["test"].isin(["pooled_g2", "pooled_chi2", "log_odds_z"])]
    assert pooled["low_0.05"].min() > 0.1
