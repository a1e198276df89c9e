"""All tests of all pairs, in the corpus as it is and in its shuffles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...tables import need_columns
from .deciding import family_wise, pooled
from .evidence import Evidence, weighted
from .scan import scan_speakers, scan_test
from .screening import Screened
from .shuffles import Contrast, Floats, group_tests, shuffled_speakers, time_tests
from .words import Ints

FEWER = 99  # shuffles for what is left out anyway


class Shuffles(NamedTuple):
    """The shuffles of one corpus, drawn once: whatever is counted is counted in these."""

    labels: Ints  # unit of each speech: (speeches, 1 + permutations)
    tests: list[Contrast]


def make_shuffles(
    evidence: Evidence, belongs: pd.DataFrame | None, permutations: int, random_state: int | None
) -> Shuffles:
    """Draw all shuffles from one stream."""
    rng = np.random.default_rng(random_state)
    labels = shuffled_speakers(evidence.speeches, permutations, rng)
    tests: list[Contrast] = []
    if belongs is not None:
        table = _numbered(belongs, evidence)
        tests += group_tests(evidence.speeches, table, permutations, rng)
    if len(evidence.periods) > 1:
        tests += time_tests(evidence.speeches, evidence.periods, permutations, rng)
    return Shuffles(labels, tests)


def _numbered(belongs: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Who belongs when, in the numbers of units and times of `evidence`."""
    need_columns(belongs, ["member", "organization"], "belongs")
    unit = {name: i for i, name in enumerate(evidence.units)}
    table = belongs[belongs["member"].isin(unit)]
    times = pd.DataFrame({"time": range(len(evidence.times)), "year": evidence.times})
    table = table.merge(times, on="year") if "year" in table else table.merge(times, how="cross")
    return pd.DataFrame(
        {
            "unit": table["member"].map(unit).astype("int64"),
            "time": table["time"].astype("int64"),
            "group": table["organization"].astype("str"),
        }
    ).drop_duplicates()


class Scanned(NamedTuple):
    """Statistics of each phrase in each test, and what they are in shuffles."""

    tests: list[tuple[str, str]]  # kind (speakers, group, rise, fall) and name
    observed: Floats  # (phrases, tests)
    largest: Floats  # (1 + permutations, tests)
    above: Ints  # (tests, steps): values of shuffles that reach each step
    values: int  # of so many: phrases x shuffles

    @property
    def families(self) -> list[list[int]]:
        """The tests of each kind: speakers, groups, time."""
        kinds = [KINDS[kind] for kind, _ in self.tests]
        return [[j for j, k in enumerate(kinds) if k == kind] for kind in sorted(set(kinds))]

    def p(self) -> Floats:
        """Family-wise p: (phrases, tests)."""
        return family_wise(self.observed, self.largest, self.families)

    def p_alone(self) -> Floats:
        """p of each phrase for itself, over all tests: (phrases, tests)."""
        return pooled(self.observed, self.above, self.values, self.families)


KINDS = {"speakers": 0, "group": 1, "rise": 2, "fall": 2}


def scan(
    evidence: Evidence,
    shuffles: Shuffles,
    screened: Screened,
    min_units: int,
    only: Ints | None = None,
) -> Scanned:
    """All tests of all phrases, or of some; what is left out has to do with fewer shuffles."""
    only = np.arange(len(screened.kept)) if only is None else only
    eligible = screened.eligible[only]
    few = Shuffles(
        shuffles.labels[:, : FEWER + 1],
        [test._replace(inside=test.inside[:, : FEWER + 1]) for test in shuffles.tests],
    )
    looked_at = _scan(evidence, shuffles, screened.use[only[eligible]], min_units)
    left_out = _scan(evidence, few, screened.use[only[~eligible]], min_units)
    observed = np.empty((len(only), len(looked_at.tests)))
    observed[eligible], observed[~eligible] = looked_at.observed, left_out.observed
    return looked_at._replace(observed=observed)


def _scan(evidence: Evidence, shuffles: Shuffles, use: sp.csr_matrix, min_units: int) -> Scanned:
    value, largest, reach = scan_speakers(use, shuffles.labels, min_units)
    tests, observed, maxima, above = [("speakers", "")], [value], [largest], [reach]
    weights = weighted(use, evidence.speeches["unit"].to_numpy())
    words = evidence.speeches["words"].to_numpy(dtype=np.float64)
    for test in shuffles.tests:
        values, most, reach = scan_test(weights, words, test)
        sides = ("group",) if test.kind == "group" else ("rise", "fall")
        tests += [(side, test.name) for side in sides]
        observed += list(values[: len(sides)])
        maxima += list(most[: len(sides)])
        above += list(reach[: len(sides)])
    size = use.shape[0] * shuffles.labels.shape[1]
    return Scanned(
        tests, np.stack(observed, axis=1), np.stack(maxima, axis=1), np.stack(above), size
    )
