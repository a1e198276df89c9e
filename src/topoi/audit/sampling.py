"""Blinded samples: a sheet for somebody to code, and the key to it, which stays closed meanwhile.

What was found and what was passed over are both drawn, each item with the number of items that it
stands for, so that precision and recall can be estimated from one sheet. The sheet does not say
which is which.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from ..errors import DataError
from ..tables import check
from ..text import count_words, sentences

CONTEXT = 250  # characters shown before and after an item
LEAST_WORDS = 4  # shorter passages and sentences cannot be judged
SIZE = 200  # items on a sheet
FOUND, PASSED = "found", "passed over"


class Sheet(NamedTuple):
    """What the coder gets, and what the coder must not see yet."""

    sheet: pd.DataFrame
    key: pd.DataFrame


def draw_voices(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    size: int = SIZE,
    random_state: int | None = None,
) -> Sheet:
    """Draw passages for somebody to say who speaks, in which voice.

    Half of the items are passages that were given a voice other than narration, half narration;
    passages of fewer than four words are left out.

    Parameters
    ----------
    documents, passages : DataFrame
        Schemas `documents`, with `text`, and `passages`.
    size : int, default 200
        Items to draw; all there are, if there are fewer.
    random_state : int, optional
        Seed of the draw.

    Returns
    -------
    Sheet
        `sheet`: item, document, title, before, passage, after, and empty columns voice (speech,
        quotation, reported or narration), speaker (a name; "unknown" if the document does not say)
        and note. `key`: item, passage, document, start, end, genre, stratum, weight, voice,
        speaker, text.

    Raises
    ------
    DataError
        The documents carry no text, or no passage is long enough.

    Examples
    --------
    >>> from topoi.documents import read_documents, specimens
    >>> from topoi.voices import attribute
    >>> documents = read_documents(specimens() / "02_wire_story.txt")
    >>> sheet, key = draw_voices(documents, attribute(documents), size=6, random_state=1)
    >>> len(sheet), key["stratum"].value_counts().to_dict(), "voice" in key
    (6, {'found': 3, 'passed over': 3}, True)
    """
    documents, passages = _with_text(documents, "documents"), check(passages, "passages")
    units = passages[passages["words"] >= LEAST_WORDS].merge(
        documents[["document", "title", "genre", "text"]], on="document", suffixes=("_own", "")
    )
    units["stratum"] = np.where(units["voice"] != "narration", FOUND, PASSED)
    drawn = draw_evenly(units, size, random_state)
    spans = list(zip(drawn["text"], drawn["start"], drawn["end"], strict=True))
    sheet = pd.DataFrame(
        {
            "item": drawn["item"],
            "document": drawn["document"],
            "title": drawn["title"],
            "before": [_before(text, a) for text, a, _ in spans],
            "passage": [" ".join(text[a:b].split()) for text, a, b in spans],
            "after": [_after(text, b) for text, _, b in spans],
        }
    ).assign(voice="", speaker="", note="")
    drawn["text"] = [text[a:b] for text, a, b in spans]
    columns = "item passage document start end genre stratum weight voice speaker text".split()
    return Sheet(sheet, drawn[columns])


def draw_framings(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    size: int = SIZE,
    random_state: int | None = None,
) -> Sheet:
    """Draw sentences for somebody to say which framings occur in them.

    Half of the items are sentences in which a framing was found, half sentences without any.

    Parameters
    ----------
    documents, passages, mentions : DataFrame
        Schemas `documents`, with `text`, `passages` and `mentions`.
    size : int, default 200
        Sentences to draw; all there are, if there are fewer.
    random_state : int, optional
        Seed of the draw.

    Returns
    -------
    Sheet
        `sheet`: item, document, before, sentence, after, and empty columns framings (their names in
        the lexicon, a semicolon between them, or "none") and note. `key`: item, document, start,
        end, genre, stratum, weight and framings as they were found.

    Raises
    ------
    DataError
        The documents carry no text, or no sentence is long enough.
    """
    documents, passages = _with_text(documents, "documents"), check(passages, "passages")
    mentions = check(mentions, "mentions")
    home = mentions["passage"].map(passages.set_index("passage")["document"])
    found = mentions.assign(document=home)[["document", "start", "framing"]]
    by_document = dict(iter(found.groupby("document")))
    rows = []
    for document in documents.itertuples(index=False):
        mine = by_document.get(document.document, found.iloc[:0])
        for start, end in sentences(document.text):
            if count_words(document.text[start:end]) >= LEAST_WORDS:
                here = mine.loc[mine["start"].between(start, end - 1), "framing"]
                names = ";".join(sorted(set(here)))
                rows.append((document.document, document.genre, document.text, start, end, names))
    columns = ["document", "genre", "text", "start", "end", "framings"]
    units = pd.DataFrame(rows, columns=columns)
    units["stratum"] = np.where(units["framings"] != "", FOUND, PASSED)
    drawn = draw_evenly(units, size, random_state)
    spans = list(zip(drawn["text"], drawn["start"], drawn["end"], strict=True))
    sheet = pd.DataFrame(
        {
            "item": drawn["item"],
            "document": drawn["document"],
            "before": [_before(text, a) for text, a, _ in spans],
            "sentence": [" ".join(text[a:b].split()) for text, a, b in spans],
            "after": [_after(text, b) for text, _, b in spans],
        }
    ).assign(framings="", note="")
    return Sheet(sheet, drawn["item document start end genre stratum weight framings".split()])


def draw_stances(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    size: int = SIZE,
    random_state: int | None = None,
) -> Sheet:
    """Draw mentions for somebody to say how each is used, and with which attitude.

    Framings are drawn as evenly as their mentions allow, so that rare ones are judged too.

    Parameters
    ----------
    documents, passages, mentions : DataFrame
        Schemas `documents`, with `text`, `passages` and `mentions`.
    size : int, default 200
        Mentions to draw; all there are, if there are fewer.
    random_state : int, optional
        Seed of the draw.

    Returns
    -------
    Sheet
        `sheet`: item, document, framing, speaker, before, words, after, and empty columns use (own,
        reported, ascribed, negated, name), attitude (endorse, oppose, neutral) and note. `key`:
        item, mention, document, start, end, framing, stratum, weight, use and attitude as the rules
        have them.

    Raises
    ------
    DataError
        The documents carry no text, or there is no mention.
    """
    documents, passages = _with_text(documents, "documents"), check(passages, "passages")
    home = passages[["passage", "document", "speaker"]]
    units = check(mentions, "mentions").merge(home, on="passage")
    units = units.merge(documents[["document", "text"]], on="document")
    drawn = draw_evenly(units.assign(stratum=units["framing"]), size, random_state)
    spans = list(zip(drawn["text"], drawn["start"], drawn["end"], strict=True))
    sheet = drawn[["item", "document", "framing", "speaker"]].assign(
        before=[_before(text, a) for text, a, _ in spans],
        words=[" ".join(text[a:b].split()) for text, a, b in spans],
        after=[_after(text, b) for text, _, b in spans],
        use="",
        attitude="",
        note="",
    )
    columns = "item mention document start end framing stratum weight use attitude".split()
    return Sheet(sheet, drawn[columns])


def _with_text(table: pd.DataFrame, name: str) -> pd.DataFrame:
    table = check(table, name)
    if "text" not in table or table["text"].isna().all():
        raise DataError(
            f"{name}: no text to show to a coder. A bundle comes without its texts: draw from the "
            "documents themselves."
        )
    return table.assign(text=table["text"].fillna(""))


def draw_evenly(units: pd.DataFrame, size: int, random_state: int | None) -> pd.DataFrame:
    """`size` units, as many of each stratum if there are, numbered in random order."""
    if units.empty:
        raise DataError(
            f"nothing to code: no passage or sentence has {LEAST_WORDS} words, or no framing occurs."
        )
    if size < 2:
        raise DataError(f"size must be at least 2, so that both strata are drawn; got {size}.")
    rng = np.random.default_rng(random_state)
    there = units["stratum"].value_counts(sort=False)
    taken = _allotted(there, size)
    parts = []
    for stratum, n in taken.items():
        members = units[units["stratum"] == stratum]
        if n:
            chosen = members.iloc[np.sort(rng.choice(len(members), n, replace=False))]
            parts.append(chosen.assign(weight=len(members) / n))
    drawn = pd.concat(parts, ignore_index=True)
    drawn = drawn.iloc[rng.permutation(len(drawn))].reset_index(drop=True)
    drawn["item"] = np.arange(1, len(drawn) + 1)
    return drawn


def _allotted(there: pd.Series, size: int) -> dict[str, int]:
    """So many of each stratum as evenly as their sizes allow, in the order of their names."""
    left, taken = size, {}
    smallest_first = sorted(there.index, key=lambda s: (there[s], s))
    for number, stratum in enumerate(smallest_first):
        taken[stratum] = min(int(there[stratum]), -(-left // (len(there) - number)))
        left -= taken[stratum]
    return {stratum: taken[stratum] for stratum in sorted(taken)}


def _before(text: str, at: int) -> str:
    return " ".join(text[max(0, at - CONTEXT) : at].split())


def _after(text: str, at: int) -> str:
    return " ".join(text[at : at + CONTEXT].split())
