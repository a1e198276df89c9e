"""Results to numbers, claims and the PDF."""

from .build import build_paper, list_claims, read_results, typed_digits
from .values import dump_values, flatten_parameters, flatten_table

__all__ = [
    "build_paper",
    "dump_values",
    "flatten_parameters",
    "flatten_table",
    "list_claims",
    "read_results",
    "typed_digits",
]
