"""Files within reach of a path: those of a folder, and the members of its ZIP archives."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..errors import SourceError
from .sources import Problem, problem, read_bytes

LARGEST = 100_000_000  # bytes that one member of an archive may unpack to
_RATIO = 200  # and how many times its packed size; text packs to a tenth


class Entry(NamedTuple):
    """A file that may be read: its name within what is read, its place, and how to get it."""

    name: str
    path: str
    load: Callable[[], bytes]


def entries(path: Path, problems: list[Problem]) -> Iterator[Entry]:
    """The file at `path`, or every file of the folder; an archive gives its members.

    Hidden files are none. What is in an archive and cannot be read is a row in `problems`.
    """
    root = path if path.is_dir() else path.parent
    files = [path] if path.is_file() else [p for p in path.rglob("*") if _is_entry(p, path)]
    for file in sorted(files, key=lambda p: p.as_posix()):
        name = file.relative_to(root).as_posix()
        if file.suffix.lower() != ".zip":
            yield Entry(name, str(file), lambda file=file: read_bytes(file))  # type: ignore[misc]
            continue
        try:
            yield from _members(name, file, problems)
        except SourceError as error:
            if path.is_file():
                raise
            problems.append(problem(name, "unreadable", detail=str(error)))


def _is_entry(file: Path, root: Path) -> bool:
    """Whether a path must turn up as a document or a problem: a file, or a link to anything."""
    hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
    return (file.is_file() or file.is_symlink()) and not hidden


def _members(name: str, file: Path, problems: list[Problem]) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(read_bytes(file)))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise SourceError(
            f"{file}: not a ZIP archive that can be read ({error}). Pack it anew.", path=str(file)
        ) from error
    seen: set[str] = set()
    for member in sorted(archive.infolist(), key=lambda m: m.filename):
        inner = _name(member)
        if member.is_dir() or _is_hidden(inner):
            continue
        wrong = "second member of this name" if inner in seen else _wrong(member, inner)
        if wrong:
            problems.append(problem(f"{name}:{inner}", "member_skipped", detail=wrong))
            continue
        seen.add(inner)
        path = f"{file}:{inner}"
        yield Entry(
            f"{name}:{inner}",
            path,
            lambda member=member, path=path: _unpacked(archive, member, path),  # type: ignore[misc]
        )


def _name(member: zipfile.ZipInfo) -> str:
    """The name of a member; without the mark of UTF-8 those of Windows in Russian are CP866."""
    name = member.filename
    if not member.flag_bits & 0x800:
        raw = name.encode("cp437", errors="replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp866")
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts


def _wrong(member: zipfile.ZipInfo, name: str) -> str:
    """Why a member is not read; nothing if it is."""
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or (parts and parts[0].endswith(":")):
        return "its name leads out of the archive"
    if member.flag_bits & 0x1:
        return "encrypted; unpack it with its password"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link"
    if name.lower().endswith(".zip"):
        return "an archive within an archive; unpack it"
    packed = max(member.compress_size, 1)
    if member.file_size > LARGEST or (
        member.file_size > 10**6 and member.file_size > _RATIO * packed
    ):
        return f"unpacks to {member.file_size} bytes, too many for a text; unpack it if it is one"
    return ""


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str) -> bytes:
    try:
        with archive.open(member) as stream:
            return stream.read()  # never more than its header says
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise SourceError(
            f"{path}: damaged, or packed in a way that is not known ({error}). Pack it anew.",
            path=path,
        ) from error
