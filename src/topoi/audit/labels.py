"""What a coded sheet says of places in the documents, as labels that correct rates."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from ..errors import DataError
from ..measures.rates.labels import EVERY
from ..schemas import USES
from ..tables import check
from .scoring import UNKNOWN, coded_items, listed


def labels_from(
    sheet: pd.DataFrame, key: pd.DataFrame, *, uses: Collection[str] | None = None
) -> pd.DataFrame:
    """A coded sheet as `labels` for `topoi.correct_rates`.

    Parameters
    ----------
    sheet, key : DataFrame
        A sheet of `draw_framings`, coded, and its key; or, with `uses`, one of `draw_stances`.
    uses : collection of str, optional
        The uses that count ("own", say). Pass `correct_rates` the mentions of these uses then: it
        corrects for mentions that the rules took for another use.

    Returns
    -------
    DataFrame
        Schema `labels`. A coded sentence says which framings are in it, and that no other is. A
        coded mention says whether its use is one of those that count.

    Raises
    ------
    DataError
        No item is coded, an item is not in the key, or a use is unknown.

    Examples
    --------
    >>> key = pd.DataFrame({"item": [1, 2], "document": "d", "start": [0, 80], "end": [80, 120],
    ...     "stratum": ["found", "passed over"], "weight": [2.0, 9.0], "framings": ["hybrid_war", ""]})
    >>> sheet = pd.DataFrame({"item": [1, 2], "framings": ["hybrid_war", "none"]})
    >>> labels_from(sheet, key)[["start", "framing", "true", "weight"]].values.tolist()
    [[0, 'hybrid_war', 'yes', 2.0], [0, '*', 'no', 2.0], [80, '*', 'no', 9.0]]
    """
    rows = _sentences(sheet, key) if uses is None else _uses(sheet, key, uses)
    columns = ["document", "start", "end", "framing", "true", "weight"]
    return check(pd.DataFrame(rows, columns=columns), "labels")


def _sentences(sheet: pd.DataFrame, key: pd.DataFrame) -> list[tuple[Any, ...]]:
    rows = []
    for item in coded_items(sheet, key, "framings").itertuples(index=False):
        place = (item.document, item.start, item.end)
        seen = [(name, "yes") for name in sorted(listed(item.framings_coded))]
        rows += [(*place, name, true, item.weight) for name, true in [*seen, (EVERY, "no")]]
    return rows


def _uses(sheet: pd.DataFrame, key: pd.DataFrame, uses: Collection[str]) -> list[tuple[Any, ...]]:
    unknown = [use for use in uses if use not in USES]
    if unknown or isinstance(uses, str):
        raise DataError(f"uses must be a list of some of {', '.join(USES)}; got {uses!r}.")
    coded = coded_items(sheet, key, "use")
    answer = coded["use_coded"].str.strip().str.lower()
    wrong = ~answer.isin([*USES, UNKNOWN])
    if wrong.any():
        raise DataError(
            f"sheet: item {coded['item'][wrong].iloc[0]}: use is {answer[wrong].iloc[0]!r}. "
            f"Write one of: {', '.join(USES)}, {UNKNOWN}."
        )
    coded = coded[answer != UNKNOWN].assign(true=answer.isin(uses).map({True: "yes", False: "no"}))
    return [
        (row.document, row.start, row.end, row.framing, row.true, row.weight)
        for row in coded.itertuples(index=False)
    ]
