"""From parts to a regular expression over normalised text."""

from __future__ import annotations

import re

from .anchors import most_words
from .parsing import AnyWord, Comma, Either, Gap, Maybe, Parts, Word

BEGIN = r"(?<![^\W_])(?<!\w[-'])"  # a match begins where a word does: not inside "mid-lake"
END = r"(?![^\W_])"
JOINT = r"(?:[\s\"']*-?[\s\"']+|-)"  # between two words of a term
HYPHEN = r"(?:[\s\"']*-?[\s\"']*)"
LETTER = r"[^\W\d_]"
LETTERS = r"[^\W\d_]*"
WORD = r"[^\W\d_]+(?:[-'][^\W\d_]+)*"


def expression(parts: Parts) -> str:
    """Regular expression of a whole pattern."""
    return f"{BEGIN}{_sequence(parts)}{END}"


def _sequence(parts: Parts) -> str:
    """Parts in a row, with joints where two of them meet."""
    out = ""
    pending = ""  # the joint owed to the next part
    for part in parts:
        if isinstance(part, Gap):
            pending = rf",?{JOINT}(?:{WORD},?{JOINT}){{0,{part.words}}}"
        elif isinstance(part, Comma):
            pending = f",?{pending}" if pending else pending
        elif isinstance(part, Maybe):
            body = _options(part.options)
            out += f"(?:{pending}{body})?" if pending else f"(?:{body}{JOINT})?"
        else:
            out += pending + _body(part)
            pending = JOINT
    return out


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
