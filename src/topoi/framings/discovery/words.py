"""Texts to words in a row: what phrases are made of."""

from __future__ import annotations

import re
import tomllib
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...tables import check
from ...text import WORD

_PIECE = re.compile(r"[^\W\d_\xad]+(?:['\u2019\u02bc\xad][^\W\d_\xad]+)*")
_JOINED = re.compile(r"[ \t\xa0\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]+")  # no other mark
_WITHIN = (",", "-", "\u2013", "(")  # marks after which a sentence goes on
_PLAIN = str.maketrans({"\u2019": "'", "\u02bc": "'", "\xad": None, "ё": "е", "Ё": "Е"})
_HYPHENS = re.compile("[-\u2010\u2011]")

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_JOIN, _HYPHEN, _CAPITAL, _FIRST = 1, 2, 4, 8


class Words(NamedTuple):
    """All words of all passages in a row: one entry a word (a hyphenated one is several)."""

    passage: Ints  # number of the passage
    word: Ints  # number of the word in `forms`
    flags: npt.NDArray[np.uint8]
    framings: Ints  # number of the set of framings that overlap it, in `sets`; 0 is none
    forms: list[str]
    sets: list[frozenset[str]]

    @property
    def joined(self) -> Bools:
        """Whether nothing but blanks, quotation marks or a hyphen parts it from the word before."""
        return (self.flags & _JOIN) > 0

    @property
    def hyphen(self) -> Bools:
        """Whether a hyphen does."""
        return (self.flags & _HYPHEN) > 0

    @property
    def capital(self) -> Bools:
        """Whether it begins with a capital."""
        return (self.flags & _CAPITAL) > 0

    @property
    def first(self) -> Bools:
        """Whether it begins a sentence or line, where a capital says nothing."""
        return (self.flags & _FIRST) > 0

    @property
    def content(self) -> Bools:
        """Whether it is no function word."""
        stops = function_words()
        of_form = [len(form) > 1 and form not in stops for form in self.forms]
        return np.array(of_form, dtype=bool)[self.word]


@cache
def function_words() -> frozenset[str]:
    """Words with which no phrase begins or ends, English and Russian."""
    listed = tomllib.loads((resources.files("topoi") / "data/stop_words.toml").read_text("utf-8"))
    return frozenset(word for words in listed.values() for word in words.split())


def words_of(passages: pd.DataFrame, mentions: pd.DataFrame | None) -> Words:
    """The words of passages that have a text, and the framings of `mentions` that overlap them."""
    spans = _spans(mentions)
    forms: dict[str, int] = {}
    sets: dict[frozenset[str], int] = {frozenset(): 0}
    word, flags, sizes = array("q"), array("B"), array("q")
    over: list[tuple[int, int]] = []
    columns = (passages[c] for c in ("passage", "start", "text"))
    for name, start, text in zip(*columns, strict=True):
        here, before, starts = spans.get(name, ()), len(word), array("q")
        for form, at, flag in _pieces(text):
            word.append(forms.setdefault(form, len(forms)))
            flags.append(flag)
            if here:
                starts.append(at)
        over += _overlaps(here, start, starts, text, before, sets)
        sizes.append(len(word) - before)
    framings = np.zeros(len(word), dtype=np.int64)
    for at, number in over:
        framings[at] = number
    return Words(
        np.repeat(np.arange(len(sizes)), np.array(sizes, dtype=np.int64)),
        np.array(word, dtype=np.int64),
        np.array(flags, dtype=np.uint8),
        framings,
        list(forms),
        list(sets),
    )


_Span = tuple[int, int, str]


def _spans(mentions: pd.DataFrame | None) -> dict[str, list[_Span]]:
    spans: dict[str, list[_Span]] = {}
    if mentions is not None:
        mentions = check(mentions, "mentions")
        columns = (mentions[c] for c in ("passage", "start", "end", "framing"))
        for passage, start, end, framing in zip(*columns, strict=True):
            spans.setdefault(passage, []).append((start, end, framing))
    return spans


def _overlaps(
    spans: list[_Span] | tuple[()],
    start: int,
    starts: array[int],
    text: str,
    before: int,
    sets: dict[frozenset[str], int],
) -> Iterator[tuple[int, int]]:
    """Numbers of the words that mentions overlap, with the number of the set of their framings."""
    held: dict[int, set[str]] = {}
    for a, b, framing in spans:
        first, end = bisect_left(starts, a - start), bisect_left(starts, b - start)
        if first and text[starts[first - 1] : a - start].strip().isalpha():
            first -= 1  # the mention begins within a word
        for i in range(first, end):
            held.setdefault(i, set()).add(framing)
    for i, framings in held.items():
        yield before + i, sets.setdefault(frozenset(framings), len(sets))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Form in small letters, start, and flags of the words of a text, hyphenated ones in parts.

    >>> [(form, start) for form, start, _ in _pieces("A rules-based order")]
    [('a', 0), ('rules', 2), ('based', 8), ('order', 14)]
    """
    at = 0
    for match in WORD.finditer(text):
        start, form = match.start(), match.group()
        if start == at + 1 and text[at] == " " and at:
            flag = _JOIN
        else:
            between = text[at:start]
            flag = _JOIN if at and _JOINED.fullmatch(between) else _FIRST
            if flag == _FIRST and at and between.rstrip(" \t\xa0").endswith(_WITHIN):
                flag = 0
        at = match.end()
        if not _HYPHENS.search(form):
            small = form.translate(_PLAIN).lower()
            yield small, start, flag | _CAPITAL * form[0].isupper()
            continue
        for piece in _PIECE.finditer(form):
            part = piece.group()
            small = part.translate(_PLAIN).lower()
            yield small, start + piece.start(), flag | _CAPITAL * part[0].isupper()
            flag = _JOIN | _HYPHEN
