"""What becomes more or less frequent, in all and in each organization, and since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.contrasts.find_breaks import find_breaks
from ...measures.contrasts.fit_trends import fit_trends
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from .shared import Tables, checked_framings, facts_table, quiet


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["trends", "breaks", "facts_by_trends"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str | Sequence[str] = ("organization", "year"),
    least: int = 5,
    permutations: int = 9999,
    seed: int,
) -> Tables:
    """Trends and breaks of every framing, in the corpus (a family) and in organizations (another)."""
    names = checked_framings(framings, lexicon)
    unit = unit if isinstance(unit, str) else tuple(unit)
    shared: dict[str, Any] = {
        "framings": names,
        "permutations": permutations,
        "level": level,
        "random_state": seed,
    }
    member = unit if isinstance(unit, str) else unit[0]
    families: list[dict[str, Any]] = [{}]
    if organizations:
        belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
        families.append({"belongs": belongs, "groups": list(organizations)})
    trends, breaks = [], []
    for family in families:
        options = shared | family
        with quiet():
            trends.append(fit_trends(mentions, passages, unit=unit, **options))
            breaks.append(find_breaks(mentions, passages, unit=member, least=least, **options))
    trend, level_change = (pd.concat(t, ignore_index=True) for t in (trends, breaks))
    facts = facts_table(_facts(trend, level_change, 1 - level), "trends")
    return {"trends": trend, "breaks": level_change, "facts_by_trends": facts}


def _facts(trends: pd.DataFrame, breaks: pd.DataFrame, alpha: float) -> dict[str, int]:
    facts = {}
    for name, of in (("all", trends["by"] == "corpus"), ("groups", trends["by"] != "corpus")):
        mine = trends[of]
        facts[f"trends_{name}"] = int(mine["p"].notna().sum())
        facts[f"trends_{name}_q_below_level"] = int((mine["q"] < alpha).sum())
        facts[f"trends_{name}_rising"] = int(((mine["q"] < alpha) & (mine["ratio"] > 1)).sum())
    facts["trends_relative"] = int(trends["relative_p"].notna().sum())
    facts["trends_relative_q_below_level"] = int((trends["relative_q"] < alpha).sum())
    for name, of in (("all", breaks["by"] == "corpus"), ("groups", breaks["by"] != "corpus")):
        found = breaks[of & (breaks["q"] < alpha)]
        facts[f"breaks_{name}"] = int(breaks[of]["p"].notna().sum())
        facts[f"breaks_{name}_q_below_level"] = len(found)
        facts[f"breaks_{name}_beyond_trend"] = int((found["g2"] > found["g2_trend"]).sum())
    return facts
