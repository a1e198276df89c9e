from .build import (
    build_paper as build_paper,
)
from .build import (
    list_claims as list_claims,
)
from .build import (
    read_results as read_results,
)
from .build import (
    typed_digits as typed_digits,
)
from .values import (
    dump_values as dump_values,
)
from .values import (
    flatten_parameters as flatten_parameters,
)
from .values import (
    flatten_table as flatten_table,
)
