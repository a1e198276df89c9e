"""Words by which a topic may be called: its leading terms by four measures."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ...errors import DataError
from ...schemas.topics import LABELS
from ...tables import check
from ..engines import Floats
from ..evaluation import frex
from ..models import TopicModel
from ..options import need_count


def topic_labels(
    model: TopicModel, *, top: int = 10, exclusivity: float = 0.5, relevance: float = 0.6
) -> pd.DataFrame:
    """The leading terms of each topic by probability, FREX, lift and relevance.

    Parameters
    ----------
    model : TopicModel
        What `fit_topics` returned.
    top : int, default 10
        Terms of each topic and measure.
    exclusivity : float, default 0.5
        Weight of exclusivity in FREX, between 0 and 1.
    relevance : float, default 0.6
        Weight of probability in relevance, between 0 and 1.

    Returns
    -------
    DataFrame
        Schema `topic_labels`: `measure` is "probability", "frex", "lift" or "relevance", `score`
        the term's value by it; ties in the order of the vocabulary.

    Raises
    ------
    DataError
        A weight outside [0, 1], or `top` below 1.

    Notes
    -----
    With p(w | t) the probability of a term in a topic and p(w) that in the whole corpus, lift is
    log(p(w | t) / p(w)), and relevance is r log p(w | t) + (1 - r) log(p(w | t) / p(w)) with r = .6
    (Sievert & Shirley 2014, doi:10.3115/v1/W14-3110), in nats. p(w) is the model's own, p(w | t) weighted by
    the tokens of the topics, as in LDAvis. FREX: Bischof & Airoldi (2012), by ranks.

    Probability leads with what is common everywhere, lift with what is rare and almost only here; the other two
    stand between. A label made of these terms says what is often spoken of in the same sections: neither
    that they are about one thing, nor what is said of it. Read some of them first
    (`representative_passages`).

    Examples
    --------
    >>> one = np.array([[0.6, 0.3, 0.1, 0.0], [0.6, 0.0, 0.1, 0.3]])
    >>> model = TopicModel("", 1, ["state", "sea", "law", "tax"], one,
    ...     pd.DataFrame(), np.full((2, 2), 0.5), np.ones(2), np.ones(2))
    >>> labels = topic_labels(model, top=2)
    >>> labels[labels["topic"] == 1].groupby("measure")["term"].apply(" ".join).to_dict()
    {'frex': 'sea state', 'lift': 'sea state', 'probability': 'state sea', 'relevance': 'state sea'}
    """
    for name, value in (("exclusivity", exclusivity), ("relevance", relevance)):
        if not 0 <= value <= 1:
            raise DataError(f"{name} is a weight between 0 and 1; got {value}.")
    need_count("top", top, 1)
    phi = model.components
    lift = log_lift(model)
    scores = {"probability": phi, "frex": frex(phi, exclusivity), "lift": lift}
    with np.errstate(invalid="ignore"):  # 0 times minus infinity
        scores["relevance"] = relevance * _log(phi) + (1 - relevance) * lift
    there = phi > 0  # a term that a topic does not have is no label of it
    parts = [
        _leading(model.terms, measure, np.where(there, scores[measure], -np.inf), top)
        for measure in LABELS
    ]
    table = pd.concat(parts, ignore_index=True).sort_values("topic", kind="stable")
    return check(table[np.isfinite(table["score"])], "topic_labels")


def log_lift(model: TopicModel) -> Floats:
    """log(p(w | t) / p(w)) of every term in every topic, in nats; -inf where p(w | t) is 0."""
    weight = model.tokens @ model.theta
    everywhere = (weight / weight.sum()) @ model.components
    return _log(model.components) - _log(everywhere)


def _log(p: Floats) -> Floats:
    """Natural logarithm; -inf for 0."""
    with np.errstate(divide="ignore"):
        return np.log(p)


def _leading(terms: list[str], measure: str, scores: Floats, top: int) -> pd.DataFrame:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :top]
    n_topics, n = best.shape
    return pd.DataFrame(
        {
            "topic": np.repeat(np.arange(1, n_topics + 1), n),
            "measure": measure,
            "rank": np.tile(np.arange(1, n + 1), n_topics),
            "term": [terms[j] for j in best.ravel()],
            "score": np.take_along_axis(scores, best, axis=1).ravel(),
        }
    )
