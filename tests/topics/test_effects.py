"""Topic shares by covariates: planted effects come back, formulas are read, memberships overlap."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import f
from speeches import OVERLAPPING, about, said, speeches

from topoi.errors import DataError
from topoi.topics import topic_effects, topic_prevalence

YEARS = np.arange(2001, 2021)
pytestmark = pytest.mark.filterwarnings("ignore:topic_.* fewer than")


def planted(change: float = 1.5, noise: float = 0.0) -> tuple:
    """Twenty delegations in twenty years; the first topic rises, and is rarer within the Pact."""
    rng = np.random.default_rng(1)
    unit, year = (x.ravel() for x in np.meshgrid(np.arange(20), YEARS, indexing="ij"))
    pact = unit < 10
    own = rng.normal(0, noise, (20, 3))[unit]
    time = (year - 2001) / 19
    logits = np.stack([change * time - 1.0 * pact, 0.5 * pact, 0 * time], axis=1) + own
    theta = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    model, words = speeches(said(theta), OVERLAPPING)
    documents = about(
        model,
        organization=[f"D{i}" for i in unit],
        year=year,
        bloc=np.where(pact, "Pact", "none"),
    )
    return model, words, documents, theta


@pytest.fixture(scope="module")
def rising() -> tuple:
    return planted()


def test_effects_of_a_group_and_of_time_are_those_that_were_planted(rising):
    model, words, documents, theta = rising
    table = topic_effects(model, words, documents, "~ bloc + year", unit="organization")
    first = table[table["topic"] == 1].set_index("value")
    # Means over documents with the bloc as given, and years as they are: the formula is the truth.
    pact = (documents["bloc"] == "Pact").to_numpy()
    assert first.loc["Pact", "prevalence"] == pytest.approx(theta[pact, 0].mean(), abs=1e-4)
    assert first.loc["none", "prevalence"] == pytest.approx(theta[~pact, 0].mean(), abs=1e-4)
    last = (documents["year"] == 2020).to_numpy()
    assert first.loc["2020", "prevalence"] == pytest.approx(theta[last, 0].mean(), abs=1e-4)
    assert first["at"].dropna().tolist() == list(YEARS)
    sums = table.groupby(["variable", "value"])["prevalence"].sum()
    np.testing.assert_allclose(sums, 1)


def test_documents_of_nobody_knows_whom_are_no_non_members(rising):
    model, words, documents, _ = rising
    belongs = pd.DataFrame({"member": [f"D{i}" for i in range(10)], "organization": "Pact"})
    belongs = belongs.merge(pd.DataFrame({"year": YEARS}), how="cross")
    some = documents.assign(
        organization=documents["organization"].where(documents["year"] > 2003), day=documents.index
    )
    with pytest.warns(UserWarning, match=r"60 of 400 documents have a null in 'organization'"):
        table = topic_effects(model, words, some, "~ Pact", belongs=belongs, unit="day")
    known = topic_effects(
        model, words, some[some["year"] > 2003], "~ Pact", belongs=belongs, unit="day"
    )
    pd.testing.assert_frame_equal(table, known)
    nobody = belongs.assign(member="Nobody")
    with pytest.raises(DataError, match="none of the documents is by a member of any group"):
        topic_effects(model, words, documents, "~ Pact", belongs=nobody, unit="document")


def test_p_is_the_same_for_two_ways_to_write_the_same_curves(rising):
    model, words, documents, _ = rising
    ways = ("~ cr(year, df=3, constraints='center')", "~ cr(year, df=4) - 1")
    one, other = (topic_effects(model, words, documents, w, unit="organization") for w in ways)
    np.testing.assert_allclose(one["prevalence"], other["prevalence"], atol=1e-5)
    np.testing.assert_allclose(one["p"], other["p"], rtol=1e-3, atol=1e-12)
    with pytest.raises(DataError, match=r"cr\(\) and cs\(\) want constraints='center'"):
        topic_effects(model, words, documents, "~ cr(year, df=3)", unit="organization")


def test_a_spline_follows_what_a_line_does_not():
    years = np.repeat(YEARS, 3)
    hump = 0.2 + 0.5 * np.exp(-(((years - 2010) / 3) ** 2))
    theta = np.stack([hump, 0.5 * (1 - hump), 0.5 * (1 - hump)], axis=1)
    model, words = speeches(said(theta), OVERLAPPING)
    documents = about(model, year=years)
    found = {}
    for formula in ("~ year", "~ bs(year, df=6)"):
        table = topic_effects(model, words, documents, formula, unit="document")
        found[formula] = table[table["topic"] == 1].set_index("at")["prevalence"]
    assert found["~ year"][2010] < 0.45
    assert found["~ bs(year, df=6)"][2010] == pytest.approx(0.7, abs=0.06)
    assert found["~ bs(year, df=6)"][2001] == pytest.approx(0.2, abs=0.06)


def test_limits_hold_what_was_planted_stay_within_zero_and_one_and_p_is_small_where_there_is_something():
    model, words, documents, _ = planted(noise=0.3)
    table = topic_effects(model, words, documents, "~ bloc + year", unit="organization")
    assert ((table["low"] >= 0) & (table["high"] <= 1)).all()
    assert ((table["low"] < table["prevalence"]) & (table["prevalence"] < table["high"])).all()
    p = table.drop_duplicates(["topic", "variable"]).set_index(["topic", "variable"])["p"]
    assert p[1, "year"] < 1e-4
    assert p[1, "bloc"] < 0.01
    nothing = topic_effects(
        model,
        words,
        documents.assign(bloc=np.random.default_rng(2).choice(["x", "y"], len(documents))),
        "~ bloc",
    )
    assert (nothing["p"] > 0.01).all()
    assert (table["q"] >= table["p"]).all()


def test_between_alike_halves_p_is_about_uniform():
    rng = np.random.default_rng(5)
    p = []
    for _ in range(40):
        own = np.stack([rng.dirichlet([6, 4, 3]) for _ in range(14)])
        model, words = speeches(said(np.repeat(own, 3, axis=0)), OVERLAPPING)
        documents = about(
            model, organization=np.repeat(np.arange(14), 3), half=np.repeat(["x", "y"] * 7, 3)
        )
        table = topic_effects(model, words, documents, "~ half", unit="organization")
        p.append(table.drop_duplicates("topic")["p"].to_numpy())
    assert 0.005 <= (np.array(p) <= 0.05).mean() <= 0.11
    assert np.mean(p) == pytest.approx(0.5, abs=0.1)


def test_a_formula_with_one_grouping_is_the_prevalence_of_its_groups(rising):
    model, words, documents, _ = rising
    effects = topic_effects(model, words, documents, "~ bloc", unit="organization")
    groups = topic_prevalence(model, words, documents, by="bloc", unit="organization")
    groups = groups.set_index(["topic", "group"])
    effects = effects.set_index(["topic", "value"])
    np.testing.assert_allclose(
        effects["prevalence"], groups["prevalence"].reindex(effects.index), rtol=1e-3
    )


def test_memberships_overlap_and_change_by_year(rising):
    model, words, documents, _ = rising
    belongs = pd.DataFrame(
        [("D0", y, "Pact") for y in YEARS]
        + [("D1", y, "Pact") for y in YEARS if y < 2011]
        + [(f"D{i}", y, "Union") for i in (1, 2, 15) for y in YEARS],
        columns=["member", "year", "organization"],
    )
    given = documents.assign(
        pact_by_hand=[
            int(o == "D0" or (o == "D1" and y < 2011))
            for o, y in zip(documents["organization"], documents["year"], strict=True)
        ]
    )
    one = topic_effects(model, words, documents, "~ Pact + Union", belongs=belongs)
    two = topic_effects(model, words, given, "~ pact_by_hand + Union", belongs=belongs)
    one, two = (t[t["variable"] != "Union"]["prevalence"].to_numpy() for t in (one, two))
    np.testing.assert_allclose(one, two)


def test_many_values_of_a_number_become_forty(rising):
    model, words, documents, _ = rising
    table = topic_effects(model, words, documents.assign(day=np.arange(400.0)), "~ day")
    first = table[table["topic"] == 1]
    assert len(first) == 40
    assert (first["at"].min(), first["at"].max()) == (0, 399)


def test_documents_with_a_null_variable_are_left_out_and_said(rising):
    model, words, documents, _ = rising
    documents = documents.assign(bloc=documents["bloc"].where(documents["year"] > 2001))
    with pytest.warns(UserWarning, match="rows of 20 of 400 documents have a null in "):
        table = topic_effects(model, words, documents, "~ bloc")
    assert (table["documents"] == 380).all()


@pytest.mark.filterwarnings("ignore:(divide by zero|invalid value):RuntimeWarning")
@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("~ bloc + (", "cannot be read"),
        ("year ~ bloc", "has a left-hand side"),
        ("~ 1", "has no variable"),
        ("~ nothing", "no column 'nothing'"),
        ("~ 0 + year", "has no constant"),
        ("~ bloc + same", "depend on each other"),
        ("~ spline(year)", "cannot be computed"),
        ("~ year | bloc", "several parts"),
        ("~ date", "'date' holds dates. Make a column of numbers of it"),
        ("~ C(date)", "'date' holds dates. Make a column of numbers of it"),
        ("~ date.dt.year", "'date' holds dates. Make a column of numbers of it"),
        ("~ {date.dt.year}", "'date' holds dates. Make a column of numbers of it"),
        ("~ month", "'month' holds period"),
        ("~ age", "'age' holds timedelta"),
        ("~ mixed", "'mixed' holds mixed"),
        ("~ {year +}", "cannot be read"),
        ("~ scale(scale)", "'scale' is a function in it and a column. Rename the column"),
        ("~ np.log(year - before)", "no finite number for some documents"),
        ("~ np.log(up + down)", "no finite number for some documents"),
        ("~ np.log(year - 2001)", "no finite number for some documents"),
        ("~ np.log(2001.5 - year)", "no finite number for some documents"),
    ],
)
def test_a_formula_that_cannot_be_is_an_error_that_says_why(rising, formula, says):
    model, words, documents, _ = rising
    date = pd.to_datetime(documents["year"], format="%Y")
    given = documents.assign(
        same=documents["bloc"],
        date=date,
        month=date.dt.to_period("M"),
        age=date - date.min(),
        mixed=pd.Series(["a", 1] * 200, dtype="object"),
        scale=documents["year"],
        before=documents["year"] - 1 - np.arange(400) % 2,
        up=np.arange(400) % 2,
        down=1 - np.arange(400) % 2 + np.arange(400) % 3,
    )
    with pytest.raises(DataError, match=says):
        topic_effects(model, words, given, formula)


@pytest.mark.parametrize(
    ("formula", "variable"),
    [
        ("~ np.log(year)", "year"),
        ("~ C(bloc, contr.treatment('none'))", "bloc"),
        ("~ lag", "lag"),
        ("~ C(`how late`)", "how late"),
        ("~ bs(`how late`, df=4)", "how late"),
        ("~ scale(year)", "year"),
    ],
)
def test_what_formulas_know_by_name_is_no_variable(rising, formula, variable):
    model, words, documents, _ = rising
    given = documents.assign(lag=documents["year"] - 2001, scale="a column called like a function")
    given["how late"] = given["lag"]
    assert set(topic_effects(model, words, given, formula)["variable"]) == {variable}


@pytest.mark.parametrize(
    "values",
    [[20240101, 20240102, 20240103, 20240104], [1.5, 2, 3, 4], [1.0000001, 1.0000002, 3, 4]],
)
def test_values_of_a_number_keep_their_names_apart(rising, values):
    model, words, documents, _ = rising
    table = topic_effects(model, words, documents.assign(day=np.tile(values, 100)), "~ day")
    assert table.loc[table["topic"] == 1, "value"].astype(float).tolist() == values


def test_values_of_a_number_are_written_alike(rising):
    model, words, documents, _ = rising
    for least, decimals in ((1_600_000_000, 0), (2000, 2)):
        given = documents.assign(day=np.linspace(least, least * 1.05, len(documents)))
        labels = topic_effects(model, words, given, "~ day")["value"]
        assert set(labels.str.partition(".")[2].str.len()) == {decimals}
        assert not labels.str.contains("e").any()


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([True, False] * 200, dtype="object"),
        pd.cut(pd.Series(np.arange(400) % 7), 3),
        pd.Series([1, 2] * 200, dtype="category"),
    ],
    ids=["bool as objects", "intervals", "categories of numbers"],
)
def test_categories_may_be_of_anything(rising, column):
    model, words, documents, _ = rising
    table = topic_effects(model, words, documents.assign(kind=column), "~ kind")
    assert (table["topic"] == 1).sum() == column.nunique()


def test_p_of_a_product_of_numbers_that_is_zero_in_some_documents(rising):
    model, words, documents, _ = rising
    given = documents.assign(late=documents["year"] - 2001, pact=(documents["bloc"] == "Pact") * 1)
    table = topic_effects(model, words, given, "~ late:pact")
    assert table["p"].between(0, 1).all()


def test_a_group_may_not_be_called_like_a_column(rising):
    model, words, documents, _ = rising
    belongs = pd.DataFrame({"member": "D0", "year": YEARS, "organization": "bloc"})
    with pytest.raises(DataError, match="'bloc' is a group and a column of documents"):
        topic_effects(model, words, documents, "~ bloc", belongs=belongs)


def test_a_formula_with_nearly_as_many_columns_as_units_is_refused_before_it_is_fitted(rising):
    model, words, documents, _ = rising
    with pytest.raises(DataError, match="400 columns, for 400 units and 3 topics"):
        topic_effects(model, words, documents, "~ document", unit="document")


def test_passages_are_no_documents(rising):
    model, words, documents, _ = rising
    with pytest.raises(DataError, match="these are passages"):
        topic_effects(model, words, documents.assign(passage="p"), "~ bloc")


def test_an_effect_that_one_unit_alone_tells_is_refused(rising):
    model, words, documents, _ = rising
    first = documents["organization"].iloc[0]
    alone = documents.assign(solo=np.where(documents["organization"] == first, "yes", "no"))
    for formula in ("~ organization", "~ solo + year"):
        with pytest.raises(DataError, match="one organization is all there is to tell an effect"):
            topic_effects(model, words, alone, formula)
    assert topic_effects(model, words, alone, "~ solo", unit="document")["p"].notna().all()


def test_a_document_without_a_unit_is_refused_and_others_than_the_models_do_not_matter(rising):
    model, words, documents, _ = rising
    some = documents.assign(organization=documents["organization"].where(documents.index > 4))
    with pytest.raises(DataError, match="5 have no value in 'organization', the sampling unit"):
        topic_effects(model, words, some, "~ bloc")
    more = documents[-3:].assign(document=["x", "x", "y"], bloc=None, organization=None)
    table = topic_effects(model, words, pd.concat([documents, more]), "~ bloc")
    assert table.equals(topic_effects(model, words, documents, "~ bloc"))


def test_a_document_may_not_occur_twice(rising):
    model, words, documents, _ = rising
    twice = pd.concat([documents, documents.assign(organization="other")])
    with pytest.raises(DataError, match="some occur twice"):
        topic_effects(model, words, twice, "~ bloc", unit="organization")
    with pytest.raises(DataError, match="some occur twice"):
        topic_effects(model, words, pd.concat([documents, documents]), "~ bloc")


def test_fewer_than_ten_units_have_no_limits_and_no_p(rising):
    model, words, documents, _ = rising
    few = documents[documents["organization"].isin(["D0", "D1", "D10", "D11"])]
    table = topic_effects(model, words, few, "~ bloc", unit="organization")
    assert table[["low", "high", "p", "q"]].isna().all(axis=None)


def test_p_does_not_grow_where_a_share_goes_to_nothing():
    # On logits it does (Hauck & Donner 1977): a share without end has an error without end.
    rng = np.random.default_rng(3)
    said_by = np.arange(60) // 2
    side = np.where(said_by % 2 == 0, "a", "b")
    found = []
    for share in (0.2, 0.1, 0.02, 0.0):
        each = np.where(side == "a", rng.beta(8, 12, 60), rng.beta(20 * share + 1e-9, 20, 60))
        each[(side == "b") & (share == 0)] = 0.0
        X = np.stack([rng.multinomial(200, [p, 1 - p]) for p in each])
        model, words = speeches(X)
        table = topic_effects(model, words, about(model, organization=said_by, side=side), "~ side")
        p = table.groupby("topic")["p"].first()
        assert p[1] == pytest.approx(p[2], rel=1e-6)  # of two topics one is the rest
        found.append(p[1])
    assert found == sorted(found, reverse=True)
    assert found[0] < 0.001
    assert found[-1] == 1e-9  # the least that is told


def test_p_of_three_groups_is_hotellings_of_a_jackknife():
    # A topic a term: shares are those of the tokens, alike in length, so that groups are means of speakers.
    rng = np.random.default_rng(5)
    group = np.arange(36) % 3
    share = rng.beta(8, 12, 36) + 0.08 * (group == 2)
    X = np.stack([rng.multinomial(100_000, [p, 1 - p]) for p in share])
    model, words = speeches(X)
    documents = about(model, organization=np.arange(36), side=np.array(list("abc"))[group])
    p = topic_effects(model, words, documents, "~ side")["p"].iloc[0]
    own = X[:, 0] / X.sum(axis=1)
    means = np.array([own[group == g].mean() for g in range(3)])
    # Left out one by one a speaker moves the mean of the group by d / (n - 1).
    spread = np.array([((own[group == g] - means[g]) ** 2).sum() / 11**2 for g in range(3)])
    spread *= 35 / 36
    change = np.array([[-1, 1, 0], [-1, 0, 1]])
    apart, covariance = change @ means, change @ np.diag(spread) @ change.T
    square = apart @ np.linalg.solve(covariance, apart)
    skew = 36 * spread / np.minimum(means, 1 - means) ** 2
    freedom = (35 / (1 + skew)).mean()
    assert p == pytest.approx(
        f.sf(square * (freedom - 1) / (2 * freedom), 2, freedom - 1), rel=0.02
    )
    assert 1e-4 < p < 0.5


def test_p_of_a_spline_sees_what_comes_and_goes():
    """Not only its ends, which are alike here."""
    rng = np.random.default_rng(8)
    year = np.tile(np.arange(2001, 2012), 20)
    share = 0.3 + 0.3 * np.exp(-((year - 2006) ** 2) / 4) + rng.normal(0, 0.03, len(year))
    X = np.stack([rng.multinomial(500, [p, 1 - p]) for p in share])
    model, words = speeches(X)
    documents = about(model, organization=np.repeat(np.arange(20), 11), year=year)
    table = topic_effects(model, words, documents, "~ bs(year, df=4)")
    ends = table[(table["topic"] == 1) & table["at"].isin([2001, 2011])]["prevalence"]
    assert ends.iloc[0] == pytest.approx(ends.iloc[1], abs=0.03)
    assert table["p"].max() < 1e-6
