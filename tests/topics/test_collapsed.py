"""The engine of topoi: what the contract of all engines does not say."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp
from numba import njit
from scipy.stats import betabinom, chisquare

from topoi.errors import DataError
from topoi.topics.collapsed import (
    SWEEP_PARTS,
    CollapsedLDA,
    _corpus,
    _padded,
    _plan,
    _prior,
    _Run,
)
from topoi.topics.collapsed_loops import _pick, expect, first_draw, learn, sample
from topoi.topics.evaluation import heldout_likelihood, split_tokens
from topoi.topics.lanes import LANES, load, spread, store


@pytest.mark.parametrize("n_topics", [3, 8, 9])
def test_threads_do_not_show(planted, n_topics):
    one, *others = (
        CollapsedLDA(n_topics, 1, sweeps=4, threads=threads).fit(planted.words.X)
        for threads in (1, 2, 5)
    )
    for other in others:
        np.testing.assert_array_equal(one.components_, other.components_)
        np.testing.assert_array_equal(one.alpha_, other.alpha_)


def test_a_token_is_drawn_in_proportion_to_the_collapsed_conditional():
    # 40,000 documents of a token each, all of one term and in the topic 1: a draw each, one law.
    documents, topics, eta, seed = 40_000, 11, np.float32(0.5), np.uint64(7)
    counts = np.zeros((2, 16), dtype=np.float32)
    counts[:, :topics] = np.random.default_rng(3).integers(1, 60, (2, topics))
    alpha = np.zeros(16, dtype=np.float32)
    alpha[:topics] = np.linspace(0.1, 2, topics)
    total = counts.sum(axis=0, dtype="float64")[:topics]
    prior = np.where(alpha > 0, eta, 0)[None].astype(np.float32)
    old, new = np.ones(documents, np.uint16), np.zeros(documents, np.uint16)
    starts, words = np.arange(documents + 1), np.zeros(documents, np.int32)
    of = (counts, total, alpha, prior, 2.0 * prior[0].astype("float64"), seed)
    sample(0, documents, starts, words, old, new, *of)
    without = np.eye(topics)[1]  # the token itself does not count
    law = alpha[:topics] * (counts[0, :topics] - without + eta) / (total - without + 2 * eta)
    drawn = np.bincount(new, minlength=topics)
    assert chisquare(drawn, documents * law / law.sum()).pvalue > 0.001


@pytest.mark.parametrize("topics", [5, 9, 13])
def test_no_draw_ends_in_a_topic_of_nothing(topics):
    # The rest is padding. Sums added up in another order differ in the last bit, and the largest uniform
    # number times a total may round up to it: a draw then leads past the last topic, and that can be seen.
    width = -(-topics // LANES) * LANES

    @njit
    def pick(shares, uniform):
        out, running = np.empty(len(shares), np.int64), np.empty((1, width), np.float32)
        for i in range(len(shares)):
            sums = spread(np.float32(0))
            for k in range(0, width, LANES):
                sums = sums + load(shares, i * width + k)
                store(running, k, sums)
            out[i] = _pick(running, 0, width, sums, uniform)
        return out

    shares = np.zeros((200_000, width), dtype=np.float32)
    shares[:, :topics] = np.random.default_rng(6).gamma(0.5, 1.0, (200_000, topics))
    drawn = pick(shares, np.float32(1 - 2.0**-24))
    assert ((drawn < topics) | (drawn >= width)).all()


def test_no_token_gets_a_topic_that_its_term_may_not_have():
    tokens = 2_000_000
    alpha = np.array([0.1, 0.1, 0, 0, 0, 0, 0, 0], dtype=np.float32)
    phi = np.array([[0.3, 0, 0, 0, 0, 0, 0, 0]], dtype=np.float32)
    theta = np.full((1, 8), 0.7, dtype=np.float32) * (alpha > 0)
    topic, words = np.full(tokens, 9, np.uint16), np.zeros(tokens, np.int32)
    first_draw(0, 1, np.array([0, tokens]), words, phi, theta, alpha, np.uint64(1), topic)
    assert not topic.any()


def test_documents_side_by_side_are_drawn_as_each_alone():
    # Counts of terms stay as they are in a sweep, and each document has random numbers of its own.
    rng = np.random.default_rng(4)
    lengths = rng.integers(0, 30, 50)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    words = rng.integers(0, 20, starts[-1]).astype(np.int32)
    old = rng.integers(0, 11, starts[-1]).astype(np.uint16)
    counts = np.zeros((20, 16), dtype=np.float32)
    np.add.at(counts, (words, old), 1)
    alpha = np.where(np.arange(16) < 11, np.float32(0.3), np.float32(0))
    of = (counts, counts.sum(axis=0, dtype="float64")[:11], alpha, alpha[None], np.full(16, 6.0))
    together, alone = np.zeros_like(old), np.zeros_like(old)
    sample(0, 50, starts, words, old, together, *of, np.uint64(5))
    for d in range(50):
        sample(d, d + 1, starts, words, old, alone, *of, np.uint64(5))
    np.testing.assert_array_equal(together, alone)
    assert (together != old).mean() > 0.5


@pytest.mark.parametrize("length", [20, 60, 150])
def test_sweep_after_sweep_documents_have_the_counts_that_their_prior_says(length):
    # Outside value: where all words are one term, the tokens of a topic are beta-binomial. Numbers that come
    # again in another sweep, shifted by some tokens, make documents too much of one topic.
    documents, parts, sweeps = 2000, 20, 40
    starts = np.arange(documents + 1) * length
    words = np.zeros(starts[-1], dtype=np.int32)
    alpha = np.zeros(8, dtype=np.float32)
    alpha[:2] = 0.5
    of = (np.full((1, 8), 1e6, np.float32), np.full(2, 1e6), alpha, alpha[None], np.full(8, 0.5))
    rng, ones = np.random.default_rng(3), []
    share = np.repeat(rng.beta(0.5, 0.5, documents), length)
    old = (rng.random(len(share)) < share).astype(np.uint16)
    new = np.zeros_like(old)
    for sweep in range(2 * sweeps):
        for part in range(parts):
            cuts = (documents * part // parts, documents * (part + 1) // parts)
            sample(*cuts, starts, words, old, new, *of, np.uint64(sweep * parts + part))
        old[:] = new
        if sweep >= sweeps:
            ones.append(old.reshape(documents, length).sum(axis=1))
    law = betabinom(length, 0.5, 0.5)
    assert np.mean(ones) == pytest.approx(length / 2, rel=0.05)
    assert np.mean([one.var() for one in ones]) == pytest.approx(law.var(), rel=0.05)


def test_minibatches_keep_the_tokens_also_where_documents_are_empty():
    X = sp.csr_matrix(np.vstack([np.tile([[3, 2, 0, 4]], (11, 1)), np.zeros((1, 4), int)]))
    for seed in range(5):
        rng = np.random.default_rng(seed)
        corpus, alpha = _corpus(X, rng), np.repeat(np.float32([0.1, 0]), [3, 5])
        run = _Run(corpus, _prior(0.1, 3, 4), alpha, 3, rng, lambda task, n: [*map(task, range(n))])
        run.find(10, SWEEP_PARTS)
        assert run.of_term.sum() == pytest.approx(X.sum(), rel=1e-4)


def test_many_tokens_in_single_precision_are_counted_exactly():
    X = sp.csr_matrix(np.full((400_000, 1), 51, dtype=np.float32))
    with pytest.raises(DataError, match="16,777,216 times or more"):
        _corpus(X, np.random.default_rng(1))
    wide = sp.kron(sp.eye(2), X[:200_000]).tocsr().astype(np.float32)
    assert _corpus(wide, np.random.default_rng(1)).tokens == 51 * 400_000


def test_longer_steps_come_further_and_never_below_nothing(monkeypatch):
    rng = np.random.default_rng(5)
    topics = rng.dirichlet(np.full(200, 0.1), 6)
    shares = rng.dirichlet(np.full(6, 0.3), 80)
    X = sp.csr_matrix(np.stack([rng.multinomial(400, p) for p in shares @ topics]))
    held = split_tokens(X[:20], 1)

    def predicts(step: float, seed: int) -> float:
        monkeypatch.setattr("topoi.topics.collapsed.STEP", step)
        fitted = CollapsedLDA(6, seed, epochs=1, passes=8, sweeps=0).fit(X[20:])
        assert (fitted.components_ > 0).all()
        return heldout_likelihood(fitted.components_, held)

    plain, longer = (np.mean([predicts(step, seed) for seed in range(6)]) for step in (1.0, 1.8))
    assert longer > plain


def test_the_prior_of_documents_is_learnt():
    # Outside value: documents drawn from a known prior, (2, 1, 0.5, 0.1), 40 tokens each.
    rng, true = np.random.default_rng(2), np.array([2.0, 1.0, 0.5, 0.1])
    topic = np.concatenate([rng.choice(4, 40, p=rng.dirichlet(true)) for _ in range(4000)])
    alpha = np.full(4, 0.5, dtype=np.float32)
    for _ in range(30):
        learn(np.arange(0, 160_001, 40), topic.astype(np.uint16), alpha, 40)
    np.testing.assert_allclose(alpha, true, rtol=0.06)


def test_rare_topics_get_a_smaller_prior_than_common_ones(planted):
    rare = planted.words.X[planted.theta[:, 0] < 0.05]
    fitted = CollapsedLDA(3, 1).fit(rare)
    first = np.argmax(fitted.components_ @ planted.phi[0])
    assert np.argmin(fitted.alpha_) == first


def test_sampling_predicts_better_than_the_topics_it_starts_from(planted):
    held, X = planted.words.X[:60], planted.words.X[60:]
    halves = split_tokens(held, 1)
    found, settled = (
        np.mean(
            [
                heldout_likelihood(
                    CollapsedLDA(4, s, epochs=1, sweeps=n).fit(X).components_, halves
                )
                for s in range(4)
            ]
        )
        for n in (0, 20)
    )
    assert settled > found


def test_documents_and_terms_of_nothing_do_no_harm():
    X = sp.csr_matrix(np.vstack([np.zeros((2, 4), int), np.tile([[3, 2, 0, 0]], (30, 1))]))
    fitted = CollapsedLDA(3, 1).fit(X)
    assert np.isfinite(fitted.components_).all()
    np.testing.assert_allclose(fitted.components_.sum(axis=1), 1)
    np.testing.assert_allclose(fitted.transform(X)[0], fitted.alpha_ / fitted.alpha_.sum())


@pytest.mark.parametrize(
    ("X", "eta", "says"),
    [
        ([[0.5, 1]], 0.1, "whole numbers"),
        ([[-1, 1]], 0.1, "whole numbers"),
        ([[2**24, 1]], 0.1, "a term occurs 16,777,216 times or more"),
        ([[1, 1]], [[0.1, 0.0], [0.1, 0.0]], "a term has no prior in any topic"),
        ([[1, 1]], [[0.1, 0.1], [0.0, 0.0]], "a topic has no prior for any term"),
        ([[1, 1]], np.nan, "eta must be positive, from 1e-09 to a million"),
        ([[1, 1]], 1e-40, "eta must be positive, from 1e-09 to a million"),
        ([[1, 1]], np.inf, "eta must be positive, from 1e-09 to a million"),
        ([[1, 1]], [[0.1, 0.1]], r"an array \(2, 2\); got one of \(1, 2\)"),
    ],
)
def test_what_cannot_be_fitted_is_said(X, eta, says):
    with pytest.raises(DataError, match=says):
        CollapsedLDA(2, 1, eta=np.asarray(eta) if np.ndim(eta) else eta).fit(sp.csr_matrix(X))


def test_long_documents_are_fitted_by_passes_and_short_ones_by_sampling(planted):
    short = planted.words.X
    long = sp.csr_matrix(short * 10)
    for X, same, other in (
        (short, {"passes": 30, "sweeps": 100}, {"passes": 30, "sweeps": 0}),
        (long, {"sweeps": 0}, {"passes": 0, "sweeps": 20}),
    ):
        usual, told, another = (
            CollapsedLDA(3, 1, **options).fit(X).components_ for options in ({}, same, other)
        )
        np.testing.assert_array_equal(usual, told)
        assert not np.array_equal(usual, another)


@pytest.fixture(scope="module")
def many():
    """Enough short documents for a part of them to come first; ten topics of eight terms each."""
    rng = np.random.default_rng(11)
    phi = np.kron(np.eye(10), np.full((1, 8), 1 / 8))
    shares = rng.dirichlet(np.full(10, 0.1), 26_000)
    return sp.csr_matrix(np.stack([rng.multinomial(20, p) for p in shares @ phi])), phi


def test_of_many_short_documents_a_part_comes_first(many):
    X, _ = many
    corpus, few = (_corpus(x, np.random.default_rng(1)) for x in (X, X[:24_000]))
    assert _plan(corpus, 10, None, None) == (0, 100, [4, 8, 16, 32])  # 65,000 tokens first
    assert _plan(corpus, 50, None, 120) == (0, 120, [16, 32])
    assert _plan(corpus, 70, None, 120) == (
        3,
        120,
        [32],
    )  # halves of fewer than 4,000 tokens a topic
    assert _plan(few, 10, None, None) == (4, 41, [32])  # not many
    assert _plan(corpus, 10, None, 99) == (3, 99, [32])  # not often
    assert _plan(corpus, 10, 1, None) == (1, 38, [32])  # passes over all come first


@pytest.mark.parametrize("guided", [False, True])
def test_threads_do_not_show_where_a_part_comes_first(many, guided):
    X, phi = many
    eta = np.where(phi > 0, 5.0, np.where(np.arange(80) < 8, 0.0, 0.1)) if guided else 0.1
    one, other = (CollapsedLDA(10, 1, eta=eta, threads=n).fit(X) for n in (1, 2))
    np.testing.assert_array_equal(one.components_, other.components_)
    np.testing.assert_array_equal(one.alpha_, other.alpha_)
    likeness = one.components_ @ phi.T
    assert sorted(likeness.argmax(axis=1)) == list(range(10))
    assert likeness.max(axis=1).min() > 0.9 / 8
    if guided:
        assert (one.components_[1:, :8] == 0).all()


def test_parts_are_sampled_before_all_and_new_documents_follow_their_topics(many, monkeypatch):
    X, phi = many
    rng = np.random.default_rng(2)
    corpus, alpha = _corpus(X, rng), np.repeat(np.float32([0.1, 0]), [10, 6])
    run = _Run(corpus, _prior(0.1, 10, 80), alpha, 10, rng, lambda task, n: [*map(task, range(n))])
    run.of_term[:, :10] = 1000 * phi.T
    swept, learnt, begun = [], [], []

    def sweep(prior):
        run.of_term[:] = 0  # from now on only counts tell
        swept.append(run.sampled)
        if len(swept) in (1, 81):
            begun.append((run.counts.copy(), run.topic.copy()))

    monkeypatch.setattr(run, "_sweep", sweep)
    monkeypatch.setattr(run, "_learn", lambda: learnt.append(run.sampled))
    run.settle(40, [4, 16, 32])
    at = [int(corpus.parts[n]) for n in (4, 16, 32)]
    # Ten sweeps' worth of tokens in each part, then twenty over all; every second is learnt from where
    # there are 10,000 tokens a topic.
    assert swept == [at[0]] * 80 + [at[1]] * 20 + [at[2]] * 20
    assert learnt == [n for n in swept[::2] if corpus.starts[n] >= 100_000]
    for (counts, topic), documents in zip(begun, at, strict=False):
        tokens = corpus.starts[documents]
        assert counts.sum() == tokens
        assert (topic[:tokens] == run.words[:tokens] // 8).mean() > 0.95


def test_few_topics_are_found_in_the_first_part(many, monkeypatch):
    X, _ = many
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr(_Run, "find", lambda run, epochs, size: seen.append(size))
        patch.setattr(_Run, "settle", lambda run, sweeps, sizes: seen.append(sizes))
        CollapsedLDA(10, 1).fit(X)
    assert seen == [4, [4, 8, 16, 32]]
    rng = np.random.default_rng(2)
    corpus, alpha = _corpus(X, rng), np.repeat(np.float32([0.1, 0]), [10, 6])
    run = _Run(corpus, _prior(0.1, 10, 80), alpha, 10, rng, lambda task, n: [*map(task, range(n))])
    before = run.of_document.copy()
    run.find(2, 8)
    changed = (run.of_document != before).any(axis=1)
    assert changed[: corpus.parts[8]].all()
    assert not changed[corpus.parts[8] :].any()


@pytest.mark.parametrize("leave", [0, 1])
def test_expected_counts_are_those_of_cvb0_by_hand(leave):
    """Asuncion et al. (2009): what an entry's own token says is left out of the counts it is weighed by."""
    rng = np.random.default_rng(6)
    X = rng.integers(0, 4, (7, 5))
    topics, rounds, prior, alpha = 3, 4, 0.2, np.array([0.3, 0.1, 0.5])
    of_term = rng.gamma(2, 3, (5, topics))
    scale = 1 / (of_term.sum(axis=0) + 5 * prior)
    start = rng.gamma(1, 1, (7, topics))
    theta, said = np.zeros((7, topics)), np.zeros((5, topics))
    for d, row in enumerate(X):
        counts, share = start[d] + alpha, {}
        for _ in range(rounds):
            new = alpha.copy()
            for w in np.flatnonzero(row):
                mine = share.get(w, np.zeros(topics))
                part = (
                    (counts - mine)
                    * (of_term[w] - leave * mine * bool(share.get(w) is not None) + prior)
                    * scale
                )
                share[w] = part / part.sum()
                new += row[w] * share[w]
            counts = new
        theta[d] = counts - alpha
        for w, part in share.items():
            said[w] += row[w] * part

    matrix = sp.csr_matrix(X)
    arrays = (np.arange(7), matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32))
    padded = [_padded(np.atleast_2d(a)) for a in (of_term, scale, start, alpha)]
    got = np.zeros_like(padded[0])
    weights = (padded[0], 1.0, padded[1][0], _padded(np.full((1, topics), prior)))
    expect(
        *arrays,
        matrix.data.astype(np.float32),
        *weights,
        padded[2],
        padded[3][0],
        rounds,
        0.0,
        leave,
        got,
    )
    np.testing.assert_allclose(got[:, :topics], said, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(padded[2][:, :topics], theta, rtol=1e-4, atol=1e-5)
    assert not got[:, topics:].any()


def test_documents_settle_under_a_sharper_prior(planted, monkeypatch):
    """At first the prior of documents is a part of what is learnt; then it is that."""
    seen = []
    monkeypatch.setattr(
        _Run, "_sweep", lambda run, alpha: seen.append(float((alpha / run.alpha)[0]))
    )
    CollapsedLDA(3, 1, sweeps=8).fit(planted.words.X)
    assert seen == pytest.approx([0.1] * 4 + [1.0] * 4)


@pytest.mark.parametrize("alpha", [0.0, 1e-50, np.inf, np.nan])
def test_a_prior_of_documents_that_single_precision_does_not_hold_is_refused(alpha, planted):
    with pytest.raises(DataError, match="alpha must be positive"):
        CollapsedLDA(2, 1, alpha=alpha).fit(planted.words.X)


@pytest.mark.parametrize("n_topics", [0, 2**16, 2.5])
def test_numbers_of_topics_that_do_not_fit_are_refused(n_topics, planted):
    with pytest.raises(DataError, match=f"whole number, from 1 to 65,535; got {n_topics}"):
        CollapsedLDA(n_topics, 1).fit(planted.words.X)


@pytest.mark.parametrize(
    "option",
    [
        {"alpha": "auto"},
        {"eta": "auto"},
        {"epochs": -1},
        {"epochs": None},
        {"passes": -1},
        {"sweeps": -1},
        {"sweeps": 3.5},
        {"threads": 0},
        {"threads": "two"},
    ],
)
def test_options_that_are_impossible_are_refused(option, planted):
    with pytest.raises(DataError, match=f"{next(iter(option))} must be"):
        CollapsedLDA(2, 1, **option).fit(planted.words.X)
