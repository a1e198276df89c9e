"""What was simulated of intervals and tests, for the paper that rests on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ...schemas.calibration import METHODS
from ...tables import check, read
from .shared import Tables, facts_table

LOW, HIGH = 0.92, 0.98  # between which a nominal coverage of .95 is called kept
OURS = ("contrast_rates", "two_way", "keyness")
MOST = {"05": 0.06, "001": 0.002}  # share of false positives that a level may have


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["coverage_range", "random_halves", "facts_by_calibration"]


def compute(*, measured: str) -> Tables:
    """Coverage by design, and false positives, from the files that the simulations wrote.

    `measured` is a folder with interval_coverage.csv and false_positives.csv, as the scripts of
    benchmarks/calibration write them.
    """
    coverage, positives = read("interval_coverage", measured), read("false_positives", measured)
    halves = positives.rename(columns=lambda name: name.replace("_0.", "_")).drop(columns="cell")
    ours = halves[halves["test"].isin(OURS)]
    kept = coverage["coverage_topoi"].between(LOW, HIGH)
    facts: dict[str, Any] = {
        "low": LOW,
        "high": HIGH,
        "cells": len(coverage),
        "kept": int(kept.sum()),
        "samples": int(coverage["samples"].min()),
        "least": float(coverage["coverage_topoi"].min()),
        "most": float(coverage["coverage_topoi"].max()),
        "tests_of_ours": len(ours),
    }
    for level, bar in MOST.items():
        share = ours[f"share_{level}"]
        facts[f"kept_{level}"] = int((share <= bar).sum())
        facts[f"greatest_{level}"] = float(share.max())
    return {
        "coverage_range": check(_by_design(coverage), "coverage_range"),
        "random_halves": check(halves, "random_halves"),
        "facts_by_calibration": facts_table(facts, "coverage, false_positives"),
    }


def _by_design(coverage: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for (sampled, units), cells in coverage.groupby(["sampled", "units"], sort=False):
        row = {"sampled": sampled, "units": units, "cells": len(cells)}
        row["samples"] = int(cells["samples"].min())
        for method in METHODS:
            row[f"least_{method}"] = cells[f"coverage_{method}"].min()
            row[f"most_{method}"] = cells[f"coverage_{method}"].max()
        for method in ("topoi", "bootstrap"):
            row[f"width_{method}"] = cells[f"width_{method}"].median()
        rows.append(row)
    return pd.DataFrame(rows)
