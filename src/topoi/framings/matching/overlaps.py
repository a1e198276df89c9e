"""Which of several overlapping matches count."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .search import Match

SCOPES = ("framing", "lexicon")


def resolve(matches: Sequence[Match], framings: Sequence[str], scope: str) -> list[Match]:
    """The matches that count, given the framing of each pattern.

    Longer matches come first: those of more words, then of more characters, then the earlier. A
    match that shares a word with one of its own framing that counts does not; with the scope
    "lexicon", nor does one whose words all belong to others before it that count, of any framing
    (two framings of the very same place both count). These are the rules of quanteda's
    `tokens_lookup` with `nested_scope` "key" and "dictionary", where all words are as long as each
    other.
    """
    kept: list[Match] = []
    own: dict[str, set[int]] = {}  # framing -> words of its matches that count
    covered: set[int] = set()  # words of all that count
    for _, group in groupby(sorted(matches, key=_rank), key=lambda m: (m.start, m.end)):
        same_place = list(group)
        if scope == "lexicon" and same_place[0].words <= covered:
            continue
        for match in same_place:
            mine = own.setdefault(framings[match.pattern], set())
            if mine.isdisjoint(match.words):
                mine |= match.words
                covered |= match.words
                kept.append(match)
    return kept


def _rank(match: Match) -> tuple[int, int, int, int]:
    return -len(match.words), match.start - match.end, match.start, match.pattern
