"""Passages to tokens: words in small letters, lemmas, stop words, framings and phrases as one term.

What is removed leaves a gap (`GAP`), and so does the end of a sentence: n-grams made from the
tokens never join words that were not neighbours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources

import pandas as pd

from ..errors import DataError
from ..tables import check
from ..text import WORD

GAP = ""
_PAUSE = re.compile(r"[.!?…;:()\[\]\"“”«»—–\n]")
_CYRILLIC = re.compile("[а-яёіїєґ]")


def tokenize(
    passages: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    lemmas: bool = True,
    stop_words: Collection[str] | None = None,
    phrases: Collection[str] = (),
    min_length: int = 2,
) -> pd.Series:
    """Tokens of each passage, in order, gaps included.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`, with `text`.
    mentions : DataFrame, optional
        Schema `mentions`. Each becomes one token, the framing in angle brackets, in place of the
        words that it covers.
    lemmas : bool, default True
        Dictionary forms: simplemma for English, pymorphy3 for Russian. False: forms as written.
    stop_words : collection of str, optional
        Words to remove, as form or lemma; by default `stop_words()`. An empty collection keeps all.
    phrases : collection of str
        Names of several words to keep as one token ("united nations" -> united_nations).
    min_length : int, default 2
        Shorter tokens are removed.

    Returns
    -------
    Series
        Lists of str, indexed by passage. Removed words and sentence ends are `GAP` (the empty
        string), one for each run.

    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=50, voice="speech", rule="", confidence=1.0,
    ...     words=9, text="The wars of the United Nations. Peace came.")
    >>> tokenize(passages, phrases=["united nations"]).iloc[0]
    ['', 'war', '', 'united_nations', '', 'peace', '']
    """
    passages = check(passages, "passages")
    if "text" not in passages:
        raise DataError(
            "passages: no text to count. A bundle comes without its texts but with its counts: "
            "topoi.read_bundle(...).counts."
        )
    stops = stop_word_list() if stop_words is None else frozenset(stop_words)
    known = _phrase_table(phrases)
    spans = mention_spans(mentions)
    out = []
    for passage, start, text in zip(
        passages["passage"], passages["start"], passages["text"], strict=True
    ):
        tokens = list(_raw(text if isinstance(text, str) else "", start, spans.get(passage, [])))
        joined = _join_phrases(tokens, known) if known else tokens
        out.append(list(_kept(joined, lemmas, stops, min_length)))
    return pd.Series(out, index=pd.Index(passages["passage"], name="passage"), dtype="object")


@cache
def stop_word_list() -> frozenset[str]:
    """The stop words that ship with topoi, English and Russian: function words only."""
    table = tomllib.loads(
        (resources.files("topoi") / "data" / "stop_words.toml").read_text("utf-8")
    )
    return frozenset(word for words in table.values() for word in words.split())


@cache
def lemma(word: str) -> str:
    """Dictionary form of a word in small letters, by the script it is written in.

    >>> lemma("wars"), lemma("войны")
    ('war', 'война')
    """
    if _CYRILLIC.search(word):
        return _analyzer().parse(word)[0].normal_form.replace("ё", "е")
    import simplemma

    return str(simplemma.lemmatize(word, lang="en")).lower()


@cache
def _analyzer():
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def mention_spans(mentions: pd.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    """Start, end and term of the mentions in each passage, in order."""
    if mentions is None:
        return {}
    spans: dict[str, list[tuple[int, int, str]]] = {}
    ordered = check(mentions, "mentions").sort_values(["passage", "start", "end"])
    for passage, start, end, framing in zip(
        ordered["passage"], ordered["start"], ordered["end"], ordered["framing"], strict=True
    ):
        spans.setdefault(passage, []).append((start, end, f"<{framing}>"))
    return spans


def _raw(text: str, shift: int, spans: list[tuple[int, int, str]]) -> Iterator[str]:
    """Words in small letters, framings, and gaps at pauses."""
    pending = [(start - shift, end - shift, term) for start, end, term in spans]
    at = 0
    for match in WORD.finditer(text):
        while pending and pending[0][0] <= match.start():
            start, _, term = pending.pop(0)
            if _PAUSE.search(text, at, start):
                yield GAP
            at = max(at, start)
            yield term
        if any(
            a <= match.start() < b or a < match.end() <= b for a, b, _ in _near(spans, shift, match)
        ):
            at = match.end()
            continue
        if _PAUSE.search(text, at, match.start()):
            yield GAP
        yield plain_word(match.group())
        at = match.end()
    for _, _, term in pending:
        yield term
    yield GAP


def _near(
    spans: list[tuple[int, int, str]], shift: int, match: re.Match[str]
) -> Iterator[tuple[int, int, str]]:
    for start, end, term in spans:
        if start - shift <= match.end() and match.start() <= end - shift:
            yield start - shift, end - shift, term


_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "\xad": None})


def plain_word(word: str) -> str:
    """A word in small letters, its apostrophe plain, without a genitive's 's."""
    word = word.translate(_APOSTROPHES).lower()
    return word[:-2] if word.endswith("'s") else word


def _kept(tokens: list[str], lemmas: bool, stops: frozenset[str], least: int) -> Iterator[str]:
    gap = False
    for token in tokens:
        whole = token.startswith("<") or "_" in token
        term = token if whole else kept_term(token, lemmas, stops, least)
        if term or not gap:
            yield term
        gap = not term


def kept_term(token: str, lemmas: bool, stops: frozenset[str], least: int) -> str:
    """The term that a word in small letters counts as, or `GAP` if it is removed."""
    if not token or token in stops:
        return GAP
    term = lemma(token) if lemmas else token
    return GAP if term in stops or len(term) < least else term


_Phrases = dict[str, list[tuple[str, ...]]]


def _phrase_table(phrases: Collection[str]) -> _Phrases:
    table: _Phrases = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p.split()), p)):
        parts = tuple(plain_word(w) for w in WORD.findall(phrase))
        if len(parts) > 1:
            table.setdefault(parts[0], []).append(parts)
    return table


def _join_phrases(tokens: list[str], known: _Phrases) -> list[str]:
    out, i = [], 0
    while i < len(tokens):
        for parts in known.get(tokens[i], ()):
            if tuple(tokens[i : i + len(parts)]) == parts:
                out.append("_".join(parts))
                i += len(parts)
                break
        else:
            out.append(tokens[i])
            i += 1
    return out
