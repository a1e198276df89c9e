"""Bytes to text."""

from __future__ import annotations

from ..errors import SourceError


def decode(data: bytes, where: object) -> str:
    """Text of a file: UTF-8, with or without a byte-order mark, or UTF-16 with one.

    Line ends become line feeds. Raises SourceError with the position of the first bad byte; a NUL
    is one, since no text holds it.
    """
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: not UTF-8 text (byte {error.start}). Save it as UTF-8 and read it again.",
            path=str(where),
            byte=error.start,
        ) from error
    if "\0" in text:
        raise SourceError(
            f"{where}: holds NUL characters, like UTF-16 without a byte-order mark, or a file "
            "that is no text. Save it as UTF-8 and read it again.",
            path=str(where),
            byte=data.index(b"\0"),
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
