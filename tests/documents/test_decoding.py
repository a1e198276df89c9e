"""Encodings: proven, declared, guessed and said so, or refused; never garbage."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from topoi.documents.decoding import decode, decode_or_guess
from topoi.documents.sources import File
from topoi.errors import SourceError

RUSSIAN = (
    "Заседание Совета в Орлане\n16.10.2031\nСекретарь Совета Глеб Торванин заявил, что озеро "
    "спокойно. «Мы готовы», — сказал он. Паром уходит по расписанию."
)
ENGLISH = (
    "Talks in Orlan\nThe minister’s “open lake” – a phrase that she repeats – is café talk…\n"
    "“We are ready,” she said."
)


def read(data: bytes, declared: str | None = None) -> tuple[str, list[str]]:
    """The text, and the problems that were named."""
    problems: list[dict] = []
    file = File("a.txt", "/there/a.txt", data, "a")
    return decode_or_guess(file, problems, declared=declared), [p["problem"] for p in problems]


@pytest.mark.parametrize(
    ("text", "encoding", "problems"),
    [
        (RUSSIAN, "utf-8", []),
        (RUSSIAN, "utf-8-sig", []),
        (RUSSIAN, "utf-16", []),
        (RUSSIAN, "cp1251", ["encoding_guessed"]),
        (RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"'), "koi8-r", ["encoding_guessed"]),
        (RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"'), "cp866", ["encoding_guessed"]),
        (RUSSIAN, "utf-16-le", ["encoding_guessed"]),
        (RUSSIAN.splitlines()[0], "cp1251", ["encoding_guessed"]),
        (RUSSIAN.splitlines()[0], "koi8-r", ["encoding_guessed"]),
        (ENGLISH, "utf-8", []),
        (ENGLISH, "cp1252", ["encoding_guessed"]),
        ("She said it’s done.", "cp1252", ["encoding_guessed"]),
        (ENGLISH, "utf-16-be", ["encoding_guessed"]),
        ("Orlan\u2028Merid", "utf-8", []),
        ("", "utf-8", []),
        ("ЗАЯВЛЕНИЕ СОВЕТА МИНИСТРОВ ОБОРОНЫ", "koi8-r", ["encoding_guessed"]),
        ("ЗАЯВЛЕНИЕ СОВЕТА МИНИСТРОВ ОБОРОНЫ", "cp1251", ["encoding_guessed"]),
        ("Vane said: “No.” – and left. " * 40, "cp1252", ["encoding_guessed"]),
        ("The Council (Совет) met. Секретарь Совета был в Орлане.", "cp1251", ["encoding_guessed"]),
        ("Réunion à Orlan, où l’été fut « créé »", "cp1252", ["encoding_guessed"]),
    ],
)  # fmt: skip
def test_what_was_written_is_read_and_a_guess_is_said(text, encoding, problems):
    assert read(text.encode(encoding)) == (text, problems)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1251", "windows-1251"),
        ("koi8-r", "KOI8-R"),
        ("iso8859-5", "iso-8859-5"),
        ("utf-8", "windows-1251"),  # a browser saved the page anew
    ],
)
def test_a_declaration_is_believed_unless_the_bytes_are_utf_8(encoding, declared):
    text = "Совет собрался в Орлане."
    assert read(text.encode(encoding), declared) == (text, [])


@pytest.mark.parametrize("declared", ["iso-8859-1", "latin1", "windows-1252"])
def test_latin_1_is_read_as_browsers_read_it(declared):
    assert read(ENGLISH.encode("cp1252"), declared) == (ENGLISH, [])


@pytest.mark.parametrize("declared", ["no-such-encoding", "utf-8", "us-ascii\0"])
def test_a_false_declaration_leaves_the_guess(declared):
    assert read(RUSSIAN.encode("cp1251"), declared) == (RUSSIAN, ["encoding_guessed"])


def test_a_few_bad_bytes_do_not_make_utf_8_another_encoding():
    cut = RUSSIAN.encode()[:-2]
    assert read(cut)[0] == RUSSIAN[:-2] + "\N{REPLACEMENT CHARACTER}"
    assert read(RUSSIAN.encode("utf-16")[:-1])[0] == RUSSIAN[:-1] + "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\0\0", b"\xcf\xf0\xe8", b"a\0b", b"\0" * 50]
)
def test_what_is_no_text_or_too_little_of_it_is_refused(data):
    with pytest.raises(SourceError, match=r"/there/a\.txt: .*Save it as UTF-8"):
        read(data)


def test_exact_decoding_guesses_nothing():
    assert decode(RUSSIAN.encode("utf-16"), "a") == RUSSIAN
    with pytest.raises(SourceError, match="not UTF-8 text"):
        decode(RUSSIAN.encode("cp1251"), "a")


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "cp1251", "utf-16", "punycode"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_text_or_an_error(data, declared):
    try:
        text, _ = read(data, declared)
    except SourceError:
        return
    assert "\0" not in text
    assert "\r" not in text
