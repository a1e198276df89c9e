"""Rates of framings, corrected by what was seen when a sample was checked by hand."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import qmc

from ...errors import DataError
from ...tables import check, need_columns
from ..clumping import count_shape, possible_mean
from ..intervals import PER
from ..permutation import Floats
from .framing_rates import framing_rates
from .labels import (
    Checks,
    Errors,
    error_rates,
    match_labels,
    missed_quantiles,
    precision_quantiles,
)

RULES = ("own", "groups", "framings")  # whose errors: from the narrowest to the widest
LEAST_HITS = 20  # checked mentions from which a narrower rule is taken
FEWEST_HITS = 5  # from which it is where those that would be pooled differ
DIFFERENT = 0.05  # `p_differ` below it says that they do
POINTS = 12  # 2^POINTS points of integration
_SHUFFLES = 999
_KEPT = ("framing", "by", "group", "period", "mentions", "words", "units", "unit")


def correct_rates(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str = "document",
    counts: pd.DataFrame | None = None,
    framings: Collection[str] | None = None,
    rule: str = "auto",
    random_state: int | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Rates of framings as they would be without the errors that a checked sample shows.

    Parameters
    ----------
    mentions, passages, by, over, unit, counts, framings, level
        As in `framing_rates`.
    labels : DataFrame
        Schema `labels`: places that somebody has checked, each with the number of places that it
        stands for (one over the probability of being drawn). `topoi.labels_from` makes them of a
        coded sheet. What is found at a place is looked up in `mentions`. An optional column
        `group` names who truly speaks, as in the column `by`; null where it is as found.
    rule : {"auto", "own", "groups", "framings"}, default "auto"
        Whose errors correct a row: its own; those of the framing in all passages, also such as are
        in no group; or those of all framings in all passages. "auto" takes the first that rests on
        20 checked mentions, or on 5 if those that the next would pool differ in precision (p < 0.05).
    random_state : int, optional
        Seed of `p_differ`.

    Returns
    -------
    DataFrame
        Schema `corrected_rates`, one row for every framing, group and period. `rate` with
        `rate_low` and `rate_high` is as `framing_rates` has it; `corrected` with `low` and `high`
        is the rate of true mentions. `hits` and `passed` are the checked mentions and the checked
        places without one that its errors rest on. `p_differ` is small where those that were
        pooled (groups or framings) differ in precision: then the pooled rule is in doubt. `recall`
        is null, and misses are not corrected, where no place without a mention was checked.

    Raises
    ------
    DataError
        There are no labels, none is in these passages, or none is about a mention; a rule is
        unknown; `group` is given and passages lie in several groups.

    Notes
    -----
    Found mentions M become M P + U: P is the share of true ones among the checked, weighted; U the
    missed ones, weighted. That is the machine's count plus the weighted sum of (true - found) over
    the sample, unbiased whatever the machine does (Egami, Hinck, Stewart & Wei 2023; Angelopoulos
    et al. 2023, doi:10.1126/science.adi6000). Pooled, it is M (P + U/M), U/M from all groups
    together: it holds if errors are as frequent in each (Rogan & Gladen 1978; Hopkins & King 2010).

    The interval joins three that are exact or nearly so: that of the rate (negative binomial, as in
    `framing_rates`), of P (Clopper-Pearson with the effective number of hits, Korn & Graubard 1998)
    and of U (weighted Poisson, Fay & Feuer 1997), by integrating over their confidence
    distributions (Fay, Proschan & Brittain 2015, doi:10.1111/biom.12231). If every mention was
    checked it is that of the true count. It is never negative, and 20 right ones among 20 are no certainty in it.

    Simulated limits hold in .94 to 1.00 of cases if the pooled errors are alike, and in .63 to .90 if
    the precision of groups differs by .3: a hundred labels do not show that ("auto" included). Where
    it matters code more, and take "own" (benchmarks/calibration/corrected.csv).

    Words are not corrected: with wrong attributions, the exposure remains the one that was found.
    The labels are taken for the truth; how far coders agree is another question
    (`validate_framings`).

    Examples
    --------
    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(12)).assign(
    ...     passage=[f"{i}:0" for i in range(12)], document=[str(i) for i in range(12)], start=0,
    ...     end=90, voice="speech", rule="", confidence=1.0, organization="Orlan", words=1000)
    >>> mentions = empty("mentions").reindex(range(24)).assign(
    ...     mention=[str(i) for i in range(24)], framing="multipolarity", start=[0, 50] * 12,
    ...     end=[5, 55] * 12, passage=passages["passage"].repeat(2).to_numpy(), variant="multipolar")
    >>> labels = pd.DataFrame({"document": [str(i) for i in range(12)], "start": 0, "end": 5,
    ...     "framing": "multipolarity", "true": ["yes"] * 9 + ["no"] * 3, "weight": 2.0})
    >>> with warnings.catch_warnings(action="ignore"):  # 12 documents are few
    ...     table = correct_rates(mentions, passages, labels)
    >>> table[["rate", "precision", "corrected", "rule"]].values.tolist()
    [[20.0, 0.75, 15.0, 'framings']]
    """
    if rule not in ("auto", *RULES):
        raise DataError(f"rule must be one of auto, {', '.join(RULES)}; got {rule!r}.", rule=rule)
    rates = framing_rates(
        mentions,
        passages,
        by=by,
        over=over,
        unit=unit,
        counts=counts,
        framings=framings,
        level=level,
    )
    names = list(dict.fromkeys(rates["framing"]))
    units = [unit] if isinstance(unit, str) else list(unit)
    checks = match_labels(labels, mentions, passages, names)
    if checks.outside:
        warnings.warn(
            f"labels: {checks.outside} are about documents that are not among the passages; they "
            "are left out.",
            stacklevel=2,
        )
    sample = _Sample(checks, mentions, passages, by, over, units, names)
    sample.compare(names, np.random.default_rng(random_state))
    rates["unit"] = " & ".join(units)
    rows = [_row(row, sample, rule, level) for row in rates.to_dict("records")]
    table = check(pd.DataFrame(rows), "corrected_rates")
    _warn(table)
    return table


def _row(
    row: dict[str, Any],
    sample: _Sample,
    rule: str,
    level: float,
) -> dict[str, Any]:
    chosen, errors = sample.chosen(rule, row["framing"], row["group"], row["period"])
    pooled = {"groups": row["framing"], "framings": None}
    p = sample.differ[pooled[chosen]] if chosen in pooled else np.nan
    factor = errors.precision + errors.missed
    shape = count_shape(row["clumping"], row["units"], level)
    low, high = _limits(row["mentions"], shape, errors, level)
    shown = np.isfinite(row["low"]) and row["words"] > 0
    per = PER / row["words"] if row["words"] else np.nan
    known = errors.passed and factor > 0
    return {
        **{c: row[c] for c in _KEPT},
        "rate": row["rate"],
        "rate_low": row["low"],
        "rate_high": row["high"],
        "estimated": row["mentions"] * factor,
        "corrected": row["rate"] * factor,
        "low": per * low if shown else np.nan,
        "high": per * high if shown else np.nan,
        "hits": errors.hits,
        "passed": errors.passed,
        "precision": errors.precision,
        "recall": errors.precision / factor if known else np.nan,
        "rule": chosen,
        "p_differ": p,
        "phi": row["phi"],
    }


def _limits(x: float, shape: Floats, errors: Errors, level: float) -> tuple[float, float]:
    """Limits of the true count by melding the confidence distributions of count, P and U."""
    if not errors.hits:
        return np.nan, np.nan
    tail, out = (1 - level) / 2, []
    for upper, q in ((False, tail), (True, 1 - tail)):
        count = possible_mean(np.array(float(x)), shape, _POINTS[:, 0], upper=upper)
        out.append(float(np.quantile(count * _factors(errors, upper), q)))
    return out[0], out[1]


@lru_cache(maxsize=64)
def _factors(errors: Errors, upper: bool) -> Floats:
    """True mentions for each found: one confidence distribution, at the points of integration."""
    right = precision_quantiles(errors, upper, _POINTS[:, 1])
    return right + missed_quantiles(errors, upper, _POINTS[:, 2])


def _points() -> Floats:
    """Evenly spread points of the unit cube, the same every time."""
    sobol = qmc.Sobol(3, scramble=False).random_base2(POINTS)
    points: Floats = sobol + 0.5 / len(sobol)
    return points


_POINTS = _points()


class _Cell(NamedTuple):
    group: str
    period: str


class _Sample:
    """The checked places by framing and cell, and what they say at each level of pooling."""

    def __init__(
        self,
        checks: Checks,
        mentions: pd.DataFrame,
        passages: pd.DataFrame,
        by: str,
        over: str | None,
        units: list[str],
        names: list[str],
    ) -> None:
        self.units = [f"unit{i}" for i in range(len(units))]
        need_columns(passages, ["start", "end"])
        places = pd.DataFrame(
            {
                "passage": passages["passage"],
                "cell": passages[by].astype("str"),
                "period": passages[over].astype("str") if over else "all",
                **{f"unit{i}": passages[u].astype("str") for i, u in enumerate(units)},
            }
        )
        self.cells = cells = places.dropna()
        self.once = places.drop_duplicates("passage").fillna(dict.fromkeys(self.units, ""))
        found = mentions[mentions["framing"].isin(names)]
        places_of = found[["framing", "passage"]].merge(cells, on="passage")
        self.found = places_of.groupby(["framing", "cell", "period"]).size().to_dict()
        inside = found["passage"].isin(self.once["passage"])
        self.count = found.loc[inside, "framing"].value_counts()
        hits, passed = self._attributed(checks)
        self.hits = hits.merge(self.once, on="passage")
        self.passed = passed.merge(self.once, on="passage")
        self.hits_of_cells = hits.drop(columns="group").merge(cells, on="passage")
        moved = passed["group"].notna()
        own = passed[~moved].drop(columns="group").merge(cells, on="passage")
        there = passed[moved].merge(self.once, on="passage")
        there = there.assign(cell=there["group"])
        there = pd.concat([own, there], ignore_index=True)
        self.in_cell = [_by_cell(t) for t in (self.hits_of_cells, there)]
        self.scale = len(found[inside]) / self.hits["weight"].sum()
        self.differ: dict[str | None, float] = {}
        self._known: dict[tuple[str | None, _Cell | None], Errors] = {}

    def _attributed(self, checks: Checks) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Hits that are somebody else's are wrong where they were found, and missed where they are."""
        hits, passed = checks.hits, checks.passed
        if hits["group"].isna().all():
            return hits, passed
        if self.cells["passage"].duplicated().any():
            raise DataError(
                "labels: `group` says who truly speaks, but some passages lie in several groups. "
                "Correct the attribution by speaker or organization, where a passage has one."
            )
        found = hits["passage"].map(self.once.set_index("passage")["cell"])
        wrong = hits["group"].notna() & (hits["group"] != found)
        moved = hits[wrong & hits["true"] & hits["group"].isin(self.cells["cell"])]
        moved = moved.assign(place=moved["mention"])
        columns = ["place", "framing", "passage", "weight", "true", "group"]
        passed = pd.concat([passed, moved[columns]], ignore_index=True)
        return hits.assign(true=hits["true"] & ~wrong), passed

    def chosen(self, rule: str, framing: str, group: str, period: str) -> tuple[str, Errors]:
        """The rule for one row, and the errors that it says."""
        cell = _Cell(group, period)
        levels = {"own": (framing, cell), "groups": (framing, None), "framings": (None, None)}
        if rule != "auto":
            return rule, self.errors(*levels[rule])
        for name, pooled in (("own", framing), ("groups", None)):
            errors = self.errors(*levels[name])
            differ = self.differ[pooled] < DIFFERENT
            if errors.hits >= (FEWEST_HITS if differ else LEAST_HITS):
                return name, errors
        return "framings", self.errors(None, None)

    def errors(self, framing: str | None, cell: _Cell | None) -> Errors:
        """What the labels say of one framing or all, in one cell or all."""
        if (framing, cell) not in self._known:
            self._known[framing, cell] = self._errors(framing, cell)
        return self._known[framing, cell]

    def _errors(self, framing: str | None, cell: _Cell | None) -> Errors:
        if cell is None:
            hits, passed = self.hits, self.passed
            found = float(self.count.get(framing, 0) if framing else self.count.sum())
        else:
            hits, passed = (
                kept.get(cell, rest.iloc[:0])
                for kept, rest in zip(self.in_cell, (self.hits, self.passed), strict=True)
            )
            found = float(self.found.get((framing, *cell), 0))
        if framing is not None:
            hits = hits[hits["framing"] == framing]
            passed = passed[passed["framing"].isna() | (passed["framing"] == framing)]
        return error_rates(hits, passed, found / self.scale, self.units)

    def compare(self, names: list[str], rng: np.random.Generator) -> None:
        """Test the groups of each framing, and all framings, for a difference in precision."""
        self.differ = {name: self._differ(name, rng) for name in (*names, None)}

    def _differ(self, framing: str | None, rng: np.random.Generator) -> float:
        """How often shuffled labels leave the groups (or framings) as different in precision."""
        if framing is None:
            who, true = self.hits["framing"], self.hits["true"].to_numpy(float)
            code, row = pd.factorize(who)[0], np.arange(len(who))
        else:
            hits = self.hits[self.hits["framing"] == framing]
            true = hits["true"].to_numpy(float)
            spread = self.hits_of_cells[self.hits_of_cells["framing"] == framing]
            code = pd.factorize(spread["cell"])[0]
            row = pd.Index(hits["mention"]).get_indexer(spread["mention"])
        if not len(true) or code.max(initial=0) < 1:
            return np.nan
        sizes = np.bincount(code).astype(float)
        member = np.zeros((len(code), len(sizes)))
        member[np.arange(len(code)), code] = 1
        shuffled = rng.permuted(np.tile(true, (_SHUFFLES, 1)), axis=1)
        every = np.vstack([true, shuffled])[:, row]
        apart = (sizes * ((every @ member) / sizes - every.mean(axis=1)[:, None]) ** 2).sum(axis=1)
        return float((apart >= apart[0] - 1e-9).mean())


def _by_cell(table: pd.DataFrame) -> dict[tuple[str, str], pd.DataFrame]:
    return {(str(c), str(p)): part for (c, p), part in table.groupby(["cell", "period"])}


def _warn(table: pd.DataFrame) -> None:
    none = int(table["corrected"].isna().sum())
    if none:
        warnings.warn(
            f"corrected rates: {none} of {len(table)} rows have no checked mention under this rule "
            'and stay empty. Use rule="groups" or "auto".',
            stacklevel=3,
        )
