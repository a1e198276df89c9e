"""One contract for every topic engine of the registry."""

from __future__ import annotations

from inspect import signature

import numpy as np
import pytest
import scipy.sparse as sp

from topoi.errors import DataError
from topoi.topics import fit_runs, select_topics
from topoi.topics.choice.stability import match_topics
from topoi.topics.engines import ENGINES, make_engine

pytestmark = pytest.mark.parametrize("engine", sorted(ENGINES))

# Online variational Bayes updates its topics once a minibatch: with its defaults, five times on so
# small a corpus, which is not enough to converge.
ENOUGH = {name: {"passes": 20, "batch_size": 32} for name in ("gensim", "sklearn")}
# Where nothing hangs on it, the slow ones go over the corpus a few times only.
FEW = {name: {"passes": 3} for name in ("gensim", "sklearn", "sklearn-batch", "tomotopy")}
FEW |= {"gensim-multicore": {"passes": 2, "batch_size": 50}}


@pytest.fixture(autouse=True)
def _there(engine):
    if engine == "tomotopy":
        pytest.importorskip("tomotopy")


def quick(engine, n_topics, random_state=1, **options):
    return make_engine(engine, n_topics, random_state, **FEW.get(engine, {}) | options)


def test_topics_and_shares_are_distributions_of_the_promised_shapes(engine, planted):
    X = planted.words.X
    fitted = quick(engine, 4)
    assert fitted.fit(X) is fitted
    theta = fitted.transform(X)
    assert fitted.components_.shape == (4, X.shape[1])
    assert theta.shape == (X.shape[0], 4)
    for table in (fitted.components_, theta):
        assert (table >= 0).all()
        np.testing.assert_allclose(table.sum(axis=1), 1)


def test_planted_topics_come_back_and_so_do_their_shares(engine, planted):
    fitted = make_engine(engine, 3, 1, **ENOUGH.get(engine, {})).fit(planted.words.X)
    partner, divergence = match_topics(planted.phi, fitted.components_)
    assert divergence.max() < 0.02
    theta = fitted.transform(planted.words.X)[:, partner]
    assert np.abs(theta - planted.theta).mean() < 0.05


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(engine, planted):
    one, again, other = (
        quick(engine, 3, seed).fit(planted.words.X).components_ for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_the_shares_of_a_document_are_the_same_each_time_and_in_any_company(engine, planted):
    X = planted.words.X
    fitted = quick(engine, 3).fit(X)
    theta = fitted.transform(X)
    np.testing.assert_array_equal(fitted.transform(X), theta)
    np.testing.assert_allclose(fitted.transform(X[:7]), theta[:7], atol=0.01)


def test_a_document_without_known_terms_gets_the_shares_of_its_prior(engine, planted):
    fitted = quick(engine, 4).fit(planted.words.X)
    assert fitted.alpha_.shape == (4,)
    assert (fitted.alpha_ > 0).all()
    expected = fitted.alpha_ / fitted.alpha_.sum()
    np.testing.assert_allclose(fitted.transform(sp.csr_matrix((1, 120)))[0], expected)


def test_the_matrix_is_left_as_it_was_even_with_its_columns_out_of_order(engine, planted):
    X = planted.words.X.astype(float)[:, np.random.default_rng(1).permutation(120)]
    assert not X.has_sorted_indices
    before = [part.copy() for part in (X.data, X.indices, X.indptr)]
    quick(engine, 3).fit(X).transform(X)
    for part, old in zip((X.data, X.indices, X.indptr), before, strict=True):
        np.testing.assert_array_equal(part, old)


def test_the_number_of_workers_does_not_show(engine, planted):
    if engine == "gensim-multicore":
        pytest.skip("starts processes of its own: test_peers.py")
    grid = {"n_topics": (2, 3), "seeds": (1,), "engines": (engine,), "random_state": 1}
    grid |= FEW.get(engine, {})
    one, two = (select_topics(planted.words, **grid, n_jobs=jobs) for jobs in (1, 2))
    assert one.equals(two)
    runs = {"n_topics": 3, "seeds": (1, 2), "engine": engine} | FEW.get(engine, {})
    pairs = zip(
        *(fit_runs(planted.words, **runs, n_jobs=jobs) for jobs in (1, 2)),
        strict=True,
    )
    for a, b in pairs:
        np.testing.assert_array_equal(a.components, b.components)
        np.testing.assert_array_equal(a.theta, b.theta)


def test_an_array_for_eta_guides_topics_or_is_refused_by_name(engine, planted):
    # The first topic may not have the terms of border, and the third is told to have some of them.
    eta = np.full((3, 120), 0.1)
    eta[0, 80:] = 0.0
    eta[2, 80:90] = 20.0
    made = make_engine(engine, 3, 1, eta=eta, **ENOUGH.get(engine, {}))
    if engine.startswith("sklearn"):
        with pytest.raises(DataError, match="scikit-learn takes one number for eta"):
            made.fit(planted.words.X)
        return
    fitted = made.fit(planted.words.X)
    assert (fitted.components_[0, 80:] < 1e-9).all()
    assert fitted.components_[2, 80:].sum() > 0.9
    assert np.isfinite(fitted.transform(planted.words.X)).all()


@pytest.mark.parametrize("option", [{"alpha": -1}, {"eta": -1}, {"eta": "x"}, {"n_topics": 2.5}])
def test_options_that_are_impossible_are_refused_by_name(engine, option, planted):
    with pytest.raises(DataError, match=f"^{next(iter(option))} must be"):
        make_engine(engine, **({"n_topics": 3} | option))
    known = signature(type(make_engine(engine, 3))).parameters
    for name in {"passes", "batch_size", "workers", "threads"} & set(known):
        with pytest.raises(DataError, match=f"^{name} must be"):
            make_engine(engine, 3, **{name: -1})


def test_documents_of_other_terms_are_refused(engine, planted):
    fitted = quick(engine, 3).fit(planted.words.X)
    wider = sp.hstack([planted.words.X, planted.words.X], format="csr")
    with pytest.raises(DataError, match="two vocabularies"):
        fitted.transform(wider)


def test_an_unknown_engine_is_answered_with_those_there_are(engine):
    with pytest.raises(DataError, match=f"no topic engine 'oracle'.*{engine}"):
        make_engine("oracle", 3)
