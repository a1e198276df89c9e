"""Rates of the framings, corrected by the sample that was coded by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from ...errors import StudyError
from ...measures.rates.corrected import correct_rates
from ...measures.rates.labels import match_labels
from ...schemas import USES
from ...tables import check, read
from ..config import check_name, check_values
from .shared import Tables, checked_framings, facts_table, grouped, quiet

_TABLE = {"by": str, "over": str, "unit": str, "uses": list[str]}


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return [*(f"corrected_rates_by_{name}" for name in options["tables"]), "facts_by_corrected"]


def compute(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    coded: str,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str = "document",
    rule: str = "auto",
    tables: Mapping[str, Mapping[str, Any]],
    seed: int,
) -> Tables:
    """Tables `corrected_rates_by_NAME`: rates of all mentions, or of those of some `uses`.

    `coded` is a folder with coded_mentions.csv. Coded mentions that the lexicon does not find today
    are left out: nothing else that it does not find was drawn, so that misses cannot be told.
    """
    names = checked_framings(framings, lexicon)
    sample = read("coded_mentions", coded)
    sample = sample[sample["document"].isin(passages["document"])]
    out: Tables = {}
    facts: dict[str, int] = {}
    for name, options in _checked(tables).items():
        uses = options.pop("uses", None)
        found = mentions if uses is None else mentions[mentions["use"].isin(uses)]
        labels = _still_found(_labels(sample, uses), mentions, passages, names)
        spread = grouped(passages, options["by"], memberships, organizations)
        outside = ~passages["passage"].isin(spread["passage"])  # errors there count too
        others = passages[outside].assign(**{options["by"]: None})
        spread = pd.concat([spread, others], ignore_index=True)
        with quiet():
            table = correct_rates(
                found,
                spread,
                labels,
                counts=counts,
                framings=names,
                level=level,
                rule=rule,
                random_state=seed,
                **{"unit": unit, **options},
            )
        out[f"corrected_rates_by_{name}"] = table
        moved = ~table["corrected"].between(table["rate_low"], table["rate_high"])
        moved &= table[["corrected", "rate_low", "rate_high"]].notna().all(axis=1)
        facts |= {
            f"{name}_labels": len(labels),
            f"{name}_true": int((labels["true"] == "yes").sum()),
            f"{name}_rows": len(table),
            f"{name}_outside_raw": int(moved.sum()),
        }
    return out | {"facts_by_corrected": facts_table(facts, "corrected_rates")}


def _labels(sample: pd.DataFrame, uses: Sequence[str] | None) -> pd.DataFrame:
    """What the coders say of each mention: whether it is one, of one of these uses."""
    true = sample["instance"] == "yes"
    if uses is not None:
        sample = sample[~true | sample["use"].notna()]
        true &= sample["use"].isin(uses)
    labels = sample[["document", "start", "end", "framing", "weight"]]
    return check(labels.assign(true=true.map({True: "yes", False: "no"})), "labels")


def _still_found(
    labels: pd.DataFrame, mentions: pd.DataFrame, passages: pd.DataFrame, names: Sequence[str]
) -> pd.DataFrame:
    labels = labels[labels["framing"].isin(names)].reset_index(drop=True)
    return labels.iloc[sorted(set(match_labels(labels, mentions, passages, names).hits["label"]))]


def _checked(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The tables of the study: name -> by, and over, unit, uses if given."""
    for name, options in tables.items():
        where = f"[corrected] tables.{name}"
        check_name(where, name)
        check_values(where, options, _TABLE)
        unknown = [use for use in options.get("uses", ()) if use not in USES]
        if "by" not in options or unknown:
            raise StudyError(
                f'study.toml: {where} should be {{ by = "COLUMN" }}, with over, unit and uses '
                f"(some of {', '.join(USES)}) if you like; got {options!r}."
            )
    return {name: dict(options) for name, options in tables.items()}
