"""Members against the others, in the same years: ratios of rates tested by permuting units."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from ...errors import DataError
from ...tables import check, need_columns
from ..association import signed_g2
from ..groups import as_belongs, need_each_once
from ..intervals import benjamini_hochberg
from ..permutation import Design, Floats, make_design, two_sided
from ..rates.framing_rates import PER

_HALF = 0.25  # added to both sides of the log ratio, so that none is infinite
_FOR_LIMITS = 1000  # assignments that limits rest on
_WIDEST = 12.0  # natural logarithm beyond which a limit of the ratio is not looked for


def contrast_rates(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame,
    *,
    by: str = "bloc",
    unit: str = "organization",
    over: str = "year",
    framings: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    permutations: int = 9999,
    level: float | None = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Compare the rate of each framing in each group with everybody else's in the same years.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`.
    passages : DataFrame
        Schema `passages`, with the columns `unit` and `over`; each passage once.
    belongs : DataFrame
        Who belongs when: columns `member` (a value of `unit`), `year` (a value of `over`) and
        `organization` (the group), as `topoi.memberships_by_year` gives them. Groups may overlap;
        each is compared with its own outsiders.
    by : str, default "bloc"
        What to call the grouping.
    unit : str, default "organization"
        Column of the sampling unit, the whole of which is permuted.
    over : str, default "year"
        Column of time: members are compared with non-members of the same year.
    framings, groups : collections of str, optional
        The family of tests (a single framing may be a str); by default every framing found and every group.
    permutations : int, default 9999
        Random assignments, unless there are no more distinct ones: then all of them.
    level : float or None, default 0.95
        Confidence level of the interval; None leaves the limits null and saves most of the time.
    random_state : int, optional
        Seed of the random assignments.

    Returns
    -------
    DataFrame
        Schema `contrasts`. `ratio` is the Mantel-Haenszel ratio over years: each year compares
        members and others of that year. `low` and `high` are the ratios that the permutation test
        does not reject, found on the first 1,000 assignments, and on all of them where those would
        contradict `p` about a ratio of one; null where it rejects none. `p` is two-sided; `q` is adjusted over
        the whole table (`family` tests). `p_error` is the standard error of `p` from drawing
        assignments at random.

    Raises
    ------
    DataError
        A column is missing, a level is impossible, there is nothing to test, or a group has no
        members or no outsiders.

    Notes
    -----
    The test permutes the histories of membership between units, so speeches of one unit stay
    together; with few members no other interval can be trusted. Under the null hypothesis units
    are exchangeable: a difference may be one of region or size as well as of membership. A ratio
    does not show that the organization is the cause.
    """
    if level is not None and not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1, or be None; got {level}.")
    cells = _unit_years(mentions, passages, unit, over, framings)
    table = as_belongs(belongs, over)
    chosen = list(groups) if groups is not None else sorted(table["group"].unique())
    if not chosen:
        raise DataError("belongs: nobody belongs to any group; there is nothing to compare.")
    rng = np.random.default_rng(random_state)
    rows = []
    for group in chosen:
        design = make_design(table, cells.words.reset_index(), group)
        assigned, exact = design.assignments(permutations, rng)
        rows += [
            row | {"by": by, "group": group}
            for row in _compare(cells, design, assigned, exact, level)
        ]
    out = pd.DataFrame(rows)
    out["q"] = benjamini_hochberg(out["p"].to_numpy(float))
    out["family"] = int(out["p"].notna().sum())
    return check(out, "contrasts")


class _UnitYears(NamedTuple):
    words: pd.Series  # by (unit, time)
    hits: dict[str, pd.Series]  # framing -> mentions by (unit, time)


def _unit_years(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    unit: str,
    over: str,
    framings: Collection[str] | None,
) -> _UnitYears:
    need_each_once(passages, unit, over)
    need_columns(passages, ["words"])
    mentions = check(mentions, "mentions")
    if isinstance(framings, str):
        framings = [framings]
    names = list(framings) if framings is not None else sorted(mentions["framing"].unique())
    if not names:
        raise DataError(
            "mentions: none were found. Say which framings to test with framings=[...]."
        )
    where = pd.DataFrame(
        {
            "passage": passages["passage"],
            "unit": passages[unit],
            "time": passages[over],
            "words": passages["words"],
        }
    ).dropna()
    words = where.groupby(["unit", "time"])["words"].sum()
    found = mentions[["passage", "framing"]].merge(where, on="passage")
    hits = {
        name: found[found["framing"] == name].groupby(["unit", "time"]).size() for name in names
    }
    return _UnitYears(words, hits)


def _matrix(values: pd.Series, design: Design, times: list) -> Floats:
    wide = values.unstack(fill_value=0) if len(values) else pd.DataFrame()
    return wide.reindex(index=design.units, columns=times, fill_value=0).to_numpy(dtype="float64")


def _compare(
    cells: _UnitYears, design: Design, assigned: np.ndarray, exact: bool, level: float | None
) -> list[dict]:
    times = [
        t for t in sorted(cells.words.index.get_level_values(1).unique()) if str(t) in design.times
    ]
    words = _matrix(cells.words, design, times)
    inside = design.inside
    hits = {name: _matrix(found, design, times) for name, found in cells.hits.items()}
    sums = _Sums(design, assigned, words, list(hits.values()))
    rows = []
    for i, (name, x) in enumerate(hits.items()):
        statistic = sums.statistic(i)
        p = float(two_sided(statistic(1.0)[:, None])[0])
        draws = len(assigned)
        x1, t1 = x[inside].sum(), words[inside].sum()
        x0, t0 = x[~inside].sum(), words[~inside].sum()
        ratio = sums.ratio(i)
        low = high = np.nan
        if level is not None:
            tail = (1 - level) / 2
            low, high = _limits(sums.statistic(i, _FOR_LIMITS), ratio, tail)
            if (p < 2 * tail) == (not low > 1 and not high < 1):
                low, high = _limits(statistic, ratio, tail)
        rows.append(
            {
                "framing": name,
                "mentions": int(x1),
                "words": int(t1),
                "units": int((inside & (words > 0)).any(axis=1).sum()),
                "mentions_others": int(x0),
                "words_others": int(t0),
                "units_others": int((~inside & (words > 0)).any(axis=1).sum()),
                "ratio": ratio,
                "low": low,
                "high": high,
                "difference": PER * (x1 / t1 - x0 / t0) if t1 and t0 else np.nan,
                "p": np.nan if np.isnan(ratio) else p,
                "p_error": 0.0 if exact else float(np.sqrt(p * (2 - p) / draws)),
                "permutations": draws,
                "p_pooled": _pooled(x1, t1, x0, t0),
            }
        )
    return rows


def _pooled(x1: float, t1: float, x0: float, t0: float) -> float:
    """p of the likelihood-ratio test on the four cells mentions/other words x members/others."""
    if not x1 + x0 or not t1 or not t0:
        return np.nan
    g2 = signed_g2(np.array([x1, t1 - x1]), np.array([x0, t0 - x0]))[0]
    return float(chdtrc(1, abs(g2)))


class _Sums:
    """Sums over members and others of each year, for every assignment and framing at once."""

    def __init__(
        self, design: Design, assigned: np.ndarray, words: Floats, hits: list[Floats]
    ) -> None:
        self.words = words.sum(axis=0)
        self.words_inside = (words * design.inside).sum(axis=0)
        self.hits = [x.sum(axis=0) for x in hits]
        stack = np.stack([words, words * design.inside, *hits], axis=2)  # (units, times, things)
        self.members = np.empty((stack.shape[2], len(assigned), stack.shape[1]))
        for at in range(stack.shape[1]):
            belongs = design.histories[:, at][assigned].astype("float64")
            self.members[:, :, at] = (belongs @ stack[:, at]).T

    def ratio(self, i: int) -> float:
        """Mantel-Haenszel ratio of rates, as observed."""
        above, below = self._parts(i, 1, 1.0)
        if below[0] > 0:
            return float(above[0] / below[0])
        return np.nan if above[0] == 0 else np.inf

    def _parts(self, i: int, rows: int | None, scale: float) -> tuple[Floats, Floats]:
        t1, t1_inside = self.members[0, :rows], self.members[1, :rows]
        x1, x = self.members[2 + i, :rows], self.hits[i]
        t1 = t1 + (scale - 1) * t1_inside
        total = self.words + (scale - 1) * self.words_inside
        with np.errstate(divide="ignore", invalid="ignore"):
            above = np.where(total > 0, x1 * (total - t1) / total, 0.0).sum(axis=1)
            below = np.where(total > 0, (x - x1) * t1 / total, 0.0).sum(axis=1)
        return above, below

    def statistic(self, i: int, rows: int | None = None):
        """scale -> log ratios of the first `rows` assignments when members' words count `scale`-fold.

        If the true ratio is `scale`, members counted so are like the others.
        """

        def log_ratio(scale: float) -> Floats:
            above, below = self._parts(i, rows, scale)
            return np.log((above + _HALF) / (below + _HALF))

        return log_ratio


def _limits(statistic, ratio: float, tail: float) -> tuple[float, float]:
    """The ratios at which one tail of the permutation distribution is `tail`."""

    def upper(log_scale: float) -> float:  # how often chance gives as high a ratio as observed
        values = statistic(np.exp(log_scale))
        return float((values >= values[0] - 1e-9).mean())

    def lower(log_scale: float) -> float:
        values = statistic(np.exp(log_scale))
        return float((values <= values[0] + 1e-9).mean())

    if np.isnan(ratio):
        return np.nan, np.nan
    low = 0.0 if ratio == 0 else _cross(upper, tail, rising=True)
    high = np.inf if np.isinf(ratio) else _cross(lower, tail, rising=False)
    return (low, high) if np.isfinite(high) else (low, np.nan)


def _cross(tail_of, tail: float, *, rising: bool) -> float:
    """Where a tail probability crosses `tail`, by bisection on the logarithm of the ratio."""
    a, b = -_WIDEST, _WIDEST
    if (tail_of(a) > tail) == (tail_of(b) > tail):
        return np.nan  # so few assignments that no ratio is rejected
    for _ in range(30):
        middle = (a + b) / 2
        if (tail_of(middle) > tail) == rising:
            b = middle
        else:
            a = middle
    return float(np.exp((a + b) / 2))
