"""The stages of a study: a module each, with `makes` (names of its tables) and `compute`.

The positional parameters of `compute` are the tables it takes, the keyword-only ones come from
study.toml. Make runs a stage in a process of its own, from files to files; `run` runs all of them
in memory. A stage is loaded when it is asked for, so that a change in one reruns no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from .shared import Tables as Tables

STAGES = (  # in an order in which they can run
    "corpus",
    "facts",
    "rates",
    "contrasts",
    "trends",
    "stance",
    "recounts",
    "multiverse",
    "validation",
    "corrected",
    "calibration",
    "keyness",
    "tfidf",
    "dispersion",
    "distances",
    "company",
    "candidates",
    "voices",
    "topic_models",
)


def compute_of(name: str) -> Callable[..., Tables]:
    """The function that computes a stage."""
    function: Callable[..., Tables] = import_module(f"{__name__}.{name}").compute
    return function


def tables_of(name: str, options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that a stage makes with these parameters."""
    names: list[str] = import_module(f"{__name__}.{name}").makes(options)
    return names
