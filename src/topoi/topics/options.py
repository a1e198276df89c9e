"""Options that are impossible, refused by name before anything is done with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import DataError

LEAST_PRIOR, MOST_PRIOR = 1e-9, 1e6


def need_count(name: str, value: Any, least: int = 0, most: float = np.inf) -> None:
    """Refuse an option that should be a whole number and is none, or out of bounds."""
    if (
        not isinstance(value, int | np.integer)
        or isinstance(value, bool)
        or not least <= value <= most
    ):
        limit = f"{least} or more" if most == np.inf else f"from {least} to {most:,}"
        raise DataError(f"{name} must be a whole number, {limit}; got {value!r}.")


def need_seed(random_state: Any) -> None:
    """Refuse a seed that is none; None is another one each time."""
    if random_state is not None:
        need_count("random_state", random_state)


def need_jobs(n_jobs: Any) -> None:
    """Refuse a number of processes that is none; -1 is as many as there are processors."""
    if isinstance(n_jobs, bool) or not isinstance(n_jobs, int | np.integer) or n_jobs == 0:
        raise DataError(f"n_jobs must be a number of processes, or -1 for all; got {n_jobs!r}.")


def need_prior(name: str, value: Any, *, array: bool = False) -> None:
    """Refuse a prior that is no number from a billionth to a million; in an array 0 keeps a term out."""
    try:
        prior = np.asarray(value, dtype="float64")
    except (TypeError, ValueError):
        prior = np.array(np.nan)
    good = (prior >= LEAST_PRIOR) & (prior <= MOST_PRIOR)
    if prior.ndim and array:
        good |= prior == 0
    if not good.all() or (prior.ndim and not array):
        what = (
            f"{value!r}" if prior.ndim == 0 else f"an array with {prior.min():g} to {prior.max():g}"
        )
        raise DataError(
            f"{name} must be positive, from {LEAST_PRIOR} to a million"
            f"{' (in an array, or 0)' if array else ''}; got {what}."
        )
