"""The benchmark of trends and breaks: what is committed can be had again, and ours keep their level."""

from __future__ import annotations

import pandas as pd
import pytest
import trends


@pytest.fixture(scope="module")
def committed():
    """The committed rows, by cell."""
    return pd.read_csv(trends.RESULTS).set_index("cell", drop=False)


@pytest.mark.parametrize("test", ["two_way", "breaks"])
def test_a_cell_run_again_gives_the_committed_row(committed, test):
    cell = f"small/{test}"
    again = pd.DataFrame([trends.row(cell)]).set_index("cell", drop=False)
    pd.testing.assert_frame_equal(again, committed.loc[[cell]], rtol=1e-5)


def test_ours_keep_their_level_and_delegations_alone_do_not(committed):
    whole = committed[~committed["cell"].str.startswith("small")].set_index("test")
    ours = whole.loc[["two_way", "breaks"]]
    assert ours["tests"].min() >= 2000
    assert ours["share_0.05"].max() <= 0.06
    assert ours["share_0.001"].max() <= 0.002
    assert whole.loc["one_way", "share_0.05"].min() > 0.1
