"""A copy of the repository in which Make can be run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PARTS = [
    "Makefile",
    "benchmarks/calibration",
    "constraints.txt",
    "figures",
    "paper",
    "pyproject.toml",
    "src",
    "study.toml",
]


class Copy:
    """A copy of the repository in which Make can be run."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        for name in PARTS:
            if (root / name).is_dir():
                # With what Python and numba have compiled, but not with what they are just writing.
                writing = shutil.ignore_patterns("*.pyc.*", "*.tmp.*")
                shutil.copytree(root / name, folder / name, ignore=writing)
            else:
                shutil.copy2(root / name, folder / name)

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make with the Python of the tests and the sources of the copy."""
        prefix = sys.prefix
        return subprocess.run(
            ["make", f"VENV={prefix}", "-o", f"{prefix}/.installed", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder / "src")} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def steps(self, *arguments: str, **environment: str) -> set[str]:
        """The steps that make ran, as "kind name"."""
        run = self.make(*arguments, **environment)
        assert run.returncode == 0, run.stdout + run.stderr
        return {" ".join(line.split()[:2]) for line in run.stderr.splitlines() if line[:2] == "  "}

    def outputs(self) -> dict[str, bytes]:
        """Bytes of what is committed of the results."""
        files = [*self.folder.glob("figures/*.*"), *self.folder.glob("paper/*.*")]
        return {f.relative_to(self.folder).as_posix(): f.read_bytes() for f in sorted(files)}

    def dates(self) -> dict[Path, int]:
        """When each file was last written."""
        files = [f for f in self.folder.rglob("*") if f.is_file() and f.suffix != ".pyc"]
        return {f: f.stat().st_mtime_ns for f in files}

    def edit(self, name: str, old: str, new: str) -> str:
        """Change a file; returns what it was."""
        was = (self.folder / name).read_text("utf-8")
        assert old in was, old
        (self.folder / name).write_text(was.replace(old, new), "utf-8")
        return was

    def restore(self, name: str, text: str) -> None:
        """Put a text back."""
        (self.folder / name).write_text(text, "utf-8")
