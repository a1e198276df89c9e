"""Speeches made of numbers: who speaks when, how many words, how often each framing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from topoi.tables import check


class Said(NamedTuple):
    """Speeches as the tables that measures take; a speech is one passage of one document."""

    passages: pd.DataFrame
    mentions: pd.DataFrame


@pytest.fixture(scope="session")
def said() -> Callable[..., Said]:
    """Columns of speeches, and framing -> mentions in each speech -> passages and mentions."""

    def tables(framings: Mapping[str, Sequence[int]], **columns: Any) -> Said:
        speeches = len(next(iter(framings.values())))
        given = pd.DataFrame({"words": 100, **columns}, index=range(speeches))
        fixed = {"start": 0, "end": 1, "voice": "speech", "rule": "whole", "confidence": 1.0}
        unknown = dict.fromkeys(
            [
                "kind",
                "speaker",
                "role",
                "organization",
                "on_behalf_of",
                "embedded_source",
                "utterer",
            ]
        )
        names = np.array([f"d{i:05d}" for i in range(speeches)], dtype=object)
        passages = pd.DataFrame({"document": names, **fixed, **unknown}, index=given.index)
        passages = passages.drop(columns=[c for c in given if c in passages]).join(given)
        passages["passage"] = names + ":0"
        where = [(f, p) for f, n in framings.items() for p in np.repeat(passages["passage"], n)]
        mentions = pd.DataFrame(where, columns=["framing", "passage"], dtype="str")
        mentions = mentions.assign(
            mention=[str(i) for i in range(len(mentions))],
            start=0,
            end=1,
            variant="x",
            use=None,
            attitude=None,
            language=None,
        )
        return Said(check(passages, "passages"), check(mentions, "mentions"))

    return tables


@pytest.fixture(scope="session")
def belonging() -> Callable[[Iterable[str], Iterable[int]], pd.DataFrame]:
    """Members and years -> who belongs when to the one group, "Pact"."""

    def table(members: Iterable[str], years: Iterable[int] = (2031,)) -> pd.DataFrame:
        rows = [(member, year, "Pact") for year in years for member in members]
        return pd.DataFrame(rows, columns=["member", "year", "organization"])

    return table
