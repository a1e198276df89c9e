"""Where the texts of the specimens' gold stand in the documents that were read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from topoi.documents import specimens

GOLD: dict[str, dict[str, Any]] = {
    file.name.removesuffix(".gold.toml"): tomllib.loads(file.read_text("utf-8"))
    for file in sorted(specimens().glob("*.gold.toml"))
}


def letters_of(text: str) -> str:
    """The letters and digits of a text: what mending lines and hyphens leaves alone."""
    return "".join(c for c in text if c.isalnum())


def places(text: str, entries: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], int, int]]:
    """Each gold entry with its start and end in `text`, one after the other.

    A gold text is whole, or its two ends joined by " [...] ". Only letters and digits are compared.
    """
    at = [i for i, c in enumerate(text) if c.isalnum()]
    letters = letters_of(text)
    end = 0
    for entry in entries:
        first, *rest = map(letters_of, entry["text"].split(" [...] "))
        start = letters.index(first, end)
        end = start + len(first)
        for part in rest:
            end = letters.index(part, end) + len(part)
        yield entry, at[start], at[end - 1] + 1
