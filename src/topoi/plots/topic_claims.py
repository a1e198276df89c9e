"""Claims about topics by the number of topics: ratios over seeds, and how often the claim holds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from .ratios import fraction
from .styles import INK, MUTED, axes_or_new, framing_label, styled

_STEP = 0.8  # of a row that the numbers of topics of a claim take
_NEARLY_ALL = 0.9
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
        the greatest; full marks where nine fits of ten or more bear the claim out.
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
            ax.plot(fit.ratio, at, "o", ms=3.4, mfc=fill, mec=INK, mew=0.8)
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
    ticks = _ticks(table[["ratio_low", "ratio_high"]].to_numpy())
    ax.set_xticks(ticks, [fraction(t) for t in ticks])
    ax.minorticks_off()
    ax.set_yticks(range(len(claims)), [_label(claim) for claim in claims])
    ax.set_ylim(len(claims) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel("ratio of the topic's shares; number of topics, and fits that bear the claim out")
    return ax


def _ticks(ratios: npt.NDArray[np.float64]) -> list[float]:
    """Powers of 2 from the least to the greatest; of 4, 8 and so on, 1 among them, where they are many.

    >>> _ticks(np.array([0.45, 1.2, 5.0])), len(_ticks(np.array([1e-9, 1e9])))
    ([0.5, 1.0, 2.0, 4.0], 9)
    """
    powers = np.log2(ratios[(ratios > 0) & np.isfinite(ratios)], dtype="float64")
    first, last = (int(np.rint(f(powers, initial=0))) for f in (np.min, np.max))
    step = -(-(last - first + 1) // _MOST_TICKS)
    return [2.0**power for power in range(first, last + 1) if power % step == 0]


def _label(claim: str) -> str:
    """The framing by its label, the claim below it."""
    about, _, says = claim.partition(": ")
    return f"{framing_label(about)}:\n{says}"
