"""Texts to phrases: which runs of words recur, in the mouths of several speakers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import DataError
from ...tables import check, empty, need_columns
from ...text import WORD

LONGEST = 6  # words of a phrase
WITHIN = 0.9  # a phrase is left out if a longer one accounts for this share of its occurrences
_PIECE = re.compile(r"[^\W\d_\xad]+(?:['\u2019\u02bc\xad][^\W\d_\xad]+)*")
_JOINED = re.compile(r"[ \t\xa0\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb]+")  # no other mark
_PLAIN = str.maketrans({"\u2019": "'", "\u02bc": "'", "\xad": None, "ё": "е", "Ё": "Е"})

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def count_phrases(
    passages: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    unit: str = "speaker",
    min_documents: int = 5,
    min_units: int = 3,
) -> pd.DataFrame:
    """Count the phrases of two to six words that recur, and say which framings explain them.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`, with `text` and the column `unit`. Narration has no speaker and is not
        counted; nor is a passage without a value in `unit`.
    mentions : DataFrame, optional
        Schema `mentions`, found in these passages.
    unit : str, default "speaker"
        The column of passages that says who speaks: "speaker", or "organization" for delegations.
    min_documents, min_units : int, defaults 5 and 3
        A phrase that occurs in fewer documents, or is said by fewer units, is left out.

    Returns
    -------
    DataFrame
        Schema `phrases`: one row a passage, phrase and set of framings that overlap its
        occurrences there (`framing`: null for none, several parted by semicolons), with their
        number `n`. Sorted by phrase and passage. Upper and lower case, and hyphen and blank, are
        one phrase, which is written as it most often is within a sentence.

    Raises
    ------
    DataError
        The passages carry no text, or lack the column `unit`.

    Notes
    -----
    A phrase crosses no punctuation but hyphens and quotation marks, no line break and no number; it
    begins and ends with a word that is no function word (`data/stop_words.toml`), and may hold
    function words in between. Hyphenated words are taken apart, but one alone is no phrase. A
    phrase nine in ten of whose occurrences lie within one longer recurring phrase is left out for
    the longer. A phrase that recurs need not be a set phrase; `find_candidates` asks on.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> words = ["Bread and roses first.", "We want bread and roses!"]
    >>> passages = empty("passages").reindex(range(2)).assign(
    ...     passage=["a:0", "b:0"], document=["a", "b"], start=0, end=25, voice="speech", rule="",
    ...     confidence=1.0, words=4, speaker=["Ada", "Ben"], text=words)
    >>> count_phrases(passages, min_documents=2, min_units=2)[["passage", "phrase", "n"]].values.tolist()
    [['a:0', 'bread and roses', 1], ['b:0', 'bread and roses', 1]]
    """
    passages = check(passages, "passages")
    need_columns(passages, [unit])
    if "text" not in passages or (passages["text"].isna().all() and len(passages)):
        raise DataError(
            "passages: no text to count phrases in. A bundle comes without its texts but with its "
            "phrases: topoi.read_bundle(...).phrases."
        )
    said = passages["text"].notna() & passages[unit].notna() & (passages["voice"] != "narration")
    passages = passages[said].reset_index(drop=True)
    words = _words(passages, mentions)
    if not len(words.word):
        return empty("phrases")
    document = pd.factorize(passages["document"])[0][words.passage]
    speaker = pd.factorize(passages[unit])[0][words.passage]
    found = _recurring(words, document, speaker, min_documents, min_units)
    return _table(words, passages["passage"], _without_parts(words, found))


@cache
def function_words() -> frozenset[str]:
    """Words with which no phrase begins or ends, English and Russian."""
    listed = tomllib.loads((resources.files("topoi") / "data/stop_words.toml").read_text("utf-8"))
    return frozenset(word for words in listed.values() for word in words.split())


class _Words(NamedTuple):
    """All words of all passages in a row: one entry a word (a hyphenated one is several)."""

    passage: Ints  # number of the passage
    word: Ints  # number of the word in `forms`
    forms: list[str]
    content: Bools  # of each form: no function word
    joined: Bools  # whether nothing but blanks or a hyphen parts it from the word before
    hyphen: Bools  # a hyphen does
    capital: Bools  # begins with a capital
    first: Bools  # begins a sentence or line, where a capital says nothing
    framings: Ints  # number of the set of framings that overlap it, in `sets`; 0 is none
    sets: list[frozenset[str]]


def _words(passages: pd.DataFrame, mentions: pd.DataFrame | None) -> _Words:
    spans = _spans(mentions)
    forms: dict[str, int] = {}
    sets: dict[frozenset[str], int] = {frozenset(): 0}
    rows: list[tuple[int, int, bool, bool, bool, bool, int]] = []
    for number, (name, start, text) in enumerate(
        zip(passages["passage"], passages["start"], passages["text"], strict=True)
    ):
        here = spans.get(name, [])
        for form, a, b, joined, hyphen, first in _pieces(text):
            over = 0
            if here:
                held = frozenset(f for x, y, f in here if x < start + b and start + a < y)
                over = sets.setdefault(held, len(sets))
            at = forms.setdefault(form.lower(), len(forms))
            rows.append((number, at, joined, hyphen, form[:1].isupper(), first, over))
    columns = np.array(rows, dtype=np.int64).reshape(len(rows), 7).T
    stops = function_words()
    content = np.array([len(form) > 1 and form not in stops for form in forms], dtype=bool)
    passage, word, joined, hyphen, capital, first, framings = columns
    flags = (joined > 0, hyphen > 0, capital > 0, first > 0)
    return _Words(passage, word, list(forms), content, *flags, framings, list(sets))


def _spans(mentions: pd.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    spans: dict[str, list[tuple[int, int, str]]] = {}
    if mentions is not None:
        mentions = check(mentions, "mentions")
        columns = (mentions[c] for c in ("passage", "start", "end", "framing"))
        for passage, start, end, framing in zip(*columns, strict=True):
            spans.setdefault(passage, []).append((start, end, framing))
    return spans


def _pieces(text: str) -> Iterator[tuple[str, int, int, bool, bool, bool]]:
    """Form, start, end of the parts of words; joined to the one before, by a hyphen; first."""
    at = 0
    for word in WORD.finditer(text):
        between = text[at : word.start()]
        joined = at > 0 and _JOINED.fullmatch(between) is not None
        first = not joined and not between.rstrip(" \t\xa0").endswith((",", "-", "–", "("))
        for number, piece in enumerate(_PIECE.finditer(word.group())):
            form = piece.group().translate(_PLAIN)
            a, b = word.start() + piece.start(), word.start() + piece.end()
            yield form, a, b, joined or number > 0, number > 0, first and number == 0
        at = word.end()


class _Phrases(NamedTuple):
    """Phrases of one length: where they begin, and which of them begins there."""

    length: int
    at: Ints  # positions of their first words
    phrase: Ints  # number of the phrase that begins there


def _recurring(
    words: _Words, document: Ints, speaker: Ints, min_documents: int, min_units: int
) -> list[_Phrases]:
    """Runs of words that recur, by length; a run can only recur if both its parts do."""
    kept: list[_Phrases] = []
    size = len(words.word)
    ending = np.append(words.joined[1:], False)  # joined to the word that follows
    run = words.word.copy()  # number of the run of the present length that begins here; -1: none
    for length in range(2, LONGEST + 1):
        at = np.flatnonzero((run[:-1] >= 0) & ending[:-1])
        at = at[at + length <= size]
        if length > 2:
            at = at[(run[at + 1] >= 0)]
            tail = run[at + 1]
        else:
            tail = run[at + 1]
        pair = run[at] * (int(run.max()) + 1) + tail
        _, phrase = np.unique(pair, return_inverse=True)
        phrase = phrase.ravel().astype(np.int64)
        enough = (_distinct(phrase, document[at]) >= min_documents) & (
            _distinct(phrase, speaker[at]) >= min_units
        )
        at, phrase = at[enough[phrase]], phrase[enough[phrase]]
        run = np.full(size, -1, dtype=np.int64)
        run[at] = phrase
        if not len(at):
            break
        ends = words.content[words.word[at]] & words.content[words.word[at + length - 1]]
        kept.append(_Phrases(length, at[ends], phrase[ends]))
    return kept


def _distinct(phrase: Ints, other: Ints) -> Ints:
    """How many different `other` each phrase is met with."""
    pairs = np.unique(phrase * (int(other.max(initial=0)) + 1) + other)
    return np.bincount(pairs // (int(other.max(initial=0)) + 1), minlength=phrase.max(initial=-1) + 1)


def _without_parts(words: _Words, found: Sequence[_Phrases]) -> list[_Phrases]:
    """Without the phrases that hardly occur outside one longer phrase."""
    numbers = {
        tuple(words.word[a : a + p.length]): int(n)
        for p in found
        for a, n in zip(*_first_of_each(p), strict=True)
    }
    # numbers: words of the phrase -> occurrences
    parts = set()
    for phrase, n in numbers.items():
        for i in range(len(phrase)):
            for j in range(i + 2, len(phrase) + 1):
                part = phrase[i:j]
                if len(part) < len(phrase) and numbers.get(part, n + n) * WITHIN <= n:
                    parts.add(part)
    out = []
    for p in found:
        first = {int(p.phrase[i]): tuple(words.word[p.at[i] : p.at[i] + p.length]) for i in np.unique(p.phrase, return_index=True)[1]}
        dropped = np.array([k for k, phrase in first.items() if phrase in parts], dtype=np.int64)
        keep = ~np.isin(p.phrase, dropped)
        out.append(_Phrases(p.length, p.at[keep], p.phrase[keep]))
    return out


def _first_of_each(p: _Phrases) -> tuple[Ints, Ints]:
    """Where each phrase first occurs, and how often it occurs."""
    _, first, n = np.unique(p.phrase, return_index=True, return_counts=True)
    return p.at[first], n


def _table(words: _Words, names: pd.Series, found: Sequence[_Phrases]) -> pd.DataFrame:
    tables = []
    for p in found:
        if not len(p.at):
            continue
        number, at = np.unique(p.phrase, return_inverse=True)
        written = _written(words, p, at.ravel(), len(number))
        phrase = pd.Categorical.from_codes(at.ravel(), pd.Index(written, dtype="str"))
        rows = pd.DataFrame(
            {
                "passage": words.passage[p.at],
                "phrase": phrase.astype("str"),
                "framing": _explained(words, p),
            }
        )
        tables.append(rows[rows["phrase"].str.contains(" ")])
    if not tables:
        return empty("phrases")
    rows = pd.concat(tables, ignore_index=True)
    counted = rows.groupby(["phrase", "passage", "framing"], sort=True).size().rename("n").reset_index()
    counted["passage"] = names.to_numpy()[counted["passage"]]
    counted["framing"] = counted["framing"].mask(counted["framing"] == "")
    return check(counted[["passage", "phrase", "framing", "n"]], "phrases")


def _written(words: _Words, p: _Phrases, at: Ints, number: int) -> list[str]:
    """Each phrase with its most frequent capitals and hyphens, sentence beginnings aside."""
    first = np.zeros(number, dtype=np.int64)
    first[at[::-1]] = p.at[::-1]
    total = np.bincount(at, minlength=number)
    out = [""] * number
    for j in range(p.length):
        place = p.at + j
        inside = ~words.first[place]
        capital = np.bincount(at, words.capital[place] & inside, number)
        capital = 2 * capital > np.bincount(at, inside, number)
        hyphen = 2 * np.bincount(at, words.hyphen[place], number) > total
        for k in range(number):
            form = words.forms[words.word[first[k] + j]]
            form = form[:1].upper() + form[1:] if capital[k] else form
            out[k] += ("-" if hyphen[k] else " " if j else "") + form if j else form
    return out


def _explained(words: _Words, p: _Phrases) -> list[str]:
    """The framings that overlap each occurrence, sorted and parted by semicolons."""
    held = np.stack([words.framings[p.at + j] for j in range(p.length)], axis=1)
    out = [""] * len(held)
    for i in np.flatnonzero(held.any(axis=1)):
        framings = frozenset().union(*(words.sets[k] for k in held[i]))
        out[i] = ";".join(sorted(framings))
    return out
