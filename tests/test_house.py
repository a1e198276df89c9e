"""House rules: who imports whom, what importing costs, what the repository may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

import topoi

GROUND = {"errors", "files", "progress", "schemas", "stretches", "tables", "text"}
STAGES = {"documents", "voices", "framings", "words", "measures", "topics"}
MAY_IMPORT = {
    **dict.fromkeys(GROUND, GROUND),
    **dict.fromkeys(STAGES, GROUND),
    "topics": GROUND | {"measures"},  # groups, resampling, intervals are the same for topics
    "pages": GROUND,
    "plots": GROUND,
    "study": GROUND | STAGES | {"plots"},
    "paper": GROUND,
    "audit": GROUND | STAGES,
    "cli": GROUND | STAGES | {"audit", "pages", "plots", "study", "paper"},
}
HEAVY = ["gensim", "matplotlib", "numba", "numpy", "pandas", "pyarrow", "scipy", "sklearn", "typst"]


def imports(source: Path, file: Path) -> set[str]:
    """Rooms of topoi that a module imports, relatively or by name."""
    package = file.relative_to(source).with_suffix("").parts
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
            found |= {n.split(".")[1] for n in names if n.startswith("topoi.")}
        elif isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level]
            place = [*base, *(node.module or "").split(".")]
            place = [part for part in place if part]
            found |= {place[0]} if place else {alias.name for alias in node.names}
    return found - {"__version__"}


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_lies_below_it(root, room):
    source = root / "src" / "topoi"
    place = source / room
    files = sorted(place.rglob("*.py*")) if place.is_dir() else [source / f"{room}.py"]
    files = [f for f in files if f.suffix in (".py", ".pyi")]
    assert files
    for file in files:
        assert imports(source, file) - {room} <= MAY_IMPORT[room], file


def test_every_module_belongs_to_a_room(root):
    source = root / "src" / "topoi"
    rooms = {f.name.removesuffix(".py") for f in source.iterdir() if f.suffix == ".py"}
    rooms |= {f.name for f in source.iterdir() if (f / "__init__.py").is_file()}
    assert rooms - {"__init__", "__main__", "data"} == set(MAY_IMPORT)


def test_importing_topoi_loads_nothing_heavy():
    code = "import sys, topoi; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(HEAVY) & set(run.stdout.split())


ROOMS = ["", *sorted(STAGES), "audit", "pages", "plots", "study", "paper"]


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_offers_is_sorted_and_there_and_documented(room):
    module = import_module(f"topoi.{room}".rstrip("."))
    assert module.__all__ == sorted(set(module.__all__))
    for name in module.__all__:
        thing = getattr(module, name)
        assert not callable(thing) or (thing.__doc__ or "").strip(), name


def test_the_verbs_leave_their_tables_as_they_were(documents, passages, mentions):
    before = [table.copy(deep=True) for table in (documents, passages, mentions)]
    counts = topoi.count_terms(topoi.attribute(documents), topoi.find_framings(passages))
    kept = counts.copy(deep=True)
    with pytest.warns(UserWarning, match="fewer than 10 sampling units"):
        topoi.framing_rates(mentions, passages, by="organization", counts=counts)
    topoi.tfidf(counts, passages, by="organization")
    topoi.dispersion(counts, passages, by="document")
    places = topoi.place_terms(passages, mentions)
    topoi.collocates(places, passages, node="hybrid_war", by="speaker")
    topoi.cooccurrence(mentions, passages, unit="document")
    topoi.variant_use(mentions, passages, normalize=topoi.wording_key)
    for table, was in zip((documents, passages, mentions, counts), (*before, kept), strict=True):
        pd.testing.assert_frame_equal(table, was)


def tracked(root: Path) -> list[Path]:
    """Files of the repository; all but the ignored ones where there is no git."""
    run = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        pytest.skip("needs the git checkout")
    return [root / name for name in run.stdout.splitlines() if (root / name).is_file()]


BINARY = {".parquet", ".pdf", ".png"}


def test_no_file_names_a_registry_or_a_place_on_a_machine(root):
    registry = r"pypi\.org|pythonhosted|npmjs|anaconda\.org|index-url"
    place = r"(?<![\w.])/(?:home|root|work|Users|tmp|opt)/\w"
    for file in tracked(root):
        if file.suffix not in BINARY and file != Path(__file__):
            found = re.search(f"{registry}|{place}", file.read_text("utf-8"))
            assert not found, f"{file}: {found.group()}"


def test_every_figure_of_the_study_is_drawn_and_in_the_paper(root):
    study = tomllib.loads((root / "study.toml").read_text("utf-8"))
    paper = (root / "paper" / "paper.typ").read_text("utf-8")
    shown = set(re.findall(r'#fig\("(\w+)"', paper))
    drawn = {file.stem for file in (root / "figures").iterdir()}
    assert shown == set(study["figures"]) == drawn
    assert len(drawn) >= 10
    assert all((root / "figures" / f"{name}.svg").is_file() for name in drawn)
    assert all((root / "figures" / f"{name}.png").is_file() for name in drawn)


def test_every_dependency_is_pinned_and_has_its_reason_in_the_readme(root):
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    pins = (root / "constraints.txt").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    pinned = {pin.split("==")[0].lower().replace("_", "-") for pin in pins}
    readme = (root / "README.md").read_text("utf-8")
    names = [re.match(r"[\w-]+", entry).group() for entry in project["dependencies"]]
    extras = project["optional-dependencies"]
    names += [re.match(r"[\w-]+", entry).group() for extra in extras.values() for entry in extra]
    for name in set(names) - {"topoi"}:
        assert name.lower() in pinned
        assert f"`{name}`" in readme, name


def test_the_version_stands_in_changelog_and_citation(root):
    assert f"## {topoi.__version__}" in (root / "CHANGELOG.md").read_text("utf-8")
    assert f"version: {topoi.__version__}" in (root / "CITATION.cff").read_text("utf-8")


def test_tests_are_dealt_out_in_groups(request):
    """Else each process builds the study for itself: pytest 9.2 and pytest-xdist 3.8 say nothing of it."""
    if getattr(request.config.option, "loadgroup", False):
        assert request.node.nodeid.endswith("@tests/test_house.py")
