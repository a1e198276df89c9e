"""How the framings are used, and what is left of the contrasts if only some uses count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import StudyError
from ...measures.contrasts import contrast_rates
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from ...measures.stances import UNDECIDED, count_stances
from ...schemas import USES
from ...tables import check
from .shared import Tables, checked_framings, facts_table, grouped

ALL = "all"


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["stances_by_corpus", "stances_by_bloc", "recounts", "facts_by_stance"]


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
    seed: int,
    counted: Mapping[str, Sequence[str]],
) -> Tables:
    """Uses and attitudes by organization; contrasts in which only the uses of `counted` count."""
    names = checked_framings(framings, lexicon)
    mine = mentions[mentions["framing"].isin(names)].reset_index(drop=True)
    blocs = grouped(passages, "bloc", memberships, organizations)
    stances = count_stances(mine, passages.assign(corpus="all"), by="corpus")
    belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
    tables = [contrasts.assign(counted=ALL)]
    for rule, uses in _checked(counted).items():
        counts = mine[mine["use"].fillna(UNDECIDED).isin(uses)]
        table = contrast_rates(
            counts,
            passages,
            belongs,
            framings=names,
            groups=list(organizations),
            unit=unit,
            permutations=permutations,
            random_state=seed,
            level=None,
        )
        tables.append(table.assign(counted=rule))
    recounts = pd.concat(tables, ignore_index=True)
    columns = "counted framing by group mentions mentions_others ratio p q family".split()
    recounts = recounts[columns].replace([float("inf")], float("nan"))
    return {
        "stances_by_corpus": stances,
        "stances_by_bloc": count_stances(mine, blocs, by="bloc"),
        "recounts": check(recounts, "recounts"),
        "facts_by_stance": facts_table(_facts(stances, recounts, 1 - level), "stances, recounts"),
    }


def _checked(counted: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    for rule, uses in counted.items():
        unknown = [use for use in uses if use not in (*USES, UNDECIDED)]
        if unknown or rule == ALL:
            raise StudyError(
                f"study.toml: [stance] counted.{rule}: "
                + (f"no use '{unknown[0]}'. " if unknown else "'all' counts them all already. ")
                + f"Uses: {', '.join((*USES, UNDECIDED))}.",
                rule=rule,
            )
    return counted


def _facts(stances: pd.DataFrame, recounts: pd.DataFrame, threshold: float) -> dict[str, Any]:
    """Mentions by answer, over all framings; tests below the level, by what counts."""
    by_answer = stances.groupby(["question", "answer"])["mentions"].sum()
    facts = {f"{question}_{answer}": n for (question, answer), n in by_answer.items()}
    assumed = stances.groupby("question")["assumed"].sum()
    facts |= {f"{question}_assumed": n for question, n in assumed.items()}
    for rule, table in recounts.groupby("counted", sort=False):
        facts[f"{rule}_p_below_level"] = int((table["p"] < threshold).sum())
        facts[f"{rule}_q_below_level"] = int((table["q"] < threshold).sum())
    return facts
