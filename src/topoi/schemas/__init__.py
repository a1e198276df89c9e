"""What the columns of every table mean: names, types, keys, allowed values.

The same text serves as documentation (`topoi trace` prints it) and as the contract that
`topoi.tables.check` holds a table to.
"""

from __future__ import annotations

from ..errors import SchemaError
from .calibration import CALIBRATION
from .columns import (
    ATTITUDES as ATTITUDES,
    KINDS as KINDS,
    USES as USES,
    VOICES as VOICES,
    Column as Column,
    Schema as Schema,
)
from .company import COMPANY
from .contrasts import CONTRASTS
from .corpus import CORPUS
from .discovery import DISCOVERY
from .lexicons import LEXICONS
from .rates import RATES
from .results import RESULTS
from .terms import TERMS
from .topics import TOPICS
from .trends import TRENDS

SCHEMAS: dict[str, Schema] = (
    CORPUS
    | DISCOVERY
    | LEXICONS
    | RESULTS
    | RATES
    | CONTRASTS
    | TERMS
    | COMPANY
    | CALIBRATION
    | TOPICS
    | TRENDS
)


def schema_of(name: str) -> Schema:
    """The schema called `name`; what follows "_by_" does not count (`rates_by_year` is `rates`)."""
    try:
        return SCHEMAS[name.split("_by_")[0]]
    except KeyError:
        known = ", ".join(sorted(SCHEMAS))
        raise SchemaError(f"no table is called '{name}'. Tables: {known}.", table=name) from None
