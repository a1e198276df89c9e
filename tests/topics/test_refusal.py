"""Too small for LDA: what is measured, what is least, and what follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import topoi
from topoi.errors import DataError, TooSmallError
from topoi.study.stages import topic_models, voices
from topoi.topics import fit_grid, prepare_topics, shuffle_tokens, topic_refusal


def test_shuffling_keeps_lengths_and_totals_and_nothing_else(planted):
    dealt = shuffle_tokens(planted.words, 1)
    for axis in (0, 1):
        np.testing.assert_array_equal(dealt.X.sum(axis=axis), planted.words.X.sum(axis=axis))
    assert (dealt.X != planted.words.X).nnz > 1000
    assert (shuffle_tokens(planted.words, 1).X != dealt.X).nnz == 0
    assert (shuffle_tokens(planted.words, 2).X != dealt.X).nnz > 0
    # A document of one topic has a third of its tokens in each, now.
    pure = planted.theta.max(axis=1) > 0.99
    shares = [dealt.X[pure][:, at : at + 40].sum() / dealt.X[pure].sum() for at in (0, 40, 80)]
    all_shares = [planted.words.X[:, at : at + 40].sum() / (150 * 60) for at in (0, 40, 80)]
    np.testing.assert_allclose(shares, all_shares, atol=0.03)


def test_guided_runs_are_held_against_guided_noise(planted):
    guide = topoi.seed_topics(planted.words, {"first": planted.words.terms[:3]}, strength=50)
    runs = fit_grid(planted.words, n_topics=[3], seeds=[1, 2], random_state=1, guide=guide).runs(3)
    with pytest.raises(DataError, match="runs are guided"):
        topic_refusal(planted.words, runs, random_state=1)
    table = topic_refusal(planted.words, runs, random_state=1, guide=guide)
    assert table["verdict"].eq("enough").all()


def test_planted_topics_pass_and_their_shuffled_tokens_do_not(planted, shuffled):
    verdicts = []
    for words in (planted.words, shuffled):
        runs = fit_grid(words, n_topics=(3,), seeds=range(1, 6), random_state=1).runs(3)
        table = topic_refusal(words, runs, random_state=1).set_index("criterion")
        assert table.loc["sections", ["value", "least"]].tolist() == [150, 100]
        assert table.loc["tokens", ["value", "least"]].tolist() == [60, 20]
        assert table["verdict"][["sections", "tokens"]].tolist() == ["enough"] * 2
        verdicts.append(table.loc["stability", "verdict"])
    assert verdicts == ["enough", "too small for LDA"]


def test_the_five_statements_are_too_small_with_the_evidence():
    counts = topoi.read_bundle("cis-csto-statements").counts
    table = topic_refusal(counts).set_index("criterion")
    assert table.loc["sections", "value"] < 25
    assert table.loc["sections", "verdict"] == "too small for LDA"
    with pytest.raises(TooSmallError, match=r"^too small for LDA: 5 documents") as caught:
        topoi.fit_topics(prepare_topics(counts, min_sections=2), n_topics=5)
    assert caught.value.sections == table.loc["sections", "value"]
    stage = voices.compute(bundle="cis-csto-statements")
    assert stage["topic_refusal_by_statements"].equals(topic_refusal(counts))
    facts = stage["facts_by_voices"].set_index("fact")["value"]
    assert facts[["too_small_for_lda", "sections"]].tolist() == ["yes", "14"]


def test_nothing_at_all_is_too_small():
    table = topic_refusal(topoi.read_bundle("cis-csto-statements").counts[:0])
    assert table[["criterion", "value"]].values.tolist() == [["sections", 0], ["tokens", 0]]
    assert set(table["verdict"]) == {"too small for LDA"}


def test_a_study_of_a_few_pages_is_told_that_they_are_too_small_for_its_topics():
    bundle = topoi.read_bundle("cis-csto-statements")
    tables = (bundle.documents, bundle.passages, bundle.counts)
    with pytest.raises(TooSmallError, match=r"^too small for LDA: 5 documents"):
        topic_models.compute(*tables, framings=["hybrid_war"], seed=1)


def test_short_sections_are_too_small(planted):
    X = planted.words.X.copy()
    X.data //= 4
    table = topic_refusal(replace(planted.words, X=X)).set_index("criterion")
    assert table["verdict"].tolist() == ["enough", "too small for LDA"]


def test_runs_are_several_and_of_a_vocabulary(model, planted, monkeypatch):
    with pytest.raises(DataError, match="one run has no stability"):
        topic_refusal(planted.words, [model])
    name = "topoi.topics.choice.refusal.prepare_topics"
    monkeypatch.setattr(name, lambda *_, **__: pytest.fail("prepared"))
    with pytest.raises(DataError, match="pass it, not the counts"):
        topic_refusal(planted.counts, [model, model])
