"""Shares of topics in pooled words: topics are held fixed, the shares of single sections summed out.

If the sections of a group have topic shares theta, whatever their distribution, its words are expected
in the proportions pi phi, pi being the mean of theta weighted by tokens. So pi is estimated from what
the group says as a whole: as the shares that make its words most likely. Averages of estimated theta
are not: each is drawn to the prior, and differences of groups come out too small
(benchmarks/topics/effect_coverage.csv).

With covariates log(pi_k / pi_reference) = x b_k, a multinomial logit whose response is seen through
the topics only. It is fitted to words by Fisher's scoring. Words need not be independent draws: the
covariance comes from the clusters (quasi-likelihood: Gourieroux, Monfort & Trognon 1984,
doi:10.2307/1913471).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.linalg import cho_factor, solve_triangular
from scipy.special import expit, logit, softmax, stdtrit

from ...errors import DataError
from ...measures.intervals import FEWEST_UNITS
from ..engines import Floats

Codes = npt.NDArray[np.int64]

_PRIOR = 1.0  # tokens with the shares of the whole that are added: a share is never quite zero
_FIRMER = (
    0.001,
    0.01,
)  # of all tokens, where shares are so near to zero that no maximum is in sight
_MOST_STEPS = 60
_GAIN = 1e-4  # of the log-likelihood, below which a step is a hundredth of a standard error
_FARTHEST = 3.0  # that a logit moves in a step
_EXACT_CLUSTERS = 100  # up to so many, each is left out; of more, none has much weight
_LEAST_FREEDOM = 4.0  # degrees of freedom, however skewed the clusters
_LEAST = 1e-12


class Cells(NamedTuple):
    """Words by row: a row is a unit (or a pair of units) at one place of the design."""

    counts: sp.csr_matrix  # (rows, terms)
    design: Floats  # (rows, columns)
    ways: Sequence[Codes]  # the cluster of each row; two of them for two-way clustering


@dataclass(frozen=True)
class Shares:
    """Fitted shares: `coef` (columns, topics), zero for the reference, and their covariance."""

    coef: Floats
    free: Codes  # topics that are not the reference
    covariance: Floats  # of coef[:, free], row by row; unknown (nan) from fewer than FEWEST_UNITS
    clusters: int  # of two kinds, the fewer

    def predict(self, design: Floats) -> Floats:
        """Shares at rows of the design: (rows, topics), rows sum to one."""
        return np.asarray(softmax(design @ self.coef, axis=1))

    def mean(self, design: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """Mean shares (topics,) over rows of the design, and their gradient by the coefficients."""
        weights = weights / weights.sum()
        shares = self.predict(design)
        weighted = weights[:, None] * design
        both = (weighted[:, :, None] * shares[:, None, self.free]).reshape(len(design), -1)
        gradient = -(shares.T @ both).reshape(shares.shape[1], design.shape[1], -1)
        gradient[self.free, :, np.arange(len(self.free))] += (weighted.T @ shares).T[self.free]
        return weights @ shares, gradient.reshape(len(gradient), -1)

    def errors(self, gradient: Floats) -> Floats:
        """Standard errors of functions with this gradient (things, coefficients)."""
        return np.sqrt(np.maximum(np.einsum("ki,ij,kj->k", gradient, self.covariance, gradient), 0))


def share_limits(
    shares: Floats, errors: Floats, clusters: int, level: float
) -> tuple[Floats, Floats]:
    """Limits of shares from their standard errors, symmetric about the logit: within 0 and 1.

    A share below its own error can only be bounded: the upper limit is then that of a share as large
    as the error. They are of Student's t (see `degrees_of_freedom`).

    >>> low, high = share_limits(np.array([0.2, 0.001]), np.array([0.02, 0.01]), 41, 0.95)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.162, 0.0], [0.244, 0.14])
    """
    share = np.clip(shares, _LEAST, 1 - _LEAST)
    small, turned = np.minimum(share, 1 - share), share > 0.5
    t = stdtrit(degrees_of_freedom(share, errors, clusters), (1 + level) / 2)
    steep = errors / (share * (1 - share))
    down = expit(logit(small) - t * steep)
    up = expit(logit(np.clip(errors, small, 0.5)) + t * np.minimum(steep, 1.0))
    return np.where(turned, 1 - up, down), np.where(turned, 1 - down, up)


def degrees_of_freedom(shares: Floats, errors: Floats, clusters: int) -> Floats:
    """Of a share's standard error: one less than the clusters, fewer if they are skewed, at least four.

    (G - 1) / (1 + G e^2/pi^2): G e^2/pi^2 is the square of the clusters' coefficient of variation, c.
    Shares that are gamma distributed have an excess kurtosis of 6 c, so that their variance has
    (G - 1) / (1 + 3 c) degrees of freedom; one for three was nearest to the nominal coverage (see
    `topoi.measures.clumping` for the same of rates).
    """
    small = np.clip(np.minimum(shares, 1 - shares), _LEAST, None)
    skew = clusters * (errors / small) ** 2
    return np.asarray(np.maximum(_LEAST_FREEDOM, (clusters - 1) / (1 + skew)))


def fit_shares(components: Floats, cells: Cells, whole: Floats) -> Shares:
    """Fit shares to the words of cells.

    Parameters
    ----------
    components : array (topics, terms)
        Topics, which are held fixed.
    cells : Cells
        Words, design and clusters. The design spans a constant.
    whole : array (topics,)
        Shares of the whole: where the search begins, and those of the tokens that are added.

    Raises
    ------
    DataError
        There is a single topic, the columns of the design depend on each other, or no maximum is
        found.
    """
    if len(components) < 2:
        raise DataError("topic shares: a single topic has all of the words. Fit two or more.")
    places, at = np.unique(cells.design, axis=0, return_inverse=True)
    at = at.ravel()
    basis, back = _orthonormal(places, np.bincount(at).astype("float64"))
    words = _gather(at, len(places)) @ cells.counts
    for firmer in (None, *_FIRMER):
        fit = _Fit(components, words.tocsr(), basis, np.maximum(whole, _LEAST))
        if firmer is not None:
            fit.prior = firmer * fit.tokens
        if fit.climb():
            break
    else:
        raise DataError(
            f"topic shares: no maximum after {_MOST_STEPS} steps. Some topics are too much alike to be "
            "told apart in these words, or hardly occur in a part of them; fit fewer topics, or take "
            "fewer degrees of freedom."
        )
    clusters = min(int(way.max()) + 1 for way in cells.ways)
    covariance = np.full(fit.information.shape, np.nan)
    if clusters >= FEWEST_UNITS:
        turn = np.kron(back, np.eye(len(fit.free)))
        covariance = _at_least(_covariance(fit, cells, at), fit.expected_information())
        covariance = turn @ covariance @ turn.T
    return Shares(back @ fit.coef, fit.free, covariance, clusters)


def _orthonormal(places: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """The places in a basis in which no two columns hang together, and the way back."""
    root = np.sqrt(weights)[:, None]
    upper = np.linalg.qr(places * root, mode="r")
    pivots = np.abs(np.diag(upper))
    scale = np.linalg.norm(places * root, axis=0)
    if len(places) < places.shape[1] or (pivots <= 1e-9 * np.maximum(scale, 1e-300)).any():
        raise DataError(
            f"formula: its {places.shape[1]} columns depend on each other in these documents, so that "
            "their effects cannot be told apart. Leave a term out, or take fewer degrees of freedom; "
            "cr() and cs() want constraints='center'."
        )
    back = np.linalg.inv(upper) * np.sqrt(weights.sum())
    return places @ back, back


def _gather(codes: Codes, number: int) -> sp.csr_matrix:
    """Matrix that adds up rows with one code."""
    at = (np.ones(len(codes)), (codes, np.arange(len(codes))))
    return sp.csr_matrix(at, shape=(number, len(codes)))


class _Fit:
    """The maximum of the quasi-likelihood over places (distinct rows of the design)."""

    def __init__(
        self, components: Floats, words: sp.csr_matrix, basis: Floats, whole: Floats
    ) -> None:
        self.components, self.words, self.basis = components, words, basis
        self.by_term = np.ascontiguousarray(components.T)
        self.whole = whole / whole.sum()
        self.tokens = np.asarray(words.sum(axis=1)).ravel()
        self.prior = _PRIOR * self.tokens / self.tokens.sum()
        reference = int(np.argmax(self.whole))
        self.free = np.delete(np.arange(len(whole)), reference)
        constant = np.linalg.lstsq(basis, np.ones(len(basis)), rcond=None)[0]
        self.coef = np.outer(constant, np.log(self.whole / self.whole[reference]))

    def shares(self, coef: Floats) -> Floats:
        return np.asarray(softmax(self.basis @ coef, axis=1))

    def value(self, coef: Floats) -> float:
        """Quasi-log-likelihood."""
        shares = self.shares(coef)
        total = float((self.prior[:, None] * self.whole * np.log(shares + 1e-300)).sum())
        for i, share in enumerate(shares):
            columns, n = self._row(i)
            total += float(n @ np.log(self.by_term[columns] @ share + 1e-300))
        return total

    def slopes(self) -> tuple[Floats, Floats, Floats]:
        """By the linear predictors of places: score, information and curvature of the likelihood.

        The information adds up the squares of what each word adds to the score; the curvature is
        that and what the score itself bends. They agree where a place has the words that are expected.
        """
        shares = self.shares(self.coef)
        score = np.zeros(shares.shape)
        information = self._of_prior(shares)
        for i, share in enumerate(shares):
            columns, n = self._row(i)
            tilt = self.by_term[columns]
            tilt *= (1 / (tilt @ share + 1e-300))[:, None]
            tilt -= 1
            tilt *= share
            score[i] += n @ tilt
            information[i] += (tilt.T * n) @ tilt
        cross = score[:, :, None] * shares[:, None, :]
        bend = cross + cross.transpose(0, 2, 1) - score[:, :, None] * np.eye(shares.shape[1])
        score += self.prior[:, None] * (self.whole - shares)
        at = (slice(None), self.free[:, None], self.free)
        return score[:, self.free], information[at], (information + bend)[at]

    def _of_prior(self, shares: Floats) -> Floats:
        """What the tokens that are added tell of the linear predictors of places."""
        spread = shares[:, :, None] * (np.eye(shares.shape[1]) - shares[:, None, :])
        return np.asarray(self.prior[:, None, None] * spread)

    def expected_information(self) -> Floats:
        """About the coefficients, if words were independent draws and as many as are expected."""
        shares = self.shares(self.coef)
        information = self._of_prior(shares)
        for i, share in enumerate(shares):
            mixed = np.maximum(share @ self.components, 1e-300)
            alike = (self.components / mixed) @ self.components.T - 1
            information[i] += self.tokens[i] * share[:, None] * share * alike
        at = (slice(None), self.free[:, None], self.free)
        return _joined(self.basis, information[at])

    def _row(self, i: int) -> tuple[Codes, Floats]:
        part = slice(self.words.indptr[i], self.words.indptr[i + 1])
        return self.words.indices[part], self.words.data[part]

    def climb(self) -> bool:
        """Steps, halved where they go too far, until there is next to nothing to gain: whether that was."""
        value = self.value(self.coef)
        for _ in range(_MOST_STEPS):
            score, self.of_place, curvature = self.slopes()
            gradient = np.einsum("ip,ik->pk", self.basis, score).ravel()
            self.information = _joined(self.basis, self.of_place)
            step = self._step(gradient, _joined(self.basis, curvature), score)
            if float(gradient @ step) < _GAIN:
                return True
            before, value = value, self._move(step.reshape(self.basis.shape[1], -1), value)
            if value == before:
                return True
        return False

    def _step(self, gradient: Floats, curvature: Floats, score: Floats) -> Floats:
        """Newton's step; where there is no maximum near, one of scoring, shorter where a share goes to zero.

        Where a share is next to nothing the likelihood is flat, and a step would go far: the flat
        directions are damped (Levenberg, Marquardt) until no logit moves by more than 3.
        """
        try:
            cho_factor(curvature + _ridge(curvature))
        except np.linalg.LinAlgError:
            bend = np.maximum(-score, 0.0)[:, :, None] * np.eye(len(self.free))
            curvature = self.information + _joined(self.basis, bend)
        ridge = _ridge(curvature)
        while True:
            step = np.asarray(np.linalg.solve(curvature + ridge, gradient))
            logits = self.basis @ step.reshape(self.basis.shape[1], -1)
            if np.abs(logits).max() <= _FARTHEST:
                return step
            ridge *= 10

    def _move(self, step: Floats, value: float) -> float:
        for _ in range(30):
            coef = self.coef.copy()
            coef[:, self.free] += step
            new = self.value(coef)
            if new > value:
                break
            step = step / 2
        else:
            return value
        self.coef = coef
        return new


def _ridge(information: Floats) -> Floats:
    """A trifle on the diagonal, where topics are not to be told apart."""
    size = len(information)
    return 1e-9 * np.trace(information) / size * np.eye(size)


def _joined(basis: Floats, information: Floats, weights: Floats | None = None) -> Floats:
    """Information about all coefficients, from that about the linear predictors of places."""
    weights = np.ones(len(basis)) if weights is None else weights
    p, k = basis.shape[1], information.shape[1]
    whole = np.einsum("i,ip,iq,ikl->pkql", weights, basis, basis, information, optimize=True)
    return whole.reshape(p * k, p * k)


def _covariance(fit: _Fit, cells: Cells, at: Codes) -> Floats:
    """Covariance of the coefficients from the scores of clusters.

    Of up to a hundred clusters each is left out, in one step of Newton's method: the jackknife CV3
    of MacKinnon, Nielsen & Webb (2023), doi:10.1016/j.jeconom.2022.04.001. Of two kinds of clusters
    the covariance is that of the first plus that of the second less that of their intersections
    (Cameron, Gelbach & Miller 2011), without its negative part.
    """
    tokens = np.asarray(cells.counts.sum(axis=1)).ravel()
    part = tokens / np.maximum(fit.tokens[at], _LEAST)  # of the information of its place
    scores = _row_scores(fit, cells, at, part)
    ways = [np.unique(way, return_inverse=True)[1].ravel() for way in cells.ways]
    parts = [_one_way(fit, scores, part, at, way) for way in ways]
    if len(parts) == 1:
        return parts[0]
    pair = np.unique(np.stack(ways), axis=1, return_inverse=True)[1].ravel()
    both = parts[0] + parts[1] - _one_way(fit, scores, part, at, pair)
    values, vectors = np.linalg.eigh((both + both.T) / 2)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _at_least(covariance: Floats, information: Floats) -> Floats:
    """The covariance, but in no direction less than that of independent words."""
    root = np.linalg.cholesky(information + _ridge(information))
    scaled = root.T @ covariance @ root  # in units in which words that are independent have ones
    values, vectors = np.linalg.eigh((scaled + scaled.T) / 2)
    back = solve_triangular(root.T, vectors)
    return np.asarray((back * np.maximum(values, 1.0)) @ back.T)


def _row_scores(fit: _Fit, cells: Cells, at: Codes, part: Floats) -> Floats:
    """What each row adds to the gradient, its part of the prior too: (rows, coefficients)."""
    shares = fit.shares(fit.coef)[at]
    tokens = np.asarray(cells.counts.sum(axis=1))
    expected = expected_tokens(fit.components, cells.counts, shares)
    tilt = expected - shares * tokens.reshape(-1, 1)
    tilt += (fit.prior[at] * part)[:, None] * (fit.whole - shares)
    tilt = tilt[:, fit.free]
    joined: Floats = (fit.basis[at][:, :, None] * tilt[:, None, :]).reshape(len(at), -1)
    return joined


def _one_way(fit: _Fit, scores: Floats, part: Floats, at: Codes, way: Codes) -> Floats:
    number = int(way.max()) + 1
    sums = _gather(way, number) @ scores
    ridge = _ridge(fit.information)
    if number > _EXACT_CLUSTERS:
        change = np.linalg.solve(fit.information + ridge, sums.T).T
    else:
        change = np.empty_like(sums)
        for c in range(number):
            mine = way == c
            weight: Floats = np.bincount(at[mine], part[mine], len(fit.basis)).astype("float64")
            without = fit.information - _joined(fit.basis, fit.of_place, weight)
            change[c] = np.linalg.solve(without + ridge, sums[c])
    scale = (number - 1) / number if number <= _EXACT_CLUSTERS else number / (number - 1)
    covariance: Floats = scale * change.T @ change
    return covariance


def expected_tokens(components: Floats, counts: sp.csr_matrix, shares: Floats) -> Floats:
    """Tokens of each topic in each row of counts, given the shares of the row: (rows, topics).

    Each token is divided among topics by the probability that it came from them.
    """
    entries = counts.tocoo()
    terms = components[:, entries.col].T
    each = entries.data / ((shares[entries.row] * terms).sum(axis=1) + 1e-300)
    size = (counts.shape[0], len(each))
    adds = sp.csr_matrix((each, (entries.row, np.arange(len(each)))), shape=size)
    return np.asarray(shares * (adds @ terms))
