"""A planted corpus: three topics that share no term, and documents drawn from them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.topics import TopicModel, Vocabulary, fit_topics

TOPICS = ("water", "trade", "border")
EACH = 40  # terms of a topic
TERMS = [f"{topic}{i}" for topic in TOPICS for i in range(EACH)]
DOCUMENTS, TOKENS = 150, 60


class Planted(NamedTuple):
    """What was planted: counts of 150 documents of 60 tokens, and the truth behind them."""

    words: Vocabulary
    phi: np.ndarray  # (3, 120), forty terms of equal probability a topic
    theta: np.ndarray  # (150, 3)
    counts: pd.DataFrame  # the same counts as a table, a passage a document


def vocabulary(X: sp.csr_matrix, terms: list[str]) -> Vocabulary:
    """A matrix as what `prepare_topics` returns; every row is a document of one passage."""
    names = np.array([f"doc-{i:03d}" for i in range(X.shape[0])], dtype=object)
    rows = pd.DataFrame({"section": names, "document": names})
    return Vocabulary(X, rows, terms, X, 1.0)


@pytest.fixture(scope="session")
def planted() -> Planted:
    """Documents from three planted topics; most of each document is about one of them."""
    rng = np.random.default_rng(7)
    phi = np.kron(np.eye(3), np.full((1, EACH), 1 / EACH))
    theta = rng.dirichlet([0.1] * 3, DOCUMENTS)
    X = sp.csr_matrix(np.stack([rng.multinomial(TOKENS, shares @ phi) for shares in theta]))
    entries = X.tocoo()
    counts = pd.DataFrame(
        {
            "passage": [f"doc-{i:03d}:0000" for i in entries.row],
            "term": [TERMS[j] for j in entries.col],
            "n": entries.data,
        }
    )
    return Planted(vocabulary(X, TERMS), phi, theta, counts)


@pytest.fixture(scope="session")
def shuffled(planted: Planted) -> Vocabulary:
    """The planted tokens dealt out again at random: lengths and frequencies stay, topics go."""
    rng = np.random.default_rng(8)
    X = planted.words.X
    tokens = rng.permutation(np.repeat(X.tocoo().col, X.tocoo().data))
    dealt = [np.bincount(hand, minlength=len(TERMS)) for hand in tokens.reshape(DOCUMENTS, TOKENS)]
    return vocabulary(sp.csr_matrix(np.stack(dealt)), TERMS)


@pytest.fixture(scope="session")
def model(planted: Planted) -> TopicModel:
    """Three topics fitted to the planted corpus."""
    return fit_topics(planted.words, n_topics=3, random_state=1)
