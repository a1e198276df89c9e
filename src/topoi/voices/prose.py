"""Prose to labelled stretches: statements found sentence by sentence, speakers resolved in order.

What nobody is said to say is narration. A quotation without a cue goes to whoever spoke last, if
that was in this paragraph or the one before and little else stands beside it; else to nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bodies import body_of, full_name, is_bare, owner_in, parent_of
from .cues import Statement, find_statements
from .names import name_tokens
from .people import (
    Name,
    People,
    Person,
    find_names,
    find_people,
    has_noun,
    organ_nouns,
    role_nouns,
    role_phrase,
)
from .russian import is_russian, nominative, nominative_post
from .stream import Sentence, quotations, sentences_of

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


@dataclass
class Stretch:
    """A stretch of text in one voice; what is not covered by any is narration."""

    start: int
    end: int
    voice: str
    kind: str
    speaker: Speaker | None
    rule: str
    confidence: float
    named: tuple[int, int] | None = None  # where the text names the speaker ("he")


def read_prose(text: str, title: str | None = None) -> list[Stretch]:
    """The stretches of `text` that somebody says, in order, not overlapping.

    Parameters
    ----------
    text : str
        The body of one document.
    title : str, optional
        Its headline: it may name a person whom the body calls by the surname alone.
    """
    quotes = quotations(text)
    people = find_people(text, title)
    reader = _Reader(text, quotes, people)
    for sentence in sentences_of(text, quotes):
        reader.read(sentence)
    return reader.finish()


class _Reader:
    """Goes through the sentences once and remembers who spoke last."""

    def __init__(self, text: str, quotes: list[tuple[int, int]], people: People) -> None:
        self.text, self.quotes, self.people = text, quotes, people
        self.stretches: list[Stretch] = []
        self.last: Speaker | None = None
        self.last_paragraph = -9
        self.before: Sentence | None = None
        self.paragraph_start = 0
        self.paragraph = -1

    def read(self, sentence: Sentence) -> None:
        if sentence.paragraph != self.paragraph:
            self.paragraph, self.paragraph_start = sentence.paragraph, sentence.start
        statements = find_statements(sentence)
        for statement in statements:
            speaker = self.resolve(statement, sentence)
            if statement.backwards:
                start, end = self.paragraph_start, self.before.end if self.before else 0
                clear = not any(start < s.end and s.start < end for s in self.stretches)
                if (
                    end > start
                    and clear
                    and self.before
                    and self.before.paragraph == self.paragraph
                ):
                    self.add(start, end, speaker, statement.rule)
            for start, end in statement.content:
                self.add(start, end, speaker, statement.rule, named=statement.speaker)
            if speaker:
                self.last, self.last_paragraph = speaker, sentence.paragraph
        self.floating(sentence)
        self.before = sentence

    def floating(self, sentence: Sentence) -> None:
        """Quotations of a sentence that no cue has claimed."""
        for token in sentence.tokens:
            if not token.is_quote or any(
                s.start <= token.start and token.end <= s.end for s in self.stretches
            ):
                continue
            plain = sum(len(t.text) for t in sentence.tokens if t.is_word)
            near = self.last is not None and sentence.paragraph - self.last_paragraph <= 1
            if near and plain < (token.end - token.start) / 2:
                self.add(token.start, token.end, self.last, "“…” after X spoke", 0.7)
                self.last_paragraph = sentence.paragraph
            elif plain < (token.end - token.start) / 2 or token.end - token.start > 60:
                self.add(token.start, token.end, None, "“…” without a speaker", 0.3)

    def add(
        self,
        start: int,
        end: int,
        speaker: Speaker | None,
        rule: str,
        confidence: float | None = None,
        named: tuple[int, int] | None = None,
    ) -> None:
        kind = _kind(self.text, start, end, self.quotes)
        voice = "quotation" if kind == "direct" else "reported"
        if confidence is None:
            confidence = _confidence(rule, speaker)
        named = named if named and named[0] < named[1] else None
        self.stretches.append(Stretch(start, end, voice, kind, speaker, rule, confidence, named))

    def finish(self) -> list[Stretch]:
        ordered = sorted(self.stretches, key=lambda s: (s.start, -s.end))
        kept: list[Stretch] = []
        for stretch in ordered:
            if kept and stretch.start < kept[-1].end:
                continue
            kept.append(stretch)
        return kept

    # ---- who is meant

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


def _confidence(rule: str, speaker: Speaker | None) -> float:
    if speaker is None:
        return 0.3
    return 0.9 if "“" in rule or "that" in rule or "according" in rule else 0.75


def _kind(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> str:
    inside = [(a, b) for a, b in quotes if a < end and start < b]
    if not inside:
        return "indirect"
    covered = sum(min(b, end) - max(a, start) for a, b in inside)
    return "direct" if covered >= 0.9 * (end - start) else "mixed"


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
