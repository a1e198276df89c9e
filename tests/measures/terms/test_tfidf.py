"""TF-IDF weights are those of scikit-learn, quanteda and gensim, over whatever groups passages."""

from __future__ import annotations

import warnings
from math import log

import numpy as np
import pandas as pd
import pytest
from gensim.corpora import Dictionary
from gensim.models import TfidfModel
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


def wide(table):
    """Groups x terms."""
    return table.pivot(index="group", columns="term", values="tfidf").fillna(0)


@pytest.mark.parametrize("sublinear", [False, True])
def test_weights_are_those_of_gensim_on_the_texts(counts, spoken, sublinear):
    texts = [text.split() for text in TEXTS.values()]
    dictionary = Dictionary(texts)
    corpus = [dictionary.doc2bow(text) for text in texts]
    options = {"smartirs": "lfc"} if sublinear else {}
    model = TfidfModel(corpus, id2word=dictionary, **options)
    rows = [{dictionary[i]: w for i, w in model[bag]} for bag in corpus]
    expected = pd.DataFrame(rows, index=list(TEXTS)).reindex(columns=sorted(dictionary.token2id))
    table = tfidf(counts, spoken, by="speaker", scheme="gensim", sublinear=sublinear)
    pd.testing.assert_frame_equal(
        wide(table), expected.fillna(0), check_names=False, rtol=1e-9, atol=1e-12
    )
    assert (table.loc[table["term"] == "treaty", "tfidf"] == 0).all()  # gensim leaves it out


# quanteda's dfm_tfidf (scheme_tf "count" or "logcount", scheme_df "inverse", base 10) in base R:
#   n <- rbind(Orlan   = c(border=0, harbour=3, pact=0, storm=1, treaty=2),
#              Tashkar = c(2, 0, 0, 0, 1), Vane = c(0, 1, 4, 1, 1))
#   idf <- log10(nrow(n) / colSums(n > 0))
#   print(t(t(n) * idf), digits=12)
#   print(t(t(ifelse(n > 0, 1 + log10(n), 0)) * idf), digits=12)
QUANTEDA = {
    False: [
        [0, 0.528273777167, 0, 0.176091259056, 0],
        [0.954242509439, 0, 0, 0, 0],
        [0, 0.176091259056, 1.908485018879, 0.176091259056, 0],
    ],
    True: [
        [0, 0.260108141521, 0, 0.176091259056, 0],
        [0.620749063959, 0, 0, 0, 0],
        [0, 0.176091259056, 0.764376873199, 0.176091259056, 0],
    ],
}


@pytest.mark.parametrize("sublinear", [False, True])
def test_weights_are_those_of_quanteda(counts, spoken, sublinear):
    table = tfidf(counts, spoken, by="speaker", scheme="quanteda", sublinear=sublinear)
    assert wide(table).to_numpy() == pytest.approx(np.array(QUANTEDA[sublinear]), abs=1e-11)
    assert set(table["scheme"]) == {"quanteda"}
    assert set(table["groups"]) == {3}


def test_quantedas_weights_are_those_of_its_manual():
    """The worked example of ?dfm_tfidf, from Wikipedia's page on tf-idf, there as shares of the words.

    In R: n <- rbind(c(1,1,2,1,0,0), c(1,1,0,0,2,3)); round(t(t(n / rowSums(n)) * log10(2 /
    colSums(n > 0))), 2) gives 0, 0, .12, .06, 0, 0 and 0, 0, 0, 0, .09, .13.
    """
    words = ["this", "is", "a", "sample", "another", "example"]
    n = [[1, 1, 2, 1, 0, 0], [1, 1, 0, 0, 2, 3]]
    rows = [(f"d{i}", w, k) for i in (0, 1) for w, k in zip(words, n[i], strict=True) if k]
    counts = pd.DataFrame(rows, columns=["passage", "term", "n"])
    passages = pd.DataFrame({"passage": ["d0", "d1"], "document": ["d0", "d1"]})
    table = wide(tfidf(counts, passages, scheme="quanteda"))[words]
    shares = table.to_numpy() / [[5], [7]]
    assert shares.round(2).tolist() == [[0, 0, 0.12, 0.06, 0, 0], [0, 0, 0, 0, 0.09, 0.13]]


def test_an_unknown_scheme_is_answered_with_those_there_are(counts, spoken):
    with pytest.raises(DataError, match="one of sklearn, quanteda, gensim; got 'smart'"):
        tfidf(counts, spoken, by="speaker", scheme="smart")


@pytest.mark.parametrize("scheme", ["sklearn", "quanteda", "gensim"])
def test_terms_of_no_group_are_no_matter(counts, spoken, scheme):
    only = pd.DataFrame({"passage": ["o:0"], "term": ["fog"], "n": [1]})
    counts, part = pd.concat([counts, only]), spoken[spoken["speaker"] != "Orlan"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = tfidf(counts, part, by="speaker", scheme=scheme)
    term = table["term"].iloc[0]
    one = tfidf(counts, part, by="speaker", scheme=scheme, terms=term)
    assert one.equals(table[table["term"] == term].reset_index(drop=True))


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
    with pytest.raises(DataError, match=r"counts: no column 'term'"):
        tfidf(counts.drop(columns="term"), spoken, by="speaker")
    with pytest.raises(DataError, match="none of their passages has a value in 'speaker'"):
        tfidf(counts, spoken.assign(speaker=None), by="speaker")
