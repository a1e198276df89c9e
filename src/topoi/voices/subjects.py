"""Who a verb of saying belongs to: the phrase in its sentence that names a speaker."""

from __future__ import annotations

import re

from .people import cue_words, has_noun, organ_nouns, role_nouns
from .russian import can_be, is_russian
from .stream import Token
from .verbs import FINITE, is_adverb, is_cue, russian_verb

STOP_RIGHT = frozenset(
    """
    on at in during after to while as when before following for with by amid adding noting
    saying в на по во после перед во комментируя выступая отвечая
    """.split()
)
DETERMINERS = frozenset(
    """
    the a an this that these those it they he she we there his her its their our no some many
    all both such any each every one two three more most
    """.split()
)


def speaker_left(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """Indices of the subject that ends just before the verb."""
    end = verb
    adverbs = cue_words()["en"]["adverbs"]
    while end and (tokens[end - 1].lower in adverbs or is_adverb(tokens[end - 1])):
        end -= 1
    if end and tokens[end - 1].lower in ("and", "и"):
        subject = _first_subject(tokens, end - 1)
        return subject if subject else None
    if not end:
        return None
    noun = tokens[verb].lower in cue_words()["en"]["nouns"]
    if tokens[end - 1].text == ",":  # an apposition between commas: "X, head of Y, said"
        comma = next((i for i in range(end - 2, -1, -1) if tokens[i].text == ","), None)
        while comma is not None and end - comma < 30:
            start = _phrase_start(tokens, comma)
            if start < comma and can_speak(tokens[start:comma], strict=noun):
                named = sum(t.capital for t in tokens[comma + 1 : end - 1]) == end - comma - 2
                return start, end - 1 if named else comma
            earlier = [i for i in range(comma - 1, -1, -1) if tokens[i].text == ","]
            comma = earlier[0] if earlier else None
        return None
    start = _subject_start(tokens, _phrase_start(tokens, end), end)
    if noun and _is_clause_ahead(tokens, verb) and _is_headed(tokens[start:end]):
        noun = False  # "the draft declaration states that ..."
    if start >= end or not can_speak(tokens[start:end], strict=noun):
        return None
    return start, end


def _is_clause_ahead(tokens: list[Token], verb: int) -> bool:
    """Whether a form in -s is a verb, for "that" follows it."""
    following = tokens[verb + 1 : verb + 2]
    return tokens[verb].lower.endswith("s") and bool(following) and following[0].lower == "that"


def _is_headed(phrase: list[Token]) -> bool:
    """Whether a noun of a post or an organ ends the phrase, and no possessive does."""
    last = phrase[-1].text if phrase else ""
    return has_noun(last, role_nouns() | organ_nouns()) and not re.search(r"['’]", last)


def _subject_start(tokens: list[Token], start: int, end: int) -> int:
    """Where the subject begins in a Russian phrase: an addressee in the dative is not part of it."""
    while start < end and _is_addressed(tokens[start]):
        start += 1
    return start


def _is_addressed(token: Token) -> bool:
    """Whether a Russian word stands in the dative: who is told, not who tells."""
    word = token.lower
    return is_russian(word) and can_be(word, "datv") and not can_be(word, "nomn")


def speaker_inside(tokens: list[Token], verb: int) -> tuple[int, int]:
    """ "сообщили в пресс-службе X, что": the body behind the verb; empty if there is none."""
    end = verb + 1
    while end < len(tokens) and (tokens[end].is_word and tokens[end].lower != "что"):
        end += 1
    phrase = tokens[verb + 1 : end]
    inside = phrase and phrase[0].lower in ("в", "во") and can_speak(phrase, strict=False)
    return (verb + 1, end) if inside else (verb, verb)


def _phrase_start(tokens: list[Token], end: int) -> int:
    """Where the noun phrase that ends before index `end` begins."""
    start = end
    while start:
        token = tokens[start - 1]
        if token.text == ")" and start > 2 and tokens[start - 3].text == "(":
            start -= 3  # "the Organization of Lakes (OL)"
            continue
        if token.is_quote or token.text in ',;:—–()«»“”"' or token.lower in _CLAUSE_STARTS:
            break
        if (
            token.is_word
            and not token.capital
            and FINITE.match(token.lower)
            and token.lower not in ("united",)
        ):
            break
        if token.is_word and is_cue(token) and not token.capital:
            break
        start -= 1
        if end - start > 22:
            break
    while start < end and (not tokens[start].is_word or tokens[start].lower in _LEADING):
        start += 1
    return start


_CLAUSE_STARTS = frozenset(
    """
    that but while as when where which if because since although whether что но как когда а
    """.split()
)
_LEADING = frozenset(
    """
    meanwhile earlier later also and then for however in particular ранее позже также и вчера
    сегодня тем не менее
    """.split()
)
_FOREIGN_SUBJECTS = frozenset(["i", "we", "you", "я", "мы", "вы", "ты"])


def can_speak(phrase: list[Token], *, strict: bool) -> bool:
    """Whether a noun phrase can name somebody who speaks."""
    words = [t for t in phrase if t.is_word]
    if not words or len(words) > 22 or words[0].lower in _FOREIGN_SUBJECTS:
        return False
    pronouns = cue_words()["pronouns"]["en"] | cue_words()["pronouns"]["ru"]
    if len(words) == 1 and words[0].lower in pronouns:
        return True
    if len(words) == 1 and (words[0].lower.endswith("ing") or words[0].lower in DETERMINERS):
        return False  # "Having noted that ...", "The claim that ..."
    text = " ".join(t.text for t in words)
    named = any(t.capital for t in words[1:]) or (words[0].capital and len(words) <= 2)
    if strict:
        return named and words[-1].capital
    # The head of the phrase is before the first preposition: "The reporters of X" speak, not X.
    head = []
    for token in words:
        if token.lower in ("of", "for", "from", "with", "to", "by", "about", "between", "among"):
            break
        head.append(token)
    if has_noun(" ".join(t.text for t in head), role_nouns() | organ_nouns()):
        return True
    if words[-1].capital and named:
        return True
    if re.match("[а-яё]", text.lower()):
        return has_noun(text, role_nouns() | organ_nouns()) or words[0].capital
    return bool(head) and head[-1].capital


def _first_subject(tokens: list[Token], before: int) -> tuple[int, int] | None:
    """The subject at the head of the sentence, for a second verb after "and"."""
    start = next((i for i, t in enumerate(tokens) if t.is_word and t.lower not in _LEADING), None)
    if start is None:
        return None
    end = start
    while end < before and not tokens[end].is_quote:
        token = tokens[end]
        if (
            end > start
            and token.is_word
            and not token.capital
            and (FINITE.match(token.lower) or is_cue(token))
        ):
            break
        if token.text in ",;:":
            break
        end += 1
    if start < end < before and can_speak(tokens[start:end], strict=False):
        return start, end
    return None


def speaker_right(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """Indices of a subject behind the verb: "said Belousov", «сообщил в четверг министр X»."""
    if not verb:
        return None
    before = tokens[verb - 1]
    if not (before.is_quote or before.text in ",—–-!?" or before.lower in ("об", "этом")):
        return None
    return subject_right(tokens, verb)


def subject_right(tokens: list[Token], verb: int) -> tuple[int, int] | None:
    """Indices of the noun phrase behind the verb that can speak; a Russian one may stand far off."""
    i = verb + 1
    limit = min(len(tokens), verb + 30)
    while i < limit and (tokens[i].lower in cue_words()["en"]["adverbs"] or is_adverb(tokens[i])):
        i += 1
    russian = russian_verb(tokens[verb].lower)
    if russian:
        while i < limit and (
            not (tokens[i].capital or has_noun(tokens[i].text, role_nouns() | organ_nouns()))
            or _is_addressed(tokens[i])
        ):
            if tokens[i].text in ".;:" or tokens[i].is_quote:
                return None
            i += 1
    start = i
    while i < limit and (tokens[i].is_word or tokens[i].text in ".-"):
        token = tokens[i]
        if i > start and token.lower in STOP_RIGHT:
            break
        if token.text == "." and not (i > start and len(tokens[i - 1].text) == 1):
            break
        if token.lower in ("that", "что"):
            break
        i += 1
    if i == start or not can_speak(tokens[start:i], strict=False):
        return None
    return start, i


# ---- other forms
