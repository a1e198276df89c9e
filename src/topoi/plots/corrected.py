"""Rates as they were found, beside what is left of them after checking by hand."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..errors import DataError
from .styles import INK, MUTED, axes_or_new, chosen, styled

_APART = 0.17  # of the two marks of a group from its middle, in rows


@styled
def plot_corrected(
    corrected_rates: pd.DataFrame,
    *,
    framing: str,
    groups: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The rate of one framing in each group as found (hollow), and below it corrected (full).

    Parameters
    ----------
    corrected_rates : DataFrame
        Schema `corrected_rates`, one period.
    framing : str
    groups : collection of str, optional
        Only these, in this order from above.
    ax : Axes, optional

    Returns
    -------
    Axes
        Each with its interval; the number of checked mentions stands behind it, or below the axis if it
        is the same in all groups.
    """
    table = corrected_rates[corrected_rates["framing"] == framing]
    if table.empty:
        there = ", ".join(corrected_rates["framing"].unique())
        raise DataError(f"corrected rates: no framing '{framing}'. They have: {there}.")
    order = chosen(groups, table["group"], "group")
    table = table.set_index("group").reindex(order)
    ax = axes_or_new(ax)
    y = np.arange(len(table))[::-1]
    found: dict[str, Any] = {"mfc": "white", "mec": MUTED, "mew": 0.8}
    for value, ends, at, look in (
        ("rate", ("rate_low", "rate_high"), y + _APART, found),
        ("corrected", ("low", "high"), y - _APART, {"color": INK}),
    ):
        low, high = (table[end].fillna(table[value]) for end in ends)
        ax.hlines(at, low, high, color=MUTED if look is found else INK, lw=1)
        ax.plot(table[value], at, "o", ms=3.6, **look)
    alike = len(set(table["hits"])) == 1
    if not alike:
        ends = table["high"].fillna(table["corrected"])
        for at, end, hits in zip(y - _APART, ends, table["hits"], strict=True):
            ax.annotate(
                f"{hits}",
                (end, at),
                textcoords="offset points",
                xytext=(4, 0),
                va="center",
                fontsize=6.5,
                color=MUTED,
            )
    ax.margins(x=0.12)
    ax.set_yticks(y, order)
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.set_xlim(left=-0.035 * ax.get_xlim()[1])  # room for the marks at zero
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    checked = f" by {table['hits'].iloc[0]}" if alike else ""
    ax.set_xlabel(f"mentions per 10,000 words\nhollow: found; full: corrected{checked}")
    return ax
