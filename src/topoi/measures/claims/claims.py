"""Claims about framings, and whether one specification bears them out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ...errors import DataError
from ..contrasts.cells import EVERYBODY
from ..contrasts.contrast_rates import contrast_rates
from ..groups import as_belongs
from ..rates.framing_rates import rates_or_counts
from .specifications import Unit

MORE, LESS = "more", "less"
OTHERS = "others"
_KEYS = ("framing", "group", "from", "to", "says", "unit")


class Claim(NamedTuple):
    """What is said: a group more or less than the others, or all (or a group) more or less than before."""

    framing: str
    group: str
    says: str
    early: str | None = None  # of a change: the period before
    late: str | None = None
    unit: str | None = None  # of a change: the only unit that it is made for

    @property
    def compared(self) -> str:
        """With whom, or from when to when."""
        return OTHERS if self.early is None else f"{self.early} to {self.late}"


class Evaluated(NamedTuple):
    """What a specification says of a claim."""

    mentions: int  # of members, or in the later period
    mentions_others: int  # of the others, or in the earlier
    ratio: float
    low: float = np.nan
    high: float = np.nan
    p: float = np.nan


def read_claims(claims: Sequence[Mapping[str, str]]) -> list[Claim]:
    """Claims as they stand in study.toml: framing, says, and group, or from and to (and group).

    >>> read_claims([{"framing": "hybrid_war", "group": "CSTO", "says": "more"}])[0].compared
    'others'
    >>> read_claims([{"framing": "hybrid_war", "from": "2008-2013", "to": "2014-2019",
    ...               "says": "more"}])[0].compared
    '2008–2013 to 2014–2019'
    """
    out = []
    for claim in claims:
        if not isinstance(claim, Mapping):
            raise DataError(
                f"claims: each is a table such as {{'framing': ..., 'group': ..., 'says': '{MORE}'}}; "
                f"got {claim!r}."
            )
        where = f"claim {dict(claim)!r}"
        if unknown := [key for key in claim if key not in _KEYS]:
            raise DataError(f"{where}: no key '{unknown[0]}'. Keys: {', '.join(_KEYS)}.")
        if "framing" not in claim or claim.get("says") not in (MORE, LESS):
            raise DataError(f"{where}: needs a framing, and says = '{MORE}' or '{LESS}'.")
        change = ("from" in claim) + ("to" in claim)
        if change == 1 or not (change or "group" in claim):
            raise DataError(
                f"{where}: compares a group with the others (group), or a period with an earlier "
                "one (from, to)."
            )
        if "unit" in claim and not change:
            raise DataError(f"{where}: only a change has a unit of its own.")
        early, late = (period_label(claim[key]) if change else None for key in ("from", "to"))
        group = claim.get("group", EVERYBODY)
        out.append(Claim(claim["framing"], group, claim["says"], early, late, claim.get("unit")))
    if not out:
        raise DataError("no claim is made; there is nothing to evaluate.")
    keys = [(claim.framing, claim.group, claim.compared) for claim in out]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise DataError(f"claims: two are about {', '.join(twice[0])}.")
    return out


def period_label(period: object) -> str:
    """A period as `join_periods` writes it: with a dash between years, which few can type.

    >>> period_label("2008-2013"), period_label("pre-war")
    ('2008–2013', 'pre-war')
    """
    return re.sub(r"(?<=\d)-(?=\d)", "–", str(period))


class Corpus(NamedTuple):
    """What a specification leaves, and who belongs where."""

    mentions: pd.DataFrame
    passages: pd.DataFrame
    belongs: pd.DataFrame | None
    counts: pd.DataFrame | None
    member: str  # column of passages that `belongs` is about
    over: str  # column of time

    def who(self, group: str) -> pd.DataFrame:
        """Who belongs when, if anybody has said it."""
        if self.belongs is None:
            raise DataError(f"claims about members of '{group}' need `belongs`: who they are.")
        return self.belongs

    def gathered(self, columns: Sequence[str]) -> Corpus:
        """The same with passages that are alike in these columns as one: a claim needs no more."""
        spoken = self.passages
        columns = [c for c in dict.fromkeys([*columns, self.member, self.over]) if c in spoken]
        number = spoken.groupby(columns, dropna=False, sort=False).ngroup().astype("str")
        words = spoken["words"].groupby(number.to_numpy()).sum()
        one = spoken[columns].assign(passage=number).drop_duplicates("passage")
        one = one.assign(words=words.reindex(one["passage"]).to_numpy()).reset_index(drop=True)
        to = pd.Series(number.to_numpy(), index=spoken["passage"].to_numpy())
        return self._replace(
            passages=one,
            mentions=_moved(self.mentions, to),
            counts=None if self.counts is None else _moved(self.counts, to),
        )


def _moved(table: pd.DataFrame, to: pd.Series) -> pd.DataFrame:
    """Mentions or counts in other passages; what is in none is left out."""
    passage = table["passage"].astype("category")
    names = to.reindex(passage.cat.categories)
    codes, known = pd.factorize(names)
    moved = codes[passage.cat.codes.to_numpy()]
    table = table.assign(passage=pd.Categorical.from_codes(moved, categories=known))
    return table[moved >= 0]


def evaluate_contrasts(
    group: str, framings: Sequence[str], corpus: Corpus, unit: Unit, options: Mapping[str, Any]
) -> dict[str, Evaluated]:
    """Framing -> the rate of members over that of the others, with its p."""
    table = contrast_rates(
        corpus.mentions[corpus.mentions["framing"].isin(framings)],
        corpus.passages,
        corpus.who(group),
        unit=unit,
        over=corpus.over,
        framings=framings,
        groups=[group],
        level=None,
        **options,
    )
    columns = ["mentions", "mentions_others", "ratio", "p"]
    return {
        framing: Evaluated(int(x1), int(x0), float(ratio), p=float(p))
        for framing, x1, x0, ratio, p in table[["framing", *columns]].itertuples(index=False)
    }


def evaluate_changes(
    claims: Sequence[Claim], framings: Sequence[str], corpus: Corpus, unit: Unit, level: float
) -> dict[tuple[str, Claim], Evaluated]:
    """The later rate over the earlier; `low` or `high` is beyond one if their intervals are apart.

    The claims are about one group, and differ in their periods.
    """
    group = claims[0].group
    spoken = corpus.passages[inside_of(group, corpus)].assign(corpus=group)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # few units: the limits are null then
        table = rates_or_counts(
            corpus.mentions[corpus.mentions["framing"].isin(framings)],
            spoken.dropna(subset=["period"]),
            by="corpus",
            over="period",
            unit=unit,
            counts=corpus.counts,
            framings=framings,
            level=level,
        )
    silent = (0, np.nan, np.nan, np.nan)
    rates = {
        (row.framing, row.period): (row.mentions, row.rate, row.low, row.high)
        for row in table.itertuples()
    }
    return {
        (framing, claim): _change(
            rates.get((framing, claim.early), silent), rates.get((framing, claim.late), silent)
        )
        for framing in framings
        for claim in claims
    }


def _change(early: tuple[Any, ...], late: tuple[Any, ...]) -> Evaluated:
    (n0, rate0, low0, high0), (n1, rate1, low1, high1) = early, late
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio, low, high = np.divide([rate1, low1, high1], [rate0, high0, low0]).tolist()
    return Evaluated(int(n1), int(n0), ratio, low, high)


def need_periods(claims: Sequence[Claim], corpus: Corpus) -> None:
    """Both periods of every change must be there."""
    changes = [claim for claim in claims if claim.early is not None]
    if changes and "period" not in corpus.passages:
        raise DataError("claims about a change need passages with a column `period`: join_periods.")
    for group in dict.fromkeys(claim.group for claim in changes):
        said = set(corpus.passages.loc[inside_of(group, corpus), "period"].dropna())
        asked = {p for claim in changes if claim.group == group for p in (claim.early, claim.late)}
        if missing := sorted(str(period) for period in asked - said):
            raise DataError(
                f"claims: nothing is said in '{missing[0]}' by {group}. Periods: "
                f"{', '.join(sorted(said))}."
            )


def inside_of(group: str, corpus: Corpus) -> pd.Series:
    """Which passages are of members of a group at the time; all of them if it is everybody's."""
    spoken = corpus.passages
    if group == EVERYBODY:
        return pd.Series(data=True, index=spoken.index)
    table = as_belongs(corpus.who(group), corpus.over)
    table = table[table["group"] == group]
    at = {time: set(rows["unit"]) for time, rows in table.groupby("time")}
    inside = [
        member in at.get(time, ())
        for member, time in zip(spoken[corpus.member], spoken[corpus.over], strict=True)
    ]
    return pd.Series(inside, index=spoken.index, dtype="bool")


def two_sides(claim: Claim, corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The passages that a claim compares: of members and of the others in the years with members; or
    of the later and of the earlier period.
    """
    spoken, inside = corpus.passages, inside_of(claim.group, corpus)
    if claim.early is not None:
        mine = spoken[inside]
        return mine[mine["period"] == claim.late], mine[mine["period"] == claim.early]
    table = as_belongs(corpus.who(claim.group), corpus.over)
    times = table.loc[table["group"] == claim.group, "time"]
    outside = ~inside & spoken[corpus.over].isin(times) & spoken[corpus.member].notna()
    return spoken[inside], spoken[outside]


def only_counted(claim: Claim, framings: Sequence[str], corpus: Corpus) -> dict[str, Evaluated]:
    """What is left of the mentions where a claim cannot be evaluated."""
    sizes = []
    for side in two_sides(claim, corpus):
        inside = corpus.mentions["passage"].isin(side["passage"])
        sizes.append(corpus.mentions.loc[inside, "framing"].value_counts())
    one, other = sizes
    return {f: Evaluated(int(one.get(f, 0)), int(other.get(f, 0)), np.nan) for f in framings}
