"""How much groups speak of each topic."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import DataError
from ..tables import check, need_columns
from .models import TopicModel

FEWEST_UNITS = 10


def topic_prevalence(
    model: TopicModel,
    documents: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str = "document",
    resamples: int = 500,
    level: float = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Share of each topic in the tokens of each group.

    Parameters
    ----------
    model : TopicModel
    documents : DataFrame
        With `document` (those that the model's sections come from), `by`, `over` and `unit`; a
        document may be in several rows (overlapping memberships).
    by, over, unit : str
        Group, period and sampling unit, as in `framing_rates`.
    resamples : int, default 500
        Draws of units with replacement.
    level : float, default 0.95
    random_state : int, optional
        Seed of the draws.

    Returns
    -------
    DataFrame
        Schema `topic_prevalence`. Limits are percentiles over resampled units, so they stay
        between 0 and 1; null with fewer than 10 units. They do not hold the uncertainty of the
        topics themselves: see `topic_stability`.
    """
    need_columns(documents, filter(None, ("document", by, over, unit)), "documents")
    table = pd.DataFrame(
        {
            "document": documents["document"],
            "group": documents[by].astype("str"),
            "period": documents[over].astype("str") if over else "all",
            "unit": documents[unit].astype("str"),
        }
    ).dropna()
    table = table.drop_duplicates()
    codes, names = pd.factorize(model.rows["document"], sort=True)
    mass = np.zeros((len(names), model.n_topics))
    np.add.at(mass, codes, model.theta * model.tokens[:, None])
    position = {name: i for i, name in enumerate(names)}
    table = table[table["document"].isin(position)]
    if table.empty:
        raise DataError(f"documents: none of the model's documents has a value in '{by}'.")
    rng = np.random.default_rng(random_state)
    rows = []
    for (group, period), part in table.groupby(["group", "period"], sort=True):
        at = part["document"].map(position).to_numpy()
        codes, units = pd.factorize(part["unit"], sort=True)
        sums = np.zeros((len(units), model.n_topics))
        np.add.at(sums, codes, mass[at])
        share = sums.sum(axis=0) / sums.sum()
        low = high = np.full(model.n_topics, np.nan)
        if len(units) >= FEWEST_UNITS:
            weights = rng.multinomial(len(units), np.full(len(units), 1 / len(units)), resamples)
            drawn = weights @ sums
            drawn /= drawn.sum(axis=1, keepdims=True)
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
        rows += [
            {
                "topic": k + 1,
                "by": by,
                "group": group,
                "period": period,
                "prevalence": share[k],
                "low": low[k],
                "high": high[k],
                "documents": part["document"].nunique(),
                "units": len(units),
            }
            for k in range(model.n_topics)
        ]
    out = pd.DataFrame(rows).sort_values(["topic", "group", "period"], ignore_index=True)
    return check(out, "topic_prevalence")
