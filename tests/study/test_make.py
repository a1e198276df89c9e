"""Make: everything from nothing, only what a change reaches, and nothing half-written.

`built` (conftest.py) is the whole study, built in a copy of the repository.
"""

from __future__ import annotations

import re
import shutil

import pypdfium2
import pytest
from study_copy import Copy


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
    "years = [1992, 2024]": "years = [2014, 2024]",
    'from = "1992-1999", to = "2014-2019"': 'from = "2014-2019", to = "2020-2024"',
    'from = "1992-1999", to = "2000-2007"': 'from = "2014-2019", to = "2020-2024"',
    'from = "1992-1999"': 'from = "2014-2019"',
    'from = "2000-2007"': 'from = "2014-2019"',
    "cleaning.no_odd_copies = ": "# ",
    "least_units = 10": "least_units = 6",  # officials with so many speeches in fewer years
    'units = ["organization", ["organization", "year"]]': 'units = ["organization"]',
    "permutations = 9999": "permutations = 199",
    "permutations = 19999": "permutations = 199",
    "permutations = 299": "permutations = 39",
    "permutations = 499\ntried = 10": "permutations = 39\ntried = 1",
    "n_topics = [10, 15, 20, 25, 30]": "n_topics = [4, 8]",
    "compared_at = 20": "compared_at = 4",
    "seeds = 10": "seeds = 2",
    "permutations = 1999\n": "permutations = 199\n",
}


@pytest.fixture(scope="module")
def quick(root, tmp_path_factory):
    """The study with fewer years, permutations and runs."""
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
    random = {"candidates", "contrasts", "corrected", "distances", "keyness", "multiverse"}
    random |= {"recounts", "topic_models", "trends", "validation"}
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
