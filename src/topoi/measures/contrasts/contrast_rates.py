"""Members against the others, in the same years: ratios of rates tested by permuting units."""

from __future__ import annotations

import warnings
from collections.abc import Collection

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import chdtrc

from ...errors import DataError
from ...tables import check
from ..association import signed_g2
from ..groups import as_belongs, names_of
from ..intervals import PER, benjamini_hochberg
from ..permutation import STOP_AFTER, Floats, Tally, make_design
from .cells import Cells, Unit, count_cells, unit_and_over
from .scores import Scores


def contrast_rates(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame,
    *,
    by: str = "bloc",
    unit: Unit = "organization",
    over: str | None = "year",
    framings: Collection[str] | None = None,
    groups: Collection[str] | None = None,
    permutations: int = 9999,
    stop_after: int | None = STOP_AFTER,
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
        `organization` (the group), as `topoi.memberships_by_year` gives them. Without a column of
        time, members belong all the time. Groups may overlap; each is compared with its own
        outsiders.
    by : str, default "bloc"
        What to call the grouping.
    unit : str or pair of str, default "organization"
        Column of the sampling unit, the whole of which is permuted. A pair ("organization",
        "year") lets sessions differ too in how far members are from others (see Notes).
    over : str or None, default "year"
        Members are compared with non-members of the same value of this column, so that what these
        have in common cancels. None compares all with all.
    framings, groups : collections of str, optional
        The family of tests (a single one may be a str); by default every framing found and every group.
    permutations : int, default 9999
        Random assignments at most, unless there are no more distinct ones: then all of them.
    stop_after : int or None, default 100
        A test is stopped when so many assignments lay on either side of the observed one (Besag &
        Clifford 1991); its p is then known to about a tenth of itself. None never stops.
    level : float or None, default 0.95
        Confidence level of the intervals; None leaves the limits null.
    random_state : int, optional
        Seed of the random assignments.

    Returns
    -------
    DataFrame
        Schema `contrasts`. `ratio` and `difference` (per 10,000 words) are Mantel & Haenszel's
        over years: each year compares members and others of that year (Greenland & Robins 1985).
        `low` and `high` are the ratios that the permutation test does not reject, found on the first
        1,000 assignments, and on all of them where those would contradict `p`; null where it
        rejects none. A ratio of 0 has an upper limit, an infinite one a lower. `difference_low` and
        `difference_high` follow from these (Zou & Donner 2008), with 0 outside where 1 is outside
        the ratios, but for the rounding of a formula. `p` is two-sided; `q` is adjusted over the whole table
        (`family` tests). `p_error` is the standard error of `p` from drawing assignments at random;
        `permutations` is how many were drawn. Where members and others never speak in one year,
        ratio and p are null, with a warning.

    Raises
    ------
    DataError
        A column is missing, a level is impossible, there is nothing to test or no words, a single
        unit speaks, a group has no members or no outsiders, or a pair of units does not go with
        `over`.

    Notes
    -----
    The test permutes the histories of membership between units, so speeches of one unit stay
    together, and nothing is assumed about how they hang together; its statistic is observed minus
    expected mentions. It holds for any number of units, with few of them it rejects little.

    What belongs to a group need not be a delegation. To compare periods, sessions are the units:
    `unit="year"`, `over="organization"` and a `belongs` with a row for each year, whose `member` is
    the year and whose `organization` is the period; then each delegation is compared with itself.

    Effects of a session that all who speak in it share cancel. If members and others drift apart
    in some sessions, a pair of units widens the permutation distribution by the square root of the
    two-way cluster variance over that between units (Cameron, Gelbach & Miller 2011), never below
    one. That part rests on a variance, not on permutation, and wants some ten sessions at least.

    Under the null hypothesis units are exchangeable: a difference may be one of region or size as
    well as of membership, and between sessions one of a trend. A ratio does not show that the
    organization is the cause.

    References
    ----------
    Besag & Clifford 1991, doi:10.1093/biomet/78.2.301. Greenland & Robins 1985,
    doi:10.2307/2530643. Zou & Donner 2008, doi:10.1002/sim.3095. Cameron, Gelbach & Miller 2011,
    doi:10.1198/jbes.2010.07136.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> names = ["Orlan", "Vane", "Tashkar", "Belmora", "Dravia", "Ilmar"]
    >>> passages = empty("passages").reindex(range(6)).assign(
    ...     passage=names, document=names, start=0, end=9, voice="speech", rule="",
    ...     confidence=1.0, organization=names, words=1000, year=2031)
    >>> said = ["Orlan", "Orlan", "Vane", "Vane", "Tashkar", "Dravia"]
    >>> mentions = empty("mentions").reindex(range(6)).assign(
    ...     mention=[str(i) for i in range(6)], framing="peace", passage=said, start=0, end=5,
    ...     variant="peace")
    >>> belongs = pd.DataFrame({"member": names[:3], "organization": "Pact"})
    >>> contrast_rates(mentions, passages, belongs)[["ratio", "difference", "p", "permutations"]]
       ratio  difference    p  permutations
    0    5.0   13.333333  0.2            20
    """
    if level is not None and not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1, or be None; got {level}.")
    unit, two_way, called = unit_and_over(unit, over)
    cells = count_cells(mentions, passages, unit, over, framings)
    table = as_belongs(belongs, over, cells.times)
    chosen = names_of(groups) if groups is not None else sorted(table["group"].unique())
    if not chosen:
        raise DataError("belongs: nobody belongs to any group; there is nothing to compare.")
    streams = np.random.default_rng(random_state).spawn(len(chosen))
    rows = []
    for group, rng in zip(chosen, streams, strict=True):
        test = GroupTest(cells, table, group, two_way=two_way)
        test.draw(permutations, stop_after, rng)
        rows.append(test.rows(level).assign(by=by, group=group, unit=called))
    out = pd.concat(rows, ignore_index=True)
    out["q"] = benjamini_hochberg(out["p"].to_numpy(float))
    out["family"] = int(out["p"].notna().sum())
    _warn(out)
    return check(out, "contrasts")


class GroupTest:
    """All framings in one group: what is observed, the assignments that were drawn, the rows."""

    def __init__(
        self, cells: Cells, belongs: pd.DataFrame, group: str, *, two_way: bool = False
    ) -> None:
        self.design = make_design(belongs, cells.table(), group)
        self.cells = cells.part(self.design.units, self.design.times)
        self.scores = Scores(self.design, self.cells, two_way=two_way)
        self.two_way = two_way

    def draw(self, permutations: int, stop_after: int | None, rng: np.random.Generator) -> None:
        """Deal the histories out anew, as often as the tests need."""
        design, scores = self.design, self.scores
        everything = np.arange(len(scores.hits))
        observed = scores.log_ratios(everything, scores.deal(everything))[:, 0]
        every = design.every(permutations)
        self.exact = every is not None
        self.tally = Tally(observed, None if self.exact else stop_after)
        self.rows_drawn: list[sp.csr_matrix] = []
        for assigned in [every] if every is not None else design.blocks(permutations, rng):
            open_ = self.tally.open
            self.rows_drawn.append(design.indicator(assigned))
            values = scores.log_ratios(open_, scores.deal(open_, self.rows_drawn[-1]))
            self.tally.add((scores.stretch[open_, None] * values).T)
            if not len(self.tally.open):
                break

    def limits(self, level: float, p: Floats) -> list[Floats]:
        """Lower and upper limits of ratios and of differences (a word)."""
        scores, tail = self.scores, (1 - level) / 2
        which, first = np.arange(len(p)), self.rows_drawn[0]
        low, high = scores.ratio_limits(which, scores.deal(which, first), tail)
        for i in np.flatnonzero((p < 2 * tail) != ((low > 1) | (high < 1))):
            one, drawn = np.array([i]), sp.vstack(self.rows_drawn).tocsr()[: self.tally.drawn[i]]
            counted = int(not self.tally.stopped[i])
            a, b = scores.ratio_limits(one, scores.deal(one, drawn), tail, counted)
            low[i], high[i] = a[0], b[0]
        out = [low, high, *scores.difference_limits(low, high)]
        return [np.where(np.isnan(scores.ratio), np.nan, column) for column in out]

    def rows(self, level: float | None) -> pd.DataFrame:
        """One row a framing."""
        scores, tally, cells = self.scores, self.tally, self.cells
        known = ~np.isnan(scores.ratio)
        p = np.where(known, tally.p, np.nan)
        missing = np.full(len(p), np.nan)
        limits = [missing] * 4 if level is None else self.limits(level, p)
        t1, t0 = scores.words_in.sum(), scores.words_out.sum()
        x1 = scores.members.sum(axis=1)
        x0 = scores.total.sum(axis=1) - x1
        drawn = tally.drawn + self.exact  # all ways: the observed one is one of them
        return pd.DataFrame(
            {
                "framing": list(cells.hits),
                "mentions": x1.astype("int64"),
                "words": int(t1),
                "units": self._units(self.design.inside),
                "mentions_others": x0.astype("int64"),
                "words_others": int(t0),
                "units_others": self._units(~self.design.inside),
                "ratio": scores.ratio,
                "low": limits[0],
                "high": limits[1],
                "difference": PER * (scores.rate - scores.rate_others),
                "difference_low": PER * limits[2],
                "difference_high": PER * limits[3],
                "p": p,
                "p_error": 0.0 if self.exact else tally.error,
                "permutations": drawn,
                "p_pooled": [_pooled(a, t1, b, t0) for a, b in zip(x1, x0, strict=True)],
            }
        )

    def _units(self, side: np.ndarray) -> int:
        speaks = side & (self.cells.words > 0)
        units, times = int(speaks.any(axis=1).sum()), int(speaks.any(axis=0).sum())
        return min(units, times) if self.two_way else units


def _pooled(x1: float, t1: float, x0: float, t0: float) -> float:
    """p of the likelihood-ratio test on the four cells mentions/other words x members/others."""
    if not x1 + x0 or not t1 or not t0:
        return np.nan
    return float(chdtrc(1, abs(signed_g2(np.array([x1]), np.array([x0]), t1, t0)[0])))


def _warn(out: pd.DataFrame) -> None:
    apart = out[out["difference"].isna()]["group"].unique()
    if len(apart):
        warnings.warn(
            f"contrasts: members and others of {', '.join(map(str, apart))} never speak in one "
            "year; their ratios and p are null. over=None compares all with all.",
            stacklevel=3,
        )
