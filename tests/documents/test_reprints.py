"""Who repeats whose words: near duplicates of documents and passages, and their first prints."""

from __future__ import annotations

import itertools
import random

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.documents import find_reprints, first_prints
from topoi.errors import DataError
from topoi.tables import empty

WORDS = [a + b for a in ("mor", "vel", "tas", "lin", "dor", "ket") for b in ("a", "en", "is", "ov")]


def prose(seed: int, n: int = 120) -> list[str]:
    """Words in random order: five in a row never recur by chance."""
    return random.Random(seed).choices([f"{w}{i}" for w in WORDS for i in range(9)], k=n)


def table(texts: dict[str, str], dates: dict[str, str] | None = None) -> pd.DataFrame:
    """Documents of these texts, in this order."""
    names = list(texts)
    return (
        empty("documents")
        .reindex(range(len(names)))
        .assign(
            document=names,
            source=names,
            sha256="",
            text=list(texts.values()),
            date=pd.to_datetime([(dates or {}).get(n) for n in names]),
        )
    )


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def test_the_numbers_are_those_of_sets_of_shingles():
    one, other = prose(1), prose(1)
    other[60] = "changed"
    pair = find_reprints(table({"a": " ".join(one), "b": " ".join(other)})).iloc[0]
    a, b = shingles(one), shingles(other)
    assert (pair["copy"], pair["original"]) == ("b", "a")
    assert pair["jaccard"] == pytest.approx(len(a & b) / len(a | b))
    assert pair["copied"] == pytest.approx(len(a & b) / len(b))
    assert pair["used"] == pytest.approx(len(a & b) / len(a))


def test_marks_capitals_and_line_breaks_do_not_matter():
    words = prose(2)
    shouted = "“" + "\n".join(words).upper() + "!”"
    assert find_reprints(table({"a": " ".join(words), "b": shouted}))["jaccard"].tolist() == [1.0]


def test_independent_texts_and_translations_of_one_source_are_not_reprints():
    one, other = prose(3), prose(4)
    half = prose(3)[:60] + prose(5)[:60]  # what two translations of one speech share
    assert find_reprints(
        table({k: " ".join(v) for k, v in zip("abc", (one, other, half), strict=True)})
    ).empty


def test_the_earlier_is_the_original_whatever_is_read_first():
    text = " ".join(prose(6))
    documents = table({"a": text, "b": text}, {"a": "2031-05-09", "b": "2031-05-02"})
    pair = find_reprints(documents).iloc[0]
    assert (pair["copy"], pair["original"], pair["days"]) == ("a", "b", 7)
    assert first_prints(documents).tolist()[0] == "b"
    assert first_prints(documents).isna().tolist() == [False, True]


def test_a_year_is_enough_to_say_which_came_first():
    text = " ".join(prose(6))
    documents = table({"a": text, "b": text}).assign(year=pd.array([2024, 2019], "Int64"))
    pair = find_reprints(documents).iloc[0]
    assert (pair["copy"], pair["original"]) == ("a", "b")
    assert pd.isna(pair["days"])


def test_a_copy_of_a_copy_is_traced_to_the_first_print():
    one = prose(7, 200)
    two = one[:150]  # the second outlet cuts, the third cuts again
    documents = table(
        {"c": " ".join(one[:125]), "b": " ".join(two), "a": " ".join(one)},
        {"a": "2031-05-01", "b": "2031-05-02", "c": "2031-05-03"},
    )
    assert first_prints(documents).fillna("").tolist() == ["a", "a", ""]


def test_a_text_that_goes_on_is_an_edge_but_no_reprint():
    early = prose(8, 100)
    late = early + prose(9, 90)
    documents = table(
        {"a": " ".join(early), "b": " ".join(late)}, {"a": "2031-05-01", "b": "2031-05-02"}
    )
    pair = find_reprints(documents).iloc[0]
    assert pair["used"] == 1
    assert pair["copied"] < 0.6
    assert first_prints(documents).isna().all()


def test_short_texts_are_left_alone():
    text = " ".join(prose(10, 19))
    assert find_reprints(table({"a": text, "b": text})).empty


def test_passages_are_compared_across_documents_only(passages_of):
    quote = " ".join(prose(11, 30))
    texts = {
        "a": quote + "\n" + quote + "\n" + " ".join(prose(12)),
        "b": quote + "\n" + " ".join(prose(13)),
    }
    documents = table(texts)
    found = find_reprints(documents, passages_of(texts))
    assert found["level"].tolist() == ["passage"] * 2
    assert set(zip(found["copy"], found["original"], strict=True)) == {
        ("b:0", "a:0"),
        ("b:0", "a:1"),
    }


@pytest.fixture
def passages_of():
    """Texts cut at line breaks."""

    def cut(texts: dict[str, str]) -> pd.DataFrame:
        rows = [
            {"passage": f"{d}:{i}", "document": d, "text": line}
            for d, text in texts.items()
            for i, line in enumerate(text.split("\n"))
        ]
        fixed = {
            "start": 0,
            "end": 1,
            "voice": "speech",
            "rule": "x",
            "confidence": 1.0,
            "words": 1,
        }
        return pd.DataFrame(rows).assign(**fixed).reindex(columns=empty("passages").columns)

    return cut


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=2, max_size=9))
def test_minhash_misses_no_reprint_that_all_pairs_would_show(seeds):
    """Planted: texts of one seed with one word changed each are reprints, others are not."""
    texts = {}
    for i, seed in enumerate(seeds):
        words = prose(seed)
        words[i] = f"own{i}"
        texts[f"d{i}"] = " ".join(words)
    found = {
        frozenset(pair) for pair in find_reprints(table(texts))[["copy", "original"]].to_numpy()
    }
    same = itertools.combinations(range(len(seeds)), 2)
    assert found == {frozenset((f"d{i}", f"d{j}")) for i, j in same if seeds[i] == seeds[j]}


def test_a_bundle_without_texts_is_refused():
    with pytest.raises(DataError, match="no text to compare"):
        find_reprints(table({"a": "x"}).assign(text=None))
