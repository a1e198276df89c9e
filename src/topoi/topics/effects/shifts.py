"""How the words of a topic change: terms that rise and fall within it from period to period."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import stdtrit

from ...errors import DataError
from ...measures.association import nearest_zero
from ...measures.intervals import FEWEST_UNITS
from ...tables import check, need_columns, need_list
from ..engines import Floats, need_count
from ..models import TopicModel
from ..vocabulary import Vocabulary
from .spoken import in_words, need_once, without_nulls

ALPHA0 = 500.0  # tokens that the prior counts for


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
    alpha0 : float, default 500
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
    The tokens of a term in a section are divided among topics by the probability that they came
    from them. Within a topic, the odds of a term in the period are set against those in all other
    periods, both with the prior: the weighted log-odds of Monroe, Colaresi & Quinn (2008,
    doi:10.1093/pan/mpn018), here to base 2. The limits come from how units differ (linearised, Student's
    t); their variance, which takes words for independent, is the least.

    The log ratio is drawn to zero, by the prior and since tokens are divided among topics as at all times: of a
    doubling three quarters are seen. So the limits tell whether a term changes (they hold zero for .95 of
    those that do not), and the one nearer to zero by how much at the least; they do not bound how much
    at the most, and hold the whole of a doubling in half of the cases (benchmarks/topics/effect_coverage.csv).

    The model has one distribution for all times, so that a topic with wholly new words in one period may be
    a topic of its own there. The limits are of single terms: among thousands, some exclude zero by chance.

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
    for k, tokens in _tokens(model, words, [k - 1 for k in chosen]):
        topic = _Topic(gather @ tokens, len(periods), min_tokens, alpha0)
        for i, name in enumerate(periods):
            shift = topic.shift(i, fewest[i], level)
            parts += [
                part.assign(topic=k + 1, period=str(name), units=there[i][0], prior=alpha0)
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


def _tokens(
    model: TopicModel, words: Vocabulary, which: Iterable[int]
) -> Iterator[tuple[int, sp.csr_matrix]]:
    """For each of these topics its expected tokens: (sections, terms)."""
    X = sp.csr_matrix(words.X, dtype="float64")
    row = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    total = np.zeros(X.nnz)
    for theta, topic in zip(model.theta.T, model.components, strict=True):
        total += theta[row] * topic[X.indices]
    each = X.data / np.maximum(total, 1e-300)
    for k in which:
        tokens = each * model.theta[row, k] * model.components[k, X.indices]
        yield k, sp.csr_matrix((tokens, X.indices, X.indptr), shape=X.shape)


class _Topic:
    """One topic: what each unit says of it in each period, of the terms that are frequent enough."""

    def __init__(
        self, tokens: sp.csr_matrix, periods: int, min_tokens: float, alpha0: float
    ) -> None:
        self.periods, self.alpha0 = periods, alpha0
        total = np.asarray(tokens.sum(axis=0)).ravel()
        self.often = np.flatnonzero((total >= min_tokens) & (total < total.sum()))
        self.prior = alpha0 * total[self.often] / total.sum()
        self.said = np.asarray(tokens.sum(axis=1)).ravel().reshape(-1, periods)  # (units, periods)
        kept = tokens[:, self.often]
        self.by_period = [kept[i::periods] for i in range(periods)]

    def shift(self, period: int, units: int, level: float) -> _Shift:
        """One period against all others together."""
        rest = [part for i, part in enumerate(self.by_period) if i != period]
        sides = [self.by_period[period], sum(rest[1:], start=rest[0])]
        said = [self.said[:, period], self.said.sum(axis=1) - self.said[:, period]]
        odds = [
            _Odds(side, n, self.prior, self.alpha0) for side, n in zip(sides, said, strict=True)
        ]
        ratio = (odds[0].logarithm - odds[1].logarithm) / np.log(2)
        low = high = np.full(len(ratio), np.nan)
        if units >= FEWEST_UNITS:
            reach = _error(*odds) / np.log(2) * float(stdtrit(units - 1, (1 + level) / 2))
            low, high = ratio - reach, ratio + reach
        return _Shift(odds[0], odds[1], ratio, low, high)


class _Odds:
    """The odds of every term within a topic on one side: in a period, or in the others."""

    def __init__(self, tokens: sp.csr_matrix, said: Floats, prior: Floats, alpha0: float) -> None:
        self.by_unit, self.said, self.tokens = tokens, said, float(said.sum())
        counted = np.asarray(tokens.sum(axis=0)).ravel()
        self.with_prior = counted + prior
        self.share = self.with_prior / (self.tokens + alpha0)
        self.logarithm = np.log(self.share / (1 - self.share))
        self.scale = 1 / (self.with_prior * (1 - self.share))
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
    return np.asarray(np.sqrt(np.maximum(variance, 1 / own.with_prior + 1 / others.with_prior)))
