"""What kind of document a text is, and in which language; null where the text does not show it."""

from __future__ import annotations

import re

from ..text import salutation

_SPEECH_TITLE = re.compile(
    r"\s*(?:(?:opening|closing|welcom\w+|keynote)\s+)?(?:speech|address|remarks|statement)\s+"
    r"(?:by|of|from|at)\b|\s*(?:выступление|речь|обращение|доклад)\b",
    re.IGNORECASE,
)
_RELEASE_TITLE = re.compile(
    r"\s*(?:press release|for immediate release|(?:comment(?:ary)?|statement|briefing note)\s+"
    r"(?:by|of|from)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,6}?"
    r"(?:spokes\w+|press\s+\w+|ministry|department|secretariat)\b|comment(?:ary)?\s+(?:by|of|from)\b|"
    r"пресс-релиз|комментарий\b|заявление\s+(?:мид|официального представителя|пресс-\w+)\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?m)^\s*(?:question|q|вопрос|корр\.?|correspondent)\s*[:.–—-]", re.IGNORECASE
)
_TURN = re.compile(r"(?m)^\s*[A-ZА-ЯЁ][\w.'’\- ]{2,70}:\s+\S")


def guess_genre(text: str, title: str | None = None) -> str | None:
    """`speech`, `press release`, `interview`, `transcript`, or null for prose and anything else.

    A speech shows itself by its title ("Speech by ...") or by a salutation on its first line; a
    press release by a title that says so or that lets an office speak ("Comment by the spokesperson
    ..."); an interview by marked questions; a transcript by at least four labelled turns.
    """
    if title and _RELEASE_TITLE.match(title):
        return "press release"
    if (title and _SPEECH_TITLE.match(title)) or is_salutation(text):
        return "speech"
    if len(_QUESTION.findall(text)) >= 2:
        return "interview"
    labels = [m.group().split(":")[0] for m in _TURN.finditer(text)]
    if len(labels) >= 4 and len(set(labels)) < len(labels):
        return "transcript"
    return None


def is_salutation(text: str) -> bool:
    """Whether `text` opens with a line that addresses somebody ("Dear colleagues!").

    >>> is_salutation("Dear colleagues!\\nI am glad ...")
    True
    """
    return salutation(text.lstrip()) == 0


# No other letter is common in the language, so that a neighbour which shares its script shows.
_ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}


def guess_language(text: str) -> str | None:
    """`en`, `ru` or `uk`, or null for too little text and for any other language.

    The alphabet decides first, then whether the words are in the dictionary of the language.

    >>> guess_language("The Council confirmed that cooperation would continue.")
    'en'
    >>> guess_language("Совет подтвердил, что сотрудничество будет продолжено.")
    'ru'
    >>> guess_language("Кеңес ынтымақтастықтың жалғасатынын растады, деп хабарлайды.") is None
    True
    """
    from simplemma import langdetect

    letters = [c for c in text[:4000].lower() if c.isalpha()]
    if len(letters) < 20:
        return None
    cyrillic = ["\u0400" <= c <= "\u04ff" for c in letters]
    script = 2 * sum(cyrillic) > len(letters)  # names in another script do not count
    letters = [c for c, own in zip(letters, cyrillic, strict=True) if own == script]
    share = {k: sum(c in abc for c in letters) / len(letters) for k, abc in _ALPHABETS.items()}
    best = max(share, key=lambda language: share[language])
    if share[best] < 0.97:
        return None
    known = dict(langdetect(text[:4000], lang=(best,)))
    return best if known.get(best, 0) >= 0.5 else None
