"""Passages to mentions: where the framings of a lexicon occur."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

import pandas as pd

from ..errors import DataError, LexiconError
from ..tables import check, empty
from .lexicon import Framing, Lexicon, read_lexicon
from .normal import normalise
from .patterns import Pattern
from .stance import judge_mentions

Span = tuple[int, int]


def find_framings(
    passages: pd.DataFrame,
    lexicon: Lexicon | str | os.PathLike[str] | None = None,
    *,
    framings: Collection[str] | None = None,
) -> pd.DataFrame:
    """Find the mentions of framings in passages.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`, with `text`. Not changed.
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi (`read_lexicon`).
    framings : collection of str, optional
        Only these framings of the lexicon.

    Returns
    -------
    DataFrame
        Schema `mentions`: one row an occurrence. `start` and `end` are offsets in the document's
        text; `variant` is the wording in small letters, quotation marks left out. Within a framing
        the longest match wins, of equals the first; different framings may overlap. `use` and
        `attitude` say how the words are used (`judge_mentions`).

    Raises
    ------
    DataError
        The passages carry no text.
    LexiconError
        A framing that is asked for is not in the lexicon.

    Notes
    -----
    A mention is a wording: it may be endorsed, attacked or denied; count by `use` and `attitude`.

    Examples
    --------
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=50, voice="speech", rule="", confidence=1.0,
    ...     words=9, text="A “multipolar” world and no hybrid wars, they say.")
    >>> find_framings(passages)[["framing", "start", "end", "variant"]]
             framing  start  end           variant
    0  multipolarity      3   20  multipolar world
    1     hybrid_war     28   39       hybrid wars
    """
    passages = check(passages, "passages")
    if "text" not in passages or (passages["text"].isna().all() and len(passages)):
        raise DataError(
            "passages: no text to search. A bundle comes without its texts but with its mentions: "
            "topoi.read_bundle(...).mentions."
        )
    if not isinstance(lexicon, dict):
        lexicon = read_lexicon(lexicon)
    chosen = choose_framings(lexicon, framings)
    rows: list[dict[str, Any]] = []
    columns = zip(passages["passage"], passages["start"], passages["text"], strict=True)
    for passage, start, text in columns:
        if not isinstance(text, str):
            continue
        here = _in_text(text, chosen)
        for number, (span, framing, language, is_name) in enumerate(here):
            a, b = span
            rows.append(
                {
                    "mention": f"{passage}/{number}",
                    "framing": framing,
                    "passage": passage,
                    "start": start + a,
                    "end": start + b,
                    "variant": variant(text[a:b]),
                    "use": "name" if is_name else None,
                    "attitude": None,
                    "language": language,
                }
            )
    mentions = check(pd.DataFrame(rows, columns=list(empty("mentions").columns)), "mentions")
    return judge_mentions(mentions, passages, lexicon)


def failing_examples(lexicon: Lexicon | str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Examples of a lexicon that do not match, counterexamples and false friends that do.

    Parameters
    ----------
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi.

    Returns
    -------
    DataFrame
        Columns framing, text and fault ("no match", "match"), in the order of the lexicon. Passing
        its examples does not show that a lexicon finds what it should in other texts.

    >>> len(failing_examples())
    0
    """
    known = lexicon if isinstance(lexicon, dict) else read_lexicon(lexicon)
    rows = []
    for framing in known.values():
        none = framing.counterexamples + framing.false_friends
        for texts, wanted in ((framing.examples, True), (none, False)):
            for text in texts:
                if bool(_in_text(text, [framing])) != wanted:
                    fault = "no match" if wanted else "match"
                    rows.append({"framing": framing.framing, "text": text, "fault": fault})
    return pd.DataFrame(rows, columns=["framing", "text", "fault"])


def variant(text: str) -> str:
    """A wording as it is compared: small letters, no quotation marks, single blanks.

    >>> variant("“Multi‑polar”\\nworld")
    'multi-polar world'
    """
    return " ".join(normalise(text).flat.replace('"', "").split())


def choose_framings(lexicon: Lexicon, framings: Collection[str] | None) -> list[Framing]:
    """Those of a lexicon that are named, or all, in its order; LexiconError for an unknown one."""
    if framings is None:
        return list(lexicon.values())
    unknown = [f for f in framings if f not in lexicon]
    if unknown:
        raise LexiconError(
            f"no framing '{unknown[0]}' in the lexicon. It has: {', '.join(lexicon)}.",
            framing=unknown[0],
        )
    return [entry for name, entry in lexicon.items() if name in framings]


def _in_text(text: str, framings: list[Framing]) -> list[tuple[Span, str, str, bool]]:
    """(span, framing, language, is it a name) of every mention in `text`, in order."""
    normal = normalise(text)
    flat = normal.flat
    found = []
    for framing in framings:
        for language, patterns in framing.patterns.items():
            spans = _spans(patterns, flat)
            if not spans:
                continue
            excluded = _spans(framing.excluded.get(language, ()), flat)
            names = _spans(framing.names.get(language, ()), flat)
            for a, b in longest(spans):
                if any(a < d and c < b for c, d in excluded):
                    continue
                is_name = any(c <= a and b <= d for c, d in names)
                found.append((normal.original(a, b), framing.framing, language, is_name))
    return sorted(found)


def _spans(patterns: tuple[Pattern, ...], flat: str) -> list[Span]:
    return [span for pattern in patterns for span in pattern.spans(flat)]


def longest(spans: list[Span]) -> list[Span]:
    """Spans that do not overlap: the longest first, of equals the leftmost.

    >>> longest([(0, 5), (0, 9), (7, 12)])
    [(0, 9)]
    """
    kept: list[Span] = []
    for a, b in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not any(a < d and c < b for c, d in kept):
            kept.append((a, b))
    return sorted(kept)
