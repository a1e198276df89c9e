"""Framings as terms of a topic model: which topics their mentions fall into."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..tables import check
from .models import TopicModel
from .vocabulary import Vocabulary


def topic_framings(model: TopicModel, words: Vocabulary) -> pd.DataFrame:
    """Which topics the mentions of each framing fall into: schema `topic_framings`.

    A framing is a term of the model. `share` divides its occurrences among the topics by the
    probability that each occurrence came from the topic, given its document; `lift` is its
    probability in the topic over its share of all tokens.
    """
    rows = []
    X = words.X.tocsc()
    everywhere = np.asarray(X.sum(axis=0)).ravel() / X.sum()
    for j, term in enumerate(words.terms):
        if not term.startswith("<"):
            continue
        column = X[:, [j]].tocoo()
        parts = model.theta[column.row] * model.components[:, j]
        parts *= (column.data / np.maximum(parts.sum(axis=1), 1e-300))[:, None]
        shares = parts.sum(axis=0) / column.data.sum()
        for k in range(model.n_topics):
            rows.append(
                {
                    "topic": k + 1,
                    "framing": term.strip("<>"),
                    "share": shares[k],
                    "lift": model.components[k, j] / everywhere[j],
                }
            )
    return check(
        pd.DataFrame(rows, columns=["topic", "framing", "share", "lift"]), "topic_framings"
    )
