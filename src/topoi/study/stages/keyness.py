"""The terms that set each group apart, and how far they depend on the prior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.groups import memberships_by_year, passages_years, read_memberships
from ...measures.terms.keyness import keyness
from ...tables import check
from .shared import Tables, facts_table


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
    out, sensitivity = [], []
    for group in groups:
        options: dict[str, Any] = {"unit": unit, "min_units": min_units, "random_state": seed}
        table = keyness(
            kept, passages, belongs, group, alpha0=alpha0, permutations=permutations, **options
        )
        out.append(table)
        first = set(table["term"].head(top))
        for other in alpha0_tried:
            tried = keyness(kept, passages, belongs, group, alpha0=other, permutations=1, **options)
            shared = len(first & set(tried["term"].head(top))) / top
            sensitivity.append({"group": group, "alpha0": other, "shared": shared, "top": top})
    prior = pd.DataFrame(sensitivity, columns=["group", "alpha0", "shared", "top"])
    whole = pd.concat(out, ignore_index=True)
    counted: dict[str, Any] = {
        "tokens_kept": round(float(size[size >= min_count].sum() / size.sum()), 6)
    }
    for group, part in whole.groupby("group", sort=True):
        counted[f"{group}_terms"] = len(part)
        counted[f"{group}_z_beyond_2"] = int((part["z"].abs() > 2).sum())
        counted[f"{group}_below_tenth"] = int((part["q"] < 0.1).sum())
    leading = pd.concat(
        [
            end
            for _, part in whole.groupby("group", sort=True)
            for end in (part.head(top), part.tail(top))
        ],
        ignore_index=True,
    )
    return {
        "keyness": whole,
        "keyness_by_group": leading,
        "prior": check(prior, "prior"),
        "facts_by_keyness": facts_table(counted, "keyness"),
    }
