"""The claims of a study under every specification that could be defended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import DataError, StudyError
from ...measures.claims.claim_shares import claim_shares, sum_up_claims
from ...measures.claims.multiverse import multiverse
from ...measures.claims.specifications import Choices
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from .shared import Tables, checked_framings


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["multiverse", "claims", "claim_shares"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    counts: pd.DataFrame,
    problems: pd.DataFrame,
    passages_by_reprints: pd.DataFrame,
    mentions_by_reprints: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    permutations: int = 9999,
    seed: int,
    claims: Sequence[Mapping[str, str]],
    cleaning: Mapping[str, Sequence[str]] = {},
    ends: int = 0,
    counted: Mapping[str, Sequence[str]] = {},
    wordings: bool = True,
    units: Sequence[str | Sequence[str]] = ("organization",),
) -> Tables:
    """The claims, which are fixed in study.toml, under every combination of the choices that it names.

    Contrasts are adjusted in the family of the study, as in the stage `contrasts`. Claims that rest
    on topics have axes of their own (number of topics, seed) and are not among these.
    """
    names = checked_framings(framings, lexicon)
    outside = [claim for claim in claims if claim.get("framing", names[0]) not in names]
    if outside:
        raise StudyError(
            f"study.toml: [multiverse] claims: the study does not follow '{outside[0]['framing']}'. "
            f"It follows {', '.join(names)}.",
            framing=outside[0]["framing"],
        )
    whole = pd.concat([passages, passages_by_reprints], ignore_index=True)
    try:
        table = multiverse(
            claims,
            pd.concat([mentions, mentions_by_reprints], ignore_index=True),
            whole,
            memberships_by_year(read_memberships(memberships), passages_years(whole)),
            choices=Choices(
                cleaning=cleaning, ends=ends, counted=counted, wordings=wordings, units=units
            ),
            problems=problems,
            counts=counts,
            framings=names,
            groups=list(organizations),
            permutations=permutations,
            level=level,
            random_state=seed,
        )
    except DataError as error:
        raise StudyError(f"study.toml: [multiverse] {error}", **error.values) from error
    bounded = table.replace([float("inf")], float("nan"))
    summary = sum_up_claims(table).replace([float("inf")], float("nan"))
    return {"multiverse": bounded, "claims": summary, "claim_shares": claim_shares(table)}


def choices_of(options: Mapping[str, Any]) -> Choices:
    """The axes that the parameters of the stage name."""
    keys = ("cleaning", "ends", "counted", "wordings", "units")
    return Choices(**{key: options[key] for key in keys})
