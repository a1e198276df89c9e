"""Terms that set a group apart: effects with limits, tested by permuting units, and the usual scores."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from joblib import Parallel, delayed

from ...errors import DataError
from ...tables import check
from ..association import (
    conservative_log_ratio,
    log_odds,
    log_ratio,
    log_ratio_limits,
    nearest_zero,
    percent_diff,
    signed_chi2,
    signed_g2,
)
from ..clumping import totals_and_effects
from ..fisher import fisher_p
from ..groups import as_belongs, need_each_once
from ..intervals import benjamini_hochberg
from ..permutation import Design, Floats, make_design
from ..resampling import cluster_sums
from .dispersion import deviation_of_proportions
from .permuted import FOR_LIMITS, Sides, limits_of_ratios, make_sides, p_of_ratios

ALPHA0 = 1_000.0  # words that the prior weighs
RANKS = ("bound", "lrc", "log_ratio", "percent_diff", "log_odds", "z", "g2", "chi2")
OTHERS = "others"  # the baseline if none is named


def keyness(
    counts: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame,
    group: str | Collection[str],
    *,
    by: str = "bloc",
    unit: str = "organization",
    over: str = "year",
    baseline: str | None = None,
    rank_by: str = "bound",
    alpha0: float = ALPHA0,
    min_units: int = 3,
    permutations: int = 9999,
    level: float | None = 0.95,
    random_state: int | None = None,
    n_jobs: int = 1,
) -> pd.DataFrame:
    """Terms by how far they set a group apart from the others, over the years of the group.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`.
    passages : DataFrame
        Schema `passages`, with the columns `unit` and `over`; each passage once.
    belongs : DataFrame
        Who belongs when, as in `contrast_rates`.
    group : str or collection of str
        The group, or several, each compared with its own others. A group has the same rows alone
        and beside others.
    by, unit, over
        As in `contrast_rates`; `unit` is a single column here.
    baseline : str, optional
        A group to compare with, in place of everybody else; who is in both counts for `group`.
    rank_by : str, default "bound"
        The column that orders the rows of a group, falling: bound, lrc, log_ratio, percent_diff,
        log_odds, z, g2 or chi2. Equal ones by z.
    alpha0 : float, default 1000
        Strength of the prior of `log_odds`, in words; alpha_w = alpha0 x share of w in both sides.
    min_units : int, default 3
        Terms that fewer units use are left out; the words of a side are those of the terms kept.
    permutations : int, default 9999
        Random assignments of histories to units; all there are if they are no more.
    level : float or None, default 0.95
        Of the limits, term by term, and of `lrc`, for all terms together. None leaves them null,
        and `bound`, and saves time.
    random_state : int, optional
        Seed.
    n_jobs : int, default 1
        Threads; the table does not depend on them.

    Returns
    -------
    DataFrame
        Schema `keyness`, in the order of `rank_by`.

        - `log_ratio` is log2 of the ratio of rates, with one half for a count of zero; `zero` says
          on which side it stands in.
        - `low` and `high` are the log ratios between which the permutation test does not reject
          (found on 2,000 assignments, on all of them where these would contradict p), and not
          narrower than the exact limits of as many independent words; null where there is none.
          `bound` is the one nearer to zero, and 0 if zero lies between them: "at least so many
          doublings". It is another than 0 only where p is at most 1 - `level`. Limits are
          pointwise: of terms that do not differ 2.5 % have a bound above zero, as many below.
        - `p` permutes whole units between the sides for all terms at once, the ratio of rates with
          one half added to both counts being the statistic; `q` adjusts over the terms of a group
          (Benjamini & Hochberg 1995).
        - `dp_norm` (Gries 2008) and `phi`, the variance of the rate over units over that of
          independent words, say whether few units carry the term.
        - Scores that take words for independent draws, for comparison with other studies: `lrc`,
          the conservative log ratio of Evert (2022); `percent_diff` (Gabrielatos & Marchi 2011);
          `log_odds`, Monroe, Colaresi & Quinn's (2008, eq. 16) difference of log-odds with an
          informative Dirichlet prior, and `z`, over sqrt(1/(y1 + alpha) + 1/(y2 + alpha)), their
          approximation (eq. 20); `g2` (Dunning 1993) and `chi2` (Pearson), four cells, without
          correction, negative where the group uses the term less; `fisher_p`, two-sided.

    Raises
    ------
    DataError
        A column is missing, a passage occurs twice, an option is impossible, the group is empty or
        everybody, one side has a single unit or no words, or fewer than two terms are left.

    Warns
    -----
    UserWarning
        The units are so few that no ratio can be rejected: the limits and `bound` are null.

    Notes
    -----
    Only `p` and `q` test: between random halves of alike speeches G2 calls 13-20 % of words
    significant at .05, z 12-17 %. Rank by `bound` to read what is surely typical first, by `z` to
    read what makes up most of the difference in words: that puts the frequent words of a few
    units, the name of a country say, on top. A key term is typical, not necessarily frequent, and
    that members say it more does not show that membership is why. The limits hold for rates of
    units that differ by a factor; permuting whole documents instead (keyperm, Mildenberger 2023)
    is `unit="document"` with documents that belong.

    Examples
    --------
    >>> import topoi
    >>> units = [f"state {i}" for i in range(12)]
    >>> speeches = pd.DataFrame({"passage": units, "organization": units, "year": 2031})
    >>> rng = np.random.default_rng(1)
    >>> said = {"river": rng.poisson([20] * 6 + [5] * 6), "trade": rng.poisson(30, 12)}
    >>> counts = pd.DataFrame(said, index=units).stack().rename_axis(["passage", "term"])
    >>> counts = counts.reset_index(name="n")
    >>> belongs = pd.DataFrame({"member": units[:6], "year": 2031, "organization": "Pact"})
    >>> table = topoi.keyness(counts, speeches, belongs, "Pact", random_state=1)
    >>> print(table[["term", "n", "n_others", "log_ratio", "bound", "p"]].round(3).to_string())
        term    n  n_others  log_ratio  bound      p
    0  river  122        34      1.534  0.976  0.002
    1  trade  179       209     -0.532 -0.237  0.002
    """
    names = [group] if isinstance(group, str) else list(group)
    _need(unit, rank_by, alpha0, level, names)
    cells = _cells(counts, passages, unit, over)
    table = as_belongs(belongs, over, sorted(cells.where["time"].unique()))
    outer, inner = (n_jobs, 1) if len(names) > 1 else (1, n_jobs)

    def one(name: str) -> pd.DataFrame:
        compared = cells.of(table, name, baseline, min_units)
        rng = np.random.default_rng(random_state)
        sides = make_sides(
            compared.counts, compared.design, compared.design.assignments(permutations, rng)[0]
        )
        about = {"by": by, "group": name, "baseline": baseline or OTHERS, "unit": unit}
        scores = _scores(sides, alpha0, level) | _tested(sides, level, rng, inner)
        part = pd.DataFrame(about | {"term": compared.terms} | scores | _spread(compared))
        order = part[[rank_by, "z"]].fillna(0.0).to_numpy()
        return part.iloc[np.lexsort((part["term"], -order[:, 1], -order[:, 0]))]

    parts = Parallel(n_jobs=outer, prefer="threads")(delayed(one)(name) for name in names)
    return check(pd.concat(parts, ignore_index=True).assign(alpha0=alpha0), "keyness")


def _need(unit: object, rank_by: str, alpha0: float, level: float | None, names: list[str]) -> None:
    if not isinstance(unit, str):
        raise DataError(
            f"keyness permutes the units of one column; got unit={unit!r}. Choose the one that "
            "hangs together most, the speaker or delegation as a rule."
        )
    if rank_by not in RANKS:
        raise DataError(f"rank_by must be one of {', '.join(RANKS)}; got {rank_by!r}.")
    if not alpha0 > 0:
        raise DataError(f"alpha0 must be positive: words that the prior weighs; got {alpha0}.")
    if level is not None and not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1, or be None; got {level}.")
    if not names:
        raise DataError("keyness: no group is named. Pass a group, or a list of groups.")


class _Compared(NamedTuple):
    """Units that take part, what they say in each time (unit by unit), and the terms."""

    design: Design
    counts: sp.csr_matrix
    terms: list[str]


class _Cells(NamedTuple):
    """What each unit says at each time, a row each; an empty row comes last."""

    counts: sp.csr_matrix
    where: pd.DataFrame  # unit, time: of the rows
    terms: list[str]

    def of(
        self, belongs: pd.DataFrame, group: str, baseline: str | None, min_units: int
    ) -> _Compared:
        """The cells of a comparison, with the terms that enough units use."""
        where = self.where
        if baseline is not None:
            where = _of_groups(where, belongs, group, baseline)
        design = make_design(belongs, where, group)
        row = pd.Series(where.index, index=[where["unit"], where["time"].astype("str")])
        every = pd.MultiIndex.from_product([design.units, design.times])
        rows = row.reindex(every, fill_value=self.counts.shape[0] - 1).to_numpy()
        counts = self.counts[rows]
        keep = np.flatnonzero((_by_unit(counts, design) > 0).sum(axis=0) >= min_units)
        if len(keep) < 2:  # a share of a single term is always all
            raise DataError(
                f"keyness: {len(keep)} terms are used by {min_units} units or more, two are "
                "needed; lower min_units."
            )
        counts = sp.csr_matrix(counts[:, keep])
        _need_two_sides(counts, design, group)
        return _Compared(design, counts, [self.terms[i] for i in keep])


def _cells(counts: pd.DataFrame, passages: pd.DataFrame, unit: str, over: str) -> _Cells:
    need_each_once(passages, unit, over)
    where = passages.set_index("passage")[[unit, over]].dropna()
    where = where.convert_dtypes()  # years are whole numbers again where nulls made them float
    cell = where.groupby([unit, over], sort=True, observed=True).ngroup()
    sums, numbers, terms = cluster_sums(counts, cell)
    pairs = where.assign(cell=cell).drop_duplicates("cell").set_index("cell").loc[numbers]
    pairs = pairs.reset_index(drop=True).set_axis(["unit", "time"], axis=1)
    empty = sp.csr_matrix((1, len(terms)))
    return _Cells(sp.csr_matrix(sp.vstack([sums, empty])), pairs, terms)


def _of_groups(
    where: pd.DataFrame, belongs: pd.DataFrame, group: str, baseline: str
) -> pd.DataFrame:
    """The units and times of two groups."""
    if baseline == group:
        raise DataError(f"keyness: group and baseline are both '{group}'.", group=group)
    either = belongs[belongs["group"].isin([group, baseline])]
    if baseline not in set(either["group"]):
        there = ", ".join(sorted(belongs["group"].unique()))
        raise DataError(f"belongs: no group '{baseline}'. It has: {there}.", group=baseline)
    inside = pd.MultiIndex.from_frame(where).isin(
        pd.MultiIndex.from_frame(either[["unit", "time"]])
    )
    return where[inside]


def _need_two_sides(counts: sp.csr_matrix, design: Design, group: str) -> None:
    """Each side must have words, of two units at least."""
    said = np.asarray(counts.sum(axis=1)).reshape(design.inside.shape) > 0
    for inside, whose in ((design.inside, "members"), (~design.inside, "others")):
        speak = np.flatnonzero((said & inside).any(axis=1))
        if len(speak) >= 2:
            continue
        if not len(speak):
            raise DataError(
                f"group '{group}': none of the terms is used by its {whose} in the times compared. "
                "Pass the counts of their passages, or compare other groups.",
                group=group,
            )
        raise DataError(
            f"group '{group}': only one unit, {design.units[speak[0]]}, stands for its {whose}; what "
            "is typical of them cannot be told from what is typical of it. Compare more units, or "
            "look at its own words with topoi.tfidf.",
            group=group,
        )


def _scores(sides: Sides, alpha0: float, level: float | None) -> dict[str, Any]:
    """Effects and scores of the counts of both sides, without a thought for who says them."""
    first = sides.first
    others = sides.total - first
    delta, z = log_odds(first, others, alpha0)
    zero = np.full(len(first), None, dtype=object)
    zero[first == 0], zero[others == 0] = "group", OTHERS
    return {
        "n": first.astype("int64"),
        "n_others": others.astype("int64"),
        "log_ratio": log_ratio(first, others),
        "zero": zero,
        "lrc": np.nan if level is None else conservative_log_ratio(first, others, level),
        "percent_diff": percent_diff(first, others),
        "log_odds": delta,
        "z": z,
        "g2": signed_g2(first, others),
        "chi2": signed_chi2(first, others),
        "fisher_p": fisher_p(first, others),
    }


def _tested(
    sides: Sides, level: float | None, rng: np.random.Generator, n_jobs: int
) -> dict[str, Any]:
    """p and q of each term, and the limits of its log ratio."""
    p = p_of_ratios(sides, n_jobs)
    out = {"p": p, "q": benjamini_hochberg(p), "permutations": len(sides.rows)}
    if level is None:
        return out | dict.fromkeys(("low", "high", "bound"), np.nan)
    low, high = _limits(sides, p, level, rng, n_jobs)
    out["bound"] = nearest_zero(low, high)
    return out | {
        "low": np.where(np.isfinite(low), low, np.nan),
        "high": np.where(np.isfinite(high), high, np.nan),
    }


def _limits(
    sides: Sides, p: Floats, level: float, rng: np.random.Generator, n_jobs: int
) -> tuple[Floats, Floats]:
    low, high = limits_of_ratios(_fewer(sides, rng), level, n_jobs)
    if np.isnan(low).all():
        warnings.warn(
            f"keyness: {len(sides.rows)} assignments are too few for limits at level {level}; they "
            "are null. Compare more units.",
            stacklevel=4,
        )
        return low, high
    unlike = np.flatnonzero((p <= 1 - level + 1e-12) != ((low > 1) | (high < 1)))
    if len(unlike) and len(sides.rows) > FOR_LIMITS + 1:
        low[unlike], high[unlike] = limits_of_ratios(sides.of(unlike), level, n_jobs)
    least, most = log_ratio_limits(sides.first, sides.total - sides.first, level)
    with np.errstate(divide="ignore"):  # few words are no surer for being said by few
        return np.minimum(np.log2(low), least), np.maximum(np.log2(high), most)


def _fewer(sides: Sides, rng: np.random.Generator) -> Sides:
    """The observed assignment and some of the others: in a list of all, neighbours are alike."""
    number = len(sides.rows) - 1
    if number <= FOR_LIMITS:
        return sides
    drawn = 1 + rng.choice(number, FOR_LIMITS, replace=False)
    return sides.under(np.concatenate([[0], np.sort(drawn)]))


def _spread(compared: _Compared) -> dict[str, Any]:
    """How many units there are, how many use a term, and how unevenly."""
    design, counts = compared.design, compared.counts
    per_unit = _by_unit(counts, design)
    inside = design.inside.ravel()[:, None]
    members = _by_unit(sp.csr_matrix(counts.multiply(inside)), design)
    words = np.asarray(counts.sum(axis=1)).reshape(design.inside.shape)
    return {
        "units": int(((words > 0) & design.inside).any(axis=1).sum()),
        "units_others": int(((words > 0) & ~design.inside).any(axis=1).sum()),
        "range": np.asarray((members > 0).sum(axis=0)).ravel(),
        "dp_norm": deviation_of_proportions(per_unit)[1],
        "phi": totals_and_effects(per_unit, words.sum(axis=1), [np.arange(len(words))])[1],
    }


def _by_unit(cells: sp.csr_matrix, design: Design) -> sp.csr_matrix:
    """Cells of units x times, unit by unit, added up over the times."""
    units, times = design.inside.shape
    unit = np.repeat(np.arange(units), times)
    gather = sp.csr_matrix((np.ones(len(unit)), (unit, np.arange(len(unit)))))
    return sp.csr_matrix(gather @ cells)
