"""What one cue of a sentence says, and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass, field

from .stream import Token

CLAUSE_WORDS = 4  # an unmarked clause shorter than this is no statement's content


@dataclass
class Statement:
    """What one cue says: `content` spans are the speaker's words, `speaker` the phrase that names
    the speaker (empty when nobody is named, None when the one before goes on).
    """

    content: list[tuple[int, int]]
    speaker: tuple[int, int] | None
    cue: tuple[int, int]
    rule: str
    kinds: list[str] = field(default_factory=list)
    case: str | None = None  # of a Russian speaker phrase
    backwards: bool = False  # the content is the sentences before


def spans_of(tokens: list[Token]) -> list[tuple[int, int]]:
    """Content spans of a run of tokens: each quotation by itself, or the whole run when plain
    words stand beside the quotations.
    """
    if not tokens:
        return []
    plain = [t for t in tokens if t.is_word]
    goes_on = any(t.small for t in tokens) and tokens[0].is_word  # 'They "are late"'
    if any(t.is_quote for t in tokens) and len(plain) < CLAUSE_WORDS and not goes_on:
        return [(t.start, t.end) for t in tokens if t.is_quote]
    quotes = [t for t in tokens if t.is_quote]
    if quotes and tokens[-1].is_quote and len(quotes) == 1 and closed_before(tokens):
        return [(quotes[0].start, quotes[0].end)]
    return [(tokens[0].start, last_of(tokens).end)]


def closed_before(tokens: list[Token]) -> bool:
    i = next(i for i, t in enumerate(tokens) if t.is_quote)
    return i > 0 and tokens[i - 1].text == ":"


def last_of(tokens: list[Token]) -> Token:
    kept = [t for t in tokens if t.is_word or t.is_quote]
    return kept[-1] if kept else tokens[-1]


def spans_to_end(tokens: list[Token]) -> list[tuple[int, int]]:
    """The quotations at the head of `tokens`; plain words between them end the list."""
    spans = []
    for i, token in enumerate(tokens):
        if token.is_quote:
            spans.append((token.start, token.end))
        elif token.is_word and token.lower not in ("and", "и") and i and not spans:
            break
        elif token.is_word and token.lower not in ("and", "и", "а"):
            following = tokens[i + 1 : i + 6]
            if not any(t.is_quote for t in following):
                break
    return spans


def clause_of(tokens: list[Token]) -> list[tuple[int, int]]:
    """A content clause up to the end of the sentence or the next cue of the same speaker."""
    tokens = list(tokens)
    while tokens and tokens[0].text in ",:—–":
        tokens = tokens[1:]
    while (
        tokens
        and not (tokens[-1].is_word or tokens[-1].is_quote)
        and tokens[-1].text not in ')”"»’'
    ):
        tokens = tokens[:-1]
    plain = [t for t in tokens if t.is_word]
    if not plain and not any(t.is_quote for t in tokens):
        return []
    if tokens[0].is_quote and len(plain) < CLAUSE_WORDS:
        return [(t.start, t.end) for t in tokens if t.is_quote]
    if not any(t.is_quote for t in tokens) and len(plain) < CLAUSE_WORDS - 1:
        return []
    return [(tokens[0].start, tokens[-1].end)]
