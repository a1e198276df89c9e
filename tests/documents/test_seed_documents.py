"""The five seeds: title, date and boilerplate as a careful reader found them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from topoi.documents import Reading, read_sources

SEEDS = [
    "000_cf57da194e387747",
    "001_d7e5e5d99dd07be9",
    "002_4a95d6dfd1381cbd",
    "003_2c3cdd234001bc51",
    "004_60352957ae4d5298",
]

GENRES = {"wire story": "news"}  # the gold is finer than the schema


@pytest.fixture(scope="module")
def seeds(shared) -> Reading:
    """The seeds, read."""
    return read_sources(shared / "seeds")


def known(value: object) -> object:
    """A value of a table as the gold writes it: null as None, a day as ISO text."""
    if pd.isna(value):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def out_of(raw: str, entry: dict[str, Any]) -> list[tuple[int, int]]:
    """What the gold takes out of a page: boilerplate, title, lines that repeat the lead."""
    spans = [(item["start"], item["end"]) for item in entry["boilerplate"]]
    spans += [tuple(entry["title_span"])] if entry["title"] else []
    decks = [p for p in entry["passages"] if p.get("duplicate_of")]
    return spans + [(p["start"], raw.index("\n", p["end"])) for p in decks]


def test_every_seed_is_read_without_a_problem(seeds):
    assert list(seeds.documents.document) == SEEDS
    assert seeds.problems.empty


@pytest.mark.parametrize("name", SEEDS)
def test_a_seed_has_the_title_date_outlet_and_language_of_its_gold_or_null(name, seeds, seeds_gold):
    row = seeds.documents.set_index("document").loc[name]
    columns = ["title", "date", "outlet", "language"]
    assert {c: known(row[c]) for c in columns} == {c: seeds_gold[name][c] for c in columns}


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_removed_from_a_seed_is_what_its_gold_takes_out(name, seeds, seeds_gold, shared):
    raw = (shared / "seeds" / f"{name}.txt").read_text("utf-8")
    removed = seeds.removed[seeds.removed.document == name]
    found = {i for row in removed.itertuples() for i in range(row.start, row.end)}
    expected = {i for a, b in out_of(raw, seeds_gold[name]) for i in range(a, b)}
    differing = sorted(i for i in found ^ expected if not raw[i].isspace())
    assert differing == []


@pytest.mark.parametrize("name", SEEDS)
def test_the_genre_of_a_seed_is_right_or_null(name, seeds, seeds_gold):
    found = known(seeds.documents.set_index("document").genre[name])
    assert found in (None, GENRES.get(seeds_gold[name]["genre"], seeds_gold[name]["genre"]))
