"""A pattern in words, for a reader who does not know the pattern language."""

from __future__ import annotations

from ..patterns import Pattern
from ..patterns.parsing import AnyWord, Comma, Either, Gap, Maybe, Part, Parts, Word

_FORMS = 5  # alternatives that are named; of more, some


def explain(pattern: Pattern) -> str:
    """What a pattern matches, in English.

    >>> from topoi.framings.patterns import compile_pattern
    >>> explain(compile_pattern("hybrid (war|threat*) NOT NEAR/5 film"))
    'hybrid, then war or threat…; not with film within 5 words'
    >>> explain(compile_pattern("[more] just <2> multi-polar order"))
    'perhaps more, then just, then up to 2 other words, then multi-polar (or multi polar, multipolar), then order'
    """
    conditions = [
        f"not with {_sequence(c.pattern.parts)} within {c.near} words"
        if c.near
        else f"not inside {_sequence(c.pattern.parts)}"
        for c in pattern.conditions
    ]
    return "; ".join([_sequence(pattern.parts), *conditions])


def _sequence(parts: Parts) -> str:
    return ", then ".join(map(_part, parts))


def _part(part: Part) -> str:
    if isinstance(part, Word):
        return _word(part.text)
    if isinstance(part, AnyWord):
        return "any word"
    if isinstance(part, Gap):
        return f"up to {part.words} other word{'s' * (part.words != 1)}"
    if isinstance(part, Comma):
        return "perhaps a comma"
    if isinstance(part, Maybe):
        return f"perhaps {_either(part)}"
    return _either(part)


def _either(part: Either | Maybe) -> str:
    options = [_option(option) for option in part.options]
    if len(options) > _FORMS and all(len(option) == 1 for option in part.options):
        return f"one of {len(options)} words: {', '.join(options[:_FORMS])} …"
    return " or ".join(options)


def _option(parts: Parts) -> str:
    return (
        " ".join(map(_part, parts)) if all(isinstance(p, Word) for p in parts) else _sequence(parts)
    )


def _word(text: str) -> str:
    """Letters left open are …, one letter is ·; a hyphen that may be a blank or nothing is told."""
    shown = text.replace("*", "…").replace("?", "·")
    if "-" not in text:
        return shown
    return f"{shown} (or {shown.replace('-', ' ')}, {shown.replace('-', '')})"
