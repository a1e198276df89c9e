"""How far the vocabularies of groups lie apart, beyond what groups of that size would anyway."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Collection
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import entr, stdtrit

from ...errors import DataError
from ...tables import check, need_columns
from ..counted import by_passage
from ..groups import names_of
from ..intervals import FEWEST_UNITS, benjamini_hochberg
from ..permutation import Bools, Floats

_FEWEST = 2  # units of each group: one alone has no chance variation to be compared with
_PART = 50  # assignments at a time, to save memory
_LONGER = 2  # times as long as the units of the other group: then they are thinned
_ROUNDS = 20  # in which null and distance settle


def group_distances(
    counts: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    by: str = "organization",
    groups: Collection[str] | None = None,
    over: str | None = None,
    unit: str = "document",
    min_count: int = 1,
    permutations: int = 999,
    random_state: int | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Jensen-Shannon divergence of the words of every two groups, less what chance makes of it.

    Parameters
    ----------
    counts : DataFrame
        Schema `counts`.
    passages : DataFrame
        Schema `passages`, with the columns `by`, `unit` and `over`. A passage may stand in several
        groups (overlapping memberships): of two groups, what belongs to both is left out, so that
        members of the one only are compared with members of the other only.
    by : str, default "organization"
        Column whose values are the groups.
    groups : collection of str, optional
        Compare only these.
    over : str, optional
        Column of times. Two groups are compared in the times in which both speak.
    unit : str, default "document"
        Column of the sampling unit, which falls to one group or the other as a whole. A unit that
        speaks in both (a delegation in two periods, say) has its two sides exchanged.
    min_count : int, default 1
        Terms that are rarer in the two groups together are left out.
    permutations : int, default 999
        Random assignments of units to the two groups; all of them where there are no more.
    random_state : int, optional
        Seed.
    level : float, default 0.95
        Confidence level.

    Returns
    -------
    DataFrame
        Schema `distances`, a row for every two groups. `plug_in` is the divergence of the observed
        shares, in bits: 0 the same, 1 no term in common. `null` is what it would be if the two were
        alike, and `distance` the difference, which may fall a little below zero. `p` is that of so
        large a divergence, `q` adjusts over all pairs. Limits are null with fewer than 10 units in
        one of the groups; everything is, where fewer than two are left for one of them.

    Raises
    ------
    DataError
        Fewer than two groups, a column is missing, an option is impossible, or in no pair two units
        are left for both groups.

    Notes
    -----
    The plug-in divergence of two samples of one source falls with their size and hardly ever nears
    zero (Gerlach, Font-Clos & Altmann 2016, doi:10.1103/PhysRevX.6.021009). The null permutes whole
    units. Random groups differ in size from the observed ones, so their divergences are fitted
    (log-linearly) by 1/n1 + 1/n2, n in words, and read off at the observed
    sizes; and each of them carries a share of the true distance, as far as it separates the groups:
    the squared difference of the shares that they hold of the first. Both are solved for together.
    `p` compares residuals of that fit, the observed one among them. If the units of one group are more
    than twice as long as those of the other they are thinned to that length first. Limits are those
    of the delete-one-unit jackknife with Student's t, rather wide where the groups are alike. With a
    handful of short units on a side (five of a hundred words) a distance comes out a third too small.

    It does not show what differs (see `distance_terms`): topics, years and translators differ too.

    Examples
    --------
    >>> counts = pd.DataFrame({"passage": list("aabbcd"), "term": list("xyxyzz"), "n": 5})
    >>> passages = pd.DataFrame({"passage": list("abcd"), "document": list("abcd"),
    ...     "organization": ["Orlan", "Orlan", "Vane", "Vane"]})
    >>> table = group_distances(counts, passages)
    >>> table[["group", "other", "plug_in", "permutations"]].values.tolist()
    [['Orlan', 'Vane', 1.0, 6]]
    """
    if not 0 < level < 1 or permutations < 1:
        raise DataError(
            f"level must lie between 0 and 1 and permutations be at least 1; got {level}, {permutations}."
        )
    words = _Words(counts, passages, by, over, unit)
    names = _names(words, groups)
    rng = np.random.default_rng(random_state)
    pairs = list(itertools.combinations(names, 2))
    rows = []
    for (one, other), stream in zip(pairs, rng.spawn(len(pairs)), strict=True):
        pair = words.pair(one, other, min_count)
        row = {"by": by, "group": one, "other": other, "unit": unit}
        rows.append(row | _compare(pair, permutations, stream, level))
    table = pd.DataFrame(rows)
    lost = table["plug_in"].isna()
    if lost.all():
        raise DataError(
            f"distances: in none of the {len(pairs)} pairs have both groups {_FEWEST} units of their "
            f"own{' at the same time' if over else ''}; the first are {pairs[0][0]} and {pairs[0][1]}. "
            "A group within another cannot be compared with it: compare members with the rest; or "
            "name a smaller unit.",
            pairs=len(pairs),
        )
    if lost.any():
        shown = "; ".join(f"{r.group}, {r.other}" for r in table[lost].itertuples())
        warnings.warn(
            f"distances: {int(lost.sum())} of {len(pairs)} pairs have a group with fewer than "
            f"{_FEWEST} units of its own and stay empty: {shown}.",
            stacklevel=2,
        )
    q = benjamini_hochberg(table["p"].to_numpy(float))
    table = table.assign(q=q, family=int((~lost).sum()))
    return check(table, "distances")


def distance_terms(
    counts: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    groups: tuple[str, str],
    by: str = "organization",
    over: str | None = None,
    top: int | None = 50,
) -> pd.DataFrame:
    """The terms that the divergence of two groups is made of.

    Parameters
    ----------
    counts, passages, by, over
        As in `group_distances`.
    groups : (str, str)
        The two groups.
    top : int, optional, default 50
        Only so many, the largest share first.

    Returns
    -------
    DataFrame
        Schema `distance_terms`. `share` of the plug-in divergence; `more` is the group that has the
        term more often for its size.

    Raises
    ------
    DataError
        A group is unknown, or nothing is left of one.

    Notes
    -----
    No term is tested here (see `keyness`), and the share of rare ones is mostly chance.

    >>> counts = pd.DataFrame({"passage": list("aabb"), "term": list("xyxz"), "n": [3, 1, 3, 1]})
    >>> passages = pd.DataFrame({"passage": ["a", "b"], "organization": ["Orlan", "Vane"]})
    >>> table = distance_terms(counts, passages, groups=("Orlan", "Vane"))
    >>> table[["term", "share", "more"]].values.tolist()
    [['y', 0.5, 'Orlan'], ['z', 0.5, 'Vane'], ['x', 0.0, '']]
    """
    words = _Words(counts, passages, by, over, "passage")
    one, other = _names(words, groups)
    pair = words.pair(one, other, 1)
    first, second = (np.asarray(side.sum(axis=0)).ravel() for side in (pair.first, pair.second))
    if not first.sum() or not second.sum():
        raise DataError(
            f"distances: nothing is left of {one} or of {other} without what both share."
        )
    parts, more = _parts(first, second)
    table = pd.DataFrame(
        {
            "by": by,
            "group": one,
            "other": other,
            "term": pair.terms,
            "n": first.astype("int64"),
            "n_other": second.astype("int64"),
            "share": parts / parts.sum() if parts.sum() > 0 else 0.0,
            "more": np.where(more > 0, one, np.where(more < 0, other, "")),
        }
    )
    table = table.sort_values(["share", "term"], ascending=[False, True], ignore_index=True)
    return check(table.head(len(table) if top is None else top), "distance_terms")


def divergences(first: Floats, second: Floats) -> Floats:
    """Jensen-Shannon divergence, base 2, of two counts of terms along the last axis.

    >>> divergences(np.array([1.0, 1.0, 0.0]), np.array([0.0, 1.0, 1.0])).item()
    0.5
    """
    return np.asarray(_parts(first, second)[0].sum(axis=-1)) / np.log(2)


def _parts(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    """What each term adds to the divergence, in nats, and by how much its share is larger in the first."""
    p = first / first.sum(axis=-1, keepdims=True)
    q = second / second.sum(axis=-1, keepdims=True)
    return entr((p + q) / 2) - (entr(p) + entr(q)) / 2, p - q


class _Pair(NamedTuple):
    """Two groups: a row for every unit of either, what it says in the first and in the second."""

    first: sp.csr_matrix
    second: sp.csr_matrix
    terms: list[str]


class _Words:
    """Counts by passage, and who says each passage in which group at which time."""

    def __init__(
        self,
        counts: pd.DataFrame,
        passages: pd.DataFrame,
        by: str,
        over: str | None,
        unit: str,
    ) -> None:
        need_columns(passages, dict.fromkeys(filter(None, ("passage", by, unit, over))))
        self.counted = by_passage(counts)
        rows = pd.DataFrame(
            {
                "passage": passages["passage"].astype("str"),
                "group": passages[by].astype("str"),
                "unit": passages[unit].astype("str"),
                "time": passages[over].astype("str") if over else "all",
            }
        ).dropna()
        rows = rows[rows["passage"].isin(self.counted.row_of.index)].drop_duplicates()
        if rows.empty:
            raise DataError(f"counts: none of their passages has a value in '{by}' and '{unit}'.")
        self.rows = rows
        self.by = by

    def pair(self, one: str, other: str, min_count: int) -> _Pair:
        """What only one of two groups says, unit by unit, in the times in which both speak."""
        sides = [self.rows[self.rows["group"] == name] for name in (one, other)]
        both = set(sides[0]["passage"]) & set(sides[1]["passage"])
        times = set(sides[0]["time"]) & set(sides[1]["time"])
        sides = [s[~s["passage"].isin(both) & s["time"].isin(times)] for s in sides]
        times = set(sides[0]["time"]) & set(sides[1]["time"])
        sides = [s[s["time"].isin(times)] for s in sides]
        units = sorted({*sides[0]["unit"], *sides[1]["unit"]})
        first, second = (self._by_unit(side, units) for side in sides)
        n = np.asarray((first + second).sum(axis=0)).ravel()
        keep = np.flatnonzero(n >= max(1, min_count))
        return _Pair(first[:, keep], second[:, keep], [self.counted.terms[i] for i in keep])

    def _by_unit(self, side: pd.DataFrame, units: list[str]) -> sp.csr_matrix:
        at = pd.Index(units).get_indexer(side["unit"])
        return self.counted.added_up(side["passage"], at, len(units))


def _names(words: _Words, groups: Collection[str] | None) -> list[str]:
    there = sorted(words.rows["group"].unique())
    names = there if groups is None else list(dict.fromkeys(names_of(groups)))
    unknown = [name for name in names if name not in there]
    if unknown or len(names) < 2:
        what = f"no group '{unknown[0]}' with counted words" if unknown else "two groups are needed"
        raise DataError(
            f"distances: {what} in '{words.by}'. There are: {', '.join(there) or 'none'}.",
            column=words.by,
        )
    return names


def _compare(
    pair: _Pair, permutations: int, rng: np.random.Generator, level: float
) -> dict[str, float | int]:
    """One row: sizes, the divergence, its null, the difference, limits and p."""
    tokens = _tokens(pair)
    units = [int((t > 0).sum()) for t in tokens]
    row: dict[str, float | int] = {
        "terms": len(pair.terms),
        "words": int(tokens[0].sum()),
        "words_other": int(tokens[1].sum()),
        "units": units[0],
        "units_other": units[1],
        "plug_in": np.nan,
        "null": np.nan,
        "distance": np.nan,
        "low": np.nan,
        "high": np.nan,
        "p": np.nan,
        "p_error": np.nan,
        "permutations": 0,
    }
    if min(units) < _FEWEST:
        return row
    first, second = (np.asarray(side.sum(axis=0)).ravel() for side in (pair.first, pair.second))
    alike = _thinned(pair, tokens, rng)
    shuffled = _shuffled(alike, permutations, rng)
    distance, p = shuffled.distance(), shuffled.p()
    exact, n = shuffled.exact, len(shuffled.values)
    plug_in = float(divergences(first, second))
    row |= {"plug_in": plug_in, "null": plug_in - distance, "distance": distance, "p": p}
    row |= {"p_error": 0.0 if exact else (p * (1 - p) / n) ** 0.5}
    row |= {"permutations": n if exact else n - 1}
    if min(units) >= FEWEST_UNITS:
        reach = _jackknife(alike) * float(stdtrit(min(units) - 1, (1 + level) / 2))
        row |= {"low": distance - reach, "high": distance + reach}
    return row


def _thinned(pair: _Pair, tokens: list[Floats], rng: np.random.Generator) -> _Pair:
    """The pair with units of similar length, if those of one group are much longer than the other's.

    A random part of each long unit's words is kept: longer units mean less chance, so that short
    and long ones could not stand in for each other.
    """
    middle = [float(np.median(t[t > 0])) for t in tokens]
    if max(middle) <= _LONGER * min(middle):
        return pair
    longest, sides = min(middle), []
    for side, own in zip((pair.first, pair.second), tokens, strict=True):
        share = np.minimum(1.0, longest / np.maximum(own, 1))
        kept = side.copy()
        of_rows = np.repeat(share, np.diff(kept.indptr))
        kept.data = rng.binomial(kept.data.astype("int64"), of_rows).astype("float64")
        sides.append(kept)
    return _Pair(sides[0], sides[1], pair.terms)


def _tokens(pair: _Pair) -> list[Floats]:
    """Counted words of each unit, in the first group and in the second."""
    return [np.asarray(side.sum(axis=1)).ravel() for side in (pair.first, pair.second)]


class _Shuffled(NamedTuple):
    """Divergences of groups to which units were assigned; the observed ones come first."""

    values: Floats
    sizes: Floats  # logarithms of 1/n1 + 1/n2 in words
    carried: Floats  # share of the true distance that each assignment keeps; 1 for the observed
    exact: bool

    def distance(self) -> float:
        """The observed divergence less what it would be if the two groups were alike."""
        first = 0 if self.exact else 1
        values, carried = self.values[first:], self.carried[first:]
        distance = 0.0
        for _ in range(_ROUNDS):
            pure = np.maximum(values - distance * carried, 0.01 * values)
            distance = float(self.values[0] - self._fitted(pure, first)[0])
        return distance

    def p(self) -> float:
        """Share of the assignments with a divergence as large for its sizes."""
        excess = self.values / self._fitted(self.values, 0)
        return float((excess >= excess[0] * (1 - 1e-9)).mean())

    def _fitted(self, values: Floats, first: int) -> Floats:
        """What the sizes of all assignments make one expect, by those of `values`."""
        sizes = self.sizes - self.sizes[first:].mean()
        logs = np.log(np.maximum(values, 1e-300))
        spread = (sizes[first:] ** 2).sum()
        slope = (sizes[first:] * logs).sum() / spread if spread > 1e-9 else 0.0
        fitted = np.exp(min(1.0, max(0.0, slope)) * sizes)
        out: Floats = fitted * (values / fitted[first:]).mean()
        return out


def _shuffled(pair: _Pair, permutations: int, rng: np.random.Generator) -> _Shuffled:
    tokens = _tokens(pair)
    both = (tokens[0] > 0) & (tokens[1] > 0)
    alone = ~both
    a, b = pair.first, pair.second
    blocks = sp.vstack([a[alone] + b[alone], a[both], b[both]]).tocsr()
    chosen, exact = _assignments((tokens[0] > 0)[alone], int(both.sum()), permutations, rng)
    total = np.asarray(blocks.sum(axis=0)).ravel()
    words = np.concatenate([(tokens[0] + tokens[1])[alone], tokens[0][both], tokens[1][both]])
    of_first = np.concatenate([tokens[0][alone], tokens[0][both], np.zeros(int(both.sum()))])
    values = []
    for at in range(0, len(chosen), _PART):
        first = np.asarray(chosen[at : at + _PART].astype("float64") @ blocks)
        values.append(divergences(first, total - first))
    n1 = chosen @ words
    n2 = words.sum() - n1
    held = chosen @ of_first
    carried = (held / n1 - (of_first.sum() - held) / n2) ** 2
    return _Shuffled(np.concatenate(values), np.log(1 / n1 + 1 / n2), carried, exact)


def _assignments(
    member: Bools, both: int, permutations: int, rng: np.random.Generator
) -> tuple[Bools, bool]:
    """Which blocks fall to the first group: (assignments, blocks), the observed one first.

    Units of one group keep their numbers; those of both swap their two sides.
    """
    n, k = len(member), int(member.sum())
    observed = np.concatenate([member, np.ones(both, bool), np.zeros(both, bool)])
    if comb(n, k) * 2**both <= permutations:
        rows = []
        for some in itertools.combinations(range(n), k):
            row = np.zeros(n, bool)
            row[list(some)] = True
            for swap in itertools.product((False, True), repeat=both):
                s = np.array(swap, bool)
                rows.append(np.concatenate([row, ~s, s]))
        every = np.array(rows)
        return np.vstack([observed, every[(every != observed).any(axis=1)]]), True
    mixed = rng.permuted(np.tile(member, (permutations, 1)), axis=1)
    swaps = rng.random((permutations, both)) < 0.5
    return np.vstack([observed, np.hstack([mixed, ~swaps, swaps])]), False


def _jackknife(pair: _Pair) -> float:
    """Standard error of the divergence, by leaving out one unit at a time within each group."""
    first, second = (np.asarray(side.sum(axis=0)).ravel() for side in (pair.first, pair.second))
    without = np.concatenate(
        [
            divergences(first - pair.first[i].toarray(), second - pair.second[i].toarray())
            for i in range(pair.first.shape[0])
        ]
    )
    tokens = _tokens(pair)
    kind = (tokens[0] > 0) * 1 + (tokens[1] > 0) * 2
    variance = 0.0
    for which in np.unique(kind):
        mine = without[kind == which]
        variance += (len(mine) - 1) / len(mine) * ((mine - mine.mean()) ** 2).sum()
    return float(variance**0.5)
