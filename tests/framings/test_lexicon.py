"""The lexicon that ships passes its own examples, and a user's lexicon is read or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from topoi.errors import LexiconError
from topoi.framings import failing_examples, find_framings, read_lexicon
from topoi.framings.matching.finder import Finder
from topoi.voices.russian.morphology import is_russian

LEXICON = read_lexicon()
LAKE = """\
[calm_lake]
label = "calm lake"
patterns.en = ["calm lake*"]
examples = ["a calm lake"]
"""


@pytest.mark.parametrize("framing", LEXICON)
def test_every_example_matches_and_no_counterexample_does(framing):
    entry = LEXICON[framing]
    texts = [*entry.examples, *entry.counterexamples]
    found = Finder([entry]).find(texts)
    assert [texts[number] for number in sorted(found)] == list(entry.examples)


@pytest.mark.parametrize("framing", LEXICON)
def test_a_framing_has_label_gloss_source_and_both_languages(framing):
    entry = LEXICON[framing]
    assert entry.label
    assert entry.gloss
    assert entry.source
    assert set(entry.patterns) == {"en", "ru"}
    assert {is_russian(text) for text in entry.examples} == {True, False}


@pytest.mark.parametrize("framing", LEXICON)
def test_a_framing_has_counterexamples_in_both_languages(framing):
    assert {is_russian(text) for text in LEXICON[framing].counterexamples} == {True, False}


@pytest.mark.parametrize("framing", LEXICON)
def test_no_pattern_of_a_framing_is_written_twice(framing):
    for patterns in LEXICON[framing].patterns.values():
        written = [pattern.written for pattern in patterns]
        assert len(set(written)) == len(written)


def test_the_framings_that_the_study_began_with_are_there():
    wanted = """
        multipolarity unipolarity hybrid_war colour_revolution greater_eurasia eurasian_security
        indivisible_security rules_based_order cold_war_mentality shared_future global_south
        collective_west just_world_order belt_and_road new_centres_of_power neocolonialism
        """.split()
    assert set(wanted) <= set(LEXICON)
    assert len({entry.label for entry in LEXICON.values()}) == len(LEXICON)


def lexicon_file(folder: Path, text: str) -> Path:
    """Save a lexicon."""
    (folder / "mine.toml").write_text(text, "utf-8")
    return folder / "mine.toml"


def test_a_lexicon_of_ones_own_is_read_and_used(tmp_path, passages):
    file = lexicon_file(tmp_path, LAKE + 'names.en = ["the calm lake pact"]\n')
    entry = read_lexicon(file)["calm_lake"]
    assert (entry.label, entry.gloss, entry.counterexamples) == ("calm lake", "", ())
    assert failing_examples(file).empty
    assert find_framings(passages, file).empty


def test_examples_that_fail_are_listed(tmp_path):
    text = LAKE.replace('"a calm lake"', '"a calm sea"') + 'counterexamples = ["calm lakes"]\n'
    rows = failing_examples(lexicon_file(tmp_path, text))
    assert rows.to_numpy().tolist() == [
        ["calm_lake", "a calm sea", "no match"],
        ["calm_lake", "calm lakes", "match"],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no framing in it. Write one table a framing"),
        ("[calm_lake\n", "not TOML: .*line 1"),
        (LAKE + LAKE, "not TOML: .*twice"),
        ('label = "calm lake"\n', r"framing 'label': should be a table: \[label\]"),
        (LAKE + 'colour = "red"\n', "framing 'calm_lake': no key 'colour' is known. Keys: .*gloss"),
        (LAKE.replace("label", "gloss"), "framing 'calm_lake': 'label' is missing. .*needs label"),
        (LAKE.replace("examples", "counterexamples"), "'examples' is missing"),
        ('[calm_lake]\nlabel = "x"\nexamples = ["x"]\n', "'patterns' is missing"),
        (LAKE.replace(".en", ""), r"patterns: goes by language\. Write patterns\.en = "),
        (
            LAKE.replace(".en", ".de"),
            r"line 3: framing 'calm_lake': patterns\.de: languages are en, ru",
        ),
        (LAKE.replace("calm lake*", "calm (lake"), r"calm_lake': patterns\.en: .*character 6"),
        (LAKE + 'not.en = ["lake)"]\n', r"calm_lake': not\.en: .*character 5 closes nothing"),
    ],
)
def test_a_lexicon_with_an_error_is_refused_with_file_framing_and_remedy(tmp_path, text, message):
    file = lexicon_file(tmp_path, text)
    with pytest.raises(LexiconError, match=rf"mine\.toml.*{message}") as caught:
        read_lexicon(file)
    assert str(caught.value).startswith(str(file))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["calm lake*"]', "5"),
        ('["calm lake*"]', "[5]"),
        ('["calm lake*"]', "[]"),
        ('["a calm lake"]', '"a calm lake"'),
        ('["a calm lake"]', "5"),
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path, old, new):
    with pytest.raises(LexiconError, match=r"mine\.toml, line [34]: framing 'calm_lake': \w"):
        read_lexicon(lexicon_file(tmp_path, LAKE.replace(old, new)))


def test_a_lexicon_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    (tmp_path / "mine.toml").write_bytes('[a]\nlabel = "я"\n'.encode("cp1251"))
    for file in (tmp_path / "none.toml", tmp_path / "mine.toml"):
        with pytest.raises(LexiconError, match=f"{file.name}: cannot be read"):
            read_lexicon(file)
