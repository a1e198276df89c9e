"""topoi discover, on documents of eight invented speakers."""

from __future__ import annotations

import pandas as pd
import pytest
from debate import SPEAKERS, debate, of_bloc, rising

from topoi.cli import main
from topoi.framings import read_lexicon

NAMES = [
    "Ivo Orlan",
    "Mara Vell",
    "Tomas Brek",
    "Lena Sorn",
    "Pavel Dunn",
    "Greta Holm",
    "Anton Rusk",
    "Nina Falk",
]


@pytest.fixture
def statements(tmp_path):
    table = debate(of_bloc("quiet river", "ABC"), rising("golden harbour", 2007), sentences=5)
    table = table[table["speaker"].isin(SPEAKERS[:8]) & (table["year"] > 2003)]
    table = table.assign(
        speaker=table["speaker"].map(dict(zip(SPEAKERS, NAMES, strict=False))),
        date=table["year"].astype("str") + "-05-03",
    )
    path = tmp_path / "statements.csv"
    table[["document", "speaker", "date", "text"]].to_csv(path, index=False)
    return path


def test_it_shows_candidates_says_what_was_tested_and_writes_a_lexicon(statements, capsys):
    toml, csv = statements.parent / "found.toml", statements.parent / "found.csv"
    options = ["--over", "half", "--toml", str(toml), "--csv", str(csv)]
    assert main(["discover", str(statements), *options]) == 0
    shown = capsys.readouterr()
    assert "56 speeches, 8 speakers" in shown.err
    assert "few speakers" in shown.err
    assert "tested: speakers; 0 groups; time: yes" in shown.err
    rows = [line.split() for line in shown.out.splitlines()[2:]]
    assert sorted(row[1:4] for row in rows) == [
        ["golden", "harbour", "rise"],
        ["quiet", "river", "speakers"],
    ]
    assert set(read_lexicon(toml)) == {"quiet_river", "golden_harbour"}
    assert csv.read_text("utf-8").startswith("rank,phrase,variants")


def test_three_speakers_are_too_few_and_it_says_so(statements, capsys):
    table = pd.read_csv(statements)
    table[table["speaker"].isin(NAMES[:3])].to_csv(statements, index=False)
    assert main(["discover", str(statements)]) == 2
    assert "cannot be told with fewer than 4" in capsys.readouterr().err


def test_reprints_are_left_out_and_said(statements, capsys):
    assert main(["discover", str(statements), "--over", "half"]) == 0
    once = capsys.readouterr()
    table = pd.read_csv(statements)
    twice = pd.concat([table, table.head(5).assign(document=table["document"] + "-again")])
    twice.to_csv(statements, index=False)
    assert main(["discover", str(statements), "--over", "half"]) == 0
    printed = capsys.readouterr()
    assert "left out: 5 of 61 documents, reprints of others" in printed.err
    assert "56 speeches, 8 speakers" in printed.err
    assert printed.out == once.out


def test_columns_and_corrections_are_read_as_elsewhere(statements, tmp_path, capsys):
    assert main(["discover", str(statements), "--over", "half"]) == 0
    once = capsys.readouterr()
    table = pd.read_csv(statements)
    table.rename(columns={"text": "body"}).to_csv(statements, index=False)
    corrections = tmp_path / "corrections.csv"
    corrections.write_text("document,start,end,voice,speaker,note\n", "utf-8")
    asked = ["--columns", "text=body", "--corrections", str(corrections), "--raw"]
    assert main(["discover", str(statements), "--over", "half", *asked]) == 0
    assert capsys.readouterr().out == once.out


def test_without_candidates_no_lexicon_is_written_and_it_says_so(statements, tmp_path, capsys):
    toml = tmp_path / "found.toml"
    asked = ["--min-documents", "50", "--toml", str(toml)]
    assert main(["discover", str(statements), *asked]) == 0
    printed = capsys.readouterr()
    assert "no candidates" in printed.out
    assert f"{toml}: not written" in printed.err
    assert not toml.exists()


def test_a_bundle_is_refused_with_what_to_do(capsys):
    assert main(["discover", "un-general-debate"]) == 2
    assert "Give the documents that it was made from" in capsys.readouterr().err
