"""When two wordings are one: endings, hyphens and blanks aside."""

from __future__ import annotations

from ..text import WORD
from .tokens import lemma, plain_word


def wording_key(wording: str) -> str:
    """What wordings have in common that differ in inflection, hyphens or blanks alone.

    Parameters
    ----------
    wording : str
        A few words, as in the column `variant` of mentions.

    Returns
    -------
    str
        The lemmas of its words in one string, for comparing and not for reading; the wording in
        small letters where it holds no word.

    Notes
    -----
    Derived words stay apart ("multipolarity" and "multipolar"), and so do words that differ by
    choice ("Great" and "Greater").

    >>> wording_key("multi-polar worlds") == wording_key("multipolar world")
    True
    >>> wording_key("rules based order") == wording_key("rule-based order")
    True
    >>> wording_key("многополярного мира")
    'многополярныймир'
    """
    parts = [part for word in WORD.findall(wording) for part in plain_word(word).split("-")]
    return "".join(lemma(part) for part in parts if part) or wording.lower()
