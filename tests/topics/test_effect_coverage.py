"""Intervals of topic shares in simulated speeches: a cheap cell of the benchmark, and a planted effect."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

import topoi
from topoi.topics.choice.stability import match_topics


@pytest.fixture(scope="module")
def coverage(root) -> ModuleType:
    place = root / "benchmarks" / "topics" / "effect_coverage.py"
    spec = spec_from_file_location("effect_coverage", place)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_cell_of_the_benchmark_comes_out_as_it_stands_in_its_table(coverage):
    cell = coverage.cells()[0]
    written = pd.read_csv(coverage.RESULTS)
    written = written[written["cell"] == cell].reset_index(drop=True)
    again = topoi.tables.round_values(pd.DataFrame(coverage.rows(cell)))
    pd.testing.assert_frame_equal(again, written, check_dtype=False, rtol=1e-4)


def test_limits_hold_the_truth_about_as_often_as_they_say_and_means_of_theta_do_not(coverage):
    table = pd.read_csv(coverage.RESULTS)
    known = table[table["topics"] == "known"]
    ours = known[known["estimator"] == "topoi"]
    assert set(coverage.WHAT) == set(table["estimate"])
    assert ours["coverage"].between(0.93, 0.97).all()
    tests = known[known["estimate"] == "tests"]  # of no difference: called one at .05
    assert (1 - tests["coverage"]).between(0.01, 0.08).all()
    shifts = known[known["estimate"] == "shifts"]
    assert shifts["coverage"].between(0.93, 0.99).all()
    assert shifts["slope"].dropna().between(0.9, 1.1).all()  # a doubling is one
    pooled = table.groupby("estimator")["coverage"].mean()
    assert pooled["topoi"] > pooled["theta"]


@pytest.mark.filterwarnings("ignore:topic_.* fewer than")
def test_an_effect_planted_in_speeches_is_in_its_interval_end_to_end(coverage):
    """Speeches drawn from topics, a model fitted to them, its topic matched, its effect looked up."""
    rng = np.random.default_rng(12)
    world = coverage.simulate(rng, 40, 40.0)
    model = topoi.fit_topics(world.words, n_topics=5, random_state=1)
    k = 1 + int(match_topics(world.topics, model.components)[0][coverage.DOUBLED])
    truth = world.shares[:, coverage.DOUBLED]

    effects = topoi.topic_effects(
        model, world.words, world.documents, "~ side + bs(year, df=3)", unit="organization"
    )
    effects = effects[effects["topic"] == k].set_index("value")
    for side, share in zip(("first", "second"), truth, strict=True):
        assert effects.loc[side, "low"] < share < effects.loc[side, "high"]
    assert effects.loc["second", "p"] < 0.01

    second = world.documents.loc[world.documents["side"] == "second", "organization"].unique()
    belongs = pd.DataFrame({"member": second, "organization": "second"})
    contrast = topoi.topic_contrasts(
        model, world.words, world.documents, belongs, permutations=499, random_state=1
    )
    contrast = contrast.set_index("topic").loc[k]
    assert 1 < contrast["low"] < truth[1] / truth[0] < contrast["high"]
