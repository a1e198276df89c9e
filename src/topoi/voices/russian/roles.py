"""The posts that stand beside a Russian name, before it or behind, in whatever case."""

from __future__ import annotations

import re

from .morphology import forms_of, nominative_post
from .names import RussianName
from .words import is_case, is_rank, nouns, post_of, saying

_BREAK = re.compile(r"[.;:!?()\n«»“”\"]")
_POST_WORDS = 20
_TITLE = re.compile(r"[«“\"]([А-ЯЁA-Z][^«»“”\"\n.,]{0,38})[»”\"]")  # a body's name in marks


def posts_beside(text: str, name: RussianName) -> tuple[list[str], str | None]:
    """The posts in front of a name or behind it, and the case that they show the name to be in."""
    start = max(0, name.start - 200)
    before = re.sub(r"\s*\([^()]{1,30}\)", "", text[start : name.start])
    before = _TITLE.sub(lambda m: f"‹{m[1].replace(' ', '_')}›", before)
    chunk = _BREAK.split(before)[-1]
    case = None
    if found := posts_ahead(chunk, name):
        return found
    if re.search(r"(?:словам|мнению|имени|данным)\s+$", before, re.IGNORECASE):
        case = "gent"
    elif by := re.search(
        r"(?:^|\n)\s*(?:выступление|речь|обращение|интервью|брифинг)\s+$", before, re.I
    ):
        case = "gent" if by else None
    after = re.match(r"\s*,\s*([^.;:!?\n«»()\"]{3,140})", text[name.end : name.end + 150])
    if after:
        phrase = after.group(1).split(",")[0].strip()
        words = phrase.split()
        if any(forms_of(w)[:1] and forms_of(w)[0].part == "VERB" for w in words):
            words = []
        for i, word in enumerate(words[:5]):
            if saying(word.lower()) or word.lower() in ("который", "которая", "которые"):
                break
            if post_of(word):
                kept = words[: i + 1 + _chain(words[i + 1 :])]
                if all(_agrees(w, name) for w in words[:i]) and _agrees(word, name):
                    return [nominative_post(" ".join(kept))], case
                break
    return [], case


def _agrees(word: str, name: RussianName) -> bool:
    return any(name.can_be(noun.case) for noun in nouns(word) if not noun.plural)


def posts_ahead(chunk: str, name: RussianName) -> tuple[list[str], str] | None:
    """The posts at the end of `chunk`, in the nominative, and the case in which they stand.

    >>> minister = RussianName(0, 8, "Иво Вейн")
    >>> posts_ahead("слово взял глава комитета, министр обороны Орлании генерал-майор ", minister)
    (['глава комитета', 'министр обороны Орлании'], 'nomn')
    """
    pieces = re.sub(r" [—–-] ", ", ", chunk).split()[-_POST_WORDS:]
    words = [w.strip(",") for w in pieces]
    commas = [w.endswith(",") for w in pieces]
    heads = _heads(words, commas)
    for case in _ordered_cases(name):
        fitting = [
            i for i in heads if any(n.case == case and not n.plural for n in nouns(words[i]))
        ]
        fitting = [i for i in fitting if not is_rank(words[i])]
        if case != "nomn":  # «пресс-секретаря президента X»: of several genitives the first
            fitting = [i for i in fitting if not _is_owned(words, commas, i, fitting)]
        if fitting:
            return _posts(words, pieces, fitting, case), case
    return None


def _heads(words: list[str], commas: list[bool]) -> list[int]:
    """Where nouns of posts stand, from the first on, as far back as they can belong to one person."""
    heads: list[int] = []
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if commas[i] and i < len(words) - 1 and not _goes_on(words, i):
            break
        if word == "и" and heads and heads[-1] - i <= 2:
            break  # "the minister of X and the ambassador NAME"
        if saying(word.lower()) or (word.islower() and word.lower() in _STOPS):
            break
        if post_of(word):
            heads.append(i)
        elif not _can_be_inside(word):
            break
    return heads[::-1]


def _goes_on(words: list[str], i: int) -> bool:
    """Whether a list of posts or of fields of work goes on behind the comma after word `i`."""
    if any(post_of(word) for word in words[i + 1 : i + 4]):
        return True
    oblique = [c for c in ("gent", "datv", "loct") if is_case(words[i], c)]
    return words[i + 1].islower() and any(is_case(words[i + 1], case) for case in oblique)


def _is_owned(words: list[str], commas: list[bool], i: int, heads: list[int]) -> bool:
    """Whether a post is only the complement of another one that stands before it."""
    return any(h < i and not any(commas[h:i]) for h in heads)


def _posts(words: list[str], pieces: list[str], heads: list[int], case: str) -> list[str]:
    starts = []
    for head in heads:
        first = head
        while (
            first and not pieces[first - 1].endswith(",") and _is_attribute(words[first - 1], case)
        ):
            first -= 1
        starts.append(first)
    out = []
    for first, end in zip(starts, [*starts[1:], len(words)], strict=True):
        kept = pieces[first:end]
        while len(kept) > 1 and (is_rank(kept[-1].strip(",")) or kept[-1] == "и"):
            kept.pop()
        post = nominative_post(" ".join(kept).strip(","))
        out.append(post.replace("‹", "«").replace("›", "»").replace("_", " "))
    return out


def _ordered_cases(name: RussianName) -> list[str]:
    costs = [reading.cost for reading in name.readings]
    likely = [r.case for r in name.readings if r.cost <= min(costs) + 4]
    return list(dict.fromkeys(likely))


_STOPS = frozenset(
    """
    от для к ко на под перед между из до как что а но или также словам мнению
    который которая которые
    """.split()
)


def _can_be_inside(word: str) -> bool:
    """Whether a word can stand between a post and the name of its holder."""
    if word.lower() in ("по", "в", "во", "и", "при", "о", "об", "за", "с", "со"):
        return True
    if not re.match("[А-Яа-яЁё]", word) or word[0].isupper() or word[0] == "‹":
        return True
    found = nouns(word)
    return bool(found) and any(n.part in ("NOUN", "ADJF", "PRTF", "NUMR") for n in found)


def _is_attribute(word: str, case: str) -> bool:
    """Whether an adjective in front of a noun goes with it («официальный представитель»)."""
    return any(n.part in ("ADJF", "NUMR") and n.case == case and not n.plural for n in nouns(word))


def _chain(words: list[str]) -> int:
    """How many of the words behind a noun belong to it: genitives, abbreviations, "по ..."."""
    kept = 0
    for i, word in enumerate(words):
        bare = word.strip(",")
        if bare.lower() in ("по", "при", "и") and i + 1 < len(words):
            if words[i + 1].lower() in _OCCASIONS:
                break
            continue
        if bare[:1].isupper() or is_case(bare, "gent") or _is_governed(words, i):
            kept = i + 1
        else:
            break
        if word.endswith(","):
            break
    return kept


# "по ..." that says when or why, not for what somebody is responsible.
_OCCASIONS = frozenset(
    "итогам результатам случаю поводу словам данным мнению поручению завершении окончании".split()
)


def _is_governed(words: list[str], i: int) -> bool:
    """Whether a word stands behind "по" or "при" with its attributes («по связям»)."""
    behind = [w.lower() for w in words[max(0, i - 3) : i]]
    return any(w in ("по", "при") for w in behind) and (
        is_case(words[i], "datv") or is_case(words[i], "loct")
    )


def chain(words: list[str]) -> int:
    """How many of the words behind a noun belong to it («глава | внешнеполитического ведомства»).

    >>> chain(["внешнеполитического", "ведомства", "Орлании", "сегодня"])
    3
    """
    return _chain(words)
