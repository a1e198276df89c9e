"""Speakers recognised in the table of actors: one spelling a person, post and body by the date.

The rules have found the speakers; here those who are known get their name in one spelling, and the
post and body that the document leaves out, if there is no doubt on its date.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from ...tables import check
from ..russian.morphology import is_russian, lemma
from .actors import read_actors
from .gender import gender_of
from .names import fold, folded_name, name_tokens, same_person
from .organizations import (
    canonical_organization,
    is_state,
    mentions_of,
    owner_of,
    post_in,
    telling_words,
)
from .people import is_name
from .person_names import find_names

NOTE = " + actors"
_PAST = frozenset("former ex бывший экс".split())
_SEVERAL = re.compile(r"[,;&/]|\b(?:and|и|with|с)\b")
_VAGUE = frozenset("leader лидер politician политик".split())  # fits any post of a politician
_LEADERS = frozenset({"President", "Prime Minister", "Chancellor"})
_GIVEN = ["document", "speaker", "role", "organization"]

T = TypeVar("T")
Row = tuple[Any, ...]  # what a document gives: its name, speaker, role, organization
When = tuple[pd.Timestamp, pd.Timestamp] | None


class Held(NamedTuple):
    """One post of one official."""

    role: str
    organization: str
    kind: str | None
    since: pd.Timestamp
    until: pd.Timestamp

    def at(self, when: When) -> bool:
        """Whether the post is held on all days of `when`; without a date, nobody knows."""
        return when is not None and self.since <= when[0] and when[1] <= self.until

    def fits(self, role: str | None, organization: str | None) -> bool:
        """Whether what a document says of a post can mean this one."""
        if organization and organization != self.organization:
            return False
        if not role:
            return True
        said = post_in(role)
        if said.kind:
            return said.kind == self.kind
        return telling_words(role) - _PAST - _VAGUE <= telling_words(self.role)


class Setting(NamedTuple):
    """What a document tells about all who speak in it: its day, its words, whose own page it is."""

    when: When
    text: str
    owner: str | None

    def names(self, organization: str) -> bool:
        """Whether the document is the organization's own page, or names it."""
        return organization == self.owner or bool(mentions_of(organization).search(self.text))


@dataclass(frozen=True, eq=False)
class Official:
    """One person of the table of actors."""

    name: str
    spellings: tuple[str, ...]
    alone: frozenset[str]
    posts: tuple[Held, ...]

    def called(self, name: str) -> bool:
        """Whether `name` can be this person's: in full, by initials and surname, or by surname."""
        words = folded_name(name)
        if len(words) > 1:
            return any(same_person(s, name) for s in self.spellings)
        if not _surnames(name) & self.alone:
            return False
        initials = any(len(t.rstrip(".")) == 1 for t in name_tokens(name))
        return not initials or any(same_person(s, name) for s in self.spellings)

    def contradicted(self, organization: str | None) -> bool:
        """Whether a document has the person speak for a state that is another than ever before."""
        states = {p.organization for p in self.posts if is_state(p.organization)}
        other = bool(organization) and is_state(str(organization))
        return other and bool(states) and organization not in states


class Known(NamedTuple):
    """A speaker who was recognised, with post and body as far as they are known."""

    official: Official
    role: str | None
    organization: str | None


class Register:
    """The table of actors, to be looked up by name and by post."""

    def __init__(self, actors: pd.DataFrame) -> None:
        self.by_word: dict[str, list[Official]] = {}
        self.by_surname: dict[str, list[Official]] = {}
        self.by_post: dict[tuple[str, str], list[tuple[Held, Official]]] = {}
        persons: dict[str, list[Any]] = {}
        for row in check(actors, "actors").itertuples(index=False):
            persons.setdefault(str(row.person), []).append(row)
        for name, rows in persons.items():
            official = _official(name, rows)
            words = {w for s in official.spellings for w in folded_name(s)} | official.alone
            for word in sorted(words):
                self.by_word.setdefault(word, []).append(official)
            for surname in sorted(
                official.alone | {folded_name(s)[-1] for s in official.spellings}
            ):
                self.by_surname.setdefault(surname, []).append(official)
            for post in official.posts:
                if post.kind:
                    at = (post.kind, post.organization)
                    self.by_post.setdefault(at, []).append((post, official))

    def by_name(
        self, name: str, role: str | None, organization: str | None, setting: Setting
    ) -> Official | None:
        """The one official whom a document can mean by `name`; nobody for two names."""
        if _SEVERAL.search(name):
            return None
        words = {*folded_name(name), *_surnames(name)}
        found = dict.fromkeys(o for word in sorted(words) for o in self.by_word.get(word, []))
        found = {o: None for o in found if o.called(name)}
        if len(folded_name(name)) > 1:
            whole = [o for o in found if not o.contradicted(organization)]
            if len(whole) < 2:
                return whole[0] if whole else None
            return _only(
                o
                for o in whole
                if any(p.at(setting.when) and p.fits(role, organization) for p in o.posts)
            )
        vouched = _only(o for o in found if _vouched(o, role, organization, setting))
        return vouched or self.sole_bearer(name, role, organization, setting)

    def sole_bearer(
        self, name: str, role: str | None, organization: str | None, setting: Setting
    ) -> Official | None:
        """The one official of all times with this surname, in office on the date of the page.

        Nobody for a surname that many bear, or if the page gives it another given name.
        """
        surnames = _surnames(name)
        bearers = {o for surname in surnames for o in self.by_surname.get(surname, [])}
        if setting.when is None or len(bearers) != 1:
            return None
        official = bearers.pop()
        if not all(map(is_telling, official.spellings)):  # «Купер» is as frequent as Cooper
            return None
        held = any(p.at(setting.when) and p.fits(role, organization) for p in official.posts)
        fits = (
            held and official.called(name) and not _has_namesake(official, surnames, setting.text)
        )
        return official if fits else None

    def by_role(self, phrase: str, organization: str | None, when: When) -> Official | None:
        """The one official who held, on the date, the post that a phrase means."""
        said = post_in(phrase)
        if not said.kind and organization and not said.organizations:  # a body of a user's own
            said = post_in(re.sub(rf"\b{re.escape(organization[:-2])}[\w’']*", "", phrase))
        bodies = said.organizations or frozenset(filter(None, [organization]))
        if not said.kind or len(bodies) != 1:
            return None
        held = self.by_post.get((said.kind, next(iter(bodies))), [])
        return _only(official for post, official in held if post.at(when))


def join_actors(
    passages: pd.DataFrame, documents: pd.DataFrame, actors: pd.DataFrame | None
) -> pd.DataFrame:
    """Passages whose speakers and sources, where the table of actors has them, have its spelling.

    A speaker that the source itself names (rule "speech") stays as it is. Bodies get one name each
    (ОДКБ is CSTO). `rule` ends in "+ actors" where the table gave a name, a post or a body;
    `_official` says where a person was recognised: that spelling is decided.
    """
    register = None if actors is None else Register(actors)
    found = passages[(passages["rule"] != "speech") & passages["voice"].ne("narration")]
    found = found[found["speaker"].notna() | found["organization"].notna()]
    if found.empty or (register and not register.by_word):
        return passages.assign(_official=False)
    given = found[_GIVEN].drop_duplicates().astype(object)
    said = list(given.where(given.notna(), None).itertuples(index=False, name=None))
    reported = found[["document", "embedded_source"]].dropna().drop_duplicates()
    sources = [(*pair, None, None) for pair in reported.itertuples(index=False, name=None)]
    of_document: dict[str, list[Row]] = {}
    for row in dict.fromkeys([*said, *sources]):
        of_document.setdefault(row[0], []).append(row)
    known: dict[Row, Known] = {}
    for document in documents[documents["document"].isin(of_document)].itertuples(index=False):
        rows = of_document[document.document]
        known |= _recognised(register or _shipped_register(), rows, document)
    numbers = found.groupby(_GIVEN, sort=False, dropna=False).ngroup().to_numpy()
    out = _written(passages, found, [_after(row, known.get(row)) for row in said], numbers)
    names = {row[:2]: known[row].official.name for row in sources if row in known}
    pairs = found.dropna(subset="embedded_source")[["document", "embedded_source"]]
    spelled = [names.get(pair, pair[1]) for pair in pairs.itertuples(index=False, name=None)]
    out.loc[pairs.index, "embedded_source"] = spelled
    return out


def _after(row: Row, who: Known | None) -> tuple[Any, ...]:
    """Speaker, role and organization as they are to be, the note, whether it is an official."""
    _, speaker, role, organization = row
    if who is None:
        return speaker, role, canonical_organization(organization) or organization, "", False
    after = (who.official.name, who.role, who.organization)
    return *after, NOTE if after != (speaker, role, organization) else "", True


def _written(
    passages: pd.DataFrame, found: pd.DataFrame, after: list[tuple[Any, ...]], numbers: Any
) -> pd.DataFrame:
    """The passages with `after`, of which `numbers` tells the entry for each row of `found`."""
    entries = pd.DataFrame(after, columns=[*_GIVEN[1:], "note", "_official"], dtype=object)
    entries = entries.take(numbers).set_axis(found.index)
    out = passages.astype(dict.fromkeys((*_GIVEN[1:], "rule"), object))
    out["_official"] = False
    for column in _GIVEN[1:]:
        out.loc[found.index, column] = entries[column]
    out.loc[found.index, "rule"] += entries["note"]
    out.loc[found.index, "_official"] = entries["_official"].astype(bool)
    return out


def _recognised(register: Register, rows: list[Row], document: Any) -> dict[Row, Known]:
    """The officials among the speakers of one document."""
    setting = Setting(
        _when(document),
        f"{document.title}\n{document.text}",
        owner_of(document.outlet) if isinstance(document.outlet, str) else None,
    )
    known: dict[Row, Known] = {}
    left = []
    for row in rows:
        _, speaker, role, organization = row
        if speaker is None:
            continue
        body = _body(organization)
        if is_name(speaker):
            official = register.by_name(speaker, role, body, setting)
            if official:
                known[row] = _filled(official, role, body, setting)
            continue
        official = register.by_role(speaker, body or setting.owner, setting.when)
        if official:
            known[row] = _filled(official, role or speaker, body, setting)
        else:
            left.append(row)
    for row in left:
        if found := _meant(row, rows, known):
            known[row] = found
    return known


def _meant(row: Row, rows: list[Row], known: dict[Row, Known]) -> Known | None:
    """Whom "the minister" means in a document in which one person is a minister, an official."""
    _, speaker, _, given = row
    words, named = telling_words(speaker), post_in(speaker).organizations
    body = _body(given) or (next(iter(named)) if named else None)

    def means(who: Known) -> bool:
        if not who.role or (body and body != who.organization):
            return False
        leads = bool(body) and words <= _VAGUE and post_in(who.role).kind in _LEADERS
        return leads or words <= telling_words(who.role)

    found = {who.official: who for who in known.values() if means(who)} if words else {}
    others = [r for r in rows if r not in known and r is not row and words <= _post_words(r)]
    rivals = [r for r in others if not (body and r[3]) or _body(r[3]) == body]
    return next(iter(found.values())) if len(found) == 1 and not rivals else None


def _body(organization: str | None) -> str | None:
    """The state or body that an official speaks for, where the document names it or its office."""
    if not organization:
        return None
    return canonical_organization(organization) or owner_of(organization) or organization


def _post_words(row: Row) -> frozenset[str]:
    _, speaker, role, _ = row
    return telling_words(role or (speaker if speaker and not is_name(speaker) else "") or "")


def _filled(official: Official, role: str | None, body: str | None, setting: Setting) -> Known:
    """The official with the post and body of the date, where the document gives none.

    A body that is only read off the words of a post ("People's Republic" for the President of the
    People's Republic of China) gives way to that of the post. A bare name may be a namesake's:
    then the document must name the body at least.
    """
    posts = [p for p in official.posts if p.at(setting.when)]
    if setting.when is None and len(official.posts) == 1:
        posts = list(official.posts)
    if role and body and body in role and canonical_organization(body) is None:
        body = _only(p.organization for p in posts if p.fits(role, None)) or body
    posts = [p for p in posts if p.fits(role, body)]
    roles, bodies = {p.role for p in posts}, {p.organization for p in posts}
    if setting.when is None and not role:
        bodies = {p.organization for p in official.posts}  # a body that never changed needs no date
    if not role and not body and not all(map(setting.names, bodies)):
        return Known(official, None, None)
    return Known(
        official,
        role or (next(iter(roles)) if len(roles) == 1 else None),
        body or (next(iter(bodies)) if len(bodies) == 1 else None),
    )


def _vouched(official: Official, role: str | None, body: str | None, setting: Setting) -> bool:
    """Whether a surname alone is backed up: by the body the document gives or at least names."""
    when, past = setting.when, bool(role and telling_words(role) & _PAST)
    for post in official.posts:
        held = when is None or post.at(when) or (past and post.until < when[0])
        if held and post.fits(role, body) and (body or setting.names(post.organization)):
            return True
    return False


def _has_namesake(official: Official, surnames: frozenset[str], text: str) -> bool:
    """Whether the page has a full name with this surname that is not the official's."""
    full = (name.text for name in find_names(text) if len(folded_name(name.text)) > 1)
    return any(_surnames(name) & surnames and not official.called(name) for name in full)


def is_telling(name: str) -> bool:
    """Whether a surname alone can mean one person: it is long, not frequent, no given name.

    >>> [is_telling(name) for name in ("Virask", "Smith", "Иванов", "Gabriel", "Xi")]
    [True, False, False, False, False]
    """
    surnames = _surnames(name)
    given = any(gender_of(f"{token} X") for token in name_tokens(name)[-1:])
    return not given and min(map(len, surnames), default=0) > 3 and not surnames & _frequent()


@cache
def _frequent() -> frozenset[str]:
    """The surnames, folded, that so many bear that one alone names nobody."""
    table = tomllib.loads((resources.files("topoi") / "data" / "surnames.toml").read_text("utf-8"))
    return frozenset(fold(surname) for surname in table["frequent"].split())


def _only(candidates: Iterable[T]) -> T | None:
    found = list(dict.fromkeys(candidates))
    return found[0] if len(found) == 1 else None


def _when(document: Any) -> When:
    """The days on which a document can be published; null without a date."""
    if pd.notna(document.date):
        return (document.date, document.date)
    if pd.notna(document.year):
        year = int(document.year)
        return (pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31))
    return None


@cache
def _surnames(name: str) -> frozenset[str]:
    """The folded surname of a name that is one word beside initials; Russian ones in any case."""
    bare = [t for t in name_tokens(name) if len(t.rstrip(".")) > 1]
    words = set(folded_name(name)[-1:])
    if bare and is_russian(bare[-1]):
        words.add(fold(lemma(bare[-1])))
    return frozenset(words)


def _official(name: str, rows: list[Any]) -> Official:
    aliases = rows[0].aliases.split("; ") if isinstance(rows[0].aliases, str) else []
    cyrillic = [rows[0].cyrillic] if isinstance(rows[0].cyrillic, str) else []
    written = [name, *aliases, *cyrillic]
    alone = [a for a in aliases if len(folded_name(a)) == 1]
    ends = (row.until if pd.notna(row.until) else pd.Timestamp.max for row in rows)
    posts = (
        Held(row.role, row.organization, post_in(row.role).kind, row.since, until)
        for row, until in zip(rows, ends, strict=True)
    )
    return Official(
        name,
        tuple(s for s in written if len(folded_name(s)) > 1),
        frozenset(folded_name(s)[-1] for s in (alone or written)),
        tuple(posts),
    )


@cache
def _shipped_register() -> Register:
    return Register(read_actors())
