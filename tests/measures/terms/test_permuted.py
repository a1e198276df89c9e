"""Permuted ratios of a vocabulary are those of plain loops over assignments, and so are their limits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from scipy.optimize import brentq
from scipy.stats import permutation_test

from topoi.measures.permutation import make_design, two_sided
from topoi.measures.terms.permuted import Sides, limits_of_ratios, make_sides, p_of_ratios

UNITS, TIMES, TERMS = 9, 3, 6


@pytest.fixture
def world():
    """A design whose members come and go, the counts of its cells, and 200 assignments."""
    rng = np.random.default_rng(11)
    inside = np.zeros((UNITS, TIMES), dtype=bool)
    inside[:2] = True
    inside[2:4, 1:] = True
    inside[4, :1] = True
    cells = [(f"u{i}", t) for i in range(UNITS) for t in range(TIMES)]
    mine = [(u, t, "g") for (u, t), yes in zip(cells, inside.ravel(), strict=True) if yes]
    design = make_design(
        pd.DataFrame(mine, columns=["unit", "time", "group"]),
        pd.DataFrame(cells, columns=["unit", "time"]),
        "g",
    )
    counts = rng.poisson(3, (UNITS * TIMES, TERMS)).astype("float64")
    assigned = design.assignments(199, rng)[0]
    return design, counts, assigned


def ratios_of(design, counts, assigned, scale=1.0):
    """The statistic of every assignment, cell by cell; cells of true members count `scale`-fold."""
    words = counts.sum(axis=1) * np.where(design.inside.ravel(), scale, 1.0)
    out = []
    for way in assigned:
        inside = design.histories[way].ravel()
        first, others = counts[inside].sum(axis=0) + 0.5, counts[~inside].sum(axis=0) + 0.5
        out.append(first / words[inside].sum() / (others / words[~inside].sum()))
    return np.array(out)


def test_p_is_that_of_a_loop_over_assignments(world):
    design, counts, assigned = world
    sides = make_sides(sp.csr_matrix(counts), design, assigned)
    assert (sides.first == counts[design.inside.ravel()].sum(axis=0)).all()
    np.testing.assert_allclose(sides.observed, ratios_of(design, counts, assigned)[0])
    np.testing.assert_allclose(p_of_ratios(sides), two_sided(ratios_of(design, counts, assigned)))


@pytest.mark.parametrize("level", [0.5, 0.9])
def test_limits_are_where_the_rank_of_what_is_observed_turns(world, level):
    design, counts, assigned = world
    sides = make_sides(sp.csr_matrix(counts), design, assigned)
    low, high = limits_of_ratios(sides, level)
    allowed = int((1 - level) / 2 * len(assigned) + 1e-9)
    for term in (0, 3):

        def reached(log_scale, sign, term=term):
            every = sign * ratios_of(design, counts, assigned, np.exp(log_scale))[:, term]
            return (every >= every[0] - 1e-12).sum() - allowed - 0.5

        for limit, sign in ((low[term], 1), (high[term], -1)):
            assert np.log(limit) == pytest.approx(brentq(reached, -6, 6, args=(sign,)), abs=1e-6)


def test_p_is_that_of_scipy_for_units_that_never_change():
    """scipy.stats.permutation_test(..., permutation_type="independent"), all ways."""
    counts = np.random.default_rng(3).poisson(4, (8, 3)).astype("float64") + 1
    cells = pd.DataFrame({"unit": [f"u{i}" for i in range(8)], "time": 1})
    design = make_design(cells.iloc[:3].assign(group="g"), cells, "g")
    assigned, exact = design.assignments(999, np.random.default_rng(1))
    assert exact
    p = p_of_ratios(make_sides(sp.csr_matrix(counts), design, assigned))
    words = counts.sum(axis=1)
    for term in range(3):

        def ratio(mine, others, axis, term=term):
            x, t = counts[:, term], words
            first, rest = mine.astype(int), others.astype(int)
            return ((x[first].sum(axis) + 0.5) / t[first].sum(axis)) / (
                (x[rest].sum(axis) + 0.5) / t[rest].sum(axis)
            )

        theirs = permutation_test(
            (np.arange(3.0), np.arange(3.0, 8.0)),
            ratio,
            permutation_type="independent",
            n_resamples=np.inf,
            vectorized=True,
        )
        assert p[term] == pytest.approx(theirs.pvalue)


def test_an_assignment_that_leaves_a_side_without_words_counts_in_both_tails():
    sides = Sides(
        sp.csr_matrix(np.array([[5.0, 5], [3, 1], [0, 0]])),
        np.array([[0], [1], [2]]),
        np.array([8.0, 6]),
        np.array([10.0, 4, 0]),
        np.array([10.0, 0, 0]),
        14.0,
    )
    # both ratios are 1.06 and 2.17 as observed, .94 and .46 under the other assignment
    assert p_of_ratios(sides).tolist() == pytest.approx([1.0, 1.0])
    assert np.isnan(limits_of_ratios(sides, 0.95)).all()


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_threads_and_parts_change_no_bit(world, n_jobs, monkeypatch):
    design, counts, assigned = world
    sides = make_sides(sp.csr_matrix(counts), design, assigned)
    whole = p_of_ratios(sides), *limits_of_ratios(sides, 0.9)
    monkeypatch.setattr("topoi.measures.resampling._CELLS", 50)
    parts = p_of_ratios(sides, n_jobs), *limits_of_ratios(sides, 0.9, n_jobs)
    for one, other in zip(whole, parts, strict=True):
        assert (one == other).all()
