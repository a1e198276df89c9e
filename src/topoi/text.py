"""What a word and a sentence are, for every room that counts or cuts them.

A *word* is a run of letters, with single hyphens or apostrophes inside it ("multi-polar",
"Russia's", «кое-кто») and with the accents that are written apart; a number is not a word.
Exposure, rates and dispersion all count these.
"""

from __future__ import annotations

import re

WORD = re.compile(
    r"[^\W\d_]+(?:[-\u2010\u2011'\u2019\u02bc\xad][^\W\d_]+|[\u0300-\u036f]+[^\W\d_]*)*"
)

# One character to one character, so that an offset in the flattened text is an offset in the text.
_FLAT = str.maketrans(
    {
        **dict.fromkeys("\n\r\t\v\f\x85\xa0\u2002\u2003\u2007\u2009\u200a\u2028\u2029\u202f", " "),
        **dict.fromkeys("\u2010\u2011\u2012", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
        "ё": "е",
        "Ё": "Е",
    }
)

ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof rev hon sen rep gov gen lt col maj capt adm sgt st jr sr no vs etc inc ltd
    corp co jan feb mar apr jun jul aug sept sep oct nov dec art para vol ed est approx i.e e.g
    u.s u.n u.k e.u d.c a.m p.m г гг т.е т.д т.п др проф акад ген им ул руб млн млрд тыс стр св
    """.split()
)
_SALUTATION = re.compile(
    r"[ \t]*(?:(?:dear|distinguished|esteemed|honou?rable|respected)\b(?:[^.\n]|M\w{1,2}\.){0,80}[!,:]|"
    r"(?:mr|madam|mister|ms|mrs)\.?\s+(?:president|chair\w*|speaker|secretary|moderator)[^.\n]{0,60}[!,:]|"
    r"(?:(?:your )?excellenc(?:y|ies)|ladies and gentlemen|colleagues|friends)\b[^.\n]{0,60}[!,:]|"
    r"уважаем\w+[^.\n]{0,80}[!,:]|(?:дорогие|коллеги|друзья)\b[^.\n]{0,60}[!,:]|"
    r"(?:господин|госпожа)\s+(?:президент|председатель)[^.\n]{0,60}[!,:])[ \t]*(?=\n|$)|"
    r"[ \t]*(?:good (?:morning|afternoon|evening|day)|добрый (?:день|вечер)|доброе утро)\b[^.\n]{0,60}[.!,]",
    re.IGNORECASE,
)
GREETED_WITHIN = 4000  # characters in which a speech addresses its audience
_END = re.compile(r"[.!?…]+[)\]\"'”’»]*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")


def flatten(text: str) -> str:
    """Straight quotation marks and apostrophes, plain hyphens and blanks, ё as е: same length.

    >>> flatten("the “multi‑polar” world")
    'the "multi-polar" world'
    """
    return text.translate(_FLAT)


def words(text: str) -> list[str]:
    """The words of `text`, as written.

    >>> words("In 2025 the multi-polar world wasn't new.")
    ['In', 'the', 'multi-polar', 'world', "wasn't", 'new']
    """
    return WORD.findall(text)


def count_words(text: str) -> int:
    """Number of words of `text`.

    >>> count_words("Гибридные войны XXI века, 2 угрозы")
    5
    """
    return len(WORD.findall(text))


def salutation(text: str) -> int | None:
    """Where the first line begins that addresses an audience, if there is one near the start.

    >>> salutation("SPEECH\\nDear colleagues!\\nI am glad ..."), salutation("Colleagues met.")
    (7, None)
    """
    line = 0
    while 0 <= line < min(GREETED_WITHIN, len(text)):
        if _SALUTATION.match(text, line):
            return line
        line = text.find("\n", line) + 1 or -1
    return None


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`; line breaks end a sentence too.

    A full stop after an abbreviation, an initial or a number before a small letter ends nothing.
    Spans exclude the white space around them.

    >>> text = "Mr. Orlan spoke. Did J. Vane reply? Yes"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Mr. Orlan spoke.', 'Did J. Vane reply?', 'Yes']
    """
    end = len(text) if end is None else end
    spans = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        at, stop = start + line.start(), start + line.end()
        for match in _END.finditer(text, at, stop):
            if match.end() < stop and not _ends_sentence(text, match, stop):
                continue
            spans.append((at, match.end()))
            at = match.end()
        spans.append((at, stop))
    stripped = (_strip(text, a, b) for a, b in spans)
    return [(a, b) for a, b in stripped if a < b]


def _ends_sentence(text: str, match: re.Match[str], stop: int) -> bool:
    following = text[match.end() : stop].lstrip()
    if not following or following[0].islower():
        return not following
    if match.group() != ".":
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    last = word.group() if word else ""
    initial = len(last) == 1 and last.isupper()
    return not initial and last.lower() not in ABBREVIATIONS


def _strip(text: str, a: int, b: int) -> tuple[int, int]:
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return a, b
