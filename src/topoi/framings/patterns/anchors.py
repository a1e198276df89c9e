"""From parts to anchors: words of which every match holds one, and how far into it.

A text is searched by looking up its words, not by running every pattern over it: where no anchor
of a pattern stands, the pattern does not match.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .parsing import AnyWord, Comma, Either, Gap, Part, Parts, Word

WORD_RUNS = 4  # a word that is not given can be "U.S.A.-led" or "1,000,000-strong"


@dataclass(frozen=True)
class Anchor:
    """Each match holds one of `words` (`*` and `?` as in patterns) with at most `before` words before it."""

    words: frozenset[str]
    before: int


def anchors(parts: Parts) -> list[Anchor]:
    """One anchor for each word, or choice of words, that must occur.

    >>> from .parsing import parse
    >>> [(sorted(a.words), a.before) for a in anchors(parse("multi-polar* [world] order")[0])]
    [(['multi', 'multipolar*'], 0), (['order'], 3)]
    """
    found = []
    before = 0
    for part in parts:
        if isinstance(part, Word):
            found.append(Anchor(frozenset(_first_runs(part.text)), before))
        elif isinstance(part, Either):
            each = [max(anchors(option), key=_rareness) for option in part.options]
            words = frozenset().union(*(anchor.words for anchor in each))
            found.append(Anchor(words, before + max(anchor.before for anchor in each)))
        before += _most(part)
    return found


def _rareness(anchor: Anchor) -> int:
    return min(len(word) for word in anchor.words)


def _first_runs(word: str) -> list[str]:
    """The runs of letters and digits that a word can begin with: its hyphens may be nothing."""
    runs = []
    run = ""
    for piece in word.split("-"):
        head, *rest = re.split(r"[^\w*?]|_", piece, maxsplit=1)
        run += head
        runs.append(run)
        if rest:
            break
    return runs


def most_words(parts: Parts) -> int:
    """The most words that a match of these parts can hold."""
    return sum(map(_most, parts))


def _most(part: Part) -> int:
    if isinstance(part, Word):
        return len(re.split(r"[-'./&_]", part.text))
    if isinstance(part, Gap):
        return part.words * WORD_RUNS
    if isinstance(part, AnyWord):
        return WORD_RUNS
    if isinstance(part, Comma):
        return 0
    return max(most_words(option) for option in part.options)
