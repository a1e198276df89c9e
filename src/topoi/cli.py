"""The command line: the only module that knows the paths of a project and prints.

    topoi read FILES          documents, passages and mentions of files, as a table, CSV or Parquet
    topoi tables [STAGE ...]  the tables of the study in this folder
    topoi figures [NAME ...]  its figures
    topoi results             its numbers, paper/results.json
    topoi paper               its paper
    topoi trace KEY           from a printed number to the rows and mentions behind it
    topoi bundle WHAT         a corpus without running text
    topoi new FOLDER          a study of your own

Exit codes: 0 done, 2 the input or the study is wrong (one line says what, where and what to do).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import __version__
from .errors import TopoiError

if TYPE_CHECKING:
    import pandas as pd


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    if not hasattr(options, "run"):
        _parser().print_help()
        return 2
    try:
        options.run(options)
    except TopoiError as error:
        print(f"topoi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone (topoi read ... | head)
    except KeyboardInterrupt:
        print("topoi: interrupted", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="topoi",
        description="Follow recurring framings across speakers and organizations, from raw "
        "documents to a paper whose every number is computed.",
        epilog="Run a command with --help for its options. In a folder with a study.toml and a "
        "Makefile, `make` does all of it.",
    )
    parser.add_argument("--version", action="version", version=f"topoi {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_read(commands)
    _add_study(commands)
    _add_trace(commands)
    _add_bundle(commands)
    _add_new(commands)
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], None], summary: str, **more: Any
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        **more,
    )
    parser.set_defaults(run=run)
    return parser


def _traceable(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--stamp", help=argparse.SUPPRESS)  # for Make: touch it, list what was read


# ---- read


def _add_read(commands: Any) -> None:
    parser = _command(
        commands,
        "read",
        _read,
        "read files and show who says what, in which voice, and which framings occur",
        epilog="examples:\n"
        "  topoi read statements/\n"
        "  topoi read statement.txt --show mentions\n"
        "  topoi read kremlin.jsonl --columns document=id outlet=organization --csv passages.csv",
    )
    parser.add_argument("path", help="a .txt, .csv or .jsonl file, or a folder of such files")
    parser.add_argument(
        "--show",
        choices=["documents", "passages", "mentions", "removed", "problems"],
        default="passages",
        help="which table (default: passages)",
    )
    parser.add_argument("--lexicon", help="framings to look for (TOML); default: those of topoi")
    parser.add_argument(
        "--columns",
        nargs="+",
        metavar="NAME=COLUMN",
        default=[],
        help="columns of a .csv or .jsonl file: what topoi calls them = what the file calls them",
    )
    parser.add_argument("--raw", action="store_true", help="keep every line of .txt pages")
    parser.add_argument("--csv", metavar="FILE", help="write the table as CSV")
    parser.add_argument("--parquet", metavar="FILE", help="write the table as Parquet")


def _read(options: argparse.Namespace) -> None:
    from .documents import read_sources
    from .errors import SourceError
    from .files import write_bytes
    from .framings import find_framings
    from .tables import to_parquet
    from .voices import attribute

    columns = {}
    for pair in options.columns:
        name, equals, column = pair.partition("=")
        if not equals:
            raise SourceError(f"--columns: '{pair}' should read NAME=COLUMN, e.g. text=body.")
        columns[name] = column
    reading = read_sources(options.path, columns=columns, clean=not options.raw)
    table = getattr(reading, options.show, None)
    if table is None:
        table = attribute(reading.documents)
        if options.show == "mentions":
            table = _with_context(find_framings(table, options.lexicon), table)
    if options.csv:
        write_bytes(options.csv, table.to_csv(index=False).encode("utf-8"))
    if options.parquet:
        write_bytes(options.parquet, to_parquet(table))
    for written in filter(None, (options.csv, options.parquet)):
        print(f"{written}: {len(table)} {options.show}", file=sys.stderr)
    if not (options.csv or options.parquet):
        _show(table, options.show)
    _note(reading.problems, options.show)


def _with_context(mentions: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Mentions with who says them, and a few words on either side."""
    import pandas as pd

    home = passages.set_index("passage")
    rows = []
    for m in mentions.itertuples(index=False):
        p = home.loc[m.passage]
        a, b = m.start - p.start, m.end - p.start
        rows.append(
            {
                "document": p.document,
                "voice": p.voice,
                "speaker": p.speaker,
                "left": " ".join(p.text[max(0, a - 40) : a].split()),
                "match": " ".join(p.text[a:b].split()),
                "right": " ".join(p.text[b : b + 40].split()),
            }
        )
    return pd.concat([mentions, pd.DataFrame(rows, index=mentions.index)], axis=1)


_SHOWN = {
    "documents": ["document", "date", "language", "genre", "outlet", "title"],
    "passages": ["voice", "speaker", "organization", "words", "text"],
    "mentions": ["framing", "voice", "speaker", "left", "match", "right"],
    "removed": ["reason", "text"],
    "problems": ["source", "problem", "count", "detail"],
}


def _show(table: pd.DataFrame, name: str) -> None:
    if table.empty:
        print(f"no {name}")
        return
    if "document" in table and name in ("passages", "mentions", "removed"):
        for document, part in table.groupby("document", sort=False):
            print(f"\n{document}")
            _print_columns(part, _SHOWN[name])
    else:
        _print_columns(table, _SHOWN[name])


def _print_columns(table: pd.DataFrame, columns: list[str]) -> None:
    """A table as aligned columns; the last one is cut at the edge of the terminal."""
    import shutil

    import pandas as pd

    width = shutil.get_terminal_size((110, 24)).columns
    cells = [["" if pd.isna(v) else _cell(v) for v in table[column]] for column in columns]
    limits = [
        min(26, max(len(h), *(len(c) for c in col))) for h, col in zip(columns, cells, strict=True)
    ]
    limits[-1] = max(20, width - sum(limits[:-1]) - 2 * len(limits))
    numeric = [pd.api.types.is_numeric_dtype(table[c]) for c in columns]
    head = "  ".join(h.ljust(n) for h, n in zip(columns, limits, strict=True)).rstrip()
    print(head)
    print(
        "  ".join(
            "-" * min(n, len(h) if i == len(limits) - 1 else n)
            for i, (h, n) in enumerate(zip(columns, limits, strict=True))
        )
    )
    for row in zip(*cells, strict=True):
        out = []
        for text, n, number in zip(row, limits, numeric, strict=True):
            cut = text if len(text) <= n else text[: n - 1] + "…"
            out.append(cut.rjust(n) if number else cut.ljust(n))
        print("  ".join(out).rstrip())


def _cell(value: Any) -> str:
    if hasattr(value, "date") and hasattr(value, "hour"):
        return str(value.date())
    return " ".join(str(value).split())


def _note(problems: pd.DataFrame, shown: str) -> None:
    if len(problems) and shown != "problems":
        print(f"\n{len(problems)} problem(s) with the sources: --show problems", file=sys.stderr)


# ---- the study in this folder


def _add_study(commands: Any) -> None:
    parser = _command(commands, "tables", _tables, "build the tables of the study in this folder")
    parser.add_argument(
        "stages", nargs="*", metavar="STAGE", help="only these stages; default: all"
    )
    _traceable(parser)
    parser = _command(commands, "figures", _figures, "draw the figures of the study in this folder")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these figures; default: all")
    _traceable(parser)
    parser = _command(
        commands, "results", _results, "write the numbers of the study, paper/results.json"
    )
    _traceable(parser)
    parser = _command(commands, "paper", _paper, "set the paper of the study, paper/paper.pdf")
    parser.add_argument("--output", default="paper/paper.pdf", help="default: paper/paper.pdf")
    parser.add_argument(
        "--check", action="store_true", help="only look for digits typed by hand in the prose"
    )
    _traceable(parser)
    parser = _command(
        commands, "rules", _rules, "write the study as rules for Make, build/study.mk"
    )


def _step(kind: str, name: str, began: float) -> None:
    print(
        f"  {kind:<8} {name:<24} {time.perf_counter() - began:5.1f} s", file=sys.stderr, flush=True
    )


def _touch(stamp: str | None) -> None:
    if stamp:
        Path(stamp).parent.mkdir(parents=True, exist_ok=True)
        Path(stamp).touch()


def _tables(options: argparse.Namespace) -> None:
    from .study.config import read_study, stage_names
    from .study.graph import run_stage
    from .study.stages import STAGES
    from .study.trace import traced

    for name in options.stages or stage_names(read_study(), STAGES):
        began = time.perf_counter()
        with traced(options.stamp):
            run_stage(name)
        _touch(options.stamp)
        _step("tables", name, began)


def _figures(options: argparse.Namespace) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from . import tables
    from .errors import StudyError
    from .study.config import TABLES
    from .study.figures import draw_figure, labels_of_framings, save_figure
    from .study.graph import asked_figures
    from .study.trace import traced

    entries = asked_figures()
    for name in options.names or entries:
        if name not in entries:
            raise StudyError(f"study.toml has no figure '{name}'. It has: {', '.join(entries)}.")
        began = time.perf_counter()
        outputs = [f"figures/{name}.svg", f"figures/{name}.png"]
        with traced(options.stamp, outputs):
            entry = entries[name]
            taken = {table: tables.read(table, TABLES) for table in entry["tables"]}
            save_figure(draw_figure(entry, taken, labels_of_framings()), name)
        _touch(options.stamp)
        _step("figure", name, began)


def _results(options: argparse.Namespace) -> None:
    from . import tables
    from .files import write_text
    from .paper import dump_values, flatten_parameters, flatten_table
    from .paper.build import PRINTABLE, RESULTS
    from .study.config import TABLES
    from .study.graph import asked_results
    from .study.trace import traced

    began = time.perf_counter()
    with traced(options.stamp, [str(RESULTS)]):
        asked = asked_results()
        values = flatten_parameters(asked["parameters"])
        for name in asked["tables"]:
            table = tables.read(name, TABLES)
            if len(table) <= PRINTABLE:
                values |= flatten_table(table, name)
        write_text(RESULTS, dump_values(values))
    _touch(options.stamp)
    _step("results", f"{len(values)} rows", began)


def _paper(options: argparse.Namespace) -> None:
    from .errors import PaperError
    from .paper import build_paper, typed_digits
    from .paper.build import write_library
    from .study.trace import traced

    began = time.perf_counter()
    write_library()
    if options.check:
        lines = typed_digits()
        if lines:
            raise PaperError("digits typed by hand in the paper:\n  " + "\n  ".join(lines))
        print("no digit typed by hand", file=sys.stderr)
        return
    with traced(options.stamp, [options.output, "paper/claims.csv"]):
        build_paper(Path(options.output))
    _touch(options.stamp)
    _step("paper", options.output, began)


def _rules(options: argparse.Namespace) -> None:
    from .study.graph import write_rules

    write_rules()


# ---- trace


def _add_trace(commands: Any) -> None:
    parser = _command(
        commands,
        "trace",
        _trace,
        "walk from a printed number back to its row and to the mentions that it counts",
        epilog="example:\n  topoi trace rates_by_bloc.multipolarity.CSTO.rate\n\n"
        "paper/claims.csv lists the keys of all numbers that the paper prints.",
    )
    parser.add_argument("key", help="key of a value, as in paper/claims.csv and results.json")
    parser.add_argument(
        "--all", action="store_true", help="all mentions, not only the first twenty"
    )


def _trace(options: argparse.Namespace) -> None:
    from . import tables
    from .paper.build import read_results
    from .paper.trace import describe_row, find_row, mentions_behind, table_of_key
    from .study.config import TABLES
    from .study.graph import grouped_passages

    key, name = options.key, table_of_key(options.key)
    if name == "parameters":
        from .paper.values import look_up

        values = read_results()
        print(f"{key}: {look_up(values, key if key in values else f'{key}.value')} (study.toml)")
        return
    row = find_row(tables.read(name, TABLES), name, key)
    print(f"{key}\n  from {TABLES}/{name}.csv")
    for column, value, about in describe_row(row, name):
        print(f"  {column:<14} {value!s:<22} {about}".rstrip())
    if not {"framing", "group"} <= set(row.index):
        return
    grouped = grouped_passages(row["by"])
    found = mentions_behind(row, name, tables.read("mentions", TABLES), grouped)
    print(f"\n{len(found)} mentions behind it" + (":" if len(found) else ""))
    shown = found if options.all else found.head(20)
    if len(shown):
        _print_columns(shown, ["year", "organization", "speaker", "variant", "passage"])
    if len(shown) < len(found):
        print(f"… {len(found) - len(shown)} more: --all")


# ---- bundle and new


def _add_bundle(commands: Any) -> None:
    parser = _command(
        commands,
        "bundle",
        _bundle,
        "make a bundle: a corpus that can be shared without its running text",
        epilog="examples:\n  topoi bundle statements/ --output build/my-bundle\n"
        "  topoi bundle un-general-debate --sources ../shared   (one that ships, by its recipe)",
    )
    parser.add_argument("what", help="documents (file or folder), or the name of a shipped bundle")
    parser.add_argument("--sources", help="folder of the raw files of a shipped bundle")
    parser.add_argument("--output", help="folder to write; default: build/bundles/NAME")
    parser.add_argument("--lexicon", help="framings to look for (TOML); default: those of topoi")
    parser.add_argument("--title", help="what the corpus is", default="")
    parser.add_argument("--origin", help="where it comes from", default="")
    parser.add_argument("--licence", help="licence of the texts", default="")


def _bundle(options: argparse.Namespace) -> None:
    from .documents import read_sources
    from .study.bundles import cook, make_bundle, recipes, write_bundle

    began = time.perf_counter()
    if options.sources is not None or (
        options.what in recipes() and not Path(options.what).exists()
    ):
        bundle = cook(options.what, options.sources or ".", progress=_progress)
        name = options.what
    else:
        name = Path(options.what).resolve().stem
        about = {k: getattr(options, k) for k in ("title", "origin", "licence")}
        reading = read_sources(options.what)
        bundle = make_bundle(reading, lexicon=options.lexicon, progress=_progress, **about)
    output = Path(options.output or f"build/bundles/{name}")
    write_bundle(bundle, output)
    _step("bundle", str(output), began)
    size = bundle.manifest["size"]
    print(
        "           " + ", ".join(f"{v:,} {k.replace('_', ' ')}" for k, v in size.items()),
        file=sys.stderr,
    )


def _progress(items: Iterable[Any], label: str) -> Iterable[Any]:
    from tqdm import tqdm

    return tqdm(items, desc=f"  {label}", leave=False, disable=None)


def _add_new(commands: Any) -> None:
    parser = _command(
        commands,
        "new",
        _new,
        "begin a study of your own documents: study.toml, framings.toml, paper, Makefile",
        epilog="example:\n  topoi new my-study --documents statements/ && make -C my-study",
    )
    parser.add_argument("folder", help="folder to make; it must not exist, or be empty")
    parser.add_argument("--documents", help="folder or file to copy into the study")
    parser.add_argument(
        "--example", action="store_true", help="with topoi's specimens as documents"
    )


def _new(options: argparse.Namespace) -> None:
    from .study.new import new_study

    folder = new_study(options.folder, documents=options.documents, example=options.example)
    print(f"{folder}: now run  make -C {folder}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
