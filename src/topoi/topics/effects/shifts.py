"""How the words of a topic change: terms that rise and fall within it from period to period."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import stdtrit

from ...errors import DataError
from ...measures.association import nearest_zero
from ...measures.intervals import FEWEST_UNITS
from ...tables import check, need_columns, need_list
from ..engines import Floats
from ..models import TopicModel
from ..options import need_count
from ..vocabulary import Vocabulary
from .shares import Codes
from .spoken import in_words, need_once, without_nulls

ALPHA0 = 100.0  # tokens that the prior counts for
_ROUNDS, _STILL = 50, 1e-5  # of expectation maximisation, or until no probability moves by more


def topic_shifts(
    model: TopicModel,
    words: Vocabulary,
    documents: pd.DataFrame,
    *,
    over: str = "period",
    unit: str = "organization",
    topics: Collection[int] | None = None,
    top: int = 10,
    min_tokens: float = 20,
    alpha0: float = ALPHA0,
    level: float = 0.95,
) -> pd.DataFrame:
    """The terms of each topic that are most typical, and least, of each period.

    Parameters
    ----------
    model : TopicModel
    words : Vocabulary
        What the model was fitted to.
    documents : DataFrame
        With `document`, `over` and `unit`; each document once.
    over : str, default "period"
        Column of the periods.
    unit : str, default "organization"
        Column of the sampling unit. A unit may speak in several periods.
    topics : collection of int, optional
        Only these, from 1; by default all.
    top : int, default 10
        Terms in each direction.
    min_tokens : float, default 20
        Terms with fewer expected tokens in the topic are left out.
    alpha0 : float, default 100
        Tokens of the topic that the prior counts for, in each period and in the others: it has the
        terms in the proportions of the topic at all times.
    level : float, default 0.95

    Returns
    -------
    DataFrame
        Schema `topic_shifts`. Terms are ranked by the limit of the log ratio that is nearer to
        zero; without limits, by the log ratio. Only those on the side of their direction are in it.

    Raises
    ------
    DataError
        `words` is not what the model was fitted to, a column is missing, a document occurs twice,
        there is a single period, or an option is impossible.

    Warns
    -----
    UserWarning
        Documents with a null period or unit are left out; a period, or all others, have fewer than
        10 units: its limits are null.

    Notes
    -----
    The tokens of a term in a section are divided among topics by the probability that they came from
    them, the topic having words of its own in each period (expectation maximisation; the other topics and the
    shares of sections are those of the model). Within a topic, the odds of a term in the period are set
    against those in all other periods, both with the prior: the weighted log-odds of Monroe, Colaresi &
    Quinn (2008, doi:10.1093/pan/mpn018), here to base 2. The limits come from how units differ (linearised,
    Student's t), and are wider where other topics have the term too (missing information: Louis 1982); their
    variance is at least that of independent words. In simulations they held a doubling in
    .97 and .98, the smaller changes of other terms in .97 (benchmarks/topics/effect_coverage.csv); the prior
    draws a change to zero a little.

    Shares of sections are found with one distribution for all times, so that a topic with wholly new words in
    one period may be a topic of its own there. The limits are of single terms: among thousands, some exclude
    zero by chance.

    Examples
    --------
    >>> names = [f"speech {i}" for i in range(24)]
    >>> rows = pd.DataFrame({"section": names, "document": names})
    >>> X = sp.csr_matrix([[40.0, 50.0, 10.0], [38.0, 52.0, 10.0]] * 6 + [[10.0, 50.0, 40.0], [12.0, 50.0, 38.0]] * 6)
    >>> words = Vocabulary(X, rows, ["sail", "sea", "steam"], X, 1.0)
    >>> topic, theta = np.array([[0.25, 0.5, 0.25]]), np.ones((24, 1))
    >>> model = TopicModel("by hand", None, words.terms, topic, rows, theta, np.full(24, 100.0), np.ones(1))
    >>> documents = pd.DataFrame({"document": names, "period": ["early"] * 12 + ["late"] * 12})
    >>> table = topic_shifts(model, words, documents, unit="document")
    >>> first = table[(table["period"] == "late") & (table["rank"] == 1)]
    >>> first[["direction", "term"]].values.tolist()
    [['up', 'steam'], ['down', 'sail']]
    """
    documents = _checked(model, words, documents, over, unit, alpha0, level)
    need_count("top", top, 1)
    chosen = range(1, model.n_topics + 1) if topics is None else need_list(topics, "topics")
    if not chosen:
        raise DataError("topics: none. Leave the option out for all of them.")
    if unknown := set(chosen) - set(range(1, model.n_topics + 1)):
        raise DataError(f"topics: no topic {min(unknown)}; the model has {model.n_topics}.")
    needed = list(dict.fromkeys(("document", over, unit)))
    table = words.rows[["document"]].merge(documents[needed], on="document", how="left")
    known = table[[over, unit]].notna().all(axis=1).to_numpy()
    period, periods = pd.factorize(table[over].astype("str").where(known), sort=True)
    units, names = pd.factorize(table[unit].astype("str").where(known), sort=True)
    if len(periods) < 2:
        raise DataError(f"documents: '{over}' has a single value among those of the model.")
    there = [  # units that speak in a period, and in the others
        [len(np.unique(units[known & side])) for side in (period == i, period != i)]
        for i in range(len(periods))
    ]
    fewest = [min(sides) for sides in there]
    few = {
        str(name): sides
        for name, sides in zip(periods, there, strict=True)
        if min(sides) < FEWEST_UNITS
    }
    if few:
        said = ", ".join(f"{name} ({own} beside {rest})" for name, (own, rest) in few.items())
        warnings.warn(
            f"topic_shifts: no limits where fewer than {FEWEST_UNITS} units are on a side: {said}.",
            stacklevel=2,
        )
    cell = np.where(known, units * len(periods) + period, -1)
    gather = _gather(cell, len(names) * len(periods))
    parts = []
    expectation = _Expectation(model, words, period, alpha0)
    for k in chosen:
        expected = expectation.of(k - 1)
        topic = _Topic(gather @ expected.tokens, expected.sure, min_tokens, alpha0)
        for i, name in enumerate(periods):
            shift = topic.shift(i, fewest[i], level)
            parts += [
                part.assign(topic=k, period=str(name), units=there[i][0], prior=alpha0)
                for part in shift.ranked([model.terms[j] for j in topic.often], top)
            ]
    return check(pd.concat(parts, ignore_index=True), "topic_shifts")


def _checked(
    model: TopicModel,
    words: Vocabulary,
    documents: pd.DataFrame,
    over: str,
    unit: str,
    alpha0: float,
    level: float,
) -> pd.DataFrame:
    """The documents with a period and a unit, if all is as it should be."""
    need_columns(documents, dict.fromkeys(("document", over, unit)), "documents")
    if words.terms != model.terms or not words.rows["section"].equals(model.rows["section"]):
        raise DataError("words: this is not the Vocabulary that the model was fitted to.")
    documents = in_words(words, documents, [unit])
    need_once(documents, "A document lies in one period.")
    if over == unit:
        raise DataError(
            f"unit: '{unit}' is also what is compared, so that each side is a single unit. Take "
            "another, such as unit='document'."
        )
    if not 0 < level < 1 or alpha0 <= 0:
        raise DataError(
            f"level must lie between 0 and 1 and alpha0 be positive; got {level}, {alpha0}."
        )
    return without_nulls(documents, [over], "topic_shifts")


def _gather(cell: np.ndarray, cells: int) -> sp.csr_matrix:
    """Matrix that adds up the sections of a unit in a period; cell -1 is nowhere."""
    here = np.flatnonzero(cell >= 0)
    return sp.csr_matrix((np.ones(len(here)), (cell[here], here)), shape=(cells, len(cell)))


class _Expected(NamedTuple):
    """What is expected to be of a topic, if it has words of its own in every period."""

    tokens: sp.csr_matrix  # (sections, terms)
    sure: Floats  # (periods, terms): the tokens weighted by the probability that they are of the topic


class _Expectation:
    """Tokens of sections divided among topics."""

    def __init__(self, model: TopicModel, words: Vocabulary, period: Codes, prior: float) -> None:
        self.model, self.prior, self.periods = model, prior, int(period.max()) + 1
        self.X = sp.csr_matrix(words.X, dtype="float64")
        self.row = np.repeat(np.arange(self.X.shape[0]), np.diff(self.X.indptr))
        # The period and term of an entry; sections of no period have the last place, in which nothing is.
        terms = self.X.shape[1]
        cell = period[self.row] * terms + self.X.indices
        self.cell = np.where(period[self.row] < 0, self.periods * terms, cell)
        self.all_topics = np.zeros(self.X.nnz)
        for theta, topic in zip(model.theta.T, model.components, strict=True):
            self.all_topics += theta[self.row] * topic[self.X.indices]

    def of(self, k: int) -> _Expected:
        """By expectation maximisation: the topic's words by period, from the tokens that are of it by these.

        The other topics, and the shares of sections, are those of the model.
        """
        X, topic, share = self.X, self.model.components[k], self.model.theta[self.row, k]
        others = np.maximum(self.all_topics - share * topic[X.indices], 0.0)
        phi = np.tile(topic, (self.periods, 1))
        for _ in range(_ROUNDS):
            before = phi
            mine = share * np.append(phi, 0.0)[self.cell]
            mine /= np.maximum(mine + others, 1e-300)  # probability that a token is of the topic
            phi = self._by_period(X.data * mine) + self.prior * topic
            phi /= phi.sum(axis=1, keepdims=True)
            if np.abs(phi - before).max() < _STILL:
                break
        tokens = sp.csr_matrix((X.data * mine, X.indices, X.indptr), shape=X.shape)
        return _Expected(tokens, self._by_period(X.data * mine**2))

    def _by_period(self, values: Floats) -> Floats:
        places = self.periods * self.X.shape[1]
        added = np.bincount(self.cell, values, places + 1)[:places]
        return np.asarray(added.reshape(self.periods, -1))


class _Topic:
    """One topic: what each unit says of it in each period, of the terms that are frequent enough."""

    def __init__(
        self, tokens: sp.csr_matrix, sure: Floats, min_tokens: float, alpha0: float
    ) -> None:
        periods, self.alpha0 = len(sure), alpha0
        total = np.asarray(tokens.sum(axis=0)).ravel()
        self.often = np.flatnonzero((total >= min_tokens) & (total < total.sum()))
        self.prior = alpha0 * total[self.often] / total.sum()
        self.said = np.asarray(tokens.sum(axis=1)).ravel().reshape(-1, periods)  # (units, periods)
        kept = tokens[:, self.often]
        self.by_period = [kept[i::periods] for i in range(periods)]
        self.sure = sure[:, self.often]

    def shift(self, period: int, units: int, level: float) -> _Shift:
        """One period against all others together."""
        rest = [part for i, part in enumerate(self.by_period) if i != period]
        sides = [self.by_period[period], sum(rest[1:], start=rest[0])]
        said = [self.said[:, period], self.said.sum(axis=1) - self.said[:, period]]
        sure = [self.sure[period], self.sure.sum(axis=0) - self.sure[period]]
        odds = [
            _Odds(side, n, known, self.prior, self.alpha0)
            for side, n, known in zip(sides, said, sure, strict=True)
        ]
        ratio = (odds[0].logarithm - odds[1].logarithm) / np.log(2)
        low = high = np.full(len(ratio), np.nan)
        if units >= FEWEST_UNITS:
            reach = _error(*odds) / np.log(2) * float(stdtrit(units - 1, (1 + level) / 2))
            low, high = ratio - reach, ratio + reach
        return _Shift(odds[0], odds[1], ratio, low, high)


class _Odds:
    """The odds of every term within a topic on one side: in a period, or in the others.

    Tokens count for errors by the probability that they are of the topic: what EM does not know of them is
    missing information (Louis 1982), here term by term.
    """

    def __init__(
        self, tokens: sp.csr_matrix, said: Floats, sure: Floats, prior: Floats, alpha0: float
    ) -> None:
        self.by_unit, self.said, self.tokens = tokens, said, float(said.sum())
        counted = np.asarray(tokens.sum(axis=0)).ravel()
        self.known = sure + prior
        self.share = (counted + prior) / (self.tokens + alpha0)
        self.logarithm = np.log(self.share / (1 - self.share))
        self.scale = 1 / (self.known * (1 - self.share))
        self.part = counted / max(self.tokens, 1e-300) * self.scale


class _Shift(NamedTuple):
    """Every frequent term of a topic in one period and in the others."""

    own: _Odds
    others: _Odds
    ratio: Floats
    low: Floats
    high: Floats

    def ranked(self, terms: list[str], top: int) -> Iterator[pd.DataFrame]:
        """The terms that rise most surely, and those that fall."""
        sure = np.isfinite(self.low)
        bound = np.where(sure, nearest_zero(self.low, self.high), self.ratio)
        for direction, sign in (("up", 1.0), ("down", -1.0)):
            order = np.lexsort((-sign * self.ratio, -sign * bound))
            best = [j for j in order if sign * self.ratio[j] > 0][:top]
            columns: dict[str, Any] = {
                "direction": direction,
                "rank": np.arange(1, len(best) + 1),
                "term": [terms[j] for j in best],
                "tokens": self.own.tokens,
                "probability": self.own.share[best],
                "probability_others": self.others.share[best],
                "log_ratio": self.ratio[best],
                "low": self.low[best],
                "high": self.high[best],
            }
            yield pd.DataFrame(columns)


def _error(own: _Odds, others: _Odds) -> Floats:
    """Standard error of the log odds ratio from what each unit adds to it, on both sides.

    A unit adds (y_u - n_u y/n) scale on the first side and takes as much away on the second. The
    variance is at least that of independent words.
    """
    added = (own.by_unit.multiply(own.scale) - others.by_unit.multiply(others.scale)).tocsr()
    n, m = own.said, others.said
    square = np.asarray(added.multiply(added).sum(axis=0)).ravel()
    square += own.part**2 * (n @ n) + others.part**2 * (m @ m)
    square += 2 * (others.part * (added.T @ m) - own.part * (added.T @ n))
    square -= 2 * own.part * others.part * (n @ m)
    units = int(((n + m) > 0).sum())
    variance = square * units / max(units - 1, 1)
    return np.asarray(np.sqrt(np.maximum(variance, 1 / own.known + 1 / others.known)))
