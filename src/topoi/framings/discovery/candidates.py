"""Phrases to candidates: which of them chance does not explain, nor a known framing."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check
from .evidence import gather
from .ranking import ranked
from .report import describe
from .screening import screen
from .testing import make_shuffles, scan

PERMUTATIONS = 499


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
