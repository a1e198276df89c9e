"""Bundles: whole, without running text, and the same bytes again from the raw files."""

from __future__ import annotations

import re
import shutil

import pandas as pd
import pytest

from topoi.documents import read_sources, specimens
from topoi.errors import SourceError, StudyError
from topoi.study.bundles import (
    cook,
    make_bundle,
    read_bundle,
    shipped_bundles,
    write_bundle,
)

SHIPPED = ["cis-csto-statements", "un-general-debate"]


def test_two_bundles_ship():
    assert shipped_bundles() == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_bundle_has_everything_but_text(name):
    bundle = read_bundle(name)
    assert "text" not in bundle.documents
    assert "text" not in bundle.passages
    assert bundle.documents["title"].isna().all()
    assert set(bundle.passages["document"]) == set(bundle.documents["document"])
    assert set(bundle.mentions["passage"]) <= set(bundle.passages["passage"])
    assert set(bundle.counts["passage"]) <= set(bundle.passages["passage"])
    assert (bundle.documents["sha256"].str.len() == 64).all()
    assert {"title", "origin", "licence", "made_by", "options", "size"} <= set(bundle.manifest)


def test_the_general_debate_bundle_is_what_the_design_asks_for(root):
    bundle = read_bundle("un-general-debate")
    assert bundle.documents["organization"].nunique() == 35
    assert (bundle.documents["year"].min(), bundle.documents["year"].max()) == (1992, 2024)
    folder = root / "src" / "topoi" / "data" / "bundles" / "un-general-debate"
    assert sum(file.stat().st_size for file in folder.iterdir()) < 8e6


@pytest.mark.parametrize("name", SHIPPED)
def test_no_text_value_of_a_bundle_is_a_sentence(name):
    bundle = read_bundle(name)
    for table in bundle[:5]:
        for column in table.select_dtypes(include=["str", "object", "category"]):
            values = table[column].dropna().astype("str").unique()
            long = [v for v in values if len(re.findall(r"\w+", v)) > 20]
            assert not long, (column, long[:1])


def test_no_ten_words_in_a_row_of_the_statements_are_in_their_bundle(shared):
    def runs(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[i : i + 10]) for i in range(len(words) - 9)}

    raw = set().union(*(runs(f.read_text("utf-8")) for f in (shared / "seeds").glob("*.txt")))
    for table in read_bundle("cis-csto-statements")[:5]:
        for column in table.select_dtypes(include=["str", "object", "category"]):
            for value in table[column].dropna().astype("str").unique():
                assert not runs(value) & raw, value


@pytest.mark.parametrize("name", SHIPPED)
def test_a_bundle_comes_out_again_byte_for_byte(name, root, shared, tmp_path):
    write_bundle(cook(name, shared), tmp_path)
    committed = root / "src" / "topoi" / "data" / "bundles" / name
    for file in sorted(committed.iterdir()):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_the_size_of_the_shards_does_not_show(monkeypatch):
    reading = read_sources(specimens())
    whole = make_bundle(reading)
    monkeypatch.setattr("topoi.study.bundles.SHARD", 3)
    for one, two in zip(whole[:5], make_bundle(reading)[:5], strict=True):
        pd.testing.assert_frame_equal(one, two)


@pytest.fixture
def bundle(tmp_path):
    """A bundle of the specimens, on disk."""
    write_bundle(make_bundle(read_sources(specimens()), title="Specimens"), tmp_path / "b")
    return tmp_path / "b"


def test_a_bundle_read_back_is_the_bundle_written(bundle):
    again = read_bundle(bundle)
    assert len(again.documents) == len(list(specimens().glob("*.txt")))
    assert again.manifest["title"] == "Specimens"
    assert not write_bundle(again, bundle)


def test_a_changed_file_is_noticed(bundle):
    shutil.copy(bundle / "counts.parquet", bundle / "mentions.parquet")
    with pytest.raises(SourceError, match=r"mentions\.parquet.*topoi bundle"):
        read_bundle(bundle)


def test_a_bundle_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(SourceError, match="cis-csto-statements, un-general-debate"):
        read_bundle("no-such-bundle")


def test_raw_files_that_are_not_there_are_named(tmp_path):
    with pytest.raises(SourceError, match="make bundles SOURCES="):
        cook("un-general-debate", tmp_path)
    with pytest.raises(StudyError, match="no recipe 'speeches'"):
        cook("speeches", tmp_path)
