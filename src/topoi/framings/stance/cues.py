"""The words that show stance, read from `data/stance.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("en", "ru")
Cues = dict[str, re.Pattern[str]]


@cache
def read_cues(language: str) -> Cues:
    """The cues of one language, each list one pattern; English ones where there are no others."""
    lists = _table()[language if language in LANGUAGES else "en"]
    return {name: compile_cues(written) for name, written in lists.items()}


def read_points() -> dict[str, int]:
    """What each sign of an accusation is worth, and how much is enough."""
    points: dict[str, int] = _table()["points"]
    return points


@cache
def states_but(home: str) -> re.Pattern[str]:
    """How states are called, in either language, all but the state `home` (a name or a code).

    >>> states_but("Russia").findall("moscow and washington")
    ['washington']
    """
    home = _table()["codes"].get(home, home)
    states = _table()["states"].items()
    return compile_cues([cue for state, cues in states if state != home for cue in cues])


@cache
def state_names(home: str) -> re.Pattern[str]:
    """How the state `home` is called; nothing matches if it is none of those in the list.

    >>> state_names("United Kingdom").findall("british"), state_names("Vessaria").findall("british")
    (['british'], [])
    """
    return compile_cues(_table()["states"].get(_table()["codes"].get(home, home), [r"(?!)"]))


def compile_cues(written: list[str]) -> re.Pattern[str]:
    """One pattern for a list of cues; they match whole words of flat text in small letters.

    >>> compile_cues(["so-called", "reject*", "under the <2> banner"]).findall(
    ...     "we rejected a so-called order under the old banner")
    ['rejected', 'so-called', 'under the old banner']
    """
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_source, written))})(?!\w)")


def _source(cue: str) -> str:
    cue = cue.replace("-", r"-?\s?")  # so- called, non interference
    source = re.sub(r"\((?!\?)", "(?:", cue.replace(".", r"\.")).replace("*", r"\w*")
    source = re.sub(r"\[([^\]]*)\] ", r"(?:\1 )?", source)
    source = re.sub(r"<(\d)> ", r"(?:[\\w'-]+ ){0,\1}?", source)
    return source.replace(" ", r"\s+")


@cache
def _table() -> dict[str, Any]:
    source = resources.files("topoi") / "data" / "stance.toml"
    return tomllib.loads(source.read_text("utf-8"))
