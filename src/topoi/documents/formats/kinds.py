"""What a file is, by its first bytes where its name lies or says nothing."""

from __future__ import annotations

import io
import re
import zipfile

HEAD = 2048  # bytes that are looked at
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|article|section|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_OFFICE = {"word/document.xml": ".docx"}
_OTHER_ARCHIVES = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
_NOT_READ = {
    b"{\\rtf": "a Rich Text file; save it as .docx",
    b"\xd0\xcf\x11\xe0": "a file of old Microsoft Office; save it as .docx or .csv",
    b"Rar!": "a RAR archive; pack it as .zip",
    b"7z\xbc\xaf": "a 7-Zip archive; pack it as .zip",
    b"\x1f\x8b": "a gzip file; unpack it",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}


def kind_of(data: bytes) -> str | None:
    """Suffix of the format that the bytes show; null for text without markup, and what is unknown.

    >>> kind_of(b"<!DOCTYPE html><p>The Council met."), kind_of(b"%PDF-1.7"), kind_of(b"The Council")
    ('.html', '.pdf', None)
    """
    if data.startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    head = data[:HEAD]
    return ".html" if _MARKUP.match(head.replace(b"\0", b"") if b"\0" in head else head) else None


def has_tags(data: bytes) -> bool:
    """Whether there is markup at all.

    >>> has_tags(b"3 < 4"), has_tags(b"<b>The</b> Council")
    (False, True)
    """
    return bool(re.search(rb"<[a-zA-Z!/]", data.replace(b"\0", b"")))


def refusal(data: bytes) -> str | None:
    """What the bytes are, and what to do, if they are of a known format that topoi does not read."""
    return next((what for magic, what in _NOT_READ.items() if data.startswith(magic)), None)


def _kind_of_archive(data: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError):
        return ".zip"  # its reader says what is wrong
    if found := names & set(_OFFICE):
        return _OFFICE[found.pop()]
    return None if names & set(_OTHER_ARCHIVES) else ".zip"
