"""study.toml: what a study asks, and the parameters that each stage gets from it."""

from __future__ import annotations

import inspect
import json
import os
import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

from ..errors import StudyError
from ..files import sha256

FILE = "study.toml"
BUILD = Path("build")
TABLES = BUILD / "tables"
PARAMETERS = BUILD / "parameters"  # those of each step, written for Make by `topoi rules`
SHARED = "study"  # the section that every stage may take parameters from
OTHER = ("figures", "paper")  # sections that are no stages

Config = dict[str, Any]


def read_study(path: str | os.PathLike[str] = FILE) -> Config:
    """The content of study.toml, or a StudyError that names the file and the place."""
    path = Path(path)
    if path.is_dir():
        path = path / FILE
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise StudyError(
            f"{path}: no study here. Run topoi in a folder with a study.toml, or begin one with "
            "topoi new FOLDER.",
            path=str(path),
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise StudyError(f"{path}: cannot be read: {error}.", path=str(path)) from error


def stage_names(config: Config, known: Collection[str]) -> list[str]:
    """The stages that the study asks for, in the order in which they can run."""
    unknown = [s for s in config if s not in known and s != SHARED and s not in OTHER]
    if unknown:
        raise StudyError(
            f"{FILE}: no stage is called [{unknown[0]}]. Sections: {SHARED}, "
            f"{', '.join(known)}, {', '.join(OTHER)}.",
            section=unknown[0],
        )
    return [name for name in known if name in config]


def parameters(config: Config, name: str, function: Callable[..., Any]) -> dict[str, Any]:
    """The keyword arguments of a stage: from its section, else from [study], else its defaults.

    Raises StudyError for a key that the stage does not know and for one that is missing.
    """
    keywords = {
        p.name: p.default
        for p in inspect.signature(function).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    }
    section, shared = config.get(name, {}), config.get(SHARED, {})
    if not isinstance(section, dict):
        raise StudyError(f"{FILE}: [{name}] should be a section.", section=name)
    for key in section:
        if key not in keywords:
            raise StudyError(
                f"{FILE}: [{name}] has no parameter '{key}'. It has: "
                f"{', '.join(sorted(keywords))}.",
                section=name,
                key=key,
            )
    out = {}
    for key, default in keywords.items():
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
