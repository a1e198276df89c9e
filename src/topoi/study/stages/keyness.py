"""The terms that set each group apart, and how far they depend on the prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.association import log_odds
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from ...measures.terms.keyness import keyness
from ...tables import check
from .shared import Tables, facts_table, workers


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["keyness", "keyness_by_group", "prior", "facts_by_keyness"]


def compute(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    groups: Sequence[str],
    memberships: str | None = None,
    unit: str = "organization",
    min_count: int = 50,
    min_units: int = 10,
    alpha0: float = 1000.0,
    alpha0_tried: Sequence[float] = (),
    top: int = 20,
    permutations: int = 9999,
    seed: int,
) -> Tables:
    """Key terms of each group, and how far they depend on the prior."""
    belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
    size = counts.groupby("term", observed=True)["n"].sum()
    common = size.index[size >= min_count]
    kept = counts[counts["term"].isin(common)].astype({"term": "str"})
    whole = keyness(
        kept,
        passages,
        belongs,
        groups,
        unit=unit,
        min_units=min_units,
        alpha0=alpha0,
        permutations=permutations,
        random_state=seed,
        n_jobs=workers(),
    )
    counted: dict[str, Any] = {
        "tokens_kept": round(float(size[size >= min_count].sum() / size.sum()), 6)
    }
    for group, part in whole.groupby("group", sort=True):
        counted[f"{group}_terms"] = len(part)
        counted[f"{group}_bound_above_0"] = int((part["bound"] > 0).sum())
        counted[f"{group}_bound_below_0"] = int((part["bound"] < 0).sum())
        counted[f"{group}_z_beyond_2"] = int((part["z"].abs() > 2).sum())
        counted[f"{group}_below_tenth"] = int((part["q"] < 0.1).sum())
    return {
        "keyness": whole,
        "keyness_by_group": _leading(whole, top),
        "prior": _sensitivity(whole, alpha0_tried, top),
        "facts_by_keyness": facts_table(counted, "keyness"),
    }


def _leading(whole: pd.DataFrame, top: int) -> pd.DataFrame:
    """The terms at both ends of each group, by their bound and by z."""
    ends = []
    for _, part in whole.groupby("group", sort=True):
        by_z = part.sort_values("z", ascending=False, kind="stable")
        chosen = {i for order in (part, by_z) for i in (*order.index[:top], *order.index[-top:])}
        ends.append(part[part.index.isin(chosen)])
    return pd.concat(ends, ignore_index=True)


def _sensitivity(whole: pd.DataFrame, alpha0_tried: Sequence[float], top: int) -> pd.DataFrame:
    """How many of the terms of highest z stay so under other priors."""
    rows = []
    for group, part in whole.groupby("group", sort=False):
        first, others = part["n"].to_numpy(float), part["n_others"].to_numpy(float)
        leading = set(part["z"].nlargest(top).index)
        for other in alpha0_tried:
            z = pd.Series(log_odds(first, others, other)[1], index=part.index)
            shared = len(leading & set(z.nlargest(top).index)) / top
            rows.append({"group": group, "alpha0": other, "shared": shared, "top": top})
    return check(pd.DataFrame(rows, columns=["group", "alpha0", "shared", "top"]), "prior")
