"""What strength a seed needs: how often a rare planted topic is found, and what guidance costs.

    python benchmarks/topics/guided.py      # writes guided.csv beside it; about three minutes of one core

Planted corpora: 400 documents of 60 tokens from eight common topics of thirty terms, and a rare one of
ten terms that takes half of eight documents. The model is given three of the ten, and has found
the topic if nine of the ten are among its first ten terms. The General Debate of the bundle (K = 20, six guided topics):
held-out log-likelihood and coherence beside those of runs without a guide.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp

import topoi
from topoi.topics import TopicGuide, Vocabulary, fit_topics, seed_topics
from topoi.topics.evaluation import top_terms

COMMON, EACH, OWN, DOCUMENTS, TOKENS = 8, 30, 10, 400, 60
STRENGTHS = (0, 5, 20, 50, 100, 200)  # 0: no guide
DEFAULT = fit_topics.__kwdefaults__["engine"]
ENGINES = {DEFAULT: {}, "gensim": {"passes": 20, "batch_size": 32}, "tomotopy": {}}
SEEDS = {
    "climate": ["climate_change", "emission", "biodiversity"],
    "women": ["woman", "girl", "gender"],
    "sea": ["ocean", "sea"],
    "drugs": ["drug", "trafficking", "narcotic"],
    "hybrid": ["<hybrid_war>", "<information_war>"],
    "multipolar": ["<multipolarity>", "<just_world_order>", "<global_south>"],
}


def planted(seed: int) -> Vocabulary:
    """A corpus with a rare topic, of the terms rare0 to rare9."""
    rng = np.random.default_rng(seed)
    terms = [f"common{j}" for j in range(COMMON * EACH)] + [f"rare{j}" for j in range(OWN)]
    phi = np.zeros((COMMON + 1, len(terms)))
    for k in range(COMMON):
        phi[k, k * EACH : (k + 1) * EACH] = rng.dirichlet(np.ones(EACH))
    phi[-1, -OWN:] = 1 / OWN
    rare = np.where(np.arange(DOCUMENTS) < DOCUMENTS // 50, 0.5, 0.0)[:, None]
    theta = np.hstack([rng.dirichlet(np.full(COMMON, 0.1), DOCUMENTS) * (1 - rare), rare])
    X = sp.csr_matrix(np.stack([rng.multinomial(TOKENS, shares @ phi) for shares in theta]))
    names = np.array([f"doc-{i:03d}" for i in range(DOCUMENTS)], dtype=object)
    return Vocabulary(X, pd.DataFrame({"section": names, "document": names}), terms, X, 1.0)


def found(words: Vocabulary, guide: TopicGuide | None, **options) -> bool:
    """Whether a topic (the guided one, if there is) has nine of the ten rare terms on top."""
    model = fit_topics(words, guide=guide, **options)
    rare = set(range(COMMON * EACH, COMMON * EACH + OWN))
    hits = [len(rare & set(best)) for best in top_terms(model.components, OWN).tolist()]
    return (hits[model.guided.index("rare")] if guide else max(hits)) >= OWN - 1


def planted_rows(engine: str, corpora: int, seeds: int) -> list[dict]:
    """Share of runs in which the rare topic is found, by strength."""
    rows = []
    for n_topics in (COMMON + 1, COMMON - 2):
        for strength in STRENGTHS:
            hits = []
            for corpus in range(corpora):
                words = planted(corpus)
                rare = {"rare": ["rare0", "rare1", "rare2"]}
                guide = seed_topics(words, rare, strength=strength) if strength else None
                options = {"n_topics": n_topics, "engine": engine, **ENGINES[engine]}
                hits += [found(words, guide, random_state=s, **options) for s in range(seeds)]
            what = {"corpus": "planted", "engine": engine, "n_topics": n_topics}
            rows.append(what | {"strength": strength, "runs": len(hits), "found": np.mean(hits)})
    return rows


def debate_rows(seeds: int) -> list[dict]:
    """Held-out log-likelihood and coherence on the General Debate, by strength."""
    counts = topoi.read_bundle("un-general-debate").counts
    words = topoi.prepare_topics(counts)
    rows = []
    for strength in STRENGTHS:
        guide = seed_topics(words, SEEDS, strength=strength) if strength else None
        grid = topoi.fit_grid(
            words, n_topics=[20], seeds=range(1, seeds + 1), guide=guide, random_state=1
        )
        mean = topoi.select_topics(grid)[["heldout", "coherence", "stability"]].mean()
        what = {"corpus": "un-general-debate", "engine": DEFAULT, "n_topics": 20}
        rows.append(what | {"strength": strength, "runs": seeds} | mean.to_dict())
    return rows


def main() -> None:
    """Measure and write."""
    warnings.simplefilter("ignore", UserWarning)
    rows = planted_rows(DEFAULT, corpora=8, seeds=3) + planted_rows("gensim", corpora=3, seeds=2)
    try:
        rows += planted_rows("tomotopy", corpora=4, seeds=2)
    except topoi.DataError as error:
        print(error)
    table = pd.DataFrame(rows + debate_rows(seeds=3)).round(3)
    table.to_csv(Path(__file__).with_suffix(".csv"), index=False, lineterminator="\n")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main()
