"""A handful of documents read closely: who says which framing, in which voice."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .styles import FAINT, INK, MUTED, axes_or_new, framing_label, styled, voice_style

_ORDER = ("speech", "quotation", "reported", "narration")


@styled
def plot_voices(
    voices: pd.DataFrame,
    *,
    statements: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Framings (rows) by speaker within document (columns); the mark is the voice, the number the
    mentions.

    Parameters
    ----------
    voices : DataFrame
        Schema `voices`.
    statements : DataFrame, optional
        Schema `statements`: the labels of the documents.
    labels : mapping, optional
        Document -> label, in place of `statements`.
    ax : Axes, optional
    """
    if labels is None and statements is not None:
        labels = dict(zip(statements["document"], statements["label"], strict=True))
    labels = labels or {}
    columns = list(dict.fromkeys(zip(voices["document"], voices["speaker"], strict=True)))
    total = voices.groupby("framing")["mentions"].sum()
    rows = list(total.sort_values(ascending=False, kind="stable").index)
    ax = axes_or_new(ax)
    for (document, speaker, framing), cell in voices.groupby(["document", "speaker", "framing"]):
        x, y = columns.index((document, speaker)), rows.index(framing)
        shown = [v for v in _ORDER if v in set(cell["voice"])]
        offsets = (np.arange(len(shown)) - (len(shown) - 1) / 2) * 0.34
        for voice, shift in zip(shown, offsets, strict=True):
            n = int(cell.loc[cell["voice"] == voice, "mentions"].sum())
            ax.plot(x + shift, y, ms=9.5, mew=1, **voice_style(voice))
            tint = INK if voice == "narration" else "white"
            ax.text(x + shift, y + 0.02, str(n), ha="center", va="center", fontsize=6.4, color=tint)
    for voice in _ORDER:
        ax.plot([], [], ms=6, mew=1, label=voice, **voice_style(voice))
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=4, handletextpad=0.1)
    ax.set_yticks(range(len(rows)), [framing_label(f) for f in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-0.6, len(columns) - 0.4)
    ax.set_xticks(range(len(columns)), [_wrapped(s) for _, s in columns])
    ax.tick_params(
        axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0, pad=1
    )
    ax.tick_params(axis="y", length=0)
    ax.set_axisbelow(True)
    ax.grid(color=FAINT)
    for spine in ax.spines.values():
        spine.set_visible(False)
    _document_heads(ax, [d for d, _ in columns], labels)
    return ax


def _wrapped(name: str) -> str:
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > 12:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _document_heads(ax: Axes, documents: list[str], labels: Mapping[str, str]) -> None:
    """The documents above their speakers, with a rule over each."""
    for document in dict.fromkeys(documents):
        at = [i for i, d in enumerate(documents) if d == document]
        ax.annotate(
            _wrapped(labels.get(document, document)),
            ((at[0] + at[-1]) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            xytext=(0, 44),
            ha="center",
            va="bottom",
            fontsize=7.5,
            fontweight="semibold",
            annotation_clip=False,
        )
        ax.annotate(
            "",
            (at[0] - 0.42, 1.0),
            (at[-1] + 0.42, 1.0),
            xycoords=("data", "axes fraction"),
            textcoords=("data", "axes fraction"),
            arrowprops={
                "arrowstyle": "-",
                "color": MUTED,
                "lw": 0.8,
                "shrinkA": 0,
                "shrinkB": 0,
                "relpos": (0, 0),
            },
            annotation_clip=False,
        )
