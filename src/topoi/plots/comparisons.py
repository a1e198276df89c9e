"""Groups against others: contrasts of rates, key terms, TF-IDF, influence of single members."""

from __future__ import annotations

import textwrap
from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..errors import DataError
from .ratios import fraction, mark_ratios
from .styles import (
    BLANK,
    BLUE,
    FAINT,
    INK,
    MUTED,
    RED,
    and_more,
    axes_or_new,
    chosen,
    framing_label,
    heads_touch,
    most_of,
    styled,
    term_label,
)

_NOTED = 0.2  # change of the log ratio from which the member that makes it is named


@styled
def plot_contrasts(
    contrasts: pd.DataFrame,
    *,
    group: str,
    framings: Collection[str] | None = None,
    limits: tuple[float, float] = (1 / 32, 32),
    ax: Axes | None = None,
) -> Axes:
    """Ratio of rates, members over others, for each framing, with the interval of the test.

    Parameters
    ----------
    contrasts : DataFrame
        Schema `contrasts`.
    group : str
    framings : collection of str, optional
        Which, and in which order from above; by default those of the table.
    limits : (low, high)
        Ends of the axis; an interval that goes on is cut there, a ratio beyond stands at the end.
    ax : Axes, optional

    Returns
    -------
    Axes
        Full marks: q < 0.05. Half-tone: p < 0.05 only. Hollow: neither.
    """
    table = contrasts[contrasts["group"] == group]
    if table.empty:
        there = ", ".join(contrasts["group"].unique())
        raise DataError(f"contrasts: no group '{group}'. They have: {there}.", group=group)
    order = chosen(framings, table["framing"], "framing")
    table = table.set_index("framing").reindex(order)
    ax = axes_or_new(ax)
    mark_ratios(ax, table, order, limits)
    ax.set_xlabel("ratio of rates, members to others")
    return ax


_SCORES = {
    "bound": "ratio of rates, members to others",
    "log_ratio": "ratio of rates, members to others",
    "z": "weighted log-odds, z",
    "log_odds": "weighted log-odds",
    "g2": "log-likelihood, signed",
    "chi2": "chi-squared, signed",
    "lrc": "conservative log ratio, words independent",
    "percent_diff": "difference of rates, per cent",
}


@styled
def plot_keyness(
    keyness: pd.DataFrame,
    *,
    group: str,
    rank_by: str = "bound",
    top: int = 14,
    level: float = 0.1,
    max_dispersion: float = 1.0,
    limits: tuple[float, float] = (1 / 32, 32),
    ax: Axes | None = None,
) -> Axes:
    """The terms most typical of a group, and of the others: ratios of rates with their intervals.

    Parameters
    ----------
    keyness : DataFrame
        Schema `keyness`.
    group : str
    rank_by : str, default "bound"
        What chooses and orders the terms. By `bound` or `log_ratio` the ratio is drawn with its
        interval; by another score, that score.
    top : int, default 14
        Terms on each side.
    level : float, default 0.1
        Marks are filled where q is below it.
    max_dispersion : float, default 1
        Terms with a larger `dp_norm` are not shown: few units carry them (their own names, say).
    limits : (low, high)
        Ends of the axis of ratios; an interval that goes on is cut there.
    ax : Axes, optional
    """
    if rank_by not in _SCORES:
        raise DataError(f"rank_by must be one of {', '.join(_SCORES)}; got {rank_by!r}.")
    table = keyness[(keyness["group"] == group) & (keyness["dp_norm"] <= max_dispersion)]
    table = table.sort_values([rank_by, "z"], ascending=False)
    if table.empty:
        there = ", ".join(keyness["group"].unique())
        raise DataError(f"keyness: no terms of group '{group}'. It has: {there}.", group=group)
    table = pd.concat([table.head(top), table.iloc[top:].tail(top)])
    ax = axes_or_new(ax)
    y = np.arange(len(table))[::-1]
    ratios = rank_by in ("bound", "log_ratio")
    shown = table["log_ratio"].clip(*np.log2(limits)) if ratios else table[rank_by]
    if ratios:
        low, high = np.log2(limits)
        ax.hlines(
            y,
            table["low"].fillna(low).clip(low, high),
            table["high"].fillna(high).clip(low, high),
            color=MUTED,
            lw=1,
        )
        _axis_of_ratios(ax, limits)
    else:
        ax.hlines(y, 0, shown, color=FAINT, lw=2.4)
    colour = np.where(shown > 0, RED, BLUE)
    sure = (table["q"] < level).to_numpy()
    for at, value, tint, good in zip(y, shown, colour, sure, strict=True):
        ax.plot(
            value, at, "o", ms=4, mfc=tint if good else "white", mec=tint, mew=0.9, clip_on=False
        )
    ax.axvline(0, color=INK, lw=0.7)
    ax.set_yticks(y, [term_label(t) for t in table["term"]])
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_SCORES[rank_by])
    return ax


def _axis_of_ratios(ax: Axes, limits: tuple[float, float]) -> None:
    """An axis of binary logarithms, with the ratios on it."""
    low, high = limits
    ticks = [t for t in (1 / 32, 1 / 4, 1, 4, 32) if low <= t <= high]  # wide enough apart
    ax.set_xticks(np.log2(ticks), [fraction(t) for t in ticks])
    ax.set_xlim(*np.log2(limits))


@styled
def plot_tfidf(
    tfidf: pd.DataFrame,
    *,
    groups: Collection[str] | None = None,
    terms: Collection[str] | None = None,
    top: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """TF-IDF weights of terms (rows) in groups (columns), as shades with the numbers on them.

    Weights are multiplied by a thousand; an empty cell is a term that the group does not use.

    Parameters
    ----------
    tfidf : DataFrame
        Schema `tfidf`.
    groups, terms : collection of str, optional
        Only these, in this order.
    top : int, optional
        Only so many groups, those that use the terms most often; the number left out stands below.
    ax : Axes, optional
    """
    wide = tfidf.pivot(index="term", columns="group", values="tfidf")
    rows = chosen(terms, wide.index, "term")
    there = chosen(groups, wide.columns, "group")
    uses = tfidf[tfidf["term"].isin(rows)].groupby("group")["n"].sum().reindex(there, fill_value=0)
    columns = most_of(uses, top)
    wide = 1000 * wide.loc[rows, columns]
    ax = shade(wide, axes_or_new(ax), [framing_label(t) for t in rows], columns, "{:.0f}")
    ax.set_xlabel(
        "TF-IDF, times a thousand" + and_more(len(there) - len(columns), "more of the terms")
    )
    return ax


_HEAD = 12  # characters of a line of a column's head


def shade(
    wide: pd.DataFrame, ax: Axes, rows: list[str], columns: list[str], form: str, least: float = 0.0
) -> Axes:
    """A table as shades of grey with numbers; cells below `least` stay empty.

    Heads of columns stand upright where side by side they would touch.
    """
    values = wide.to_numpy(dtype="float64")
    most = np.nanmax(values) if np.isfinite(values).any() else 1.0
    ax.imshow(np.nan_to_num(values), cmap="Greys", vmin=0, vmax=most * 1.25, aspect="auto")
    for i in range(values.shape[0]):
        for j in range(values.shape[1]):
            if np.isfinite(values[i, j]) and values[i, j] >= least:
                dark = values[i, j] > 0.62 * most
                text = form.format(values[i, j])
                ax.text(
                    j,
                    i,
                    text,
                    ha="center",
                    va="center",
                    fontsize=6.6,
                    color="white" if dark else INK,
                )
    ax.set_xticks(range(len(columns)), [textwrap.fill(c, _HEAD) for c in columns])
    ax.set_yticks(range(len(rows)), rows)
    ax.tick_params(length=0)
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xticks(np.arange(-0.5, len(columns)), minor=True)
    ax.set_yticks(np.arange(-0.5, len(rows)), minor=True)
    ax.grid(which="minor", color="white", linewidth=1.2)
    ax.tick_params(which="minor", length=0, top=False)
    if heads_touch(ax):
        ax.tick_params(axis="x", labelrotation=90)
        if heads_touch(ax):  # lines of one and of the next
            ax.set_xticklabels(columns)
    return ax


@styled
def plot_influence(
    influence: pd.DataFrame, *, contrasts: pd.DataFrame, ax: Axes | None = None
) -> Axes:
    """Each contrast again without each of the members: the ratio should not hang on one of them.

    Parameters
    ----------
    influence : DataFrame
        Schema `influence`.
    contrasts : DataFrame
        Schema `contrasts`: the ratio with all members is the upright stroke.
    ax : Axes, optional

    Returns
    -------
    Axes
        Full marks: p < 0.05 without that member; hollow: not. A member that matters is named. Where
        none of the others uses the framing the ratio is zero; it stands at the left edge.
    """
    ax = axes_or_new(ax)
    if influence.empty:
        ax.text(0.5, 0.5, "no contrast with p < 0.05", ha="center", transform=ax.transAxes)
        return ax
    pairs = list(dict.fromkeys(zip(influence["group"], influence["framing"], strict=True)))
    full = contrasts.set_index(["group", "framing"])["ratio"]
    y = np.arange(len(pairs))[::-1]
    edge = influence.loc[influence["ratio"] > 0, "ratio"].min() / 4
    for at, pair in zip(y, pairs, strict=True):
        mine = influence[(influence["group"] == pair[0]) & (influence["framing"] == pair[1])]
        if not full.get(pair, 0) > 0:
            ax.text(
                1, at, "  never, with or without any member", va="center", fontsize=6.5, color=MUTED
            )
            continue
        mine = mine.dropna(subset=["ratio"])
        mine = mine.assign(ratio=mine["ratio"].clip(lower=edge))
        ax.hlines(at, mine["ratio"].min(), mine["ratio"].max(), color=FAINT, lw=2.4)
        for ratio, p in zip(mine["ratio"], mine["p"], strict=True):
            ax.plot(ratio, at, "o", ms=3.4, mfc=INK if p < 0.05 else "white", mec=INK, mew=0.7)
        ax.plot(full[pair], at, "|", ms=11, color=RED, mew=1.4)
        shift = np.abs(np.log(mine["ratio"] / full[pair]))
        if shift.max() > _NOTED:
            worst = mine.loc[shift.idxmax()]
            ax.annotate(
                f"without {worst['left_out']}",
                (worst["ratio"], at),
                textcoords="offset points",
                xytext=(-5 if worst["ratio"] < full[pair] else 5, 0),
                fontsize=6.5,
                color=MUTED,
                va="center",
                ha="right" if worst["ratio"] < full[pair] else "left",
                bbox=BLANK,
                zorder=1.5,  # above the grid, below the marks
            )
    ax.axvline(1, color=INK, lw=0.7, zorder=1)
    ax.set_xscale("log", base=2)
    ticks = [1 / 32, 1 / 8, 1 / 2, 2, 8, 32, 128]
    low, high = ax.get_xlim()
    ax.set_xlim(low / 6, high)  # room for the names
    ticks = [t for t in ticks if low <= t <= high]
    ax.set_xticks(ticks, [fraction(t) for t in ticks])
    ax.minorticks_off()
    ax.set_yticks(y, [f"{framing_label(f)}, {g}" for g, f in pairs])
    ax.set_ylim(-0.7, len(pairs) - 0.1)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel("ratio of rates with one member left out")
    return ax
