"""How often intervals of topic shares hold the truth, in speeches simulated from known topics.

    python benchmarks/topics/effect_coverage.py [--cells TEXT ...] [--workers 2]

A unit (a delegation) has topic shares of its own, drawn from a Dirichlet distribution about those of its
group; it gives ten speeches, in as many years, of three sections of 40 to 89 words, and each section draws
its own shares about those of the unit. Five topics of 400 terms; shares from .33 to .05; the third topic
is twice as frequent in the second group, as a ratio of odds against the first. `even` units are alike
(concentration 40), `skewed` ones are not (10): there a rare topic belongs to few of them.

What is estimated: `prevalence` of both groups, the `ratio` of group to others (`topic_contrasts`), `effects`
of a group and of years, smooth in time (`topic_effects`, a spline), the share of a framing's mentions that
falls into each topic (`framings`). By what: `topoi` is the function of that name. `theta` are means of the
shares of sections with a bootstrap of units; `draws` are the same, of draws from the posterior of theta
given the words (Gibbs) with one prior for all, one draw a resample: the method of composition.
`by document` is topoi with speeches as units, which is no answer about the delegations that these were drawn from;
`members` are the same limits, asked for the mean of these delegations. `two ways`: delegations and years as units.

`tests` asks for p of a group and of years that make no difference (`topic_effects`); it "holds" if it is not
below .05. `shifts` are the words of the first topic (`topic_shifts`), three of which double their odds in the second
half of the years: limits of these (`doubled`), and of the twenty most frequent others, which give way a little; the
slope is the estimate as a part of the change.

`known` topics are those that the words were drawn from; `fitted` ones were fitted to them (by the engine of
topoi) and matched by their terms: then the topics' own errors count, too. Worlds in which
a topic was missed (it diverges by .1 or more from the true one) are out of count; `recovered` is the share
of the others.

effect_coverage.csv has a row for every cell and estimate: share of the intervals that hold the truth, over all
topics, and the least and largest of single topics; their mean width; the slope of the estimated log ratio of the
groups on the true one (1: no attenuation). All take forty minutes on one core; the first has three worlds, to be run
again by a test.
"""

from __future__ import annotations

import argparse
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from joblib import Parallel, delayed

import topoi
from topoi.topics import TopicModel, Vocabulary
from topoi.topics.choice.stability import jensen_shannon, match_topics
from topoi.topics.evaluation import fold_in

RESULTS = Path(__file__).with_suffix(".csv")
SHARES = np.array([0.33, 0.28, 0.20, 0.14, 0.05])
DOUBLED = 2  # the topic that the second group speaks of twice as much
YEARS = np.arange(2001, 2011)  # one speech a year
SECTIONS, TERMS, RUNS = 3, 400, 60
RECOVERED = 0.1  # divergence from the true topic, above which a fitted one is another topic
SPREAD = 1.5  # concentration of sections about their unit
CONCENTRATION = {"even": 40.0, "skewed": 10.0}
UNITS = (24, 48)
WHAT = ("prevalence", "ratio", "effects", "years", "framings", "tests", "shifts")
MOVED = (3, 8, 15)  # ranks of the terms of the first topic whose odds are doubled


class World(NamedTuple):
    """Simulated speeches and the truth behind them."""

    words: Vocabulary
    documents: pd.DataFrame
    topics: np.ndarray  # (topics, terms)
    shares: np.ndarray  # (groups, topics), of those that units are drawn from
    of_members: np.ndarray  # (groups, topics), means of the units that there are
    in_years: np.ndarray  # (years, topics), over both groups
    moved: np.ndarray  # terms of the first topic whose odds are doubled
    change: np.ndarray  # (terms,), binary logarithm of the ratio of their odds: the others give way


def group_shares() -> np.ndarray:
    """Shares of the topics in both groups."""
    second = np.where(np.arange(len(SHARES)) == DOUBLED, 2 * SHARES, SHARES)
    return np.stack([SHARES, second / second.sum()])


def simulate(
    rng: np.random.Generator,
    units: int,
    concentration: float,
    *,
    drift: bool = False,
    alike: bool = False,
    moving: bool = False,
) -> World:
    """Speeches of `units` units in two groups.

    With `drift` the first topic gives way to the second, with `alike` both groups have the shares of the first, with
    `moving` some terms of the first topic double their odds in the second half of the years.
    """
    usual = 1 / (np.arange(TERMS) + 10.0)  # terms that are frequent in one topic are so in others
    topics = rng.dirichlet(120 * usual / usual.sum(), len(SHARES))
    shares = group_shares()[[0, 0]] if alike else group_shares()
    then = topics.copy()
    moved = np.argsort(-topics[0])[list(MOVED)]
    if moving:
        odds = 2 * topics[0, moved] / (1 - topics[0, moved])
        then[0] *= (1 - (odds / (1 + odds)).sum()) / (1 - topics[0, moved].sum())
        then[0, moved] = odds / (1 + odds)
    group = np.arange(units) % 2
    own = np.stack([rng.dirichlet(concentration * shares[g]) for g in group])
    given = np.zeros((len(YEARS), len(SHARES)))
    if drift:  # a part of what all say, so that means over units are known
        part = 0.25 * np.linspace(0, 1, len(YEARS))
        given[:, 0], given[:, 1] = 0.25 - part, part
    keep = 1 - given.sum(axis=1)
    rows = [
        (unit, year, np.asarray(keep[t] * own[unit] + given[t]))
        for unit in range(units)
        for t, year in enumerate(YEARS)
    ]
    theta = np.stack([rng.dirichlet(SPREAD * m + 1e-4) for *_, m in rows for _ in range(SECTIONS)])
    length = rng.integers(40, 90, len(theta))
    late = np.repeat([year > YEARS[len(YEARS) // 2 - 1] for _, year, _ in rows], SECTIONS)
    X = np.stack(
        [
            rng.multinomial(n, t @ (then if after else topics))
            for n, t, after in zip(length, theta, late, strict=True)
        ]
    )
    names = [f"{unit:03d}-{year}" for unit, year, _ in rows]
    documents = pd.DataFrame(
        {
            "document": names,
            "organization": [f"unit {unit:03d}" for unit, *_ in rows],
            "year": [year for _, year, _ in rows],
            "side": [("first", "second")[group[unit]] for unit, *_ in rows],
        }
    )
    home = np.repeat(names, SECTIONS)
    sections = pd.DataFrame(
        {
            "section": [f"{name}#{i % SECTIONS:03d}" for i, name in enumerate(home)],
            "document": home,
        }
    )
    counts = sp.csr_matrix(X, dtype="float64")
    terms = [f"term{j:03d}" for j in range(TERMS)]
    words = Vocabulary(counts, sections, terms, counts, 1.0)
    return World(
        words,
        documents,
        (topics + then) / 2,
        shares,
        np.stack([own[group == g].mean(axis=0) for g in (0, 1)]),
        keep[:, None] * shares.mean(axis=0) + given,
        moved,
        np.log2(then[0] / (1 - then[0]) * (1 - topics[0]) / topics[0]),
    )


def model_of(world: World, topics: np.ndarray) -> TopicModel:
    """A model with these topics."""
    words = world.words
    prior = SPREAD * world.in_years.mean(axis=0)  # as it is, but for units and groups
    theta = fold_in(topics, words.X, alpha=prior)
    tokens = np.asarray(words.X.sum(axis=1)).ravel()
    return TopicModel("known", None, words.terms, topics, words.rows, theta, tokens, prior)


def fitted(world: World, seed: int) -> TopicModel:
    """Topics fitted to the speeches, in the order of the true ones that they resemble."""
    model = topoi.fit_topics(world.words, n_topics=len(SHARES), random_state=seed)
    order = match_topics(world.topics, model.components)[0]
    return replace(
        model,
        components=model.components[order],
        theta=model.theta[:, order],
        alpha=model.alpha[order],
    )


def recovered(world: World, model: TopicModel) -> bool:
    """Whether all topics are nearly the true ones."""
    return bool((np.diag(jensen_shannon(world.topics, model.components)) < RECOVERED).all())


class Estimate(NamedTuple):
    """One estimate of one world: by topic, truth and limits."""

    estimator: str
    truth: np.ndarray
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def of_table(table: pd.DataFrame, value: str, truth: np.ndarray, name: str = "topoi") -> Estimate:
    """An estimate of topoi, from rows in the order of the topics."""
    return Estimate(name, truth, *(table[c].to_numpy() for c in (value, "low", "high")))


def prevalence(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    asked = (model, world.words, world.documents)
    table, alone = (
        topoi.topic_prevalence(*asked, by="side", unit=u) for u in ("organization", "document")
    )
    of_theta = {"theta": model.theta[None], "draws": gibbs(world, model, rng)}
    for i, side in enumerate(("first", "second")):
        mine = table[table["group"] == side]
        yield of_table(mine, "prevalence", world.shares[i])
        speeches = alone[alone["group"] == side]
        yield of_table(speeches, "prevalence", world.shares[i], "by document")
        yield of_table(speeches, "prevalence", world.of_members[i], "members")
        for name, draws in of_theta.items():
            inside = world.documents.loc[world.documents["side"] == side]
            yield resampled(name, world, model, draws, inside, world.shares[i], rng)


def gibbs(world: World, model: TopicModel, rng: np.random.Generator, draws: int = 10) -> np.ndarray:
    """Draws of theta given words and topics: (draws, sections, topics)."""
    entries = world.words.X.tocoo()
    n = entries.data.astype(np.int64)
    topics = model.components[:, entries.col].T + 1e-300
    add = sp.csr_matrix((np.ones(len(n)), (entries.row, np.arange(len(n)))))
    theta, kept = model.theta, []
    for sweep in range(draws + 3):
        p = theta[entries.row] * topics
        z = rng.multinomial(n, p / p.sum(axis=1, keepdims=True))
        theta = rng.standard_gamma(add @ z + model.alpha)
        theta /= theta.sum(axis=1, keepdims=True)
        if sweep >= 3:
            kept.append(theta)
    return np.stack(kept)


def resampled(
    name: str,
    world: World,
    model: TopicModel,
    draws: np.ndarray,
    inside: pd.DataFrame,
    truth: np.ndarray,
    rng: np.random.Generator,
) -> Estimate:
    """Means of theta over resampled units, each of one draw of theta."""
    unit = world.words.rows["document"].map(inside.set_index("document")["organization"])
    code, units = pd.factorize(unit, sort=True)
    at = np.flatnonzero(code >= 0)
    gather = sp.csr_matrix((np.ones(len(at)), (code[at], at)), shape=(len(units), len(code)))
    sums = np.stack([gather @ (theta * model.tokens[:, None]) for theta in draws])
    weights = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), 400)
    drawn = np.stack([w @ sums[i % len(sums)] for i, w in enumerate(weights)])
    drawn /= drawn.sum(axis=1, keepdims=True)
    value = sums.mean(axis=0).sum(axis=0)
    return Estimate(name, truth, value / value.sum(), *np.quantile(drawn, [0.025, 0.975], axis=0))


def ratio(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    belongs = world.documents[world.documents["side"] == "second"]
    belongs = pd.DataFrame({"member": belongs["organization"].unique(), "organization": "second"})
    table = topoi.topic_contrasts(
        model, world.words, world.documents, belongs, permutations=999, random_state=1
    )
    yield of_table(table, "ratio", world.shares[1] / world.shares[0])


def effects(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    asked = (model, world.words, world.documents, "~ side + bs(year, df=4)")
    units = {"topoi": "organization", "two ways": ("organization", "year")}
    for name, unit in units.items():
        table = topoi.topic_effects(*asked, unit=unit)
        for i, side in enumerate(("first", "second")):
            yield of_table(table[table["value"] == side], "prevalence", world.shares[i], name)


def years(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    table = topoi.topic_effects(
        model, world.words, world.documents, "~ bs(year, df=4)", unit="organization"
    )
    for i, year in enumerate(YEARS):
        yield of_table(table[table["at"] == year], "prevalence", world.in_years[i])


def framings(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    """A term of the fourth and the fifth topic is taken for a framing."""
    j = int(np.argmax(np.sqrt(world.topics[3] * world.topics[4])))
    terms = [f"<{t}>" if i == j else t for i, t in enumerate(world.words.terms)]
    words = replace(world.words, terms=terms)
    table = topoi.topic_framings(
        replace(model, terms=terms), words, world.documents, unit="organization"
    )
    part = world.shares.mean(axis=0) * world.topics[:, j]
    yield of_table(table, "share", part / part.sum())


def tests(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    """p of differences that are none: "holds" if it is not below .05."""
    asked = (model, world.words, world.documents, "~ side + year")
    for name, unit in {"topoi": "organization", "two ways": ("organization", "year")}.items():
        table = topoi.topic_effects(*asked, unit=unit)
        for variable in ("side", "year"):
            mine = table[table["variable"] == variable].drop_duplicates("topic")
            p, level = mine["p"].to_numpy(), np.full(len(SHARES), 0.05)
            yield Estimate(f"{name}, {variable}", level, p, np.zeros(len(p)), p)


def shifts(world: World, model: TopicModel, rng: np.random.Generator) -> Iterator[Estimate]:
    """Terms that have twice the odds in the later years, and others, in the first topic."""
    half = YEARS[len(YEARS) // 2 - 1]
    documents = world.documents.assign(
        period=np.where(world.documents["year"] > half, "late", "early")
    )
    table = topoi.topic_shifts(
        model, world.words, documents, topics=[1], top=TERMS, min_tokens=1e-9
    )
    late = table[table["period"] == "late"].set_index("term")
    changed = [world.words.terms[j] for j in world.moved]
    others = late.drop(changed, errors="ignore")
    others = others[others["low"].notna()].nlargest(20, "probability_others")
    truth = pd.Series(world.change, world.words.terms)[others.index].to_numpy()
    yield of_table(others, "log_ratio", truth, "others")
    mine = late.reindex(changed).fillna({"log_ratio": 0.0, "low": -np.inf, "high": 0.0})
    yield of_table(mine, "log_ratio", np.ones(len(changed)), "doubled")


ESTIMATES = {
    "prevalence": prevalence,
    "ratio": ratio,
    "effects": effects,
    "years": years,
    "framings": framings,
    "tests": tests,
    "shifts": shifts,
}
SIMULATED = {"years": {"drift": True}, "tests": {"alike": True}, "shifts": {"moving": True}}


def rows(cell: str) -> list[dict[str, Any]]:
    """The rows of one cell, by estimator."""
    what, topics, kind, size, *runs = cell.split("/")
    rng = np.random.default_rng(zlib.crc32(f"effect_coverage/{cell}".encode()))
    said: dict[str, list[Estimate]] = {}
    good: list[bool] = []
    for _ in range(int(runs[0]) if runs else RUNS):
        world = simulate(rng, int(size), CONCENTRATION[kind], **SIMULATED.get(what, {}))
        seed = int(rng.integers(2**31))
        model = fitted(world, seed) if topics == "fitted" else model_of(world, world.topics)
        good.append(recovered(world, model))
        if not good[-1]:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # few clusters: that is the question
            for estimate in ESTIMATES[what](world, model, rng):
                said.setdefault(estimate.estimator, []).append(estimate)
    share = float(np.mean(good))
    return [summary(cell, name, estimates, share) for name, estimates in said.items()]


def summary(cell: str, name: str, estimates: list[Estimate], good: float) -> dict[str, Any]:
    """Coverage, width and attenuation of one estimator in one cell."""
    truth, value, low, high = (
        np.stack([getattr(e, field) for e in estimates])
        for field in ("truth", "value", "low", "high")
    )
    held = ((low <= truth) & (truth <= high)).mean(axis=0)
    what, topics, kind, units, *_ = cell.split("/")
    slope = np.nan
    if what == "prevalence":
        apart = np.log(value[1::2] / value[0::2])
        true = np.log(truth[1::2] / truth[0::2])
        slope = float((apart * true).sum() / (true**2).sum())
    if name == "doubled":
        slope = float(np.mean(value / truth))
    return {
        "cell": cell,
        "estimate": what,
        "topics": topics,
        "units": int(units),
        "kind": kind,
        "estimator": name,
        "recovered": good,
        "intervals": truth.size,
        "coverage": held.mean(),
        "coverage_least": held.min(),
        "coverage_most": held.max(),
        "width": np.mean((high - low)[np.isfinite(high - low)]),
        "slope": slope,
    }


def cells() -> list[str]:
    """All cells: what is estimated, topics, kind and number of units; worlds, if they are few."""
    every = [(topics, kind) for topics in ("known", "fitted") for kind in CONCENTRATION]
    main = [f"prevalence/{topics}/{kind}/{units}" for topics, kind in every for units in UNITS]
    others = [f"{what}/{topics}/{kind}/24" for what in WHAT[1:] for topics, kind in every]
    return ["prevalence/known/even/24/3", *main, *others]


def written(found: list[dict[str, Any]]) -> None:
    """The rows in place of those of the same cells; rows of other cells stay."""
    order = {cell: i for i, cell in enumerate(cells())}
    table = pd.DataFrame(found)
    if RESULTS.is_file():
        before = pd.read_csv(RESULTS)
        table = pd.concat([before[~before["cell"].isin(table["cell"])], table])
    table = table.sort_values("cell", key=lambda c: c.map(order), kind="stable")
    topoi.tables.round_values(table).to_csv(RESULTS, index=False, lineterminator="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", nargs="*", help="only those with one of these in their name")
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    chosen = [c for c in cells() if not given.cells or any(part in c for part in given.cells)]
    tasks = Parallel(n_jobs=given.workers, return_as="generator")
    for found in tasks(delayed(rows)(cell) for cell in chosen):
        written(found)
        for row in found:
            print(row["cell"], row["estimator"], round(row["coverage"], 3), flush=True)


if __name__ == "__main__":
    main()
