"""Bytes to text: what the file declares, what it proves to be, and only then a guess."""

from __future__ import annotations

import codecs
import re

from ..errors import SourceError
from .sources import File, Problem, problem

# What a guess may answer: the encodings that Russian and English pages were saved in. Of all that
# exist, a short text fits too many.
GUESSES = "utf_8 cp1251 koi8_r cp1252 cp866 iso8859_5 utf_16_le utf_16_be".split()
_CYRILLIC = "cp1251 koi8_r cp866 iso8859_5".split()
_COMMON = set("оеаинтсрвлкмдп")  # four of five letters of a Russian text
_RUSSIAN = 0.6
_LETTERS_IN_A_ROW = re.compile(rb"[\xc0-\xff]{3}|[\x80-\xff]{4}|\0")
_BEYOND_LATIN_1 = {"iso8859-1": "cp1252", "ascii": "cp1252"}  # as browsers read these two
LOST = "\N{REPLACEMENT CHARACTER}"
_CONTROL = re.compile(r"[\0-\x08\x0e-\x19\x1b-\x1f\x7f]")
_LETTERS = 10  # fewer letters outside ASCII do not show their encoding


def decode(data: bytes, where: object) -> str:
    """Text of a file: UTF-8, with or without a byte-order mark, or UTF-16 with one.

    Line ends become line feeds. Raises SourceError with the position of the first bad byte; a NUL
    is one, since no text holds it.
    """
    try:
        text = data.decode("utf-16" if _is_marked_utf_16(data) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{where}: not UTF-8 text (byte {error.start}). Save it as UTF-8 and read it again.",
            path=str(where),
            byte=error.start,
        ) from error
    if "\0" in text:
        raise SourceError(
            f"{where}: holds NUL characters, like UTF-16 without a byte-order mark, or a file "
            "that is no text. Save it as UTF-8 and read it again.",
            path=str(where),
            byte=data.index(b"\0"),
        )
    return _with_line_feeds(text)


def decode_or_guess(file: File, problems: list[Problem], *, declared: str | None = None) -> str:
    """Text of a file in any encoding: see `decode`, then what it declares, then the likeliest.

    Bytes that are valid UTF-8 are UTF-8 whatever is declared: a browser that saves a page encodes
    it anew and leaves the old declaration. A few bad bytes among valid UTF-8 become U+FFFD. A guess
    is a row in `problems`. Raises the error of `decode` for bytes that are no text.
    """
    try:
        return decode(file.data, file.path)
    except SourceError as error:
        refused = error
    if text := _as_declared(file.data, declared) or _damaged(file.data):
        return text
    guess = _guessed(file.data)
    if guess is None or _CONTROL.search(guess[0]):
        raise refused
    detail = f"read as {guess[1]}, the likeliest of the encodings that fit"
    problems.append(problem(file.name, "encoding_guessed", file.identifier, detail))
    return _with_line_feeds(guess[0])


def _as_declared(data: bytes, declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared or "utf-8").name
        text = data.decode(_BEYOND_LATIN_1.get(name, name))
    except (LookupError, ValueError):  # a name or a claim that is wrong
        return None
    return None if _CONTROL.search(text) else _with_line_feeds(text)


def _damaged(data: bytes) -> str | None:
    """UTF-8 or marked UTF-16 with a few bad bytes, as of a file that was cut."""
    text = data.decode("utf-16" if _is_marked_utf_16(data) else "utf-8-sig", errors="replace")
    lost = text.count(LOST)
    proof = sum(character > "\x7f" for character in text) - lost  # that it is no other encoding
    if proof < 10 * lost or _CONTROL.search(text):
        return None
    return _with_line_feeds(text)


def _guessed(data: bytes) -> tuple[str, str] | None:
    """Text and encoding; null if none fits, or too few letters show which.

    A few marks and accents among ASCII are those of Windows in the West. Russian shows by its
    commonest letters, more surely than by the library; the library knows all else.
    """
    if not _LETTERS_IN_A_ROW.search(data) and (text := _as(data, "cp1252")):
        return text, "cp1252"
    single = () if b"\0" in data else _CYRILLIC  # a NUL shows UTF-16
    readings = [(text, name) for name in single if (text := _as(data, name))]
    text, name = max(readings, key=lambda reading: _russianness(reading[0]), default=("", ""))
    if _russianness(text) < _RUSSIAN:
        from charset_normalizer import from_bytes

        best = from_bytes(data, cp_isolation=GUESSES).best()
        text, name = (str(best), best.encoding) if best else ("", "")
    letters = [character for character in text if character.isalpha()]
    foreign = sum(not letter.isascii() for letter in letters)
    if not name or (foreign < _LETTERS and 2 * foreign > len(letters)):
        return None
    return text, codecs.lookup(name).name


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _russianness(text: str) -> float:
    """Share of the commonest letters of Russian among all that is not ASCII, less odd capitals."""
    foreign = [character for character in text.lower() if not character.isascii()]
    odd = len(re.findall("[а-яё][А-ЯЁ]", text))
    return (sum(character in _COMMON for character in foreign) - odd) / max(len(foreign), 1)


def _is_marked_utf_16(data: bytes) -> bool:
    return data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _with_line_feeds(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
