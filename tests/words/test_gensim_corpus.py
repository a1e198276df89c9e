"""gensim takes the counts for what it would have counted itself."""

from __future__ import annotations

import itertools
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest
from gensim.corpora import Dictionary, MmCorpus
from gensim.matutils import corpus2csc
from gensim.models import CoherenceModel, LdaModel, TfidfModel
from gensim.similarities import MatrixSimilarity, Similarity
from gensim.utils import SaveLoad

from topoi.errors import DataError, SchemaError
from topoi.words import count_terms, framing_corpus, to_gensim, to_matrix, tokenize


@pytest.fixture(scope="module")
def texts(passages, mentions):
    """The tokens of each specimen passage that has any, as gensim takes texts."""
    tokens = tokenize(passages, mentions).map(lambda listed: [t for t in listed if t])
    return tokens[tokens.map(len) > 0]


@pytest.fixture(scope="module")
def counts(passages, mentions):
    """The same, counted."""
    return count_terms(passages, mentions)


@pytest.fixture(scope="module")
def bags(counts):
    """The same, for gensim."""
    return to_gensim(counts)


@pytest.fixture(scope="module")
def from_texts(texts, bags):
    """What gensim itself makes of the texts: dictionary and corpus, in the order of `bags.rows`."""
    ordered = [texts[row] for row in bags.rows]
    dictionary = Dictionary(ordered)
    return dictionary, [dictionary.doc2bow(text) for text in ordered]


def named(bag, dictionary) -> dict[str, float]:
    return {dictionary[i]: n for i, n in bag}


def test_the_bags_are_those_that_gensim_makes_of_the_texts(bags, texts, from_texts):
    theirs, corpus = from_texts
    assert sorted(bags.rows) == sorted(texts.index)
    assert [named(bag, bags.dictionary) for bag in bags.corpus] == [
        named(bag, theirs) for bag in corpus
    ]
    assert all(bag == sorted(bag) for bag in bags.corpus)
    assert {type(x) for bag in bags.corpus for pair in bag for x in pair} == {int}


@pytest.mark.parametrize("attribute", ["num_docs", "num_pos", "num_nnz"])
def test_the_dictionary_counts_as_gensim_does(bags, from_texts, attribute):
    assert getattr(bags.dictionary, attribute) == getattr(from_texts[0], attribute) > 100


@pytest.mark.parametrize("attribute", ["dfs", "cfs"])
def test_the_dictionary_knows_how_frequent_a_term_is(bags, from_texts, attribute):
    theirs, ours = from_texts[0], bags.dictionary
    assert {ours[i]: n for i, n in getattr(ours, attribute).items()} == {
        theirs[i]: n for i, n in getattr(theirs, attribute).items()
    }


def test_a_round_trip_through_gensim_gives_the_matrix(bags, counts):
    matrix = to_matrix(counts)
    back = corpus2csc(
        bags.corpus,
        num_terms=len(bags.dictionary),
        num_docs=bags.dictionary.num_docs,
        num_nnz=bags.dictionary.num_nnz,
        dtype="int64",
    ).T.tocsr()
    assert (back != matrix.values).nnz == 0
    assert back.shape == matrix.values.shape
    assert bags.rows == matrix.rows
    assert [bags.dictionary[i] for i in range(len(bags.dictionary))] == matrix.terms


@pytest.mark.parametrize("scheme", ["nfc", "ltc", "lpn"])
def test_tfidf_is_that_of_the_texts(bags, from_texts, scheme):
    theirs = TfidfModel(corpus=from_texts[1], dictionary=from_texts[0], smartirs=scheme)
    for ours in (
        TfidfModel(dictionary=bags.dictionary, smartirs=scheme),
        TfidfModel(corpus=bags.corpus, id2word=bags.dictionary, smartirs=scheme),
    ):
        for bag, other in zip(bags.corpus, from_texts[1], strict=True):
            weights = named(ours[bag], bags.dictionary)
            wanted = named(theirs[other], from_texts[0])
            assert weights == pytest.approx(wanted)


def test_topics_are_those_of_a_dictionary_of_the_texts_with_the_same_ids(bags, texts):
    ordered = [texts[row] for row in bags.rows]
    same_ids = Dictionary()
    same_ids.token2id = dict(bags.dictionary.token2id)
    corpus = [same_ids.doc2bow(text, allow_update=True) for text in ordered]
    options = {"num_topics": 3, "random_state": 1, "dtype": np.float64}
    ours = LdaModel(bags.corpus, id2word=bags.dictionary, **options)
    theirs = LdaModel(corpus, id2word=same_ids, **options)
    np.testing.assert_array_equal(ours.get_topics(), theirs.get_topics())
    assert ours.get_topics().shape == (3, len(bags.dictionary))


@pytest.mark.parametrize("measure", ["u_mass", "c_npmi"])
def test_coherence_is_that_of_the_texts(bags, texts, from_texts, measure):
    frequent = [term for term, _ in bags.dictionary.most_common(8)]
    topics = [frequent[:4], frequent[4:]]
    ordered = [texts[row] for row in bags.rows]
    known = {"topics": topics, "texts": ordered, "coherence": measure, "processes": 1}
    ours = CoherenceModel(corpus=bags.corpus, dictionary=bags.dictionary, **known)
    theirs = CoherenceModel(corpus=from_texts[1], dictionary=from_texts[0], **known)
    assert ours.get_coherence() == pytest.approx(theirs.get_coherence())
    assert ours.get_coherence() != 0


def test_the_most_similar_passage_is_the_same(bags, from_texts, tmp_path):
    size = len(bags.dictionary)
    ours = Similarity(str(tmp_path / "index"), bags.corpus, num_features=size)
    theirs = MatrixSimilarity(from_texts[1], num_features=size)
    for bag, other in itertools.islice(zip(bags.corpus, from_texts[1], strict=True), 20):
        np.testing.assert_allclose(ours[bag], theirs[other], atol=1e-6)


def test_it_can_be_saved_and_loaded(bags, tmp_path):
    MmCorpus.serialize(str(tmp_path / "corpus.mm"), bags.corpus, id2word=bags.dictionary)
    assert [list(bag) for bag in MmCorpus(str(tmp_path / "corpus.mm"))] == bags.corpus
    bags.dictionary.save(str(tmp_path / "dictionary"))
    loaded = SaveLoad.load(str(tmp_path / "dictionary"))
    assert (loaded.token2id, loaded.dfs) == (bags.dictionary.token2id, bags.dictionary.dfs)


def test_the_dictionary_can_be_filtered(bags):
    dictionary = deepcopy(bags.dictionary)  # filtering changes it
    dictionary.filter_extremes(no_below=3, no_above=0.5)
    assert 0 < len(dictionary) < len(bags.dictionary)


def test_rows_may_be_groups_and_terms_may_be_chosen(counts, passages):
    document = passages.set_index("passage")["document"]
    words = counts.astype({"term": "str"}).query("not term.str.startswith('<')")
    terms = [words.groupby("term")["n"].sum().idxmax(), "<hybrid_war>", "no such word"]
    corpus, dictionary, rows = to_gensim(counts, document, terms=terms)
    matrix = to_matrix(counts, document, terms=terms)
    assert (rows, list(dictionary.token2id)) == (matrix.rows, terms)
    np.testing.assert_array_equal(
        corpus2csc(corpus, num_terms=3, dtype="int64").T.toarray(), matrix.values.toarray()
    )
    assert dictionary.dfs == {
        i: n for i, n in enumerate((matrix.values.toarray() > 0).sum(axis=0)) if n
    }
    assert set(dictionary.dfs) == {0, 1}
    assert TfidfModel(dictionary=dictionary)[corpus]  # no division by the term that never occurs


def test_what_is_no_table_of_counts_is_an_error(passages):
    with pytest.raises(SchemaError, match="counts: no column 'term'"):
        to_gensim(passages)


# ---- framings


def test_passages_are_bags_of_framings(passages, mentions):
    corpus, dictionary, rows = framing_corpus(passages, mentions)
    assert rows == passages["passage"].tolist()
    wanted = pd.crosstab(mentions.passage.astype(str), mentions.framing.astype(str))
    assert list(dictionary.token2id) == wanted.columns.tolist()
    values = corpus2csc(corpus, num_terms=len(dictionary), num_docs=len(rows), dtype="int64").T
    filled = wanted.reindex(rows, fill_value=0).to_numpy()
    np.testing.assert_array_equal(values.toarray(), filled)
    assert (dictionary.num_docs, dictionary.num_pos) == (len(passages), len(mentions))
    assert dictionary.num_nnz == (filled > 0).sum()
    assert list(dictionary.cfs.values()) == filled.sum(axis=0).tolist()
    assert list(dictionary.dfs.values()) == (filled > 0).sum(axis=0).tolist()


def test_framings_can_be_chosen_found_or_not(passages, mentions):
    names = ["peace", "hybrid_war"]
    corpus, dictionary, _ = framing_corpus(passages, mentions, framings=names)
    assert dictionary.token2id == {"peace": 0, "hybrid_war": 1}
    assert sum(n for bag in corpus for _, n in bag) == (mentions.framing == "hybrid_war").sum()
    assert {i for bag in corpus for i, _ in bag} == {1}


def test_framings_of_passages_are_the_terms_in_angle_brackets_of_their_counts(
    passages, mentions, counts
):
    ours = framing_corpus(passages, mentions).dictionary
    theirs = to_gensim(counts).dictionary
    totals = {f"<{ours[i]}>": n for i, n in ours.cfs.items()}
    assert totals == {theirs[i]: n for i, n in theirs.cfs.items() if theirs[i].startswith("<")}


def test_without_mentions_every_bag_is_empty(passages, mentions):
    corpus, dictionary, _ = framing_corpus(passages, mentions.iloc[:0])
    assert corpus == [[]] * len(passages)
    assert (len(dictionary), dictionary.num_docs) == (0, len(passages))


def test_a_mention_of_another_table_is_an_error(passages, mentions):
    with pytest.raises(DataError, match=r"'\S+' is not among the passages \(\d+ mentions\)"):
        framing_corpus(passages.iloc[:3], mentions)


def test_nothing_given_is_changed(passages, mentions, counts):
    kept = [table.copy(deep=True) for table in (passages, mentions, counts)]
    framing_corpus(passages, mentions)
    to_gensim(counts)
    for table, was in zip((passages, mentions, counts), kept, strict=True):
        pd.testing.assert_frame_equal(table, was)
