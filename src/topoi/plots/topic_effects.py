"""Who speaks of a topic and when: shares over time, contrasts, effects, and words that shift."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..errors import DataError
from .ratios import mark_ratios
from .styles import (
    BLUE,
    INK,
    MUTED,
    RED,
    axes_or_new,
    chosen,
    group_styles,
    styled,
    term_label,
)

_FEW_PERIODS = 8  # of more, intervals become bands


@styled
def plot_prevalence(
    prevalence: pd.DataFrame,
    *,
    topic: int | None = None,
    groups: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Share of one topic in each period, a line a group; or in each group, with intervals.

    Without `topic`, all topics of a table of one group, a line each.

    Parameters
    ----------
    prevalence : DataFrame
        Schema `topic_prevalence`.
    topic : int, optional
    groups : collection of str, optional
        Which, in this order; by default those of the table.
    ax : Axes, optional

    Returns
    -------
    Axes
        Intervals are strokes; bands where periods are years and more than eight.
    """
    if topic is None:
        table = _topics_as_groups(prevalence)
    else:
        table = _of_topic(prevalence, "topic_prevalence", topic)
    names = chosen(groups, sorted(table["group"].unique()), "group")
    table = table[table["group"].isin(names)]
    ax = axes_or_new(ax)
    periods = sorted(table["period"].unique())
    if len(periods) == 1:
        _dots(ax, table.set_index("group").reindex(names), names)
    elif len(periods) > _FEW_PERIODS and all(p.isdigit() for p in periods):
        _bands(ax, table, names)
    else:
        _strokes(ax, table, names, periods)
    if len(topics := table["topic"].unique()) == 1:
        ax.set_title(f"Topic {topics[0]}")
    return _share_axis(ax)


def _topics_as_groups(prevalence: pd.DataFrame) -> pd.DataFrame:
    groups = sorted(prevalence["group"].unique())
    if len(groups) > 1:
        there = ", ".join(groups)
        raise DataError(
            f"topic_prevalence: has several groups ({there}); name a topic, or take the rows of one."
        )
    width = len(str(prevalence["topic"].max()))
    return prevalence.assign(group=[f"topic {t:{width}d}" for t in prevalence["topic"]])


def _dots(ax: Axes, table: pd.DataFrame, labels: Sequence[str]) -> None:
    x = np.arange(len(table))
    ax.vlines(x, table["low"], table["high"], color=MUTED, lw=1)
    ax.plot(x, table["prevalence"], "o", ms=4, color=INK)
    ax.set_xticks(x, list(labels))
    ax.set_xlim(-0.5, len(table) - 0.5)


def _strokes(ax: Axes, table: pd.DataFrame, names: list[str], periods: list[str]) -> None:
    for i, (group, look) in enumerate(zip(names, group_styles(names), strict=True)):
        mine = table[table["group"] == group].set_index("period").reindex(periods)
        x = np.arange(len(periods)) + (i - (len(names) - 1) / 2) * 0.12
        ax.vlines(x, mine["low"], mine["high"], color=look["color"], lw=0.9, alpha=0.55)
        ax.plot(x, mine["prevalence"], ms=3.6, lw=1, label=group, **look)
    if len(names) > 1:
        ax.legend()
    ax.set_xticks(range(len(periods)), [p.replace("–", "–\n") for p in periods])


def _bands(ax: Axes, table: pd.DataFrame, names: list[str]) -> None:
    for group, look in zip(names, group_styles(names), strict=True):
        mine = table[table["group"] == group].sort_values("period")
        x = mine["period"].astype(int)
        ax.fill_between(x, mine["low"], mine["high"], color=look["color"], alpha=0.15, lw=0)
        ax.plot(x, mine["prevalence"], ms=2.6, lw=1, label=group, **look)
    ax.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10], integer=True))
    if len(names) > 1:
        ax.legend()


def _share_axis(ax: Axes) -> Axes:
    ax.set_ylim(bottom=0, auto=True)  # a panel that shares it may go higher
    ax.yaxis.set_major_formatter(lambda v, _: f"{100 * v:.3g}%")
    ax.grid(axis="y")
    ax.set_ylabel("share of tokens")
    return ax


def _of_topic(table: pd.DataFrame, name: str, topic: int) -> pd.DataFrame:
    mine = table[table["topic"] == topic]
    if mine.empty:
        there = ", ".join(str(t) for t in sorted(table["topic"].unique()))
        raise DataError(f"{name}: no topic {topic}. It has: {there}.", topic=topic)
    return mine


@styled
def plot_topic_effects(
    effects: pd.DataFrame, *, topic: int, variable: str | None = None, ax: Axes | None = None
) -> Axes:
    """Share of one topic at the values of a variable: a band along a number, dots for categories.

    Parameters
    ----------
    effects : DataFrame
        Schema `topic_effects`.
    topic : int
    variable : str, optional
        By default the first in the table.
    ax : Axes, optional
    """
    table = _of_topic(effects, "topic_effects", topic)
    name = chosen(None if variable is None else [variable], table["variable"], "variable")[0]
    table = table[table["variable"] == name]
    ax = axes_or_new(ax)
    if table["at"].notna().all() and len(table) > 2:
        table = table.sort_values("at")
        ax.fill_between(table["at"], table["low"], table["high"], color=BLUE, alpha=0.18, lw=0)
        ax.plot(table["at"], table["prevalence"], "o-", ms=2.2, lw=1.1, color=BLUE)
    else:
        _dots(ax, table, list(table["value"]))
    ax.set_title(f"Topic {topic}")
    ax.set_xlabel(str(name).replace("_", " "))
    return _share_axis(ax)


@styled
def plot_topic_contrasts(
    contrasts: pd.DataFrame,
    *,
    group: str,
    terms: pd.DataFrame | None = None,
    stability: pd.DataFrame | None = None,
    top: int = 3,
    limits: tuple[float, float] = (1 / 8, 8),
    ax: Axes | None = None,
) -> Axes:
    """Ratio of the shares of each topic, members over others, with the interval of the test.

    Parameters
    ----------
    contrasts : DataFrame
        Schema `topic_contrasts`.
    group : str
    terms : DataFrame, optional
        Schema `topic_terms`: the first `top` terms stand beside the number of the topic.
    stability : DataFrame, optional
        Schema `topic_stability`: a topic that does not recur has its number in brackets, and no terms.
    top : int, default 3
    limits : (low, high)
        Ends of the axis; an interval that goes on is cut there, a ratio beyond stands at the end.
    ax : Axes, optional

    Returns
    -------
    Axes
        Topics in their order, the first above. Full marks: q < 0.05. Grey: p < 0.05 only. Hollow:
        neither.
    """
    table = contrasts[contrasts["group"] == group].sort_values("topic")
    if table.empty:
        there = ", ".join(contrasts["group"].unique())
        raise DataError(f"topic_contrasts: no group '{group}'. They have: {there}.", group=group)
    ax = axes_or_new(ax)
    labels = [_label(topic, terms, stability, top) for topic in table["topic"]]
    mark_ratios(ax, table.assign(mentions=table["tokens"]), labels, limits)
    ax.set_xlabel("ratio of shares, members to others")
    return ax


def _label(topic: int, terms: pd.DataFrame | None, stability: pd.DataFrame | None, top: int) -> str:
    """A topic as it stands at an axis: number and terms, or the number in brackets."""
    if stability is not None:
        recurs = stability.set_index("topic")["recurs"]
        if recurs.get(topic, "no") == "no":
            return f"({topic})"
    if terms is None:
        return f"{topic}"
    mine = terms[(terms["topic"] == topic) & (terms["rank"] <= top)].sort_values("rank")
    return f"{topic}  {', '.join(term_label(t) for t in mine['term'])}"


@styled
def plot_topic_shifts(
    shifts: pd.DataFrame,
    *,
    topic: int,
    period: str,
    top: int = 6,
    ax: Axes | None = None,
) -> Axes:
    """The terms that are most surely more, and less, frequent within a topic in one period.

    Parameters
    ----------
    shifts : DataFrame
        Schema `topic_shifts`.
    topic : int
    period : str
    top : int, default 6
        Terms on each side.
    ax : Axes, optional

    Returns
    -------
    Axes
        Ratios of odds, the period to all others. Marks are filled where the interval excludes one.
    """
    mine = _of_topic(shifts, "topic_shifts", topic)
    chosen([period], mine["period"], "period")
    mine = mine[(mine["period"] == period) & (mine["rank"] <= top)]
    up, down = (mine[mine["direction"] == d].sort_values("rank") for d in ("up", "down"))
    table = pd.concat([up, down.iloc[::-1]], ignore_index=True)
    ax = axes_or_new(ax)
    y = np.arange(len(table))[::-1]
    ax.hlines(y, table["low"], table["high"], color=MUTED, lw=1)
    for at, row in zip(y, table.itertuples(), strict=True):
        tint = RED if row.direction == "up" else BLUE
        sure = row.low > 0 or row.high < 0
        ax.plot(row.log_ratio, at, "o", ms=4, mfc=tint if sure else "white", mec=tint, mew=0.9)
    ax.axvline(0, color=INK, lw=0.7)
    ax.set_yticks(y, [term_label(t) for t in table["term"]])
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.tick_params(axis="y", length=0)
    ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.xaxis.set_major_formatter(lambda v, _: f"{2**v:g}" if v >= 0 else f"1/{2**-v:g}")
    ax.grid(axis="x")
    ax.set_title(f"Topic {topic}, {period}")
    ax.set_xlabel("ratio of odds, to the other periods")
    return ax
