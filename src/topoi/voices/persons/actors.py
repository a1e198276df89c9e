"""The table of actors: officials, the spellings of their names, and the posts they held and when.

The table helps attribution and is not needed for it: persons who are not in it are found as well.
"""

from __future__ import annotations

import calendar
import os
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import LexiconError
from ...tables import check, empty
from .names import folded_name, name_tokens

_KEYS = {"aliases", "cyrillic", "posts"}
_POST_KEYS = {"role", "organization", "from", "to", "source"}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_SEPARATOR = "; "


def read_actors(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read the actors that ship with topoi, and those of a file of one's own.

    Parameters
    ----------
    path : path, optional
        A TOML file whose persons are added to the shipped ones. One table a person, called by the
        name that topoi shall print, with `aliases` (further spellings; one of one word is what the
        person is called by alone, if that is not the last word of the name), `cyrillic` (the Russian
        spelling) and `posts`, each with `role`, `organization`, `from`, `to` (days, months or
        years; without `to` it lasts) and `source`. A person who ships with topoi can be given
        further aliases and posts, and an end to a post that is open.

    Returns
    -------
    DataFrame
        Schema `actors`: one row a person and post. `since` is the first day that the post can have
        begun, `until` the last on which it can have ended. Names for `attribute(..., actors=)`.

    Raises
    ------
    LexiconError
        The file cannot be read, a key or date is wrong, a fact contradicts what is known of the
        person, or two persons in office at one time share a name; the message names both.

    Notes
    -----
    The shipped table is a compilation of about 500 persons, mostly of the members of CIS, CSTO, SCO,
    EAEU and BRICS and of NATO, EU and UN; it is not complete for any of them.

    Examples
    --------
    >>> actors = read_actors()
    >>> shoigu = actors[actors["person"] == "Sergei Shoigu"].tail(2)
    >>> shoigu[["role", "since", "until"]].astype(str).values.tolist()[0]
    ['Defence Minister', '2012-11-06', '2024-05-12']
    """
    persons = dict(_shipped())
    if path is not None:
        own = _read(Path(path))
        for name, person in own.items():
            persons[name] = _joined(persons[name], person) if name in persons else person
        _check_names(persons, only=set(own))
    return _table(persons)


@dataclass(frozen=True)
class Post:
    """One post of one person; `since` and `until` as written in the file."""

    role: str
    organization: str
    since: str
    until: str | None
    source: str

    @property
    def first(self) -> pd.Timestamp:
        """The first day that the post can have begun."""
        return day(self.since, last=False)

    @property
    def last(self) -> pd.Timestamp:
        """The last day that it can have ended; far ahead while it lasts."""
        return day(self.until, last=True) if self.until else pd.Timestamp.max

    def __str__(self) -> str:
        return f"{self.role}, {self.organization}, {self.since} to {self.until or 'now'}"


@dataclass(frozen=True)
class Person:
    """One person of a file, and which file it is."""

    name: str
    aliases: tuple[str, ...]
    cyrillic: str | None
    posts: tuple[Post, ...]
    where: str

    @property
    def spellings(self) -> list[str]:
        """All spellings of the name, the canonical one first."""
        return [self.name, *self.aliases, *([self.cyrillic] if self.cyrillic else [])]


def day(date: str, *, last: bool) -> pd.Timestamp:
    """The first or last day of a date that may be a day, a month or a year.

    >>> day("2024-02", last=True), day("1996", last=False)
    (Timestamp('2024-02-29 00:00:00'), Timestamp('1996-01-01 00:00:00'))
    """
    year, month, of_month = (int(part) if part else None for part in _DATE.fullmatch(date).groups())  # type: ignore[union-attr]
    assert year is not None
    month = month or (12 if last else 1)
    of_month = of_month or (calendar.monthrange(year, month)[1] if last else 1)
    return pd.Timestamp(year, month, of_month)


# ---- reading


@cache
def _shipped() -> dict[str, Person]:
    source = resources.files("topoi") / "data" / "actors.toml"
    persons = _parse(source.read_text("utf-8"), "actors.toml")
    _check_names(persons)
    return persons


def _read(path: Path) -> dict[str, Person]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read ({error}).", path=str(path)) from error
    persons = _parse(text, str(path))
    _check_names(persons)
    return persons


def _parse(text: str, where: str) -> dict[str, Person]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where}: not TOML: {error}.", path=where) from error
    return {name: _person(name, entry, where) for name, entry in table.items()}


def _person(name: str, entry: Any, where: str) -> Person:
    place = f"{where}: actor '{name}'"
    if not isinstance(entry, dict):
        raise LexiconError(f'{place} should be a table: ["{name}"].', path=where, person=name)
    _check_keys(entry, _KEYS, place)
    if not name_tokens(name):
        raise LexiconError(f"{place}: a person is called by a name in letters.", path=where)
    aliases, cyrillic = entry.get("aliases", []), entry.get("cyrillic")
    if not isinstance(aliases, list) or not all(isinstance(a, str) and a.strip() for a in aliases):
        raise LexiconError(f"{place}: 'aliases' should be a list of names: aliases = [\"...\"].")
    if cyrillic is not None and not isinstance(cyrillic, str):
        raise LexiconError(f"{place}: 'cyrillic' should be a name in quotes.")
    posts = entry.get("posts", [])
    if not isinstance(posts, list) or not posts:
        raise LexiconError(f"{place}: 'posts' is missing. An actor has one post or more.")
    return Person(
        name,
        tuple(aliases),
        cyrillic,
        tuple(_post(post, f"{place}, post {i}") for i, post in enumerate(posts, 1)),
        where,
    )


def _post(entry: Any, place: str) -> Post:
    if not isinstance(entry, dict):
        raise LexiconError(f'{place}: should be a table: {{ role = "...", organization = "..." }}.')
    _check_keys(entry, _POST_KEYS, place)
    for key in ("role", "organization", "from"):
        if not entry.get(key):
            raise LexiconError(f"{place}: '{key}' is missing.", key=key)
    values = {key: str(value) for key, value in entry.items()}  # a date without quotes is fine
    since, until = values["from"], values.get("to") or None
    for key, value in (("from", since), ("to", until)):
        if value is not None and not _is_date(value):
            raise LexiconError(
                f"{place}: {key} = '{value}' is no date. Write a day, month or year: 2024-05-12, "
                "2024-05 or 2024.",
                key=key,
            )
    post = Post(values["role"], values["organization"], since, until, values.get("source", ""))
    if post.last < post.first:
        raise LexiconError(f"{place}: it ends before it begins ({since} to {until}).")
    return post


def _is_date(value: str) -> bool:
    try:
        return _DATE.fullmatch(value) is not None and bool(day(value, last=False))
    except ValueError:
        return False


def _check_keys(entry: dict[str, Any], known: set[str], place: str) -> None:
    for key in sorted(set(entry) - known):
        raise LexiconError(
            f"{place}: no key '{key}' is known. Keys: {', '.join(sorted(known))}.", key=key
        )


# ---- joining and clashes


def _joined(shipped: Person, own: Person) -> Person:
    """A shipped person with what a user's file adds."""
    if own.cyrillic and shipped.cyrillic and own.cyrillic != shipped.cyrillic:
        raise _clash(own, shipped, f"cyrillic is '{own.cyrillic}'", f"'{shipped.cyrillic}'")
    posts = list(shipped.posts)
    for post in own.posts:
        posts = [p for p in posts if not _replaces(post, p)]
        for known in posts:
            same = (post.role, post.organization) == (known.role, known.organization)
            if same and post.first < known.last and known.first < post.last:
                raise _clash(own, shipped, str(post), str(known))
        posts.append(post)
    aliases = dict.fromkeys([*shipped.aliases, *own.aliases])
    cyrillic = shipped.cyrillic or own.cyrillic
    return Person(shipped.name, tuple(aliases), cyrillic, tuple(posts), own.where)


def _replaces(post: Post, known: Post) -> bool:
    """Whether a post is a known one again, or the known one, until now open, with its end."""
    same = ("role", "organization", "since")
    return all(getattr(post, key) == getattr(known, key) for key in same) and (
        known.until in (None, post.until)
    )


def _clash(one: Person, two: Person, fact: str, other: str) -> LexiconError:
    return LexiconError(
        f"{one.where}: actor '{one.name}': {fact}, but {two.where} has {other}. "
        "One person has one set of facts: correct it, or leave it out.",
        person=one.name,
    )


def _check_names(persons: dict[str, Person], only: set[str] | None = None) -> None:
    """Raise if two persons who are in office at one time share a full name."""
    bearers: dict[tuple[str, ...], list[Person]] = {}
    for person in persons.values():
        for key in {tuple(sorted(folded_name(s))) for s in person.spellings}:
            if len(key) > 1:
                bearers.setdefault(key, []).append(person)
    for sharing in bearers.values():
        for i, one in enumerate(sharing):
            for two in sharing[:i]:
                known = only is not None and not {one.name, two.name} & only
                if not known and (overlap := _overlap(one, two)):
                    shared = _shared_spelling(one, two)
                    raise LexiconError(
                        f"{one.where}: '{shared}' can be '{two.name}' ({overlap[1]}; {two.where}) "
                        f"and '{one.name}' ({overlap[0]}), who are in office at the same time. Give "
                        "one person one table, or each a name of its own.",
                        persons=(two.name, one.name),
                    )


def _overlap(one: Person, two: Person) -> tuple[Post, Post] | None:
    pairs = ((a, b) for a in one.posts for b in two.posts)
    return next(((a, b) for a, b in pairs if a.first < b.last and b.first < a.last), None)


def _shared_spelling(one: Person, two: Person) -> str:
    others = {tuple(sorted(folded_name(s))) for s in two.spellings}
    return next(s for s in one.spellings if tuple(sorted(folded_name(s))) in others)


def _table(persons: dict[str, Person]) -> pd.DataFrame:
    rows = [
        {
            "person": person.name,
            "aliases": _SEPARATOR.join(person.aliases) or None,
            "cyrillic": person.cyrillic,
            "role": post.role,
            "organization": post.organization,
            "since": post.first,
            "until": post.last if post.until else None,
            "source": post.source,
        }
        for person in persons.values()
        for post in person.posts
    ]
    return check(pd.DataFrame(rows, columns=[*empty("actors").columns]), "actors")
