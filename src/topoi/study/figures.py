"""The figures that study.toml asks for: which plot of which tables, how large, in which panels."""

from __future__ import annotations

import inspect
import io
import os
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

import pandas as pd

from ..errors import StudyError
from ..files import write_bytes
from .config import FILE, TABLES, Config, check_name, check_values, section_of

FOLDER = Path("figures")
_KEYS = {
    "plot": str,
    "tables": list[str],
    "size": tuple[float, float],
    "options": Mapping[str, Any],
    "panels": Mapping[str, Any],
}
_PANELS = {
    "by": str,
    "values": list[Any],
    "columns": int,
    "share_x": bool,
    "share_y": bool,
    "titles": list[str],
}
_CM = 1 / 2.54
_COLUMNS = 6  # of a legend
LARGEST = 200  # centimetres: more pixels than that, matplotlib does not draw


def figure_entries(config: Config, known_tables: Collection[str]) -> dict[str, dict[str, Any]]:
    """The [figures] of a study, checked: name -> plot, tables, size, options, panels.

    Whether the plot takes the options is for `check_plot` to say: it has to load matplotlib.
    """
    out = {}
    for name, entry in section_of(config, "figures").items():
        where = f"{FILE}: [figures.{name}]"
        check_name(f"[figures.{name}]", name)
        if not isinstance(entry, dict) or not {"plot", "tables"} <= set(entry):
            raise StudyError(f'{where} needs plot = "plot_..." and tables = [...].', figure=name)
        check_values(f"[figures.{name}]", entry, _KEYS)
        if not entry["tables"] or not all(0 < x <= LARGEST for x in entry.get("size", [1])):
            raise StudyError(
                f"{where} needs at least one table, and a size above 0 and up to {LARGEST} "
                "(centimetres).",
                figure=name,
            )
        if entry.get("panels"):
            _check_panels(name, entry["panels"])
        _known_plot(name, entry["plot"])
        missing = [table for table in entry["tables"] if table not in known_tables]
        if missing:
            raise StudyError(
                f"{where}: no stage makes the table '{missing[0]}'. Tables: "
                f"{', '.join(sorted(known_tables))}.",
                figure=name,
            )
        out[name] = {"size": [16.0, 8.0], "options": {}, "panels": None, **entry}
    return out


def _check_panels(name: str, panels: Mapping[str, Any]) -> None:
    where = f"[figures.{name}] panels"
    if not {"by", "values"} <= set(panels):
        raise StudyError(f'{FILE}: {where} needs by = "PARAMETER" and values = [...].', figure=name)
    check_values(where, panels, _PANELS)
    if not panels["values"] or len(panels.get("titles", panels["values"])) != len(panels["values"]):
        raise StudyError(
            f"{FILE}: {where} needs at least one of values, and as many titles if there are any.",
            figure=name,
        )


def _known_plot(name: str, plot: str) -> None:
    from .. import plots  # the names alone: nothing is loaded

    known = [n for n in dir(plots) if n.startswith("plot_")]
    if plot not in known:
        raise StudyError(
            f"{FILE}: [figures.{name}]: no plot '{plot}'. Plots: {', '.join(known)}.", plot=plot
        )


def check_plot(name: str, entry: Mapping[str, Any]) -> None:
    """Hold the tables, options and panels of a figure against the parameters of its plot."""
    from .. import plots

    _known_plot(name, entry["plot"])
    function, where = getattr(plots, entry["plot"]), f"[figures.{name}]"
    takes, types = _tables_of(function), get_type_hints(function)
    given = inspect.signature(function).parameters
    needed = [n for n in takes if given[n].default is inspect.Parameter.empty]
    if not len(needed) <= len(entry["tables"]) <= len(takes):
        raise StudyError(
            f"{FILE}: {where} names {len(entry['tables'])} tables; {entry['plot']} takes "
            f"{', '.join(takes)}.",
            figure=name,
        )
    for table, wanted in zip(entry["tables"], takes, strict=False):
        kind = table.split("_by_")[0]  # topic_prevalence_by_year is a `prevalence`
        if kind != wanted and not kind.endswith(f"_{wanted}"):
            raise StudyError(
                f"{FILE}: {where}: '{table}' is no table that {entry['plot']} draws; it takes "
                f"{', '.join(takes)}, in this order.",
                figure=name,
                table=table,
            )
    options = {n: types[n] for n in given if n not in takes and n != "ax"}
    check_values(f"{where} options", entry["options"], options)
    by = []
    if panels := entry["panels"]:
        by = [panels["by"]]
        free = {n: kind for n, kind in options.items() if n not in entry["options"]}
        for value in panels["values"]:
            check_values(f"{where} panels.by:", {panels["by"]: value}, free)
    for key in options:
        if given[key].default is inspect.Parameter.empty and key not in (*entry["options"], *by):
            raise StudyError(
                f"{FILE}: {where}: {entry['plot']} needs '{key}'. Set it in options, or repeat the "
                f'plot for several: panels = {{ by = "{key}", values = [...] }}.',
                figure=name,
            )


def _tables_of(function: Callable[..., Any]) -> list[str]:
    """The parameters of a plot that are tables, in order."""
    given = inspect.signature(function).parameters
    return [n for n, p in given.items() if "DataFrame" in str(p.annotation)]


def labels_of_framings(read: Callable[[str], pd.DataFrame]) -> dict[str, str] | None:
    """What the study calls its framings, from the table `framings`; None before that is made."""
    if not (TABLES / "framings.parquet").is_file():
        return None
    table = read("framings")
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

    function = getattr(plots, entry["plot"])
    first, *others = entry["tables"]
    tables_of = _tables_of(function)[1:]
    options = dict(entry["options"])
    options |= {name: taken[table] for name, table in zip(tables_of, others, strict=False)}
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
    kinds: dict[str, Callable[[Any], str]] = {"framing": title_of, "topic": "Topic {}".format}
    title = kinds.get(panels["by"], str)(value)
    return textwrap.fill(title, 84 // int(panels.get("columns", 3)))


def _outer_labels(figure: Any, grid: Any) -> None:
    """A label of an axis or a legend that all panels share stands once, for the figure."""
    shown = [ax for ax in grid.flat if ax.get_visible()]
    if len(labels := {ax.get_xlabel() for ax in shown}) == 1 and (label := labels.pop()):
        figure.supxlabel(label, fontsize=8)
        for ax in shown:
            ax.set_xlabel("")
    if len(labels := {ax.get_ylabel() for ax in shown}) == 1 and (label := labels.pop()):
        figure.supylabel(label, fontsize=8)
        for ax in shown:
            ax.set_ylabel("")
    legends = [legend for ax in shown if (legend := ax.get_legend())]
    if len({tuple(text.get_text() for text in legend.get_texts()) for legend in legends}) == 1:
        _raise_legend(figure, legends)


def _raise_legend(figure: Any, legends: Sequence[Any]) -> None:
    """One for all, above the panels."""
    names = [text.get_text() for text in legends[0].get_texts()]
    columns = min(len(names), _COLUMNS)
    figure.legend(legends[0].legend_handles, names, loc="outside upper right", ncols=columns)
    for legend in legends:
        legend.remove()


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
