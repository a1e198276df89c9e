"""Which organization a name means, and which post a phrase means: the tables of `data/`.

`organizations.toml` gives states and bodies one name each; `roles.toml` lists the wordings of posts
that one person holds at a time, such as «глава МИД» for the foreign minister.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ..russian.morphology import is_russian, lemma

Words = tuple[str, ...]

_SMALL = frozenset("the a an of for in and his her its their our s".split())
_OFFICES = frozenset(
    """
    ministry foreign affairs defence government secretariat security council press service official
    website site mfa министерство иностранный дело мид оборона минобороны правительство секретариат
    совет безопасность совбез пресс служба официальный сайт
    """.split()
)
_SAME = {
    "defense": "defence",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
    "chairwoman": "chairman",
    "chairperson": "chairman",
}


@dataclass(frozen=True)
class Post:
    """What a phrase says of a post: the kind, and the organizations that it names."""

    kind: str | None
    organizations: frozenset[str]


def canonical_organization(name: str | None) -> str | None:
    """The one name of a state or body, for a name that is written in full; else null.

    >>> canonical_organization("ОДКБ"), canonical_organization("the Russian Federation")
    ('CSTO', 'Russia')
    >>> canonical_organization("Lake Party") is None
    True
    """
    return _names().get(_plain(name)) if name else None


def is_state(organization: str) -> bool:
    """Whether a canonical name is that of a state.

    >>> is_state("Belarus"), is_state("CSTO")
    (True, False)
    """
    entry = _organizations().get(organization)
    return entry is not None and not entry.get("body", False)


@cache
def post_in(phrase: str) -> Post:
    """The kind of post that `phrase` means, with nothing left over, and what organizations it names.

    >>> post = post_in("Russian Minister of Foreign Affairs")
    >>> post.kind, sorted(post.organizations)
    ('Foreign Minister', ['Russia'])
    >>> post_in("генсека ОДКБ").kind, post_in("deputy CSTO Secretary-General").kind
    ('Secretary-General', None)
    """
    words = _words(phrase)
    found = _spans(words, is_russian(phrase))
    named = frozenset(organization for organization, _, _ in found)
    seats = frozenset(organization for organization, _, seat in found if seat)
    # A wording may name a body itself ("ambassador to the UN") or a seat ("Kremlin spokesman").
    tries = [(frozenset(), seats), (named, named), *((frozenset({o}),) * 2 for o in sorted(named))]
    for left_out, own in tries:
        gone = {i for o, span, seat in found if o in left_out and not seat for i in span}
        rest = tuple(word for i, word in enumerate(words) if i not in gone)
        if kind := _wordings(is_russian(phrase)).get(_key(rest)):
            implied = _roles()[kind].get("organization")
            return Post(kind, frozenset({implied}) if implied and not own else own)
    return Post(None, named)


@cache
def telling_words(phrase: str) -> frozenset[str]:
    """The words of a post without the organizations that it names, and without small words.

    >>> sorted(telling_words("Defense Minister of Russia")), sorted(telling_words("министра РФ"))
    (['defence', 'minister'], ['министр'])
    """
    words = _words(phrase)
    gone = {i for _, span, _ in _spans(words, is_russian(phrase)) for i in span}
    return frozenset(word for i, word in enumerate(words) if i not in gone)


@cache
def owner_of(outlet: str) -> str | None:
    """The state or body whose own page an outlet, or whose office a body is; null for others.

    >>> owner_of("Kremlin"), owner_of("NATO"), owner_of("President of Belarus")
    ('Russia', 'NATO', 'Belarus')
    >>> owner_of("Ministry of Foreign Affairs of China"), owner_of("The Times of India")
    ('China', None)
    """
    post = post_in(outlet)
    own = bool(post.kind) or telling_words(outlet) <= _OFFICES
    return next(iter(post.organizations)) if own and len(post.organizations) == 1 else None


@cache
def mentions_of(organization: str) -> re.Pattern[str]:
    """A pattern that finds an organization, by name or adjective, in running text."""
    entry = _organizations().get(organization, {})
    written = [organization, *entry.get("names", []), *entry.get("adjectives", [])]
    parts = [_stemmed(name) for name in [*written, *entry.get("seats", [])]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})", re.IGNORECASE)


def _stemmed(name: str) -> str:
    """A Russian name with any endings; an English one as it is, an abbreviation in capitals."""
    if not is_russian(name) or name.isupper():
        plain = re.escape(name)
        return rf"(?-i:{plain})(?!\w)" if name.isupper() else rf"{plain}(?!\w)"
    return r"\s+".join(rf"{re.escape(word[: max(3, len(word) - 2)])}\w*" for word in name.split())


@cache
def _data(file: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("topoi") / "data" / file).read_text("utf-8"))


def _organizations() -> dict[str, Any]:
    return _data("organizations.toml")


def _roles() -> dict[str, Any]:
    return _data("roles.toml")


def _plain(name: str) -> str:
    text = re.sub(r"[.’'`]", "", name.casefold().replace("ё", "е"))
    return re.sub(r"\s+", " ", text).strip().removeprefix("the ")


@cache
def _names() -> dict[str, str]:
    return {
        _plain(name): organization
        for organization, entry in _organizations().items()
        for name in [organization, *entry.get("names", [])]
    }


@cache
def _words(phrase: str) -> Words:
    """The telling words of a phrase, in their dictionary form."""
    text = re.sub(r"\b([A-Z])\.(?=[A-Z]\.)|(?<=\b[A-Z])\.(?!\w)", r"\1", phrase)
    text = re.sub(r"['’]s?\b", "", text)
    words = (lemma(w) if is_russian(w) else w.lower() for w in re.findall(r"[^\W\d_]+", text))
    return tuple(_SAME.get(word, word) for word in words if word not in _SMALL)


def _key(words: Words) -> Words:
    return tuple(sorted(words))


@cache
def _wordings(russian: bool) -> dict[Words, str]:
    return {
        _key(_words(wording)): kind
        for kind, entry in _roles().items()
        for wording in entry["ru" if russian else "en"]
    }


@cache
def _by_first_word(russian: bool) -> dict[str, list[tuple[Words, str, bool]]]:
    """Names, adjectives and seats of one script by their first word, the longest first."""
    out: dict[str, list[tuple[Words, str, bool]]] = {}
    for organization, entry in _organizations().items():
        written = [organization, *entry.get("names", []), *entry.get("adjectives", [])]
        for name in [*written, *entry.get("seats", [])]:
            words = _words(name)
            if words and is_russian(name) == russian:
                seat = name in entry.get("seats", [])
                out.setdefault(words[0], []).append((words, organization, seat))
    return {first: sorted(all_, key=lambda e: -len(e[0])) for first, all_ in out.items()}


def _spans(words: Words, russian: bool) -> list[tuple[str, range, bool]]:
    """The organizations that `words` name: name, place, and whether it is only a seat."""
    found = []
    i = 0
    while i < len(words):
        size = 1
        for name, organization, seat in _by_first_word(russian).get(words[i], []):
            if words[i : i + len(name)] == name:
                found.append((organization, range(i, i + len(name)), seat))
                size = len(name)
                break
        i += size
    return found
