"""How many topics, which of them come back from other seeds, and how two runs are compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from scipy.spatial.distance import jensenshannon

from topoi.errors import DataError
from topoi.study.stages import topic_models
from topoi.tables import check
from topoi.topics import choose_n_topics, fit_runs, medoid_run, select_topics, topic_stability
from topoi.topics.stability import jensen_shannon, match_topics, rank_biased_overlap

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
    # Top three of the first topic: terms 0 1 2 against 0 1 3, then against themselves.
    # Jaccard 2/4 and 1. The second topic, 4 5 6, meets 5 4 7 twice: 2/4, so it just recurs; the
    # third, 8 9 10, keeps one term of three in one run and none in the other: it does not.
    def topic(*terms: int) -> np.ndarray:
        return np.bincount(terms, weights=[0.5, 0.3, 0.2], minlength=14)

    reported = with_topics(model, [topic(0, 1, 2), topic(4, 5, 6), topic(8, 9, 10)])
    others = [
        with_topics(model, [topic(5, 4, 7), topic(11, 8, 12), topic(0, 1, 3)]),
        with_topics(model, [topic(0, 1, 2), topic(11, 12, 13), topic(5, 4, 7)]),
    ]
    table = topic_stability(reported, others, n=3)
    np.testing.assert_allclose(table["jaccard"], [0.75, 0.5, 0.1])
    assert table["recurs"].tolist() == ["yes", "yes", "no"]
    assert table["runs"].tolist() == [2, 2, 2]
    rbo = [rank_biased_overlap([0, 1, 2], [0, 1, 3]), rank_biased_overlap([4, 5, 6], [5, 4, 7])]
    np.testing.assert_allclose(table["rbo"][:2], [(rbo[0] + 1) / 2, rbo[1]])


def test_planted_topics_recur_and_those_of_shuffled_tokens_do_not(planted, shuffled):
    runs = {"n_topics": 3, "seeds": range(1, 6)}
    real, noise = (fit_runs(words, **runs) for words in (planted.words, shuffled))
    one, two = topic_stability(real[0], real[1:]), topic_stability(noise[0], noise[1:])
    assert one["recurs"].tolist() == ["yes"] * 3
    assert two["recurs"].tolist() == ["no"] * 3
    assert one["jsd"].max() < 0.01 < 0.05 < two["jsd"].min()


def test_stability_needs_another_run(model):
    with pytest.raises(DataError, match="no other run"):
        topic_stability(model, [])


def test_the_medoid_is_the_run_between_the_others(model):
    ends = np.eye(2, 4), np.eye(2, 4)[:, ::-1]
    between = [(1 - w) * ends[0] + w * ends[1] for w in (0.0, 0.9, 0.5, 0.1)]
    assert medoid_run([with_topics(model, b) for b in between]) in (2, 3)
    assert medoid_run([with_topics(model, b) for b in between[:1]]) == 0


# ---- the grid


def test_the_grid_holds_every_run_and_its_choice_is_what_was_planted(planted):
    table = select_topics(
        planted.words, n_topics=(2, 3, 5), seeds=(1, 2), engines=("cvb0",), random_state=1
    )
    assert list(zip(table["n_topics"], table["seed"], strict=True)) == [
        (k, seed) for k in (2, 3, 5) for seed in (1, 2)
    ]
    mean = table.groupby("n_topics")[["coherence", "exclusivity"]].mean()
    assert mean.loc[3, "coherence"] > mean["coherence"].drop(3).max()
    assert mean.loc[3, "exclusivity"] > 0.95
    assert choose_n_topics(table) == 3


@pytest.mark.parametrize(
    ("heldout", "chosen"),
    [
        ({10: -7.0, 20: -6.5, 30: -6.49}, 20),  # the next one gains .01
        ({10: -7.0, 20: -6.5, 30: -6.4}, 30),  # always worthwhile: the last
        ({10: -7.0, 20: -7.1, 30: -6.0}, 10),  # the rule stops at the first that is not beaten
        ({30: -6.49, 10: -7.0, 20: -6.5}, 20),  # the order of the rows is of no account
        ({15: -7.0}, 15),
    ],
)
def test_the_smallest_number_that_the_next_does_not_beat_is_chosen(heldout, chosen):
    selection = pd.DataFrame({"n_topics": heldout.keys(), "heldout": heldout.values()})
    assert choose_n_topics(selection, worthwhile=0.03) == chosen


def test_a_grid_of_several_engines_is_not_averaged_over_them():
    selection = pd.DataFrame(
        {"engine": ["cvb0"] * 3 + ["gensim"], "n_topics": [10, 20, 30, 20], "heldout": [-7.0] * 4}
    )
    with pytest.raises(DataError, match="cvb0, gensim"):
        choose_n_topics(selection)


def test_the_grid_is_judged_on_documents_that_no_model_has_seen(planted):
    # A hundred documents, each of two terms of its own: from the others there is nothing to learn,
    # so they are predicted worse than by an even chance of 1 in 200.
    X = sp.csr_matrix(np.kron(np.eye(100), [[30, 30]]))
    terms = [f"term{i}" for i in range(200)]
    words = replace(planted.words, X=X, rows=planted.words.rows[:100], windows=X, terms=terms)
    table = select_topics(words, n_topics=(20,), seeds=(1, 2), random_state=1)
    assert table["heldout"].max() < np.log(1 / 200)


def test_all_sections_of_a_document_are_held_out_together(planted):
    # Each document is two sections of the same two terms: were one of them seen, it would help.
    X = sp.csr_matrix(np.repeat(np.kron(np.eye(60), [[30, 30]]), 2, axis=0))
    home = pd.DataFrame({"section": [f"s{i}" for i in range(120)]})
    home["document"] = [f"d{i // 2}" for i in range(120)]
    terms = [f"term{i}" for i in range(120)]
    words = replace(planted.words, X=X, rows=home, windows=X, terms=terms)
    table = select_topics(words, n_topics=(20,), seeds=(1, 2), random_state=1)
    assert table["heldout"].max() < np.log(1 / 120)


@pytest.mark.parametrize("held_out", [0.0, 1.0])
def test_a_grid_needs_documents_on_both_sides(planted, held_out):
    with pytest.raises(DataError, match="both sides"):
        select_topics(planted.words, held_out=held_out)


def test_the_topic_stage_gives_identical_tables_for_one_and_two_workers(planted, monkeypatch):
    names = planted.words.rows["document"]
    framed = pd.DataFrame(
        {"passage": names[::3] + ":0000", "term": "<multipolarity>", "n": 1},
    )
    taken = {
        "documents": pd.DataFrame(
            {"document": names, "organization": ["Varnelia", "Orlan"] * 75, "year": 2023}
        ),
        "passages": pd.DataFrame(
            {"passage": names + ":0000", "document": names, "period": "all"}
        ).assign(organization=["Varnelia", "Orlan"] * 75),
        "counts": check(pd.concat([planted.counts, framed], ignore_index=True), "counts"),
    }
    options = {"n_topics": [2, 3], "grid_seeds": 2, "seeds": 3, "min_sections": 5, "max_share": 1}
    out = []
    for jobs in ("1", "2"):
        monkeypatch.setenv("TOPOI_JOBS", jobs)
        out.append(topic_models.compute(**taken, framings=["multipolarity"], **options, seed=1))
    assert len(out[0]) == 6
    for name, table in out[0].items():
        pd.testing.assert_frame_equal(table, out[1][name], check_exact=True)
