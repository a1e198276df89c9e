"""Trends: the values of R, planted ones, alike years, few clusters, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control, t

from topoi.errors import DataError
from topoi.measures import fit_trends
from topoi.measures.contrasts.sessions import permuted_trends

pytestmark = pytest.mark.filterwarnings("ignore:trends. .* clusters")
YEARS = range(2010, 2034)


@pytest.fixture
def regular(said, belonging):
    """Twenty-four bodies in twelve years, of which eleven are members; counts by a formula."""
    i, j = (index.ravel() for index in np.meshgrid(np.arange(24), np.arange(12), indexing="ij"))
    passages, mentions = said(
        {"peace": (7 * i**2 + 3 * j + i * j) % 9},
        organization=[f"body {n:02d}" for n in i],
        year=2030 + j,
        words=900 + (137 * i + 211 * j) % 700,
    )
    members = [f"body {n:02d}" for n in range(11)]
    return mentions, passages, belonging(members, range(2030, 2042))


@pytest.fixture
def world(said, belonging):
    """Bodies that lean to framings, sessions with moods, members that may grow away from others."""

    def draw(seed, *, bodies=24, trend=1.0, relative=1.0, framings=8, rate=20.0):
        rng = np.random.default_rng(seed)
        body, year = (
            index.ravel() for index in np.meshgrid(np.arange(bodies), YEARS, indexing="ij")
        )
        decades = (year - np.mean(YEARS)) / 10
        words = rng.integers(500, 3000, len(body))
        hits = {}
        for number in range(framings):
            mean = words * rate / 10_000 * rng.gamma(4, 1 / 4, bodies)[body]
            mean = mean * rng.gamma(8, 1 / 8, len(YEARS))[year - YEARS[0]]
            growth = trend * np.where(body < bodies // 2, relative, 1.0)
            hits[f"framing {number:03d}"] = rng.poisson(mean * growth**decades)
        passages, mentions = said(
            hits, organization=[f"body {n:02d}" for n in body], year=year, words=words
        )
        members = [f"body {n:02d}" for n in range(bodies // 2)]
        return mentions, passages, belonging(members, YEARS)

    return draw


def slopes(row, prefix="", suffix="", *, df):
    """Slope a decade and its standard error, from ratio and limits."""
    name = prefix or f"ratio{suffix}"
    low, high = (row[f"{prefix and prefix + '_'}{side}{suffix}"] for side in ("low", "high"))
    return np.log(row[name]), np.log(high / low) / 2 / t.ppf(0.975, df)


def test_slopes_and_their_errors_are_those_of_r(regular):
    """R 4.2 with sandwich 3.0-2; of two-way variances the largest of u, v and u + v - h counts.

    d <- expand.grid(j = 0:11, i = 0:23)
    d$x <- (7 * d$i^2 + 3 * d$j + d$i * d$j) %% 9
    d$w <- 900 + (137 * d$i + 211 * d$j) %% 700
    d$t <- (d$j - 5.5) / 10
    d$m <- as.numeric(d$i < 11)
    d$o <- 1 - d$m
    fit <- function(d) glm(x ~ 0 + m + o + m:t + o:t + offset(log(w)), poisson, d,
                           control = glm.control(epsilon = 1e-15, maxit = 100))
    b <- coef(fit(d))[3:4]
    left <- function(by) {
      s <- sapply(unique(by), function(g) coef(fit(d[by != g, ]))[3:4] - b)
      (ncol(s) - 1) / ncol(s) * s %*% t(s)
    }
    h <- sandwich::vcovHC(fit(d), type = "HC1")[3:4, 3:4]
    u <- left(d$i); v <- left(d$j); k <- c(1, -1)
    options(digits = 16)
    b; for (s in list(u, v, u + v - h)) print(c(s[1, 1], s[2, 2], k %*% s %*% k))
    """
    mine, others = 0.125159943457667, 0.056768162815970
    by_body = np.sqrt([0.008835186444006, 0.005352921087414, 0.014188107531420])
    by_year = np.sqrt([0.021753209006153, 0.047873762968100, 0.038207535549222])
    one = fit_trends(*regular, unit="organization").iloc[0]
    two = fit_trends(*regular).iloc[0]
    assert one[["units", "units_others"]].tolist() == [11, 13]
    for row, errors, df in ((one, by_body, (10, 12, 10)), (two, by_year, (10, 11, 10))):
        found = (
            *slopes(row, df=df[0]),
            *slopes(row, suffix="_others", df=df[1]),
            *slopes(row, "relative", df=df[2]),
        )
        wanted = (mine, errors[0], others, errors[1], mine - others, errors[2])
        assert found == pytest.approx(wanted, rel=1e-9)
        assert row["p"] == pytest.approx(2 * t.sf(mine / errors[0], df[0]), rel=1e-9)
        relative = (mine - others) / errors[2]
        assert row["relative_p"] == pytest.approx(2 * t.sf(relative, df[2]), rel=1e-9)


def test_the_trend_of_everybody_is_that_of_r(regular):
    """R: glm(x ~ t + offset(log(w)), poisson, d), with d and the control of the test above."""
    row = fit_trends(*regular[:2], unit="organization").iloc[0]
    assert row[["by", "group", "unit"]].tolist() == ["corpus", "all", "organization"]
    assert np.log(row["ratio"]) == pytest.approx(0.0880388551756775, rel=1e-9)
    assert row[["mentions_others", "units_others"]].tolist() == [0, 0]
    assert row[["ratio_others", "relative", "relative_p", "relative_q"]].isna().all()


def test_two_way_errors_subtract_what_is_counted_twice(said):
    """Where sessions and bodies both matter the two-way variance is the largest.

    R: d, left and h as above, but j = 0:11, i = 0:15, the slope is coefficient 2 and
    d$x <- 2 + 9 * ((5 * d$i) %% 4 == 0) * (d$j > 5) + 7 * ((7 * d$j) %% 5 == 1)
    fit <- function(d) glm(x ~ t, poisson, d, control = glm.control(epsilon = 1e-15, maxit = 100))
    sqrt(c(u, u + v - h))
    """
    i, j = (index.ravel() for index in np.meshgrid(np.arange(16), np.arange(12), indexing="ij"))
    passages, mentions = said(
        {"peace": 2 + 9 * ((5 * i) % 4 == 0) * (j > 5) + 7 * ((7 * j) % 5 == 1)},
        organization=[f"body {n:02d}" for n in i],
        year=2030 + j,
        words=1000,
    )
    by_body, both = (
        slopes(fit_trends(mentions, passages, unit=unit).iloc[0], df=df)[1]
        for unit, df in (("organization", 15), (("organization", "year"), 11))
    )
    assert (by_body, both) == pytest.approx((0.232530045114256, 0.576388889292074), rel=1e-9)


def test_planted_trends_come_back(world):
    table = fit_trends(*world(1, trend=1.5, relative=2.0, framings=20))
    assert table["ratio"].median() == pytest.approx(3.0, rel=0.15)
    assert table["ratio_others"].median() == pytest.approx(1.5, rel=0.15)
    assert table["relative"].median() == pytest.approx(2.0, rel=0.15)
    for name, truth in (("", 3.0), ("relative_", 2.0)):
        held = (table[f"{name}low"] < truth) & (truth < table[f"{name}high"])
        assert held.mean() >= 0.8
        assert (table[f"{name}p"] < 0.05).mean() > 0.8
    assert (table["test"] == "clusters").all()
    np.testing.assert_allclose(table["q"], false_discovery_control(table["p"]))
    np.testing.assert_allclose(table["relative_q"], false_discovery_control(table["relative_p"]))
    assert (table[["family", "relative_family"]] == 20).all(axis=None)


def test_without_trends_few_are_found_with_sessions_as_clusters_and_many_without(world):
    tables = world(2, framings=80)
    two, one = fit_trends(*tables), fit_trends(*tables[:2], unit="organization")
    assert (two["p"] < 0.05).mean() < 0.09
    assert (two["relative_p"] < 0.05).mean() < 0.09
    assert (one["p"] < 0.05).mean() > 0.15  # what sessions have in common passes for a trend


def test_few_clusters_have_no_interval_and_p_of_permuted_sessions(world):
    tables = world(3, bodies=8, trend=2.0, relative=1.0, framings=10)
    table = fit_trends(*tables, random_state=1)
    assert (table["test"] == "sessions permuted").all()
    assert table[["low", "high", "relative_low", "relative_high"]].isna().all(axis=None)
    assert (table["p"] < 0.05).mean() > 0.8
    assert (table["relative_p"] < 0.05).mean() < 0.3
    again = fit_trends(*tables, random_state=1)
    pd.testing.assert_frame_equal(again, table)
    with pytest.warns(UserWarning, match="1 of 1 groups have fewer than 10 sampling units"):
        fit_trends(*tables)


def test_p_of_sessions_is_that_of_all_their_orders():
    # 0 1 2 3 rises with the years as no other order does; of 24 orders one is as high, one as low
    rest = np.array([[-3.0, -1.0, 1.0, 3.0], [1.0, -1.0, 1.0, -1.0]])
    p = permuted_trends(rest, np.arange(4.0), 100, 100, np.random.default_rng(1))
    assert p[0] == pytest.approx(2 / 24)
    # + - + -: the sums of the years of the plusses, in each order four times
    sums = np.array([0 + 2, 0 + 1, 0 + 3, 1 + 2, 1 + 3, 2 + 3])
    assert p[1] == pytest.approx(2 * (sums <= 2).mean())


def test_what_cannot_be_estimated_keeps_its_row_and_says_why(said, belonging):
    bodies, years = [f"body {i:02d}" for i in range(12)], np.arange(2030, 2042)
    body, year = (index.ravel() for index in np.meshgrid(range(12), years, indexing="ij"))
    hits = {
        "never": 0 * body,
        "one body": 2 * (body == 3),
        "two years": 1 * (year < 2032),
        "only members": 1 * (body < 6),
        "often": 1 + (body + year) % 3,
    }
    passages, mentions = said(hits, organization=np.array(bodies)[body], year=year, words=1000)
    table = fit_trends(
        mentions, passages, belonging(bodies[:6], years), framings=list(hits), unit="organization"
    ).set_index("framing")
    assert table["why"].fillna("").tolist() == [
        "never said",
        "said by a single organization",
        "said in fewer than three values of year",
        "others: never said",
        "",
    ]
    assert table["ratio"].isna().tolist() == [True, True, True, False, False]
    assert table["relative"].isna().tolist() == [True, True, True, True, False]
    assert (table["mentions"] + table["mentions_others"]).tolist() == [
        sum(hits[name]) for name in hits
    ]
    assert (table[["family", "relative_family"]].iloc[0] == [2, 1]).all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"unit": "nation"}, "passages: no column 'nation'"),
        ({"unit": ("organization", "title")}, "unit should be a column or a pair"),
        ({"over": "word", "unit": "organization"}, "'word' should hold years as numbers; it has"),
        ({"level": 95}, "level must lie between 0 and 1; got 95"),
        ({"groups": ["Union"]}, "group 'Union' has no member that speaks"),
        ({"groups": "Union"}, "group 'Union' has no member that speaks"),
        ({"groups": []}, "nobody belongs to any group; there is nothing to follow"),
        ({"framings": []}, "mentions: none were found"),
    ],
    ids=str,
)
def test_what_has_no_trend_is_refused(regular, changes, message):
    mentions, passages, belongs = regular
    passages = passages.assign(word="a" + passages["year"].astype("str"))
    with pytest.raises(DataError, match=message):
        fit_trends(mentions, passages, belongs, **changes)


def test_two_sessions_or_one_body_are_refused(regular):
    mentions, passages, _ = regular
    with pytest.raises(DataError, match=r"group 'all' speaks in 2 values of 'year'.*needs 3"):
        fit_trends(mentions, passages[passages["year"] < 2032])
    with pytest.raises(DataError, match="a single organization speaks"):
        fit_trends(mentions, passages[passages["organization"] == "body 00"])
    with pytest.raises(DataError, match="say who belongs to them with belongs="):
        fit_trends(mentions, passages, groups=["Pact"])
