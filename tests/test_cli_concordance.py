"""topoi concordance: what is looked for, which lines, how they stand, what is said of the rest."""

from __future__ import annotations

import sys

import pandas as pd
import pytest
from page_reader import PageReader

from topoi.cli import main
from topoi.cli.kwic import clean, fit, length, print_lines
from topoi.documents import read_sources, specimens
from topoi.study import make_bundle, write_bundle

TEXTS = {
    "early.txt": "14.05.2031\n“Varnelia wants a multipolar world without hybrid wars,” Ivo Orlan said.\n",
    "late.txt": "3.06.2033\n“No hybrid war is ours, and no hybrid warfare,” Bela Vane said.\n"
    "The fleet speaks of a war of maps and of a multipolar world.\n",
    "undated.txt": "Hybrid war is what they call it. «Гибридная война идет», — сказал Глеб Торванин.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three short documents, one without a date."""
    place = tmp_path_factory.mktemp("statements")
    for name, text in TEXTS.items():
        (place / name).write_text(text, "utf-8")
    return str(place)


@pytest.fixture(scope="module")
def bundle(folder, tmp_path_factory):
    """A bundle of them."""
    place = tmp_path_factory.mktemp("bundle")
    write_bundle(make_bundle(read_sources(folder)), place)
    return str(place)


@pytest.fixture
def say(capsys, monkeypatch):
    """Run the command: what it prints, line by line, and what it says on the error stream."""

    def run(*arguments, columns=140):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert main(["concordance", *arguments]) == 0
        printed = capsys.readouterr()
        return printed.out.splitlines(), printed.err

    return run


def refusal(capsys, *arguments):
    """The one line on the error stream of a command that must fail with exit code 2."""
    assert main(["concordance", *arguments]) == 2
    line = capsys.readouterr().err.strip().splitlines()[-1]
    assert line.startswith("topoi: ")
    return line


def lines_of(out):
    """The lines of mentions: what stands before the blank line and the summary."""
    return out[: out.index("")] if "" in out else []


def test_a_framing_is_shown_with_its_keyword_at_one_place(say, folder):
    out, _ = say("hybrid_war", folder)
    lines = lines_of(out)
    assert len(lines) == 5
    starts = {line.lower().rindex(word) for line, word in zip(lines, (
        "hybrid wars", "hybrid war is", "hybrid warfare", "hybrid war is", "гибридная"),
        strict=True)}  # fmt: skip
    assert len(starts) == 1
    assert all(length(line) <= 140 for line in lines)
    assert lines[0].startswith("2031-05-14  Ivo Orlan")
    assert out[-1] == "5 mentions in 3 documents by 3 speakers (1 without one)"


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_fit_the_terminal(say, columns):
    out, _ = say("all", str(specimens()), columns=columns)
    assert max(map(length, out[:-1])) <= columns
    assert len(lines_of(out)) > 100


def test_several_framings_say_which_is_which(say, folder):
    out, _ = say("hybrid_war, multipolarity", folder)
    assert sum("  multipolarity  " in line for line in out) == 2
    assert len(lines_of(out)) == 7


def test_a_pattern_is_looked_for_as_it_is_written(say, folder):
    out, _ = say("war <1> maps", folder)
    assert len(lines_of(out)) == 1
    assert "war of maps" in out[0]


@pytest.mark.parametrize("name", ["hybrid_wars", "hybrid_war, multipolarty"])
def test_a_name_that_is_no_framing_is_refused_with_its_neighbours(name, folder, capsys):
    line = refusal(capsys, name, folder)
    assert "no framing" in line
    assert "Near: hybrid_war" in line or "Near: multipolarity" in line


def test_a_word_that_is_nearly_a_framing_and_finds_nothing_is_pointed_out(say, folder):
    out, error = say("multipolarty", folder)
    assert out == ["no mention"]
    assert "framings: multipolarity" in error


def test_a_word_that_finds_nothing_is_said_to_be_a_pattern(say, folder):
    out, error = say("unheardof", folder)
    assert out == ["no mention"]
    assert "'unheardof' was taken for a pattern; topoi lexicon list" in error


def test_an_ill_formed_pattern_is_refused(folder, capsys):
    assert "never closed" in refusal(capsys, "hybrid (war", folder)


@pytest.mark.parametrize(
    ("asked", "kept", "left_out"),
    [
        (["--speaker", "vane"], 2, "3 of another speaker"),
        (["--voice", "quotation,reported"], 4, "1 of another voice"),
        (["--from", "2032"], 2, "1 of another time, 2 without a date"),
        (["--to", "2031-05"], 1, "2 of another time, 2 without a date"),
        (["--from", "2031-05-14", "--to", "2031-05-14"], 1, "2 of another time, 2 without a date"),
        (["--language", "ru"], 1, "4 of another language"),
        (["--use", "name,undecided,own,reported,ascribed,negated"], 5, ""),
    ],
)
def test_what_is_left_out_is_counted(asked, kept, left_out, say, folder):
    out, _ = say("hybrid_war", folder, *asked)
    assert len(lines_of(out)) == kept
    assert out[-1].startswith(f"{kept} mention")
    assert out[-1].partition("; left out: ")[2] == left_out


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        (["--speaker", "Bela Vayne"], "Near: Bela Vane"),
        (["--organization", "Nowhere"], "no organization of these mentions"),
        (["--voice", "song"], "no 'song'. There is: narration"),
        (["--from", "31.5.2031"], "'31.5.2031' is no date"),
        (["--to", "2031-13"], "'2031-13' is no date"),
        (["--from", "2033", "--to", "2032"], "--from 2033 is after --to 2032"),
        (["--by", "moon"], "no column 'moon'"),
        (["--limit", "0"], "--limit should be 1 or more"),
        (["--documents", "x"], "goes beside a bundle"),
    ],
)
def test_a_wrong_choice_is_refused_with_a_way_out(asked, wanted, folder, capsys):
    assert wanted in refusal(capsys, "hybrid_war", folder, *asked)


def test_groups_have_headings_with_counts_the_largest_first(say, folder):
    out, _ = say("hybrid_war", folder, "--by", "speaker")
    heads = [line for line in out if ": " in line and " in " in line and "mention" in line]
    assert heads[0] == "Bela Vane: 2 mentions in 1 document"
    assert "unknown: 1 mention in 1 document" in heads
    assert len(heads) == 4


def test_lines_are_sorted_and_the_first_of_them_shown(say, folder):
    out, _ = say("hybrid_war", folder, "--sort", "date", "--limit", "2")
    assert [line[:10] for line in out[:2]] == ["2031-05-14", "2033-06-03"]
    assert out[-1].endswith("the first 2 of 5 lines")
    out, _ = say("hybrid war*", folder, "--sort", "right", "--width", "9")
    ends = [line.rpartition("war")[2] for line in lines_of(out)]
    assert ends == ["s,”", "fare,”", " is ours,", " is what"]


def test_csv_has_all_columns_and_page_and_csv_the_same_lines(folder, tmp_path, capsys):
    csv, html = tmp_path / "lines.csv", tmp_path / "lines.html"
    asked = ["--csv", str(csv), "--html", str(html), "--sort", "speaker"]
    assert main(["concordance", "hybrid_war", folder, *asked]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{csv}: 5 lines" in printed.err
    table = pd.read_csv(csv)
    assert {"mention", "framing", "document", "date", "title", "url", "use", "attitude", "voice",
            "speaker", "organization", "left", "match", "right", "variant"} <= set(table)  # fmt: skip
    page = PageReader(html.read_text("utf-8"))
    cells = [e.text for e in page.elements if e.tag == "td" and "match" in e.classes]
    assert len(cells) == len(table)
    for cell, match in zip(cells, table["match"], strict=True):
        assert cell.startswith(match)
    assert next(e.text for e in page.elements if e.tag == "h1") == "hybrid war"
    assert len(page.texts) == 3
    first = html.read_bytes()
    main(["concordance", "hybrid_war", folder, *asked])
    assert html.read_bytes() == first


def test_a_bundle_shows_places_and_says_that_the_words_are_missing(say, bundle):
    out, error = say("hybrid_war", bundle)
    assert len(lines_of(out)) == 5
    assert "гибридная война" in "\n".join(out)
    assert "the texts of 5 mentions are not at hand" in error
    assert "--documents" in error


def test_beside_a_bundle_its_documents_lend_the_words(say, bundle, folder):
    whole, _ = say("hybrid_war", folder)
    out, error = say("hybrid_war", bundle, "--documents", folder)
    assert out == whole
    assert "not at hand" not in error
    pattern, _ = say("war <1> maps", bundle, "--documents", folder)
    assert len(lines_of(pattern)) == 1


def test_a_document_that_was_changed_lends_nothing(say, bundle, folder, tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text.replace("fleet", "whole fleet"), "utf-8")
    out, error = say("hybrid_war", bundle, "--documents", str(tmp_path))
    assert "no text that agrees with the bundle for 1 of 3 documents" in error
    assert "the texts of 2 mentions are not at hand" in error
    assert len(lines_of(out)) == 5


def test_a_pattern_in_a_bundle_without_texts_is_refused(bundle, capsys):
    assert "a bundle has no texts" in refusal(capsys, "war <1> maps", bundle)


def test_a_shipped_bundle_is_known_by_its_name(say):
    out, error = say("multipolarity", "cis-csto-statements", "--limit", "1")
    assert len(lines_of(out)) == 1
    assert "not at hand" in error


@pytest.mark.parametrize(("terminal", "no_color", "styled"), [
    (True, "", True), (True, "1", False), (False, "", False)])  # fmt: skip
def test_only_a_terminal_gets_bold_and_only_without_no_color(
    terminal, no_color, styled, capsys, monkeypatch, folder
):
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    main(["concordance", "hybrid_war", folder])
    assert ("\x1b[1m" in capsys.readouterr().out) == styled


def test_wide_letters_take_two_places_and_marks_none(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    row = {"date": None, "year": None, "speaker": "Orlan", "organization": None, "framing": "f",
           "variant": "war", "match": "WAR"}  # fmt: skip
    lefts = ["多极世界", "мир и", "e\u0301te\u0301 et", "", "plain"]
    table = pd.DataFrame([row | {"left": left, "right": "end"} for left in lefts])
    print_lines(table)
    out = capsys.readouterr().out.splitlines()
    assert {length(line[: line.index("WAR")]) for line in out} == {len("Orlan  ") + 9}


def test_what_would_move_the_cursor_is_not_printed(capsys, monkeypatch):
    assert clean("a\x1b[31mb\x07\u202e\u200bc\n") == "a[31mbc"
    assert fit("abc", 0) == ""
    assert fit("e\u0301e\u0301e\u0301", 2, keep_end=True) == "…e\u0301"
    row = {"date": None, "year": 2031, "speaker": "Or\x1b[2Jlan", "organization": "\r", "framing": "f",
           "variant": "war", "match": "W\x1b]0;xAR", "left": "a\x9b", "right": "\x08"}  # fmt: skip
    print_lines(pd.DataFrame([row]))
    assert not set(capsys.readouterr().out) & {"\x1b", "\x9b", "\x08", "\r", "\x07"}


def test_reprints_are_shown_marked_and_counted_as_such(say, tmp_path):
    story = "“This is a hybrid war against our river, our lake and our harbour,” Ivo Orlan said.\n"
    for name, day in (("first.txt", "14.05.2031"), ("second.txt", "15.05.2031")):
        (tmp_path / name).write_text(f"{day}\n{story * 8}", "utf-8")
    _, error = say("hybrid_war", str(tmp_path), "--csv", str(tmp_path / "l.csv"))
    table = pd.read_csv(tmp_path / "l.csv")
    assert set(table["duplicate_of"].dropna()) == {"first"}
    again = int(table["duplicate_of"].notna().sum())
    assert 0 < again < len(table)
    out, _ = say("hybrid_war", str(tmp_path), "--by", "speaker")
    told = f"{again} of them in reprints"
    assert error.strip().endswith(told)
    assert out[0] == f"Ivo Orlan: {len(table)} mentions in 2 documents, {told}"
    assert out[-1].endswith(f"{told} (R)")
    assert sum(line.startswith("2031-05-15 R") for line in out) == again
    assert sum(line.startswith("2031-05-14  ") for line in out) == len(table) - again


@pytest.mark.parametrize("name", ["hybrid_war,foo", "nope_nope"])
def test_a_name_without_neighbours_is_refused_without_all_the_others(name, folder, capsys):
    line = refusal(capsys, name, folder)
    assert "Near" not in line
    assert "topoi lexicon list" in line
    assert len(line) < 200


@pytest.fixture
def fleets(tmp_path):
    """A lexicon of one's own, for which no bundle was searched."""
    (tmp_path / "own.toml").write_text(
        '[fleet]\nlabel = "Fleet"\npatterns.en = ["fleet*"]\nexamples = ["a fleet"]\n'
        '[hybrid_war]\nlabel = "War"\npatterns.en = ["war"]\nexamples = ["a war"]\n',
        "utf-8",
    )
    return str(tmp_path / "own.toml")


@pytest.mark.parametrize("name", ["fleet", "hybrid_war"])
def test_a_bundle_that_was_never_searched_for_a_framing_says_so(name, bundle, fleets, capsys):
    line = refusal(capsys, name, bundle, "--lexicon", fleets)
    assert f"never searched for '{name}'" in line
    assert "--documents" in line


def test_beside_a_bundle_its_documents_are_searched_for_an_own_framing(say, bundle, folder, fleets):
    out, _ = say("fleet", bundle, "--lexicon", fleets, "--documents", folder)
    assert len(lines_of(out)) == 1
    assert "fleet speaks" in out[0]
