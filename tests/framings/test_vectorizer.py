"""Framings as features: the counts of find_framings, in whatever shape the texts come."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, make_pipeline

from topoi.errors import DataError, LexiconError
from topoi.framings import FramingVectorizer, read_lexicon
from topoi.text import count_words

TEXTS = [
    "A multipolar world, and no hybrid wars.",
    "",
    "Multipolarity! The multipolar world is near.",
    "Гибридная война против многополярного мира",
]
NAMES = ["multipolarity", "hybrid_war"]
COUNTS = [[1, 1], [0, 0], [2, 0], [1, 1]]


def counted(mentions: pd.DataFrame, passages: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Mentions as a dense table of passages x framings, the slow way."""
    table = pd.crosstab(mentions.passage.astype(str), mentions.framing.astype(str))
    return table.reindex(index=passages.passage, columns=names, fill_value=0).to_numpy()


# ---- counts


def test_counts_by_hand():
    values = FramingVectorizer(framings=NAMES).fit_transform(TEXTS)
    assert isinstance(values, sp.csr_matrix)
    assert (values.dtype, values.toarray().tolist()) == (np.dtype("int64"), COUNTS)
    assert values.has_canonical_format


def test_the_counts_of_passages_are_those_of_their_mentions(passages, mentions):
    vectorizer = FramingVectorizer()
    values = vectorizer.fit_transform(passages)
    names = vectorizer.get_feature_names_out().tolist()
    assert names == list(read_lexicon())
    np.testing.assert_array_equal(values.toarray(), counted(mentions, passages, names))
    assert values.sum() == len(mentions) > 100
    from_texts = vectorizer.transform(passages["text"])
    np.testing.assert_array_equal(from_texts.toarray(), values.toarray())


@pytest.mark.parametrize("uses", [["name"], ["reported", None], (None,), {"own", "negated"}])
def test_only_mentions_of_the_uses_asked_for_count(passages, mentions, uses):
    vectorizer = FramingVectorizer(uses=uses)
    values = vectorizer.fit_transform(passages)
    kept = [(None if pd.isna(use) else use) in uses for use in mentions.use]
    names = list(vectorizer.lexicon_)
    np.testing.assert_array_equal(values.toarray(), counted(mentions[kept], passages, names))
    assert values.sum() == sum(kept)


def test_names_are_told_from_framings_in_bare_texts():
    texts = ["the Great Eurasian Partnership", "Greater Eurasia and the Great Eurasian Partnership"]
    values = FramingVectorizer(framings=["greater_eurasia"], uses=["name"]).fit_transform(texts)
    assert values.toarray().tolist() == [[1], [1]]


def test_only_mentions_of_the_attitudes_asked_for_count(passages, mentions):
    every = ["endorse", "oppose", "neutral", None]
    parts = [FramingVectorizer(attitudes=[a]).fit_transform(passages) for a in every]
    assert [part.sum() for part in parts] == [
        sum((None if pd.isna(found) else found) == a for found in mentions.attitude) for a in every
    ]
    assert sum(parts).sum() == len(mentions)


def test_who_is_reported_in_a_table_is_used(passages):
    table = pd.DataFrame(
        {"text": ["a multipolar world"] * 2, "embedded_source": [None, "the envoy"]}
    )
    values = FramingVectorizer(framings=NAMES, uses=["reported"]).fit_transform(table)
    assert values.toarray().tolist() == [[0, 0], [1, 0]]


def test_of_nested_framings_both_count_or_the_longer_one(tmp_path):
    file = tmp_path / "war.toml"
    file.write_text(
        '[war]\nlabel = "war"\npatterns.en = ["war*"]\nexamples = ["wars"]\n'
        '[hybrid]\nlabel = "hybrid"\npatterns.en = ["hybrid war*"]\nexamples = ["hybrid war"]\n',
        "utf-8",
    )
    texts = ["hybrid wars", "war, a hybrid war"]
    for nested, counts in (("framing", [[1, 1], [2, 1]]), ("lexicon", [[0, 1], [1, 1]])):
        values = FramingVectorizer(file, nested=nested).fit_transform(texts)
        assert values.toarray().tolist() == counts


def test_binary_says_whether_and_per_words_how_often():
    binary = FramingVectorizer(framings=NAMES, binary=True).fit_transform(TEXTS)
    assert binary.toarray().tolist() == [[1, 1], [0, 0], [1, 0], [1, 1]]
    rates = FramingVectorizer(framings=NAMES, per_words=100).fit_transform(TEXTS)
    words = [max(count_words(text), 1) for text in TEXTS]
    np.testing.assert_allclose(rates.toarray(), np.array(COUNTS) * 100 / np.array(words)[:, None])
    assert (type(rates), rates.dtype) == (sp.csr_matrix, np.dtype("float64"))


def test_the_words_of_a_text_are_those_of_its_passage(passages):
    assert [count_words(text) for text in passages["text"]] == passages["words"].tolist()


def test_a_lexicon_is_a_path_or_a_dictionary(tmp_path):
    file = tmp_path / "lake.toml"
    file.write_text(
        '[calm_lake]\nlabel = "x"\npatterns.en = ["calm lake*"]\nexamples = ["calm lake"]\n',
        "utf-8",
    )
    for lexicon in (file, str(file), read_lexicon(file)):
        vectorizer = FramingVectorizer(lexicon).fit([])
        assert vectorizer.transform(["calm lakes"]).toarray().tolist() == [[1]]
        assert vectorizer.get_feature_names_out().tolist() == ["calm_lake"]


def test_columns_go_by_the_lexicon_not_by_the_choice():
    names = FramingVectorizer(framings=NAMES[::-1]).fit([]).get_feature_names_out()
    assert names.tolist() == [name for name in read_lexicon() if name in NAMES]


# ---- shapes in which texts come


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS,
        tuple(TEXTS),
        np.array(TEXTS),
        np.array(TEXTS, dtype=object),
        np.array(TEXTS, dtype=object)[:, None],
        pd.Series(TEXTS, index=[3, 3, 1, 0]),
        pd.Series(TEXTS, dtype="category"),
        pd.DataFrame({"body": TEXTS}, index=[3, 3, 1, 0]),
        pd.DataFrame({"year": [1, 2, 3, 4], "text": TEXTS}, index=list("abca")),
    ],
    ids=lambda texts: f"{type(texts).__name__} {getattr(texts, 'shape', '')}",
)
def test_texts_come_in_many_shapes(texts):
    vectorizer = FramingVectorizer(framings=NAMES).fit(texts)
    assert vectorizer.transform(texts).toarray().tolist() == COUNTS


def test_texts_that_come_one_by_one_are_read_once():
    texts = (text for text in TEXTS)
    assert FramingVectorizer(framings=NAMES).fit_transform(texts).toarray().tolist() == COUNTS


def test_passages_drawn_twice_are_counted_twice(passages):
    drawn = passages.iloc[[5, 5, 0]]
    values = FramingVectorizer().fit_transform(drawn).toarray()
    each = FramingVectorizer().fit_transform(passages).toarray()
    np.testing.assert_array_equal(values, each[[5, 5, 0]])


def test_no_texts_are_no_rows():
    assert FramingVectorizer(framings=NAMES).fit_transform([]).shape == (0, 2)


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("A multipolar world", "not one str"),
        (b"A multipolar world", "not one bytes"),
        ({"text": TEXTS}, "not one dict"),
        (None, "not one NoneType"),
        (["x", None], r"text 1 \(from 0\) is missing: None. Fill in ''"),
        ([float("nan")], "text 0 .* is missing: nan"),
        (pd.Series(["x", pd.NA], dtype="str"), "text 1 .* is missing"),
        (["x", b"y"], "text 1 .* is no str: b'y'"),
        (["x", ["y"]], r"text 1 .* is no str: \['y'\]"),
        (np.zeros(3), "text 0 .* is no str"),
        (np.zeros((3, 2)), r"one column; this ndarray has the shape \(3, 2\)"),
        (sp.csr_matrix((3, 2)), "one column; this csr_matrix"),
        (pd.DataFrame({"a": ["x"], "b": ["y"]}), r"DataFrame has the shape \(1, 2\)"),
    ],
)
def test_what_is_no_column_of_texts_is_an_error(texts, message):
    vectorizer = FramingVectorizer(framings=NAMES).fit([])
    with pytest.raises(DataError, match=message):
        vectorizer.transform(texts)
    with pytest.raises(DataError, match=message):
        vectorizer.fit_transform(texts)


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"framings": ["peace"]}, LexiconError, "no framing 'peace'"),
        ({"framings": "hybrid_war"}, DataError, r"framings: 'hybrid_war' is no collection"),
        ({"framings": []}, DataError, r"framings: \[\] is no collection"),
        ({"uses": "own"}, DataError, "uses: 'own' is no collection"),
        ({"uses": ["mine"]}, DataError, "uses: no 'mine'. There are own, reported"),
        ({"attitudes": ["own"]}, DataError, "attitudes: no 'own'. There are endorse"),
        ({"nested": "text"}, DataError, "nested: no 'text'. There are framing, lexicon"),
        ({"nested": None}, DataError, "nested: no None"),
        ({"per_words": 0}, DataError, "per_words: 0 is no positive number"),
        ({"per_words": "many"}, DataError, "per_words: 'many'"),
        ({"per_words": 100, "binary": True}, DataError, "exclude each other"),
    ],
)
def test_a_wrong_parameter_is_an_error_of_fit(parameters, error, message):
    vectorizer = FramingVectorizer(**parameters)  # says nothing yet, as scikit-learn wants it
    with pytest.raises(error, match=message):
        vectorizer.fit(TEXTS)


def test_what_is_not_fitted_says_so():
    for ask in (lambda v: v.transform(TEXTS), lambda v: v.get_feature_names_out()):
        with pytest.raises(NotFittedError):
            ask(FramingVectorizer())


# ---- among others of scikit-learn


def test_it_stands_beside_a_count_vectorizer_in_a_union():
    union = FeatureUnion(
        [("framings", FramingVectorizer(framings=NAMES)), ("words", CountVectorizer())]
    )
    values = union.fit_transform(TEXTS)
    names = union.get_feature_names_out().tolist()
    assert names[:2] == ["framings__multipolarity", "framings__hybrid_war"]
    assert values.shape == (4, len(names))
    assert values[:, :2].toarray().tolist() == COUNTS


@pytest.mark.parametrize("column", ["text", ["text"], ["text", "embedded_source"]])
def test_a_column_transformer_finds_its_column(column):
    table = pd.DataFrame({"text": TEXTS, "embedded_source": None, "words": [1, 2, 3, 4]})
    vectorizer = FramingVectorizer(framings=NAMES)
    columns = ColumnTransformer([("f", vectorizer, column), ("w", "passthrough", ["words"])])
    values = np.asarray(sp.csr_matrix(columns.fit_transform(table)).todense())
    assert values.tolist() == [[*row, i + 1] for i, row in enumerate(COUNTS)]
    assert list(columns.get_feature_names_out()) == [
        "f__multipolarity",
        "f__hybrid_war",
        "w__words",
    ]


def test_a_search_over_its_parameters_in_two_processes_finds_those_that_tell_apart():
    """Names of a partnership against wishes for one: the counts are the same, the uses are not."""
    texts = ["the Great Eurasian Partnership"] * 10 + ["Greater Eurasia"] * 10
    model = make_pipeline(FramingVectorizer(), LogisticRegression())
    grid = {"framingvectorizer__uses": [None, ["name"]], "framingvectorizer__binary": [True, False]}
    search = GridSearchCV(model, grid, cv=2, n_jobs=2).fit(texts, [0] * 10 + [1] * 10)
    assert search.best_params_["framingvectorizer__uses"] == ["name"]
    assert search.best_score_ == 1
    assert search.cv_results_["mean_test_score"].min() == 0.5


def test_as_a_table_it_keeps_the_index_and_names_the_columns():
    vectorizer = FramingVectorizer(framings=NAMES, sparse_output=False)
    table = vectorizer.set_output(transform="pandas").fit_transform(
        pd.Series(TEXTS, index=list("abcd"))
    )
    wanted = pd.DataFrame(COUNTS, index=list("abcd"), columns=NAMES)
    pd.testing.assert_frame_equal(table, wanted)


def test_a_sparse_matrix_does_not_become_a_table_unasked():
    vectorizer = FramingVectorizer().set_output(transform="pandas")
    with pytest.raises(ValueError, match="sparse"):  # scikit-learn's own words
        vectorizer.fit_transform(TEXTS)
