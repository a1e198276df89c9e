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
    parts = [_shares(table.assign(all="all"), axis) for axis in ("all", *axes)]
    out = pd.concat(parts, ignore_index=True)
    order = {claim: i for i, claim in enumerate(zip(*(parts[0][c] for c in _CLAIM), strict=True))}
    place = [order[claim] for claim in zip(*(out[c] for c in _CLAIM), strict=True)]
    out = out.iloc[np.argsort(place, kind="stable")]
    return check(out.reset_index(drop=True), "claim_shares")


def _shares(table: pd.DataFrame, axis: str) -> pd.DataFrame:
    """The rows of one axis."""
    answers = table[[*_CLAIM, axis]].assign(
        assessed=table["holds"].notna(),
        holding=table["holds"] == "yes",
        aimed=table["direction"].notna(),
        right=table["direction"] == "yes",
    )
    out = answers.groupby([*_CLAIM, axis], sort=False).sum()
    out.insert(0, "specifications", answers.groupby([*_CLAIM, axis], sort=False).size())
    out["share"] = out["holding"] / out["assessed"].where(out["assessed"] > 0)
    out["direction"] = out["right"] / out["aimed"].where(out["aimed"] > 0)
    out = out.drop(columns=["aimed", "right"]).reset_index()
    return out.assign(axis=axis).rename(columns={axis: "option"})


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
