"""topoi collocates: the words about a framing, or about a pattern."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from .concordance import framings_asked
from .reading import add_sources, attributed, columns_of, first_prints, is_bundle
from .show import command, print_table

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ["term", "n", "left", "right", "n_all", "log_dice", "lambda", "range", "dp_norm"]


def add_commands(commands: Any) -> None:
    """Add topoi collocates."""
    parser = command(
        commands,
        "collocates",
        _collocates,
        "list the words that stand about the mentions of a framing, the closest first",
        epilog="examples:\n"
        "  topoi collocates hybrid_war statements/\n"
        '  topoi collocates "new world order*" statements/ --by organization --window 8\n\n'
        "n: occurrences within the window, left and right of a mention; n_all: anywhere; log_dice,\n"
        "lambda: how closely they belong; range: documents with it; dp_norm: 0 everywhere alike, 1\n"
        "in one document. Reprints are left out. Nothing is tested: read the concordance.",
    )
    parser.add_argument(
        "what",
        help="a framing of the lexicon; anything else is a pattern in the lexicon's language",
    )
    add_sources(parser)
    parser.add_argument("--window", type=int, default=5, metavar="N", help="words on a side (5)")
    parser.add_argument(
        "--within",
        choices=["sentence", "passage"],
        default="sentence",
        help="what a window does not reach beyond (default: sentence)",
    )
    parser.add_argument("--by", metavar="COLUMN", help="in groups: speaker, organization, year ...")
    parser.add_argument(
        "--parts",
        default="document",
        metavar="COLUMN",
        help="what range and dp_norm are over: document (default), speaker ...",
    )
    parser.add_argument("--least", type=int, default=3, metavar="N", help="occurrences (3)")
    parser.add_argument("--top", type=int, default=30, metavar="N", help="words a group (30)")
    parser.add_argument("--forms", action="store_true", help="words as written, not lemmas")
    parser.add_argument("--csv", metavar="FILE", help="write all of them as CSV, with all columns")


def _collocates(options: argparse.Namespace) -> None:
    from ..files import write_bytes
    from ..measures import collocates
    from ..tables import round_values
    from ..words import place_terms

    if options.top < 1:
        raise DataError(f"--top should be 1 or more; got {options.top}.")
    passages, mentions, node = _corpus(options)
    if node not in set(mentions["framing"]):
        raise DataError(f"{options.path}: no mention of '{node}', so nothing stands about it.")
    places = place_terms(passages, mentions, lemmas=not options.forms)
    table = collocates(
        places,
        passages,
        node=node,
        by=options.by,
        window=options.window,
        within=options.within,
        parts=options.parts,
        least=options.least,
    )
    table = round_values(table, "collocates")
    if options.csv:
        write_bytes(options.csv, table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
        print(f"{options.csv}: {len(table)} collocates", file=sys.stderr)
    else:
        _show(table, options)


def _corpus(options: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Passages with the columns of their documents, all mentions, and the name of the node."""
    import pandas as pd

    from ..documents import read_sources
    from ..framings import find_framings, find_pattern, read_lexicon
    from ..measures import join_documents

    if is_bundle(options.path):
        raise DataError(
            f"{options.path}: a bundle has no order of words. Give the documents that it was made "
            "from."
        )
    names = framings_asked(options.what, read_lexicon(options.lexicon))
    if names is not None and len(names) != 1:
        raise DataError("topoi collocates takes one framing, or one pattern, at a time.")
    reading = read_sources(options.path, columns=columns_of(options.columns), clean=not options.raw)
    if len(reading.problems):
        count = len(reading.problems)
        print(f"{count} problem(s) with the sources: topoi read --show problems", file=sys.stderr)
    documents = first_prints(reading.documents)
    passages = attributed(documents, options)
    mentions = find_framings(passages, options.lexicon)
    if names is None:
        own = find_pattern(passages, options.what)
        own["mention"] += "+"  # beside those of the lexicon
        mentions = pd.concat([mentions, own], ignore_index=True)
    return (
        join_documents(passages, documents),
        mentions,
        names[0] if names else options.what,
    )


def _show(table: pd.DataFrame, options: argparse.Namespace) -> None:
    if table.empty:
        print(f"no word stands there {options.least} times; --least says how often one must")
        return
    shown = table.round({"log_dice": 1, "lambda": 1, "dp_norm": 2})
    for group, part in shown.groupby("group", sort=True):
        mentions = int(part["mentions"].iloc[0])
        print(f"\n{group}: {mentions} mentions" if options.by else f"{mentions} mentions")
        print_table(part.head(options.top), _SHOWN)
