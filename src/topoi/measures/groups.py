"""Groupings: what a passage inherits from its document, its period, its memberships at the time."""

from __future__ import annotations

import itertools
import os
import warnings
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from importlib import resources
from pathlib import Path

import pandas as pd

from ..errors import DataError, SourceError
from ..tables import check, need_columns

INHERITED = ["title", "date", "year", "outlet", "genre", "language", "event", "duplicate_of"]
_ADD_YEAR = "topoi.join_documents adds it."
REFERENCE_DAY = "09-30"  # the General Debate is held in the second half of September


def join_documents(passages: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Passages with the columns of their documents that can group them.

    Adds title, date, year, outlet, genre, language, event and duplicate_of. A passage whose
    document is missing raises DataError: it would drop out of every count.
    """
    passages, documents = check(passages, "passages"), check(documents, "documents")
    unknown = ~passages["document"].isin(documents["document"])
    if unknown.any():
        raise DataError(
            f"passages: document {passages['document'][unknown].iloc[0]!r} is not in the documents "
            f"({int(unknown.sum())} passages). Pass the documents that the passages were made from."
        )
    inherited = documents.set_index("document")[INHERITED]
    kept = passages.drop(columns=[c for c in INHERITED if c in passages])
    return kept.join(inherited, on="document")


def join_periods(
    passages: pd.DataFrame, starts: Sequence[int], *, last: int | None = None
) -> pd.DataFrame:
    """Passages with a column `period`, from `year`.

    Parameters
    ----------
    passages : DataFrame
        With `year` (see `join_documents`).
    starts : sequence of int
        First year of each period, in order: ``(1992, 2000, 2014)``.
    last : int, optional
        Last year of the last period, for its label; by default the last year there is.

    Returns
    -------
    DataFrame
        `period` is "1992–1999" (with a dash) and so on; null for passages of other or unknown years.

    >>> passages = pd.DataFrame({"year": [1991, 1992, 2003]})
    >>> join_periods(passages, (1992, 2000))["period"].tolist()
    [nan, '1992–1999', '2000–2003']
    """
    need_columns(passages, ["year"], hint=_ADD_YEAR)
    years = passages["year"].astype("Int64")
    if last is None and years.isna().all():
        raise DataError("passages: no year is known. Say which year ends the last period: last=...")
    end = int(last if last is not None else years.max())
    bounds = [*starts, end + 1]
    if list(bounds) != sorted(set(bounds)):
        raise DataError(f"periods must begin in rising years and by {end}; got {list(starts)}.")
    out = pd.Series(None, index=passages.index, dtype="str")
    for first, following in itertools.pairwise(bounds):
        inside = (years >= first) & (years < following)
        out = out.mask(inside.fillna(False).astype(bool), f"{first}–{following - 1}")
    return passages.assign(period=out)


def join_memberships(
    passages: pd.DataFrame,
    memberships: pd.DataFrame,
    *,
    member: str = "organization",
    column: str = "bloc",
    reference_day: str = REFERENCE_DAY,
) -> pd.DataFrame:
    """Passages repeated for every organization that their member belonged to at the time.

    Parameters
    ----------
    passages : DataFrame
        With `year`, and `date` where the day is known (see `join_documents`).
    memberships : DataFrame
        Schema `memberships`.
    member : str, default "organization"
        The column of passages that names the member.
    column : str, default "bloc"
        The column that gets the organization.
    reference_day : "MM-DD", default "09-30"
        The day of the year that counts where only the year of a passage is known.

    Returns
    -------
    DataFrame
        One row a passage and membership; passages of no member are left out. Groups overlap: sums
        over them count a passage more than once.
    """
    need_columns(passages, [member])
    table = memberships_by_year(memberships, passages_years(passages), reference_day=reference_day)
    table = table.rename(columns={"member": member, "organization": column})
    if "date" in passages and passages["date"].notna().any():
        exact = passages[passages["date"].notna()]
        rest = passages[passages["date"].isna()]
        parts = [
            _by_day(exact, memberships, member, column),
            rest.merge(table, on=[member, "year"]),
        ]
        return pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    return passages.merge(table, on=[member, "year"], how="inner")


def _by_day(
    passages: pd.DataFrame, memberships: pd.DataFrame, member: str, column: str
) -> pd.DataFrame:
    table = check(memberships, "memberships")[["member", "organization", "since", "until"]]
    table = table.rename(columns={"member": member, "organization": column})
    found = passages.merge(table, on=member)
    inside = (found["since"] <= found["date"]) & ~(found["until"] <= found["date"])
    return found[inside].drop(columns=["since", "until"])


def passages_years(passages: pd.DataFrame) -> list[int]:
    """The years of passages, in order."""
    need_columns(passages, ["year"], hint=_ADD_YEAR)
    return sorted(int(y) for y in passages["year"].dropna().unique())


def memberships_by_year(
    memberships: pd.DataFrame, years: Iterable[int], *, reference_day: str = REFERENCE_DAY
) -> pd.DataFrame:
    """Who is in which organization on the reference day of each year: member, year, organization.

    >>> table = memberships_by_year(read_memberships(), [1998, 2000])
    >>> table[(table.member == "Uzbekistan") & (table.organization == "CSTO")].year.tolist()
    [1998]
    """
    table = check(memberships, "memberships")
    rows = []
    for year in years:
        day = pd.Timestamp(f"{year}-{reference_day}")
        inside = (table["since"] <= day) & ~(table["until"] <= day)
        rows.append(table.loc[inside, ["member", "organization"]].assign(year=year))
    if not rows:
        return pd.DataFrame({"member": [], "year": [], "organization": []})
    return pd.concat(rows, ignore_index=True)[["member", "year", "organization"]]


def named_framings(
    mentions: pd.DataFrame, framings: Collection[str] | None, purpose: str
) -> list[str]:
    """The framings that a caller names, found or not; those that occur, if none is named.

    A name that never occurs and is nearly one that does is taken for a slip, and said.
    """
    found = sorted(mentions["framing"].unique())
    names = (
        [framings] if isinstance(framings, str) else list(found if framings is None else framings)
    )
    if not names:
        raise DataError(
            f"mentions: none were found. Say which framings to {purpose} with framings=[...]."
        )
    slips = {n: get_close_matches(n, found, 1, 0.8) for n in names if n not in set(found)}
    for name, near in slips.items():
        if near:
            warnings.warn(
                f"mentions: no framing '{name}' is mentioned, so that it counts as never said. "
                f"Is '{near[0]}' meant?",
                stacklevel=3,
            )
    return names


def need_words(passages: pd.DataFrame) -> None:
    """Raise unless every passage has a number of words: without it, it drops out of the exposure."""
    need_columns(passages, ["words"])
    if lost := int(passages["words"].isna().sum()):
        raise DataError(
            f"passages: {lost} of {len(passages)} have no `words`, the exposure of a rate. "
            "topoi.attribute counts them; or leave these passages out.",
            column="words",
        )
    if (passages["words"] < 0).any():
        raise DataError(
            f"passages: `words` may not be negative; the least is {passages['words'].min()}.",
            column="words",
        )


def need_once_in_group(table: pd.DataFrame) -> None:
    """Raise if a row's `passage` occurs again in its `group` and `period`: it would count twice."""
    if (twice := table.duplicated(["passage", "group", "period"])).any():
        raise DataError(
            f"passages: {int(twice.sum())} occur again in the same group and period, and would count "
            f"twice; the first is {table['passage'][twice].iloc[0]!r}. Drop the repeated rows."
        )


def need_each_once(passages: pd.DataFrame, unit: str, over: str) -> None:
    """What a comparison of members with others takes: unit and time of every passage, once."""
    need_columns(passages, (unit, over, "passage"), hint="topoi.join_documents adds year.")
    if passages["passage"].duplicated().any():
        raise DataError(
            "passages: some occur twice. Pass them once; who belongs where is said by `belongs`."
        )


def names_of(groups: Collection[str]) -> list[str]:
    """The groups that are asked for: several, or one as a str."""
    return [groups] if isinstance(groups, str) else list(groups)


def as_belongs(belongs: pd.DataFrame, over: str | None, times: Sequence = ()) -> pd.DataFrame:
    """Who belongs when, as columns unit, time, group; raises if a column is missing.

    Without a column of time, members belong at all `times`.
    """
    if not isinstance(belongs, pd.DataFrame):
        raise DataError(
            "belongs: a table of members, years and organizations is wanted "
            f"(topoi.memberships_by_year makes it); got {type(belongs).__name__}."
        )
    missing = [column for column in ("member", "organization") if column not in belongs]
    when = [c for c in (over, "year") if c in belongs and c not in ("member", "organization")]
    if not missing and not when and not len(times):
        missing = [over or "year"]
    if missing:
        raise DataError(
            f"belongs: no column '{missing[0]}'. It has: {', '.join(map(str, belongs.columns))}; "
            "wanted are member, year, organization (topoi.memberships_by_year makes them).",
            column=missing[0],
        )
    if over is None and when:
        raise DataError(
            f"belongs: its column '{when[0]}' says when members belong, but over=None tells no times "
            "apart. Leave the column out, or name it with over=...."
        )
    if not when and {"since", "until"} <= {*belongs.columns}:
        raise DataError(
            "belongs: it says since when and until when, and nothing here reads days. Pass "
            "topoi.memberships_by_year(memberships, years), or leave those columns out if members "
            "belong all the time."
        )
    names = {"member": "unit", "organization": "group"}
    if when:
        table = belongs.rename(columns=names | {when[0]: "time"})
    else:
        always = pd.DataFrame({"time": list(times)})
        table = belongs.rename(columns=names)[["unit", "group"]].merge(always, how="cross")
    return table[["unit", "time", "group"]].dropna().drop_duplicates()


def read_memberships(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Who belongs to which organization, from a CSV of your own or the one that ships with topoi.

    Parameters
    ----------
    path : path, optional
        CSV with the columns of schema `memberships`. By default 35 delegations in CIS, CSTO, SCO,
        EAEU, BRICS, NATO, EU and GUAM, with dates and sources (`data/memberships.md` explains the
        doubtful ones).

    Raises
    ------
    SourceError
        The file cannot be read.
    SchemaError
        A column is missing or a date is none.
    """
    shipped = resources.files("topoi") / "data" / "memberships.csv"
    source = Path(str(shipped) if path is None else path)
    try:  # a member may be called NA
        table = pd.read_csv(source, dtype="str", keep_default_na=False, na_values=[""])
    except (OSError, ValueError) as error:
        raise SourceError(f"{source}: cannot be read ({error}).", path=str(source)) from error
    return check(table, "memberships", where=str(source))
