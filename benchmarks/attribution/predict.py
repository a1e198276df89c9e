"""Who says what in a folder of .txt files or in JSON lines, as rows that the shared scorer reads.

    python benchmarks/attribution/predict.py DOCS... --out PRED.jsonl [--text FOLDER]
    python ../shared/eval/attribution/score.py --gold GOLD.jsonl --pred PRED.jsonl --text FOLDER

DOCS are .txt files, folders of them, or JSON lines (Kremlin pages: id, date, title, text). A row is
{doc, start, end, speaker_text, speaker, speaker_spans, kind, voice, role, organization,
on_behalf_of, embedded_source, rule, confidence}; narration has none. Offsets are those of the
original text, whatever cleaning takes out. `speaker_spans` is where the text names the speaker
("he", "the minister"), if it does. `--text` also writes the texts of JSON lines as files, which is
what the scorer reads. `--whole` keeps every character: no cleaning.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from offsets import original_offsets

from topoi.documents import read_kremlin, read_sources
from topoi.voices.attribution import attribute, speaker_phrases

KEPT = ("kind", "voice", "role", "organization", "on_behalf_of", "embedded_source", "rule")


def predictions(path: Path, *, clean: bool = True) -> Iterator[tuple[str, str, list[dict]]]:
    """(document, original text, rows) of every document under `path`."""
    lines = path.suffix == ".jsonl"
    reading = read_kremlin(path) if lines else read_sources(path, clean=clean)
    raw = _raw_texts(path) if lines else {}
    passages = attribute(reading.documents)
    for document in reading.documents.itertuples(index=False):
        root = path if path.is_dir() else path.parent
        text = raw.get(document.document) or (root / document.source).read_bytes().decode("utf-8")
        removed = reading.removed[reading.removed.document == document.document]
        deck = len(document.text) - len(text) if lines and document.text.endswith(text) else 0
        place = original_offsets(document.text[deck:], removed, text)
        place = [0] * deck + place  # the sentence below a headline is in a field of its own
        phrases = speaker_phrases(document)
        own = passages[(passages.document == document.document) & (passages.voice != "narration")]
        own = own[own.start >= deck]
        yield document.document, text, [_row(p, place, phrases, text) for p in own.itertuples()]


def _raw_texts(path: Path) -> dict[str, str]:
    pages = map(json.loads, path.read_text("utf-8").splitlines())
    return {str(page["id"]): page["text"] for page in pages}


def _row(
    passage: Any, place: list[int], phrases: dict[str, tuple[int, int]], text: str
) -> dict[str, Any]:
    words = re.sub(r"\n[\W_]*$", "", passage.text)  # a line without a word is nobody's
    start, last = place[passage.start], place[passage.start + len(words) - 1]
    row = {"doc": passage.document, "start": start, "end": last + 1}
    row |= {key: _plain(getattr(passage, key)) for key in KEPT}
    row["speaker"] = _plain(passage.speaker)
    row["speaker_text"] = row["speaker"] or ""
    row["confidence"] = float(passage.confidence)
    phrase = phrases.get(passage.passage)
    if phrase and row["speaker"]:
        row["speaker_spans"] = [[place[phrase[0]], place[phrase[1] - 1] + 1]]
    return row


def _plain(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)


def main() -> None:
    """Predict, and write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("docs", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--text", type=Path, help="folder to write the original texts into")
    parser.add_argument("--whole", action="store_true", help="no cleaning")
    options = parser.parse_args()
    count = documents = 0
    with options.out.open("w", encoding="utf-8") as out:
        for path in options.docs:
            for document, text, rows in predictions(path, clean=not options.whole):
                documents += 1
                count += len(rows)
                out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
                if options.text:
                    options.text.mkdir(parents=True, exist_ok=True)
                    (options.text / f"{document}.txt").write_bytes(text.encode("utf-8"))
    print(f"{count} rows of {documents} documents in {options.out}", file=sys.stderr)


if __name__ == "__main__":
    main()
