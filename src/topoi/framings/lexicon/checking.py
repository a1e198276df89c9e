"""A lexicon checked: faults of the file, framings in each other's way, what each pattern adds."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import replace
from itertools import combinations

import pandas as pd

from ...tables import check, empty
from ..match import failing_examples, find_framings
from ..patterns import Pattern
from .faults import Fault, Parsed
from .framing import Framing, Lexicon
from .positions import line_of
from .reading import parse_lexicon, read_lexicon

Source = Lexicon | str | os.PathLike[str] | None
_Place = tuple[str, str, str]  # framing, language, pattern as written


def check_lexicon(lexicon: Source = None, passages: pd.DataFrame | None = None) -> pd.DataFrame:
    """All that is wrong with a lexicon: faults for which it is refused or that its tests show.

    Parameters
    ----------
    lexicon : path or Lexicon, optional
        A file of any kind that `read_lexicon` reads; by default the lexicon that ships with topoi.
    passages : DataFrame, optional
        Schema `passages`, with `text`: a pattern that matches in them needs no example.

    Returns
    -------
    DataFrame
        Schema `lexicon_faults`, by line. Faults: what is ill-formed, examples that do not match,
        counterexamples and false friends that do. Warnings: values of a dictionary that are left
        out, patterns that never match (no example of the framing, no passage) or that stand twice,
        labels of two framings. A lexicon without faults finds what its examples say, no more.

    Raises
    ------
    LexiconError
        The file cannot be read at all.

    >>> int((check_lexicon()["severity"] == "fault").sum())
    0
    """
    parsed = Parsed(lexicon, []) if isinstance(lexicon, dict) else parse_lexicon(lexicon)
    faults = [*parsed.faults, *_failing(parsed), *_idle(parsed, passages), *_repeated(parsed)]
    faults.sort(key=lambda fault: fault.line or 0)
    columns = list(empty("lexicon_faults").columns)
    rows = [{column: getattr(fault, column) or None for column in columns} for fault in faults]
    return check(pd.DataFrame(rows, columns=columns), "lexicon_faults")


def lexicon_collisions(
    lexicon: Source = None, passages: pd.DataFrame | None = None
) -> pd.DataFrame:
    """What two framings of a lexicon share: patterns, examples, and stretches of text.

    Parameters
    ----------
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi.
    passages : DataFrame, optional
        Schema `passages`, with `text`. Without them, no stretches are counted.

    Returns
    -------
    DataFrame
        Schema `lexicon_collisions`, by framing. A collision is no fault: a wording may well be of
        two framings. It is counted for both then.

    >>> lexicon_collisions().columns.tolist()
    ['kind', 'framing', 'other', 'text', 'n', 'share']
    """
    known = lexicon if isinstance(lexicon, dict) else read_lexicon(lexicon)
    order = {name: number for number, name in enumerate(known)}
    rows = [*_shared_patterns(known), *_shared_examples(known)]
    if passages is not None:
        rows += _shared_stretches(find_framings(passages, known), order)
    rows.sort(key=lambda row: (order[row[1]], order[row[2]], row[0], -row[4], row[3]))
    table = pd.DataFrame(rows, columns=list(empty("lexicon_collisions").columns))
    return check(table, "lexicon_collisions")


def pattern_yield(lexicon: Source = None, passages: pd.DataFrame | None = None) -> pd.DataFrame:
    """What each pattern adds to its framing.

    Parameters
    ----------
    lexicon : Lexicon or path, optional
        By default the lexicon that ships with topoi.
    passages : DataFrame, optional
        Schema `passages`, with `text`. Without them, only examples are counted.

    Returns
    -------
    DataFrame
        Schema `pattern_yield`, in the order of the lexicon. A pattern matches a mention if it alone
        would find it, or a shorter or longer stretch that overlaps it; `only` is what would be lost
        without the pattern. Shares of the patterns of a framing add up to more than 1 where several
        match the same mentions.

    Notes
    -----
    A pattern that adds nothing here may add something in other texts.

    >>> table = pattern_yield()
    >>> bool((table["mentions"] == 0).all() and table["examples"].gt(0).any())
    True
    """
    known = lexicon if isinstance(lexicon, dict) else read_lexicon(lexicon)
    singles, places = _singles(known)
    tried = find_framings(_examples(known), singles)
    # An example counts for the patterns of its own framing only.
    home = tried["passage"].str.replace(r"/\d+$", "", regex=True)
    own = home == tried["framing"].map(_framings(places))
    examples = tried[own].groupby("framing")["passage"].nunique()
    whole = one = empty("mentions")
    if passages is not None:
        whole, one = find_framings(passages, known), find_framings(passages, singles)
    pairs = _pairs(one.assign(of=one["framing"].map(_framings(places))), whole)
    patterns = pairs.groupby("mention_whole")["framing_one"].nunique()
    alone = pairs[pairs["mention_whole"].map(patterns) == 1]
    table = pd.DataFrame(places.values(), columns=["framing", "language", "pattern"], index=places)
    for column, counts in (
        ("examples", examples),
        ("mentions", pairs.groupby("framing_one")["mention_whole"].nunique()),
        ("only", alone.groupby("framing_one")["mention_whole"].nunique()),
    ):
        table[column] = counts.reindex(table.index).fillna(0)
    table["share"] = table["mentions"] / table["framing"].map(whole["framing"].value_counts())
    wordings = one.groupby("framing")["variant"].agg(_most_frequent) if len(one) else {}
    table["variant"] = pd.Series(wordings, dtype="str").reindex(table.index)
    return check(table, "pattern_yield")


def _singles(lexicon: Lexicon) -> tuple[Lexicon, dict[str, _Place]]:
    """Each pattern as a framing of its own, and which pattern of which framing it is."""
    singles: Lexicon = {}
    places: dict[str, _Place] = {}
    for framing, entry in lexicon.items():
        for language, patterns in entry.patterns.items():
            for pattern in dict.fromkeys(patterns):
                name = str(len(singles))
                singles[name] = replace(entry, framing=name, patterns={language: (pattern,)})
                places[name] = (framing, language, pattern.written)
    return singles, places


def _framings(places: dict[str, _Place]) -> dict[str, str]:
    return {name: framing for name, (framing, _, _) in places.items()}


def _examples(lexicon: Lexicon) -> pd.DataFrame:
    """The examples of a lexicon as passages, called by their framing and number."""
    rows = [
        (f"{framing}/{number}", text)
        for framing, entry in lexicon.items()
        for number, text in enumerate(entry.examples)
    ]
    return text_passages(pd.DataFrame(rows, columns=["document", "text"]))


def text_passages(documents: pd.DataFrame) -> pd.DataFrame:
    """Each document as one passage of that name, where who says it does not matter."""
    passages = documents[["document", "text"]].assign(
        passage=documents["document"], start=0, end=documents["text"].str.len().astype(int),
        voice="narration", rule="", confidence=0.0, words=0,
    )  # fmt: skip
    return passages.reindex(columns=list(empty("passages").columns)).astype({"text": "str"})


def _pairs(one: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Mentions of single patterns beside the mentions of their framing that they overlap."""
    left = one.add_suffix("_one")
    right = whole.add_suffix("_whole")
    pairs = left.merge(
        right, left_on=["passage_one", "of_one"], right_on=["passage_whole", "framing_whole"]
    )
    return pairs[_overlap(pairs, "_one", "_whole")]


def _overlap(pairs: pd.DataFrame, a: str, b: str) -> pd.Series:
    return (pairs[f"start{a}"] < pairs[f"end{b}"]) & (pairs[f"start{b}"] < pairs[f"end{a}"])


_Row = tuple[str, str, str, str, int, float | None]


def _shared_patterns(lexicon: Lexicon) -> list[_Row]:
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for framing, entry in lexicon.items():
        for written in dict.fromkeys(_plain(p) for ps in entry.patterns.values() for p in ps):
            owners[written].append(framing)
    return [
        ("pattern", one, other, written, 1, None)
        for written, framings in owners.items()
        for one, other in combinations(framings, 2)
    ]


def _shared_examples(lexicon: Lexicon) -> list[_Row]:
    passages = _examples(lexicon)
    texts = passages.set_index("passage")["text"]
    found = find_framings(passages, lexicon)
    hits = dict.fromkeys(zip(found["passage"], found["framing"], strict=True))
    rows: dict[_Row, None] = {}
    for passage, other in hits:
        framing = passage.rpartition("/")[0]
        if framing != other:
            rows["example", framing, other, texts[passage], 1, None] = None
    return list(rows)


def _shared_stretches(mentions: pd.DataFrame, order: dict[str, int]) -> list[_Row]:
    """Overlapping mentions of two framings, counted for the one that the lexicon has first."""
    totals = mentions["framing"].value_counts()
    pairs = mentions.merge(mentions, on="passage", suffixes=("_one", "_other"))
    pairs = pairs[_overlap(pairs, "_one", "_other")]
    pairs = pairs[pairs["framing_one"].map(order) < pairs["framing_other"].map(order)]
    rows: list[_Row] = []
    for (one, other), both in pairs.groupby(["framing_one", "framing_other"]):
        longer = both["variant_one"].where(
            both["variant_one"].str.len() >= both["variant_other"].str.len(), both["variant_other"]
        )
        share = both["mention_one"].nunique() / totals[one]
        rows.append(("stretch", one, other, _most_frequent(longer), len(both), share))
    return rows


def _most_frequent(wordings: pd.Series) -> str:
    counts = wordings.value_counts()
    return str(min(counts[counts == counts.max()].index))


def _failing(parsed: Parsed) -> list[Fault]:
    """Examples that do not match, and texts that should not match but do."""
    faults = []
    for framing, text, wrong in failing_examples(parsed.lexicon).itertuples(index=False):
        entry = parsed.lexicon[framing]
        keys = ("examples",) if wrong == "no match" else ("counterexamples", "false_friends")
        for key in keys:
            if text in getattr(entry, key):
                line = line_of(parsed.lines, (framing, key, getattr(entry, key).index(text)))
                what = "matches no pattern" if wrong == "no match" else "matches"
                hint = "Widen a pattern" if wrong == "no match" else "Narrow a pattern, add a not"
                faults.append(
                    Fault(f"'{text}' {what}", f"{hint}, or move the text.", line, framing, key)
                )
                break
    return faults


def _idle(parsed: Parsed, passages: pd.DataFrame | None) -> list[Fault]:
    """Patterns that match nowhere; a dictionary without examples needs documents to tell."""
    faults = []
    table = pattern_yield(parsed.lexicon, passages)
    for row in table[(table["examples"] == 0) & (table["mentions"] == 0)].itertuples(index=False):
        entry = parsed.lexicon[row.framing]
        if entry.examples or passages is not None:
            line = line_of(parsed.lines, _place(entry, row.language, row.pattern))
            where = "no example" if passages is None else "no example and no document"
            what, key = f"{where} shows '{row.pattern}'", f"patterns.{row.language}"
            hint = "Add an example."
            faults.append(Fault(what, hint, line, row.framing, key, severity="warning"))
    return faults


def _repeated(parsed: Parsed) -> list[Fault]:
    """Patterns that stand twice in a framing, and labels that two framings bear."""
    faults = []
    labels: dict[str, str] = {}
    for framing, entry in parsed.lexicon.items():
        for language, patterns in entry.patterns.items():
            written = [_plain(pattern) for pattern in patterns]
            for number, one in enumerate(written):
                if one in written[:number]:
                    line = line_of(parsed.lines, (framing, "patterns", language, number))
                    what, key = f"'{one}' stands twice", f"patterns.{language}"
                    faults.append(
                        Fault(what, "Leave one out.", line, framing, key, severity="warning")
                    )
        first = labels.setdefault(entry.label, framing)
        if first != framing:
            line = line_of(parsed.lines, (framing, "label"))
            what = f"'{entry.label}' is the label of '{first}' too"
            hint = "Figures would show two framings under one name."
            faults.append(Fault(what, hint, line, framing, "label", severity="warning"))
    return faults


def _plain(pattern: Pattern) -> str:
    """A pattern as written, blanks and capitals apart."""
    return " ".join(pattern.written.lower().split())


def _place(entry: Framing, language: str, written: str) -> tuple[str, str, str, int]:
    """Where a pattern stands in the file."""
    all_written = [pattern.written for pattern in entry.patterns[language]]
    return entry.framing, "patterns", language, all_written.index(written)
