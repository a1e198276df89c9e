"""Which wording of a framing is used by whom."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..errors import DataError
from .styles import axes_or_new, chosen, framing_label, group_styles, styled

_APART = 0.7  # of a row, for the wordings of one group


@styled
def plot_variants(
    variant_use: pd.DataFrame,
    *,
    framing: str,
    groups: Collection[str] | None = None,
    variants: Collection[str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Share of each wording among a group's mentions of a framing, with intervals.

    Parameters
    ----------
    variant_use : DataFrame
        Schema `variant_use`, of one language, source and period: filter it first. Only rows that
        are comparable are drawn.
    framing : str
    groups, variants : collections of str, optional
        Which, and in which order; by default all.
    ax : Axes, optional

    Returns
    -------
    Axes
        Behind each group the number of its mentions; no interval with fewer than ten units.

    Raises
    ------
    DataError
        A name is not in the table, nothing is comparable, or strata would be mixed.
    """
    framing = chosen([framing], variant_use["framing"], "framing")[0]
    table = variant_use[variant_use["framing"] == framing]
    table = table[table["comparable"] == "yes"]
    if table.empty:
        raise DataError(
            "variant_use: nothing is comparable. Say who is known to use the language in the "
            "originals: topoi.variant_use(..., originals=...)."
        )
    for column in ("language", "source", "period"):
        there = list(map(str, table[column].unique()))
        if len(there) > 1:
            listed = ", ".join(there)
            raise DataError(f"variant_use: choose one {column} before drawing: {listed}.")
    rows = chosen(groups, table["group"], "group")
    wordings = chosen(variants, table["variant"], "variant")
    ax = axes_or_new(ax)
    y = np.arange(len(rows))[::-1]
    steps = np.linspace(_APART / 2, -_APART / 2, len(wordings)) if len(wordings) > 1 else [0.0]
    for wording, step, look in zip(wordings, steps, group_styles(wordings), strict=True):
        mine = table[table["variant"] == wording].set_index("group").reindex(rows)
        ax.hlines(y + step, mine["low"], mine["high"], color=look["color"], lw=1)
        style = look | {"linestyle": "none", "ms": 4}
        ax.plot(mine["share"], y + step, label=wording, **style)
    said = table.groupby("group")["of"].first()
    ax.set_yticks(y, [f"{group} ({said[group]})" for group in rows])
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xticks([0, 0.5, 1], ["0", "50", "100%"])
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x")
    ax.set_xlabel(f"share of mentions of {framing_label(framing)}")
    columns = min(3, len(wordings))
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=columns, handlelength=1)
    return ax
