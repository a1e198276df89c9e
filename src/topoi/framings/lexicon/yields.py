"""What each pattern of a lexicon adds to its framing."""

from __future__ import annotations

import os
from dataclasses import replace

import pandas as pd

from ...tables import check, empty
from ..matching import find_framings
from ..patterns import Pattern
from .framing import Lexicon
from .reading import read_lexicon
from .texts import example_passages, framing_of

_Place = tuple[str, str, str]  # framing, language, pattern as written


def pattern_yield(
    lexicon: Lexicon | str | os.PathLike[str] | None = None, passages: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What each pattern adds to its framing.

    Parameters
    ----------
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi.
    passages : DataFrame, optional
        Schema `passages`, with `text`. Without them, only examples are counted.

    Returns
    -------
    DataFrame
        Schema `pattern_yield`, in the order of the lexicon. A pattern matches a mention if it alone
        would find it, or a shorter or longer stretch that overlaps it; `only` is what would be lost
        without the pattern. Shares of the patterns of a framing add up to more than 1 where several
        match the same mentions.

    Notes
    -----
    A pattern that adds nothing here may add something in other texts.

    >>> table = pattern_yield()
    >>> bool((table["mentions"] == 0).all() and table["examples"].gt(0).any())
    True
    """
    known = lexicon if isinstance(lexicon, dict) else read_lexicon(lexicon)
    singles, places = single_patterns(known)
    examples = shown(singles, places, example_passages(known, "examples"))
    whole = one = empty("mentions")
    if passages is not None:
        whole, one = find_framings(passages, known), find_framings(passages, singles)
    framings = {name: framing for name, (framing, _, _) in places.items()}
    pairs = _pairs(one.assign(of=one["framing"].map(framings)), whole)
    patterns = pairs.groupby("mention_whole")["framing_one"].nunique()
    alone = pairs[pairs["mention_whole"].map(patterns) == 1]
    table = pd.DataFrame(places.values(), columns=["framing", "language", "pattern"], index=places)
    for column, counts in (
        ("examples", pd.Series(examples, dtype="int64")),
        ("mentions", pairs.groupby("framing_one")["mention_whole"].nunique()),
        ("only", alone.groupby("framing_one")["mention_whole"].nunique()),
    ):
        table[column] = counts.reindex(table.index).fillna(0)
    table["share"] = table["mentions"] / table["framing"].map(whole["framing"].value_counts())
    wordings = one.groupby("framing")["variant"].agg(most_frequent) if len(one) else {}
    table["variant"] = pd.Series(wordings, dtype="str").reindex(table.index)
    return check(table, "pattern_yield")


def single_patterns(lexicon: Lexicon, key: str = "patterns") -> tuple[Lexicon, dict[str, _Place]]:
    """Each pattern as a framing of its own, and which pattern of which framing it is.

    `key` may be "excluded" or "names" as well: these are then looked for.
    """
    singles: Lexicon = {}
    places: dict[str, _Place] = {}
    for framing, entry in lexicon.items():
        excluded = entry.excluded if key == "patterns" else {}
        for language, patterns in getattr(entry, key).items():
            for pattern in dict.fromkeys(patterns):
                name = str(len(singles))
                alone: dict[str, tuple[Pattern, ...]] = {language: (pattern,)}
                singles[name] = replace(entry, framing=name, patterns=alone, excluded=excluded)
                places[name] = (framing, language, pattern.written)
    return singles, places


def shown(singles: Lexicon, places: dict[str, _Place], texts: pd.DataFrame) -> dict[str, int]:
    """How many texts of its own framing (`example_passages`) each single pattern matches."""
    found = find_framings(texts, singles)
    own = found["passage"].map(framing_of) == found["framing"].map(lambda name: places[name][0])
    return found[own].groupby("framing")["passage"].nunique().to_dict()


def _pairs(one: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Mentions of single patterns beside the mentions of their framing that they overlap."""
    left = one.add_suffix("_one")
    right = whole.add_suffix("_whole")
    pairs = left.merge(
        right, left_on=["passage_one", "of_one"], right_on=["passage_whole", "framing_whole"]
    )
    return pairs[overlap(pairs, "_one", "_whole")]


def overlap(pairs: pd.DataFrame, a: str, b: str) -> pd.Series:
    """Which pairs of mentions, told apart by the endings `a` and `b`, share a character."""
    return (pairs[f"start{a}"] < pairs[f"end{b}"]) & (pairs[f"start{b}"] < pairs[f"end{a}"])


def most_frequent(wordings: pd.Series) -> str:
    """The wording that occurs most often; of equals the first by letters."""
    counts = wordings.value_counts()
    return str(min(counts[counts == counts.max()].index))
