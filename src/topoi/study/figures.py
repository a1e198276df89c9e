"""The figures that study.toml asks for: which plot of which tables, how large, in which panels."""

from __future__ import annotations

import inspect
import io
import os
import textwrap
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables
from ..errors import StudyError
from ..files import write_bytes
from .config import FILE, TABLES, Config

FOLDER = Path("figures")
_KEYS = {"plot", "tables", "size", "options", "panels"}
_CM = 1 / 2.54


def figure_entries(config: Config, known_tables: Collection[str]) -> dict[str, dict[str, Any]]:
    """The [figures] of a study, checked: name -> plot, tables, size, options, panels."""
    out = {}
    for name, entry in config.get("figures", {}).items():
        where = f"{FILE}: [figures.{name}]"
        if not isinstance(entry, dict) or not {"plot", "tables"} <= set(entry):
            raise StudyError(f'{where} needs plot = "plot_..." and tables = [...].', figure=name)
        unknown = sorted(set(entry) - _KEYS)
        if unknown:
            raise StudyError(
                f"{where}: no key '{unknown[0]}'. Keys: {', '.join(sorted(_KEYS))}.", figure=name
            )
        missing = [table for table in entry["tables"] if table not in known_tables]
        if missing:
            raise StudyError(
                f"{where}: no stage makes the table '{missing[0]}'. Tables: "
                f"{', '.join(sorted(known_tables))}.",
                figure=name,
            )
        out[name] = {"size": [16.0, 8.0], "options": {}, "panels": None, **entry}
    return out


def labels_of_framings(folder: str | os.PathLike[str] = TABLES) -> dict[str, str] | None:
    """What the study calls its framings, from the table `framings`; None without that table."""
    if not (Path(folder) / "framings.parquet").is_file():
        return None
    table = tables.read("framings", folder)
    return dict(zip(table["framing"], table["label"], strict=True))


def draw_figure(
    entry: dict[str, Any],
    taken: dict[str, pd.DataFrame],
    labels: Mapping[str, str] | None = None,
) -> Any:
    """The matplotlib Figure of one entry, in the style of topoi.

    The first table is the plot's first argument; further ones go by the names of its parameters,
    in order. `panels` repeats the plot for the values of one of its parameters.
    """
    import matplotlib.pyplot as plt

    from .. import plots

    function = getattr(plots, entry["plot"], None)
    if function is None or not entry["plot"].startswith("plot_"):
        known = ", ".join(n for n in dir(plots) if n.startswith("plot_"))
        raise StudyError(f"no plot '{entry['plot']}'. Plots: {known}.", plot=entry["plot"])
    first, *others = entry["tables"]
    takes = [
        n
        for n, p in inspect.signature(function).parameters.items()
        if "DataFrame" in str(p.annotation)
    ]
    options = dict(entry["options"])
    options |= {name: taken[table] for name, table in zip(takes[1:], others, strict=False)}
    width, height = entry["size"]
    panels = entry["panels"]
    with plots.style(labels):
        if not panels:
            figure, ax = plt.subplots(figsize=(width * _CM, height * _CM))
            function(taken[first], ax=ax, **options)
            return figure
        values = panels["values"]
        columns = min(int(panels.get("columns", 3)), len(values))
        rows = -(-len(values) // columns)
        figure, grid = plt.subplots(
            rows,
            columns,
            figsize=(width * _CM, height * _CM),
            squeeze=False,
            sharex=bool(panels.get("share_x", False)),
            sharey=bool(panels.get("share_y", False)),
        )
        for ax, value in zip(grid.flat, values, strict=False):
            function(taken[first], ax=ax, **{panels["by"]: value}, **options)
            ax.set_title(_title(panels, value))
        for ax in list(grid.flat)[len(values) :]:
            ax.set_visible(False)
        _outer_labels(figure, grid)
    return figure


def _title(panels: dict[str, Any], value: Any) -> str:
    from ..plots.rates import title_of

    if "titles" in panels:
        return str(panels["titles"][panels["values"].index(value)])
    title = title_of(value) if panels["by"] == "framing" else str(value)
    return textwrap.fill(title, 84 // int(panels.get("columns", 3)))


def _outer_labels(figure: Any, grid: Any) -> None:
    """An axis label that all panels share stands once, for the figure."""
    shown = [ax for ax in grid.flat if ax.get_visible()]
    if len(labels := {ax.get_xlabel() for ax in shown}) == 1 and (label := labels.pop()):
        figure.supxlabel(label, fontsize=8)
        for ax in shown:
            ax.set_xlabel("")
    if len(labels := {ax.get_ylabel() for ax in shown}) == 1 and (label := labels.pop()):
        figure.supylabel(label, fontsize=8)
        for ax in shown:
            ax.set_ylabel("")


def save_figure(figure: Any, name: str, folder: str | os.PathLike[str] = FOLDER) -> bool:
    """Write FOLDER/NAME.svg (for the paper) and .png (for readers), if their bytes change."""
    import matplotlib.pyplot as plt

    from .. import plots

    metadata = {"svg": {"Date": None, "Creator": "topoi"}, "png": {"Software": None}}
    changed = False
    for kind, about in metadata.items():
        stream = io.BytesIO()
        with plots.style():
            figure.savefig(stream, format=kind, metadata=about)
        figure.set_layout_engine("none")  # found once, the layout is that of both files
        changed |= write_bytes(Path(folder) / f"{name}.{kind}", stream.getvalue())
    plt.close(figure)
    return changed
