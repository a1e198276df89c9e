"""Pages of the Kremlin kept as JSON lines, one page a line; their paragraph breaks are often lost.

The sentence below the headline ("X sent greetings to ...") is kept apart in these files as
`summary`. It belongs to the page, and often it alone names whose message the page quotes.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from .assembly import Reading
from .belonging import shares_words
from .readers import read_sources

COLUMNS = {"document": "id", "outlet": "organization"}


def read_kremlin(path: str | os.PathLike[str]) -> Reading:
    """Read pages of the Kremlin's site kept as JSON lines.

    Parameters
    ----------
    path : path
        A .jsonl file with the keys id, date, title, text and organization (the outlet); url comes
        along as it is, and `summary` becomes the first paragraph of the text. The speaker is left
        to `attribute`: most pages are transcripts.

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
    reading = read_sources(path, columns=COLUMNS)
    decks = _decks(Path(path))
    documents = reading.documents.copy()
    documents["text"] = [
        f"{decks[document]}\n{text}" if document in decks else text
        for document, text in zip(documents["document"], documents["text"], strict=True)
    ]
    whole = documents.set_index("document")[["title", "text"]]
    related = {d for d in decks if d in whole.index and shares_words(*whole.loc[d])}
    answered = (reading.problems["problem"] == "unrelated_title") & reading.problems[
        "document"
    ].isin(related)  # the sentence below the headline had not been there yet
    problems = reading.problems[~answered].reset_index(drop=True)
    return reading._replace(documents=documents, problems=problems)


def _decks(path: Path) -> dict[str, str]:
    """The sentence below the headline of each page that has one."""
    decks = {}
    for line in path.read_text("utf-8").splitlines():
        try:
            page = json.loads(line)
        except ValueError:
            continue  # `read_sources` has reported it
        summary = page.get("summary") if isinstance(page, dict) else None
        if isinstance(summary, str) and summary.strip():
            decks[str(page.get(COLUMNS["document"]))] = " ".join(summary.split())
    return decks
