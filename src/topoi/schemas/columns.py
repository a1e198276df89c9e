"""The parts of a schema: columns, and shorthands for the usual ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column: its type, what it says, and what it may hold."""

    type: str
    about: str
    null: bool = False
    values: tuple[str, ...] = ()
    least: float | None = None
    optional: bool = False
    decimals: int | None = None  # on disk, where six significant digits would be too many
    counted: str | None = None  # the column of mentions whose different values are counted


@dataclass(frozen=True)
class Schema:
    """One kind of table: a row, its key, its columns; `result` tables hold computed estimates."""

    row: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    result: bool = False


def text(about: str, **rules: Any) -> Column:
    return Column("str", about, **rules)


def maybe(about: str, **rules: Any) -> Column:
    return Column("str", about, null=True, **rules)


def count(about: str) -> Column:
    return Column("int", about, least=0)


def mentions(about: str, counted: str = "mention") -> Column:
    """A count of mentions, or of the documents or bodies that hold them: see `topoi trace`."""
    return Column("int", about, least=0, counted=counted)


def number(about: str, **rules: Any) -> Column:
    return Column("float", about, **{"null": True, **rules})


def share(about: str, **rules: Any) -> Column:
    """A share: a millionth is what matters. Of limits near zero, processors agree on no digit."""
    return number(about, **{"decimals": 6, **rules})


VOICES = ("speech", "quotation", "reported", "narration")
KINDS = ("direct", "indirect", "mixed")
USES = ("own", "reported", "ascribed", "negated", "name")
ATTITUDES = ("endorse", "oppose", "neutral")

GROUP = {
    "by": text("the grouping: the column of passages that `group` is a value of"),
    "group": text("the group"),
    "period": text("the period, or 'all'"),
}
