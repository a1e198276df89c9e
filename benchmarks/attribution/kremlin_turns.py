"""How far the turns of Kremlin pages agree with decisions that were made by hand.

    python benchmarks/attribution/kremlin_turns.py [--pages ../shared/corpora/kremlin/....jsonl]

`kremlin_turns.csv` holds 200 turns, drawn at random (seed 20240601) from those that topoi found on
213 pages that nobody had looked at; each was read with what stands around it. A row has the offsets
in the text that `read_kremlin` gives, the speaker that topoi gave, and whether boundaries and
speaker were right on the day of the draw; where they were not, `end_right` and `note` say how it
ought to be. Printed are the share that was right then, with Wilson's 95 % interval, and the share
that today's output gives as it ought to be. The second is no fresh measurement: what was found
wrong has been mended since.

It says nothing of turns that topoi does not find, but for those that a turn before them swallows.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
from scipy.stats import binomtest

from topoi.documents import read_kremlin
from topoi.voices import attribute

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT.parent / "shared" / "corpora" / "kremlin" / "kremlin_press_2021-10_2022-06.jsonl"
DECISIONS = Path(__file__).with_suffix(".csv")


Turn = tuple[str, int, str]  # document, start, speaker


def turns_today(pages: Path, wanted: set[str]) -> tuple[dict[Turn, int], dict[str, str]]:
    """Where each turn on the `wanted` pages ends, and the texts of these pages."""
    documents = read_kremlin(pages).documents
    documents = documents[documents["document"].isin(wanted)].reset_index(drop=True)
    speech = attribute(documents).query("voice == 'speech'")
    columns = (speech[c] for c in ("document", "start", "end", "speaker"))
    ends = {(d, s, "" if pd.isna(w) else w): e for d, s, e, w in zip(*columns, strict=True)}
    return ends, dict(zip(documents["document"], documents["text"], strict=True))


def same_end(text: str, a: int, b: int | None) -> bool:
    """Whether nothing but marks ("<…>") stands between two ends."""
    return b is not None and not any(c.isalnum() for c in text[min(a, b) : max(a, b)])


def share(right: int, of: int) -> str:
    """A share with Wilson's interval."""
    interval = binomtest(right, of).proportion_ci(method="wilson")
    return f"{right} of {of} = {right / of:.3f} (95 % {interval.low:.3f} to {interval.high:.3f})"


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pages", type=Path, default=PAGES)
    pages = parser.parse_args().pages
    rows = pd.read_csv(DECISIONS, dtype={"document": str}, keep_default_na=False)
    ends, texts = turns_today(pages, set(rows["document"]))
    print("right when drawn:", share(int((rows["right"] == "yes").sum()), len(rows)))
    kept = [
        same_end(texts[r.document], r.end_right, ends.get((r.document, r.start, r.speaker)))
        for r in rows.itertuples()
    ]
    print("as they ought to be, today:", share(sum(kept), len(rows)))
    for row in rows[[not k for k in kept]].itertuples():
        print(f"  differs: {row.document} {row.start}-{row.end_right} {row.speaker}")


if __name__ == "__main__":
    main()
