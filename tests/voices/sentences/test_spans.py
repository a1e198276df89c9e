"""Spans: what touches a place, whatever lies in what."""

import random

import pytest

from topoi.voices.sentences.spans import Spans


@pytest.mark.parametrize("seed", range(20))
def test_spans_are_found_as_by_going_through_all(seed):
    draw = random.Random(seed)
    starts = [draw.randrange(60) for _ in range(12)]
    spans = Spans((start, start + draw.randrange(1, 25)) for start in starts)
    for start in range(60):
        end = start + draw.randrange(1, 9)
        assert spans.touching(start, end) == [(a, b) for a, b in spans if a < end and start < b]
        assert spans.covers(start) == any(a <= start < b for a, b in spans)


def test_no_spans_cover_nothing():
    assert Spans([]).touching(0, 9) == []
    assert not Spans([]).covers(0)
