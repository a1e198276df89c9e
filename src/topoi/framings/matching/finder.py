"""Framings in texts: which matches count, and which of them are names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..lexicon import Framing
from ..patterns import Pattern
from .overlaps import resolve
from .search import Match, search

_MARK = re.compile(r"\"|(?<![^\W_])'|'(?![^\W_])")
_HYPHEN = re.compile("(?<=[^ ])- ")


class Role(NamedTuple):
    """What a pattern is for: one of the patterns of a framing, or of its exclusions or names."""

    framing: str
    language: str
    role: str


@dataclass(frozen=True)
class Found:
    """One mention in a text."""

    start: int
    end: int
    framing: str
    language: str
    is_name: bool
    variant: str


class Finder:
    """Finds the framings that it is made for in texts."""

    def __init__(self, framings: Collection[Framing], nested: str = "framing") -> None:
        self.nested = nested
        self.roles: list[Role] = []
        self.patterns: list[Pattern] = []
        for framing in framings:
            for language, patterns in framing.patterns.items():
                self._add(Role(framing.framing, language, "pattern"), patterns)
                excluded = framing.excluded.get(language, ())
                self._add(Role(framing.framing, language, "excluded"), excluded)
                self._add(Role(framing.framing, language, "name"), framing.names.get(language, ()))

    def _add(self, role: Role, patterns: Collection[Pattern]) -> None:
        self.patterns += patterns
        self.roles += [role] * len(patterns)

    def find(self, texts: Sequence[str]) -> dict[int, list[Found]]:
        """Number of a text -> its mentions in order; texts without any are left out."""
        found = {}
        for number, matches in search(texts, self.patterns).items():
            if mentions := self._mentions(matches):
                found[number] = mentions
        return found

    def _mentions(self, matches: list[Match]) -> list[Found]:
        spans: dict[Role, list[tuple[int, int]]] = {}
        for match in matches:
            spans.setdefault(self.roles[match.pattern], []).append((match.start, match.end))
        allowed = list(self._allowed(matches, spans))
        framings = [role.framing for role in self.roles]
        named = []
        for match in resolve(allowed, framings, self.nested):
            framing, language, _ = self.roles[match.pattern]
            names = spans.get(Role(framing, language, "name"), ())
            is_name = any(a <= match.start and match.end <= b for a, b in names)
            place = match.start, match.end
            named.append(Found(*place, framing, language, is_name, plain(match.wording)))
        return sorted(named, key=lambda found: (found.start, found.end, found.framing))

    def _allowed(
        self, matches: list[Match], spans: dict[Role, list[tuple[int, int]]]
    ) -> Iterator[Match]:
        """Matches of patterns that overlap no match of an excluded one."""
        for match in matches:
            framing, language, role = self.roles[match.pattern]
            excluded = spans.get(Role(framing, language, "excluded"), ())
            if role == "pattern" and not any(
                match.start < b and a < match.end for a, b in excluded
            ):
                yield match


def plain(wording: str) -> str:
    """A normalised wording as it is compared (`variant`)."""
    return _HYPHEN.sub("-", " ".join(_MARK.sub("", wording).split()))
