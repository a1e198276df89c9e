"""Ratio and difference of the rates of a group and the others, under every assignment to the group.

Both are those of Mantel & Haenszel over years (times): t1_t of the t_t words of year t are the
members', x1_t of its x_t mentions. The ratio is the sum of x1_t t0_t / t_t over the sum of
x0_t t1_t / t_t, the difference what the first has more than the second over the sum of
t1_t t0_t / t_t (Greenland & Robins 1985).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..permutation import Design, Floats, Ints
from .cells import Cells

_ADDED = 0.25  # added to both sides of the log ratio, so that none is infinite
_WIDEST = 12.0  # natural logarithm beyond which a limit of the ratio is not looked for
_HALVINGS = 26


class Dealt(NamedTuple):
    """What is assigned to the group under some assignments: words, and mentions of some framings."""

    words: Floats  # (assignments, times)
    words_in: Floats  # of these the words of true members
    hits: Floats  # (framings, assignments)
    by_words: Floats  # mentions times words (framings, assignments, times)
    by_words_in: Floats  # mentions times words of true members

    @property
    def number(self) -> int:
        """How many assignments they are."""
        return len(self.words)


class Scores:
    """The ratios and differences of all framings in one group."""

    def __init__(self, design: Design, cells: Cells, *, two_way: bool) -> None:
        self.design = design
        self.inside = design.inside.astype("float64")
        self.words = cells.words
        self.hits = np.stack(list(cells.hits.values()))  # (framings, units, times)
        self.members = (self.hits * self.inside).sum(axis=1)  # by framing and time
        self.total = self.hits.sum(axis=1)
        self.words_in = (self.words * self.inside).sum(axis=0)
        self.words_out = self.words.sum(axis=0) - self.words_in
        share = _over(self.words_in, self.words_in + self.words_out)
        weight = float((self.words_in * (1 - share)).sum())
        above = (self.members * (1 - share)).sum(axis=1)
        below = ((self.total - self.members) * share).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            self.ratio = above / below
            self.rate, self.rate_others = above / weight, below / weight  # of the same years
        self.stretch = self._stretch(share) if two_way else np.ones(len(self.hits))

    def deal(self, which: Ints, rows: sp.csr_matrix | None = None) -> Dealt:
        """Words and mentions of framings `which` under assignments (see `Design.indicator`).

        By default the observed assignment.
        """
        if rows is None:
            rows = self.design.indicator(self.design.history_of[None, :])
        histories = self.design.histories.astype("float64")

        def assigned(said: Floats) -> Floats:
            each = said[:, None, :] * histories
            return rows @ each.reshape(-1, each.shape[-1])

        words, inside = assigned(self.words), assigned(self.words * self.inside)
        hits = np.stack([assigned(x) for x in self.hits[which]])
        return Dealt(words, inside, hits.sum(axis=2), hits * words, hits * inside)

    def log_ratios(self, which: Ints, dealt: Dealt, scale: Floats | None = None) -> Floats:
        """Log ratios of framings `which`: (framings, assignments).

        `scale` counts the words of true members so many times, for each framing: if its true
        ratio is `scale`, members counted so are like the others.
        """
        more = np.zeros(len(which)) if scale is None else scale - 1
        total = self.words_in + self.words_out + more[:, None] * self.words_in
        rate, each = _over(self.total[which], total), _over(np.ones(1), total)
        both = (dealt.by_words @ each[:, :, None])[..., 0]
        expected = (dealt.words @ rate.T).T
        if more.any():
            both += more[:, None] * (dealt.by_words_in @ each[:, :, None])[..., 0]
            expected += more[:, None] * (dealt.words_in @ rate.T).T
        above, below = dealt.hits - both, expected - both
        return np.log((above + _ADDED) / (below + _ADDED))

    def _stretch(self, share: Floats) -> Floats:
        """How much wider the difference varies if sessions, too, differ in how members differ.

        The square root of the two-way variance (Cameron, Gelbach & Miller 2011) over that between
        units; of the two-way and the one-way variances the largest counts.
        """
        finite = np.isfinite(self.ratio)[:, None]
        above = np.where(finite, self.ratio[:, None], 1.0) * self.words_in
        below = np.where(finite, 1.0, 0.0) * self.words_out
        inside = _over(self.total * above, (above + below) * self.words_in)[:, None, :]
        outside = _over(self.total * below, (above + below) * self.words_out)[:, None, :]
        expected = self.words * np.where(self.inside > 0, inside, outside)
        rest = (self.inside - share) * (self.hits - expected)
        units, times = rest.shape[1:]
        by_unit = units / (units - 1) * (rest.sum(axis=2) ** 2).sum(axis=1)
        by_time = times / max(times - 1, 1) * (rest.sum(axis=1) ** 2).sum(axis=1)
        both = by_unit + by_time - (rest**2).sum(axis=(1, 2))
        most = np.maximum.reduce([by_unit, by_time, both])
        return np.sqrt(np.where(by_unit > 0, _over(most, by_unit), 1.0))

    def ratio_limits(
        self, which: Ints, dealt: Dealt, tail: float, observed: int = 1
    ) -> tuple[Floats, Floats]:
        """The ratios at which one tail of the permutation distribution is `tail`, by bisection.

        The observed assignment counts `observed` times beside those of `dealt`.
        """
        sides, here = [], self.deal(which)
        for sign in (1.0, -1.0):  # low: chance gives as much as observed; high: as little

            def likely(log_scale: Floats, sign: float = sign) -> np.ndarray:
                scale = np.exp(log_scale)
                value = sign * self.log_ratios(which, here, scale)
                drawn = sign * self.stretch[which, None] * self.log_ratios(which, dealt, scale)
                count = (drawn >= value - 1e-9).sum(axis=1)
                return (count + observed) / (dealt.number + observed) > tail

            a, b = np.full(len(which), -_WIDEST), np.full(len(which), _WIDEST)
            crosses = likely(a) != likely(b)
            for _ in range(_HALVINGS):
                middle = (a + b) / 2
                up = likely(middle) == (sign < 0)
                a, b = np.where(up, middle, a), np.where(up, b, middle)
            sides.append(np.where(crosses, np.exp((a + b) / 2), np.nan))
        ratio = self.ratio[which]
        low, high = sides
        return np.where(ratio == 0, 0.0, low), np.where(np.isinf(ratio), np.nan, high)

    def difference_limits(self, low: Floats, high: Floats) -> tuple[Floats, Floats]:
        """Limits of the difference (a word) from those of the ratio.

        The interval of the logarithm of the ratio is divided between the two rates, its square in
        the proportion of their variances if units are alike (the fewer words, the more), and the
        rates' limits give those of the difference (Zou & Donner 2008). Of a ratio of zero or
        infinity, the rate that is not zero is taken as it is.
        """
        one, none = self.rate, self.rate_others
        share = self.words_out.sum() / (self.words_in + self.words_out).sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            down, up = np.log(self.ratio / low), np.log(high / self.ratio)
            of_one, of_none = np.sqrt(share), np.sqrt(1 - share)
            below = one * (1 - np.exp(-down * of_one)), none * (np.exp(down * of_none) - 1)
            above = one * (np.exp(up * of_one) - 1), none * (1 - np.exp(-up * of_none))
            lower = one - none - np.hypot(*below)
            upper = one - none + np.hypot(*above)
            lower = np.where(np.isinf(self.ratio), one * (1 - 1 / low), lower)
            upper = np.where(self.ratio == 0, none * (high - 1), upper)
        return (
            np.where(self.ratio == 0, np.nan, lower),
            np.where(np.isinf(self.ratio), np.nan, upper),
        )


def _over(above: Floats, below: Floats) -> Floats:
    """A ratio that is 0 where nothing is below."""
    shape = np.broadcast_shapes(np.shape(above), np.shape(below))
    return np.divide(above, below, out=np.zeros(shape), where=np.broadcast_to(below > 0, shape))
