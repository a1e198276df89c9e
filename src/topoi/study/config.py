"""study.toml: what a study asks, and the parameters that each stage gets from it."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import os
import re
import tomllib
import types
from collections.abc import Callable, Collection, Mapping
from math import isfinite
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..errors import StudyError
from ..files import sha256
from ..schemas import VOICES

FILE = "study.toml"
BUILD = Path("build")
TABLES = BUILD / "tables"
PARAMETERS = BUILD / "parameters"  # those of each step, written for Make by `topoi rules`
SHARED = "study"  # the section that every stage may take parameters from
OTHER = ("figures", "paper")  # sections that are no stages
PAPER = {"authors": list[str], "date": str}  # what [paper] says

Config = dict[str, Any]


def read_study(path: str | os.PathLike[str] = FILE) -> Config:
    """The content of study.toml, or a StudyError that names the file and the place."""
    path = Path(path)
    if path.is_dir():
        path = path / FILE
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise StudyError(
            f"{path}: no study here. Run topoi in a folder with a study.toml, or begin one with "
            "topoi new FOLDER.",
            path=str(path),
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StudyError(f"{path}: cannot be read: {error}.", path=str(path)) from error
    config: Config = json.loads(json.dumps(content, default=str))  # a date without quotes is text
    return config


def stage_names(config: Config, known: Collection[str]) -> list[str]:
    """The stages that the study asks for, in the order in which they can run."""
    unknown = [s for s in config if s not in known and s != SHARED and s not in OTHER]
    if unknown:
        raise StudyError(
            f"{FILE}: no stage is called [{unknown[0]}]. Sections: {SHARED}, "
            f"{', '.join(known)}, {', '.join(OTHER)}.",
            section=unknown[0],
        )
    for section in config:
        section_of(config, section)
    return [name for name in known if name in config]


def section_of(config: Config, name: str) -> dict[str, Any]:
    """A section of a study; empty if it has none of that name."""
    section = config.get(name, {})
    if not isinstance(section, dict):
        raise StudyError(f"{FILE}: [{name}] should be a section.", section=name)
    return section


def keywords(function: Callable[..., Any]) -> dict[str, Any]:
    """The parameters that a stage takes from study.toml, with their defaults."""
    return {
        p.name: p.default
        for p in inspect.signature(function).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    }


def parameters(config: Config, name: str, function: Callable[..., Any]) -> dict[str, Any]:
    """The keyword arguments of a stage: from its section, else from [study], else its defaults.

    Raises StudyError for a key that the stage does not know, for one that is missing, and for a
    value that is not of the type that the stage declares.
    """
    types_of = get_type_hints(function)
    defaults = keywords(function)
    section, shared = section_of(config, name), section_of(config, SHARED)
    takes = {key: types_of.get(key, Any) for key in defaults}
    check_values(f"[{name}]", section, takes)
    check_values(f"[{SHARED}]", {k: v for k, v in shared.items() if k in takes}, takes)
    out = {}
    for key, default in defaults.items():
        if key in section:
            out[key] = section[key]
        elif key in shared:
            out[key] = shared[key]
        elif default is not inspect.Parameter.empty:
            out[key] = default
        else:
            raise StudyError(
                f"{FILE}: [{name}] lacks '{key}'. Set it there, or in [{SHARED}] for all stages.",
                section=name,
                key=key,
            )
    return out


def paper_of(config: Config) -> dict[str, Any]:
    """What a study says of its paper, and its title, as they can be printed, or a StudyError."""
    section = section_of(config, "paper")
    check_values("[paper]", section, PAPER)
    check_values(
        f"[{SHARED}]",
        {k: v for k, v in config.get(SHARED, {}).items() if k == "title"},
        {"title": str},
    )
    for key in PAPER:
        if section and key not in section:
            raise StudyError(f"{FILE}: [paper] lacks '{key}'.", section="paper", key=key)
    return section


# What a type does not say: of the parameters that are called so, in words and as a test.
_RULES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "alpha0": ("a number above 0", lambda x: x > 0),
    "date": ('a date, year-month-day, as in "2031-05-09"', lambda x: _is_date(x)),
    "level": ("a number between 0 and 1", lambda x: 0 < x < 1),
    "seed": ("a whole number, 0 or more", lambda x: x >= 0),
    "seeds": ("a whole number, 2 or more: in one run nothing recurs", lambda x: x >= 2),
    "voices": (f"a list of some of {', '.join(VOICES)}", lambda x: set(x) <= set(VOICES)),
    "years": ("two years, the first and the last", lambda x: len(x) == 2),
}
_RULES |= dict.fromkeys(
    ("authors", "groups", "n_topics"), ("a list that is not empty", lambda x: bool(x))
)
_RULES |= dict.fromkeys(
    "columns compared_at grid_seeds least min_count min_sections min_units permutations section_tokens "
    "stop_after top".split(),
    ("a whole number, 1 or more", lambda x: not isinstance(x, int) or x >= 1),
)
_RULES |= dict.fromkeys(("worthwhile", "steadier"), ("a number, 0 or more", lambda x: x >= 0))
_RULES |= dict.fromkeys(
    ("max_dispersion", "max_share", "recurs"), ("a number above 0, up to 1", lambda x: 0 < x <= 1)
)


def check_values(where: str, values: Mapping[str, Any], takes: Mapping[str, Any]) -> None:
    """Hold values against what a place takes (name -> type), or raise StudyError.

    >>> check_values("[stage]", {"seed": 1, "years": [1992, 2024]}, {"seed": int, "years": list[int]})
    >>> check_values("[stage]", {"seed": "one"}, {"seed": int})
    Traceback (most recent call last):
    ...
    topoi.errors.StudyError: study.toml: [stage] 'seed' should be a whole number; got "one".
    """
    for key, value in values.items():
        if key not in takes:
            raise StudyError(
                f"{FILE}: {where} has no parameter '{key}'. It has: {', '.join(sorted(takes))}.",
                section=where,
                key=key,
            )
        says, holds = _RULES.get(key, ("", lambda _: True))
        fits = _fits(value, takes[key])
        if not fits or not (value is None or holds(value)):
            shown = json.dumps(value, ensure_ascii=False, default=str)
            shown = shown if len(shown) <= 60 else shown[:59] + "…"
            raise StudyError(
                f"{FILE}: {where} '{key}' should be {says if fits else _words(takes[key])}; "
                f"got {shown}.",
                section=where,
                key=key,
                value=value,
            )


def _fits(value: Any, wanted: Any) -> bool:
    """Whether a value is of an annotated type; a whole number is a number, `true` is none."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(_fits(value, kind) for kind in inner)
    if origin is tuple:
        whole = isinstance(value, (list, tuple)) and len(value) == len(inner)
        return whole and all(map(_fits, value, inner))
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(_fits(v, inner[1]) for v in value.values())
    if origin is not None:
        return isinstance(value, (list, tuple)) and all(_fits(v, inner[0]) for v in value)
    if wanted in (int, float) and isinstance(value, bool):
        return False
    if wanted is float:
        return isinstance(value, (int, float)) and isfinite(value)
    return isinstance(value, wanted)


def _is_date(text: str) -> bool:
    try:
        dt.datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return False
    return True


_ONE = {str: "text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
_MANY = {str: "texts in quotes", int: "whole numbers", float: "numbers"}


def _words(wanted: Any) -> str:
    """An annotated type in the words of a reader of study.toml."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return " or ".join(_words(kind) for kind in inner if kind is not type(None))
    if origin is tuple:
        return f"a list of {len(inner)} {_MANY.get(inner[0], 'values')}"
    if origin is not None and issubclass(origin, Mapping):
        each = "{ ... }" if get_origin(inner[1]) else _ONE.get(inner[1], "...")
        return f"a section {{ NAME = {each} }}"
    if origin is not None:
        return f"a list of {_MANY.get(inner[0], 'values')}"
    return _ONE.get(wanted, str(wanted))


def check_name(where: str, name: str) -> None:
    """Refuse a name that files and rules for Make could not carry."""
    if not re.fullmatch(r"[\w-]+", name):
        raise StudyError(f"{FILE}: {where}: name it with letters, digits, '-' and '_'.", name=name)


def needed_tables(function: Callable[..., Any]) -> list[str]:
    """The tables that a stage takes: its positional parameters."""
    return [
        p.name
        for p in inspect.signature(function).parameters.values()
        if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]


def dump(values: Mapping[str, Any]) -> str:
    """Parameters as the text of a JSON file, the same for the same parameters."""
    return json.dumps(values, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def digest(values: Mapping[str, Any]) -> str:
    """Hash of parameters, for the metadata of the tables that they made."""
    return sha256(dump(values).encode())[:16]
