"""How framings are used: whose words, and with which attitude."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .styles import BLUE, INK, ORANGE, SKY, axes_or_new, chosen, framing_label, styled

# From dark to light, so that neighbours can be told apart in grey; what is undecided is hollow.
_ANSWERS = {
    "own": (BLUE, ""),
    "ascribed": (ORANGE, ""),
    "reported": (SKY, ""),
    "negated": ("#f0d9a8", "////"),
    "name": ("#dcdcdc", ""),
    "endorse": (BLUE, ""),
    "oppose": (ORANGE, ""),
    "neutral": ("#dcdcdc", ""),
    "undecided": ("white", ""),
}


@styled
def plot_stances(
    stances: pd.DataFrame,
    *,
    question: str = "use",
    group: str | None = None,
    framings: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Share of each framing's mentions by answer, one bar a framing, with the number of mentions.

    Parameters
    ----------
    stances : DataFrame
        Schema `stances`.
    question : {"use", "attitude"}
    group : str, optional
        One of the groups; by default the only one there is.
    framings : collection of str, optional
        By default all, in the order of the table.
    ax : Axes, optional

    Returns
    -------
    Axes
        Answers stand in the order of the legend.

    Raises
    ------
    DataError
        A name is not in the table, or there are several groups and none was chosen.
    """
    question = chosen([question], stances["question"], "question")[0]
    group = chosen(None if group is None else [group], stances["group"], "group")[0]
    mine = stances[(stances["question"] == question) & (stances["group"] == group)]
    rows = chosen(framings, mine["framing"], "framing")
    answers = list(dict.fromkeys(mine["answer"]))
    shares = mine.pivot(index="framing", columns="answer", values="share").loc[rows, answers]
    totals = mine.groupby("framing")["mentions"].sum()[rows]
    ax = axes_or_new(ax)
    y, left = np.arange(len(rows))[::-1], np.zeros(len(rows))
    for answer in answers:
        colour, hatch = _ANSWERS[answer]
        width = shares[answer].to_numpy()
        ax.barh(
            y, width, 0.72, left, color=colour, hatch=hatch, edgecolor=INK, lw=0.3, label=answer
        )
        left = left + width
    labels = [f"{framing_label(f)} ({n})" for f, n in zip(rows, totals, strict=True)]
    ax.set_yticks(y, labels)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.5, 1], ["0", "50", "100%"])
    ax.tick_params(axis="y", length=0)
    ax.grid(visible=False)
    ax.set_xlabel(f"share of mentions, by {question}")
    columns = min(3, len(answers))
    ax.legend(  # below the label of the axis
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        borderaxespad=4.5,
        ncols=columns,
        handlelength=1,
    )
    return ax
