"""topoi audit: a sample to check by hand, and what the check says."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .reading import add_sources, attributed, columns_of, is_bundle
from .show import command, print_table

if TYPE_CHECKING:
    import pandas as pd

    from ..audit import Sheet

SHEETS = ("voices", "framings", "stances")
TOPIC_SHEETS = ("word_intrusion", "topic_intrusion")
_CELLS = re.compile(r"Expected (\d+) fields in line (\d+), saw (\d+)")  # as pandas says it


def add_commands(commands: Any) -> None:
    """Add topoi audit draw, score and correct."""
    audit = commands.add_parser(
        "audit",
        help="check attribution and lexicon by hand: draw a blinded sample, score what was coded",
        description="Check attribution and lexicon by hand.",
        epilog="example:\n  topoi audit draw statements/ --folder check\n"
        "  (fill in check/voices.csv, check/framings.csv, check/stances.csv)\n"
        "  topoi audit score check --corrections corrections.csv\n"
        "  topoi audit correct check statements/ --by speaker\n"
        "  topoi read statements/ --corrections corrections.csv\n"
        "  topoi audit topics speeches/ --folder check-topics --n-topics 20",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    steps = audit.add_subparsers(title="steps", metavar="STEP", required=True)
    draw = command(
        steps, "draw", _draw, "draw a blinded sample of passages, sentences and mentions"
    )
    add_sources(draw)
    draw.add_argument("--folder", required=True, help="folder to write; it must not exist yet")
    draw.add_argument("--size", type=int, default=200, help="items on each sheet (default: 200)")
    draw.add_argument("--seed", type=int, default=1, help="seed of the draw (default: 1)")
    topics = command(
        steps,
        "topics",
        _topics,
        "fit topics and draw intruders among their words, and among topics",
    )
    add_sources(topics, "; or a bundle (words only)")
    topics.add_argument("--folder", required=True, help="folder to write; it must not exist yet")
    topics.add_argument("--n-topics", type=int, required=True, help="number of topics")
    topics.add_argument(
        "--runs", type=int, default=10, help="runs, whose consensus is taken (default: 10)"
    )
    topics.add_argument(
        "--each", type=int, default=2, help="items of each topic in word_intrusion.csv (default: 2)"
    )
    topics.add_argument(
        "--size", type=int, default=50, help="sections in topic_intrusion.csv (default: 50)"
    )
    topics.add_argument(
        "--min-sections",
        type=int,
        default=20,
        help="leave out words in fewer sections of the documents (default: 20)",
    )
    topics.add_argument("--seed", type=int, default=1, help="seed of runs and draw (default: 1)")
    score = command(steps, "score", _score, "report precision and recall from coded sheets")
    score.add_argument("folder", help="the folder that topoi audit draw, or topics, wrote")
    score.add_argument("--csv", metavar="FILE", help="write the result as CSV")
    score.add_argument(
        "--corrections",
        metavar="FILE",
        help="write what the coder sees otherwise as corrections, for topoi read --corrections",
    )
    correct = command(
        steps, "correct", _correct, "report rates of framings, corrected by the coded sheets"
    )
    correct.add_argument("folder", help="the folder that topoi audit draw wrote, coded")
    add_sources(correct)
    correct.add_argument(
        "--by", metavar="COLUMN", help="in groups: speaker, outlet, year ...; default: together"
    )
    correct.add_argument(
        "--unit",
        default="document",
        metavar="COLUMN",
        help="what is sampled as a whole (default: document)",
    )
    correct.add_argument(
        "--use",
        action="append",
        metavar="USE",
        help="count only mentions of this use, corrected by stances.csv; may be given again",
    )
    correct.add_argument(
        "--seed", type=int, default=1, help="of the test whether errors differ (default: 1)"
    )
    correct.add_argument("--csv", metavar="FILE", help="write the result as CSV, with all columns")


_HOW = """\
Three sheets to fill in, without looking at key/ (it says what topoi found).

voices.csv      who says the words in the column `passage`, and how they are given
  voice         speech      a speech, or a turn in an interview or a transcript
                quotation   words between quotation marks, or set off as somebody's own words
                reported    what somebody is said to say, in the words of the page
                narration   nobody is said to say it: the page itself speaks
                If a passage is mixed, go by most of its words. Leave empty what you skip.
  speaker       a name as the document gives it (a person, else the body that speaks);
                "unknown" if the document does not say; empty for narration
framings.csv    which framings occur in the column `sentence`
  framings      their names, a semicolon between them, or "none"; leave empty what you skip
stances.csv     how a framing is used: the column `words`, in the text before and after
  use           own         the speaker's own words, about the world or about what should be
                reported    passed on as somebody else's: quoted, reported, or mocked ("so-called")
                ascribed    pinned by the speaker on somebody who is accused of it
                negated     the speaker says that it is not so (to reject it is own, and oppose)
                name        part of a name or title
  attitude      endorse     the thing is good, wanted, a principle to be kept
                oppose      it is bad, rejected, to be fought, or a fault of an adversary
                neutral     it is only mentioned
                Empty, or "unknown": not to be told from the text.

Then: topoi audit score {folder}

Framings
{framings}
"""


def _read(options: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Documents, passages and mentions of what the options name."""
    from ..documents import read_documents
    from ..framings import find_framings

    documents = read_documents(
        options.path, columns=columns_of(options.columns), clean=not options.raw
    )
    passages = attributed(documents, options)
    return documents, passages, find_framings(passages, options.lexicon)


def _draw(options: argparse.Namespace) -> None:
    from ..audit import draw_framings, draw_stances, draw_voices
    from ..files import write_text
    from ..framings import read_lexicon

    folder = _new(options.folder)
    lexicon = read_lexicon(options.lexicon)
    documents, passages, mentions = _read(options)
    drawn = {"size": options.size, "random_state": options.seed}
    sheets = {
        "voices": draw_voices(documents, passages, **drawn),
        "framings": draw_framings(documents, passages, mentions, **drawn),
    }
    if len(mentions):
        sheets["stances"] = draw_stances(documents, passages, mentions, **drawn)
    _write(folder, sheets)
    listed = "\n".join(f"  {name:<24} {f.gloss}" for name, f in lexicon.items())
    write_text(folder / "README.txt", _HOW.format(folder=folder, framings=listed))


def _new(name: str) -> Path:
    from ..errors import SourceError

    folder = Path(name)
    if folder.exists():
        raise SourceError(
            f"{folder}: is there already, and may hold coded sheets. Name a new folder.",
            path=str(folder),
        )
    return folder


def _write(folder: Path, sheets: Mapping[str, Sheet]) -> None:
    from ..files import write_bytes

    for name, (sheet, key) in sheets.items():
        write_bytes(folder / f"{name}.csv", _as_csv(sheet))
        write_bytes(folder / "key" / f"{name}.csv", _as_csv(key))
    counts = ", ".join(f"{len(s.sheet)} items in {folder}/{n}.csv" for n, s in sheets.items())
    print(f"{counts}: fill them in as {folder}/README.txt says", file=sys.stderr)


_HOW_TOPICS = """\
Sheets to fill in, without looking at key/ (it says which the intruders are).

{sheets}
Guess if you must; leave empty what you skip. Sheets of several people go into one file, one below the
other, with a column `coder`.

Then: topoi audit score {folder}
"""


_HOW_TOPIC_SHEET = {
    "word_intrusion": """\
word_intrusion.csv    five words lead one topic of a model, and one comes from another topic
  intruder            the word that does not belong, or its number
""",
    "topic_intrusion": """\
topic_intrusion.csv   a piece of text, and topics as lists of words: all but one are found in it
  intruder            the letter of the topic that has nothing to do with the text
""",
}


def _topics(options: argparse.Namespace) -> None:
    from .. import topics
    from ..audit import draw_topic_intrusion, draw_word_intrusion
    from ..files import write_text

    folder = _new(options.folder)
    counts, passages = _counted(options)
    words = topics.prepare_topics(counts, min_sections=options.min_sections)
    seeds = range(options.seed, options.seed + options.runs)
    runs = topics.fit_runs(words, n_topics=options.n_topics, seeds=seeds)
    model, seed = topics.consensus_topics(runs, words), options.seed
    sheets = {"word_intrusion": draw_word_intrusion(model, each=options.each, random_state=seed)}
    if "text" in passages:
        sheets["topic_intrusion"] = draw_topic_intrusion(
            model, words, passages, size=options.size, random_state=seed
        )
    how = "".join(_HOW_TOPIC_SHEET[name] for name in sheets)
    _write(folder, sheets)
    write_text(folder / "README.txt", _HOW_TOPICS.format(folder=folder, sheets=how))


def _counted(options: argparse.Namespace) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts and passages of a bundle, or of documents."""
    from ..words import count_terms

    if is_bundle(options.path):
        from ..study import read_bundle

        bundle = read_bundle(options.path)
        return bundle.counts, bundle.passages
    _, passages, mentions = _read(options)
    return count_terms(passages, mentions), passages


def _score(options: argparse.Namespace) -> None:
    import pandas as pd

    from .. import audit
    from ..errors import DataError
    from ..files import write_bytes

    folder = Path(options.folder)
    there = _there(folder)
    sheets = {name: _sheet(folder / f"{name}.csv") for name in there}
    keys = {name: _sheet(folder / "key" / f"{name}.csv") for name in there}
    scored, uncoded = [], []
    for name in there:
        try:
            score = getattr(audit, f"score_{name}")
            scored.append(score(sheets[name], keys[name]).assign(sheet=name))
        except DataError as error:
            if "no item is coded" not in str(error):
                where = str(error).replace("sheet:", f"{folder}/{name}.csv:", 1)
                raise DataError(where, **error.values) from error
            uncoded.append(name)
    if not scored:
        raise DataError(f"{folder}: no item is coded in any of the sheets. Fill them in.")
    for name in uncoded:
        print(f"{folder}/{name}.csv: no item is coded, left out", file=sys.stderr)
    table = pd.concat(scored, ignore_index=True)
    if options.csv:
        write_bytes(options.csv, table.to_csv(index=False).encode("utf-8"))
    shown = table.assign(**{c: table[c].round(3) for c in ("estimate", "low", "high")})
    print_table(shown, ["sheet", "by", "group", "measure", "items", "estimate", "low", "high"])
    if options.corrections and "voices" in there and "voices" not in uncoded:
        corrections = audit.corrections_from(sheets["voices"], keys["voices"])
        write_bytes(options.corrections, corrections.to_csv(index=False).encode("utf-8"))
        print(f"{options.corrections}: {len(corrections)} corrections", file=sys.stderr)
    elif options.corrections:
        print(
            f"{options.corrections}: not written, since corrections come from {folder}/voices.csv",
            file=sys.stderr,
        )


def _there(folder: Path) -> list[str]:
    """The sheets of a folder; those of voices and framings are missed unless topics are there."""
    found = [n for n in (*SHEETS, *TOPIC_SHEETS) if (folder / f"{n}.csv").is_file()]
    missed = () if set(found) & set(TOPIC_SHEETS) else ("voices", "framings")
    return [n for n in (*SHEETS, *TOPIC_SHEETS) if n in found or n in missed]


def _correct(options: argparse.Namespace) -> None:
    from ..audit import labels_from
    from ..errors import DataError
    from ..files import write_bytes
    from ..measures import correct_rates, join_documents

    folder, name = Path(options.folder), "stances" if options.use else "framings"
    sheets = _sheet(folder / f"{name}.csv"), _sheet(folder / "key" / f"{name}.csv")
    try:
        labels = labels_from(*sheets, uses=options.use)
    except DataError as error:
        where = str(error).replace("sheet:", f"{folder}/{name}.csv:", 1)
        raise DataError(where, **error.values) from error
    documents, passages, mentions = _read(options)
    passages = join_documents(passages, documents).assign(corpus="all")
    if options.use:
        mentions = mentions[mentions["use"].isin(options.use)]
    by, unit, seed = options.by or "corpus", options.unit, options.seed
    table = correct_rates(mentions, passages, labels, by=by, unit=unit, random_state=seed)
    if options.csv:
        write_bytes(options.csv, table.to_csv(index=False).encode("utf-8"))
    table = table[table["mentions"] > 0]
    shown = table.assign(**{c: table[c].round(2) for c in table.columns[table.dtypes == "float64"]})
    columns = "framing group mentions rate corrected low high hits precision recall rule"
    print_table(shown, columns.split())


def _as_csv(table: pd.DataFrame) -> bytes:
    """CSV with a byte-order mark, by which spreadsheets know that it is UTF-8."""
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _sheet(path: Path) -> pd.DataFrame:
    """A sheet as a spreadsheet may have saved it: with commas, semicolons or tabs."""
    import pandas as pd

    from ..errors import SourceError

    separator = ","
    try:
        head = path.read_text("utf-8-sig").partition("\n")[0]
        separator = max(",;\t", key=head.count)
        words = dict.fromkeys("voice speaker framings use attitude intruder note".split(), "str")
        # An intruder may be "null" or "nan", which pandas takes for empty cells.
        only_empty = {"keep_default_na": "intruder" not in head, "na_values": [""]}
        table = pd.read_csv(path, sep=separator, encoding="utf-8-sig", dtype=words, **only_empty)
        if not isinstance(table.index, pd.RangeIndex):  # pandas takes a cell too many for a name
            raise ValueError("line 2 has more cells than line 1")
    except FileNotFoundError as error:
        raise SourceError(
            f"{path}: no such file. Name the folder that topoi audit draw wrote.", path=str(path)
        ) from error
    except (OSError, ValueError) as error:
        used = {",": "commas", ";": "semicolons", "\t": "tabs"}[separator]
        what = " ".join(str(error).split())
        if cells := _CELLS.search(what):
            what = (
                f"line {cells[2]} has {cells[3]} cells, not {cells[1]}, if {used} are between them: "
                "a cell with one in it goes in quotation marks"
            )
        raise SourceError(
            f"{path}: not a sheet that can be read ({what}). Save it as CSV in UTF-8, in the folder "
            "that topoi audit draw wrote.",
            path=str(path),
        ) from error
    return table
