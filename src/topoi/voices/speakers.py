"""Who is meant by the phrase that names a speaker: a name, a post, a body, "he".

The resolver goes along with the reader, sentence by sentence, and remembers who spoke last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bodies import body_of, full_name, is_bare, owner_in, parent_of
from .names import name_tokens
from .people import (
    Name,
    People,
    Person,
    find_names,
    has_noun,
    organ_nouns,
    role_nouns,
    role_phrase,
)
from .russian import is_russian, nominative, nominative_post
from .statements import Statement
from .stream import Sentence

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
    "her": "she",
    "them": "they",
    "его": "he",
    "ее": "she",
    "её": "she",
    "их": "they",
}


@dataclass
class Speaker:
    """Who speaks, as far as the document says."""

    name: str
    role: str | None = None
    organization: str | None = None
    person: bool = True
    on_behalf_of: str | None = None

    @property
    def introduced(self) -> bool:
        """Whether post or body are known beside the name."""
        return bool(self.role or self.organization)


class Resolver:
    """Says who is meant, from the persons of the document and from who spoke last."""

    def __init__(self, text: str, quotes: list[tuple[int, int]], people: People) -> None:
        self.text, self.quotes, self.people = text, quotes, people
        self.last: Speaker | None = None
        self.last_paragraph = -9
        self.before: Sentence | None = None
        self.paragraph = -1
        self.paragraph_start = 0

    def begin(self, sentence: Sentence) -> None:
        """Go on to a sentence."""
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.paragraph_start = sentence.paragraph, sentence.start

    def spoke(self, speaker: Speaker, sentence: Sentence) -> None:
        """Note who spoke, in which sentence."""
        self.last, self.last_paragraph = speaker, sentence.paragraph

    def known(self, person: Person, role: str | None = None) -> Speaker:
        role = role or person.role
        return Speaker(person.name, role, person.organization or body_of(role, self.text))

    def resolve(self, statement: Statement, sentence: Sentence) -> Speaker | None:
        if statement.speaker is None:
            return self.last
        start, end = statement.speaker
        if start == end:
            return None
        phrase = re.sub(r"\s+", " ", self.text[start:end]).strip(" ,.–—-")
        if phrase.lower() in _PRONOUNS:
            return self.pronoun(_PRONOUNS[phrase.lower()], start, sentence)
        if issued := _ISSUED.match(phrase):
            phrase = phrase[issued.end() :]
        if _is_organ(phrase):
            return self.organ(phrase, sentence, start, statement.case)
        person = next(
            (p for p in self.people.persons for a, b in p.mentions if start <= a and b <= end + 1),
            None,
        )
        if person is None and (named := _name_in(phrase)):
            person = self.people.by_name(named.text, start)
        if person is None:
            person = self.people.by_role(phrase, start)
            if person and _names_other_body(phrase, person.role):
                person = None
        if person is not None:
            role = person.role or _post_in(phrase)
            return self.known(person, role)
        return self.unlisted(phrase, statement)

    def pronoun(self, pronoun: str, position: int, sentence: Sentence) -> Speaker | None:
        if pronoun == "who":
            near = [
                p
                for p in self.people.persons
                for a, _ in p.mentions
                if sentence.start <= a < position
            ]
            if near:
                return self.known(near[-1])
        if pronoun in ("he", "she", "who"):
            start = self.before.start if self.before else 0
            subject = self.people.last_before(position, start) if self.before else None
            if (
                self.before
                and subject is not None
                and not self.quoted(subject.mentions, start, position)
            ):
                spoke = (
                    self.last and self.last.person and self.last_paragraph >= sentence.paragraph - 1
                )
                if not spoke or _is_subject(subject, self.before, self.text):
                    return self.known(subject)
            if self.last and self.last.person:
                return self.last
            subject = self.people.last_before(position, self.paragraph_start)
            if subject:
                return self.known(subject)
            return None
        return self.last if self.last and (not self.last.person or pronoun == "they") else None

    def quoted(self, mentions: list[tuple[int, int]], start: int, end: int) -> bool:
        inside = [a for a, _ in mentions if start <= a < end]
        return bool(inside) and all(any(q <= a < r for q, r in self.quotes) for a in inside)

    def organ(self, phrase: str, sentence: Sentence, position: int, case: str | None) -> Speaker:
        """A body that speaks, by the fullest name that the document has given it so far."""
        phrase = re.sub(r"^(?:in|on|at|в|во)\s+", "", phrase, flags=re.IGNORECASE)
        clean = nominative_post(_DETERMINER.sub("", phrase), subject=case is None)
        before = self.text[:position]
        if phrase.lower().startswith("its ") and is_bare(clean):
            owner = owner_in(self.text[sentence.start : position])
            if owner is None and self.before:
                owner = owner_in(self.text[self.before.start : self.before.end])
            if owner is not None:
                owner = full_name(owner, before)
                return Speaker(
                    f"{clean} of the {owner}", None, parent_of(owner, self.text), person=False
                )
        name = full_name(clean, before)
        return Speaker(name, None, parent_of(name, self.text), person=False)

    def unlisted(self, phrase: str, statement: Statement) -> Speaker | None:
        phrase = re.sub(r"^(?:in|on|at|в|во)\s+", "", phrase, flags=re.IGNORECASE)
        if name := _name_in(phrase):
            role = _post_in(phrase)
            return Speaker(nominative(name.text, statement.case), role, body_of(role, self.text))
        clean = nominative_post(_DETERMINER.sub("", phrase), subject=statement.case is None)
        role_only = has_noun(" ".join(phrase.split()[:4]), role_nouns())
        body = body_of(clean, self.text) if role_only else parent_of(clean, self.text)
        return Speaker(clean, None, body, person=role_only)


_DETERMINER = re.compile(r"^(?:the|a|an|its|their|his|her)\s+", re.IGNORECASE)
# "statements from the Ministry": the body speaks, the paper is only its voice.
_ISSUED = re.compile(
    r"(?:an?|the|its|recent|official|joint|\s)*\b(?:statements?|reports?|communiqu[eé]s?|documents?|press releases?|"
    r"data|information|briefings?|bulletins?)\s+(?:issued |released |published |made )?(?:from|by|of)\s+",
    re.IGNORECASE,
)


def _is_organ(phrase: str) -> bool:
    """Whether a phrase is headed by a body rather than by a person: "Council of Ministers",
    "press service of the President", but not "head of the Council".
    """
    head = (
        re.split(r"\b(?:of|for|at|in|on)\b", phrase)[0]
        if not is_russian(phrase)
        else " ".join(re.sub(r"^(?:в|во)\s+", "", phrase, flags=re.IGNORECASE).split()[:2])
    )
    if is_russian(phrase):
        words = head.split()
        first = next((w for w in words if has_noun(w, role_nouns() | organ_nouns())), "")
        return (
            bool(first) and has_noun(first, organ_nouns()) and not has_noun(first, _people_nouns())
        )
    if not has_noun(head, organ_nouns()):
        return False
    last = [w for w in head.split() if has_noun(w, role_nouns() | organ_nouns())][-1]
    capital = [w for w in head.split() if w[0].isupper()]
    named = len(capital) > 2 and not has_noun(capital[-1], organ_nouns() | role_nouns())
    return has_noun(last, organ_nouns()) and not named


def _people_nouns() -> frozenset[str]:
    return frozenset(w for w in role_nouns() if w not in organ_nouns())


def _name_in(phrase: str) -> Name | None:
    """The personal name in a speaker phrase ("Russian Defence Minister Belousov"), if it has one.

    A single capitalised word after "of" or "in" is a place or a body, not a name.
    """
    for name in reversed(find_names(phrase)):
        before = phrase[: name.start].lower()
        alone = len(name_tokens(name.text)) == 1
        if alone and re.search(r"\b(?:of|in|at|for|from|to)\s+(?:the\s+)?$", before):
            continue
        place = alone and is_russian(phrase) and has_noun(phrase, role_nouns())
        if not place or _looks_like_surname(name.text):
            return name
    return None


def _looks_like_surname(name: str) -> bool:
    return bool(
        re.search(
            r"(?:ов|ев|ёв|ин|ын|ий|ой|ова|ева|ина|ая|ко|ук|юк|ян|дзе|швили)(?:а|у|ым|ой|е)?$",
            name.lower(),
        )
    )


def _post_in(phrase: str) -> str | None:
    name = _name_in(phrase)
    return role_phrase(phrase[: name.start]) if name else None


def _names_other_body(phrase: str, role: str | None) -> bool:
    """Whether a post is of a body in capitals that the person's known post does not name."""
    bodies = set(re.findall(r"\b[A-ZА-ЯЁ]{2,}\b", phrase))
    return bool(bodies) and not bodies & set(re.findall(r"\b[A-ZА-ЯЁ]{2,}\b", role or ""))


def _is_subject(person: object, sentence: Sentence, text: str) -> bool:
    """Whether the first person of the sentence stands before its verb, as its subject."""
    first = min((a for a, _ in person.mentions if a >= sentence.start), default=None)  # type: ignore[attr-defined]
    if first is None:
        return False
    lead = text[sentence.start : first]
    return len(lead.split()) <= 8 and not re.search(r"\b(?:by|with|to|for|from|of|on)\s*$", lead)
