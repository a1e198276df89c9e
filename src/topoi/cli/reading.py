"""topoi read and topoi actors: what is in files that a user points at, and who is known."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .show import command, print_table

if TYPE_CHECKING:
    import pandas as pd


_SHOWN = {
    "documents": ["document", "date", "language", "genre", "outlet", "title"],
    "passages": ["voice", "speaker", "organization", "words", "text"],
    "mentions": ["framing", "voice", "speaker", "left", "match", "right"],
    "removed": ["reason", "text"],
    "dates": ["found", "date", "chosen", "text"],
    "problems": ["source", "problem", "count", "detail"],
}


def add_commands(commands: Any) -> None:
    """Add topoi read and topoi actors."""
    parser = command(
        commands,
        "read",
        _read,
        "read files and show who says what, in which voice, and which framings occur",
        epilog="examples:\n"
        "  topoi read statements/\n"
        "  topoi read statement.txt --show mentions\n"
        "  topoi read statements/ --html page.html   (to check it in a browser)\n"
        "  topoi read kremlin.jsonl --columns document=id outlet=organization --csv passages.csv",
    )
    add_sources(parser)
    parser.add_argument(
        "--show",
        choices=["documents", "passages", "mentions", "removed", "dates", "problems"],
        default="passages",
        help="which table (default: passages)",
    )
    parser.add_argument("--csv", metavar="FILE", help="write the table as CSV")
    parser.add_argument("--parquet", metavar="FILE", help="write the table as Parquet")
    parser.add_argument(
        "--html", metavar="FILE", help="write a page that shows who says what in the running text"
    )
    parser = command(
        commands,
        "actors",
        _actors,
        "list the officials that topoi knows, or check a file of your own and list what it adds",
    )
    parser.add_argument("file", nargs="?", help="officials of your own (TOML)")


def add_sources(
    parser: argparse.ArgumentParser, more: str = "", lexicon: tuple[str, ...] = ("--lexicon",)
) -> None:
    """Add the options that say what is read, and how; `more` on what the path may be.

    `lexicon` is what its option is called.
    """
    parser.add_argument(
        "path",
        help="a folder or .zip of files, or one: .txt, .md, .html, .pdf (its text layer), .docx, "
        ".csv, .jsonl or .json; .html, .pdf and .docx need: pip install 'topoi[formats]'" + more,
    )
    parser.add_argument(
        *lexicon,
        dest="lexicon",
        metavar="LEXICON",
        help="lexicon (.toml, .yml, .dic); default: that of topoi",
    )
    parser.add_argument("--actors", help="officials (TOML), added to those of topoi")
    add_columns(parser)
    parser.add_argument(
        "--corrections", metavar="FILE", help="voices and speakers corrected by hand (CSV)"
    )
    parser.add_argument(
        "--parser",
        metavar="NAME",
        help="installed spaCy pipeline to ask where the rules find nothing",
    )
    parser.add_argument("--raw", action="store_true", help="keep every line, page furniture too")


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add --columns."""
    parser.add_argument(
        "--columns",
        nargs="+",
        metavar="NAME=COLUMN",
        default=[],
        help="columns of a .csv, .jsonl or .json file: topoi's name = the file's name",
    )


def _actors(options: argparse.Namespace) -> None:
    import pandas as pd

    from ..voices import read_actors

    known = read_actors()
    if options.file:
        known = pd.concat([read_actors(options.file), known]).drop_duplicates(keep=False)
    print_table(known, ["person", "organization", "since", "until", "role"])
    persons = known["person"].nunique()
    added = " added" if options.file else ""
    print(f"{len(known)} posts of {persons} persons{added}", file=sys.stderr)


def _read(options: argparse.Namespace) -> None:
    from ..documents import read_sources
    from ..framings import read_lexicon
    from ..pages import check_size

    reading = read_sources(options.path, columns=columns_of(options.columns), clean=not options.raw)
    if options.lexicon:
        read_lexicon(options.lexicon)  # a wrong one is refused whatever is shown
    if options.html:
        check_size(reading.documents)  # before the work
    passages, mentions = _attributed(reading.documents, options)
    if options.html:
        _write_page(reading, passages, mentions, options)
    if options.csv or options.parquet or not options.html:
        _give(_asked(reading, passages, mentions, options.show), options)
    if len(reading.problems) and options.show != "problems":
        count = len(reading.problems)
        print(f"\n{count} problem(s) with the sources: --show problems", file=sys.stderr)


def columns_of(pairs: list[str]) -> dict[str, str]:
    """What --columns says: topoi's name of a column -> the file's name."""
    from ..errors import SourceError

    columns = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals:
            raise SourceError(f"--columns: '{pair}' should read NAME=COLUMN, e.g. text=body.")
        columns[name] = column
    return columns


def is_bundle(path: str) -> bool:
    """Whether a path is a bundle's folder, or else the name of a bundle that ships with topoi."""
    from ..study.bundles import shipped_bundles

    found = Path(path)
    if (found / "manifest.json").is_file():
        return True
    return not found.exists() and path in shipped_bundles()


def first_prints(documents: pd.DataFrame) -> pd.DataFrame:
    """The documents that reprint no other; how many are left out is said on the error stream."""
    first = documents["duplicate_of"].isna()
    if n := int((~first).sum()):
        print(
            f"left out: {n:,} of {len(documents):,} documents, reprints of others", file=sys.stderr
        )
    return documents[first].reset_index(drop=True)


def attributed(documents: pd.DataFrame, options: argparse.Namespace) -> pd.DataFrame:
    """Passages, with the actors, corrections and parser that the options name."""
    from ..voices import attribute, read_actors, read_corrections

    actors = read_actors(options.actors)
    by_hand = read_corrections(options.corrections) if options.corrections else None
    return attribute(documents, actors=actors, corrections=by_hand, parser=options.parser)


def _attributed(
    documents: pd.DataFrame, options: argparse.Namespace
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Passages and mentions, empty where nobody asks for them."""
    from ..framings import find_framings
    from ..tables import empty
    from ..voices import read_actors

    passages, mentions = empty("passages"), empty("mentions")
    read_actors(options.actors)  # a wrong file is refused whatever is shown
    if options.html or options.show in ("passages", "mentions"):
        passages = attributed(documents, options)
    if options.html or options.show == "mentions":
        mentions = find_framings(passages, options.lexicon)
    return passages, mentions


def _asked(reading: Any, passages: pd.DataFrame, mentions: pd.DataFrame, show: str) -> pd.DataFrame:
    from ..framings import concordance

    if show == "mentions":
        return concordance(mentions, passages)
    return passages if show == "passages" else getattr(reading, show)


def _write_page(
    reading: Any, passages: pd.DataFrame, mentions: pd.DataFrame, options: argparse.Namespace
) -> None:
    from ..files import write_text
    from ..framings import read_lexicon
    from ..pages import page_of

    labels = {name: framing.label for name, framing in read_lexicon(options.lexicon).items()}
    write_text(options.html, page_of(reading, passages, mentions, labels=labels))
    size = f"{len(reading.documents)} document(s), {len(passages)} passages"
    print(f"{options.html}: {size}; open it in a browser", file=sys.stderr)


def _give(table: pd.DataFrame, options: argparse.Namespace) -> None:
    """Write the table where it is wanted, else show it."""
    from ..files import write_bytes
    from ..tables import to_parquet

    if options.csv:
        write_bytes(options.csv, table.to_csv(index=False).encode("utf-8"))
    if options.parquet:
        write_bytes(options.parquet, to_parquet(table))
    for written in filter(None, (options.csv, options.parquet)):
        print(f"{written}: {len(table)} {options.show}", file=sys.stderr)
    if not (options.csv or options.parquet):
        _show(table, options.show)


def _show(table: pd.DataFrame, name: str) -> None:
    if table.empty:
        print(f"no {name}")
        return
    if "document" not in table or name in ("documents", "problems"):
        print_table(table, _SHOWN[name])
        return
    for document, part in table.groupby("document", sort=False):
        print(f"\n{document}")
        print_table(part, _SHOWN[name], flush_right=["left"])
