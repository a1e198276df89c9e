"""Verbs of saying, English and Russian, in the forms that can carry a statement."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .people import cue_words

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
