"""The topic stage: grid, choice, runs, stability, terms, framings and prevalence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ... import topics
from ...measures.terms.dispersion import dispersion
from .shared import Tables, checked_framings, facts_table, grouped, workers


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    made = ["model_selection", "topic_terms", "topic_stability", "topic_framings"]
    made += ["topic_prevalence_by_period", "facts_by_topics"]
    return [*made, "topic_prevalence_by_bloc"] if options["organizations"] else made


def compute(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    engine: str = "collapsed",
    compared_engines: Sequence[str] = (),
    compared_at: int = 20,
    n_topics: Sequence[int] = (10, 20, 30, 40),
    grid_seeds: int = 3,
    worthwhile: float = 0.03,
    seeds: int = 10,
    section_tokens: int = 100,
    min_sections: int = 50,
    max_share: float = 0.4,
    max_dispersion: float = 0.75,
    unit: str = "document",
    drop: Sequence[str] = (),
    level: float = 0.95,
    seed: int,
) -> Tables:
    """The whole topic stage: grid, choice, runs, stability, terms, framings, prevalence."""
    spread = dispersion(counts, passages, by="organization", min_count=min_sections)
    clumped = spread.loc[spread["dp_norm"] > max_dispersion, "term"]
    local = [t for t in clumped if not t.startswith("<")]  # names of places, mostly
    words = topics.prepare_topics(
        counts,
        section_tokens=section_tokens,
        min_sections=min_sections,
        max_share=max_share,
        drop=[*local, *drop],
    )
    jobs = workers()
    stream = [
        int(s) for s in np.random.default_rng(seed).integers(1, 2**31, max(seeds, grid_seeds))
    ]
    grid: dict[str, Any] = {"seeds": stream[:grid_seeds], "random_state": seed, "n_jobs": jobs}
    main = topics.select_topics(words, engines=[engine], n_topics=list(n_topics), **grid)
    chosen = topics.choose_n_topics(main, worthwhile=worthwhile)
    selection = [main]
    if compared_engines:
        others = topics.select_topics(
            words,
            engines=list(compared_engines),
            n_topics=[compared_at],
            **grid | {"seeds": stream[:1]},
        )
        selection.append(others)
    runs = topics.fit_runs(words, n_topics=chosen, seeds=stream[:seeds], engine=engine, n_jobs=jobs)
    best = topics.medoid_run(runs)
    model = runs[best]
    stability = topics.topic_stability(model, runs[:best] + runs[best + 1 :])
    home = documents[["document", "organization", "year"]].assign(corpus="all")
    home = home.merge(passages[["document", "period"]].drop_duplicates(), on="document")
    blocs = grouped(home, "bloc", memberships, organizations) if organizations else None
    out = {
        "model_selection": pd.concat(selection, ignore_index=True),
        "topic_terms": topics.topic_terms(model),
        "topic_stability": stability,
        "topic_framings": _only(
            topics.topic_framings(model, words), checked_framings(framings, lexicon)
        ),
        "topic_prevalence_by_period": topics.topic_prevalence(
            model, words, home, by="corpus", over="period", unit=unit, level=level
        ),
    }
    if blocs is not None:
        out["topic_prevalence_by_bloc"] = topics.topic_prevalence(
            model, words, blocs, by="bloc", unit=unit, level=level
        )
    vocabulary = {
        "sections": len(words.rows),
        "terms": len(words.terms),
        "tokens_kept": round(words.tokens_kept, 6),
        "local_left_out": len(local),
        "tokens_per_section": float(np.median(model.tokens)),
        "chosen": chosen,
        "recurring": int((stability["recurs"] == "yes").sum()),
        "mean_jaccard": round(float(stability["jaccard"].mean()), 3),
        "runs": len(runs),
        "reported_seed": stream[best],
    }
    out["facts_by_topics"] = facts_table(vocabulary, "topic_models")
    return out


def _only(table: pd.DataFrame, framings: list[str]) -> pd.DataFrame:
    return table[table["framing"].isin(framings)].reset_index(drop=True)
