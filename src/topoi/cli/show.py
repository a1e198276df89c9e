"""What the command line prints: tables in aligned columns, and a line a step."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

NARROWEST, WIDEST = 8, 24  # a column that is not the last, in characters
LAST = 20  # the last column gets what is left of the line, and at least this


def command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], None], summary: str, **more: Any
) -> argparse.ArgumentParser:
    """Add a command that calls `run` with its options."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **more,
    )
    parser.set_defaults(run=run)
    return parser


def step(kind: str, name: str, began: float) -> None:
    """Say that a step is done, and how long it took."""
    took = time.perf_counter() - began
    print(f"  {kind:<8} {name:<24} {took:5.1f} s", file=sys.stderr, flush=True)


def print_table(
    table: pd.DataFrame,
    columns: list[str],
    *,
    flush_right: Iterable[str] = (),
    wrap: bool = False,
) -> None:
    """Print columns of a table aligned, each line cut at the edge of the terminal.

    Numbers stand to the right; so do the columns `flush_right`, whose beginning is cut if they are
    too long: what stands before a keyword. With `wrap` nothing is cut: a cell goes on below.
    """
    import pandas as pd

    cells = [[_cell(value) for value in table[column]] for column in columns]
    widths = [
        min(WIDEST, max(map(len, [column, *values])))
        for column, values in zip(columns, cells, strict=True)
    ]
    edge = shutil.get_terminal_size((110, 24)).columns
    gaps = 2 * len(columns[:-1])
    right = [c in flush_right or pd.api.types.is_numeric_dtype(table[c]) for c in columns]
    last = max(map(len, [columns[-1], *cells[-1]]))
    least = min(LAST, last)
    while sum(widths[:-1]) + gaps + least > edge and max(widths[:-1]) > NARROWEST:
        # The widest gives way; what stands before a keyword before the keyword.
        widths[max(range(len(widths) - 1), key=lambda i: widths[i] + NARROWEST * right[i])] -= 1
    widths[-1] = min(last, max(least, edge - sum(widths[:-1]) - gaps))
    print(_line(columns, widths, right))
    print(_line(["-" * width for width in widths], widths, right))
    for row in zip(*cells, strict=True):
        for cells_of_line in _wrapped(row, widths) if wrap else [row]:
            print(_line(cells_of_line, widths, right))


def print_indented(text: str, begin: str) -> None:
    """Print a text whole behind `begin`, broken at blanks only, so that it can be copied."""
    import textwrap

    edge = shutil.get_terminal_size((110, 24)).columns
    blank = " " * len(begin)
    print(
        textwrap.fill(
            text,
            max(edge, len(begin) + LAST),
            initial_indent=begin,
            subsequent_indent=blank,
            break_on_hyphens=False,
            break_long_words=False,
        )
    )


def _wrapped(row: Iterable[str], widths: list[int]) -> Iterator[tuple[str, ...]]:
    """A row as the lines that show all of each cell."""
    import textwrap
    from itertools import zip_longest

    yield from zip_longest(
        *(textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)),
        fillvalue="",
    )


def _line(cells: Iterable[str], widths: list[int], right: list[bool]) -> str:
    fitted = (_fitted(*cell) for cell in zip(cells, widths, right, strict=True))
    return "  ".join(fitted).rstrip()


def _fitted(text: str, width: int, right: bool) -> str:
    if right:
        return (text if len(text) <= width else "…" + text[1 - width :]).rjust(width)
    return (text if len(text) <= width else text[: width - 1] + "…").ljust(width)


def _cell(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return " ".join(str(value).split())
