"""Russian names and posts in oblique cases, brought back to the nominative (pymorphy3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@cache
def _parses(word: str) -> list[Any]:
    """The parses of a word in small letters."""
    return list(_analyzer().parse(word))


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_LETTER = re.compile(r"[^\W\d_]")


def is_russian(text: str) -> bool:
    """Whether `text` has Cyrillic letters."""
    return _CYRILLIC.search(text) is not None


@lru_cache(maxsize=16)  # asked of one text several times
def is_mostly_russian(text: str) -> bool:
    """Whether most letters of `text` are Cyrillic.

    >>> is_mostly_russian("Слово взял Mr. Vane."), is_mostly_russian("Mr. Вейн took the floor.")
    (True, False)
    """
    cyrillic = len(_CYRILLIC.findall(text, 0, 4000))
    return 2 * cyrillic > len(_LETTER.findall(text, 0, 4000))


@dataclass(frozen=True)
class Form:
    """One reading of a word by the dictionary."""

    part: str
    case: str | None
    plural: bool
    gender: str | None
    tense: str | None
    person: str | None
    lemma: str
    animate: bool
    proper: bool


def forms_of(word: str) -> tuple[Form, ...]:
    """The readings of a word, the likeliest first; guesses without much ground are left out.

    >>> [(f.part, f.case, f.lemma) for f in forms_of("министром")]
    [('NOUN', 'ablt', 'министр')]
    """
    return _forms(word.lower())


@cache
def _forms(word: str) -> tuple[Form, ...]:
    found: list[Form] = []
    for parse in _parses(word.lower()):
        tag = parse.tag
        if found and parse.score < 0.005:
            continue
        grammemes = tag.grammemes
        proper = bool(grammemes & _PROPER)
        case = {"gen2": "gent", "loc2": "loct", "acc2": "accs"}.get(str(tag.case), tag.case)
        found.append(
            Form(
                str(tag.POS),
                str(case) if case else None,
                tag.number == "plur",
                None if "ms-f" in grammemes or not tag.gender else str(tag.gender),
                "pres" if tag.tense == "pres" else str(tag.tense) if tag.tense else None,
                str(tag.person) if tag.person else None,
                parse.normal_form,
                tag.animacy == "anim",
                proper,
            )
        )
    return tuple(found)


@cache
def is_known(word: str) -> bool:
    """Whether the dictionary has a word."""
    return bool(_analyzer().word_is_known(word.lower()))


@cache
def marks_of(word: str) -> frozenset[str]:
    """What the dictionary notes of a word besides its forms: "Name", "Surn", "Geox", "Abbr" ..."""
    if not is_known(word):
        return frozenset()
    return frozenset(mark for parse in _parses(word.lower()) for mark in parse.tag.grammemes)


_PROPER = frozenset(["Name", "Surn", "Patr", "Geox", "Orgn"])


@dataclass(frozen=True)
class Reading:
    """One way to read a word as part of a person's name: case, gender, nominative, and at what cost."""

    case: str
    gender: str
    form: str
    cost: float


@lru_cache(maxsize=65536)
def nominative(name: str, case: str | None = None) -> str:
    """The nominative of a personal name, all its parts agreeing in case and gender.

    `case` is the case that the syntax asks for ("gent" after «по словам»); without it the cheapest
    reading counts, the nominative first. What cannot be a name stays as it is.

    >>> nominative("Юрия Брасвина", "gent"), nominative("Зарины Алдубек", "gent")
    ('Юрий Брасвин', 'Зарина Алдубек')
    >>> nominative("Мария Орлова"), nominative("Сергея Лаврова"), nominative("Жанбола Отумбекова")
    ('Мария Орлова', 'Сергей Лавров', 'Жанбол Отумбеков')
    """
    if not is_russian(name):
        return name
    found = name_readings(name)
    fitting = [reading for reading in found if case in (None, reading.case)]
    return fitting[0].form if fitting else name


@lru_cache(maxsize=65536)
def name_readings(name: str) -> tuple[Reading, ...]:
    """The readings of a whole name, the likeliest first: one case and gender for all its parts.

    >>> [(r.case, r.form) for r in name_readings("Сергеем Орловым")][:1]
    [('ablt', 'Сергей Орлов')]
    """
    found = []
    for case in _CASES:
        for gender in ("masc", "femn"):
            parts = [_cheapest(token, case, gender) for token in name.split()]
            if all(parts):
                form = " ".join(part.form for part in parts if part)
                cost = sum(part.cost for part in parts if part)
                cost += 1 if cost and gender == "femn" else 0  # most unknown names are men's here
                found.append(Reading(case, gender, form, cost))
    return tuple(sorted(found, key=lambda r: (round(r.cost, 2), _CASES.index(r.case))))


@cache
def nominatives(token: str) -> frozenset[str]:
    """Every nominative that one word of a name may belong to, likely or not.

    >>> sorted(nominatives("Калмыжи"))
    ['Калмыжа', 'Калмыжи']
    """
    return frozenset(reading.form for reading in _token_readings(token))


def _cheapest(token: str, case: str, gender: str) -> Reading | None:
    fitting = [r for r in _token_readings(token) if r.case == case and r.gender == gender]
    return min(fitting, key=lambda r: r.cost, default=None)


@cache
def _token_readings(token: str) -> tuple[Reading, ...]:
    """Readings of one word of a name: by the dictionary, by its guess, and by the ending."""
    both = ("masc", "femn")
    if re.fullmatch(r"[А-ЯЁ]\.?|[а-яё]+|[^А-Яа-яЁё]+", token):
        return tuple(Reading(case, gender, token, 0) for case in _CASES for gender in both)
    found = []
    known = bool(marks_of(token) & _NAME_PARTS)
    for parse in _parses(token.lower()):
        tag = parse.tag
        if tag.case not in _CASES or tag.number != "sing" or not _NAME_PARTS & tag.grammemes:
            continue
        cost = 0.0 if known else 1.5 - parse.score
        for gender in [g for g in both if g in tag.grammemes] or both:
            form = _cased(_inflect(parse, gender), token)
            found.append(Reading(tag.case, gender, form, cost))
    for pattern, ending, cases, genders, cost in _ENDINGS:
        if re.search(pattern, token.lower()):
            form = _cased(re.sub(pattern, ending, token.lower()), token)
            cost += 1.5 if known else 0
            found += [Reading(c, g, form, cost) for c in cases.split() for g in genders.split()]
    return tuple(found)


_NAME_PARTS = frozenset(["Name", "Surn", "Patr"])
_HARD, _VOWEL = "[бвгджзклмнпрстфхцчшщ]", "[аеёиоуыэюя]"
_ALL = "nomn gent datv accs ablt loct"
# How names that no dictionary knows decline: ending, ending of the nominative, cases, genders, cost.
_ENDINGS: list[tuple[str, str, str, str, float]] = [
    (rf"(?<!ом)(?<!ем)(?<!ым)(?<={_HARD[:-1]}йь])$", "", "nomn", "masc", 1),
    (r"(?<=[оеы]м)$", "", "nomn", "masc", 2.5),
    (rf"({_HARD})а$", r"\1", "gent accs", "masc", 2),
    (rf"({_VOWEL})я$", r"\1й", "gent accs", "masc", 2),
    (rf"({_HARD})я$", r"\1ь", "gent accs", "masc", 2.5),
    (rf"({_HARD})у$", r"\1", "datv", "masc", 2),
    (rf"({_VOWEL})ю$", r"\1й", "datv", "masc", 2),
    (rf"({_HARD})ю$", r"\1ь", "datv", "masc", 2.5),
    (rf"({_HARD})[ое]м$", r"\1", "ablt", "masc", 2),
    (rf"({_VOWEL})ем$", r"\1й", "ablt", "masc", 2),
    (rf"({_HARD})ем$", r"\1ь", "ablt", "masc", 2.5),
    (r"(ов|ев|ёв|ин|ын)ым$", r"\1", "ablt", "masc", 1),
    (rf"({_HARD})е$", r"\1", "loct", "masc", 2),
    (r"(ск|цк)ого$", r"\1ий", "gent accs", "masc", 1),
    (r"(ск|цк)ому$", r"\1ий", "datv", "masc", 1),
    (r"(ск|цк)им$", r"\1ий", "ablt", "masc", 1),
    (r"(ова|ева|ёва|ина|ына|ская|цкая)$", r"\1", "nomn", "femn", 1),
    (r"(ов|ев|ёв|ин|ын)ой$", r"\1а", "gent datv ablt loct", "femn", 1),
    (r"(ов|ев|ёв|ин|ын)у$", r"\1а", "accs", "femn", 2),
    (r"(ск|цк)ой$", r"\1ая", "gent datv ablt loct", "femn", 1),
    (r"(ск|цк)ую$", r"\1ая", "accs", "femn", 1),
    (r"([ая])$", r"\1", "nomn", "masc femn", 3),
    (r"ы$", "а", "gent", "masc femn", 3),
    (r"([кгхчжш])и$", r"\1а", "gent", "masc femn", 3),
    (r"([лнрт])и$", r"\1я", "gent", "masc femn", 3),
    (r"у$", "а", "accs", "masc femn", 3),
    (r"ой$", "а", "ablt", "masc femn", 3),
    (rf"({_HARD})е$", r"\1а", "datv loct", "masc femn", 3),
    (r"[еиоуыэю]$", r"\g<0>", _ALL, "masc femn", 1.5),
    (rf"({_HARD}|й|ь)$", r"\1", _ALL, "femn", 1.5),
    (rf"({_HARD}|й)$", r"\1", _ALL, "masc", 3),
]


def _inflect(parse: Any, gender: str) -> str:
    form = parse.inflect({"nomn", "sing", gender}) or parse.inflect({"nomn", "sing"})
    return str((form or parse).word)


def _is(part: str, word: str = "") -> bool:
    """Whether a word can be this part of speech."""
    return bool(word) and any(part in parse.tag for parse in _parses(word.lower()))


@lru_cache(maxsize=65536)
def nominative_post(role: str, *, subject: bool = False) -> str:
    """A post whose first noun stands in an oblique case, brought to the nominative.

    A `subject` that can be nominative is, in the singular or in the plural.

    >>> nominative_post("начальника Объединенного штаба")
    'начальник Объединенного штаба'
    >>> nominative_post("главы государств"), nominative_post("главы государств", subject=True)
    ('глава государств', 'главы государств')
    """
    if not is_russian(role):
        return role
    words = role.split()
    if subject and can_be(words[0], "nomn"):
        return role
    for i, word in enumerate(words[:4]):
        form = next((f for f in forms_of(word) if f.part == "NOUN"), None)
        adjective = forms_of(word)[0].part in ("ADJF", "PRTF")
        if word.lower().startswith("заведующ"):
            words[i] = _cased("заведующий", word)
            break
        if form is None or (adjective and any(_is("NOUN", w) for w in words[i + 1 : i + 2])):
            continue
        words[i] = _plural(word) if form.plural else _cased(form.lemma, word)
        for j in range(i):
            words[j] = _agreeing(words[j], form.gender or "masc")
        break
    return " ".join(words)


def _plural(word: str) -> str:
    parse = next(p for p in _parses(word.lower()) if "NOUN" in p.tag)
    form = parse.inflect({"nomn", "plur"})
    return _cased((form or parse).word, word)


def _agreeing(word: str, gender: str) -> str:
    adjective = next((p for p in _parses(word.lower()) if "ADJF" in p.tag), None)
    if adjective is None:
        return word
    form = adjective.inflect({"nomn", "sing", gender})
    return _cased((form or adjective).word, word)


def nominative_place(name: str) -> str | None:
    """The nominative of the name of a state that stands in the genitive; null for no noun.

    >>> nominative_place("Российской Федерации"), nominative_place("Казахстана")
    ('Российская Федерация', 'Казахстан')
    """
    *adjectives, noun = name.split()
    if noun.endswith("ии") and not is_known(noun) and not adjectives:
        return noun[:-1] + "я"
    parses = [p for p in _parses(noun.lower()) if "NOUN" in p.tag and "sing" in p.tag]
    parse = next((p for p in parses if "gent" in p.tag), None)
    if parse is None or not all(_is("ADJF", word) for word in adjectives):
        return noun if parses and not adjectives else None
    words = [_cased(parse.normal_form, noun)]
    for word in reversed(adjectives):
        adjective = next(p for p in _parses(word.lower()) if "ADJF" in p.tag)
        words.insert(0, _cased(_inflect(adjective, str(parse.tag.gender)), word))
    return " ".join(words)


def is_adjective(word: str) -> bool:
    """Whether a Russian word can be an adjective ("первый", "официального"; not "этот")."""
    return any("ADJF" in p.tag and "Apro" not in p.tag for p in _parses(word.lower()))


@cache
def is_part(token: str, part: str) -> bool:
    """Whether the dictionary knows a word as this part of a name: "Name", "Patr", "Surn" or "Geox".

    >>> is_part("Дамир", "Name"), is_part("Викторович", "Patr"), is_part("Совет", "Name")
    (True, True, False)
    """
    known = _analyzer().word_is_known(token.lower())
    return known and any(part in parse.tag for parse in _parses(token.lower()))


@cache
def can_be(word: str, case: str) -> bool:
    """Whether a Russian noun or adjective can stand in `case`; other words cannot.

    >>> can_be("Совета", "gent"), can_be("Сергею", "nomn"), can_be("сказал", "nomn")
    (True, False, False)
    """
    return any(
        case in parse.tag and parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR", "NPRO")
        for parse in _parses(word.lower())
    )


@cache
def lemma(word: str) -> str:
    """The dictionary form of a Russian word, in small letters, ё as е.

    >>> lemma("России"), lemma("иностранных"), lemma("генсека")
    ('россия', 'иностранный', 'генсек')
    """
    return str(_parses(word.lower())[0].normal_form).replace("ё", "е")


@cache
def stem(word: str) -> str:
    """A word without its ending, rough enough to compare cases of one noun."""
    return re.sub(r"(?:ами|ями|ого|ему|ов|ев|ом|ем|ой|ах|ях|ам|ям|[аяыиуюоеьй])$", "", word)


def _cased(word: str, like: str) -> str:
    """`word` with the capitals of `like`, and with ё only where that has it or might."""
    if "ё" not in like.lower():
        word = word.replace("ё", "е")
    if like.isupper() and len(like) > 1:
        return word.upper()
    if not like[:1].isupper():
        return word
    parts = like.split("-")
    made = word.split("-")
    if len(parts) != len(made):
        return "-".join(part.capitalize() for part in made)
    return "-".join(
        m.capitalize() if p[:1].isupper() else m for m, p in zip(made, parts, strict=True)
    )
