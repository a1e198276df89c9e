"""Patterns in words."""

from __future__ import annotations

import pytest

from topoi.framings import read_lexicon
from topoi.framings.lexicon.explaining import explain
from topoi.framings.patterns import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("Calm lake*", "calm, then lake…"),
        ("gr?y", "gr·y"),
        ("multi-polar", "multi-polar (or multi polar, multipolar)"),
        ("calm (lake|inland sea)", "calm, then lake or inland sea"),
        ("(a|b|c|d|e|f) x", "one of 6 words: a, b, c, d, e …, then x"),
        ("just [and fair] order", "just, then perhaps and fair, then order"),
        ("just <1> order", "just, then up to 1 other word, then order"),
        ("just * order", "just, then any word, then order"),
        ("one belt, one road", "one, then belt, then perhaps a comma, then one, then road"),
        ("{мир|покой}", "any form of мир or покой"),
        ("(calm <2> lake|sea)", "(calm, then up to 2 other words, then lake) or sea"),
        ("lake NOT NEAR/5 {угроза}", "lake; not with any form of угроза within 5 words"),
        ("lake NOT IN lake inn", "lake; not inside lake, then inn"),
    ],
)
def test_a_pattern_is_told_in_words(pattern, words):
    assert explain(compile_pattern(pattern)) == words


@pytest.mark.parametrize("framing", read_lexicon())
def test_no_mark_of_the_pattern_language_is_left(framing):
    entry = read_lexicon()[framing]
    for of in (entry.patterns, entry.excluded, entry.names):
        for patterns in of.values():
            for pattern in patterns:
                assert not set("*?[]{}|<>") & set(explain(pattern))
