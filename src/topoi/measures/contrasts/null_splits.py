"""How often a test calls random halves of a corpus different: the question of a careful referee."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import partial
from math import comb
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...progress import track
from ...tables import check, need_columns
from ..clumping import totals_and_effects
from ..counted import by_passage
from ..groups import need_each_once, need_words
from ..intervals import benjamini_hochberg, wilson
from ..permutation import Bools, Floats
from ..terms.keyness import keyness
from .contrast_rates import contrast_rates
from .usual_tests import USUAL

HALF = "half"  # the group that one half belongs to
ALWAYS = "always"  # the one time there is if years are not kept apart
LEVELS = (0.05, 0.01, 0.001)

Test = Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame], Any]


def null_splits(
    test: str | Test,
    data: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    unit: str | tuple[str, str] = "organization",
    over: str | None = "year",
    splits: int = 100,
    permutations: int = 1999,
    levels: Sequence[float] = LEVELS,
    random_state: int | None = None,
) -> pd.DataFrame:
    """How often a test finds a difference between random halves, where there is none.

    Whole units are dealt out to two halves at random, again and again, and the test is asked
    whether the halves differ. At a level of .05 it should say so of one thing in twenty.

    Parameters
    ----------
    test : str or callable
        "contrast_rates" or "keyness", as topoi tests; or what is usual in the field, on the sums
        of the two halves or the rates of their units: "pooled_g2", "pooled_chi2", "log_odds_z",
        "welch", "linearised_z". Or any function of `data`, `passages` and `belongs` that returns
        p-values: an array, or a table with a column `p`. `belongs` says who is in the half when
        (columns member, year and organization, which is "half" throughout).
    data : DataFrame
        Schema `mentions` or `counts`: every framing or term is tested. A function may take
        anything.
    passages : DataFrame
        Schema `passages`, with the columns `unit` and `over`; each passage once.
    unit : str or (str, str), default "organization"
        What is dealt out: whole units of one column; or, for a pair of unit and time, what each
        unit says at each time. A test holds only for the unit that it takes for its own.
    over : str or None, default "year"
        Column of time, as in `contrast_rates`. None keeps no times apart: then sessions can be
        dealt out, with ``unit="year"``; a function of yours finds the column "always" in passages.
    splits : int, default 100
    permutations : int, default 1999
        Random assignments within each test of "contrast_rates" and "keyness".
    levels : sequence of float
    random_state : int, optional
        Seed of the splits, and of the tests that are known by name.

    Returns
    -------
    DataFrame
        Schema `null_splits`, a row for every level. `share` of the tests have p at or below the
        level; `low` and `high` are its 95 % limits over splits (Wilson, with the effective number of tests:
        those of one split hang together). `any_bonferroni` and `any_fdr` are the shares of splits
        with something left after adjusting. A level below `least_p`, the smallest p there can be
        with so many assignments, has null: that no test got there says nothing.

    Raises
    ------
    DataError
        There are fewer than two units, the test is unknown, or what it returns is no p.

    Notes
    -----
    Halves of one corpus overlap from split to split, so that the limits are about this corpus and
    not about others like it. A test may pass here and still be blind: power is another question,
    and so is whether the groups of a study are exchangeable but for membership.

    Examples
    --------
    Forty delegations whose taste for a phrase differs, in words that a pooled test takes for
    independent draws:

    >>> rng = np.random.default_rng(1)
    >>> names = [f"d{i}" for i in range(40)]
    >>> passages = pd.DataFrame(
    ...     {"passage": names, "organization": names, "year": 2031, "words": 1000})
    >>> framings = {f: rng.poisson(5 * rng.gamma(1, 1, 40)) for f in "abcdefgh"}
    >>> mentions = pd.concat(
    ...     pd.DataFrame({"framing": f, "passage": np.repeat(names, n)})
    ...     for f, n in framings.items())
    >>> for test in ("pooled_g2", "welch"):
    ...     found = null_splits(test, mentions, passages, splits=50, random_state=1)
    ...     print(test, found["share"].round(3).tolist())
    pooled_g2 [0.435, 0.32, 0.188]
    welch [0.048, 0.008, 0.002]
    """
    if splits < 1:
        raise DataError(f"splits must be at least 1; got {splits}.")
    if impossible := [level for level in levels if not 0 < level < 1]:
        raise DataError(f"levels must lie between 0 and 1; got {impossible[0]}.")
    if over is None:
        passages, over = passages.assign(**{ALWAYS: ALWAYS}), ALWAYS
    cells = _Cells.of(passages, unit, over)
    dealing, testing = np.random.default_rng(random_state).spawn(2)  # all tests see the same halves
    options = {"unit": unit, "over": over, "permutations": permutations}
    ask = _asked(test, data, passages, cells, options)
    asked = [ask(cells.deal(dealing), testing) for _ in track(range(splits), "random halves")]
    found, least = [p for p, _ in asked], min(smallest for _, smallest in asked)
    if not any(np.isfinite(p).any() for p in found):
        raise DataError(
            "null_splits: no test could be made; is anything counted in these passages?"
        )
    rows = [_summary(found, level, least) for level in levels]
    name = test if isinstance(test, str) else _name(test)
    label = unit if isinstance(unit, str) else " & ".join(unit)
    _warn(rows, least)
    return check(pd.DataFrame(rows).assign(test=name, unit=label, units=cells.units), "null_splits")


class _Cells(NamedTuple):
    """What each unit says at each time, and what is dealt out as a whole."""

    table: pd.DataFrame  # member, year, dealt: the number of what is dealt out together
    units: int
    row_of: pd.Series  # passage -> number

    @classmethod
    def of(cls, passages: pd.DataFrame, unit: str | tuple[str, str], over: str) -> _Cells:
        member, *time = [unit] if isinstance(unit, str) else unit
        need_columns(passages, [member, over, "passage", "words"])
        if time and time != [over]:
            raise DataError(
                f"unit={unit!r}: of a pair the second is the column of time; over is '{over}'."
            )
        need_each_once(passages, member, over)
        need_words(passages)
        spoken = passages.loc[passages["words"] > 0, ["passage", member, over]].dropna()
        dealt = spoken.groupby([member, *time], sort=True).ngroup()
        units = int(dealt.max()) + 1 if len(dealt) else 0
        if units < 2:
            called = unit if isinstance(unit, str) else " & ".join(unit)
            raise DataError(
                f"null_splits: {units} units in '{called}'; two at least are needed to make halves. "
                "Name the column of those who speak."
            )
        table = pd.DataFrame({"member": spoken[member], "year": spoken[over], "dealt": dealt})
        row_of = pd.Series(dealt.to_numpy(), index=spoken["passage"].to_numpy())
        return cls(table.drop_duplicates(), units, row_of)

    def deal(self, rng: np.random.Generator) -> Bools:
        """Which units are in the half."""
        return rng.permutation(self.units) < self.units // 2

    def added_up(self, counts: pd.DataFrame) -> Floats:
        """What is counted in everything that is dealt out together."""
        sums = by_passage(counts).added_up(self.row_of.index, self.row_of, self.units)
        return np.asarray(sums.toarray())

    def belongs(self, inside: Bools) -> pd.DataFrame:
        """The half as a group: member, year, organization."""
        mine = self.table.loc[inside[self.table["dealt"]], ["member", "year"]]
        return mine.assign(organization=HALF).reset_index(drop=True)


Ask = Callable[[Bools, np.random.Generator], tuple[Floats, float]]  # p, and the smallest possible


def _asked(
    test: str | Test,
    data: pd.DataFrame,
    passages: pd.DataFrame,
    cells: _Cells,
    options: dict[str, Any],
) -> Ask:
    """The test as a function of who is inside; `options` are those of our own tests."""
    if not isinstance(test, str):
        return lambda inside, _: _p_of(test(data, passages, cells.belongs(inside)))
    if test in USUAL:
        usual, (counts, words) = USUAL[test], _sums(data, passages, cells)
        return lambda inside, _: (usual(counts, words, inside), 0.0)
    ways = min(options["permutations"] + 1, comb(cells.units, cells.units // 2))
    if test == "contrast_rates":
        need_columns(data, ["framing"], hint=f"'{test}' takes mentions.")
        ours = partial(contrast_rates, data, passages, level=None, **options)
    elif test == "keyness":
        need_columns(data, ["term"], hint=f"'{test}' takes counts.")
        if not isinstance(options["unit"], str):
            raise DataError("null_splits: keyness has one unit; name one column, not a pair.")
        ours = partial(keyness, data, passages, group=HALF, level=None, **options)
    else:
        raise DataError(
            f"null_splits: no test '{test}'. Known: contrast_rates, keyness, {', '.join(USUAL)}; "
            "or pass a function of data, passages and belongs."
        )

    def ask(inside: Bools, rng: np.random.Generator) -> tuple[Floats, float]:
        seed = int(rng.integers(2**31))  # another for every split: their errors must not add up
        return _p_of(ours(belongs=cells.belongs(inside), random_state=seed))[0], 2 / ways

    return ask


def _p_of(result: Any) -> tuple[Floats, float]:
    """p-values of what a test returned, and the smallest that its permutations allow."""
    least = 0.0
    if isinstance(result, pd.DataFrame):
        need_columns(result, ["p"], hint="A test returns p-values, or a table with a column p.")
        if "permutations" in result:
            least = 2 / (float(result["permutations"].max()) + 1)
        result = result["p"]
    p = np.atleast_1d(np.asarray(result, dtype="float64"))
    if ((p < 0) | (p > 1)).any():
        wrong = p[(p < 0) | (p > 1)][0]
        raise DataError(f"null_splits: a test returned {wrong:g}, which is no p-value.")
    return p, least


def _sums(data: pd.DataFrame, passages: pd.DataFrame, cells: _Cells) -> tuple[Floats, Floats]:
    """What is counted (dealt, framing or term), and words, of everything that is dealt out."""
    if "term" in data:  # the words that were counted, as in `keyness`
        need_columns(data, ["passage", "term", "n"])
        counts = cells.added_up(data)
        return counts, counts.sum(axis=1)
    need_columns(data, ["passage", "framing"])
    if data["framing"].isna().any():
        raise DataError("mentions: some have no framing. topoi.find_framings makes the table.")
    counts = cells.added_up(data.rename(columns={"framing": "term"}).assign(n=1))
    words = passages.set_index("passage")["words"].reindex(cells.row_of.index)
    total = np.bincount(cells.row_of, weights=words.to_numpy(dtype="float64"))
    return counts, total.astype("float64")


def _summary(found: list[Floats], level: float, least: float) -> dict[str, Any]:
    """A row of the table: the tests of all splits at one level."""
    made = [p[np.isfinite(p)] for p in found]
    tests = np.array([len(p) for p in made], dtype="float64")
    hits = np.array([(p <= level).sum() for p in made], dtype="float64")
    reached = least <= level
    low, high = _limits(hits, tests) if reached else (np.nan, np.nan)
    strict = least <= level / tests.max()
    fewest = [p.min() * len(p) <= level for p in made if len(p)]
    adjusted = [benjamini_hochberg(p).min() <= level for p in made if len(p)]
    return {
        "level": level,
        "splits": len(found),
        "tests": int(tests.sum()),
        "rejected": int(hits.sum()),
        "share": hits.sum() / tests.sum() if reached else np.nan,
        "low": low,
        "high": high,
        "any_bonferroni": float(np.mean(fewest)) if strict else np.nan,
        "any_fdr": float(np.mean(adjusted)) if reached else np.nan,
        "least_p": least,
    }


def _limits(hits: Floats, tests: Floats) -> tuple[float, float]:
    """Wilson's limits of a share of tests, which hang together within a split."""
    x, n = hits.sum(), tests.sum()
    if x in (0, n):  # how much they do cannot be seen then: as much as can be
        effective = float((tests > 0).sum())
    else:
        splits = [np.arange(len(hits))]
        phi = totals_and_effects(sp.csr_matrix(hits[:, None]), tests, splits)[1][0]
        binomial = 1 - x / n  # variance of a yes or no, over that of a Poisson count
        effective = n / max(1.0, float(np.nan_to_num(phi, nan=1.0)) / binomial)
    return wilson(x / n * effective, effective)


def _warn(rows: list[dict[str, Any]], least: float) -> None:
    levels = [f"{row['level']:g}" for row in rows if np.isnan(row["share"])]
    if levels:
        warnings.warn(
            f"null_splits: the smallest p that these tests can give is {least:.2g}, so that nothing "
            f"can be said at {', '.join(levels)}. More permutations, or more units, would reach it.",
            stacklevel=3,
        )


def _name(test: Any) -> str:
    return str(getattr(getattr(test, "func", test), "__name__", type(test).__name__))
