"""Prose to labelled stretches: statements found sentence by sentence, speakers resolved in order.

What nobody is said to say is narration. A quotation without a cue goes to whoever spoke last, if
that was in this paragraph or the one before and little else stands beside it; else to nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .cues import Statement, find_statements
from .names import name_tokens
from .people import (
    People,
    Person,
    find_people,
    has_noun,
    names_in,
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
}


@dataclass
class Speaker:
    """Who speaks, as far as the document says."""

    name: str
    role: str | None = None
    organization: str | None = None
    person: bool = True
    on_behalf_of: str | None = None


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
                self.add(start, end, speaker, statement.rule)
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
    ) -> None:
        kind = _kind(self.text, start, end, self.quotes)
        voice = "quotation" if kind == "direct" else "reported"
        if confidence is None:
            confidence = _confidence(rule, speaker)
        self.stretches.append(Stretch(start, end, voice, kind, speaker, rule, confidence))

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
        phrase = re.sub(r"\s+", " ", self.text[start:end]).strip(" ,.–—-")
        if phrase.lower() in _PRONOUNS:
            return self.pronoun(_PRONOUNS[phrase.lower()], start, sentence)
        if issued := _ISSUED.match(phrase):
            phrase = phrase[issued.end() :]
        if _is_organ(phrase):
            return self.unlisted(phrase, statement)
        person = next(
            (p for p in self.people.persons for a, b in p.mentions if start <= a and b <= end + 1),
            None,
        )
        if person is None and (named := _name_in(phrase)):
            person = self.people.by_name(named, start)
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

    def unlisted(self, phrase: str, statement: Statement) -> Speaker | None:
        phrase = re.sub(r"^(?:in|on|at|в|во)\s+", "", phrase, flags=re.IGNORECASE)
        if not _is_organ(phrase) and (name := _name_in(phrase)):
            role = _post_in(phrase)
            return Speaker(nominative(name, statement.case), role, body_of(role, self.text))
        words = phrase.lower().split()
        clean = re.sub(r"^(?:the|a|an|its|their|his|her)\s+", "", phrase, flags=re.IGNORECASE)
        clean = nominative_post(clean)
        role_only = has_noun(" ".join(words[:4]), role_nouns()) and not _is_organ(phrase)
        body = body_of(clean, self.text) if role_only else _parent(clean, self.text)
        return Speaker(clean, None, body, person=role_only)


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


def _name_in(phrase: str) -> str | None:
    """The personal name in a speaker phrase ("Russian Defence Minister Belousov"), if it has one.

    A single capitalised word after "of" or "in" is a place or a body, not a name.
    """
    found = names_in(phrase)
    for name in reversed(found):
        before = phrase[: phrase.index(name)].lower()
        if len(name_tokens(name)) > 1 or not re.search(
            r"\b(?:of|in|at|for|from|to)\s+(?:the\s+)?$", before
        ):
            alone = (
                is_russian(phrase)
                and has_noun(phrase, role_nouns())
                and len(name_tokens(name)) == 1
            )
            if not alone or _looks_like_surname(name):
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
    return role_phrase(phrase[: phrase.index(name)]) if name else None


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


_ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,6}|[А-ЯЁ]{2,6})\b")


def body_of(role: str | None, text: str) -> str | None:
    """The body that a post belongs to: its abbreviation, what follows "of", or what precedes.

    >>> body_of("head of CSTO’s joint headquarters", ""), body_of("President of Ilmeria", "")
    ('CSTO', 'Ilmeria')
    >>> body_of("Russian Defense Minister", "")
    'Russia'
    """
    if not role:
        return None
    if found := _ABBREVIATION.search(re.sub(r"['’]s\b", "", role)):
        return found.group()
    for adjective, state in demonyms().items():
        if re.search(rf"\b{adjective}\b", role):
            return state
    if found := re.search(r"\bof (?:the )?(?:Republic of )?((?:[A-Z][\w’'-]+ ?)+)", role):
        return found.group(1).strip()
    return None


def _parent(organ: str, text: str) -> str | None:
    """The body that an organ belongs to, by an abbreviation in its name or by its fullest name."""
    if found := _ABBREVIATION.search(organ):
        return found.group()
    fuller = re.search(
        re.escape(organ)
        + r"\s+of\s+(?:the\s+)?((?:[A-Z][\w’'-]*|of)(?:\s+(?:[A-Z][\w’'-]*|of\b))*)",
        text,
    )
    if fuller:
        abbreviation = re.match(r"\s*\(([A-ZА-ЯЁ]{2,8})\)", text[fuller.end() :])
        return abbreviation.group(1) if abbreviation else fuller.group(1)
    adjective = next((d for d in _DEMONYMS if re.search(rf"\b{d}\b", organ)), None)
    return _DEMONYMS[adjective] if adjective else None


def demonyms() -> dict[str, str]:
    """Adjective of a state -> its name."""
    return _DEMONYMS


_DEMONYMS = dict(
    pair.split("=")
    for pair in """
        Armenian=Armenia Australian=Australia Azerbaijani=Azerbaijan Belarusian=Belarus
        Brazilian=Brazil Chinese=China Cuban=Cuba German=Germany Estonian=Estonia French=France
        British=Britain Georgian=Georgia Indian=India Iranian=Iran Japanese=Japan Kazakh=Kazakhstan
        Kyrgyz=Kyrgyzstan Lithuanian=Lithuania Latvian=Latvia Moldovan=Moldova Mongolian=Mongolia
        Pakistani=Pakistan Polish=Poland Russian=Russia Singaporean=Singapore Serbian=Serbia
        Tajik=Tajikistan Turkmen=Turkmenistan Turkish=Türkiye Ukrainian=Ukraine American=USA
        Uzbek=Uzbekistan Venezuelan=Venezuela Israeli=Israel Syrian=Syria Hungarian=Hungary
        Italian=Italy Spanish=Spain Finnish=Finland Swedish=Sweden Norwegian=Norway
    """.split()
)
