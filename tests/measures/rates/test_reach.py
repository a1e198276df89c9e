"""Raw, independent, reach: three counts that are kept apart."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.measures import count_reach
from topoi.tables import empty

OUTLETS = ["Merid Daily", "Merid Daily", None, "Vane Wire"]


@pytest.fixture
def tables():
    """A statement, its reprint, a story that quotes it, and a story of its own."""
    names = ["statement", "reprint", "story", "other"]
    documents = (
        empty("documents")
        .reindex(range(4))
        .assign(
            document=names,
            source="",
            sha256="",
            duplicate_of=[None, "statement", None, None],
            outlet=OUTLETS,
            event=["e", "e", "e", None],
        )
    )
    passages = (
        empty("passages")
        .reindex(range(4))
        .assign(
            passage=[f"{n}:0" for n in names],
            document=names,
            start=0,
            end=9,
            voice="speech",
            speaker="Ivo Orlan",
            rule="speech",
            confidence=1.0,
            words=[100, 100, 20, 50],
        )
    )
    mentions = (
        empty("mentions")
        .reindex(range(5))
        .assign(
            mention=list("abcde"),
            framing="hybrid_war",
            passage=["statement:0", "statement:0", "reprint:0", "story:0", "other:0"],
            start=0,
            end=5,
            variant="hybrid war",
        )
    )
    reprints = pd.DataFrame(
        [["passage", "story:0", "statement:0", "story", "statement", 0.2, 0.95, 0.2, None]],
        columns=list(empty("reprints").columns),
    )
    return mentions, passages, documents, reprints


def test_the_three_counts(tables):
    row = count_reach(*tables).iloc[0]
    assert (row.raw, row.independent, row.reach) == (5, 3, 4)
    assert (row.outlets, row.events) == (3, 2)
    assert (row.words_raw, row.words_independent) == (270, 150)


def test_without_the_graph_only_whole_reprints_are_left_out(tables):
    row = count_reach(*tables[:3]).iloc[0]
    assert (row.raw, row.independent, row.words_independent) == (5, 4, 170)


def test_a_group_may_be_a_column_of_documents(tables):
    found = count_reach(*tables, by="outlet").set_index("group")
    assert found.raw.to_dict() == {"Merid Daily": 3, "Vane Wire": 1}  # one page has no outlet


def test_an_unknown_grouping_is_refused(tables):
    with pytest.raises(DataError, match="no column 'nation'"):
        count_reach(*tables, by="nation")
