"""In whose company framings stand: other framings, and words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle

from ..errors import DataError
from .styles import FAINT, INK, MUTED, axes_or_new, chosen, framing_label, styled, term_label

_SURE = 0.05  # q below which a pair has a dot
_DARKEST = 64.0  # lift from which a cell is as dark as it gets; from its root on figures are white
_SHADED = 2.0  # lift from which the grey of unsure figures could not be read


@styled
def plot_cooccurrence(
    cooccurrence: pd.DataFrame,
    *,
    group: str | None = None,
    framings: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Lift of every pair of framings, as a number and a shade of grey.

    Parameters
    ----------
    cooccurrence : DataFrame
        Schema `cooccurrence`.
    group : str, optional
        One of the groups; by default the first, or the only one.
    framings : collection of str, optional
        Which, and in which order; by default those of the table.
    ax : Axes, optional

    Returns
    -------
    Axes
        A framing stands at the end of its row, and at the head of its column, with the number of
        contexts that have it in brackets. A frame and dark figures: the interval of the lift excludes
        one. A dot: q < 0.05, the two share passages more (or less) often than sharing documents
        explains. White: a lift of one or less.

    Raises
    ------
    DataError
        A name is not in the table, or fewer than two framings are left.
    """
    group = chosen(None if group is None else [group], cooccurrence["group"], "group")[0]
    table = cooccurrence[cooccurrence["group"] == group]
    contexts = _contexts(table)
    order = chosen(framings, sorted(contexts), "framing")
    if len(order) < 2:
        raise DataError("cooccurrence: it takes two framings to make a pair.")
    place = {name: i for i, name in enumerate(order)}
    ax = axes_or_new(ax)
    lifts = np.zeros((len(order) - 1, len(order) - 1))
    for pair in table[table["framing"].isin(place) & table["other"].isin(place)].itertuples():
        column, row = sorted((place[str(pair.framing)], place[str(pair.other)]))
        lifts[row - 1, column] = pair.lift
        _draw(ax, column, row - 1, pair)
    ax.imshow(lifts, cmap="Greys", norm=LogNorm(1, _DARKEST, clip=True), aspect="auto")
    for at, name in enumerate(order):  # on the stairs, where its row ends and its column begins
        label = f"{framing_label(name)} ({contexts[name]})"
        ax.text(at - 0.4, at - 1, label, va="center", fontsize=7.5)
    ax.set_ylim(len(order) - 1.5, -1.5)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel(f"lift: {table['within'].iloc[0]}s with both over those expected")
    return ax


def _contexts(table: pd.DataFrame) -> dict[str, int]:
    """In how many contexts each framing is."""
    sides = (table[["framing", "n"]], table[["other", "n_other"]])
    return {str(name): int(n) for side in sides for name, n in side.to_numpy()}


def _draw(ax: Axes, x: int, y: int, pair: Any) -> None:
    """The lift of one pair, framed if its interval excludes one, with a dot if q is small."""
    sure = pair.low > 1 or pair.high < 1
    form = "{:.1f}" if pair.lift < 9.95 else "{:.0f}"
    dark = pair.lift > np.sqrt(_DARKEST)
    colour = "white" if dark else INK if sure or pair.lift > _SHADED else MUTED
    ax.text(x, y, form.format(pair.lift), ha="center", va="center", fontsize=6.5, color=colour)
    if sure:
        ax.add_patch(Rectangle((x - 0.44, y - 0.44), 0.88, 0.88, fill=False, ec=INK, lw=0.9))
    if pair.q < _SURE:
        ax.plot(x + 0.3, y - 0.28, "o", ms=2.6, color=colour, mec="none")


@styled
def plot_collocates(
    collocates: pd.DataFrame,
    *,
    group: str | None = None,
    top: int = 20,
    fewest: int = 3,
    ax: Axes | None = None,
) -> Axes:
    """The closest collocates of a node by logDice, with their occurrences and how many parts have them.

    Parameters
    ----------
    collocates : DataFrame
        Schema `collocates`.
    group : str, optional
        One of the groups; by default the first, or the only one.
    top : int, default 20
        How many.
    fewest : int, default 3
        A mark is full if so many parts (documents, speakers) have the word beside the node.
    ax : Axes, optional

    Returns
    -------
    Axes
        Behind each word: occurrences near the node / parts that have one.
    """
    group = chosen(None if group is None else [group], collocates["group"], "group")[0]
    table = collocates[collocates["group"] == group].head(top)
    ax = axes_or_new(ax)
    y = np.arange(len(table))[::-1]
    score, spread = table["log_dice"].to_numpy(), table["range"].to_numpy()
    start = np.floor(score.min()) - 1
    ax.hlines(y, start, score, color=FAINT, lw=2.4)
    for at, value, parts in zip(y, score, spread, strict=True):
        ax.plot(value, at, "o", ms=4, mfc=INK if parts >= fewest else "white", mec=INK, mew=0.8)
    counts = zip(table["term"], table["n"], spread, strict=True)
    ax.set_yticks(y, [f"{term_label(str(term))}  {n}/{parts}" for term, n, parts in counts])
    ax.set_ylim(-0.7, len(table) - 0.3)
    ax.set_xlim(left=start)
    ax.tick_params(axis="y", length=0)
    node = framing_label(str(table["node"].iloc[0]))
    ax.set_xlabel(f"logDice with {node}, {int(table['mentions'].iloc[0])} mentions")
    return ax
