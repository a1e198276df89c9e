"""What is said behind an English verb of saying, or in front of its speaker."""

from __future__ import annotations

import re

from ..sentences.nouns import cue_words
from ..sentences.statements import CLAUSE_WORDS, clause_of, spans_of, spans_to_end
from ..sentences.stream import Token
from ..sentences.verbs import english_verbs, is_adverb, is_finite
from .clauses import (
    LINKS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    TIME,
    TIME_HEADS,
    Spans,
    addressee_end,
    clause,
    clause_end,
    is_one_of,
    short_clause,
    skip_adjuncts,
)
from .subjects import DETERMINERS

REACH = 24  # words that may stand between a verb of saying and what is said
_SUBORDINATORS = frozenset("after before when while because since until".split())
_EMPTY = frozenset("so nothing little much more goodbye yes no hello thanks anything it".split())
_WH = frozenset("whether if why how what who whom where when which".split())
Complement = tuple[Spans, str]


def complement(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """What is said behind a verb that ends before index `at`, and the rule that found it."""
    for rule in (_phrasal, _marked, _wondered, _wanted, _bare, _said_of):
        if found := rule(tokens, at, lemma):
            return found
    return None


def _marked(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """Behind "that", a colon, or in quotation marks; adjuncts and an addressee may stand before."""
    words = cue_words()["en"]
    for k in range(at, min(len(tokens), at + REACH)):
        token = tokens[k]
        between = tokens[at:k]
        free = not between or _is_adjunct(between, lemma) or lemma in words["addressed"]
        if token.is_quote:
            free = free or all(not t.is_word for t in between)
            if between and between[0].lower == "to" and lemma in words["infinitive"]:
                return None  # "pledged to stop what it called “...”"
            if between and between[-1].lower in ("to", "of", "as", "a", "an", "the"):
                return None  # "urged them to “...”": the words begin before the mark
            return (spans_to_end(tokens[k:]), "said “…”") if free else None
        if token.lower == "that" and is_one_of(tokens, k + 1, _SAME):
            continue
        if token.lower == "that" and k > at and is_finite(tokens[min(k + 1, len(tokens) - 1)]):
            return None  # "said under an article that allows ..."
        if token.lower == "that" and (k == at or tokens[k - 1].lower not in PREPOSITIONS):
            noun = lemma not in words["bare"] and tokens[k - 1].lower in words["said"] | _FACTS
            if not free and not noun:
                return None
            spans = clause(tokens, k + 1)
            return (spans, "said that …") if spans else None
        if token.text == ":":
            spans = clause(tokens, k + 1)
            return (spans, "said: …") if spans else None
        finite = is_finite(token) and (k == at or tokens[k - 1].lower not in DETERMINERS)
        if token.text in ";—–" or finite:
            return None
        aside = tokens[k + 1].lower if token.text == "," and k + 1 < len(tokens) else ""
        if aside.endswith("ing") and aside not in ("citing", "quoting"):
            return None
    return None


_OBJECTIVE = frozenset("with of about for from".split())
_OWN = frozenset("his her their its".split())
_FACTS = frozenset("it clear fact".split())
_SAME = frozenset("same day week year month time point moment respect regard".split())


def _is_adjunct(tokens: list[Token], lemma: str) -> bool:
    first = tokens[0]
    if first.lower in _OBJECTIVE and lemma != "agree" and not is_one_of(tokens, 1, _OWN):
        return False  # "responded with the letter that ..."
    return (
        first.text == ","
        or first.lower in PREPOSITIONS | TIME | TIME_HEADS
        or is_adverb(first)
        or first.lower in ("also", "again")
    )


def _wondered(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """A question or a description: "asked whether ...", "explained how ..."."""
    if lemma not in cue_words()["en"]["question"]:
        return None
    for k in range(at, min(len(tokens), at + 6)):
        if tokens[k].lower in _WH:
            but = (i for i in range(k, len(tokens) - 1) if tokens[i].text == ",")
            end = next((i for i in but if tokens[i + 1].lower == "but"), len(tokens))
            spans = clause(tokens[:end], k)
            return (spans, "asked whether …") if spans else None
        if not tokens[k].is_word or is_finite(tokens[k]):
            return None
    return None


def _wanted(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """A clause with "to": what the speaker will do, or what others are asked to do."""
    words = cue_words()["en"]
    start = skip_adjuncts(tokens, at)
    if lemma in words["infinitive"] | words["request"] and is_one_of(
        tokens, start, frozenset(["to"])
    ):
        if is_one_of(tokens, start + 1, _BE) and is_one_of(tokens, start + 2, _UNNAMED):
            return None  # "asked not to be named"
        spans = short_clause(tokens, start)
        return (spans, "promised to …") if spans else None
    if lemma not in words["request"] or (lemma == "call" and tokens[at - 1].lower == "called"):
        return None  # "called a meeting to discuss ..."
    for k in range(at, min(len(tokens), at + REACH)):
        token = tokens[k]
        if token.lower == "to" and k > at and k + 1 < len(tokens):
            if is_one_of(tokens, k + 1, _BE) and is_one_of(tokens, k + 2, _UNNAMED):
                return None
            spans = short_clause(tokens, k)
            return (spans, "urged … to …") if spans else None
        near = [t for t in tokens[k - 1 : k + 2] if t.capital] if token.text == "," else []
        if token.is_quote or token.text in ";:—–" or (is_finite(token) and k > at):
            return None
        if token.text == "," and not near:
            return None
    return None


_BE = frozenset(["be", "remain"])
_UNNAMED = frozenset("named identified quoted anonymous".split())


def _bare(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """A clause without "that"."""
    if lemma not in cue_words()["en"]["bare"]:
        return None
    start = skip_adjuncts(tokens, at)
    if lemma in cue_words()["en"]["addressed"]:
        behind = skip_adjuncts(tokens, addressee_end(tokens, start))
        if behind < len(tokens) and not is_finite(tokens[behind]):
            start = behind  # else there is no addressee: "warned the storms could return"
    if start >= len(tokens) or not (tokens[start].is_word or tokens[start].text in "“\"‘'«["):
        return None
    first = next((t for t in tokens[start:] if t.is_word or t.is_quote), None)
    if first is None or first.lower in PREPOSITIONS | LINKS | {"or", "who", "which"}:
        return None
    end = clause_end(tokens, start)
    words = [t for t in tokens[start:end] if t.is_word]
    if lemma == "say":
        whole = len(words) > 2 or (words and words[0].capital)
        spans = (
            short_clause(tokens, start)
            if whole and first.lower not in _EMPTY - {"it", "no"}
            else []
        )
    else:
        relative = next((i for i, t in enumerate(words) if t.lower in ("that", "which", "who")), 99)
        verb = next((i for i, t in enumerate(words[:16]) if i and is_finite(t)), 99)
        later = next((i for i, t in enumerate(words) if t.lower in _SUBORDINATORS), 99)
        spans = clause(tokens, start) if verb < min(relative, later) else []
    return (spans, "said …") if spans else None


def _phrasal(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """Behind the preposition that goes with the verb: "called for ...", "warned of ..."."""
    following = tokens[at].lower if at < len(tokens) else ""
    if following in _WITH.get(lemma, ()):
        return _thing(tokens, at + 1, "called for …")
    return None


_WITH = {
    "call": ("for",),
    "appeal": ("for",),
    "warn": ("of", "against"),
    "caution": ("against",),
    "insist": ("on",),
}


def _said_of(tokens: list[Token], at: int, lemma: str) -> Complement | None:
    """A thing, not a clause: "stressed the need for ...", "called for ...", "accused X of ..."."""
    words = cue_words()["en"]
    head = [t.lower for t in tokens[at : at + 8]]
    if lemma == "accuse" and "of" in head:
        return _thing(tokens, at, "accused … of …")
    if lemma in ("express", "voice", "convey"):
        noun = next((i for i, w in enumerate(head) if w in words["said"]), None)
        if noun is not None and all(tokens[at + i].is_word for i in range(noun)):
            return _thing(tokens, at + noun + 1, "expressed …")
        return None
    if lemma in ("describe", "laud", "praise", "hail", "condemn") and "as" in head:
        return _thing(tokens, at, "described … as …")
    quoted = any(re.match("[“\"‘«'\x01]", w) for w in head[1:6])
    if lemma in ("call", "describe", "brand", "label") and quoted:
        return _thing(tokens, at, "called … “…”")
    if lemma == "call" and _is_named(tokens, at):
        return _thing(tokens, at, "called … “…”")
    start = skip_adjuncts(tokens, at)
    noun = next((i for i, w in enumerate(head[:6]) if w in words["matters"]), None)
    if lemma in words["object"] or (noun is not None and lemma in english_verbs().values()):
        following = tokens[start : start + 1]
        if following and following[0].is_word and following[0].lower not in PREPOSITIONS | LINKS:
            return _thing(tokens, start, "stressed …")
    return None


def _is_named(tokens: list[Token], at: int) -> bool:
    """Whether somebody or something gets a name: "called it a ...", "called Vane an ..."."""
    end = at
    while end < len(tokens) and end < at + 4 and tokens[end].capital:
        end += 1
    end += end == at and is_one_of(tokens, at, OBJECTS | {"it"})
    return end > at and is_one_of(tokens, end, frozenset(["a", "an"]))


def _thing(tokens: list[Token], start: int, rule: str) -> Complement | None:
    if is_one_of(tokens, start, frozenset(["that"])):
        return None
    if any(t.lower == "following" for t in tokens[start : start + 2]):
        return None  # "highlighted the following points:"
    spans = short_clause(tokens, start)
    kept = [t for t in tokens[start:] if t.is_word or t.is_quote]
    return (spans, rule) if spans and (len(kept) > 1 or any(t.is_quote for t in kept)) else None


def before(tokens: list[Token], floor: int, first: int, after: int, rule: str) -> Complement | None:
    """What is said in front of the speaker ("…," X said), and behind the interruption."""
    left = tokens[floor:first]
    comma = bool(left) and left[-1].text in ",—–-"
    goes_on = floor and left and left[0].text != ";" and left[1:2] and left[1].lower not in LINKS
    if goes_on and not any(t.is_quote for t in left):
        return None  # "…," X told a meeting, the agency reported
    while left and left[-1].text in ",—–-":
        left = left[:-1]
    while left and (left[0].text in ",;:" or (left[0].lower in LINKS and not left[0].capital)):
        left = left[1:]
    left = left[_dateline_end(left) :]
    if not left:
        return None
    quoted = any(t.is_quote for t in left)
    plain = [t for t in left if t.is_word]
    rest = tokens[after : after + 2]
    resumes = comma and bool(rest) and rest[0].text == ","
    if resumes and not quoted and _is_broken(plain, tokens[after + 1 :], after - first):
        tail = short_clause(tokens, after + 1)  # "This plan, he says, is new"
        return [(left[0].start, left[-1].end), *tail], f"…, {rule}"
    if not quoted:
        if plain and plain[0].lower in _SUBORDINATE:
            plain = _main_clause(left)
        clear = comma and len(plain) >= CLAUSE_WORDS
        if not clear or not any(is_finite(t) or t.lower.endswith("s") for t in plain[1:]):
            return None
    elif not comma and not left[-1].is_quote:
        return None
    spans = spans_of(left) + _behind(tokens[after:], quoted)
    return spans, f"“…,” {rule}" if quoted else f"…, {rule}"


def _is_broken(plain: list[Token], tail: list[Token], said: int) -> bool:
    """Whether a speaker and a verb, `said` tokens, stand within one clause, not behind it."""
    few = len(plain) < CLAUSE_WORDS
    if few and tail and is_finite(tail[0]):
        return True  # "This plan, he says, is new"
    opener = plain[0].lower if plain else ""
    begun = opener in _CONCESSIVE or (few and opener not in _SUBORDINATE)
    return begun and said < 4 and any(map(is_finite, tail))  # "Though it is old, he says, it works"


def _dateline_end(tokens: list[Token]) -> int:
    """The index behind "ORLAN, Aug. 5 (Merid) --" at the head of a sentence."""
    for i in range(2, min(len(tokens), 14)):
        if tokens[i].text in "—–-" and tokens[i - 1].text in ")/" and tokens[0].text.isupper():
            while i < len(tokens) and tokens[i].text in "—–-":
                i += 1
            return i
    return 0


def _main_clause(left: list[Token]) -> list[Token]:
    """The words behind the comma that ends an adjunct at the head ("On Friday, ...")."""
    comma = next((i for i, t in enumerate(left) if t.text == ","), None)
    if comma is not None:
        words = [t for t in left[comma + 1 :] if t.is_word]
        return words if any(is_finite(t) for t in words) else []
    verbs = [i for i, t in enumerate(left) if i and is_finite(t)]
    named = any(left[i - 1].capital or left[i - 1].lower in PRONOUNS for i in verbs)
    return [t for t in left if t.is_word] if named and left[0].lower in PREPOSITIONS else []


def opens_with_adjunct(tokens: list[Token], start: int) -> bool:
    """Whether a sentence begins with a time, a place or a subordinate clause."""
    first = next((t for t in tokens[start:] if t.is_word), None)
    return first is not None and first.lower in _SUBORDINATE


_SUBORDINATE = frozenset(
    """
    speaking answering commenting asked after before during when while as on in at earlier later
    meanwhile separately addressing with under following if although though because since
    """.split()
)


def _behind(rest: list[Token], quoted: bool) -> Spans:
    """What goes on behind "X said": the second half of an interrupted sentence."""
    if not rest:
        return []
    if rest[0].text in ",—–-" and len(rest) > 1:
        tail = rest[1:]
        if tail[0].is_quote:
            return spans_to_end(tail)
        plain = [t for t in tail if t.is_word]
        goes_on = not quoted and tail[0].is_word and not tail[0].lower.endswith("ing")
        if goes_on and len(plain) >= CLAUSE_WORDS and tail[0].lower not in _NEW_CLAUSE:
            end = clause_end(tail, 0)
            if any(is_finite(t) for t in tail[1:end]):
                return clause_of(tail[:end])
        return []
    quote = next((i for i, t in enumerate(rest) if t.is_quote), None)
    if quote and rest[quote - 1].text in ",:.—–-" and len(rest[:quote]) <= REACH:
        return spans_to_end(rest[quote:])
    return []


_CONCESSIVE = frozenset("though although while because since unless if".split())
_NEW_CLAUSE = frozenset("who which where when while as and but according".split())
