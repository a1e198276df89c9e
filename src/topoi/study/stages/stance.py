"""How the framings are used: whose words, and with which attitude."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.rates.stances import count_stances
from .shared import Tables, checked_framings, facts_table, grouped


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    by_bloc = ["stances_by_bloc"] if options["organizations"] else []
    return ["stances_by_corpus", *by_bloc, "facts_by_stance"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
) -> Tables:
    """Mentions of each framing by use and by attitude, in all and in each of the organizations."""
    names = checked_framings(framings, lexicon)
    mine = mentions[mentions["framing"].isin(names)].reset_index(drop=True)
    stances = count_stances(mine, passages, by="corpus")
    by_answer = stances.groupby(["question", "answer"])["mentions"].sum()
    facts = {f"{question}_{answer}": n for (question, answer), n in by_answer.items()}
    assumed = stances.groupby("question")["assumed"].sum()
    facts |= {f"{question}_assumed": n for question, n in assumed.items()}
    out = {"stances_by_corpus": stances, "facts_by_stance": facts_table(facts, "stances")}
    if organizations:
        blocs = grouped(passages, "bloc", memberships, organizations)
        out["stances_by_bloc"] = count_stances(mine, blocs, by="bloc")
    return out
