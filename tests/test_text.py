"""What a word and a sentence are, in English and Russian."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from topoi.text import count_words, flatten, sentences, words

FIXED = settings(deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("multi-polar world", ["multi-polar", "world"]),
        ("multi‑polar", ["multi‑polar"]),
        ("Orlan’s lake isn't frozen", ["Orlan’s", "lake", "isn't", "frozen"]),
        ("states’ rights", ["states", "rights"]),
        ("in 2031, the 41st meeting", ["in", "the", "st", "meeting"]),
        ("кое-кто из государств", ["кое-кто", "из", "государств"]),
        ("Варнелия—Ташкар", ["Варнелия", "Ташкар"]),
        ("hyphen- ated", ["hyphen", "ated"]),
        ("inter\xadnational", ["inter\xadnational"]),
        ("snake_case", ["snake", "case"]),
        ("… 2031 — “!”", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_with_single_hyphens_and_apostrophes(text, expected):
    assert words(text) == expected
    assert count_words(text) == len(expected)


def test_a_word_written_with_combining_marks_is_one_word():
    assert count_words(unicodedata.normalize("NFD", "Российской")) == 1


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("“a” „b‟ «c»", '"a" "b" "c"'),
        ("‘a’ ‚b‛ `c´", "'a' 'b' 'c'"),
        ("multi‐polar multi‑polar", "multi-polar multi-polar"),
        ("no\xa0break\nline\ttab", "no break line tab"),
        ("ещё Ёлка", "еще Елка"),
        ("kept – as — it is…", "kept – as — it is…"),
    ],
)
def test_flattening_makes_marks_and_blanks_plain(text, flat):
    assert flatten(text) == flat


@FIXED
@given(st.text())
def test_flattening_keeps_every_offset(text):
    assert len(flatten(text)) == len(text)
    assert flatten(flatten(text)) == flatten(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Orlan spoke. He left.", ["Mr. Orlan spoke.", "He left."]),
        ("J. V. Vane replied. Yes!", ["J. V. Vane replied.", "Yes!"]),
        ("It met at 10 a.m. in Orvesk. Then?", ["It met at 10 a.m. in Orvesk.", "Then?"]),
        ("“We wait.” She left.", ["“We wait.”", "She left."]),
        ("He paused ... and went on.", ["He paused ... and went on."]),
        ("Why?! Because.", ["Why?!", "Because."]),
        ("В 2031 г. Совет решил. Все ушли.", ["В 2031 г. Совет решил.", "Все ушли."]),
        ("А. Б. Орлан ушел. Да.", ["А. Б. Орлан ушел.", "Да."]),
        ("A headline\nA sentence.", ["A headline", "A sentence."]),
        ("  \n\n ", []),
    ],
)
def test_sentences_end_at_stops_that_end_something(text, expected):
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_sentences_of_a_part_have_offsets_in_the_whole():
    text = "One. Two. Three."
    assert [text[a:b] for a, b in sentences(text, 5, 9)] == ["Two."]


@FIXED
@given(st.text(alphabet=st.sampled_from("aB1.!?… \n”»)\u2028")) | st.text())
def test_sentences_are_in_order_and_lose_only_white_space(text):
    spans = sentences(text)
    assert spans == sorted(spans)
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())
