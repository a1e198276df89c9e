"""What is left of the contrasts if only some uses of a framing count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import StudyError
from ...measures.contrasts.contrast_rates import contrast_rates
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from ...measures.permutation import STOP_AFTER
from ...measures.rates.stances import UNDECIDED
from ...schemas import USES
from ...tables import check
from .shared import Tables, checked_framings, facts_table

ALL = "all"
_COLUMNS = "counted framing by group mentions mentions_others ratio p q family unit".split()


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["recounts", "facts_by_recounts"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    contrasts: pd.DataFrame,
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
    counted: Mapping[str, Sequence[str]],
) -> Tables:
    """The contrasts as they are ("all"), and again with the uses that each rule of `counted` names."""
    names = checked_framings(framings, lexicon)
    belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
    tables = [contrasts.assign(counted=ALL)]
    for rule, uses in _checked(counted).items():
        table = contrast_rates(
            mentions[mentions["use"].fillna(UNDECIDED).isin(uses)],
            passages,
            belongs,
            framings=names,
            groups=list(organizations),
            unit=unit,
            permutations=permutations,
            stop_after=stop_after,
            random_state=seed,
            level=None,
        )
        tables.append(table.assign(counted=rule))
    recounts = pd.concat(tables, ignore_index=True)[_COLUMNS]
    recounts = check(recounts.replace([float("inf")], float("nan")), "recounts")
    facts = {}
    for rule, table in recounts.groupby("counted", sort=False):
        facts[f"{rule}_p_below_level"] = int((table["p"] < 1 - level).sum())
        facts[f"{rule}_q_below_level"] = int((table["q"] < 1 - level).sum())
    return {"recounts": recounts, "facts_by_recounts": facts_table(facts, "recounts")}


def _checked(counted: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    for rule, uses in counted.items():
        unknown = [use for use in uses if use not in (*USES, UNDECIDED)]
        if unknown or rule == ALL:
            raise StudyError(
                f"study.toml: [recounts] counted.{rule}: "
                + (f"no use '{unknown[0]}'. " if unknown else "'all' counts them all already. ")
                + f"Uses: {', '.join((*USES, UNDECIDED))}.",
                rule=rule,
            )
    return counted
