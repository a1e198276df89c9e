"""Progress of long steps: shown on the command line, silent everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")
_SHOWN: ContextVar[bool] = ContextVar("progress is shown", default=False)


def track(items: Iterable[Item], label: str, total: int | None = None) -> Iterable[Item]:
    """`items`, with a progress bar if a terminal is there and `progress_bars` are on.

    >>> list(track("abc", "letters"))
    ['a', 'b', 'c']
    """
    if not (_SHOWN.get() and sys.stderr.isatty()):
        return items
    from tqdm import tqdm

    bar: Iterable[Item] = tqdm(items, desc=f"  {label}", total=total, leave=False)
    return bar


@contextmanager
def progress_bars() -> Iterator[None]:
    """Show progress bars in the block."""
    token = _SHOWN.set(True)
    try:
        yield
    finally:
        _SHOWN.reset(token)
