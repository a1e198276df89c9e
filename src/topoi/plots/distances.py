"""Which groups speak alike: distances of every two, as a lower triangle."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from ..errors import DataError
from .ratios import SURE
from .styles import INK, MUTED, axes_or_new, chosen, styled

_PER = 1000  # a bit has so many parts as are printed


@styled
def plot_distances(
    distances: pd.DataFrame, *, groups: Collection[str] | None = None, ax: Axes | None = None
) -> Axes:
    """Distance of every two groups as a shade with its number, in thousandths of a bit.

    Parameters
    ----------
    distances : DataFrame
        Schema `distances`.
    groups : collection of str, optional
        Only these, in this order; by default those that are farther apart on average come later.
    ax : Axes, optional

    Returns
    -------
    Axes
        Framed: q < 0.05. A stroke: one of the two has no unit of its own. The groups' names carry no
        number, for every pair compares other units.
    """
    there = [*distances["group"], *distances["other"]]
    order = chosen(groups, _by_distance(distances, there), "group")
    if len(order) < 2:
        raise DataError(f"distances: two groups are needed; got {', '.join(order) or 'none'}.")
    place = {name: i for i, name in enumerate(order)}
    ax = axes_or_new(ax)
    shades = np.zeros((len(order) - 1, len(order) - 1))
    rows = distances[distances["group"].isin(place) & distances["other"].isin(place)]
    most = _PER * rows["distance"].max()
    for pair in rows.itertuples():
        column, row = sorted((place[str(pair.group)], place[str(pair.other)]))
        shades[row - 1, column] = _PER * np.nan_to_num(pair.distance)
        _draw(ax, column, row - 1, pair, most)
    ax.imshow(np.maximum(shades, 0), cmap="Greys", vmin=0, vmax=most * 1.25, aspect="auto")
    ax.set_yticks(range(len(order) - 1), order[1:])
    ax.set_xticks(range(len(order) - 1), order[:-1])
    ax.tick_params(length=0)
    ax.grid(visible=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_xlabel("distance less that of alike groups, thousandths of a bit")
    return ax


def _by_distance(distances: pd.DataFrame, there: list[str]) -> list[str]:
    twice = pd.concat([distances["distance"], distances["distance"]], ignore_index=True)
    means = twice.groupby(pd.Series(there)).mean()
    return [str(name) for name in means.sort_values(kind="stable").index]


def _draw(ax: Axes, x: int, y: int, pair: Any, most: float) -> None:
    if np.isnan(pair.distance):
        ax.text(x, y, "–", ha="center", va="center", fontsize=7, color=MUTED)
        return
    value = _PER * pair.distance
    colour = "white" if value > 0.62 * most else INK
    text = f"{value:.1f}".replace("-", "−") if abs(value) < 9.95 else f"{value:.0f}"
    ax.text(x, y, text, ha="center", va="center", fontsize=7, color=colour)
    if pair.q < SURE:
        ax.add_patch(Rectangle((x - 0.45, y - 0.45), 0.9, 0.9, fill=False, ec=INK, lw=0.9))
