"""Personal names as they occur: runs of capitalised words that are no institution and no place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from ..russian.morphology import is_part, is_russian, stem
from ..sentences.nouns import has_noun, speaking_nouns
from .gender import gender_of
from .names import TITLES, name_tokens
from .states import DEMONYMS

_INITIAL = r"[A-ZА-ЯЁ]\.(?=[ \xa0]?[A-ZА-ЯЁ])"
_PART = rf"(?:{_INITIAL}|[A-ZА-ЯЁ][^\W\d_]*(?:[-'’][^\W\d_]+)*)"
_LINK = r"(?:de|da|do|van|von|der|bin|ibn|al|el|oglu|ogly|uulu|dos)"
_NAME = re.compile(
    rf"(?<![\w’'-]){_PART}(?:(?:[ \xa0]+|(?<=\.))(?:{_PART}|{_LINK}(?= [A-ZА-ЯЁ])))*"
)
_NAME_TOKEN = re.compile(rf"{_PART}|[^\W\d_]+")
_NOT_NAMES = frozenset(
    """
    the a an in on at of for and but or if as by to from with this that these those it he she
    they we i you his her its their our my after before when while where there here what who
    which how why not no monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december meanwhile
    however according additionally following during among under over between both all some many
    most several other another each every such once still also then although though because
    since so yet nor neither either until unless dear earlier later today yesterday tomorrow
    speaking towards given ministry organization organisation council commonwealth republic
    federation committee commission union assembly parliament congress senate house department
    agency office bureau party government court university institute center centre company corp
    inc ltd street avenue road city county city state states north south east west northern
    southern eastern western central treaty security defense defence charter secretariat
    executive region regional pact organ service press news times post journal international
    world national united nations foreign affairs situations relations great new greater old joint staff forces force chiefs
    collective interstate military economic cooperation charter spirit statement declaration
    year christmas summit forum session initiative partnership programme conference meeting sea seas ocean
    river lake island islands cold war armed air navy army afghanistan armenia azerbaijan
    belarus china cuba estonia georgia germany france india iran israel japan kazakhstan
    kyrgyzstan latvia lithuania moldova mongolia pakistan poland russia serbia syria tajikistan
    turkey türkiye turkmenistan ukraine uzbekistan venezuela africa america asia europe eurasia
    britain korea american russian chinese european african asian eurasian belarusian kazakh
    kyrgyz tajik uzbek armenian azerbaijani ukrainian turkish german french british indian
    iranian japanese polish serbian georgian moldovan americans russians democratic republican
    democrat republicans democrats former vermont mexico texas florida ohio california carolina
    arizona nevada iowa virginia michigan pennsylvania wisconsin colorado hampshire jersey
    canada italy spain greece israel egypt vietnam finland sweden norway hungary romania
    bulgaria slovakia austria switzerland netherlands belgium denmark ireland indonesia malaysia
    thailand philippines australia argentina chile colombia peru nigeria kenya ethiopia yemen
    iraq lebanon jordan qatar kuwait oman libya sudan tunisia algeria morocco nepal myanmar
    campaign coalition investment securities exchange bowl hall media facebook twitter radio television agreement act law
    kremlin pentagon moscow washington beijing
    minsk astana almaty brussels kyiv kiev london paris berlin tehran un eu nato csto cis sco
    eaeu brics osce gmt observers officials analysts question answer в на по о об и а но с со к
    ко от до из за для при что как это он она они мы вы я его ее их наш совет министерство
    организация комитет комиссия союз секретариат республика республики россия россии
    выступление речь обращение интервью заседание пакт ранее сегодня вчера завтра также однако
    кроме между тем тогда участники страны глава первое евразия запад восток европа азия африка
    """.split()
)


@dataclass(frozen=True)
class Name:
    """Capitalised words at `[start:end)` that can be a personal name, and how they are printed."""

    start: int
    end: int
    text: str


def find_names(text: str) -> list[Name]:
    """The runs of capitalised words in `text` that can be personal names, in order.

    >>> [name.text for name in find_names("Minister S.V. Lavrov met President Ivo J. Vane.")]
    ['S. V. Lavrov', 'Ivo J. Vane']
    """
    return [name for match in _NAME.finditer(text) for name in _names_in(match, text)]


def bare_tokens(name: str) -> list[str]:
    return [t for t in name_tokens(name) if len(t.rstrip(".")) > 1]


def _names_in(match: re.Match[str], text: str) -> Iterable[Name]:
    """The part of a capitalised run that can be a name: what follows titles and institutions."""
    kept = list(_NAME_TOKEN.finditer(match.group()))
    words = [token.group() for token in kept]
    none = [
        i
        for i, word in enumerate(words)
        if _is_no_name(word, text) and not (i and _is_surname(word, words[i - 1]))
    ]
    last = max(none, default=-1)
    kept = kept[last + 1 :]
    while kept and kept[0].group() in ("al", "el", "de"):
        kept = kept[1:]
    kept = kept[_given_name([token.group() for token in kept]) :]
    if kept and len(kept) <= 4 and bare_tokens(match.group()):
        tokens = [token.group() for token in kept]
        tokens[-1] = re.sub(r"['’]s?$", "", tokens[-1])
        start = match.start() + kept[0].start()
        end = match.start() + kept[-1].start() + len(tokens[-1])
        yield Name(start, end, " ".join(tokens))


_ALSO_SURNAMES = frozenset(
    "may april june august march jordan london paris north west hall law".split()
)


def _is_surname(word: str, before: str) -> bool:
    """Whether the name of a month or a place stands behind a given name ("Theresa May")."""
    return word.lower() in _ALSO_SURNAMES and gender_of(f"{before} {word}") is not None


def _given_name(tokens: list[str]) -> int:
    """Where a Russian name begins behind a place («министр Орлана Иво Вейн»): at the given name."""
    if len(tokens) < 3 or not is_russian(tokens[0]) or is_part(tokens[-1], "Patr"):
        return 0
    if is_part(tokens[0], "Geox") and not is_part(tokens[0], "Name"):
        return 1
    return next((i for i, token in enumerate(tokens[:-1]) if is_part(token, "Name")), 0)


def _is_no_name(token: str, text: str) -> bool:
    """Whether a capitalised word is a post, a title, part of an institution or an abbreviation."""
    if _is_known_word(token):
        return True
    capitals = token.isupper() and len(token) > 1 and "." not in token
    return capitals and _is_abbreviation(token, text)


@lru_cache(maxsize=100_000)
def _is_known_word(token: str) -> bool:
    """Whether a word is a post, a title, a demonym or part of an institution, whatever the text."""
    word = re.sub(r"['’]s$", "", token).lower()
    parts = {word, *word.split("-")}
    if word.capitalize() in DEMONYMS or word.rstrip(".") in TITLES:
        return True
    if parts & _NOT_NAMES or parts & speaking_nouns():
        return True
    in_russian = is_russian(word)
    return in_russian and (stem(word) in _not_name_stems() or has_noun(word, speaking_nouns()))


@cache
def _not_name_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _NOT_NAMES if is_russian(word) and len(word) > 3)


def _is_abbreviation(token: str, text: str) -> bool:
    """Whether a word in capitals stands for a body: short, in brackets, or after "the"."""
    return len(token) <= 4 or token in _bracketed(text)


@lru_cache(maxsize=4)  # of few documents at a time
def _bracketed(text: str) -> frozenset[str]:
    """What stands in brackets or behind "the" in a text and can be an abbreviation."""
    found = re.findall(r"\(([^()\s]+)\)", text)
    for run in re.findall(r"\b[Tt]he (?=([\w’'-]{2,}))", text):
        found += [run[: end.start()] for end in re.finditer(r"(?<=\w)(?!\w)", run)]
    return frozenset(found)
