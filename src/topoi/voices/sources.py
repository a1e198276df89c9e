""" "According to X", «по словам X»: statements that name their source without a verb of saying."""

from __future__ import annotations

from functools import cache

from .statements import CLAUSE_WORDS, Statement, clause_of, spans_of
from .stream import Token
from .subjects import can_speak
from .verbs import russian_verb


def according(tokens: list[Token]) -> Statement | None:
    """ "According to X, ..." and "..., according to X"; «По словам X, ...»."""
    words = [t.lower for t in tokens]
    for i in range(len(words)):
        source = _source_at(tokens, words, i)
        if source is None:
            continue
        speaker, end, case = source
        pronoun = " ".join(words[speaker[0] : speaker[1]]) in _OF_THEM
        if not pronoun and not can_speak(tokens[speaker[0] : speaker[1]], strict=False):
            return None  # "according to plan"
        before, after = tokens[:i], tokens[end + 1 :]
        if end < len(tokens) and (tokens[end].is_quote or tokens[end].is_word):
            after = tokens[end:]
        content = clause_of(after) if len([t for t in before if t.is_word]) < CLAUSE_WORDS else []
        if not content:
            while before and before[-1].text in ",—–":
                before = before[:-1]
            content = (
                spans_of(before) if len([t for t in before if t.is_word]) >= CLAUSE_WORDS else []
            )
            if not content and any(t.is_quote for t in before):
                content = spans_of(before)
        if not content:
            return None
        span = (tokens[speaker[0]].start, tokens[speaker[1] - 1].end)
        cue = (tokens[i].start, tokens[speaker[0] - 1].end)
        return Statement(content, span, cue, "according to X", case=case)
    return None


_OF_THEM = frozenset("him her them его ее её их".split())


def _source_at(
    tokens: list[Token], words: list[str], i: int
) -> tuple[tuple[int, int], int, str | None] | None:
    """Who is named by "according to" at index `i`, where the phrase ends, and in which case."""
    if words[i] == "по" and words[i + 1 : i + 2] and words[i + 1] in _OF_THEM:
        owned = _according_at([words[i], *words[i + 2 : i + 3]], 0)[0] == 2
        return ((i + 1, i + 2), i + 3, None) if owned else None  # «по его словам»
    size, case = _according_at(words, i)
    if not size:
        return None
    end = i + size
    while end < len(tokens) and not (tokens[end].text in ",;:—–" or tokens[end].is_quote):
        if tokens[end].text in ".!?" and end == len(tokens) - 1:
            break
        end += 1
    return (i + size, end), end, case


@cache
def _according_phrases() -> list[tuple[tuple[str, ...], str | None]]:
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


def _according_at(words: list[str], i: int) -> tuple[int, str | None]:
    for phrase, case in _according_phrases():
        if tuple(words[i : i + len(phrase)]) == phrase:
            return len(phrase), case
    said = words[i] == "как" and i + 1 < len(words) and russian_verb(words[i + 1])
    if said and not words[i + 1].endswith("ся") and (i == 0 or words[i - 1] == ","):
        return 2, "nomn"  # «Как отметил X, ...»
    return 0, None
