"""Text as patterns see it: small letters, plain marks, nothing invisible; and the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..text import flatten

PARAGRAPH = "\u2029"  # stands for a blank line; a term does not reach over it
BREAK = "\0"  # what joins texts that are searched together; nothing reaches over it

_QUOTES = dict.fromkeys("\u2033\u2036\u301d\u301e\u301f\uff02*", '"')  # * is Markdown's emphasis
_QUOTES |= dict.fromkeys("\u2032\u2035\u2039\u203a\uff07", "'")
_HYPHENS = dict.fromkeys("\ufe63\uff0d", "-")
_SOFT, _EN_DASH = 0xAD, 0x2013
_INVISIBLE = (*range(0x200B, 0x2010), 0x2060, 0xFEFF)
_MARKS = range(0x300, 0x370)  # accents that are written apart
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LIGATURES = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]  # from U+FB00 on, as PDFs have them
_FIRST_LIGATURE = 0xFB00
_BROKEN_SOFTLY = re.compile(r"\xad[^\S\n]*\n\s*")
_BROKEN = re.compile(r"[-\xad\u2010\u2011][^\S\n]*\n\s*(?=[^\W\d_])")


@dataclass(frozen=True)
class Normal:
    """A normalised text.

    `codes` are its code points; `starts` and `stops`, if it is shorter than the original, are the
    places in the original of each of its characters.
    """

    flat: str
    codes: np.ndarray
    starts: np.ndarray | None = None
    stops: np.ndarray | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Span in the original of a span that is not empty."""
        if self.starts is None or self.stops is None:
            return start, end
        return int(self.starts[start]), int(self.stops[end - 1])

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Span here of a span in the original."""
        if self.starts is None or self.stops is None:
            return start, end
        return int(self.stops.searchsorted(start, "right")), int(self.starts.searchsorted(end))


def normalise(text: str, *, joined: bool = False) -> Normal:
    """Small letters, straight marks, plain hyphens and blanks, ё as е, nothing invisible.

    Soft hyphens and their like are left out, accents written apart are put on their letter or, where
    there is no such letter (stress in Russian), left out. An en dash between letters is a hyphen.
    A blank line is a paragraph sign, ligatures are letters, and `_` at the edge of a word is Markdown's
    emphasis. With `joined`, a hyphen at the end of a line is taken for a word broken there, and left out.

    >>> normal = normalise("A “multi\xadpolar” world")
    >>> normal.flat, normal.original(3, 13)
    ('a "multipolar" world', (3, 14))
    >>> normalise("a multipo-\\nlar world", joined=True).flat
    'a multipolar world'
    """
    codes = _table()[_code_points(text)]
    for at in np.flatnonzero(codes == _EN_DASH).tolist():
        if text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
            codes[at] = ord("-")
    _set_emphasis(codes)
    for blank_line in _BLANK_LINE.finditer(text):
        codes[blank_line.start()] = ord(PARAGRAPH)
    if joined or "\xad" in text:
        for line_end in (_BROKEN if joined else _BROKEN_SOFTLY).finditer(text):
            if text[line_end.start() - 1 : line_end.start()].isalpha():
                codes[line_end.start() : line_end.end()] = _SOFT
    marks = codes - np.uint32(_MARKS.start) < len(_MARKS)
    hidden = marks | (codes == _SOFT)
    ligatures = codes - np.uint32(_FIRST_LIGATURE) < len(_LIGATURES)
    if not (hidden.any() or ligatures.any()):
        return Normal(_text(codes), codes)
    starts = np.flatnonzero(~hidden)
    stops = starts + 1
    codes = _put_on_letters(np.flatnonzero(marks), codes, starts, stops)
    if ligatures.any():
        codes, starts, stops = _spell_out(codes, starts, stops)
    return Normal(_text(codes), codes, starts, stops)


def _set_emphasis(codes: np.ndarray) -> None:
    """Make of each `_` that does not stand between two letters or digits a quotation mark."""
    for at in np.flatnonzero(codes == ord("_")).tolist():
        beside = "".join(map(chr, codes[max(at - 1, 0) : at + 2]))
        if not (len(beside) == 3 and beside[0].isalnum() and beside[2].isalnum()):
            codes[at] = ord('"')


def _spell_out(
    codes: np.ndarray, starts: np.ndarray, stops: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ligatures as letters, each of which is at the place of the whole ligature."""
    lengths = np.ones(codes.size, np.int64)
    found = np.flatnonzero(codes - np.uint32(_FIRST_LIGATURE) < len(_LIGATURES))
    letters = [_LIGATURES[code - _FIRST_LIGATURE] for code in codes[found].tolist()]
    lengths[found] = list(map(len, letters))
    begins = np.cumsum(lengths) - lengths
    out = np.repeat(codes, lengths)
    for begin, spelt in zip(begins[found].tolist(), letters, strict=True):
        out[begin : begin + len(spelt)] = list(map(ord, spelt))
    return out, np.repeat(starts, lengths), np.repeat(stops, lengths)


def _put_on_letters(
    marks: np.ndarray, codes: np.ndarray, starts: np.ndarray, stops: np.ndarray
) -> np.ndarray:
    """Code points at `starts`, with accents on their letters; `stops` are put behind the accents."""
    kept = codes[starts]
    owners = np.searchsorted(starts, marks) - 1
    for mark, owner in zip(marks.tolist(), owners.tolist(), strict=True):
        letter = chr(kept[owner]) if owner >= 0 else ""
        if letter.isalnum():
            whole = unicodedata.normalize("NFC", letter + chr(codes[mark]))
            kept[owner] = _table()[ord(whole[0])]
            stops[owner] = mark + 1
    return kept


def _code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes: np.ndarray) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _table() -> np.ndarray:
    """Code point -> normalised code point."""
    table = np.arange(0x110000, dtype=np.uint32)
    for code in [*range(0x3000), *range(0xA640, 0xAB80), *range(0xFE00, 0x10000)]:
        small = chr(code).lower()[0]  # one capital, İ, grows in small letters
        table[code] = ord(flatten(small))
    for sign, plain in (_QUOTES | _HYPHENS).items():
        table[ord(sign)] = ord(plain)
    table[list(_INVISIBLE)] = _SOFT
    table[[code for code in range(0x3001) if chr(code).isspace()]] = ord(" ")
    table[ord(PARAGRAPH)] = ord(PARAGRAPH)
    return table
