"""Ratios of rates of a whole vocabulary under random assignments: p, and the ratios not rejected.

The statistic of a term is the ratio of the rates of two sides, one half added to both counts. Its p
is its rank among the ratios that other assignments of units to the group give. If the true ratio
were R, members whose words counted R-fold would be like the others: the limits are the R between
which the same test does not reject. For each assignment there is one R at which it gives just the
ratio observed, the positive root of a quadratic equation; so the limits are order statistics of
these roots, and they agree with p.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..compiled import compiled
from ..permutation import Design, Floats
from ..resampling import EXACT, Ints, Sums, in_parts, sums_of_rows

HALF = 0.5  # added to both counts of a ratio, so that none is infinite
FOR_LIMITS = 1999  # assignments that limits rest on, besides the observed one


@dataclass(frozen=True)
class Sides:
    """Members and others under every assignment, the observed one first.

    `said` holds what each unit says in the times of each history (rows) by term, `rows` those of
    its rows that are members' (assignments x members), `words` and `own` their words and those of
    them that are members' as observed; `total` and `all_words` are of both sides together.
    """

    said: sp.csr_matrix
    rows: Ints
    total: Floats
    words: Floats
    own: Floats
    all_words: float

    @property
    def first(self) -> Floats:
        """Counts of the members, as observed."""
        return sums_of_rows(self.said, self.rows[:1])[0].astype("float64")

    def of(self, terms: Ints) -> Sides:
        """The same for some terms; words are still those of all."""
        kept = sp.csr_matrix(self.said[:, terms])
        return Sides(kept, self.rows, self.total[terms], self.words, self.own, self.all_words)

    def under(self, assignments: Ints) -> Sides:
        """The same under some of the assignments."""
        words, own = self.words[assignments], self.own[assignments]
        return Sides(self.said, self.rows[assignments], self.total, words, own, self.all_words)

    @property
    def observed(self) -> Floats:
        """The ratio of rates of each term, one half added to both counts."""
        rest = self.all_words - self.words[0]
        return (self.first + HALF) / (self.total - self.first + HALF) * (rest / self.words[0])


def make_sides(cells: sp.csr_matrix, design: Design, assigned: Ints) -> Sides:
    """The sides of a design; `cells` are counts of its units x times, unit by unit, by terms."""
    units, times = design.inside.shape
    words = np.asarray(cells.sum(axis=1)).reshape(units, times)
    ever = design.histories.any(axis=1)
    histories = design.histories[ever].astype("float64")
    said = sp.vstack([_within(history, units) @ cells for history in histories])
    inside = np.asarray(ever)[assigned]  # under every assignment as many
    unit = np.nonzero(inside)[1].reshape(len(assigned), -1)
    number = (np.cumsum(ever) - 1)[assigned[inside]].reshape(unit.shape)
    rows = number * units + unit
    return Sides(
        sp.csr_matrix(said),
        rows,
        np.asarray(cells.sum(axis=0)).ravel(),
        (histories @ words.T).ravel()[rows].sum(axis=1),
        (histories @ (words * design.inside).T).ravel()[rows].sum(axis=1),
        float(words.sum()),
    )


def _within(history: Floats, units: int) -> sp.csr_matrix:
    """Adds up, for each unit, its cells in the times of a history."""
    times = np.flatnonzero(history)
    unit = np.repeat(np.arange(units), len(times))
    cell = unit * len(history) + np.tile(times, units)
    return sp.csr_matrix((np.ones(len(cell)), (unit, cell)), shape=(units, units * len(history)))


def p_of_ratios(sides: Sides, n_jobs: int = 1) -> Floats:
    """Two-sided p of the ratio of each term: twice the smaller tail, the observed one in it.

    An assignment that leaves a side without a word counts in both tails. Ties are equal to nine
    digits.
    """
    rest = sides.all_words - sides.words
    known = (sides.words > 0) & (rest > 0)
    rows, odds = sides.rows[known], sides.words[known] / rest[known]
    said, terms = sides.said, len(sides.total)
    if said.nnz and said.data.max() * rows.shape[1] < EXACT:
        said = said.astype("float32")

    def tails(part: slice) -> Ints:
        out = np.zeros((2, terms), dtype="int64")
        matrix = (said.indptr, said.indices, said.data)
        compiled(_count_tails)(
            *matrix, rows[part], odds[part], sides.observed, sides.total, out[0], out[1]
        )
        return out

    above, below = sum(in_parts(tails, len(odds), terms, n_jobs)) + (~known).sum()
    return np.minimum(1.0, 2 * np.minimum(above, below) / len(known))


def _count_tails(pointers, columns, data, rows, odds, observed, total, above, below) -> None:
    """How often the ratio is as high as observed, and as low."""
    counts = np.empty(total.size, dtype=data.dtype)
    for b in range(rows.shape[0]):
        counts[:] = 0
        for i in rows[b]:
            for j in range(pointers[i], pointers[i + 1]):
                counts[columns[j]] += data[j]
        for k in range(total.size):
            share = odds[b] * observed[k]
            share = share / (1.0 + share)  # the members' share of all counts at the observed ratio
            reached = share * (total[k] + 2 * HALF) - HALF
            slack = 1e-9 * (1.0 + total[k])
            above[k] += counts[k] >= reached - slack
            below[k] += counts[k] <= reached + slack


def limits_of_ratios(sides: Sides, level: float, n_jobs: int = 1) -> tuple[Floats, Floats]:
    """The ratios between which the test does not reject; 0 and infinite where it rejects none.

    Not numbers where the assignments are too few for any ratio to be rejected.
    """
    own, new = sides.own, sides.words - sides.own  # words of an assignment's members
    lost = sides.words[0] - own  # and of its others: members as observed, then true others
    others = sides.all_words - sides.words - lost
    telling = np.flatnonzero((own + new > 0) & (lost + others > 0) & (new + lost > 0))
    silent = len(own) - len(telling)  # the observed one among them: they count in both tails
    at = int((1 - level) / 2 * len(own) + 1e-9) - silent
    observed, terms = sides.observed, len(sides.total)
    if at < 0 or at >= len(telling):
        return np.full(terms, np.nan), np.full(terms, np.nan)
    counts = _counts(sides, telling, n_jobs)
    words = np.stack([own, new, lost, others])[:, telling]

    def ends(part: slice) -> Floats:
        roots = np.empty((part.stop - part.start, len(telling)))
        compiled(_roots)(counts[part], sides.total[part], observed[part], *words, roots)
        last = len(telling) - 1 - at
        roots.partition((at, last), axis=1)
        return roots[:, [at, last]]

    low, high = np.concatenate(in_parts(ends, terms, len(telling), n_jobs)).T
    return low, high


def _counts(sides: Sides, assignments: Ints, n_jobs: int) -> Sums:
    """Counts of the members under some assignments: (terms, assignments)."""
    kind = "float32" if sides.total.max() < EXACT else "float64"
    counts = np.empty((len(sides.total), len(assignments)), dtype=kind)

    def add_up(part: slice) -> None:
        counts[:, part] = sums_of_rows(sides.said, sides.rows[assignments[part]]).T

    in_parts(add_up, len(assignments), len(counts), n_jobs)
    return counts


def _roots(counts, total, observed, own, new, lost, others, roots) -> None:
    """The R at which each assignment gives the ratio observed when words of members count R-fold.

    Then seen (others + R lost) / (new + R own) = 1 / R, where `seen` is the ratio of the counts of
    an assignment over the ratio of rates observed: one of both roots is not negative.
    """
    for k in range(total.size):
        for b in range(own.size):
            seen = (counts[k, b] + HALF) / ((total[k] - counts[k, b] + HALF) * observed[k])
            linear, square = seen * others[b] - own[b], seen * lost[b]
            root = np.sqrt(linear * linear + 4 * square * new[b])
            above = 2 * new[b] if linear > 0 else root - linear  # so that nothing cancels
            below = linear + root if linear > 0 else 2 * square
            roots[k, b] = above / below  # infinite if no R is high enough
