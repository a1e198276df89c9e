"""What a lexicon holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..patterns import Pattern

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Framing:
    """One framing of a lexicon.

    `patterns`, `excluded` and `names` are compiled patterns by language. A match that overlaps an
    excluded one is dropped; a match inside one of `names` is a use as a name. `examples` must
    match; `counterexamples` must not, nor `false_friends`: wordings that look like the framing and
    are something else. `attitude` (endorse, oppose, neutral) is what usage says where no verb
    or predicate that governs the mention decides; None if it does not say. `blocs`
    names, by attitude, organizations for which the same words are known to divide.
    """

    framing: str
    label: str
    gloss: str
    source: str
    patterns: dict[str, tuple[Pattern, ...]]
    excluded: dict[str, tuple[Pattern, ...]]
    names: dict[str, tuple[Pattern, ...]]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    false_friends: tuple[str, ...] = ()
    attitude: str | None = None
    blocs: dict[str, tuple[str, ...]] = field(default_factory=dict)


Lexicon = dict[str, Framing]


def plain(pattern: Pattern) -> str:
    """A pattern as written, blanks and capitals apart: two that are equal so match the same."""
    return " ".join(pattern.written.lower().split())
