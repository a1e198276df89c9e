"""Which pairs are looked at at all: said by enough units, no name, no ceremony, and in company."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from .evidence import (
    ALONE,
    CEREMONY,
    NAME,
    Evidence,
    at_the_edges,
    company,
    names_in,
    unexplained,
    use_of,
)
from .shuffles import Floats
from .words import Bools, Ints

OFTEN = 2  # speeches a unit that a candidate is said in, at least


class Screened(NamedTuple):
    """The pairs that are looked at, in the order of `kept`."""

    rows: pd.DataFrame  # as in Evidence, `key` renumbered
    kept: Ints  # number of each in Evidence.keys
    use: sp.csr_matrix
    names: Floats
    ceremony: Floats
    company: Floats
    binding: Floats

    @property
    def eligible(self) -> Bools:
        """Neither name nor ceremony, and in company if there is any to be had."""
        alone = (self.company <= ALONE) & bool(self.company.any())
        return (self.names < NAME) & (self.ceremony < CEREMONY) & ~alone


def screen(
    evidence: Evidence,
    mentions: pd.DataFrame | None,
    unknown: Collection[str],
    min_units: int,
) -> Screened:
    """What is unexplained and said by enough units."""
    rows = unexplained(evidence, unknown)
    speeches = evidence.speeches
    use = use_of(rows, len(evidence.keys), len(speeches))
    units = sp.csr_matrix((np.ones(len(speeches)), (np.arange(len(speeches)), speeches["unit"])))
    said_by = np.diff((use @ units).tocsr().indptr)
    kept = np.flatnonzero((said_by >= min_units) & (np.diff(use.indptr) >= OFTEN * min_units))
    number = np.full(len(evidence.keys), -1)
    number[kept] = np.arange(len(kept))
    rows = rows.assign(key=number[rows["key"]])
    rows = rows[rows["key"] >= 0].reset_index(drop=True)
    held = np.zeros(len(evidence.passages), dtype=bool)
    if mentions is not None:
        known = mentions.loc[~mentions["framing"].isin(list(unknown)), "passage"]
        held = evidence.passages["passage"].isin(set(known)).to_numpy()
    return Screened(
        rows,
        kept,
        use[kept],
        names_in(evidence, rows, len(kept)),
        at_the_edges(evidence, rows, len(kept)),
        company(evidence, rows, held, len(kept)),
        evidence.binding[kept],
    )
