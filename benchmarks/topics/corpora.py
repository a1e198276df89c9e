"""The corpora of the topic benchmarks, from the raw archive of the General Debate.

    python benchmarks/topics/corpora.py --sources ../shared [--folder build/topics]

First the counts of all speeches, a Parquet file for some years each (`FOLDER/counts`, about ten
minutes; years that are there are not counted again), then the corpora:

- `speeches-500`, `speeches-1109`: the speeches of the shipped bundle, and 500 of them at random. A document is a
  speech; 300 speeches of other delegations in the same years are held out.
- `passages-50k`, `passages-200k`: as many passages, of speeches drawn at random from all years; 4,000 passages of
  other speeches are held out.

Words are lemmas without function words. Terms in fewer than so many documents, or in more than half of
them, are left out (LIMITS). A held-out document is cut in two once, by a fair coin a token.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

import topoi
from topoi.documents import read_general_debate
from topoi.files import write_bytes
from topoi.tables import to_parquet
from topoi.topics.evaluation import Halves, split_tokens

STEP = 5  # years a file
YEARS = range(1946, 2025)
HELD_SPEECHES, HELD_PASSAGES = 300, 4000
LIMITS = {"speeches-500": 5, "speeches-1109": 10, "passages-50k": 10, "passages-200k": 20}
PASSAGES = {"passages-50k": 50_000, "passages-200k": 200_000}


class Corpus(NamedTuple):
    """What engines are fitted to, what they are scored on, and passages for coherence."""

    train: sp.csr_matrix
    halves: Halves
    windows: sp.csr_matrix


def count_all(sources: Path, folder: Path) -> None:
    """Counts of all speeches, `STEP` years a file."""
    place = sources / "corpora" / "ungdc"
    for first in range(YEARS[0], YEARS[-1] + 1, STEP):
        file = folder / "counts" / f"{first}.parquet"
        if file.exists():
            continue
        reading = read_general_debate(
            place / "ungdc_1946-2024_TXT.tar.gz",
            speakers=place / "Speakers_by_session.xlsx",
            years=(first, first + STEP - 1),
        )
        counts = topoi.count_terms(topoi.attribute(reading.documents))
        write_bytes(file, to_parquet(counts))
        print(f"{file.name}: {len(reading.documents)} speeches, {len(counts)} counts", flush=True)


def documents_of(counts: pd.DataFrame) -> pd.Series:
    """The speech of each row."""
    categories = counts["passage"].cat.categories
    home = pd.Series(categories.str.rsplit(":", n=1).str[0], index=categories)
    return counts["passage"].map(home).astype("category")


def build(name: str, folder: Path) -> Corpus:
    """Draw documents, choose terms, hold out."""
    files = sorted((folder / "counts").glob("*.parquet"))
    counts = pd.concat([pd.read_parquet(f) for f in files], ignore_index=True)
    counts = counts.astype({"passage": "category", "term": "category"})
    speech = documents_of(counts)
    rng = np.random.default_rng(1)
    if name in PASSAGES:
        train, held = _by_passages(speech, counts["passage"], PASSAGES[name], rng)
    else:
        train, held = _by_speeches(speech, int(name.split("-")[1]), rng)
    counts = counts[speech.isin([*train, *held])]
    words = topoi.prepare_topics(
        counts.reset_index(drop=True),
        section_tokens=1 if name in PASSAGES else None,
        min_sections=LIMITS[name],
        max_share=0.5,
    )
    aside = words.rows["document"].isin(held).to_numpy()
    return Corpus(words.X[~aside], split_tokens(words.X[aside], 1), words.windows)


def _by_speeches(
    speech: pd.Series, size: int, rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    shipped = topoi.read_bundle("un-general-debate").documents
    names = np.sort(shipped["document"].to_numpy(dtype=object))
    years = set(shipped["year"].astype(str))
    others = [d for d in sorted(speech.cat.categories) if d not in set(names) and d[-4:] in years]
    train = rng.permutation(names)[:size]
    return train.tolist(), rng.permutation(others)[:HELD_SPEECHES].tolist()


def _by_passages(
    speech: pd.Series, passage: pd.Series, size: int, rng: np.random.Generator
) -> tuple[list[str], list[str]]:
    """Speeches at random: first those held out, then as many as have so many passages."""
    each = passage.groupby(speech, observed=True).nunique()
    order = rng.permutation(len(each))
    total = each.to_numpy()[order].cumsum()
    cut = int(np.searchsorted(total, HELD_PASSAGES))
    end = int(np.searchsorted(total, total[cut] + size))
    names = each.index.to_numpy(dtype=object)[order]
    return names[cut + 1 : end + 1].tolist(), names[: cut + 1].tolist()


def load(name: str, folder: Path) -> Corpus:
    """A corpus from its files, built if it is not there."""
    place = folder / "corpora" / name
    if not (place / "windows.npz").exists():
        place.mkdir(parents=True, exist_ok=True)
        corpus = build(name, folder)
        matrices = (corpus.train, *corpus.halves, corpus.windows)
        for part, matrix in zip(("train", "observed", "scored", "windows"), matrices, strict=True):
            sp.save_npz(place / f"{part}.npz", matrix)
    train, observed, scored, windows = (
        sp.load_npz(place / f"{part}.npz") for part in ("train", "observed", "scored", "windows")
    )
    return Corpus(train, Halves(observed, scored), windows)


def main() -> None:
    """Count and build, and say how large the corpora are."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sources", type=Path, default=Path(os.pardir) / "shared")
    parser.add_argument("--folder", type=Path, default=Path("build") / "topics")
    parser.add_argument("--corpora", nargs="*", default=list(LIMITS))
    asked = parser.parse_args()
    count_all(asked.sources, asked.folder)
    for name in asked.corpora:
        train, halves, windows = load(name, asked.folder)
        print(
            f"{name}: {train.shape[0]} documents x {train.shape[1]} terms, {train.sum():.0f} tokens, "
            f"{halves.scored.sum()} scored, {windows.shape[0]} windows",
            flush=True,
        )


if __name__ == "__main__":
    main()
