"""Lines of keys and items in a TOML file."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from topoi.framings.lexicon.positions import line_of, positions


@pytest.mark.parametrize(
    ("source", "path", "line"),
    [
        ("[a]\nb = 1\n", ("a", "b"), 2),
        ("# [x]\n[a]\n\nb.c = [1,\n2]\n", ("a", "b", "c", 1), 5),
        ('[a]\nb = """\n[c]\n"""\nd = 1\n', ("a", "d"), 5),
        ("[a]\nb = '''\nx = 1\n'''\nd = 1\n", ("a", "d"), 5),
        ('["a.b"]\n"c d" = 1\n', ("a.b", "c d"), 2),
        ('[a]\nb = { c = ["x", "]"], d = "}" }\ne = 1\n', ("a", "e"), 3),
        ("[a]\nb = [[1], [2,\n3]]\n", ("a", "b", 1, 1), 3),
        ('[a.b]\nc = "\\"#"\nd = 2020-01-01 10:00:00\ne = 1.5\n', ("a", "b", "e"), 4),
        ("[[a]]\nb = 1\n", ("a", "b"), 2),
    ],
)
def test_a_key_or_an_item_has_its_line(source, path, line):
    tomllib.loads(source)
    assert positions(source)[path] == line


def test_what_is_not_there_has_the_line_of_what_it_should_be_in():
    lines = positions("[a]\nb = 1\n")
    assert line_of(lines, ("a", "c", 0)) == 1
    assert line_of(lines, ("z",)) is None


def test_every_pattern_of_the_shipped_lexicon_stands_on_its_line():
    source = (resources.files("topoi") / "data" / "framings.toml").read_text("utf-8")
    lines, text = positions(source), source.splitlines()
    for framing, entry in tomllib.loads(source).items():
        for language, patterns in entry["patterns"].items():
            for number, pattern in enumerate(patterns):
                at = lines[framing, "patterns", language, number]
                assert pattern in text[at - 1]
