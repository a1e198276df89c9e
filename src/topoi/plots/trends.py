"""Over time: by what rates are multiplied in ten years, and when they change their level."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..errors import DataError
from .ratios import fill_of, list_framings, mark_ratios
from .styles import BLUE, INK, MUTED, axes_or_new, chosen, styled


@styled
def plot_trends(
    trends: pd.DataFrame,
    *,
    group: str = "all",
    framings: Collection[str] | None = None,
    limits: tuple[float, float] = (1 / 8, 32),
    ax: Axes | None = None,
) -> Axes:
    """By what the rate of each framing is multiplied in ten years, with its interval.

    Parameters
    ----------
    trends : DataFrame
        Schema `trends`.
    group : str, default "all"
    framings : collection of str, optional
        Which, and in which order from above; by default those of the table.
    limits : (low, high)
        Ends of the axis; an interval that goes on is cut there, a ratio beyond stands at the end.
    ax : Axes, optional

    Returns
    -------
    Axes
        Full marks: q < 0.05. Grey: p < 0.05 only. Hollow: neither. Diamonds have a p of permuted
        sessions and no interval. A blue stroke is the trend of the others. No mark: not estimable.
    """
    table, order = _of(trends, "trends", group, framings)
    ax = axes_or_new(ax)
    shapes = ["o" if test == "clusters" else "D" for test in table["test"]]
    others = table["ratio_others"].clip(*limits)
    y = np.arange(len(table))[::-1]
    ax.plot(others, y, "|", ms=9, color=BLUE, mew=1.2, clip_on=False)
    mark_ratios(ax, table, order, limits, endless=False, markers=shapes)
    ax.set_xlabel("ratio of rates, ten years on")
    return ax


@styled
def plot_breaks(
    breaks: pd.DataFrame,
    *,
    group: str = "all",
    framings: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """The year in which the rate of each framing changes most, with the years not rejected.

    Parameters
    ----------
    breaks : DataFrame
        Schema `breaks`.
    group : str, default "all"
    framings : collection of str, optional
        Which, and in which order from above; by default those of the table.
    ax : Axes, optional

    Returns
    -------
    Axes
        Triangles point up where the rate rises, down where it falls, with the ratio beside them
        ("new" if nothing was said before). Full marks: q < 0.05. Grey: p < 0.05 only. Hollow:
        neither. Circles instead of triangles: a steady trend fits as well.
    """
    table, order = _of(breaks, "breaks", group, framings)
    ax = axes_or_new(ax)
    y = np.arange(len(table))[::-1]
    ax.hlines(y, table["year_low"], table["year_high"], color=MUTED, lw=1)
    for at, row in zip(y, table.itertuples(), strict=True):
        if np.isnan(row.year):
            continue
        shape = "o" if row.g2_trend >= row.g2 else "^" if not row.ratio < 1 else "v"
        ax.plot(row.year, at, shape, ms=4.6, mfc=fill_of(row.p, row.q), mec=INK, mew=0.8)
        if row.p < 0.05:
            end = row.year if np.isnan(row.year_high) else row.year_high
            says = "new" if np.isnan(row.ratio) else f"×{row.ratio:.2g}"
            ax.annotate(
                says,
                (end, at),
                textcoords="offset points",
                xytext=(5, 0),
                va="center",
                fontsize=6.5,
                color=MUTED,
                annotation_clip=False,
            )
    list_framings(ax, order)
    ax.margins(x=0.12)
    ax.grid(axis="x")
    ax.set_xlabel("first year of the new level")
    return ax


def _of(
    table: pd.DataFrame, name: str, group: str, framings: Collection[str] | None
) -> tuple[pd.DataFrame, list[str]]:
    """The rows of a group, in the order of `framings`."""
    mine = table[table["group"] == group]
    if mine.empty:
        there = ", ".join(table["group"].unique())
        raise DataError(f"{name}: no group '{group}'. They have: {there}.", group=group)
    order = chosen(framings, mine["framing"], "framing")
    return mine.set_index("framing").reindex(order), order
