"""topoi lexicon: which framings there are, and whether a file of your own finds what it should."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import LexiconError
from .show import command, print_indented, print_table

if TYPE_CHECKING:
    import pandas as pd

    from ..framings import Framing

_FILE = "lexicon: .toml of topoi, .yml of quanteda, .dic or .dicx of LIWC"


def add_commands(commands: Any) -> None:
    """Add topoi lexicon list, show, check and convert."""
    lexicon = commands.add_parser(
        "lexicon",
        help="list and show framings; check a lexicon of your own; convert dictionaries",
        description="The framings that are looked for.",
        epilog="examples:\n  topoi lexicon check framings.toml --documents statements/\n"
        "  topoi lexicon show hybrid_war\n"
        "  topoi lexicon convert populism.yml populism.toml",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = lexicon.add_subparsers(title="what", metavar="WHAT", required=True)
    listing = command(steps, "list", _list, "list the framings of a lexicon")
    listing.add_argument("file", nargs="?", help=f"{_FILE}; default: the framings of topoi")
    listing.add_argument("--csv", metavar="FILE", help="write the list as CSV")
    show = command(steps, "show", _show, "show one framing, and what its patterns mean in words")
    show.add_argument("framing", help="name of the framing")
    show.add_argument("--lexicon", metavar="FILE", help=f"{_FILE}; default: the framings of topoi")
    show.add_argument("--csv", metavar="FILE", help="write its patterns as CSV")
    checking = command(
        steps,
        "check",
        _check,
        "check a lexicon: faults, collisions, what each pattern adds",
        epilog="Exit code 0 if there are no faults (warnings and collisions are none), else 2.",
    )
    checking.add_argument("file", nargs="?", help=f"{_FILE}; default: the framings of topoi")
    checking.add_argument(
        "--documents", metavar="PATH", help="count mentions in these: a file or folder, as for read"
    )
    checking.add_argument(
        "--csv", metavar="FOLDER", help="write faults.csv, collisions.csv and patterns.csv there"
    )
    convert = command(
        steps,
        "convert",
        _convert,
        "write a lexicon in another format, and say what that format cannot",
        epilog="The endings say which: .toml of topoi, .yml of quanteda, .dic of LIWC.",
    )
    convert.add_argument("file", help=_FILE)
    convert.add_argument("output", help="file to write: .toml, .yml, .dic or .dicx")
    convert.add_argument(
        "--limit",
        type=int,
        default=2000,
        metavar="N",
        help="values that a pattern may become; with more it is left out (default: 2000)",
    )
    convert.add_argument("--csv", metavar="FILE", help="write what was left out as CSV")


def _list(options: argparse.Namespace) -> None:
    import pandas as pd

    from ..framings import read_lexicon

    rows = [
        {
            "framing": name,
            "label": entry.label,
            "languages": " ".join(entry.patterns),
            "patterns": sum(map(len, entry.patterns.values())),
            "source": entry.source,
        }
        for name, entry in read_lexicon(options.file).items()
    ]
    table = pd.DataFrame(rows)
    if options.csv:
        _write(table, Path(options.csv), "framings")
    else:
        print_table(table, list(table.columns))


def _show(options: argparse.Namespace) -> None:
    from difflib import get_close_matches

    from ..framings import read_lexicon

    lexicon = read_lexicon(options.lexicon)
    if options.framing not in lexicon:
        close = get_close_matches(options.framing, list(lexicon), n=1)
        hint = f"Did you mean '{close[0]}'? " if close else ""
        raise LexiconError(
            f"no framing '{options.framing}'. {hint}topoi lexicon list has them all."
        )
    entry = lexicon[options.framing]
    if options.csv:
        _write(_patterns(entry), Path(options.csv), "patterns")
    else:
        _describe(entry)


def _patterns(entry: Framing) -> pd.DataFrame:
    """All patterns of a framing, a row each, and what they mean in words."""
    import pandas as pd

    from ..framings.lexicon.explaining import explain

    keys = {"patterns": entry.patterns, "not": entry.excluded, "names": entry.names}
    rows = [
        (entry.framing, key, language, pattern.written, explain(pattern))
        for key, of in keys.items()
        for language, patterns in of.items()
        for pattern in patterns
    ]
    return pd.DataFrame(rows, columns=["framing", "key", "language", "pattern", "in_words"])


def _describe(entry: Framing) -> None:
    print(f"{entry.label}  ({entry.framing})")
    for line in (entry.gloss, entry.source and f"Source: {entry.source}"):
        if line:
            print(line)
    if entry.attitude:
        print(f"Attitude, where the text does not decide: {entry.attitude}")
    for attitude, names in entry.blocs.items():
        print(f"Said by {', '.join(names)}: {attitude}")
    titles = {"patterns": "Patterns", "not": "No mention, if they overlap", "names": "Names"}
    for key, of in _patterns(entry).groupby("key", sort=False):
        print(f"\n{titles[str(key)]}")
        for language, written, told in of[["language", "pattern", "in_words"]].to_numpy():
            print_indented(written, f"  {language}  ")
            print_indented(told, "        ")
    for title, texts in (
        ("Examples", entry.examples),
        ("Counterexamples", entry.counterexamples),
        ("False friends", entry.false_friends),
    ):
        if texts:
            print(f"\n{title}", *(f"  {text}" for text in texts), sep="\n")


def _check(options: argparse.Namespace) -> None:
    from ..framings import check_lexicon, lexicon_collisions, pattern_yield
    from ..framings.lexicon.reading import parse_lexicon
    from ..voices.persons.organizations import canonical_organization

    passages = _passages(options.documents) if options.documents else None
    name = options.file or "the lexicon of topoi"
    lexicon = parse_lexicon(options.file).lexicon
    tables = {
        "faults": check_lexicon(options.file, passages, organization_of=canonical_organization),
        "collisions": lexicon_collisions(lexicon, passages),
        "patterns": pattern_yield(lexicon, passages),
    }
    if options.csv:
        for table_name, table in tables.items():
            _write(table, Path(options.csv) / f"{table_name}.csv", table_name)
    else:
        _report(**tables, counted=passages is not None)
    faults = tables["faults"]["severity"].value_counts()
    n, doubts = faults.get("fault", 0), faults.get("warning", 0)
    size = f"{len(lexicon)} framing(s), {len(tables['patterns'])} pattern(s)"
    if n:
        raise LexiconError(f"{name}: {n} fault(s), {doubts} warning(s); {size} without a fault.")
    print(f"{name}: no faults, {doubts} warning(s); {size}", file=sys.stderr)


def _passages(path: str) -> pd.DataFrame:
    """The documents as passages, reprints left out; who says what does not matter here."""
    from ..documents import read_sources
    from ..framings.lexicon.texts import text_passages

    documents = read_sources(path).documents
    return text_passages(documents[documents["duplicate_of"].isna()])


def _report(
    *, faults: pd.DataFrame, collisions: pd.DataFrame, patterns: pd.DataFrame, counted: bool
) -> None:
    for severity, title in (("fault", "Faults"), ("warning", "Warnings")):
        some = faults[faults["severity"] == severity]
        if len(some):
            print(f"\n{title}")
            told = some.assign(
                fault=some["fault"].str.rstrip(".") + ". " + some["remedy"].fillna("")
            )
            print_table(told, ["line", "framing", "key", "column", "fault"], wrap=True)
    if len(collisions):
        print("\nCollisions: what two framings share (each counts it)")
        print_table(collisions, ["kind", "framing", "other", "n", "text"], wrap=True)
    if counted and len(patterns):
        print("\nWhat each pattern adds: mentions that it matches, and that no other does")
        found = patterns[patterns["mentions"] > 0]
        shown = found.assign(share=found["share"].map("{:.0%}".format, na_action="ignore"))
        columns = ["framing", "language", "mentions", "only", "share", "variant", "pattern"]
        print_table(shown, columns, flush_right=["share"])


def _convert(options: argparse.Namespace) -> None:
    from ..framings import read_lexicon, write_lexicon

    lexicon = read_lexicon(options.file)
    losses = write_lexicon(lexicon, options.output, limit=options.limit)
    print(
        f"{options.output}: {len(lexicon)} framing(s), {len(losses)} not said or more widely",
        file=sys.stderr,
    )
    if options.csv:
        _write(losses, Path(options.csv), "losses")
    elif len(losses):
        print_table(losses, ["framing", "key", "loss", "text"], wrap=True)


def _write(table: pd.DataFrame, path: Path, what: str) -> None:
    from ..files import write_bytes

    write_bytes(path, table.to_csv(index=False).encode("utf-8"))
    print(f"{path}: {len(table)} {what}", file=sys.stderr)
