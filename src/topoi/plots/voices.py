"""A handful of documents read closely: who says which framing, in which voice."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .styles import FAINT, INK, and_more, axes_or_new, framing_label, styled, voice_style

_SLANTED = 15  # framings whose labels can be slanted
_LONGEST = 44  # characters of the label of a row
_ORDER = ("speech", "quotation", "reported", "narration")


@styled
def plot_voices(
    voices: pd.DataFrame,
    *,
    statements: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    top: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Framings (columns) by speaker within document (rows); the mark is the voice.

    Parameters
    ----------
    voices : DataFrame
        Schema `voices`.
    statements : DataFrame, optional
        Schema `statements`: the labels of the documents.
    labels : mapping, optional
        Document -> label, in place of `statements`.
    top : int, optional
        Only so many rows: the speakers with the most mentions in a document, as many as find room
        with their documents; how many are left out stands below.
    ax : Axes, optional

    Returns
    -------
    Axes
        The number in a mark is that of the mentions. Framings stand in the order of their mentions
        in what is shown, documents and speakers in that of the table.
    """
    if labels is None and statements is not None:
        labels = dict(zip(statements["document"], statements["label"], strict=True))
    labels = labels or {}
    lines = voices.groupby(["document", "speaker"])["mentions"].sum()
    kept = lines if top is None else _fitting(lines, top)
    voices = voices[pd.MultiIndex.from_frame(voices[["document", "speaker"]]).isin(kept.index)]
    rows = _rows(voices)
    total = voices.groupby("framing")["mentions"].sum()
    framings = list(total.sort_values(ascending=False, kind="stable").index)
    ax = axes_or_new(ax)
    for (document, speaker, framing), cell in voices.groupby(["document", "speaker", "framing"]):
        x, y = framings.index(framing), rows.index((document, speaker))
        shown = [v for v in _ORDER if v in set(cell["voice"])]
        offsets = (np.arange(len(shown)) - (len(shown) - 1) / 2) * 0.42
        for voice, shift in zip(shown, offsets, strict=True):
            n = int(cell.loc[cell["voice"] == voice, "mentions"].sum())
            ax.plot(x + shift, y, ms=8.5, mew=0.9, clip_on=False, **voice_style(voice))
            tint = INK if voice == "narration" else "white"
            ax.text(x + shift, y + 0.03, str(n), ha="center", va="center", fontsize=6, color=tint)
    for voice in _ORDER:
        ax.plot([], [], ms=6, mew=0.9, label=voice, **voice_style(voice))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, 0), ncols=4, handletextpad=0.1)
    more = and_more(len(lines) - len(kept), "more mentions in a document")
    ax.set_xlabel("mentions, by voice" + more, labelpad=20)
    heads = [speaker is None for _, speaker in rows]
    names = [labels.get(document, document) if s is None else s for document, s in rows]
    ax.set_yticks(range(len(rows)), [shorten(name, _LONGEST, placeholder=" …") for name in names])
    for tick, head in zip(ax.get_yticklabels(), heads, strict=True):
        tick.set_fontweight("semibold" if head else "normal")
    said = [y for y, head in enumerate(heads) if not head]
    ax.hlines(said, -0.5, len(framings) - 0.5, color=FAINT, lw=0.6, zorder=0.5)
    ax.set_ylim(len(rows) - 0.4, -0.5)
    ax.set_xlim(-0.5, len(framings) - 0.5)
    ax.set_xticks(range(len(framings)), [framing_label(f) for f in framings])
    ax.tick_params(axis="both", length=0, pad=2)
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
    slant = 50 if len(framings) <= _SLANTED else 90  # upright labels take less room
    for tick in ax.get_xticklabels():
        tick.set(rotation=slant, ha="left", va="center" if slant == 90 else "bottom")
        tick.set_rotation_mode("anchor")
    ax.set_axisbelow(True)
    ax.grid(axis="x", color=FAINT)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def _fitting(lines: pd.Series, top: int) -> pd.Series:
    """The largest of the mentions by document and speaker that fit into `top` rows with their heads.

    >>> two = [("a", "Ana"), ("b", "Bo"), ("b", "Cy")]
    >>> lines = pd.Series([1, 3, 2], pd.MultiIndex.from_tuples(two, names=["document", "speaker"]))
    >>> [len(_fitting(lines, top)) for top in (1, 2, 3, 4, 5)]
    [1, 1, 2, 2, 3]
    """
    lines = lines.sort_values(ascending=False, kind="stable")
    heads = ~lines.index.get_level_values("document").duplicated()
    return lines[np.arange(1, len(lines) + 1) + heads.cumsum() <= max(top, 2)]


def _rows(voices: pd.DataFrame) -> list[tuple[str, str | None]]:
    """A row for each document (its head, without a speaker) and for each who speaks in it."""
    rows: list[tuple[str, str | None]] = []
    for document, part in voices.groupby("document", sort=False):
        rows += [(str(document), None), *((str(document), s) for s in part["speaker"].unique())]
    return rows
