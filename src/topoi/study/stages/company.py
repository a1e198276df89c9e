"""Which framings share passages, and in which wordings they are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.company.cooccurrence import cooccurrence
from ...measures.company.variant_use import variant_use
from .shared import Tables, checked_framings


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["cooccurrence", "variant_use_by_organization", "variant_use_by_period"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    framings: Sequence[str],
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str = "organization",
    worded: Sequence[str] = (),
    originals: Mapping[str, Sequence[str]] | None = None,
) -> Tables:
    """Pairs of framings within passages; wordings of the framings `worded`, by organization and period.

    `originals` names, by language, the organizations that speak it themselves: translations are kept
    apart from what they say.
    """
    names = checked_framings(framings, lexicon)
    pairs = cooccurrence(mentions, passages, unit=unit, framings=names, level=level)
    mine = mentions[mentions["framing"].isin(checked_framings(worded or names, lexicon))]
    options: dict[str, Any] = {"originals": originals, "level": level}
    return {
        "cooccurrence": pairs,
        "variant_use_by_organization": variant_use(mine, passages, by="organization", **options),
        "variant_use_by_period": variant_use(mine, passages, by="corpus", over="period", **options),
    }
