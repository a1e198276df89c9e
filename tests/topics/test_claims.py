"""Claims about topics: found again by their terms in every fit, and evaluated by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.errors import DataError
from topoi.topics import (
    TopicGrid,
    Vocabulary,
    consensus_topics,
    fit_grid,
    topic_claim_shares,
    topic_claims,
    topic_prevalence,
)
from topoi.topics.choice.claims import _shares, read_topic_claims
from topoi.topics.choice.grid import GridRun
from topoi.topics.evaluation import fold_in

HARBOUR = {"framing": "quiet_harbour", "group": "Orlan", "says": "more"}


@pytest.fixture(scope="module")
def spoken(planted):
    """The planted documents with a framing in the first topic; the Orlanese speak of it more.

    Orlan has the fifty documents with the most of it, Dravia the next thirty, Varnelia the rest, of
    which it gave thirty-five a year before.
    """
    X = planted.words.X
    first = np.asarray(X[:, :40].sum(axis=1)).ravel()
    framed = sp.hstack([X, sp.csr_matrix(first // 10).T]).tocsr()
    terms = [*planted.words.terms, "<quiet_harbour>"]
    words = replace(planted.words, X=framed, windows=framed, terms=terms)
    rank = np.argsort(np.argsort(-planted.theta[:, 0], kind="stable"))
    documents = pd.DataFrame({"document": words.rows["document"]})
    documents["organization"] = np.select([rank < 50, rank < 80], ["Orlan", "Dravia"], "Varnelia")
    documents["year"] = np.where(rank < 115, 2030, 2029)
    documents["period"] = np.where(documents["year"] == 2030, "2030–2035", "2024–2029")
    grid = fit_grid(words, n_topics=(3, 5), seeds=(1, 2, 3), random_state=1)
    return grid, documents


def test_a_planted_difference_is_found_in_every_fit_and_its_opposite_in_none(spoken):
    table = topic_claims(*spoken, [HARBOUR, HARBOUR | {"says": "less", "compared": "Varnelia"}])
    assert len(table) == 2 * 6
    first, second = (mine for _, mine in table.groupby("claim", sort=False))
    assert first["claim"].iloc[0] == "quiet_harbour: Orlan more than others"
    assert first["holds"].tolist() == ["yes"] * 6
    assert second["holds"].tolist() == ["no"] * 6
    assert (first["mentions"] > 0.5).all()
    assert first["leading"].str.contains("water").all()
    assert not first["leading"].str.contains("trade|border").any()


def test_ratios_are_those_of_the_planted_shares(spoken, planted):
    grid, documents = spoken
    table = topic_claims(grid, documents, [HARBOUR]).query("n_topics == 3")
    inside = (documents["organization"] == "Orlan").to_numpy()
    year = (documents["year"] == 2030).to_numpy()
    share = planted.theta[:, 0]
    # The others of the years in which there are members.
    truth = share[inside].mean() / share[~inside & year].mean()
    assert (table["ratio"] > 0.8 * truth).all()
    np.testing.assert_allclose(
        table["ratio"].median(), truth, rtol=0.15
    )  # one run merges two topics


def test_shares_are_those_of_topic_prevalence(spoken):
    grid, documents = spoken
    claim = HARBOUR | {"compared": "Varnelia"}
    table = topic_claims(grid, documents, [claim]).query("n_topics == 5")
    run = grid.runs(5)[0]
    model = consensus_topics([run], grid.words)
    with pytest.warns(UserWarning, match="fewer than 40"):
        shares = topic_prevalence(model, grid.words, documents)
    water = 1 + int(np.argmax(model.components[:, -1]))
    shares = shares[shares["topic"] == water].set_index("group")["prevalence"]
    theirs = table[["prevalence", "prevalence_compared"]].iloc[0]
    # Five topics for three planted ones: where topics are alike, the rounds of one come slowly to the maximum
    # that the steps of the other find.
    np.testing.assert_allclose(theirs, shares[["Orlan", "Varnelia"]], rtol=0.02, atol=1e-3)


def by_hand() -> tuple[TopicGrid, pd.DataFrame]:
    """Two topics that share no term; four documents, of which shares are known but for the prior."""
    X = sp.csr_matrix(np.array([[8, 0, 0], [0, 8, 8], [4, 2, 2], [0, 8, 0]]))
    names = ["a", "b", "c", "d"]
    rows = pd.DataFrame({"section": names, "document": names})
    words = Vocabulary(X, rows, ["sea", "war", "<hybrid_war>"], X, 1.0)
    phi = np.array([[0.0, 0.5, 0.5], [1.0, 0.0, 0.0]])
    fit = GridRun("collapsed", 2, 7, phi, np.full(2, 1e-9), -1.0)
    documents = pd.DataFrame({"document": names, "year": [1, 1, 2, 2]})
    documents["organization"] = ["Orlan", "Varnelia", "Orlan", "Varnelia"]
    documents["period"] = ["early", "early", "late", "late"]
    return TopicGrid(words, (fit,)), documents


def ratio_of(claim, belongs=None):
    table = topic_claims(*by_hand(), [claim], belongs=belongs)
    assert table["leading"][0].startswith("war" if "sea" not in str(claim) else "sea")
    return table["ratio"][0]


def approx(value):
    """Shares are climbed to until a hundredth of their error is left."""
    return pytest.approx(value, rel=0.01)


def test_sides_by_hand():
    war = {"framing": "hybrid_war", "says": "more"}
    # Of Orlan's 16 tokens 4 are of the topic, of Varnelia's 24 all; a token of the whole, .7 of the
    # topic, is added to each.
    by_hand = (4.7 / 17) / (24.7 / 25)
    assert ratio_of(war | {"group": "Orlan"}) == approx(by_hand)
    assert ratio_of(war | {"group": "Orlan", "compared": "Varnelia"}) == approx(by_hand)
    # Late 4 + 8 of 16 tokens, early 16 of 24.
    change = {"from": "early", "to": "late"}
    assert ratio_of(war | change) == approx((12.7 / 17) / (16.7 / 25))
    sea = {"terms": "sea", "says": "less", "group": "Varnelia", "compared": "Orlan"}
    # None of Varnelia's 24 tokens, but of the token of the whole corpus that is added 12 / 40.
    assert ratio_of(sea) == approx((0.3 / 25) / ((12 + 0.3) / 17))


def test_periods_may_have_any_name_and_years_a_hyphen_or_a_dash():
    grid, documents = by_hand()
    claim = {"framing": "hybrid_war", "says": "more"}
    usual = topic_claims(grid, documents, [claim | {"from": "early", "to": "late"}])["ratio"][0]
    for early, late in (("pre-war", "post-war"), ("2001-2009", "2010-2020"), (2001, 2002)):
        named = documents.assign(period=documents["period"].map({"early": early, "late": late}))
        table = topic_claims(grid, named, [claim | {"from": early, "to": late}])
        assert table["ratio"][0] == usual
    assert read_topic_claims([claim | {"from": "pre-war", "to": "1992-1999"}])[0].periods == (
        "pre-war",
        "1992–1999",
    )


def test_members_are_those_of_the_time_and_others_those_who_speak_when_there_are_members():
    belongs = pd.DataFrame({"member": ["Orlan"], "year": [2], "organization": ["Pact"]})
    claim = {"framing": "hybrid_war", "says": "less", "group": "Pact"}
    # c against d: 4 of 8 tokens against 8 of 8; the documents of the first year have no part in it.
    assert ratio_of(claim, belongs) == approx(4.7 / 8.7)


def test_a_rare_topic_has_the_share_that_topic_prevalence_finds():
    # Ten thousand words of two topics that are much alike, of which the second has next to none.
    rng = np.random.default_rng(3)
    common = rng.dirichlet(np.full(50, 0.5))
    topics = np.stack([common, 0.9 * common + 0.1 * rng.dirichlet(np.full(50, 0.5))])
    said = np.stack([rng.multinomial(10_000, share @ topics) for share in ([1, 0], [0.7, 0.3])])
    whole = np.array([0.85, 0.15])
    for words in said:
        X = sp.csr_matrix(words[None].astype(float))
        best = fold_in(topics, X, alpha=whole, iterations=100_000)[0]
        assert _shares(topics, X, whole)[1] == pytest.approx(best[1], rel=0.05, abs=1e-5)


def test_shares_over_fits_by_hand(spoken):
    table = topic_claims(*spoken, [HARBOUR])
    table["holds"] = ["yes", "no", "yes", "yes", "no", "no"]
    table["ratio"] = [2.0, 0.5, 3.0, 4.0, 0.25, 1.0]
    shares = topic_claim_shares(table)
    assert shares["n_topics"].tolist() == ["all", "3", "5"]
    assert shares["fits"].tolist() == [6, 3, 3]
    np.testing.assert_allclose(shares["share"], [1 / 2, 2 / 3, 1 / 3])
    np.testing.assert_allclose(shares["ratio"], [1.5, 2, 1])
    assert shares[["ratio_low", "ratio_high"]].values.tolist() == [[0.25, 4], [0.5, 3], [0.25, 4]]


def test_the_number_of_workers_does_not_show_in_claims(spoken):
    one, two = (topic_claims(*spoken, [HARBOUR], n_jobs=jobs) for jobs in (1, 2))
    assert one.equals(two)


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ({"group": "Orlan", "says": "more"}, "needs a framing or terms"),
        (HARBOUR | {"terms": ["sea"]}, "needs a framing or terms"),
        (HARBOUR | {"says": "much"}, "says = 'more' or 'less'"),
        (HARBOUR | {"from": "early"}, r"\(from, to\)"),
        (HARBOUR | {"from": "early", "to": "late", "compared": "Dravia"}, r"\(from, to\)"),
        ({"framing": "quiet_harbour", "says": "more"}, "the others or with another one"),
        (HARBOUR | {"seed": 1}, "no key 'seed'"),
        ({"terms": [], "group": "Orlan", "says": "more"}, "its terms are none"),
    ],
)
def test_an_incomplete_claim_is_answered_with_what_is_missing(claim, message):
    with pytest.raises(DataError, match=message):
        read_topic_claims([claim])


def test_claims_about_what_is_not_there_are_refused(spoken):
    with pytest.raises(DataError, match="'<long_table>' is not a term of the vocabulary"):
        topic_claims(*spoken, [HARBOUR | {"framing": "long_table"}])
    with pytest.raises(DataError, match="nothing is said on the first side"):
        topic_claims(*spoken, [HARBOUR | {"group": "Atlantis"}])
    with pytest.raises(DataError, match="nothing is said on the second side"):
        topic_claims(*spoken, [HARBOUR | {"compared": "Atlantis"}])
    with pytest.raises(DataError, match="stands there twice"):
        topic_claims(*spoken, [HARBOUR, HARBOUR])
    with pytest.raises(DataError, match="no claim is made"):
        topic_claims(*spoken, [])
