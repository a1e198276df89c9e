"""What a multiverse comes to: the share of specifications in which each claim holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...tables import check
from .specifications import AXES

_CLAIM = ["framing", "group", "compared", "says"]


def claim_shares(multiverse: pd.DataFrame) -> pd.DataFrame:
    """The share of specifications in which each claim holds, by the options of each axis.

    Parameters
    ----------
    multiverse : DataFrame
        Schema `multiverse`, from `topoi.multiverse`.

    Returns
    -------
    DataFrame
        Schema `claim_shares`: for every claim a row for each option of each axis on which there is more than
        one, over all specifications with that option, and one for all of them (axis "all").
        Specifications in which nobody can say (`holds` is null) are in `specifications` but not in
        `assessed`, over which shares are taken.

    Raises
    ------
    SchemaError
        A column is missing.
    """
    table = check(multiverse, "multiverse")
    axes = [axis for axis in AXES if len(table[axis].unique()) > 1]
    rows = []
    for claim, mine in table.groupby(_CLAIM, sort=False):
        named = dict(zip(_CLAIM, claim, strict=True))
        rows.append(named | {"axis": "all", "option": "all"} | _share(mine))
        for axis in axes:
            rows += [
                named | {"axis": axis, "option": option} | _share(part)
                for option, part in mine.groupby(axis, sort=False)
            ]
    return check(pd.DataFrame(rows), "claim_shares")


def _share(rows: pd.DataFrame) -> dict[str, Any]:
    assessed = int(rows["holds"].notna().sum())
    holding = int((rows["holds"] == "yes").sum())
    known = rows["direction"].notna()
    return {
        "specifications": len(rows),
        "assessed": assessed,
        "holding": holding,
        "share": holding / assessed if assessed else np.nan,
        "direction": (rows.loc[known, "direction"] == "yes").mean() if known.any() else np.nan,
    }


def sum_up_claims(multiverse: pd.DataFrame) -> pd.DataFrame:
    """Each claim in one row: does it hold in the study, in which share of specifications, and what matters.

    Parameters
    ----------
    multiverse : DataFrame
        Schema `multiverse`, from `topoi.multiverse`.

    Returns
    -------
    DataFrame
        Schema `claims`. `axis` is the one on whose options the share of specifications in which the claim
        holds differs most, `axis_change` by how much, and `weakest` the option in which it is
        smallest; null if all shares are the same.

    Raises
    ------
    SchemaError
        A column is missing.
    """
    table = check(multiverse, "multiverse")
    shares = claim_shares(table)
    rows = []
    for claim, mine in table.groupby(_CLAIM, sort=False):
        named = dict(zip(_CLAIM, claim, strict=True))
        part = shares[(shares[_CLAIM] == list(claim)).all(axis=1)]
        own = mine[mine["study"] == "yes"].iloc[0]
        rows.append(
            named
            | {"study": own["holds"], "ratio": own["ratio"]}
            | part.iloc[0].drop([*_CLAIM, "axis", "option"]).to_dict()
            | {"ratio_low": mine["ratio"].min(), "ratio_high": mine["ratio"].max()}
            | _what_matters(part[part["axis"] != "all"])
        )
    return check(pd.DataFrame(rows), "claims")


def _what_matters(shares: pd.DataFrame) -> dict[str, Any]:
    by_axis = shares.dropna(subset=["share"]).groupby("axis", sort=False)["share"]
    change = by_axis.max() - by_axis.min()
    if change.empty or not change.max() > 0:
        return {"axis": None, "axis_change": 0.0 if len(change) else np.nan, "weakest": None}
    axis = change.idxmax()
    mine = shares[shares["axis"] == axis].set_index("option")["share"]
    return {"axis": axis, "axis_change": change.max(), "weakest": mine.idxmin()}
