"""A large corpus from files to topics: time and peak memory of each step, a process each.

    python benchmarks/topics/scale.py [--folder build/topics] [--engine NAME] [--topics 100]
        [--threads 2] [--output benchmarks/topics/scale.csv]

The corpus is `FOLDER/counts` of corpora.py, all speeches from 1946 on, in passages of at least 20 tokens. Steps:

- `base` only imports what the others do;
- `prepare` reads the files bit by bit into memory, `prepare, mapped` into files that are mapped;
- `prepare, one table` reads them as one table first, as one would without;
- `prepare and fit` reads, then fits with the defaults of topoi.

`cpu` is processor time, of all threads and with what is imported. `memory` is the peak of the process in
megabytes, pages of mapped files among them as far as the system keeps them; `own` is without those pages. `--shards`
writes the counts again as many small files in another order and as one, and compares the bytes of what is
prepared from them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pandas as pd
from contestants import MINE

from topoi.tables import to_parquet
from topoi.topics import Vocabulary

LIMITS = {"section_tokens": 20, "min_sections": 50, "max_share": 0.4}
STEPS = ("base", "prepare", "prepare, mapped", "prepare, one table", "prepare and fit")


class Peak(threading.Thread):
    """Watches how much memory of its own the process has, which the system does not keep as a peak."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most = 0.0

    def run(self) -> None:
        """Look a hundred times a second."""
        while True:
            for line in Path("/proc/self/status").read_text().splitlines():
                if line.startswith("RssAnon"):
                    self.most = max(self.most, int(line.split()[1]) / 1024)
            time.sleep(0.01)


def digest(words: Vocabulary) -> str:
    """Hash of all that was prepared."""
    seen = hashlib.sha256(repr((words.terms, words.tokens_kept)).encode())
    seen.update(words.rows.to_csv().encode())
    for matrix in (words.X, words.windows):
        for part in (matrix.data, matrix.indices, matrix.indptr):
            seen.update(part)
    return seen.hexdigest()[:16]


def run_step(step: str, counts: Path, engine: str, n_topics: int, **options: int) -> None:
    """One step, which prints its row."""
    from topoi.topics import fit_topics, prepare_topics

    peak, start, row = Peak(), time.perf_counter(), {"step": step}
    peak.start()
    time.sleep(0.1)  # for the first look at its memory
    if step != "base":
        with tempfile.TemporaryDirectory() as scratch:
            if step == "prepare, one table":
                files = [pd.read_parquet(file) for file in sorted(counts.glob("*.parquet"))]
                words = prepare_topics(pd.concat(files, ignore_index=True), **LIMITS)
            else:
                place = scratch if step == "prepare, mapped" else None
                words = prepare_topics(counts, **LIMITS, scratch=place)
            row |= {"rows": len(words.rows), "terms": len(words.terms), "digest": digest(words)}
            row["tokens"] = int(words.X.sum())
        if step == "prepare and fit":
            fit_topics(words, n_topics=n_topics, engine=engine, random_state=1, **options)
    row["seconds"] = round(time.perf_counter() - start, 1)
    row["cpu"] = round(time.process_time(), 1)
    row["memory"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    row["own"] = round(peak.most)
    print(json.dumps(row))


def compare_shards(counts: Path) -> None:
    """The same bytes from the files as they are, from small ones in another order, and from one."""
    from topoi.topics import prepare_topics

    whole = pd.concat([pd.read_parquet(f) for f in sorted(counts.glob("*.parquet"))])
    seen = {"as they are": digest(prepare_topics(counts, **LIMITS))}
    for size in (50_000, len(whole)):
        with tempfile.TemporaryDirectory() as folder:
            for i, start in enumerate(range(0, len(whole), size)):
                file = Path(folder) / f"{i % 7}-{i:05d}.parquet"
                file.write_bytes(to_parquet(whole[start : start + size]))
            seen[f"{size} rows a file"] = digest(prepare_topics(folder, **LIMITS))
    print(pd.Series(seen).to_string())
    if len(set(seen.values())) > 1:
        sys.exit("the bytes differ")


def main() -> None:
    """Each step in a process of its own, and a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path("build") / "topics")
    parser.add_argument("--engine", default=MINE)
    parser.add_argument("--topics", type=int, default=100)
    parser.add_argument("--threads", type=int, help="of an engine that can use several")
    parser.add_argument("--steps", nargs="*", default=STEPS, choices=STEPS)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--shards", action="store_true", help="only compare shards")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    counts = asked.folder / "counts"
    if asked.shards:
        return compare_shards(counts)
    if asked.one:
        options = {"threads": asked.threads} if asked.threads else {}
        return run_step(asked.one, counts, asked.engine, asked.topics, **options)
    rows = []
    for step in asked.steps:
        command = [sys.executable, *sys.argv, "--one", step]
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
        rows.append(json.loads(said.stdout.splitlines()[-1]))
    table = pd.DataFrame(rows).convert_dtypes()
    print(table.to_string(index=False))
    if asked.output:
        table.to_csv(asked.output, index=False)
    return None


if __name__ == "__main__":
    main()
