"""Which words of a Russian sentence are somebody's: before the verb, behind it, up to the next cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..sentences.nouns import cue_words
from ..sentences.statements import CLAUSE_WORDS, Statement
from ..sentences.stream import Token
from .morphology import forms_of
from .subjects import Clause, is_loose_follow, place_of
from .words import Saying, asks, post_of, saying, takes_infinitive


@dataclass
class RussianStatement(Statement):
    """A statement of a Russian sentence: besides, what its verb says of the speaker."""

    kind: str | None = None  # of the speaker phrase: name, post, pronoun, organ, other, paper
    gender: str | None = None
    plural: bool = False
    behalf: tuple[int, int] | None = None
    embedded: RussianStatement | None = None  # whom the speaker reports in turn
    relayed: bool = False  # whether the source is a paper or agency that passes on what others say


_ADJUNCT = 24  # words that may stand between a verb and its content


_QUESTIONS = frozenset(
    "как почему зачем кто чем где когда куда откуда сколько какой какая какие".split()
)


_ASIDE = frozenset(
    """
    отвечая комментируя выступая говоря передает сообщает пишет который которая которое которые
    которого которой которым где когда чей комментируя рассказывая обращаясь открывая приветствуя
    """.split()
)


LINKS = frozenset("и а но также при этом однако".split())


def is_adverb(word: str) -> bool:
    return any(f.part in ("ADVB", "PRCL", "CONJ") for f in forms_of(word)) or word in (
        "тоже",
        "также",
        "ранее",
    )


def clause_end(clause: Clause, i: int) -> int:
    """Where the clause of the verb at `i` ends: at "что", a colon, a quotation, or an aside."""
    tokens = clause.tokens
    for j in range(i + 1, len(tokens)):
        token = tokens[j]
        if token.is_quote or (token.text in ".:;!?" and not _in_name(clause, j)):
            return j
        if clause.hidden[j]:
            continue
        if token.text in "—–" or (token.text == "-" and j > i + 1):
            if j + 1 < len(tokens) and post_of(tokens[j + 1].text):
                continue  # «заместитель премьера - министр экономики»
            return j
        if token.text == ",":
            following = tokens[j + 1].lower if j + 1 < len(tokens) else ""
            said = saying(following)
            if following in _ASIDE or following in ("что", "чтобы") or following in _QUESTIONS:
                return j
            if said or any(f.part == "GRND" for f in forms_of(following)):
                return j
    return len(tokens)


def _in_name(clause: Clause, j: int) -> bool:
    """Whether a full stop belongs to an initial or an abbreviation."""
    tokens = clause.tokens
    return tokens[j].text == "." and j + 1 < len(tokens)


def content_before(clause: Clause, i: int, after: int) -> list[tuple[int, int]]:
    """What stands in front of a verb and, if the attribution interrupts it, behind."""
    tokens = clause.tokens
    left = tokens[:i]
    while left and left[-1].is_word and is_adverb(left[-1].lower) and len(left) > 1:
        left = left[:-1]
    while left and (left[-1].text in ",—–-"):
        left = left[:-1]
    if not left:
        return []
    spans = content_spans(left)
    rest = tokens[after:]
    at = next((j for j, t in enumerate(rest) if t.is_quote or t.text in ",—–:.;"), len(rest))
    rest = rest[at:]
    if not rest:
        return spans
    quoted = [t for t in rest if t.is_quote]
    if quoted and all(not t.is_word or t.lower in LINKS for t in rest[: rest.index(quoted[0])]):
        return spans + [(t.start, t.end) for t in quoted]
    if rest[0].text in "," and not any(t.is_quote for t in left):
        tail = rest[1:]
        word = tail[0].lower if tail and tail[0].is_word else ""
        aside = word in _ASIDE or word in LINKS or word in ("что", "чтобы") or saying(word)
        gerund = word and any(f.part == "GRND" for f in forms_of(word))
        if word and not aside and not gerund and has_predicate(tail):
            spans += content_spans(tail)
    return spans


def has_predicate(tokens: Sequence[Token]) -> bool:
    """Whether a finite verb stands among the tokens."""
    plain = [t for t in tokens if t.is_word]
    return len(plain) >= CLAUSE_WORDS - 1 and any(
        f.part in ("VERB", "PRTS", "ADJS", "PRED") for t in plain for f in forms_of(t.lower)[:2]
    )


def content_spans(tokens: Sequence[Token], *, whole: bool = False) -> list[tuple[int, int]]:
    """Each quotation by itself when little else stands beside it; else the run as a `whole`."""
    kept = list(tokens)
    while kept and not (kept[0].is_word or kept[0].is_quote or kept[0].text in '«"“„(№'):
        kept = kept[1:]
    while kept and not (kept[-1].is_word or kept[-1].is_quote or kept[-1].text in ')»”"%'):
        kept = kept[:-1]
    if not kept:
        return []
    plain = [t for t in kept if t.is_word]
    quotes = [t for t in kept if t.is_quote]
    if quotes and len(plain) < (1 if whole else CLAUSE_WORDS):
        return [(t.start, t.end) for t in quotes]
    if not quotes and len(plain) < 2:
        return []
    return [(kept[0].start, kept[-1].end)]


def content_behind(clause: Clause, i: int, said: Saying) -> tuple[list[tuple[int, int]], str]:
    """What stands behind a verb: "что ...", a colon, a quotation, an infinitive."""
    tokens = clause.tokens
    careful = said.lemma in cue_words()["ru"]["careful"]
    for j in range(i + 1, min(len(tokens), i + _ADJUNCT)):
        token = tokens[j]
        if token.is_quote:
            near = j - i <= 3 or tokens[j - 1].text in ":,"
            if careful and tokens[j - 1].text != ":":
                break
            return (until_words(tokens[j:]), "said “…”") if near else ([], "")
        if clause.hidden[j]:
            continue
        if not careful and token.lower in ("что", "чтобы") and tokens[j - 1].text == ",":
            return content_spans(cut_at_cue(clause, j + 1), whole=True), "said that …"
        if token.text == ":":
            return content_spans(cut_at_cue(clause, j + 1)), "said: …"
        asked = asks(said.lemma) and tokens[j - 1].text == "," and _is_asked(tokens, j)
        if asked:
            return content_spans(cut_at_cue(clause, j)), "said how …"
        if token.text in ";—–.!?":
            break
    if takes_infinitive(said.lemma) and (start := _infinitive(clause, i)):
        content = cut_at_cue(clause, start)
        dash = next((k for k, t in enumerate(content) if t.text in "—–"), len(content))
        return content_spans(content[:dash]), "urged to …"
    return [], ""


def _is_asked(tokens: Sequence[Token], j: int) -> bool:
    """Whether an indirect question begins at `j` («почему», «будут ли», «какова»)."""
    word = tokens[j].lower
    return (
        word in _QUESTIONS
        or word.startswith("каков")
        or (j + 1 < len(tokens) and tokens[j + 1].lower == "ли")
    )


def _infinitive(clause: Clause, i: int) -> int | None:
    """Where the content of "призвал ... укреплять" begins: behind the verb, if an infinitive follows."""
    tokens = clause.tokens
    for j in range(i + 1, min(len(tokens), i + 8)):
        token = tokens[j]
        if not token.is_word:
            return None
        if any(f.part == "INFN" for f in forms_of(token.lower)[:1]):
            return i + 1
        if token.lower == "к":
            return j if saying(tokens[i].lower) and "приз" in tokens[i].lower else None
    return None


def until_words(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The quotations at the head of `tokens`, joined by marks or "и" at most."""
    spans = []
    for token in tokens:
        if token.is_quote:
            spans.append((token.start, token.end))
        elif token.is_word and token.lower not in ("и", "а"):
            break
    return spans


def cut_at_cue(clause: Clause, start: int) -> list[Token]:
    """Content from `start` to the end of the sentence or to the next cue of the same speaker."""
    tokens = clause.tokens
    for j in range(start + 1, len(tokens)):
        if not clause.hidden[j] and begins_cue(clause, j, start):
            return tokens[start:j]
    return tokens[start:]


def begins_cue(clause: Clause, j: int, start: int) -> bool:
    """Whether ", добавив, что", "и подчеркнул, что" or ", передает X" begins at `j`."""
    tokens = clause.tokens
    if tokens[j].text not in ",—–-" and tokens[j].lower not in ("и", "а"):
        return False
    k = j + 1
    while k < len(tokens) and (
        tokens[k].text in "—–-" or tokens[k].lower in LINKS or is_adverb(tokens[k].lower)
    ):
        k += 1
    said = saying(tokens[k].lower) if k < len(tokens) and tokens[k].is_word else None
    if said is None:
        return False
    if said.tense == "gerund":
        return tokens[j].text == ","
    if tokens[j].text == "," and k == j + 1:
        if said.tense == "passive":
            return (
                not is_loose_follow(clause, k, said)
                and place_of(clause, k, len(tokens)) is not None
            )
        named = clause.subjects(k + 1, clause_end(clause, k), said)
        return bool(named) or (said.plural and place_of(clause, k, len(tokens)) is not None)
    return said.tense == "past" and bool(content_behind(clause, k, said)[0])
