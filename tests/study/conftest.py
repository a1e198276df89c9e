"""The study, built once for all tests of this folder, which takes a minute or two."""

from __future__ import annotations

import pytest
from study_copy import Copy


@pytest.fixture(scope="session")
def built(root, tmp_path_factory):
    """The study, built from the bundles."""
    copy = Copy(root, tmp_path_factory.mktemp("make"))
    for file in (*copy.folder.glob("figures/*"), copy.folder / "paper" / "results.json"):
        file.unlink()
    run = copy.make("paper")
    assert run.returncode == 0, run.stdout + run.stderr
    return copy
