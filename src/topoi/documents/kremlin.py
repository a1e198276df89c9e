"""Pages of the Kremlin kept as JSON lines, one page a line; their paragraph breaks are often lost."""

from __future__ import annotations

import os

from .assembly import Reading
from .readers import read_sources

COLUMNS = {"document": "id", "outlet": "organization"}


def read_kremlin(path: str | os.PathLike[str]) -> Reading:
    """Read pages of the Kremlin's site kept as JSON lines.

    Parameters
    ----------
    path : path
        A .jsonl file with the keys id, date, title, text and organization (the outlet); url,
        location and summary come along as they are. The speaker is left to `attribute`: most pages
        are transcripts.

    Returns
    -------
    Reading
        As from `read_sources`: documents, what was removed, and problems.

    >>> import json, pathlib, tempfile
    >>> page = {"id": "1", "date": "2031-10-16", "title": "Meeting", "organization": "Press office",
    ...         "text": "President of Orlan Ivo Vane: Good afternoon."}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "pages.jsonl"
    ...     _ = file.write_text(json.dumps(page))
    ...     read_kremlin(file).documents[["document", "outlet"]].values.tolist()
    [['1', 'Press office']]
    """
    return read_sources(path, columns=COLUMNS)
