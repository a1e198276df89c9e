"""Lexicon files: found, decoded, read by their kind."""

from __future__ import annotations

import os
import warnings
from functools import cache
from importlib import resources
from pathlib import Path

from ...errors import LexiconError
from .faults import Fault, Parsed
from .framing import Lexicon
from .liwc import parse_dic, parse_dicx
from .quanteda import parse_quanteda
from .toml import parse_toml

SHIPPED = "framings.toml"
_PARSERS = {
    ".toml": parse_toml,
    ".yml": parse_quanteda,
    ".yaml": parse_quanteda,
    ".dic": parse_dic,
    ".dicx": parse_dicx,
}


def read_lexicon(path: str | os.PathLike[str] | None = None) -> Lexicon:
    """Read a lexicon: framing -> `Framing`, in the order of the file.

    Parameters
    ----------
    path : path, optional
        By default the lexicon that ships with topoi. A TOML file has one table a framing, with
        `label`, `gloss`, `source`, `patterns` (by language), `examples`, `counterexamples` and
        `false_friends`, and optionally `not` and `names` (patterns by language), `attitude`
        (endorse, oppose or neutral) and `blocs` (organizations by attitude). The pattern language
        is described in `topoi.framings.patterns`. A `.yml` or `.yaml` file is a dictionary of
        quanteda, a `.dic` or `.dicx` file one of LIWC (`topoi.framings.lexicon.quanteda` and
        `liwc` say what is read how); their keys are the framings.

    Raises
    ------
    LexiconError
        The file is missing or not what its name says, a key is unknown or missing, or a pattern is
        ill-formed; the message names file, line, framing, key and character of the first fault
        (`check_lexicon` shows all of them).

    Warns
    -----
    UserWarning
        Values of a dictionary are left out, because a pattern cannot say them.

    >>> lexicon = read_lexicon()
    >>> lexicon["hybrid_war"].label
    'hybrid war'
    """
    if path is None:
        return dict(_shipped())
    parsed = parse_lexicon(path)
    if refused := parsed.refused():
        raise refused[0].error(str(path))
    if notes := parsed.faults:
        warnings.warn(
            f"{path}: what topoi does not read as it stands: {len(notes)}, the first in line "
            f"{notes[0].line}: {notes[0].fault}. All of them: topoi lexicon check {path}",
            stacklevel=2,
        )
    return parsed.lexicon


def parse_lexicon(path: str | os.PathLike[str] | None) -> Parsed:
    """What a lexicon file says, or the shipped one, with all faults.

    Raises LexiconError if the file cannot be read at all.
    """
    if path is None:
        return parse_toml((resources.files("topoi") / "data" / SHIPPED).read_text("utf-8"))
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in _PARSERS:
        raise LexiconError(
            f"{path}: not known as a lexicon by its name. Endings: {', '.join(_PARSERS)}.",
            path=str(path),
        )
    source, guessed = _source(path)
    try:
        parsed = _PARSERS[kind](source)
    except RecursionError as error:
        raise LexiconError(f"{path}: nested too deeply for a lexicon.", path=str(path)) from error
    if not parsed.lexicon and not parsed.faults:
        parsed.faults.append(Fault("no framing in it"))
    parsed.faults.extend(guessed)
    return parsed


def _source(path: Path) -> tuple[str, list[Fault]]:
    """The text of a file, with a warning if it is not UTF-8; LIWC's own files are older."""
    try:
        data = path.read_bytes()
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeDecodeError:
            if path.suffix.lower() != ".dic":
                raise
            guess = Fault(
                "not UTF-8: read as Windows-1252", "Save it as UTF-8.", severity="warning"
            )
            return data.decode("cp1252"), [guess]
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read ({error}).", path=str(path)) from error


@cache
def _shipped() -> Lexicon:
    parsed = parse_lexicon(None)
    if refused := parsed.refused():
        raise refused[0].error(SHIPPED)
    return parsed.lexicon
