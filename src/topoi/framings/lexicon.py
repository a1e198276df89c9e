"""The lexicon: which framings there are, what they look like, and where they are known from."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ..errors import LexiconError
from .patterns import Pattern, compile_pattern

LANGUAGES = ("en", "ru")
_KEYS = {"label", "gloss", "source", "patterns", "not", "names", "examples", "counterexamples"}


@dataclass(frozen=True)
class Framing:
    """One framing of a lexicon.

    `patterns`, `excluded` and `names` are compiled patterns by language. A match that overlaps an
    excluded one is dropped; a match inside one of `names` is a use as a name.
    """

    framing: str
    label: str
    gloss: str
    source: str
    patterns: dict[str, tuple[Pattern, ...]]
    excluded: dict[str, tuple[Pattern, ...]]
    names: dict[str, tuple[Pattern, ...]]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


Lexicon = dict[str, Framing]


def read_lexicon(path: str | os.PathLike[str] | None = None) -> Lexicon:
    """Read a lexicon: framing -> `Framing`, in the order of the file.

    Parameters
    ----------
    path : path, optional
        A TOML file; by default the lexicon that ships with topoi. One table a framing, with
        `label`, `gloss`, `source`, `patterns` (by language), `examples` and `counterexamples`, and
        optionally `not` and `names` (patterns by language). The pattern language is described in
        `topoi.framings.patterns`.

    Raises
    ------
    LexiconError
        The file is missing or no TOML, a key is unknown or missing, or a pattern is ill-formed;
        the message names file, framing, key and character.

    >>> lexicon = read_lexicon()
    >>> lexicon["hybrid_war"].label
    'hybrid war'
    """
    if path is None:
        return dict(_shipped())
    path = Path(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read ({error}).", path=str(path)) from error
    return _parse(text, str(path))


@cache
def _shipped() -> Lexicon:
    source = resources.files("topoi") / "data" / "framings.toml"
    return _parse(source.read_text("utf-8"), "framings.toml")


def _parse(text: str, where: str) -> Lexicon:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where}: not TOML: {error}.", path=where) from error
    if not table:
        raise LexiconError(f"{where}: no framing in it. Write one table a framing.", path=where)
    return {name: _framing(name, entry, where) for name, entry in table.items()}


def _framing(name: str, entry: Any, where: str) -> Framing:
    place = f"{where}: framing '{name}'"
    if not isinstance(entry, dict):
        raise LexiconError(f"{place} should be a table: [{name}].", framing=name, path=where)
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise LexiconError(
            f"{place}: no key '{unknown[0]}' is known. Keys: {', '.join(sorted(_KEYS))}.",
            framing=name,
            path=where,
        )
    missing = [key for key in ("label", "patterns", "examples") if not entry.get(key)]
    if missing:
        raise LexiconError(
            f"{place}: '{missing[0]}' is missing. A framing needs label, patterns and examples.",
            framing=name,
            path=where,
        )
    for key in ("label", "gloss", "source"):
        if not isinstance(entry.get(key, ""), str):
            raise LexiconError(f"{place}: '{key}' should be text in quotes.", path=where)
    for key in ("examples", "counterexamples"):
        _check_list(entry.get(key, []), place, key)
    return Framing(
        framing=name,
        label=entry["label"],
        gloss=entry.get("gloss", ""),
        source=entry.get("source", ""),
        patterns=_patterns(entry["patterns"], place, "patterns"),
        excluded=_patterns(entry.get("not", {}), place, "not"),
        names=_patterns(entry.get("names", {}), place, "names"),
        examples=tuple(entry["examples"]),
        counterexamples=tuple(entry.get("counterexamples", ())),
    )


def _check_list(value: Any, place: str, key: str) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise LexiconError(f"{place}: '{key}' should be a list of texts: {key} = [\"...\"].")


def _patterns(by_language: Any, place: str, key: str) -> dict[str, tuple[Pattern, ...]]:
    if not isinstance(by_language, dict):
        raise LexiconError(f"{place}: '{key}' goes by language: {key}.en = [\"...\"].")
    out = {}
    for language, written in by_language.items():
        if language not in LANGUAGES:
            raise LexiconError(
                f"{place}: {key}.{language}: languages are {', '.join(LANGUAGES)}.",
                language=language,
            )
        written = [written] if isinstance(written, str) else written
        _check_list(written, place, f"{key}.{language}")
        if not written:
            raise LexiconError(f"{place}: {key}.{language} is empty. Leave it out, or name some.")
        compiled = []
        for pattern in written:
            try:
                compiled.append(compile_pattern(pattern))
            except LexiconError as error:
                message = f"{place}: {key}.{language}: {error}"
                raise LexiconError(message, **error.values) from error
        out[language] = tuple(compiled)
    return out
