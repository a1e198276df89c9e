"""Looking words up finds what running every pattern over the whole text finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from topoi.framings import read_lexicon
from topoi.framings.matching.index import PatternIndex
from topoi.framings.matching.runs import cut
from topoi.framings.normal import normalise
from topoi.framings.patterns import compile_pattern
from topoi.framings.patterns.pattern import word_starts

WRITTEN = [
    "calm lake",
    "calm-lake*",
    "[very] calm [deep|blue] (lake|inland sea)",
    "calm <2> lake",
    "calm * lake",
    "one lake, one road",
    "lake-s*de",
    "*lake",
    "l?ke",
    "?ake",
    "u.s. lake",
    "state's lake",
    "o''clock lake",
    "a/b lake",
    "sea_lake",
    "{lake}",
    "{тихий} <1> {озеро}",
    "calm NOT NEAR/2 lake",
    "lake NOT IN calm <2> lake",
    "(calm|(deep|blue) sea) lake",
    "sea-lake-side calm",
    "2 lakes",
    "calm <2> [sea] <1> lake",
    "[calm] <1> lake",
    "calm, [deep], lake",
]
PATTERNS = [compile_pattern(written) for written in WRITTEN]
WORDS = (
    "calm lake lakes lakeside side sea deep blue very inland one road u.s. state's o''clock a/b "
    "sea_lake тихое тихих озеро озёр lake-side mid-lake 2 19 like ǅ U.S. U.S.A.-led 1,000,000-strong 2.5% 21st"
).split()
JOINTS = [
    " ",
    "-",
    "'",
    '"',
    ", ",
    ". ",
    "\n",
    "-\n",
    "\n\n",
    " - ",
    "”",
    "\xad",
    " – ",
    "—",
    "",
    "_",
    "\0",
    "  ",
    "''",
]
TEXTS = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(JOINTS) | st.characters(), max_size=60
).map("".join) | st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)).map("".join), max_size=40
).map("".join)


def looked_up(patterns, normal):
    return {number: spans for number, spans, _ in PatternIndex(patterns).spans(normal)}


def searched(patterns, normal):
    found = {number: pattern.spans(normal.flat) for number, pattern in enumerate(patterns)}
    return {number: spans for number, spans in found.items() if spans}


@settings(max_examples=400, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_the_index_finds_what_a_search_with_every_pattern_finds(text):
    normal = normalise(text)
    assert looked_up(PATTERNS, normal) == searched(PATTERNS, normal)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_no_match_begins_elsewhere_than_at_a_word(text):
    flat = normalise(text).flat
    starts = set(word_starts(flat))
    for pattern in PATTERNS:
        assert {match.start() for match in pattern.expression.finditer(flat)} <= starts


def test_the_index_finds_what_a_search_finds_in_the_specimens(passages):
    lexicon = read_lexicon().values()
    patterns = [
        p
        for f in lexicon
        for group in (f.patterns, f.excluded, f.names)
        for ps in group.values()
        for p in ps
    ]
    normal = normalise("\0".join(passages["text"]))
    found = looked_up(patterns, normal)
    assert len(found) > 50
    assert found == searched(patterns, normal)


def test_an_index_remembers_words_from_one_text_to_the_next():
    index = PatternIndex(PATTERNS[:1])
    for text, count in (("a calm lake", 1), ("a calm road", 0), ("calm lake, calm lake", 2)):
        spans = [span for _, spans, _ in index.spans(normalise(text)) for span in spans]
        assert len(spans) == count


@pytest.mark.parametrize("text", ["", "\0", "—", "\xad", "a", "'a'"])
def test_texts_of_no_word_or_one(text):
    assert looked_up(PATTERNS, normalise(text)) == {}


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_runs_are_the_letters_and_digits_in_a_row_and_equal_ones_are_of_a_kind(text):
    normal = normalise(text)
    runs = cut(normal)
    cuts = [normal.flat[a:b] for a, b in zip(runs.starts, runs.ends, strict=True)]
    assert all(run.isalnum() for run in cuts)
    assert sum(map(len, cuts)) == sum(map(str.isalnum, normal.flat))
    assert runs.word_starts.tolist() == word_starts(normal.flat)
    kind_of: dict[str, int] = {}
    assert [
        kind_of.setdefault(run, kind) for run, kind in zip(cuts, runs.kinds, strict=True)
    ] == list(runs.kinds)
    assert len(set(kind_of.values())) == len(kind_of) == len(runs.hashes)
    assert [cuts[i] for i in runs.examples] == sorted(kind_of, key=kind_of.__getitem__)


def test_no_letter_is_beyond_the_table_of_letters():
    from topoi.framings.matching.runs import _LAST_LETTER, _is_letter

    assert not any(chr(code).isalnum() for code in range(_LAST_LETTER, 0x110000))
    assert np.flatnonzero(_is_letter())[:3].tolist() == [ord("0"), ord("1"), ord("2")]
