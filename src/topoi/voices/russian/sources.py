"""Russian statements without a verb of their own: «по словам X», «как отметил X», «X: ...»."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ..english.sources import according_phrases
from ..sentences.nouns import cue_words
from .content import (
    LINKS,
    RussianStatement,
    content_spans,
    cut_at_cue,
    has_predicate,
    is_adverb,
    until_words,
)
from .morphology import forms_of
from .roles import chain
from .subjects import (
    NAME,
    ORGAN,
    OTHER,
    POST,
    PRONOUN,
    Clause,
    Subject,
    is_medial,
    place_of,
    subject_behind,
)
from .words import Saying, is_case, is_paper, organ_of, post_of, saying

_HE = frozenset(["он", "она", "они"])
_OWN = {"его": "masc", "ее": "femn", "её": "femn", "их": None}


def according_to(clause: Clause) -> RussianStatement | None:
    """«По словам X, ...», «..., по мнению X, ...», «Как отметил X, ...»."""
    tokens = clause.tokens
    words = [t.lower for t in tokens]
    for i, word in enumerate(words):
        if clause.hidden[i] or word not in _first_words():
            continue
        if i and tokens[i - 1].text not in ",—–-(" and not only_links(words[:i]):
            continue
        made = _as_said(clause, i) if word == "как" else _in_words_of(clause, i)
        if made:
            return made
    return None


def only_links(words: Sequence[str]) -> bool:
    """Whether only link words stand before: «При этом по словам ...»."""
    return all(w in LINKS or not w[0].isalnum() or is_adverb(w) for w in words)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase[0] for phrase, case in according_phrases() if case) | {"как", "с"}


def _in_words_of(clause: Clause, i: int) -> RussianStatement | None:
    tokens = clause.tokens
    words = [t.lower for t in tokens]
    if words[i] == "по" and words[i + 1 : i + 2] and words[i + 1] in _OWN:
        if (words[i], *words[i + 2 : i + 3]) not in _phrases():
            return None
        span = Subject(i + 1, i + 2, PRONOUN, words[i + 1] == "их", _OWN[words[i + 1]])
        return _around(clause, i, i + 3, span, "gent")
    if words[i : i + 1] == ["с"] and words[i + 1 : i + 3] in (["его", "слов"], ["ее", "слов"]):
        return _around(
            clause, i, i + 3, Subject(i + 1, i + 2, PRONOUN, False, _OWN[words[i + 1]]), "gent"
        )
    for phrase, case in according_phrases():
        if case is None or tuple(words[i : i + len(phrase)]) != phrase:
            continue
        first = i + len(phrase)
        end = first
        while end < len(tokens) and (
            not (tokens[end].text in ",;:—–" or tokens[end].is_quote)
            or (clause.hidden[end] and not tokens[end].is_quote)
        ):
            if tokens[end].text in ".!?" and end == len(tokens) - 1:
                break
            end += 1
        kind = _source_kind(clause, first, end, case)
        if kind is None:
            return None
        return _around(clause, i, end, Subject(first, end, kind), case)
    return None


@cache
def _phrases() -> frozenset[tuple[str, ...]]:
    return frozenset(phrase for phrase, _ in according_phrases())


def _source_kind(clause: Clause, first: int, end: int, case: str) -> str | None:
    """What kind of source stands behind «по словам»; null for «по данным на 1 января»."""
    for i in range(first, end):
        if i in clause.names:
            return NAME
    for token in clause.tokens[first:end]:
        if not token.is_word:
            continue
        if is_paper(token.text) and is_case(token.text, case):
            return "paper"
        if post_of(token.text):
            return POST
        if organ_of(token.text) or token.text.isupper():
            return ORGAN
        if token.capital and is_case(token.text, case):
            return OTHER
        if token.lower in ("на", "о", "об", "за"):
            return None
    animate = any(
        f.animate and f.case == case
        for t in clause.tokens[first:end]
        if t.is_word
        for f in forms_of(t.text)[:2]
    )
    crowd = any(
        f.lemma in cue_words()["ru"]["crowds"]
        for t in clause.tokens[first:end]
        if t.is_word
        for f in forms_of(t.text)[:2]
    )
    return OTHER if animate or crowd else None


def _as_said(clause: Clause, i: int) -> RussianStatement | None:
    """«Как отметил X, ...»: between "как" and the comma a verb and its subject."""
    tokens = clause.tokens
    k = i + 1
    if k + 1 < len(tokens) and tokens[k].lower in _HE:
        k += 1  # «Как он отметил, ...»
    while k < len(tokens) and k - i < 4 and tokens[k].is_word and not saying(tokens[k].lower):
        if tokens[k].lower not in ("уже", "ранее", "также", "ранее", "в", "свою", "очередь"):
            return None
        k += 1
    said = saying(tokens[k].lower) if k < len(tokens) and tokens[k].is_word else None
    if said is None or said.tense == "gerund":
        return None
    end = k + 1
    while end < len(tokens) and not (
        (tokens[end].text in ",:—–" and not clause.hidden[end]) or tokens[end].is_quote
    ):
        if tokens[end].text in ".!?" and end == len(tokens) - 1:
            break
        end += 1
    if said.tense == "passive":
        place = place_of(clause, k + 1, end)
        if place is None:
            return None
        return _around(clause, i, end, Subject(*place, "paper"), "loct")
    ahead = clause.subjects(i + 1, k, said)
    subject = ahead[0] if ahead else subject_behind(clause, k, end, said)
    if subject is None and end < len(tokens) and tokens[end].text == ",":
        beyond = clause.subjects(end + 1, min(end + 12, len(tokens)), said)
        post = [s for s in beyond if s.kind == NAME and s.first == end + 1]
        subject = post[0] if post else None
    if subject is None:
        return None
    made = _around(clause, i, max(end, subject.last), subject, "nomn", said)
    if made:
        made.relayed = subject.kind == OTHER and is_medial(clause, subject)
    return made


def _around(
    clause: Clause, i: int, end: int, source: Subject, case: str, said: Saying | None = None
) -> RussianStatement | None:
    """A statement whose source stands in `[i:end)`: its content is what stands around that."""
    tokens = clause.tokens
    ahead = tokens[:i]
    while ahead and ahead[-1].text in ",—–-(":
        ahead = ahead[:-1]
    behind = cut_at_cue(
        clause, end + 1 if end < len(tokens) and tokens[end].text in ",:—–" else end
    )
    if end >= len(tokens) - 1:
        behind = []
    plain = [t for t in ahead if t.is_word and not only_links([t.lower])]
    content = content_spans(ahead) if len(plain) >= 2 or any(t.is_quote for t in ahead) else []
    content += (
        content_spans(behind, whole=True) if any(t.is_word or t.is_quote for t in behind) else []
    )
    if not content:
        return None
    span = (tokens[source.first].start, tokens[source.last - 1].end)
    cue = (tokens[i].start, tokens[i].end)
    kind, gender, plural = source.kind, source.gender, source.plural
    if case == "loct" or kind == "body":
        case = "loct"
    return RussianStatement(
        content,
        span,
        cue,
        "according to X",
        case=case,
        kind=kind,
        gender=gender or (said.gender if said else None),
        plural=plural,
    )


def labelled(clause: Clause) -> RussianStatement | None:
    """«X: “...”», «X, военный аналитик: “...”», and the headline «X: ...»."""
    tokens = clause.tokens
    colon = next((i for i, t in enumerate(tokens[:24]) if t.text == ":"), None)
    if not colon or colon + 1 >= len(tokens):
        return None
    if 0 not in clause.names:
        return _labelled_by_body(clause, colon)
    end, name = clause.names[0]
    if not name.can_be("nomn"):
        return None
    quoted = tokens[colon + 1].is_quote
    if end != colon and not (quoted and tokens[end].text in ",(—–"):
        return None
    content = until_words(tokens[colon + 1 :]) if quoted else content_spans(tokens[colon + 1 :])
    if not content:
        return None
    span = (tokens[0].start, tokens[end - 1].end)
    rule = "X: “…”" if quoted else "X: …"
    return RussianStatement(content, span, span, rule, case="nomn", kind=NAME)


def _labelled_by_body(clause: Clause, colon: int) -> RussianStatement | None:
    """«МИД Орлании: порт открыт»: a body alone before the colon, and a clause behind it."""
    tokens = clause.tokens
    head, *rest = clause.text(0, colon)
    named = organ_of(head) and (head.isupper() or rest) and chain(rest) == len(rest)
    if not named or is_paper(head) or not has_predicate(tokens[colon + 1 :]):
        return None
    span = (tokens[0].start, tokens[colon - 1].end)
    content = content_spans(tokens[colon + 1 :])
    return RussianStatement(content, span, span, "X: …", case="nomn", kind=ORGAN)


def on_behalf(clause: Clause) -> tuple[int, int] | None:
    """«от имени X», «по поручению X»: for whom the speaker says it."""
    tokens = clause.tokens
    for i in range(len(tokens) - 2):
        if (tokens[i].lower, tokens[i + 1].lower) == ("от", "имени") and not clause.hidden[i]:
            words: list[str] = []
            for token in tokens[i + 2 : i + 12]:
                if not token.is_word or saying(token.lower):
                    break
                words.append(token.text)
            if words and is_case(words[0], "gent"):
                return tokens[i + 2].start, tokens[i + 2 + chain(words[1:])].end
    return None
