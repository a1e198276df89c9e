"""English clauses: where the words that somebody is said to say begin and end.

No grammar is parsed. A clause begins behind its verb, or behind the adjuncts and the addressee that
follow the verb; it ends with the sentence, or where the same speaker says something else.
"""

from __future__ import annotations

import itertools

from ..sentences.nouns import cue_words
from ..sentences.statements import CLAUSE_WORDS, clause_of, spans_to_end
from ..sentences.stream import Token
from ..sentences.verbs import english_verbs, is_adverb, is_finite
from .subjects import DETERMINERS

Spans = list[tuple[int, int]]

PREPOSITIONS = frozenset(
    """
    on in at during after to by before from via through with following amid about of for into over
    under since until without upon against among within between while as when because than like
    """.split()
)
TIME = frozenset(
    """
    today yesterday tomorrow tonight earlier later recently here there again once too now then
    monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
TIME_HEADS = frozenset("this last next that early late".split())
TIME_NOUNS = frozenset("week month year morning afternoon evening night summer spring fall".split())
PRONOUNS = frozenset("he she it they we i you there this these those".split())
# A participle behind a comma that goes on about the speaker, not about what was said.
_ASIDE = frozenset(
    """
    speaking pointing referring commenting citing quoting answering responding according
    summarizing summarising addressing meaning amounting
    """.split()
)
LINKS = frozenset("and but while".split())


def skip_adjuncts(tokens: list[Token], at: int) -> int:
    """The index behind the times and places that follow a verb ("said on Monday in Minsk ...")."""
    while at < len(tokens):
        token = tokens[at]
        if token.lower == "there" and at + 1 < len(tokens) and is_finite(tokens[at + 1]):
            break  # "said there was no bridge"
        if token.lower in TIME or is_adverb(token) or token.lower in ("also", "however"):
            at += 1
        elif token.lower in TIME_HEADS and is_one_of(tokens, at + 1, TIME_NOUNS | TIME):
            at += 2
        elif token.text == "," and at + 1 < len(tokens) and tokens[at + 1].lower in PREPOSITIONS:
            at += 1
        elif token.lower in PREPOSITIONS - {"as", "when", "because", "than", "like", "to"}:
            end = _phrase_end(tokens, at + 1)
            if end <= at:
                break
            at = end
        else:
            break
    return at


def is_one_of(tokens: list[Token], at: int, words: frozenset[str]) -> bool:
    """Whether there is a token at index `at`, and it is one of `words`."""
    return at < len(tokens) and tokens[at].lower in words


def _phrase_end(tokens: list[Token], at: int) -> int:
    """Where the noun phrase behind a preposition ends: at the next one, a mark or a verb."""
    begin = at
    while at < len(tokens) and tokens[at].is_word:
        token, before = tokens[at], tokens[at - 1]
        joined = at == begin or before.lower in PREPOSITIONS | {"and", "the", "a", "an"}
        if token.lower == "that" or (token.lower in PRONOUNS | DETERMINERS and not joined):
            break
        if before.lower in TIME and at > begin:
            break
        if not joined and before.is_word and not before.capital and token.capital:
            break
        if not joined and is_finite(token):
            return begin - 1  # no phrase of its own: the verb's clause has begun before
        at += 1
    return at if at > begin else begin


def addressee_end(tokens: list[Token], at: int) -> int:
    """The index behind the addressee of "told": a pronoun, or a run of words written alike."""
    begin = at
    if at < len(tokens) and tokens[at].lower in OBJECTS:
        return at + 1
    if at < len(tokens) and tokens[at].lower in DETERMINERS:
        at += 1
    first = at
    while at < len(tokens) and tokens[at].is_word and tokens[at].capital == tokens[first].capital:
        if tokens[at].lower in DETERMINERS | OBJECTS or (at > first and is_finite(tokens[at])):
            break
        at += 1
    titled = first == begin and 0 < at - first < 3 and not tokens[at - 1].lower.endswith("s")
    if titled and not tokens[first].capital:  # "told host Ivo Vane"
        while at < len(tokens) and tokens[at].is_word and tokens[at].capital:
            at += 1
    return at if at < len(tokens) else begin


OBJECTS = frozenset("me us him them you her".split())


def clause_end(tokens: list[Token], start: int) -> int:
    """Where what is said from index `start` on ends: where the speaker is said to say more."""
    for k in range(start + 1, len(tokens)):
        token = tokens[k]
        if token.text == ";" and is_one_of(tokens, k + 1 + is_one_of(tokens, k + 1, LINKS), _THAT):
            continue  # "said that A; that B; and that C"
        if token.text == ";" or _is_occasion(tokens, k):
            return k
        if token.text not in (",", "and", "but", "while") and token.text not in "—–":
            continue
        j = k + 1 if token.text in ",—–" else k
        linked = is_one_of(tokens, j, LINKS)
        j += linked
        while j < len(tokens) - 1 and (tokens[j].lower in ("also", "then") or is_adverb(tokens[j])):
            j += 1
        if j >= len(tokens) - 1:
            continue
        word = tokens[j].lower
        if (
            token.text == ","
            and word == "according"
            and any(
                t.text == "," and is_finite(after) for t, after in itertools.pairwise(tokens[j:])
            )
        ):
            continue  # ", according to Y, was calm": the clause goes on behind it
        if (linked or word in _CONTRASTS) and _somebody_says(tokens, j + (not linked)):
            return k
        if linked and any(map(is_finite, tokens[start:k])) and _others_say(tokens, j, token.text):
            return k
        if token.text == "," and not linked and (word in _ASIDE or _leads_to_cue(tokens, j)):
            return k
        perfect = linked and token.text == "," and word in ("has", "have", "had")
        if perfect and not any(t.lower in ("has", "have", "had") for t in tokens[start:k]):
            return k  # ", and has championed ...": of the speaker
        if word not in english_verbs() or tokens[j].capital:
            continue
        if word.endswith("ing") or (
            linked and word != english_verbs()[word] and not word.endswith("s")
        ):
            if token.text == "," or _opens(tokens, j + 1) or (linked and word in _OWN_ACTS):
                return k
        elif linked and word.endswith("s") and _opens(tokens, j + 1):
            return k
    return len(tokens)


def _somebody_says(tokens: list[Token], at: int) -> bool:
    """Whether a clause begins with a speaker of its own: ", but he said", "and she urged"."""
    if at < 1 or not is_one_of(tokens, at, _SPEAKERS):
        return False
    verb = at + 1
    while verb < len(tokens) - 1 and (tokens[verb].lower == "also" or is_adverb(tokens[verb])):
        verb += 1
    lemma = english_verbs().get(tokens[verb].lower) if verb < len(tokens) else None
    return lemma in cue_words()["en"]["strong"] | _NOTES


def _others_say(tokens: list[Token], at: int, mark: str) -> bool:
    """Whether a clause begins with a noun that speaks: ", and human rights groups warned that"."""
    verb = at
    while verb < min(len(tokens) - 1, at + 7) and tokens[verb].is_word:
        if tokens[verb].lower in PREPOSITIONS or is_finite(tokens[verb]):
            break
        verb += 1
    lemma = english_verbs().get(tokens[verb].lower)
    if lemma is None or verb == at or tokens[verb].lower.endswith("ing"):
        return False
    if mark != "," and not (verb == at + 1 and tokens[at].capital):
        return False
    return is_one_of(tokens, verb + 1, frozenset(["that"])) or (
        lemma in cue_words()["en"]["strong"] | {"accuse"} and verb + 1 < len(tokens)
    )


_CONTRASTS = frozenset("though although".split())
_SPEAKERS = frozenset("he she they".split())
_NOTES = frozenset("note acknowledge stress emphasize emphasise".split())


def _is_occasion(tokens: list[Token], at: int) -> bool:
    """Whether the sentence ends, from here on, in where something was said ("in an interview")."""
    if tokens[at].lower not in ("in", "at", "during") or not is_one_of(tokens, at + 1, _ARTICLES):
        return False
    apart = tokens[at - 1].text in ',”"' or tokens[at - 1].is_quote
    here = any(t.lower in _OCCASIONS for t in tokens[at + 2 : at + 5])
    return apart and here and not any(is_finite(t) for t in tokens[at:])


_THAT = frozenset(["that"])
_ARTICLES = frozenset("a an the his her their its".split())
_OCCASIONS = frozenset("interview statement speech letter briefing tweet post remarks".split())


def _leads_to_cue(tokens: list[Token], at: int) -> bool:
    """ ", going so far as hinting that": a participle, and one of saying soon after it."""
    if not tokens[at].lower.endswith("ing"):
        return False
    for k in range(at + 1, min(len(tokens) - 1, at + 6)):
        if tokens[k].lower.endswith("ing") and tokens[k].lower in english_verbs():
            return _opens(tokens, k + 1)
    return False


# What a speaker does next, rather than part of what was said ("that A was drafted and asked ...").
_OWN_ACTS = frozenset(
    """
    accused asked urged warned called expressed stressed emphasized emphasised proposed
    reaffirmed reiterated condemned denounced underlined underscored highlighted
    """.split()
)


def _opens(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and (
        tokens[at].lower in ("that", "to") or tokens[at].is_quote or tokens[at].text == ":"
    )


def clause(tokens: list[Token], start: int) -> Spans:
    """The clause from index `start` on."""
    end = clause_end(tokens, start)
    if start >= end:
        return []
    for k in range(start + CLAUSE_WORDS, end - 1):
        if tokens[k].text == ":" and tokens[k + 1].is_quote:
            return clause_of(tokens[start:k]) + spans_to_end(tokens[k + 1 : end])
    return clause_of(tokens[start:end])


def short_clause(tokens: list[Token], start: int) -> Spans:
    """Like `clause`, of however few words."""
    kept = tokens[start : clause_end(tokens, start)]
    while kept and not (kept[-1].is_word or kept[-1].is_quote) and kept[-1].text not in ')”"»’':
        kept = kept[:-1]
    while kept and kept[0].text in ",:—–":
        kept = kept[1:]
    return [(kept[0].start, kept[-1].end)] if kept else []
