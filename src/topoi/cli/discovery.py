"""topoi discover: phrases of a user's own documents that may be framings nobody listed."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from .reading import add_sources, attributed, columns_of, first_prints, is_bundle
from .show import command, print_table

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = [
    "rank",
    "phrase",
    "found_by",
    "group",
    "trend",
    "q",
    "n",
    "units",
    "first_year",
    "said_by",
]


def add_commands(commands: Any) -> None:
    """Add topoi discover."""
    parser = command(
        commands,
        "discover",
        _discover,
        "find recurring phrases that no known framing explains and that are not spread by chance",
        epilog="examples:\n"
        "  topoi discover statements/ --by organization --over year\n"
        "  topoi discover statements/ --known framings.toml --toml candidates.toml\n"
        "Reprints are left out. What is tested, and what is left out and why, is said by\n"
        "topoi.find_candidates.",
    )
    add_sources(parser, lexicon=("--known", "--lexicon"))
    parser.add_argument(
        "--by",
        choices=["speaker", "organization"],
        default="speaker",
        help="organization: groups of speakers are compared too (default: speakers only)",
    )
    parser.add_argument(
        "--over", choices=["year", "half"], help="also look for what rises or falls over time"
    )
    parser.add_argument("--min-documents", type=int, default=4, help="default: 4")
    parser.add_argument("--seed", type=int, default=1, help="of the shuffles (default: 1)")
    parser.add_argument("--top", type=int, default=30, help="how many are shown (default: 30)")
    parser.add_argument("--csv", metavar="FILE", help="write all, also what was left out, as CSV")
    parser.add_argument("--toml", metavar="FILE", help="write them as entries of a lexicon")


def _discover(options: argparse.Namespace) -> None:
    from ..documents import read_sources
    from ..errors import DataError
    from ..framings import as_toml, count_phrases, find_candidates, find_framings
    from ..measures import join_documents

    if is_bundle(options.path):
        raise DataError(
            f"{options.path}: a bundle. Give the documents that it was made from, or ask for "
            "[candidates] in a study of the bundle."
        )
    reading = read_sources(options.path, columns=columns_of(options.columns), clean=not options.raw)
    documents = first_prints(reading.documents)
    passages = attributed(documents, options)
    mentions = find_framings(passages, options.lexicon)
    phrases = count_phrases(passages, mentions, min_documents=options.min_documents, min_units=3)
    spoken = join_documents(passages.drop(columns="text"), documents)
    spoken, over = _with_periods(spoken[spoken["voice"] != "narration"], options.over)
    belongs = _groups(spoken) if options.by == "organization" else None
    _say_what_is_tested(spoken, phrases, belongs, over)
    found = find_candidates(
        phrases, spoken, mentions, belongs=belongs, over=over, random_state=options.seed
    )
    _give(found, options)
    if options.toml and found["rank"].isna().all():
        print(f"{options.toml}: not written, there are no candidates", file=sys.stderr)
    elif options.toml:
        from ..files import write_text

        write_text(options.toml, as_toml(found))
        print(f"{options.toml}: fill in what is marked TODO", file=sys.stderr)


def _with_periods(passages: pd.DataFrame, over: str | None) -> tuple[pd.DataFrame, str | None]:
    """Passages with the column of periods: years, or the halves of all that is dated."""
    if over is None:
        return passages, None
    years = passages["year"]
    if years.nunique() < 2:
        print("time: not tested, fewer than two years are known", file=sys.stderr)
        return passages, None
    if over == "year":
        return passages.assign(period=years.astype("str").mask(years.isna())), "period"
    first, last = int(years.min()), int(years.max())
    middle = max(first + 1, int(years.dropna().median()))
    late = (years >= middle).map({True: f"{middle}–{last}", False: f"{first}–{middle - 1}"})
    return passages.assign(period=late.astype("str").mask(years.isna())), "period"


def _groups(passages: pd.DataFrame) -> pd.DataFrame | None:
    """Speakers by the organization they most often speak for; those of two speakers or more."""
    said = passages.dropna(subset=["speaker", "organization"])
    most = said.groupby("speaker")["organization"].agg(lambda names: names.mode().iloc[0])
    table = most.rename_axis("member").reset_index()
    sizes = table["organization"].map(table["organization"].value_counts())
    return table[sizes >= 2] if (sizes >= 2).any() else None


def _say_what_is_tested(
    passages: pd.DataFrame, phrases: pd.DataFrame, belongs: pd.DataFrame | None, over: str | None
) -> None:
    speakers = passages["speaker"].nunique()
    speeches = len(passages.dropna(subset=["speaker"])[["speaker", "document"]].drop_duplicates())
    known = phrases["phrase"].nunique()
    print(f"{known} recurring phrases, {speeches} speeches, {speakers} speakers", file=sys.stderr)
    if speakers < 10:
        print(
            f"few speakers: with {speakers} only phrases come out that some of them say again and "
            "again and the others never; none coming out says little",
            file=sys.stderr,
        )
    groups = 0 if belongs is None else belongs["organization"].nunique()
    print(f"tested: speakers; {groups} groups; time: {'yes' if over else 'no'}", file=sys.stderr)


def _give(found: pd.DataFrame, options: argparse.Namespace) -> None:
    """Write the table where it is wanted, and show the best."""
    from ..files import write_bytes

    if options.csv:
        write_bytes(options.csv, found.to_csv(index=False).encode("utf-8"))
    best = found[found["rank"].notna()]
    if best.empty:
        print("no candidates")
    else:
        print_table(best.head(options.top), _SHOWN)
    for reason, number in found["left_out"].value_counts().sort_index().items():
        print(f"left out as {reason}: {number}", file=sys.stderr)
