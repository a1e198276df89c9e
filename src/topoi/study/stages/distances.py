"""How far apart the organizations' vocabularies lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.terms.distances import group_distances
from .shared import Tables, facts_table, grouped, quiet


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["distances", "facts_by_distances"]


def compute(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    by: str = "bloc",
    groups: Sequence[str] | None = None,
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    over: str | None = "year",
    unit: str = "organization",
    min_count: int = 10,
    permutations: int = 499,
    level: float = 0.95,
    seed: int,
) -> Tables:
    """Every two groups that have members of their own, in the years in which both have some."""
    spread = grouped(passages, by, memberships, organizations)
    size = counts.groupby("term", observed=True)["n"].sum()
    kept = counts[counts["term"].isin(size.index[size >= min_count])]
    with quiet():
        table = group_distances(
            kept,
            spread,
            by=by,
            groups=groups,
            over=over,
            unit=unit,
            min_count=min_count,
            permutations=permutations,
            random_state=seed,
            level=level,
        )
    facts = {
        "pairs": len(table),
        "tested": int(table["p"].notna().sum()),
        "q_below_level": int((table["q"] < 1 - level).sum()),
        "null_share": round(float((table["null"] / table["plug_in"]).median()), 3),
    }
    return {"distances": table, "facts_by_distances": facts_table(facts, "distances")}
