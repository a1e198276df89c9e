"""Claims about topics by the number of topics: ratios over seeds, and how often the claim holds."""

from __future__ import annotations

from math import ceil, floor, log2

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .ratios import fraction
from .styles import INK, MUTED, axes_or_new, framing_label, styled

_STEP = 0.8  # of a row that the numbers of topics of a claim take
_NEARLY_ALL = 0.9
_FARTHEST = 64.0  # ratio that is drawn
_MARGIN = 1.1
_MOST_TICKS = 9


@styled
def plot_topic_claims(claim_shares: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The ratio that each claim is about, for every number of topics in the grid.

    Parameters
    ----------
    claim_shares : DataFrame
        Schema `topic_claim_shares`.
    ax : Axes, optional

    Returns
    -------
    Axes
        A claim a row, numbers of topics below each other, with the number and the per cent of the fits in
        which the claim holds at the right. Marks are medians over seeds, lines go from the least to
        the greatest; full marks where nine fits of ten or more bear the claim out. Lines are cut at
        the edge, and marks on it lie beyond: where a side hardly has the topic, a ratio has no end.
    """
    table = claim_shares[claim_shares["n_topics"] != "all"]
    claims = list(table["claim"].unique())
    ax = axes_or_new(ax)
    for row, claim in enumerate(claims):
        mine = table[table["claim"] == claim]
        y = row + _STEP * ((np.arange(len(mine)) + 0.5) / len(mine) - 0.5)
        ax.hlines(y, mine["ratio_low"], mine["ratio_high"], color=MUTED, lw=0.9)
        for at, fit in zip(y, mine.itertuples(), strict=True):
            fill = INK if fit.share >= _NEARLY_ALL else "white"
            ax.plot(
                np.clip(fit.ratio, 1 / _FARTHEST, _FARTHEST),
                at,
                "o",
                ms=3.4,
                mfc=fill,
                mec=INK,
                mew=0.8,
                clip_on=False,
            )
            ax.annotate(
                f"{fit.n_topics}: {100 * fit.share:.0f} %",
                (1, at),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                xytext=(4, 0),
                va="center",
                fontsize=6.2,
                color=MUTED,
            )
    ax.axvline(1, color=INK, lw=0.7)
    ax.set_xscale("log", base=2)
    low = max(1 / _FARTHEST, min(0.5, table["ratio_low"].min()) / _MARGIN)
    high = min(_FARTHEST, max(2.0, table["ratio_high"].max()) * _MARGIN)
    ax.set_xlim(low, high)
    ticks = _ticks(low, high)
    ax.set_xticks(ticks, [fraction(t) for t in ticks])
    ax.minorticks_off()
    ax.set_yticks(range(len(claims)), [_label(claim) for claim in claims])
    ax.set_ylim(len(claims) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel("ratio of the topic's shares; number of topics, and fits that bear the claim out")
    return ax


def _ticks(low: float, high: float) -> list[float]:
    """Powers of 2 between two ratios; of 4, 8 and so on, 1 among them, where they are many.

    >>> _ticks(0.45, 5.0), _ticks(1 / 64, 64)
    ([0.5, 1.0, 2.0, 4.0], [0.015625, 0.0625, 0.25, 1.0, 4.0, 16.0, 64.0])
    """
    first, last = ceil(log2(low)), floor(log2(high))
    step = 1 + (last - first) // _MOST_TICKS
    return [2.0**power for power in range(first, last + 1) if power % step == 0]


def _label(claim: str) -> str:
    """The framing by its label, the claim below it."""
    about, _, says = claim.partition(": ")
    return f"{framing_label(about)}:\n{says}"
