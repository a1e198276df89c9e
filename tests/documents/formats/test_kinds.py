"""What a file is, by its bytes."""

from __future__ import annotations

import io
import zipfile

import pytest

from topoi.documents import read_sources
from topoi.documents.formats import READERS
from topoi.documents.formats.kinds import kind_of, refusal
from topoi.errors import SourceError

CALM = "The lake of Orvesk is calm today, and the ferry to Zhemir leaves on time."


def archive(*names: str) -> bytes:
    """A ZIP archive with members of these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><html>", ".html"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>\n<!-- saved -->\n<HTML>", ".html"),
        ("<html><body>".encode("utf-16"), ".html"),
        (b"<div class='x'>", ".html"),
        (b"%PDF-1.4", ".pdf"),
        (archive("a.txt"), ".zip"),
        (archive("[Content_Types].xml", "word/document.xml"), ".docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), None),
        (b"<\xe2\x80\xa6> He paused.", None),
        (b"<b>The</b> Council", None),
        (CALM.encode(), None),
        (b"", None),
    ],
)
def test_a_kind_shows_in_the_first_bytes(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"{\\rtf1", "Rich Text"), (b"\xd0\xcf\x11\xe0", "old Microsoft"), (b"\x89PNG", "picture")],
)
def test_known_formats_that_are_not_read_are_named(tmp_path, data, what):
    assert what in refusal(data)
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(SourceError, match=what):
        read_sources(tmp_path / "a.txt")


@pytest.mark.parametrize("library", ["trafilatura", "pypdfium2", "docx"])
@pytest.mark.parametrize("alone", [True, False])
def test_a_missing_library_is_named_with_what_to_install(tmp_path, monkeypatch, library, alone):
    suffix = {"trafilatura": ".html", "pypdfium2": ".pdf", "docx": ".docx"}[library]
    monkeypatch.setitem(__import__("sys").modules, library, None)
    (tmp_path / f"a{suffix}").write_bytes(b"<p>" if suffix == ".html" else b"")
    remedy = rf"a\{suffix}: .*pip install 'topoi\[{suffix[1:]}\]'"
    if alone:
        with pytest.raises(SourceError, match=remedy):
            read_sources(tmp_path / f"a{suffix}")
    else:
        (tmp_path / "b.txt").write_text(CALM)
        problems = read_sources(tmp_path).problems
        assert list(problems.problem) == ["reader_missing"]
        assert problems.detail.str.contains(remedy).all()


def test_every_reader_names_its_files():
    assert list(READERS) == sorted(READERS)
    assert all(reader.__doc__ for reader in READERS.values())
