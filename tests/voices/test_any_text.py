"""Damaged pages: marks deleted, doubled or swapped never raise, and passages stay a partition.

The seeds are in it where the raw files are beside the checkout; the specimens always are.
"""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import SHARED
from hypothesis import HealthCheck, given, settings, strategies as st

from topoi.documents import read_sources, specimens
from topoi.voices import attribute

MARKS = [*"“”\"«»‘’'„`—–-,.!?:;…()[]", "\n", "\n\n", " ", ""]
COUNT = 500  # documents of each test: a thousand in all


def pages() -> pd.DataFrame:
    """The specimens, and the seeds where they are."""
    folders = [specimens(), *([SHARED / "seeds"] if (SHARED / "seeds").is_dir() else [])]
    return pd.concat([read_sources(folder).documents for folder in folders], ignore_index=True)


PAGES = pages()
PLACES = {
    row.document: [i for i, c in enumerate(row.text) if c in "".join(MARKS)]
    for row in PAGES.itertuples()
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, str]:
    """(document, a stretch of its text) in which some marks were deleted, doubled or swapped."""
    document = draw(st.sampled_from(sorted(PLACES)))
    text = PAGES.set_index("document").text[document]
    start = draw(st.integers(0, max(0, len(text) - 1500)))
    stretch = list(text[start : start + draw(st.integers(1, 1500))])
    places = [i - start for i in PLACES[document] if 0 <= i - start < len(stretch)]
    for place in draw(st.lists(st.sampled_from(places), max_size=25)) if places else []:
        deed = draw(st.sampled_from(["delete", "double", "swap"]))
        mark = stretch[place]
        stretch[place] = {"delete": "", "double": mark * 2}.get(deed) or (
            draw(st.sampled_from(MARKS)) if deed == "swap" else ""
        )
    return document, "".join(stretch)


def assert_partition(passages: pd.DataFrame, text: str) -> None:
    """The passages, put together, are the text; each is its slice, and none is empty."""
    assert "".join(passages.text) == text
    assert [0, *passages.end] == [*passages.start, len(text)]
    assert (passages.start < passages.end).all()


@settings(
    max_examples=COUNT,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(damaged(), st.booleans())
def test_passages_of_a_damaged_page_partition_it(page, with_genre):
    document, text = page
    row = PAGES[PAGES.document == document].assign(text=text)
    row = row if with_genre else row.assign(genre=None, speaker=None, title=None)
    passages = attribute(row)
    if text:
        assert_partition(passages, text)


@pytest.mark.parametrize(
    "text",
    [". I was ", ". Тем, кто", "Vane made his way to Zhemir in", ".", "“", "— said", "said in"],
)
def test_a_text_may_begin_and_end_anywhere(text):
    row = PAGES.iloc[:1].assign(text=text, genre=None, speaker=None, title=None)
    assert_partition(attribute(row), text)


WORDS = """said|says|told reporters|that|“|”|"|«|»|‘|’|—|- |,|.|:|;|\n|(|)|he|she|it|they|the minister|
Defence Minister Toma Virask|Virask|President Ivo J. Vane|the Council|its press service|according to|
in his words|as|noted|adding that|and|stressed the need for|called on|to wait|urged|the lake was calm|
we shall not wait for others|on Monday|in Orlan|who|which|will|was asked|whether|statement|expressed
confidence that|on behalf of|the Lake States|reads|- said|the following|Mr.|U.S.|2031|’s|not|also
""".replace("\n", "").split("|")


@settings(
    max_examples=COUNT,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_passages_of_any_words_of_saying_in_any_order_partition_them(words):
    text = " ".join(words) + "."
    row = PAGES.iloc[[0]].assign(text=text, genre=None, speaker=None, title=None)
    assert_partition(attribute(row), text)


@pytest.mark.parametrize(
    "text",
    [
        "“",
        "said",
        ",",
        "X,",
        "- said",
        ":",
        "in his",
        "As X",
        "he said to",
        "'",
        "Он сказал ', что он",
    ],
)
def test_a_scrap_is_a_passage(text):
    row = PAGES.iloc[[0]].assign(text=text, genre=None, speaker=None, title=None)
    assert_partition(attribute(row), text)
