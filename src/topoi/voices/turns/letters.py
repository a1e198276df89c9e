"""Letters that a page quotes: "The message reads, in part: “…”" is whoever sent the message."""

from __future__ import annotations

import re

from ..persons.people import People, Person
from ..persons.posts import role_phrase
from ..russian.morphology import is_russian, nominative_post
from ..sentences.nouns import has_noun, role_nouns

_LETTER = r"(?:message|telegram|letter|greeting|address|cable|telegramme)"
_LETTER_RU = r"(?:телеграмм|послани|письм|обращени|приветстви|поздравлени|соболезновани)"
_READS = re.compile(
    rf"\b{_LETTER}s?\b[^.\n]{{0,60}}?\b(?:reads?|says|said|runs?|states?|goes)\b[^.\n]{{0,30}}$|"
    rf"\b[Вв] (?:\w+ )?{_LETTER_RU}\w*\b[^.\n]{{0,60}}?\b(?:говорится|отмечается|сказано|пишет)\b[^.\n]{{0,30}}$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"(?:(?:the|his|her|this)\s+)?{_LETTER}s?(?:\s+of\s+\w+)?", re.IGNORECASE)
_SENT = re.compile(
    r"\b(?:sent|sends|conveyed|extended|congratulated|congratulates|greeted|welcomed|offered|"
    r"expressed|addressed|wrote|presented|направил\w*|поздравил\w*|выразил\w*|приветствовал\w*|"
    r"прислал\w*|обратил\w*|написал\w*)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    rf"\b(?:The|Our|His|Her)?\s*([A-Z][\w’' -]{{2,60}}?)['’]s\s+{_LETTER}", re.IGNORECASE
)


def introduces_letter(clause: str) -> bool:
    """Whether a clause announces the words of a letter, without a name.

    >>> introduces_letter("The message reads, in part: "), introduces_letter("He said: ")
    (True, False)
    >>> introduces_letter("В телеграмме говорится: ")
    True
    """
    return bool(_READS.search(clause))


def is_letter(phrase: str) -> bool:
    """Whether a subject is nothing but a letter ("The message of greetings").

    >>> is_letter("His message"), is_letter("The President")
    (True, False)
    """
    return bool(_SUBJECT.fullmatch(phrase.strip(" ,")))


def author_before(text: str, at: int, people: People) -> Person | str | None:
    """Who sent the letter that is quoted at `at`: a person, a post, or null.

    The sender is the subject of the first verb of sending before it.
    """
    for verb in _SENT.finditer(text, 0, at):
        start = max(text.rfind("\n", 0, verb.start()), text.rfind(". ", 0, verb.start())) + 1
        near = [
            (b, p) for p in people.persons for a, b in p.mentions if start <= a < b <= verb.start()
        ]
        if near:
            return min(near, key=lambda pair: pair[0])[1]
        if post := _post(text[start : verb.start()]):
            return people.by_role(post, verb.start()) or post
    line = text[text.rfind("\n", 0, at) + 1 : at]
    if (owner := _OWNER.search(line)) and has_noun(owner.group(1), role_nouns()):
        return people.by_role(owner.group(1), at) or owner.group(1)
    return None


def _post(subject: str) -> str | None:
    """The post that a subject consists of ("The President of Orlan has ")."""
    words = re.sub(r"\b(?:has|have|also|today|earlier|had)\b", "", subject).strip()
    if not words or len(words.split()) > 8 or not has_noun(words, role_nouns()):
        return None
    return nominative_post(words) if is_russian(words) else role_phrase(words + " ")
