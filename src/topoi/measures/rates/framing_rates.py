"""Rates of framings: mentions per 10,000 words, with intervals that hold for clustered speech."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check, need_columns
from ..clumping import (
    Array,
    Codes,
    clumped_limits,
    clumping_curve,
    shrunk_clumping,
    totals_and_effects,
)
from ..counted import by_passage
from ..groups import named_framings, need_once_in_group, need_words
from ..intervals import FEWEST_UNITS, PER, shrink_rates, warn_of_few_units


def framing_rates(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str | tuple[str, str] = "document",
    counts: pd.DataFrame | None = None,
    framings: Collection[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Rate of each framing in each group (and period): mentions per 10,000 words.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`. Only those in `passages` count.
    passages : DataFrame
        Schema `passages`, with the columns `by`, `over` and `unit`. Filter it to choose voices,
        years or speakers: exposure is the words of what is left. A passage may occur in several
        rows (overlapping memberships); it then counts in each group.
    by : str, default "organization"
        Column whose values are the groups. Passages where it is null are in no group.
    over : str, optional
        Column whose values are the periods. By default all passages are one period, "all".
    unit : str or pair of str, default "document"
        Column of the sampling unit: what could have been drawn otherwise as a whole. A pair, such as
        ("organization", "year"), if both could: speakers who come back, at events they share. A
        document that repeats another (`duplicate_of`) belongs to the unit of that one.
    counts : DataFrame, optional
        Schema `counts`, of the same passages. The intervals then learn from the whole vocabulary
        how clumped rare terms are; without it, from the framings alone.
    framings : str or collection of str, optional
        The framings to report, in this order, found or not; by default those that occur.
    level : float, default 0.95
        Confidence level.

    Returns
    -------
    DataFrame
        Schema `rates`, one row for every framing, group and period, also where nothing was found.
        `mentions`, which `rate` is of, are those on all pages; `independent` are in documents that
        repeat no other, as far as `duplicate_of` is there to say so; `reach` is documents.
        `low` and `high` are null with fewer than 10 units; `rate` is null without words.
        `shrunk` draws each rate to the mean of the groups of the same period: rates of groups are
        supposed to follow a gamma distribution, of which `prior_shape` and `prior_rate` are fitted
        by moments.

    Raises
    ------
    DataError
        A column is missing, a level is impossible, no passage belongs to a group, there are no
        words, there is a single unit, or each group is one (`unit` is `by`).

    Notes
    -----
    The interval takes the count for negative binomial, with a variance m + c m^2 at every mean m
    (`phi` = 1 + c m at the observed one). c is estimated from the variance of the ratio over units
    (jackknife; for a pair V_A + V_B - V_AB, Cameron, Gelbach & Miller 2011), and drawn to that
    of words about as frequent in the same group: c = max(0, (phi - 1 + 5 c0) / (x + 5)) for x
    mentions. It is enlarged by Student's quantile for few units, and the exact limits are taken (see
    `topoi.measures.clumping`). Effective counts (Rao & Scott 1999), which hold phi fixed, have upper
    limits that are too low for clumped phrases. benchmarks/calibration/interval_coverage.csv has what was
    measured. What fails is a phrase that one or two units say more often than all others together,
    when these happen not to be in a sample of some 20: nothing in it shows that they exist.

    Choose the unit by what could have been otherwise: intervals by "document" are too narrow where
    other speakers, and not other speeches of the same, could have been in the corpus. A rate does
    not show stance: who attacks a phrase mentions it too.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(2)).assign(
    ...     passage=["a:0", "b:0"], document=["a", "b"], start=0, end=9, voice="speech", rule="",
    ...     confidence=1.0, organization=["Orlan", "Vane"], words=[5000, 2000])
    >>> mentions = empty("mentions").reindex(range(2)).assign(
    ...     mention=["a:0/0", "a:0/1"], framing="multipolarity", passage="a:0", start=0, end=5,
    ...     variant="multipolar")
    >>> framing_rates(mentions, passages)[["framing", "group", "mentions", "words", "rate"]]
             framing  group  mentions  words  rate
    0  multipolarity  Orlan         2   5000   4.0
    1  multipolarity   Vane         0   2000   0.0
    """
    cells = _cells(passages, by, over, (unit,) if isinstance(unit, str) else tuple(unit))
    _need_several(cells)
    return _table(mentions, cells, counts, framings, level)


def rates_or_counts(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str | tuple[str, str] = "document",
    counts: pd.DataFrame | None = None,
    framings: Collection[str] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Like `framing_rates`, also of a single unit: rates without limits, for whole studies."""
    cells = _cells(passages, by, over, (unit,) if isinstance(unit, str) else tuple(unit))
    return _table(mentions, cells, counts, framings, level)


def _table(
    mentions: pd.DataFrame,
    cells: _Cells,
    counts: pd.DataFrame | None,
    framings: Collection[str] | None,
    level: float,
) -> pd.DataFrame:
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    names = named_framings(check(mentions, "mentions"), framings, "report")
    found = _found(mentions, cells, names)
    strata, totals, clumping = _strata(
        cells,
        _hits(found, cells, len(names)),
        None if counts is None else cells.sums(counts),
        level,
    )
    out = pd.DataFrame(
        {
            "framing": np.tile(np.arange(len(names)), len(strata)),
            **{c: np.repeat(strata[c].array, len(names)) for c in strata},
            "mentions": totals.ravel().astype("int64"),
            **_estimates(strata, totals, clumping, level),
        }
    )
    out = _counted(out, found, cells).assign(by=cells.by, unit=cells.unit)
    warn_of_few_units(strata["units"], "rates", "cells")
    out = out.sort_values(["framing", "group", "period"], ignore_index=True)
    return check(out.assign(framing=out["framing"].map(dict(enumerate(names)))), "rates")


class _Cells(NamedTuple):
    rows: pd.DataFrame  # one a (group, period, unit), or (..., pair of units): words
    ways: list[Codes]  # the unit of each row, of one kind or of either
    by: str
    unit: str
    passages: pd.DataFrame  # passage, document, repeats (another document), group, period, row

    def sums(self, counts: pd.DataFrame) -> sp.csr_matrix:
        """Occurrences of each term in each row."""
        return by_passage(counts).added_up(
            self.passages["passage"], self.passages["row"], len(self.rows)
        )


def _cells(passages: pd.DataFrame, by: str, over: str | None, unit: tuple[str, ...]) -> _Cells:
    if len(set(unit)) not in (1, 2) or len(set(unit)) != len(unit):
        raise DataError(f"unit must be a column, or two different ones; got {unit}.")
    need_columns(
        passages,
        filter(None, (by, over, *unit, "passage", "document", "words")),
        hint="topoi.join_documents adds year and outlet, topoi.join_memberships adds bloc.",
    )
    need_words(passages)
    if unit == (by,):
        raise DataError(
            f"unit: '{by}' is also what rates are asked by, so that each group is a single unit and "
            "nothing shows how its rate varies. Give the unit within groups, such as 'document'.",
            unit=by,
        )
    kinds = [f"unit_{i}" for i in range(len(unit))]
    original = passages.get("duplicate_of", pd.Series(None, index=passages.index, dtype="str"))
    table = pd.DataFrame(
        {
            "passage": passages["passage"],
            "group": passages[by].astype("str"),
            "period": passages[over].astype("str") if over else "all",
            "document": passages["document"],
            "repeats": original.notna(),
            "words": passages["words"].astype("int64"),
            **{
                kind: _sampled(passages, name, original)
                for kind, name in zip(kinds, unit, strict=True)
            },
        }
    ).dropna(subset=["group", "period", *kinds])
    _need_evidence(table, kinds, by, over, unit)
    need_once_in_group(table)
    grouped = table.groupby(["group", "period", *kinds], sort=True)
    rows = grouped.agg(words=("words", "sum")).reset_index()
    ways = [pd.factorize(rows[kind])[0] for kind in kinds]
    placed = table.assign(row=grouped.ngroup())
    return _Cells(rows, ways, by, " & ".join(unit), placed)


def _sampled(passages: pd.DataFrame, unit: str, original: pd.Series) -> pd.Series:
    """The unit of each passage; a reprint is no document drawn anew, but goes with its original."""
    own = passages[unit].astype("str")
    return original.astype("str").where(original.notna(), own) if unit == "document" else own


def _need_evidence(
    table: pd.DataFrame, kinds: list[str], by: str, over: str | None, unit: tuple[str, ...]
) -> None:
    if table.empty:
        named = ", ".join(f"'{c}'" for c in filter(None, (by, over, *unit)))
        raise DataError(f"passages: none has a value in {named}. Nothing can be counted.")
    if not table["words"].sum():
        raise DataError(
            "passages: they have no words, so that mentions are of nothing. `words` is the exposure: "
            "topoi.attribute counts it."
        )


def _need_several(cells: _Cells) -> None:
    for way, name in zip(cells.ways, cells.unit.split(" & "), strict=True):
        if not way.any():
            raise DataError(
                f"unit: '{name}' has a single value in these passages; how rates vary between units "
                "cannot be told from one. Name a unit that there are several of, or count without "
                "inference: topoi.count_reach.",
                unit=name,
            )


def _found(mentions: pd.DataFrame, cells: _Cells, names: list[str]) -> pd.DataFrame:
    """Mentions with the cell that each is in; in several, if groups overlap."""
    column = {name: i for i, name in enumerate(names)}
    found = mentions.loc[mentions["framing"].isin(column), ["passage", "framing"]]
    return found.assign(framing=found["framing"].map(column)).merge(cells.passages, on="passage")


def _hits(found: pd.DataFrame, cells: _Cells, number: int) -> sp.csr_matrix:
    """Mentions of each framing in each row of the cells."""
    at = (found["row"].to_numpy(), found["framing"].to_numpy(dtype="int64"))
    return sp.csr_matrix((np.ones(len(found)), at), shape=(len(cells.rows), number))


def _strata(
    cells: _Cells, hits: sp.csr_matrix, vocabulary: sp.csr_matrix | None, level: float
) -> tuple[pd.DataFrame, Array, Array]:
    """Groups and periods with their words and units; mentions and clumping (strata, framings)."""
    strata, totals, effects, curves = [], [], [], []
    for (group, period), rows in cells.rows.groupby(["group", "period"], sort=True).indices.items():
        words = cells.rows["words"].to_numpy(dtype="float64")[rows]
        ways = [np.unique(way[rows], return_inverse=True)[1] for way in cells.ways]
        units = min(int(way.max()) + 1 for way in ways)
        strata.append({"group": group, "period": period, "words": int(words.sum()), "units": units})
        total, phi = totals_and_effects(hits[rows], words, ways)
        totals.append(total)
        effects.append(phi)
        if vocabulary is not None:
            curves.append(clumping_curve(*totals_and_effects(vocabulary[rows], words, ways)))
    x, phi = np.array(totals), np.array(effects)
    if vocabulary is None:
        curves = [clumping_curve(x.ravel(), phi.ravel())] * len(x)
    drawn = [shrunk_clumping(x[i], phi[i], curve, level) for i, curve in enumerate(curves)]
    return pd.DataFrame(strata), x, np.array(drawn)


def _counted(out: pd.DataFrame, found: pd.DataFrame, cells: _Cells) -> pd.DataFrame:
    """With independent mentions, and the documents that carry one and that there are."""
    cell = ["group", "period"]
    said = found.groupby([*cell, "framing"]).agg(
        repeated=("repeats", "sum"), reach=("document", "nunique")
    )
    held = cells.passages.groupby(cell)["document"].nunique().rename("documents")
    out = out.join(said, on=[*cell, "framing"]).join(held, on=cell)
    out = out.assign(reach=out["reach"].fillna(0).astype("int64"))
    independent = out["mentions"] - out["repeated"].fillna(0).astype("int64")
    return out.assign(independent=independent).drop(columns="repeated")


def _estimates(strata: pd.DataFrame, x: Array, clumping: Array, level: float) -> dict[str, Array]:
    """Columns of the table, from mentions and clumping (strata, framings)."""
    t, units = strata[["words"]].to_numpy(float), strata[["units"]].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = clumped_limits(x, t, clumping, units, level)
        rate = np.where(t > 0, x / t, np.nan)
    enough = (units >= FEWEST_UNITS) & (t > 0)
    shrunk, shape, of_words = (np.full(x.shape, np.nan) for _ in range(3))
    for at in strata.groupby("period").indices.values():
        words = t[at, 0]
        for j in range(x.shape[1]):
            mean = x[at, j].sum() / words.sum() if words.sum() else 0.0
            phi = 1 + clumping[at, j] * mean * words  # at the mean: it must not follow each count
            shrunk[at, j], shape[at, j], of_words[at, j] = shrink_rates(x[at, j], words, phi)
    columns = {
        "rate": PER * rate,
        "low": np.where(enough, PER * low, np.nan),
        "high": np.where(enough, PER * high, np.nan),
        "phi": np.where(units > 1, 1 + clumping * x, np.nan),
        "clumping": clumping,
        "shrunk": PER * shrunk,
        "prior_shape": np.where(np.isfinite(shape), shape, np.nan),
        "prior_rate": np.where(np.isfinite(of_words), of_words, np.nan),
    }
    return {name: values.ravel() for name, values in columns.items()}
