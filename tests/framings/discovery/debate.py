"""Invented debates with planted phrases: words of a small vocabulary, one speech a speaker and year."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from topoi.tables import check, empty

SPEAKERS = [f"Speaker {letter}" for letter in "ABCDEFGHIJKLMNOPQRST"]
YEARS = range(2001, 2011)
_VOCABULARY = [a + b for a in "bdfgklmnprst" for b in ("aro", "eli", "ino", "ova", "umi", "ake")]

Plant = Callable[[str, int, np.random.Generator], str | None]


def debate(*plants: Plant, seed: int = 0, sentences: int = 12) -> pd.DataFrame:
    """Passages with text, year and period; each plant may add a sentence to each speech."""
    rng = np.random.default_rng(seed)
    rows = []
    for speaker in SPEAKERS:
        for year in YEARS:
            spoken = [_sentence(rng) for _ in range(sentences)]
            for plant in plants:
                phrase = plant(speaker, year, rng)
                if phrase:
                    spoken.insert(len(spoken) // 2, f"They {phrase} were.")
            document, text = f"{speaker[-1]}-{year}", " ".join(spoken)
            rows.append(
                {
                    "passage": f"{document}:0",
                    "document": document,
                    "start": 0,
                    "end": len(text),
                    "voice": "speech",
                    "speaker": speaker,
                    "rule": "planted",
                    "confidence": 1.0,
                    "words": len(text.split()),
                    "text": text,
                    "year": year,
                    "period": "early" if year < 2006 else "late",
                }
            )
    table = pd.DataFrame(rows)
    extra = [c for c in table if c not in empty("passages")]
    return check(table.reindex(columns=[*empty("passages").columns, *extra]), "passages")


def _sentence(rng: np.random.Generator) -> str:
    return " ".join(rng.choice(_VOCABULARY, 8)).capitalize() + "."


def of_bloc(phrase: str, bloc: str, chance: float = 0.6) -> Plant:
    """A phrase that the speakers with these letters say, and nobody else."""
    return lambda s, y, rng: phrase if s[-1] in bloc and rng.random() < chance else None


def rising(phrase: str, since: int = 2006, chance: float = 0.6) -> Plant:
    """A phrase that everybody says from a year on."""
    return lambda s, y, rng: phrase if y >= since and rng.random() < chance else None


def of_one(phrase: str, letter: str) -> Plant:
    """A phrase that one says ten times a speech, and two others have said once."""

    def plant(speaker: str, year: int, rng: np.random.Generator) -> str | None:
        if speaker[-1] == letter:
            return " and they ".join([phrase] * 10)
        return phrase if year == 2001 and speaker[-1] in "ST" else None

    return plant


def of_all(phrase: str, chance: float = 0.3) -> Plant:
    """A phrase that everybody says at times."""
    return lambda s, y, rng: phrase if rng.random() < chance else None


def passages(*texts: str, voice: str = "speech") -> pd.DataFrame:
    """One passage a document and speaker."""
    rows = [
        {
            "passage": f"d{i}:0",
            "document": f"d{i}",
            "start": 100,
            "end": 100 + len(text),
            "voice": voice,
            "speaker": f"s{i}",
            "rule": "test",
            "confidence": 1.0,
            "words": len(text.split()),
            "text": text,
        }
        for i, text in enumerate(texts)
    ]
    return check(pd.DataFrame(rows).reindex(columns=empty("passages").columns), "passages")
