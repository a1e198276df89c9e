"""TF-IDF weights are scikit-learn's, over whatever the passages are grouped by."""

from __future__ import annotations

from math import log

import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from topoi.errors import DataError
from topoi.measures import tfidf
from topoi.tables import check
from topoi.words import count_terms

TEXTS = {
    "Orlan": "harbour harbour treaty storm treaty harbour",
    "Tashkar": "treaty border border",
    "Vane": "storm harbour pact treaty pact pact pact",
}


@pytest.fixture
def counts():
    """One passage a text; that of Orlan is cut in two."""
    parts = {"o:0": TEXTS["Orlan"][:15], "o:1": TEXTS["Orlan"][15:]}
    parts |= {"t:0": TEXTS["Tashkar"], "v:0": TEXTS["Vane"]}
    rows = [(passage, word) for passage, text in parts.items() for word in text.split()]
    table = pd.DataFrame(rows, columns=["passage", "term"]).value_counts().rename("n")
    return check(table.reset_index(), "counts")


@pytest.fixture
def spoken():
    """Who speaks the passages."""
    return pd.DataFrame(
        {"passage": ["o:0", "o:1", "t:0", "v:0"], "speaker": ["Orlan", "Orlan", "Tashkar", "Vane"]}
    )


@pytest.mark.parametrize("sublinear", [False, True])
def test_weights_are_those_of_scikit_learn_on_the_texts(counts, spoken, sublinear):
    vectorizer = TfidfVectorizer(sublinear_tf=sublinear)
    expected = pd.DataFrame(
        vectorizer.fit_transform(TEXTS.values()).toarray(),
        index=list(TEXTS),
        columns=vectorizer.get_feature_names_out(),
    )
    table = tfidf(counts, spoken, by="speaker", sublinear=sublinear)
    wide = table.pivot(index="group", columns="term", values="tfidf").fillna(0)
    pd.testing.assert_frame_equal(wide, expected, check_names=False)


def test_a_weight_is_that_of_the_formula(counts, spoken):
    # treaty is in all 3 groups: idf = ln(4/4) + 1 = 1; border in one: idf = ln(4/2) + 1
    table = tfidf(counts, spoken, by="speaker")
    tashkar = table[table["group"] == "Tashkar"]
    rare = 2 * (log(2) + 1)
    length = (rare**2 + 1) ** 0.5
    columns = ["term", "n", "df", "rank"]
    assert tashkar[columns].values.tolist() == [["border", 2, 1, 1], ["treaty", 1, 3, 2]]
    assert tashkar["tfidf"].tolist() == pytest.approx([rare / length, 1 / length])


def test_rows_have_length_one_and_counts_are_all_there(passages, mentions):
    counts = count_terms(passages, mentions)
    table = tfidf(counts, passages, by="document")
    lengths = (table["tfidf"] ** 2).groupby(table["group"]).sum()
    assert lengths.to_numpy() == pytest.approx([1] * passages["document"].nunique())
    assert table["n"].sum() == counts["n"].sum()


def test_chosen_terms_keep_weight_and_rank_among_all(counts, spoken):
    whole = tfidf(counts, spoken, by="speaker")
    chosen = tfidf(counts, spoken, by="speaker", terms=["treaty", "peace"])
    expected = whole[whole["term"] == "treaty"].reset_index(drop=True)
    pd.testing.assert_frame_equal(chosen, expected)
    assert set(chosen["rank"]) > {2}


def test_the_heaviest_terms_of_each_group_come_first(counts, spoken):
    whole = tfidf(counts, spoken, by="speaker")
    top = tfidf(counts, spoken, by="speaker", top=2)
    assert top["rank"].tolist() == [1, 2] * 3
    pd.testing.assert_frame_equal(top, whole[whole["rank"] <= 2].reset_index(drop=True))
    for _, group in whole.groupby("group"):
        assert group["tfidf"].is_monotonic_decreasing


def test_a_passage_of_two_groups_counts_in_each(counts, spoken):
    twice = pd.concat([spoken, spoken[spoken["passage"] == "t:0"].assign(speaker="Vane")])
    table = tfidf(counts, twice, by="speaker").set_index(["group", "term"])["n"]
    assert table["Vane", "border"] == table["Tashkar", "border"] == 2
    assert table["Vane", "treaty"] == 2


def test_only_groups_that_are_counted_are_documents_of_the_idf(counts, spoken):
    # the same counts, whether filtered as categories or as strings
    some = counts[counts["passage"] != "t:0"]
    plain = some.astype({"passage": "str", "term": "str"})
    table = tfidf(some, spoken, by="speaker")
    pd.testing.assert_frame_equal(table, tfidf(plain, spoken, by="speaker"))
    assert set(table["group"]) == {"Orlan", "Vane"}


def test_what_has_no_groups_is_refused(counts, spoken):
    with pytest.raises(
        DataError, match=r"passages: no column 'bloc'\. They have: passage, speaker"
    ):
        tfidf(counts, spoken, by="bloc")
    with pytest.raises(DataError, match="none of their passages has a value in 'speaker'"):
        tfidf(counts, spoken.assign(speaker=None), by="speaker")
