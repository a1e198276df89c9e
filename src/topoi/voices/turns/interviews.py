"""Interviews in which questions, or answers, or both carry no label.

A printer sets questions in bold and a scraper loses it: what is left is that they end in a question
mark, and that answers begin with a dash or a name. Only where this holds throughout is it believed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from ..sentences.verbs import is_verb
from ..stretch import Speaker
from .speeches import in_first_person

Guest = Callable[[], Speaker | None]
Span = tuple[int, int, Speaker | None]  # start, where the words begin, who speaks

LONGEST_QUESTION = 700  # characters of a question without any mark
_PARAGRAPH = re.compile(r"[^\n]+")
_DASH = re.compile(r"\s*[–—-][ \xa0]+")
_NUMBERED = re.compile(r"\s*\d{1,2}[.)]\s")
_ASKS = re.compile(r"\?[”\"»’)*\s]*$")
_ADDRESSED = re.compile(r"\b(?:вы|вас|вам|ваш\w*|you|your)\b", re.IGNORECASE)
_SAID = re.compile(r"[,!?…][”\"»]?\s+[—–-]\s+([^\W\d_]+)")
_INTERVIEW = re.compile(
    r"\binterview|\bq ?& ?a\b|\banswer(?:s|ed)?\b.{0,40}\bquestions|in conversation with|"
    r"\bинтервью\b|ответил\w* на вопрос|\bбеседа\b|\bбеседовал",
    re.IGNORECASE,
)


def add_questions(text: str, turns: list[Span], guest: Speaker | None) -> list[Span]:
    """Labelled turns, and the unlabelled ones between them: questions before answers that are all
    one person's, or answers below questions.

    >>> text = "Why?\\nVANE: Because.\\nAnd then?\\nVANE: We go."
    >>> vane = Speaker("Vane")
    >>> [who.name for _, _, who in add_questions(text, [(5, 11, vane), (30, 36, vane)], vane)]
    ['', 'Vane', '', 'Vane']
    """
    speakers = {who.name if who else "" for _, _, who in turns}
    if speakers == {""}:
        return _with_answers(text, turns, guest)
    if len(speakers) > 1 or len(turns) < 2:
        return turns
    return _with_questions(text, turns) or turns


def _with_answers(text: str, turns: list[Span], guest: Speaker | None) -> list[Span]:
    """Questions that are labelled, each followed below by an answer that is not."""
    out: list[Span] = []
    ends = [start for start, _, _ in turns[1:]] + [len(text)]
    for (start, words, who), end in zip(turns, ends, strict=True):
        out.append((start, words, who))
        line = text.find("\n", words)
        if 0 <= line < end and text[line:end].strip():
            out.append((line + 1, line + 1, guest))
    return out if len(out) >= 1.5 * len(turns) else turns


def _with_questions(text: str, answers: list[Span]) -> list[Span] | None:
    """The answers, and the paragraphs before them that ask; None unless most of them have one."""
    out: list[Span] = []
    low = 0
    for start, words, who in answers:
        asked = _question_before(text, low, start)
        if asked is not None:
            out.append((asked, asked, _asker()))
        out.append((start, words, who))
        low = words
    found = len(out) - len(answers)
    return out if found >= 2 and found >= 0.6 * len(answers) else None


def _question_before(text: str, low: int, end: int) -> int | None:
    """Where the paragraph that ends before `end` begins, if it asks."""
    stop = len(text[:end].rstrip())
    begin = max(low, text.rfind("\n", 0, stop) + 1)
    asks = low < stop and begin > low - 1 and bool(_ASKS.search(text[begin:stop]))
    return begin if (asks and begin != low) or (asks and low == 0) else None


def _asker() -> Speaker:
    return Speaker("", "interviewer", person=False)


def unlabelled_turns(text: str, title: str | None, guest: Guest) -> list[Span]:
    """Questions and answers of an interview without labels; none if it may be something else.

    `guest` is asked for the person interviewed only where there are such turns.
    """
    if text.count("?") < 2:
        return []
    paragraphs = [m for m in _PARAGRAPH.finditer(text) if m.group().strip()]
    return _dashed(text, paragraphs, guest) or _asked(text, title, paragraphs, guest)


def _dashed(text: str, paragraphs: list[re.Match[str]], guest: Guest) -> list[Span]:
    """Turns that begin with a dash: those that ask, and those that answer."""
    dashed = [m for m in paragraphs if _DASH.match(m.group())]
    said = sum(bool((s := _SAID.search(m.group())) and is_verb(s.group(1))) for m in dashed)
    if len(dashed) < 2 or said > len(dashed) / 4:
        return []
    turns: list[Span] = []
    answers = guest()
    for m in dashed:
        lead = _DASH.match(m.group())
        words = m.start() + (lead.end() if lead else 0)
        turns.append((m.start(), words, _asker() if _is_question(m.group()) else answers))
    asking = [who is not None and who.role == "interviewer" for _, _, who in turns]
    if sum(asking) < 2:
        only = [turn for turn, asks in zip(turns, asking, strict=True) if not asks]
        return _with_questions(text, only) or []
    alternate = sum(a != b for a, b in itertools.pairwise(asking))
    return turns if alternate >= 0.7 * (len(asking) - 1) else []


def _is_question(paragraph: str) -> bool:
    """Whether a paragraph ends in a question, or asks "you" something before it ends."""
    return bool(_ASKS.search(paragraph) or ("?" in paragraph and _ADDRESSED.search(paragraph)))


def _asked(
    text: str, title: str | None, paragraphs: list[re.Match[str]], guest: Guest
) -> list[Span]:
    """Turns by the question mark alone, in what calls itself an interview of somebody."""
    asks = [
        len(m.group()) <= LONGEST_QUESTION and bool(_ASKS.search(m.group())) for m in paragraphs
    ]
    size = sum(len(m.group()) for m, a in zip(paragraphs, asks, strict=True) if a)
    if sum(asks) < 3 or asks[-1] or size > 0.5 * len(text):
        return []
    numbered = [bool(_NUMBERED.match(m.group())) for m in paragraphs]
    if sum(numbered) >= 3 and all(a for a, n in zip(asks, numbered, strict=True) if n):
        return _by_questions(paragraphs, numbered, guest())
    first = paragraphs[asks.index(True)].start()
    called = _INTERVIEW.search(f"{title or ''}\n{text[:first]}")
    if not called or not in_first_person(text[first:]) or (answers := guest()) is None:
        return []
    return _by_questions(paragraphs, asks, answers)


def _by_questions(
    paragraphs: list[re.Match[str]], asks: list[bool], answers: Speaker | None
) -> list[Span]:
    """A turn for each run of paragraphs that ask, and for what stands below it."""
    turns: list[Span] = []
    for m, question, before in zip(paragraphs, asks, [False, *asks], strict=False):
        if question and not before:
            turns.append((m.start(), m.start(), _asker()))
        elif before and not question:
            turns.append((m.start(), m.start(), answers))
    return turns
