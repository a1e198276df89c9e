"""Rates of framings: by group, and over time."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..errors import DataError
from .styles import (
    FAINT,
    INK,
    MUTED,
    and_more,
    axes_or_new,
    chosen,
    framing_label,
    group_styles,
    most_of,
    styled,
)

_PER = "mentions per 10,000 words"


@styled
def plot_rates(
    rates: pd.DataFrame,
    *,
    framing: str,
    groups: Collection[str] | None = None,
    top: int | None = None,
    by_rate: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Rate of one framing in each group, with its interval; hollow where it never occurs.

    Parameters
    ----------
    rates : DataFrame
        Schema `rates`, one period.
    framing : str
    groups : collection of str, optional
        Only these.
    top : int, optional
        Only so many groups, those with the highest rates, or with the most words if they are not
        ordered by rate; the number left out stands below the axis.
    by_rate : bool, default True
        Order by rate. False keeps the order of `groups`, or the alphabet: then panels can share
        their labels, and the number of mentions stands behind the interval.
    ax : Axes, optional

    Returns
    -------
    Axes
        With the number of mentions behind each label or interval.
    """
    table = _of(rates, framing)
    order = chosen(groups, table["group"], "group")
    table = table[table["group"].isin(order)]
    if by_rate:
        table = table.sort_values(["rate", "group"], ascending=[False, True])
    elif groups is not None:
        place = {group: i for i, group in enumerate(order)}
        table = table.sort_values("group", key=lambda g: g.map(place))
    else:
        table = table.sort_values("group")
    size = "rate" if by_rate else "words"  # words are alike in all panels
    kept = most_of(table.set_index("group")[size], top)
    left_out, table = len(table) - len(kept), table[table["group"].isin(kept)]
    ax = axes_or_new(ax)
    y = np.arange(len(table))[::-1]
    missing = table["low"].isna()
    low = table["low"].where(~missing, table["rate"])
    high = table["high"].where(~missing, table["rate"])
    ax.hlines(y, low, high, color=MUTED, lw=1)
    zero = table["mentions"].to_numpy() == 0
    ax.plot(table["rate"][~zero], y[~zero], "o", ms=4, color=INK)
    look: dict[str, Any] = {"mfc": "white", "mec": INK, "mew": 0.8}
    ax.plot(table["rate"][zero], y[zero], "o", ms=4, **look)
    if by_rate:
        pairs = zip(table["group"], table["mentions"], strict=True)
        ax.set_yticks(y, [f"{g}  {n}" for g, n in pairs])
    else:
        ax.set_yticks(y, list(table["group"]))
        for at, end, n in zip(y, high, table["mentions"], strict=True):
            ax.annotate(
                str(n),
                (end, at),
                textcoords="offset points",
                xytext=(4, 0),
                va="center",
                fontsize=6.5,
                color=MUTED,
            )
        ax.margins(x=0.12)
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.set_xlim(left=-0.035 * ax.get_xlim()[1], auto=True)  # room for marks at zero
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel(_PER + and_more(left_out, "a higher rate" if by_rate else "more words"))
    return ax


@styled
def plot_rates_over_time(
    rates: pd.DataFrame,
    *,
    framing: str,
    groups: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Rate of one framing in each period, a line a group, with intervals.

    Parameters
    ----------
    rates : DataFrame
        Schema `rates`, by group and period.
    framing : str
    groups : collection of str, optional
        Only these, in this order.
    ax : Axes, optional

    Returns
    -------
    Axes
        Groups are labelled at the right end of their lines.
    """
    table = _of(rates, framing)
    order = chosen(groups, sorted(table["group"].unique()), "group")
    periods = sorted(table["period"].unique())
    ax = axes_or_new(ax)
    offsets = (np.arange(len(order)) - (len(order) - 1) / 2) * 0.14
    highest = table[table["group"].isin(order)]["high"].max()
    ends = []
    for i, (group, look) in enumerate(zip(order, group_styles(order), strict=True)):
        mine = table[table["group"] == group].set_index("period").reindex(periods)
        x = np.arange(len(periods)) + offsets[i]
        good = mine["rate"].notna().to_numpy()
        ax.vlines(x, mine["low"], mine["high"], color=look["color"], lw=0.9, alpha=0.55)
        ax.plot(x[good], mine["rate"][good], ms=3.6, label=group, clip_on=False, **look)
        if good.any():
            ends.append((float(mine["rate"].to_numpy()[good][-1]), group, look["color"]))
    for value, group, colour in _apart(ends, 0.085 * (highest or 1)):
        ax.annotate(
            group,
            (len(periods) - 1 + 0.32, value),
            color=colour,
            fontsize=7,
            va="center",
            annotation_clip=False,
        )
    ax.set_xticks(range(len(periods)), [_short(p) for p in periods])
    ax.set_xlim(-0.4, len(periods) - 0.55)
    ax.set_ylim(bottom=0, auto=True)  # a panel that shares it may go higher
    ax.grid(axis="y")
    ax.axhline(0, color=FAINT, lw=0.8)
    ax.set_ylabel(_PER)
    return ax


def _short(period: str) -> str:
    """ "1992–1999" as 1992–99, so that labels stand side by side."""
    first, _, last = period.partition("–")
    return f"{first}–\n{last}" if last else first


def _apart(ends: list[tuple[float, str, str]], gap: float) -> list[tuple[float, str, str]]:
    """Labels moved up until they do not overlap."""
    out: list[tuple[float, str, str]] = []
    for value, name, colour in sorted(ends):
        at = max(value, out[-1][0] + gap) if out else value
        out.append((at, name, colour))
    return out


def _of(rates: pd.DataFrame, framing: str) -> pd.DataFrame:
    table = rates[rates["framing"] == framing]
    if table.empty:
        raise DataError(
            f"rates: no framing '{framing}'. They have: {', '.join(rates['framing'].unique())}.",
            framing=framing,
        )
    return table


def title_of(framing: str) -> str:
    """The label of a framing with a capital."""
    label = framing_label(framing)
    return label[0].upper() + label[1:]
