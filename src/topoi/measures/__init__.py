"""Mentions and counts to results: rates, contrasts, keyness, TF-IDF, dispersion."""

from .contrasts import contrast_rates
from .dispersion import dispersion
from .groups import (
    join_documents,
    join_memberships,
    join_periods,
    memberships_by_year,
    read_memberships,
)
from .keyness import keyness
from .rates import framing_rates
from .tfidf import tfidf

__all__ = [
    "contrast_rates",
    "dispersion",
    "framing_rates",
    "join_documents",
    "join_memberships",
    "join_periods",
    "keyness",
    "memberships_by_year",
    "read_memberships",
    "tfidf",
]
