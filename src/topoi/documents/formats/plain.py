"""Text without markup, as a scraper leaves it."""

from __future__ import annotations

from collections.abc import Mapping

from ...files import sha256
from ..decoding import decode_or_guess
from ..sources import File, Problem, Source


def read_plain(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """The file as one document."""
    text = decode_or_guess(file, problems)
    return [Source(file.identifier, file.name, text, sha256(file.data), page=True)]
