"""Statements: where a sentence says that somebody says something, and which words are theirs.

A statement is a cue (a verb of saying, "according to"), a speaker phrase and one or more stretches
of content. The rules look at one sentence; who "he" or "the minister" is, is decided elsewhere.
"""

from __future__ import annotations

import re

from .english import english_statements
from .people import cue_words
from .russian import is_russian
from .sources import according
from .statements import (
    CLAUSE_WORDS,
    Statement,
    clause_of,
    second_verb,
    spans_of,
    spans_to_end,
)
from .stream import Sentence, Token
from .subjects import (
    DETERMINERS,
    STOP_RIGHT,
    can_speak,
    speaker_inside,
    speaker_left,
    speaker_right,
    subject_right,
)
from .verbs import FINITE, english_verbs, is_cue

_ADJUNCT = 12  # words that may stand between a cue and its content
_PARTICIPLES = "ing"


def find_statements(sentence: Sentence) -> list[Statement]:
    """The statements of one sentence, in order; none if nobody says anything in it."""
    tokens = list(sentence.tokens)
    if not any(is_russian(token.text) for token in tokens[:20]):
        return english_statements(tokens)
    found = according(tokens)
    if found is None:
        for i, token in enumerate(tokens):
            small = not token.capital or (i == 0 and not re.match("[а-яё]", token.lower))
            if token.is_word and small and is_cue(token) and not token.lower.endswith(_PARTICIPLES):
                found = _with_verb(tokens, i)
                if found:
                    break
    if found is None:
        found = _label(tokens)
    if found is None:
        return []
    return [found, *_second_cues(tokens, found)]


# ---- the pieces of a statement


def _with_verb(tokens: list[Token], verb: int) -> Statement | None:
    """A statement around the verb at index `verb`, its speaker on the left or on the right."""
    if [t.lower for t in tokens[:2]] == ["об", "этом"]:
        speaker = speaker_left(tokens[2:], verb - 2)
        right = (speaker[0] + 2, speaker[1] + 2) if speaker else subject_right(tokens, verb)
        return _statement(tokens, ([], "said this", True), right, verb) if right else None
    left = speaker_left(tokens, verb)
    plural = tokens[verb].lower.endswith("ли")
    if plural and left and left[1] - left[0] == 1 and tokens[left[0]].capital:
        inside = speaker_inside(tokens, verb)  # «ТАСС сообщили в пресс-службе X, что»
        left = inside if inside[0] < inside[1] else left
    if left:
        first, last = left
        found = _content(tokens, verb, tokens[:first], verb + 1)
        if found:
            return _statement(tokens, found, (first, last), verb)
    elif plural and (found := _content_after(tokens, verb + 1, bare=False)):
        return _statement(tokens, found, speaker_inside(tokens, verb), verb)
    right = speaker_right(tokens, verb)
    if right:
        first, last = right
        found = _content_before(tokens, tokens[:verb], last, "said X")
        found = found or _content_after(tokens, last, bare=False)
        if found:
            return _statement(tokens, found, right, verb)
    return None


_Found = tuple[list[tuple[int, int]], str, bool]


def _statement(
    tokens: list[Token], found: _Found, speaker: tuple[int, int], verb: int
) -> Statement:
    content, rule, backwards = found
    first, last = speaker
    span = (tokens[first].start, tokens[last - 1].end if first < last else tokens[first].start)
    cue = (tokens[verb].start, tokens[verb].end)
    return Statement(content, span, cue, rule, backwards=backwards)


def _content(tokens: list[Token], verb: int, before: list[Token], after: int) -> _Found | None:
    found = _content_after(tokens, after, bare=False)
    if found:
        return found
    found = _content_before(tokens, before, after, "X said")
    if found:
        return found
    lemma = english_verbs().get(tokens[verb].lower)
    if lemma in cue_words()["en"]["bare"]:
        return _content_after(tokens, after, bare=True)
    return None


def _content_after(tokens: list[Token], at: int, *, bare: bool) -> _Found | None:
    """Content behind the cue: a quotation, "that ...", a colon, or (bare) a plain clause."""
    rest = tokens[at:]
    for i, token in enumerate(rest[: _ADJUNCT + 2]):
        if token.is_quote:
            return spans_to_end(rest[i:]), "said “…”", False
        if token.lower in ("that", "что", "чтобы") and (
            i == 0 or rest[i - 1].lower not in ("so", "all")
        ):
            if i and any(FINITE.match(t.lower) for t in rest[:i]):
                break
            clause = clause_of(rest[i + 1 :])
            return (clause, "said that …", False) if clause else None
        if token.text == ":" and i <= _ADJUNCT:
            clause = clause_of(rest[i + 1 :])
            return (clause, "said: …", False) if clause else None
        if token.text in ";—–" or _starts_second_cue(rest[i : i + 2]):
            break
    if rest and rest[0].lower == "this" and not bare:
        return [], "said this", True
    if bare and english_verbs().get(tokens[at - 1].lower) == "tell":
        rest = rest[_addressee(rest) :]
    if not bare or not rest or not rest[0].is_word:
        return None
    first = rest[0]
    starts = first.capital or first.lower in DETERMINERS or first.lower.endswith("s")
    if starts and first.lower not in STOP_RIGHT and any(FINITE.match(t.lower) for t in rest[1:14]):
        clause = clause_of(rest)
        return (clause, "said …", False) if clause else None
    return None


def _addressee(rest: list[Token]) -> int:
    """Words of the addressee of "told": a pronoun, or a run of words that are written alike."""
    i = 1 if rest and rest[0].lower in DETERMINERS | _OBJECTS else 0
    if i and rest[0].lower in _OBJECTS:
        return i
    first = i
    while i < len(rest) and rest[i].is_word and rest[i].capital == rest[first].capital:
        if rest[i].lower in DETERMINERS:
            break
        i += 1
    return i


_OBJECTS = frozenset("me us him them you".split())


def _starts_second_cue(pair: list[Token]) -> bool:
    return (
        len(pair) == 2 and pair[0].text == "," and pair[1].lower.endswith("ing") and is_cue(pair[1])
    )


def _content_before(
    tokens: list[Token], before: list[Token], after: int, rule: str
) -> _Found | None:
    """Content in front of the speaker: "…," X said; and what goes on behind the interruption."""
    left = list(before)
    while left and left[-1].text in ",—–-":
        left.pop()
    if not left:
        return None
    quoted = any(t.is_quote for t in left)
    comma = len(left) < len(before)
    plain = [t for t in left if t.is_word]
    if not quoted and not (comma and len(plain) >= CLAUSE_WORDS):
        return None
    if not quoted and plain[0].lower in _SUBORDINATE:
        return None
    if not quoted and not _has_verb(left):
        return None
    if left[0].lower == "об" and len(plain) < 4:
        return None
    spans = spans_of(left)
    rest = tokens[after:]
    if left[0].text in "—–-" and len(rest) > 2 and rest[1].text in "—–-":
        spans += clause_of(rest[2:])  # speech between dashes goes on behind the interruption
    elif rest and rest[0].text in ",—–-" and len(rest) > 1:
        tail = rest[1:]
        if tail[0].is_quote:
            spans += spans_to_end(tail)
        elif not quoted and tail[0].is_word and not _is_participle(tail[0]):
            clause = [t for t in tail if t.is_word]
            if (
                len(clause) >= CLAUSE_WORDS
                and not second_verb(tail)
                and _has_verb(tail)
                and tail[0].lower
                not in ("who", "which", "where", "when", "while", "as", "and", "but", "which")
            ):
                spans += clause_of(tail)
    elif any(t.is_quote for t in rest):
        i = next(i for i, t in enumerate(rest) if t.is_quote)
        if i and rest[i - 1].text in ",:.—–":
            spans += spans_to_end(rest[i:])
    return spans, f"“…,” {rule}" if quoted else f"…, {rule}", False


_SUBORDINATE = frozenset(
    """
    speaking answering commenting asked after before during when while as on in at earlier later
    meanwhile separately addressing выступая отвечая комментируя ранее позже кроме
    """.split()
)


def _has_verb(tokens: list[Token]) -> bool:
    words = [t.lower for t in tokens if t.is_word]
    if any(re.match("[а-яё]", w) for w in words):
        return len(words) >= CLAUSE_WORDS
    return any(FINITE.match(w) or w.endswith("s") for w in words[1:])


def _is_participle(token: Token) -> bool:
    return token.lower.endswith("ing") or token.lower in ("according",)


# ---- who speaks


def _label(tokens: list[Token]) -> Statement | None:
    """ "X: “...”": a name, a colon and a quotation."""
    for i, token in enumerate(tokens[:12]):
        if token.text == ":" and i and i + 1 < len(tokens) and tokens[i + 1].is_quote:
            if can_speak(tokens[:i], strict=True):
                span = (tokens[0].start, tokens[i - 1].end)
                return Statement(
                    spans_to_end(tokens[i + 1 :]), span, (token.start, token.end), "X: “…”"
                )
            return None
        if not token.is_word:
            return None
    return None


def _second_cues(tokens: list[Token], first: Statement) -> list[Statement]:
    """Statements of the same speaker behind the first: ", adding that ..."."""
    found = []
    at = next(i for i, t in enumerate(tokens) if t.start >= first.cue[0])
    rest = tokens[at:]
    while cut := second_verb(rest):
        _i, j = cut
        verb = rest[j - 1] if rest[j].lower == "that" or not rest[j].is_word else rest[j]
        content = clause_of(rest[j + 1 :] if rest[j].is_word else rest[j:])
        if rest[j].is_word and rest[j].lower != "that" and rest[j] is not verb:
            content = clause_of(rest[j:])
        if content:
            found.append(
                Statement(
                    content,
                    first.speaker,
                    (verb.start, verb.end),
                    "…, adding that",
                    case=first.case,
                )
            )
        rest = rest[j + 1 :]
        if not rest:
            break
    return found
