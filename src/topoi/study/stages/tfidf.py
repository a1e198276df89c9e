"""TF-IDF of the framings in each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...measures.terms.tfidf import tfidf
from .shared import Tables, checked_framings, grouped


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return [f"tfidf_by_{options['by']}"]


def compute(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    by: str = "bloc",
    scheme: str = "sklearn",
) -> Tables:
    """TF-IDF of the framings in each group, weighed among all terms."""
    spread = grouped(passages, by, memberships, organizations)
    terms = [f"<{f}>" for f in checked_framings(framings, lexicon)]
    table = tfidf(counts, spread, by=by, terms=terms, scheme=scheme)
    return {f"tfidf_by_{by}": table}
