"""Mentions read in their place: keyword in context."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from ..errors import DataError
from ..tables import check
from ..text import words

WORDS_COMPARED = 3  # of the words beside a mention, when lines are put in their order
OF_DOCUMENT = ["date", "year", "outlet", "title", "url"]
_OF_PASSAGE = ["document", "voice", "speaker", "organization"]


def concordance(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    documents: pd.DataFrame | None = None,
    *,
    width: int = 40,
    sort: str | None = None,
) -> pd.DataFrame:
    """Every mention with who says it and the words on either side.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`; filter it to read some of them.
    passages : DataFrame
        Schema `passages`.
    documents : DataFrame, optional
        Schema `documents`: adds date, year, outlet, title and url, and serves with its texts where
        the passages have none.
    width : int, default 40
        Characters of context on each side, within the passage.
    sort : {"right", "left", "date", "speaker"}, optional
        By the three words to the right, nearest first; by those to the left, the last one first;
        from the first day to the last; by name. Small and capital letters are alike, punctuation
        is passed over; what is unknown comes last, ties stay as they were. By default the order
        of `mentions`.

    Returns
    -------
    DataFrame
        Schema `concordance`: the columns of `mentions`, then document, voice, speaker,
        organization, with `documents` date, year, outlet, title and url, and left, match and
        right. Line breaks are blanks. Where there is no text (a bundle), the last three are null.

    Raises
    ------
    DataError
        `passages` lack a passage that is mentioned, or `documents` a document; `sort` is none of
        the four.

    Notes
    -----
    The words of the neighbour passage, which may be somebody else's, are not shown.

    >>> from topoi.framings import find_framings
    >>> from topoi.tables import empty
    >>> passages = pd.DataFrame({
    ...     "passage": ["a:1"], "document": ["a"], "start": [0], "end": [43], "voice": ["speech"],
    ...     "speaker": ["Ivo Orlan"], "rule": ["turn"], "confidence": [1.0], "words": [9],
    ...     "text": ["We have seen this hybrid war for ten years."],
    ... }).reindex(columns=empty("passages").columns)
    >>> kwic = concordance(find_framings(passages), passages, width=13)
    >>> kwic[["speaker", "left", "match", "right"]].values.tolist()
    [['Ivo Orlan', 've seen this', 'hybrid war', 'for ten year']]
    """
    mentions, passages = check(mentions, "mentions"), check(passages, "passages")
    if sort is not None and sort not in _KEYS:
        raise DataError(f"sort: '{sort}' is none of {', '.join(_KEYS)}.", sort=sort)
    home = passages.set_index("passage")
    _need_all(mentions["passage"], home.index, "mentions", "passage")
    said = home.loc[mentions["passage"]].reset_index(drop=True)
    parts = [mentions, said[_OF_PASSAGE]]
    texts = said["text"] if "text" in said else pd.Series(None, index=said.index, dtype="str")
    if documents is not None:
        known = check(documents, "documents").set_index("document")
        _need_all(said["document"], known.index, "passages", "document")
        of_document = known.loc[said["document"]].reset_index(drop=True)
        parts.append(of_document[OF_DOCUMENT])
        if "text" in known and texts.isna().any():
            texts = texts.fillna(_slices(of_document["text"], said["start"], said["end"]))
    starts, ends = mentions["start"] - said["start"], mentions["end"] - said["start"]
    pieces = [_pieces(*place, width) for place in zip(texts, starts, ends, strict=True)]
    context = pd.DataFrame(pieces, columns=["left", "match", "right"], dtype="str")
    table = check(pd.concat([*parts, context], axis=1), "concordance")
    return table if sort is None else in_order(table, sort)


def in_order(table: pd.DataFrame, sort: str) -> pd.DataFrame:
    """The lines of a concordance in one of the orders of `concordance`."""
    keys = _KEYS[sort](table)
    order = sorted(range(len(table)), key=keys.__getitem__)
    return table.iloc[order].reset_index(drop=True)


def days(table: pd.DataFrame) -> pd.DataFrame:
    """First and last day on which each line may have been published; a known year is all of it.

    >>> table = pd.DataFrame({"date": [pd.Timestamp("2031-05-04"), pd.NaT], "year": [2031, 2030]})
    >>> days(table).astype("str").values.tolist()
    [['2031-05-04', '2031-05-04'], ['2030-01-01', '2030-12-31']]
    """
    if "date" not in table or "year" not in table:
        return pd.DataFrame({"first": pd.NaT, "last": pd.NaT}, index=table.index)
    date = pd.to_datetime(table["date"])
    year = table["year"].astype("Int64").astype("str")
    edges = {"first": "-01-01", "last": "-12-31"}
    return pd.DataFrame(
        {
            name: date.fillna(pd.to_datetime(year + day, errors="coerce"))
            for name, day in edges.items()
        }
    )


def _need_all(wanted: pd.Series, there: pd.Index, where: str, what: str) -> None:
    missing = wanted[~wanted.isin(there)]
    if len(missing):
        raise DataError(
            f"{where}: the {what} '{missing.iloc[0]}' is not among the {what}s ({len(missing)} "
            f"mentions). Use the {what}s in which the mentions were found.",
            **{what: missing.iloc[0]},
        )


def _slices(texts: pd.Series, starts: pd.Series, ends: pd.Series) -> pd.Series:
    cut = [
        text[a:b] if isinstance(text, str) else None
        for text, a, b in zip(texts, starts, ends, strict=True)
    ]
    return pd.Series(cut, index=texts.index, dtype="str")


def _pieces(text: Any, a: int, b: int, width: int) -> tuple[str | None, str | None, str | None]:
    """What stands before a mention, the mention, what stands behind it."""
    if not isinstance(text, str):
        return None, None, None
    left, match, right = text[max(0, a - width) : a], text[a:b], text[b : b + width]
    return " ".join(left.split()), " ".join(match.split()), " ".join(right.split())


def _by_right(table: pd.DataFrame) -> list[Any]:
    return [
        (pd.isna(text), words(text.lower())[:WORDS_COMPARED] if isinstance(text, str) else [])
        for text in table["right"]
    ]


def _by_left(table: pd.DataFrame) -> list[Any]:
    return [
        (pd.isna(text), words(text.lower())[::-1][:WORDS_COMPARED] if isinstance(text, str) else [])
        for text in table["left"]
    ]


def _by_date(table: pd.DataFrame) -> list[Any]:
    return list(days(table)["first"].fillna(pd.Timestamp.max))


def _by_speaker(table: pd.DataFrame) -> list[Any]:
    return [(pd.isna(name), "" if pd.isna(name) else name.lower()) for name in table["speaker"]]


_KEYS: dict[str, Callable[[pd.DataFrame], list[Any]]] = {
    "right": _by_right,
    "left": _by_left,
    "date": _by_date,
    "speaker": _by_speaker,
}
