"""The command line: the only room that knows the paths of a project and prints.

    topoi read FILES          documents, passages and mentions of files, as a table, CSV, Parquet or page
    topoi concordance WHAT FILES   mentions of framings or of a pattern, in their place
    topoi collocates WHAT FILES    the words about a framing or a pattern, the closest first
    topoi audit WHAT          draw a sample of them to check by hand, score the check, correct rates by it
    topoi discover FILES      phrases that may be framings nobody listed
    topoi lexicon WHAT        framings: list, show, check of a file of your own, convert
    topoi actors [FILE]       officials that are recognised; a check of a file of your own
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
import warnings
from collections.abc import Sequence
from functools import partial

from .. import __version__
from ..errors import TopoiError
from ..progress import progress_bars
from . import audit, collocates, concordance, corpora, discovery, lexicon, reading, study


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = _parser().parse_args(arguments)
    if not hasattr(options, "run"):
        _parser().print_help()
        return 2
    try:
        with progress_bars(), warnings.catch_warnings():
            warnings.showwarning = partial(_show_warning, set())
            options.run(options)
    except TopoiError as error:
        print(f"topoi: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone (topoi read ... | head)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"topoi: {where}{error.strerror or error}.", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("topoi: interrupted", file=sys.stderr)
        return 130
    return 0


def _show_warning(shown: set[str], message: Warning | str, *_: object, **__: object) -> None:
    """A warning as one line, once, without the place in the code that gave it."""
    if str(message) not in shown:
        print(f"topoi: {message}", file=sys.stderr)
    shown.add(str(message))


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
    for module in (reading, concordance, collocates, discovery, lexicon, audit, study, corpora):
        module.add_commands(commands)
    return parser
