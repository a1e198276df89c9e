"""Discovery measured: known framings left out of the lexicon, shuffled speeches, and the time it takes.

    python benchmarks/framings/discovery.py --sources ../shared     # from the raw files
    python benchmarks/framings/discovery.py                         # from the shipped bundle

The ten framings are the ten most mentioned of the study's family; all with 25 mentions or more are
parted by a hash of their names into a half to develop with and a half to test with. Two nulls: speeches dealt out
anew among delegations within periods (speakers and groups are tested), and among all delegations
and years (everything is tested).
"""

from __future__ import annotations

import argparse
import hashlib
import time
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd

import topoi
from topoi.framings import count_phrases, find_candidates, leave_one_out
from topoi.framings.discovery.evidence import Evidence, gather
from topoi.framings.discovery.screening import screen
from topoi.framings.discovery.testing import make_shuffles, scan
from topoi.study.bundles import cook, read_bundle

STUDY = tomllib.loads((Path(__file__).parents[2] / "study.toml").read_text("utf-8"))
OFTEN = 25  # mentions of a framing that ought to come back
BY = {"unit": "organization", "over": "period"}


def corpus(sources: str | None) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Phrases, passages with their periods, and mentions."""
    name = STUDY["corpus"]["bundle"]
    bundle = cook(name, sources) if sources else read_bundle(name)
    began = time.perf_counter()
    if sources:
        phrases = count_phrases(bundle.passages, bundle.mentions, unit="organization")
        print(f"count_phrases: {time.perf_counter() - began:.1f} s, {len(phrases)} rows")
    else:
        phrases = bundle.phrases
    passages = topoi.join_documents(
        bundle.passages.drop(columns="text", errors="ignore"), bundle.documents
    )
    first, last = STUDY["corpus"]["years"]
    passages = passages[passages["year"].between(first, last)]
    return (
        phrases,
        topoi.join_periods(passages, STUDY["corpus"]["periods"], last=last),
        bundle.mentions,
    )


def ten_most_mentioned(mentions: pd.DataFrame) -> list[str]:
    """Of the study's family."""
    counts = mentions["framing"].value_counts()
    return [name for name in counts.index if name in STUDY["study"]["framings"]][:10]


def half(framing: str) -> str:
    """By the first byte of the SHA-256 of the name: even or odd."""
    odd = hashlib.sha256(framing.encode()).digest()[0] % 2
    return "test" if odd else "development"


def dealt_anew(evidence: Evidence, within: bool, rng: np.random.Generator) -> Evidence:
    """The same places of delegations and years, with the speeches dealt out anew among them."""
    speeches = evidence.speeches
    period = speeches["period"].to_numpy() if within else np.zeros(len(speeches))
    to = np.empty(len(speeches), dtype=np.int64)
    to[np.lexsort((rng.random(len(speeches)), period))] = np.argsort(period, kind="stable")
    words = np.empty(len(speeches), dtype=np.int64)
    words[to] = speeches["words"]
    return evidence._replace(
        rows=evidence.rows.assign(speech=to[evidence.rows["speech"]]),
        passages=evidence.passages.assign(speech=to[evidence.passages["speech"]]),
        speeches=speeches.assign(words=words),
    )


def share_with_candidates(
    evidence: Evidence, mentions: pd.DataFrame, belongs: pd.DataFrame, *, within: bool, runs: int
) -> None:
    """Print the share of runs in which the corpus passes (then candidates may come out), with its interval."""
    if within:
        evidence = evidence._replace(periods=["all"])
    hits = 0
    for run in range(runs):
        rng = np.random.default_rng([7, within, run])
        shuffled = dealt_anew(evidence, within, rng)
        screened = screen(shuffled, mentions, (), 3)
        shuffles = make_shuffles(shuffled, belongs, 99, int(rng.integers(2**31)))
        scanned = scan(shuffled, shuffles, screened, 3, np.flatnonzero(screened.eligible))
        hits += bool((scanned.p() <= 0.05).any())
    share, z = hits / runs, 1.96
    middle = (share + z * z / 2 / runs) / (1 + z * z / runs)
    half = z / (1 + z * z / runs) * np.sqrt(share * (1 - share) / runs + z * z / 4 / runs**2)
    what = "within periods" if within else "everywhere"
    print(
        f"dealt out {what}: {hits} of {runs} runs, {share:.3f} ({middle - half:.3f}-{middle + half:.3f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", help="the folder of raw files; default: the shipped bundle")
    parser.add_argument("--runs", type=int, default=200, help="shuffled corpora of each kind")
    options = parser.parse_args()
    phrases, passages, mentions = corpus(options.sources)
    belongs = topoi.memberships_by_year(
        topoi.read_memberships(),
        range(STUDY["corpus"]["years"][0], STUDY["corpus"]["years"][1] + 1),
    )
    belongs = belongs[belongs["organization"].isin(STUDY["study"]["organizations"])]
    seed = {"belongs": belongs, "random_state": STUDY["study"]["seed"], **BY}
    find_candidates(phrases, passages, mentions, permutations=19, **seed)  # compiles
    began = time.perf_counter()
    found = find_candidates(phrases, passages, mentions, **seed)
    print(
        f"find_candidates: {time.perf_counter() - began:.1f} s, {found['rank'].notna().sum()} candidates"
    )
    began = time.perf_counter()
    ten = ten_most_mentioned(mentions)
    back = leave_one_out(phrases, passages, mentions, framings=ten, **seed)
    print(f"leave_one_out: {time.perf_counter() - began:.1f} s")
    print(back.to_string(index=False))
    counts = mentions["framing"].value_counts()
    names = list(counts.index[counts >= OFTEN])
    back = leave_one_out(phrases, passages, mentions, framings=names, top=10_000, **seed)
    back["half"] = back["framing"].map(half)
    print(back.to_string(index=False))
    ranks = back.set_index("half")["rank"]
    for top in (50, 100, 200):
        print(f"top {top}:", (ranks <= top).groupby(level=0).sum().to_dict())
    evidence = gather(phrases, passages, **BY)
    for within in (True, False):
        share_with_candidates(evidence, mentions, belongs, within=within, runs=options.runs)


if __name__ == "__main__":
    main()
