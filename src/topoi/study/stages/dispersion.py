"""How evenly each framing is spread over the parts of the corpus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.terms.dispersion import dispersion
from .shared import Tables, checked_framings


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return [f"dispersion_by_{options['by']}"]


def compute(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    lexicon: str | None = None,
    by: str = "organization",
) -> Tables:
    """How evenly each framing is spread over the parts of the corpus."""
    table = dispersion(counts, passages, by=by)
    mine = [f"<{f}>" for f in checked_framings(framings, lexicon)]
    table = table[table["term"].isin(mine)]
    return {f"dispersion_by_{by}": table.reset_index(drop=True)}
