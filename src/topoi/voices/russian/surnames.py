"""Surnames that no list has and no ending shows: by where they stand they can only be a person's."""

from __future__ import annotations

import re

from .morphology import is_known
from .names import RussianName
from .words import saying

_NEAR = 4  # words between a name and its verb
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*")
_SOURCE = re.compile(r"\b(?:словам|мнению|убеждению|утверждению)\s+\Z", re.IGNORECASE)
_PLACED = r"\b(?:в|во|из|под)\s+"
# Beginnings of what firms and agencies call themselves, and ends of the names of states.
_BODY = re.compile(
    r"(?:рос|гос|нац|мин|обл|гор|спец|евро|центр|теле|нефт|газ|энерго|глав)|"
    r"\w*(?:ия|стан|ланд|банк|пром|нефть|снаб|экспорт|медиа|ньюс|центр)$"
)
_GENITIVE = re.compile(r"\w*(?:[аяыьйю]|[иегкхжчшщ]и)$")  # as «президент Орлании» might end


def is_person_by_place(text: str, name: RussianName, *, post: bool) -> bool:
    """Whether one unknown word is a person: it says something, is a source, or bears a post.

    >>> text = "Ретте заявил, что паром ушел. Приехал генсек Кельмат."
    >>> [is_person_by_place(text, RussianName(0, 5, "Ретте"), post=False)]
    [True]
    """
    word = name.text
    if " " in word or is_known(word) or _BODY.match(word.lower()):
        return False
    if post:
        person = not _GENITIVE.match(word.lower())
    else:
        source = _SOURCE.search(text, max(0, name.start - 16), name.start)
        person = bool(source) or _says(text, name) or _is_said_by(text, name)
    return person and not _is_place(text, word)


def _is_place(text: str, word: str) -> bool:
    """Whether the text has the word behind a preposition of place («в Орлании»)."""
    stem = re.escape(word[:-1] if len(word) > 4 else word)
    return re.search(rf"{_PLACED}{stem}\w{{0,2}}\b", text, re.IGNORECASE) is not None


def _says(text: str, name: RussianName) -> bool:
    """Whether a verb of saying that agrees follows: «Ретте также заявил»."""
    for word in re.split(r"\s+", text[name.end : name.end + 60].strip())[:_NEAR]:
        bare = word.strip(",:")
        if not _WORD.fullmatch(bare):
            return False
        if said := saying(bare):
            return said.finite and not said.plural and name.can_be("nomn", said.gender)
        if word != bare:
            return False
    return False


def _is_said_by(text: str, name: RussianName) -> bool:
    """Whether a verb of saying that agrees stands right before: «..., сообщил Ретте»."""
    before = re.search(r"\b([а-яё]+)\s+$", text[max(0, name.start - 24) : name.start])
    said = saying(before.group(1)) if before else None
    ends = re.match(r"\s*(?:[.,;:!?»]|$|\n)", text[name.end : name.end + 4])
    return bool(
        said and said.finite and not said.plural and ends and name.can_be("nomn", said.gender)
    )
