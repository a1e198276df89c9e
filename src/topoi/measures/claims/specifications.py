"""Ways in which a corpus could have been counted as well: what is left out, what counts, what clusters.

Every axis has the study's own choice first, and others that could be defended in its place. What
could not be is no specification: speeches as independent units, say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

import pandas as pd

from ...errors import DataError
from ...schemas import USES
from ...tables import need_columns
from ..rates.stances import UNDECIDED

ALL, ONCE = "all", "once"
LISTED, WITHOUT_FIRST, FIRST_ONLY = "as listed", "without the first", "only the first"
BODY = "without ends"
Unit = str | tuple[str, str]


class Specification(NamedTuple):
    """One choice on every axis, by name."""

    cleaning: str
    paragraphs: str
    reprints: str
    wording: str
    counted: str
    unit: str


AXES = Specification._fields
_WHAT_COUNTS = ("wording", "counted")  # axes that leave the exposure as it is


@dataclass(frozen=True)
class Choices:
    """The axes of a multiverse; each has the study's own choice beside what is given here.

    Parameters
    ----------
    cleaning : mapping, optional
        Name -> problems of the table `problems`: documents with one of them are left out.
    ends : int, default 0
        Paragraphs left out at the beginning and at the end of documents that have more than four
        times as many: greetings and thanks. 0 for none.
    counted : mapping, optional
        Name -> uses (own, reported, ascribed, negated, name, undecided): only mentions used so count.
    wordings : bool, default True
        Count a framing also without its most frequent wording, and that wording alone.
    units : sequence, default ("organization",)
        Sampling units, columns or pairs of columns; the first is the study's own.

    Notes
    -----
    Reprints are an axis if there are any: left out, or counted like other documents.

    >>> choices = Choices(counted={"own": ["own"]}, wordings=False)
    >>> [s.counted for s in choices.specifications(reprints=False)]
    ['all', 'own']
    """

    cleaning: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ends: int = 0
    counted: Mapping[str, Sequence[str]] = field(default_factory=dict)
    wordings: bool = True
    units: Sequence[str | Sequence[str]] = ("organization",)

    def __post_init__(self) -> None:
        for axis in ("cleaning", "counted"):
            if not isinstance(getattr(self, axis), Mapping):
                raise DataError(
                    f"{axis}: give each choice a name, as in {{'own': ['own']}} for counted; "
                    f"got {getattr(self, axis)!r}."
                )
            if ALL in getattr(self, axis):
                raise DataError(f"{axis}: '{ALL}' is the study's own choice; call yours otherwise.")
        for name, uses in self.counted.items():
            if unknown := [use for use in uses if use not in (*USES, UNDECIDED)]:
                raise DataError(
                    f"counted.{name}: no use '{unknown[0]}'. Uses: {', '.join((*USES, UNDECIDED))}."
                )
        if self.ends < 0 or not self.units:
            raise DataError("ends must be 0 or more, and there must be a unit.")
        if odd := [u for u in self.units if not isinstance(u, str) and len(u) != 2]:
            raise DataError(f"units: each is a column or a pair of columns; got {list(odd[0])}.")

    @property
    def sampled(self) -> list[Unit]:
        """The units; of a pair TOML makes a list."""
        return [unit if isinstance(unit, str) else (unit[0], unit[1]) for unit in self.units]

    def options(self, *, reprints: bool) -> dict[str, list[str]]:
        """Axis -> its options, the study's own first."""
        return {
            "cleaning": [ALL, *self.cleaning],
            "paragraphs": [ALL, BODY] if self.ends else [ALL],
            "reprints": [ONCE, ALL] if reprints else [ONCE],
            "wording": [LISTED, WITHOUT_FIRST, FIRST_ONLY] if self.wordings else [LISTED],
            "counted": [ALL, *self.counted],
            "unit": [unit_label(unit) for unit in self.sampled],
        }

    def specifications(self, *, reprints: bool) -> Iterator[Specification]:
        """Every combination, the study's own first."""
        for chosen in product(*self.options(reprints=reprints).values()):
            yield Specification(*chosen)

    @property
    def member(self) -> str:
        """The column of those who can belong to a group: the first unit, or the first of a pair."""
        unit = self.sampled[0]
        return unit if isinstance(unit, str) else unit[0]

    def exposed(
        self, passages: pd.DataFrame, problems: pd.DataFrame | None, specification: Specification
    ) -> pd.DataFrame:
        """The passages that are left."""
        if specification.reprints == ONCE and "duplicate_of" in passages:
            passages = passages[passages["duplicate_of"].isna()]
        if specification.cleaning != ALL:
            if problems is None:
                raise DataError("cleaning leaves out documents with problems: pass `problems`.")
            bad = problems["problem"].isin(self.cleaning[specification.cleaning])
            passages = passages[~passages["document"].isin(problems.loc[bad, "document"].dropna())]
        if specification.paragraphs == BODY:
            passages = _without_ends(passages, self.ends)
        return passages

    def counting(
        self, mentions: pd.DataFrame, first: Mapping[str, str], specification: Specification
    ) -> pd.DataFrame:
        """The mentions that count; `first` names the most frequent wording of each framing."""
        if specification.counted != ALL:
            use = mentions["use"].fillna(UNDECIDED)
            mentions = mentions[use.isin(self.counted[specification.counted])]
        if specification.wording != LISTED:
            is_first = mentions["variant"] == mentions["framing"].map(first)
            mentions = mentions[is_first == (specification.wording == FIRST_ONLY)]
        return mentions


def unit_label(unit: Unit) -> str:
    """How a unit is called in tables.

    >>> unit_label(("organization", "year"))
    'organization & year'
    """
    return unit if isinstance(unit, str) else " & ".join(unit)


def first_wordings(mentions: pd.DataFrame) -> dict[str, str]:
    """The most frequent wording of each framing; of equals the first in the alphabet.

    >>> said = pd.DataFrame({"framing": "hybrid_war", "variant": ["hybrid wars", "a", "hybrid wars"]})
    >>> first_wordings(said)
    {'hybrid_war': 'hybrid wars'}
    """
    sizes = mentions.groupby(["framing", "variant"]).size().rename("n").reset_index()
    sizes = sizes.sort_values(["framing", "n", "variant"], ascending=[True, False, True])
    return dict(sizes.drop_duplicates("framing")[["framing", "variant"]].itertuples(index=False))


def has_reprints(passages: pd.DataFrame) -> bool:
    """Whether some passages are of reprints."""
    return "duplicate_of" in passages and bool(passages["duplicate_of"].notna().any())


def _without_ends(passages: pd.DataFrame, ends: int) -> pd.DataFrame:
    need_columns(passages, ["document", "start"])
    order = passages.groupby("document")["start"]
    rank, size = order.rank(method="first"), order.transform("size")
    long = size > 4 * ends
    return passages[~long | ((rank > ends) & (rank <= size - ends))]
