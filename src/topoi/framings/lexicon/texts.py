"""Texts to try a lexicon on: documents without attribution, and the lexicon's own examples."""

from __future__ import annotations

import re

import pandas as pd

from ...tables import empty
from .framing import Lexicon

_NUMBER = re.compile(r"/\d+$")


def text_passages(documents: pd.DataFrame) -> pd.DataFrame:
    """Each document as one passage of that name, where who says it does not matter."""
    passages = documents[["document", "text"]].assign(
        passage=documents["document"], start=0, end=documents["text"].str.len().astype(int),
        voice="narration", rule="", confidence=0.0, words=0,
    )  # fmt: skip
    return passages.reindex(columns=list(empty("passages").columns)).astype({"text": "str"})


def example_passages(lexicon: Lexicon, *keys: str) -> pd.DataFrame:
    """The texts under `keys` (examples, say) as passages, called by their framing and a number."""
    rows = []
    for framing, entry in lexicon.items():
        texts = [text for key in keys for text in getattr(entry, key)]
        rows += [(f"{framing}/{number}", text) for number, text in enumerate(texts)]
    return text_passages(pd.DataFrame(rows, columns=["document", "text"], dtype="str"))


def framing_of(passage: str) -> str:
    """The framing that a passage of `example_passages` is a text of."""
    return _NUMBER.sub("", passage)
