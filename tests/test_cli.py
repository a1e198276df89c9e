"""The command line: what it shows, what it writes, how it refuses."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.cli import main
from topoi.documents import specimens

COMMANDS = ["read", "tables", "figures", "results", "paper", "rules", "trace", "bundle", "new"]


@pytest.fixture
def page():
    """One specimen: a press release."""
    return str(specimens() / "01_press_release.txt")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"usage: topoi {command}" in capsys.readouterr().out


def test_without_a_command_help_is_shown(capsys):
    assert main([]) == 2
    assert "commands:" in capsys.readouterr().out


@pytest.mark.parametrize("table", ["documents", "passages", "mentions", "removed", "problems"])
def test_read_shows_each_table(table, page, capsys):
    assert main(["read", page, "--show", table]) == 0
    assert capsys.readouterr().out.strip()


def test_read_aligns_keywords_in_context(page, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    main(["read", page, "--show", "mentions"])
    _, head, _, *lines = capsys.readouterr().out.strip().splitlines()
    keyword = head.index("match")
    assert lines
    assert all(line[keyword - 2 : keyword] == "  " != line[keyword] for line in lines)
    assert all(len(line) <= 120 for line in lines)


def test_read_writes_what_it_shows(page, tmp_path):
    csv, parquet = tmp_path / "m.csv", tmp_path / "m.parquet"
    asked = ["read", page, "--show", "mentions", "--csv", str(csv), "--parquet", str(parquet)]
    assert main(asked) == 0
    one, two = pd.read_csv(csv), pd.read_parquet(parquet)
    assert len(one) == len(two) > 0
    assert list(one["match"]) == list(two["match"])


def test_read_takes_columns_by_other_names(tmp_path, capsys):
    text = "We need a multipolar world, Ivo Orlan said."
    pd.DataFrame({"id": ["a"], "body": [text]}).to_csv(tmp_path / "x.csv", index=False)
    columns = ["--columns", "document=id", "text=body"]
    assert main(["read", str(tmp_path / "x.csv"), "--show", "mentions", *columns]) == 0
    assert "Ivo Orlan" in capsys.readouterr().out


def refusal(capsys, arguments):
    """The one line on the error stream of a command that must fail with exit code 2."""
    assert main(arguments) == 2
    printed = capsys.readouterr()
    lines = printed.err.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("topoi: ")
    return lines[0]


def test_an_empty_folder_is_refused(tmp_path, capsys):
    assert str(tmp_path) in refusal(capsys, ["read", str(tmp_path)])


def test_a_path_that_is_not_there_is_refused(tmp_path, capsys):
    assert "no such file" in refusal(capsys, ["read", str(tmp_path / "nothing")])


def test_a_file_that_cannot_be_read_is_refused(tmp_path, capsys):
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(b"{not json\n")
    assert "broken.jsonl" in refusal(capsys, ["read", str(broken)])


def test_a_missing_column_is_named_with_what_there_is(tmp_path, capsys):
    file = tmp_path / "x.csv"
    file.write_text("id,body\na,b\n", "utf-8")
    line = refusal(capsys, ["read", str(file)])
    assert "'text'" in line
    assert "id, body" in line
    assert "--columns" in line or "columns" in line


def test_a_lexicon_that_is_not_there_is_refused(page, capsys):
    line = refusal(capsys, ["read", page, "--show", "mentions", "--lexicon", "nothing.toml"])
    assert "nothing.toml" in line


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A study of the specimens, laid out and entered."""
    main(["new", str(tmp_path / "study"), "--example"])
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


def edit(folder, old, new):
    """Change study.toml."""
    text = (folder / "study.toml").read_text("utf-8")
    assert old in text
    (folder / "study.toml").write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("framings = [", 'framings = ["heartlands", ', "no framing 'heartlands'"),
        ("[facts]", "[fact]", "no stage is called [fact]"),
        ("seed = 1", "seed = ", "study.toml: cannot be read"),
        ('documents = "documents"   ', 'documents = "papers"   ', "papers"),
        ("voices = [", "years = [2090, 2095]\nvoices = [", "2090 to 2095: no document"),
        ("voices = [", "years = [2010, 2000]\nvoices = [", "years must rise"),
        ("voices = [", "colour = 1\nvoices = [", "no parameter 'colour'"),
        ('by = "speaker"', 'by = "colour"', "'colour'"),
        ('plot = "plot_rates"', 'plot = "plot_rats"', "no plot 'plot_rats'"),
        ('tables = ["rates_by_speaker"]', 'tables = ["rates_by_colour"]', "rates_by_colour"),
    ],
)
def test_a_wrong_study_is_refused_in_one_line(study, capsys, old, new, says):
    edit(study, old, new)
    capsys.readouterr()
    for command in ("rules", "tables", "figures"):
        if main([command]) == 2:
            break
    else:
        pytest.fail("nothing was refused")
    lines = capsys.readouterr().err.strip().splitlines()
    assert says in lines[-1]
    assert "Traceback" not in "".join(lines)
    assert not list(study.glob("figures/*"))


def test_outside_a_study_the_way_in_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert "topoi new" in refusal(capsys, ["tables"])


def test_a_study_of_ones_own_runs_from_documents_to_paper(study, capsys):
    for command in ("rules", "tables", "figures", "results", "paper"):
        assert main([command]) == 0, command
    assert (study / "paper" / "paper.pdf").read_bytes().startswith(b"%PDF")
    claims = pd.read_csv(study / "paper" / "claims.csv")
    assert len(claims) > 5
    capsys.readouterr()
    key = claims["key"][claims["key"].str.startswith("rates_by_")].iloc[0]
    assert main(["trace", key]) == 0
    assert "mentions behind it" in capsys.readouterr().out


def test_a_new_study_never_overwrites(study, capsys):
    assert "not empty" in refusal(capsys, ["new", str(study)])


def test_a_bundle_of_ones_own_holds_no_text(page, tmp_path):
    assert main(["bundle", page, "--output", str(tmp_path / "b")]) == 0
    for file in (tmp_path / "b").glob("*.parquet"):
        table = pd.read_parquet(file)
        assert "text" not in table
