"""Held-out likelihood, coherence and exclusivity: by hand, and clear of the libraries' pitfalls."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from scipy.stats import rankdata

from topoi.errors import DataError
from topoi.topics.engines import make_engine
from topoi.topics.evaluation import (
    ALPHA,
    Halves,
    coherence_npmi,
    exclusivity,
    fold_in,
    frex,
    frex_of,
    heldout_likelihood,
    split_tokens,
    top_terms,
)

PHI = np.array([[0.5, 0.5, 0.0], [0.0, 0.0, 1.0]])  # two topics, three terms


def halves(observed: list[list[int]], scored: list[list[int]]) -> Halves:
    return Halves(sp.csr_matrix(np.array(observed)), sp.csr_matrix(np.array(scored)))


# ---- held-out likelihood by document completion


def test_document_completion_by_hand():
    # Of three observed tokens two are of the first topic: shares are (2 + alpha, 1 + alpha) over
    # 3 + 2 alpha. Scored: three tokens of the second term, one of the third.
    first, second = (2 + ALPHA) / (3 + 2 * ALPHA), (1 + ALPHA) / (3 + 2 * ALPHA)
    cut = halves([[1, 1, 1]], [[0, 3, 1]])
    np.testing.assert_allclose(fold_in(PHI, cut.observed), [[first, second]])
    by_hand = (3 * np.log(first * 0.5) + np.log(second)) / 4
    assert heldout_likelihood(PHI, cut) == pytest.approx(by_hand)


def test_a_document_of_which_nothing_is_observed_is_scored_at_equal_shares():
    assert heldout_likelihood(PHI, halves([[0, 0, 0]], [[2, 0, 0]])) == pytest.approx(np.log(0.25))


def test_a_document_without_tokens_has_equal_shares_without_a_prior_too():
    assert fold_in(PHI, sp.csr_matrix((1, 3)), alpha=0.0).tolist() == [[0.5, 0.5]]


def test_every_token_goes_to_one_half(planted):
    X = planted.words.X
    cut = split_tokens(X, 1)
    assert (cut.observed + cut.scored != X).nnz == 0
    assert (split_tokens(X, 1).observed != cut.observed).nnz == 0
    assert cut.observed.sum() / X.sum() == pytest.approx(0.5, abs=0.02)


def test_the_scored_half_is_never_looked_at(planted):
    # If shares came from the observed half alone, the score is additive in what is scored.
    observed, scored = split_tokens(planted.words.X, 1)
    one, two = split_tokens(scored, 2)
    parts = [heldout_likelihood(planted.phi, Halves(observed, part)) for part in (one, two)]
    together = (parts[0] * one.sum() + parts[1] * two.sum()) / scored.sum()
    assert heldout_likelihood(planted.phi, Halves(observed, scored)) == pytest.approx(together)


def test_the_true_topics_predict_better_than_any_with_their_terms_shuffled(planted):
    cut = split_tokens(planted.words.X, 1)
    true = heldout_likelihood(planted.phi, cut)
    rng = np.random.default_rng(1)
    for _ in range(20):
        assert heldout_likelihood(planted.phi[:, rng.permutation(120)], cut) < true - 0.5


def test_nothing_to_score_is_an_error():
    with pytest.raises(DataError, match="no token to score"):
        heldout_likelihood(PHI, halves([[1, 0, 0]], [[0, 0, 0]]))


# ---- pitfalls of the libraries: each is shown, and shown not to be ours


def test_more_topics_than_needed_are_not_punished_as_by_the_perplexity_of_scikit_learn():
    # Eight planted topics: a model of eighty holds them all and predicts far better than one of
    # two. scikit-learn's `perplexity` says the contrary (scikit-learn#20032).
    rng = np.random.default_rng(1)
    phi = np.kron(np.eye(8), np.full((1, 10), 0.1))
    theta = rng.dirichlet([0.1] * 8, 300)
    X = sp.csr_matrix(np.stack([rng.multinomial(40, shares @ phi) for shares in theta]))
    train, test = X[:255], X[255:]
    few, many = (make_engine("sklearn", k, 1).fit(train) for k in (2, 80))
    assert many.model_.perplexity(test) > few.model_.perplexity(test)
    cut = split_tokens(test, 1)
    ours_few, ours_many = (heldout_likelihood(m.components_, cut) for m in (few, many))
    assert ours_many > ours_few + 0.3


def test_perplexity_is_never_better_than_the_truth_as_the_one_that_gensim_logs(planted):
    # Documents of one topic each, ten terms of equal probability: no model that knows the topic
    # can be less perplexed than by ten terms. gensim logs 2^-bound of a bound that is in nats.
    pure = sp.csr_matrix(np.kron(np.eye(3)[np.arange(150) % 3], np.full((1, 10), 6)))
    fitted = make_engine("gensim", 3, 1).fit(pure)
    corpus = [list(zip(*row.nonzero()[1:], row.data, strict=True)) for row in pure]
    logged = 2 ** -fitted.model_.log_perplexity(corpus)
    ours = np.exp(-heldout_likelihood(fitted.components_, split_tokens(pure, 1)))
    assert logged < 6
    assert 10 < ours < 12


def test_a_term_stays_in_a_window_when_its_other_copy_leaves_it():
    # Text [a, x, a, b], window of three: a is in both windows, b in one, both together in one, so
    # NPMI(a, b) = ln(.5 / (1 * .5)) / -ln .5 = 0. gensim 4.4 slides, forgets a, and gets -1.
    text = ["a", "x", "a", "b"]
    theirs = CoherenceModel(
        topics=[["a", "b"]],
        texts=[text],
        dictionary=Dictionary([text]),
        coherence="c_npmi",
        window_size=3,
        processes=1,
    )
    windows = sp.csr_matrix(np.array([[2, 0, 1], [1, 1, 1]]))  # a, b, x
    assert theirs.get_coherence() == pytest.approx(-1, abs=0.1)
    assert coherence_npmi(np.array([[0.5, 0.4, 0.1]]), windows, n=2) == pytest.approx([0])


# ---- coherence and exclusivity

# Four windows over the terms a, b, c, d. Numbers greater than one must count once.
WINDOWS = sp.csr_matrix(np.array([[3, 1, 0, 0], [1, 1, 1, 0], [1, 0, 1, 0], [0, 0, 0, 2]]))


def test_c_npmi_by_hand():
    topic = np.array([[0.4, 0.3, 0.2, 0.1]])
    # p(a) = 3/4, p(b) = p(c) = 1/2; p(ab) = p(ac) = 1/2, p(bc) = 1/4.
    ab = np.log(0.5 / (0.75 * 0.5)) / -np.log(0.5)
    bc = np.log(0.25 / (0.5 * 0.5)) / -np.log(0.25)
    assert coherence_npmi(topic, WINDOWS, n=3) == pytest.approx([(2 * ab + bc) / 3])
    # d never meets another term: its three pairs count -1.
    assert coherence_npmi(topic, WINDOWS, n=4) == pytest.approx([(2 * ab + bc - 3) / 6])


def test_c_npmi_is_that_of_gensim_when_windows_are_passed_as_texts():
    texts = [["a", "a", "a", "b"], ["a", "b", "c"], ["a", "c"], ["d", "d"]]
    theirs = CoherenceModel(
        topics=[["a", "b", "c"], ["c", "a"]],
        texts=texts,
        dictionary=Dictionary(texts),
        coherence="c_npmi",
        window_size=10,
        processes=1,
    ).get_coherence_per_topic()
    three = coherence_npmi(np.array([[0.4, 0.3, 0.2, 0.1]]), WINDOWS, n=3)
    two = coherence_npmi(np.array([[0.4, 0.1, 0.5, 0.0]]), WINDOWS, n=2)
    np.testing.assert_allclose([*three, *two], theirs, atol=1e-9)


def test_exclusivity_by_hand():
    phi = np.array([[0.6, 0.3, 0.1], [0.2, 0.1, 0.7]])
    # Shares of the first topic: .6/.8, .3/.4, .1/.8; of the second: the rest.
    expected = [(0.75 + 0.75) / 2, (0.875 + 0.25) / 2]
    np.testing.assert_allclose(exclusivity(phi, n=2), expected)
    np.testing.assert_allclose(exclusivity(np.vstack([phi[0], phi[0]]), n=2), [0.5, 0.5])


def test_frex_by_hand():
    phi = np.array([[0.5, 0.3, 0.2], [0.8, 0.15, 0.05]])
    # First topic. Frequency ranks over three terms: 1, 2/3, 1/3. Shares .38, .67, .8, so ranks of
    # exclusivity 1/3, 2/3, 1. Harmonic mean with equal weights: 1/2, 2/3, 1/2.
    np.testing.assert_allclose(frex(phi)[0], [1 / 2, 2 / 3, 1 / 2])
    np.testing.assert_allclose(frex(phi, weight=1)[0], [1 / 3, 2 / 3, 1])
    np.testing.assert_allclose(frex(phi, weight=0)[0], [1, 2 / 3, 1 / 3])


def test_a_term_that_no_topic_has_is_the_least_exclusive_and_the_others_keep_their_ranks():
    phi = np.array([[0.0, 0.6, 0.4], [0.0, 0.5, 0.5]])
    assert frex(phi, weight=1)[0].tolist() == [1 / 3, 1, 2 / 3]


def test_equal_terms_share_a_rank_and_frex_of_some_is_that_of_all():
    phi = np.random.default_rng(1).integers(1, 5, (6, 40)) / 100.0  # many alike
    exclusive, frequent = (rankdata(table, axis=1) / 40 for table in (phi / phi.sum(axis=0), phi))
    every = 2 / (1 / exclusive + 1 / frequent)
    np.testing.assert_allclose(frex(phi), every)
    few = top_terms(phi, 7)
    np.testing.assert_allclose(frex_of(phi, few), np.take_along_axis(every, few, axis=1))
