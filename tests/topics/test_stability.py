"""Which topics come back from other seeds, how two runs are compared, what several agree on."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from scipy.spatial.distance import jensenshannon

from topoi.errors import DataError
from topoi.topics import (
    Vocabulary,
    consensus_topics,
    fit_grid,
    fit_runs,
    medoid_run,
    topic_refusal,
    topic_stability,
)
from topoi.topics.choice.consensus import matched_median
from topoi.topics.choice.stability import (
    RECURS,
    jensen_shannon,
    match_topics,
    matched_jaccard,
    rank_biased_overlap,
    term_overlap,
)

# ---- two runs compared


def test_jensen_shannon_is_the_square_of_scipys_distance_in_base_two():
    rng = np.random.default_rng(1)
    one, two = rng.dirichlet([0.3] * 6, 4), rng.dirichlet([0.3] * 6, 3)
    theirs = [[jensenshannon(p, q, base=2) ** 2 for q in two] for p in one]
    np.testing.assert_allclose(jensen_shannon(one, two), theirs, atol=1e-12)


def test_matching_finds_each_topic_again_in_whatever_order():
    topics = np.random.default_rng(1).dirichlet([0.1] * 30, 8)
    order = np.random.default_rng(2).permutation(8)
    partner, divergence = match_topics(topics[order], topics)
    np.testing.assert_array_equal(partner, order)
    np.testing.assert_allclose(divergence, 0, atol=1e-12)


# Scores that William Webber's own program gives for the alphabet (without "p") against these
# permutations; from the test data of github.com/mpetri/rbo (permute_abc.json).
@pytest.mark.parametrize(
    ("other", "p", "score"),
    [
        ("jtnxyzovchmfldbksguqewari", 0.9, 0.256365),
        ("erqalcnuhjvoxgiybskzdtmwf", 0.8, 0.223077),
        ("agmtrsyhfidnjobwzkxvucqel", 0.5, 0.696746),
        ("achudyxfktsrzwbgqjenolivm", 0.9, 0.640332),
        ("cetxlkroqghdiaywvfbnsmuzj", 0.99, 0.895269),
    ],
)
def test_rank_biased_overlap_is_that_of_its_author(other, p, score):
    assert rank_biased_overlap(sorted(other), other, p) == pytest.approx(score, abs=2e-6)


def test_rank_biased_overlap_by_hand():
    # Overlap 0, 0, 2/3, 2/4, 2/5, 2/6, 2/7: the rankings of table 1 of Webber, Moffat & Zobel (2010).
    agreement = np.array([0, 0, 2 / 3, 2 / 4, 2 / 5, 2 / 6, 2 / 7])
    head = (0.1 / 0.9) * (agreement * 0.9 ** np.arange(1, 8)).sum()
    by_hand = head + 2 / 7 * 0.9**7
    assert rank_biased_overlap("abcdefg", "zcavwxy") == pytest.approx(by_hand)


# ---- stability


def with_topics(model, components):
    return replace(model, components=np.array(components))


def test_stability_by_hand(model):
    # Top three of the first topic: terms 0 1 2 against 0 1 3, then against 0 1 2.
    # Jaccard 2/4 and 1. The second topic, 4 5 6, meets 5 4 7 twice: 2/4; the third, 8 9 10, keeps one
    # term of three in one run and none in the other.
    def topic(*terms: int, first: float = 0.5) -> np.ndarray:
        return np.bincount(terms, weights=[first, 0.8 - first, 0.2], minlength=14)

    own = [topic(0, 1, 2, first=0.49), topic(4, 5, 6), topic(8, 9, 10)]
    reported = with_topics(model, own)
    others = [
        with_topics(model, [topic(5, 4, 7), topic(11, 8, 12), topic(0, 1, 3)]),
        with_topics(model, [topic(0, 1, 2), topic(11, 12, 13), topic(5, 4, 7)]),
    ]
    table = topic_stability(reported, others, n=3)
    np.testing.assert_allclose(table["jaccard"], [0.75, 0.5, 0.1])
    np.testing.assert_allclose(table["chance"], 0)
    assert table["recurs"].tolist() == ["yes", "no", "no"]
    lower = topic_stability(reported, others, n=3, recurs=0.5)
    assert lower["recurs"].tolist() == ["yes", "yes", "no"]
    assert table["runs"].tolist() == [2, 2, 2]
    rbo = [rank_biased_overlap([0, 1, 2], [0, 1, 3]), rank_biased_overlap([4, 5, 6], [5, 4, 7])]
    np.testing.assert_allclose(table["rbo"][:2], [(rbo[0] + 1) / 2, rbo[1]])


def test_sharing_what_all_topics_share_is_not_recurring(model):
    # Topics 0 1 2 and 0 1 3 have half of their terms in common. Another run has 0 1 4 and 0 1 5:
    # what matched topics share is what any two share. The third run has the same two again.
    def topics(a: int, b: int, first: float = 0.4) -> np.ndarray:
        return np.array(
            [np.bincount([0, 1, x], [first, 0.8 - first, 0.2], minlength=6) for x in (a, b)]
        )

    ends = ((2, 3), (4, 5), (3, 2, 0.41))
    one, other, same = (with_topics(model, topics(*each)) for each in ends)
    unlike, like = (topic_stability(one, [run], n=3) for run in (other, same))
    assert unlike[["jaccard", "chance"]].values.tolist() == [[0.5, 0.5]] * 2
    assert unlike["recurs"].tolist() == ["no", "no"]
    assert like[["jaccard", "chance"]].values.tolist() == [[1.0, 0.5]] * 2
    assert (unlike["corrected"].tolist(), like["corrected"].tolist()) == ([0, 0], [1, 1])
    assert like["recurs"].tolist() == ["yes", "yes"]
    half = topic_stability(one, [other, same], n=3, recurs=0.5)
    assert half["recurs"].tolist() == ["yes", "yes"]  # (.75 - .5) / (1 - .5)


def test_a_topic_that_is_a_runs_own_is_not_compared_with_itself(model):
    rng = np.random.default_rng(1)
    one, two, three = (with_topics(model, rng.dirichlet(np.full(30, 0.1), 4)) for _ in range(3))
    alone = topic_stability(one, [two, three])
    pd.testing.assert_frame_equal(topic_stability(one, [two, one, three]), alone)
    mixed = with_topics(model, np.vstack([one.components[:2], rng.dirichlet(np.ones(30), 2)]))
    assert topic_stability(mixed, [two, one, three])["runs"].tolist() == [2, 2, 3, 3]


def test_few_runs_and_other_topics_are_said(model):
    one, two = (with_topics(model, np.eye(n, 5)) for n in (2, 3))
    with pytest.warns(UserWarning, match="nine other runs or more show what recurs; here are 2"):
        topic_stability(one, [one, one])
    for a, b in ((one, two), (two, one)):
        with pytest.raises(DataError, match="runs differ in their topics"):
            topic_stability(a, [b])


def test_planted_topics_recur_and_those_of_shuffled_tokens_do_not(planted, shuffled):
    runs = {"n_topics": 3, "seeds": range(1, 6)}
    real, noise = (fit_runs(words, **runs) for words in (planted.words, shuffled))
    one, two = topic_stability(real[0], real[1:]), topic_stability(noise[0], noise[1:])
    assert one["recurs"].tolist() == ["yes"] * 3
    assert two["recurs"].tolist() == ["no"] * 3
    assert one["jsd"].max() < 0.01 < 0.03 < two["jsd"].mean()


def test_stability_needs_another_run(model):
    with pytest.raises(DataError, match="no other run"):
        topic_stability(model, [])
    with pytest.raises(DataError, match="the only run is the one that is reported"):
        topic_stability(model, [model])


def test_the_medoid_is_the_run_between_the_others(model):
    ends = np.eye(2, 4), np.eye(2, 4)[:, ::-1]
    between = [(1 - w) * ends[0] + w * ends[1] for w in (0.0, 0.9, 0.5, 0.1)]
    assert medoid_run([with_topics(model, b) for b in between]) in (2, 3)
    assert medoid_run([with_topics(model, b) for b in between[:1]]) == 0


def test_the_runs_of_a_pair_share_as_much_as_stability_says(planted):
    runs = fit_runs(planted.words, n_topics=4, seeds=(1, 2, 3))
    pairs = matched_jaccard(runs)
    assert np.isnan(np.diag(pairs)).all()
    np.testing.assert_array_equal(pairs, pairs.T)
    table = topic_stability(runs[0], runs[1:])
    assert table["jaccard"].mean() == pytest.approx((pairs[0, 1] + pairs[0, 2]) / 2)


# ---- consensus


def test_the_consensus_is_the_median_of_matched_topics_by_hand(model):
    # Half of each topic is spread over ten terms of its own. Of the other half of matched first topics
    # the median of (.8, .2, 0), (.6, .4, 0), (.5, 0, .5) is (.6, .2, 0): .8 of a half, so that the
    # whole is .9. The second topic is the same in all runs.
    def topic(first: list[float], own: int) -> np.ndarray:
        out = np.zeros(23)
        out[:3] = np.array(first) / 2
        out[own : own + 10] = 0.05
        return out

    second = topic([0, 0.1, 0.9], 13)
    firsts = [topic(values, 3) for values in ([0.8, 0.2, 0], [0.6, 0.4, 0], [0.5, 0, 0.5])]
    rows = [firsts[0], second], [second, firsts[1]], [firsts[2], second]
    priors = [0.3, 0.1], [0.2, 0.6], [0.1, 0.1]
    runs = [
        replace(with_topics(model, r), alpha=np.array(a)) for r, a in zip(rows, priors, strict=True)
    ]
    for order in permutations(runs):
        components, alpha, _ = matched_median(order)
        first = int(np.argmax(components[:, 0]))
        np.testing.assert_allclose(components[first, :4], np.array([0.3, 0.1, 0, 0.05]) / 0.9)
        np.testing.assert_allclose(components[1 - first], second)
        np.testing.assert_allclose(alpha[[first, 1 - first]], [(0.3 + 0.6 + 0.1) / 3, 0.4 / 3])


def test_terms_that_no_two_runs_share_leave_the_mean_and_no_empty_topic(model):
    runs = [with_topics(model, row) for row in np.eye(3)[:, None, :]]
    np.testing.assert_allclose(matched_median(runs)[0], [[1 / 3] * 3])


def test_a_topic_on_which_runs_do_not_agree_stays_as_the_medoid_has_it(model):
    # The first topic has ten terms that all runs give other weights; the second ten of its own in
    # each run.
    def run(at: int, weights: list[int]) -> np.ndarray:
        first = np.concatenate([weights, np.zeros(30)])
        second = np.zeros(40)
        second[10 * at : 10 * at + 10] = 1
        return np.array([first / first.sum(), second / 10])

    down, up = list(range(10, 0, -1)), list(range(1, 11))
    runs = [with_topics(model, run(at, w)) for at, w in ((1, down), (2, up), (3, [5] * 10))]
    runs = [replace(r, alpha=np.array([0.1, 0.1])) for r in runs]
    components, _, _ = matched_median(runs)
    np.testing.assert_allclose(
        components[0, :10], np.median([r.components[0] for r in runs], 0)[:10]
    )
    medoid = runs[medoid_run(runs)].components
    np.testing.assert_array_equal(components[1], medoid[1])


def test_the_consensus_is_a_model_with_shares_in_order_of_prevalence(planted):
    runs = fit_runs(planted.words, n_topics=3, seeds=range(1, 6))
    model = consensus_topics(runs, planted.words)
    assert (model.engine, model.random_state) == ("collapsed", None)
    np.testing.assert_allclose(model.components.sum(axis=1), 1)
    np.testing.assert_allclose(model.theta.sum(axis=1), 1)
    assert (np.diff(model.tokens @ model.theta) <= 0).all()
    partner, divergence = match_topics(planted.phi, model.components)
    assert divergence.max() < 0.02
    assert np.abs(model.theta[:, partner] - planted.theta).mean() < 0.05
    assert topic_stability(model, runs)["recurs"].tolist() == ["yes"] * 3


def test_the_order_of_the_runs_does_not_change_the_consensus(shuffled):
    # Shuffled tokens: no two runs agree, so matching has something to get wrong.
    runs = fit_runs(shuffled, n_topics=5, seeds=range(1, 6))
    one, two = (consensus_topics(r, shuffled).components for r in (runs, runs[::-1]))
    np.testing.assert_allclose(one, two)


def overlapping(seed: int = 5) -> sp.csr_matrix:
    """Eight planted topics of forty terms; the last four are pairs that share most of theirs."""
    rng = np.random.default_rng(seed)
    phi = np.zeros((8, 300))
    for k, start in enumerate((0, 40, 80, 120, 160, 165, 210, 215)):
        phi[k, start : start + 40] = rng.gamma(0.6, size=40)
    phi /= phi.sum(axis=1, keepdims=True)
    theta = rng.dirichlet([0.15] * 8, 300)
    return sp.csr_matrix(np.stack([rng.multinomial(60, shares @ phi) for shares in theta]))


def test_two_disjoint_sets_of_seeds_agree_on_the_topics_that_either_calls_recurring():
    X = overlapping()
    names = [f"d{i}" for i in range(300)]
    rows = pd.DataFrame({"section": names, "document": names})
    words = Vocabulary(X, rows, [f"t{i}" for i in range(300)], X, 1.0)
    # Twelve topics for the eight there are: the others split a topic now in this way, now in that.
    sets = [fit_runs(words, n_topics=12, seeds=range(at, at + 10)) for at in (1, 11)]
    one, two = (consensus_topics(runs, words) for runs in sets)
    a, b = (topic_stability(m, r) for m, r in zip((one, two), sets, strict=True))
    partner = match_topics(one.components, two.components)[0]
    either = ((a["recurs"] == "yes") | (b["recurs"].iloc[partner] == "yes").to_numpy()).to_numpy()
    assert 7 <= either.sum() <= 9
    shared = np.diag(term_overlap(one.components, two.components[partner]))
    assert shared[either].mean() >= 0.8
    assert shared[either].mean() > shared[~either].mean() + 0.1


def test_at_most_a_fifth_of_the_topics_of_shuffled_tokens_recurs(shuffled):
    for k in (3, 8):
        runs = fit_runs(shuffled, n_topics=k, seeds=range(1, 11))
        table = topic_stability(consensus_topics(runs, shuffled), runs)
        assert (table["recurs"] == "yes").mean() <= 0.2
        assert table["jaccard"].mean() < RECURS - 0.2


def test_noise_that_is_led_by_a_few_common_terms_does_not_recur():
    # Zipf's law and no topics: the same common terms lead all topics of all runs.
    rng = np.random.default_rng(9)
    zipf = 1 / np.arange(1, 201)
    X = sp.csr_matrix(rng.multinomial(60, zipf / zipf.sum(), 200))
    names = [f"d{i}" for i in range(200)]
    rows = pd.DataFrame({"section": names, "document": names})
    words = Vocabulary(X, rows, [f"t{i}" for i in range(200)], X, 1.0)
    runs = fit_runs(words, n_topics=4, seeds=range(1, 11))
    table = topic_stability(consensus_topics(runs, words), runs)
    assert table["jaccard"].mean() > 0.5
    assert (table["recurs"] == "yes").mean() <= 0.2


def test_a_consensus_of_other_terms_is_refused(planted):
    runs = fit_grid(planted.words, n_topics=[3], seeds=[1, 2]).runs(3)
    fewer = replace(planted.words, X=planted.words.X[:, :30], terms=planted.words.terms[:30])
    with pytest.raises(DataError, match="topics of 120 terms and documents of 30"):
        consensus_topics(runs, fewer)
    with pytest.raises(DataError, match="fitted to other terms"):
        topic_refusal(fewer, runs)
    models = fit_runs(planted.words, n_topics=3, seeds=[1, 2])
    renamed = replace(planted.words, terms=[f"other {term}" for term in planted.words.terms])
    with pytest.raises(DataError, match="fitted to other terms"):
        consensus_topics(models, renamed)


def test_a_consensus_needs_runs_of_one_number_of_topics(model, planted):
    with pytest.raises(DataError, match=r"no run\. Fit ten seeds"):
        consensus_topics([], planted.words)
    with pytest.raises(DataError, match="differ in their topics or terms"):
        consensus_topics([model, with_topics(model, model.components[:2])], planted.words)
