"""What nobody listed: recurring phrases that chance does not explain, nor the lexicon; and a test of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...errors import StudyError
from ...framings import find_candidates, leave_one_out
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from .shared import Tables, checked_framings, facts_table


def makes(options: Any) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["candidates", "left_out", "facts_by_candidates"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    phrases: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    unit: str = "organization",
    over: str | None = "period",
    level: float = 0.95,
    permutations: int = 499,
    seed: int,
    tried: int = 10,
    top: int = 50,
) -> Tables:
    """Candidates by group and period; and the most mentioned framings left out, whether they return.

    `tried` framings of the study, those with most mentions, are taken for unknown one at a time; one
    comes back if it is among the first `top` candidates. The table holds these, the facts count the rest.
    """
    if not len(phrases):
        raise StudyError(
            "study.toml: [candidates] the corpus has no phrases that recur. It is too small, or its "
            "bundle was made for another unit."
        )
    belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
    options: dict[str, Any] = {
        "belongs": belongs[belongs["organization"].isin(list(organizations))],
        "unit": unit,
        "over": over,
        "level": 1 - level,
        "permutations": permutations,
        "random_state": seed,
    }
    found = find_candidates(phrases, passages, mentions, **options)
    names = checked_framings(framings, lexicon)
    counted = mentions["framing"].value_counts().reindex(names, fill_value=0)
    most = counted.sort_values(ascending=False, kind="stable").index[:tried]
    back = leave_one_out(phrases, passages, mentions, framings=list(most), top=top, **options)
    facts: dict[str, Any] = {
        "phrases": phrases["phrase"].nunique(),
        "candidates": int(found["rank"].notna().sum()),
        "tried": len(back),
        "come_back": int((back["comes_back"] == "yes").sum()),
    }
    for reason, part in found.groupby("left_out"):
        facts[f"left_out_{reason}"] = len(part)
    for test, part in found[found["rank"].notna()].groupby("found_by"):
        facts[f"found_by_{test}"] = len(part)
    first = found[found["rank"].notna() & (found["rank"] <= top)]
    return {
        "candidates": first.reset_index(drop=True),
        "left_out": back,
        "facts_by_candidates": facts_table(facts, "candidates, left_out"),
    }
