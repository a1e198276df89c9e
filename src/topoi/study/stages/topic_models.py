"""The topic stage: a grid of fits, the choice, a consensus, its stability, and what is said of topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ... import topics
from ...errors import StudyError
from ...measures.groups import memberships_by_year, passages_years, read_memberships
from ...measures.intervals import FEWEST_UNITS
from ...measures.terms.dispersion import dispersion
from ...tables import empty, need_columns
from ...topics.choice.claims import check_topic_claims
from ...topics.choice.selection import STEADIER, WORTHWHILE
from ...topics.choice.stability import RECURS
from ...topics.engines import engine_with, make_engine
from ...topics.vocabulary import check_size
from .shared import Tables, checked_framings, facts_table, grouped, quiet, workers

MOST_SHOWN = 6  # topics that recur whose course and whose changes of words are told


def makes(options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that these parameters make."""
    made = ["model_selection", "topic_choice", "topic_refusal", "topic_terms", "topic_labels"]
    made += ["topic_stability", "topic_framings", "topic_prevalence_by_period"]
    made += ["topic_prevalence_by_year", "topic_effects", "topic_shifts", "facts_by_topics"]
    if options.get("claims"):
        made += ["topic_claims", "topic_claim_shares"]
    if options["organizations"]:
        made += ["topic_prevalence_by_bloc", "topic_contrasts"]
    return made


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
    engine_options: Mapping[str, Any] | None = None,
    compared_engines: Sequence[str] = (),
    compared_at: int = 20,
    n_topics: Sequence[int] = (10, 15, 20, 25, 30),
    seeds: int = 10,
    worthwhile: float = WORTHWHILE,
    steadier: float = STEADIER,
    recurs: float = RECURS,
    claims: Sequence[Mapping[str, Any]] = (),
    permutations: int = 9999,
    section_tokens: int = 100,
    min_sections: int = 50,
    max_share: float = 0.4,
    max_dispersion: float = 0.75,
    unit: str | None = None,
    drop: Sequence[str] = (),
    level: float = 0.95,
    seed: int,
) -> Tables:
    """The whole topic stage: grid, choice, consensus, stability, terms, claims and effects.

    `unit` is the sampling unit of shares of all: by default the organization, or the document where
    some have none or there are fewer than ten. That of shares of members is the document. Effects of the year are a
    spline, of fewer than five years the years themselves, and there are none of a single one.

    Raises
    ------
    TooSmallError
        There are too few documents, or they are too short, for topics to be recovered.
    """
    wanted = checked_framings(framings, lexicon)
    options = dict(engine_options or {})
    engine_with(engine, options)
    for name in compared_engines:
        make_engine(name, 2)
    check_size(
        topics.prepare_topics(counts, section_tokens=section_tokens, min_sections=1, max_share=1.0)
    )
    local = _local_terms(counts, passages, min_sections, max_dispersion)
    words = topics.prepare_topics(
        counts,
        section_tokens=section_tokens,
        min_sections=min_sections,
        max_share=max_share,
        drop=[*local, *drop],
    )
    home = _home(documents, passages, words)
    belongs = memberships_by_year(read_memberships(memberships), passages_years(passages))
    blocs = _blocs(home, memberships, organizations) if organizations else home
    unit = _unit(home) if unit is None else unit
    need_columns(home, [unit], "documents")
    if claims:
        check_topic_claims(words, home, claims, belongs=belongs)
    stream = [int(s) for s in np.random.default_rng(seed).integers(1, 2**31, seeds)]
    run: dict[str, Any] = {"random_state": seed, "n_jobs": workers()}
    grid = topics.fit_grid(
        words, n_topics=list(n_topics), seeds=stream, engines=[engine], **run, **options
    )
    selection = topics.select_topics(grid)
    rule = {"worthwhile": worthwhile, "steadier": steadier}
    choice = topics.topic_choice(selection, **rule)
    chosen = int(choice.loc[choice["verdict"] == "chosen", "n_topics"].iloc[0])
    if compared_engines:
        others = topics.select_topics(
            words, engines=list(compared_engines), n_topics=[compared_at], seeds=stream[:1], **run
        )
        selection = pd.concat([selection, others], ignore_index=True)
    runs = grid.runs(chosen)
    model = topics.consensus_topics(runs, words)
    stability = topics.topic_stability(model, runs, recurs=recurs)
    recurring = stability.loc[stability["recurs"] == "yes", "topic"].tolist()
    out = {
        "model_selection": selection,
        "topic_choice": choice,
        "topic_refusal": topics.topic_refusal(words, runs, **run, **options),
        "topic_terms": topics.topic_terms(model),
        "topic_labels": topics.topic_labels(model),
        "topic_stability": stability,
    }
    shown = recurring[:MOST_SHOWN] or [1]
    with quiet():  # few members or years: their cells have no limits, and the tables say so
        out |= _effects(model, words, home, wanted, shown, unit, level)
        if organizations:
            out["topic_prevalence_by_bloc"] = topics.topic_prevalence(
                model, words, blocs, by="bloc", unit="document", level=level
            )
            out["topic_contrasts"] = topics.topic_contrasts(
                model,
                words,
                home,
                belongs,
                groups=list(organizations),
                permutations=permutations,
                random_state=seed,
            )
    if claims:
        asked = topics.topic_claims(grid, home, claims, belongs=belongs, n_jobs=workers())
        out["topic_claims"] = asked
        out["topic_claim_shares"] = topics.topic_claim_shares(asked)
    vocabulary = {
        "sections": len(words.rows),
        "terms": len(words.terms),
        "tokens_kept": round(words.tokens_kept, 6),
        "local_left_out": len(local),
        "tokens_per_section": float(np.median(model.tokens)),
        "chosen": chosen,
        "recurring": len(recurring),
        "mean_jaccard": round(float(stability["jaccard"].mean()), 3),
        "runs": len(runs),
        "fits": len(grid.fits),
    }
    out["facts_by_topics"] = facts_table(vocabulary, "topic_models")
    return out


def _unit(home: pd.DataFrame) -> str:
    """What is sampled: organizations, if every document has one and they are enough for limits."""
    bodies = home["organization"]
    return (
        "organization" if bodies.notna().all() and bodies.nunique() >= FEWEST_UNITS else "document"
    )


def _blocs(
    home: pd.DataFrame, memberships: str | None, organizations: Sequence[str]
) -> pd.DataFrame:
    """Documents by the organizations that their country is in."""
    blocs = grouped(home, "bloc", memberships, organizations)
    for name in organizations:
        if name not in set(blocs["bloc"]):
            raise StudyError(
                f"study.toml: organizations names '{name}', of which no document is by a member. Look at "
                "the names in the table of memberships.",
                organization=name,
            )
    return blocs


def _local_terms(
    counts: pd.DataFrame, passages: pd.DataFrame, min_count: int, most: float
) -> list[str]:
    """Terms of a few organizations, names of places mostly; none where there is one organization."""
    if passages.loc[passages["passage"].isin(counts["passage"]), "organization"].nunique() < 2:
        return []
    if counts.groupby("term", observed=True)["n"].sum().max() < min_count:
        return []
    spread = dispersion(counts, passages, by="organization", min_count=min_count)
    clumped = spread.loc[spread["dp_norm"] > most, "term"]
    return [term for term in clumped if not term.startswith("<")]


def _home(
    documents: pd.DataFrame, passages: pd.DataFrame, words: topics.Vocabulary
) -> pd.DataFrame:
    """Whose a document is that the model counts, and of when."""
    counted = documents[documents["document"].isin(words.rows["document"])]
    home = counted[["document", "organization", "year"]].assign(corpus="all")
    return home.merge(passages[["document", "period"]].drop_duplicates(), on="document")


def _effects(
    model: topics.TopicModel,
    words: topics.Vocabulary,
    home: pd.DataFrame,
    framings: list[str],
    shown: list[int],
    unit: str,
    level: float,
) -> Tables:
    """Where framings fall, and shares and words of topics over time."""
    said: dict[str, Any] = {"level": level, "unit": unit}
    framed = topics.topic_framings(model, words, home, **said)
    by_year = topics.topic_prevalence(model, words, home, by="corpus", over="year", **said)
    both: dict[str, Any] = {"level": level, "unit": (unit, "year")}
    dated = home.dropna(subset=["year"])
    years = dated["year"].nunique()
    effects, shifts = empty("topic_effects"), empty("topic_shifts")
    if years > 1:
        by_years = "~ bs(year, df=4)" if years > 4 else "~ C(year)"
        effects = topics.topic_effects(model, words, dated, by_years, **both)
    if len(set(home["period"].dropna())) > 1:
        shifts = topics.topic_shifts(model, words, home, topics=shown, **said)
    return {
        "topic_framings": framed[framed["framing"].isin(framings)].reset_index(drop=True),
        "topic_prevalence_by_period": topics.topic_prevalence(
            model, words, home, by="corpus", over="period", **said
        ),
        "topic_prevalence_by_year": by_year[by_year["topic"].isin(shown)].reset_index(drop=True),
        "topic_effects": effects,
        "topic_shifts": shifts,
    }
