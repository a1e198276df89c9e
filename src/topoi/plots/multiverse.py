"""Claims by the specifications in which they hold."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
from matplotlib.axes import Axes

from .comparisons import shade
from .styles import INK, MUTED, axes_or_new, framing_label, styled


@styled
def plot_claims(
    claim_shares: pd.DataFrame, *, claims: pd.DataFrame, ax: Axes | None = None
) -> Axes:
    """The share of specifications in which each claim holds: of all, and of those with each option.

    Parameters
    ----------
    claim_shares : DataFrame
        Schema `claim_shares`.
    claims : DataFrame
        Schema `claims`, of the same multiverse.
    ax : Axes, optional

    Returns
    -------
    Axes
        Claims (rows) by options (columns), in per cent, darker for more; empty where nobody can
        say. The mark before a row is full if the claim holds as the study counts, hollow if not.
    """
    keys = ["framing", "group", "compared"]
    wide = claim_shares.pivot(index=keys, columns=["axis", "option"], values="share")
    wide = (
        100
        * wide.loc[
            [tuple(row) for row in claims[keys].itertuples(index=False)],
            list(
                dict.fromkeys(claim_shares[["axis", "option"]].itertuples(index=False, name=None))
            ),
        ]
    )
    labels = [_claim_label(*row) for row in claims[[*keys, "says"]].itertuples(index=False)]
    options = [option.replace("_", " ") for _, option in wide.columns]
    ax = shade(wide, axes_or_new(ax), labels, options, "{:.0f}")
    ax.images[0].set_clim(0, 125)  # the same shade for the same share in every figure
    _axis_names(ax, [axis for axis, _ in wide.columns])
    for at, holds in enumerate(claims["study"]):
        if holds in ("yes", "no"):
            fill = INK if holds == "yes" else "white"
            ax.plot(-0.75, at, "o", ms=3.6, mfc=fill, mec=INK, mew=0.8, clip_on=False)
    ax.tick_params(axis="y", pad=11)
    ax.tick_params(axis="x", labelrotation=90)
    ax.set_xlabel("share of specifications in which the claim holds, per cent", labelpad=14)
    return ax


def _claim_label(framing: str, group: str, compared: str, says: str) -> str:
    whose = f"{group} {says}" if group != "all" else says
    when = "" if compared == "others" else f", {compared.replace(' to ', ' → ')}"
    return f"{framing_label(framing)}: {whose}{when}"


def _axis_names(ax: Axes, axes: list[str]) -> None:
    """The axis of the options below it, and a line between two."""
    at = 0
    for name, group in groupby(axes):
        width = len(list(group))
        if name != "all":
            ax.annotate(
                name,
                (at + (width - 1) / 2, 0),
                xycoords=("data", "axes fraction"),
                xytext=(0, -3),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=7,
                color=MUTED,
            )
            ax.axvline(at - 0.5, color=INK, lw=0.7)
        at += width
