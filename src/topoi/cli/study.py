"""topoi tables, figures, results, paper, rules, trace: the study in this folder."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PaperError
from ..files import write_bytes
from .show import command, print_table, step

if TYPE_CHECKING:
    from ..paper.values import Values
    from ..study.evidence import Found
    from ..study.graph import Read


def _traceable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stamp", help=argparse.SUPPRESS)  # for Make: touch it, list what was read


def add_commands(commands: Any) -> None:
    """Add the commands on the study in this folder."""
    parser = command(commands, "tables", _tables, "build the tables of the study in this folder")
    parser.add_argument(
        "stages", nargs="*", metavar="STAGE", help="only these stages; default: all"
    )
    _traceable(parser)
    parser = command(commands, "figures", _figures, "draw the figures of the study in this folder")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these figures; default: all")
    _traceable(parser)
    parser = command(
        commands, "results", _results, "write the numbers of the study, paper/results.json"
    )
    _traceable(parser)
    parser = command(commands, "paper", _paper, "set the paper of the study, paper/paper.pdf")
    parser.add_argument("--output", default="paper/paper.pdf", help="default: paper/paper.pdf")
    parser.add_argument(
        "--check", action="store_true", help="only look for digits typed by hand in the prose"
    )
    _traceable(parser)
    parser = command(commands, "rules", _rules, "write the study as rules for Make, build/study.mk")
    parser = command(
        commands,
        "trace",
        _trace,
        "walk from a printed number back to its row and to the mentions that it counts",
        epilog="examples:\n  topoi trace rates_by_bloc.multipolarity.CSTO.rate\n"
        "  topoi trace variants.hybrid_war.1.mentions --csv mentions.csv\n\n"
        "paper/claims.csv lists the keys of all numbers that the paper prints.",
    )
    parser.add_argument("key", help="key of a value, as in paper/claims.csv and results.json")
    parser.add_argument(
        "--all", action="store_true", help="all mentions, not only the first twenty"
    )
    parser.add_argument("--csv", metavar="FILE", help="write the mentions as CSV")


def _touch(stamp: str | None) -> None:
    if stamp:
        Path(stamp).parent.mkdir(parents=True, exist_ok=True)
        Path(stamp).touch()


def _refreshed(stamp: str | None) -> Read:
    """What reads tables. By hand, build/parameters are written first, and old tables are refused.

    Make does both itself: study.toml may have changed.
    """
    from ..study.graph import table_as_it_is, table_reader, write_rules

    if stamp:
        return table_as_it_is
    write_rules()
    return table_reader()


def _tables(options: argparse.Namespace) -> None:
    from ..study.config import read_study, stage_names
    from ..study.graph import run_stage
    from ..study.stages import STAGES
    from ..study.trace import traced

    read = _refreshed(options.stamp)
    for name in options.stages or stage_names(read_study(), STAGES):
        began = time.perf_counter()
        with traced(options.stamp):
            made = run_stage(name, read)
        _touch(options.stamp)
        step("tables", name, began)
        if "problems" in made:
            _say_what_was_left_out()


def _say_what_was_left_out() -> None:
    """Files and rows of the sources that became no document."""
    from .. import tables
    from ..study.config import TABLES

    problems = tables.read("problems", TABLES)
    lost = problems[problems["document"].isna()]
    if len(lost):
        kinds = ", ".join(sorted(lost["problem"].unique()))
        what = "file or row" if len(lost) == 1 else "files or rows"
        print(
            f"           {len(lost)} {what} of the sources became no document ({kinds}): "
            f"{TABLES}/problems.parquet",
            file=sys.stderr,
        )


def _figures(options: argparse.Namespace) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from ..errors import StudyError
    from ..study.config import read_study
    from ..study.figures import check_plot, draw_figure, labels_of_framings, save_figure
    from ..study.graph import asked_figures
    from ..study.trace import traced

    read = _refreshed(options.stamp)
    entries, labelled = asked_figures(), "facts" in read_study()
    names = options.names or list(entries)
    for name in names:  # all of them before the first is drawn
        if name not in entries:
            raise StudyError(f"study.toml has no figure '{name}'. It has: {', '.join(entries)}.")
        check_plot(name, entries[name])
    for name in names:
        began = time.perf_counter()
        outputs = [f"figures/{name}.svg", f"figures/{name}.png"]
        with traced(options.stamp, outputs):
            entry = entries[name]
            taken = {table: read(table) for table in entry["tables"]}
            labels = labels_of_framings(read) if labelled else None
            save_figure(draw_figure(entry, taken, labels), name)
        _touch(options.stamp)
        step("figure", name, began)


def _results(options: argparse.Namespace) -> None:
    from ..files import write_text
    from ..paper import dump_values, flatten_parameters, flatten_table
    from ..paper.build import PRINTABLE, RESULTS
    from ..study.graph import asked_results
    from ..study.trace import traced

    read = _refreshed(options.stamp)
    began = time.perf_counter()
    with traced(options.stamp, [str(RESULTS)]):
        asked = asked_results()
        values, too_large = flatten_parameters(asked["parameters"]), list[str]()
        for name in asked["tables"]:
            table = read(name)
            if len(table) <= PRINTABLE:
                values |= flatten_table(table, name)
            else:
                too_large.append(f"{name} ({len(table):,} rows)")
        write_text(RESULTS, dump_values(values))
    _touch(options.stamp)
    step("results", f"{len(values)} rows", began)
    if too_large:
        print(f"           only as tables, for their size: {', '.join(too_large)}", file=sys.stderr)


def _paper(options: argparse.Namespace) -> None:
    from ..paper import build_paper, typed_digits
    from ..paper.build import write_library
    from ..study.trace import traced

    began = time.perf_counter()
    write_library()
    if options.check:
        lines = typed_digits()
        if lines:
            raise PaperError(
                "digits typed by hand in the paper:\n  "
                + "\n  ".join(lines)
                + '\nPrint a number with #v("KEY"), and a name that holds digits with #lit(...).'
            )
        print("no digit typed by hand", file=sys.stderr)
        return
    if not options.stamp:
        _refreshed(None)
        _current_results()
    with traced(options.stamp, [options.output, "paper/claims.csv"]):
        build_paper(Path(options.output))
    _touch(options.stamp)
    step("paper", options.output, began)


def _current_results() -> Values:
    """The content of results.json, if it was written with the parameters of study.toml as it is."""
    from ..paper.build import check_parameters, read_results
    from ..study.graph import asked_results

    values = read_results()
    check_parameters(values, asked_results()["parameters"])
    return values


def _rules(options: argparse.Namespace) -> None:
    from ..study.graph import write_rules

    write_rules()


def _trace(options: argparse.Namespace) -> None:
    from ..paper.trace import column_of_key, describe_row, find_row, table_of_key
    from ..study.config import TABLES
    from ..study.evidence import Evidence

    read = _refreshed(None)
    key, name = options.key, table_of_key(options.key)
    if name == "parameters":
        from ..paper.values import look_up

        parameter = key.removesuffix(".value")
        print(f"{parameter}: {look_up(_current_results(), f'{parameter}.value')} (study.toml)")
        return
    table = read(name)
    row = find_row(table, name, key)
    print(f"{key}\n  from {TABLES}/{name}.csv")
    for column, value, about in describe_row(row, name):
        print(f"  {column:<14} {value!s:<22} {about}".rstrip())
    found = Evidence(read).behind(row, name, column_of_key(table, name, key))
    if found is None:
        if options.csv:
            raise PaperError(f"{key} counts no mentions; there is nothing to write.", key=key)
        return
    _show_evidence(found, options)


def _show_evidence(found: Found, options: argparse.Namespace) -> None:
    mentions = found.mentions
    held = "" if found.counted == "mention" else f" of {found.number} {found.counted}s"
    size = f"{len(mentions)} mentions{held} behind it{found.whose}"
    if options.csv:
        write_bytes(options.csv, mentions.to_csv(index=False).encode("utf-8"))
        print(f"{options.csv}: {size}", file=sys.stderr)
        return
    print(f"\n{size}" + (":" if len(mentions) else ""))
    shown = mentions if options.all else mentions.head(20)
    if len(shown):
        columns = ["year", "organization", "speaker", "framing", "variant", "passage"]
        print_table(shown, [c for c in columns if c in shown])
    if len(shown) < len(mentions):
        print(f"… {len(mentions) - len(shown)} more: --all, or --csv FILE")
