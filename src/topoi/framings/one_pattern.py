"""One pattern that stands in no lexicon, searched for as if it did."""

from __future__ import annotations

import re

import pandas as pd

from .lexicon import Framing, Lexicon
from .matching import find_framings
from .patterns import compile_pattern

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def find_pattern(passages: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Find what one pattern matches in passages.

    Parameters
    ----------
    passages : DataFrame
        Schema `passages`, with `text`.
    pattern : str
        In the language of the lexicon (`topoi.framings.patterns`): ``"hybrid <1> war*"``.

    Returns
    -------
    DataFrame
        Schema `mentions`; `framing` is the pattern as it is written, `language` "ru" if it has
        Cyrillic letters and "en" otherwise, whatever the language of the passage.

    Raises
    ------
    LexiconError
        The pattern is ill-formed; the message names the character.
    DataError
        The passages carry no text.

    Notes
    -----
    A pattern has no list of what is not meant: read what it finds (`concordance`).

    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=42, voice="speech", rule="", confidence=1.0,
    ...     words=7, text="They spoke of hybrid cyber wars in Merid.")
    >>> find_pattern(passages, "hybrid <1> war*")[["framing", "variant"]].values.tolist()
    [['hybrid <1> war*', 'hybrid cyber wars']]
    """
    return find_framings(passages, pattern_lexicon(pattern))


def pattern_lexicon(pattern: str) -> Lexicon:
    """A lexicon of one framing, which is called as its only pattern is written.

    >>> list(pattern_lexicon("hybrid war*"))
    ['hybrid war*']
    """
    language = "ru" if _CYRILLIC.search(pattern) else "en"
    framing = Framing(
        framing=pattern,
        label=pattern,
        gloss="",
        source="",
        patterns={language: (compile_pattern(pattern),)},
        excluded={},
        names={},
        examples=(),
        counterexamples=(),
    )
    return {pattern: framing}
