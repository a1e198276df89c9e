"""Russian names and posts in oblique cases, brought back to the nominative (pymorphy3)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def is_russian(text: str) -> bool:
    """Whether `text` has Cyrillic letters."""
    return bool(re.search("[а-яё]", text.lower()))


@cache
def nominative(name: str, case: str | None = None) -> str:
    """The nominative of a personal name, given name and surname agreeing in case and gender.

    `case` is the case that the syntax asks for ("gent" after «по словам»); without it the cases
    are tried in their usual order, the nominative first. What cannot be a name stays as it is.

    >>> nominative("Юрия Брасвина", "gent"), nominative("Зарины Алдубек", "gent")
    ('Юрий Брасвин', 'Зарина Алдубек')
    >>> nominative("Мария Орлова"), nominative("Сергея Лаврова")
    ('Мария Орлова', 'Сергей Лавров')
    """
    tokens = name.split()
    if not is_russian(name):
        return name
    wanted = [case] if case else _CASES
    for tried in wanted:
        for gender in ("masc", "femn"):
            forms = [_nominative(token, tried, gender, i > 0) for i, token in enumerate(tokens)]
            if all(forms):
                return " ".join(str(form) for form in forms)
    return name


def _nominative(token: str, case: str, gender: str, surname: bool) -> str | None:
    if re.fullmatch(r"[А-ЯЁ]\.", token):
        return token
    parses = _analyzer().parse(token)
    kinds = ("Surn", "Patr") if surname else ("Name",)
    for parse in parses:
        tag = parse.tag
        fits = case in tag and "sing" in tag and (gender in tag or "ms-f" in tag)
        if fits and any(kind in tag for kind in kinds):
            return _cased(_inflect(parse, gender), token)
    if surname:  # a surname that no dictionary knows: by its ending, as a man's or a woman's
        guess = _by_ending(token, case, gender)
        if guess:
            return guess
        for parse in parses:
            if case in parse.tag and "sing" in parse.tag and gender in parse.tag:
                return _cased(_inflect(parse, gender), token)
        indeclinable = gender == "femn" and not re.search("[аяой]$", token.lower())
        return token if indeclinable or case == "nomn" else None
    return None


def _inflect(parse: Any, gender: str) -> str:
    form = parse.inflect({"nomn", "sing", gender}) or parse.inflect({"nomn", "sing"})
    return str((form or parse).word)


def _by_ending(token: str, case: str, gender: str) -> str | None:
    ends = {
        ("gent", "masc"): (r"(ов|ев|ёв|ин|ын)а$", r"\1"),
        ("accs", "masc"): (r"(ов|ев|ёв|ин|ын)а$", r"\1"),
        ("datv", "masc"): (r"(ов|ев|ёв|ин|ын)у$", r"\1"),
        ("ablt", "masc"): (r"(ов|ев|ёв|ин|ын)ым$", r"\1"),
        ("nomn", "masc"): (r"(ов|ев|ёв|ин|ын|ий|ой)$", r"\1"),
        ("nomn", "femn"): (r"(ова|ева|ёва|ина|ына|ая)$", r"\1"),
        ("gent", "femn"): (r"(ов|ев|ёв|ин|ын)ой$", r"\1а"),
        ("datv", "femn"): (r"(ов|ев|ёв|ин|ын)ой$", r"\1а"),
        ("ablt", "femn"): (r"(ов|ев|ёв|ин|ын)ой$", r"\1а"),
    }.get((case, gender))
    if not ends or not re.search(ends[0], token.lower()):
        return None
    return _cased(re.sub(ends[0], ends[1], token.lower()), token)


def _is(part: str, word: str = "") -> bool:
    """Whether a word can be this part of speech."""
    return bool(word) and any(part in parse.tag for parse in _analyzer().parse(word))


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
    for i, word in enumerate(words[:3]):
        parse = next((p for p in _analyzer().parse(word) if "NOUN" in p.tag), None)
        if parse is None or (_is("ADJF", word) and _is("NOUN", *words[i + 1 : i + 2])):
            continue
        words[i] = _cased(parse.normal_form, word)
        gender = str(parse.tag.gender or "masc")
        for j in range(i):
            adjective = next((p for p in _analyzer().parse(words[j]) if "ADJF" in p.tag), None)
            if adjective is not None:
                form = adjective.inflect({"nomn", "sing", gender})
                words[j] = _cased((form or adjective).word, words[j])
        break
    return " ".join(words)


def nominative_place(name: str) -> str | None:
    """The nominative of the name of a state that stands in the genitive; null for no noun.

    >>> nominative_place("Российской Федерации"), nominative_place("Казахстана")
    ('Российская Федерация', 'Казахстан')
    """
    *adjectives, noun = name.split()
    parses = [p for p in _analyzer().parse(noun) if "NOUN" in p.tag and "sing" in p.tag]
    parse = next((p for p in parses if "gent" in p.tag), None)
    if parse is None or not all(_is("ADJF", word) for word in adjectives):
        return noun if parses and not adjectives else None
    words = [_cased(parse.normal_form, noun)]
    for word in reversed(adjectives):
        adjective = next(p for p in _analyzer().parse(word) if "ADJF" in p.tag)
        words.insert(0, _cased(_inflect(adjective, str(parse.tag.gender)), word))
    return " ".join(words)


def is_adjective(word: str) -> bool:
    """Whether a Russian word can be an adjective ("первый", "официального"; not "этот")."""
    return any("ADJF" in p.tag and "Apro" not in p.tag for p in _analyzer().parse(word))


@cache
def is_part(token: str, part: str) -> bool:
    """Whether the dictionary knows a word as this part of a name: "Name", "Patr", "Surn" or "Geox".

    >>> is_part("Дамир", "Name"), is_part("Викторович", "Patr"), is_part("Совет", "Name")
    (True, True, False)
    """
    known = _analyzer().word_is_known(token.lower())
    return known and any(part in parse.tag for parse in _analyzer().parse(token))


@cache
def can_be(word: str, case: str) -> bool:
    """Whether a Russian noun or adjective can stand in `case`; other words cannot.

    >>> can_be("Совета", "gent"), can_be("Сергею", "nomn"), can_be("сказал", "nomn")
    (True, False, False)
    """
    return any(
        case in parse.tag and parse.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR", "NPRO")
        for parse in _analyzer().parse(word)
    )


@cache
def lemma(word: str) -> str:
    """The dictionary form of a Russian word, in small letters, ё as е.

    >>> lemma("России"), lemma("иностранных"), lemma("генсека")
    ('россия', 'иностранный', 'генсек')
    """
    return str(_analyzer().parse(word)[0].normal_form).replace("ё", "е")


@cache
def stem(word: str) -> str:
    """A word without its ending, rough enough to compare cases of one noun."""
    return re.sub(r"(?:ами|ями|ого|ему|ов|ев|ом|ем|ой|ах|ях|ам|ям|[аяыиуюоеьй])$", "", word)


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return (
        word.capitalize()
        if like[0].isupper() and "-" not in word
        else ("-".join(p.capitalize() for p in word.split("-")) if like[0].isupper() else word)
    )
