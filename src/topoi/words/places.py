"""Passages to words in their places: for what asks how far words stand apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

import pandas as pd

from ..errors import DataError
from ..tables import check
from ..text import WORD, sentences
from .tokens import kept_term, mention_spans, plain_word, stop_word_list

_Block = tuple[int, int, tuple[str, ...]]  # start, end, framings of mentions that overlap


def place_terms(
    passages: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    lemmas: bool = True,
    stop_words: Collection[str] | None = None,
    min_length: int = 2,
) -> pd.DataFrame:
    """Words of each passage in their places; a framing is itself one term, in angle brackets.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`, with `text`.
    mentions, lemmas, stop_words, min_length
        As in `tokenize`.

    Returns
    -------
    DataFrame
        Schema `places`. Places are counted in words: each has one, whether it is kept or removed,
        so that words stay as far apart as they were; punctuation and numbers have none. The words
        of a framing have one place together; mentions that overlap share it.

    Raises
    ------
    DataError
        The passages carry no text: a bundle has counts but no word order.

    Notes
    -----
    A sentence that goes on in the next passage (before and after a quotation) counts as two.

    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=50, voice="speech", rule="", confidence=1.0,
    ...     words=9, text="The wars of the United Nations. Peace came.")
    >>> place_terms(passages)[["sentence", "place", "term"]].values.tolist()
    [[0, 1, 'war'], [0, 4, 'unite'], [0, 5, 'nation'], [1, 6, 'peace']]
    """
    passages = check(passages, "passages")
    if "text" not in passages:
        raise DataError(
            "passages: no text, so no order of words. A bundle comes without its texts; what asks "
            "for neighbouring words needs the documents that it was made from."
        )
    stops = stop_word_list() if stop_words is None else frozenset(stop_words)
    spans = mention_spans(mentions)
    known: dict[str, str] = {}
    rows: list[tuple[str, int, int, str]] = []
    for passage, start, text in zip(
        passages["passage"], passages["start"], passages["text"], strict=True
    ):
        text = text if isinstance(text, str) else ""
        starts = [a for a, _ in sentences(text)]
        for place, (at, terms) in enumerate(_pieces(text, _blocks(spans.get(passage, []), start))):
            sentence = bisect_right(starts, at) - 1
            for term in terms:
                if not term.startswith("<"):
                    if term not in known:
                        known[term] = kept_term(plain_word(term), lemmas, stops, min_length)
                    term = known[term]
                if term:
                    rows.append((passage, sentence, place, term))
    table = pd.DataFrame(rows, columns=["passage", "sentence", "place", "term"])
    return check(table.astype({"passage": "str", "term": "str"}), "places")


def _blocks(spans: list[tuple[int, int, str]], shift: int) -> list[_Block]:
    """Mentions as stretches of the passage's text, those that overlap joined."""
    blocks: list[_Block] = []
    for start, end, term in spans:
        a, b = start - shift, end - shift
        if blocks and a < blocks[-1][1]:
            first, last, terms = blocks.pop()
            both = terms if term in terms else (*terms, term)
            blocks.append((first, max(last, b), both))
        else:
            blocks.append((a, b, (term,)))
    return blocks


def _pieces(text: str, blocks: list[_Block]) -> list[tuple[int, tuple[str, ...]]]:
    """Where each place begins and what stands in it: framings, or a word that is in none."""
    words = [
        (match.start(), (match.group(),))
        for match in WORD.finditer(text)
        if not any(a < match.end() and match.start() < b for a, b, _ in blocks)
    ]
    return sorted(words + [(a, terms) for a, _, terms in blocks])
