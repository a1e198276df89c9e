"""Text as patterns see it: small letters, plain marks, nothing invisible; and the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..text import flatten

_QUOTES = dict.fromkeys("\u2033\u2036\u301d\u301e\u301f\uff02*", '"')  # * is Markdown's emphasis
_QUOTES |= dict.fromkeys("\u2032\u2035\u2039\u203a\uff07", "'")
_HYPHENS = dict.fromkeys("\ufe63\uff0d", "-")
_INVISIBLE = "\xad\u200b-\u200f\u2060\ufeff"
_MARKS = "\u0300-\u036f"
_HIDDEN = re.compile(f"([^\\W_]?)([{_INVISIBLE}{_MARKS}]+)")
_EN_DASH = 0x2013


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


def normalise(text: str) -> Normal:
    """Small letters, straight marks, plain hyphens and blanks, ё as е, nothing invisible.

    Soft hyphens and their like are left out, accents written apart are put on their letter or, where
    there is no such letter (stress in Russian), left out. An en dash between letters is a hyphen.

    >>> normal = normalise("A “multi\xadpolar” world")
    >>> normal.flat, normal.original(3, 13)
    ('a "multipolar" world', (3, 14))
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    codes = _table()[codes]
    dashes = np.flatnonzero(codes == _EN_DASH)
    for at in dashes.tolist():
        if text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
            codes[at] = ord("-")
    flat = codes.tobytes().decode("utf-32-le", "surrogatepass")
    return _shorter(flat) if _HIDDEN.search(flat) else Normal(flat, codes)


@cache
def _table() -> np.ndarray:
    """Code point -> normalised code point."""
    table = np.arange(0x110000, dtype=np.uint32)
    for code in [*range(0x3000), *range(0xA640, 0xAB80), *range(0xFE00, 0x10000)]:
        small = chr(code).lower()[0]  # one capital, İ, grows in small letters
        table[code] = ord(flatten(small))
    for sign, plain in (_QUOTES | _HYPHENS).items():
        table[ord(sign)] = ord(plain)
    return table


def _shorter(flat: str) -> Normal:
    """Without what is hidden, with accents on their letters."""
    out, starts, stops = [], [], []
    at = 0
    for match in _HIDDEN.finditer(flat):
        letter, hidden = match.groups()
        begin = match.start()
        out.append(flat[at:begin])
        starts.append(np.arange(at, begin))
        stops.append(np.arange(at, begin) + 1)
        at = match.end()
        if letter:
            marks = [(i, c) for i, c in enumerate(hidden) if unicodedata.combining(c)]
            whole = unicodedata.normalize("NFC", letter + "".join(c for _, c in marks))
            out.append(flatten(whole[0]))
            starts.append(np.array([begin]))
            stops.append(np.array([begin + 2 + marks[-1][0] if marks else begin + 1]))
    out.append(flat[at:])
    starts.append(np.arange(at, len(flat)))
    stops.append(np.arange(at, len(flat)) + 1)
    short = "".join(out)
    codes = np.frombuffer(short.encode("utf-32-le", "surrogatepass"), np.uint32)
    return Normal(short, codes, np.concatenate(starts), np.concatenate(stops))
