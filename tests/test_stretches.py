"""A text without its removed stretches, and the way back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from topoi.stretches import put_back, without

FIXED = settings(deadline=None, derandomize=True, database=None)
TEXT = st.text(alphabet="abc \nя«", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5)


def stretches_of(text, spans):
    """Spans that lie in the text and hold something, as stretches with the characters in them."""
    inside = {tuple(sorted(min(x, len(text)) for x in span)) for span in spans}
    return sorted((a, b, text[a:b]) for a, b in inside if a < b)


@FIXED
@given(TEXT, SPANS)
def test_what_was_taken_out_goes_back_where_it_was(text, spans):
    stretches = stretches_of(text, spans)
    kept = without(text, stretches)
    read, places = put_back(kept, stretches)
    assert read == text
    assert [read[i] for i in places[:-1]] == list(kept)
    assert places == sorted(set(places))
    taken = {i for a, b, _ in stretches for i in range(a, b)}
    assert set(places[:-1]) == set(range(len(text))) - taken


@pytest.mark.parametrize(
    ("stretches", "kept"),
    [
        ([], "0123456789"),
        ([(0, 3, "")], "3456789"),
        ([(7, 10, "")], "0123456"),
        ([(2, 6, ""), (4, 8, "")], "0189"),
        ([(2, 8, ""), (3, 4, "")], "0189"),
        ([(0, 10, "")], ""),
    ],
)
def test_overlapping_stretches_are_taken_out_once(stretches, kept):
    assert without("0123456789", stretches) == kept
