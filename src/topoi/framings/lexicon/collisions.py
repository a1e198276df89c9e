"""What two framings of a lexicon share."""

from __future__ import annotations

import os
from collections import defaultdict
from itertools import combinations

import pandas as pd

from ...tables import check, empty
from ..matching import find_framings
from .framing import Lexicon, plain
from .reading import read_lexicon
from .texts import example_passages, framing_of
from .yields import most_frequent, overlap


def lexicon_collisions(
    lexicon: Lexicon | str | os.PathLike[str] | None = None, passages: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What two framings of a lexicon share: patterns, examples, and stretches of text.

    Parameters
    ----------
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi.
    passages : DataFrame, optional
        Schema `passages`, with `text`. Without them, no stretches are counted.

    Returns
    -------
    DataFrame
        Schema `lexicon_collisions`, by framing. A collision is no fault: a wording may well be of
        two framings. It is counted for both then.

    >>> lexicon_collisions().columns.tolist()
    ['kind', 'framing', 'other', 'text', 'n', 'share']
    """
    known = lexicon if isinstance(lexicon, dict) else read_lexicon(lexicon)
    order = {name: number for number, name in enumerate(known)}
    rows = [*_shared_patterns(known), *_shared_examples(known)]
    if passages is not None:
        rows += _shared_stretches(find_framings(passages, known), order)
    rows.sort(key=lambda row: (order[row[1]], order[row[2]], row[0], -row[4], row[3]))
    table = pd.DataFrame(rows, columns=list(empty("lexicon_collisions").columns))
    return check(table, "lexicon_collisions")


_Row = tuple[str, str, str, str, int, float | None]


def _shared_patterns(lexicon: Lexicon) -> list[_Row]:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for framing, entry in lexicon.items():
        for written in dict.fromkeys(plain(p) for ps in entry.patterns.values() for p in ps):
            owners[written].append(framing)
    return [
        ("pattern", one, other, written, 1, None)
        for written, framings in owners.items()
        for one, other in combinations(framings, 2)
    ]


def _shared_examples(lexicon: Lexicon) -> list[_Row]:
    passages = example_passages(lexicon, "examples")
    texts = passages.set_index("passage")["text"]
    found = find_framings(passages, lexicon)
    hits = dict.fromkeys(zip(found["passage"], found["framing"], strict=True))
    rows: dict[_Row, None] = {}
    for passage, other in hits:
        framing = framing_of(passage)
        if framing != other:
            rows["example", framing, other, texts[passage], 1, None] = None
    return list(rows)


def _shared_stretches(mentions: pd.DataFrame, order: dict[str, int]) -> list[_Row]:
    """Overlapping mentions of two framings, counted for the one that the lexicon has first."""
    totals = mentions["framing"].value_counts()
    pairs = mentions.merge(mentions, on="passage", suffixes=("_one", "_other"))
    pairs = pairs[overlap(pairs, "_one", "_other")]
    pairs = pairs[pairs["framing_one"].map(order) < pairs["framing_other"].map(order)]
    rows: list[_Row] = []
    for (one, other), both in pairs.groupby(["framing_one", "framing_other"]):
        longer = both["variant_one"].where(
            both["variant_one"].str.len() >= both["variant_other"].str.len(), both["variant_other"]
        )
        share = both["mention_one"].nunique() / totals[one]
        rows.append(("stretch", one, other, most_frequent(longer), len(both), share))
    return rows
