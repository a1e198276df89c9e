"""Files are written whole or not at all, and only when their bytes change."""

from __future__ import annotations

import os

import pytest

from topoi.files import sha256, write_bytes, write_text


def test_a_file_is_written_with_the_folders_on_its_way(tmp_path):
    assert write_bytes(tmp_path / "a" / "b" / "c.bin", b"\x00\x01")
    assert (tmp_path / "a" / "b" / "c.bin").read_bytes() == b"\x00\x01"


def test_writing_the_same_again_touches_nothing(tmp_path):
    file = tmp_path / "a.txt"
    assert write_text(file, "first")
    os.utime(file, (1, 1))
    assert not write_text(file, "first")
    assert file.stat().st_mtime == 1
    assert write_text(file, "second")
    assert file.stat().st_mtime > 1


def test_a_write_that_fails_leaves_the_old_file_whole_and_nothing_beside_it(tmp_path):
    file = tmp_path / "a.bin"
    write_bytes(file, b"old")
    with pytest.raises(TypeError):
        write_bytes(file, "text is not bytes")  # type: ignore[arg-type]
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "a" / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_bytes(tmp_path / "a", b"new")
    assert [p.name for p in tmp_path.rglob("*")] == ["a", "inside"]


def test_a_file_in_the_way_of_a_folder_is_said_with_the_path_that_was_asked_for(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(OSError, match="in the way") as refusal:
        write_bytes(tmp_path / "a" / "b.bin", b"new")
    assert refusal.value.filename == str(tmp_path / "a" / "b.bin")
    assert (tmp_path / "a").read_bytes() == b"old"


def test_text_is_utf8_with_line_feeds(tmp_path):
    write_text(tmp_path / "a.txt", "Варнелия\n“x”\n")
    assert (tmp_path / "a.txt").read_bytes() == "Варнелия\n“x”\n".encode()


def test_a_written_file_can_be_read_by_everybody(tmp_path):
    write_bytes(tmp_path / "a.bin", b"x")
    assert (tmp_path / "a.bin").stat().st_mode & 0o777 == 0o644


def test_sha256_is_the_standard_one():
    # FIPS 180-4, example of the message "abc"
    assert sha256(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
