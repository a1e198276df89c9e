""" "According to X", «по словам X»: statements that name their source without a verb of saying."""

from __future__ import annotations

from functools import cache

from .statements import CLAUSE_WORDS, Statement, clause_of, spans_of
from .stream import Token
from .subjects import can_speak, speaks
from .verbs import english_verbs, russian_verb


def according(tokens: list[Token]) -> Statement | None:
    """ "According to X, ..." and "..., according to X"; «По словам X, ...»."""
    words = [t.lower for t in tokens]
    for i in range(len(words)):
        source = _source_at(tokens, words, i)
        if source is None:
            continue
        speaker, end, case = source
        pronoun = " ".join(words[speaker[0] : speaker[1]]) in _OF_THEM
        phrase = tokens[speaker[0] : speaker[1]]
        named = can_speak(phrase, strict=False) or speaks(phrase, noun=False, anyone=True)
        if not pronoun and not named:
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


_OF_THEM = frozenset("him her them his their его ее её их".split())


def _source_at(
    tokens: list[Token], words: list[str], i: int
) -> tuple[tuple[int, int], int, str | None] | None:
    """Who is named by "according to" at index `i`, where the phrase ends, and in which case."""
    if words[i] == "по" and words[i + 1 : i + 2] and words[i + 1] in _OF_THEM:
        owned = _according_at([words[i], *words[i + 2 : i + 3]], 0)[0] == 2
        return ((i + 1, i + 2), i + 3, None) if owned else None  # «по его словам»
    if words[i : i + 1] == ["in"] and _is_owned(tokens, i):
        return (i + 1, i + 2), i + 3, None
    if (
        words[i] == "as"
        and (i == 0 or tokens[i - 1].text == ",")
        and (source := _as_said(tokens, i))
    ):
        return source
    size, case = _according_at(words, i)
    if not size:
        return None
    end = i + size
    while end < len(tokens) and not (tokens[end].text in ",;:—–" or tokens[end].is_quote):
        if tokens[end].text in ".!?" and end == len(tokens) - 1:
            break
        end += 1
    return (i + size, end), end, case


def _is_owned(tokens: list[Token], i: int) -> bool:
    """ "in his words", "in Vane's view": index `i` is the preposition."""
    if len(tokens) < i + 4 or tokens[i + 2].lower not in ("words", "view", "opinion"):
        return False
    if not (tokens[i + 3].text in ",.:" and (i == 0 or tokens[i - 1].text in ",—–")):
        return False
    owner = tokens[i + 1]
    return owner.lower in ("his", "her", "their") or owner.text != owner.text.rstrip("s").rstrip(
        "'’"
    )


def _as_said(tokens: list[Token], i: int) -> tuple[tuple[int, int], int, str | None] | None:
    """ "As X noted, ...": who is named, and where the comma stands."""
    verb = next(
        (k for k in range(i + 2, min(len(tokens), i + 16)) if tokens[k].lower in english_verbs()),
        None,
    )
    comma = next(
        (k for k in range(i, min(len(tokens), i + 24)) if tokens[k].text == ","), len(tokens)
    )
    if verb is None or verb > comma or not can_speak(tokens[i + 1 : verb], strict=False):
        return None
    return (i + 1, verb), comma, None


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


def _according_at(words: list[str], i: int) -> tuple[int, str | None]:
    for phrase, case in according_phrases():
        if tuple(words[i : i + len(phrase)]) == phrase:
            return len(phrase), case
    said = words[i] == "как" and i + 1 < len(words) and russian_verb(words[i + 1])
    if said and not words[i + 1].endswith("ся") and (i == 0 or words[i - 1] == ","):
        return 2, "nomn"  # «Как отметил X, ...»
    return 0, None
