"""Who is in a document: names as they occur, with the posts and bodies given beside them.

No list of persons is needed. A name is a run of capitalised words that is not an institution, a
place or the start of a sentence; a post is what stands before it ("Russian Defence Minister") or
after it ("..., head of the joint staff,").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from ..russian.morphology import can_be, is_mostly_russian, is_russian, nominative, stem
from ..sentences.nouns import has_noun, hypernyms, organ_nouns, role_nouns, speaking_nouns
from .names import TITLES, NameIndex, fold, folded_name, name_tokens, same_person, tidy
from .person_names import Name, bare_tokens, find_names
from .posts import BREAK, EMPTY_ROLE, LEFT, role_beside, role_words
from .states import DEMONYMS


@dataclass
class Person:
    """One person of a document: the fullest spelling, and what is known of post and body."""

    name: str
    mentions: list[tuple[int, int]] = field(default_factory=list)
    role: str | None = None
    organization: str | None = None
    roles: list[tuple[int, str]] = field(default_factory=list)

    @property
    def surname(self) -> str:
        tokens = name_tokens(self.name)
        return fold(tokens[-1]) if tokens else ""

    def met(self, start: int, end: int, role: str | None) -> None:
        """Note a mention, and the post that stands beside it."""
        self.mentions.append((start, end))
        if role:
            earlier = [at for at, known in self.roles if known == role]
            self.roles = [(at, known) for at, known in self.roles if known != role]
            self.roles.append((min([start, *earlier]), role))
            self.role = self.role or role


@dataclass
class People:
    """The persons of a document, looked up by name, by surname or by post."""

    persons: list[Person]

    def by_name(self, name: str, position: int | None = None) -> Person | None:
        """The person that `name` can mean; of two, the one mentioned last before `position`."""
        near = self._index.near(name)
        found = [p for p in near if p.name == name or same_person(p.name, name)]
        if not found and is_russian(name):
            found = [p for p in self.persons if _inflected(p.name, name)]
        return self._nearest(found, position)

    def by_role(self, phrase: str, position: int, *, spoke: str | None = None) -> Person | None:
        """The person whose post holds the words of `phrase` ("the minister"), nearest before.

        Nobody for "a minister" or "one diplomat": that is somebody whom the document does not name.
        """
        if not has_noun(phrase, role_nouns()) or is_indefinite(phrase):
            return None
        states = {w for w in re.findall(r"[A-Z][a-z]+", phrase) if w in DEMONYMS}
        for wanted in (
            role_words(phrase),
            role_words(phrase) - {DEMONYMS[s].lower() for s in states},
        ):
            found = [
                p
                for at, p in self._holders(wanted)
                if at < position and not any(_is_elsewhere(p, state) for state in states)
            ]
            found = _of_rank(wanted, found, position) or found
            if found:
                before = [p for p in found if p.name == spoke]
                return self._nearest(before or found, position)
        return self._by_general_word(phrase, states, position, spoke)

    def _by_general_word(
        self, phrase: str, states: set[str], position: int, spoke: str | None
    ) -> Person | None:
        """The person whom "the Belarusian leader" or "the diplomat" can mean, nearest before."""
        words = re.findall(r"[^\W\d_]+", phrase)
        posts = hypernyms().get(words[-1].lower() if words else "")
        small = [w for w in words if w[0].islower() and w.lower() not in EMPTY_ROLE]
        if not posts or len(small) > 2 or len(words) > 4:
            return None
        found = [
            p
            for at, p in self._with_any(posts)
            if at < position and all(_is_of(p, state) for state in states)
        ]
        before = [p for p in found if p.name == spoke]
        return self._nearest(before or found, position)

    def _holders(self, wanted: frozenset[str]) -> list[tuple[int, Person]]:
        """Who has a post that holds all these words, and where the document first says so."""
        if wanted not in self._held:
            rarest = min((self._posts.get(w, []) for w in wanted), key=len, default=[])
            first: dict[int, int] = {}
            for order, at, words in rarest:
                if wanted <= words:
                    first[order] = min(at, first.get(order, at))
            self._held[wanted] = [(at, self.persons[order]) for order, at in first.items()]
        return self._held[wanted]

    def _with_any(self, posts: frozenset[str]) -> list[tuple[int, Person]]:
        """Who has a post with one of these words, and where the document first says so."""
        if posts not in self._held_any:
            places = (
                ([at for at, r in p.roles if not posts.isdisjoint(r.lower().split())], p)
                for p in self.persons
            )
            self._held_any[posts] = [(min(at), p) for at, p in places if at]
        return self._held_any[posts]

    @cached_property
    def _held(self) -> dict[frozenset[str], list[tuple[int, Person]]]:
        return {}

    @cached_property
    def _held_any(self) -> dict[frozenset[str], list[tuple[int, Person]]]:
        return {}

    @cached_property
    def _posts(self) -> dict[str, list[tuple[int, int, frozenset[str]]]]:
        """Each word of a post, with whose it is (by number), where, and all words of the post."""
        posts: dict[str, list[tuple[int, int, frozenset[str]]]] = {}
        for order, person in enumerate(self.persons):
            for at, role in person.roles:
                for word in role_words(role):
                    posts.setdefault(word, []).append((order, at, role_words(role)))
        return posts

    @cached_property
    def _index(self) -> NameIndex[Person]:
        index: NameIndex[Person] = NameIndex()
        for person in self.persons:
            index.add(person.name, person)
        return index

    @cached_property
    def _mentions(self) -> list[tuple[int, int, Person]]:
        found = [(a, b, p) for p in self.persons for a, b in p.mentions]
        return sorted(found, key=lambda mention: mention[:2])

    @cached_property
    def _starts(self) -> list[int]:
        return [a for a, _, _ in self._mentions]

    def within(self, start: int, end: int) -> list[tuple[int, int, Person]]:
        """The mentions between `start` and `end`, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return [mention for mention in self._mentions[first:last] if mention[1] <= end]

    def first_within(self, start: int, end: int) -> Person | None:
        """The first person mentioned between `start` and `end`: the likely subject."""
        first = bisect_left(self._starts, start)
        if first < len(self._starts) and self._starts[first] < end:
            return self._mentions[first][2]
        return None

    @staticmethod
    def _nearest(found: list[Person], position: int | None) -> Person | None:
        if len(found) < 2 or position is None:
            return found[0] if found else None

        def distance(person: Person) -> int:
            before = bisect_left(person.mentions, (position + 1, 0))
            return position - person.mentions[before - 1][0] if before else 10**9

        return min(found, key=distance)


_INDEFINITE = re.compile(r"(?:an?|one|another|some|any|several|many|two|three)\s", re.IGNORECASE)


def is_indefinite(phrase: str) -> bool:
    """Whether a phrase is about somebody new or unnamed: "one Western diplomat"."""
    return _INDEFINITE.match(phrase) is not None


_RANKED = frozenset("prime vice deputy assistant".split())


def _of_rank(wanted: frozenset[str], persons: list[Person], position: int) -> list[Person]:
    """Those whose post is of no other rank than `wanted`: "the minister" is not the prime minister."""
    return [
        person
        for person in persons
        if any(
            wanted <= role_words(role) and not (role_words(role) - wanted) & _RANKED
            for at, role in person.roles
            if at < position
        )
    ]


def _is_of(person: Person, state: str) -> bool:
    """Whether a post of the person names the state of this adjective."""
    named = " ".join(role for _, role in person.roles)
    return state in named or DEMONYMS[state] in named


def _is_elsewhere(person: Person, state: str) -> bool:
    """Whether a post of the person is of another state than the one of this adjective."""
    named = " ".join(role for _, role in person.roles)
    others = {w for w in re.findall(r"[A-Z][a-z]+", named) if w in DEMONYMS}
    return bool(others) and state not in others


def _inflected(nominative: str, name: str) -> bool:
    """Whether `name` can be an oblique case of the Russian name `nominative`."""
    if not is_russian(name):
        return False
    one, two = name_tokens(nominative), name_tokens(name)
    if not two or not re.match("[А-ЯЁ]", two[-1]):
        return False
    if len(two) > 1 and len(one) == len(two):
        return all(stem(a.lower()) == stem(b.lower()) for a, b in zip(one, two, strict=True))
    return stem(one[-1].lower()) == stem(two[-1].lower())


def find_people(text: str, title: str | None = None) -> People:
    """The persons of a document, in the order of their first full mention.

    >>> people = find_people("Defence Minister Toma Virask spoke. Virask, chair of the group, left.")
    >>> [(p.name, p.role) for p in people.persons]
    [('Toma Virask', 'Defence Minister')]
    """
    if is_mostly_russian(f"{title or ''}\n{text}"):
        from ..russian.people import find_russian_people  # it builds on this module

        return find_russian_people(text, title)
    head = f"{title}\n" if title else ""
    whole = head + text
    found = find_names(whole)
    pairs: NameIndex[str] = NameIndex()
    two = (n for n in found if len(bare_tokens(n.text)) == 2 and not _is_surname(n))
    for pair in dict.fromkeys(n.text for n in two):
        pairs.add(pair, pair)
    persons: list[Person] = []
    index: NameIndex[Person] = NameIndex()
    for name in found:
        name = _behind_body(whole, _behind_state(whole, _without_place(name, pairs)))
        if len(name_tokens(name.text)) < 2 or not bare_tokens(name.text) or _is_surname(name):
            continue
        role = role_beside(whole, name.start, name.end)
        by = _BY.search(whole, max(0, name.start - 20), name.start)
        if name.start < len(head) and not role and not by:
            continue  # capitals mean little in a headline
        near = persons if is_russian(name.text) else index.near(name.text)
        person = next((p for p in near if _same(p.name, name.text)), None)
        if person is None:
            case = "gent" if by else _case_behind(whole[max(0, name.start - 120) : name.start])
            person = Person(nominative(tidy(name.text), case))
            persons.append(person)
            index.add(person.name, person)
        elif len(bare_tokens(person.name)) < 2 <= len(bare_tokens(name.text)):
            person.name = nominative(tidy(name.text))  # until now only initials
            index.add(person.name, person)
        person.met(name.start - len(head), name.end - len(head), role)
    placed = _placed(whole, persons)
    persons = [p for p in persons if not _is_place(p, placed[p.name])]
    for person in persons:
        person.organization = _represented(whole, [b + len(head) for _, b in person.mentions])
    _single_mentions(whole, len(head), found, persons)
    return People(persons)


def is_name(speaker: str) -> bool:
    """Whether a speaker is called by a personal name, not by a post or as a body."""
    return bool(speaker) and not has_noun(speaker, speaking_nouns())


_OF_STATE = re.compile(
    r"\b(?:president|premier|minister|king|emir|governor|head|leader|mayor|chancellor|ambassador)"
    r" of $",
    re.IGNORECASE,
)


def _behind_state(text: str, name: Name) -> Name:
    """ "Ilmeria Mihal Dorvanu" right after "President of" as "Mihal Dorvanu"."""
    tokens = name.text.split()
    if (
        len(tokens) < 3
        or "." in name.text
        or not _OF_STATE.search(text[max(0, name.start - 20) : name.start])
    ):
        return name
    rest = " ".join(tokens[1:])
    return Name(name.end - len(rest), name.end, rest)


_OF_BODY = re.compile(r"\b([a-z]+)(?: general)? of the $", re.IGNORECASE)


def _behind_body(text: str, name: Name) -> Name:
    """ "Zorn Circle Mihal Dorvanu" right after "head of the" as "Mihal Dorvanu"."""
    tokens = name.text.split()
    post = _OF_BODY.search(text, max(0, name.start - 40), name.start)
    if len(tokens) < 3 or "." in name.text or not post or post[1].lower() not in role_nouns():
        return name
    first = -3 if tokens[-2][0].islower() else -2  # "Ludo van Hess"
    rest = " ".join(tokens[first:])
    return Name(name.end - len(rest), name.end, rest)


_BEHALF = re.compile(
    r"[^.\n]{0,120}?\b(?:on behalf of|represent(?:ed|ing)|attended for)\s+(?:the\s+)?"
    r"((?:[A-Z][\w’'-]*|of|for|the)(?:\s+(?:[A-Z][\w’'-]*|of|for|the))*)"
)


def _represented(text: str, ends: list[int]) -> str | None:
    """The body that a person is said to represent, behind one of the mentions."""
    for end in ends:
        if found := _BEHALF.match(text, end):
            return re.sub(r"\s+(?:of|for|the)$", "", found.group(1).strip())
    return None


def _without_place(name: Name, pairs: NameIndex[str]) -> Name:
    """ "Ilmeria Mihal Dorvanu" (after "President of") as "Mihal Dorvanu", if that occurs too."""
    tokens = name.text.split()
    last = " ".join(tokens[-2:])
    if len(bare_tokens(name.text)) < 3 or not any(same_person(last, p) for p in pairs.near(last)):
        return name
    return Name(name.end - len(last), name.end, last)


_BY = re.compile(r"(?:\bby|выступление|речь|обращение|интервью)\s+$", re.IGNORECASE)


def _case_behind(before: str) -> str | None:
    """The oblique case of a Russian name behind «по словам» or a post; null if nothing shows it."""
    words = BREAK.split(before)[-1].split()
    last = max((i for i, word in enumerate(words) if word.lower() in LEFT), default=-1)
    if last == len(words) - 1:
        return "gent" if words and words[-1].lower() in ("словам", "мнению") else None
    post = next((w for w in words[last + 1 :] if has_noun(w, role_nouns())), "")
    if not is_russian(post) or can_be(post, "nomn"):
        return None
    return next((case for case in ("gent", "datv", "ablt") if can_be(post, case)), None)


def _same(known: str, name: str) -> bool:
    return same_person(known, name) or _inflected(known, name)


def _is_place(person: Person, hits: int) -> bool:
    """Whether a run of capitals behaves like a place or a body: preceded by "in", "the" ..."""
    return hits > 0 and not person.roles and hits >= len(person.mentions) / 2


def _placed(text: str, persons: list[Person]) -> Counter[str]:
    """How often each name stands behind "in", "the" and the like."""
    by_head: dict[str, set[str]] = {}
    for person in persons:
        by_head.setdefault(person.name[:3], set()).add(person.name)
    hits: Counter[str] = Counter()
    for found in _PLACED.finditer(text):
        names = by_head.get(text[found.end() : found.end() + 3], ())
        hits.update(name for name in names if text.startswith(name, found.end()))
    return hits


_PLACED = re.compile(r"\b(?:in|at|near|the|from|around|outside|inside)\s{1,8}(?=\S)")


def _is_surname(name: Name) -> bool:
    """Whether two words are a surname with its particle ("De Vane"); of initials, neither is."""
    words = bare_tokens(name.text)
    return len(words) == 2 and words[0].istitle() and len(folded_name(name.text)) == 1


def _single_mentions(text: str, shift: int, found: list[Name], persons: list[Person]) -> None:
    by_surname: dict[str, list[Person]] = {}
    for person in persons:
        by_surname.setdefault(person.surname, []).append(person)
    for name in found:
        if not bare_tokens(name.text) or not (
            len(name_tokens(name.text)) == 1 or _is_surname(name)
        ):
            continue
        token = fold(bare_tokens(name.text)[-1])
        bearers = by_surname.get(token, []) if token else []
        if not bearers and is_russian(name.text):
            bearers = [p for p in persons if _inflected(p.name, name.text)]
        if (
            not bearers
            and token
            and name.start >= shift
            and not is_russian(name.text)
            and _is_introduced(text, name.start)
        ):
            bearers = by_surname.setdefault(token, [Person(name.text)])
            persons.append(bearers[0])
        if len(bearers) == 1:
            role = role_beside(text, name.start, name.end) if name.start >= shift else None
            bearers[0].met(name.start - shift, name.end - shift, role)
    for person in persons:
        person.mentions.sort()
        person.roles.sort()


_INTRODUCED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Capt|Prof)\.?|[^\W\d_]+)[ \xa0]$"
)


def _is_introduced(text: str, start: int) -> bool:
    """Whether a courtesy title or a post stands right before a surname ("Foreign Minister Vane")."""
    found = _INTRODUCED.search(text, max(0, start - 30), start)
    word = found.group().strip(" .\xa0") if found else ""
    return word.lower() in TITLES - {"the", "right"} or word.lower() in role_nouns() - organ_nouns()
