"""A bundle gets the texts back that it was made from, and no others."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.framings import concordance
from topoi.study import add_texts, make_bundle, read_bundle, write_bundle


@pytest.fixture(scope="module")
def bare(reading, tmp_path_factory):
    """The specimens as a bundle, without texts."""
    folder = tmp_path_factory.mktemp("bundle")
    write_bundle(make_bundle(reading), folder)
    return read_bundle(folder)


def test_the_same_documents_give_passages_and_titles_back(bare, documents, passages):
    whole = add_texts(bare, documents)
    pd.testing.assert_series_equal(whole.passages["text"], passages["text"])
    pd.testing.assert_series_equal(whole.documents["title"], documents["title"])
    table = concordance(whole.mentions, whole.passages, whole.documents)
    assert table["match"].notna().all()
    assert "text" not in bare.passages


def test_other_names_do_not_matter_where_a_file_is_a_document(bare, documents, passages):
    renamed = documents.assign(document="x/" + documents["document"], duplicate_of=None)
    pd.testing.assert_series_equal(add_texts(bare, renamed).passages["text"], passages["text"])


def test_a_text_of_another_length_or_with_words_elsewhere_is_not_taken(bare, documents):
    named = documents.set_index("document")["text"]
    one, two = documents["document"].iloc[0], documents["document"].iloc[1]
    changed = named.to_dict() | {one: named[one] + " ", two: "x" + named[two][:-1]}
    whole = add_texts(bare, documents.assign(text=list(changed.values())))
    without = set(whole.documents.loc[whole.documents["text"].isna(), "document"])
    assert without == {one, two}
    assert set(whole.passages.loc[whole.passages["text"].isna(), "document"]) == without


def test_files_of_other_bytes_are_others(bare, documents):
    other = documents.assign(sha256="0" * 64)
    assert add_texts(bare, other).passages["text"].isna().all()
