"""Who is in a document: names as they occur, with the posts and bodies given beside them.

No list of persons is needed. A name is a run of capitalised words that is not an institution, a
place or the start of a sentence; a post is what stands before it ("Russian Defence Minister") or
after it ("..., head of the joint staff,").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources

from .names import TITLES, fold, name_tokens, same_person, tidy
from .russian import (
    can_be,
    is_adjective,
    is_mostly_russian,
    is_part,
    is_russian,
    nominative,
    nominative_post,
    stem,
)
from .states import DEMONYMS

_INITIAL = r"[A-ZА-ЯЁ]\.(?=[ \xa0]?[A-ZА-ЯЁ])"
_PART = rf"(?:{_INITIAL}|[A-ZА-ЯЁ][^\W\d_]*(?:[-'’][^\W\d_]+)*)"
_LINK = r"(?:de|da|do|van|von|der|bin|ibn|al|el|oglu|ogly|uulu|dos)"
_NAME = re.compile(
    rf"(?<![\w’'-]){_PART}(?:(?:[ \xa0]+|(?<=\.))(?:{_PART}|{_LINK}(?= [A-ZА-ЯЁ])))*"
)
_NAME_TOKEN = re.compile(rf"{_PART}|[^\W\d_]+")
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
    world national united nations foreign affairs situations relations great new greater old joint staff forces force chiefs
    collective interstate military economic cooperation charter spirit statement declaration
    year christmas summit forum session initiative partnership programme conference meeting sea seas ocean
    river lake island islands cold war armed air navy army afghanistan armenia azerbaijan
    belarus china cuba estonia georgia germany france india iran israel japan kazakhstan
    kyrgyzstan latvia lithuania moldova mongolia pakistan poland russia serbia syria tajikistan
    turkey türkiye turkmenistan ukraine uzbekistan venezuela africa america asia europe eurasia
    britain korea american russian chinese european african asian eurasian belarusian kazakh
    kyrgyz tajik uzbek armenian azerbaijani ukrainian turkish german french british indian
    iranian japanese polish serbian georgian moldovan americans russians democratic republican
    democrat republicans democrats former vermont mexico texas florida ohio california carolina
    arizona nevada iowa virginia michigan pennsylvania wisconsin colorado hampshire jersey
    canada italy spain greece israel egypt vietnam finland sweden norway hungary romania
    bulgaria slovakia austria switzerland netherlands belgium denmark ireland indonesia malaysia
    thailand philippines australia argentina chile colombia peru nigeria kenya ethiopia yemen
    iraq lebanon jordan qatar kuwait oman libya sudan tunisia algeria morocco nepal myanmar
    campaign bowl hall media facebook twitter radio television agreement act law
    kremlin pentagon moscow washington beijing
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
        found = [p for p in self.persons if p.name == name or same_person(p.name, name)]
        if not found:
            found = [p for p in self.persons if _inflected(p.name, name)]
        return self._nearest(found, position)

    def by_role(self, phrase: str, position: int, *, spoke: str | None = None) -> Person | None:
        """The person whose post holds the words of `phrase` ("the minister"), nearest before."""
        if not has_noun(phrase, role_nouns()):
            return None
        states = {w for w in re.findall(r"[A-Z][a-z]+", phrase) if w in DEMONYMS}
        for wanted in (
            _role_words(phrase),
            _role_words(phrase) - {DEMONYMS[s].lower() for s in states},
        ):
            found = [
                p
                for p in self.persons
                if any(wanted <= _role_words(r) for at, r in p.roles if at < position)
                and not any(_is_elsewhere(p, state) for state in states)
            ]
            if found and wanted:
                before = [p for p in found if p.name == spoke]
                return self._nearest(before or found, position)
        return self._by_general_word(phrase, states, position, spoke)

    def _by_general_word(
        self, phrase: str, states: set[str], position: int, spoke: str | None
    ) -> Person | None:
        """The person whom "the Belarusian leader" or "the diplomat" can mean, nearest before."""
        words = re.findall(r"[^\W\d_]+", phrase)
        posts = hypernyms().get(words[-1].lower() if words else "")
        small = [w for w in words if w[0].islower() and w.lower() not in _EMPTY_ROLE]
        if not posts or len(small) > 2 or len(words) > 4:
            return None
        found = [
            p
            for p in self.persons
            if any(at < position and posts & set(r.lower().split()) for at, r in p.roles)
            and all(_is_of(p, state) for state in states)
        ]
        before = [p for p in found if p.name == spoke]
        return self._nearest(before or found, position)

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
            before = [position - a for a, _ in person.mentions if a <= position]
            return min(before, default=10**9)

        return min(found, key=distance)


def _is_of(person: Person, state: str) -> bool:
    """Whether a post of the person names the state of this adjective."""
    named = " ".join(role for _, role in person.roles)
    return state in named or DEMONYMS[state] in named


def _is_elsewhere(person: Person, state: str) -> bool:
    """Whether a post of the person is of another state than the one of this adjective."""
    named = " ".join(role for _, role in person.roles)
    others = {w for w in re.findall(r"[A-Z][a-z]+", named) if w in DEMONYMS}
    return bool(others) and state not in others


_EMPTY_ROLE = frozenset(
    """
    the a an s of for in and his her its their former new acting this our
    """.split()
)
_SYNONYMS = {"defense": "defence", "chief": "head", "leader": "head", "premier": "prime"}


@lru_cache(maxsize=4096)
def _role_words(phrase: str) -> frozenset[str]:
    """The telling words of a post, a periphrasis ("head of state") by the post that it means."""
    words = _post_words(phrase)
    for periphrasis, post in _periphrases():
        if periphrasis <= words:
            words = words - periphrasis | post
    if "head" in words and words - {"head"} and words - {"head"} <= _states():
        return words - {"head"} | {"president"}  # "the head of Belarus", "the Belarusian leader"
    return words


@cache
def _states() -> frozenset[str]:
    return frozenset(state.lower() for state in DEMONYMS.values())


def _post_words(phrase: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", phrase.lower())
    states = (DEMONYMS.get(w.capitalize(), w).lower() for w in words)
    kept = (_SYNONYMS.get(w, w) for w in states if w not in _EMPTY_ROLE)
    return frozenset(stem(w) if re.match("[а-яё]", w) else w for w in kept)


@cache
def _periphrases() -> list[tuple[frozenset[str], frozenset[str]]]:
    table = tomllib.loads((resources.files("topoi") / "data" / "cues.toml").read_text("utf-8"))
    pairs = table["periphrases"].items()
    words = [(_post_words(phrase), _post_words(post)) for phrase, post in pairs]
    return sorted(words, key=lambda pair: -len(pair[0]))


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
        from .russian_people import find_russian_people  # it builds on this module

        return find_russian_people(text, title)
    head = f"{title}\n" if title else ""
    whole = head + text
    found = find_names(whole)
    pairs = {name.text for name in found if len(_bare(name.text)) == 2}
    persons: list[Person] = []
    for name in found:
        name = _without_place(name, pairs)
        if len(name_tokens(name.text)) < 2 or not _bare(name.text):
            continue
        role = _role_beside(whole, name.start, name.end)
        by = _BY.search(whole, max(0, name.start - 20), name.start)
        if name.start < len(head) and not role and not by:
            continue  # capitals mean little in a headline
        person = next((p for p in persons if _same(p.name, name.text)), None)
        if person is None:
            case = "gent" if by else _case_behind(whole[max(0, name.start - 120) : name.start])
            person = Person(nominative(tidy(name.text), case))
            persons.append(person)
        elif len(_bare(person.name)) < 2 <= len(_bare(name.text)):
            person.name = nominative(tidy(name.text))  # until now only initials
        person.met(name.start - len(head), name.end - len(head), role)
    persons = [p for p in persons if not _is_place(p, whole)]
    for person in persons:
        person.organization = _represented(whole, [b + len(head) for _, b in person.mentions])
    _single_mentions(whole, len(head), found, persons)
    return People(persons)


def is_name(speaker: str) -> bool:
    """Whether a speaker is called by a personal name, not by a post or as a body."""
    return bool(speaker) and not has_noun(speaker, speaking_nouns())


@dataclass(frozen=True)
class Name:
    """Capitalised words at `[start:end)` that can be a personal name, and how they are printed."""

    start: int
    end: int
    text: str


def find_names(text: str) -> list[Name]:
    """The runs of capitalised words in `text` that can be personal names, in order.

    >>> [name.text for name in find_names("Minister S.V. Lavrov met President Ivo J. Vane.")]
    ['S. V. Lavrov', 'Ivo J. Vane']
    """
    return [name for match in _NAME.finditer(text) for name in _names_in(match, text)]


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


def _without_place(name: Name, pairs: set[str]) -> Name:
    """ "Ilmeria Mihal Dorvanu" (after "President of") as "Mihal Dorvanu", if that occurs too."""
    tokens = name.text.split()
    last = " ".join(tokens[-2:])
    if len(_bare(name.text)) < 3 or not any(same_person(last, p) for p in pairs):
        return name
    return Name(name.end - len(last), name.end, last)


_BY = re.compile(r"(?:\bby|выступление|речь|обращение|интервью)\s+$", re.IGNORECASE)


def _case_behind(before: str) -> str | None:
    """The oblique case of a Russian name behind «по словам» or a post; null if nothing shows it."""
    words = _BREAK.split(before)[-1].split()
    last = max((i for i, word in enumerate(words) if word.lower() in _LEFT), default=-1)
    if last == len(words) - 1:
        return "gent" if words and words[-1].lower() in ("словам", "мнению") else None
    post = next((w for w in words[last + 1 :] if has_noun(w, role_nouns())), "")
    if not is_russian(post) or can_be(post, "nomn"):
        return None
    return next((case for case in ("gent", "datv", "ablt") if can_be(post, case)), None)


def _same(known: str, name: str) -> bool:
    return same_person(known, name) or _inflected(known, name)


def _bare(name: str) -> list[str]:
    return [t for t in name_tokens(name) if len(t.rstrip(".")) > 1]


def _names_in(match: re.Match[str], text: str) -> Iterable[Name]:
    """The part of a capitalised run that can be a name: what follows titles and institutions."""
    kept = list(_NAME_TOKEN.finditer(match.group()))
    last = max((i for i, token in enumerate(kept) if _is_no_name(token.group(), text)), default=-1)
    kept = kept[last + 1 :]
    while kept and kept[0].group() in ("al", "el", "de"):
        kept = kept[1:]
    kept = kept[_given_name([token.group() for token in kept]) :]
    if kept and len(kept) <= 4:
        tokens = [token.group() for token in kept]
        tokens[-1] = re.sub(r"['’]s?$", "", tokens[-1])
        start = match.start() + kept[0].start()
        end = match.start() + kept[-1].start() + len(tokens[-1])
        yield Name(start, end, " ".join(tokens))


def _given_name(tokens: list[str]) -> int:
    """Where a Russian name begins behind a place («министр Орлана Иво Вейн»): at the given name."""
    if len(tokens) < 3 or not is_russian(tokens[0]) or is_part(tokens[-1], "Patr"):
        return 0
    if is_part(tokens[0], "Geox") and not is_part(tokens[0], "Name"):
        return 1
    return next((i for i, token in enumerate(tokens[:-1]) if is_part(token, "Name")), 0)


def _is_no_name(token: str, text: str) -> bool:
    """Whether a capitalised word is a post, a title, part of an institution or an abbreviation."""
    word = re.sub(r"['’]s$", "", token).lower()
    parts = {word, *word.split("-")}
    if word.capitalize() in DEMONYMS:
        return True
    if parts & _NOT_NAMES or parts & role_nouns() or word.rstrip(".") in TITLES:
        return True
    if is_russian(word) and (stem(word) in _not_name_stems() or has_noun(word, speaking_nouns())):
        return True
    capitals = token.isupper() and len(token) > 1 and "." not in token
    return capitals and _is_abbreviation(token, text)


@cache
def _not_name_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _NOT_NAMES if is_russian(word) and len(word) > 3)


@lru_cache(maxsize=256)  # of few documents at a time: their texts are part of the key
def _is_abbreviation(token: str, text: str) -> bool:
    """Whether a word in capitals stands for a body: short, in brackets, or after "the"."""
    if len(token) <= 4:
        return True
    return bool(re.search(rf"\({token}\)|\b[Tt]he {token}\b", text))


def _is_place(person: Person, text: str) -> bool:
    """Whether a run of capitals behaves like a place or a body: preceded by "in", "the" ..."""
    hits, at = 0, text.find(person.name)
    while at >= 0:
        hits += bool(_PLACED.search(text, max(0, at - 10), at))
        at = text.find(person.name, at + 1)
    return hits > 0 and not person.roles and hits >= len(person.mentions) / 2


_PLACED = re.compile(r"\b(?:in|at|near|the|from|around|outside|inside)\s+$")


def _single_mentions(text: str, shift: int, found: list[Name], persons: list[Person]) -> None:
    by_surname: dict[str, list[Person]] = {}
    for person in persons:
        by_surname.setdefault(person.surname, []).append(person)
    for name in found:
        if len(name_tokens(name.text)) != 1 or not _bare(name.text):
            continue
        token = fold(_bare(name.text)[0])
        bearers = by_surname.get(token, []) if token else []
        if not bearers:
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
            role = _role_beside(text, name.start, name.end) if name.start >= shift else None
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


def _role_beside(text: str, start: int, end: int) -> str | None:
    before = text[max(0, start - 200) : start]
    parts = _BREAK.split(before)
    role = role_phrase(parts[-1])
    if role and len(parts) > 1 and set(role.lower().split()) <= _RANKS:
        post = role_phrase(parts[-2] + " ") if text[start - len(parts[-1]) - 1] == "," else None
        role = post or role
    if role and not set(role.lower().split()) <= _RANKS:
        return role
    lead = _LEAD.search(text, max(0, start - 80), start)
    if lead and has_noun(lead.group(1), role_nouns()) and _NEXT_IN_LIST.match(text, end):
        return role_phrase(lead.group(1) + " ")
    after = re.match(r"\s*,\s*([^.;:!?\n]{3,140})", text[end : end + 150])
    if after and not re.match(r"who\b|which\b", after.group(1)):
        phrase = after.group(1).split(",")[0].strip()
        if has_noun(" ".join(phrase.split()[:6]), role_nouns()) and len(phrase.split()) <= 14:
            return nominative_post(re.sub(r"^(?:the|a|an)\s+", "", phrase))
    if role:
        return role
    if lead and has_noun(lead.group(1), role_nouns()):
        return role_phrase(lead.group(1) + " ")  # "The chair of the committee, NAME"
    return None


_LEAD = re.compile(r"((?:[Tt]he )?[^\n.;:!?,]{0,60}),\s*$")
# In "the minister, NAME, the secretary, NAME" a post belongs to the name behind it.
_NEXT_IN_LIST = re.compile(
    r",\s+(?:and\s+)?(?:the\s+)?[^.;:!?,\n]{3,90},\s+(?:[A-Z][\w’'-]+\s+){1,2}[A-Z][\w’'-]+"
)
_RANKS = frozenset(
    """
    army colonel lieutenant major brigadier general aviation admiral vice rear
    """.split()
)
_LEFT = frozenset(
    """
    by with and between from that said says told met greeted for when as while including but who
    received thanked welcomed praised after before during because where although chairmanship
    among against behind over about through than
    under at on pursuant sent sends his her their сказал заявил сообщил отметил добавил и с от для что словам мнению
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
        told = re.compile(r"[ая]м$")  # «сообщил журналистам министр X»: not a post of X
        first = next(
            (i for i, w in enumerate(kept) if has_noun(w, role_nouns()) and not told.search(w)), -1
        )
        if first < 0:
            return None
        while first and is_adjective(kept[first - 1]):
            first -= 1
        while len(kept) > first + 1 and re.match(
            "генерал|полковник|адмирал|майор", kept[-1].lower()
        ):
            kept.pop()  # a rank behind the post
        return nominative_post(" ".join(kept[first:]))
    kept = kept[_first_capital_or_role(kept) :]
    last = max((i for i, word in enumerate(kept) if has_noun(word, role_nouns())), default=None)
    if last is None or not _ends_post(kept[last + 1 :]):
        return None
    return " ".join(kept)


def _ends_post(words: list[str]) -> bool:
    """Whether these words can end a post behind its noun: "of the Council", "General"."""
    ranks = {word.lower() for word in words} <= _RANKS
    return ranks or words[0] in ("of", "for", "on", "to", "at", "in", "and")


def _first_capital_or_role(words: list[str]) -> int:
    """Where the post begins: verbs and other small words before the first capital are not it."""
    for i, word in enumerate(words):
        if word[0].isupper() or word.lower() in role_nouns():
            return i
    return 0
