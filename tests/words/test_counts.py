"""Tokens are counted without loss, and counts become the matrix that they say."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.errors import DataError, SchemaError
from topoi.tables import check
from topoi.words import count_terms, to_matrix, tokenize

PIECES = [*"the harbours treaty storm надёжный мир и , . ( 2031".split(), "\n"]


@pytest.fixture
def counts():
    """Three passages, four terms."""
    rows = [
        ("a:0", "harbour", 2),
        ("a:0", "treaty", 1),
        ("a:1", "harbour", 1),
        ("b:0", "storm", 5),
        ("b:0", "treaty", 3),
    ]
    return check(pd.DataFrame(rows, columns=["passage", "term", "n"]), "counts")


def totals(counts: pd.DataFrame) -> dict[str, int]:
    """Occurrences of each term in all passages."""
    return counts.astype({"term": "str"}).groupby("term")["n"].sum().to_dict()


def test_counts_equal_a_count_by_hand(spoken, marked):
    passages = spoken(
        "The harbours of Varnelia: a harbour, a storm. ",
        "Hybrid wars? We end the hybrid wars; we end Storms. ",
        "И мир, и порядок; мира!",
    )
    mentions = marked(passages, {"hybrid_war": "ybrid wars"})
    assert count_terms(passages, mentions).astype(
        {"passage": "str", "term": "str"}
    ).values.tolist() == [
        ["a:0", "harbour", 2],
        ["a:0", "storm", 1],
        ["a:0", "varnelia", 1],
        ["a:1", "<hybrid_war>", 2],
        ["a:1", "end", 2],
        ["a:1", "storm", 1],
        ["a:2", "мир", 2],
        ["a:2", "порядок", 1],
    ]


def test_neighbouring_words_are_counted_as_runs_up_to_the_length_asked_for(spoken):
    counted = totals(count_terms(spoken("new world order"), ngrams=3))
    runs = ["new", "new world", "new world order", "order", "world", "world order"]
    assert counted == dict.fromkeys(runs, 1)


@pytest.mark.parametrize(
    "between", [". ", "; ", "\n", " (", " of the ", " x ", " — ", " the, "], ids=repr
)
def test_no_run_crosses_a_removed_word_or_the_end_of_a_sentence(spoken, marked, between):
    for text in (
        f"harbour{between}storm",
        f"harbour{between}Hybrid wars",
        f"Hybrid wars{between}storm",
    ):
        passages = spoken(text)
        mentions = marked(passages, {"hybrid_war": "Hybrid wars"})
        counted = totals(count_terms(passages, mentions, ngrams=3))
        assert len(counted) == 2
        assert not [term for term in counted if " " in term]


@pytest.mark.parametrize("wording", ["hybrid wars", "hybrid—and other—wars"])
def test_a_run_may_hold_a_framing_whatever_its_wording(spoken, marked, wording):
    passages = spoken(f"they wage {wording} everywhere")
    mentions = marked(passages, {"hybrid_war": wording})
    counted = totals(count_terms(passages, mentions, ngrams=2))
    assert counted["wage <hybrid_war>"] == counted["<hybrid_war> everywhere"] == 1


def test_terms_of_few_documents_are_left_out_but_never_framings(spoken, marked):
    one, two = spoken("harbour hybrid wars treaty treaty"), spoken("harbour storm")
    two = two.assign(document="b", passage="b:0")
    passages = pd.concat([one, two])
    mentions = marked(one, {"hybrid_war": "hybrid wars"})
    counted = totals(count_terms(passages, mentions, min_documents=2))
    assert counted == {"harbour": 2, "<hybrid_war>": 1}


def test_in_the_specimens_every_mention_is_counted_once(passages, mentions):
    counts = count_terms(passages, mentions).astype({"passage": "str", "term": "str"})
    framings = counts[counts["term"].str.startswith("<")].assign(
        framing=lambda t: t["term"].str.strip("<>")
    )
    expected = mentions.groupby(["passage", "framing"]).size().rename("n")
    found = framings.set_index(["passage", "framing"])["n"]
    pd.testing.assert_series_equal(found.sort_index(), expected.sort_index())


@pytest.mark.parametrize(
    "options", [{}, {"lemmas": False}, {"stop_words": ()}, {"phrases": ["inland seas"]}]
)
def test_counts_add_up_to_the_tokens_that_are_kept(passages, mentions, options):
    counts = count_terms(passages, mentions, **options)
    tokens = tokenize(passages, mentions, **options)
    kept = tokens.map(lambda listed: len([t for t in listed if t]))
    added = counts.astype({"passage": "str"}).groupby("passage")["n"].sum()
    pd.testing.assert_series_equal(added, kept[kept > 0].sort_index(), check_names=False)


@settings(deadline=None, derandomize=True, database=None, max_examples=60)
@given(st.lists(st.sampled_from(PIECES), max_size=15))
def test_runs_are_those_of_the_stretches_between_pauses(spoken, pieces):
    text = " ".join(pieces)
    stretches = re.split(r"[.(\n]", text)
    apart = count_terms(spoken(*stretches), ngrams=3)
    assert totals(count_terms(spoken(text), ngrams=3)) == totals(apart)


def test_no_words_make_an_empty_table_of_counts(spoken):
    for passages in (spoken(), spoken("of the"), spoken("", "2031")):
        counted = count_terms(passages)
        pd.testing.assert_frame_equal(check(counted, "counts"), counted)
        assert counted.empty


def test_the_order_of_the_passages_does_not_matter(passages, mentions):
    counts = count_terms(passages, mentions)
    shuffled = count_terms(passages.iloc[::-1], mentions.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(shuffled, counts)


def test_the_matrix_holds_each_count_in_its_row_and_column(counts):
    matrix = to_matrix(counts)
    assert matrix.rows == ["a:0", "a:1", "b:0"]
    assert matrix.terms == ["harbour", "storm", "treaty"]
    assert matrix.values.toarray().tolist() == [[2, 0, 1], [1, 0, 0], [0, 5, 3]]


def test_the_matrix_of_the_specimens_has_the_sums_of_the_counts(passages, mentions):
    counts = count_terms(passages, mentions)
    matrix = to_matrix(counts)
    assert matrix.values.shape == (counts["passage"].nunique(), counts["term"].nunique())
    assert matrix.values.nnz == len(counts)
    by_term = counts.groupby("term", observed=True)["n"].sum()
    assert np.asarray(matrix.values.sum(axis=0)).ravel().tolist() == by_term[matrix.terms].tolist()
    by_row = counts.groupby("passage", observed=True)["n"].sum()
    assert np.asarray(matrix.values.sum(axis=1)).ravel().tolist() == by_row[matrix.rows].tolist()


def test_counts_are_added_within_groups_and_passages_of_none_are_left_out(counts):
    groups = pd.Series({"a:1": "Vane", "a:0": "Vane", "b:0": None, "c:0": "Orlan"})
    matrix = to_matrix(counts, groups)
    assert matrix.rows == ["Vane"]
    assert dict(zip(matrix.terms, matrix.values.toarray()[0], strict=True)) == {
        "harbour": 3,
        "storm": 0,
        "treaty": 1,
    }


def test_chosen_terms_are_the_columns_in_their_order(counts):
    matrix = to_matrix(counts, terms=["treaty", "peace", "storm"])
    assert matrix.terms == ["treaty", "peace", "storm"]
    assert matrix.values.toarray().tolist() == [[1, 0, 0], [0, 0, 0], [3, 0, 5]]


def test_the_matrix_knows_only_rows_and_terms_that_the_counts_still_hold(counts):
    matrix = to_matrix(counts[counts["passage"] != "b:0"])
    assert (matrix.rows, matrix.terms) == (["a:0", "a:1"], ["harbour", "treaty"])


def test_the_inputs_stay_as_they_were(passages, mentions, counts):
    before = [t.copy(deep=True) for t in (passages, mentions, counts)]
    count_terms(passages, mentions, ngrams=2, min_documents=2)
    to_matrix(counts, pd.Series({"a:0": "Vane"}), terms=["storm"])
    for table, kept in zip((passages, mentions, counts), before, strict=True):
        pd.testing.assert_frame_equal(table, kept)


def test_groups_that_hold_no_passage_are_refused(counts):
    with pytest.raises(DataError, match=r"no passage of them belongs to a group\. Check what `by`"):
        to_matrix(counts, pd.Series({"z:0": "Orlan"}))


def test_passages_that_cannot_be_counted_are_refused(passages):
    with pytest.raises(DataError, match="comes without its texts but with its counts"):
        count_terms(passages.drop(columns="text"))
    with pytest.raises(SchemaError, match="passages: row 1 repeats the key"):
        count_terms(passages.iloc[[0, 0]])
