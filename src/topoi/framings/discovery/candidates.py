"""Phrases to candidates: which of them chance does not explain, nor a known framing."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check, need_columns
from .deciding import false_share, family_wise, pooled
from .evidence import (
    ALONE,
    CEREMONY,
    NAME,
    Evidence,
    at_the_edges,
    company,
    gather,
    names_in,
    unexplained,
    use_of,
    weighted,
)
from .report import describe
from .scan import NEVER, scan_speakers, scan_test
from .shuffles import Contrast, Floats, group_tests, shuffled_speakers, time_tests
from .words import Bools, Ints

PERMUTATIONS = 499
SHARED = 0.5  # of the passages of the rarer of two phrases, that they are joined
FEWER = 99  # shuffles for what is left out anyway
OFTEN = 2  # speeches a unit that a candidate is said in, at least


def find_candidates(
    phrases: pd.DataFrame,
    passages: pd.DataFrame,
    mentions: pd.DataFrame | None = None,
    *,
    belongs: pd.DataFrame | None = None,
    unit: str = "speaker",
    over: str | None = None,
    unknown: Collection[str] = (),
    min_units: int = 3,
    level: float = 0.05,
    permutations: int = PERMUTATIONS,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Find phrases that may be framings nobody listed, with their evidence, best first.

    Parameters
    ----------
    phrases : DataFrame
        Schema `phrases` (`count_phrases`). Occurrences that known framings explain are not counted.
    passages : DataFrame
        Schema `passages`, without text, each passage once; with the columns `unit` and `over`, and
        `year` or `date` where they are known (`topoi.join_documents`). Passages without a value in
        one of the two, and phrases of other passages, are left out.
    mentions : DataFrame, optional
        Schema `mentions`, found in these passages: the company that candidates are ranked by.
    belongs : DataFrame, optional
        Groups that are compared with everybody else: columns member (a value of `unit`) and
        organization, and year if memberships change (`topoi.memberships_by_year`). May overlap.
    unit : str, default "speaker"
        Column of the sampling unit: what is shuffled, and what has to share a phrase.
    over : str, optional
        Column of periods, whose values sort in the order of time; None: nothing is said of time.
    unknown : collection of str
        Framings to treat as if nobody had listed them.
    min_units : int, default 3
        A candidate is said by so many units at least, and in twice as many speeches; so many units
        must come back to it where it is found by its speakers.
    level : float, default 0.05
        Share of shuffled corpora in which a single candidate may come out; and expected share of
        false ones among candidates.
    permutations : int, default 499
        Shuffles.
    random_state : int, optional
        Seed of the shuffles.

    Returns
    -------
    DataFrame
        Schema `candidates`: one row a candidate, by `rank`; then, without a rank, the clearest of
        what was left out for the reason in `left_out`.

    Raises
    ------
    DataError
        A column is missing, a passage occurs twice, or an option is impossible.
    TooSmallError
        Fewer than four units speak.

    Notes
    -----
    *Pairs.* What is tested is a pair of content words (lemmas): all phrases that have both, in any
    inflection and order, whatever else is in them. So "rules-based order" and "rules-based
    international order" are tested and ranked by their joint counts. What counts is the speech (a
    unit in a document), which uses the pair or does not.

    *Tests.* Three, described in `topoi.framings.discovery.shuffles`; whole speeches, whole
    delegations and whole histories are shuffled, never words. (1) Speakers: minus the sum, over
    units but the heaviest, of the root of the number of their speeches with the pair: high where
    few units say it, and come back to it. (2) Groups: such roots, added up over members, beyond
    what their share of the words makes likely. (3) Time: the same in later against earlier
    speeches, for each period as the first later one, and the opposite. The root keeps one unit
    from deciding. All statistics are brought to one scale (`scan`).

    *Decided* in two steps. First the corpus: `p` is family-wise over all pairs and all tests, by the
    largest statistic of each test in each shuffle (Westfall & Young 1993). If no pair reaches
    `level`, there is no candidate: with units shuffled, candidates come out in a share `level` of
    corpora. Then the pair: its own p is the share of all pairs and shuffles that get as far, by
    Bonferroni over kinds of tests and over tests within a kind; candidates have `q` <= `level`, the
    expected share of false ones among those as clear (Benjamini & Hochberg 1995, whose bound holds
    for independent or positively dependent pairs). So `p` of a candidate may exceed `level`.

    *Left out*, by general means, before the tests: "name" if nine in ten of its content words are
    written with a capital; "ceremony" if at least half of its occurrences are in the first or last
    tenth of a speech; "alone" if its passages hold known framings no more often than expected, by
    one standard deviation (`company`; framings keep company). None of it depends on who speaks
    when. Their statistics rest on 99 shuffles only, and those with family-wise p <= `level` are listed.

    *Rank* is by `score`: statistic x `company` x root of `binding` x share of words without a
    capital (places and persons go down), in two lists: by who says it (speakers, groups) and by
    when (rise, fall). Ranks take from the two in turn. `company` is by how many standard deviations
    more passages hold a mention of a known framing than their length leads to expect; without
    `mentions` it neither ranks nor leaves out. `binding` is the larger of the shares that the pair
    has of the passages with either word: words of a set phrase, not words that meet; the root,
    because a framing of common words ("new threats") is one too.

    *Joined* into one candidate are pairs that share a word, and half of the passages of the rarer
    one; the best leads, and its statistics are given. Counts are of all: `n` counts the most
    frequent of overlapping wordings in each passage.

    It is weak where a phrase is rare, does not see single words ("hegemony"), nor what all say at
    all times; and it does not say what a phrase means.

    References
    ----------
    Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley.
    Benjamini, Y. & Hochberg, Y. (1995). doi:10.1111/j.2517-6161.1995.tb02031.x
    Gries, S. T. (2008). doi:10.1075/ijcl.13.4.02gri (`dp_norm`, over units).
    """
    _check_options(level, permutations, min_units)
    evidence = gather(phrases, passages, unit, over)
    shuffles = make_shuffles(evidence, belongs, permutations, random_state)
    screened = screen(evidence, mentions, unknown, min_units)
    scanned = scan(evidence, shuffles, screened, min_units)
    ranking = ranked(evidence, screened, scanned, level)
    return check(describe(evidence, screened, scanned, ranking), "candidates")


def _check_options(level: float, permutations: int, min_units: int) -> None:
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    if permutations < 1 or permutations + 1 < 1 / level:
        raise DataError(
            f"permutations: {permutations} cannot show p <= {level:g}; at least "
            f"{int(np.ceil(1 / level)) - 1} are needed."
        )
    if min_units < 2:
        raise DataError(
            f"min_units must be at least 2 (what one says is no framing); got {min_units}."
        )


class Shuffles(NamedTuple):
    """The shuffles of one corpus, drawn once: whatever is counted is counted in these."""

    labels: Ints  # unit of each speech: (speeches, 1 + permutations)
    tests: list[Contrast]


def make_shuffles(
    evidence: Evidence, belongs: pd.DataFrame | None, permutations: int, random_state: int | None
) -> Shuffles:
    """Draw all shuffles from one stream."""
    rng = np.random.default_rng(random_state)
    labels = shuffled_speakers(evidence.speeches, permutations, rng)
    tests: list[Contrast] = []
    if belongs is not None:
        table = _numbered(belongs, evidence)
        tests += group_tests(evidence.speeches, table, permutations, rng)
    if len(evidence.periods) > 1:
        tests += time_tests(evidence.speeches, evidence.periods, permutations, rng)
    return Shuffles(labels, tests)


def _numbered(belongs: pd.DataFrame, evidence: Evidence) -> pd.DataFrame:
    """Who belongs when, in the numbers of units and times of `evidence`."""
    need_columns(belongs, ["member", "organization"], "belongs")
    unit = {name: i for i, name in enumerate(evidence.units)}
    table = belongs[belongs["member"].isin(unit)]
    times = pd.DataFrame({"time": range(len(evidence.times)), "year": evidence.times})
    table = table.merge(times, on="year") if "year" in table else table.merge(times, how="cross")
    return pd.DataFrame(
        {
            "unit": table["member"].map(unit).astype("int64"),
            "time": table["time"].astype("int64"),
            "group": table["organization"].astype("str"),
        }
    ).drop_duplicates()


class Screened(NamedTuple):
    """The pairs that are looked at, in the order of `kept`."""

    rows: pd.DataFrame  # as in Evidence, `key` renumbered
    kept: Ints  # number of each in Evidence.keys
    use: sp.csr_matrix
    names: Floats
    ceremony: Floats
    company: Floats
    binding: Floats

    @property
    def eligible(self) -> Bools:
        """Neither name nor ceremony, and in company if there is any to be had."""
        alone = (self.company <= ALONE) & bool(self.company.any())
        return (self.names < NAME) & (self.ceremony < CEREMONY) & ~alone


def screen(
    evidence: Evidence,
    mentions: pd.DataFrame | None,
    unknown: Collection[str],
    min_units: int,
) -> Screened:
    """What is unexplained and said by enough units."""
    rows = unexplained(evidence, unknown)
    speeches = evidence.speeches
    use = use_of(rows, len(evidence.keys), len(speeches))
    units = sp.csr_matrix((np.ones(len(speeches)), (np.arange(len(speeches)), speeches["unit"])))
    said_by = np.diff((use @ units).tocsr().indptr)
    kept = np.flatnonzero((said_by >= min_units) & (np.diff(use.indptr) >= OFTEN * min_units))
    number = np.full(len(evidence.keys), -1)
    number[kept] = np.arange(len(kept))
    rows = rows.assign(key=number[rows["key"]])
    rows = rows[rows["key"] >= 0].reset_index(drop=True)
    held = np.zeros(len(evidence.passages), dtype=bool)
    if mentions is not None:
        known = mentions.loc[~mentions["framing"].isin(list(unknown)), "passage"]
        held = evidence.passages["passage"].isin(set(known)).to_numpy()
    return Screened(
        rows,
        kept,
        use[kept],
        names_in(evidence, rows, len(kept)),
        at_the_edges(evidence, rows, len(kept)),
        company(evidence, rows, held, len(kept)),
        evidence.binding[kept],
    )


class Scanned(NamedTuple):
    """Statistics of each phrase in each test, and what they are in shuffles."""

    tests: list[tuple[str, str]]  # kind (speakers, group, rise, fall) and name
    observed: Floats  # (phrases, tests)
    largest: Floats  # (1 + permutations, tests)
    above: Ints  # (tests, steps): values of shuffles that reach each step
    values: int  # of so many: phrases x shuffles

    @property
    def families(self) -> list[list[int]]:
        """The tests of each kind: speakers, groups, time."""
        kinds = [KINDS[kind] for kind, _ in self.tests]
        return [[j for j, k in enumerate(kinds) if k == kind] for kind in sorted(set(kinds))]

    def p(self) -> Floats:
        """Family-wise p: (phrases, tests)."""
        return family_wise(self.observed, self.largest, self.families)

    def p_alone(self) -> Floats:
        """p of each phrase for itself, over all tests: (phrases, tests)."""
        return pooled(self.observed, self.above, self.values, self.families)


KINDS = {"speakers": 0, "group": 1, "rise": 2, "fall": 2}


def scan(
    evidence: Evidence,
    shuffles: Shuffles,
    screened: Screened,
    min_units: int,
    only: Ints | None = None,
) -> Scanned:
    """All tests of all phrases, or of some; what is left out has to do with fewer shuffles."""
    only = np.arange(len(screened.kept)) if only is None else only
    eligible = screened.eligible[only]
    few = Shuffles(
        shuffles.labels[:, : FEWER + 1],
        [test._replace(inside=test.inside[:, : FEWER + 1]) for test in shuffles.tests],
    )
    looked_at = _scan(evidence, shuffles, screened.use[only[eligible]], min_units)
    left_out = _scan(evidence, few, screened.use[only[~eligible]], min_units)
    observed = np.empty((len(only), len(looked_at.tests)))
    observed[eligible], observed[~eligible] = looked_at.observed, left_out.observed
    return looked_at._replace(observed=observed)


def _scan(evidence: Evidence, shuffles: Shuffles, use: sp.csr_matrix, min_units: int) -> Scanned:
    value, largest, reach = scan_speakers(use, shuffles.labels, min_units)
    tests, observed, maxima, above = [("speakers", "")], [value], [largest], [reach]
    weights = weighted(use, evidence.speeches["unit"].to_numpy())
    words = evidence.speeches["words"].to_numpy(dtype=np.float64)
    for test in shuffles.tests:
        values, most, reach = scan_test(weights, words, test)
        sides = ("group",) if test.kind == "group" else ("rise", "fall")
        tests += [(side, test.name) for side in sides]
        observed += list(values[: len(sides)])
        maxima += list(most[: len(sides)])
        above += list(reach[: len(sides)])
    size = use.shape[0] * shuffles.labels.shape[1]
    return Scanned(
        tests, np.stack(observed, axis=1), np.stack(maxima, axis=1), np.stack(above), size
    )


class Ranking(NamedTuple):
    """The phrases that pass, best first: leaders, each with those that are joined to it."""

    p: Floats  # (phrases, tests), family-wise
    alone: Floats  # (phrases, tests), of each phrase for itself
    q: Floats  # share of false ones among the phrases that are as good
    best: Floats  # the largest significant statistic of each phrase
    score: Floats
    admitted: list[tuple[int, list[int]]]
    left_out: list[tuple[int, list[int]]]


def ranked(evidence: Evidence, screened: Screened, scanned: Scanned, level: float) -> Ranking:
    """Which phrases pass, in the order of their places, joined with their kin."""
    p = scanned.p()
    alone = scanned.p_alone()
    q = false_share(alone.min(axis=1), screened.eligible)
    if p[screened.eligible].min(initial=1.0) > level:
        q[:] = 1.0  # nothing here that chance does not give
    limit = alone.min(axis=1)[q <= level].max(initial=-1.0)
    significant = np.where(alone <= limit, scanned.observed, NEVER)
    sides = np.array([kind in ("rise", "fall") for kind, _ in scanned.tests])
    best = np.stack([significant[:, sides == s].max(axis=1, initial=NEVER) for s in (0, 1)])
    score = np.where(best > NEVER, score_of(best, screened), -np.inf)
    eligible, clear = screened.eligible, p.min(axis=1) <= level
    parts = [in_turn(score, eligible), in_turn(score, ~eligible & clear)]
    where = passages_of(screened, np.concatenate(parts))
    keys = {k: frozenset(evidence.keys[screened.kept[k]].split("|")) for k in where}
    joined = (join(part.tolist(), keys, where) for part in parts)
    return Ranking(p, alone, q, best.max(axis=0), score.max(axis=0), *joined)


def in_turn(score: Floats, among: Bools) -> Ints:
    """Those of `among` that have a score, best first, from the lists (rows of `score`) in turn.

    >>> in_turn(np.array([[9.0, 8.0, -np.inf], [-np.inf, 1.0, 2.0]]), np.ones(3, bool)).tolist()
    [0, 2, 1]
    """
    listed = np.flatnonzero(among & (score > -np.inf).any(axis=0))
    mine = score[:, listed]
    places = np.argsort(np.argsort(-mine, axis=1, kind="stable"), axis=1, kind="stable")
    place = np.where(mine > -np.inf, places, len(listed)).min(axis=0, initial=len(listed))
    return listed[np.lexsort((listed, -mine.max(axis=0, initial=-np.inf), place))]


def score_of(best: Floats, screened: Screened) -> Floats:
    """What the rank goes by; see the notes of `find_candidates`."""
    company = np.maximum(screened.company, 0.0) if screened.company.any() else 1.0
    return best * company * np.sqrt(screened.binding) * (1 - screened.names)


def passages_of(screened: Screened, phrases: Ints) -> dict[int, set[int]]:
    """The passages of each of `phrases`."""
    rows = screened.rows[screened.rows["key"].isin(phrases)]
    return {int(k): set(part.tolist()) for k, part in rows["passage"].groupby(rows["key"])}


def join(
    leaders: list[int], keys: dict[int, frozenset[str]], where: dict[int, set[int]]
) -> list[tuple[int, list[int]]]:
    """Leaders, best first, each with the later ones that go with it."""
    joined: dict[int, list[int]] = {}
    leading: dict[str, list[int]] = {}  # the leaders that have a word
    for k in leaders:
        near = dict.fromkeys(lead for word in sorted(keys[k]) for lead in leading.get(word, ()))
        for lead in near:
            fewer = min(len(where[k]), len(where[lead]))
            if len(where[k] & where[lead]) >= SHARED * fewer:
                joined[lead].append(k)
                break
        else:
            joined[k] = []
            for word in keys[k]:
                leading.setdefault(word, []).append(k)
    return list(joined.items())
