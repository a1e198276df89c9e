"""Members against others, topic by topic: planted ratios, and the test of contrast_rates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from speeches import OVERLAPPING, about, said, speeches

import topoi
from topoi.errors import DataError
from topoi.topics import topic_contrasts

MEMBERS = [f"D{i}" for i in range(6)]
BELONGS = pd.DataFrame({"member": MEMBERS, "organization": "Pact"})


def planted(rng: np.random.Generator, topics: np.ndarray = OVERLAPPING) -> tuple:
    """Fourteen delegations in five years; the six of the Pact speak twice as much of the first topic."""
    unit = np.repeat(np.arange(14), 5)
    mean = np.where((unit < 6)[:, None], [0.4, 0.3, 0.3], [0.2, 0.4, 0.4])
    own = np.stack([rng.dirichlet(60 * mean[5 * i]) for i in range(14)])
    model, words = speeches(np.round(said(own[unit], topics)), topics)
    documents = about(
        model, organization=[f"D{i}" for i in unit], year=np.tile(np.arange(2001, 2006), 14)
    )
    return model, words, documents, own


def test_a_planted_ratio_is_found_with_its_limits_and_a_small_p():
    model, words, documents, own = planted(np.random.default_rng(1))
    table = topic_contrasts(model, words, documents, BELONGS, random_state=1)
    first = table.iloc[0]
    assert first["prevalence"] == pytest.approx(own[:6, 0].mean(), abs=0.01)
    assert first["ratio"] == pytest.approx(own[:6, 0].mean() / own[6:, 0].mean(), rel=0.03)
    assert first["low"] < 2 < first["high"]
    assert first["difference_low"] < 0.2 < first["difference_high"]
    assert first["p"] < 0.01
    assert table["family"].unique().tolist() == [3]
    assert (table["q"] >= table["p"]).all()
    assert (table["units"].iloc[0], table["units_others"].iloc[0]) == (6, 8)


def test_with_a_topic_a_term_it_is_the_contrast_of_rates_of_that_term():
    model, words, documents, _ = planted(np.random.default_rng(2), np.eye(3))
    ours = topic_contrasts(model, words, documents, BELONGS, random_state=5)
    counts = words.X.toarray()
    passages = topoi.tables.empty("passages").reindex(range(len(documents)))
    passages = passages.assign(
        passage=documents["document"].to_numpy(),
        document=documents["document"].to_numpy(),
        start=0,
        end=9,
        voice="speech",
        rule="",
        confidence=1.0,
        organization=documents["organization"].to_numpy(),
        year=documents["year"].to_numpy(),
        words=counts.sum(axis=1).astype(int),
    )
    rows = [
        (name, f"f{k}")
        for name, row in zip(documents["document"], counts.astype(int), strict=True)
        for k in range(3)
        for _ in range(row[k])
    ]
    mentions = topoi.tables.empty("mentions").reindex(range(len(rows)))
    mentions = mentions.assign(
        mention=[str(i) for i in range(len(rows))],
        framing=[f for _, f in rows],
        passage=[p for p, _ in rows],
        start=0,
        end=1,
        variant="v",
    )
    theirs = topoi.contrast_rates(mentions, passages, BELONGS, random_state=5)
    for column in ("ratio", "low", "high", "p", "permutations"):
        np.testing.assert_allclose(ours[column], theirs[column], rtol=2e-2)
    np.testing.assert_allclose(ours["difference"], theirs["difference"] / 10_000, atol=1e-4)


def test_between_alike_groups_p_is_about_uniform():
    rng = np.random.default_rng(3)
    p = []
    for _ in range(40):
        own = np.stack([rng.dirichlet([6, 4, 3]) for _ in range(12)])
        model, words = speeches(np.round(said(own, tokens=400)), OVERLAPPING)
        documents = about(model, organization=[f"D{i}" for i in range(12)])
        table = topic_contrasts(
            model, words, documents, BELONGS, over=None, permutations=99, level=None, random_state=1
        )
        p.append(table["p"].to_numpy())
    assert 0.005 <= (np.array(p) <= 0.05).mean() <= 0.11
    assert np.mean(p) == pytest.approx(0.5, abs=0.1)


def test_periods_are_groups_of_sessions():
    rng = np.random.default_rng(4)
    year = np.repeat(np.arange(2001, 2021), 4)
    share = np.where(year > 2010, 0.5, 0.25) + rng.normal(0, 0.02, 20)[year - 2001]
    model, words = speeches(np.round(1000 * np.stack([share, 1 - share], axis=1)))
    documents = about(model, year=year, organization=np.tile(list("abcd"), 20))
    periods = pd.DataFrame({"member": np.arange(2011, 2021), "organization": "later"})
    table = topic_contrasts(
        model,
        words,
        documents,
        periods,
        by="period",
        unit="year",
        over="organization",
        random_state=1,
    )
    assert table["ratio"].iloc[0] == pytest.approx(2, rel=0.05)
    assert table["p"].max() < 0.001


def test_the_same_seed_gives_the_same_table():
    model, words, documents, _ = planted(np.random.default_rng(6))
    one, two = (
        topic_contrasts(model, words, documents, BELONGS, permutations=300, random_state=2)
        for _ in range(2)
    )
    pd.testing.assert_frame_equal(one, two)


def test_what_cannot_be_compared_is_an_error():
    model, words, documents, _ = planted(np.random.default_rng(7))
    twice = pd.concat([documents, documents.assign(organization="other")])
    with pytest.raises(DataError, match="some occur twice"):
        topic_contrasts(model, words, twice, BELONGS)
    with pytest.raises(DataError, match="no column 'year'"):
        topic_contrasts(model, words, documents.drop(columns="year"), BELONGS)
    with pytest.raises(DataError, match="a single unit speaks"):
        topic_contrasts(model, words, documents.assign(organization="one"), BELONGS)
    with pytest.raises(DataError, match="no member that speaks"):
        topic_contrasts(model, words, documents, BELONGS, groups=["Union"])


def test_documents_may_be_the_units():
    model, words, documents, _ = planted(np.random.default_rng(1))
    belongs = pd.DataFrame({"member": documents["document"].iloc[:30], "organization": "Pact"})
    table = topic_contrasts(
        model, words, documents, belongs, unit="document", over=None, random_state=1
    )
    assert (table["units"].iloc[0], table["units_others"].iloc[0]) == (30, 40)


def test_documents_without_a_year_are_left_out_and_said():
    model, words, documents, _ = planted(np.random.default_rng(7))
    year = documents["year"].where(documents["year"] > documents["year"].min())
    with pytest.warns(UserWarning, match="topic_contrasts: .* documents have a null in "):
        topic_contrasts(model, words, documents.assign(year=year), BELONGS, permutations=99)
    both = pd.concat([documents.assign(year=np.nan), documents])
    options = {"permutations": 99, "random_state": 1}
    with pytest.warns(UserWarning, match="rows of 70 of 70 documents have a null in 'year'"):
        table = topic_contrasts(model, words, both, BELONGS, **options)
    assert table.equals(topic_contrasts(model, words, documents, BELONGS, **options))


def test_members_and_others_who_never_speak_in_one_year_have_no_ratio():
    model, words, documents, _ = planted(np.random.default_rng(8))
    two = documents[documents["organization"].isin(["D0", "D6"])]
    two = two.assign(year=np.where(two["organization"] == "D0", 2011, 2012))
    belongs = pd.DataFrame({"member": "D0", "year": [2011, 2012], "organization": "Pact"})
    with pytest.warns(UserWarning, match="of Pact never speak in one year"):
        table = topic_contrasts(model, words, two, belongs)
    assert table[["ratio", "p", "low", "high"]].isna().all(axis=None)
