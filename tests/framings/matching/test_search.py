"""Many texts are searched at once as if each were alone, however they are set."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings, strategies as st

from topoi.framings.matching import search as searching
from topoi.framings.matching.search import search
from topoi.framings.normal import normalise
from topoi.framings.patterns import compile_pattern

PATTERNS = [
    compile_pattern(written)
    for written in (
        "calm-ness of [the] lake",
        "calm (lake|sea)",
        "others' lake",
        "{тихий} <1> {озеро}",
        "calm NOT NEAR/2 storm*",
        "calm NOT IN calm sea",
    )
]


def found(texts: list[str]) -> list[list[tuple[int, str]]]:
    """(number of the pattern, what it matched) in each of the texts."""
    matches = search(texts, PATTERNS)
    return [
        [(m.pattern, text[m.start : m.end]) for m in matches.get(number, [])]
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("a “calm”-lake", "calm”-lake"),
        ("__calm__ _lake_", "calm__ _lake"),
        ("a calm\nlake", "calm\nlake"),
        ("a calm\xa0 lake", "calm\xa0 lake"),
        ("a “calm” lake", "calm” lake"),
        ("a ‘calm’ lake", "calm’ lake"),
        ("„calm“ lake", "calm“ lake"),
        ("‹calm› lake", "calm› lake"),
        ("the **calm** lake", "calm** lake"),
        ("a c\xadalm la\xadke", "c\xadalm la\xadke"),
        ("a calm la\xad\nke", "calm la\xad\nke"),
        ("a calm la-\nke", "calm la-\nke"),
        ("a ca-\r\nlm lake", "ca-\r\nlm lake"),
        ("calmness of the lake", "calmness of the lake"),
        ("calm-\nness of lake", "calm-\nness of lake"),
        ("calm–ness of lake", "calm–ness of lake"),
        ("others’ lake", "others’ lake"),
        ("others' “lake”", "others' “lake"),
        ("«тихого» озера", "тихого» озера"),
        ("тихое, синее озеро", "тихое, синее озеро"),
        (
            unicodedata.normalize("NFD", "тихий ёж озеру"),
            unicodedata.normalize("NFD", "тихий ёж озеру"),
        ),
        ("ти\u0301хое о\u0301зеро\u0301!", "ти\u0301хое о\u0301зеро\u0301"),
    ],
)
def test_a_term_is_found_however_it_is_set(text, term):
    assert term in [term for _, term in found([text])[0]]


@pytest.mark.parametrize(
    "text",
    [
        "a calm. Lake",
        "a calm — lake",
        "a calm – lake",
        "a calm - lake",
        "calm! lake",
        "calm: lake",
        "calm\n\nlake",
        "calm\n \nness of the lake",
    ],
)
def test_the_end_of_a_sentence_or_paragraph_and_a_dash_end_a_term(text):
    assert not any("ake" in term for _, term in found([text])[0])


@pytest.mark.parametrize(
    "text",
    [
        "calm st-\norm",
        "a ca-\nlm st-\norm",
        "calm se-\na",
        "ca-\nlm sea",
        "storm-\nsea calm",
        "storm-\nsea ca-\nlm",
    ],
)
def test_what_excludes_in_one_reading_of_a_broken_word_excludes(text):
    conditions = [compile_pattern("calm NOT NEAR/1 (storm|sea) NOT IN calm sea")]
    assert search([text], conditions) == {}
    assert search([text, "ca-\nlm, one, two, st-\norm, se-\na"], conditions).keys() == {1}


def test_nothing_reaches_from_one_text_to_the_next():
    texts = ["a calm", "lake and storm", "calm", "calm lake"]
    assert found(texts) == [found([text])[0] for text in texts]


WORDS = st.sampled_from(
    "calm lake sea storm тихое озеро ness others' of the -ness . , ” -\n \xad \u0301 — İ".split(" ")
)
TEXT = st.lists(WORDS, max_size=25).map(" ".join) | st.lists(WORDS, max_size=25).map("".join)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.lists(TEXT, max_size=8), st.integers(1, 60))
def test_texts_are_searched_in_chunks_as_if_each_were_alone(texts, size):
    whole, searching.CHUNK = searching.CHUNK, size
    try:
        assert found(texts) == [found([text])[0] for text in texts]
    finally:
        searching.CHUNK = whole


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(TEXT | st.text(max_size=60))
def test_what_is_reported_matches_when_it_is_read_again(text):
    for match in search([text], PATTERNS[:4]).get(0, []):
        assert 0 <= match.start < match.end <= len(text)
        again = search([text[match.start : match.end]], PATTERNS[:4])[0]
        assert match.wording in [m.wording for m in again if m.pattern == match.pattern]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(
    st.lists(st.sampled_from("calm lake sea storm тихое озеро of the very .".split()), max_size=20),
    st.data(),
)
def test_decorated_text_has_the_matches_of_plain_text(words, data):
    signs = st.sampled_from(["", "“", "«", "‘", "**", "_"])
    soft = st.sampled_from(["", "\xad", "\u200b"])
    case = st.sampled_from([str.lower, str.upper, str.title])
    blank = st.sampled_from([" ", "\n", "\xa0", " \r\n"])
    decorated = ""
    for word in words:
        half = len(word) // 2
        inner = word[:half] + (data.draw(soft) if half else "") + word[half:]
        decorated += data.draw(signs) + data.draw(case)(inner) + data.draw(blank)
    plain = search([" ".join(words)], PATTERNS).get(0, [])
    here = search([decorated], PATTERNS).get(0, [])
    letters = [(m.pattern, "".join(filter(str.isalpha, m.wording))) for m in plain]
    assert [(m.pattern, "".join(filter(str.isalpha, m.wording))) for m in here] == letters


def test_the_wording_is_the_normalised_text():
    (match,) = search(["A “calm”\nSEA."], PATTERNS[1:2])[0]
    assert match.wording == normalise("calm”\nSEA").flat
