"""Events: documents that report one and the same meeting, visit or statement.

Three pages about one meeting are three documents and one event: for statistics they are a cluster.
What makes them one event is when and who: days that agree, and the same names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DataError
from ..tables import check
from ..text import flatten
from .dating import find_dates

if TYPE_CHECKING:
    import scipy.sparse as sp

DAYS = 1  # reports of one event appear, and date it, within so many days
SHARED = 0.5  # share of the names of the document with fewer, weighted by rarity
SHARED_WITH_ALL = 0.33  # ... and this share with every document that is already in the event
LEAST_NAMES = 8  # names that two documents must share
_OTHERS = (
    5  # imagined documents without any of the names, so that a name in all of few still counts
)
BLOCK = 256  # documents that are compared with all others at a time: memory stays flat
_NAME = re.compile(r"(?<=[a-zа-я,;:\d)] )[A-ZА-Я][\w'-]+|\b\d{1,3}(?:st|nd|rd|th)\b")
_SPELLINGS = {"defense": "defence", "organisation": "organization"}
_CASE = re.compile(r"(?:ами|ями|ого|ему|ов|ев|ом|ем|ой|ах|ях|ам|ям|ых|их|[аяыиуюоеьй])$")


def find_events(documents: pd.DataFrame) -> pd.Series:
    """For each document that shares its event with others, an identifier of the event.

    Two documents in one language can report one event if their days agree within one day, or
    are unknown, and they share at least eight names (capitalised words inside sentences, ordinal
    numbers). A document joins an event with one of whose documents it shares half of the names of
    the one with fewer, and with each of the others a third, names weighted by how rare they are.
    The days of a document are its date or, where it has none, the full dates in its text. A reprint
    (`duplicate_of`) shares the event of its first print, whenever it was printed.

    Parameters
    ----------
    documents : DataFrame
        Schema `documents`, with `text`.

    Returns
    -------
    Series
        In the order of `documents`: the `event` that a document brings along; else "event:" and
        the first document of its group; null for a document that shares its event with none.

    Raises
    ------
    DataError
        The documents carry no text.

    Notes
    -----
    A cluster for inference, not a fact about the world: two calls to the same capital on one day are
    one event here, and a report that names few of those present is left out. Of 69 events found
    among 816 pages of one site that writes about one person every day, 45 were one meeting, visit
    or occasion by a reading of their headlines.

    Examples
    --------
    >>> text = ("On Monday, Minister Ivo Orlan met Chairwoman Nadia Vesk of the Lake Council in Port "
    ...         "Merid. Speaking after the talks, Orlan thanked the Council and the Ferry Union. ")
    >>> documents = pd.DataFrame({"document": ["a", "b"], "source": "", "sha256": "", "language": "en",
    ...     "date": ["2031-05-02", "2031-05-03"], "text": [text, text + "A later line."]})
    >>> from ..tables import empty
    >>> find_events(documents.reindex(columns=empty("documents").columns)).tolist()
    ['event:a', 'event:a']
    """
    documents = check(documents, "documents")
    if "text" not in documents or documents["text"].isna().all():
        raise DataError("documents: no text to compare. A bundle comes without its texts.")
    given = documents["event"]
    found = pd.Series(index=documents.index, dtype="str")
    copies = given.isna() & documents["duplicate_of"].isin(documents["document"])
    for _, group in documents[given.isna() & ~copies].groupby("language", dropna=False, sort=False):
        labels = _clusters(group)
        sizes = np.bincount(labels) if len(labels) else np.zeros(0, int)
        first = group["document"].groupby(labels).transform("first")
        found[group.index[sizes[labels] > 1]] = ("event:" + first)[sizes[labels] > 1]
    found = given.where(given.notna(), found).astype("str")
    return _with_copies(documents, found, copies)


def _with_copies(documents: pd.DataFrame, events: pd.Series, copies: pd.Series) -> pd.Series:
    """The events of first prints, and the same for their copies."""
    copied = documents["document"].isin(documents.loc[copies, "duplicate_of"]) & ~copies
    events = events.mask(copied & events.isna(), "event:" + documents["document"])
    theirs = documents["duplicate_of"].map(dict(zip(documents["document"], events, strict=True)))
    return events.mask(copies, theirs).astype("str")


def _clusters(documents: pd.DataFrame) -> npt.NDArray[np.int64]:
    """A number for each document; equal numbers are one event."""
    names = [_names(text) for text in documents["text"]]
    days = [_days(row) for row in documents.itertuples(index=False)]
    groups: list[set[int]] = []
    number = np.arange(len(names))  # of the group that a document is in
    for i, shares in enumerate(_shares(_weights(names))) if len(names) > 1 else ():
        share = {
            j: weight
            for j, weight in shares
            if len(names[i] & names[j]) >= LEAST_NAMES and _near(days[i], days[j])
        }
        known = sorted({int(number[j]) for j in share if j < i})
        home = next((k for k in known if _fits(groups[k], share)), len(groups))
        if home == len(groups):
            groups.append(set())
        groups[home].add(i)
        number[i] = home
    return number


def _shares(weights: sp.csr_matrix) -> Iterator[list[tuple[int, float]]]:
    """For each document, with which others it shares enough names to be looked at, and how much."""
    roots = weights.sqrt()
    across, whole = roots.T.tocsc(), np.asarray(weights.sum(axis=1)).ravel()
    for start in range(0, len(whole), BLOCK):
        both = (roots[start : start + BLOCK] @ across).tocsr()
        for i, (first, last) in enumerate(pairwise(both.indptr), start):
            others = both.indices[first:last]
            share = both.data[first:last] / np.minimum(whole[i], whole[others])
            enough = share >= min(SHARED, SHARED_WITH_ALL)
            yield list(zip(others[enough].tolist(), share[enough].tolist(), strict=True))


def _fits(group: set[int], share: dict[int, float]) -> bool:
    shares = [share.get(member, 0.0) for member in group]
    return max(shares) >= SHARED and min(shares) >= SHARED_WITH_ALL


def _names(text: Any) -> frozenset[str]:
    """The names in a text, cut to what is the same in every case and spelling."""
    found = _NAME.findall(flatten(text)) if isinstance(text, str) else []
    plain = (re.sub(r"'s?$", "", name.lower()) for name in found)
    return frozenset(_CASE.sub("", _SPELLINGS.get(name, name)) for name in plain)


def _weights(names: list[frozenset[str]]) -> sp.csr_matrix:
    """Documents x names, each name weighted by its rarity, as if a few more documents had none."""
    import scipy.sparse as sp

    frequency = Counter(name for found in names for name in found)
    index = {name: i for i, name in enumerate(sorted(frequency))}
    idf = {name: np.log((1 + len(names) + _OTHERS) / (1 + n)) for name, n in frequency.items()}
    entries = [(i, index[n], idf[n]) for i, found in enumerate(names) for n in sorted(found)]
    rows, columns, data = zip(*entries, strict=True) if entries else ((), (), ())
    return sp.csr_matrix((data, (rows, columns)), shape=(len(names), len(index)))


def _days(document: Any) -> list[int]:
    if pd.notna(document.date):
        return [document.date.toordinal()]
    text = document.text if isinstance(document.text, str) else ""
    return sorted({day.toordinal() for *_, day in find_dates(text)})


def _near(one: list[int], other: list[int]) -> bool:
    return not one or not other or any(abs(a - b) <= DAYS for a in one for b in other)
