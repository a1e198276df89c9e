"""Rates of the framings by each grouping that the study names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import StudyError
from ...measures.rates.framing_rates import rates_or_counts
from .shared import Tables, checked_framings, checked_groupings, grouped, quiet


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return [f"rates_by_{name}" for name in checked_groupings(options["groupings"])]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str | tuple[str, str] = "document",
    groupings: Mapping[str, Mapping[str, Any]],
) -> Tables:
    """Rates of the framings by each grouping: tables `rates_by_NAME`.

    A grouping takes the options of `framing_rates` (a pair of units as a list), and two that leave groups out of its table:
    `least_units` (sampling units) and `least_words` (exposure).
    """
    names = checked_framings(framings, lexicon)
    out = {}
    for name, options in checked_groupings(groupings).items():
        least_units = options.pop("least_units", 1)
        least_words = options.pop("least_words", 1)
        spread = grouped(passages, options["by"], memberships, organizations)
        with quiet():
            table = rates_or_counts(
                mentions,
                spread,
                counts=counts,
                framings=names,
                level=level,
                **{"unit": unit, **options},
            )
        enough = (table["units"] >= least_units) & (table["words"] >= least_words)
        if not enough.any():
            raise StudyError(
                f"study.toml: [rates] groupings.{name} asks for {least_units} units and {least_words} "
                f"words; no group has as many. The largest has {table['units'].max()} units and "
                f"{table['words'].max()} words.",
                grouping=name,
            )
        out[f"rates_by_{name}"] = table[enough].reset_index(drop=True)
    return out
