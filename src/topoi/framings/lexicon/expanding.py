"""Patterns as globs: every way to say them with words, `*` and blanks alone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from ...errors import LexiconError
from ..patterns import Pattern
from ..patterns.parsing import AnyWord, Comma, Gap, Maybe, Part, Parts, Word

LIMIT = 2000  # globs of one pattern


def globs_of(pattern: Pattern, *, limit: int = LIMIT) -> list[str]:
    """Globs that match what `pattern` matches without its conditions, sorted.

    A hyphen becomes a hyphen, a blank or nothing; a gap `*` for each word in it, with one comma or
    none; a comma stands like a word. Raises LexiconError if there are more than `limit`.

    >>> from topoi.framings.patterns import compile_pattern
    >>> globs_of(compile_pattern("multi-polar* [world]"))
    ['multi polar*', 'multi polar* world', 'multi-polar*', 'multi-polar* world', 'multipolar*', 'multipolar* world']
    >>> globs_of(compile_pattern("just <1> order"))
    ['just * , order', 'just * order', 'just , * order', 'just , order', 'just order']
    """
    return sorted(set(_sequence(pattern.parts, limit)))


def _sequence(parts: Parts, limit: int) -> list[str]:
    """All ways to write parts in a row."""
    ways = [""]
    for part in parts:
        options = _part(part, limit)
        _keep(len(ways) * len(options), limit)
        ways = [" ".join(filter(None, pair)) for pair in product(ways, options)]
    return ways


def _part(part: Part, limit: int) -> list[str]:
    if isinstance(part, Word):
        first, *rest = part.text.split("-")
        _keep(3 ** len(rest), limit)
        return [
            "".join((first, *pairs)) for pairs in product(*([f"-{p}", f" {p}", p] for p in rest))
        ]
    if isinstance(part, AnyWord):
        return ["*"]
    if isinstance(part, Gap):
        return [gap for n in range(part.words + 1) for gap in _gaps(["*"] * n)]
    if isinstance(part, Comma):
        return ["", ","]
    options = [way for option in part.options for way in _sequence(option, limit)]
    _keep(len(options), limit)
    return [*options, ""] if isinstance(part, Maybe) else options


def _gaps(words: list[str]) -> list[str]:
    """Words that are not given, and one comma at any place between, before or behind them."""
    ways = [words, *([*words[:at], ",", *words[at:]] for at in range(len(words) + 1))]
    return [" ".join(way) for way in ways]


def _keep(n: int, limit: int) -> None:
    if n > limit:
        raise LexiconError(f"it stands for more than {limit} values")


def sample_of(pattern: Pattern) -> str:
    """A wording that `pattern` matches: the first of each alternative, nothing that may be missing.

    >>> from topoi.framings.patterns import compile_pattern
    >>> sample_of(compile_pattern("[more] just <2> (order*|world)"))
    'just order'
    """
    return " ".join(filter(None, _first(pattern.parts)))


def _first(parts: Parts) -> Iterable[str]:
    for part in parts:
        if isinstance(part, Word):
            yield part.text.replace("*", "").replace("?", "x")
        elif isinstance(part, AnyWord):
            yield "some"
        elif not isinstance(part, Maybe | Gap | Comma):
            yield from _first(part.options[0])
