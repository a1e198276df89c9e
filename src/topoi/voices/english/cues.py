"""English statements: the cues of one sentence, whose words they bring, and which words.

Cues are taken from left to right. What a statement has claimed is not searched again, so reported
speech inside reported speech stays with the outer speaker; what comes behind it ("…, adding that")
goes on with the same one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..sentences.nouns import cue_words
from ..sentences.statements import Statement
from ..sentences.stream import Token
from ..sentences.verbs import english_verbs, is_adverb, is_finite
from .clauses import clause
from .complements import before, complement, opens_with_adjunct
from .sources import according
from .subjects import STOP_RIGHT, can_speak, main_subject, subject_before, subject_behind

_BE = frozenset("is are was were be been being am isn't aren't wasn't weren't".split())
_NOT = frozenset("not never without cannot".split())
_MODAL = frozenset("to can could should may might must shall will would".split())
_PAPERS = frozenset("letter resolution report declaration communique message memo post".split())
_BETWEEN = frozenset("also then already once again only just still later earlier".split())
_BEGIN = frozenset("begun began started kept keeps continued".split())
_NOMINAL = frozenset(
    """
    the a an its his her their our this that these those no any some of in on at for with by from
    first new joint public official such key
    """.split()
)
_PARTICLES = {"point": ("out",), "speak": ("out",), "go": ("on",)}


@dataclass(frozen=True)
class Cue:
    """A verb of saying at tokens [at:end), a participle where it has no subject of its own."""

    at: int
    end: int
    lemma: str
    participle: bool


def english_statements(tokens: list[Token]) -> list[Statement]:
    """The statements of one sentence, in order."""
    if outer := _closing(tokens):
        return [outer]
    source = according(tokens)
    if source is None:
        return _cued(tokens, [], 0) or _labelled(tokens)
    inner = _cued(tokens, [], 0) if source.cue[0] > tokens[0].start else []
    if inner and inner[0].cue < source.cue:
        return inner  # "X said that ..., according to Y": Y is whom X reports
    done = _index(tokens, max(source.cue[1], max(end for _, end in source.content)))
    return _cued(tokens, [source], done)


def _cued(tokens: list[Token], found: list[Statement], done: int) -> list[Statement]:
    """`found`, and the statements around verbs of saying from index `done` on."""
    for at in range(len(tokens)):
        cue = _cue_at(tokens, at) if at >= done else None
        if cue is None:
            continue
        statement = _read(tokens, cue, found, done)
        if statement is None:
            continue
        found.append(statement)
        done = _index(tokens, max([tokens[cue.end - 1].end, *(e for _, e in statement.content)]))
    return found


def _closing(tokens: list[Token]) -> Statement | None:
    """..., X said. A speaker who closes a sentence says all of it, whatever verbs are in it.

    An agency that reports does not: "Vane said that ..., Merid reports".
    """
    for at in range(len(tokens) - 1, max(0, len(tokens) - 5), -1):
        cue = _cue_at(tokens, at)
        if cue is None or cue.participle or cue.lemma == "report":
            continue
        subject = subject_before(tokens, cue.at, cue.lemma)
        if subject is None or not subject[0] or tokens[subject[0] - 1].text != ",":
            return None
        if any(token.is_quote for token in tokens) or complement(tokens, cue.end, cue.lemma):
            return None
        content = before(tokens, 0, subject[0], cue.end, "X said")
        return _statement(tokens, cue, content, _span(tokens, subject)) if content else None
    return None


def announcer(tokens: list[Token]) -> Statement | None:
    """Who announces a list with a verb of saying ("X noted the following:"); no content."""
    for at in range(len(tokens)):
        cue = _cue_at(tokens, at)
        if cue is None or cue.participle:
            continue
        if subject := subject_before(tokens, cue.at, cue.lemma):
            verb = _span(tokens, (cue.at, cue.end))
            return Statement([], _span(tokens, subject), verb, "X: – …")
    return None


def headed(tokens: list[Token]) -> Statement | None:
    """X: ... in a headline: a name in capitals, a colon, and what X says."""
    colon = next((i for i, t in enumerate(tokens[:6]) if not (t.is_word and t.capital)), 0)
    if not colon or tokens[colon].text != ":" or len(tokens) < colon + 4:
        return None
    content = clause(tokens, colon + 1)
    span, mark = _span(tokens, (0, colon)), _span(tokens, (colon, colon + 1))
    return Statement(content, span, mark, "X: …") if content else None


def _index(tokens: list[Token], position: int) -> int:
    """The first token at or behind a position."""
    return next((i for i, t in enumerate(tokens) if t.start >= position), len(tokens))


def _cue_at(tokens: list[Token], at: int) -> Cue | None:
    token = tokens[at]
    lemma = english_verbs().get(token.lower) if token.is_word else None
    if lemma is None or (token.capital and at) or "'" in token.text or "’" in token.text:
        return None
    previous = at - 1
    while previous >= 0 and (is_adverb(tokens[previous]) or tokens[previous].lower in _BETWEEN):
        previous -= 1
    word = tokens[previous].lower if previous >= 0 else ""
    if word in _NOT or word.endswith("n't"):
        return None
    if word in _MODAL and not tokens[previous].capital and not _goes_on(tokens, previous):
        return None
    if token.lower in (lemma, lemma + "s") and word in _NOMINAL:
        return None  # "in order to", "the report"
    participle = token.lower.endswith("ing")
    past = token.lower not in (lemma, lemma + "s", lemma + "es") and not participle
    if past and (word in _BE or word in ("having", "as", "get", "got")):
        return None
    if participle and word in _BE | _BEGIN:
        participle = False
    if participle and word in ("of", "for", "from", "the", "a", "on", "about", "before", "after"):
        return None
    if lemma in ("ask", "request") and _stays_unnamed(tokens[at + 1 : at + 5]):
        return None
    end = at + 1
    if (end < len(tokens) and tokens[end].lower in _PARTICLES.get(lemma, ())) or (
        end < len(tokens)
        and lemma in ("call", "appeal")
        and tokens[end].lower in ("on", "upon", "to")
    ):
        end += 1
    return Cue(at, end, lemma, participle)


def _stays_unnamed(following: list[Token]) -> bool:
    """Whether somebody asked "not to be named" or "quoted": that says nothing."""
    words = [token.lower for token in following]
    return words[:3] == ["not", "to", "be"] and words[3:] != [] and bool(_NAMED.fullmatch(words[3]))


_NAMED = re.compile(r"\w+ed|known|shown|seen|heard")


def _goes_on(tokens: list[Token], to: int) -> bool:
    """Whether "to" stands behind "went on": the infinitive is what is done."""
    return tokens[to].lower == "to" and tokens[max(0, to - 1)].lower in (
        "on",
        "continued",
        "likely",
    )


def _read(tokens: list[Token], cue: Cue, found: list[Statement], done: int) -> Statement | None:
    if cue.participle:
        return _quoted_as_saying(tokens, cue, done) or _participle(tokens, cue, found)
    if _is_inverted(tokens, cue) and (statement := _right(tokens, cue, done)):
        return statement
    return _left(tokens, cue, found, done) or _right(tokens, cue, done)


def _is_inverted(tokens: list[Token], cue: Cue) -> bool:
    """Whether a comma or a quotation stands before the verb, and only a speaker behind it."""
    if (
        not cue.at
        or tokens[cue.end - 1].lower in ("on", "upon")
        or not (tokens[cue.at - 1].is_quote or tokens[cue.at - 1].text == ",")
    ):
        return False
    if cue.lemma == "tell":
        return False  # "one diplomat, who was there, told Lake News": the addressee
    subject = subject_behind(tokens, cue.at, cue.lemma)
    if subject is None or any(is_finite(t) for t in tokens[slice(*subject)]):
        return False
    behind = tokens[subject[1] : subject[1] + 1]
    return not behind or not behind[0].is_word or behind[0].lower in STOP_RIGHT


def _left(tokens: list[Token], cue: Cue, found: list[Statement], done: int) -> Statement | None:
    """X said ...: the speaker in front of the verb."""
    before_cue = tokens[cue.at - 1].lower if cue.at else ""
    if found and before_cue in ("and", "but", "also") and found[-1].speaker is not None:
        content = complement(tokens, cue.end, cue.lemma)
        return _statement(tokens, cue, content, found[-1].speaker) if content else None
    subject = subject_before(tokens, cue.at, cue.lemma, done)
    if subject is None:
        return None
    first, _last = subject
    if _said_this(tokens, cue):
        return Statement(
            [],
            _span(tokens, subject),
            _span(tokens, (cue.at, cue.end)),
            "said this",
            backwards=True,
        )
    content = complement(tokens, cue.end, cue.lemma)
    if tokens[first].lower == "who" and content:
        return _statement(tokens, cue, content, _span(tokens, subject))
    short = content is not None and content[1] in ("said …", "stressed …")
    if (
        content is None
        or _interrupts(tokens, content[1], first, done)
        or (short and not opens_with_adjunct(tokens, done))
    ):
        content = before(tokens, done, first, cue.end, "X said") or content
    if content is None and not any(t.is_word for t in tokens[:first] + tokens[cue.end :]):
        span = _span(tokens, subject)  # "The press service reported."
        return Statement([], span, _span(tokens, (cue.at, cue.end)), "said this", backwards=True)
    return _statement(tokens, cue, content, _span(tokens, subject)) if content else None


def _interrupts(tokens: list[Token], rule: str, first: int, done: int) -> bool:
    """Whether "X said" stands between what was said before it and a quotation behind it."""
    if rule not in ("said “…”", "said: …") or first <= done:
        return False
    plain = tokens[first - 1].text == "," and not opens_with_adjunct(tokens, done)
    return tokens[first - 1].is_quote or (plain and any(map(is_finite, tokens[done:first])))


def _said_this(tokens: list[Token], cue: Cue) -> bool:
    following = tokens[cue.end : cue.end + 2]
    return (
        bool(following)
        and following[0].lower == "this"
        and (
            len(following) < 2
            or following[1].lower in ("on", "in", "at", "during", "to")
            or not following[1].is_word
        )
    )


def _right(tokens: list[Token], cue: Cue, done: int) -> Statement | None:
    """..., said X: the speaker behind the verb."""
    subject = subject_behind(tokens, cue.at, cue.lemma)
    if subject is None:
        return None
    content = before(tokens, done, cue.at, subject[1], "said X")
    content = content or complement(tokens, subject[1], cue.lemma)
    if content is None and cue.at == 1 and tokens[0].text in "-–—":
        return _said_above(tokens, cue, subject)
    return _statement(tokens, cue, content, _span(tokens, subject)) if content else None


def _said_above(tokens: list[Token], cue: Cue, subject: tuple[int, int]) -> Statement:
    """ "- said X" on a line of its own: the paragraph above it."""
    span, verb = _span(tokens, subject), _span(tokens, (cue.at, cue.end))
    return Statement([], span, verb, "… – said X", backwards=True)


def _quoted_as_saying(tokens: list[Token], cue: Cue, done: int) -> Statement | None:
    """“…,” X was quoted as saying: the words in front are those of X."""
    words = [t.lower for t in tokens[max(0, cue.at - 3) : cue.at]]
    if (
        len(words) < 3
        or words[0] not in _BE
        or words[1:] not in (["quoted", "as"], ["cited", "as"])
    ):
        return None
    subject = subject_before(tokens, cue.at - 3, "say", done)
    content = subject and before(tokens, done, subject[0], cue.end, "X said")
    return _statement(tokens, cue, content, _span(tokens, subject)) if subject and content else None


def _participle(tokens: list[Token], cue: Cue, found: list[Statement]) -> Statement | None:
    """..., adding that: the speaker is the one of the clause before, or the subject of it."""
    content = complement(tokens, cue.end, cue.lemma)
    if content is None:
        return None
    ahead = tokens[cue.at - 1] if cue.at else None
    tied = ahead and (ahead.text == "," or ahead.lower in ("and", "but", "while", "by", "also"))
    tied = tied or (ahead and ahead.lower in cue_words()["en"]["said"] | _PAPERS)
    if ahead and not tied and not content[1].startswith("said"):
        return None  # "early warning capabilities to ..."
    if found and found[-1].speaker is not None:
        return _statement(tokens, cue, (content[0], "…, adding that"), found[-1].speaker)
    if cue.at == 0:
        return _fronted(tokens, cue)
    subject = main_subject(tokens, cue.at, anyone=content[1].startswith("said"))
    if subject is None:
        return None
    return _statement(tokens, cue, (content[0], "X …, saying that"), _span(tokens, subject))


def _fronted(tokens: list[Token], cue: Cue) -> Statement | None:
    """Noting that ..., X said: the speaker stands behind the comma."""
    start = cue.end + (tokens[cue.end].lower == "that")
    for k in range(len(tokens) - 1, cue.end, -1):
        if tokens[k].text == "," and k + 1 < len(tokens):
            subject = main_subject(tokens[k + 1 :], len(tokens) - k - 1)
            if subject and subject[0] == 0:
                content = clause(tokens[:k], start)
                span = _span(tokens, (k + 1 + subject[0], k + 1 + subject[1]))
                return (
                    _statement(tokens, cue, (content, "Noting that …, X"), span)
                    if content
                    else None
                )
    return None


def _statement(
    tokens: list[Token],
    cue: Cue,
    content: tuple[list[tuple[int, int]], str],
    speaker: tuple[int, int],
) -> Statement:
    spans, rule = content
    return Statement(spans, speaker, _span(tokens, (cue.at, cue.end)), rule)


def _span(tokens: list[Token], indices: tuple[int, int]) -> tuple[int, int]:
    return tokens[indices[0]].start, tokens[indices[1] - 1].end


def _labelled(tokens: list[Token]) -> list[Statement]:
    """X: “…”: a name, a colon and a quotation."""
    colon = next((i for i, t in enumerate(tokens[:12]) if not t.is_word), 0)
    if not colon or tokens[colon].text != ":" or not tokens[colon + 1 : colon + 2]:
        return []
    if not tokens[colon + 1].is_quote or not can_speak(tokens[:colon], strict=True):
        return []
    from ..sentences.statements import spans_to_end

    span = _span(tokens, (0, colon))
    return [
        Statement(
            spans_to_end(tokens[colon + 1 :]), span, _span(tokens, (colon, colon + 1)), "X: “…”"
        )
    ]
