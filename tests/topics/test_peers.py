"""Engines of libraries: what each of them needs to be told to be steady, and what it cannot do."""

from __future__ import annotations

import ast
import sys
import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone

from topoi.errors import DataError
from topoi.topics import peers
from topoi.topics.choice.stability import match_topics
from topoi.topics.engines import make_engine
from topoi.topics.evaluation import heldout_likelihood, split_tokens
from topoi.topics.peers import Rows, tomotopy_topics


def test_rows_are_documents_in_the_order_asked_for_and_can_be_read_twice():
    rows = Rows(sp.csr_matrix(np.array([[0, 2, 0], [1, 0, 3], [0, 0, 0]])), np.array([2, 1, 0]))
    expected = [[], [(0, 1.0), (2, 3.0)], [(1, 2.0)]]
    assert len(rows) == 3
    assert [list(rows), list(rows)] == [expected, expected]


@pytest.mark.parametrize("engine", ["gensim", "sklearn"])
def test_online_engines_do_not_mind_a_corpus_sorted_by_what_it_is_about(engine, planted):
    # Left in this order, the minibatches would be of one topic each.
    X = planted.words.X[np.argsort(planted.theta.argmax(axis=1), kind="stable")]
    fitted = make_engine(engine, 3, 1, passes=20, batch_size=32).fit(X)
    assert match_topics(planted.phi, fitted.components_)[1].max() < 0.02


def test_topics_of_scikit_learn_are_those_of_its_own_fit(planted):
    fitted = make_engine("sklearn", 3, 1, passes=2, batch_size=32).fit(planted.words.X)
    order = np.random.default_rng(1).permutation(planted.words.X.shape[0])
    own = clone(fitted.model_).fit(planted.words.X[order])  # and then a perplexity
    np.testing.assert_array_equal(own.components_, fitted.model_.components_)


def test_shares_of_gensim_do_not_depend_on_how_many_documents_are_listed_at_a_time(
    planted, monkeypatch
):
    fitted = make_engine("gensim", 3, 1).fit(planted.words.X)
    whole = fitted.transform(planted.words.X)
    monkeypatch.setattr(peers, "_AT_A_TIME", 7)
    np.testing.assert_allclose(fitted.transform(planted.words.X), whole, atol=1e-12)
    assert fitted.transform(planted.words.X[:0]).shape == (0, 3)


def test_a_batch_is_the_same_for_scikit_learn_and_for_gensim(planted):
    # Two libraries, one algorithm: from other random starts they end at one prediction.
    train, cut = planted.words.X[:120], split_tokens(planted.words.X[120:], 1)
    ends = [
        heldout_likelihood(make_engine(engine, 3, 1).fit(train).components_, cut)
        for engine in ("gensim-multicore", "sklearn-batch")
    ]
    assert ends[0] == pytest.approx(ends[1], abs=0.002)


def test_processes_of_gensim_are_steady_by_default_and_warned_of_if_more_than_one(planted):
    options = {"passes": 3, "batch_size": 16}
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        one, again = (
            make_engine("gensim-multicore", 3, 1, **options).fit(planted.words.X).components_
            for _ in range(2)
        )
    np.testing.assert_array_equal(one, again)
    with pytest.warns(UserWarning, match="with 2 workers gensim gives other bits in every run"):
        make_engine("gensim-multicore", 3, 1, **options, workers=2).fit(planted.words.X)


@pytest.mark.parametrize("engine", ["sklearn-batch", "tomotopy"])
def test_engines_without_minibatches_take_no_size_of_them(engine):
    message = rf"'{engine}' has no option 'batch_size'\. Its options: alpha, eta, passes"
    with pytest.raises(DataError, match=message):
        make_engine(engine, 3, 1, batch_size=16)


def test_tomotopy_is_asked_for_by_name_where_it_is_not_installed(monkeypatch, planted):
    monkeypatch.setitem(sys.modules, "tomotopy", None)
    with pytest.raises(DataError, match=r"pip install 'topoi\[tomotopy\]'"):
        make_engine("tomotopy", 3, 1).fit(planted.words.X)


def test_topics_of_tomotopy_are_the_counts_of_its_sample_and_the_prior(planted):
    pytest.importorskip("tomotopy")
    X = sp.hstack([planted.words.X, sp.csr_matrix((150, 1))]).tocsr()  # a term that never occurs
    fitted = make_engine("tomotopy", 3, 1, eta=0.5, passes=50).fit(X)
    weights = fitted.components_ * (fitted.model_.get_count_by_topics()[:, None] + 0.5 * 121)
    counts = weights - 0.5
    np.testing.assert_allclose(counts, np.rint(counts), atol=1e-6)
    np.testing.assert_allclose(counts.sum(axis=0), np.asarray(X.sum(axis=0))[0], atol=1e-6)
    np.testing.assert_array_equal(
        tomotopy_topics(fitted.model_, np.full((3, 121), 0.5)), fitted.components_
    )


def test_the_prior_that_tomotopy_learns_follows_the_shares_of_the_topics():
    pytest.importorskip("tomotopy")
    rng = np.random.default_rng(3)
    phi = np.kron(np.eye(3), np.full((1, 20), 1 / 20))
    theta = rng.dirichlet([2.0, 0.5, 0.1], 300)
    X = sp.csr_matrix(np.stack([rng.multinomial(60, shares @ phi) for shares in theta]))
    fitted = make_engine("tomotopy", 3, 1).fit(X)
    partner, _ = match_topics(phi, fitted.components_)
    np.testing.assert_allclose(fitted.alpha_[partner], [2.0, 0.5, 0.1], rtol=0.35)


def test_topoi_asks_no_library_for_a_perplexity_or_a_coherence(root):
    # Their pitfalls are shown in test_evaluation.py; here, that nobody steps into them.
    traps = {"perplexity", "log_perplexity", "CoherenceModel", "get_coherence", "bound"}
    for file in sorted((root / "src" / "topoi").rglob("*.py")):
        nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
        used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        used |= {a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
        assert not used & traps, file
