"""Transcripts and interviews: turns that begin with a label ("President of Orlan Ivo Vane: ...").

Labels stand at the start of a line, or inside it where a scraper has lost the paragraphs. A turn
lasts until the next label or an end mark (`<…>`, `* * *`); unlabelled paragraphs continue it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .bodies import body_of
from .names import name_tokens, same_person, tidy
from .people import find_names, find_people, has_noun, role_nouns, role_phrase
from .prose import Speaker, Stretch
from .russian import is_russian

# A full stop inside a label is an initial's; otherwise a short sentence before it would be part of it.
_COURTESY = r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Г-н|Г-жа)\.?"
_WORD = r"(?:[^\W\d_]+(?:[-'’.][^\W\d_]+)*(?:(?<=\b[A-ZА-ЯЁ])\.)?)"
_LABEL = re.compile(
    rf"(?P<lead>^|\n|(?<=[.!?…”\"»>)*\]])[ \xa0]+)"
    rf"(?P<label>(?:{_COURTESY}[ \xa0]+)?[A-ZА-ЯЁ](?:{_WORD}|\.)?(?:[ \xa0,]+{_WORD}){{0,16}}?\.?)"
    rf"(?P<aside>(?:[ \xa0]?\([^()\n]{{3,80}}\)){{0,2}})[ \xa0]?:[ \xa0]+(?=\S)"
)
_COURTEOUS = re.compile(rf"{_COURTESY}[ \xa0]+")
# In verbatim records: "Mr. VANE (Orlan) (interpretation from French): ...", "The PRESIDENT: ..."
_STATE = re.compile(r"\((?!(?:interpretation|spoke|translat|continued))([A-ZА-ЯЁ][^()]+)\)")
_CHAIR = re.compile(r"The (?:\w+ )?(?:President|Chair\w*|Secretary-General)", re.IGNORECASE)
_QUESTION = re.compile(
    r"(?:question|q|вопрос|корр\.?|корреспондент|correspondent|interviewer|journalist|remark)$",
    re.I,
)
_ANSWER = re.compile(r"(?:answer|a|ответ)$", re.I)
_END = re.compile(r"<\s*(?:…|\.\.\.)\s*>|\*\s?\*\s?\*")
_NOT_LABELS = frozenset(
    """
    he she it they we you i this that there here note source tags photo video
    """.split()
)


@dataclass
class Turn:
    """One labelled turn: where its label begins, where its words begin, and who speaks."""

    start: int
    words: int
    label: str
    speaker: Speaker | None


def find_turns(text: str, title: str | None = None) -> list[Turn]:
    """The labelled turns of `text`; none if it is not a transcript or an interview.

    >>> text = "Question: Why?\\nORLAN: Because we must.\\nQuestion: And then?\\nORLAN: Then we go."
    >>> [(t.label, t.speaker.name if t.speaker else None) for t in find_turns(text)][:2]
    [('Question', None), ('ORLAN', 'Orlan')]
    """
    candidates = [m for m in _LABEL.finditer(text) if _plausible(_label(m))]
    if not candidates:
        return []
    known = _labelled_people(candidates)
    turns: list[Turn] = []
    persons = find_people(text[: candidates[0].start()], title).persons
    first = persons[0] if persons else None
    guest = Speaker(first.name, first.role, body_of(first.role, "")) if first else None
    for match in candidates:
        label = _label(match)
        inline = match["lead"].strip("\n") != "" or (
            match.start() > 0 and "\n" not in match["lead"]
        )
        turn = _turn(label, inline, known, guest, candidates)
        if turn is not None:
            speaker, accepted = turn
            if accepted:
                turns.append(Turn(match.start("label"), match.end(), label, speaker))
    distinct = {t.label for t in turns}
    if len(turns) < 2 and not any(t.speaker and t.speaker.introduced for t in turns):
        return []
    if len(turns) < 4 and not any(t.speaker for t in turns) and len(distinct) == len(turns):
        return []
    return turns


def _label(match: re.Match[str]) -> str:
    """The words of a label, without "Mr." and without what stands in brackets."""
    return _COURTEOUS.sub("", re.sub(r"\s+", " ", match["label"]).strip(), count=1)


def _plausible(label: str) -> bool:
    words = label.split()
    if words[0].lower() in _NOT_LABELS:
        return False
    if _QUESTION.match(label) or _ANSWER.match(label):
        return True
    small = [w for w in words if w[0].islower()]
    return all(w in _SMALL or has_noun(w, role_nouns()) for w in small) and words[-1][0].isupper()


_SMALL = frozenset(
    """
    of the and for to in on at de da van von bin al el general secretary and's foreign affairs и
    по при
    """.split()
)


def _labelled_people(candidates: list[re.Match[str]]) -> list[Speaker]:
    """Persons whom some label gives with name and post, or by name at the start of a line."""
    known: list[Speaker] = []
    for match in candidates:
        speaker = _delegate(match) or _person(_label(match))
        if speaker and not any(same_person(k.name, speaker.name) for k in known):
            known.append(speaker)
    return known


def _delegate(match: re.Match[str]) -> Speaker | None:
    """The speaker of a label that gives a courtesy title and, in brackets, a state."""
    state = _STATE.search(match["aside"])
    if not state or not _COURTEOUS.match(match["label"]):
        return None
    return Speaker(tidy(_label(match)), None, state.group(1))


def _person(label: str) -> Speaker | None:
    if not is_russian(label) and not has_noun(label, role_nouns()):
        return None
    names = find_names(label)
    if not names or names[-1].end != len(label):
        return None
    name = names[-1].text
    tokens = name.split()
    role = role_phrase(label[: names[-1].start])
    if role is None:
        return None
    if role.endswith((" of", " of the")):  # "President of Orlan Ivo Vane"
        body = tokens[:1] if role.endswith("of") else tokens[:-2]
        role, name = " ".join([role, *body]), " ".join(tokens[len(body) :])
        if not body:
            return None
    if len(name_tokens(name)) < 2:
        return None
    return Speaker(tidy(name), role, body_of(role, ""))


def _turn(
    label: str,
    inline: bool,
    known: list[Speaker],
    guest: Speaker | None,
    candidates: list[re.Match[str]],
) -> tuple[Speaker | None, bool] | None:
    """The speaker behind a label, and whether the label is one; None for no label."""
    if _QUESTION.match(label):
        return None, len(label) > 1 or not inline
    if _ANSWER.match(label):
        return guest, len(label) > 1 or not inline
    full = _person(label)
    if full:
        return next((k for k in known if same_person(k.name, full.name)), full), True
    same = next((k for k in known if same_person(k.name, label)), None)
    if same:
        return same, True
    if _CHAIR.fullmatch(label) and any(k.organization and not k.role for k in known):
        return Speaker(label.lower().removeprefix("the "), person=False), True
    if inline:
        return None
    if guest and same_person(guest.name, label):
        return guest, True
    if label.isupper() and len(label.split()) > 1:
        return None, True  # an outlet that asks
    often = sum(_label(m) == label for m in candidates) > 1
    names = find_names(label)
    if names and names[-1].text == label and (len(name_tokens(label)) > 1 or often):
        return Speaker(tidy(label)), True
    if label.isupper():
        return (Speaker(tidy(label)) if often else None), True
    return None


def read_turns(text: str, turns: list[Turn]) -> tuple[list[Stretch], list[tuple[int, int]]]:
    """The turns as stretches of speech, and the spans that belong to none (read them as prose)."""
    stretches, outside = [], [(0, turns[0].start)]
    for i, turn in enumerate(turns):
        end = turns[i + 1].start if i + 1 < len(turns) else len(text)
        mark = _END.search(text, turn.words, end)
        stop = mark.start() if mark else end
        rule = "turn" if turn.speaker else "turn without a name"
        confidence = 0.95 if turn.speaker else 0.5
        stretches.append(
            Stretch(turn.words, stop, "speech", "direct", turn.speaker, rule, confidence)
        )
        if mark:
            outside.append((mark.end(), end))
    return stretches, [(a, b) for a, b in outside if text[a:b].strip()]
