from .build import (
    build_paper as build_paper,
    list_claims as list_claims,
    read_results as read_results,
    typed_digits as typed_digits,
)
from .values import (
    dump_values as dump_values,
    flatten_parameters as flatten_parameters,
    flatten_table as flatten_table,
)
