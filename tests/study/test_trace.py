"""What a step read, and folders of documents, as prerequisites of Make: whatever files are called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from topoi.cli import main
from topoi.study.trace import for_make, traced

AWKWARD = [
    "Statement of the Council",
    "a:b",
    "a;b",
    "a$b",
    "a%b",
    "a=b",
    "a|b",
    "a#b",
    "a[b",
    "a*b",
]
AWKWARD += ["a\\b", "a'b", 'a"b', "a&b", "~b", "a (b).txt", "a\nb", "Речь № 1 – «мир»"]


def make(folder, *arguments):
    """The lines that make prints."""
    run = subprocess.run(
        ["make", "-C", str(folder), "--no-print-directory", *arguments],
        env=os.environ | {"TOPOI": str(Path(sys.executable).with_name("topoi"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return [line for line in (run.stdout + run.stderr).splitlines() if line[:2] == "  "]


@pytest.mark.parametrize("name", AWKWARD)
def test_a_file_with_any_name_is_a_prerequisite(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("read", "utf-8")
    with traced("stamp"):
        (tmp_path / name).read_text("utf-8")
    recipe = "stamp:\n\t@echo '  made'; touch $@\n-include stamp.d\n"
    (tmp_path / "Makefile").write_text(recipe, "utf-8")
    assert make(tmp_path) == ["  made"]
    assert make(tmp_path) == []
    later = (tmp_path / "stamp").stat().st_mtime + 1
    os.utime(tmp_path / name, (later, later))
    assert make(tmp_path) == ["  made"]
    (tmp_path / name).unlink()
    assert make(tmp_path) == ["  made"]


def test_what_make_reads_plainly_stands_as_it_is():
    assert for_make("documents/01_page-a.txt") == "documents/01_page-a.txt"
    assert for_make("documents/Речь.txt") == "documents/Речь.txt"


def test_a_study_of_documents_with_awkward_names_is_made_once_and_again_if_they_change(
    root, tmp_path, capsys
):
    given, study = tmp_path / "some documents", tmp_path / "a study"
    (given / "more (of them)").mkdir(parents=True)
    specimens = root / "src" / "topoi" / "data" / "specimens"
    names = ["Statement of the Council.txt", "a:b.txt", "more (of them)/a;b.txt", "a$b.txt"]
    for file, name in zip(sorted(specimens.glob("0*.txt")), names, strict=False):
        shutil.copy(file, given / name)
    assert main(["new", str(study), "--documents", str(given)]) == 0
    assert f"make -C '{study}'" in capsys.readouterr().err
    text = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(text.split("[facts]")[0], "utf-8")
    once = ["tables", "corpus"]
    assert [line.split()[:2] for line in make(study, "tables")] == [once]
    assert make(study, "tables") == []
    added = study / "documents" / "more (of them)" / "new: one.txt"
    shutil.copy(specimens / "08_transcript.txt", added)
    assert [line.split()[:2] for line in make(study, "tables")] == [once]
    assert make(study, "tables") == []
    for change in (
        lambda: added.write_text(added.read_text("utf-8") + "\n", "utf-8"),
        added.unlink,
    ):
        change()
        assert [line.split()[:2] for line in make(study, "tables")] == [once]
    assert make(study, "tables") == []
