"""The pattern language of the lexicon: what each of its signs matches and what it does not."""

from __future__ import annotations

import pytest

from topoi.errors import LexiconError
from topoi.framings.normal import normalise
from topoi.framings.patterns import compile_pattern


def matches(pattern: str, text: str) -> list[str]:
    """What a pattern matches in a text, as written there, without what is inside a longer match."""
    normal = normalise(text)
    spans = compile_pattern(pattern).spans(normal.flat)
    outer = [
        (a, b)
        for a, b in spans
        if not any((c <= a and b < d) or (c < a and b <= d) for c, d in spans)
    ]
    return [text[a:b] for a, b in (normal.original(*span) for span in outer)]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        # words, whole and blind to case
        ("lake", "The Lake, a LAKE and lakes, a lakeside", ["Lake", "LAKE"]),
        ("lake", "a mid-lake ferry, the lake-side", []),
        (
            "calm lake",
            "calm\nlake, calm\xa0lake, calm-lake",
            ["calm\nlake", "calm\xa0lake", "calm-lake"],
        ),
        ("calm lake", "calm. Lake; calm, lake", []),
        ("calm lake", "a “calm” lake and a calm “lake”", ["calm” lake", "calm “lake"]),
        ("state's", "the state’s lake", ["state’s"]),
        ("еще", "Ещё и еще", ["Ещё", "еще"]),
        (
            "calm-side lake",
            "calm “side”-lake, “calm”-side lake, ‘calm’-side lake, «calm»-«side»-lake",
            ["calm “side”-lake", "calm”-side lake", "calm’-side lake", "calm»-«side»-lake"],
        ),
        ("calm lake", "calm - lake, calm   -   lake, calm-\nlake, calm -lake", ["calm-\nlake"]),
        ("calm-lake", "calm - lake", []),
        (
            "calm lake",
            "calm\nlake; calm\n\nlake; calm \r\n \r\n lake; calm\u2029lake",
            ["calm\nlake"],
        ),
        ("calm <2> lake", "calm and\n\ndeep lake", []),
        # a match is no part of a compound, unless the rest only says how or by whom
        ("calm south", "calm south-south, calm South-led, calm south–north", ["calm South"]),
        ("euras*", "Eurasia-wide, Eurasia-Pacific, Eurasia-2030, Eurasia-", ["Eurasia"] * 3),
        ("lake south-south", "lake south-south", ["lake south-south"]),
        # * for letters
        (
            "color* lake",
            "colored lake, colorful lake, color lake",
            ["colored lake", "colorful lake", "color lake"],
        ),
        ("*polar", "bipolar, polar, multipolarity", ["bipolar", "polar"]),
        ("евраз*", "Евразии и евразийский", ["Евразии", "евразийский"]),
        # ? for one letter, * alone for one word
        ("gr?y lake*", "gray lake, grey lakes, gry lake, groey lake", ["gray lake", "grey lakes"]),
        ("la??", "lake, land, lakes, lad, la12", ["lake", "land"]),
        (
            "calm * lake",
            "calm blue lake, calm lake, calm blue-green lake, calm, blue lake, calm deep blue lake",
            ["calm blue lake", "calm blue-green lake"],
        ),
        ("calm * * lake", "calm deep blue lake, calm blue lake", ["calm deep blue lake"]),
        # a hyphen may be a hyphen, a blank or nothing
        (
            "multi-polar*",
            "multipolar, multi-polar, multi polar, multi‑polarity",
            ["multipolar", "multi-polar", "multi polar", "multi‑polarity"],
        ),
        ("multi-polar", "multi-\npolar, “multi”-polar", ["multi-\npolar", "multi”-polar"]),
        # alternatives of one word or more
        (
            "calm (lake|inland sea)",
            "calm lake, calm inland sea, calm river",
            ["calm lake", "calm inland sea"],
        ),
        (
            "((deep|blue) lake|sea) level",
            "deep lake level, sea level, lake level",
            ["deep lake level", "sea level"],
        ),
        # words that may be missing
        ("[very] calm lake", "very calm lake, calm lake", ["very calm lake", "calm lake"]),
        ("calm [inland] lake", "calm inland lake, calm lake", ["calm inland lake", "calm lake"]),
        ("calm [blue|deep] lake", "calm deep lake, calm red lake", ["calm deep lake"]),
        # words in between
        (
            "calm <2> lake",
            "calm lake, calm and deep lake, calm old deep blue lake",
            ["calm lake", "calm and deep lake"],
        ),
        ("calm <2> lake", "calm. The lake", []),
        (
            "calm <2> lake",
            "calm 21st-century lake, calm 5 lake, calm and U.S. lake, calm U.S.-run lake, calm 2.5% lake",
            [
                "calm 21st-century lake",
                "calm 5 lake",
                "calm and U.S. lake",
                "calm U.S.-run lake",
                "calm 2.5% lake",
            ],
        ),
        ("calm * lake", "calm 5 lake, calm U.S. lake", ["calm 5 lake", "calm U.S. lake"]),
        (
            "calm <1> <1> lake",
            "calm x y lake, calm lake, calm x y z lake",
            ["calm x y lake", "calm lake"],
        ),
        (
            "calm <2> [deep] lake",
            "calm x y deep z w lake, calm x y deep lake, calm x y lake, calm x y z lake",
            ["calm x y deep lake", "calm x y lake"],
        ),
        (
            "calm [deep] <1> lake",
            "calm deep x lake, calm x lake",
            ["calm deep x lake", "calm x lake"],
        ),
        ("[calm] <1> lake", "calm x lake, calm lake; lake", ["calm x lake", "calm lake", "lake"]),
        # a comma that may be missing
        (
            "one lake, one road",
            "one lake, one road; one lake one road",
            ["one lake, one road", "one lake one road"],
        ),
        (
            "одно озеро, одна дорога",
            "Одно озеро — одна дорога, «Одно озеро» – «одна дорога», одно озеро - одна дорога.",
            ["Одно озеро — одна дорога", "Одно озеро» – «одна дорога", "одно озеро - одна дорога"],
        ),
        ("[calm], lake", "calm, lake; calm lake; sea lake", ["calm, lake", "calm lake", "lake"]),
        # every form of a word
        ("calm {lake}", "calm lakes, a calm lake, calm laker", ["calm lakes", "calm lake"]),
        ("{wage|fight} war", "waging war, fought war, wages", ["waging war", "fought war"]),
        (
            "{тихий} {озеро}",
            "у тихих озёр, Тихому озеру, тихими озёрами, тихо, озеро",
            ["тихих озёр", "Тихому озеру", "тихими озёрами"],
        ),
        ("{многополярный} <1> {мир}", "многополярного и справедливого мира", []),
        (
            "{многополярный} <2> {мир}",
            "многополярного, справедливого мира",
            ["многополярного, справедливого мира"],
        ),
        # no match near, or inside, something else
        (
            "calm NOT NEAR/2 storm*",
            "A calm after the storms; then CALM storms One two three Calm one two three storm.",
            ["calm", "Calm"],
        ),
        (
            "calm NOT NEAR/2 storm*",
            "Calm. Storm! Calm (see the U.N. storm); calm by Mr. Storm. Storm?” Calm!\n\nStorm",
            ["Calm", "Calm", "Calm"],
        ),
        ("calm NOT NEAR/1 [very] calm", "a calm lake, a calm, calm lake", ["calm"]),
        ("lake NOT IN calm <1> lake", "calm deep lake, deep lake, calm lake", ["lake"]),
        (
            "lake NOT IN lake level NOT NEAR/1 deep",
            "lake level, deep lake, a lake here",
            ["lake"],
        ),
    ],
)
def test_a_pattern_matches_what_it_says(pattern, text, found):
    assert matches(pattern, text) == found


@pytest.mark.parametrize(
    ("pattern", "column", "message"),
    [
        ("calm (lake|sea", 6, r"'\(' at character 6 is never closed"),
        ("calm [lake", 6, r"'\[' at character 6 is never closed"),
        ("(calm]", 1, r"'\(' at character 1 is never closed"),
        ("calm lake)", 10, r"'\)' at character 10 closes nothing"),
        ("calm | lake", 6, r"'\|' at character 6 closes nothing"),
        ("calm (lake|)", 12, r"alternative at character 12 is empty; .* write \[word\]"),
        ("calm {lake", 6, r"'\{' at character 6 is never closed by a '\}'"),
        ("calm lake}", 10, r"'\}' at character 10 closes nothing"),
        ("calm {deep lake}", 6, r"'\{deep lake\}' at character 6 should hold one word"),
        ("calm {lakes}", 6, "'{lakes}' at character 6 holds 'lakes': it is a form of 'lake'"),
        ("тихого {озера}", 8, "write {озеро}"),
        ("calm NOT lake", 6, r"'NOT' at character 6 is to be followed by NEAR/5 or by IN"),
        ("calm NOT NEAR lake", 6, "NEAR/5"),
        ("calm NOT IN", 12, "holds no word"),
        ("calm NOT IN (lake", 13, r"'\(' at character 13 is never closed"),
        ("[deep] (lake|[sea])", 14, "holds no word that must occur, from character 14"),
        ("_lake", 1, "no word"),
        ("calm lake[s]", 10, r"'\[' at character 10 is glued to a word: brackets stand for whole"),
        ("(calm|deep)er lake", 12, "'e' at character 12 is glued to a word"),
        ("calm{lake}", 5, r"'\{' at character 5 is glued to a word"),
        ("calm ?? lake", 6, r"'\?\?' at character 6 is no word"),
        ("* lake", 1, r"the '\*' at character 1 needs a word on either side"),
        ("calm *", 6, r"the '\*' at character 6 needs a word on either side"),
        ("calm lake!", 6, "'lake!' at character 6 is no word"),
        ("<2>", 1, "holds no word"),
        ("calm <21> lake", 6, "makes a gap of 21 words; at most 20"),
        ("calm <12> <12> lake", 11, "makes a gap of 24 words"),
        ("calm not near/5 lake", 10, "stands behind NOT, both in capitals: a NOT NEAR/5 b"),
        ("calm,", 5, "the comma at character 5 needs a word on either side"),
        (",calm", 1, "the comma at character 1 needs a word on either side"),
        ("", 1, "holds no word"),
    ],
)
def test_an_ill_formed_pattern_is_an_error_that_names_the_character(pattern, column, message):
    with pytest.raises(LexiconError, match=message) as caught:
        compile_pattern(pattern)
    assert (caught.value.pattern, caught.value.column) == (pattern, column)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[calm]", "holds no word that must occur"),
        ("<2> lake", "character 1"),
        ("calm <x> lake", "'<' at character 6"),
    ],
)
def test_a_pattern_that_can_match_nothing_is_an_error(pattern, message):
    with pytest.raises(LexiconError, match=message):
        compile_pattern(pattern)
