"""topoi collocates: what it lists, what it writes, how it refuses."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.cli import main
from topoi.tables import check

TEXT = (
    "Merid, 3 May 2031. Minister Ilva Marun said that a safe harbour needs patient pilots. "
    "A safe harbour is no gift. They want a safe harbour with patient pilots, she said. "
    "Storms came from the north and went."
)


@pytest.fixture
def page(tmp_path):
    """A page about harbours, and a lexicon that knows them."""
    (tmp_path / "page.txt").write_text(TEXT, "utf-8")
    (tmp_path / "harbours.toml").write_text(
        '[harbour]\nlabel = "Harbour"\ngloss = "a place"\nsource = "own"\n'
        'patterns.en = ["harbour*"]\nexamples = ["two harbours"]\n',
        "utf-8",
    )
    return [str(tmp_path / "page.txt"), "--lexicon", str(tmp_path / "harbours.toml")]


def rows(text: str) -> dict[str, list[str]]:
    lines = [line.split() for line in text.splitlines() if line.strip()]
    head = next(i for i, cells in enumerate(lines) if cells[0] == "term")
    return {cells[0]: cells[1:] for cells in lines[head + 2 :]}


@pytest.mark.parametrize("what", ["harbour", "harbo?r*", "safe harbour"])
def test_a_framing_and_a_pattern_have_collocates(what, page, capsys):
    assert main(["collocates", what, *page, "--least", "2", "--window", "3"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("3 mentions")
    assert rows(out)["patient"][:4] == ["2", "0", "2", "2"]
    assert "storm" not in rows(out)


def test_a_group_has_its_own_list(page, capsys):
    assert main(["collocates", "harbour", *page, "--least", "1", "--by", "voice"]) == 0
    assert "reported: " in capsys.readouterr().out


def test_all_columns_are_written_as_csv(page, tmp_path, capsys):
    file = tmp_path / "collocates.csv"
    assert main(["collocates", "harbour", *page, "--least", "1", "--csv", str(file)]) == 0
    table = check(pd.read_csv(file), "collocates")
    assert table["log_dice"].is_monotonic_decreasing
    assert f"{len(table)} collocates" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["harbour", "PAGE", "--least", "99"], "no word stands there 99 times"),
        (["harbour", "PAGE", "--top", "0"], "--top should be 1 or more"),
        (["harbour", "PAGE", "--window", "0"], "window must be at least 1"),
        (["harbour", "PAGE", "--by", "moon"], "no column 'moon'"),
        (["quiet sea", "PAGE"], "no mention of 'quiet sea'"),
        (["nope_nope", "PAGE"], "no framing 'nope_nope' in the lexicon. topoi lexicon list"),
        (["harbour,harbour", "PAGE"], "one framing, or one pattern, at a time"),
        (["multipolarity", "un-general-debate"], "a bundle has no order of words"),
    ],
)
def test_what_cannot_be_listed_is_said(arguments, says, page, capsys):
    at = arguments.index("PAGE") if "PAGE" in arguments else None
    if at is not None:
        arguments = [*arguments[:at], *page, *arguments[at + 1 :]]
    main(["collocates", *arguments])
    shown = capsys.readouterr()
    assert says in shown.err + shown.out


def test_reprints_are_left_out_and_said(page, tmp_path, capsys):
    folder = tmp_path / "twice"
    folder.mkdir()
    for name in ("first.txt", "second.txt"):
        (folder / name).write_text(TEXT * 3, "utf-8")
    assert main(["collocates", "harbour", str(folder), *page[1:], "--least", "2"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("9 mentions")
    assert "left out: 1 of 2 documents, reprints of others" in printed.err
