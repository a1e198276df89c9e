"""A candidate as an entry of a lexicon, for the author to judge, to name and to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from ...errors import DataError, LexiconError
from ...tables import check
from ..lexicon.framing import Framing
from ..patterns import compile_pattern
from ..patterns.forms import forms
from .report import LISTED
from .wordings import content, lemma

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_TODO = (("gloss", "what it says, in a sentence"), ("source", "who has written about it"))


def candidate_entry(candidate: pd.Series | dict[str, Any]) -> Framing:
    """The entry of a lexicon that finds a candidate again.

    Parameters
    ----------
    candidate : Series or dict
        A row of `find_candidates`; `phrase` and `variants` are read.

    Returns
    -------
    Framing
        Its label is the phrase, its examples are the variants, its patterns the variants with every
        form of their words; a variant that another one's pattern finds adds none. Gloss and source are empty:
        they are for the author.

    >>> row = {"phrase": "bread and roses", "variants": "bread and roses; roses and bread; some bread and roses"}
    >>> entry = candidate_entry(row)
    >>> entry.framing, [pattern.written for pattern in entry.patterns["en"]]
    ('bread_and_roses', ['{bread} and {rose}', '{rose} and {bread}'])
    """
    phrase, variants = str(candidate["phrase"]), str(candidate["variants"]).split(LISTED)
    patterns: dict[str, list[str]] = {}
    for variant in sorted(variants, key=lambda v: (len(v.split()), variants.index(v))):
        language = "ru" if _CYRILLIC.search(variant) else "en"
        found = patterns.setdefault(language, [])
        if not any(_finds(pattern, variant) for pattern in found):
            found.append(_pattern(variant))
    return Framing(
        framing=_name(phrase),
        label=phrase,
        gloss="",
        source="",
        patterns={k: tuple(compile_pattern(p) for p in found) for k, found in patterns.items()},
        excluded={},
        names={},
        examples=tuple(variants),
        counterexamples=(),
    )


def as_toml(candidates: pd.DataFrame, *, top: int | None = None) -> str:
    """Candidates as the text of a lexicon file, with their evidence in comments.

    Parameters
    ----------
    candidates : DataFrame
        From `find_candidates`; what was left out is not written.
    top : int, optional
        Only so many, the best.

    Raises
    ------
    DataError
        There is no candidate to write.
    """
    table = check(candidates, "candidates")
    table = table[table["rank"].notna()].sort_values("rank").head(top)
    if table.empty:
        raise DataError("candidates: none, so there is nothing to write.")
    entries: dict[str, str] = {}
    for row in table.to_dict("records"):
        entry = candidate_entry(row)
        name, number = entry.framing, 2
        while name in entries:
            name, number = f"{entry.framing}_{number}", number + 1
        entries[name] = _written(name, entry, row)
    return "\n".join(entries.values())


def _written(name: str, entry: Framing, row: dict[str, Any]) -> str:
    found = {"speakers": "bound to its speakers", "group": f"of {row['group']}"}
    how = found.get(row["found_by"], f"{row['found_by']} {row['period']}")
    lines = [
        f"# {row['n']} times, {row['documents']} documents, {row['units']} units: {row['said_by']}",
        f"# {how}, p = {row['p']:.3g}; first in {row['first_document']}",
        f"[{_quoted(name) if not re.fullmatch('[a-z0-9_-]+', name) else name}]",
        f"label = {_quoted(entry.label)}",
        *(f'{key} = ""  # TODO: {what}' for key, what in _TODO),
    ]
    for language, patterns in entry.patterns.items():
        lines.append(f"patterns.{language} = {_listed(p.written for p in patterns)}")
    return "\n".join([*lines, f"examples = {_listed(entry.examples)}", ""])


def _listed(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _name(phrase: str) -> str:
    return "_".join(re.findall(r"[^\W_]+", phrase.lower()))


def _finds(pattern: str, variant: str) -> bool:
    return bool(compile_pattern(pattern).spans(variant.lower()))


def _pattern(variant: str) -> str:
    """A variant with braces round the dictionary forms of its content words, hyphens aside."""
    inside = set(content(variant))
    words = variant.lower().split(" ")
    return " ".join(_any_form(word) if word in inside else word for word in words)


def _any_form(word: str) -> str:
    known = lemma(word)
    try:
        return f"{{{known}}}" if word in forms(known) else word
    except LexiconError:
        return word
