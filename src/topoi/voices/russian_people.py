"""Who is in a Russian document: persons with their posts, whatever case they stand in."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .names import fold, same_person
from .people import People, Person
from .russian import nominative_post
from .russian_names import RussianName, find_russian_names, is_patronymic, is_surname
from .russian_words import is_case, is_rank, nouns, post_of, saying

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]")
_BREAK = re.compile(r"[.;:!?()\n«»“”\"]|\s[—–-]\s")
_CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_POST_WORDS = 16


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
    posts = [_post_beside(whole, name) for name in names]
    votes = _votes(names)
    persons: list[Person] = []
    for alone in (False, True):  # full names first: a surname alone then finds its bearer
        for name, (post, case) in zip(names, posts, strict=True):
            if (len(name.text.split()) == 1) is not alone:
                continue
            person = _bearer(persons, name) if alone else _same(persons, name, post)
            if person is None:
                if alone and not _stands_alone(name, case):
                    continue
                person = Person(_best(name, case, votes))
                persons.append(person)
            elif len(person.name.split()) < 2 or "." in person.name:
                person.name = _fuller(person.name, _best(name, case, votes))
            person.met(name.start - len(head), name.end - len(head), post)
    for person in persons:
        person.mentions.sort()
        person.roles.sort()
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


def _same(persons: list[Person], name: RussianName, post: str | None) -> Person | None:
    forms = {reading.form for reading in name.readings if reading.cost < 6}
    if not post and is_patronymic(name.text.split()[-1]) and len(name.text.split()) == 2:
        forms = {form.split()[0] for form in forms}  # «Иво Петрович» is whoever is called Иво
    for person in persons:
        if any(same_person(person.name, form) for form in forms):
            return person
    return None


def _bearer(persons: list[Person], name: RussianName) -> Person | None:
    """The person whom a surname means; of two, the one mentioned last before it."""
    forms = {fold(reading.form) for reading in name.readings}
    found = [p for p in persons if p.surname in forms]
    found = found or [p for p in persons if fold(p.name.split()[0]) in forms]

    def distance(person: Person) -> int:
        return min((name.start - a for a, _ in person.mentions if a <= name.start), default=10**9)

    return min(found, key=distance, default=None)


def _stands_alone(name: RussianName, case: str | None) -> bool:
    """Whether a surname by itself makes a person: it can be nominative, or a post stands by it."""
    return is_surname(name.text) and (case is not None or name.can_be("nomn"))


# ---- posts


def _post_beside(text: str, name: RussianName) -> tuple[str | None, str | None]:
    """The post in front of a name or behind it, and the case that it shows the name to be in."""
    start = max(0, name.start - 200)
    before = text[start : name.start]
    chunk = _BREAK.split(before)[-1]
    case = None
    if found := post_ahead(chunk, name):
        return found
    if re.search(r"(?:словам|мнению|имени|данным)\s+$", before, re.IGNORECASE):
        case = "gent"
    elif by := re.search(
        r"(?:^|\n)\s*(?:выступление|речь|обращение|интервью|брифинг)\s+$", before, re.I
    ):
        case = "gent" if by else None
    after = re.match(r"\s*,\s*([^.;:!?\n«»()\"]{3,140})", text[name.end : name.end + 150])
    if after:
        phrase = after.group(1).split(",")[0].strip()
        words = phrase.split()
        for i, word in enumerate(words[:5]):
            if saying(word.lower()) or word.lower() in ("который", "которая", "которые"):
                break
            if post_of(word):
                kept = words[: i + 1 + _chain(words[i + 1 :])]
                if all(_agrees(w, name) for w in words[:i]) and _agrees(word, name):
                    return nominative_post(" ".join(kept)), case
                break
    return None, case


def _agrees(word: str, name: RussianName) -> bool:
    return any(name.can_be(noun.case) for noun in nouns(word) if not noun.plural)


def post_ahead(chunk: str, name: RussianName) -> tuple[str, str] | None:
    """The post at the end of `chunk`, in the nominative, and the case in which it stands."""
    words = [w.strip(",") for w in chunk.split()][-_POST_WORDS:]
    commas = [w.endswith(",") for w in chunk.split()][-_POST_WORDS:]
    heads: list[int] = []
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if commas[i] and i < len(words) - 1 and not post_of(words[i + 1]):
            break
        if word == "и" and heads and heads[-1] - i <= 2:
            break  # "the minister of X and the ambassador NAME"
        if saying(word.lower()) or (word.islower() and word.lower() in _STOPS):
            break
        if post_of(word):
            heads.append(i)
        elif not _can_be_inside(word):
            break
    for case in _ordered_cases(name):
        fitting = [
            i for i in heads if any(n.case == case and not n.plural for n in nouns(words[i]))
        ]
        fitting = [i for i in fitting if not is_rank(words[i])] or fitting
        if not fitting:
            continue
        first = fitting[-1] if case == "gent" else fitting[0]
        while first and not commas[first - 1] and _is_attribute(words[first - 1], case):
            first -= 1
        kept = words[first:]
        while len(kept) > 1 and is_rank(kept[-1]):
            kept.pop()
        return nominative_post(" ".join(kept)), case
    return None


def _ordered_cases(name: RussianName) -> list[str]:
    ranked: list[str] = []
    for reading in name.readings:
        if reading.case not in ranked and name.can_be(reading.case):
            ranked.append(reading.case)
    return ranked


_STOPS = frozenset(
    """
    с со от для к ко на под перед между из до как что а но или также словам мнению
    который которая которые
    """.split()
)


def _can_be_inside(word: str) -> bool:
    """Whether a word can stand between a post and the name of its holder."""
    if word.lower() in ("по", "в", "во", "и", "при", "о", "об", "за"):
        return True
    if not re.match("[А-Яа-яЁё]", word) or word[0].isupper():
        return True
    found = nouns(word)
    return bool(found) and any(n.part in ("NOUN", "ADJF", "PRTF", "NUMR") for n in found)


def _is_attribute(word: str, case: str) -> bool:
    """Whether an adjective in front of a noun goes with it («официальный представитель»)."""
    return any(n.part in ("ADJF", "NUMR") and n.case == case and not n.plural for n in nouns(word))


def _chain(words: list[str]) -> int:
    """How many of the words behind a noun belong to it: genitives, abbreviations, "по ..."."""
    kept = 0
    for i, word in enumerate(words):
        bare = word.strip(",")
        if bare.lower() in ("по", "при", "и") and i + 1 < len(words):
            if words[i + 1].lower() in _OCCASIONS:
                break
            continue
        if bare[:1].isupper() or is_case(bare, "gent") or _is_governed(words, i):
            kept = i + 1
        else:
            break
        if word.endswith(","):
            break
    return kept


# "по ..." that says when or why, not for what somebody is responsible.
_OCCASIONS = frozenset(
    "итогам результатам случаю поводу словам данным мнению поручению завершении окончании".split()
)


def _is_governed(words: list[str], i: int) -> bool:
    """Whether a word stands behind "по" or "при" with its attributes («по связям»)."""
    behind = [w.lower() for w in words[max(0, i - 3) : i]]
    return any(w in ("по", "при") for w in behind) and (
        is_case(words[i], "datv") or is_case(words[i], "loct")
    )


def chain(words: list[str]) -> int:
    """How many of the words behind a noun belong to it («глава | внешнеполитического ведомства»).

    >>> chain(["внешнеполитического", "ведомства", "Орлании", "сегодня"])
    3
    """
    return _chain(words)
