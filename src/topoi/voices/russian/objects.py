"""Things, not clauses, that a Russian verb says something of: «подчеркнул важность мира»."""

from __future__ import annotations

from ..sentences.nouns import cue_words
from ..sentences.stream import Token
from .morphology import forms_of
from .subjects import Clause, is_attribute, is_preposition
from .words import Saying, is_case, nouns

Thing = tuple[list[tuple[int, int]], str]
NO_THING: Thing = ([], "")
_REACH = 6  # words between a verb and the noun of what it says
_ABOUT = frozenset("о об обо".split())
_FOR = frozenset("за против".split())
_MARKS = '«"“„'
RULES = frozenset(["stressed …", "called for …", "accused … of …", "expressed …", "called … “…”"])


def thing_behind(clause: Clause, i: int, said: Saying) -> Thing:
    """What the verb at `i` says something of, and the rule that found it, as in English."""
    tokens = clause.tokens
    words = cue_words()["ru"]
    if i + 1 >= len(tokens) or _is_relative(tokens, i):
        return NO_THING
    if said.lemma in words["naming"]:
        return _thing(clause, i + 1, "called … “…”") if _is_marked(tokens, i) else NO_THING
    if not tokens[i + 1].is_word:
        return NO_THING
    following = _skip_adjuncts(tokens, i + 1)
    word = tokens[following].lower if following < len(tokens) else ""
    if word in _ABOUT and said.lemma in words["about"]:
        return _thing(clause, following + 1, "stressed …")
    if word in _FOR and said.lemma in words["for"]:
        return _thing(clause, following + (word == "за"), "called for …")
    if said.lemma in words["accusing"]:
        inside = any(t.lower in ("в", "во") for t in tokens[i + 1 : i + 1 + _REACH])
        return _thing(clause, i + 1, "accused … of …") if inside else NO_THING
    noun = _noun(tokens, i + 1, words["matters"] | words["feelings"])
    if noun is not None and said.lemma in words["expressing"]:
        return _thing(clause, noun + 1, "expressed …")
    matter = noun is not None and nouns(tokens[noun].text)[0].lemma in words["matters"]
    if matter or (said.lemma in words["object"] and _is_object(clause, following)):
        return _thing(clause, i + 1, "stressed …")
    return NO_THING


def _is_relative(tokens: list[Token], i: int) -> bool:
    """Whether the verb's clause says more of a noun («эксперта, который назвал ...»)."""
    start = max((k + 1 for k in range(i) if tokens[k].text == ","), default=0)
    return any(t.lower.startswith("котор") for t in tokens[start:i])


def _skip_adjuncts(tokens: list[Token], i: int) -> int:
    """Behind adverbs («также», «решительно»)."""
    while i < len(tokens) and any(
        f.part in ("ADVB", "PRCL") for f in forms_of(tokens[i].lower)[:1]
    ):
        i += 1
    return i


def _noun(tokens: list[Token], first: int, wanted: frozenset[str]) -> int | None:
    """Where one of these nouns stands near behind a verb."""
    for k in range(first, min(len(tokens), first + _REACH)):
        if not tokens[k].is_word:
            return None
        if any(noun.lemma.replace("ё", "е") in wanted for noun in nouns(tokens[k].text)[:1]):
            return k
    return None


def _is_object(clause: Clause, i: int) -> bool:
    """Whether the object of a verb begins at `i`: a noun in the accusative, or in the genitive."""
    if i >= len(clause.tokens) or not clause.tokens[i].is_word or i in clause.names:
        return False
    word = clause.tokens[i].text
    if is_preposition(word.lower()):
        return False
    return any(is_case(word, case) for case in ("accs", "gent")) or is_attribute(word)


def _is_marked(tokens: list[Token], i: int) -> bool:
    """Whether marks stand around what something is called («назвал порт «открытым»»)."""
    for k in range(i + 1, min(len(tokens), i + 2 + _REACH)):
        if tokens[k].is_quote or tokens[k].text in _MARKS:
            inside = tokens[k].text[1:].split() or [t.text for t in tokens[k + 1 : k + 2]]
            return bool(inside) and is_case(inside[0].strip('».,”"'), "ablt")
    return False


def _thing(clause: Clause, start: int, rule: str) -> Thing:
    tokens = clause.tokens
    end = start
    while end < len(tokens) and not _ends(clause, end):
        end += 1
    while end > start and not (tokens[end - 1].is_word or tokens[end - 1].is_quote):
        if tokens[end - 1].text in ')»”"':
            break
        end -= 1
    kept = [t for t in tokens[start:end] if t.is_word or t.is_quote]
    if len(kept) < 2 or kept[0].lower in _POINTERS:  # one word says too little, as in English
        return NO_THING
    return ([(tokens[start].start, tokens[end - 1].end)], rule)


_POINTERS = frozenset("этом том это то следующее следующем".split())


def _ends(clause: Clause, j: int) -> bool:
    """Whether a thing ends at `j`: another verb or an aside begins, or the sentence ends."""
    tokens = clause.tokens
    token = tokens[j]
    if clause.hidden[j]:
        return False
    if token.text in ".;:!?—–":
        return True
    if token.text != "," and token.lower not in ("и", "а", "но"):
        return False
    ahead = [t for t in tokens[j + 1 : j + 5] if t.is_word][:3]
    for t in ahead:
        part = next((f.part for f in forms_of(t.lower)), "")
        if part in ("VERB", "GRND", "PRTS"):
            return True
        if part not in ("ADVB", "PRCL", "CONJ", "PREP", "NPRO"):
            return False
    return False
