"""Eight numbers as one value: each operation beside numpy's."""

from __future__ import annotations

import numpy as np
import pytest
from numba import njit

from topoi.topics import lanes
from topoi.topics.lanes import LANES, load, store

ONE = np.array([3, -1, 0.5, 0, 2, -7, 1, 4], dtype=np.float32)
TWO = np.array([1, 2, -3, 0, 8, -9, 5, 0.25], dtype=np.float32)


def of_two(operation):
    """Eight numbers from eight and eight; `operation` is Python that names them one and two."""
    names = {"load": load, "store": store, "spread": lanes.spread, "larger": lanes.larger}
    names |= {"up_to": lanes.up_to, "later": lanes.later}
    source = f"def apply(a, b, out):\n    one, two = load(a, 0), load(b, 0)\n    store(out, 0, {operation})"
    exec(source, names)
    out = np.empty(LANES, dtype=np.float32)
    njit(names["apply"])(ONE, TWO, out)
    return out


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("one + two", ONE + TWO),
        ("one - two", ONE - TWO),
        ("one * two", ONE * TWO),
        ("larger(one, two)", np.maximum(ONE, TWO)),
        ("up_to(one)", np.cumsum(ONE)),
        ("later(one)", np.concatenate([[0], ONE[:-1]])),
        ("spread(a[4])", np.full(LANES, ONE[4])),
    ],
)
def test_operations_on_eight_numbers(operation, expected):
    np.testing.assert_allclose(of_two(operation), expected, rtol=1e-6)


def test_numbers_come_from_where_they_are_said_to_be_and_go_there():
    @njit
    def shift(table, row, out):
        store(out, 1, load(table, row * table.shape[1] + 2))

    table, out = np.arange(48, dtype=np.float32).reshape(3, 16), np.zeros(10, dtype=np.float32)
    shift(table, 2, out)
    assert out.tolist() == [0, *table[2, 2:10], 0]


@pytest.mark.parametrize(
    ("number", "place"), [(0.5, 0), (1, 1), (2.5, 2), (7.99, 7), (8, 7), (99, 7)]
)
def test_a_number_lies_in_the_lane_whose_sum_it_has_not_reached(number, place):
    @njit
    def find(sums, number):
        return lanes.passed(load(sums, 0), number)

    sums = np.arange(1, 9, dtype=np.float32)
    assert find(sums, np.float32(number)) == place


def test_sums_and_single_numbers():
    @njit
    def look(numbers, which):
        return lanes.total(load(numbers, 0)), lanes.lane(load(numbers, 0), which)

    for i in range(LANES):
        assert look(ONE, i) == (ONE.sum(), ONE[i])
