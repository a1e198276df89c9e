"""One person, many spellings: folding names, telling whether two may be one person, joining them.

Names reach a page through transliteration (Andrey, Andrei, Андрей), through capitals and initials
(Mr. KOZYREV, S. V. Lavrov), and through typing (Vladamir). Folding maps what differs by convention
to one key; joining decides within one delegation or organization, where a surname is rarely shared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

import pandas as pd

T = TypeVar("T")
_CYRILLIC = {
    **dict(zip("абвгдезиклмнопрстуфцыэ", "abvgdeziklmnoprstufcye", strict=True)),
    "ё": "e",
    "ж": "j",
    "й": "i",
    "х": "h",
    "ч": "ch",
    "ш": "sh",
    "щ": "s",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "і": "i",
    "ї": "i",
    "є": "e",
    "ґ": "g",
    "ў": "u",
    "қ": "k",
    "ғ": "g",
    "ң": "n",
    "ү": "u",
    "ұ": "u",
    "ө": "o",
    "ә": "a",
    "һ": "h",
    "ҳ": "h",
    "ҷ": "ch",
    "ӣ": "i",
}
# Romanisations of the same sounds, in the order they are applied.
_SOUNDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        (r"shch|sch", "s"),
        (r"zh|dzh|dj", "j"),
        (r"kh", "h"),
        (r"x", "ks"),
        (r"t[sz]", "c"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"ou", "u"),
        (r"(?<=[aeou])y(?=e)", ""),
        (r"\bye", "e"),
        (r"iu", "yu"),
        (r"ia", "ya"),
        (r"(?:iy|yi|ii|yy|ij|y|i|j)\b", "i"),
        (r"[yi]+", "i"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[oe])ff?\b", "v"),
    )
]
TITLES = frozenset(
    """
    mr mrs ms miss dr prof professor sir dame lord lady his her excellency majesty highness hon
    honourable honorable president prime minister king queen prince emir sheikh sheik general
    shri shrimati smt colonel lieutenant major marshal admiral ambassador senator comrade the right rep sen gov gen lt
    col capt sgt maj adm amb madam г-н г-жа
    господин госпожа president's
    """.split()
)
_PARTICLES = frozenset("al el bin ibn ben abu de da do dos van von der den del la le di".split())
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’ʼ`][^\W\d_]+)*\.?")


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """The key that spellings of one name share.

    Case, accents and apostrophes go; Cyrillic is romanised; romanisations of one sound become one.

    >>> fold("Andrey") == fold("Andrei") == fold("Андрей")
    True
    >>> fold("Tokayev") == fold("Tokaev") == fold("ТОКАЕВ")
    True
    """
    text = unicodedata.normalize("NFC", name).lower()
    text = "".join(_CYRILLIC.get(c, c) for c in text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if c.isalpha() or c == " ")
    for pattern, to in _SOUNDS:
        text = pattern.sub(to, text)
    return text


def name_tokens(name: str) -> list[str]:
    """The tokens of a name without titles: "Mr. Sergey V. Lavrov" -> Sergey, V., Lavrov."""
    return list(_tokens(name))


@lru_cache(maxsize=1 << 16)
def _tokens(name: str) -> tuple[str, ...]:
    found = _TOKEN.findall(name)
    return tuple(t for t in found if t.lower().rstrip(".") not in TITLES)


@lru_cache(maxsize=1 << 16)
def folded_name(name: str) -> tuple[str, ...]:
    """The folded words of a name without titles, initials and particles.

    >>> folded_name("Mr. Sergey V. Lavrov"), folded_name("Ursula von der Leyen")
    (('sergei', 'lavrov'), ('ursula', 'len'))
    """
    tokens = [t for t in name_tokens(name) if len(t.rstrip(".")) > 1]
    kept = [t for t in tokens if t.lower() not in _PARTICLES] or tokens
    return tuple(fold(t) for t in kept if fold(t))


@lru_cache(maxsize=1 << 16)
def alike(a: str, b: str) -> bool:
    """Whether two folded tokens are one name: equal, or one letter apart if they are long enough.

    >>> alike(fold("Makei"), fold("Makey")), alike(fold("Dmitry"), fold("Dimitry"))
    (True, True)
    >>> alike(fold("Aliyev"), fold("Aliev")), alike(fold("Ivanov"), fold("Ivanova"))
    (True, False)
    """
    if a == b:
        return True
    if min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    if a.rstrip("a") == b.rstrip("a"):
        return False  # a man's and a woman's form of one surname
    short, long = sorted((a, b), key=len)
    i = 0
    while i < len(short) and short[i] == long[i]:
        i += 1
    if len(short) == len(long):
        swapped = short[i:].replace(short[i : i + 2], short[i : i + 2][::-1], 1)
        return short[i + 1 :] == long[i + 1 :] or swapped == long[i:]
    return short[i:] == long[i + 1 :]


@lru_cache(maxsize=1 << 16)
def same_person(a: str, b: str) -> bool:
    """Whether two full names can be spellings of one person's name.

    Order does not matter (Qian Qichen, Qichen QIAN); a middle name may be missing. A surname alone
    matches a full name that holds it; whether that is safe, the caller must know.

    >>> same_person("Kassym-Jomart Tokayev", "Mr. Kassymzhomart K. TOKAEV")
    True
    >>> same_person("Sergey Burutin", "Sergey Lebedev"), same_person("Ilham Aliyev", "Heydar Aliyev")
    (False, False)
    """
    one, two = folded_name(a), folded_name(b)
    if not one or not two:
        return False
    if min(len(one), len(two)) == 1:
        return _bears(a, b) if len(two) == 1 else _bears(b, a)
    short, long = sorted(("".join(one), "".join(two)), key=len)
    if long.startswith(short):  # written in one word or in two, a last name left out
        return True
    fewer, more = sorted((one, two), key=len)
    rest = list(more)
    for token in fewer:
        match = next((t for t in rest if alike(token, t)), None)
        if match is None:
            return False
        rest.remove(match)
    return True


class NameIndex(Generic[T]):
    """What is filed under names, to be found by other spellings of them.

    `near` gives, in the order of filing, all that is filed under a name of which `same_person` can
    be true, and little else: tokens that are `alike` begin with the same letter, and share the
    second one or the last.

    >>> index = NameIndex()
    >>> for name in ("Sergei Lavrov", "Ilham Aliyev", "Heydar Aliyev"):
    ...     index.add(name, name)
    >>> index.near("Sergey LAVROV"), index.near("Aliev")
    (['Sergei Lavrov'], ['Ilham Aliyev', 'Heydar Aliyev'])
    """

    def __init__(self) -> None:
        self._filed: dict[str, dict[int, T]] = {}
        self._orders: dict[int, int] = {}

    def add(self, name: str, item: T) -> None:
        """File an item under a name, beside those under which it is filed already."""
        order = self._orders.setdefault(id(item), len(self._orders))
        for key in _keys(name):
            self._filed.setdefault(key, {})[order] = item

    def near(self, name: str) -> list[T]:
        """The items that `name` can mean, to be looked at more closely."""
        found: dict[int, T] = {}
        for key in _keys(name):
            found |= self._filed.get(key, {})
        return [found[order] for order in sorted(found)]


@lru_cache(maxsize=1 << 14)
def _keys(name: str) -> frozenset[str]:
    tokens = folded_name(name)
    keys = {f"{t[:2]}-" for t in tokens} | {f"{t[0]}-{t[-1]}" for t in tokens}
    return frozenset({*keys, "".join(tokens)[:2], name})


def _bears(full: str, surname: str) -> bool:
    """Whether `full` can be the full name of somebody called `surname` ("S. Lavrov", "QIAN")."""
    token, tokens = folded_name(surname)[0], folded_name(full)
    initial = next((fold(t) for t in name_tokens(surname) if len(t.rstrip(".")) == 1), "")
    if initial and len(tokens) > 1:
        return alike(token, tokens[-1]) and tokens[0].startswith(initial)
    return alike(token, tokens[-1]) or alike(token, tokens[0])


def tidy(name: str) -> str:
    """A name as it is printed: without titles, stray marks and capitals.

    >>> tidy("Mr. QIAN Qichen,"), tidy("Kassymzhomart K. TOKAEV")
    ('Qian Qichen', 'Kassymzhomart K. Tokaev')
    """
    tokens = []
    for token in name_tokens(name):
        bare = token.rstrip(".")
        if bare.isupper() and len(bare) > 2:
            bare = re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), bare)
        tokens.append(token if len(bare) == 1 else bare)
    return " ".join(tokens)


def join_spellings(names: pd.Series, within: pd.Series) -> pd.Series:
    """One spelling for each person, decided within each value of `within`.

    Parameters
    ----------
    names : Series of str
        Names as written, nulls allowed.
    within : Series
        The delegation or organization that each name belongs to; names are joined only inside one.

    Returns
    -------
    Series of str
        The spelling that occurs most often among those of the person that give a first name
        (initials and ties: the longest, then the first in the alphabet). A surname alone joins the
        one person who bears it; where two do, it stays as it is. Null stays null.

    >>> names = pd.Series(["Mr. KOZYREV", "Andrei Kozyrev", "Sergey V. Lavrov", "Sergei Lavrov"])
    >>> join_spellings(names, pd.Series("Russia", index=names.index)).unique().tolist()
    ['Andrei Kozyrev', 'Sergei Lavrov']
    """
    out = pd.Series(None, index=names.index, dtype="object")
    for _, group in names.groupby(within, sort=True, dropna=False):
        spelling: dict[str, str] = {}
        written = Counter(group.dropna())
        for cluster in _clusters(written):
            counts: Counter[str] = Counter()
            for name in cluster:
                counts[tidy(name)] += written[name]
            best = min(
                counts, key=lambda n: (len(folded_name(n)) < 2, "." in n, -counts[n], -len(n), n)
            )
            spelling |= dict.fromkeys(cluster, best)
        out.loc[group.index] = [spelling.get(name) for name in group]
    return out.astype("str")


def _clusters(names: Iterable[str]) -> list[list[str]]:
    full = sorted(n for n in names if len(folded_name(n)) > 1)
    alone = sorted(n for n in names if len(folded_name(n)) == 1)
    index: NameIndex[str] = NameIndex()
    home: dict[str, list[str]] = {}  # of each name, the cluster that it is in
    for name in full:
        merged = [name]
        for other in index.near(name):
            if home[other] is not merged and same_person(name, other):
                merged += home[other]
                home |= dict.fromkeys(home[other], merged)
        home |= dict.fromkeys(merged, merged)
        index.add(name, name)
    for name in alone:
        homes = {
            id(home[other]): home[other] for other in index.near(name) if same_person(other, name)
        }
        home[name] = next(iter(homes.values())) if len(homes) == 1 else []
        home[name].append(name)
        index.add(name, name)
    return list({id(cluster): cluster for cluster in home.values()}.values())
