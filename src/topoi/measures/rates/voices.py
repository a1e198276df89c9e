"""Who says which framing, in which voice, document by document."""

from __future__ import annotations

import pandas as pd

from ...tables import check

OUTLET, UNKNOWN = "outlet", "unknown"  # narration's speaker, and one that nobody names


def name_speakers(passages: pd.DataFrame) -> pd.DataFrame:
    """Passages in which every one has a speaker: narration's is the outlet, others are unknown.

    >>> passages = pd.DataFrame({"voice": ["narration", "quotation"], "speaker": [None, None]})
    >>> name_speakers(passages)["speaker"].tolist()
    ['outlet', 'unknown']
    """
    speaker = passages["speaker"].fillna(UNKNOWN)
    return passages.assign(speaker=speaker.where(passages["voice"] != "narration", OUTLET))


def count_voices(mentions: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Mentions of each framing by each speaker in each voice of each document.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`.
    passages : DataFrame
        Schema `passages`.

    Returns
    -------
    DataFrame
        Schema `voices`: only what occurs, with the words of that speaker in that voice in the
        document. Narration stands under "outlet", a passage that nobody is named for under
        "unknown". These are counts of what was found; with few documents nothing follows from
        them for others.

    >>> from topoi.tables import empty
    >>> passages = pd.DataFrame({
    ...     "passage": ["a:1", "a:2"], "document": "a", "start": [0, 9], "end": [9, 20],
    ...     "voice": ["quotation", "narration"], "speaker": ["Ivo Orlan", None], "rule": "",
    ...     "confidence": 1.0, "words": [9, 11]}).reindex(columns=empty("passages").columns)
    >>> mentions = pd.DataFrame({
    ...     "mention": ["a:1:0"], "framing": ["hybrid_war"], "passage": ["a:1"], "start": [2],
    ...     "end": [5], "variant": ["hybrid war"], "language": ["en"],
    ... }).reindex(columns=empty("mentions").columns)
    >>> count_voices(mentions, passages)[["voice", "speaker", "mentions", "words"]].values.tolist()
    [['quotation', 'Ivo Orlan', 1, 9]]
    """
    passages = name_speakers(check(passages, "passages"))
    stratum = ["document", "voice", "speaker"]
    said = check(mentions, "mentions").merge(passages[["passage", *stratum]], on="passage")
    counted = said.groupby(["document", "framing", "voice", "speaker"]).size()
    words = passages.groupby(stratum)["words"].sum().reset_index()
    bodies = passages.dropna(subset=["organization"]).drop_duplicates(["document", "speaker"])
    table = counted.rename("mentions").reset_index().merge(words, on=stratum)
    bodies = bodies[["document", "speaker", "organization"]]
    return check(table.merge(bodies, how="left", on=["document", "speaker"]), "voices")
