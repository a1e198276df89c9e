"""Score attribution on 26 Kremlin pages that were annotated by hand and not used for building.

    python benchmarks/attribution/kremlin_gold.py [--shared ../shared] [--errors 20]

`gold/kremlin.jsonl` holds offsets, labels and names, no text: passages that somebody says, by an
annotator who saw neither the rules nor what they give. Rows marked `optional` (headlines, thanks,
sentences that go on without a cue) are neither asked for nor held against anybody.
`gold/kremlin_pages.csv` lists the pages, with pages on which nobody says anything: `stratum` A is a
random sample of the transcripts, B of the rest, C of read-outs with at least two verbs of saying;
`until` is where annotation of a long page ends. The scorer beside the raw files does the counting.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from predict import predictions

ROOT = Path(__file__).resolve().parents[2]
GOLD = Path(__file__).parent / "gold"
PAGES = "corpora/kremlin/kremlin_press_2021-10_2022-06.jsonl"


def gold_rows() -> list[dict[str, Any]]:
    """The annotated passages."""
    return [json.loads(line) for line in (GOLD / "kremlin.jsonl").read_text("utf-8").splitlines()]


def pages() -> dict[str, int]:
    """The annotated pages, and the character at which annotation ends."""
    with (GOLD / "kremlin_pages.csv").open(encoding="utf-8", newline="") as stream:
        return {row["page"]: int(row["until"] or sys.maxsize) for row in csv.DictReader(stream)}


def counted(row: dict[str, Any], until: int, optional: list[tuple[int, int]]) -> bool:
    """Whether a predicted passage is held against the gold: not if half of it is optional."""
    half = 0.5 * (row["end"] - row["start"])
    shared = [min(b, row["end"]) - max(a, row["start"]) for a, b in optional]
    return row["start"] < until and all(overlap < half for overlap in shared)


def main() -> None:
    """Predict, leave out what is optional, and score."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    asked, rows = pages(), gold_rows()
    optional: dict[str, list[tuple[int, int]]] = {page: [] for page in asked}
    for row in rows:
        if row.get("optional"):
            optional[row["doc"]].append((row["start"], row["end"]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = (options.shared / PAGES).read_text("utf-8").splitlines(keepends=True)
        wanted = [line for line in lines if str(json.loads(line)["id"]) in asked]
        (folder / "pages.jsonl").write_text("".join(wanted), "utf-8")
        kept = []
        for page, text, found in predictions(folder / "pages.jsonl"):
            (folder / f"{page}.txt").write_text(text, "utf-8")
            kept += [row for row in found if counted(row, asked[page], optional[page])]
        required = [row for row in rows if not row.get("optional")]
        for file, content in (("gold.jsonl", required), ("pred.jsonl", kept)):
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in content)
            (folder / file).write_text(text, "utf-8")
        (folder / "docs.txt").write_text("".join(f"{page}\n" for page in asked), "utf-8")
        score = options.shared / "eval" / "attribution" / "score.py"
        files = ["--gold", folder / "gold.jsonl", "--pred", folder / "pred.jsonl", "--text", folder]
        more = ["--docs", folder / "docs.txt", "--boot", 500, "--errors", options.errors]
        command = [sys.executable, score, *files, *more]
        subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main()
