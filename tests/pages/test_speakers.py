"""Speakers of a page: order, words, colours."""

from __future__ import annotations

import pandas as pd

from topoi.pages.speakers import COLOURS, speakers_of


def said(rows):
    """Passages of (document, speaker, words)."""
    return pd.DataFrame(rows, columns=["document", "speaker", "words"])


def test_who_says_most_comes_first_and_nobody_is_nobody():
    found = speakers_of(
        said([("a", "Vane", 3), ("a", None, 90), ("b", "Orlan", 9), ("b", "Vane", 4)])
    )
    assert [(s.number, s.name, s.words) for s in found.values()] == [
        (0, "Orlan", 9),
        (1, "Vane", 7),
    ]


def test_speakers_of_one_document_differ_in_colour_as_long_as_there_are_colours():
    rows = [(f"d{d}", f"speaker {d} {s}", 10 * s + d) for d in range(4) for s in range(COLOURS)]
    rows += [(f"d{d}", "speaker 0 1", 5) for d in range(4)]
    found = speakers_of(said(rows))
    for document in ("d1", "d2", "d3"):
        names = {name for place, name, _ in rows if place == document} - {"speaker 0 1"}
        assert len({found[name].colour for name in names}) >= COLOURS - 1
    assert len({found[name].colour for place, name, _ in rows if place == "d0"}) == COLOURS


def test_colours_do_not_depend_on_the_order_of_passages():
    rows = [(d, s, 7) for d in "abc" for s in ("Vane", "Orlan", "Torvask")]
    assert speakers_of(said(rows)) == speakers_of(said(rows[::-1]))
