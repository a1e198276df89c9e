"""What a step really read: the files of the project that it opened or imported, for Make.

Like a compiler that writes the headers it saw into a dependency file. Python reports every file it
opens to an audit hook; modules are those that were imported.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..files import write_text

_NOT_INPUTS = {"study.toml"}  # its parameters reach each step by a file of their own
_NOT_FOLDERS = {".venv", ".git", "__pycache__", "build"}
_ESCAPES = {" ": r"\ ", "#": r"\#", "$": "$$"}


@contextmanager
def traced(stamp: str | os.PathLike[str] | None, outputs: Iterable[str] = ()) -> Iterator[None]:
    """Write STAMP.d when the block ends well: `STAMP: every project file that was read`.

    `outputs` are files that the step writes, and reads only to compare. Without a stamp nothing is
    traced.
    """
    if stamp is None:
        yield
        return
    opened: set[str] = set()
    active = True

    def hook(event: str, arguments: tuple) -> None:
        if active and event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
            mode, flags = arguments[1], arguments[2]
            writes = any(c in mode for c in "wax+") if isinstance(mode, str) else False
            writes |= isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
            if not writes:
                opened.add(os.fsdecode(arguments[0]))

    sys.addaudithook(hook)
    yield
    active = False
    opened |= {f for m in list(sys.modules.values()) if (f := getattr(m, "__file__", None))}
    inputs = sorted(_in_project(opened) - set(outputs))
    stamp = Path(stamp)
    names = list(dict.fromkeys(map(for_make, inputs)))
    lines = [f"{stamp}: " + " ".join(names)]
    for name in names:  # a file that is gone is no error
        lines += (
            [f"{name}:"]
            if "?" not in name
            else [f"ifeq ($(wildcard {name}),)", f"{name}:", "endif"]
        )
    write_text(f"{stamp}.d", "\n".join(lines) + "\n")


def for_make(path: str) -> str:
    """A path as Make can read it; what it has no escape for becomes `?`, which stands for any letter.

    As a target such a pattern may only stand where no file fits: names with `%` would be rules.

    >>> print(for_make("documents/Statement of the Council.txt"), for_make("a:b;c.txt"))
    documents/Statement\\ of\\ the\\ Council.txt a?b?c.txt
    """
    carried = r"[^\w./+,@\x80-\ud7ff\ue000-\U0010ffff-]"
    return re.sub(carried, lambda found: _ESCAPES.get(found[0], "?"), path)


def _in_project(files: Iterable[str]) -> set[str]:
    root = Path.cwd().resolve()
    out = set()
    for file in files:
        try:
            path = (root / file).resolve().relative_to(root)
        except (ValueError, OSError):
            continue
        hidden = path.parts[0] in _NOT_FOLDERS or "__pycache__" in path.parts
        dispatcher = path.parts[-3:-1] == ("topoi", "cli")
        if (
            not hidden
            and not dispatcher
            and str(path) not in _NOT_INPUTS
            and (root / path).is_file()
        ):
            out.add(path.as_posix())
    return out
