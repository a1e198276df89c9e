"""Ratios as marks on a logarithmic axis, with their intervals: what several plots share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .styles import INK, MUTED, framing_label

SURE = 0.05  # q below it: a full mark; p below it: a grey one
_GREY = "#9a9a9a"
_TICKS = (1 / 32, 1 / 8, 1 / 2, 2, 8, 32)


def mark_ratios(
    ax: Axes,
    table: pd.DataFrame,
    order: Sequence[str],
    limits: tuple[float, float],
    *,
    endless: bool = True,
    markers: Sequence[str] | None = None,
) -> None:
    """Rows of a table (by framing, in `order`) as marks, the first above.

    Parameters
    ----------
    table : DataFrame
        Columns ratio, low, high, p, q and mentions, indexed by framing.
    limits : (low, high)
        Ends of the axis; an interval that goes on is cut there, a ratio beyond stands at the end.
    endless : bool, default True
        A limit or a ratio that is null goes on for ever. False: then it is not drawn.
    markers : sequence of str, optional
        One for each row.
    """
    low, high = limits
    y = np.arange(len(table))[::-1]
    a, b, middle = (table[c].clip(low, high) for c in ("low", "high", "ratio"))
    if endless:
        a, b = a.fillna(low), b.fillna(high)
        middle = middle.where(middle.notna(), np.where(table["mentions"] > 0, high, np.nan))
    drawn = (middle.notna() & a.notna() & b.notna()).to_numpy()
    ax.hlines(y[drawn], a[drawn], b[drawn], color=MUTED, lw=1)
    shapes = markers or ["o"] * len(table)
    for at, value, p, q, shape in zip(y, middle, table["p"], table["q"], shapes, strict=True):
        if not np.isnan(value):
            fill = fill_of(p, q)
            ax.plot(value, at, shape, ms=4.2, mfc=fill, mec=INK, mew=0.8, clip_on=False)
    ax.axvline(1, color=INK, lw=0.7)
    ax.set_xscale("log", base=2)
    ax.set_xlim(low, high)
    ticks = [t for t in _TICKS if low <= t <= high]
    ax.set_xticks(ticks, [fraction(t) for t in ticks])
    ax.minorticks_off()
    list_framings(ax, order)
    ax.grid(axis="x")


def list_framings(ax: Axes, order: Sequence[str]) -> None:
    """Framings as rows, the first above."""
    ax.set_yticks(np.arange(len(order))[::-1], [framing_label(f) for f in order])
    ax.set_ylim(-0.7, len(order) - 0.3)
    ax.tick_params(axis="y", length=0)


def fill_of(p: float, q: float) -> str:
    """Full, grey or hollow."""
    return INK if q < SURE else _GREY if p < SURE else "white"


def fraction(value: float) -> str:
    """A ratio as it stands at an axis.

    >>> fraction(8), fraction(0.125)
    ('8', '1/8')
    """
    return f"{value:g}" if value >= 1 else f"1/{1 / value:g}"
