"""Passages to mentions: where the framings of a lexicon occur."""

from __future__ import annotations

import os
from collections.abc import Collection

import pandas as pd

from ...errors import DataError, LexiconError
from ...tables import check, empty
from ..lexicon import Framing, Lexicon, read_lexicon
from ..normal import normalise
from ..stance import judge_mentions
from .finder import Finder, Found, plain
from .overlaps import SCOPES


def find_framings(
    passages: pd.DataFrame,
    lexicon: Lexicon | str | os.PathLike[str] | None = None,
    *,
    framings: str | Collection[str] | None = None,
    nested: str = "framing",
) -> pd.DataFrame:
    """Find the mentions of framings in passages.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`, with `text`. Not changed.
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi (`read_lexicon`).
    framings : str or collection of str, optional
        Only this framing, or these, of the lexicon.
    nested : {"framing", "lexicon"}, default "framing"
        Where the longest match wins: "framing" among the matches of one framing, so that different
        framings may overlap and nest; "lexicon" leaves out a match, too, all of whose words belong
        to longer matches of other framings. As `nested_scope` of quanteda's `tokens_lookup`.

    Returns
    -------
    DataFrame
        Schema `mentions`: one row an occurrence. `start` and `end` are offsets in the document's
        text; `variant` is the wording in small letters, quotation marks left out. Within a framing
        the match of most words wins, of equals the longest, then the first. `use` and `attitude` say
        how the words are used (`judge_mentions`).

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
    if nested not in SCOPES:
        raise DataError(f"nested='{nested}': should be one of {', '.join(SCOPES)}.", nested=nested)
    if not isinstance(lexicon, dict):
        lexicon = read_lexicon(lexicon)
    finder = Finder(choose_framings(lexicon, framings), nested)
    texts = passages["text"].fillna("").tolist()
    return judge_mentions(_table(finder.find(texts), passages), passages, lexicon)


def _table(found: dict[int, list[Found]], passages: pd.DataFrame) -> pd.DataFrame:
    """Schema `mentions`, given what was found in the passage of each number."""
    names = passages["passage"].tolist()
    starts = passages["start"].tolist()
    rows = [
        (
            f"{names[number]}/{i}",
            one.framing,
            names[number],
            starts[number] + one.start,
            starts[number] + one.end,
            one.variant,
            "name" if one.is_name else None,
            one.language,
        )
        for number in sorted(found)
        for i, one in enumerate(found[number])
    ]
    filled = "mention framing passage start end variant use language".split()
    mentions = pd.DataFrame(rows, columns=filled)
    return check(mentions.reindex(columns=list(empty("mentions").columns)), "mentions")


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
        texts = [*framing.examples, *framing.counterexamples, *framing.false_friends]
        found = Finder([framing]).find(texts)
        for number, text in enumerate(texts):
            wanted = number < len(framing.examples)
            if (number in found) != wanted:
                fault = "no match" if wanted else "match"
                rows.append({"framing": framing.framing, "text": text, "fault": fault})
    return pd.DataFrame(rows, columns=["framing", "text", "fault"])


def variant(text: str) -> str:
    """A wording as it is compared: small letters, single blanks, no marks around or between words.

    Apostrophes inside words stay; a line break behind a hyphen makes no other wording.

    >>> variant("“Multi‑polar”\\nworld")
    'multi-polar world'
    """
    return plain(normalise(text).flat)


def choose_framings(lexicon: Lexicon, framings: str | Collection[str] | None) -> list[Framing]:
    """Those of a lexicon that are named, or all, in its order; LexiconError for an unknown one."""
    if framings is None:
        return list(lexicon.values())
    if isinstance(framings, str):
        framings = [framings]
    unknown = [f for f in framings if f not in lexicon]
    if unknown:
        raise LexiconError(
            f"no framing '{unknown[0]}' in the lexicon. It has: {', '.join(lexicon)}.",
            framing=unknown[0],
        )
    return [entry for name, entry in lexicon.items() if name in framings]
