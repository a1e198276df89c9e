"""Values of other dictionaries as patterns, with the counts that quanteda's documentation gives them."""

from __future__ import annotations

import pytest

from topoi.errors import LexiconError
from topoi.framings import find_framings
from topoi.framings.lexicon.globs import language_of, pattern_of
from topoi.framings.lexicon.quanteda import parse_quanteda
from topoi.framings.lexicon.texts import text_passages


def count(dictionary, *texts, **options):
    """Mentions of each key of a YAML dictionary in texts."""
    import pandas as pd

    lexicon = parse_quanteda(dictionary).lexicon
    names = [str(number) for number in range(len(texts))]
    passages = text_passages(pd.DataFrame({"document": names, "text": texts}))
    return find_framings(passages, lexicon, **options)["framing"].value_counts().to_dict()


@pytest.mark.parametrize(
    ("value", "text", "n"),
    [
        ("lake", "Lake, LAKE and lake", 3),  # case_insensitive = TRUE
        ("Lake", "a lake", 1),  # tolower = TRUE
        ("lake", "lakes", 0),  # a glob without wildcards is fixed: a whole word
        ("lake*", "lake lakes lakeside upland", 3),  # any number of characters, none too
        ("*land", "land upland landing", 2),
        ("l*e", "lake lee like loses", 3),
        ("l?ke", "lake like lke looke lk", 2),  # one character
        ("la??", "lake land lakes lab", 2),
        ("?ake", "lake cake ake", 2),
        ("calm lake", "a calm  lake, a calm\nlake, calm and lake", 2),  # a phrase of two tokens
        ("calm lake*", "calm lakes; calmer lakes", 1),
        ("calm * lake", "calm blue lake, calm lake, calm deep blue lake", 1),  # `*` is one token
        ("о?еро", "озеро Озеро озера", 2),
    ],
)
def test_a_glob_matches_what_quanteda_documents(value, text, n):
    assert count(f'water: ["{value}"]', text) == ({"water": n} if n else {})


def test_values_of_one_key_that_nest_count_once_and_of_two_keys_twice():
    # ?tokens_lookup: "Values that are nested within the same key are always counted as a single
    # match"; with nested_scope = "key", the keys are independent.
    text = "The Old Town Herald is an Old Town paper."
    assert count("all: [old town herald, old town]", text) == {"all": 2}
    two = "paper: [old town herald]\ncity: [old town]\n"
    assert count(two, text) == {"paper": 1, "city": 2}
    # With "dictionary", only "the key with the longer pattern".
    assert count(two, text, nested="lexicon") == {"paper": 1, "city": 1}


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("", "is empty"),
        ("(lake)", "no part of a word"),
        (":)", "no part of a word"),
        ("old_town", "no text has '_' between words"),
        ("$$$", "is no word"),
        ("* lake", "needs a word on either side"),
    ],
)
def test_a_value_that_no_pattern_can_say_is_refused(value, says):
    with pytest.raises(LexiconError, match=says):
        pattern_of(value)


def test_the_letters_tell_the_language():
    assert [language_of(v) for v in ("lake*", "озер*", "1990")] == ["en", "ru", "en"]
