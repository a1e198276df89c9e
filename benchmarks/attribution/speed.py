"""How fast `attribute` reads speeches, transcripts and prose, and how much memory it takes.

    python benchmarks/attribution/speed.py [--shared ../shared] [--megabytes 2]

Speed is in millions of characters and of bytes (UTF-8: two for a Russian letter), seconds are those
of the processor, one core; reading files is not timed. Speeches are those of the General Debate,
transcripts the pages of the Kremlin that have turns (both from --shared; left out without it), prose
the news among the specimens, one after the other until there is enough of it: words come again, so
what is remembered of them helps more than it would in a corpus. "One document" is one text of all
paragraphs of news on the Kremlin's pages, cut at once, twice and four times a length: it should
take once, twice and four times as long.
The peak is of the whole process so far.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from topoi.documents import read_documents, read_general_debate, read_kremlin, specimens
from topoi.voices import attribute

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = "01 02 03 05 09 12 13".split()
RUSSIAN = ["10"]
YEARS = (2000, 2004)


def repeated(documents: pd.DataFrame, numbers: list[str], size: int) -> pd.DataFrame:
    """The specimens of these numbers, over and over, under names of their own."""
    chosen = documents[documents["document"].str[:2].isin(numbers)]
    times = size // int(chosen["text"].str.len().sum()) + 1
    table = pd.concat([chosen] * times, ignore_index=True)
    table["document"] = [f"{name}-{i}" for i, name in enumerate(table["document"])]
    return table


def up_to(documents: pd.DataFrame, size: int) -> pd.DataFrame:
    """The first documents, until there is enough text."""
    return documents[documents["text"].str.len().cumsum() <= size].reset_index(drop=True)


def one_document(pages: pd.DataFrame, size: int) -> pd.DataFrame:
    """One document of the paragraphs of prose of all pages, up to a length; none comes twice."""
    lines = pages["text"].str.split("\n").explode()
    prose = lines[(lines.str.len() > 80) & ~lines.str.contains(":", regex=False)].drop_duplicates()
    row = pages.head(1).assign(title=None, genre=None, text="\n".join(prose)[:size])
    return row.reset_index(drop=True)


def kinds(shared: Path, size: int) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each kind of document with a table of them."""
    corpora = shared / "corpora"
    if corpora.is_dir():
        archive = corpora / "ungdc" / "ungdc_1946-2024_TXT.tar.gz"
        sheet = archive.with_name("Speakers_by_session.xlsx")
        debate = read_general_debate(archive, speakers=sheet, years=YEARS).documents
        yield "speeches", up_to(debate, size)
        pages = read_kremlin(next((corpora / "kremlin").glob("*.jsonl"))).documents
        turns = pages["text"].str.contains("Vladimir Putin: ", regex=False)
        yield "transcripts", up_to(pages[turns], size)
        for times in (1, 2, 4):
            yield f"one document x{times}", one_document(pages[~turns], times * size // 24)
    own = read_documents(specimens())
    yield "English prose", repeated(own, ENGLISH, size // 4)
    yield "Russian prose", repeated(own, RUSSIAN, size // 4)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--megabytes", type=float, default=2.0)
    options = parser.parse_args()
    attribute(read_documents(specimens()))  # what is loaded once is not timed
    for kind, documents in kinds(options.shared, int(options.megabytes * 1e6)):
        began = time.process_time()
        attribute(documents)
        seconds = time.process_time() - began
        size = documents["text"].str.len().sum() / 1e6
        weight = documents["text"].str.encode("utf-8").str.len().sum() / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        speed = f"{size / seconds:5.2f} M characters/s  {weight / seconds:5.2f} MB/s"
        print(f"{kind:15} {size:5.2f} M characters  {speed}  peak {peak:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
