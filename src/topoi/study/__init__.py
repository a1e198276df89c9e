"""The study: which tables from which, with which parameters; bundles."""

from .bundles import Bundle, make_bundle, read_bundle, write_bundle
from .graph import run

__all__ = ["Bundle", "make_bundle", "read_bundle", "run", "write_bundle"]
