"""Dictionaries of quanteda: keys, nesting, what is left out, what is refused."""

from __future__ import annotations

import pytest

from topoi.errors import LexiconError
from topoi.framings import check_lexicon, read_lexicon
from topoi.framings.lexicon.quanteda import parse_quanteda

WATER = """\
WATER:
  lake: [calm lake*, "l?gune"]
  river:
    - deep river
    - озер*
  __: water
Hill: high hill
numbers: [1990, no, on]
"""


def written(parsed):
    """Patterns by framing."""
    lexicon = parsed.lexicon
    return {k: [p.written for ps in v.patterns.values() for p in ps] for k, v in lexicon.items()}


def test_keys_within_keys_are_joined_by_a_dot():
    parsed = parse_quanteda(WATER)
    assert written(parsed) == {
        "WATER.lake": ["calm lake*", "l?gune"],
        "WATER.river": ["deep river", "озер*"],
        "WATER": ["water"],
        "Hill": ["high hill"],
        "numbers": ["1990", "no", "on"],  # words, no numbers and truth values
    }
    assert parsed.faults == []
    assert list(parsed.lexicon["WATER.river"].patterns) == ["en", "ru"]


def test_what_is_left_out_is_a_warning_with_its_line(tmp_path):
    file = tmp_path / "d.yml"
    file.write_text('a:\n  - calm lake\n  - ":-)"\n  - old_town\nb:\nc: []\n', "utf-8")
    with pytest.warns(UserWarning, match=r"d\.yml: .*: 4, the first in line 3: ':-\)' is left out"):
        lexicon = read_lexicon(file)
    assert list(lexicon) == ["a"]
    table = check_lexicon(file)
    assert list(table["line"]) == [3, 4, 5, 6]
    assert set(table["severity"]) == {"warning"}


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("a: [b\n", 2, "not YAML"),
        ("- a\n- b\n", 1, "no dictionary"),
        ("", 1, "no dictionary"),
        ("a: [b]\nc: *lake\n", 2, "'\\*lake' is an alias"),
        ("a: [b]\na: [c]\n", 2, "the key 'a' stands twice"),
        ("a: [b]\n? [x, y]\n: c\n", 2, "a key without a name"),
        ("a: [b]\n---\nc: [d]\n", 2, "not YAML"),
    ],
)
def test_a_file_that_is_no_dictionary_is_refused_with_its_line(tmp_path, source, line, says):
    file = tmp_path / "d.yaml"
    file.write_text(source, "utf-8")
    with pytest.raises(LexiconError, match=rf"d\.yaml, line {line}(, column \d+)?: {says}"):
        read_lexicon(file)


def test_two_keys_that_come_to_one_name_are_told_once():
    parsed = parse_quanteda("a.b: [lake]\na:\n  b: [hill, peak]\n  c: {__: [sea], d: [bay]}\n")
    assert written(parsed) == {"a.b": ["lake", "hill", "peak"], "a.c": ["sea"], "a.c.d": ["bay"]}
    [fault] = parsed.faults
    assert (fault.line, fault.framing, fault.severity) == (3, "a.b", "warning")
    assert "two keys come to 'a.b'" in fault.fault
