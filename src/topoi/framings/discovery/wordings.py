"""Wordings of one phrase: inflections, word order, function words; and the pairs of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import combinations

from .words import function_words

_ENDINGS = frozenset({"st", "nd", "rd", "th"})  # of numbers: "the 21st century" without the 21
_CYRILLIC = re.compile("[а-яіїєґ]")


@cache
def key(phrase: str) -> str:
    """What the wordings of one phrase have in common: the lemmas of its content words, sorted.

    >>> key("unilateral coercive measures") == key("coercive unilateral measure")
    True
    >>> key("interference in internal affairs"), key("многополярного мира")
    ('affair|interference|internal', 'мир|многополярный')
    """
    return "|".join(sorted(lemma(word) for word in content(phrase)))


def pairs(key: str) -> list[str]:
    """The pairs of different words of a key.

    >>> pairs("base|order|rule")
    ['base|order', 'base|rule', 'order|rule']
    """
    return ["|".join(pair) for pair in combinations(sorted(set(key.split("|"))), 2)]


def content(phrase: str) -> list[str]:
    """The words of a phrase that are no function words, nor left of a number, in small letters.

    >>> content("rules-based order of the world")
    ['rules', 'based', 'order', 'world']
    """
    words = (re.sub("'s?$", "", word) for word in re.split("[ -]", phrase.lower()))
    return [word for word in words if word and word not in function_words() | _ENDINGS]


@cache
def lemma(word: str) -> str:
    if _CYRILLIC.search(word):
        return str(_analyzer().parse(word)[0].normal_form).replace("ё", "е")
    import simplemma

    return str(simplemma.lemmatize(word, lang="en")).lower()


@cache
def _analyzer():
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def name_share(phrase: str) -> float:
    """Share of the content words of a phrase that are written with a capital.

    >>> name_share("Treaty of Vellin"), name_share("multipolar world")
    (1.0, 0.0)
    """
    stops = function_words()
    words = [w for w in re.split("[ -]", phrase) if w.lower().removesuffix("'s") not in stops]
    return sum(w[:1].isupper() for w in words) / len(words) if words else 0.0


def joined(keys: Iterable[str]) -> dict[str, str]:
    """Keys that differ by a blank or a hyphen within a word ("multi polar", "multipolar") as one.

    >>> joined(["multi|polar|world", "multipolar|world"])
    {'multi|polar|world': 'multipolar|world', 'multipolar|world': 'multipolar|world'}
    """
    keys = list(keys)
    known: dict[str, str] = {}
    for name in sorted(keys, key=lambda k: (k.count("|"), k)):
        known.setdefault(name.replace("|", ""), name)
    return {name: known[name.replace("|", "")] for name in keys}
