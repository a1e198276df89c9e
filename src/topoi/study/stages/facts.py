"""Sizes of the corpus, what was mended or is missing in it, and the framings of the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import pandas as pd

from ...framings import read_lexicon
from ...measures.clumping import PRIOR_WEIGHT
from ...measures.intervals import FEWEST_UNITS, PER
from ...tables import check
from .shared import Tables, checked_framings, facts_table


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    return ["facts", "framings", "variants"]


_PRINTED = (
    "gensim",
    "matplotlib",
    "numpy",
    "pandas",
    "pymorphy3",
    "scikit-learn",
    "scipy",
    "simplemma",
    "typst",
)


def compute(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    counts: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    framings: Sequence[str],
    lexicon: str | None = None,
) -> Tables:
    """Sizes of the corpus, what was mended or is missing in it, and the framings of the study."""
    names = checked_framings(framings, lexicon)
    spoken = passages.groupby("document")["words"].sum()
    mine = mentions[mentions["framing"].isin(names)]
    years = documents["year"].dropna()
    values = {
        "documents": len(documents),
        "organizations": documents["organization"].nunique(),
        "speakers": passages["speaker"].nunique(),
        "documents_without_speaker": int(
            (
                ~documents["document"].isin(passages.loc[passages["speaker"].notna(), "document"])
            ).sum()
        ),
        "passages": len(passages),
        "words": int(passages["words"].sum()),
        "median_words": int(spoken.median()),
        "shortest": int(spoken.min()),
        "longest": int(spoken.max()),
        "terms": counts["term"].nunique(),
        "first_year": int(years.min()) if len(years) else "unknown",
        "last_year": int(years.max()) if len(years) else "unknown",
        "framings": len(names),
        "mentions": len(mine),
        "mentions_all": len(mentions),
        "documents_with_mention": int(
            mine["passage"].map(passages.set_index("passage")["document"]).nunique()
        ),
        "sources_left_out": int(problems["document"].isna().sum()),
        "names_used": int((mine["use"] == "name").sum()),
        "rate_per": PER,
        "fewest_units": FEWEST_UNITS,
        "prior_weight": PRIOR_WEIGHT,
        **{f"version_{name}": version(name) for name in _PRINTED},
    }
    kept = problems[problems["document"].isna() | problems["document"].isin(documents["document"])]
    for kind, part in kept.groupby("problem", sort=True):
        values[f"problem_{kind}"] = len(part)
        values[f"problem_{kind}_count"] = int(part["count"].sum())
    return {
        "facts": facts_table(values, "documents, passages, mentions, counts, problems"),
        "framings": check(_framings(names, lexicon, mentions, passages), "framings"),
        "variants": check(_variants(mine), "variants"),
    }


def _variants(mentions: pd.DataFrame, top: int = 3) -> pd.DataFrame:
    """The wordings that are counted most often for each framing."""
    counted = mentions.groupby(["framing", "variant"]).size().rename("mentions").reset_index()
    counted = counted.sort_values(["framing", "mentions", "variant"], ascending=[True, False, True])
    whole = counted.groupby("framing")["mentions"].transform("sum")
    counted["share"] = counted["mentions"] / whole
    counted["rank"] = counted.groupby("framing").cumcount() + 1
    counted["wordings"] = counted.groupby("framing")["variant"].transform("size")
    return counted[counted["rank"] <= top].reset_index(drop=True)


def _framings(
    names: list[str], lexicon: str | None, mentions: pd.DataFrame, passages: pd.DataFrame
) -> pd.DataFrame:
    """How the framings are called, and how often and by how many each is used."""
    known = read_lexicon(lexicon)
    every = list(known)
    columns = ["passage", "document", "organization"]
    said = mentions.merge(passages[columns], on="passage").groupby("framing")
    return pd.DataFrame(
        {
            "framing": every,
            "label": [known[name].label for name in every],
            "followed": ["yes" if name in names else "no" for name in every],
            "mentions": said.size().reindex(every, fill_value=0).to_numpy(),
            "documents": said["document"].nunique().reindex(every, fill_value=0).to_numpy(),
            "organizations": said["organization"].nunique().reindex(every, fill_value=0).to_numpy(),
        }
    )
