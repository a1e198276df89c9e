"""Russian words that can take part in a statement: verbs of saying, and nouns that can speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ..sentences.nouns import cue_words
from .morphology import forms_of

_PREFIXES = re.compile(r"(?:замест|зам|вице-|экс-|спец|пресс-|полит|гос|ген)(?=\w)")


@dataclass(frozen=True)
class Saying:
    """A form of a verb of saying, and what its subject must be like."""

    lemma: str
    tense: str  # past, pres, gerund, or passive («сказано», «говорится»)
    plural: bool
    gender: str | None  # of a past singular

    @property
    def finite(self) -> bool:
        return self.tense in ("past", "pres")


@dataclass(frozen=True)
class Noun:
    """One reading of a noun, adjective or pronoun."""

    part: str
    case: str
    plural: bool
    gender: str | None
    lemma: str
    animate: bool
    proper: bool


@cache
def _words(key: str) -> frozenset[str]:
    return cue_words()["ru"][key]


@cache
def _verb_heads() -> frozenset[str]:
    """The first letters of the verbs of saying: only words that begin like one are looked up."""
    return frozenset(lemma[:3] for lemma in _words("verbs")) | {"убеж", "увер"}


@cache
def saying(word: str) -> Saying | None:
    """The verb of saying that a word (in small letters) is a form of, in the third person.

    >>> saying("заявила"), saying("сказано").tense, saying("сказать")
    (Saying(lemma='заявить', tense='past', plural=False, gender='femn'), 'passive', None)
    """
    word = word.replace("ё", "е")
    if word == "следует":
        return Saying("следовать", "passive", False, None)  # «следует из заявления»
    if word[:3] not in _verb_heads() or not re.match("[а-я]", word):
        return None
    for form in forms_of(word):
        lemma = form.lemma.replace("ё", "е")
        if form.part == "VERB" and lemma.endswith("ся") and lemma[:-2] in _words("verbs"):
            nobodys = form.tense == "pres" or form.gender == "neut"  # «подчеркивалось, что»
            if nobodys and not form.plural and lemma[:-2] in _words("impersonal"):
                return Saying(lemma[:-2], "passive", False, None)
            if lemma not in _words("verbs"):
                continue
        if lemma not in _words("verbs") and lemma not in ("уверенный", "убежденный"):
            continue
        if form.part in ("ADJS", "PRTS") and word.startswith(("увер", "убеж")):
            return Saying("считать", "past", form.plural, form.gender)
        if form.part == "GRND":
            return Saying(lemma, "gerund", False, None)
        if form.part == "PRTS" and form.gender == "neut":
            return Saying(lemma, "passive", False, None)
        if form.part == "VERB" and form.tense in ("past", "pres") and form.person in (None, "3per"):
            return Saying(lemma, form.tense, form.plural, form.gender)
    return None


def takes_infinitive(lemma: str) -> bool:
    """Whether what is said can follow the verb as an infinitive («призвал укреплять»)."""
    return lemma in _words("infinitive")


def asks(lemma: str) -> bool:
    """Whether an indirect question can follow the verb («объяснил, почему»)."""
    return lemma in _words("questions")


@cache
def nouns(word: str) -> tuple[Noun, ...]:
    """The readings of a word as noun, pronoun or adjective, the likeliest first."""
    found = []
    for form in forms_of(word):
        if form.part in ("NOUN", "NPRO", "ADJF", "PRTF", "NUMR") and form.case:
            found.append(
                Noun(
                    form.part,
                    form.case,
                    form.plural,
                    form.gender,
                    form.lemma,
                    form.animate,
                    form.proper,
                )
            )
    return tuple(found)


@cache
def is_case(word: str, case: str) -> bool:
    """Whether a noun or adjective can stand in a case."""
    return any(noun.case == case for noun in nouns(word))


@cache
def post_of(word: str) -> str | None:
    """The noun of a post that a word is a form of; null for other words.

    >>> post_of("замминистра"), post_of("президентом"), post_of("озеро")
    ('замминистра', 'президент', None)
    """
    if word.lower().startswith("заведующ"):
        return "заведующий"  # to the dictionary a participle
    if is_adjective_only(word):
        return None
    for noun in nouns(word):
        lemma = noun.lemma.replace("ё", "е")
        if noun.part in ("NOUN", "ADJF", "PRTF") and _is_post(lemma):
            return lemma
    return None


def _is_post(lemma: str) -> bool:
    posts = cue_words()["roles"]["ru"]
    if lemma in posts:
        return True
    if "-" in lemma:
        return any(part in posts for part in lemma.split("-"))
    if lemma.startswith("зам") and len(lemma) > 7 and lemma[-1] in "аяы":
        return True  # «замминистра», «замглавы»: they do not decline
    bare = _PREFIXES.sub("", lemma, count=1)
    return bare != lemma and bare in posts


@cache
def is_adjective_only(word: str) -> bool:
    """Whether a word is read as an adjective before anything else («главный», «военный»)."""
    found = nouns(word)
    if not found or found[0].part not in ("ADJF", "PRTF"):
        return False
    return not _is_post(found[0].lemma) and not any(n.part == "NOUN" for n in found)


@cache
def organ_of(word: str) -> str | None:
    """The noun of a body that a word is a form of («пресс-службе», «МИД», «Минобороны»).

    >>> organ_of("пресс-службе"), organ_of("Минфина"), organ_of("озеро")
    ('пресс-служба', 'минфин', None)
    """
    organs = cue_words()["organs"]["ru"]
    for noun in nouns(word):
        if noun.part != "NOUN":
            continue
        lemma = noun.lemma
        if lemma in organs or any(part in organs for part in lemma.split("-")):
            return lemma
    if re.fullmatch(r"мин[а-яё]{3,}", word.lower()) and word[0].isupper():
        return nouns(word)[0].lemma if nouns(word) else word.lower()
    return None


@cache
def is_paper(word: str) -> bool:
    """Whether a word names what a body issues («сообщении», «заявлении»)."""
    return any(noun.part == "NOUN" and noun.lemma in _words("papers") for noun in nouns(word))


@cache
def is_rank(word: str) -> bool:
    """Whether a word is a military rank or a courtesy, no post («генерал-полковник»)."""
    return any(
        noun.lemma.split("-")[0] in _words("ranks") for noun in nouns(word) if noun.part == "NOUN"
    )


def is_crowd(noun: Noun) -> bool:
    """Whether a common noun can be a collective that speaks («стороны», «власти»)."""
    return noun.lemma in _words("crowds")


@lru_cache(maxsize=65536)
def is_medium(phrase: str) -> bool:
    """Whether a name is that of a news agency or paper, as far as it shows.

    >>> is_medium("РИА Новости"), is_medium("МИД России"), is_medium("Kazpravda.kz")
    (True, False, True)
    """
    parts = re.findall(r"[^\W_]+(?:\.[a-zа-я]+)*", phrase.lower())
    return any(part in _words("media") or re.search(r"\.[a-zа-я]{2,4}$", part) for part in parts)


@cache
def is_finite(word: str) -> bool:
    """Whether a word (in small letters) is read as a finite verb before anything else."""
    forms = forms_of(word)
    return bool(forms) and forms[0].part in ("VERB", "PRTS")


def in_first_person(text: str) -> bool:
    """Whether somebody speaks of themselves or of us in a text.

    >>> in_first_person("Объявляю заседание открытым."), in_first_person("Заседание открыто.")
    (True, False)
    """
    words = re.findall(r"[а-яё]+", text.lower())
    return any(
        word in _FIRST or any(f.person == "1per" for f in forms_of(word)[:1]) for word in words
    )


_FIRST = frozenset("я мы нас нам нами меня мне наш наша наше наши нашего нашей нашу наших".split())
