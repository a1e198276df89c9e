"""What the rules look at: a mention in its sentence, and the sentences around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ...text import count_words
from ..lexicon import Framing
from .cues import read_cues, states_but

_CLAUSE = re.compile(
    r"[;:()—]|\s[-–]\s|,\s+(?:but|while|whereas|although|though|yet|because|since|which|who|"
    r"а|но|хотя|котор\w+)\b"
)


@dataclass(frozen=True)
class Verdict:
    """An answer, the rule that gave it, and the words that decided."""

    value: str | None
    rule: str
    evidence: str | None = None


@dataclass(frozen=True)
class Context:
    """A mention at [start:end) of a sentence, and what is known of who says it.

    `text` is flat and in small letters, and so are the sentences around it: `previous`, the one
    before that (`earlier`), and the one `following`. `written` is the sentence as it stands, of the
    same length as `text`.
    """

    text: str
    written: str
    start: int
    end: int
    language: str = "en"
    previous: str = ""
    earlier: str = ""
    following: str = ""
    framing: Framing | None = None
    is_name: bool = False
    embedded_source: str = ""
    organization: str = ""
    on_behalf_of: str = ""

    @cached_property
    def wording(self) -> str:
        return self.text[self.start : self.end]

    @cached_property
    def before(self) -> str:
        """The sentence up to the mention."""
        return self.text[: self.start]

    @cached_property
    def after(self) -> str:
        return self.text[self.end :]

    @cached_property
    def clause_before(self) -> str:
        """The clause up to the mention."""
        start = max((cut.end() for cut in _CLAUSE.finditer(self.before)), default=0)
        return self.before[start:]

    @cached_property
    def clause_after(self) -> str:
        cut = _CLAUSE.search(self.after)
        return self.after[: cut.start()] if cut else self.after

    def cue(self, name: str) -> re.Pattern[str]:
        return read_cues(self.language)[name]

    def last(self, cue: str, text: str, *, within: int = 1000) -> re.Match[str] | None:
        """The last match of a cue in `text`, at most `within` words from its end."""
        found = None
        for match in self.cue(cue).finditer(text):
            found = match
        return found if found and count_words(text[found.end() :]) <= within else None

    def first(self, cue: str, text: str, *, within: int = 1000) -> re.Match[str] | None:
        """The first match of a cue in `text`, at most `within` words from its beginning."""
        found = self.cue(cue).search(text)
        return found if found and count_words(text[: found.start()]) <= within else None

    @cached_property
    def doers(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """Who can be accused: others, and states but for the speaker's own."""
        return self.cue("others"), states_but(self.organization)

    @property
    def names_doer(self) -> bool:
        """Whether the framing itself names a group that can be accused."""
        return any(doer.search(self.wording) for doer in self.doers)
