"""What is wrong with a lexicon: where, what, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from ...errors import LexiconError
from .framing import Lexicon
from .positions import Keys


@dataclass(frozen=True)
class Fault:
    """One fault: `line` of the file, `column` the character in the pattern, or in the line if there is
    none, where they are known.

    A lexicon with a fault of severity "fault" is refused; "warning" is an entry that is left out,
    or a doubt.
    """

    fault: str
    remedy: str = ""
    line: int | None = None
    framing: str | None = None
    key: str | None = None
    column: int | None = None
    pattern: str | None = None
    severity: str = "fault"

    def error(self, where: str) -> LexiconError:
        """The fault as the error that a reader of the file `where` raises."""
        place = where if self.line is None else f"{where}, line {self.line}"
        if self.column is not None and self.pattern is None:  # of the line, not of a pattern
            place += f", column {self.column}"
        key = None if f"'{self.key}'" in self.fault else self.key
        parts = [place, self.framing and f"framing '{self.framing}'", key, self.fault]
        message = ": ".join(part for part in parts if part).rstrip(".") + "."
        values = {
            name: value
            for name in ("line", "framing", "key", "column", "pattern")
            if (value := getattr(self, name)) is not None
        }
        return LexiconError(f"{message} {self.remedy}".rstrip(), path=where, **values)


@dataclass(frozen=True)
class Parsed:
    """What a file says: the framings without fault, all faults, and the lines of keys and items."""

    lexicon: Lexicon
    faults: list[Fault]
    lines: dict[Keys, int] = field(default_factory=dict)

    def refused(self) -> list[Fault]:
        """The faults for which a reader refuses the file."""
        return [fault for fault in self.faults if fault.severity == "fault"]


def meant(word: str, known: Iterable[str]) -> str:
    """A question after what was meant by a misspelt word, or nothing.

    >>> meant("lable", ["label", "gloss"])
    "Did you mean 'label'? "
    """
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'? " if close else ""
