"""How many topics: a grid of runs, each measured, and a rule that chooses."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from ..errors import DataError
from ..progress import track
from ..tables import check
from .engines import make_engine
from .evaluation import coherence_npmi, exclusivity, heldout_likelihood, split_tokens
from .vocabulary import Vocabulary


def select_topics(
    words: Vocabulary,
    *,
    n_topics: Collection[int] = (10, 20, 30, 40),
    seeds: Collection[int] = (1, 2, 3),
    engines: Collection[str] = ("cvb0",),
    held_out: float = 0.2,
    random_state: int | None = None,
    n_jobs: int = 1,
    **options: Any,
) -> pd.DataFrame:
    """Fit a grid of topic models and measure each.

    Parameters
    ----------
    words : Vocabulary
        What `prepare_topics` returned.
    n_topics, seeds, engines : collections
        The grid; every combination is fitted.
    held_out : float, default 0.2
        Share of the documents of which no model sees a section; the same for the whole grid.
    random_state : int, optional
        Seed of the split.
    n_jobs : int, default 1
        Processes. The result does not depend on it.
    **options
        Passed to the engines.

    Returns
    -------
    DataFrame
        Schema `model_selection`: held-out log-likelihood per token by document completion, mean
        C_NPMI over passages, mean exclusivity, for every run.

    Notes
    -----
    Held-out likelihood rewards prediction, coherence readability; neither says that a topic means
    something.
    """
    from joblib import Parallel, delayed

    rng = np.random.default_rng(random_state)
    # Whole documents: a section's neighbours would tell what it is about.
    names = words.rows["document"].unique()
    cut = round(held_out * len(names))
    if not 0 < cut < len(names):
        raise DataError(f"held_out must leave documents on both sides; got {held_out}.")
    held = words.rows["document"].isin(names[rng.permutation(len(names))[:cut]]).to_numpy()
    train = words.X[~held]
    halves = split_tokens(words.X[held], int(rng.integers(2**31)))

    def run(engine: str, k: int, seed: int) -> dict[str, Any]:
        fitted = make_engine(engine, k, seed, **options).fit(train)
        phi = fitted.components_
        return {
            "engine": engine,
            "n_topics": k,
            "seed": seed,
            "heldout": heldout_likelihood(phi, halves),
            "coherence": float(coherence_npmi(phi, words.windows).mean()),
            "exclusivity": float(exclusivity(phi).mean()),
        }

    grid = [(engine, k, seed) for engine in engines for k in n_topics for seed in seeds]
    tasks = Parallel(n_jobs=n_jobs, return_as="generator")(delayed(run)(*point) for point in grid)
    rows = list(track(tasks, "numbers of topics", total=len(grid)))
    return check(pd.DataFrame(rows), "model_selection")


def choose_n_topics(selection: pd.DataFrame, *, worthwhile: float = 0.03) -> int:
    """The number of topics that a grid speaks for.

    The rule: the smallest number that the next one in the grid does not beat by `worthwhile` nats
    a held-out token, in the mean over seeds (0.03 nats are 3 % of perplexity). Held-out likelihood
    alone would go on rising, by less and less, long after the topics can be read or come back.

    >>> selection = pd.DataFrame({
    ...     "n_topics": [5, 5, 10, 10, 20, 20], "heldout": [-8.5, -8.4, -8.02, -8.0, -8.0, -7.99]})
    >>> choose_n_topics(selection)
    10
    """
    engines = sorted(set(selection.get("engine", ())))
    if len(engines) > 1:
        raise DataError(f"model_selection: take the rows of one engine, not {', '.join(engines)}.")
    mean = selection.groupby("n_topics")["heldout"].mean()
    gain = mean.diff().shift(-1)
    enough = mean.index[~(gain >= worthwhile)]  # the last has no next
    return int(enough.min())
