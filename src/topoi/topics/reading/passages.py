"""Where to read what a topic is about: the sections in which it has the largest shares."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check, need_columns
from ..models import TopicModel
from ..options import need_count
from ..vocabulary import FEWEST_TOKENS, Vocabulary


def representative_passages(
    model: TopicModel,
    words: Vocabulary,
    passages: pd.DataFrame | None = None,
    *,
    top: int = 3,
    min_tokens: int = FEWEST_TOKENS,
) -> pd.DataFrame:
    """The sections to read before a topic is named: those with the largest share of it.

    Parameters
    ----------
    model : TopicModel
        What `fit_topics` returned.
    words : Vocabulary
        What it was fitted to.
    passages : DataFrame, optional
        Schema `passages`: adds place, speaker and organization, and the text if it has one.
    top : int, default 3
        Sections of each topic, no two of one document.
    min_tokens : int, default 20
        Sections of fewer counted tokens are passed over: their shares are guesses.

    Returns
    -------
    DataFrame
        Schema `topic_passages`, by topic and rank. Ties go to the section with more tokens. A
        section is one or more passages: place and text run from its first to its last. Without
        `passages` start, end, speaker, organization and text are null; without texts, text is.

    Raises
    ------
    DataError
        The model was fitted to other words, `passages` lacks some of theirs, or `top` is below 1.

    Notes
    -----
    These are the clearest cases and not the usual ones: they show what a topic is at its
    purest, not what most of its tokens are like (Chang et al. 2009 ask people; see
    `topoi.audit.draw_topic_intrusion`).

    Examples
    --------
    >>> counts = pd.DataFrame([(f"d{i}:0", "tide" if i % 3 else "tariff", 30) for i in range(100)],
    ...     columns=["passage", "term", "n"])
    >>> from topoi.topics import fit_topics, prepare_topics
    >>> words = prepare_topics(counts, min_sections=1, max_share=1)
    >>> model = fit_topics(words, n_topics=2, random_state=1)
    >>> representative_passages(model, words, top=2)[["topic", "rank", "document", "tokens"]].values.tolist()
    [[1, 1, 'd10', 30], [1, 2, 'd11', 30], [2, 1, 'd0', 30], [2, 2, 'd12', 30]]
    """
    places = section_places(model, words)
    rows = []
    enough = model.tokens >= min_tokens
    need_count("top", top, 1)
    for k in range(model.n_topics):
        share = model.theta[:, k].round(9)
        order = np.lexsort((-model.tokens, -share))
        order = order[enough[order]]
        best = order[~model.rows["document"].iloc[order].duplicated().to_numpy()][:top]
        found = places.iloc[best].assign(topic=k + 1, rank=range(1, len(best) + 1))
        rows.append(found.assign(share=model.theta[best, k]))
    table = pd.concat(rows, ignore_index=True)
    if passages is None:
        table[["start", "end", "speaker", "organization", "text"]] = None
    else:
        table = table.join(section_spans(words, passages, table["section"]), on="section")
    return check(table, "topic_passages")


def section_places(model: TopicModel, words: Vocabulary) -> pd.DataFrame:
    """Document, section, counted tokens, first and last passage of each row of the model."""
    homes = passage_sections(words)
    same = len(model.rows) == len(words.rows) and (
        model.rows["section"].to_numpy() == words.rows["section"].to_numpy()
    )
    if not np.all(same):
        raise DataError("model: fitted to other words. Give the vocabulary that it was fitted to.")
    ends = homes.groupby("section")["passage"].agg(["first", "last"])
    ends = ends.loc[model.rows["section"]].reset_index(drop=True)
    rows = model.rows.reset_index(drop=True).assign(tokens=model.tokens.astype("int64"))
    return rows.join(ends)


def passage_sections(words: Vocabulary) -> pd.DataFrame:
    """The section of each passage that the words were counted in."""
    if words.passages is None:
        raise DataError("words: do not say which passages they came from; prepare_topics does.")
    return words.passages


def section_spans(words: Vocabulary, passages: pd.DataFrame, sections: pd.Series) -> pd.DataFrame:
    """Start, end, speakers, bodies and text of sections, by their names."""
    need_columns(passages, ("passage", "start", "end", "speaker", "organization"))
    homes = passage_sections(words)
    used = homes[homes["section"].isin(words.rows["section"])]
    lost = ~used["passage"].isin(passages["passage"])
    if lost.any():
        raise DataError(
            f"passages: {int(lost.sum())} of {len(used)} that the words were counted in are not "
            f"there, such as {used['passage'][lost].iloc[0]}. Give the passages that were counted."
        )
    both = used[used["section"].isin(sections)].merge(passages, on="passage", how="left")
    both["text"] = both.get("text")
    grouped = both.groupby("section", sort=False)
    out = grouped.agg(start=("start", "min"), end=("end", "max"))
    for column, mark in (("speaker", "; "), ("organization", "; "), ("text", " ")):
        out[column] = grouped[column].agg(lambda values, mark=mark: _joined(values, mark))
    return out


def _joined(values: pd.Series, mark: str) -> str | None:
    """The different values in their order; None if there is none."""
    there = dict.fromkeys(values.dropna())
    return mark.join(there) if there else None
