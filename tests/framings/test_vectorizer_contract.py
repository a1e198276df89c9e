"""The contract of scikit-learn's estimators, as far as it can be asked of one that takes texts.

scikit-learn's `check_estimator` feeds tables of numbers. An estimator whose tags say that it takes
none (`two_d_array=False`, as CountVectorizer and HashingVectorizer say) is asked one thing, whether
it can be cloned, and skips the rest. So the rest is asked here in three ways: checks that need no
data run on the vectorizer as it is; all checks run on a vectorizer that is given numbers as texts;
and the most important ones are written out for texts.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy

import joblib
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import SkipTestWarning
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.utils import estimator_checks as checks, get_tags
from sklearn.utils.validation import check_is_fitted, validate_data

from topoi.framings import FramingVectorizer, read_lexicon

WORDINGS = ["A multipolar world. ", "Hybrid wars. ", "A colour revolution. "]
NAMES = ["multipolarity", "hybrid_war", "colour_revolution"]


class OnNumbers(FramingVectorizer):
    """Rows of numbers become texts that name framings as often as the numbers say."""

    def fit(self, X, y=None):
        return super().fit(self._told(X, reset=True))

    def transform(self, X):
        check_is_fitted(self)
        return super().transform(self._told(X, reset=False))

    def _told(self, X, reset):
        index = X.index if isinstance(X, pd.DataFrame) else None
        numbers = validate_data(self, X, reset=reset)
        times = (10 * np.abs(numbers)).astype(int) % 4
        texts = ["".join(WORDINGS[i % 3] * n for i, n in enumerate(row)) for row in times.tolist()]
        return pd.Series(texts, index=index, dtype=object)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        tags.input_tags.one_d_array = tags.input_tags.string = False
        return tags


ON_NUMBERS = OnNumbers(framings=NAMES, sparse_output=False)


def test_its_tags_are_those_of_the_vectorizers_of_scikit_learn():
    ours = get_tags(FramingVectorizer()).input_tags
    for theirs in (CountVectorizer(), HashingVectorizer()):
        tags = get_tags(theirs).input_tags
        assert (ours.string, ours.two_d_array) == (tags.string, tags.two_d_array) == (True, False)


def test_of_a_vectorizer_scikit_learn_asks_one_thing_and_skips_the_rest():
    with pytest.warns(SkipTestWarning, match="requires input"):
        asked = checks.check_estimator(FramingVectorizer())
    assert [(c["check_name"], c["status"]) for c in asked] == [
        ("check_estimator_cloneable", "passed")
    ]


@pytest.mark.parametrize(
    "name",
    """
    check_estimator_cloneable check_estimator_tags_renamed check_valid_tag_types
    check_estimator_repr check_no_attributes_set_in_init check_estimators_overwrite_params
    check_do_not_raise_errors_in_init_or_set_params check_mixin_order
    check_parameters_default_constructible check_get_params_invariance check_set_params
    check_estimators_unfitted check_transformers_unfitted check_fit_check_is_fitted
    check_get_feature_names_out_error
    """.split(),
)
def test_checks_that_need_no_numbers(name):
    getattr(checks, name)("FramingVectorizer", FramingVectorizer())


@checks.parametrize_with_checks([ON_NUMBERS])
def test_checks_of_scikit_learn_with_numbers_as_texts(estimator, check):
    check(estimator)


@pytest.mark.filterwarnings("ignore:X .* feature names")  # some of them mix tables and arrays
@pytest.mark.parametrize(
    "name",
    """
    check_set_output_transform check_set_output_transform_pandas
    check_global_output_transform_pandas check_dataframe_column_names_consistency
    check_inplace_ensure_writeable
    """.split(),
)
def test_checks_of_tables_with_numbers_as_texts(name):
    getattr(checks, name)("OnNumbers", clone(ON_NUMBERS))


# ---- the contract, written out for texts

TEXTS = [
    "A multipolar world; hybrid wars.",
    "Rain.",
    "Colour revolutions? Hybrid wars! Hybrid wars!",
    "Многополярный мир",
    "",
]
WAYS = {
    "counts": {},
    "binary": {"binary": True},
    "rates": {"per_words": 100},
    "dense": {"sparse_output": False},
    "chosen": {"framings": tuple(NAMES), "uses": ("own", None), "nested": "lexicon"},
    "own lexicon": {"lexicon": {name: read_lexicon()[name] for name in NAMES}},
}
Make = Callable[[], FramingVectorizer]


@pytest.fixture(params=WAYS)
def make(request) -> Make:
    """Makes a vectorizer with one of several sets of parameters."""
    return lambda: FramingVectorizer(**WAYS[request.param])


def dense(values) -> np.ndarray:
    return values if isinstance(values, np.ndarray) else values.toarray()


def same(a, b) -> None:
    assert (type(a), a.dtype) == (type(b), b.dtype)
    np.testing.assert_array_equal(dense(a), dense(b))


def state(vectorizer: FramingVectorizer) -> dict[str, object]:
    """Everything that it holds, patterns by how they are written."""
    return {name: repr(value) for name, value in vars(vectorizer).items()}


def test_fit_returns_itself_and_learns_only_the_lexicon(make):
    vectorizer = make()
    before = set(vars(vectorizer))
    assert vectorizer.fit(TEXTS, [0, 1, 0, 1, 0]) is vectorizer
    assert set(vars(vectorizer)) - before == {"lexicon_"}
    assert not hasattr(vectorizer, "n_features_in_")  # as CountVectorizer has none
    assert not hasattr(CountVectorizer().fit(TEXTS), "n_features_in_")


def test_fit_and_transform_are_fit_transform(make):
    same(make().fit(TEXTS).transform(TEXTS), make().fit_transform(TEXTS))
    same(make().fit_transform(TEXTS, y=[0, 1, 0, 1, 0]), make().fit_transform(TEXTS))


def test_fitting_again_changes_nothing(make):
    vectorizer = make().fit(TEXTS)
    before = state(vectorizer), vectorizer.transform(TEXTS)
    vectorizer.fit(TEXTS[:2])
    assert state(vectorizer) == before[0]
    same(vectorizer.transform(TEXTS), before[1])


def test_transforming_changes_neither_vectorizer_nor_texts_nor_parameters(make):
    vectorizer = make().fit(TEXTS)
    table = pd.DataFrame({"text": TEXTS, "speaker": "Ivo Orlan"})
    parameters, before = deepcopy(vectorizer.get_params()), state(vectorizer)
    for texts in (TEXTS, np.array(TEXTS), table):
        kept = deepcopy(texts)
        vectorizer.transform(texts)
        vectorizer.get_feature_names_out()
        assert type(kept) is type(texts)
        assert np.array_equal(kept, texts)
    assert state(vectorizer) == before
    assert repr(vectorizer.get_params()) == repr(parameters)


def test_each_row_is_counted_by_itself(make):
    vectorizer = make().fit(TEXTS)
    whole = dense(vectorizer.transform(TEXTS))
    one_by_one = [dense(vectorizer.transform([text])) for text in TEXTS]
    np.testing.assert_array_equal(np.vstack(one_by_one), whole)
    order = [3, 0, 4, 2, 1]
    shuffled = vectorizer.transform([TEXTS[i] for i in order])
    np.testing.assert_array_equal(dense(shuffled), whole[order])


def test_a_name_for_each_column(make):
    vectorizer = make().fit(TEXTS)
    names = vectorizer.get_feature_names_out(["text"])
    assert names.dtype == object
    assert len(names) == len(set(names)) == vectorizer.transform(TEXTS).shape[1]


def test_clones_and_pickles_count_the_same(make, tmp_path):
    vectorizer = make()
    unfitted = clone(vectorizer)
    assert not hasattr(clone(vectorizer.fit(TEXTS)), "lexicon_")
    assert repr(unfitted.get_params()) == repr(vectorizer.get_params())
    wanted = vectorizer.transform(TEXTS)
    same(unfitted.fit_transform(TEXTS), wanted)
    same(pickle.loads(pickle.dumps(vectorizer)).transform(TEXTS), wanted)
    joblib.dump(vectorizer, tmp_path / "vectorizer.joblib")
    same(joblib.load(tmp_path / "vectorizer.joblib").transform(TEXTS), wanted)


def test_parameters_are_set_and_got_as_given(make):
    given = make().get_params()
    assert set(given) == set(FramingVectorizer().get_params())
    again = FramingVectorizer().set_params(**given)
    assert all(value is again.get_params()[name] for name, value in given.items())
    same(again.fit_transform(TEXTS), make().fit_transform(TEXTS))


def test_every_way_but_the_sparse_one_becomes_a_table(make):
    vectorizer = make().set_params(sparse_output=False)
    values = vectorizer.fit_transform(TEXTS)
    table = vectorizer.set_output(transform="pandas").transform(TEXTS)
    assert list(table.columns) == list(vectorizer.get_feature_names_out())
    np.testing.assert_array_equal(table.to_numpy(), values)
