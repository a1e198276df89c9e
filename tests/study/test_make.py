"""Make: everything from nothing, only what a change reaches, and nothing half-written.

The first test builds the whole study in a copy of the repository, which takes a minute or two.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

PARTS = ["Makefile", "constraints.txt", "figures", "paper", "pyproject.toml", "src", "study.toml"]


class Copy:
    """A copy of the repository in which Make can be run."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder
        for name in PARTS:
            if (root / name).is_dir():
                shutil.copytree(
                    root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
                )
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


@pytest.fixture(scope="module")
def built(root, tmp_path_factory):
    """The study, built from the bundles."""
    copy = Copy(root, tmp_path_factory.mktemp("make"))
    for file in (*copy.folder.glob("figures/*"), copy.folder / "paper" / "results.json"):
        file.unlink()
    run = copy.make("paper")
    assert run.returncode == 0, run.stdout + run.stderr
    return copy


def test_what_is_committed_comes_out_again(built, root):
    for name, data in built.outputs().items():
        assert (root / name).read_bytes() == data, name


def test_a_second_run_does_nothing_and_touches_nothing(built):
    before = built.dates()
    assert built.steps("paper") == set()
    assert built.dates() == before


def test_a_changed_plot_redraws_its_figure_and_the_paper(built):
    name = "src/topoi/plots/voices.py"
    before = built.outputs()
    was = built.edit(name, "    return ax\n", '    ax.set_title("changed")\n    return ax\n')
    assert built.steps("paper") == {"figure voices", "paper paper/paper.pdf"}
    after = built.outputs()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"figures/voices.png", "figures/voices.svg", "paper/paper.pdf"}
    built.restore(name, was)
    built.steps("paper")
    assert built.outputs() == before


def test_what_is_deleted_comes_back(built):
    before = built.outputs()
    gone = ["figures/voices.png", "paper/results.json", "paper/claims.csv", "paper/paper.pdf"]
    gone += ["build/tables/dispersion_by_organization.csv", "build/parameters/facts.json"]
    for name in gone:
        (built.folder / name).unlink()
    built.steps("paper")
    assert all((built.folder / name).is_file() for name in gone)
    assert built.outputs() == before


def test_a_step_that_fails_leaves_the_old_files_whole(built):
    before = built.outputs()
    was = built.edit("study.toml", 'groupings.delegation = { by = "organization" }', "")
    run = built.make("paper")
    built.restore("study.toml", was)
    assert run.returncode != 0
    assert "rates_by_delegation" in run.stderr
    was = built.edit("src/topoi/plots/voices.py", "    return ax\n", "    return nothing\n")
    assert built.make("paper").returncode != 0
    built.restore("src/topoi/plots/voices.py", was)
    assert built.outputs() == before
    built.steps("paper")
    assert built.outputs() == before


QUICK = {
    "permutations = 9999": "permutations = 199",
    "permutations = 19999": "permutations = 199",
    "permutations = 499\ntried = 10": "permutations = 39\ntried = 1",
    "n_topics = [10, 20, 30, 40]": "n_topics = [4, 8]",
    "compared_at = 20": "compared_at = 4",
    "grid_seeds = 2": "grid_seeds = 1",
    "seeds = 10": "seeds = 2",
}


@pytest.fixture(scope="module")
def quick(root, tmp_path_factory):
    """The study with few permutations and runs."""
    copy = Copy(root, tmp_path_factory.mktemp("quick"))
    for old, new in QUICK.items():
        copy.edit("study.toml", old, new)
    copy.steps("paper")
    return copy


def test_workers_and_processors_do_not_show(quick):
    before = quick.outputs()
    shutil.rmtree(quick.folder / "build")
    plain = {
        "TOPOI_JOBS": "1",
        "NPY_DISABLE_CPU_FEATURES": "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL",
        "OPENBLAS_CORETYPE": "Nehalem",
        "NUMBA_CPU_NAME": "generic",
        "NUMBA_CACHE_DIR": str(quick.folder / "build" / "numba"),
        "JOBS": "1",
    }
    quick.steps("paper", **plain)
    after = quick.outputs()
    assert [name for name in before if before[name] != after[name]] == []


def test_a_changed_seed_runs_what_is_random_and_what_follows(quick):
    was = quick.edit("study.toml", "seed = 20251031", "seed = 20251101")
    steps = quick.steps("paper")
    quick.restore("study.toml", was)
    kinds = {
        kind: {s.split()[1] for s in steps if s.split()[0] == kind} for kind in ("tables", "figure")
    }
    random = {"candidates", "contrasts", "keyness", "recounts", "topic_models", "validation"}
    assert kinds["tables"] == random
    assert {"topics", "contrasts", "distinctive_terms"} <= kinds["figure"]
    assert not kinds["figure"] & {"framings_over_time", "rates_by_speaker", "voices"}
    assert "paper paper/paper.pdf" in steps


def test_dropping_a_delegation_changes_results_figures_and_sentences(quick):
    before = quick.outputs()
    was = quick.edit("study.toml", "drop = [] ", 'drop = ["Russia"] ')
    quick.steps("paper")
    after = quick.outputs()
    quick.restore("study.toml", was)
    unchanged = {name for name in before if before[name] == after[name]}
    assert unchanged <= {"figures/voices.png", "figures/voices.svg", "paper/paper.typ",
                         "paper/references.bib"}  # fmt: skip
    document = pypdfium2.PdfDocument(after["paper/paper.pdf"])
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "34 delegations" in re.sub(r"\s+", " ", text)
    assert "Sergey Lavrov" not in text
