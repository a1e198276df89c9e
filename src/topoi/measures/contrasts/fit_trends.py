"""Whether a framing becomes more frequent: Poisson regression on time, with cluster-robust errors."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from ...errors import DataError
from ...tables import check
from ..groups import as_belongs, names_of
from ..intervals import FEWEST_UNITS, benjamini_hochberg, warn_of_few_units
from ..permutation import STOP_AFTER, Bools, Floats
from .cells import EVERYBODY, Cells, Unit, count_cells, unit_and_over
from .sessions import group_of_cells, permuted_trends, sessions_of

DECADE = 10.0  # years that a ratio is given for
CLUSTERS, SESSIONS = "clusters", "sessions permuted"  # what p rests on


def fit_trends(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame | None = None,
    *,
    by: str = "bloc",
    unit: Unit = ("organization", "year"),
    over: str = "year",
    framings: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    permutations: int = 9999,
    level: float = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Fit the trend of each framing, in all or in each group, and compare it with the others' trend.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`.
    passages : DataFrame
        Schema `passages`, with the columns of `unit` and `over`; each passage once.
    belongs : DataFrame, optional
        Who belongs when, as in `contrast_rates`; without it one group "all" of everybody.
    by : str, default "bloc"
        What to call the grouping; "corpus" without `belongs`.
    unit : str or pair of str, default ("organization", "year")
        Column of the clusters, whose speeches may hang together: delegations; or, with a pair,
        delegations and sessions (the second is `over`).
    over : str, default "year"
        Column of time, in years.
    framings, groups : collections of str, optional
        The family (a single one may be a str); by default every framing found and every group.
    permutations : int, default 9999
        Orders of sessions, at most, for groups of fewer than 10 clusters.
    level : float, default 0.95
        Confidence level.
    random_state : int, optional
        Seed of the orders.

    Returns
    -------
    DataFrame
        Schema `trends`. `ratio` is by what the rate of the group is multiplied in ten years, with
        interval; `ratio_others` the same of the others in the years of the group; `relative` the
        first over the second: do members change otherwise than others? `q` and `relative_q` are
        adjusted over the whole table, each for itself. `test` says what p rests on: "clusters", or
        "sessions permuted" with fewer than 10 clusters, which get no interval (nor has `relative`
        one where members or others are so few). Where nothing can be estimated the row is kept, its
        estimates are null, and `why` says the reason.

    Raises
    ------
    DataError
        A column is missing, a level is impossible, time is no number, there are fewer than three
        sessions, or there is nothing to count.

    Warns
    -----
    UserWarning
        Some trends rest on fewer than 40 clusters.

    Notes
    -----
    log E(mentions) = log words + a + b time, over units and sessions; ratio = exp(10 b). Members and
    others have an a and a b each. The variance of b is found by leaving out one cluster at a time
    (CV3 of MacKinnon, Nielsen & Webb 2023), so counts need not be Poisson, and a few loud
    clusters do not make it too small; of a pair of units it is that of both less that of
    single cells (Cameron, Gelbach & Miller 2011), or that of one of them where it is larger.
    Intervals and p are of t with G - 1 degrees of freedom, G the clusters of the fewer kind. Between
    alike years of 10 to 35 delegations 2 to 4 % of p are below .05 and at most 0.05 % below .001; with
    delegations alone as clusters 12 to 14 % and 1 to 2 %, if sessions have moods of their own
    (benchmarks/calibration/trends.csv).

    With fewer than 10 clusters, p is that of the score of b when the order of sessions is
    permuted: members stay what they are, sessions could have come in another order. That takes
    sessions for exchangeable, so that a phrase which comes and goes in waves is called a trend too
    often.

    A trend is a straight line through the logarithm of a rate; what rises and falls again may have
    none. Members change: the trend of a group is that of whoever belonged to it, and those who
    join late may simply have spoken so before. No trend shows a cause.

    References
    ----------
    Cameron, Gelbach & Miller 2011, doi:10.1198/jbes.2010.07136. MacKinnon, Nielsen & Webb 2023,
    doi:10.1016/j.jeconom.2022.04.001.

    Examples
    --------
    A framing that is said twice as often in each session than ten years before:

    >>> from topoi.tables import empty
    >>> years = [2010, 2020, 2030, 2040] * 2
    >>> names = [f"{body} {year}" for body, year in zip(["Orlan"] * 4 + ["Vane"] * 4, years)]
    >>> passages = empty("passages").reindex(range(8)).assign(
    ...     passage=names, document=names, start=0, end=9, voice="speech", rule="",
    ...     confidence=1.0, organization=["Orlan"] * 4 + ["Vane"] * 4, words=1000, year=years)
    >>> said = [name for name, n in zip(names, [1, 2, 4, 8, 2, 4, 8, 16]) for _ in range(n)]
    >>> mentions = empty("mentions").reindex(range(45)).assign(
    ...     mention=[str(i) for i in range(45)], framing="peace", passage=said, start=0, end=5,
    ...     variant="peace")
    >>> fit_trends(mentions, passages).round(3)[["group", "units", "ratio", "low", "p", "test"]]
      group  units  ratio  low      p               test
    0   all      2    2.0  NaN  0.083  sessions permuted
    """
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    unit, two_way, called = unit_and_over(unit, over)
    cells = count_cells(mentions, passages, unit, over, framings)
    table = None if belongs is None else as_belongs(belongs, over, cells.times)
    chosen = group_names(table, groups)
    streams = np.random.default_rng(random_state).spawn(len(chosen))
    rows = []
    for group, rng in zip(chosen, streams, strict=True):
        part, inside = group_of_cells(cells, table, group, over)
        fits = [_row(_Data(part, inside, name, two_way), unit, over, level) for name in part.hits]
        rows.append(
            _with_permutations(pd.DataFrame(fits), part, inside, permutations, rng).assign(
                by="corpus" if table is None else by, group=group, unit=called
            )
        )
    out = pd.concat(rows, ignore_index=True)
    for prefix in ("", "relative_"):
        p = out[f"{prefix}p"].to_numpy(float)
        out[f"{prefix}q"] = benjamini_hochberg(p)
        out[f"{prefix}family"] = int(np.isfinite(p).sum())
    cells = out.drop_duplicates(["by", "group"])
    warn_of_few_units(cells["units"], "trends", "groups")
    return check(out, "trends")


def group_names(belongs: pd.DataFrame | None, groups: Collection[str] | None) -> list[str]:
    """The groups that are asked for: of `belongs`, or everybody."""
    if belongs is None:
        if groups is not None:
            raise DataError("groups: say who belongs to them with belongs=....")
        return [EVERYBODY]
    chosen = names_of(groups) if groups is not None else sorted(belongs["group"].unique())
    if not chosen:
        raise DataError("belongs: nobody belongs to any group; there is nothing to follow.")
    return chosen


class _Data(NamedTuple):
    """One framing in one group."""

    cells: Cells
    inside: Bools
    framing: str
    two_way: bool

    def side(self, members: bool) -> Bools:
        """Where members, or others, speak."""
        return (self.inside == members) & (self.cells.words > 0)

    def decades(self) -> Floats:
        """Time, in decades from the middle."""
        years = np.asarray(self.cells.times, dtype="float64")
        return (years - years.mean()) / DECADE

    def clusters(self, members: bool) -> int:
        """Units with words; of a pair, the fewer kind."""
        side = self.side(members)
        units, times = int(side.any(axis=1).sum()), int(side.any(axis=0).sum())
        return min(units, times) if self.two_way else units

    def refusal(self, members: bool, unit: str, over: str) -> str | None:
        """Why there is no trend to be estimated."""
        said = self.side(members) & (self.cells.hits[self.framing] > 0)
        if not said.any():
            return "never said"
        if said.any(axis=1).sum() < 2:
            return f"said by a single {unit}"
        if said.any(axis=0).sum() < 3:
            return f"said in fewer than three values of {over}"
        return None


_NONE = dict.fromkeys(
    "ratio low high p ratio_others low_others high_others "
    "relative relative_low relative_high relative_p".split(),
    np.nan,
)


def _row(data: _Data, unit: str, over: str, level: float) -> dict:
    sides = [side for side in (True, False) if data.side(side).any()]
    reasons = {side: data.refusal(side, unit, over) for side in sides}
    fitted = [side for side in sides if reasons[side] is None]
    hits, words = data.cells.hits[data.framing], data.cells.words
    row: dict = {"framing": data.framing, "why": reasons[True], **_NONE}
    for side, suffix in ((True, ""), (False, "_others")):
        here = data.side(side)
        row[f"mentions{suffix}"] = int(hits[here].sum())
        row[f"words{suffix}"] = int(words[here].sum())
        row[f"units{suffix}"] = data.clusters(side)
    if fitted:
        slopes = _fit(data, fitted)
        if isinstance(slopes, str):
            row["why"] = row["why"] or slopes
            return row
        for i, side in enumerate(fitted):
            weights = (np.arange(len(fitted)) == i).astype("float64")
            suffix = "" if side else "_others"
            estimate = slopes.estimate(weights, data.clusters(side), level)
            row |= {f"{k}{suffix}": v for k, v in estimate.items() if side or k != "p"}
        if len(fitted) == 2:
            fewer = min(data.clusters(True), data.clusters(False))
            estimate = slopes.estimate(np.array([1.0, -1.0]), fewer, level)
            row["relative"] = estimate.pop("ratio")
            row |= {f"relative_{k}": v for k, v in estimate.items()}
        elif len(sides) == 2 and row["why"] is None:
            row["why"] = f"others: {reasons[False]}"
    return row


class _Slopes(NamedTuple):
    """Slopes of the logarithm of the rate, a decade, and their covariances by each clustering."""

    value: Floats
    covariances: list[Floats]

    def estimate(self, weights: Floats, clusters: int, level: float) -> dict[str, float]:
        """Ratio, limits and p of a weighted sum of slopes."""
        b = float(weights @ self.value)
        out = {"ratio": float(np.exp(b)), "low": np.nan, "high": np.nan, "p": np.nan}
        error = float(np.sqrt(max(weights @ v @ weights for v in self.covariances)))
        if clusters < FEWEST_UNITS or not error > 0:
            return out
        reach = error * float(stdtrit(clusters - 1, (1 + level) / 2))
        p = 2 * float(stdtr(clusters - 1, -abs(b) / error))
        return out | {"low": float(np.exp(b - reach)), "high": float(np.exp(b + reach)), "p": p}


def _fit(data: _Data, sides: list[bool]) -> _Slopes | str:
    """The regression, each side with a level and a slope of its own; or why there is none."""
    import statsmodels.api as sm
    from statsmodels.stats.sandwich_covariance import cov_cluster
    from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

    use = np.any([data.side(side) for side in sides], axis=0)
    decades = data.decades()
    levels = np.stack([data.side(side)[use] for side in sides], axis=1).astype("float64")
    model = sm.GLM(
        data.cells.hits[data.framing][use],
        np.hstack([levels, levels * decades[np.nonzero(use)[1], None]]),
        family=sm.families.Poisson(),
        offset=np.log(data.cells.words[use]),
    )
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        try:
            fit = model.fit(maxiter=60, tol=1e-11, tol_criterion="params")
        except (ValueError, FloatingPointError, np.linalg.LinAlgError) as error:
            return f"cannot be fitted ({error})"
    if not fit.converged or not np.isfinite(fit.params).all():
        return "the fit does not converge"
    value = fit.params[len(sides) :]
    axes = (0, 1) if data.two_way else (0,)
    left_out = [_left_out(data, sides, value, axis) for axis in axes]
    if not all(np.isfinite(v).all() for v in left_out):
        return "there is no trend without a single cluster"
    if data.two_way:
        cells = cov_cluster(fit, np.arange(use.sum()))[len(sides) :, len(sides) :]
        left_out.append(left_out[0] + left_out[1] - cells)
    return _Slopes(value, left_out)


def _left_out(data: _Data, sides: list[bool], value: Floats, axis: int) -> Floats:
    """Covariance of the slopes from leaving out each unit (axis 0) or time (1): (sides, sides).

    Hits and words by side and time are all that the slopes depend on, so all fits without one
    cluster are found at once.
    """
    apart = []
    for side, slope in zip(sides, value, strict=True):
        here = data.side(side)
        hits, words = data.cells.hits[data.framing] * here, data.cells.words * here
        x, t = hits.sum(axis=0), words.sum(axis=0)
        if axis == 0:
            x, t = x - hits, t - words
        else:
            other = 1 - np.eye(len(x))
            x, t = x * other, t * other
        apart.append(poisson_slopes(x, t, data.decades(), slope) - slope)
    changes = np.stack(apart, axis=1)
    speaks = np.any([data.side(side).any(axis=1 - axis) for side in sides], axis=0)
    number = int(speaks.sum())
    covariance: Floats = (number - 1) / number * changes[speaks].T @ changes[speaks]
    return covariance


def poisson_slopes(hits: Floats, words: Floats, decades: Floats, start: float) -> Floats:
    """Poisson slopes of the rows of `hits` on time, by Newton's method; null where there is none."""
    slope = np.full(len(hits), start)
    open_ = np.ones(len(hits), dtype=bool)
    for _ in range(50):
        weight = words * np.exp(np.clip(slope[:, None] * decades, -50, 50))
        mean = weight / weight.sum(axis=1, keepdims=True)  # the level is profiled out
        centre = (mean * decades).sum(axis=1)
        total = hits.sum(axis=1)
        score = (hits * decades).sum(axis=1) - total * centre
        spread = total * (mean * (decades - centre[:, None]) ** 2).sum(axis=1)
        step = np.divide(score, spread, out=np.full(len(hits), np.nan), where=spread > 0)
        slope = slope + np.clip(step, -2, 2)
        open_ = ~(np.abs(step) < 1e-11)
        if not open_.any():
            break
    return np.where(open_, np.nan, slope)


def _with_permutations(
    table: pd.DataFrame,
    cells: Cells,
    inside: Bools,
    permutations: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """p by permuting sessions where there are fewer than 10 clusters."""
    sessions = sessions_of(cells, inside)
    few = (table["units"] < FEWEST_UNITS) & table["ratio"].notna()
    fewer = table[["units", "units_others"]].min(axis=1)
    few_relative = (fewer < FEWEST_UNITS) & table["relative"].notna()
    table["test"] = np.where(table["units"] < FEWEST_UNITS, SESSIONS, CLUSTERS)
    if few.any():
        p = permuted_trends(sessions.own, sessions.years, permutations, STOP_AFTER, rng)
        table["p"] = table["p"].where(~few, p)
    if few_relative.any():
        p = permuted_trends(sessions.against, sessions.years, permutations, STOP_AFTER, rng)
        table["relative_p"] = table["relative_p"].where(~few_relative, p)
    return table
