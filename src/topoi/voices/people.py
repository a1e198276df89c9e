"""Who is in a document: names as they occur, with the posts and bodies given beside them.

No list of persons is needed. A name is a run of capitalised words that is not an institution, a
place or the start of a sentence; a post is what stands before it ("Russian Defence Minister") or
after it ("..., head of the joint staff,").
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources

from .names import TITLES, fold, name_tokens, same_person, tidy
from .russian import is_russian, nominative, nominative_post, stem

_PART = r"(?:[A-ZА-ЯЁ][^\W\d_]*(?:[-'’][^\W\d_]+)*|[A-ZА-ЯЁ]\.)"
_LINK = r"(?:de|da|do|van|von|der|bin|ibn|al|el|oglu|ogly|uulu|dos)"
_NAME = re.compile(rf"(?<![\w’'-]){_PART}(?:[ \xa0]+(?:{_PART}|{_LINK}(?= [A-ZА-ЯЁ])))*")
_NOT_NAMES = frozenset(
    """
    the a an in on at of for and but or if as by to from with this that these those it he she
    they we i you his her its their our my after before when while where there here what who
    which how why not no monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december meanwhile
    however according additionally following during among under over between both all some many
    most several other another each every such once still also then although though because
    since so yet nor neither either until unless dear earlier later today yesterday tomorrow
    speaking towards given ministry organization organisation council commonwealth republic
    federation committee commission union assembly parliament congress senate house department
    agency office bureau party government court university institute center centre company corp
    inc ltd street avenue road city county city state states north south east west northern
    southern eastern western central treaty security defense defence charter secretariat
    executive region regional pact organ service press news times post journal international
    world national united nations great new greater old joint staff forces force chiefs
    collective interstate military economic cooperation charter spirit statement declaration
    summit forum session initiative partnership programme conference meeting sea seas ocean
    river lake island islands cold war armed air navy army afghanistan armenia azerbaijan
    belarus china cuba estonia georgia germany france india iran israel japan kazakhstan
    kyrgyzstan latvia lithuania moldova mongolia pakistan poland russia serbia syria tajikistan
    turkey türkiye turkmenistan ukraine uzbekistan venezuela africa america asia europe eurasia
    britain korea american russian chinese european african asian eurasian belarusian kazakh
    kyrgyz tajik uzbek armenian azerbaijani ukrainian turkish german french british indian
    iranian japanese polish serbian georgian moldovan kremlin pentagon moscow washington beijing
    minsk astana almaty brussels kyiv kiev london paris berlin tehran un eu nato csto cis sco
    eaeu brics osce gmt observers officials analysts question answer в на по о об и а но с со к
    ко от до из за для при что как это он она они мы вы я его ее их наш совет министерство
    организация комитет комиссия союз секретариат республика республики россия россии
    выступление речь обращение интервью заседание пакт ранее сегодня вчера завтра также однако
    кроме между тем тогда участники страны глава первое евразия запад восток европа азия африка
    """.split()
)
_BREAK = re.compile(r"[.,;:!?()\n«»“”\"–—]")


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
def role_nouns() -> frozenset[str]:
    """Nouns, English and Russian, that name a person by a post."""
    return cue_words()["roles"]["en"] | cue_words()["roles"]["ru"]


@cache
def organ_nouns() -> frozenset[str]:
    """Nouns, English and Russian, that name a body that can speak."""
    return cue_words()["organs"]["en"] | cue_words()["organs"]["ru"]


def has_noun(phrase: str, nouns: frozenset[str]) -> bool:
    """Whether one of `nouns` is a word of `phrase` (Russian ones with any ending)."""
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", phrase.lower())
    words += [part for word in words if "-" in word for part in word.split("-")]
    if any(word in nouns for word in words):
        return True
    return any(stem(word) in _stems(nouns) for word in words if re.match("[а-яё]", word))


@cache
def _stems(nouns: frozenset[str]) -> frozenset[str]:
    return frozenset(stem(noun) for noun in nouns if re.match("[а-яё]", noun))


@dataclass
class Person:
    """One person of a document: the fullest spelling, and what is known of post and body."""

    name: str
    mentions: list[tuple[int, int]] = field(default_factory=list)
    role: str | None = None
    organization: str | None = None
    roles: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def surname(self) -> str:
        tokens = name_tokens(self.name)
        return fold(tokens[-1]) if tokens else ""


@dataclass
class People:
    """The persons of a document, looked up by name, by surname or by post."""

    persons: list[Person]

    def by_name(self, name: str, position: int | None = None) -> Person | None:
        """The person that `name` can mean; of two, the one mentioned last before `position`."""
        found = [p for p in self.persons if p.name == name or same_person(p.name, name)]
        if not found:
            found = [p for p in self.persons if _inflected(p.name, name)]
        return self._nearest(found, position)

    def by_role(self, phrase: str, position: int) -> Person | None:
        """The person whose post holds the words of `phrase` ("the minister"), nearest before."""
        wanted = _role_words(phrase)
        if not wanted or not has_noun(phrase, role_nouns()):
            return None
        found = [
            p
            for p in self.persons
            if any(wanted <= _role_words(r) for at, r in p.roles if at < position)
        ]
        return self._nearest(found, position)

    def last_before(self, position: int, start: int = 0) -> Person | None:
        """The first person mentioned between `start` and `position`: the likely subject."""
        found = [(a, p) for p in self.persons for a, _ in p.mentions if start <= a < position]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    @staticmethod
    def _nearest(found: list[Person], position: int | None) -> Person | None:
        if len(found) < 2 or position is None:
            return found[0] if found else None

        def distance(person: Person) -> int:
            before = [position - a for a, _ in person.mentions if a <= position]
            return min(before, default=10**9)

        return min(found, key=distance)


_EMPTY_ROLE = frozenset(
    """
    the a an of for in and his her its their former new acting this our
    """.split()
)
_SYNONYMS = {"defense": "defence", "chief": "head", "leader": "head", "premier": "prime"}


def _role_words(phrase: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    kept = (_SYNONYMS.get(w, w) for w in words if w not in _EMPTY_ROLE)
    return frozenset(stem(w) if re.match("[а-яё]", w) else w for w in kept)


def _inflected(nominative: str, name: str) -> bool:
    """Whether `name` can be an oblique case of the Russian name `nominative`."""
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
    head = f"{title}\n" if title else ""
    whole = head + text
    found = [(m.start(), name) for m in _NAME.finditer(whole) for name in _names_in(m, whole)]
    pairs = {name for _, name in found if len(_bare(name)) == 2}
    persons: list[Person] = []
    for at, name in found:
        name = _without_place(name, pairs)
        if len(_bare(name)) < 2:
            continue
        start = whole.index(name, at)
        role = _role_beside(whole, start, start + len(name))
        by = _BY.search(whole[:start])
        if start < len(head) and not role and not by:
            continue  # capitals mean little in a headline
        person = next((p for p in persons if _same(p.name, name)), None)
        if person is None:
            person = Person(nominative(tidy(name), "gent" if by else None))
            persons.append(person)
        person.mentions.append((start - len(head), start - len(head) + len(name)))
        if role:
            person.roles.append((start - len(head), role))
            person.role = person.role or role
    persons = [p for p in persons if not _is_place(p, whole)]
    for person in persons:
        person.organization = _represented(whole, [b + len(head) for _, b in person.mentions])
    _single_mentions(whole, len(head), found, persons)
    return People(persons)


def is_name(speaker: str) -> bool:
    """Whether a speaker is called by a personal name, not by a post or as a body."""
    return bool(speaker) and not has_noun(speaker, role_nouns() | organ_nouns())


def names_in(phrase: str) -> list[str]:
    """The runs of capitalised words in `phrase` that can be personal names, in order."""
    return [name for match in _NAME.finditer(phrase) for name in _names_in(match, phrase)]


_BEHALF = re.compile(
    r"[^.\n]{0,120}?\\b(?:on behalf of|represent(?:ed|ing)|attended for)\\s+(?:the\\s+)?"
    r"((?:[A-Z][\\w’'-]*|of|for|the)(?:\\s+(?:[A-Z][\\w’'-]*|of|for|the))*)"
)


def _represented(text: str, ends: list[int]) -> str | None:
    """The body that a person is said to represent, behind one of the mentions."""
    for end in ends:
        if found := _BEHALF.match(text, end):
            return re.sub(r"\s+(?:of|for|the)$", "", found.group(1).strip())
    return None


def _without_place(name: str, pairs: set[str]) -> str:
    """ "Ilmeria Mihal Dorvanu" (after "President of") as "Mihal Dorvanu", if that occurs too."""
    last = " ".join(name.split()[-2:])
    return last if len(name.split()) > 2 and any(same_person(last, p) for p in pairs) else name


_BY = re.compile(r"(?:\bby|выступление|речь|обращение|интервью)\s+$", re.IGNORECASE)


def _same(known: str, name: str) -> bool:
    return same_person(known, name) or _inflected(known, name)


def _bare(name: str) -> list[str]:
    return [t for t in name_tokens(name) if len(t.rstrip(".")) > 1]


def _names_in(match: re.Match[str], text: str) -> Iterable[str]:
    """The part of a capitalised run that can be a name: what follows titles and institutions."""
    tokens = match.group().split()
    last = -1
    for i, token in enumerate(tokens):
        word = re.sub(r"['’]s$", "", token).lower()
        parts = {word, *word.split("-")} if "-" in word else {word}
        if (
            parts & _NOT_NAMES
            or parts & role_nouns()
            or word.rstrip(".") in TITLES
            or (
                is_russian(word)
                and (
                    stem(word) in _not_name_stems() or has_noun(word, role_nouns() | organ_nouns())
                )
            )
            or (
                token.isupper()
                and len(token) > 1
                and "." not in token
                and _is_abbreviation(token, text)
            )
        ):
            last = i
    kept = tokens[last + 1 :]
    while kept and (kept[-1].lower() in _NOT_NAMES or kept[0].lower() in ("al", "el", "de")):
        kept = kept[:-1] if kept[-1].lower() in _NOT_NAMES else kept[1:]
    if kept and len(kept) <= 4:
        kept[-1] = re.sub(r"['’]s?$", "", kept[-1])
        yield " ".join(kept)


@cache
def _not_name_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _NOT_NAMES if is_russian(word) and len(word) > 3)


@cache
def _is_abbreviation(token: str, text: str) -> bool:
    """Whether a word in capitals stands for a body: short, in brackets, or after "the"."""
    if len(token) <= 4:
        return True
    return bool(re.search(rf"\({token}\)|\b[Tt]he {token}\b", text))


def _is_place(person: Person, text: str) -> bool:
    """Whether a run of capitals behaves like a place or a body: preceded by "in", "the" ..."""
    name = re.escape(person.name)
    hits = len(re.findall(rf"\b(?:in|at|near|the|from)\s+{name}\b", text))
    return hits > 0 and not person.roles and hits >= len(person.mentions) / 2


def _single_mentions(
    text: str, shift: int, found: list[tuple[int, str]], persons: list[Person]
) -> None:
    for at, name in found:
        if len(_bare(name)) != 1:
            continue
        token = fold(_bare(name)[0])
        bearers = [p for p in persons if token and token == p.surname]
        if not bearers:
            bearers = [p for p in persons if _inflected(p.name, name)]
        if len(bearers) == 1:
            position = text.index(_bare(name)[0], at)
            bearers[0].mentions.append((position - shift, position - shift + len(name)))
    for person in persons:
        person.mentions.sort()


def _role_beside(text: str, start: int, end: int) -> str | None:
    before = text[max(0, start - 200) : start]
    parts = _BREAK.split(before)
    role = role_phrase(parts[-1])
    if role and len(parts) > 1 and set(role.lower().split()) <= _RANKS:
        post = role_phrase(parts[-2] + " ") if text[start - len(parts[-1]) - 1] == "," else None
        role = post or role
    if role and not set(role.lower().split()) <= _RANKS:
        return role
    after = re.match(r"\s*,\s*([^.;:!?\n]{3,140})", text[end : end + 150])
    if after and not re.match(r"who\b|which\b", after.group(1)):
        phrase = after.group(1).split(",")[0].strip()
        if has_noun(" ".join(phrase.split()[:6]), role_nouns()) and len(phrase.split()) <= 14:
            return nominative_post(re.sub(r"^(?:the|a|an)\s+", "", phrase))
    if role:
        return role
    lead = re.search(r"((?:[Tt]he )?[^\n.;:!?,]{0,60}),\s*$", text[max(0, start - 80) : start])
    if lead and has_noun(lead.group(1), role_nouns()):
        return role_phrase(lead.group(1) + " ")  # "The chair of the committee, NAME"
    return None


_RANKS = frozenset(
    """
    army colonel lieutenant major brigadier general aviation admiral vice rear
    """.split()
)
_LEFT = frozenset(
    """
    by with and between from that said says told met greeted for when as while including but who
    received thanked welcomed praised after before during because where although chairmanship
    under at on сказал заявил сообщил отметил добавил и с от для что словам мнению
    """.split()
)


def role_phrase(before: str) -> str | None:
    """The post at the end of `before` ("chaired by Russian Defence Minister ")."""
    words = before.split()
    kept: list[str] = []
    for word in reversed(words):
        bare = word.lower().strip("-–—•*")
        if bare in _LEFT or not bare:
            break
        kept.insert(0, word)
    while kept and kept[0].lower() in ("the", "a", "an", "of", "in", "on", "to"):
        kept = kept[1:]
    phrase = " ".join(kept)
    if not has_noun(phrase, role_nouns()) or len(kept) > 16:
        return None
    if is_russian(phrase):
        first = next(i for i, word in enumerate(kept) if has_noun(word, role_nouns()))
        if first and kept[first - 1].lower()[:5] in ("перво", "первы", "бывши", "чрезв", "специ"):
            first -= 1
        while len(kept) > first + 1 and re.match(
            "генерал|полковник|адмирал|майор", kept[-1].lower()
        ):
            kept.pop()  # a rank behind the post
        return nominative_post(" ".join(kept[first:]))
    phrase = " ".join(kept[_first_capital_or_role(kept) :])
    return phrase if has_noun(phrase, role_nouns()) else None


def _first_capital_or_role(words: list[str]) -> int:
    """Where the post begins: verbs and other small words before the first capital are not it."""
    for i, word in enumerate(words):
        if word[0].isupper() or word.lower() in role_nouns():
            return i
    return 0
