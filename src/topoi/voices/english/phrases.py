"""Phrases that name a speaker: a body or a person, the name and the post in them, the subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from ..persons.names import name_tokens
from ..persons.people import Person
from ..persons.person_names import Name, find_names
from ..persons.posts import role_phrase
from ..russian.morphology import is_russian
from ..sentences.nouns import has_noun, organ_nouns, role_nouns, speaking_nouns
from ..sentences.stream import Sentence

OWNS = re.compile(r"['’]s?\s+\w")
_GOVERNED = re.compile(
    r"\b(?:by|with|to|for|from|of|on|around|at|in|after|near|against|about|under|between|like|"
    r"alongside|over|including|toward|towards|and|than|as)\s*$"
)


def is_organ(phrase: str) -> bool:
    """Whether a phrase is headed by a body rather than by a person: "Council of Ministers",
    "press service of the President", but not "head of the Council".
    """
    head = (
        re.split(r"\b(?:of|for|at|in|on)\b", phrase)[0]
        if not is_russian(phrase)
        else " ".join(re.sub(r"^(?:в|во)\s+", "", phrase, flags=re.IGNORECASE).split()[:2])
    )
    if is_russian(phrase):
        words = head.split()
        first = next((w for w in words if has_noun(w, speaking_nouns())), "")
        return (
            bool(first) and has_noun(first, organ_nouns()) and not has_noun(first, _people_nouns())
        )
    head = re.split(r"['’]s?\s", head)[-1]  # "Minister Vane's office"
    if not has_noun(head, organ_nouns()):
        return False
    last = [w for w in head.split() if has_noun(w, speaking_nouns())][-1]
    capital = [w for w in head.split() if w[0].isupper()]
    named = len(capital) > 2 and not has_noun(capital[-1], organ_nouns() | role_nouns())
    return has_noun(last, organ_nouns()) and not named


@cache
def _people_nouns() -> frozenset[str]:
    return frozenset(w for w in role_nouns() if w not in organ_nouns())


def name_in(phrase: str) -> Name | None:
    """The personal name in a speaker phrase ("Russian Defence Minister Belousov"), if it has one.

    A single capitalised word after "of" or "in" is a place or a body, not a name.
    """
    for name in reversed(find_names(phrase)):
        before = phrase[: name.start].lower()
        alone = len(name_tokens(name.text)) == 1
        if (
            alone
            and re.match(r"\s+[a-z]+", phrase[name.end :])
            and not _BEHIND.match(phrase, name.end)
        ):
            continue  # "Democratic leaders", "Less than a third"
        if alone and _SEVERAL.match(phrase, name.start):
            continue  # "Developers and supporters in the Senate"
        if alone and re.search(r"\b(?:of|in|at|for|from|to)\s+(?:the\s+)?$", before):
            continue
        place = alone and is_russian(phrase) and has_noun(phrase, role_nouns())
        if not place or _looks_like_surname(name.text):
            return name
    return None


_SEVERAL = re.compile(r"[A-Z][a-z]+s\s+(?:and|of|in|at|from|on)\s+[a-z]")
_BEHIND = re.compile(r"\s+(?:of|from|in|at|for|who|and|on)\b")


def _looks_like_surname(name: str) -> bool:
    return bool(
        re.search(
            r"(?:ов|ев|ёв|ин|ын|ий|ой|ова|ева|ина|ая|ко|ук|юк|ян|дзе|швили)(?:а|у|ым|ой|е)?$",
            name.lower(),
        )
    )


_VAGUE = re.compile(
    r"some|many|most|several|few|others|another|both|"
    r"(?:the|an?|this|one|another)\s+"
    r"(?:declaration|statement|communiqu[eé]|report|document|resolution|memo|message|letter|text|"
    r"sign|banner|poster|placard|slogan)",
    re.IGNORECASE,
)


def is_vague(phrase: str) -> bool:
    """Whether a phrase leaves open who speaks: "many", or a paper whose author it does not say."""
    return _VAGUE.fullmatch(phrase) is not None


def post_in(phrase: str) -> str | None:
    name = name_in(phrase)
    return role_phrase(phrase[: name.start]) if name else None


def names_other_body(phrase: str, role: str | None) -> bool:
    """Whether a post is of a body in capitals that the person's known post does not name."""
    bodies = set(re.findall(r"\b[A-ZА-ЯЁ]{2,}\b", phrase))
    return bool(bodies) and not bodies & set(re.findall(r"\b[A-ZА-ЯЁ]{2,}\b", role or ""))


def is_subject(person: Person, sentence: Sentence, text: str) -> bool:
    """Whether the first person of the sentence stands before its verb, as its subject."""
    at = bisect_left(person.mentions, (sentence.start, 0))
    if at == len(person.mentions):
        return False
    first, end = person.mentions[at]
    lead = text[sentence.start : first]
    if OWNS.match(text, end):
        return False
    return len(lead.split()) <= 8 and not _GOVERNED.search(lead)
