"""Personal names in Russian text, in any case, whether or not a dictionary knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from ..persons.names import tidy
from .morphology import Reading, forms_of, is_known, marks_of, name_readings
from .words import organ_of, post_of

_INITIAL = r"[А-ЯЁ]\.(?:[ \xa0]?[А-ЯЁ]\.)*"
_WORD = r"[А-ЯЁA-Z][^\W\d_]*(?:[-'’][^\W\d_]+)*"
_LINK = r"(?:аль|ад|ас|оглы|кызы|угли|уулу|бин|ибн|бен|де|да|ди|фон|ван|дер|дос|эль)"
_PART = rf"(?:{_INITIAL}(?=[ \xa0]?[А-ЯЁ])|{_WORD})"
_RUN = re.compile(
    rf"(?<![\w’'-]){_PART}(?:(?:[ \xa0]{{1,2}}|(?<=\.))(?:{_PART}|{_LINK}(?= [А-ЯЁ])|{_INITIAL}))*"
)
_TOKEN = re.compile(rf"{_INITIAL}|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Given names and family names of one syllable that Russian has as words or letters.
_SYLLABLES = frozenset("си ван ли ким пак хан дун лю чэнь тун лян юн мун то фам хэ чжу".split())


@dataclass(frozen=True)
class RussianName:
    """A name as it stands at `[start:end)`, and the word before it."""

    start: int
    end: int
    text: str

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        return name_readings(tidy(self.text))

    @property
    def words(self) -> list[str]:
        """The parts of the name without initials."""
        return [word for word in self.text.split() if len(word.rstrip(".")) > 1]

    def can_be(self, case: str, gender: str | None = None) -> bool:
        """Whether the name can stand in a case, as that of a man or of a woman."""
        costs = [r.cost for r in self.readings]
        return any(
            r.case == case and gender in (None, r.gender) and r.cost <= min(costs) + 1.5
            for r in self.readings
        )


def find_russian_names(text: str) -> list[RussianName]:
    """The personal names in a Russian text, in order; a surname alone counts, a place does not.

    >>> [n.text for n in find_russian_names("Президент Орлании Иво Вейн принял С. В. Орлова.")]
    ['Иво Вейн', 'С. В. Орлова']
    """
    return [name for run in _RUN.finditer(text) for name in _names_of(run)]


def _names_of(run: re.Match[str]) -> Iterator[RussianName]:
    block: list[re.Match[str]] = []
    tokens = list(_TOKEN.finditer(run.group()))
    for i, token in enumerate(tokens):
        kind = _kind(token.group())
        if token.group().isupper() and len(token.group()) < 6 and not block:
            kind = "word" if "." not in token.group() else kind
        if kind == "word" and i + 1 < len(tokens) and not block:
            kind = _given_like_place(token.group(), tokens[i + 1].group())
        if token.group() == "И" and len(block) == 1:
            kind = "name"  # «Ван И»
        short = token.group().isupper() and len(token.group()) < 6  # «цитирует Орлову ТАСС»
        if kind == "word" and i == len(tokens) - 1 and _is_begun(block) and not short:
            kind = "name"  # a surname that is a word, too («Дмитрий Крутой», «Чжан Мина»)
        if kind == "word":
            yield from _name(run, block)
            block = []
        else:
            block.append(token)
    yield from _name(run, block)


def _is_begun(block: list[re.Match[str]]) -> bool:
    return len(block) == 1 and (
        _is_given(block[0].group()) or "." in block[0].group() or _is_foreign(block[0].group())
    )


def _name(run: re.Match[str], block: list[re.Match[str]]) -> Iterator[RussianName]:
    while block and block[-1].group().islower():
        block = block[:-1]
    block = block[_place_ahead([t.group() for t in block]) :]
    words = [t.group() for t in block if "." not in t.group()]
    if not words or len(block) > 5 or not re.search("[А-Яа-яЁё]", words[-1]):
        return
    alone = len(words) == 1 and len(block) == 1
    if alone and not _is_surname(words[0]):
        return
    if alone and _is_adjective_of(words[0], run.string[run.end() : run.end() + 30]):
        return
    foreign = all(not is_known(word) for word in words)
    if len(words) > 1 and not foreign and not any(_is_personal(word) for word in words):
        return
    start = run.start() + block[0].start()
    end = run.start() + block[-1].end()
    yield RussianName(start, end, " ".join(_spread(t.group()) for t in block))


def _is_adjective_of(word: str, behind: str) -> bool:
    """Whether a word like an adjective is one («на Всеозерском форуме»)."""
    following = re.match(r" ([а-яё]+)", behind)
    return bool(
        re.search(r"[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую)$", word)
        and following
        and any(f.part == "NOUN" for f in forms_of(following.group(1))[:1])
    )


def _place_ahead(tokens: list[str]) -> int:
    """How many words of a place stand ahead of a name («министр Орлана Иво Вейн»)."""
    if len(tokens) < 3 or _has(tokens[-1].lower(), "Patr") or _is_given(tokens[0]):
        return 0
    given = next((i for i, token in enumerate(tokens[:-1]) if _is_given(token)), 0)
    place = any(not f.animate and f.case == "gent" for f in forms_of(tokens[0]))
    if given:  # no genitive ends in a consonant («Мурхат Абу Кесра»)
        hard = (i for i in range(given) if re.search("[бвгджзклмнпрстфхцчшщ]$", tokens[i]))
        return next(hard, given)
    return int(place and not is_known(tokens[0]))


def _spread(token: str) -> str:
    """Initials apart («С.В.» as «С. В.»), capitals down («ОРЛОВ» as «Орлов»)."""
    if "." in token:
        return " ".join(re.findall(r"[А-ЯЁ]\.", token))
    return token.title() if token.isupper() and len(token) > 3 else token


@cache
def _given_like_place(token: str, following: str) -> str:
    """«Арарат Мирзоян»: a place that is no genitive ahead of a surname is a given name."""
    place = _has(token.lower(), "Geox") and is_surname(following)
    genitive = any(f.case == "gent" for f in forms_of(token))
    return "name" if place and not genitive and not token.isupper() else "word"


@cache
def _kind(token: str) -> str:
    """Whether a capitalised word can be part of a name ("name") or not ("word")."""
    lower = token.lower()
    if "." in token or token.islower() or lower in _SYLLABLES:
        return "name"
    if not re.match("[А-ЯЁ]", token):
        return "word"
    if token.isupper() and (len(token) < 4 or _has(lower, "Abbr")):
        return "word"
    if _has(lower, "PREP", "CONJ", "PRCL", "NPRO", "NUMR"):
        return "word"
    if _has(lower, "Name", "Surn", "Patr"):
        return "name"
    if post_of(lower) or organ_of(token):
        return "word"
    if _has(lower, "Geox") or (is_known(lower) and not _FAMILY.search(lower)):
        return "word"
    return "name"


@cache
def _has(word: str, *marks: str) -> bool:
    """Whether the dictionary knows a word as one of these: Name, Surn, Patr, Geox, Abbr ..."""
    return bool(marks_of(word) & set(marks))


@cache
def _is_given(token: str) -> bool:
    return _has(token.lower(), "Name")


@cache
def _is_foreign(token: str) -> bool:
    return token.lower() in _SYLLABLES or not is_known(token.lower())


@cache
def _is_personal(token: str) -> bool:
    """Whether a word is, or by its form may be, somebody's name."""
    lower = token.lower()
    if lower in _SYLLABLES or _has(lower, "Name", "Surn", "Patr"):
        return True
    return not is_known(lower) and any(f.proper and f.animate for f in forms_of(token))


_FAMILY = re.compile(
    r"\w{3}(?:[ое]в|ин)(?:а|у|ым|ом|ой|е)?$"
)  # known as a word, and a surname («Песков»)
_SURNAME = re.compile(
    r"(?:ов|ев|ёв|ин|ын|ск|цк|енко|ян|янц|дзе|швили|ук|юк|ич|бек|бай|хан|ко|шин)"
    r"(?:а|у|ым|ом|ой|е|ий|ого|ому|им|ая|ую)?$"
)


@cache
def _is_surname(token: str) -> bool:
    """Whether one capitalised word alone can be a surname."""
    lower = token.lower()
    if _has(lower, "Surn"):
        return True
    if is_known(lower) and not _FAMILY.search(lower):
        return _has(lower, "Name", "Patr", "Surn") and not _has(lower, "Geox")
    return True  # what no dictionary knows may be; only a bearer in full makes it one


@cache
def is_surname(token: str) -> bool:
    """Whether a word ends like a surname or the dictionary has it as one.

    >>> is_surname("Отумбеков"), is_surname("Орлова"), is_surname("Кельмат")
    (True, True, False)
    """
    lower = token.lower()
    if is_known(lower):
        return _has(lower, "Surn") or bool(_FAMILY.search(lower))
    return len(lower) > 4 and bool(_SURNAME.search(lower))


def is_patronymic(token: str) -> bool:
    """Whether the dictionary knows a word as a patronymic, or it ends like one."""
    return _has(token.lower(), "Patr") or bool(
        re.search(r"(?:[ое]вич|[ое]вн)(?:а|у|ем|е|ой|ы)?$", token)
    )
