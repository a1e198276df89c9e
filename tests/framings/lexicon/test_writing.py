"""Lexicons written and read back find the same."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
import yaml

from topoi.errors import LexiconError
from topoi.framings import find_framings, read_lexicon, write_lexicon
from topoi.framings.lexicon.expanding import globs_of, sample_of
from topoi.framings.patterns import compile_pattern

LAKE = """\
["calm lake"]
label = "calm \\"lake\\""
gloss = "a\\ttab"
attitude = "endorse"
blocs.oppose = ["Hill Pact"]
patterns.en = ["calm-ish (lake|water*)", "lake NOT NEAR/5 hill"]
patterns.ru = ["тих* [голуб*] озер*"]
not.en = ["calm lake inn"]
names.en = ["calm lake charter"]
examples = ["a calmish lake"]
counterexamples = ["a hill"]
false_friends = ["a sea"]
"""


@pytest.fixture
def lake(tmp_path):
    """A lexicon that uses every key."""
    (tmp_path / "lake.toml").write_text(LAKE, "utf-8")
    return read_lexicon(tmp_path / "lake.toml")


def spans(passages, lexicon):
    """Where a lexicon finds something."""
    found = find_framings(passages, lexicon)
    return found[["framing", "passage", "start", "end", "language"]].to_numpy().tolist()


def test_toml_keeps_everything(lake, tmp_path):
    assert write_lexicon(lake, tmp_path / "out.toml").empty
    assert read_lexicon(tmp_path / "out.toml") == lake
    shipped = read_lexicon()
    write_lexicon(shipped, tmp_path / "all.toml")
    assert read_lexicon(tmp_path / "all.toml") == shipped


def test_yaml_says_the_patterns_and_tells_what_it_does_not(lake, tmp_path):
    losses = write_lexicon(lake, tmp_path / "out.yml")
    assert yaml.safe_load((tmp_path / "out.yml").read_text("utf-8")) == {
        "calm lake": [
            "calm ish lake", "calm ish water*", "calm-ish lake", "calm-ish water*",
            "calmish lake", "calmish water*", "lake", "тих* голуб* озер*", "тих* озер*",
        ]
    }  # fmt: skip
    assert losses.to_numpy().tolist() == [
        ["calm lake", "patterns.en", "lake NOT NEAR/5 hill", "written without its conditions (NOT ...)"],
        ["calm lake", "not.en", "calm lake inn", "left out: what it forbids is matched"],
        ["calm lake", "names.en", "calm lake charter", "left out: names are not told from other uses"],
        ["calm lake", "attitude", "endorse", "left out"],
        ["calm lake", "blocs.oppose", "Hill Pact", "left out"],
        ["calm lake", "examples", "1 text", "left out"],
        ["calm lake", "counterexamples", "1 text", "left out"],
        ["calm lake", "false_friends", "1 text", "left out"],
    ]  # fmt: skip


def test_the_shipped_framings_find_the_same_after_yaml(tmp_path, passages):
    """On the specimens; conditions and `not` are no part of a dictionary, nor what is too much."""
    plain = {
        name: replace(
            entry,
            excluded={},
            patterns={k: tuple(filter(sayable, v)) for k, v in entry.patterns.items()},
        )
        for name, entry in read_lexicon().items()
    }
    losses = write_lexicon(plain, tmp_path / "out.yml", limit=60)
    assert not losses["key"].str.startswith("patterns").any()
    found = spans(passages, read_lexicon(tmp_path / "out.yml"))
    assert found == spans(passages, plain)
    assert len({framing for framing, *_ in found}) > 10


def sayable(pattern):
    """Whether a dictionary says all of a pattern in no more than 60 values."""
    try:
        return not pattern.conditions and bool(globs_of(pattern, limit=60))
    except LexiconError:
        return False


def test_a_dic_holds_what_liwc_can_say(lake, tmp_path):
    losses = write_lexicon(lake, tmp_path / "out.dic")
    lines = (tmp_path / "out.dic").read_text("utf-8").splitlines()
    assert lines[:4] == ["%", "1\tcalm lake", "%", "calm ish lake\t1"]
    assert "тих* озер*\t1" in lines
    assert len(losses) == 8
    gaps = tmp_path / "gaps.yml"
    gaps.write_text('a: ["calm * lake", "la*e", "l?ke", "lake*"]\n', "utf-8")
    losses = write_lexicon(read_lexicon(gaps), tmp_path / "gaps.dic")
    assert list(losses["text"]) == ["calm * lake", "la*e", "l?ke"]
    assert losses["loss"].iloc[0].startswith("1 of 1 values left out: in LIWC")
    [kept] = read_lexicon(tmp_path / "gaps.dic")["a"].patterns["en"]
    assert kept.written == "lake*"


def test_what_a_dic_says_in_part_is_one_loss_with_a_count(lake, tmp_path):
    entry = replace(
        lake["calm lake"], patterns={"en": (compile_pattern("(calm|still|quiet) <1> lake"),)}
    )
    losses = write_lexicon({"calm lake": entry}, tmp_path / "out.dic")
    [loss] = losses[losses["key"] == "patterns.en"].to_dict("records")
    assert loss["text"] == "(calm|still|quiet) <1> lake"
    assert loss["loss"].startswith("12 of 15 values left out")
    [kept] = read_lexicon(tmp_path / "out.dic").values()
    assert [p.written for p in kept.patterns["en"]] == ["calm lake", "quiet lake", "still lake"]


def test_a_dicx_holds_what_a_dic_does(tmp_path):
    (tmp_path / "d.yml").write_text("a: [lake*, calm lake]\nb: [calm lake, hill]\n", "utf-8")
    lexicon = read_lexicon(tmp_path / "d.yml")
    assert write_lexicon(lexicon, tmp_path / "d.dicx").empty
    assert (tmp_path / "d.dicx").read_text("utf-8").splitlines() == [
        "DicTerm,a,b",
        "calm lake,X,X",
        "hill,,X",
        "lake*,X,",
    ]
    write_lexicon(lexicon, tmp_path / "d.dic")
    assert read_lexicon(tmp_path / "d.dicx") == read_lexicon(tmp_path / "d.dic")


def test_a_dictionary_becomes_a_lexicon_with_an_example_to_replace(tmp_path):
    (tmp_path / "d.yml").write_text('water.lake: ["calm l?ke*", "* no"]\n', "utf-8")
    with pytest.warns(UserWarning, match="stands: 1, the first"):
        lexicon = read_lexicon(tmp_path / "d.yml")
    write_lexicon(lexicon, tmp_path / "d.toml")
    text = (tmp_path / "d.toml").read_text("utf-8")
    assert tomllib.loads(text)["water.lake"]["examples"] == ["calm lxke"]
    assert "put sentences of your own" in text
    assert list(read_lexicon(tmp_path / "d.toml")) == ["water.lake"]


def test_an_ending_that_is_not_known_is_refused(lake, tmp_path):
    with pytest.raises(LexiconError, match=r"out\.docx: .* Endings: \.toml, \.yml"):
        write_lexicon(lake, tmp_path / "out.docx")


@pytest.mark.parametrize(
    ("pattern", "globs"),
    [
        ("one belt, one road", ["one belt , one road", "one belt one road"]),
        ("a <1> b", ["a * , b", "a * b", "a , * b", "a , b", "a b"]),
        ("a * b", ["a * b"]),
        ("(a|b c) [d]", ["a", "a d", "b c", "b c d"]),
        (
            "{озеро} x",
            [
                f"{form} x"
                for form in sorted(
                    "озер озера озерам озерами озерах озере озеро озером озеру".split()
                )
            ],
        ),
    ],
)
def test_a_pattern_is_written_out(pattern, globs):
    assert globs_of(compile_pattern(pattern)) == globs


def test_a_pattern_that_stands_for_too_much_is_left_out(tmp_path):
    text = LAKE.replace("calm-ish (lake|water*)", "(a|b|c) (a|b|c) (a|b|c) d")
    (tmp_path / "big.toml").write_text(text.replace("a calmish lake", "a a a d"), "utf-8")
    losses = write_lexicon(read_lexicon(tmp_path / "big.toml"), tmp_path / "out.yml", limit=26)
    assert losses["loss"].iloc[0] == "left out: it stands for more than 26 values"
    assert "a a a d" not in (tmp_path / "out.yml").read_text("utf-8")


@pytest.mark.parametrize("framing", read_lexicon())
def test_every_pattern_matches_the_sample_made_of_it(framing):
    for patterns in read_lexicon()[framing].patterns.values():
        for pattern in patterns:
            assert pattern.spans(sample_of(pattern))
