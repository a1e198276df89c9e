"""Mentions read in their place: keyword in context."""

from __future__ import annotations

import pandas as pd

from ..errors import DataError
from ..tables import check


def concordance(mentions: pd.DataFrame, passages: pd.DataFrame, *, width: int = 40) -> pd.DataFrame:
    """Every mention with who says it and the words on either side.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`; filter it to read some of them.
    passages : DataFrame
        Schema `passages`, with `text`.
    width : int, default 40
        Characters of context on each side, within the passage.

    Returns
    -------
    DataFrame
        The columns of `mentions`, then document, voice, speaker, organization, left, match and
        right, in the order of `mentions`. Line breaks are blanks.

    Raises
    ------
    DataError
        The passages carry no text (they come from a bundle), or lack a passage that is mentioned.

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
    if "text" not in passages or passages["text"].isna().all():
        raise DataError("passages: no text to read in. A bundle comes without its texts.")
    home = passages.set_index("passage")
    missing = mentions.loc[~mentions["passage"].isin(home.index), "passage"]
    if len(missing):
        raise DataError(
            f"mentions: the passage '{missing.iloc[0]}' is not among the passages "
            f"({len(missing)} mentions). Use the passages in which the mentions were found.",
            passage=missing.iloc[0],
        )
    columns = ["document", "voice", "speaker", "organization"]
    said = home.loc[mentions["passage"], columns].reset_index(drop=True)
    rows = []
    for mention in mentions.itertuples(index=False):
        text, at = home.loc[mention.passage, ["text", "start"]]
        a, b = mention.start - at, mention.end - at
        pieces = text[max(0, a - width) : a], text[a:b], text[b : b + width]
        rows.append([" ".join(piece.split()) for piece in pieces])
    context = pd.DataFrame(rows, columns=["left", "match", "right"], dtype="str")
    return pd.concat([mentions, said, context], axis=1)
