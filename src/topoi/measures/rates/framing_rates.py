"""Rates of framings: mentions per 10,000 words, with intervals that hold for clustered speech."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check, need_columns
from ..intervals import (
    FEWEST_UNITS,
    design_effects,
    dispersion_curve,
    rate_limits,
    shrink_rates,
    shrunk_phi,
)

PER = 10_000  # words that a rate is given for
FEW_UNITS = 40  # below this an interval is given, with a warning


def framing_rates(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str = "document",
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
    unit : str, default "document"
        Column of the sampling unit: what could have been drawn otherwise as a whole.
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
        `low` and `high` are null with fewer than 10 units; `rate` is null without words.
        `shrunk` draws each rate to the mean of the groups of the same period.

    Raises
    ------
    DataError
        A column is missing, a level is impossible, or no passage belongs to a group.

    Notes
    -----
    The interval divides count and exposure by a design effect phi and takes exact gamma limits
    (effective counts, Rao & Scott 1999). phi is the linearised variance of the ratio over units,
    over its Poisson variance, drawn to the mean of words about as frequent in the same group:
    max(1, (phi x + 20 phi0(x)) / (x + 20)). A rate does not show stance: who attacks a phrase
    mentions it too.

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
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    cells = _cells(passages, by, over, unit)
    names = _framings(mentions, framings)
    hits = _hits(mentions, cells, names)
    vocabulary = _vocabulary(counts, cells) if counts is not None else None
    parts = []
    for (group, period), units in cells.units.groupby(["group", "period"], sort=True):
        rows = units.index.to_numpy()
        words = units["words"].to_numpy(dtype="float64")
        x, phi = _phi(hits[rows], words)
        if vocabulary is not None:
            curve = dispersion_curve(*_phi(vocabulary[rows], words))
        else:
            curve = {}
        parts.append(
            pd.DataFrame(
                {
                    "framing": names,
                    "by": by,
                    "group": group,
                    "period": period,
                    "mentions": x.astype("int64"),
                    "words": int(words.sum()),
                    "documents": int(units["documents"].iloc[0]),
                    "units": len(rows),
                    "phi": phi,
                    "_curve": [curve] * len(names),
                }
            )
        )
    out = pd.concat(parts, ignore_index=True)
    if vocabulary is None:
        pooled = dispersion_curve(out["mentions"].to_numpy(float), out["phi"].to_numpy(float))
        out["_curve"] = [pooled] * len(out)
    out = _estimates(out, level)
    order = {name: i for i, name in enumerate(names)}
    out["_order"] = out["framing"].map(order)
    out = out.sort_values(["_order", "group", "period"], ignore_index=True)
    _warn(out)
    return check(out.drop(columns=["_curve", "_order"]), "rates")


class _Cells(NamedTuple):
    units: pd.DataFrame  # one row a (group, period, unit): words; documents of the whole cell
    row_of: pd.DataFrame  # passage, row in `units`


def _cells(passages: pd.DataFrame, by: str, over: str | None, unit: str) -> _Cells:
    need_columns(
        passages,
        filter(None, (by, over, unit, "passage", "document", "words")),
        hint="topoi.join_documents adds year and outlet, topoi.join_memberships adds bloc.",
    )
    table = pd.DataFrame(
        {
            "passage": passages["passage"],
            "group": passages[by].astype("str"),
            "period": passages[over].astype("str") if over else "all",
            "unit": passages[unit].astype("str"),
            "document": passages["document"],
            "words": passages["words"].astype("int64"),
        }
    ).dropna(subset=["group", "period", "unit"])
    if table.empty:
        raise DataError(
            f"passages: none has a value in '{by}'"
            f"{f' and {over!r}' if over else ''} and '{unit}'. Nothing can be counted."
        )
    grouped = table.groupby(["group", "period", "unit"], sort=True)
    units = grouped.agg(words=("words", "sum")).reset_index()
    held = table.groupby(["group", "period"])["document"].nunique().rename("documents")
    units = units.join(held, on=["group", "period"])
    table = table.assign(row=grouped.ngroup())
    return _Cells(units, table[["passage", "row"]])


def _framings(mentions: pd.DataFrame, framings: Collection[str] | None) -> list[str]:
    mentions = check(mentions, "mentions")
    if isinstance(framings, str):
        framings = [framings]
    names = list(framings) if framings is not None else sorted(mentions["framing"].unique())
    if not names:
        raise DataError(
            "mentions: none were found. Say which framings to report with framings=[...]: "
            "their rates are zero."
        )
    return names


def _hits(mentions: pd.DataFrame, cells: _Cells, names: list[str]) -> sp.csr_matrix:
    """Mentions of each framing in each unit of a cell."""
    column = {name: i for i, name in enumerate(names)}
    found = mentions.loc[mentions["framing"].isin(column), ["passage", "framing"]]
    found = found.merge(cells.row_of, on="passage")
    columns = found["framing"].map(column).to_numpy(dtype="int64")
    ones = np.ones(len(found))
    shape = (len(cells.units), len(names))
    return sp.csr_matrix((ones, (found["row"].to_numpy(), columns)), shape=shape)


def _vocabulary(counts: pd.DataFrame, cells: _Cells) -> sp.csr_matrix:
    """Occurrences of each term in each unit of a cell."""
    passage = counts["passage"].astype("category")
    term = counts["term"].astype("category")
    base = sp.csr_matrix(
        (counts["n"].to_numpy(dtype="float64"), (passage.cat.codes, term.cat.codes)),
        shape=(len(passage.cat.categories), len(term.cat.categories)),
    )
    code = pd.Series(np.arange(len(passage.cat.categories)), index=passage.cat.categories)
    known = cells.row_of[cells.row_of["passage"].isin(code.index)]
    where = code.reindex(known["passage"]).to_numpy()
    gather = sp.csr_matrix(
        (np.ones(len(known)), (known["row"].to_numpy(), where)),
        shape=(len(cells.units), base.shape[0]),
    )
    return (gather @ base).tocsr()


def _phi(counts: sp.csr_matrix, words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Totals and design effects of the columns of `counts`, whose rows are units."""
    x = np.asarray(counts.sum(axis=0)).ravel()
    squares = np.asarray(counts.multiply(counts).sum(axis=0)).ravel()
    cross = np.asarray(counts.T @ words).ravel()
    return x, design_effects(x, squares, cross, words)


def _estimates(out: pd.DataFrame, level: float) -> pd.DataFrame:
    x, t = out["mentions"].to_numpy(float), out["words"].to_numpy(float)
    raw = out["phi"].to_numpy(float)
    phi = np.array(
        [
            shrunk_phi(x[i : i + 1], raw[i : i + 1], curve)[0]
            for i, curve in enumerate(out["_curve"])
        ]
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = rate_limits(x, t, phi, level)
        rate = np.where(t > 0, x / t, np.nan)
    enough = (out["units"].to_numpy() >= FEWEST_UNITS) & (t > 0)
    out = out.assign(
        rate=PER * rate,
        low=np.where(enough, PER * low, np.nan),
        high=np.where(enough, PER * high, np.nan),
        phi=phi,
        shrunk=np.nan,
    )
    for _, rows in out.groupby(["framing", "period"]).groups.items():
        at = rows.to_numpy()
        out.loc[rows, "shrunk"] = PER * shrink_rates(x[at], t[at], phi[at])[0]
    return out


def _warn(out: pd.DataFrame) -> None:
    cells = out.drop_duplicates(["by", "group", "period"])
    none = int((cells["units"] < FEWEST_UNITS).sum())
    few = int((cells["units"] < FEW_UNITS).sum()) - none
    if none or few:
        warnings.warn(
            f"rates: {none} of {len(cells)} cells have fewer than {FEWEST_UNITS} sampling units "
            f"and get no interval; {few} more have fewer than {FEW_UNITS}: read theirs with care.",
            stacklevel=3,
        )
