"""Time and memory of making the bundles from the raw files, and of the paper from the bundles.

    python benchmarks/bundles.py --sources ../shared [--paper]

Whole processes, one after the other, measured from outside: seconds of the wall clock and the peak
of resident memory of the largest process. `--paper` also builds the study from nothing, in a
temporary copy, with as many workers as there are processors. It says nothing about other corpora.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PARTS = ["Makefile", "constraints.txt", "figures", "paper", "pyproject.toml", "src", "study.toml"]


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a command."""
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - began, used.ru_maxrss / 1024


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sources", default="../shared")
    parser.add_argument("--paper", action="store_true")
    options = parser.parse_args()
    topoi = [sys.executable, "-m", "topoi"]
    print(f"{'':28}{'seconds':>9}{'peak MB':>9}{'size MB':>9}")
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("un-general-debate", "cis-csto-statements"):
            output = Path(scratch) / name
            command = [
                *topoi,
                "bundle",
                name,
                "--sources",
                options.sources,
                "--output",
                str(output),
            ]
            seconds, peak = measured(command, ROOT)
            size = sum(f.stat().st_size for f in output.iterdir()) / 1e6
            print(f"{name:28}{seconds:9.1f}{peak:9.0f}{size:9.2f}")
        if options.paper:
            copy = Path(scratch) / "study"
            copy.mkdir()
            for part in PARTS:
                source = ROOT / part
                (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy / part)
            make = ["make", f"VENV={sys.prefix}", "-o", f"{sys.prefix}/.installed", "paper"]
            for label in ("make paper, from nothing", "make paper, again"):
                seconds, peak = measured(make, copy)
                print(f"{label:28}{seconds:9.2f}{peak:9.0f}")


if __name__ == "__main__":
    main()
