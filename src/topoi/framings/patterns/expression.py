"""From parts to a regular expression over normalised text."""

from __future__ import annotations

import re

from .anchors import most_words
from .parsing import AnyWord, Comma, Either, Gap, Maybe, Parts, Word

BEGIN = r"(?<![^\W_])(?<!\w[-'])"  # a match begins where a word does: not inside "mid-lake"
SUFFIXES = (  # of a compound that still means the term: "Eurasia-wide", not "South-South"
    "(?:led|wide|type|style|like|based|era|cent(?:e?red|ric)|driven|oriented|minded|friendly|related|linked|"
    "backed|sponsored|inspired|то|таки|де|ка)"
)
END = rf"(?![^\W_])(?!-(?!{SUFFIXES}(?![^\W_]))[^\W\d_])"
MARKS = "[\"']*"
SPACE = "[ \"']"  # in normalised text every blank is one of these, the end of a paragraph is not
GLUED = rf"{MARKS}-{MARKS}(?: {SPACE}*)?"  # a hyphen; behind it a line may end
JOINT = rf"(?:{GLUED}|{SPACE}+)"  # between two words of a term
HYPHEN = rf"(?:{GLUED}|{SPACE}*)"
DASH = rf"{SPACE}*(?:[–—―]|(?<=\s)-(?=\s)){SPACE}*"
LETTER = r"[^\W\d_]"
LETTERS = r"[^\W\d_]*"
SIMPLE = r"[^\W_]+(?:[-'][^\W_]+)*"
WORD = (
    rf"(?:(?:(?:{LETTER}\.){{2,3}}|\d+(?:[.,]\d+){{1,2}}%?)(?:-{SIMPLE})?|{SIMPLE}%?)"  # WORD_RUNS
)


def expression(parts: Parts) -> str:
    """Regular expression of a whole pattern."""
    return f"{BEGIN}{_sequence(parts)}{END}"


def _sequence(parts: Parts, before: Parts | None = None) -> str:
    """Parts in a row, given the gaps and commas `before` them (None where no word is before them)."""
    if not parts:
        return ""
    part, rest = parts[0], parts[1:]
    if isinstance(part, Gap | Comma):
        return _sequence(rest, None if before is None else (*before, part))
    joint = _joint(before)
    if not isinstance(part, Maybe):
        return joint + _body(part) + _sequence(rest, ())
    body = _options(part.options)
    if before is not None and not any(isinstance(piece, Gap) for piece in before):
        return f"(?:{joint}{body})?{_sequence(rest, before)}"
    return f"(?:{joint}{body}{_sequence(rest, ())}|{_sequence(rest, before)})"


def _joint(pieces: Parts | None) -> str:
    """What stands between two words, given the gaps and commas between them."""
    if pieces is None:
        return ""
    words = sum(piece.words for piece in pieces if isinstance(piece, Gap))
    if Comma() in pieces:
        first = rf"(?:{DASH}|,?{JOINT})"
    else:
        first = rf",?{JOINT}" if words else JOINT
    return rf"{first}(?:{WORD},?{JOINT}){{0,{words}}}" if words else first


def _body(part: Word | AnyWord | Either) -> str:
    if isinstance(part, AnyWord):
        return WORD
    return _word(part) if isinstance(part, Word) else _options(part.options)


def _options(options: tuple[Parts, ...]) -> str:
    """Alternatives, those of more words first: of (war|war on terror) the longer one is found."""
    ordered = sorted(options, key=most_words, reverse=True)
    return "(?:" + "|".join(_sequence(option) for option in ordered) + ")"


def _word(word: Word) -> str:
    signs = {"*": LETTERS, "?": LETTER, "-": HYPHEN}
    return "".join(signs.get(piece, re.escape(piece)) for piece in re.split(r"([*?-])", word.text))
