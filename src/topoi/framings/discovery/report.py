"""What is said of a candidate: wordings, counts, who, when, and what it was found by."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ...tables import empty
from .evidence import CEREMONY, NAME, Evidence
from .ranking import Ranking
from .screening import Screened
from .shuffles import Floats
from .testing import Scanned
from .words import Ints

VARIANTS, SPEAKERS = 12, 5  # most that are listed
LISTED = "; "


def describe(
    evidence: Evidence, screened: Screened, scanned: Scanned, ranking: Ranking
) -> pd.DataFrame:
    """One row a candidate, by rank, then what was left out."""
    rows = screened.rows.sort_values("key", kind="stable")
    at = np.searchsorted(rows["key"], np.arange(len(screened.kept) + 1))
    columns = {name: rows[name].to_numpy() for name in ("phrase", "passage", "n")}
    places = _Places.of(evidence)
    out: list[dict[str, Any]] = []
    taken: set[str] = set()
    for joined in (ranking.admitted, ranking.left_out):
        for rank, (lead, others) in enumerate(joined, 1):
            spans = [slice(at[k], at[k + 1]) for k in (lead, *others)]
            here = {c: np.concatenate([v[span] for span in spans]) for c, v in columns.items()}
            row: dict[str, Any] = {"rank": rank if joined is ranking.admitted else None}
            of_lead = {c: v[spans[0]] for c, v in columns.items()}
            words = evidence.keys[screened.kept[lead]].replace("|", " ")
            row |= _wordings(evidence, of_lead, here, taken, words)
            taken.add(row["phrase"])
            row |= _findings(scanned, ranking, lead)
            row |= {"statistic": ranking.best[lead], "company": screened.company[lead]}
            row |= {"binding": screened.binding[lead], "score": ranking.score[lead]}
            row |= _counts(evidence, places, here)
            row |= _first(evidence, places, here)
            row |= {"names": screened.names[lead], "ceremony": screened.ceremony[lead]}
            row["left_out"] = None if joined is ranking.admitted else _reason(screened, lead)
            out.append(row)
    return pd.DataFrame(out) if out else empty("candidates")


class _Places(NamedTuple):
    """Of each passage: its speech, unit, speaker, and place in the order of time."""

    speech: Ints
    unit: Ints
    speaker: Ints
    order: Ints
    words: Ints  # by unit

    @classmethod
    def of(cls, evidence: Evidence) -> _Places:
        home, speeches = evidence.passages, evidence.speeches
        speech = home["speech"].to_numpy()
        when = speeches.loc[speech, ["period", "time", "day", "document"]].reset_index(drop=True)
        order = np.empty(len(home), dtype=np.int64)
        order[when.sort_values(list(when), kind="stable").index] = np.arange(len(home))
        speaker = home["speaker"] if "speaker" in home else home["speech"]
        words = np.bincount(
            speeches["unit"], speeches["words"].to_numpy(float), len(evidence.units)
        )
        unit = speeches["unit"].to_numpy()[speech]
        return cls(speech, unit, pd.factorize(speaker)[0], order, words)


def _most(labels: Ints, n: Ints) -> tuple[Ints, Ints]:
    """The different labels and their numbers, the most frequent first."""
    found, at = np.unique(labels, return_inverse=True)
    total = np.bincount(at.ravel(), n).astype(np.int64)
    order = np.argsort(-total, kind="stable")
    return found[order], total[order]


def _wordings(
    evidence: Evidence, lead: dict[str, Ints], here: dict[str, Ints], taken: set[str], words: str
) -> dict[str, Any]:
    """The wordings of all that are joined; and the leader's most frequent that is left, else its words."""
    names = [evidence.phrases[i] for i in _most(here["phrase"], here["n"])[0]]
    own = [evidence.phrases[i] for i in _most(lead["phrase"], lead["n"])[0]]
    return {
        "phrase": next((name for name in own if name not in taken), words),
        "variants": LISTED.join(names[:VARIANTS]),
        "wordings": len(names),
    }


def _findings(scanned: Scanned, ranking: Ranking, lead: int) -> dict[str, Any]:
    """By which test it is found, and what each kind of test says at its best."""
    p, alone = ranking.p, ranking.alone
    best: dict[str, tuple[float, float, float, str]] = {}
    for j, (kind, name) in enumerate(scanned.tests):
        side = "trend" if kind in ("rise", "fall") else kind
        label = name if side == "group" else f"{kind} {name}"
        value = -float(scanned.observed[lead, j])
        found = (float(alone[lead, j]), value, float(p[lead, j]), label)
        best[side] = min(best.get(side, found), found)
    missing = (np.nan, np.inf, np.nan, None)
    group, trend = best.get("group", missing), best.get("trend", missing)
    kind = min(best, key=lambda side: best[side])
    moved, _, period = (trend[3] or "").partition(" ")
    return {
        "found_by": moved if kind == "trend" else kind,
        "q": float(ranking.q[lead]),
        "p": min(value[2] for value in best.values()),
        "p_speakers": best["speakers"][2],
        "group": group[3] if group[1] < 0 else None,
        "p_group": group[2] if group[1] < 0 else np.nan,
        "trend": moved if trend[1] < 0 else None,
        "period": period if trend[1] < 0 else None,
        "p_trend": trend[2] if trend[1] < 0 else np.nan,
    }


def _counts(evidence: Evidence, places: _Places, here: dict[str, Ints]) -> dict[str, Any]:
    """How often, in how many documents, by whom, how evenly."""
    used, at = np.unique(here["passage"], return_inverse=True)
    once = np.zeros(len(used), dtype=np.int64)
    np.maximum.at(once, at.ravel(), here["n"])  # overlapping wordings are one occurrence
    speeches = np.unique(places.speech[used])
    said, times = _most(evidence.speeches["unit"].to_numpy()[speeches], np.ones_like(speeches))
    shown = zip(said[:SPEAKERS], times, strict=False)
    speakers = places.speaker[used]
    return {
        "n": int(once.sum()),
        "documents": int(evidence.speeches["document"].iloc[speeches].nunique()),
        "units": len(said),
        "speakers": len(np.unique(speakers[speakers >= 0])),
        "dp_norm": _dp_norm(np.bincount(places.unit[used], once, len(places.words)), places.words),
        "largest": float(times[0] / times.sum()),
        "said_by": LISTED.join(f"{evidence.units[u]} ({n})" for u, n in shown),
    }


def _dp_norm(counts: Floats | Ints, sizes: Floats | Ints) -> float:
    """Gries' deviation of proportions over its largest value.

    >>> round(_dp_norm(np.array([5.0, 5.0, 0.0]), np.array([10.0, 10.0, 20.0])), 4)
    0.6667
    """
    share = sizes / sizes.sum()
    largest = 1 - share[share > 0].min()
    return float(np.abs(counts / counts.sum() - share).sum() / 2 / largest)


def _first(evidence: Evidence, places: _Places, here: dict[str, Ints]) -> dict[str, Any]:
    """The first use, as far as days and years are known."""
    passage = here["passage"][places.order[here["passage"]].argmin()]
    speech = evidence.speeches.iloc[places.speech[passage]]
    year = evidence.times[int(speech["time"])]
    home = evidence.passages
    speaker = home["speaker"].iloc[passage] if "speaker" in home else None
    return {
        "first_date": speech["day"],
        "first_year": year if year > 0 else None,
        "first_document": speech["document"],
        "first_speaker": speaker if isinstance(speaker, str) else None,
    }


def _reason(screened: Screened, key: int) -> str:
    if screened.names[key] >= NAME:
        return "name"
    return "ceremony" if screened.ceremony[key] >= CEREMONY else "alone"
