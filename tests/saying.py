"""Documents of one text, and what somebody is found to say in them."""

from __future__ import annotations

import pandas as pd

from topoi.tables import empty
from topoi.voices import attribute


def document(text: str | None, **columns: object) -> pd.DataFrame:
    """A table of one document."""
    row = {"document": "a", "source": "a.txt", "sha256": "", "text": text, **columns}
    return pd.DataFrame([row], columns=empty("documents").columns)


def said(text: str, **columns: object) -> list[tuple[str | None, str]]:
    """(speaker, words) of every passage that is not narration."""
    passages = attribute(document(text, **columns))
    passages = passages[passages.voice != "narration"]
    speakers = [None if pd.isna(speaker) else speaker for speaker in passages.speaker]
    return list(zip(speakers, passages.text.str.strip(), strict=True))
