"""How much groups speak of each topic."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ...errors import DataError
from ...measures.intervals import FEWEST_UNITS, warn_of_few_units
from ...tables import check
from ..models import TopicModel
from ..vocabulary import Vocabulary
from .shares import Cells, fit_shares, share_limits
from .spoken import Spoken, clusters_of, need_once, spoken, units_of


def topic_prevalence(
    model: TopicModel,
    words: Vocabulary,
    documents: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str | tuple[str, str] = "document",
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of each topic in the words of each group (and period).

    Parameters
    ----------
    model : TopicModel
    words : Vocabulary
        What the model was fitted to; or other documents counted in the same terms.
    documents : DataFrame
        With `document`, `by`, `over` and `unit`. A document may be in several rows (overlapping
        memberships, see `join_memberships`); it then counts in each group, once.
    by : str, default "organization"
        Column whose values are the groups.
    over : str, optional
        Column of periods or years. By default all documents are one period, "all".
    unit : str or pair of str, default "document"
        Column of the sampling unit: what could have been drawn otherwise as a whole. "document": these
        speakers could have given other speeches; "organization": others could have spoken. A pair,
        such as ("organization", "year"), if both could.
    level : float, default 0.95

    Returns
    -------
    DataFrame
        Schema `topic_prevalence`. The shares of one group and period sum to one. Limits are null
        with fewer than 10 units.

    Raises
    ------
    DataError
        A column is missing, a level is impossible, `words` has other terms than the model, none of
        its documents has a value in the columns, a document has two units in one group and period,
        or topics cannot be told apart.

    Warns
    -----
    UserWarning
        Documents with a null group, period or unit are left out; some groups have fewer than 40
        units.

    Notes
    -----
    A share is that with which the topics, held fixed, make the words of the group most likely: the
    mean of its sections' shares weighted by tokens, estimated without estimating the sections. Means of
    `theta` would draw groups to each other, by a tenth of their difference or more, since each section is
    drawn to the prior; and so do draws from the posterior of theta if its prior does not know the groups.
    The uncertainty about theta is in the limits all the same: how units differ in their words is
    what the standard error is estimated from (jackknife over units, CV3), and words scatter by
    theta as well as by chance. Limits are symmetric about the logit and within 0 and 1.

    Simulated coverage at nominal .95 is in benchmarks/topics/effect_coverage.csv, beside that of a
    bootstrap of theta and of draws of theta. The uncertainty of the topics themselves is not in the
    limits: fitted to a few hundred speeches, all topics were found in half to three quarters of the
    simulations, and there the limits held the truth in .93 to .97. Limits with documents for units are
    about the speakers that there are; of those they might have been drawn from, they held the truth in
    .63 to .82. See `topic_stability`, and `topic_claims`. A share of words is not an opinion on what they
    are about.

    Examples
    --------
    Twelve speeches of a hundred words each, about the sea or about the land:

    >>> import warnings
    >>> import scipy.sparse as sp
    >>> names = [f"speech {i}" for i in range(12)]
    >>> rows = pd.DataFrame({"section": names, "document": names})
    >>> X = sp.csr_matrix([[90.0, 10.0], [66.0, 34.0], [42.0, 58.0]] * 4)
    >>> words = Vocabulary(X, rows, ["sea", "land"], X, 1.0)
    >>> tokens, theta = np.full(12, 100.0), np.full((12, 2), 0.5)
    >>> topics = np.array([[0.9, 0.1], [0.1, 0.9]])
    >>> model = TopicModel("by hand", None, words.terms, topics, rows, theta, tokens, np.ones(2))
    >>> documents = pd.DataFrame({"document": names, "organization": "Orlan"})
    >>> with warnings.catch_warnings(action="ignore"):  # 12 documents are few
    ...     table = topic_prevalence(model, words, documents)
    >>> table[["topic", "prevalence", "low", "high"]].round(2).values.tolist()
    [[1.0, 0.7, 0.5, 0.84], [2.0, 0.3, 0.16, 0.5]]
    """
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")
    names = {"group": by, "period": over, **units_of(unit)}
    said = spoken(model, words, documents, names, "topic_prevalence")
    hint = "In one group and period a document has one unit."
    need_once(said.table, hint, ("document", "group", "period"))
    return _table(said, model, by, level)


def _table(said: Spoken, model: TopicModel, by: str, level: float) -> pd.DataFrame:
    parts = [
        _rows(said, model, part, level).assign(by=by, group=group, period=period)
        for (group, period), part in said.table.groupby(["group", "period"], sort=True)
    ]
    units = pd.Series([int(part["units"].iloc[0]) for part in parts])
    warn_of_few_units(units, "topic_prevalence", "groups")
    out = pd.concat(parts, ignore_index=True)
    out = out.sort_values(["topic", "group", "period"], ignore_index=True)
    return check(out, "topic_prevalence")


def _rows(said: Spoken, model: TopicModel, part: pd.DataFrame, level: float) -> pd.DataFrame:
    """All topics in one group and period."""
    ways, cell = clusters_of(part)
    counts = said.added_up(part, cell)
    design = np.ones((counts.shape[0], 1))
    fitted = fit_shares(model.components, Cells(counts, design, ways), said.whole)
    shares, gradient = fitted.mean(design[:1], np.ones(1))
    low = high = np.full(model.n_topics, np.nan)
    if fitted.clusters >= FEWEST_UNITS:
        low, high = share_limits(shares, fitted.errors(gradient), fitted.clusters, level)
    columns: dict[str, Any] = {
        "topic": np.arange(1, model.n_topics + 1),
        "prevalence": shares,
        "low": low,
        "high": high,
        "documents": part["document"].nunique(),
        "units": fitted.clusters,
    }
    return pd.DataFrame(columns)
