"""Who speaks on a page: how much, in which colour."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

COLOURS = 7  # as many as base.css declares


@dataclass(frozen=True)
class Speaker:
    """One speaker of a page, with the words of all documents on it."""

    number: int
    name: str
    colour: int
    words: int


def speakers_of(passages: pd.DataFrame) -> dict[str, Speaker]:
    """The speakers of passages by name, who says most first.

    Two speakers of one document share a colour only if it has more speakers than there are
    colours.

    >>> said = pd.DataFrame({"document": ["a", "a", "b"], "speaker": ["Orlan", "Vane", "Orlan"]})
    >>> [(s.name, s.words) for s in speakers_of(said.assign(words=[3, 9, 4])).values()]
    [('Vane', 9), ('Orlan', 7)]
    """
    said = passages[passages["speaker"].notna()]
    words = said.groupby("speaker")["words"].sum()
    order = sorted(words.index, key=lambda name: (-words[name], name))
    places = said.groupby("speaker")["document"].agg(set).to_dict()
    colours: dict[str, int] = {}
    used: Counter[int] = Counter()
    beside: Counter[tuple[str, int]] = Counter()  # document and colour
    for name in order:
        near = {c: sum(beside[place, c] for place in places[name]) for c in range(COLOURS)}
        colour = min(range(COLOURS), key=lambda c: (near[c], used[c], c))
        colours[name] = colour
        used[colour] += 1
        beside.update((place, colour) for place in places[name])
    return {
        name: Speaker(number, name, colours[name], int(words[name]))
        for number, name in enumerate(order)
    }
