"""Who is meant in Russian: a name in any case, a post or its periphrasis, a body, «он».

The resolver goes along with the reader and remembers who was in focus: who spoke, and who was the
subject of a sentence in which nobody did.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable
from dataclasses import astuple, replace
from functools import cached_property

from ..persons.bodies import full_name
from ..persons.people import Person
from ..sentences.spans import Spans
from ..sentences.stream import Sentence
from ..stretch import Speaker
from .content import RussianStatement
from .morphology import name_readings, nominative, nominative_post
from .names import RussianName
from .people import RussianPeople
from .posts import (
    ORGANIZATION,
    is_particular,
    lemmas_of,
    matches,
    meanings,
    russian_body_of,
    state_in,
)
from .roles import chain
from .words import is_finite, is_paper, nouns, organ_of, post_of

# Words for a person that tell nothing but that the person is known, and for one who is not.
_ANYBODY = frozenset(
    """
    политик дипломат чиновник чиновница собеседник собеседница эксперт аналитик парламентарий депутат
    сенатор политолог спикер военачальник генерал руководитель
    """.split()
)
_NAMELESS = frozenset(
    "источник очевидец житель свидетель представитель участник корреспондент журналист".split()
)
_BARE = frozenset(
    """
    ведомство министерство организация пресс-служба секретариат комитет совет служба агентство
    комиссия союз посольство штаб объединение
    """.split()
)
_SITES = frozenset("сайте странице канале соцсетях аккаунте".split())
_DEPARTMENT = re.compile(
    r"\b(?:МИД|МВД|МЧС|Минобороны|Мин(?!ист)[а-я]{3,}|[Мм]инистерств[оаеу](?:\s+[а-яё]+){0,3}|ФСБ|СВР)"
    r"(?:\s+(?:РФ|[А-ЯЁ][а-яё]+))?"
)


NEAR = 400  # characters that a pronoun may stand behind a mention that was no subject


class RussianResolver:
    """Says who is meant, from the persons of the document and from who was in focus."""

    def __init__(self, text: str, people: RussianPeople) -> None:
        self.text, self.people = text, people
        self.focus: dict[Hashable, Speaker] = {}  # everybody once, whoever was in focus last behind
        self.bodies: dict[str | None, str | None] = {}
        self.last: Speaker | None = None
        self.last_paragraph = -9
        self.genders: dict[str, str] = {}  # as the verbs show them
        self.learned: dict[str, str] = {}  # posts by which the text only later calls a person
        self.at = {a: person for person in people.persons for a, _ in person.mentions}

    def spoke(self, speaker: Speaker, sentence: Sentence) -> None:
        """Note who spoke, in which sentence."""
        self.last, self.last_paragraph = speaker, sentence.paragraph
        self.attend(speaker)

    def passed(self, sentence: Sentence, quotes: Spans) -> None:
        """Note the first person who is the subject of a sentence in which nobody speaks."""
        if not any(is_finite(token.lower) for token in sentence.tokens if token.is_word):
            return  # a caption
        for name in self.people.between(sentence.start, sentence.end):
            quoted = quotes.covers(name.start)
            if name.can_be("nomn") and not quoted and (person := self.at.get(name.start)):
                self.attend(self.known(person))
                return

    def attend(self, speaker: Speaker) -> None:
        """Put a speaker into focus."""
        key = astuple(speaker)
        self.focus.pop(key, None)
        self.focus[key] = speaker

    def body_of(self, role: str | None) -> str | None:
        """The body that a post or organ belongs to, looked for in the document once."""
        if role not in self.bodies:
            self.bodies[role] = russian_body_of(role, self.text)
        return self.bodies[role]

    def known(self, person: Person) -> Speaker:
        bodies = (self.body_of(role) for _, role in person.roles)
        body = person.organization or next((b for b in bodies if b), None)
        return Speaker(person.name, person.role, body)

    def resolve(self, statement: RussianStatement, sentence: Sentence) -> Speaker | None:
        start, end = statement.speaker or (0, 0)
        phrase = re.sub(r"\s+", " ", self.text[start:end]).strip(" ,.–—-")
        if not phrase:
            return self.source(statement)
        speaker = self._resolve(statement, phrase, start, end)
        if speaker and statement.behalf:
            return replace(speaker, on_behalf_of=self.represented(*statement.behalf))
        return speaker

    def represented(self, start: int, end: int) -> str:
        """In whose name somebody speaks: a person, or a body in the nominative."""
        names = self.people.between(start, end)
        person = self.at.get(names[0].start) if names else None
        return person.name if person else organ_nominative(self.text[start:end])

    def _resolve(
        self, statement: RussianStatement, phrase: str, start: int, end: int
    ) -> Speaker | None:
        if statement.kind == "pronoun":
            return self.pronoun(statement.gender, statement.plural, start)
        names = self.people.between(start, end)
        if names and statement.kind not in ("organ", "body"):
            return self.named(names[0], phrase, statement)
        if statement.kind == "post":
            return self.post(phrase, statement)
        return self.body(phrase, statement)

    def source(self, statement: RussianStatement) -> Speaker | None:
        """Who issued what is only called a paper: the body that spoke last."""
        if statement.kind != "paper":
            return None
        return next((s for s in reversed(self.focus.values()) if not s.person), None)

    def named(self, name: RussianName, phrase: str, statement: RussianStatement) -> Speaker | None:
        if person := self.at.get(name.start):
            if statement.gender and statement.case == "nomn":
                self.genders[person.name] = statement.gender
            if " " not in person.name and statement.case not in (None, "nomn"):
                return replace(self.known(person), name=nominative(name.text, statement.case))
            other = self._joined(name) if statement.plural else None
            if other:
                return Speaker(f"{person.name} и {other.name}", None, None, person=False)
            return self.known(person)
        fitting = [r for r in name.readings if r.case == (statement.case or "nomn")]
        form = fitting[0].form if fitting else name.text
        return Speaker(form, None, None)

    def _joined(self, name: RussianName) -> Person | None:
        """The person whom "и" joins to a name («X и министр Y»)."""
        behind = self.people.between(name.end, name.end + 80)
        if not behind or not re.match(r"\s+и\s+[^.;:]*$", self.text[name.end : behind[0].start]):
            return None
        return self.at.get(behind[0].start)

    # ---- "он", "министр"

    def pronoun(self, gender: str | None, plural: bool, at: int) -> Speaker | None:
        if not plural and (sure := self._surely(gender, at)):
            return sure
        for speaker in reversed(self.focus.values()):
            if plural and (not speaker.person or speaker.name.split()[0].endswith(("ы", "и"))):
                return speaker
            if not plural and speaker.person and self.fits(speaker, gender):
                return speaker
        return None

    def _surely(self, gender: str | None, at: int) -> Speaker | None:
        """A person near by who is known to be a man or a woman as the pronoun asks, where nothing
        tells what the last in focus is.
        """
        last = next((s for s in reversed(self.focus.values()) if s.person), None)
        if gender is None or last is None or self.gender(last) is not None:
            return None
        near = [
            (a, order, person)
            for order, person in enumerate(self.people.persons)
            for a, _ in person.mentions[
                bisect_left(person.mentions, (at - NEAR, 0)) : bisect_left(person.mentions, (at, 0))
            ]
            if self.gender(self.known(person)) == gender
        ]
        return self.known(max(near, key=lambda found: found[:2])[2]) if near else None

    def post(self, phrase: str, statement: RussianStatement) -> Speaker | None:
        """The holder of a post: by what the post means, by the state, by who was in focus."""
        oblique = statement.case in ("gent", "datv", "loct")
        gender = None if oblique else statement.gender
        plural = statement.plural or is_plural(head_of(phrase), statement.case)
        phrase = nominative_post(phrase) if oblique else phrase
        if not plural:
            if found := self._holder(phrase, gender):
                return found
            if found := self._delegate(phrase):
                return found
            if found := self._in_focus(phrase, gender):
                self.learn(found, phrase)
                return found
        clean = re.sub(r"^(?:сам|сама|этот|эта|его|ее|её|их|наш|нашего)\s+", "", phrase)
        return Speaker(clean, None, self.body_of(clean), person=not plural)

    def fits(self, speaker: Speaker, gender: str | None) -> bool:
        """Whether a verb of this gender can be the speaker's; unknown names can be either's."""
        if gender not in ("masc", "femn"):
            return True
        return self.gender(speaker) in (None, gender)

    def gender(self, speaker: Speaker) -> str | None:
        """Whether a speaker is a man or a woman, as far as verbs or the name show."""
        return self.genders.get(speaker.name) or gender_of(speaker.name)

    def _delegate(self, phrase: str) -> Speaker | None:
        """«представитель Казахстана»: who was last in focus of those whose post is of that state."""
        state = state_in(phrase)
        if state is None or head_of(phrase).lower() != "представитель" or len(phrase.split()) > 3:
            return None
        return next(
            (s for s in reversed(self.focus.values()) if s.organization == state and s.person), None
        )

    def learn(self, speaker: Speaker, phrase: str) -> None:
        """Note the post by which a person of whom none was known is called."""
        lemmas = lemmas_of(phrase)
        if not speaker.role and not set(lemmas) & _ANYBODY and speaker.name != phrase:
            self.learned.setdefault(speaker.name, phrase)

    def complete(self, speaker: Speaker) -> Speaker:
        """The speaker with the post that the text gave later, if it gave none before."""
        role = None if speaker.role else self.learned.get(speaker.name)
        if role is None:
            return speaker
        body = speaker.organization or self.body_of(role)
        return replace(speaker, role=role, organization=body)

    def _in_focus(self, phrase: str, gender: str | None) -> Speaker | None:
        """Who was in focus last, if nothing that is known of them speaks against it; if nobody
        was, the only person of whom nothing is known.
        """
        lemmas = lemmas_of(phrase)
        if len(lemmas) > 3 or any(lemma in _NAMELESS for lemma in lemmas):
            return None
        if len(lemmas) > 1 and not is_particular(phrase):
            return None  # «корреспондент газеты» need not be whoever spoke
        loose = len(lemmas) == 1 and lemmas[0] in _ANYBODY
        for speaker in reversed(self.focus.values()):
            if speaker.person and self.fits(speaker, gender):
                role = self._role(speaker)
                fit = loose or role is None or matches(phrase, [role])
                return speaker if fit and not self._is_of_another(phrase, speaker) else None
        unknown = [p for p in self.people.persons if not p.role]
        if len(unknown) == 1 and len(self.people.persons) == 1:
            only = self.known(unknown[0])
            fit = self.fits(only, gender) and not self._is_of_another(phrase, only)
            return only if fit else None
        return None

    def _role(self, speaker: Speaker) -> str | None:
        """The post of a speaker, also one learned by the way, or one that stands for the name."""
        if speaker.role or speaker.name in self.learned:
            return speaker.role or self.learned[speaker.name]
        return speaker.name if meanings(speaker.name) else None

    def _is_of_another(self, phrase: str, speaker: Speaker) -> bool:
        """Whether a post names a state or body that the speaker is not known to be of.

        Who is only called by a post, of nothing, may be of any («президент», «лидер Орлании»).
        """
        if state_in(phrase) is None and not any(w[0].isupper() for w in phrase.split()[1:]):
            return False
        if speaker.organization is None and matches(phrase, [speaker.name]):
            return False
        return russian_body_of(phrase, self.text) != speaker.organization

    def _holder(self, phrase: str, gender: str | None) -> Speaker | None:
        """The person whose posts fit the phrase: of several who was in focus last, or fits best."""
        state = state_in(phrase)
        recent = {speaker.name: i for i, speaker in enumerate(self.focus.values())}
        found: list[tuple[int, int, int, Speaker]] = []
        for order, person in enumerate(self.people.persons):
            roles = [role for _, role in person.roles]
            fit = matches(phrase, roles)
            if not fit:
                continue
            speaker = self.known(person)
            states = {state_in(role) for role in roles} - {None}
            clash = state is not None and bool(states) and state not in states
            if clash or not self.fits(speaker, gender):
                continue
            found.append((recent.get(person.name, -1), fit + (state in states), -order, speaker))
        return max(found, key=lambda t: t[:3])[3] if found else None

    # ---- bodies

    @cached_property
    def _department(self) -> str | None:
        """The first ministry that the text names: «министерство» alone is none."""
        for found in _DEPARTMENT.finditer(self.text):
            first, *rest = found.group().split()
            kept = [first, *rest[: chain(rest)]]
            if len(kept) > 1 or not first.lower().startswith("министерств"):
                return " ".join(kept)
        return None

    def body(self, phrase: str, statement: RussianStatement) -> Speaker | None:
        """A body, by the fullest name that the document has given it; a paper's by whose it is."""
        phrase = re.sub(r"^(?:в|во|на)\s+", "", phrase)
        words = phrase.split()
        if len(words) == 1 and words[0].lower() in _SITES:
            return self.source(replace(statement, kind="paper"))
        paper = next((i for i, word in enumerate(words) if is_paper(word)), None)
        if paper is not None and not (paper == 0 and statement.kind == "organ"):
            words = words[paper + 1 :]
            while words and (
                words[0].lower() in ("на", "в", "сайте", "странице") or is_paper(words[0])
            ):
                words = words[1:]
            if not words or (len(words) == 1 and words[0].lower() in _SITES):
                return self.source(replace(statement, kind="paper"))
            phrase = " ".join(words)
            if post_of(words[0]):
                return self.post(phrase, replace(statement, case="gent"))
        oblique = statement.case not in (None, "nomn") or paper is not None
        clean = organ_nominative(phrase) if oblique else phrase
        lemmas = lemmas_of(clean)
        if len(lemmas) == 1 and lemmas[0] in _BARE:
            return self._bare(clean, lemmas[0])
        if len(lemmas) == 2 and lemmas[1] == "ведомство":
            return self._bare(clean, "ведомство")
        return Speaker(clean, None, self.body_of(clean), person=False)

    def _bare(self, clean: str, lemma: str) -> Speaker:
        """A body called by its noun alone: the one that spoke last, or was named last."""
        kin = {lemma}
        if lemma in ("ведомство", "министерство"):
            kin |= {"мид", "минобороны", "министерство", "служба", "управление", "пресс-служба"}
        for speaker in reversed(self.focus.values()):
            words = set(lemmas_of(speaker.name))
            if not speaker.person and (
                words & kin or any(w.startswith("мин") for w in words & kin)
            ):
                return speaker
        if lemma == "организация" and (short := ORGANIZATION.findall(self.text)):
            most = max(short, key=short.count)
            return Speaker(most, None, most, person=False)
        if lemma in ("ведомство", "министерство") and (named := self._department):
            clean = organ_nominative(named)
        else:
            clean = full_name(clean, self.text)
        return Speaker(clean, None, self.body_of(clean), person=False)


def organ_nominative(phrase: str) -> str:
    """The nominative of the name of a body: its head and the adjectives before it.

    >>> organ_nominative("пресс-службе военного ведомства"), organ_nominative("МИД РФ")
    ('пресс-служба военного ведомства', 'МИД РФ')
    """
    words = phrase.split()
    if not words or words[0].isupper():
        return phrase
    head = next((i for i, word in enumerate(words[:3]) if organ_of(word)), None)
    if head == 0:
        return " ".join([_like(organ_of(words[0]) or "", words[0]), *words[1:]])
    if head is None:
        found = [n for n in nouns(words[0]) if n.part == "NOUN" and not n.plural]
        if len(words) == 1 and found and words[0][0].isupper():
            return str(found[0].lemma).capitalize()
        return nominative_post(phrase)
    return nominative_post(phrase)


def head_of(phrase: str) -> str:
    """The word of a phrase that names a post; its first word if none does."""
    words = phrase.split()
    return next((word for word in words if post_of(word)), words[0])


def is_plural(word: str, case: str | None) -> bool:
    """Whether a noun that stands in a case can only be several («экспертов»)."""
    fitting = [n for n in nouns(word) if n.part == "NOUN" and n.case == case]
    return bool(fitting) and all(n.plural for n in fitting)


def _like(lemma: str, word: str) -> str:
    return lemma.capitalize() if word[0].isupper() else lemma


def gender_of(name: str) -> str | None:
    """Whether a name in the nominative is a man's or a woman's, as far as it shows.

    >>> gender_of("Зарина Алдубек"), gender_of("Юрий Брасвин"), gender_of("Лукашенко")
    ('femn', 'masc', None)
    """
    if post_of(name.split()[0]) and name[0].islower():
        return next((n.gender for n in nouns(name.split()[0]) if n.case == "nomn"), None)
    costs = {r.gender: r.cost for r in reversed(name_readings(name)) if r.case == "nomn"}
    men, women = costs.get("masc"), costs.get("femn")
    if men is None or women is None:
        return "masc" if men is not None else "femn" if women is not None else None
    return None if abs(men - women) < 1.6 else "masc" if men < women else "femn"
