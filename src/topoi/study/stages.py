"""The stages of a study. Positional parameters are tables, keyword-only ones come from study.toml.

A stage returns its tables by name. `STAGES` lists them in an order in which they can run; the same
functions serve Make (a process and a file a stage) and `run` (in memory).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from .. import measures, topics
from ..documents import read_sources
from ..errors import DataError, StudyError
from ..framings import read_lexicon
from ..tables import check
from .bundles import Bundle, make_bundle, read_bundle

Tables = dict[str, pd.DataFrame]


def corpus(
    *,
    bundle: str | None = None,
    documents: str | None = None,
    columns: Mapping[str, str] | None = None,
    lexicon: str | None = None,
    years: Sequence[int] | None = None,
    drop: Sequence[str] = (),
    periods: Sequence[int] = (),
    voices: Sequence[str] = ("speech", "quotation", "reported"),
) -> Tables:
    """The corpus: a bundle, or a folder of documents; narrowed to years, voices and speakers."""
    if (bundle is None) == (documents is None):
        raise StudyError(
            "study.toml: [corpus] needs either bundle = \"NAME\" or documents = \"FOLDER\"."
        )
    whole = read_bundle(bundle) if bundle else _from_documents(documents, columns, lexicon)
    kept = _narrowed(whole.documents, years, drop)
    passages = whole.passages[whole.passages["document"].isin(kept["document"])]
    passages = measures.join_documents(passages, kept)
    if periods:
        last = int(years[1]) if years else None
        passages = measures.join_periods(passages, periods, last=last)
    else:
        passages = passages.assign(period="all")
    passages = passages[passages["voice"].isin(voices)].assign(corpus="all")
    passages = passages.drop(columns=["text", "title"], errors="ignore")
    inside = set(passages["passage"])
    counts = whole.counts[whole.counts["passage"].isin(inside)].astype({"passage": "str", "term": "str"})
    if passages.empty:
        raise DataError(
            "corpus: no passage is left in these voices and years. Widen [corpus] in study.toml."
        )
    return {
        "documents": kept.drop(columns=["text"], errors="ignore"),
        "passages": passages.reset_index(drop=True),
        "mentions": whole.mentions[whole.mentions["passage"].isin(inside)].reset_index(drop=True),
        "counts": check(counts.reset_index(drop=True), "counts"),
        "problems": whole.problems,
    }


def _from_documents(
    documents: str | None, columns: Mapping[str, str] | None, lexicon: str | None
) -> Bundle:
    assert documents is not None
    return make_bundle(read_sources(documents, columns=columns), lexicon=lexicon)


def _narrowed(
    documents: pd.DataFrame, years: Sequence[int] | None, drop: Sequence[str]
) -> pd.DataFrame:
    unknown = sorted(set(drop) - set(documents["organization"].dropna()))
    if unknown:
        raise StudyError(
            f"study.toml: [corpus] drop names '{unknown[0]}', which does not occur. Organizations: "
            f"{', '.join(sorted(documents['organization'].dropna().unique())[:50])}."
        )
    kept = documents[~documents["organization"].isin(list(drop))]
    kept = kept[kept["duplicate_of"].isna()]
    if years is not None:
        first, last = years
        if not first <= last:
            raise StudyError(f"study.toml: [corpus] years must rise; got {first}, {last}.")
        inside = kept["year"].between(first, last).fillna(False).astype(bool)
        if not inside.any():
            has = kept["year"].dropna()
            span = f"{has.min()} to {has.max()}" if len(has) else "no years at all"
            raise StudyError(
                f"study.toml: [corpus] years {first} to {last}: no document. There is {span}."
            )
        kept = kept[inside]
    return kept.reset_index(drop=True)


def _framings(mentions: pd.DataFrame, framings: Sequence[str], lexicon: str | None = None) -> list[str]:
    known = read_lexicon(lexicon)
    unknown = [f for f in framings if f not in known]
    if unknown:
        raise StudyError(
            f"study.toml: no framing '{unknown[0]}' in the lexicon. It has: {', '.join(known)}."
        )
    return list(framings)


def _memberships(path: str | None) -> pd.DataFrame:
    if path is None:
        return measures.read_memberships()
    try:
        return check(pd.read_csv(path), "memberships", where=path)
    except OSError as error:
        raise StudyError(f"{path}: cannot be read ({error}).") from error


def _grouped(
    passages: pd.DataFrame, by: str, memberships: str | None, organizations: Sequence[str]
) -> pd.DataFrame:
    if by != "bloc":
        return passages
    out = measures.join_memberships(passages, _memberships(memberships))
    return out[out["bloc"].isin(list(organizations))]


def rates(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str = "document",
    groupings: Mapping[str, Mapping[str, Any]],
) -> Tables:
    """Rates of the framings by each grouping: tables `rates_by_NAME`."""
    names = _framings(mentions, framings, lexicon)
    out = {}
    for name, options in groupings.items():
        options = dict(options)
        least = options.pop("least_units", 1)
        grouped = _grouped(passages, options["by"], memberships, organizations)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # units stand in the table and the paper
            table = measures.framing_rates(
                mentions, grouped, counts=counts, framings=names, level=level, unit=unit, **options
            )
        out[f"rates_by_{name}"] = table[table["units"] >= least].reset_index(drop=True)
    return out


def contrasts(
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str],
    memberships: str | None = None,
    lexicon: str | None = None,
    level: float = 0.95,
    unit: str = "organization",
    permutations: int = 9999,
    seed: int,
) -> Tables:
    """Members against others for every framing and organization; and without each member."""
    names = _framings(mentions, framings, lexicon)
    belongs = measures.memberships_by_year(_memberships(memberships), _years(passages))
    options: dict[str, Any] = {
        "unit": unit,
        "permutations": permutations,
        "random_state": seed,
        "level": level,
    }
    table = measures.contrast_rates(
        mentions, passages, belongs, framings=names, groups=list(organizations), **options
    )
    rows = []
    striking = table[table["p"] < 1 - level]
    for group, part in striking.groupby("group", sort=True):
        for member in sorted(belongs.loc[belongs["organization"] == group, "member"].unique()):
            if member not in set(passages[unit]):
                continue
            rest = passages[passages[unit] != member]
            without = measures.contrast_rates(
                mentions,
                rest,
                belongs,
                framings=list(part["framing"]),
                groups=[group],
                **options | {"level": None},
            )
            rows.append(without[["framing", "by", "group", "ratio", "p"]].assign(left_out=member))
    columns = ["framing", "by", "group", "left_out", "ratio", "p"]
    influence = pd.concat(rows) if rows else pd.DataFrame({c: [] for c in columns})
    influence = influence.replace([np.inf], np.nan).sort_values(["group", "framing", "left_out"])
    tests = int(table["p"].notna().sum())
    counted = {
        "tests": tests,
        "p_below_level": int((table["p"] < 1 - level).sum()),
        "q_below_level": int((table["q"] < 1 - level).sum()),
        "expected_by_chance": round((1 - level) * tests, 1),
        "pooled_below_level": int((table["p_pooled"] < 1 - level).sum()),
        "pooled_below_bonferroni": int((table["p_pooled"] < (1 - level) / tests).sum()),
    }
    return {
        "contrasts": table.replace([np.inf], np.nan),
        "influence": check(influence[columns].reset_index(drop=True), "influence"),
        "facts_by_contrasts": _facts(counted, "contrasts"),
    }


def _years(passages: pd.DataFrame) -> list[int]:
    return sorted(int(y) for y in passages["year"].dropna().unique())


def keyness(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    groups: Sequence[str],
    memberships: str | None = None,
    unit: str = "organization",
    min_count: int = 50,
    min_units: int = 10,
    alpha0: float = 1000.0,
    alpha0_tried: Sequence[float] = (),
    top: int = 20,
    permutations: int = 9999,
    seed: int,
) -> Tables:
    """Key terms of each group, and how far they depend on the prior."""
    belongs = measures.memberships_by_year(_memberships(memberships), _years(passages))
    size = counts.groupby("term", observed=True)["n"].sum()
    common = size.index[size >= min_count]
    kept = counts[counts["term"].isin(common)].astype({"term": "str"})
    out, sensitivity = [], []
    for group in groups:
        options: dict[str, Any] = {"unit": unit, "min_units": min_units, "random_state": seed}
        table = measures.keyness(
            kept, passages, belongs, group, alpha0=alpha0, permutations=permutations, **options
        )
        out.append(table)
        first = set(table["term"].head(top))
        for other in alpha0_tried:
            tried = measures.keyness(
                kept, passages, belongs, group, alpha0=other, permutations=1, **options
            )
            shared = len(first & set(tried["term"].head(top))) / top
            sensitivity.append({"group": group, "alpha0": other, "shared": shared, "top": top})
    prior = pd.DataFrame(sensitivity, columns=["group", "alpha0", "shared", "top"])
    whole = pd.concat(out, ignore_index=True)
    counted: dict[str, Any] = {"tokens_kept": round(float(size[size >= min_count].sum() / size.sum()), 6)}
    for group, part in whole.groupby("group", sort=True):
        counted[f"{group}_terms"] = len(part)
        counted[f"{group}_z_beyond_2"] = int((part["z"].abs() > 2).sum())
        counted[f"{group}_below_tenth"] = int((part["q"] < 0.1).sum())
    leading = pd.concat(
        [
            end
            for _, part in whole.groupby("group", sort=True)
            for end in (part.head(top), part.tail(top))
        ],
        ignore_index=True,
    )
    return {
        "keyness": whole,
        "keyness_by_group": leading,
        "prior": check(prior, "prior"),
        "facts_by_keyness": _facts(counted, "keyness"),
    }


def tfidf(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    by: str = "bloc",
) -> Tables:
    """TF-IDF of the framings in each group, weighed among all terms."""
    grouped = _grouped(passages, by, memberships, organizations)
    table = measures.tfidf(counts, grouped, by=by, terms=[f"<{f}>" for f in framings])
    return {f"tfidf_by_{by}": table}


def dispersion(
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    by: str = "organization",
) -> Tables:
    """How evenly each framing is spread over the parts of the corpus."""
    table = measures.dispersion(counts, passages, by=by)
    table = table[table["term"].isin([f"<{f}>" for f in framings])]
    return {f"dispersion_by_{by}": table.reset_index(drop=True)}


def topic_models(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    framings: Sequence[str],
    organizations: Sequence[str] = (),
    memberships: str | None = None,
    engine: str = "cvb0",
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
    spread = measures.dispersion(counts, passages, by="organization", min_count=min_sections)
    clumped = spread.loc[spread["dp_norm"] > max_dispersion, "term"]
    places = [t for t in clumped if not t.startswith("<")]
    words = topics.prepare_topics(
        counts,
        section_tokens=section_tokens,
        min_sections=min_sections,
        max_share=max_share,
        drop=[*places, *drop],
    )
    jobs = _jobs()
    stream = [int(s) for s in np.random.default_rng(seed).integers(1, 2**31, max(seeds, grid_seeds))]
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
    blocs = _grouped(home, "bloc", memberships, organizations) if organizations else None
    out = {
        "model_selection": pd.concat(selection, ignore_index=True),
        "topic_terms": topics.topic_terms(model),
        "topic_stability": stability,
        "topic_framings": _only(topics.topic_framings(model, words), framings),
        "topic_prevalence_by_period": topics.topic_prevalence(
            model, home, by="corpus", over="period", unit=unit, level=level, random_state=seed
        ),
    }
    if blocs is not None:
        out["topic_prevalence_by_bloc"] = topics.topic_prevalence(
            model, blocs, by="bloc", unit=unit, level=level, random_state=seed
        )
    vocabulary = {
        "sections": len(words.rows),
        "terms": len(words.terms),
        "tokens_kept": round(words.tokens_kept, 6),
        "places_left_out": len(places),
        "tokens_per_section": float(np.median(model.tokens)),
        "chosen": chosen,
        "recurring": int((stability["recurs"] == "yes").sum()),
        "mean_jaccard": round(float(stability["jaccard"].mean()), 3),
        "runs": len(runs),
        "reported_seed": stream[best],
    }
    out["facts_by_topics"] = _facts(vocabulary, "topic_models")
    return out


def _only(table: pd.DataFrame, framings: Sequence[str]) -> pd.DataFrame:
    return table[table["framing"].isin(list(framings))].reset_index(drop=True)


def _jobs() -> int:
    return int(os.environ.get("TOPOI_JOBS", "0")) or os.cpu_count() or 1


def voices(
    *, bundle: str | None = None, documents: str | None = None, labels: Mapping[str, str] | None = None
) -> Tables:
    """Who says which framing in which voice, in a handful of documents read closely."""
    if bundle is None and documents is None:
        raise StudyError("study.toml: [voices] needs bundle = \"NAME\" or documents = \"FOLDER\".")
    whole = read_bundle(bundle) if bundle else _from_documents(documents, None, None)
    passages, mentions = whole.passages, whole.mentions
    speaker = passages["speaker"].fillna("unknown")
    speaker = speaker.where(passages["voice"] != "narration", "outlet")
    passages = passages.assign(speaker=speaker)
    said = mentions.merge(passages[["passage", "document", "voice", "speaker", "organization"]], on="passage")
    keys = ["document", "framing", "voice", "speaker"]
    counted = said.groupby(keys, sort=True).size().rename("mentions").reset_index()
    exposure = passages.groupby(["document", "voice", "speaker"])["words"].sum().reset_index()
    body = passages.dropna(subset=["organization"]).drop_duplicates(["document", "speaker"])
    table = counted.merge(exposure, on=["document", "voice", "speaker"])
    table = table.merge(body[["document", "speaker", "organization"]], how="left", on=["document", "speaker"])
    return {
        "voices": check(table, "voices"),
        "statements": check(_statements(whole, passages, mentions, labels or {}), "statements"),
        "facts_by_voices": _facts(_voice_facts(whole, passages, said), "voices"),
    }


def _voice_facts(whole: Bundle, passages: pd.DataFrame, said: pd.DataFrame) -> dict[str, Any]:
    words = passages.groupby("voice")["words"].sum()
    voice = said.groupby("voice").size()
    out: dict[str, Any] = {
        "documents": len(whole.documents),
        "words": int(words.sum()),
        "mentions": len(said),
        "framings": said["framing"].nunique(),
        "dated": int(whole.documents["date"].notna().sum()),
        "removed": sum(whole.manifest["removed"].values()),
        "removed_kinds": len(whole.manifest["removed"]),
    }
    for name in ("speech", "quotation", "reported", "narration"):
        out[f"words_{name}"] = int(words.get(name, 0))
        out[f"mentions_{name}"] = int(voice.get(name, 0))
    return out


def _statements(
    whole: Bundle, passages: pd.DataFrame, mentions: pd.DataFrame, labels: Mapping[str, str]
) -> pd.DataFrame:
    unknown = sorted(set(labels) - set(whole.documents["document"]))
    if unknown:
        raise StudyError(f"study.toml: [voices] labels '{unknown[0]}', which is no document there.")
    home = mentions["passage"].map(passages.set_index("passage")["document"])
    rows = []
    for document in whole.documents.itertuples(index=False):
        mine = passages[passages["document"] == document.document]
        spoken = mine[mine["voice"] != "narration"]
        rows.append(
            {
                "document": document.document,
                "label": labels.get(document.document, document.document),
                "date": document.date,
                "outlet": document.outlet,
                "words": int(mine["words"].sum()),
                "attributed": int(spoken.loc[spoken["speaker"] != "unknown", "words"].sum()),
                "speakers": int(spoken["speaker"].nunique()),
                "mentions": int((home == document.document).sum()),
            }
        )
    return pd.DataFrame(rows)


def _facts(values: Mapping[str, Any], source: str) -> pd.DataFrame:
    rows = [{"fact": k, "value": str(v), "source": source} for k, v in values.items()]
    return check(pd.DataFrame(rows, columns=["fact", "value", "source"]), "facts")


_PRINTED = ("gensim", "matplotlib", "numpy", "pandas", "pymorphy3", "scikit-learn", "scipy", "simplemma", "typst")


def facts(
    documents: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame,
    counts: pd.DataFrame,
    problems: pd.DataFrame,
    *,
    framings: Sequence[str],
) -> Tables:
    """Sizes of the corpus, and what was mended or is missing in it."""
    spoken = passages.groupby("document")["words"].sum()
    mine = mentions[mentions["framing"].isin(list(framings))]
    years = documents["year"].dropna()
    values = {
        "documents": len(documents),
        "organizations": documents["organization"].nunique(),
        "speakers": passages["speaker"].nunique(),
        "documents_without_speaker": int(
            (~documents["document"].isin(passages.loc[passages["speaker"].notna(), "document"])).sum()
        ),
        "passages": len(passages),
        "words": int(passages["words"].sum()),
        "median_words": int(spoken.median()),
        "shortest": int(spoken.min()),
        "longest": int(spoken.max()),
        "terms": counts["term"].nunique(),
        "first_year": int(years.min()) if len(years) else "unknown",
        "last_year": int(years.max()) if len(years) else "unknown",
        "framings": len(framings),
        "mentions": len(mine),
        "mentions_all": len(mentions),
        "documents_with_mention": int(
            mine["passage"].map(passages.set_index("passage")["document"]).nunique()
        ),
        "names_used": int((mine["use"] == "name").sum()),
        "rate_per": measures.rates.PER,
        "fewest_units": measures.intervals.FEWEST_UNITS,
        "prior_weight": measures.intervals.PRIOR_WEIGHT,
        **{f"version_{name}": version(name) for name in _PRINTED},
    }
    kept = problems[problems["document"].isna() | problems["document"].isin(documents["document"])]
    for kind, part in kept.groupby("problem", sort=True):
        values[f"problem_{kind}"] = len(part)
        values[f"problem_{kind}_count"] = int(part["count"].sum())
    return {"facts": _facts(values, "documents, passages, mentions, counts, problems")}


STAGES: dict[str, Callable[..., Tables]] = {
    "corpus": corpus,
    "facts": facts,
    "rates": rates,
    "contrasts": contrasts,
    "keyness": keyness,
    "tfidf": tfidf,
    "dispersion": dispersion,
    "voices": voices,
    "topic_models": topic_models,
}


def tables_of(name: str, options: Mapping[str, Any]) -> list[str]:
    """Names of the tables that a stage makes with these parameters."""
    if name == "rates":
        return [f"rates_by_{g}" for g in options["groupings"]]
    if name in ("tfidf", "dispersion"):
        return [f"{name}_by_{options['by']}"]
    if name == "topic_models":
        out = ["model_selection", "topic_terms", "topic_stability", "topic_framings"]
        out += ["topic_prevalence_by_period", "facts_by_topics"]
        return [*out, "topic_prevalence_by_bloc"] if options["organizations"] else out
    return {
        "corpus": ["documents", "passages", "mentions", "counts", "problems"],
        "facts": ["facts"],
        "contrasts": ["contrasts", "influence", "facts_by_contrasts"],
        "keyness": ["keyness", "keyness_by_group", "prior", "facts_by_keyness"],
        "voices": ["voices", "statements", "facts_by_voices"],
    }[name]

