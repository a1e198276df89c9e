"""The words of `data/cues.toml`: nouns of posts and bodies, verbs, and what stands for what."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from ..russian.morphology import is_russian, stem


@cache
def cue_words() -> dict[str, dict[str, frozenset[str]]]:
    """The single-word lists of `data/cues.toml`."""
    table = tomllib.loads((resources.files("topoi") / "data" / "cues.toml").read_text("utf-8"))
    return {
        section: {
            key: frozenset(value.split())
            for key, value in entries.items()
            if isinstance(value, str)
        }
        for section, entries in table.items()
    }


@cache
def hypernyms() -> dict[str, frozenset[str]]:
    """A general word for a person in office -> words of the posts that it can stand for."""
    return cue_words()["hypernyms"]


@cache
def role_nouns() -> frozenset[str]:
    """Nouns, English and Russian, that name a person by a post."""
    return cue_words()["roles"]["en"] | cue_words()["roles"]["ru"]


@cache
def organ_nouns() -> frozenset[str]:
    """Nouns, English and Russian, that name a body that can speak."""
    return cue_words()["organs"]["en"] | cue_words()["organs"]["ru"]


@cache
def speaking_nouns() -> frozenset[str]:
    """Nouns that name a person by a post, or a body."""
    return role_nouns() | organ_nouns()


_NOUN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def has_noun(phrase: str, nouns: frozenset[str]) -> bool:
    """Whether one of `nouns` is a word of `phrase` (Russian ones with any ending)."""
    words = _NOUN.findall(phrase.lower())
    if "-" in phrase:
        words += [part for word in words if "-" in word for part in word.split("-")]
    if not nouns.isdisjoint(words):
        return True
    if not is_russian(phrase):
        return False
    return any(stem(word) in _stems(nouns) for word in words if is_russian(word))


@cache
def _stems(nouns: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(noun) for noun in nouns if re.match("[а-яё]", noun))
