"""What kind of document a text is; null where the text does not show it."""

from __future__ import annotations

import re
from functools import cache

from ..text import salutation
from .outlets import name_pattern

_SPEECH_TITLE = re.compile(
    r"\s*(?:(?:opening|closing|welcom\w+|keynote)\s+)?(?:speech|address|remarks|statement)\s+"
    r"(?:by|of|from|at)\b(?!\s+(?:the\s+)?(?:(?:foreign|defen[cs]e|prime)\s+)?(?:ministers\b|heads\b|council\b|"
    r"member\b|states\b|participants\b|presidents\b|ministry\b|secretariat\b))|\s*(?:выступление|речь|обращение|доклад)\b",
    re.IGNORECASE,
)
_RELEASE_TITLE = re.compile(
    r"\s*(?:press release|for immediate release|(?:comment(?:ary)?|statement|briefing note)\s+"
    r"(?:by|of|from)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,6}?"
    r"(?:spokes\w+|press\s+\w+|ministry|department|secretariat)\b|comment(?:ary)?\s+(?:by|of|from)\b|"
    r"пресс-релиз|комментарий\b|заявление\s+(?:мид|официального представителя|пресс-\w+)\b)",
    re.IGNORECASE,
)
_INTERVIEW_TITLE = re.compile(
    r"(?:exclusive\s+)?interview\s+(?:with|of|by|given)\b|.{2,60}['’]s interview\b|интервью\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?m)^\s*(?:question|q|вопрос|корр\.?|correspondent)\s*[:.–—-]", re.IGNORECASE
)
_TURN = re.compile(r"(?m)^\s*[A-ZА-ЯЁ][\w.'’\- ]{2,70}:\s+\S")


def guess_genre(text: str, title: str | None = None, *, wire: bool = False) -> str | None:
    """`speech`, `press release`, `interview`, `transcript`, or null for prose and anything else.

    A speech shows itself by its title ("Speech by ...") or by a salutation on its first line; a
    press release by a title that says so or that lets an office speak ("Comment by the spokesperson
    ..."); an interview by its title or by marked questions; a transcript by at least four labelled
    turns; news by a dateline (`wire`) or by an agency that it was told or that reports it.
    """
    if title and _RELEASE_TITLE.match(title):
        return "press release"
    if (title and _SPEECH_TITLE.match(title)) or is_salutation(text):
        return "speech"
    if len(_QUESTION.findall(text)) >= 2 or (title and _INTERVIEW_TITLE.match(title)):
        return "interview"
    labels = [m.group().split(":")[0] for m in _TURN.finditer(text)]
    if len(labels) >= 4 and len(set(labels)) < len(labels):
        return "transcript"
    return "news" if wire or _reported().search(text) else None


@cache
def _reported() -> re.Pattern[str]:
    agency = name_pattern()
    return re.compile(
        rf"""\b(?:told|сообща\w+|переда[её]т|пишет|цитирует)\s(?:агентству\s)?[«"“]?{agency}\b
        |\b{agency}[»"”]?\s(?:reports?|reported|has\slearned|сообщает|передает|со\sссылкой)\b""",
        re.VERBOSE,
    )


def is_salutation(text: str) -> bool:
    """Whether `text` opens with a line that addresses somebody ("Dear colleagues!").

    >>> is_salutation("Dear colleagues!\\nI am glad ...")
    True
    """
    return salutation(text.lstrip()) == 0
