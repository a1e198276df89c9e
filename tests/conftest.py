"""What the tests share: the specimens with their gold, raw files that may be beside the checkout."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest

from topoi.documents import Reading, read_sources, specimens
from topoi.framings import find_framings
from topoi.voices import attribute

mpl.use("Agg")
os.environ.pop("COLUMNS", None)  # of each process of the tests, which are no narrow terminals


def _study(item: pytest.Item) -> str | None:
    """The built study that a test looks at."""
    names = set(getattr(item, "fixturenames", ()))
    return next((name for name in ("built", "quick") if name in names), None)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of bytes by their length: an archive has the time in it, and processes must agree on names."""
    if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 200):
        return f"{len(val)} {'bytes' if isinstance(val, bytes) else 'characters'}"
    return None


@pytest.hookimpl(tryfirst=True)  # before xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file's tests on one process; so too all that share a study, and first: they take longest."""
    items.sort(key=lambda item: _study(item) is None)
    for item in items:
        place = item.path.relative_to(ROOT).as_posix()
        item.add_marker(pytest.mark.xdist_group(_study(item) or place))


ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of raw files beside the checkout; tests that need it skip without it."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("needs the raw files in ../shared")
    return SHARED


@pytest.fixture(scope="session")
def seeds_gold(shared: Path) -> dict[str, dict[str, Any]]:
    """What a careful reader finds in each of the five raw pages, by document."""
    lines = (shared / "eval" / "attribution" / "seeds_gold.jsonl").read_text("utf-8").splitlines()
    return {entry["doc"]: entry for entry in map(json.loads, lines)}


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The specimens, read."""
    return read_sources(specimens())


@pytest.fixture(scope="session")
def documents(reading: Reading) -> pd.DataFrame:
    """The specimens as documents."""
    return reading.documents


@pytest.fixture(scope="session")
def passages(documents: pd.DataFrame) -> pd.DataFrame:
    """The specimens' passages."""
    return attribute(documents)


@pytest.fixture(scope="session")
def mentions(passages: pd.DataFrame) -> pd.DataFrame:
    """The specimens' mentions."""
    return find_framings(passages)


@pytest.fixture(scope="session")
def gold() -> dict[str, dict[str, Any]]:
    """What a careful reader finds in each specimen, by its name."""
    return {
        file.name.removesuffix(".gold.toml"): tomllib.loads(file.read_text("utf-8"))
        for file in sorted(specimens().glob("*.gold.toml"))
    }
