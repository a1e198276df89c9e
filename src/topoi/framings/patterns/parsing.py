"""From what is written to parts: words, alternatives, words that may be missing, gaps, commas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from ...errors import LexiconError
from ..normal import normalise
from .forms import forms


@dataclass(frozen=True)
class Word:
    """One word, normalised; it may hold `*` (any letters), `?` (one letter) and hyphens."""

    text: str


@dataclass(frozen=True)
class Either:
    """One of several sequences of parts."""

    options: tuple[Parts, ...]


@dataclass(frozen=True)
class Maybe:
    """One of several sequences of parts, or nothing."""

    options: tuple[Parts, ...]


@dataclass(frozen=True)
class Gap:
    """Up to so many words that are not given."""

    words: int


@dataclass(frozen=True)
class AnyWord:
    """One word, whichever."""


@dataclass(frozen=True)
class Comma:
    """A comma that may be missing or be a dash."""


Part = Word | Either | Maybe | Gap | AnyWord | Comma
Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Clause:
    """One of the patterns that NOT parts: what follows NOT NEAR/n (`near`), or NOT IN (0)."""

    parts: Parts
    near: int = 0


MOST_GAP = 20  # words; what is farther apart is no term
_CLAUSE = re.compile(r"(?<!\S)NOT(?!\S)(?:\s+(?:NEAR/(?P<n>[1-9]\d*)|IN)(?!\S))?")
_PIECE = re.compile(
    r"\s*(?:<(?P<gap>\d+)>|(?P<comma>,)|\{(?P<lemmas>[^{}]*)\}|(?P<mark>[()\[\]{}|<>])"
    r"|(?P<word>[^\s()\[\]{}|<>,]+))"
)
_WORD = re.compile(r"(?=[*?]*[^\W_])[\w*?][\w'.&/*?-]*")
_LEMMA = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_CLOSES = {"(": ")", "[": "]"}
_GLUED = re.compile(r"[^\s(\[|,<>-](?!\s|[(\[]?-)")  # not "(pro|anti)-western", "hybrid[-type]"


def parse(written: str) -> tuple[Parts, list[Clause]]:
    """Parts of a pattern, and the clauses that its NOTs begin; LexiconError names the character."""
    cuts = list(_CLAUSE.finditer(written))
    ends = [*(cut.start() for cut in cuts), len(written)]
    parts = _Reader(written, 0, ends[0]).whole()
    clauses = []
    for cut, end in zip(cuts, ends[1:], strict=True):
        if cut.group() == "NOT":
            _fail(written, cut.start(), "'NOT'", "is to be followed by NEAR/5 or by IN.")
        clauses.append(Clause(_Reader(written, cut.end(), end).whole(), int(cut["n"] or 0)))
    return parts, clauses


def _fail(written: str, at: int, what: str, trouble: str) -> NoReturn:
    raise LexiconError(
        f"pattern '{written}': {what} at character {at + 1} {trouble}",
        pattern=written,
        column=at + 1,
    )


class _Reader:
    """Reads the parts of `written` from one character up to another."""

    def __init__(self, written: str, at: int, end: int) -> None:
        self.written, self.begin, self.at, self.end = written, at, at, end

    def whole(self) -> Parts:
        """All parts; nothing may be left over."""
        parts = self.sequence()
        rest = self.written[self.at : self.end].lstrip()
        if rest:
            hint = " Alternatives stand in brackets: (a|b)." if rest[0] == "|" else ""
            at = self.end - len(rest)
            self.fail(at, f"'{rest[0]}'", f"closes nothing.{hint}")
        self.check(parts, self.begin)
        return parts

    def sequence(self) -> Parts:
        """Parts up to a mark that does not belong to them."""
        parts: list[Part] = []
        while match := _PIECE.match(self.written, self.at, self.end):
            kind = match.lastgroup or "word"
            start = match.start(kind)
            if kind == "mark" and match["mark"] not in "([":
                if match["mark"] in "{}<>":
                    self.fail(start, f"'{match['mark']}'", _STRAY[match["mark"]])
                break
            if kind in ("word", "lemmas", "mark"):
                self.check_blank(match)
            self.at = match.end()
            if kind == "gap":
                self.add_gap(parts, int(match["gap"]), start - 1)
            elif kind == "comma":
                parts.append(Comma())
            elif match["word"] == "*":
                parts.append(AnyWord())
            elif kind == "word":
                parts.append(self.word(match["word"], start))
            elif kind == "lemmas":
                parts.append(self.lemmas(match["lemmas"], start - 1))
            else:
                parts.append(self.group(match["mark"], start))
        return tuple(parts)

    def add_gap(self, parts: list[Part], words: int, start: int) -> None:
        """A gap; two in a row are one."""
        if parts and isinstance(last := parts[-1], Gap):
            words += last.words
            parts.pop()
        if words > MOST_GAP:
            trouble = f"makes a gap of {words} words; at most {MOST_GAP} may stand in between."
            self.fail(start, "'<'", trouble)
        parts.append(Gap(words))

    def group(self, mark: str, start: int) -> Either | Maybe:
        """What stands between a bracket and the one that closes it."""
        options = []
        while True:
            begin = self.at
            option = self.sequence()
            options.append(option)
            found = _PIECE.match(self.written, self.at, self.end)
            closing = found["mark"] if found else None
            if closing not in ("|", _CLOSES[mark]) or found is None:
                self.fail(start, f"'{mark}'", f"is never closed by a '{_CLOSES[mark]}'.")
            if not option:
                hint = "is empty; for a word that may be missing write [word]."
                self.fail(found.start("mark"), "the alternative", hint)
            self.check(option, begin)
            self.at = found.end()
            if closing != "|":
                return (Either if mark == "(" else Maybe)(tuple(options))

    def word(self, text: str, start: int) -> Word:
        if re.fullmatch(r"near/\d*", text, re.IGNORECASE):
            hint = "stands behind NOT, both in capitals: a NOT NEAR/5 b."
            self.fail(start, f"'{text}'", hint)
        flat = "*".join(normalise(piece).flat for piece in text.split("*")).lstrip("-")
        if not _WORD.fullmatch(flat):
            self.fail(
                start,
                f"'{text}'",
                "is no word (letters, then hyphens, apostrophes, * and ?; besides words there are "
                "(a|b), [may be missing], {every form}, <2> for a gap, NOT NEAR/5, NOT IN).",
            )
        return Word(flat)

    def lemmas(self, text: str, start: int) -> Either:
        """Every form of each of the words in braces, as alternatives."""
        found: dict[str, None] = {}
        for lemma in text.split("|"):
            flat = normalise(lemma.strip()).flat
            if not _LEMMA.fullmatch(flat):
                self.fail(
                    start, f"'{{{text}}}'", "should hold one word, or several like {war|threat}."
                )
            try:
                found |= dict.fromkeys(forms(flat))
            except LexiconError as error:
                self.fail(start, f"'{{{text}}}'", f"holds '{lemma.strip()}': {error}")
        return Either(tuple((Word(form),) for form in found))

    def check_blank(self, match: re.Match[str]) -> None:
        """A word or a bracket is not glued to what stands before it."""
        at = match.start()
        if at > self.begin and _GLUED.match(self.written, at - 1):
            rule = "brackets stand for whole words; put a blank before it, or write (war|wars)."
            self.fail(at, f"'{self.written[at]}'", f"is glued to a word: {rule}")

    def check(self, parts: Parts, begin: int) -> None:
        """A sequence holds a word that must occur, and no gap or comma at its ends."""
        if all(isinstance(part, Maybe | Gap | AnyWord | Comma) for part in parts):
            raise LexiconError(
                f"pattern '{self.written}' holds no word that must occur, from character "
                f"{begin + 1} on; what stands in [ ] may be missing.",
                pattern=self.written,
                column=begin + 1,
            )
        for part, piece in ((parts[0], "first"), (parts[-1], "last")):
            if type(part) in _BETWEEN:
                at = begin if piece == "first" else self.at - 1
                self.fail(at, _BETWEEN[type(part)], "needs a word on either side.")

    def fail(self, at: int, what: str, trouble: str) -> NoReturn:
        _fail(self.written, at, what, trouble)


_BETWEEN = {Gap: "the gap", AnyWord: "the '*'", Comma: "the comma"}
_STRAY = {
    "{": "is never closed by a '}'.",
    "}": "closes nothing.",
    "<": "begins no gap; a gap of up to two words is <2>.",
    ">": "ends no gap; a gap of up to two words is <2>.",
}
