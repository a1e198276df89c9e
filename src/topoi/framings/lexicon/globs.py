"""Dictionary values of other programs ("united states*") as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ...errors import LexiconError
from ..patterns import Pattern, compile_pattern
from .faults import Fault, Parsed
from .framing import Framing
from .positions import Keys

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_OURS = re.compile(r"[()\[\]{}|<>]")  # marks of the pattern language, letters in a glob


def pattern_of(value: str) -> Pattern:
    """A glob as a pattern: words as they are, small; a comma may stand alone.

    Raises LexiconError if the pattern language cannot say the same.

    >>> pattern_of("United  States*").written
    'united states*'
    """
    words = value.lower().split()
    if not words:
        raise LexiconError("the value is empty")
    if mark := _OURS.search(value):
        raise LexiconError(f"'{mark.group()}' is no part of a word here", column=mark.start() + 1)
    if "_" in value:
        raise LexiconError("no text has '_' between words; write a blank", column=value.index("_"))
    return compile_pattern(" ".join(words))


def language_of(value: str) -> str:
    """The language that a value is written for, by its letters.

    >>> language_of("united states*"), language_of("соединенн* штат*")
    ('en', 'ru')
    """
    return "ru" if _CYRILLIC.search(value) else "en"


@dataclass
class Gathered:
    """Values of a dictionary as they are read, one after the other, under the names of their keys."""

    values: dict[str, dict[str, dict[str, Pattern]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    lines: dict[Keys, int] = field(default_factory=dict)

    def add(self, name: str, value: str, line: int) -> None:
        """Note a value under `name`, or why it is left out."""
        try:
            pattern = pattern_of(value)
        except LexiconError as error:
            self.leave_out(
                f"'{value}' is left out: {str(error).rstrip('.')}", name, line, **error.values
            )
        else:
            language = language_of(value)
            patterns = self.values.setdefault(name, {}).setdefault(language, {})
            self.lines.setdefault((name,), line)
            self.lines.setdefault((name, "patterns", language, len(patterns)), line)
            patterns.setdefault(pattern.written, pattern)

    def leave_out(self, what: str, name: str | None, line: int, **values: int) -> None:
        """Note something that is not used, as a warning."""
        column = values.get("column")
        self.faults.append(Fault(what, line=line, framing=name, column=column, severity="warning"))

    def refuse(self, fault: Fault) -> None:
        """Note a fault for which the file is refused."""
        self.faults.append(replace(fault, severity="fault"))

    def parsed(self, order: Iterable[str] | None = None) -> Parsed:
        """A framing a key that has values, in the order of reading or that of `order`."""
        names = [n for n in order if n in self.values] if order is not None else self.values
        lexicon = {
            name: Framing(
                framing=name,
                label=name,
                gloss="",
                source="",
                patterns={k: tuple(v.values()) for k, v in self.values[name].items()},
                excluded={},
                names={},
                examples=(),
                counterexamples=(),
            )
            for name in names
        }
        return Parsed(lexicon, self.faults, self.lines)
