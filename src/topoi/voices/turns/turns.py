"""Transcripts and interviews: turns that begin with a label ("President of Orlan Ivo Vane: ...").

Labels stand at the start of a line, or inside it where a scraper has lost the paragraphs. A turn
lasts until the next label or an end mark (`<…>`, `* * *`); unlabelled paragraphs continue it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from ..persons.bodies import body_of
from ..persons.introductions import split_name
from ..persons.names import name_tokens, same_person
from ..persons.people import Person, find_people
from ..persons.person_names import find_names
from ..stretch import Speaker, Stretch
from .interviews import add_questions, unlabelled_turns
from .labels import Label, find_labels

HEAD = 3000  # characters before the first label in which persons are looked for
SHORT = 6  # words of a turn that need not show that they are spoken
_END = re.compile(r"<\s*(?:…|\.\.\.)\s*>|\*\s?\*\s?\*|\bTo be continued\.?|Продолжение следует\.?")
_HEADED = re.compile(r"([^:«“\"\n]{3,60}?)\s?:\s")  # "Ivo Vane: The lake is ours"
_ASKS = re.compile(
    r"journalist|correspondent|reporter|журналист|корреспондент|ведущ", re.IGNORECASE
)
_QUOTED = re.compile(r"[\"“„«‘]")
_OWN = re.compile(r"\b(?:I|we|our|my|me|us|you|your|я|мы|наш\w*|вы|ваш\w*)\b", re.IGNORECASE)


@dataclass
class Turn:
    """One turn: where its label begins, where its words begin, and who speaks."""

    start: int
    words: int
    label: str
    speaker: Speaker | None


def find_turns(text: str, title: str | None = None) -> list[Turn]:
    """The turns of `text`; none if it is not a transcript or an interview.

    >>> text = "Question: Why?\\nORLAN: Because we must.\\nQuestion: And then?\\nORLAN: Then we go."
    >>> [(t.label, t.speaker.name if t.speaker else None) for t in find_turns(text)][:2]
    [('Question', ''), ('ORLAN', 'Orlan')]
    """
    labels = find_labels(text)
    cast = _Cast(text, title, labels)
    turns, kinds = [], []
    for label in labels:
        accepted, speaker = cast.speaker(label)
        if accepted:
            turns.append(Turn(label.start, label.words, label.text, speaker))
            kinds.append(label.kind)
    if not _is_transcript(text, turns, kinds):
        spans = unlabelled_turns(text, title, lambda: cast.guest)
    else:
        spans = add_questions(text, [(t.start, t.words, t.speaker) for t in turns], cast.guest)
    named = {turn.words: turn.label for turn in turns}
    return [Turn(start, words, named.get(words, ""), who) for start, words, who in spans]


def _is_transcript(text: str, turns: list[Turn], kinds: list[str]) -> bool:
    """Whether labels make a transcript: not a headline with a name and a colon, not a list."""
    if not turns:
        return False
    ends = [turn.start for turn in turns[1:]] + [len(text)]
    said = [text[turn.words : end] for turn, end in zip(turns, ends, strict=True)]
    if len(turns) == 1:
        own = len(_OWN.findall(said[0]))
        return kinds[0] in ("full", "delegate") and own > 0 and not _QUOTED.match(said[0])
    quoted = sum(bool(_QUOTED.match(words)) for words in said)
    alive = sum(_is_talk(words) for words in said)
    if 2 * quoted >= len(said) or 4 * alive < len(said):
        return False
    if any(kind in ("full", "delegate") for kind in kinds) or kinds.count("question") > 1:
        return True
    different = len({(turn.speaker and turn.speaker.name) or turn.label for turn in turns})
    spans = [(turn.start, turn.words, turn.speaker) for turn in turns]
    talk = different > 1 and (len(turns) > 2 or "question" in kinds or kinds.count("name") > 1)
    return talk or len(add_questions(text, spans, None)) > len(turns)


def _is_talk(words: str) -> bool:
    """Whether words behind a label sound spoken: somebody says "I" or asks, or says little."""
    short = len(words.split()) <= SHORT and bool(re.search(r"[.!?…]\s*$", words))
    return short or "?" in words or bool(_OWN.search(words))


class _Cast:
    """Who the labels of one document can mean."""

    def __init__(self, text: str, title: str | None, labels: list[Label]) -> None:
        self.labels = labels
        self.often = Counter(label.text for label in labels)
        self.kinds = Counter(label.kind for label in labels)
        head = text[: labels[0].start if labels else HEAD][-HEAD:]
        self.head, self.title = head, title

    @cached_property
    def persons(self) -> list[Person]:
        """The persons of title and lead."""
        return find_people(self.head, self.title).persons

    @cached_property
    def known(self) -> list[Speaker]:
        """The persons that labels give with post and name, or with a state."""
        known: list[Speaker] = []
        names = [p.name for p in self.persons]
        names += [s.name for label in self.labels if label.kind == "name" and (s := label.speaker)]
        for label in self.labels:
            if label.kind not in ("full", "delegate") or label.speaker is None:
                continue
            speaker = _without_body(label.speaker, names)
            if not any(same_person(k.name, speaker.name) for k in known):
                known.append(speaker)
        return known

    @cached_property
    def guest(self) -> Speaker | None:
        """The person whom title and lead put first: whose interview it is."""
        guests = [p for p in self.persons if not _ASKS.search(p.role or "")]
        first = next((p for p in guests if p.role), next(iter(guests), None))
        if first is None:
            headed = _HEADED.match(self.title or "")
            post, name = split_name(headed.group(1)) if headed else ("", "")
            several = len(name_tokens(name)) > 1
            return Speaker(name, post or None, body_of(post, self.head)) if several else None
        known = self.find(first.name)
        return known or Speaker(first.name, first.role, body_of(first.role, self.head))

    def find(self, name: str) -> Speaker | None:
        return next((k for k in self.known if same_person(k.name, name)), None)

    def introduced(self, name: str) -> Speaker | None:
        """The one person of title and lead who can be called `name`."""
        found = [p for p in self.persons if same_person(p.name, name)]
        return _as_speaker(found[0]) if len(found) == 1 else None

    @property
    def strong(self) -> bool:
        """Whether some labels leave no doubt that the document has turns."""
        sure = self.kinds["full"] + self.kinds["delegate"]
        return bool(sure) or self.kinds["question"] > 1

    def speaker(self, label: Label) -> tuple[bool, Speaker | None]:
        """Whether a label is one, and who speaks behind it."""
        speaker, often = label.speaker, self.often[label.text] > 1
        plain = not label.inline
        if label.kind == "question":
            return len(label.text) > 1 or often, speaker
        if label.kind == "answer":
            return len(label.text) > 1 or self.kinds["question"] > 1, self.guest
        if speaker is None:
            return False, None
        if label.kind in ("full", "delegate"):
            return True, self.find(_without_body(speaker, [k.name for k in self.known]).name)
        if label.kind == "chair":
            if self.kinds["delegate"]:
                return True, speaker
            return plain and often, self.titled(speaker.name)
        if label.kind == "post":
            return plain and (often or self.strong), self.holder(speaker)
        if label.kind == "outlet":
            asks = often or self.kinds["question"] or self.kinds["answer"]
            return plain and bool(asks or self.repeated), speaker
        if label.kind == "initials":
            bearer = self.initialled(speaker.name)
            dotted = "." in label.text and bearer is not None
            return plain and (often or dotted), bearer or Speaker("", person=False)
        if label.kind == "stopped":
            return often and (self.kinds["question"] > 1 or self.kinds["stopped"] > 3), (
                self.find(speaker.name) or self.introduced(speaker.name) or speaker
            )
        return self.called(label, speaker, often)

    def called(self, label: Label, speaker: Speaker, often: bool) -> tuple[bool, Speaker | None]:
        """The speaker whom a label calls by name or surname."""
        known = self.find(speaker.name) or self.introduced(speaker.name)
        if label.kind == "name":
            return not label.inline or often or self.strong or known is not None, known or speaker
        if label.inline:
            return self.strong and (often or label.kind == "titled"), known or speaker
        if label.kind == "titled":
            return known is not None or often or self.strong, known or speaker
        return known is not None or often or label.text.isupper(), known or speaker

    @cached_property
    def repeated(self) -> bool:
        """Whether some name or surname is a label more than once."""
        names = [label.text for label in self.labels if label.kind in ("name", "surname")]
        return any(self.often[name] > 1 for name in names)

    def titled(self, post: str) -> Speaker:
        """The person whom the title calls by a post ("President Vane" for "THE PRESIDENT")."""
        role = post.capitalize()
        _, called, after = (self.title or "").partition(f"{role} ")
        name = next((n.text for n in find_names(after) if n.start == 0), "") if called else ""
        return Speaker(name, role, person=bool(name))

    def holder(self, speaker: Speaker) -> Speaker:
        """The one person known to hold the post that a label gives, or the post alone."""
        role = (speaker.role or "").lower()
        known = [*self.known, *map(_as_speaker, self.persons)]
        found = {k.name: k for k in known if k.role and role in k.role.lower()}
        return next(iter(found.values())) if len(found) == 1 else speaker

    def initialled(self, initials: str) -> Speaker | None:
        """The person whose names begin with the letters of a label ("S.V.")."""
        letters = re.findall(r"\w", initials)
        named = [Speaker(name.text) for name in find_names(self.title or "")]
        for person in [*self.known, *map(_as_speaker, self.persons), *named]:
            tokens = name_tokens(person.name)
            if [tokens[0][0], tokens[-1][0]] == [letters[0], letters[-1]]:
                return person
        return None


def _as_speaker(person: Person) -> Speaker:
    return Speaker(person.name, person.role, body_of(person.role, ""))


def _without_body(speaker: Speaker, names: list[str]) -> Speaker:
    """ "Corporation" and "Lakemost Ivo Vane" as "Corporation Lakemost" and "Ivo Vane", if that
    name occurs by itself.
    """
    tokens = speaker.name.split()
    for i in range(1, len(tokens) - 1):
        tail = " ".join(tokens[i:])
        if tail in names:
            role = " ".join([speaker.role or "", *tokens[:i]]).strip()
            return replace(speaker, name=tail, role=role, organization=body_of(role, ""))
    return speaker


def read_turns(text: str, turns: list[Turn]) -> tuple[list[Stretch], list[tuple[int, int]]]:
    """The turns as stretches of speech, and the spans that belong to none (read them as prose)."""
    stretches, outside = [], [(0, turns[0].start)]
    for i, turn in enumerate(turns):
        end = turns[i + 1].start if i + 1 < len(turns) else len(text)
        mark = _END.search(text, turn.words, end)
        stop = mark.start() if mark else end
        named = turn.speaker is not None and bool(turn.speaker.name)
        rule = "turn" if named else "turn without a name"
        stretches.append(
            Stretch(
                turn.words, stop, "speech", "direct", turn.speaker, rule, 0.95 if named else 0.5
            )
        )
        if mark:
            outside.append((mark.end(), end))
    return stretches, [(a, b) for a, b in outside if text[a:b].strip()]
