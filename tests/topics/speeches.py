"""Speeches with known topic shares, for tests of effects: topics, words and who says them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy.sparse as sp

from topoi.topics import TopicModel, Vocabulary

OVERLAPPING = np.array([[0.6, 0.3, 0.1, 0.0], [0.1, 0.6, 0.2, 0.1], [0.0, 0.1, 0.4, 0.5]])


def speeches(
    X: np.ndarray, topics: np.ndarray | None = None, *, terms: list[str] | None = None
) -> tuple[TopicModel, Vocabulary]:
    """One section a speech; a model with these topics (one a term, if none are given)."""
    X = np.asarray(X, dtype="float64")
    topics = np.eye(X.shape[1]) if topics is None else topics
    names = [f"doc-{i:03d}" for i in range(len(X))]
    rows = pd.DataFrame({"section": names, "document": names})
    terms = [f"t{j}" for j in range(X.shape[1])] if terms is None else terms
    words = Vocabulary(sp.csr_matrix(X), rows, terms, sp.csr_matrix(X), 1.0)
    k = len(topics)
    theta = np.full((len(X), k), 1 / k)
    prior = np.full(k, 0.1)
    return TopicModel("planted", None, terms, topics, rows, theta, X.sum(axis=1), prior), words


def said(shares: np.ndarray, topics: np.ndarray = OVERLAPPING, tokens: float = 1000) -> np.ndarray:
    """Words in exactly the proportions that these shares make one expect."""
    return tokens * np.asarray(shares) @ topics


def about(model: TopicModel, **columns: object) -> pd.DataFrame:
    """The documents of a model, with further columns."""
    return pd.DataFrame({"document": model.rows["document"], **columns})
