"""Topics: what they are, how the number was chosen, which come back, where framings fall."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from ..errors import DataError
from .comparisons import shade
from .styles import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    RED,
    and_more,
    axes_or_new,
    chosen,
    framing_label,
    lay_out,
    most_of,
    styled,
    term_label,
)

_MEASURES = {
    "heldout": "log-likelihood a token (nats)",
    "coherence": "coherence, C_NPMI",
    "exclusivity": "exclusivity",
    "frex": "FREX of the top ten terms",
    "stability": "stability, mean Jaccard index",
}
_ENGINES = [(INK, "o"), (ORANGE, "s"), (BLUE, "^"), (GREEN, "D"), (PURPLE, "v"), (RED, "P")]


@styled
def plot_topics(
    terms: pd.DataFrame,
    *,
    prevalence: pd.DataFrame,
    stability: pd.DataFrame | None = None,
    top: int = 8,
    ax: Axes | None = None,
) -> Axes:
    """Topics by prevalence, with their most probable terms; those that do not recur in grey.

    A guided topic has the name of its seeds beside its number.

    Parameters
    ----------
    terms : DataFrame
        Schema `topic_terms`.
    prevalence : DataFrame
        Schema `topic_prevalence`; the mean over its groups and periods, weighted by documents.
    stability : DataFrame, optional
        Schema `topic_stability`.
    top : int, default 8
        Terms to show, if there is room.
    ax : Axes, optional
    """
    weight = prevalence["documents"] * prevalence["prevalence"]
    share = (
        weight.groupby(prevalence["topic"]).sum()
        / prevalence["documents"].groupby(prevalence["topic"]).sum()
    )
    recurs = set(terms["topic"])
    if stability is not None:
        recurs = set(stability.loc[stability["recurs"] == "yes", "topic"])
    order = list(share.sort_values(ascending=False, kind="stable").index)
    ax = axes_or_new(ax)
    y = np.arange(len(order))[::-1]
    sure = np.array([t in recurs for t in order])
    ax.barh(y, share[order], height=0.62, color=np.where(sure, BLUE, "#cfcfcf"))
    beside = []
    for at, topic, good in zip(y, order, sure, strict=True):
        words = terms[(terms["topic"] == topic) & (terms["rank"] <= top)]["term"]
        text = ax.annotate(
            ", ".join(term_label(w) for w in words),
            (share[topic], at),
            textcoords="offset points",
            xytext=(4, 0),
            va="center",
            fontsize=7,
            color=INK if good else MUTED,
        )
        text.set_in_layout(False)  # terms take what room there is
        beside.append(text)
    names = dict(zip(terms["topic"], terms.get("guided", pd.Series(dtype="str")), strict=False))
    ax.set_yticks(y, [_numbered(t, names.get(t)) for t in order])
    ax.set_ylim(-0.7, len(order) - 0.3)
    ax.set_xlim(0, share.max() * 3.4)
    ticks = MaxNLocator(4, steps=[1, 2, 5, 10]).tick_values(0, share.max())
    ax.set_xticks([t for t in ticks if t <= share.max() * 1.1])  # none under the terms
    ax.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.3g}%")
    ax.tick_params(axis="y", length=0)
    ax.set_ylabel("topic")
    ax.set_xlabel("share of tokens", loc="left")
    lay_out(ax)
    for text in beside:
        _drop_terms_beyond(text, ax)
    return ax


def _drop_terms_beyond(text: Text, ax: Axes) -> None:
    """Leave out the last terms until the others end within the axes."""
    while text.get_window_extent().x1 > ax.bbox.x1 and ", " in text.get_text():
        text.set_text(text.get_text().rpartition(", ")[0])


def _numbered(topic: int, name: str | None) -> str:
    return f"{name}  {topic}" if isinstance(name, str) else f"{topic}"


@styled
def plot_topic_framings(
    topic_framings: pd.DataFrame,
    *,
    stability: pd.DataFrame | None = None,
    framings: Collection[str] | None = None,
    top: int | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Share of each framing's mentions that falls into each topic, in per cent, 5 and more printed.

    A topic that does not recur in other runs has its number in brackets.

    Parameters
    ----------
    topic_framings : DataFrame
        Schema `topic_framings`.
    stability : DataFrame, optional
        Schema `topic_stability`.
    framings : collection of str, optional
        Only these, in this order.
    top : int, optional
        Only so many framings, those with the most mentions; the number left out stands above.
    ax : Axes, optional
    """
    wide = topic_framings.pivot(index="framing", columns="topic", values="share")
    there = chosen(framings, wide.index, "framing")
    rows = most_of(topic_framings.groupby("framing")["mentions"].first()[there], top)
    wide = 100 * wide.loc[rows]
    unsure: set[int] = set()
    if stability is not None:
        unsure = set(stability.loc[stability["recurs"] == "no", "topic"])
    columns = [f"({t})" if t in unsure else f"{t}" for t in wide.columns]
    ax = axes_or_new(ax)
    shade(wide, ax, [framing_label(f) for f in rows], columns, "{:.0f}", least=5)
    more = and_more(len(there) - len(rows), "more mentions")
    ax.set_xlabel("topic; per cent of the mentions of a framing" + more)
    ax.xaxis.set_label_position("top")
    return ax


@styled
def plot_selection(
    selection: pd.DataFrame,
    *,
    choice: pd.DataFrame | None = None,
    measure: str = "heldout",
    ax: Axes | None = None,
) -> Axes:
    """A measure of every fit of the grid against the number of topics; a line joins the means.

    Parameters
    ----------
    selection : DataFrame
        Schema `model_selection`; of several engines, the first is the one that is chosen from.
    choice : DataFrame, optional
        Schema `topic_choice`: the chosen number is marked by a line, its neighbours by a band.
    measure : "heldout", "coherence", "exclusivity", "frex" or "stability"
    ax : Axes, optional
    """
    if measure not in _MEASURES:
        raise DataError(f"no measure '{measure}'. Measures: {', '.join(_MEASURES)}.")
    ax = axes_or_new(ax)
    if choice is not None:
        _mark_choice(choice, ax)
    marks = []
    for i, (engine, runs) in enumerate(selection.groupby("engine", sort=False)):
        colour, marker = _ENGINES[i % len(_ENGINES)]
        mean = runs.groupby("n_topics")[measure].mean().dropna()
        ax.plot(mean.index, mean, color=colour, lw=1)
        look: dict[str, Any] = {"ms": 3.6, "color": colour, "mfc": "none", "mew": 0.8}
        points = ax.plot(runs["n_topics"], runs[measure], marker, label=str(engine), **look)
        marks += points if len(mean) else []
    if len(marks) > 1:  # one engine needs no name
        ax.legend(handles=marks, handletextpad=0.1)
    ax.set_xticks(sorted(selection["n_topics"].unique()))
    ax.grid(axis="y")
    ax.set_xlabel("number of topics")
    ax.set_ylabel(_MEASURES[measure])
    return ax


def _mark_choice(choice: pd.DataFrame, ax: Axes) -> None:
    near = choice.loc[choice["verdict"].isin(["chosen", "neighbour"]), "n_topics"]
    ax.fill_betweenx(
        [0, 1],
        near.min(),
        near.max(),
        transform=ax.get_xaxis_transform(),
        color=FAINT,
        alpha=0.5,
        lw=0,
    )
    ax.axvline(
        choice.loc[choice["verdict"] == "chosen", "n_topics"].iloc[0], color=RED, lw=0.8, ls=":"
    )


@styled
def plot_stability(stability: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """How much of each topic's top ten comes back in runs from other seeds.

    The Jaccard index of `topic_stability`, corrected for what any two topics share. Full marks recur,
    hollow ones do not.

    Parameters
    ----------
    stability : DataFrame
        Schema `topic_stability`.
    ax : Axes, optional
    """
    table = stability.sort_values(["corrected", "topic"], ascending=[False, True])
    ax = axes_or_new(ax)
    x = np.arange(len(table))
    sure = (table["recurs"] == "yes").to_numpy()
    ax.vlines(x, 0, table["corrected"], color=FAINT, lw=2.2)
    ax.plot(x[sure], table["corrected"][sure], "o", ms=4, color=INK, clip_on=False)
    hollow: dict[str, Any] = {"mfc": "white", "mec": INK, "mew": 0.8, "clip_on": False}
    ax.plot(x[~sure], table["corrected"][~sure], "o", ms=4, **hollow)
    ax.set_xticks(x, [str(t) for t in table["topic"]])
    ax.set_ylim(min(0, table["corrected"].min()), 1)
    ax.grid(axis="y")
    ax.set_xlabel("topic")
    ax.set_ylabel("Jaccard index, corrected")
    return ax
