"""Guided topics: a rare planted topic is found, seeds mean what they say, order does not show."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.errors import DataError
from topoi.topics import (
    Vocabulary,
    consensus_topics,
    fit_grid,
    fit_runs,
    fit_topics,
    seed_topics,
    topic_terms,
)
from topoi.topics.engines import start_shares
from topoi.topics.evaluation import top_terms
from topoi.topics.guided import STRENGTH
from topoi.words import wording_key

from .conftest import vocabulary

COMMON, EACH, OWN = 8, 30, 10  # topics, their terms, terms of the rare topic
DOCUMENTS, TOKENS = 400, 60
RARE = [f"rare{j}" for j in range(OWN)]
# Gensim updates its topics once a minibatch: with its defaults too seldom in so small a corpus.
DEFAULT = fit_topics.__kwdefaults__["engine"]
ENGINES = {DEFAULT: {}, "gensim": {"passes": 20, "batch_size": 32}}


class Hidden(NamedTuple):
    """Eight common topics, and one that takes half of eight documents in four hundred."""

    words: Vocabulary
    theta: np.ndarray

    def found(self, components: np.ndarray) -> np.ndarray:
        """How many of the ten rare terms are among the first ten of each topic."""
        rare = {self.words.terms.index(term) for term in RARE}
        return np.array([len(rare & set(best)) for best in top_terms(components, OWN).tolist()])


@pytest.fixture(scope="module")
def hidden() -> Hidden:
    rng = np.random.default_rng(5)
    terms = [f"common{j}" for j in range(COMMON * EACH)] + RARE
    phi = np.zeros((COMMON + 1, len(terms)))
    for k in range(COMMON):
        phi[k, k * EACH : (k + 1) * EACH] = rng.dirichlet(np.ones(EACH))
    phi[-1, -OWN:] = 1 / OWN
    rare = np.where(np.arange(DOCUMENTS) < DOCUMENTS // 50, 0.5, 0.0)[:, None]
    theta = np.hstack([rng.dirichlet(np.full(COMMON, 0.1), DOCUMENTS) * (1 - rare), rare])
    X = sp.csr_matrix(np.stack([rng.multinomial(TOKENS, shares @ phi) for shares in theta]))
    return Hidden(vocabulary(X, terms), theta)


@pytest.fixture(scope="module")
def plain() -> Vocabulary:
    """Two hundred sections of five terms: a word, a phrase, an n-gram, two framings."""
    X = sp.csr_matrix(np.random.default_rng(1).poisson(10, (200, 5)) + 1)
    terms = ["sanction", "climate_change", "world order", "<hybrid_war>", "<world_order>"]
    return vocabulary(X, terms)


@pytest.mark.parametrize(
    ("engine", "n_topics"), [(DEFAULT, COMMON - 2), ("gensim", COMMON + 1)], ids=["own", "gensim"]
)
def test_a_rare_topic_that_runs_without_a_guide_miss_is_found_from_three_of_its_terms(
    engine, n_topics, hidden
):
    options = {"n_topics": n_topics, "engine": engine, "seeds": (1, 2), **ENGINES[engine]}
    for run in fit_runs(hidden.words, **options):
        assert hidden.found(run.components).max() <= 2
    guide = seed_topics(hidden.words, {"rare": RARE[:3]})
    for run in fit_runs(hidden.words, **options, guide=guide):
        topic = run.guided.index("rare")
        assert hidden.found(run.components)[topic] == OWN
        assert np.corrcoef(run.theta[:, topic], hidden.theta[:, -1])[0, 1] > 0.95


def test_the_order_of_topics_and_seeds_does_not_show(hidden):
    seeds = {"rare": RARE[:3], "first": ["common0", "common1"], "last": ["common230"]}
    turned = {name: listed[::-1] for name, listed in reversed(seeds.items())}
    one, two = (
        fit_topics(
            hidden.words, n_topics=9, random_state=1, guide=seed_topics(hidden.words, listed)
        )
        for listed in (seeds, turned)
    )
    assert one.guided == two.guided
    np.testing.assert_array_equal(one.components, two.components)
    np.testing.assert_array_equal(one.theta, two.theta)


def test_topics_stand_by_prevalence_and_carry_the_names_of_their_seeds(hidden):
    guide = seed_topics(hidden.words, {"rare": RARE[:3], "first": ["common0", "common1"]})
    model = fit_topics(hidden.words, n_topics=9, guide=guide, random_state=1)
    assert (np.diff(model.tokens @ model.theta) <= 0).all()
    table = topic_terms(model, top=10)
    told = table.dropna(subset="guided").groupby("guided")["term"].agg(set)
    assert told["rare"] == set(RARE)
    assert {"common0", "common1"} & told["first"]
    assert table["guided"].isna().sum() == 7 * 10
    assert topic_terms(fit_topics(hidden.words, n_topics=3), top=2)["guided"].isna().all()


def test_a_grid_is_guided_too_and_the_consensus_of_its_runs_keeps_the_names(hidden):
    guide = seed_topics(hidden.words, {"rare": RARE[:3], "first": ["common0", "common1"]})
    grid = fit_grid(hidden.words, n_topics=[9], seeds=[1, 2], guide=guide, random_state=1)
    for run in grid.runs(9):
        assert run.guided == ("first", "rare", *[None] * 7)
        assert hidden.found(run.components)[1] == OWN
    model = consensus_topics(grid.runs(9), hidden.words)
    assert hidden.found(model.components)[model.guided.index("rare")] == OWN
    assert "common0" in topic_terms(model, top=5).set_index("guided").loc["first", "term"].tolist()


def test_the_usual_strength_is_one_that_was_measured_to_be_enough_and_costs_little(root):
    table = pd.read_csv(root / "benchmarks" / "topics" / "guided.csv")
    usual = table[table["strength"] == STRENGTH]
    others = usual["engine"].isin(["gensim", "tomotopy"])
    mine = usual[(usual["corpus"] == "planted") & ~others]
    assert mine["found"].tolist() == [1.0, 1.0]
    debate = table[table["corpus"] != "planted"].set_index("strength")
    assert abs(debate.loc[STRENGTH, "heldout"] - debate.loc[0, "heldout"]) < 0.01  # nats a token


# ---- what a seed is


@pytest.mark.parametrize(
    ("seed", "terms"),
    [
        ("sanction", ["sanction"]),
        ("Climate  Change", ["climate_change"]),
        ("<hybrid_war>", ["<hybrid_war>"]),
        ("hybrid war", ["<hybrid_war>"]),
        ("hybrid_war", ["<hybrid_war>"]),
        ("world order", ["<world_order>", "world order"]),
        ("<world_order>", ["<world_order>"]),
    ],
)
def test_words_phrases_ngrams_and_framings_are_seeds(plain, seed, terms):
    found = seed_topics(plain, {"a": [seed]}).seeds
    assert sorted(found["term"]) == sorted(terms)


def test_other_forms_of_a_word_are_seeds_if_asked_for(plain):
    with pytest.raises(DataError, match="seeds of 'a': none"), pytest.warns(match="seeds"):
        seed_topics(plain, {"a": ["sanctions"]})
    guide = seed_topics(plain, {"a": ["Sanctions", "climate changes"]}, normalize=wording_key)
    assert sorted(guide.seeds["term"]) == ["climate_change", "sanction"]


def test_missing_seeds_are_one_warning_that_names_them_and_what_is_like_them(plain):
    seeds = {"a": ["sanction", "sanctions"], "b": ["world order", "tide"]}
    with pytest.warns(UserWarning, match="no term of the vocabulary") as caught:
        guide = seed_topics(plain, seeds, exclude={"a": ["harbour"]})
    assert len(caught) == 1
    said = str(caught[0].message)
    assert "'sanctions' of 'a' (there is 'sanction')" in said
    assert "'tide' of 'b'," in said
    assert "'harbour' of 'a'" in said
    assert guide.seeds["name"].tolist() == ["a", "b", "b"]


# ---- what strength and exclusion are


def test_the_prior_is_eta_and_the_tokens_of_strength_and_nothing_where_excluded(plain):
    guide = seed_topics(
        plain,
        {"b": ["sanction"], "a": ["<hybrid_war>", "climate change"]},
        strength={"b": 7},
        exclude={"b": ["<hybrid_war>"]},
    )
    e = 0.2
    expected = [
        [e, 50 + e, e, 50 + e, e],  # a: its two seeds, with the strength that is usual
        [7 + e, e, e, 0, e],  # b
        [e] * 5,  # no seeds
    ]
    np.testing.assert_allclose(guide.prior(3, eta=e), expected)
    assert guide.seeds[["name", "term", "tokens"]].values.tolist() == [
        ["a", "climate_change", 50.0],
        ["a", "<hybrid_war>", 50.0],
        ["b", "sanction", 7.0],
        ["b", "<hybrid_war>", 0.0],
    ]
    columns = [plain.terms.index(term) for term in guide.seeds["term"]]
    assert guide.seeds["occurs"].tolist() == plain.X.toarray().sum(axis=0)[columns].tolist()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_topic_does_not_have_what_is_excluded_and_a_strong_seed_has_its_share(engine, planted):
    guide = seed_topics(
        planted.words,
        {"water": ["water0", "water1"], "trade": ["trade0"]},
        exclude={"water": ["water2"]},
        strength={"trade": 1000},
    )
    options = ENGINES[engine]
    model = fit_topics(
        planted.words, n_topics=4, guide=guide, random_state=1, engine=engine, **options
    )
    water, trade = (model.components[model.guided.index(name)] for name in ("water", "trade"))
    assert water[planted.words.terms.index("water2")] < 1e-6
    assert water[:2].sum() > 0.02
    # In a topic of n tokens a seed of s tokens keeps at least s / (n + s).
    n = planted.words.X.sum()
    assert trade[planted.words.terms.index("trade0")] >= 1000 / (n + 1000)


def test_a_stronger_seed_holds_more_of_its_topic(hidden):
    shares = []
    for strength in (5, 50, 500):
        guide = seed_topics(hidden.words, {"rare": RARE[:3]}, strength=strength)
        model = fit_topics(hidden.words, n_topics=9, guide=guide, random_state=2)
        topic = model.components[model.guided.index("rare")]
        shares.append(topic[[model.terms.index(term) for term in RARE[:3]]].sum())
    assert shares == sorted(shares)
    assert shares[-1] > 0.8


def test_a_run_starts_with_guided_topics_that_are_little_but_their_seeds():
    eta = np.full((3, 200), 0.1)
    eta[0, :2], eta[1, 2], eta[1, 3] = 50.1, 5.1, 0.0
    start = start_shares(eta)
    np.testing.assert_allclose(start.sum(axis=0), 1)
    assert start[0, :2].min() > 0.98
    assert start[1, 2] > 0.98  # the strength does not matter for that
    assert start[:2, 4:].max() < 0.01
    assert start[1, 3] == 0
    np.testing.assert_allclose(start_shares(np.full((4, 9), 0.1)), 0.25)


# ---- errors


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"seeds": {}}, "seeds: none"),
        ({"seeds": ["sanction"]}, r"seeds: a dict is wanted; got \['sanction'\]. Write {'name"),
        ({"seeds": {"a": ["sanction"]}, "exclude": ["world"]}, "exclude: a dict is wanted; got"),
        ({"seeds": {"a": 1}}, "seeds of 'a': a list is wanted; got 1"),
        ({"seeds": {"a": "sanction"}}, "seeds of 'a': a list is wanted; got 'sanction'"),
        ({"seeds": {"a": [1]}}, "seeds of 'a': a term is a str; got 1"),
        ({"seeds": {"a": ["sanction"]}, "strength": 0}, "positive number of tokens; 'a' has 0"),
        ({"seeds": {"a": ["sanction"]}, "strength": {"b": 1}}, "strength: no topic 'b' has seeds"),
        ({"seeds": {"a": ["sanction"]}, "exclude": {"b": []}}, "exclude: no topic 'b' has seeds"),
        (
            {"seeds": {"a": ["sanction"]}, "exclude": {"a": ["sanction"]}},
            "'sanction' is a seed of 'a' and excluded from it",
        ),
    ],
)
def test_seeds_that_make_no_sense_are_refused(plain, call, message):
    with pytest.raises(DataError, match=message):
        seed_topics(plain, **call)


def test_a_guide_must_fit_the_vocabulary_the_topics_and_the_engine(plain, planted):
    guide = seed_topics(plain, {"a": ["sanction"], "b": ["<hybrid_war>"], "c": ["world order"]})
    with pytest.raises(DataError, match=r"another vocabulary \(5 terms, not 120\)"):
        fit_topics(planted.words, n_topics=3, guide=guide)
    with pytest.raises(DataError, match=r"2 topics cannot hold 3 guided ones \(a, b, c\)"):
        fit_topics(plain, n_topics=2, guide=guide)
    with pytest.raises(DataError, match="eta must be a number"):
        fit_topics(plain, n_topics=4, guide=guide, eta=np.ones((4, 5)))
    nobody = seed_topics(plain, {"a": ["sanction"]}, exclude={"a": ["world order"]})
    with pytest.raises(DataError, match="'world order' is left out of every topic"):
        nobody.prior(1)
