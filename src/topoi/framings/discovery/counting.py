"""Words to phrases: which runs of words recur, in the mouths of several speakers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check, empty, need_columns
from .words import Ints, Words, words_of

LONGEST = 6  # words of a phrase
WITHIN = 0.9  # a phrase is left out if a longer one accounts for this share of its occurrences


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
        Schema `passages`, with `text` and the column `unit`. Narration is not counted, nor is a
        passage without a value in `unit`.
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
    function words in between. Hyphenated words are taken apart, but a phrase neither begins nor ends
    within one, and one alone is no phrase. A phrase nine in ten of whose occurrences lie within one
    longer recurring phrase is left out for the longer. A phrase that recurs need not be a set
    phrase; `find_candidates` asks on.

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
    words = words_of(passages, mentions)
    if not len(words.word):
        return empty("phrases")
    document = pd.factorize(passages["document"])[0][words.passage]
    speaker = pd.factorize(passages[unit])[0][words.passage]
    found = _recurring(words, document, speaker, min_documents, min_units)
    return _table(words, passages["passage"], _without_parts(words, found))


class _Phrases(NamedTuple):
    """Phrases of one length: where they begin, and which of them begins there."""

    length: int
    start: Ints  # positions of their first words
    phrase: Ints  # number of the phrase that begins there


def _recurring(
    words: Words, document: Ints, speaker: Ints, min_documents: int, min_units: int
) -> list[_Phrases]:
    """Runs of words that recur, by length; a run can only recur if both its parts do."""
    kept: list[_Phrases] = []
    begins = words.content & ~words.hyphen
    closes = words.content & ~np.append(words.hyphen[1:], False)
    followed = np.append(words.joined[1:], False)  # the next word is joined to it
    run = words.word  # number of the run of the present length that begins here; -1: none
    for length in range(2, LONGEST + 1):
        start = np.flatnonzero((run >= 0) & followed)
        start = start[run[start + 1] >= 0]
        pairs = run[start] * (int(run.max()) + 1) + run[start + 1]
        phrase = np.asarray(np.unique(pairs, return_inverse=True)[1].ravel(), dtype=np.int64)
        enough = _distinct(phrase, document[start]) >= min_documents
        enough &= _distinct(phrase, speaker[start]) >= min_units
        start, phrase = start[enough[phrase]], phrase[enough[phrase]]
        if not len(start):
            break
        run = np.full(len(words.word), -1, dtype=np.int64)
        run[start] = phrase
        ends = begins[start] & closes[start + length - 1]
        kept.append(_Phrases(length, start[ends], phrase[ends]))
    return kept


def _distinct(phrase: Ints, other: Ints) -> Ints:
    """How many different `other` each phrase is met with.

    >>> _distinct(np.array([0, 0, 1, 1]), np.array([3, 3, 3, 4])).tolist()
    [1, 2]
    """
    size = int(other.max(initial=0)) + 1
    pairs = np.unique(phrase * size + other)
    return np.bincount(pairs // size, minlength=int(phrase.max(initial=-1)) + 1)


def _without_parts(words: Words, found: Sequence[_Phrases]) -> list[_Phrases]:
    """Without the phrases that hardly occur outside one longer phrase."""
    known: dict[tuple[int, ...], int] = {}  # the words of a phrase -> how often it occurs
    listed: list[list[tuple[int, ...]]] = []
    for p in found:
        first, n = np.unique(p.phrase, return_index=True, return_counts=True)[1:]
        place = p.start[first][:, None] + np.arange(p.length)
        listed.append([tuple(row) for row in words.word[place].tolist()])
        known |= zip(listed[-1], n.tolist(), strict=True)
    parts = set()
    for whole, times in known.items():
        for i in range(len(whole)):
            for j in range(i + 2, len(whole) + (i > 0)):
                if WITHIN * known.get(whole[i:j], times / WITHIN + 1) <= times:
                    parts.add(whole[i:j])
    out = []
    for p, phrases in zip(found, listed, strict=True):
        keep = np.array([phrase not in parts for phrase in phrases], dtype=bool)
        at = np.unique(p.phrase, return_inverse=True)[1].ravel()
        out.append(_Phrases(p.length, p.start[keep[at]], at[keep[at]]))
    return out


def _table(words: Words, names: pd.Series, found: Sequence[_Phrases]) -> pd.DataFrame:
    tables = []
    for p in found:
        number, at = np.unique(p.phrase, return_inverse=True)
        written = np.array(_written(words, p, at.ravel(), len(number)), dtype=object)
        columns = {"phrase": written[at.ravel()], "passage": words.passage[p.start]}
        tables.append(pd.DataFrame(columns | {"framing": _explained(words, p)}))
    if not any(map(len, tables)):
        return empty("phrases")
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[rows["phrase"].str.contains(" ", regex=False).astype(bool)]
    keys = ["phrase", "passage", "framing"]
    counted = rows.astype({"phrase": "category", "framing": "category"})
    counted = counted.groupby(keys, observed=True).size().rename("n").reset_index()
    passage = pd.Categorical.from_codes(counted["passage"], pd.Index(names, dtype="str"))
    counted["passage"] = passage.remove_unused_categories()
    counted["framing"] = counted["framing"].cat.remove_categories([""])
    return check(counted[["passage", "phrase", "framing", "n"]], "phrases")


def _written(words: Words, p: _Phrases, at: Ints, number: int) -> list[str]:
    """Each phrase with its most frequent capitals and hyphens, sentence beginnings aside."""
    first = np.zeros(number, dtype=np.int64)
    first[at[::-1]] = p.start[::-1]
    total = np.bincount(at, minlength=number)
    out = [""] * number
    for j in range(p.length):
        place = p.start + j
        inside = ~words.first[place]
        capitals = np.bincount(at, words.capital[place] & inside, number)
        capital = 2 * capitals > np.bincount(at, inside, number)
        hyphen = 2 * np.bincount(at, words.hyphen[place], number) > total
        for k, word in enumerate(words.word[first + j].tolist()):
            form = words.forms[word]
            form = form[:1].upper() + form[1:] if capital[k] else form
            out[k] += ("" if j == 0 else "-" if hyphen[k] else " ") + form
    return out


def _explained(words: Words, p: _Phrases) -> list[str]:
    """The framings that overlap each occurrence, sorted and parted by semicolons."""
    held = np.stack([words.framings[p.start + j] for j in range(p.length)], axis=1)
    out = [""] * len(held)
    for i in np.flatnonzero(held.any(axis=1)):
        framings = frozenset[str]().union(*(words.sets[k] for k in held[i]))
        out[i] = ";".join(sorted(framings))
    return out
