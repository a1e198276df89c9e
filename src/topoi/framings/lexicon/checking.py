"""A lexicon checked: faults of the file, tests that fail, patterns that do nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace

import pandas as pd

from ...tables import check, empty
from ..matching import failing_examples, find_framings
from ..patterns import Pattern
from .faults import Fault, Parsed
from .framing import Framing, Lexicon, plain
from .positions import line_of
from .reading import parse_lexicon
from .texts import example_passages
from .yields import shown, single_patterns

# Where a pattern of each key may be seen at work, and what is to be added where it is not.
_WORKS = {
    "patterns": (("examples",), "an example"),
    "excluded": (("examples", "counterexamples", "false_friends"), "a counterexample"),
    "names": (("examples",), "an example"),
}


def check_lexicon(
    lexicon: Lexicon | str | os.PathLike[str] | None = None,
    passages: pd.DataFrame | None = None,
    *,
    organization_of: Callable[[str], str | None] | None = None,
) -> pd.DataFrame:
    """All that is wrong with a lexicon: faults for which it is refused or that its tests show.

    Parameters
    ----------
    lexicon : path or Lexicon, optional
        A file of any kind that `read_lexicon` reads; by default the lexicon that ships with topoi.
    passages : DataFrame, optional
        Schema `passages`, with `text`: a pattern that matches in them needs no example.
    organization_of : callable, optional
        What passages call an organization, by any of its names; None if it is not known. `blocs`
        that call it otherwise get a warning: they would never apply.

    Returns
    -------
    DataFrame
        Schema `lexicon_faults`, by line. Faults: what is ill-formed, examples that do not match,
        counterexamples and false friends that do. Warnings: values of a dictionary that are left
        out, patterns that never match (no text of the framing, no passage), under `not` and `names`
        too, or that stand twice, labels of two framings. A lexicon without faults finds what its
        examples say, no more.

    Raises
    ------
    LexiconError
        The file cannot be read at all.

    >>> int((check_lexicon()["severity"] == "fault").sum())
    0
    """
    parsed = Parsed(lexicon, []) if isinstance(lexicon, dict) else parse_lexicon(lexicon)
    faults = [*parsed.faults, *_failing(parsed), *_idle(parsed, passages), *_repeated(parsed)]
    if organization_of:
        faults += _miscalled(parsed, organization_of)
    faults.sort(key=lambda fault: fault.line or 0)
    columns = list(empty("lexicon_faults").columns)
    rows = [{column: getattr(fault, column) or None for column in columns} for fault in faults]
    return check(pd.DataFrame(rows, columns=columns), "lexicon_faults")


def _failing(parsed: Parsed) -> list[Fault]:
    """Examples that do not match, and texts that should not match but do."""
    faults = []
    for framing, text, wrong in failing_examples(parsed.lexicon).itertuples(index=False):
        entry = parsed.lexicon[framing]
        keys = ("examples",) if wrong == "no match" else ("counterexamples", "false_friends")
        for key in keys:
            if text in getattr(entry, key):
                line = line_of(parsed.lines, (framing, key, getattr(entry, key).index(text)))
                what, hint = "matches", "Narrow a pattern, add a not"
                if wrong == "no match":
                    what, hint = _kept_from(entry, text)
                faults.append(
                    Fault(f"'{text}' {what}", f"{hint}, or move the text.", line, framing, key)
                )
                break
    return faults


def _kept_from(entry: Framing, text: str) -> tuple[str, str]:
    """Why an example does not match, and what to do."""
    for language, patterns in entry.excluded.items():
        for pattern in patterns:
            others = tuple(other for other in patterns if other != pattern)
            if _matches(replace(entry, excluded=entry.excluded | {language: others}), text):
                return f"is kept out by not.{language} '{pattern.written}'", "Narrow the not"
    if _matches(replace(entry, excluded={}), text):
        return "is kept out by several patterns under not", "Narrow them"
    for language, patterns in entry.patterns.items():
        for pattern in patterns:
            free: dict[str, tuple[Pattern, ...]] = {language: (replace(pattern, conditions=()),)}
            if pattern.conditions and _matches(replace(entry, patterns=free, excluded={}), text):
                return f"is kept out by the NOT of '{pattern.written}'", "Narrow its NOT"
    return "matches no pattern", "Widen a pattern"


def _matches(entry: Framing, text: str) -> bool:
    one = {entry.framing: replace(entry, examples=(text,), counterexamples=(), false_friends=())}
    return failing_examples(one).empty


def _idle(parsed: Parsed, passages: pd.DataFrame | None) -> Iterator[Fault]:
    """Patterns that match nowhere; a dictionary without examples needs documents to tell."""
    for attribute, (keys, wanted) in _WORKS.items():
        key = "not" if attribute == "excluded" else attribute
        singles, places = single_patterns(parsed.lexicon, attribute)
        seen = set(shown(singles, places, example_passages(parsed.lexicon, *keys)))
        if passages is not None:
            seen |= set(find_framings(passages, singles)["framing"])
        for name, (framing, language, written) in places.items():
            entry = parsed.lexicon[framing]
            if name in seen or (passages is None and not entry.examples):
                continue
            number = [p.written for p in getattr(entry, attribute)[language]].index(written)
            yield Fault(
                f"nothing shows '{written}'",
                f"Add {wanted}." if passages is None else f"Add {wanted}; no document has it.",
                line_of(parsed.lines, (framing, key, language, number)),
                framing,
                f"{key}.{language}",
                severity="warning",
            )


def _repeated(parsed: Parsed) -> Iterator[Fault]:
    """Patterns that stand twice in a framing, and labels that two framings bear."""
    labels: dict[str, str] = {}
    for framing, entry in parsed.lexicon.items():
        for language, patterns in entry.patterns.items():
            written = [plain(pattern) for pattern in patterns]
            for number, one in enumerate(written):
                if one in written[:number]:
                    line = line_of(parsed.lines, (framing, "patterns", language, number))
                    what, key = f"'{patterns[number].written}' stands twice", f"patterns.{language}"
                    yield Fault(what, "Leave one out.", line, framing, key, severity="warning")
        first = labels.setdefault(entry.label, framing)
        if first != framing:
            line = line_of(parsed.lines, (framing, "label"))
            what = f"'{entry.label}' is the label of '{first}' too"
            hint = "Figures would show two framings under one name."
            yield Fault(what, hint, line, framing, "label", severity="warning")


def _miscalled(parsed: Parsed, organization_of: Callable[[str], str | None]) -> Iterator[Fault]:
    """Organizations of blocs by another name than the one that passages bear."""
    for framing, entry in parsed.lexicon.items():
        for attitude, names in entry.blocs.items():
            for number, name in enumerate(names):
                right = organization_of(name)
                if right and right != name:
                    line = line_of(parsed.lines, (framing, "blocs", attitude, number))
                    what, key = f"passages call '{name}' '{right}'", f"blocs.{attitude}"
                    hint = f"Write '{right}'."
                    yield Fault(what, hint, line, framing, key, severity="warning")
