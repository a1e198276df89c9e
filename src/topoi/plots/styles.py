"""One style for every figure: fonts, colours, and what a framing or a group is called and coloured.

Colours are those of Okabe & Ito, which the colour-blind tell apart; a group also has a marker and a
line of its own, so that figures can be read in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any, ParamSpec, cast

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..errors import DataError

INK = "#1b1b1b"
MUTED = "#767676"
FAINT = "#e4e4e4"
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#a4243b",
    "#aa4499",
    "#56b4e9",
    "#c9a227",
)
# Behind a label that lines may cross.
BLANK = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
_GROUPS = {
    "CSTO": (RED, "o", "-"),
    "NATO": (BLUE, "s", "--"),
    "SCO": (ORANGE, "^", "-."),
    "CIS": (PURPLE, "v", "-"),
    "EAEU": (YELLOW, "P", ":"),
    "BRICS": (GREEN, "D", "--"),
    "EU": (SKY, "X", "-."),
    "GUAM": ("#666666", "*", ":"),
}
_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, RED, SKY, YELLOW)
_LINES = ("-", "--", "-.", ":")
# Marker and line of further groups: all markers before one comes back with another line.
_STROKES = [(m, _LINES[(i + turn) % 4]) for turn in range(4) for i, m in enumerate("os^DvPX*")]
_VOICES = {
    "speech": (RED, "o"),
    "quotation": (ORANGE, "D"),
    "reported": (BLUE, "s"),
    "narration": (MUTED, "o"),
}


Given = ParamSpec("Given")
_LABELS: ContextVar[Mapping[str, str] | None] = ContextVar("labels of framings", default=None)


@contextmanager
def style(labels: Mapping[str, str] | None = None) -> Iterator[None]:
    """The style of topoi for the figures made in the block.

    `labels` says what framings are called (framing -> label); by default as in the lexicon that
    ships with topoi.

    >>> with style({"heartland": "the heartland"}):
    ...     framing_label("heartland")
    'the heartland'
    """
    _register_fonts()
    sheet = resources.files("topoi") / "data" / "topoi.mplstyle"
    token = _LABELS.set(_LABELS.get() if labels is None else labels)
    try:
        with plt.style.context(["default", str(sheet)]):
            yield
    finally:
        _LABELS.reset(token)


@cache
def _register_fonts() -> None:
    import font_source_sans_pro

    for face in sorted(Path(font_source_sans_pro.font_directory).glob("*.ttf")):
        font_manager.fontManager.addfont(face)
    mpl.rcParams["svg.hashsalt"] = "topoi"


def styled(plot: Callable[Given, Axes]) -> Callable[Given, Axes]:
    """Let a plot draw in the style of topoi, unless it is given the axes of somebody's figure."""

    @wraps(plot)
    def drawn(*args: Given.args, **options: Given.kwargs) -> Axes:
        if options.get("ax") is not None:
            return plot(*args, **options)
        with style():
            return plot(*args, **options)

    return drawn


def axes_or_new(ax: Axes | None) -> Axes:
    """`ax`, or the axes of a new figure."""
    return plt.subplots()[1] if ax is None else ax


def chosen(asked: Collection[Any] | None, there: Iterable[Any], what: str) -> list[Any]:
    """`asked`, or all that is `there`; DataError for a name that is not there.

    >>> chosen(None, ["b", "a", "b"], "group")
    ['b', 'a']
    """
    known = list(dict.fromkeys(there))
    if asked is None:
        return known
    unknown = [name for name in asked if name not in known]
    if unknown:
        listed = ", ".join(str(name) for name in known)
        raise DataError(f"no {what} '{unknown[0]}' in the table. It has: {listed}.")
    return list(asked)


def most_of(numbers: pd.Series, top: int | None) -> list[Any]:
    """The names of the `top` largest numbers, in their order.

    >>> most_of(pd.Series({"a": 2, "b": 1, "c": 3}), 2)
    ['a', 'c']
    """
    largest = numbers.sort_values(ascending=False, kind="stable").index[:top]
    return [name for name in numbers.index if name in largest]


def and_more(number: int, none_with: str) -> str:
    """What a label says of rows or columns that were left out: nothing if none was.

    >>> and_more(17, "a higher rate"), and_more(0, "a higher rate")
    ('\\n(17 more, none with a higher rate)', '')
    """
    return f"\n({number} more, none with {none_with})" if number else ""


def lay_out(ax: Axes) -> Figure:
    """Let the figure of `ax` find where its parts stand: only then can they be measured."""
    figure = cast("Figure", ax.get_figure(root=True))
    figure.draw_without_rendering()
    return figure


def heads_touch(ax: Axes) -> bool:
    """Whether neighbours among the labels of the columns touch where the layout puts them."""
    blank = 2 / 72 * lay_out(ax).dpi  # points
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    return any(one.padded(blank).overlaps(other) for one, other in pairwise(boxes))


def group_styles(groups: Iterable[str]) -> list[dict[str, Any]]:
    """Colour, marker and line of each group; those of the shipped groups never change.

    >>> [look["marker"] for look in group_styles(["CSTO", "my group", "NATO"])]
    ['o', '^', 's']
    """
    groups = list(groups)
    taken = {_GROUPS[g][1] for g in groups if g in _GROUPS}
    free = [s for s in _STROKES if s[0] not in taken] or _STROKES
    looks, spare = [], 0
    for group in groups:
        if group in _GROUPS:
            colour, marker, line = _GROUPS[group]
        else:
            colour = _COLOURS[spare % len(_COLOURS)]
            marker, line = free[spare % len(free)]
            spare += 1
        looks.append({"color": colour, "marker": marker, "linestyle": line})
    return looks


def voice_style(name: str) -> dict[str, Any]:
    """Colour and marker of a voice; narration is hollow."""
    colour, marker = _VOICES[name]
    fill = "white" if name == "narration" else colour
    return {
        "marker": marker,
        "markeredgecolor": colour,
        "markerfacecolor": fill,
        "linestyle": "none",
    }


def framing_label(framing: str) -> str:
    """A framing as it is printed: its label (see `style`), else its identifier in words.

    >>> framing_label("hybrid_war"), framing_label("my_own_framing")
    ('hybrid war', 'my own framing')
    """
    name = framing.strip("<>")
    labels = _LABELS.get()
    labels = _shipped_labels() if labels is None else labels
    return labels.get(name, name.replace("_", " "))


@cache
def _shipped_labels() -> dict[str, str]:
    import tomllib

    table = tomllib.loads((resources.files("topoi") / "data" / "framings.toml").read_text("utf-8"))
    return {name: entry["label"] for name, entry in table.items()}


def term_label(term: str) -> str:
    """A term as it is printed: a framing by its label in capitals, a phrase with blanks."""
    if term.startswith("<"):
        return framing_label(term).upper()
    return term.replace("_", " ")
