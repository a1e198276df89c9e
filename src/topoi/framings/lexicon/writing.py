"""Lexicons written: topoi's TOML, quanteda's YAML, LIWC's .dic and .dicx."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from ...errors import LexiconError
from ...files import write_text
from ...tables import check, empty
from .expanding import LIMIT, globs_of, sample_of
from .framing import Framing, Lexicon

_ONLY_AT_END = "in LIWC, `*` stands at the end of a word only"
_Loss = tuple[str, str, str, str]  # framing, key, text, loss


def write_lexicon(
    lexicon: Lexicon, path: str | os.PathLike[str], *, limit: int = LIMIT
) -> pd.DataFrame:
    """Write a lexicon in the format that the file's ending names.

    Parameters
    ----------
    lexicon : Lexicon
        From `read_lexicon`.
    path : path
        `.toml` keeps everything. `.yml` or `.yaml` (quanteda) and `.dic` or `.dicx` (LIWC 2015, 2022)
        keep the patterns, as words with `*`: alternatives, words that may be missing, hyphens, forms of a
        word and gaps are written out (of a gap, `*` for every word; LIWC has none).
    limit : int, default 2000
        Values that one pattern may become, at least 1; with more, it is left out.

    Returns
    -------
    DataFrame
        Schema `lexicon_losses`: everything that the file does not say, or says more widely; of a
        pattern that it says in part, how many of its values are left out.

    Raises
    ------
    LexiconError
        The ending is not known, or `limit` is below 1.

    Notes
    -----
    quanteda's tokens differ from topoi's words: marks of punctuation are tokens there (take them
    out: `tokens(x, remove_punct = TRUE)`), and a hyphen joins to one. A framing without examples
    gets one in a TOML file, made from its first pattern: put your own in its place.
    """
    writers: dict[str, Callable[[Lexicon, int], tuple[str, list[_Loss]]]] = {
        ".toml": _toml,
        ".yml": _quanteda,
        ".yaml": _quanteda,
        ".dic": _liwc,
        ".dicx": _liwc_csv,
    }
    kind = Path(path).suffix.lower()
    if kind not in writers:
        raise LexiconError(
            f"{path}: no kind of lexicon is written by this name. Endings: {', '.join(writers)}.",
            path=str(path),
        )
    if limit < 1:
        raise LexiconError(f"limit should be 1 or more; got {limit}.", limit=limit)
    text, losses = writers[kind](lexicon, limit)
    write_text(path, text)
    table = pd.DataFrame(losses, columns=list(empty("lexicon_losses").columns))
    return check(table, "lexicon_losses")


def _toml(lexicon: Lexicon, limit: int) -> tuple[str, list[_Loss]]:
    return "\n".join(_table(entry) for entry in lexicon.values()), []


def _table(entry: Framing) -> str:
    lines = [f"[{_quoted(entry.framing)}]"]
    for key in ("label", "gloss", "source", "attitude"):
        if getattr(entry, key):
            lines.append(f"{key} = {_quoted(getattr(entry, key))}")
    for key, of in (("patterns", entry.patterns), ("not", entry.excluded), ("names", entry.names)):
        for language, patterns in of.items():
            lines.append(f"{key}.{language} = {_listed(p.written for p in patterns)}")
    for attitude, names in entry.blocs.items():
        lines.append(f"blocs.{attitude} = {_listed(names)}")
    if not entry.examples:
        first = next(pattern for patterns in entry.patterns.values() for pattern in patterns)
        lines.append("# Made from a pattern: put sentences of your own here.")
        lines.append(f"examples = {_listed([sample_of(first)])}")
    for key in ("examples", "counterexamples", "false_friends"):
        if getattr(entry, key):
            lines.append(f"{key} = {_listed(getattr(entry, key))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text in quotes, for TOML as for YAML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _listed(texts: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """A list, an item a line."""
    return "[\n" + "".join(f"    {_quoted(text)},\n" for text in texts) + "]"


def _quanteda(lexicon: Lexicon, limit: int) -> tuple[str, list[_Loss]]:
    losses: list[_Loss] = []
    pieces = []
    for entry in lexicon.values():
        source = entry.source and f"({entry.source})"
        about = " ".join(filter(None, [f"{entry.label}.", entry.gloss, source]))
        values = _values(entry, limit, losses)
        if values:
            key = f"# {' '.join(about.split())}\n{_quoted(entry.framing)}:\n"
            pieces.append(key + "".join(f"  - {_quoted(value)}\n" for value in values))
    return "\n".join(pieces), losses


def _values(
    entry: Framing, limit: int, losses: list[_Loss], sayable: Callable[[str], bool] | None = None
) -> list[str]:
    """All globs of a framing that can be said, once each; the rest goes to `losses`."""
    values: dict[str, None] = {}
    for language, patterns in entry.patterns.items():
        for pattern in patterns:
            place = (entry.framing, f"patterns.{language}", pattern.written)
            try:
                globs = globs_of(pattern, limit=limit)
            except LexiconError as error:
                losses.append((*place, f"left out: {error}"))
                continue
            said = [glob for glob in globs if sayable is None or sayable(glob)]
            values |= dict.fromkeys(said)
            if unsaid := len(globs) - len(said):
                losses.append((*place, f"{unsaid} of {len(globs)} values left out: {_ONLY_AT_END}"))
            if pattern.conditions and said:
                losses.append((*place, "written without its conditions (NOT ...)"))
    losses += _unsaid(entry)
    return list(values)


def _unsaid(entry: Framing) -> Iterator[_Loss]:
    """What only topoi's own format has room for; label, gloss and source become a comment."""
    for key, of, loss in (
        ("not", entry.excluded, "left out: what it forbids is matched"),
        ("names", entry.names, "left out: names are not told from other uses"),
    ):
        for language, patterns in of.items():
            for pattern in patterns:
                yield entry.framing, f"{key}.{language}", pattern.written, loss
    if entry.attitude:
        yield entry.framing, "attitude", entry.attitude, "left out"
    for attitude, names in entry.blocs.items():
        yield entry.framing, f"blocs.{attitude}", ", ".join(names), "left out"
    for key in ("examples", "counterexamples", "false_friends"):
        if n := len(getattr(entry, key)):
            yield entry.framing, key, f"{n} text{'s' * (n > 1)}", "left out"


def _liwc(lexicon: Lexicon, limit: int) -> tuple[str, list[_Loss]]:
    terms, losses = _terms(lexicon, limit)
    head = [f"{number}\t{name}" for number, name in enumerate(lexicon, 1)]
    body = ["\t".join([term, *map(str, numbers)]) for term, numbers in terms.items()]
    return "\n".join(["%", *head, "%", *body]) + "\n", losses


def _liwc_csv(lexicon: Lexicon, limit: int) -> tuple[str, list[_Loss]]:
    terms, losses = _terms(lexicon, limit)
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["DicTerm", *lexicon])
    for term, numbers in terms.items():
        rows.writerow([term, *("X" if n in numbers else "" for n in range(1, len(lexicon) + 1))])
    return file.getvalue(), losses


def _terms(lexicon: Lexicon, limit: int) -> tuple[dict[str, list[int]], list[_Loss]]:
    """Terms of LIWC, sorted, with the numbers of their categories, from 1."""
    losses: list[_Loss] = []
    terms: dict[str, list[int]] = {}
    for number, entry in enumerate(lexicon.values(), 1):
        for value in _values(entry, limit, losses, _sayable):
            terms.setdefault(value, []).append(number)
    return dict(sorted(terms.items())), losses


def _sayable(value: str) -> bool:
    """Whether LIWC reads the value: words, with `*` at the end of one."""
    words = value.split()
    return all("*" not in w[:-1] and "?" not in w and w not in ("*", ",") for w in words)
