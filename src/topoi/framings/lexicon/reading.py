"""Lexicon files: found, decoded, read by their kind."""

from __future__ import annotations

import os
from functools import cache
from importlib import resources
from pathlib import Path

from ...errors import LexiconError
from .faults import Fault
from .framing import Lexicon
from .toml import parse_toml

SHIPPED = "framings.toml"


def read_lexicon(path: str | os.PathLike[str] | None = None) -> Lexicon:
    """Read a lexicon: framing -> `Framing`, in the order of the file.

    Parameters
    ----------
    path : path, optional
        A TOML file; by default the lexicon that ships with topoi. One table a framing, with
        `label`, `gloss`, `source`, `patterns` (by language), `examples`, `counterexamples` and
        `false_friends`, and optionally `not` and `names` (patterns by language), `attitude`
        (endorse, oppose or neutral) and `blocs` (organizations by attitude). The pattern language
        is described in `topoi.framings.patterns`.

    Raises
    ------
    LexiconError
        The file is missing or no TOML, a key is unknown or missing, or a pattern is ill-formed;
        the message names file, line, framing, key and character of the first fault
        (`topoi lexicon check` shows all of them).

    >>> lexicon = read_lexicon()
    >>> lexicon["hybrid_war"].label
    'hybrid war'
    """
    if path is None:
        return dict(_shipped())
    lexicon, faults = parse_lexicon(path)
    if faults:
        raise faults[0].error(str(path))
    return lexicon


def parse_lexicon(path: str | os.PathLike[str]) -> tuple[Lexicon, list[Fault]]:
    """The framings of a file that are without fault, and all faults of the file.

    Raises LexiconError if the file cannot be read at all.
    """
    return parse_toml(_source(Path(path)))


def _source(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read ({error}).", path=str(path)) from error


@cache
def _shipped() -> Lexicon:
    source = (resources.files("topoi") / "data" / SHIPPED).read_text("utf-8")
    lexicon, faults = parse_toml(source)
    if faults:
        raise faults[0].error(SHIPPED)
    return lexicon
