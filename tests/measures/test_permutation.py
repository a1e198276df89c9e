"""Whole units are dealt out anew: all ways if they are few, the observed way first, p never zero."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.measures.permutation import Tally, make_design, two_sided


def design_of(histories: dict[str, str]):
    """The design of units whose years inside the group are marked x: {"Orlan": "xx."}."""
    cells = [(unit, 2030 + i) for unit, years in histories.items() for i in range(len(years))]
    inside = [(u, y, "Pact") for u, y in cells if histories[u][y - 2030] == "x"]
    return make_design(
        pd.DataFrame(inside, columns=["unit", "time", "group"]),
        pd.DataFrame(cells, columns=["unit", "time"]),
        "Pact",
    )


def test_a_design_says_who_is_inside_when():
    design = design_of({"Orlan": "xx", "Vane": ".x", "Tashkar": "..", "Belmora": ".."})
    assert design.units == ["Belmora", "Orlan", "Tashkar", "Vane"]
    assert design.times == ["2030", "2031"]
    assert design.inside.tolist() == [[False, False], [True, True], [False, False], [False, True]]
    assert (design.histories[design.history_of] == design.inside).all()


def test_times_without_members_or_without_speeches_are_left_out():
    belongs = pd.DataFrame({"unit": "Orlan", "time": [2030, 2031, 2040], "group": "Pact"})
    cells = pd.DataFrame({"unit": ["Orlan", "Vane"] * 2, "time": [2031, 2031, 2035, 2035]})
    design = make_design(belongs, cells, "Pact")
    assert (design.units, design.times) == (["Orlan", "Vane"], ["2031"])


@pytest.mark.parametrize(
    ("histories", "ways"),
    [
        ({"a": "x", "b": ".", "c": ".", "d": "."}, 4),
        ({"a": "x", "b": "x", "c": ".", "d": "."}, 6),
        ({"a": "xx", "b": ".x", "c": "..", "d": ".."}, 12),
        ({"a": "xx.", "b": ".x.", "c": "..x", "d": "..."}, 24),
    ],
)
def test_few_units_are_dealt_out_in_every_distinct_way_once(histories, ways):
    design = design_of(histories)
    assigned, exact = design.assignments(ways, np.random.default_rng(1))
    assert exact
    assert len(assigned) == len({tuple(row) for row in assigned}) == ways
    assert (assigned[0] == design.history_of).all()
    assert (np.sort(assigned) == np.sort(design.history_of)).all()


def test_many_units_of_which_one_belongs_are_dealt_out_in_every_distinct_way_once():
    design = design_of({f"unit {i:02d}": "x" if i == 0 else "." for i in range(12)})
    assigned, exact = design.assignments(999, np.random.default_rng(1))
    assert (len(assigned), exact) == (12, True)


def test_many_units_are_dealt_out_at_random_with_their_histories_kept():
    histories = {f"unit {i:02d}": ["xx", ".x", ".."][i % 3] for i in range(12)}
    design = design_of(histories)
    assigned, exact = design.assignments(2000, np.random.default_rng(1))
    assert not exact
    assert assigned.shape == (2001, 12)
    assert (assigned[0] == design.history_of).all()
    assert (np.sort(assigned) == np.sort(design.history_of)).all()
    for history in range(3):  # every unit is as likely to get each of them
        assert (assigned[1:] == history).mean(axis=0) == pytest.approx(np.full(12, 1 / 3), abs=0.05)


def test_blocks_are_dealt_out_until_there_are_enough_and_never_look_at_the_observed_way():
    design = design_of({f"unit {i:02d}": ["xx", ".x", ".."][i % 3] for i in range(12)})
    blocks = list(design.blocks(2500, np.random.default_rng(1)))
    assert [len(block) for block in blocks] == [1000, 1000, 500]
    again = np.vstack(list(design.blocks(2500, np.random.default_rng(1))))
    assert (np.vstack(blocks) == again).all()
    assert (np.sort(again) == np.sort(design.history_of)).all()


def test_an_indicator_adds_up_what_units_contribute_with_their_histories():
    design = design_of({"Orlan": "xx", "Vane": ".x", "Tashkar": ".."})
    contributed = np.arange(9.0).reshape(3, 3)  # units x histories
    assigned = np.array([[0, 1, 2], [2, 2, 0]])
    sums = design.indicator(assigned) @ contributed.ravel()
    assert sums.tolist() == [0 + 4 + 8, 2 + 5 + 6]


@pytest.mark.parametrize("number", [0, -1])
def test_less_than_one_permutation_is_refused(number):
    with pytest.raises(DataError, match=f"permutations must be at least 1; got {number}"):
        design_of({"a": "x", "b": "."}).assignments(number, np.random.default_rng(1))


def test_a_group_without_members_or_without_outsiders_is_refused_by_name():
    with pytest.raises(DataError, match="group 'Pact' has no member that speaks") as caught:
        design_of({"Orlan": ".", "Vane": "."})
    assert caught.value.group == "Pact"
    with pytest.raises(DataError, match=r"'Pact'.*nobody to compare with"):
        design_of({"Orlan": "xx", "Vane": "xx"})


def test_p_is_twice_the_smaller_tail_with_the_observed_value_in_it():
    values = np.array([[4.0, 1.0, 2.5], [1.0, 2.0, 2.5], [2.0, 3.0, 2.5], [3.0, 4.0, 2.5]])
    assert two_sided(values).tolist() == [0.5, 0.5, 1.0]
    assert two_sided(np.arange(1000.0, 0.0, -1.0)[:, None]).tolist() == [0.002]


def test_values_that_differ_by_rounding_alone_count_as_equal():
    values = np.array([[0.3], [0.1 + 0.2], [0.2], [0.1]])
    assert two_sided(values).tolist() == [1.0]


def test_p_is_that_of_every_way_to_choose_the_members():
    # six units say 5, 4, 2 | 3, 1, 0; of the 20 ways to choose three, 12 = 5 + 4 + 3 is the only
    # one with more than the observed 11
    said = np.array([5, 4, 2, 3, 1, 0])
    sums = [said[list(chosen)].sum() for chosen in combinations(range(6), 3)]
    assert sums[0] == 11
    assert sum(value >= 11 for value in sums) == 2
    assert two_sided(np.array(sums, dtype=float)[:, None]).tolist() == [0.2]


def test_a_tally_counts_to_the_draw_that_ends_it():
    # above: draws 1, 3, 4; below: 2, 5. The second on the thinner side is the fifth of all.
    tally = Tally(np.array([0.0]), stop_after=2)
    tally.add(np.array([[1.0], [-1.0], [2.0]]))
    assert tally.open.tolist() == [0]
    tally.add(np.array([[3.0], [-2.0], [-9.0], [9.0]]))
    assert (tally.drawn.tolist(), tally.open.tolist()) == ([5], [])
    assert tally.p.tolist() == [2 * 2 / 5]


def test_a_tally_that_never_stops_counts_the_observed_value_as_two_sided_does():
    values = np.random.default_rng(2).normal(size=(200, 6))
    tally = Tally(values[0], stop_after=None)
    tally.add(values[1:50])
    tally.add(values[50:])
    np.testing.assert_allclose(tally.p, two_sided(values))
    assert (tally.drawn == 199).all()


def test_p_of_stopped_tests_is_never_too_often_small():
    # Of alike values the observed is any: P(p <= a) <= a, at every level, stopped or not.
    rng = np.random.default_rng(5)
    values = rng.normal(size=(1000, 4000)).astype("float32").astype(float)
    tally = Tally(values[0], stop_after=20)
    tally.add(values[1:])
    assert 0.3 < tally.stopped.mean() < 0.99
    for level in (0.002, 0.01, 0.05, 0.1, 0.3):
        error = np.sqrt(level * (1 - level) / 4000)
        assert (tally.p <= level).mean() < level + 3 * error
    assert (tally.p <= 0.1).mean() > 0.07


def test_the_error_of_a_stopped_p_is_how_far_it_varies():
    rng = np.random.default_rng(6)
    tally = Tally(np.full(3000, 1.2), stop_after=40)
    tally.add(rng.normal(size=(2500, 3000)))
    assert tally.stopped.all()
    assert tally.p.std() == pytest.approx(tally.error.mean(), rel=0.1)
