"""Normalised text is what patterns see, and every place in it is a place in the original."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from topoi.framings.normal import BREAK, normalise
from topoi.text import flatten


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("ЁЛКА и ёж", "елка и еж"),
        ("“a” „b“ «c» ‘d’ ‹e› ``f´´ **g**", '"a" "b" "c" \'d\' \'e\' \'\'f\'\' ""g""'),
        ("others’ others' othersʼ", "others' others' others'"),
        ("a\xa0b\u2009c\u202fd\u2028e\nf\u3000g\u2008h", "a b c d e f g h"),
        ("multi\xadpo\u200blar\ufeff", "multipolar"),
        ("multi‑polar multi‐polar rules–based", "multi-polar multi-polar rules-based"),
        ("calm – lake—sea – 1990–1991", "calm – lake—sea – 1990–1991"),
        (unicodedata.normalize("NFD", "российский ёж, protégé"), "российский еж, protégé"),
        ("ми\u0301ра", "мира"),  # stress
        ("İ", "i"),
        ("one\n \ntwo\u2029three", "one\u2029  two\u2029three"),
        ("_calm_ lake__, sea_lake _", '"calm" lake"", sea_lake "'),
        ("inﬂuence, oﬃce, e\u0301ﬆ", "influence, office, ést"),
    ],
)
def test_normalised_text(text, flat):
    assert normalise(text).flat == flat


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("ein so\xadft\xad word", "soft", "so\xadft"),
        ("x\u0301 и\u0306 y", "й", "и\u0306"),
        ("\xad\xada\u0301\xad b", "á", "a\u0301"),
        ("a\xad\u0301b", "áb", "a\xad\u0301b"),
        ("an oﬃce, oﬀ\xadice ﬂat", "flat", "ﬂat"),
        ("an o\xadﬃce ﬂat", "office", "o\xadﬃce"),
    ],
)
def test_a_place_in_normalised_text_is_a_place_in_the_original(text, word, original):
    normal = normalise(text)
    start = normal.flat.index(word)
    a, b = normal.original(start, start + len(word))
    assert text[a:b] == original


def test_every_letter_is_small_and_flat_and_of_one_character():
    flats = [normalise(BREAK).flat]
    for first in range(1, sys.maxunicode + 1, 4096):  # side by side; nothing reaches over a break
        letters = map(chr, range(first, min(first + 4096, sys.maxunicode + 1)))
        flats += normalise(BREAK.join(letters)).flat.split(BREAK)
    assert len(flats) == sys.maxunicode + 1
    for code, flat in enumerate(flats):
        letter = chr(code)
        assert len(flat) <= 1 or code in range(0xFB00, 0xFB07)  # ligatures
        if letter.isalpha() and letter.islower() and letter != "ё" and len(flat) == 1:
            assert flat == letter
        if letter.isupper() and letter != "İ" and code < 0x10000:
            assert flat == flatten(letter.lower())


SIGNS = "abйеЁﬁ_'\"- \n\xad\u200b\u0301\u0306“”–—‑*"
TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(), max_size=40)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_normalising_again_changes_nothing_and_places_are_in_order(text):
    normal = normalise(text)
    assert normalise(normal.flat).flat == normal.flat
    places = [normal.original(i, i + 1) for i in range(len(normal.flat))]
    assert all(0 <= a < b <= len(text) for a, b in places)
    assert all(b <= c or (a, b) == (c, d) for (a, b), (c, d) in pairwise(places))
    assert all(
        normal.place(*place)[0] <= i < normal.place(*place)[1] for i, place in enumerate(places)
    )
    assert "".join(map(chr, normal.codes)) == normal.flat


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(TEXTS, st.data())
def test_a_slice_of_the_original_is_the_slice_of_normalised_text(text, data):
    normal = normalise(text)
    if not normal.flat:
        return
    start = data.draw(st.integers(0, len(normal.flat) - 1))
    end = data.draw(st.integers(start + 1, len(normal.flat)))
    a, b = normal.original(start, end)
    if (
        not set("–_ﬁ") & set(text) and "\n" not in text
    ):  # what stands around these tells what they are
        assert normalise(text[a:b]).flat == normal.flat[start:end]
