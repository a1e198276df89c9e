"""Who a verb of saying belongs to: the phrase in its sentence that names a speaker."""

from __future__ import annotations

import re

from ..sentences.nouns import cue_words, has_noun, speaking_nouns
from ..sentences.stream import Token
from ..sentences.verbs import FINITE, is_adverb, is_cue, is_finite

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


def _is_clause_ahead(tokens: list[Token], verb: int) -> bool:
    """Whether a form in -s is a verb, for "that" follows it."""
    following = tokens[verb + 1 : verb + 2]
    return tokens[verb].lower.endswith("s") and bool(following) and following[0].lower == "that"


def _is_headed(phrase: list[Token]) -> bool:
    """Whether a noun of a post or an organ ends the phrase, and no possessive does."""
    last = phrase[-1].text if phrase else ""
    return has_noun(last, speaking_nouns()) and not re.search(r"['’]", last)


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
        noun = token.lower in cue_words()["en"]["nouns"]
        if token.is_word and is_cue(token) and not token.capital and not noun:
            break
        if token.lower in ("after", "before") and start > 1 and tokens[start - 2].lower in _SPANS:
            break  # "..., days after Vane said"
        start -= 1
        if end - start > 22:
            break
    while start < end and (not tokens[start].is_word or tokens[start].lower in _LEADING):
        start += 1
    return start


_CLAUSE_STARTS = frozenset(
    """
    that but while as when where which what if because since although whether что но как когда а
    """.split()
)
_LEADING = frozenset(
    """
    meanwhile earlier later also even and then for however but so yet still indeed
    moreover furthermore thus therefore finally similarly separately additionally ранее позже также и вчера
    сегодня тем не менее
    """.split()
)
_SPANS = frozenset(
    "shortly just soon long moments minutes hours hour days day weeks week months month".split()
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
    if has_noun(" ".join(t.text for t in head), speaking_nouns()):
        return True
    if words[-1].capital and named:
        return True
    if re.match("[а-яё]", text.lower()):
        return has_noun(text, speaking_nouns()) or words[0].capital
    return bool(head) and head[-1].capital


def subject_before(
    tokens: list[Token], verb: int, lemma: str, floor: int = 0
) -> tuple[int, int] | None:
    """Indices of the subject in front of an English verb of saying."""
    words = cue_words()["en"]
    end = verb
    while end > floor and (
        tokens[end - 1].lower in words["adverbs"]
        or tokens[end - 1].lower in _AUXILIARIES
        or is_adverb(tokens[end - 1])
    ):
        end -= 1
    if end <= floor:
        return None
    noun = tokens[verb].lower in words["nouns"] and end == verb
    anyone = lemma in words["strong"] and not noun
    if tokens[end - 1].lower in ("and", "but"):
        return main_subject(tokens, end - 1)
    if tokens[end - 1].text in ",)—–":
        return _bracketed(tokens, end, noun, anyone)
    start = _trimmed(tokens, max(floor, _phrase_start(tokens, end)), end)
    if end - start > 1 and tokens[start].lower == "who":
        return start, start + 1  # "..., who in May said"
    if noun and _is_clause_ahead(tokens, verb) and _is_headed(tokens[start:end]):
        noun = False  # "the draft declaration states that ..."
    if noun and tokens[verb].lower == lemma and not _is_several(tokens[start:end]):
        return None  # "An Orlan Office report found"
    if start >= end or not speaks(tokens[start:end], noun, anyone):
        return None
    return start, end


def _is_several(phrase: list[Token]) -> bool:
    """Whether a subject takes a verb without -s."""
    last = phrase[-1].lower if phrase else ""
    return last.endswith("s") or last == "they" or any(t.lower == "and" for t in phrase)


_AUXILIARIES = frozenset(
    "is are was were been being am be begun began started kept keeps continued".split()
)
_TIMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow
    """.split()
)
_OPENERS = frozenset("on in at after during for with by from to before since".split())


_INNER = _OPENERS | frozenset("of and or about between among over".split())


def _trimmed(tokens: list[Token], start: int, end: int) -> int:
    """Where the subject begins behind a time or place at the head ("On Monday Vane")."""
    if start < end and tokens[start].lower in _OPENERS:
        if tokens[end - 1].lower in _PRONOUNS | {"it"}:
            return end - 1
        named = [
            i
            for i in range(start + 2, end)
            if tokens[i].lower in DETERMINERS and tokens[i - 1].lower not in _INNER
        ]
        if named and not tokens[end - 1].capital:
            return named[-1]
        run = end
        while run > start + 1 and (tokens[run - 1].capital or tokens[run - 1].lower in ("the",)):
            if tokens[run - 1].lower in _TIMES:
                break
            run -= 1
        return run if run > start + 1 else end
    while start < end and (tokens[start].lower in _LEADING or tokens[start].lower in _TIMES):
        start += 1
    return start


def speaks(phrase: list[Token], noun: bool, anyone: bool) -> bool:
    """Whether a phrase can speak; `anyone`: any noun phrase behind a determiner or in the plural."""
    words = [t for t in phrase if t.is_word]
    if words and words[0].lower in _NOT_ONE and not words[-1].text.isdigit():
        return False  # "Nobody said", "No minister said", but "No 10 said"
    if can_speak(phrase, strict=noun):
        return True
    if not anyone or not words or len(words) > 14:
        return False
    first = words[0].lower
    if first in _FOREIGN_SUBJECTS or first in _NOBODY or first in _INNER:
        return False
    if len(words) == 1:
        return first in _SOME or (first.endswith("s") and first not in DETERMINERS)
    owned = any(t.capital and t.text.endswith(("'s", "’s", "s'", "s’")) for t in words[:-1])
    counted = first in DETERMINERS | _SOME or words[0].text[0].isdigit()
    return counted or owned or words[-1].lower.endswith("s")


_NOT_ONE = frozenset("nobody no none neither".split())
_NOBODY = frozenset("this that these those there it what which as so such".split())
_SOME = frozenset(
    "some many others most both several few another one half less more nearly about almost".split()
)


def _bracketed(tokens: list[Token], end: int, noun: bool, anyone: bool) -> tuple[int, int] | None:
    """The subject before a comma and something between commas: "X, head of Y, said"."""
    last = end - 1
    noun = noun and not anyone
    if tokens[last].text == ")":
        opener = next((i for i in range(last - 1, -1, -1) if tokens[i].text == "("), 0)
        start = _trimmed(tokens, _phrase_start(tokens, opener), opener)
        return (
            (start, opener)
            if start < opener and speaks(tokens[start:opener], noun, anyone)
            else None
        )
    mark = tokens[last].text
    comma = next((i for i in range(last - 1, -1, -1) if tokens[i].text == mark), None)
    while comma is not None and end - comma < 30:
        stop = comma
        while stop and (tokens[stop - 1].lower in _AUXILIARIES | {"has", "have", "had"}):
            stop -= 1  # "The minister has, however, said"
        start = _trimmed(tokens, _phrase_start(tokens, stop), stop)
        if start < stop and speaks(tokens[start:stop], noun, anyone):
            comma = stop if stop < comma else comma
            start, comma = _called(tokens, start, comma, mark)
            inside = tokens[comma + 1 : last]
            named = bool(inside) and all(t.capital for t in inside)
            return start, last if named else comma
        comma = next((i for i in range(comma - 1, -1, -1) if tokens[i].text == mark), None)
    return None


def _called(tokens: list[Token], start: int, comma: int, mark: str) -> tuple[int, int]:
    """The name before "a spokeswoman for the council, which ...": the phrase is what it is."""
    if start < 2 or tokens[start].lower not in ("a", "an", "the") or tokens[start - 1].text != mark:
        return start, comma
    first = _phrase_start(tokens, start - 1)
    words = tokens[first : start - 1]
    name = 0 < len(words) < 5 and all(t.capital and t.lower not in DETERMINERS for t in words)
    return (first, start - 1) if name else (start, comma)


def main_subject(
    tokens: list[Token], before: int, *, anyone: bool = False
) -> tuple[int, int] | None:
    """The subject of the sentence: the first phrase that can speak and has a verb behind it."""
    starts = [0, *(i + 1 for i in range(before) if tokens[i].text in ",—–")]
    tried = -1  # of a run of marks, all starts come to the same word
    for start in starts:
        if start <= tried or start >= before or tokens[start].lower in _OPENERS:
            continue
        if tokens[start].lower.endswith("ing"):
            continue  # "Speaking in Orlan, ..."
        while start < before and (not tokens[start].is_word or tokens[start].lower in _LEADING):
            start += 1
        tried = start
        if start >= before or tokens[start].lower in _OPENERS:
            continue
        if tokens[start].lower in _PRONOUNS:
            return start, start + 1
        end = start
        while end < before and (tokens[end].is_word or tokens[end].text == "."):
            token = tokens[end]
            small = end > start and not token.capital
            if small and (
                is_finite(token) or _is_verb_here(tokens, end) or token.lower in ("who", "which")
            ):
                break
            timed = end + 1 < len(tokens) and tokens[end + 1].lower in _TIMES
            if small and token.lower in _OPENERS and timed:
                break  # "Vane on Monday welcomed"
            end += 1
        if start > 1 and (end >= before or not tokens[end].is_word):
            continue  # "..., New Hampshire, ..."
        if end > start and speaks(tokens[start:end], noun=False, anyone=anyone):
            return start, end
    return None


def _is_verb_here(tokens: list[Token], at: int) -> bool:
    """Whether a word is a verb of saying and not a noun ("head of state")."""
    noun = tokens[at].lower in cue_words()["en"]["nouns"]
    return is_cue(tokens[at]) and not (noun and tokens[at - 1].lower in _INNER | DETERMINERS)


_PRONOUNS = frozenset("he she they".split())


def subject_behind(tokens: list[Token], verb: int, lemma: str) -> tuple[int, int] | None:
    """Indices of the subject behind an English verb: "…," said the head of state on Monday."""
    if not verb:
        return None
    previous = tokens[verb - 1]
    if not (previous.is_quote or previous.text in ",—–-!?."):
        return None
    start = verb + 1
    while start < len(tokens) and is_adverb(tokens[start]):
        start += 1
    end = start
    while end < min(len(tokens), verb + 30):
        token, ahead = tokens[end], tokens[end + 1 : end + 2]
        initial = token.text == "." and end > start and ahead and ahead[0].is_word
        if not (token.is_word or token.text == "-" or initial):
            break
        if end > start and (token.lower in STOP_RIGHT or token.lower in _TIMES):
            break
        if token.lower in ("that", "who", "which"):
            break
        end += 1
    anyone = previous.is_quote and lemma in cue_words()["en"]["strong"]
    if (
        end == start
        or tokens[start].lower in _TIMES
        or not speaks(tokens[start:end], False, anyone)
    ):
        return None
    return start, _apposition_end(tokens, start, end)


def _apposition_end(tokens: list[Token], start: int, end: int) -> int:
    """The index behind the name in "a resident, Petr Sund", else `end`."""
    if tokens[start].lower not in DETERMINERS or tokens[end : end + 1] == []:
        return end
    stop = end + 1
    while stop < len(tokens) and tokens[stop].is_word and tokens[stop].capital:
        stop += 1
    alone = stop == len(tokens) or not tokens[stop].is_word or tokens[stop].lower in STOP_RIGHT
    return stop if tokens[end].text == "," and 2 <= stop - end - 1 <= 3 and alone else end
