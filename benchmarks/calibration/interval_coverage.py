"""How often the 95 % intervals of rates hold the true rate, and how wide they are.

    python benchmarks/calibration/interval_coverage.py [--cells bundle/both] [--sources ../shared] [--workers 2]

A cell is a source, what is sampled, and how many: `bundle/delegation/20`. 2,000 samples are drawn of
each, and five phrases counted in them that occur .1, .3, 1, 3 and 10 times in a speech: of the words of
the source, the one nearest to each, the first in the alphabet of several. The rows of a cell depend on
its name alone (a seed is made of it), so that any can be run again without the others. In all they take some
six minutes of the processor; those of `ungdc` are run only where the raw files are.

Sources: `ungdc`, the General Debate of 1946 to 2024, 200 delegations in 79 sessions (raw files); `bundle`, the
General Debate that ships with topoi, 35 delegations in 33 sessions; `moderate` and `strong`, counts of a
gamma-Poisson model whose truth is known, phrases with a squared coefficient of variation of 1 and of 3
between units (as framings have in the bundle), other words about .5, and .5 within units.

Sampled: `iid`, single speeches; `delegation` and `session`, all speeches of as many of these; `both`, as
many of each, and the speeches of the one at the other. Units are drawn with replacement, so that
the source is the population. Units are clusters of the interval; for `both` they are of two kinds.

Intervals: topoi's, with the vocabulary of the same sample (200 words, evenly from rare to common); the
exact Poisson one (Garwood 1936); the percentile bootstrap of units (of delegations for `both`); the
linearised variance with Student's quantile (two-way for `both`). Widths are means, relative to the true
rate. `alike` are the words of the vocabulary at most 1.8 times as rare or as common as the phrase:
how many, their mean coverage by topoi, the share whose coverage is within .92 and .98.
"""

from __future__ import annotations

import argparse
import re
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.special import stdtrit

import topoi
from topoi.measures.clumping import (
    clumped_limits,
    clumping_curve,
    shrunk_clumping,
)
from topoi.measures.intervals import rate_limits

FREQUENCIES = (0.1, 0.3, 1.0, 3.0, 10.0)  # of the phrases, per speech
SAMPLED = ("iid", "delegation", "session", "both")
SIZES = (20, 50, 200)
SIMULATED = {"moderate": 1.0, "strong": 3.0}  # squared coefficient of variation between units
SPEECHES = {"iid": 1, "delegation": 10, "session": 30, "both": 10}  # of a simulated unit
WITHIN = 0.5  # squared coefficient of variation of a word within units
SAMPLES, RESAMPLES, WORDS, ALIKE = 2000, 399, 200, 1.8
RAW = Path("corpora/ungdc/ungdc_1946-2024_TXT.tar.gz")
RESULTS = Path(__file__).with_suffix(".csv")


class Population(NamedTuple):
    """Speeches: counts of the phrases and of the vocabulary in each, words, delegation, session."""

    names: list[str]
    counts: np.ndarray
    words: np.ndarray
    delegation: np.ndarray
    session: np.ndarray


class Draw(NamedTuple):
    """One sample: totals and variances of all columns, words; units of the phrases for resampling."""

    totals: np.ndarray
    jackknife: np.ndarray
    linearised: np.ndarray
    words: float
    of_units: np.ndarray
    unit_words: np.ndarray


def variances(counts: np.ndarray, words: np.ndarray, times: np.ndarray) -> tuple:
    """Jackknife and linearised variance of each column's total, rows occurring `times` times.

    The first is `topoi.measures.clumping.ratio_variance` of rows that are so often repeated.
    """
    n, total = times.sum(), times @ words
    squares = (counts - np.outer(words, times @ counts / total)) ** 2
    enlarged = (n - 1) / n / (1 - words / total) ** 2
    return (times * enlarged) @ squares, n / (n - 1) * times @ squares


def chosen(names: np.ndarray, totals: np.ndarray, speeches: int) -> list[int]:
    """The phrases, and the vocabulary: the words nearest to evenly spaced logarithms of frequency."""
    order = np.lexsort((names, totals))
    logs = np.log(totals[order] / speeches)
    taken: list[int] = []
    for frequency in (*FREQUENCIES, *np.geomspace(0.03, 30, WORDS)):
        far = np.abs(logs - np.log(frequency))
        far[taken] = np.inf
        taken.append(int(far.argmin()))
    return order[taken].tolist()


def population(names, counts: sp.csc_matrix, words, delegation, session) -> Population:
    totals = np.asarray(counts.sum(axis=0)).ravel()
    columns = chosen(np.asarray(names), totals, counts.shape[0])
    numbered = [np.unique(ids, return_inverse=True)[1] for ids in (delegation, session)]
    return Population(
        [str(names[c]) for c in columns],
        counts[:, columns].toarray().astype("float64"),
        np.asarray(words, dtype="float64"),
        *numbered,
    )


@cache
def bundle() -> Population:
    """Words of the shipped General Debate, as the study counts them."""
    whole = topoi.read_bundle("un-general-debate")
    passages = topoi.join_documents(whole.passages, whole.documents)
    speeches = passages.groupby("document").agg(
        words=("words", "sum"), organization=("organization", "first"), year=("year", "first")
    )
    at = pd.Series(range(len(speeches)), index=speeches.index)
    rows = whole.counts["passage"].map(passages.set_index("passage")["document"].map(at))
    terms = whole.counts["term"].astype("str").astype("category")
    counts = sp.csc_matrix((whole.counts["n"].astype("float64"), (rows, terms.cat.codes)))
    names = terms.cat.categories.to_numpy(dtype=object)
    return population(names, counts, speeches["words"], speeches["organization"], speeches["year"])


@cache
def ungdc(sources: str) -> Population:
    """Words of all speeches, from the raw archive."""
    word, known = re.compile(r"[^\W\d_]+"), {}
    delegation, session, words, rows, columns, n = [], [], [], [], [], []
    with tarfile.open(Path(sources) / RAW) as archive:
        for member in archive:
            name = re.search(r"/([A-Z]{2,4})_(\d+)_\d{4}\.txt$", member.name)
            if name and "/._" not in member.name:
                text = archive.extractfile(member).read().decode("utf-8", "replace").lower()
                found = Counter(word.findall(text))
                if found:
                    rows += [len(words)] * len(found)
                    columns += [known.setdefault(w, len(known)) for w in found]
                    n += found.values()
                    delegation.append(name[1])
                    session.append(int(name[2]))
                    words.append(found.total())
    counts = sp.csc_matrix((n, (rows, columns)))
    return population(np.array(list(known), dtype=object), counts, words, delegation, session)


def drawn_units(units, size: int, rng) -> Iterator[Draw]:
    """Samples of units (of speeches if there are none), each with all its speeches."""
    whole, kinds = units
    counts, words = whole.counts, whole.words
    if kinds is not None:
        gather = sp.csr_matrix((np.ones(len(words)), (kinds, np.arange(len(words)))))
        counts, words = gather @ counts, gather @ words
    while True:
        at = rng.integers(0, len(words), size)
        x, t = counts[at], words[at]
        yield one_way(x, t)


def one_way(x: np.ndarray, t: np.ndarray) -> Draw:
    phrases = len(FREQUENCIES)
    return Draw(x.sum(axis=0), *variances(x, t, np.ones(len(t))), t.sum(), x[:, :phrases], t)


def two_way(x, t, a, b, times_a, times_b) -> Draw:
    """A sample of units of two kinds, each so many times; rows are pairs, `a` and `b` their units."""
    rows = np.arange(len(t))
    by_a = sp.csr_matrix((times_b[b], (a, rows)), shape=(len(times_a), len(t)))
    by_b = sp.csr_matrix((times_a[a], (b, rows)), shape=(len(times_b), len(t)))
    pairs = times_a[a] * times_b[b]
    of_a, words_a = by_a @ x, by_a @ t
    parts = np.array(
        [
            variances(of_a, words_a, times_a),
            variances(by_b @ x, by_b @ t, times_b),
            variances(x, t, pairs),
        ]
    )
    both = np.maximum(parts[0] + parts[1] - parts[2], np.maximum(parts[0], parts[1]))
    copies = np.repeat(np.arange(len(times_a)), times_a.astype(int))
    return Draw(
        times_a @ of_a, *both, times_a @ words_a, of_a[copies, : len(FREQUENCIES)], words_a[copies]
    )


def drawn_both(whole: Population, size: int, rng) -> Iterator[Draw]:
    """Samples of delegations and of sessions, with the speeches of the ones at the others."""
    kinds = [ids.max() + 1 for ids in (whole.delegation, whole.session)]
    while True:
        a, b = (rng.multinomial(size, np.full(k, 1 / k)).astype(float) for k in kinds)
        kept = np.flatnonzero(a[whole.delegation] * b[whole.session])
        pairs = whole.delegation[kept], whole.session[kept]
        yield two_way(whole.counts[kept], whole.words[kept], *pairs, a, b)


def simulated(strength: float, sampled: str, size: int, rng) -> Iterator[Draw]:
    """Samples of a gamma-Poisson model; sessions vary half as much as delegations in `both`."""
    other = np.geomspace(0.03, 30, WORDS // 4)
    rates = np.concatenate([FREQUENCIES, other])
    between = np.concatenate(
        [np.full(len(FREQUENCIES), strength), rng.lognormal(np.log(0.5), 0.8, len(other))]
    )
    speeches = SPEECHES[sampled]
    a = np.repeat(np.arange(size), speeches)
    b = (7 * a + np.tile(np.arange(speeches), size)) % size
    each = np.ones(size)
    while True:
        words = rng.lognormal(0, 0.4, (size, speeches))
        rate = rates * rng.gamma(1 / between, between, (size, len(rates)))
        t = words.ravel() if sampled == "both" else words.sum(axis=1)
        if sampled == "both":
            half = between / 2
            rate = rate[a] * rng.gamma(1 / half, half, (size, len(rates)))[b]
        own = rng.gamma(t[:, None] / WITHIN, WITHIN / t[:, None], rate.shape)
        x = rng.poisson(rate * own * t[:, None]).astype(float)
        yield two_way(x, t, a, b, each, each) if sampled == "both" else one_way(x, t)


def limits(draws: list[Draw], size: int, rng) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Limits by each method (samples, columns); the bootstrap of the phrases only."""
    x = np.array([d.totals for d in draws])
    t = np.array([[d.words] for d in draws])
    phrases = len(FREQUENCIES)
    clumping = np.empty(x.shape)
    for row, draw in enumerate(draws):
        with np.errstate(divide="ignore", invalid="ignore"):
            phi = np.where(draw.totals > 0, draw.jackknife / draw.totals, np.nan)
        curve = clumping_curve(draw.totals[phrases:], phi[phrases:])
        clumping[row] = shrunk_clumping(draw.totals, phi, curve)
    error = stdtrit(size - 1, 0.975) * np.sqrt([d.linearised for d in draws])
    times = rng.multinomial(size, np.full(size, 1 / size), RESAMPLES).astype(float)
    again = [(times @ d.of_units) / (times @ d.unit_words)[:, None] for d in draws]
    low, high = np.quantile(again, (0.025, 0.975), axis=1)
    return {
        "topoi": clumped_limits(x, t, clumping, np.array(float(size))),
        "poisson": rate_limits(x, t, np.array(1.0)),
        "bootstrap": (low, high),
        "sandwich": ((x - error) / t, (x + error) / t),
    }


def measured(cell: str, sources: str = "") -> pd.DataFrame:
    """The rows of one cell."""
    source, sampled, size = cell.split("/")
    n, rng = int(size), np.random.default_rng(zlib.crc32(cell.encode()))
    if source in SIMULATED:
        draws = simulated(SIMULATED[source], sampled, n, rng)
        truth = np.concatenate([FREQUENCIES, np.geomspace(0.03, 30, WORDS // 4)])
        names = [f"{frequency:g} a speech" for frequency in FREQUENCIES]
        per_speech = truth
    else:
        whole = bundle() if source == "bundle" else ungdc(sources)
        names, totals = whole.names, whole.counts.sum(axis=0)
        truth, per_speech = totals / whole.words.sum(), totals / len(whole.words)
        kinds = {"iid": None, "delegation": whole.delegation, "session": whole.session}
        draws = (
            drawn_both(whole, n, rng)
            if sampled == "both"
            else drawn_units((whole, kinds[sampled]), n, rng)
        )
    taken = [draw for _, draw in zip(range(SAMPLES), draws, strict=False)]
    found = limits(taken, n, rng)
    phrases, rows = len(FREQUENCIES), []
    low, high = found["topoi"]
    held = ((low <= truth) & (truth <= high)).mean(axis=0)
    for j in range(phrases):
        ratio = per_speech[phrases:] / per_speech[j]
        alike = held[phrases:][(ratio >= 1 / ALIKE) & (ratio <= ALIKE)]
        row = {"source": source, "sampled": sampled, "units": n, "phrase": names[j]}
        row |= {"per_speech": per_speech[j]}
        row |= {"mentions": np.mean([d.totals[j] for d in taken]), "samples": len(taken)}
        for method, (below, above) in found.items():
            inside = (below[:, j] <= truth[j]) & (truth[j] <= above[:, j])
            row[f"coverage_{method}"] = inside.mean()
            row[f"width_{method}"] = (above[:, j] - below[:, j]).mean() / truth[j]
        row |= {"alike": len(alike), "coverage_alike": alike.mean()}
        rows.append(row | {"within_alike": ((alike >= 0.92) & (alike <= 0.98)).mean()})
    return pd.DataFrame(rows).round(4)


def cells(wanted: str = "", raw: bool = True) -> list[str]:
    sources = (*SIMULATED, "bundle", *(["ungdc"] if raw else []))
    every = [f"{a}/{b}/{n}" for a in sources for b in SAMPLED for n in SIZES]
    return [cell for cell in every if cell.startswith(wanted)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cells", default="", help="beginning of their names, as in bundle/both")
    parser.add_argument("--sources", default="../shared", help="folder of the raw files")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", default=RESULTS, type=Path)
    options = parser.parse_args()
    wanted = cells(options.cells, raw=(Path(options.sources) / RAW).exists())
    with ProcessPoolExecutor(options.workers) as pool:
        rows = list(pool.map(partial(measured, sources=options.sources), wanted))
    table = pd.concat(rows)
    if options.out.exists():
        before = pd.read_csv(options.out)
        key = ["source", "sampled", "units"]
        kept = ~pd.MultiIndex.from_frame(before[key]).isin(pd.MultiIndex.from_frame(table[key]))
        table = pd.concat([before[kept], table])
    order = {name: i for i, name in enumerate([*SIMULATED, "bundle", "ungdc", *SAMPLED])}
    table = table.sort_values(
        ["source", "sampled", "units", "per_speech"],
        key=lambda c: c.map(order) if c.name in ("source", "sampled") else c,
    )
    table.to_csv(options.out, index=False)


if __name__ == "__main__":
    main()
