"""Reprints: texts that repeat the words of an earlier one, wholly or for the most part.

Words are compared in runs of five (shingles), so that chrome, a changed headline or a corrected
spelling hardly matter, and a text of one's own about the same thing shares next to nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DataError
from ..tables import check, empty
from ..text import flatten, words

Hashes = npt.NDArray[np.uint64]

SHINGLE = 5  # words
LEAST_WORDS = {"document": 20, "passage": 10}  # shorter texts repeat each other by chance
LEAST = 0.8  # exact Jaccard from which two texts count as one; two translations of one text have about 0.45
CONTAINED = 0.9  # or this share of the shorter one's shingles
_CANDIDATE = (
    0.3  # Jaccard from which MinHash proposes a pair: a text within one three times as long
)
_PERMUTATIONS = 128
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplication loses nothing


def find_reprints(
    documents: pd.DataFrame,
    passages: pd.DataFrame | None = None,
    *,
    least: float = LEAST,
    contained: float = CONTAINED,
) -> pd.DataFrame:
    """Pairs of texts of which one repeats the other: who copies whom, when, and how much.

    Documents are compared with documents; with `passages`, also passages with passages of other
    documents, which finds the quotation that two stories share. A text is the set of its runs of
    five words, in small letters. MinHash (datasketch; 128 permutations) proposes the pairs; what is
    reported and decided upon is exact.

    Parameters
    ----------
    documents : DataFrame
        Schema `documents`, with `text`.
    passages : DataFrame, optional
        Schema `passages`, with `text`.
    least : float, default 0.8
        Jaccard index from which a pair is reported.
    contained : float, default 0.9
        A pair is reported too if this share of either text stands in the other.

    Returns
    -------
    DataFrame
        Schema `reprints`, one row a pair: the edges of a graph from copies to originals. The
        earlier one by date is the original; without two different dates, the one that is read
        first. Documents of fewer than 20 words and passages of fewer than 10 are left out.

    Raises
    ------
    DataError
        The documents carry no text.

    Notes
    -----
    Broder (1997), doi:10.1109/SEQUEN.1997.666900. What it does not show: who took the words from
    whom when both took them from a third; translations and rewrites, which share few runs of five
    words; a text that stands within one more than three times as long, which MinHash rarely proposes.

    Examples
    --------
    >>> text = "The council of the lake states met on Monday and agreed on a plan for the ferry."
    >>> documents = empty("documents").reindex(range(2)).assign(
    ...     document=["wire", "paper"], source=["a", "b"], sha256="", date=["2031-05-02", "2031-05-03"],
    ...     text=[text * 2, text * 2 + " More news tomorrow."])
    >>> find_reprints(documents)[["copy", "original", "jaccard", "used", "days"]].round(2)
        copy original  jaccard  used  days
    0  paper     wire     0.85   1.0     1
    """
    documents = check(documents, "documents")
    if "text" not in documents or documents["text"].isna().all():
        raise DataError("documents: no text to compare. A bundle comes without its texts.")
    dates = documents.set_index("document")["date"]
    order = {name: i for i, name in enumerate(_by_date(documents))}
    texts = [_Text(d, d, t) for d, t in zip(documents["document"], documents["text"], strict=True)]
    rows = list(_pairs(texts, "document", order, least, contained))
    if passages is not None:
        passages = check(passages, "passages")
        spans = zip(passages["passage"], passages["document"], passages["text"], strict=True)
        rows += _pairs([_Text(*span) for span in spans], "passage", order, least, contained)
    table = pd.DataFrame(rows, columns=list(empty("reprints").columns))
    later, earlier = (table[c].map(dates) for c in ("copy_document", "original_document"))
    table["days"] = (pd.to_datetime(later) - pd.to_datetime(earlier)).dt.days.astype("Int64")
    return check(table, "reprints")


def first_prints(documents: pd.DataFrame, reprints: pd.DataFrame | None = None) -> pd.Series:
    """For each document that reprints an earlier one, the first print; null for the others.

    A document reprints another if they share 0.8 of their shingles or if 0.9 of its own stand in
    the other; one that holds an earlier text and goes on is no reprint. A copy of a copy is traced
    to the first print.
    """
    found = find_reprints(documents) if reprints is None else reprints
    found = found[(found["level"] == "document")]
    found = found[(found["jaccard"] >= LEAST) | (found["copied"] >= CONTAINED)]
    nearest = found.sort_values(["jaccard", "original"], ascending=[False, True], kind="stable")
    original = nearest.drop_duplicates("copy").set_index("copy")["original"].to_dict()
    root: dict[str, str] = {}
    for name in _by_date(documents):  # originals come before their copies
        if name in original:
            root[name] = root.get(original[name], original[name])
    return documents["document"].map(root).astype("str").where(documents["document"].isin(root))


class _Text(NamedTuple):
    name: str
    document: str
    text: Any


def _by_date(documents: pd.DataFrame) -> list[str]:
    """Documents in order of day or year; one without either behind all others, as it was read."""
    new_year = pd.to_datetime(documents["year"].astype("str"), format="%Y", errors="coerce")
    when = pd.to_datetime(documents["date"]).fillna(new_year)
    return documents["document"].loc[when.sort_values(kind="stable").index].tolist()


def _pairs(
    texts: list[_Text], level: str, order: dict[str, int], least: float, contained: float
) -> Iterator[dict[str, Any]]:
    shingles = list(_shingles(texts, LEAST_WORDS[level]))
    for i, j in sorted(_candidates(shingles)):
        if texts[i].document == texts[j].document:
            continue
        if order[texts[i].document] < order[texts[j].document]:
            i, j = j, i
        copy, original = shingles[i], shingles[j]
        shared = np.intersect1d(copy, original, assume_unique=True).size
        jaccard = shared / (copy.size + original.size - shared)
        copied, used = shared / copy.size, shared / original.size
        if jaccard >= least or max(copied, used) >= contained:
            yield {
                "level": level,
                "copy": texts[i].name,
                "original": texts[j].name,
                "copy_document": texts[i].document,
                "original_document": texts[j].document,
                "jaccard": jaccard,
                "copied": copied,
                "used": used,
            }


def _shingles(texts: list[_Text], least: int) -> Iterator[Hashes]:
    """The distinct shingles of each text, as sorted 64-bit hashes; none of a text that is short."""
    known: dict[str, int] = {}
    for text in texts:
        found = words(flatten(text.text).lower()) if isinstance(text.text, str) else []
        if len(found) < least:
            yield np.empty(0, np.uint64)
            continue
        for word in found:
            if word not in known:
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                known[word] = int.from_bytes(digest, "little")
        hashes = np.fromiter((known[word] for word in found), np.uint64, len(found))
        size = len(found) - SHINGLE + 1
        run = np.zeros(size, np.uint64)
        for k in range(SHINGLE):
            run = run * _FACTOR + hashes[k : k + size]
        yield np.unique(run)


def _candidates(shingles: list[Hashes]) -> set[tuple[int, int]]:
    """Pairs that MinHash proposes; equal sets always are."""
    if len(shingles) < 2:
        return set()
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_CANDIDATE, num_perm=_PERMUTATIONS)
    blank = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=int)  # permutations are drawn once
    pairs: set[tuple[int, int]] = set()
    for i, found in enumerate(shingles):
        if not found.size:
            continue
        sketch = blank.copy()
        sketch.update_batch((found >> np.uint64(32)).tolist())
        pairs |= {(j, i) for j in index.query(sketch)}
        index.insert(i, sketch, check_duplication=False)
    return pairs
