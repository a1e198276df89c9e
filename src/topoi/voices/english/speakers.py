"""Who is meant by the phrase that names a speaker: a name, a post, a body, "he".

The resolver goes along with the reader, sentence by sentence, and remembers who spoke last.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import replace

from ..persons.bodies import body_of, full_name, is_bare, owner_in, parent_of
from ..persons.gender import gender_of
from ..persons.people import People, Person
from ..russian.morphology import is_russian, nominative, nominative_post
from ..sentences.nouns import has_noun, role_nouns
from ..sentences.spans import Spans
from ..sentences.statements import Statement
from ..sentences.stream import Sentence
from ..stretch import Speaker
from .embedded import quoted_source, source_span
from .phrases import OWNS, is_organ, is_subject, is_vague, name_in, names_other_body, post_in
from .subjects import main_subject

_REST = re.compile(r"[”\"’»]*,[^.\n“\"«]{0,80}\.")  # ", Merid reported, citing Vane."
NEAR = 20_000  # characters before a mention in which a body's full name is looked for
_PRONOUNS = {
    "he": "he",
    "she": "she",
    "it": "it",
    "they": "they",
    "who": "who",
    "он": "he",
    "она": "she",
    "они": "they",
    "him": "he",
    "his": "he",
    "their": "they",
    "her": "she",
    "them": "they",
    "его": "he",
    "ее": "she",
    "её": "she",
    "их": "they",
}


class Resolver:
    """Says who is meant, from the persons of the document and from who spoke last."""

    def __init__(self, text: str, quotes: Spans, people: People) -> None:
        self.text, self.quotes, self.people = text, quotes, people
        self.last: Speaker | None = None
        self.last_paragraph = self.last_start = -9
        self.topic: Speaker | None = None
        self.topic_paragraph = self.topic_start = -9
        self.before: Sentence | None = None
        self.paragraph = -1
        self.behalves: dict[str, str] = {}
        self.bodies: dict[str | None, str | None] = {}
        self.parents: dict[str, str | None] = {}
        self.paragraph_start = 0

    def begin(self, sentence: Sentence) -> None:
        """Go on to a sentence."""
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.paragraph_start = sentence.paragraph, sentence.start

    def spoke(self, speaker: Speaker, sentence: Sentence) -> None:
        """Note who spoke, in which sentence."""
        self.last, self.last_paragraph = speaker, sentence.paragraph
        self.last_start = sentence.start

    def known(self, person: Person, role: str | None = None) -> Speaker:
        role = role or person.role
        body = person.organization or self.body(role)
        return Speaker(person.name, role, body)

    def body(self, role: str | None) -> str | None:
        """The body that a post belongs to, looked for in the document once."""
        if role not in self.bodies:
            self.bodies[role] = body_of(role, self.text)
        return self.bodies[role]

    def parent(self, organ: str) -> str | None:
        """The body that an organ belongs to, looked for in the document once."""
        if organ not in self.parents:
            self.parents[organ] = parent_of(organ, self.text)
        return self.parents[organ]

    def resolve(self, statement: Statement, sentence: Sentence) -> Speaker | None:
        """Whom the statement of a sentence is by; null if the document does not say."""
        if statement.speaker is None:
            return self.last
        start, end = statement.speaker
        if start == end:
            return None
        phrase = re.sub(r"\s+", " ", self.text[start:end]).strip(" ,.–—-")
        phrase = re.sub(r"(?<=\w),? (?:who|which)$", "", phrase)
        if phrase.lower() in _PRONOUNS:
            return self.pronoun(_PRONOUNS[phrase.lower()], start, sentence)
        return self.named(phrase, (start, end), sentence, statement.case)

    def named(
        self, phrase: str, span: tuple[int, int], sentence: Sentence, case: str | None
    ) -> Speaker | None:
        """Whom a phrase names that is no pronoun."""
        start, end = span
        if phrase.lower() in _PAPERS and self.last:
            return self.last
        if is_vague(phrase):
            return None
        if phrase.lower() in ("the former", "the latter"):
            return self.of_two(phrase, start, sentence)
        if issued := _ISSUED.match(phrase):
            phrase = phrase[issued.end() :]
        if is_organ(phrase):
            return self.organ(phrase, sentence, start, case)
        persons = self.people.within(start, end + 1)
        if len(persons) > 1 and (both := self.together(persons, start, end)):
            return both
        person = self.head(persons, start, end)
        if person is None and (named := name_in(phrase)):
            person = self.people.by_name(named.text, start)
        if person is None:
            spoke = self.last.name if self.last else None
            person = self.people.by_role(phrase, start, spoke=spoke)
            if person and names_other_body(phrase, person.role):
                person = None
        if person is not None:
            role = person.role or post_in(phrase)
            return self.known(person, role)
        return self.unlisted(phrase, case)

    def of_two(self, phrase: str, position: int, sentence: Sentence) -> Speaker | None:
        """Whom "the former" or "the latter" means, of the last two persons named."""
        first = self.before.start if self.before else sentence.start
        found = {person.name: person for *_, person in self.people.within(first, position)}
        if len(found) < 2:
            return None
        return self.known(list(found.values())[-2 if phrase.endswith("former") else -1])

    def head(self, persons: list[tuple[int, int, Person]], start: int, end: int) -> Person | None:
        """The person whom a phrase is about: not one in the genitive ("Vane's aide Orlan")."""
        kept = [
            person
            for a, b, person in persons
            if not OWNS.match(self.text, b) and not _OF.search(self.text, start, a)
        ]
        return kept[0] if kept else None

    def together(
        self, persons: list[tuple[int, int, Person]], start: int, end: int
    ) -> Speaker | None:
        """Two or more who speak as one: "Ivo Vane and Toma Virask"."""
        between = [self.text[b:c] for (_, b, _), (c, _, _) in itertools.pairwise(persons)]
        names = list(dict.fromkeys(person.name for *_, person in persons))
        joined = re.search(r"\band\b", between[-1]) and all(
            re.match(r"(?:,| and\b)", gap) for gap in between
        )
        if not joined or len(names) < 2 or is_russian(names[0]):
            return None
        return Speaker(" and ".join([", ".join(names[:-1]), names[-1]]), person=False)

    def pronoun(self, pronoun: str, position: int, sentence: Sentence) -> Speaker | None:
        """Whom "he" means: who spoke just before, else the subject before, else who spoke last."""
        if pronoun == "who":
            near = self.people.within(sentence.start, position)
            return self.known(near[-1][2]) if near else self.last
        if pronoun in ("it", "they"):
            last = self.last
            fits = last and (not last.person or (pronoun == "they" and _is_plural(last.name)))
            if pronoun == "it" and self.topic and not self.topic.person:
                return self.topic
            if fits or pronoun == "it" or not self.topic or not self.before:
                return last if fits else None
            recent = self.topic_start == self.before.start
            return self.topic if recent and _is_plural(self.topic.name) else None
        spoke = self.last if self.last and self.last.person else None
        if (
            spoke
            and self.last_start in (self.before.start if self.before else -1, sentence.start)
            and can_mean(pronoun, spoke)
        ):
            return spoke
        if (subject := self.subject_before(position)) and can_mean(pronoun, self.known(subject)):
            return self.known(subject)
        topic = self.topic if sentence.paragraph - self.topic_paragraph <= 2 else None
        if topic and topic.person and not _is_plural(topic.name) and can_mean(pronoun, topic):
            return topic
        return self.remembered(pronoun, position, sentence)

    def subject_before(self, position: int) -> Person | None:
        """The person at the head of the sentence before, if that said nothing of its own subject."""
        if self.before is None or self.topic_start == self.before.start:
            return None
        subject = self.people.first_within(self.before.start, position)
        if subject is None or self.quoted(subject.mentions, self.before.start, position):
            return None
        return subject if is_subject(subject, self.before, self.text) else None

    def remembered(self, pronoun: str, position: int, sentence: Sentence) -> Speaker | None:
        """The likely subject of the sentence before, else who spoke last, else who is near."""
        if self.before:
            start = self.before.start
            subject = self.people.first_within(start, position)
            if (
                subject
                and not self.quoted(subject.mentions, start, position)
                and can_mean(pronoun, self.known(subject))
            ):
                spoke = (
                    self.last and self.last.person and self.last_paragraph >= sentence.paragraph - 1
                )
                if not spoke or is_subject(subject, self.before, self.text):
                    return self.known(subject)
        if self.last and self.last.person and can_mean(pronoun, self.last):
            return self.last
        near = self.people.within(self.paragraph_start, position)
        fits = (self.known(person) for *_, person in near)
        return next((speaker for speaker in fits if can_mean(pronoun, speaker)), None)

    def standing_for(self, speaker: Speaker, behalf: str | None) -> Speaker:
        """The speaker, with those on whose behalf the document has them speak or act."""
        if behalf:
            self.behalves[speaker.name] = behalf
        known = self.behalves.get(speaker.name)
        return replace(speaker, on_behalf_of=known) if known else speaker

    def quoted_by(self, start: int, end: int) -> tuple[int, int] | None:
        """Whom the words around `[start:end)`, in their sentence, say that the speaker quotes."""
        head = max(self.text.rfind(mark, 0, start) for mark in ("\n", ". ", "” ", '" ')) + 1
        tail = _REST.match(self.text, end)
        behind = tail and quoted_source(self.text, end, tail.end())
        return quoted_source(self.text, head, start) or behind or None

    def source_within(self, start: int, end: int) -> str | None:
        """Whom the words between `start` and `end` name as their source ("according to X")."""
        span = source_span(self.text, start, end) or self.quoted_by(start, end)
        if span is None:
            return None
        phrase = re.sub(r"\s+", " ", self.text[span[0] : span[1]])
        persons = self.people.within(*span)
        if persons:
            return persons[0][2].name
        if person := self.people.by_role(phrase, span[0]):
            return person.name
        clean = _DETERMINER.sub("", phrase)
        return (
            clean if is_organ(phrase) or name_in(phrase) or has_noun(phrase, role_nouns()) else None
        )

    def passed(self, sentence: Sentence) -> None:
        """Note what a sentence was about, when it is over: who "he" can be in the next one."""
        self.before = sentence
        if self.last and self.last_start == sentence.start:
            self.about(self.last, sentence)
            return
        person = self.people.first_within(sentence.start, sentence.end)
        if person and is_subject(person, sentence, self.text):
            self.about(self.known(person), sentence)
            return
        tokens = list(sentence.tokens)
        subject = main_subject(tokens, len(tokens))
        if subject is None:
            return
        span = tokens[subject[0]].start, tokens[subject[1] - 1].end
        phrase = self.text[span[0] : span[1]]
        if phrase.lower() in _PRONOUNS:
            several = self.topic is not None and _is_plural(self.topic.name)
            if phrase.lower() in ("he", "she") or (phrase.lower() == "they" and several):
                self.about(self.topic, sentence)
            return
        speaker = self.named(phrase, span, sentence, None)
        named = bool(self.people.within(*span)) or bool(speaker and _is_plural(speaker.name))
        if speaker and (speaker.role or not speaker.person or named):
            self.about(speaker, sentence)

    def about(self, topic: Speaker | None, sentence: Sentence) -> None:
        """Note whom a sentence is about."""
        self.topic = topic
        self.topic_paragraph, self.topic_start = sentence.paragraph, sentence.start

    def quoted(self, mentions: list[tuple[int, int]], start: int, end: int) -> bool:
        inside = mentions[bisect_left(mentions, (start, 0)) : bisect_left(mentions, (end, 0))]
        return bool(inside) and all(self.quotes.covers(a) for a, _ in inside)

    def organ(self, phrase: str, sentence: Sentence, position: int, case: str | None) -> Speaker:
        """A body that speaks, by the fullest name that the document has given it so far."""
        phrase = re.sub(r"^(?:in|on|at|в|во)\s+", "", phrase, flags=re.IGNORECASE)
        clean = nominative_post(_DETERMINER.sub("", phrase), subject=case is None)
        before = self.text[max(0, position - NEAR) : position]
        if phrase.lower().startswith("its ") and is_bare(clean):
            owner = owner_in(self.text[sentence.start : position])
            if owner is None and self.before:
                owner = owner_in(self.text[self.before.start : self.before.end])
            if owner is not None:
                owner = full_name(owner, before)
                return Speaker(f"{clean} of the {owner}", None, self.parent(owner), person=False)
        name = full_name(clean, before)
        return Speaker(name, None, self.parent(name), person=False)

    def unlisted(self, phrase: str, case: str | None) -> Speaker | None:
        phrase = re.sub(r"^(?:in|on|at|в|во)\s+", "", phrase, flags=re.IGNORECASE)
        if name := name_in(phrase):
            role = post_in(phrase)
            return Speaker(nominative(name.text, case), role, self.body(role))
        clean = nominative_post(_DETERMINER.sub("", phrase), subject=case is None)
        role_only = has_noun(" ".join(phrase.split()[:4]), role_nouns())
        body = self.body(clean) if role_only else self.parent(clean)
        if role_only and (article := re.match(r"an?\s", phrase, re.IGNORECASE)):
            clean = article.group().lower() + clean  # "a minister" is not "the minister"
        return Speaker(clean, None, body, person=role_only)


def can_mean(pronoun: str, speaker: Speaker) -> bool:
    """Whether "he" or "she" can mean a speaker."""
    gender = gender_of(speaker.name, speaker.role)
    return gender is None or gender == pronoun or pronoun not in ("he", "she")


_PAPERS = frozenset(["the statement", "the message", "the letter", "the text", "the document"])


def _is_plural(name: str) -> bool:
    """Whether a speaker is several: "Ministers of the Lake States"."""
    words = re.split(r"\b(?:of|for|at|in|from)\b", name)[0].split()
    return bool(words) and words[-1][0].islower() | (len(words) == 1) and words[-1].endswith("s")


_OF = re.compile(r"\b(?:of|for|to|from|with|by|about)\s+[^,]*$")
_DETERMINER = re.compile(r"^(?:the|a|an|its|their|his|her)\s+", re.IGNORECASE)
# "statements from the Ministry": the body speaks, the paper is only its voice.
_ISSUED = re.compile(
    r"(?:an?|the|its|recent|official|joint|\s)*\b(?:statements?|reports?|communiqu[eé]s?|documents?|press releases?|"
    r"data|information|briefings?|bulletins?)\s+(?:issued |released |published |made )?(?:from|by|of)\s+",
    re.IGNORECASE,
)
