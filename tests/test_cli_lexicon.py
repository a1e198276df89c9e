"""topoi lexicon: what it lists, shows, checks and converts, and how it refuses."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.cli import main
from topoi.framings import read_lexicon

LAKE = """\
[calm_lake]
label = "calm lake"
gloss = "A lake without waves."
source = "Orlan 2031"
attitude = "oppose"
blocs.endorse = ["Ost League"]
patterns.en = ["calm (lake*|water)", "still lake NOT NEAR/3 hill"]
not.en = ["calm lake inn"]
examples = ["a calm lake", "a still lake"]
counterexamples = ["a calm day", "the calm lake inn"]
"""


@pytest.fixture
def lake(tmp_path):
    """A lexicon of one framing."""
    (tmp_path / "lake.toml").write_text(LAKE, "utf-8")
    return tmp_path / "lake.toml"


@pytest.mark.parametrize("what", ["list", "show", "check", "convert"])
def test_every_step_explains_itself(what, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["lexicon", what, "--help"])
    assert stop.value.code == 0
    assert f"usage: topoi lexicon {what}" in capsys.readouterr().out


def test_framings_are_listed(lake, tmp_path, capsys):
    assert main(["lexicon", "list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(read_lexicon()) + 2
    assert main(["lexicon", "list", str(lake), "--csv", str(tmp_path / "l.csv")]) == 0
    assert pd.read_csv(tmp_path / "l.csv").to_numpy().tolist() == [
        ["calm_lake", "calm lake", "en", 2, "Orlan 2031"]
    ]


def test_a_framing_is_shown_with_its_patterns_in_words(lake, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["lexicon", "show", "calm_lake", "--lexicon", str(lake)]) == 0
    shown = capsys.readouterr().out
    for line in (
        "calm lake  (calm_lake)",
        "Source: Orlan 2031",
        "Attitude, where the text does not decide: oppose",
        "Said by Ost League: endorse",
        "calm, then lake… or water",
        "still, then lake; not with hill within 3 words",
        "  a calm day",
    ):
        assert line in shown
    assert all(len(line) <= 120 for line in shown.splitlines())


def test_a_framing_that_is_not_there_is_refused_with_what_may_be_meant(capsys):
    assert main(["lexicon", "show", "hybrid_wars"]) == 2
    assert "Did you mean 'hybrid_war'?" in capsys.readouterr().err


def test_a_lexicon_without_faults_passes_warnings_or_not(lake, capsys):
    assert main(["lexicon", "check", str(lake)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "no faults, 0 warning(s); 1 framing(s), 2 pattern(s)" in printed.err
    lake.write_text(LAKE.replace(', "a still lake"', ""), "utf-8")
    assert main(["lexicon", "check", str(lake)]) == 0
    printed = capsys.readouterr()
    assert "nothing shows 'still lake NOT NEAR/3 hill'" in printed.out
    assert "1 warning(s)" in printed.err


def test_a_bloc_that_no_passage_bears_the_name_of_is_a_warning(lake, capsys):
    lake.write_text(LAKE.replace('"Ost League"', '"CSTO", "Russian Federation"'), "utf-8")
    assert main(["lexicon", "check", str(lake)]) == 0
    shown = capsys.readouterr().out
    assert "passages call 'Russian Federation' 'Russia'. Write 'Russia'." in " ".join(shown.split())
    assert "CSTO" not in shown


def test_all_faults_are_shown_and_fail(lake, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    text = LAKE.replace("label", "lable").replace("(lake*", "(lake*))").replace("oppose", "opose")
    lake.write_text(text, "utf-8")
    assert main(["lexicon", "check", str(lake)]) == 2
    printed = capsys.readouterr()
    lines = [line.split() for line in printed.out.splitlines()]
    assert [line[:4] for line in lines if line and line[0].isdigit()] == [
        ["1", "calm_lake", "label", "'label'"],
        ["2", "calm_lake", "lable", "no"],
        ["5", "calm_lake", "attitude", "'opose'"],
        ["7", "calm_lake", "patterns.en", "13"],
    ]
    assert "Did you mean 'oppose'?" in " ".join(printed.out.split())
    assert (
        printed.err
        == f"topoi: {lake}: 4 fault(s), 0 warning(s); 0 framing(s), 0 pattern(s) without a fault.\n"
    )


def test_patterns_are_counted_in_documents(lake, tmp_path, capsys):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text(
        "Calm lakes.\n\nWe saw calm water and the calm lake inn.\n", "utf-8"
    )
    asked = ["lexicon", "check", str(lake), "--documents", str(folder)]
    assert main(asked) == 0
    head, _, row = capsys.readouterr().out.strip().splitlines()[-3:]
    assert head.split() == [
        "framing",
        "language",
        "mentions",
        "only",
        "share",
        "variant",
        "pattern",
    ]
    assert row.split()[:5] == ["calm_lake", "en", "2", "2", "100%"]
    assert main([*asked, "--csv", str(tmp_path / "out")]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        "collisions.csv",
        "faults.csv",
        "patterns.csv",
    ]
    assert list(pd.read_csv(tmp_path / "out" / "patterns.csv")["mentions"]) == [2, 0]


def test_a_lexicon_is_converted_and_what_is_lost_is_shown(lake, tmp_path, capsys):
    yaml = tmp_path / "lake.yml"
    assert main(["lexicon", "convert", str(lake), str(yaml)]) == 0
    printed = capsys.readouterr()
    assert "still lake NOT NEAR/3 hill" in printed.out
    assert f"{yaml}: 1 framing(s), 6 not said or more widely" in printed.err
    assert main(["lexicon", "convert", str(lake), str(tmp_path / "few.yml"), "--limit", "1"]) == 0
    assert "calm" not in read_values(tmp_path / "few.yml")
    assert main(["lexicon", "convert", str(yaml), str(tmp_path / "back.toml")]) == 0
    [entry] = read_lexicon(tmp_path / "back.toml").values()
    assert [p.written for p in entry.patterns["en"]] == ["calm lake*", "calm water", "still lake"]


def test_what_a_dictionary_says_and_topoi_cannot_is_said_once(tmp_path, capsys):
    (tmp_path / "d.yml").write_text('a: [calm lake, ":)"]\n', "utf-8")
    (tmp_path / "x.txt").write_text("We saw a calm lake.\n", "utf-8")
    asked = ["read", str(tmp_path / "x.txt"), "--show", "mentions", "--lexicon"]
    assert main([*asked, str(tmp_path / "d.yml")]) == 0
    printed = capsys.readouterr()
    assert "calm lake" in printed.out
    assert printed.err.count("':)' is left out") == 1


def read_values(file):
    """The values of a dictionary, without its comments."""
    return "".join(line for line in file.read_text("utf-8").splitlines() if line.startswith("  "))


@pytest.mark.parametrize("name", ["lake.csv", "nothing.toml"])
def test_what_is_no_lexicon_is_refused(name, tmp_path, capsys):
    assert main(["lexicon", "check", str(tmp_path / name)]) == 2
    assert name in capsys.readouterr().err


def test_a_long_pattern_is_shown_whole_and_as_csv(lake, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    long = f"calm ({'|'.join(f'lake{n}' for n in range(20))}) of <2> the quiet hills"
    lake.write_text(
        LAKE.replace("calm (lake*|water)", long).replace(
            "a calm lake", "calm lake1 of the quiet hills"
        ),
        "utf-8",
    )
    asked = ["lexicon", "show", "calm_lake", "--lexicon", str(lake)]
    assert main(asked) == 0
    shown = capsys.readouterr().out
    assert long in " ".join(shown.split())
    assert main([*asked, "--csv", str(tmp_path / "p.csv")]) == 0
    table = pd.read_csv(tmp_path / "p.csv")
    assert list(table["pattern"]) == [long, "still lake NOT NEAR/3 hill", "calm lake inn"]
    assert list(table["key"]) == ["patterns", "patterns", "not"]
    assert table["in_words"].iloc[2] == "calm, then lake, then inn"


def test_what_is_lost_is_told_whole(lake, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["lexicon", "convert", str(lake), str(tmp_path / "lake.yml")]) == 0
    shown = capsys.readouterr().out
    assert "…" not in shown
    begin = shown.splitlines()[2].index("written")
    cells = [line[begin : begin + 24].strip() for line in shown.splitlines()[2:4]]
    assert " ".join(cells) == "written without its conditions (NOT ...)"


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_a_limit_below_one_is_refused(limit, lake, tmp_path, capsys):
    output = tmp_path / "lake.yml"
    assert main(["lexicon", "convert", str(lake), str(output), "--limit", limit]) == 2
    assert f"limit should be 1 or more; got {limit}." in capsys.readouterr().err
    assert not output.exists()
