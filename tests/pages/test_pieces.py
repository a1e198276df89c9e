"""A text cut into pieces: nothing is lost, and every piece knows whose it is."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings, strategies as st

from topoi.pages.pieces import lines_of, pieces_of
from topoi.stretches import without

FIXED = settings(deadline=None, derandomize=True, database=None)
CUTS = st.lists(st.integers(0, 30), max_size=6)


def cut(text, marks):
    """A partition of a text at marks."""
    edges = sorted({0, len(text), *(m for m in marks if m < len(text))})
    return list(pairwise(edges))


@FIXED
@given(st.text(alphabet="ab \n«", max_size=30), CUTS, CUTS, CUTS)
def test_pieces_are_the_text_as_read_and_those_of_passages_the_cleaned_text(
    read, outs, marks, found
):
    removed = [(a, b, read[a:b], f"why {a}") for a, b in cut(read, outs)[::2] if b > a]
    text = without(read, [row[:3] for row in removed])
    passages = cut(text, marks)
    mentions = [(a, b) for a, b in cut(text, found)[1::2] if b > a]
    pieces = list(pieces_of(text, passages, removed, mentions))
    assert "".join(p.text for p in pieces) == read
    assert all(p.text and (p.passage is None) == (p.reason is not None) for p in pieces)
    for which, (a, b) in enumerate(passages):
        own = [p for p in pieces if p.passage == which]
        assert "".join(p.text for p in own) == text[a:b]
        assert [p.first for p in own] == [True] + [False] * (len(own) - 1)
    for a, b, taken, why in removed:
        assert "".join(p.text for p in pieces if p.reason == why) == taken == read[a:b]
    for which, (a, b) in enumerate(mentions):
        own = [p for p in pieces if which in p.mentions]
        assert "".join(p.text for p in own) == text[a:b]
        assert [which in p.ending for p in own] == [False] * (len(own) - 1) + [True]


def test_what_is_removed_between_two_passages_belongs_to_neither():
    removed = [(5, 12, " (note)", "source tag")]
    pieces = list(pieces_of("He ca me.", [(0, 5), (5, 9)], removed))
    assert [(p.text, p.passage, p.reason) for p in pieces] == [
        ("He ca", 0, None),
        (" (note)", None, "source tag"),
        (" me.", 1, None),
    ]


def test_overlapping_mentions_share_a_piece():
    pieces = list(pieces_of("just world order", [(0, 16)], (), [(0, 16), (5, 16)]))
    assert [(p.text, p.mentions, p.ending) for p in pieces] == [
        ("just ", (0,), ()),
        ("world order", (0, 1), (0, 1)),
    ]


def test_a_stretch_inside_another_keeps_the_outer_reason():
    removed = [(0, 6, "abcdef", "outer"), (2, 4, "cd", "inner")]
    assert {p.reason for p in pieces_of("", [], removed)} == {"outer"}


def test_a_line_ends_with_its_break():
    pieces = pieces_of("One.\nTwo.\n\nThree.", [(0, 11), (11, 17)])
    lines = ["".join(p.text for p in line) for line in lines_of(pieces)]
    assert lines == ["One.\n", "Two.\n", "\n", "Three."]
