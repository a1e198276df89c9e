"""How many topics: every fit of a grid measured, and a rule that chooses."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check
from ..engines import Floats
from ..evaluation import TOP, coherence_npmi, exclusivity, frex_of, top_terms
from ..vocabulary import Vocabulary
from .grid import GridRun, TopicGrid, fit_grid
from .stability import matched_jaccard

WORTHWHILE = 0.03  # nats a held-out token
STEADIER = 0.02  # of a mean Jaccard index
MEASURES = ("heldout", "coherence", "exclusivity", "frex", "stability")


def select_topics(words: Vocabulary | TopicGrid, **options: Any) -> pd.DataFrame:
    """Measure every fit of a grid of topic models.

    Parameters
    ----------
    words : Vocabulary or TopicGrid
        A grid of `fit_grid`; or what `prepare_topics` returned, to which a grid is fitted first (and
        not kept: to go on with its fits, call `fit_grid` yourself).
    **options
        Of `fit_grid`, for a vocabulary.

    Returns
    -------
    DataFrame
        Schema `model_selection`, a row a fit: held-out log-likelihood per token by document
        completion; means over topics of C_NPMI over passages, of exclusivity and of FREX (half
        weight on each) of the top ten terms; `stability`, the mean Jaccard index of the top ten
        terms of matched topics, over topics and the other seeds with this number of topics. It is null
        where there is one seed.

    Raises
    ------
    DataError
        Options beside a grid that is fitted already; and see `fit_grid`.

    Notes
    -----
    Held-out likelihood rewards prediction, coherence readability, stability that chance does not
    decide; none says that a topic means something. References: Wallach et al. 2009
    (doi:10.1145/1553374.1553515), Lau, Newman & Baldwin 2014 (doi:10.3115/v1/E14-1056), Bischof &
    Airoldi 2012, Greene, O'Callaghan & Cunningham 2014 (doi:10.1007/978-3-662-44848-9_32).
    """
    if isinstance(words, TopicGrid):
        if options:
            raise DataError(
                f"select_topics: '{next(iter(options))}' is an option of fit_grid; the grid is "
                "fitted already."
            )
        grid = words
    else:
        grid = fit_grid(words, **options)
    # All topics of the grid at once: their terms are counted in the passages once.
    topics = np.concatenate([fit.components for fit in grid.fits])
    coherence = coherence_npmi(topics, grid.words.windows)
    ends = np.cumsum([0, *(fit.n_topics for fit in grid.fits)])
    table = pd.DataFrame(
        [
            {
                "engine": fit.engine,
                "n_topics": fit.n_topics,
                "seed": fit.seed,
                "heldout": fit.heldout,
                "coherence": float(coherence[start:end].mean()),
                "exclusivity": float(exclusivity(fit.components).mean()),
                "frex": float(_frex_of_top(fit.components).mean()),
            }
            for fit, (start, end) in zip(grid.fits, pairwise(ends), strict=True)
        ]
    )
    table["stability"] = np.nan
    for _, mine in table.groupby(["engine", "n_topics"]):
        table.loc[mine.index, "stability"] = _stability([grid.fits[i] for i in mine.index])
    return check(table, "model_selection")


def _frex_of_top(components: Floats) -> Floats:
    """Mean FREX of the top ten terms of each topic."""
    return frex_of(components, top_terms(components, TOP)).mean(axis=1)


def _stability(fits: Sequence[GridRun]) -> Floats:
    """Mean matched Jaccard index of each run with the others; null for a single one."""
    if len(fits) < 2:
        return np.full(len(fits), np.nan)
    return np.asarray(np.nanmean(matched_jaccard(fits), axis=1))


def topic_choice(
    selection: pd.DataFrame, *, worthwhile: float = WORTHWHILE, steadier: float = STEADIER
) -> pd.DataFrame:
    """The number of topics that a grid speaks for, with the reason.

    The rule has two steps. First, enough topics: numbers smaller than the smallest one that the
    next in the grid does not beat by `worthwhile` nats a held-out token are out (0.03 nats are 3 %
    of perplexity). Then, of those that are left, the steadiest: the smallest number whose mean
    stability lies within `steadier` of the best. Held-out likelihood alone would go on
    rising, by less and less, long after the topics can be read or come back; stability alone would take two
    topics.

    Parameters
    ----------
    selection : DataFrame
        Schema `model_selection`, of one engine.
    worthwhile : float, default 0.03
        Gain in mean held-out log-likelihood (nats a token) for which more topics are worthwhile.
    steadier : float, default 0.02
        Difference in mean stability that counts.

    Returns
    -------
    DataFrame
        Schema `topic_choice`: means over seeds for every number in the grid, what the next one
        gains, and a `verdict`: too few, chosen, neighbour (of the chosen in the grid: a claim
        should hold there too), possible; `reason` says why, in the row of the chosen.

    Raises
    ------
    DataError
        No row, rows of several engines, or a limit that is negative.

    Notes
    -----
    A rule that was fixed before anybody saw the topics; another corpus, grid or `worthwhile` chooses
    otherwise, and no rule makes a number true. Report the neighbours.

    >>> selection = pd.DataFrame({
    ...     "n_topics": [5, 10, 20, 30], "heldout": [-8.5, -8.02, -8.0, -7.99],
    ...     "stability": [0.7, 0.41, 0.55, 0.4]})
    >>> table = topic_choice(selection)
    >>> table[["n_topics", "verdict"]].values.tolist()
    [[5, 'too few'], [10, 'neighbour'], [20, 'chosen'], [30, 'neighbour']]
    >>> print(table["reason"][2])
    10 is the smallest that the next does not beat by 0.03 nats a token; of 10, 20, 30 it is the
    steadiest (0.55)
    """
    for name, value in (("worthwhile", worthwhile), ("steadier", steadier)):
        if not 0 <= value < np.inf:
            raise DataError(f"{name} must be a difference, 0 or more; got {value}.")
    engines = sorted(set(selection.get("engine", ())))
    if len(engines) > 1:
        raise DataError(f"model_selection: take the rows of one engine, not {', '.join(engines)}.")
    if selection.empty:
        raise DataError("model_selection: no fit to choose from. Fit a grid: topoi.fit_grid.")
    table = selection.reindex(columns=["n_topics", *MEASURES]).groupby("n_topics").mean()
    table["gain"] = table["heldout"].diff().shift(-1)
    enough = int(table.index[~(table["gain"] >= worthwhile)].min())  # the last has no next
    left = table.loc[enough:]
    chosen = _steadiest(left["stability"], steadier)
    table["verdict"] = np.where(table.index < enough, "too few", "possible")
    at = table.index.get_loc(chosen)
    table.loc[table.index[max(at - 1, 0) : at + 2], "verdict"] = "neighbour"
    table.loc[chosen, "verdict"] = "chosen"
    table["reason"] = None
    table.loc[chosen, "reason"] = (
        _reason(left, chosen, worthwhile) if len(table) > 1 else "it is the only number"
    )
    table.insert(0, "runs", selection.groupby("n_topics").size())
    return check(table.reset_index(), "topic_choice")


def _steadiest(stability: pd.Series, steadier: float) -> int:
    """The smallest number that is nearly as steady as the steadiest; the smallest if none is known."""
    if stability.isna().any():
        return int(stability.index[0])
    return int(stability.index[stability >= stability.max() - steadier - 1e-9][0])


def _reason(left: pd.DataFrame, chosen: int, worthwhile: float) -> str:
    numbers = left.index.tolist()
    if len(numbers) == 1:
        return (
            f"every step of the grid gains {worthwhile:g} nats a token or more: it is the largest, and "
            "more may be better"
        )
    enough = (
        f"{numbers[0]} is the smallest that the next does not beat by {worthwhile:g} nats a token; of "
        f"{', '.join(map(str, numbers))} it is the "
    )
    if left["stability"].isna().any():
        return f"{enough}smallest"
    best = left["stability"].max()
    mine = left["stability"][chosen]
    if mine == best:
        return f"{enough}steadiest ({mine:.2f})"
    return f"{enough}smallest that is about as steady as the steadiest ({mine:.2f}, {best:.2f})"


def choose_n_topics(
    selection: pd.DataFrame, *, worthwhile: float = WORTHWHILE, steadier: float = STEADIER
) -> int:
    """The number of topics that a grid speaks for: the chosen one of `topic_choice`.

    >>> selection = pd.DataFrame({
    ...     "n_topics": [5, 5, 10, 10, 20, 20], "heldout": [-8.5, -8.4, -8.02, -8.0, -8.0, -7.99]})
    >>> choose_n_topics(selection)
    10
    """
    table = topic_choice(selection, worthwhile=worthwhile, steadier=steadier)
    return int(table.loc[table["verdict"] == "chosen", "n_topics"].iloc[0])
