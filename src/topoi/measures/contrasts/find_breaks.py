"""Whether and when a framing changes its level: one break, tested by permuting sessions."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check
from ..groups import as_belongs
from ..intervals import PER, benjamini_hochberg
from ..permutation import STOP_AFTER, Floats, Ints, Tally
from .cells import Cells, count_cells
from .fit_trends import DECADE, group_names, poisson_slopes
from .sessions import all_orders, group_of_cells, orders_of_sessions

_FOR_YEARS = 999  # orders for each year that may be the one


def find_breaks(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame | None = None,
    *,
    by: str = "bloc",
    unit: str = "organization",
    over: str = "year",
    framings: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    least: int = 5,
    permutations: int = 9999,
    level: float = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Find the year in which the rate of each framing changes most, in all or in each group.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`.
    passages : DataFrame
        Schema `passages`, with the columns `unit` and `over`; each passage once.
    belongs : DataFrame, optional
        Who belongs when, as in `contrast_rates`; without it one group "all" of everybody.
    by : str, default "bloc"
        What to call the grouping; "corpus" without `belongs`.
    unit : str, default "organization"
        Column that `belongs` names the members by.
    over : str, default "year"
        Column of time; its values, the sessions, are what is permuted.
    framings, groups : collections of str, optional
        The family (a single one may be a str); by default every framing found and every group.
    least : int, default 5
        Sessions on either side of a break at the least.
    permutations : int, default 9999
        Orders of the sessions at most; a test stops when 100 of them are as extreme (`Tally`).
    level : float, default 0.95
        Confidence level of the years.
    random_state : int, optional
        Seed of the orders.

    Returns
    -------
    DataFrame
        Schema `breaks`. `year` is the first year of the new level. `p` is of no break at all and
        takes into account that the largest of all changes was looked for; `q` is adjusted over the
        table. `year_low` to `year_high` are the years that are not rejected as the only break; null
        where p is above 1 - `level`. `g2_trend` is what a steady trend would explain: where it is
        as large as `g2`, the data do not say that there was a break rather than a slow change.
        What is never said, or in fewer than three sessions, has nulls and the reason in `why`.

    Raises
    ------
    DataError
        A column is missing, time is no number, a group speaks in fewer than 2 `least` sessions, or
        there is nothing to count.

    Notes
    -----
    For every possible year, twice the gain of a Poisson likelihood with two rates over one; the
    largest is compared with the largest under other orders of the sessions. Whole sessions are
    permuted, so mentions within one may hang together as they like. A year is rejected if the
    largest gain is too large when the sessions before it, and those from it on, are permuted among
    themselves.

    Sessions are taken for exchangeable but for the break: a trend is a departure from that too,
    and so are waves that last several years. The ratio is that of the year where it is largest,
    and therefore exaggerated; it has no interval. One break is looked for, not several. Who
    belongs to a group changes: a break may be the year in which somebody joined. A break is not a
    cause, and what happened in that year need not be one.

    Examples
    --------
    Twelve sessions of 1,000 words, with one mention each and from the sixth on with four:

    >>> from topoi.tables import empty
    >>> names = [f"{body} {year}" for year in range(2030, 2042) for body in ("Orlan", "Vane")]
    >>> passages = empty("passages").reindex(range(24)).assign(
    ...     passage=names, document=names, start=0, end=9, voice="speech", rule="", words=500,
    ...     confidence=1.0, organization=["Orlan", "Vane"] * 12, year=np.repeat(range(2030, 2042), 2))
    >>> said = [n for n in names[:10:2]] + [n for n in names[10:] for _ in range(2)]
    >>> mentions = empty("mentions").reindex(range(33)).assign(
    ...     mention=[str(i) for i in range(33)], framing="peace", passage=said, start=0, end=5,
    ...     variant="peace")
    >>> found = find_breaks(mentions, passages, random_state=1)
    >>> found[["group", "year", "rate_before", "rate_after", "ratio"]]
      group    year  rate_before  rate_after  ratio
    0   all  2035.0         10.0        40.0    4.0
    """
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    if least < 1:
        raise DataError(f"least must be at least 1 session; got {least}.")
    cells = count_cells(mentions, passages, unit, over, framings)
    table = None if belongs is None else as_belongs(belongs, over, cells.times)
    chosen = group_names(table, groups)
    streams = np.random.default_rng(random_state).spawn(len(chosen))
    rows = []
    for group, stream in zip(chosen, streams, strict=True):
        part, inside = group_of_cells(cells, table, group, over)
        if len(part.times) < 2 * least:
            raise DataError(
                f"group '{group}' speaks in {len(part.times)} sessions; {least} on either side of a "
                "break need twice as many. Lower least=..., or leave the group out.",
                group=group,
            )
        for (name, hits), rng in zip(part.hits.items(), stream.spawn(len(part.hits)), strict=True):
            x, t = (hits * inside).sum(axis=0), (part.words * inside).sum(axis=0)
            found = _Scan(x, t, part, least).row(permutations, level, rng)
            rows.append({"framing": name, "group": group, **found})
    out = pd.DataFrame(rows).assign(by="corpus" if table is None else by, unit=over)
    out["q"] = benjamini_hochberg(out["p"].to_numpy(float))
    out["family"] = int(out["p"].notna().sum())
    return check(out, "breaks")


class _Scan:
    """One framing in one group: mentions and words by session, and the breaks that are possible."""

    def __init__(self, hits: Floats, words: Floats, cells: Cells, least: int) -> None:
        self.hits, self.words, self.least = hits, words, least
        self.years = np.asarray(cells.times, dtype="float64")

    def gains(self, orders: Ints) -> Floats:
        """G2 of a break before each possible session, under orders of the sessions."""
        x = np.cumsum(self.hits[orders], axis=1)
        t = np.cumsum(self.words[orders], axis=1)
        total, words = x[:, -1:], t[:, -1:]
        inner = slice(self.least - 1, len(self.years) - self.least)
        before, expected = x[:, inner], total * t[:, inner] / words
        return 2 * (_part(before, expected) + _part(total - before, total - expected))

    def row(self, permutations: int, level: float, rng: np.random.Generator) -> dict:
        """The estimates, or nulls with a reason."""
        sessions = len(self.years)
        row: dict = {"sessions": sessions, "why": None, "permutations": 0}
        row |= dict.fromkeys(
            "year year_low year_high rate_before rate_after ratio g2 g2_trend p p_error".split(),
            np.nan,
        )
        row |= {"mentions_before": 0, "mentions_after": int(self.hits.sum())}
        if (self.hits > 0).sum() < 3:
            said = self.hits.sum() > 0
            return row | {"why": "said in fewer than three sessions" if said else "never said"}
        gains = self.gains(np.arange(sessions)[None, :])[0]
        at = int(gains.argmax()) + self.least
        first, then = self.hits[:at].sum(), self.hits[at:].sum()
        before, after = first / self.words[:at].sum(), then / self.words[at:].sum()
        exact = all_orders(sessions, permutations)
        tally = self._test(permutations, rng, None if exact else STOP_AFTER)
        row |= {
            "year": self.years[at],
            "mentions_before": int(first),
            "mentions_after": int(then),
            "rate_before": PER * before,
            "rate_after": PER * after,
            "ratio": after / before if before else np.nan,
            "g2": gains.max(),
            "g2_trend": self._trend(),
            "p": tally.p[0],
            "p_error": 0.0 if exact else tally.error[0],
            "permutations": int(tally.drawn[0]) + exact,
        }
        alpha = 1 - level + 1e-9
        if row["p"] <= alpha:
            years = self._not_rejected(gains.max(), alpha, rng)
            row |= {"year_low": years.min(), "year_high": years.max()}
        return row

    def _test(self, permutations: int, rng: np.random.Generator, stop_after: int | None) -> Tally:
        sessions = len(self.years)
        observed = self.gains(np.arange(sessions)[None, :]).max(axis=1)
        tally = Tally(observed, stop_after, sides=1)
        for orders in orders_of_sessions(sessions, permutations, rng):
            tally.add(self.gains(orders).max(axis=1)[:, None])
            if not len(tally.open):
                break
        return tally

    def _not_rejected(self, observed: float, alpha: float, rng: np.random.Generator) -> Floats:
        """The years that may be the only break."""
        sessions = len(self.years)
        kept = []
        for at in range(self.least, sessions - self.least + 1):
            early = rng.permuted(np.tile(np.arange(at), (_FOR_YEARS, 1)), axis=1)
            late = rng.permuted(np.tile(np.arange(at, sessions), (_FOR_YEARS, 1)), axis=1)
            gains = self.gains(np.hstack([early, late])).max(axis=1)
            p = (1 + (gains >= observed * (1 - 1e-9)).sum()) / (1 + _FOR_YEARS)
            if p > alpha:
                kept.append(self.years[at])
        return np.array(kept)

    def _trend(self) -> float:
        """G2 of a steady trend."""
        decades = (self.years - self.years.mean()) / DECADE
        slope = poisson_slopes(self.hits[None, :], self.words[None, :], decades, 0.0)[0]
        flat = self.words / self.words.sum()
        weight = self.words * np.exp(slope * decades)
        return float(2 * (self.hits * np.log(weight / weight.sum() / flat)).sum())


def _part(observed: Floats, expected: Floats) -> Floats:
    """Observed times the logarithm of observed over expected; 0 where nothing is observed."""
    ratio = np.divide(observed, expected, out=np.ones(observed.shape), where=observed > 0)
    return observed * np.log(ratio)
