"""Verbs of saying, English and Russian, in the forms that can carry a statement."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .nouns import cue_words

if TYPE_CHECKING:
    from .stream import Token

FINITE = re.compile(
    r"(?:is|are|was|were|be|been|has|have|had|will|would|shall|should|can|could|may|might|must|do|does|did|"
    r"isn't|aren't|wasn't|won't|wouldn't|can't|cannot|don't|doesn't|didn't)$|[a-z]{2,}ed$"
)


@cache
def english_verbs() -> dict[str, str]:
    """Form -> lemma of the English verbs of saying."""
    import tomllib
    from importlib import resources

    table = tomllib.loads((resources.files("topoi") / "data" / "cues.toml").read_text("utf-8"))[
        "en"
    ]
    forms: dict[str, str] = {}
    for verb in table["verbs"].split():
        if verb.endswith("e"):
            made = [f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"]
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            made = [f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"]
        elif verb in ("quip", "admit"):
            made = [f"{verb}s", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"]
        else:
            made = [f"{verb}{'es' if verb.endswith('s') else 's'}", f"{verb}ed", f"{verb}ing"]
        forms |= dict.fromkeys([verb, *made], verb)
    return forms | table["irregular"]


@cache
def russian_verb(word: str) -> bool:
    """Whether a Russian word can be a finite verb of saying."""
    if not re.match("[а-яё]", word) or re.search(
        r"(?:ть|ться|(?:[аяую]щ|вш)\w+|нн\w+|ние|ния|нию|нием)$", word
    ):
        return False
    return any(
        word.startswith(stem) and len(word) - len(stem) <= 4 for stem in cue_words()["ru"]["stems"]
    )


def is_verb(word: str) -> bool:
    """Whether a word can be a verb of saying.

    >>> is_verb("Said"), is_verb("заявил"), is_verb("lake")
    (True, True, False)
    """
    return word.lower() in english_verbs() or russian_verb(word.lower())


def is_cue(token: Token) -> bool:
    """Whether a token can be a verb of saying."""
    return is_verb(token.lower)


def is_adverb(token: Token) -> bool:
    return token.lower.endswith("ly") and token.lower not in ("family", "assembly", "italy", "ally")


# Finite verbs that neither end in -ed nor are auxiliaries, as far as news is full of them.
_FINITE_FORMS = frozenset(
    """
    went came made took gave saw knew got began became kept held stood left met led lost won grew
    paid felt sent set put struck spoke broke rose fell drew drove flew hit let cut ran sat shook
    showed sought sold bought brought built caught chose fought forgot found hung hurt laid lay
    meant overcame read rode rang sang shot shut slept spent spread stole stuck swept taught threw
    thought told wore wrote said says needs wants remains means makes takes gives goes comes seems
    looks continues requires supports plans hopes believes depends deserves intends expects stands
    departs arrives leaves leads holds keeps faces plays works helps shows sees knows feels runs
    allows bars meets brings sends turns serves includes reflects represents aims seeks poses allows creates
    need want remain mean make take give go come seem look support plan believe intend expect
    gets isn't hasn't haven't hadn't weren't shouldn't couldn't he'll they'll it'll we'll i'll
    you'll he's she's it's that's there's they're we're you're i'm he'd they'd we'd
    """.split()
)


def is_finite(token: Token) -> bool:
    """Whether an English word can be the finite verb of a clause."""
    if not token.is_word or token.capital:
        return False
    word = token.text.lower().replace("’", "'")
    return bool(FINITE.match(word)) or word in _FINITE_FORMS
