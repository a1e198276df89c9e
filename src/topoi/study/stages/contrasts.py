"""Members of each organization against the others, and what each member contributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...measures.contrasts.contrast_rates import contrast_rates
from ...measures.contrasts.influence import contrast_influence
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from ...measures.permutation import STOP_AFTER
from .shared import Tables, checked_framings, facts_table


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["contrasts", "influence", "facts_by_contrasts"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str],
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str = "organization",
    permutations: int = 9999,
    stop_after: int = STOP_AFTER,
    seed: int,
) -> Tables:
    """Members against others for every framing and organization; and without each member."""
    names = checked_framings(framings, lexicon)
    belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
    options: dict[str, Any] = {
        "unit": unit,
        "permutations": permutations,
        "stop_after": stop_after,
        "random_state": seed,
    }
    groups = list(organizations)
    table = contrast_rates(
        mentions, passages, belongs, framings=names, groups=groups, level=level, **options
    )
    influence = contrast_influence(
        mentions, passages, belongs, table[table["p"] < 1 - level], **options
    )
    tests = int(table["p"].notna().sum())
    counted = {
        "tests": tests,
        "p_below_level": int((table["p"] < 1 - level).sum()),
        "q_below_level": int((table["q"] < 1 - level).sum()),
        "expected_by_chance": round((1 - level) * tests, 1),
        "pooled_below_level": int((table["p_pooled"] < 1 - level).sum()),
        "pooled_below_bonferroni": int((table["p_pooled"] < (1 - level) / tests).sum()),
    }
    return {
        "contrasts": table.replace([np.inf], np.nan),
        "influence": influence.replace([np.inf], np.nan),
        "facts_by_contrasts": facts_table(counted, "contrasts"),
    }
