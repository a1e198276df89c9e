"""Too small for LDA: the evidence, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check
from ..options import need_seed
from ..vocabulary import FEWEST_SECTIONS, FEWEST_TOKENS, Vocabulary, prepare_topics
from .consensus import Run
from .grid import fit_grid
from .stability import matched_jaccard

NULL_SEEDS = 5  # fits to shuffled tokens


def shuffle_tokens(words: Vocabulary, random_state: int | None = None) -> Vocabulary:
    """The same tokens dealt out anew over the sections: lengths and totals stay, topics go.

    >>> from topoi.topics import Vocabulary
    >>> X = sp.csr_matrix(np.array([[3, 0], [0, 5]]))
    >>> words = Vocabulary(X, pd.DataFrame({"document": ["a", "b"]}), ["sea", "war"], X, 1.0)
    >>> dealt = shuffle_tokens(words, 1).X
    >>> dealt.sum(axis=0).tolist(), dealt.sum(axis=1).tolist()
    ([[3.0, 5.0]], [[3.0], [5.0]])
    """
    entries = words.X.tocoo()
    tokens = np.repeat(entries.col, entries.data.astype(np.int64))
    np.random.default_rng(random_state).shuffle(tokens)
    lengths = np.asarray(words.X.sum(axis=1)).ravel().astype(np.int64)
    row = np.repeat(np.arange(len(lengths)), lengths)
    dealt = sp.coo_matrix((np.ones(len(tokens)), (row, tokens)), shape=words.X.shape).tocsr()
    dealt.sum_duplicates()
    return replace(words, X=dealt)


def topic_refusal(
    counts: pd.DataFrame | Vocabulary,
    runs: Sequence[Run] = (),
    *,
    random_state: int | None = None,
    n_jobs: int = 1,
    **options: Any,
) -> pd.DataFrame:
    """Whether a corpus is large enough for a topic model, criterion by criterion.

    Parameters
    ----------
    counts : DataFrame or Vocabulary
        Schema `counts` (cut into sections as `prepare_topics` does by default; all terms count), or
        what `prepare_topics` returned.
    runs : sequence of TopicModel or runs of a `TopicGrid`, optional
        Fits to this vocabulary from several seeds, one number of topics. Their stability is
        compared with that of five fits to the same tokens dealt out anew over the sections.
    random_state : int, optional
        Seed of the shuffling and of these fits.
    n_jobs : int, default 1
        Processes. The result does not depend on it.
    **options
        Passed to the engine, as to that of `runs`; of guided runs `guide`, too.

    Returns
    -------
    DataFrame
        Schema `topic_refusal`: for each criterion its value, the least that is enough, and a
        verdict, "enough" or "too small for LDA". One that fails is enough to refuse.

        - sections: at least 100.
        - tokens: the median of a section, at least 20: shorter ones tell too little of what goes
          together.
        - stability: mean Jaccard index of the top ten terms of matched topics, over topics and pairs
          of runs; at least the highest of a pair of fits to shuffled tokens, in which there are no topics.

    Raises
    ------
    DataError
        A single run; runs of a table of counts, which were fitted to a vocabulary, or of another
        vocabulary; or guided runs without their guide, which noise without one says nothing of.

    Notes
    -----
    Of corpora of shuffled tokens about one in fifty passes (with the pairs of three fits one in five would),
    of as many sections of speeches all (benchmarks/topics/refusal.csv).
    Passing says that there is something to find, not that what is found means something; most topics of
    a corpus that passes may still not recur (`topic_stability`).

    >>> import topoi
    >>> counts = topoi.read_bundle("cis-csto-statements").counts
    >>> topic_refusal(counts)[["criterion", "least", "verdict"]].values.tolist()
    [['sections', 100.0, 'too small for LDA'], ['tokens', 20.0, 'enough']]
    """
    need_seed(random_state)
    if len(runs) and not isinstance(counts, Vocabulary):
        raise DataError("topic_refusal: runs were fitted to a vocabulary; pass it, not the counts.")
    if any(run.guided for run in runs) and options.get("guide") is None:
        raise DataError("topic_refusal: runs are guided. Pass their guide: guide=...")
    words = counts if isinstance(counts, Vocabulary) else _all_terms(counts)
    lengths = np.asarray(words.X.sum(axis=1)).ravel()
    rows = [
        ("sections", float(len(lengths)), float(FEWEST_SECTIONS)),
        ("tokens", float(np.median(lengths)) if len(lengths) else 0.0, float(FEWEST_TOKENS)),
    ]
    if len(runs):
        rows.append(_against_noise(words, runs, random_state, n_jobs, options))
    table = pd.DataFrame(rows, columns=["criterion", "value", "least"])
    table["verdict"] = np.where(table["value"] < table["least"], "too small for LDA", "enough")
    return check(table, "topic_refusal")


def _all_terms(counts: pd.DataFrame) -> Vocabulary:
    if len(counts):
        return prepare_topics(counts, min_sections=1, max_share=1.0)
    nothing = sp.csr_matrix((0, 0))
    return Vocabulary(nothing, pd.DataFrame(columns=["section", "document"]), [], nothing, 0.0)


def _against_noise(
    words: Vocabulary,
    runs: Sequence[Run],
    random_state: int | None,
    n_jobs: int,
    options: dict[str, Any],
) -> tuple[str, float, float]:
    """Mean stability of the runs, and the highest of a pair of fits to shuffled tokens."""
    if any(run.components.shape[1] != len(words.terms) for run in runs):
        raise DataError(
            "topic_refusal: runs were fitted to other terms than those of the vocabulary."
        )
    if len(runs) < 2:
        raise DataError(
            "topic_refusal: one run has no stability. Fit ten seeds, or leave runs out."
        )
    first, *seeds = np.random.default_rng(random_state).integers(1, 2**31, NULL_SEEDS + 1).tolist()
    noise = fit_grid(
        shuffle_tokens(words, first),
        n_topics=[len(runs[0].components)],
        seeds=seeds,
        engines=[runs[0].engine],
        random_state=first,
        n_jobs=n_jobs,
        **options,
    )
    value = np.nanmean(matched_jaccard(runs))
    return "stability", float(value), float(np.nanmax(matched_jaccard(noise.fits)))
