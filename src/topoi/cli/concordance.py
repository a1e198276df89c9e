"""topoi concordance: mentions in their place, in the terminal, as CSV or as a page."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import DataError, LexiconError
from ..files import write_bytes, write_text
from .reading import add_sources, attributed, columns_of, is_bundle
from .show import command

if TYPE_CHECKING:
    import pandas as pd

ALL = "all"
CONTEXT = {"csv": 60, "html": 110}  # characters on each side, unless --width says otherwise
_NAMES = ("speaker", "organization")
_CHOICES = ("voice", "use", "attitude", "language")
UNDECIDED = "undecided"


def add_commands(commands: Any) -> None:
    """Add topoi concordance."""
    parser = command(
        commands,
        "concordance",
        _concordance,
        "read the mentions of framings, or of a pattern, with the words on either side",
        epilog="examples:\n"
        "  topoi concordance hybrid_war statements/\n"
        '  topoi concordance "hybrid <1> war*" statements/ --sort right\n'
        "  topoi concordance all statements/ --by speaker --from 2022 --html lines.html\n"
        "  topoi concordance multipolarity cis-csto-statements   (a bundle: places, no words)\n\n"
        "R behind a date: in a document that reprints another (duplicate_of in the CSV). Such lines are\n"
        "shown and counted, and it is said how many they are.",
    )
    parser.add_argument(
        "what",
        help="a framing of the lexicon, several with commas, or all; anything else is a pattern in "
        "the lexicon's language",
    )
    add_sources(parser, "; or a bundle: a folder, or the name of one that ships with topoi")
    parser.add_argument(
        "--documents", metavar="PATH", help="beside a bundle: the files that it was made from"
    )
    for name in _NAMES:
        parser.add_argument(f"--{name}", help=f"only {name}s of this name, or with these words")
    for name in _CHOICES:
        parser.add_argument(f"--{name}", help=f"only this {name}, or several with commas")
    parser.add_argument("--from", dest="first", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD")
    parser.add_argument("--to", dest="last", metavar="DATE", help="the same; that day is included")
    parser.add_argument("--by", metavar="COLUMN", help="in groups: speaker, framing, year ...")
    parser.add_argument(
        "--sort",
        choices=["left", "right", "date", "speaker"],
        help="by the words to the left or right, the nearest first; by date; by speaker",
    )
    parser.add_argument("--width", type=int, metavar="N", help="characters of context on a side")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N lines")
    parser.add_argument("--csv", metavar="FILE", help="write the lines as CSV, with all columns")
    parser.add_argument("--html", metavar="FILE", help="write a page to sort, filter and read in")


class Corpus(NamedTuple):
    """What there is to read: without texts in a bundle."""

    documents: pd.DataFrame
    passages: pd.DataFrame
    mentions: pd.DataFrame


def _concordance(options: argparse.Namespace) -> None:
    from ..framings import concordance, read_lexicon

    _check_numbers(options)
    lexicon = read_lexicon(options.lexicon)
    names = framings_asked(options.what, lexicon)
    corpus = _corpus(options, names)
    width = options.width or max(CONTEXT.values())
    whole = concordance(
        corpus.mentions, corpus.passages, corpus.documents, width=width, sort=options.sort
    )
    whole = whole.assign(duplicate_of=_first_prints(whole["document"], corpus.documents))
    lines, left_out = _filtered(whole, options)
    if options.by:
        lines = _in_groups(lines, options.by)
    shown = lines if options.limit is None else lines.head(options.limit)
    labels = {name: framing.label for name, framing in lexicon.items()}
    _give(shown, corpus, labels, options)
    written = options.csv or options.html
    notes = [_summary(lines, left_out, mark="" if written else " (R)")]
    if len(shown) < len(lines):
        notes.append(f"the first {len(shown):,} of {len(lines):,} lines")
    gap = "" if written or lines.empty else "\n"
    print(gap + "; ".join(notes), file=sys.stderr if written else sys.stdout)
    _say_what_is_missing(whole, lines, names, lexicon, options)


def framings_asked(what: str, lexicon: Any) -> list[str] | None:
    """The framings that an argument names; None if it is a pattern.

    A word with an underscore, or one beside the name of a framing, is meant as a name.
    """
    if what == ALL:
        return list(lexicon)
    names = [name.strip() for name in what.split(",")]
    if all(name in lexicon for name in names):
        return names
    for name in names:
        meant = re.fullmatch(r"\w*_\w*", name) or (
            re.fullmatch(r"\w+", name) and any(other in lexicon for other in names)
        )
        if name not in lexicon and meant:
            near = difflib.get_close_matches(name, lexicon, n=3, cutoff=0.5)
            hint = f"Near: {', '.join(near)}. " if near else ""
            raise LexiconError(
                f"no framing '{name}' in the lexicon. {hint}topoi lexicon list has them all. A "
                'pattern of words goes in quotation marks: "hybrid war*".',
                framing=name,
            )
    return None


def _check_numbers(options: argparse.Namespace) -> None:
    for name in ("width", "limit"):
        value = getattr(options, name)
        if value is not None and value < 1:
            raise DataError(f"--{name} should be 1 or more; got {value}.")
    first, last = _day(options.first), _day(options.last, last=True)
    if first is not None and last is not None and first > last:
        raise DataError(f"--from {options.first} is after --to {options.last}: no day is between.")


def _corpus(options: argparse.Namespace, names: list[str] | None) -> Corpus:
    """Documents, passages, and the mentions of the framings or of the pattern."""
    from ..documents import read_sources
    from ..framings import find_framings, find_pattern

    if is_bundle(options.path):
        return _from_bundle(options, names)
    if options.documents:
        raise DataError(f"--documents goes beside a bundle; {options.path} is none.")
    reading = read_sources(options.path, columns=columns_of(options.columns), clean=not options.raw)
    passages = attributed(reading.documents, options)
    if names is None:
        mentions = find_pattern(passages, options.what)
    else:
        mentions = find_framings(passages, options.lexicon, framings=names)
    if len(reading.problems):
        count = len(reading.problems)
        print(f"{count} problem(s) with the sources: topoi read --show problems", file=sys.stderr)
    return Corpus(reading.documents, passages, mentions)


def _from_bundle(options: argparse.Namespace, names: list[str] | None) -> Corpus:
    from ..framings import find_framings, find_pattern
    from ..study import add_texts, read_bundle
    from ..study.texts import read_originals

    bundle = read_bundle(options.path)
    if options.documents:
        bundle = add_texts(bundle, read_originals(options.path, options.documents))
        without = int(bundle.documents["text"].isna().sum())
        if without:
            print(
                f"{options.documents}: no text that agrees with the bundle for {without} of "
                f"{len(bundle.documents)} documents",
                file=sys.stderr,
            )
    texts = "text" in bundle.passages and bundle.passages["text"].notna().any()
    unsearched = _unsearched(names or [], bundle.manifest, options.lexicon)
    if unsearched and texts:
        mentions = find_framings(bundle.passages, options.lexicon, framings=names)
        return Corpus(bundle.documents, bundle.passages, mentions)
    if unsearched and options.what != ALL:
        raise DataError(
            f"{options.path}: the bundle was never searched for '{unsearched[0]}' as the lexicon has "
            "it, and has no texts in which to look. Say where they are: --documents PATH."
        )
    if unsearched:
        print(f"{options.path}: never searched for {', '.join(unsearched)}", file=sys.stderr)
    if names is not None:
        names = [name for name in names if name not in unsearched]
        mine = bundle.mentions[bundle.mentions["framing"].isin(names)]
        return Corpus(bundle.documents, bundle.passages, mine.reset_index(drop=True))
    if not texts:
        raise DataError(
            f"'{options.what}' is no framing of the lexicon, and a bundle has no texts in which to "
            "look for a pattern. Name a framing, or say where the texts are: --documents PATH."
        )
    mentions = find_pattern(bundle.passages, options.what)
    return Corpus(bundle.documents, bundle.passages, mentions)


def _first_prints(named: pd.Series, documents: pd.DataFrame) -> pd.Series:
    """Of each document named, the one that it reprints."""
    return named.map(documents.set_index("document")["duplicate_of"]).astype("str")


def _unsearched(names: list[str], manifest: dict[str, Any], lexicon: str | None) -> list[str]:
    """The framings that a bundle was not searched for, at all or as a lexicon of one's own has them.

    The lexicon of topoi is taken for that of the bundle, an older version of it perhaps.
    """
    from ..study.bundles import framing_digests

    searched = manifest["options"]["framings"]
    own = framing_digests(lexicon) if lexicon else searched
    return [name for name in names if name not in searched or searched[name] != own[name]]


def _filtered(
    table: pd.DataFrame, options: argparse.Namespace
) -> tuple[pd.DataFrame, dict[str, int]]:
    """The lines that are asked for, and how many were left out for which reason."""
    left_out = {}
    for name in (*_NAMES, *_CHOICES):
        asked = getattr(options, name)
        if asked is None or table.empty:
            continue
        keep = _named(table[name], asked) if name in _NAMES else _chosen(table[name], asked)
        left_out[f"of another {name}"] = int((~keep).sum())
        table = table[keep]
    if options.first or options.last:
        table, outside = _dated(table, options)
        left_out |= outside
    return table.reset_index(drop=True), {why: n for why, n in left_out.items() if n}


def _named(column: pd.Series, asked: str) -> pd.Series:
    """Which names hold all words that are asked for."""
    words = set(asked.lower().split())
    keep = column.map(lambda name: isinstance(name, str) and words <= set(name.lower().split()))
    if not keep.any():
        names = sorted(column.dropna().unique())
        near = difflib.get_close_matches(asked, names, n=3, cutoff=0.4) or names[:5]
        raise DataError(
            f"--{column.name}: '{asked}' is no {column.name} of these mentions. "
            f"Near: {', '.join(near) or 'none is known'}.",
        )
    return keep.astype("bool")


def _chosen(column: pd.Series, asked: str) -> pd.Series:
    from ..schemas import schema_of

    wanted = {value.strip() for value in asked.split(",")}
    allowed = schema_of("concordance").columns[str(column.name)].values
    known = {*(allowed or column.dropna().unique()), UNDECIDED}
    if not wanted <= known:
        raise DataError(
            f"--{column.name}: no '{min(wanted - known)}'. There is: {', '.join(sorted(known))}."
        )
    return column.fillna(UNDECIDED).isin(wanted)


def _dated(table: pd.DataFrame, options: argparse.Namespace) -> tuple[pd.DataFrame, dict[str, int]]:
    """The lines published in the time that is asked for: all days on which they may have been."""
    from ..framings.concordance import days

    when = days(table)
    inside = when["first"].notna()
    if options.first:
        inside &= when["first"] >= _day(options.first)
    if options.last:
        inside &= when["last"] <= _day(options.last, last=True)
    undated = int(when["first"].isna().sum())
    return table[inside], {
        "of another time": int((~inside).sum()) - undated,
        "without a date": undated,
    }


def _day(written: str | None, *, last: bool = False) -> pd.Timestamp | None:
    """The first day, or the last, of a year, a month or a day."""
    import pandas as pd

    if written is None:
        return None
    for pattern, unit in ((r"\d{4}", "Y"), (r"\d{4}-\d\d", "M"), (r"\d{4}-\d\d-\d\d", "D")):
        if re.fullmatch(pattern, written):
            try:
                period = pd.Period(written, unit)
            except ValueError:
                break
            return (period.end_time if last else period.start_time).normalize()
    raise DataError(f"'{written}' is no date. Write YYYY, YYYY-MM or YYYY-MM-DD.", date=written)


def _in_groups(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Lines group by group, the largest first."""
    from ..tables import need_columns
    from .kwic import group_names

    need_columns(table, [by], "concordance")
    names = group_names(table, by)
    size = names.map(names.value_counts())
    order = sorted(range(len(table)), key=lambda i: (-size.iloc[i], names.iloc[i]))
    return table.iloc[order].reset_index(drop=True)


def _give(
    lines: pd.DataFrame, corpus: Corpus, labels: dict[str, str], options: argparse.Namespace
) -> None:
    """Write the lines where they are wanted, else print them."""
    from .kwic import print_lines

    if options.csv:
        shown = _cut(lines, options.width or CONTEXT["csv"])
        write_bytes(options.csv, shown.to_csv(index=False, date_format="%Y-%m-%d").encode("utf-8"))
    if options.html:
        from ..pages import lines_page

        page = lines_page(lines, corpus.passages, labels=labels, title=_title(options.what, labels))
        write_text(options.html, page)
        print(f"{options.html}: {len(lines):,} lines; open it in a browser", file=sys.stderr)
    if options.csv:
        print(f"{options.csv}: {len(lines):,} lines", file=sys.stderr)
    if not (options.csv or options.html) and len(lines):
        print_lines(lines, by=options.by, width=options.width)


def _title(what: str, labels: dict[str, str]) -> str:
    """What was looked for, as a heading: framings by their labels, a pattern as it is written."""
    if what == ALL:
        return "all framings"
    names = [name.strip() for name in what.split(",")]
    return ", ".join(labels[name] for name in names) if set(names) <= set(labels) else what


def _cut(lines: pd.DataFrame, width: int) -> pd.DataFrame:
    return lines.assign(left=lines["left"].str[-width:], right=lines["right"].str[:width])


def _summary(lines: pd.DataFrame, left_out: dict[str, int], *, mark: str) -> str:
    """How many mentions there are and were left out; `mark`: how those in reprints are told."""
    from .kwic import counted, reprinted

    if lines.empty:
        text = "no mention"
    else:
        text = (
            f"{counted(len(lines), 'mention')} in {counted(lines['document'].nunique(), 'document')} "
            f"by {counted(lines['speaker'].nunique(), 'speaker')}"
        )
    nobody = int(lines["speaker"].isna().sum())
    text += f" ({nobody:,} without one)" if nobody else ""
    text += reprinted(lines, mark)
    reasons = [f"{n:,} {why}" for why, n in left_out.items()]
    return text + (f"; left out: {', '.join(reasons)}" if reasons else "")


def _say_what_is_missing(
    whole: pd.DataFrame,
    lines: pd.DataFrame,
    names: list[str] | None,
    lexicon: Any,
    options: argparse.Namespace,
) -> None:
    """On the error stream: that words are missing, or that a pattern may be meant as a name."""
    without = int(lines["match"].isna().sum())
    if without:
        how = "" if options.documents else "; --documents PATH reads them from the files"
        print(
            f"the texts of {without:,} mentions are not at hand: their wording is shown in small "
            f"letters, and the CSV has their places{how}",
            file=sys.stderr,
        )
    if names is None and whole.empty:
        near = difflib.get_close_matches(options.what, lexicon, n=3, cutoff=0.6)
        hint = f"; framings: {', '.join(near)}" if near else "; topoi lexicon list has the framings"
        print(f"'{options.what}' was taken for a pattern{hint}", file=sys.stderr)
