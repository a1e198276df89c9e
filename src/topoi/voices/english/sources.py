"""English statements that name their source without a verb of saying: "according to X, ..."."""

from __future__ import annotations

from functools import cache

from ..sentences.statements import CLAUSE_WORDS, Statement, spans_of
from ..sentences.stream import Token
from ..sentences.verbs import english_verbs
from .clauses import clause
from .subjects import can_speak, speaks

_OF_THEM = frozenset("him her them his their".split())
_OPENING = frozenset("according in as".split())
Source = tuple[int, int, int]  # the phrase that names the source [first:last), where it ends


def according(tokens: list[Token]) -> Statement | None:
    """ "According to X, ...", "..., according to X", "In his words, ...", "As X noted, ..."."""
    for i, token in enumerate(tokens):
        if token.lower not in _OPENING:
            continue
        source = _owned(tokens, i) or _as_said(tokens, i) or _according_to(tokens, i)
        if source is None:
            continue
        first, last, end = source
        content = _content(tokens, i, end)
        if not content:
            return None
        span = tokens[first].start, tokens[last - 1].end
        return Statement(content, span, (token.start, tokens[first - 1].end), "according to X")
    return None


def _content(tokens: list[Token], start: int, end: int) -> list[tuple[int, int]]:
    """What the source says: what follows at the head of a sentence, what precedes further on."""
    before = tokens[:start]
    plain = [t for t in before if t.is_word]
    if len(plain) < CLAUSE_WORDS and not any(t.is_quote for t in before):
        end += end < len(tokens) and tokens[end].text in ",;:—–"
        return clause(tokens, end) if end < len(tokens) else []
    while before and before[-1].text in ",—–":
        before = before[:-1]
    return spans_of(before)


def _according_to(tokens: list[Token], i: int) -> Source | None:
    words = [token.lower for token in tokens[i : i + 4]]
    phrases = (phrase for phrase, case in according_phrases() if case is None)
    size = next((len(p) for p in phrases if tuple(words[: len(p)]) == p), 0)
    if not size:
        return None
    first = end = i + size
    while end < len(tokens) and not (tokens[end].text in ",;:—–" or tokens[end].is_quote):
        if tokens[end].text in ".!?" and end == len(tokens) - 1:
            break
        end += 1
    phrase = tokens[first:end]
    if not phrase:
        return None
    named = can_speak(phrase, strict=False) or speaks(phrase, noun=False, anyone=True)
    return (first, end, end) if named or phrase[0].lower in _OF_THEM else None


def _owned(tokens: list[Token], i: int) -> Source | None:
    """ "in his words", "in Vane's view": index `i` is the preposition."""
    if len(tokens) < i + 4 or tokens[i].lower != "in":
        return None
    owner, noun, mark = tokens[i + 1 : i + 4]
    apart = mark.text in ",.:" and (i == 0 or tokens[i - 1].text in ",—–")
    if not apart or noun.lower not in ("words", "view", "opinion"):
        return None
    possessive = owner.capital and owner.text.endswith(("'s", "’s", "s'", "s’"))
    return (i + 1, i + 2, i + 3) if possessive or owner.lower in _OF_THEM else None


def _as_said(tokens: list[Token], i: int) -> Source | None:
    """ "As X noted, ...": who is named, and where the comma stands."""
    if tokens[i].lower != "as" or (i and tokens[i - 1].text != ","):
        return None
    near = range(i + 2, min(len(tokens), i + 16))
    verb = next((k for k in near if tokens[k].lower in english_verbs() or _put_it(tokens, k)), None)
    comma = next((k for k in range(i, min(len(tokens), i + 24)) if tokens[k].text == ","), None)
    if verb is None or (comma is not None and verb > comma):
        return None
    if not can_speak(tokens[i + 1 : verb], strict=False):
        return None
    return i + 1, verb, len(tokens) if comma is None else comma


def _put_it(tokens: list[Token], k: int) -> bool:
    return tokens[k].lower in ("put", "puts") and [t.lower for t in tokens[k + 1 : k + 2]] == ["it"]


@cache
def according_phrases() -> list[tuple[tuple[str, ...], str | None]]:
    """The phrases that name a source, word by word, and the case that a Russian one asks for."""
    import tomllib
    from importlib import resources

    table = tomllib.loads((resources.files("topoi") / "data" / "cues.toml").read_text("utf-8"))
    phrases: list[tuple[tuple[str, ...], str | None]]
    phrases = [(tuple(p.split()), None) for p in table["en"]["according"]]
    for phrase in table["ru"]["according"]:
        words = tuple(phrase.split())
        case = "datv" if words[0] == "согласно" else "gent"
        phrases.append((words, case))
    return phrases
