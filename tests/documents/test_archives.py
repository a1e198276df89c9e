"""The members of a ZIP archive are read as if they lay in a folder; what is wrong is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from topoi.documents import archives, read_documents, read_sources
from topoi.errors import SourceError

CALM = "The lake of Orvesk is calm today, and the ferry to Zhemir leaves on time."


def packed(file: Path, **members: str | bytes) -> Path:
    """A ZIP archive; `_` in a name stands for the dot before the suffix."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return file


def problems(path: Path) -> dict[str, str]:
    """The problem of each source."""
    return read_sources(path).problems.set_index("source").problem.to_dict()


def test_members_are_read_like_the_files_of_a_folder(tmp_path):
    members = {"b_txt": CALM, "old/a_md": f"**{CALM}**", "rows_csv": f'text\n"{CALM}"\n'}
    packed(tmp_path / "pages.zip", **members)
    documents = read_sources(tmp_path).documents
    assert list(documents.document) == ["pages/b", "pages/old/a", "pages/rows:1"]
    assert list(documents.source) == [
        "pages.zip:b.txt",
        "pages.zip:old/a.md",
        "pages.zip:rows.csv:1",
    ]
    assert set(documents.text) == {CALM}
    assert list(read_sources(tmp_path / "pages.zip").documents.sha256) == list(documents.sha256)


def test_one_bad_member_does_not_hinder_the_others(tmp_path):
    archive = packed(
        tmp_path / "a.zip", good_txt=CALM, noise_txt=bytes(range(256)), x_png=b"\x89PNG"
    )
    assert problems(archive) == {"a.zip:noise.txt": "unreadable", "a.zip:x.png": "skipped"}


def raw_zip(*members: tuple[str, bytes, int]) -> bytes:
    """An archive whose members may have any name and any flag."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, _ in members:
            with pytest.warns() if name in archive.namelist() else _nothing():
                archive.writestr(name, content)
    data = bytearray(buffer.getvalue())
    for i, (*_, flag) in enumerate(members):
        at = -1
        for _ in range(i + 1):
            at = data.index(b"PK\x01\x02", at + 1)
        data[at + 8] |= flag
    return bytes(data)


class _nothing:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


@pytest.mark.parametrize(
    ("name", "content", "flag", "detail"),
    [
        ("../../etc/a.txt", CALM.encode(), 0, "leads out"),
        ("/abs/a.txt", CALM.encode(), 0, "leads out"),
        ("C:/a.txt", CALM.encode(), 0, "leads out"),
        ("..\\a.txt", CALM.encode(), 0, "leads out"),
        ("secret.txt", CALM.encode(), 1, "encrypted"),
        ("inner.zip", raw_zip(("a.txt", b"x", 0)), 0, "archive within"),
        ("bomb.txt", b"a" * 3_000_000, 0, "unpacks to 3000000 bytes"),
        ("good.txt", b"again", 0, "second member"),
    ],
)
def test_a_dangerous_member_is_skipped_and_named(tmp_path, name, content, flag, detail):
    (tmp_path / "a.zip").write_bytes(raw_zip(("good.txt", CALM.encode(), 0), (name, content, flag)))
    reading = read_sources(tmp_path)
    assert list(reading.documents.text) == [CALM]
    assert list(reading.problems.problem) == ["member_skipped"]
    assert detail in reading.problems.detail[0]
    assert list(tmp_path.iterdir()) == [tmp_path / "a.zip"]  # nothing is unpacked to disk


def test_a_member_that_is_too_large_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST", 100)
    archive = packed(tmp_path / "a.zip", good_txt=CALM, large_txt=CALM * 2)
    assert problems(archive) == {"a.zip:large.txt": "member_skipped"}


def test_a_link_in_an_archive_is_not_followed(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/hostname")
        archive.writestr("a.txt", CALM)
    assert problems(tmp_path) == {"a.zip:link.txt": "member_skipped"}


def test_names_of_windows_in_russian_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("xxxxx.txt", CALM)
    data = (tmp_path / "a.zip").read_bytes().replace(b"xxxxx", "Орлан".encode("cp866"))
    (tmp_path / "a.zip").write_bytes(data)
    assert list(read_documents(tmp_path).document) == ["a/Орлан"]


def test_what_systems_add_to_archives_is_hidden(tmp_path):
    packed(tmp_path / "a.zip", **{"a_txt": CALM, "__MACOSX/._a_txt": "x", ".DS_Store": "x"})
    assert problems(tmp_path) == {}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", b"no archive"])
def test_a_damaged_archive_is_named(tmp_path, data):
    (tmp_path / "bad.zip").write_bytes(data)
    with pytest.raises(SourceError, match=r"bad\.zip: not a ZIP archive"):
        read_sources(tmp_path / "bad.zip")
    (tmp_path / "a.txt").write_text(CALM)
    assert problems(tmp_path) == {"bad.zip": "unreadable"}


def test_a_damaged_member_is_named(tmp_path):
    packed(tmp_path / "a.zip", a_txt=CALM, b_txt="The ferry sank. " * 9)
    data = bytearray((tmp_path / "a.zip").read_bytes())
    at = data.index(b"b.txt") + len("b.txt")
    data[at : at + 8] = b"\xff" * 8
    (tmp_path / "a.zip").write_bytes(bytes(data))
    assert problems(tmp_path) == {"a.zip:b.txt": "unreadable"}
