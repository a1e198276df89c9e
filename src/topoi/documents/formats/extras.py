"""Libraries that only some formats need, and what to do where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...errors import SourceError
from ..sources import File


def needed(library: str, file: File, *, extra: str) -> Any:
    """The library, or a SourceError that says how to install it."""
    try:
        return import_module(library)
    except ImportError as error:
        raise SourceError(
            f"{file.path}: to read .{extra} files topoi needs a library that is not installed ({error}). "
            f"Install it: pip install 'topoi[{extra}]', or 'topoi[formats]' for all formats.",
            path=file.path,
            extra=extra,
            problem="reader_missing",
        ) from error
