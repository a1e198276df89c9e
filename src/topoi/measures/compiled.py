"""Loops as machine code."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def compiled(loop: Callable[..., Any], *, part: bool = False) -> Any:
    """A loop over arrays as machine code; numba keeps it on disk after the first time.

    It runs without Python's lock, so that threads can share the work. What is divided by zero is
    infinite, as in numpy. `part` of another loop is written into it.
    """
    from numba import njit

    return njit(cache=True, nogil=True, error_model="numpy", forceinline=part)(loop)
