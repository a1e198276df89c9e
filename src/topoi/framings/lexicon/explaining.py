"""A pattern in words, for a reader who does not know the pattern language."""

from __future__ import annotations

import re

from ..patterns import Pattern, compile_pattern
from ..patterns.parsing import AnyWord, Comma, Either, Gap, Maybe, Part, Parts, Word

_SHOWN = 5  # alternatives that are named, of more
_BRACES = re.compile(r"\{[^{}]*\}")


def explain(pattern: Pattern) -> str:
    """What a pattern matches, in English.

    >>> from topoi.framings.patterns import compile_pattern
    >>> explain(compile_pattern("hybrid (war|threat*) NOT NEAR/5 film"))
    'hybrid, then war or threat…; not with film within 5 words'
    >>> explain(compile_pattern("[more] just <2> multi-polar order"))
    'perhaps more, then just, then up to 2 other words, then multi-polar (or multi polar, multipolar), then order'
    >>> explain(compile_pattern("{многополярный} {мир|порядок}"))
    'any form of многополярный, then any form of мир or порядок'
    """
    told = _Telling(pattern.written)
    conditions = [
        f"not with {told.sequence(c.pattern.parts)} within {c.near} words"
        if c.near
        else f"not inside {told.sequence(c.pattern.parts)}"
        for c in pattern.conditions
    ]
    return "; ".join([told.sequence(pattern.parts), *conditions])


class _Telling:
    """Tells parts; those that braces stand for (every form of a word) by what is in the braces."""

    def __init__(self, written: str) -> None:
        self.braces = {
            compile_pattern(group).parts[0]: " or ".join(group[1:-1].split("|"))
            for group in _BRACES.findall(written)
        }

    def sequence(self, parts: Parts) -> str:
        return ", then ".join(map(self.part, parts))

    def part(self, part: Part) -> str:
        if part in self.braces:
            return f"any form of {self.braces[part]}"
        if isinstance(part, Word):
            return _word(part.text)
        if isinstance(part, AnyWord):
            return "any word"
        if isinstance(part, Gap):
            return f"up to {part.words} other word{'s' * (part.words != 1)}"
        if isinstance(part, Comma):
            return "perhaps a comma"
        if isinstance(part, Maybe):
            return f"perhaps {self.either(part)}"
        return self.either(part)

    def either(self, part: Either | Maybe) -> str:
        options = [self.option(option) for option in part.options]
        if len(options) > _SHOWN and all(len(option) == 1 for option in part.options):
            return f"one of {len(options)} words: {', '.join(options[:_SHOWN])} …"
        return " or ".join(options)

    def option(self, parts: Parts) -> str:
        if all(isinstance(part, Word) for part in parts):
            return " ".join(map(self.part, parts))
        told = self.sequence(parts)
        return f"({told})" if len(parts) > 1 else told


def _word(text: str) -> str:
    """Letters left open are …, one letter is ·; a hyphen that may be a blank or nothing is told."""
    shown = text.replace("*", "…").replace("?", "·")
    if "-" not in text:
        return shown
    return f"{shown} (or {shown.replace('-', ' ')}, {shown.replace('-', '')})"
