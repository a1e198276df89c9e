"""Members against others, topic by topic: ratios of shares tested by permuting units."""

from __future__ import annotations

import warnings
from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from ...errors import DataError
from ...measures.contrasts.cells import ALWAYS, Cells, unit_and_over
from ...measures.contrasts.contrast_rates import GroupTest
from ...measures.groups import as_belongs, names_of
from ...measures.intervals import PER, benjamini_hochberg
from ...measures.permutation import STOP_AFTER
from ...tables import check, need_list
from ..evaluation import fold_in
from ..models import TopicModel
from ..vocabulary import Vocabulary
from .shares import expected_tokens
from .spoken import Spoken, need_once, spoken

_SWEEPS = 200  # of expectation maximisation, for the shares of a unit


def topic_contrasts(
    model: TopicModel,
    words: Vocabulary,
    documents: pd.DataFrame,
    belongs: pd.DataFrame,
    *,
    by: str = "bloc",
    unit: str | tuple[str, str] = "organization",
    over: str | None = "year",
    groups: Collection[str] | None = None,
    permutations: int = 9999,
    stop_after: int | None = STOP_AFTER,
    level: float | None = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Compare the share of each topic in each group with everybody else's in the same years.

    Parameters
    ----------
    model : TopicModel
    words : Vocabulary
        What the model was fitted to.
    documents : DataFrame
        With `document`, `unit` and `over`; each document once.
    belongs, by, unit, over, groups, permutations, stop_after, level, random_state
        As in `contrast_rates`, whose test this is. Periods are compared with `unit="year"`,
        `over="organization"` and a `belongs` that gives each year (`member`) its period
        (`organization`).

    Returns
    -------
    DataFrame
        Schema `topic_contrasts`, a row for every topic and group. `prevalence` and
        `prevalence_others` are shares of tokens in the same years; `ratio` is Mantel & Haenszel's
        over years and `difference` that of the two shares. Limits are what the permutation test does not
        reject; `q` is adjusted over the whole table (`family` tests).

    Raises
    ------
    DataError
        As `contrast_rates`; or a document occurs twice.

    Warns
    -----
    UserWarning
        Documents with a null unit or time are left out; members and others never speak in one year.

    Notes
    -----
    Tokens of a topic are those that are expected in what a unit says at a time, given the shares
    that make all the words of the unit most likely: within a unit nothing is drawn to the prior
    that all units share. What differs between times of one unit is drawn to the unit's mean.

    The test holds for any number of units, and however speeches of one unit hang together; it is
    one of the topics as they are. Other seeds give other topics (`topic_stability`), and with
    them other contrasts.

    Examples
    --------
    Three delegations of a pact speak of the sea twice as much as three others:

    >>> import scipy.sparse as sp
    >>> names = ["Orlan", "Vane", "Ilmar", "Tashkar", "Belmora", "Dravia"]
    >>> rows = pd.DataFrame({"section": names, "document": names})
    >>> X = sp.csr_matrix([[8, 2], [8, 2], [8, 2], [4, 6], [4, 6], [4, 6]]) * 100.0
    >>> words = Vocabulary(X, rows, ["sea", "land"], X, 1.0)
    >>> tokens, theta = np.full(6, 1000.0), np.full((6, 2), 0.5)
    >>> model = TopicModel("by hand", None, words.terms, np.eye(2), rows, theta, tokens, np.ones(2))
    >>> documents = pd.DataFrame({"document": names, "organization": names})
    >>> belongs = pd.DataFrame({"member": names[:3], "organization": "Pact"})
    >>> table = topic_contrasts(model, words, documents, belongs, over=None)
    >>> table[["topic", "prevalence", "prevalence_others", "ratio", "p"]].round(3).values.tolist()
    [[1.0, 0.8, 0.4, 2.0, 0.1], [2.0, 0.2, 0.6, 0.333, 0.1]]
    """
    if level is not None and not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1, or be None; got {level}.")
    column, two_way, called = unit_and_over(unit, over)
    columns = {"unit": column, "time": over}
    said = spoken(model, words, documents, columns, "topic_contrasts")
    cells = _cells(said, model, documents, columns)
    table = as_belongs(belongs, over, cells.times)
    chosen = (
        names_of(need_list(groups, "groups"))
        if groups is not None
        else sorted(table["group"].unique())
    )
    if not chosen:
        raise DataError("belongs: nobody belongs to any group; there is nothing to compare.")
    streams = np.random.default_rng(random_state).spawn(len(chosen))
    rows = []
    for group, rng in zip(chosen, streams, strict=True):
        test = GroupTest(cells, table, group, two_way=two_way)
        test.draw(permutations, stop_after, rng)
        rows.append(_rows(test, level).assign(by=by, group=group, unit=called))
    out = pd.concat(rows, ignore_index=True)
    out["q"] = benjamini_hochberg(out["p"].to_numpy(float))
    out["family"] = int(out["p"].notna().sum())
    _warn(out)
    return check(out, "topic_contrasts")


def _cells(
    said: Spoken, model: TopicModel, documents: pd.DataFrame, columns: dict[str, str | None]
) -> Cells:
    """Units x times with the tokens that are said, and those of each topic."""
    need_once(said.table, "Pass them once; who belongs where is said by `belongs`.")
    known = documents.dropna(subset=[column for column in columns.values() if column])
    once = known.drop_duplicates("document").set_index("document", drop=False)
    table = said.table.assign(time=ALWAYS)
    for name, column in columns.items():
        if column is not None:  # as they are, and not as text: `belongs` has years
            table[name] = table["document"].map(once[column])
    unit, units = pd.factorize(table["unit"], sort=True)
    time, times_there = pd.factorize(table["time"], sort=True)
    if len(units) == 1:
        raise DataError(
            f"documents: a single unit speaks ('{units[0]}'). One cluster cannot tell how much "
            "clusters vary; choose a smaller sampling unit.",
            unit=units[0],
        )
    cell, pairs = pd.factorize(unit * len(times_there) + time, sort=True)
    shares = fold_in(
        model.components, said.added_up(table, unit), alpha=said.whole, iterations=_SWEEPS
    )
    counts = said.added_up(table, cell)
    row, column = np.divmod(pairs, len(times_there))
    tokens = expected_tokens(model.components, counts, shares[row])
    shape = (len(units), len(times_there))
    spoke, total = np.zeros(shape, dtype=bool), np.zeros(shape)
    spoke[row, column] = True
    total[row, column] = np.asarray(counts.sum(axis=1)).ravel()
    hits = {}
    for k in range(model.n_topics):
        hits[str(k + 1)] = np.zeros(shape)
        hits[str(k + 1)][row, column] = tokens[:, k]
    return Cells(list(units), list(times_there), spoke, total, hits)


def _rows(test: GroupTest, level: float | None) -> pd.DataFrame:
    """The rows of a test of rates as rows about topics."""
    tested, scores = test.rows(level), test.scores
    columns: dict[str, Any] = {
        "topic": tested["framing"].astype(int),
        "tokens": tested["words"],
        "units": tested["units"],
        "tokens_others": tested["words_others"],
        "units_others": tested["units_others"],
        "prevalence": scores.rate,
        "prevalence_others": scores.rate_others,
        **{c: tested[c] for c in ("ratio", "low", "high")},
        "difference": scores.rate - scores.rate_others,
        "difference_low": np.maximum(tested["difference_low"] / PER, -1.0),
        "difference_high": np.minimum(tested["difference_high"] / PER, 1.0),
        **{c: tested[c] for c in ("p", "p_error", "permutations")},
    }
    return pd.DataFrame(columns)


def _warn(out: pd.DataFrame) -> None:
    apart = out[out["ratio"].isna()]["group"].unique()
    if len(apart):
        warnings.warn(
            f"topic_contrasts: members and others of {', '.join(map(str, apart))} never speak in one "
            "year; their ratios and p are null. over=None compares all with all.",
            stacklevel=3,
        )
