"""Files to documents: readers, repair, cleaning, dates."""

from .general_debate import delegation_name, read_general_debate
from .readers import Reading, read_documents, read_sources, specimens

__all__ = [
    "Reading",
    "delegation_name",
    "read_documents",
    "read_general_debate",
    "read_sources",
    "specimens",
]
