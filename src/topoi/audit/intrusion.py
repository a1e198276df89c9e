"""What sheets with intruders say once they are coded: model precision and topic log odds."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from ..errors import DataError
from ..measures.intervals import FEWEST_UNITS, wilson
from ..tables import need_columns
from .scoring import coded_items, need_level, scored


def score_word_intrusion(
    sheet: pd.DataFrame, key: pd.DataFrame, *, level: float = 0.95
) -> pd.DataFrame:
    """How often the stranger among the words of a topic was found: model precision.

    Parameters
    ----------
    sheet : DataFrame
        The sheet of `draw_word_intrusion` with `intruder` filled in, the word or its number; items
        without count as not coded. Sheets of several coders may stand one below the other, with a
        column `coder`.
    key : DataFrame
        Its key.
    level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    DataFrame
        Schema `audit`: "model precision" in all and by topic, the share of answers that name the
        intruder. `items` counts answers. Limits by Wilson: by topic over answers, in all over
        items, so that five coders of ten topics are ten observations and not fifty.

    Raises
    ------
    DataError
        No item is coded, an item is not in the key, or an answer is none of its words.

    Notes
    -----
    Who guesses finds one in `words + 1`. Model precision says whether the leading words look like one
    thing, not whether the topic is one in the texts: see `score_topic_intrusion`.
    """
    need_level(level)
    coded = _answers(sheet, key)
    coded["answer"] = [_word(row) for row in coded.to_dict("records")]
    coded["right"] = coded["answer"] == coded["intruder"]
    rows = [_precision(coded, "all", "all", level)]
    for topic, part in coded.groupby("topic"):
        rows.append(_share("topic", str(topic), part["right"], np.ones(len(part)), level))
    return scored(rows)


def score_topic_intrusion(
    sheet: pd.DataFrame, key: pd.DataFrame, *, level: float = 0.95
) -> pd.DataFrame:
    """How often the topic that is not a section's was found, and how far off the others were.

    Parameters
    ----------
    sheet : DataFrame
        The sheet of `draw_topic_intrusion` with `intruder` filled in, a letter; items without count
        as not coded. Several coders as in `score_word_intrusion`.
    key : DataFrame
        Its key.
    level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    DataFrame
        Schema `audit`, in all and by the leading topic of the section. "model precision": the share of
        answers that name the intruder. "topic log odds": the mean of log(share of the intruder /
        share of the topic that was taken for it), 0 when all are found and below 0 else (Chang et
        al. 2009, equation 2). Items are weighted by the sections that they stand for. Limits as in
        `score_word_intrusion`; those of the mean by Student's t, null for fewer than 10 items.

    Raises
    ------
    DataError
        No item is coded, an item is not in the key, or an answer is none of the letters.

    Notes
    -----
    Log odds depend on how the engine smooths small shares: compare models of one engine and prior.
    """
    need_level(level)
    coded = _answers(sheet, key)
    letters = [c[-1] for c in key.columns if c.startswith("share_")]
    coded["answer"] = coded["intruder_coded"].str.lower().str.removeprefix("topic_")
    wrong = coded[~coded["answer"].isin(letters)]
    if len(wrong):
        raise _not_an_answer(wrong.iloc[0], letters)
    coded["right"] = coded["answer"] == coded["intruder"]
    picked, true = (
        np.array([row[f"share_{row[column]}"] for row in coded.to_dict("records")], dtype=float)
        for column in ("answer", "intruder")
    )
    coded["log_odds"] = np.log(np.maximum(true, 1e-12)) - np.log(np.maximum(picked, 1e-12))
    rows = []
    groups = [("all", "all", coded)]
    groups += [("topic", str(topic), part) for topic, part in coded.groupby("stratum")]
    for by, group, part in groups:
        rows += [_precision(part, by, group, level), _log_odds(part, by, group, level)]
    return scored(rows)


def _answers(sheet: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Answers with their key, of one coder or of several."""
    need_columns(sheet, ["item", "intruder"], "sheet")
    sheet = sheet.assign(intruder=[_written(value) for value in sheet["intruder"]])
    if "coder" not in sheet:
        return coded_items(sheet, key, "intruder")
    parts = [coded_items(part, key, "intruder") for _, part in sheet.groupby("coder", dropna=False)]
    return pd.concat(parts, ignore_index=True)


def _written(value: Any) -> str:
    """An answer as it was written; spreadsheets and pandas make numbers, and 3.0, of a 3.

    >>> [_written(value) for value in (3, 3.0, "3.0", " sea ", float("nan"))]
    ['3', '3', '3', 'sea', '']
    """
    return "" if pd.isna(value) else re.sub(r"^(\d+)\.0+$", r"\1", str(value).strip())


def _word(row: dict[str, Any]) -> str:
    """The word that an answer means, which may be its number."""
    answer, words = row["intruder_coded"].lower(), row["words"].split("; ")
    for number, word in enumerate(words, start=1):
        if answer in (word.lower(), str(number), f"word_{number}"):
            return str(word)
    raise _not_an_answer(row, [*words, f"or its number, 1-{len(words)}"])


def _not_an_answer(row: Any, options: list[str]) -> DataError:
    return DataError(
        f"sheet: item {row['item']}: intruder is {row['intruder_coded']!r}. Write one of: "
        f"{', '.join(options)}; guess if you must, or leave it empty.",
        item=int(row["item"]),
    )


def _precision(coded: pd.DataFrame, by: str, group: str, level: float) -> dict[str, Any]:
    items = coded.groupby("item").agg(right=("right", "mean"), weight=("weight", "mean"))
    row = _share(by, group, items["right"], items["weight"].to_numpy(), level)
    return row | {"items": len(coded)}


def _share(
    by: str, group: str, right: pd.Series, weight: np.ndarray, level: float
) -> dict[str, Any]:
    estimate = float(np.average(right, weights=weight))
    n = weight.sum() ** 2 / (weight**2).sum()
    low, high = wilson(estimate * n, n, level)
    row = {"by": by, "group": group, "measure": "model precision", "items": len(right)}
    return row | {"estimate": estimate, "low": low, "high": high}


def _log_odds(coded: pd.DataFrame, by: str, group: str, level: float) -> dict[str, Any]:
    items = coded.groupby("item").agg(odds=("log_odds", "mean"), weight=("weight", "mean"))
    weight = items["weight"].to_numpy()
    mean = float(np.average(items["odds"], weights=weight))
    row = {"by": by, "group": group, "measure": "topic log odds", "items": len(coded)}
    row |= {"estimate": mean, "low": None, "high": None}
    if len(items) < FEWEST_UNITS:
        return row
    n = weight.sum() ** 2 / (weight**2).sum()
    variance = np.average((items["odds"] - mean) ** 2, weights=weight) * n / (n - 1)
    half = student.ppf((1 + level) / 2, n - 1) * np.sqrt(variance / n)
    return row | {"low": mean - half, "high": min(mean + half, 0.0)}
