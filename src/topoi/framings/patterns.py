"""The pattern language of the lexicon: what a social scientist writes, as a regular expression.

    multi-polar* world      words, `*` for any letters; a hyphen may be a hyphen, a blank or nothing
    (war|warfare|threat*)   alternatives, each of one word or more
    [more] just world       a word, or more, that may be missing
    just <2> order          up to two words in between
    one belt, one road      a comma that may be missing

Matching is blind to case, to line breaks, to soft hyphens, and to quotation marks inside the term
(“multipolar” world, «цветных» революций). A sentence end is not crossed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ..errors import LexiconError
from ..text import flatten

_JOINT = r"(?:[\s\"']*-?[\s\"']+|-)"  # between two words of a term
_HYPHEN = r"(?:[\s\"']*-?[\s\"']*)"
_LETTERS = r"[^\W\d_]*"
_PIECE = re.compile(
    r"\s*(?:(?P<gap><(?P<n>\d+)>)|(?P<mark>[()\[\]|])|(?P<comma>,)|(?P<word>[^\s()\[\]|<>,]+))"
)
_WORD = re.compile(r"[\w*'’.&/-]+")


@dataclass(frozen=True)
class Pattern:
    """One compiled pattern: `needles` are strings of which one must occur in any match."""

    written: str
    expression: re.Pattern[str]
    needles: tuple[str, ...]

    def spans(self, flat: str) -> list[tuple[int, int]]:
        """Spans of the matches in a text made small and flat by `topoi.text.flatten`."""
        if self.needles and not any(needle in flat for needle in self.needles):
            return []
        return [match.span() for match in self.expression.finditer(flat)]


@cache
def compile_pattern(written: str) -> Pattern:
    """Compile a pattern, or raise LexiconError that says at which character it goes wrong.

    >>> pattern = compile_pattern("multi-polar* [world] order*")
    >>> [pattern.expression.search(t) is not None for t in ("multipolar world order", "polar order")]
    [True, False]
    >>> compile_pattern("hybrid (war|threat")
    Traceback (most recent call last):
    ...
    topoi.errors.LexiconError: pattern 'hybrid (war|threat': '(' at character 8 is never closed.
    """
    parts, at = _parse(written, 0, None)
    at += len(written[at:]) - len(written[at:].lstrip())
    if at < len(written):
        raise LexiconError(
            f"pattern '{written}': '{written[at]}' at character {at + 1} closes nothing.",
            pattern=written,
            column=at + 1,
        )
    if all(kind in ("maybe", "gap", "comma") for kind, _ in parts):
        raise LexiconError(
            f"pattern '{written}' holds no word that must occur.", pattern=written, column=1
        )
    for kind, place in ((parts[0][0], 1), (parts[-1][0], len(written.rstrip()))):
        if kind == "gap":
            raise LexiconError(
                f"pattern '{written}': the gap at character {place} needs a word on either side.",
                pattern=written,
                column=place,
            )
    expression = rf"(?<![^\W_])(?<!\w[-']){_sequence(parts)}(?![^\W_])"
    return Pattern(written, re.compile(expression), tuple(sorted(_needles(parts))))


_Part = tuple[str, object]


def _parse(written: str, at: int, until: str | None) -> tuple[list[_Part], int]:
    """Parts of a sequence up to the mark `until`, and where it stopped."""
    parts: list[_Part] = []
    options: list[list[_Part]] = []
    while match := _PIECE.match(written, at):
        start = match.start(match.lastgroup or "word")
        if match["gap"]:
            parts.append(("gap", int(match["n"])))
            at = match.end()
        elif match["comma"]:
            parts.append(("comma", None))
            at = match.end()
        elif match["word"]:
            word = match["word"]
            if not _WORD.fullmatch(word) or not word.strip("*-"):
                raise LexiconError(
                    f"pattern '{written}': '{word}' at character {start + 1} is no word "
                    "(letters, * and hyphens; (a|b), [optional], <2> for a gap).",
                    pattern=written,
                    column=start + 1,
                )
            parts.append(("word", flatten(word.lower())))
            at = match.end()
        elif match["mark"] in "([":
            close = ")" if match["mark"] == "(" else "]"
            inner, at = _parse(written, match.end(), close)
            if at >= len(written) or written[at] != close:
                raise LexiconError(
                    f"pattern '{written}': '{match['mark']}' at character {start + 1} "
                    "is never closed.",
                    pattern=written,
                    column=start + 1,
                )
            parts.append(("either" if close == ")" else "maybe", inner))
            at += 1
        elif match["mark"] == "|" and until:
            options.append(parts)
            parts, at = [], match.end()
        else:
            at = start
            break
    if options:
        options.append(parts)
        if not all(options):
            raise LexiconError(
                f"pattern '{written}': an alternative is empty; for a word that may be missing "
                "write [word].",
                pattern=written,
                column=at + 1,
            )
        return [("options", options)], at
    return parts, at


def _sequence(parts: list[_Part]) -> str:
    """Regular expression of parts in a row, with joints where two of them meet."""
    out = ""
    pending = ""  # the joint owed to the next part
    for kind, value in parts:
        if kind == "gap":
            pending = rf",?{_JOINT}(?:[^\W\d_]+(?:[-'][^\W\d_]+)*,?{_JOINT}){{0,{value}}}"
            continue
        if kind == "comma":
            pending = f",?{pending}" if pending else pending
            continue
        body = _body(kind, value)
        if kind == "maybe":
            out += f"(?:{pending}{body})?" if pending else f"(?:{body}{_JOINT})?"
            continue
        out += pending + body
        pending = _JOINT
    return out


def _body(kind: str, value: object) -> str:
    if kind == "word":
        pieces = re.split(r"([*-])", str(value))
        joined = {"*": _LETTERS, "-": _HYPHEN}
        return "".join(joined.get(piece, re.escape(piece)) for piece in pieces)
    if kind == "options":
        return "(?:" + "|".join(_sequence(option) for option in value) + ")"  # type: ignore[attr-defined]
    return f"(?:{_sequence(value)})"  # type: ignore[arg-type]


def _needles(parts: list[_Part]) -> set[str]:
    """Strings of which every match holds one: the set whose shortest member is longest."""
    best: set[str] = set()
    for kind, value in parts:
        if kind == "word":
            found = {max(re.split(r"[*-]", str(value)), key=len)}
        elif kind == "either":
            found = _needles(value)  # type: ignore[arg-type]
        elif kind == "options":
            each = [_needles(option) for option in value]  # type: ignore[attr-defined]
            found = set().union(*each) if all(each) else set()
        else:
            continue
        if found and min(map(len, found)) > min(map(len, best), default=0):
            best = found
    return best
