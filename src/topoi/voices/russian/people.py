"""Who is in a Russian document: persons with their posts, whatever case they stand in."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..persons.names import fold, same_person
from ..persons.people import People, Person
from .morphology import nominatives
from .names import RussianName, find_russian_names, is_patronymic, is_surname
from .roles import posts_beside
from .surnames import is_person_by_place

_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")


@dataclass
class RussianPeople(People):
    """The persons of a Russian document, and all personal names in its body, in order."""

    names: list[RussianName] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[RussianName]:
        """The names that begin in `[start:end)`."""
        first = bisect_left(self.names, start, key=lambda name: name.start)
        last = bisect_left(self.names, end, key=lambda name: name.start)
        return self.names[first:last]


def find_russian_people(text: str, title: str | None = None) -> RussianPeople:
    """The persons of a Russian document, in the order of their first mention by a full name.

    A surname that nobody bears in full is a person, too, if it occurs in the nominative. Where a
    name can be read in two ways, the other mentions and the post beside it decide.

    >>> text = "Слово взял министр обороны Орлании Иво Вейн. По мнению Вейна, озеро спокойно."
    >>> [(p.name, p.role, len(p.mentions)) for p in find_russian_people(text).persons]
    [('Иво Вейн', 'министр обороны Орлании', 2)]
    """
    head = f"{title}\n" if title else ""
    whole = head + text
    names = find_russian_names(whole)
    posts = [posts_beside(whole, name) for name in names]
    votes = _votes(names)
    persons: list[Person] = []
    for alone in (False, True):  # full names first: a surname alone then finds its bearer
        for name, (beside, case) in zip(names, posts, strict=True):
            if (len(name.text.split()) == 1) is not alone:
                continue
            person = _bearer(persons, name) if alone else _same(persons, name, beside)
            if person is None:
                if alone and not _stands_alone(whole, name, beside, case):
                    continue
                person = Person(_best(name, case, votes))
                persons.append(person)
            elif len(person.name.split()) < 2 or "." in person.name:
                person.name = _fuller(person.name, _best(name, case, votes))
            person.met(name.start - len(head), name.end - len(head), beside[0] if beside else None)
            person.roles += [(name.start - len(head), post) for post in beside[1:]]
    for person in persons:
        person.mentions.sort()
        person.roles.sort(key=lambda role: role[0])
        person.role = _fullest(person) or person.role
    persons.sort(key=lambda p: p.mentions[0])
    shift = len(head)
    met = {a for person in persons for a, _ in person.mentions}
    body = [
        RussianName(n.start - shift, n.end - shift, n.text)
        for n in names
        if n.start >= shift and (n.start - shift in met or " " in n.text or is_surname(n.text))
    ]
    return RussianPeople(persons, body)


def _fullest(person: Person) -> str | None:
    """The first post of more than one word; else the first."""
    posts = [role for _, role in person.roles]
    return next((post for post in posts if " " in post), posts[0] if posts else None)


def _votes(names: Iterable[RussianName]) -> dict[str, float]:
    """How well each nominative fits the mentions of the document, taken together."""
    votes: dict[str, float] = defaultdict(float)
    for name in names:
        for form in {r.form for r in name.readings}:
            cost = min(r.cost for r in name.readings if r.form == form)
            votes[form] += 1 / (1 + cost)
    return votes


def _best(name: RussianName, case: str | None, votes: dict[str, float]) -> str:
    fitting = [r for r in name.readings if case in (None, r.case)] or list(name.readings)
    if not fitting:
        return name.text
    return min(fitting, key=lambda r: (r.cost - 2 * votes[r.form], _CASES.index(r.case))).form


def _fuller(known: str, other: str) -> str:
    return other if len(other.split()) > 1 and "." not in other else known


def _same(persons: list[Person], name: RussianName, posts: list[str]) -> Person | None:
    forms = {reading.form for reading in name.readings if reading.cost < 6}
    if not posts and is_patronymic(name.text.split()[-1]) and len(name.text.split()) == 2:
        forms = {form.split()[0] for form in forms}  # «Иво Петрович» is whoever is called Иво
    for person in persons:
        if any(same_person(person.name, form) for form in forms):
            return person
    return None


def _bearer(persons: list[Person], name: RussianName) -> Person | None:
    """The person whom a surname means; of two, the one mentioned last before it."""
    forms = {fold(form) for form in nominatives(name.text.split()[-1])}
    found = [p for p in persons if p.surname in forms]
    found = found or [p for p in persons if fold(p.name.split()[0]) in forms]

    def distance(person: Person) -> int:
        return min((name.start - a for a, _ in person.mentions if a <= name.start), default=10**9)

    return min(found, key=distance, default=None)


def _stands_alone(text: str, name: RussianName, posts: list[str], case: str | None) -> bool:
    """Whether a surname by itself makes a person: it can be nominative, or a post stands by it; one
    that does not look like any must stand where only a person can.
    """
    if is_surname(name.text):
        return case is not None or name.can_be("nomn")
    return is_person_by_place(text, name, post=bool(posts))
