"""Texts as passages, and framings marked in them by their wording."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import pytest

from topoi.tables import check

Passages = Callable[..., pd.DataFrame]
Mentions = Callable[[pd.DataFrame, Mapping[str, str]], pd.DataFrame]


@pytest.fixture(scope="session")
def spoken() -> Passages:
    """Texts -> passages: one document, the passages one after the other."""

    def passages_of(*texts: str) -> pd.DataFrame:
        ends = pd.Series([len(text) for text in texts], dtype="int64").cumsum()
        table = pd.DataFrame({"text": pd.Series(texts, dtype="str"), "end": ends})
        table = table.assign(
            passage=[f"a:{i}" for i in range(len(texts))],
            document="a",
            start=ends - table["text"].str.len(),
            voice="speech",
            rule="whole",
            confidence=1.0,
            words=0,
            kind=None,
            speaker=None,
            role=None,
            organization="Orlan",
            on_behalf_of=None,
            embedded_source=None,
            utterer=None,
        )
        return check(table, "passages")

    return passages_of


@pytest.fixture(scope="session")
def marked() -> Mentions:
    """Passages, and framing -> wording: a mention wherever the wording stands."""

    def mentions_of(passages: pd.DataFrame, wordings: Mapping[str, str]) -> pd.DataFrame:
        rows = []
        for passage, start, text in zip(
            passages["passage"], passages["start"], passages["text"], strict=True
        ):
            for framing, wording in wordings.items():
                at = text.find(wording)
                while at >= 0:
                    rows.append((framing, passage, start + at, start + at + len(wording), wording))
                    at = text.find(wording, at + len(wording))
        columns = ["framing", "passage", "start", "end", "variant"]
        table = pd.DataFrame(rows, columns=columns).assign(use=None, attitude=None, language="en")
        return check(table.assign(mention=[f"{i}" for i in range(len(rows))]), "mentions")

    return mentions_of
