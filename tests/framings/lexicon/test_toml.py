"""What a lexicon file may say, and what is said of one that says it wrongly."""

from __future__ import annotations

import pytest

from topoi.errors import LexiconError
from topoi.framings import failing_examples, read_lexicon
from topoi.framings.lexicon.toml import parse_toml

LAKE = """\
[calm_lake]
label = "calm lake"
patterns.en = ["calm lake*"]
examples = ["a calm lake"]
"""


def test_stance_and_false_friends_are_read(tmp_path):
    more = """\
false_friends = ["the Calm Lake inn"]
attitude = "oppose"
blocs = { endorse = ["Ost League"], oppose = ["West League", "Hill Pact"] }
"""
    (tmp_path / "mine.toml").write_text(LAKE + more, "utf-8")
    entry = read_lexicon(tmp_path / "mine.toml")["calm_lake"]
    assert entry.false_friends == ("the Calm Lake inn",)
    assert entry.attitude == "oppose"
    assert entry.blocs == {"endorse": ("Ost League",), "oppose": ("West League", "Hill Pact")}
    failing = failing_examples(tmp_path / "mine.toml")
    assert failing.to_numpy().tolist() == [["calm_lake", "the Calm Lake inn", "match"]]


def test_what_is_left_out_is_unknown():
    entry = parse_toml(LAKE).lexicon["calm_lake"]
    assert (entry.false_friends, entry.attitude, entry.blocs) == ((), None, {})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('atitude = "oppose"', r"no key 'atitude' is known\. Did you mean 'attitude'\?"),
        ('attitude = "opose"', r"attitude: 'opose' is none of .*Did you mean 'oppose'\?"),
        ("attitude = 1", "attitude: should be text in quotes"),
        ('blocs = ["Ost League"]', r"blocs: goes by attitude\. Write blocs\.oppose"),
        ('blocs.agree = ["Ost League"]', r"blocs\.agree: 'agree' is no attitude"),
        ('blocs.oppose = "Ost League"', r"blocs\.oppose: should be a list of texts"),
        ('blocs = { oppose = ["A"], neutral = ["A"] }', r"blocs\.neutral: 'A' is under oppose too"),
        ('false_friends = [""]', "false_friends: item 1 is an empty text"),
    ],
)
def test_stance_keys_are_checked(tmp_path, line, message):
    (tmp_path / "mine.toml").write_text(LAKE + line + "\n", "utf-8")
    with pytest.raises(LexiconError, match=rf"mine\.toml, line 5: framing 'calm_lake': {message}"):
        read_lexicon(tmp_path / "mine.toml")


def test_all_faults_of_a_file_are_found_with_their_lines():
    source = """\
[calm_lake]
lable = "calm lake"
patterns.en = [
  "calm lake*",  # a comment with "quotes" and [brackets]
  "calm (lake",
]
examples = ["a calm lake", 5]

[deep_river]
label = "deep river"
patterns = { en = ["deep river"], de = ["tiefer Fluss"] }
examples = ["a deep river"]

[high_hill]
label = '''
high hill'''
examples = ["a high hill"]
[high_hill.patterns]
en = [ "high hill", 'high ]hill' ]

[low_hill]
label = "low hill"
patterns.en = "low hill"
examples = ["a low hill"]
"""
    faults = parse_toml(source).faults
    assert list(parse_toml(source).lexicon) == ["low_hill"]
    seen = [(f.line, f.framing, f.key, f.column) for f in faults]
    assert seen == [
        (1, "calm_lake", "label", None),  # missing
        (2, "calm_lake", "lable", None),
        (5, "calm_lake", "patterns.en", 6),
        (7, "calm_lake", "examples", None),
        (11, "deep_river", "patterns.de", None),
        (19, "high_hill", "patterns.en", 6),
    ]
    assert "Did you mean 'label'?" in faults[1].remedy


def test_a_slip_of_syntax_is_told_with_line_and_column():
    [fault] = parse_toml('[calm_lake]\nlabel = "calm\n').faults
    assert (fault.line, fault.column) == (2, 14)
    assert "not TOML" in fault.fault
    assert "line" not in fault.fault
    assert str(fault.error("x.toml")).startswith("x.toml, line 2, column 14: not TOML")
