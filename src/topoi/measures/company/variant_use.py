"""Which wording of a framing is used by whom, and when; never compared across translations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check, empty, need_columns
from ..groups import need_once_in_group
from ..intervals import FEWEST_UNITS, wilson

OTHERS = "(others)"  # wordings beyond the most frequent, together
_KIND = ["framing", "language"]
_CELL = [*_KIND, "source", "comparable", "group", "period"]


def variant_use(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    by: str = "organization",
    over: str | None = None,
    unit: str = "document",
    source: str | None = None,
    originals: Mapping[str, Collection[str]] | None = None,
    whose: str = "organization",
    normalize: Callable[[str], str] | None = None,
    top: int = 5,
    least: int = 1,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share of each wording among a group's mentions of a framing, with its first and last use.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`.
    passages : DataFrame
        Schema `passages`, with the columns that the other parameters name, and `date` or `year`
        for first and last use (`topoi.join_documents`). A passage may stand in several groups.
    by : str, default "organization"
        Column of the group.
    over : str, optional
        Column of the period; by default all are one.
    unit : str, default "document"
        Column of the sampling unit, for the intervals.
    source : str, optional
        Column of the outlet or edition. Wordings of different sources are kept apart: what looks
        like a speaker's choice may be an editor's or a translator's.
    originals : mapping of str to collections of str, optional
        By language (ISO 639-1), who is known to use it in the originals, as values of the column
        `whose`: ``{"en": ["United Kingdom", "India"]}``. Their mentions are kept apart and are
        `comparable`; everybody else's may be a translator's words and are not.
    whose : str, default "organization"
        The column that `originals` is about.
    normalize : callable, optional
        Wordings for which it gives the same count as one, under the most frequent of them:
        `topoi.wording_key` (inflection, hyphens, blanks).
    top : int, default 5
        The most frequent wordings of a framing in a language have rows of their own; the rest is
        "(others)".
    least : int, default 1
        Fewest mentions of the framing for a group and period to be reported.
    level : float, default 0.95
        Confidence level.

    Returns
    -------
    DataFrame
        Schema `variant_use`: for every framing, language, source, group and period with mentions a
        row for each wording, also if the group does not use it. Shares add up to one over the
        wordings. Limits are null with fewer than 10 units.

    Raises
    ------
    DataError
        A column is missing, a passage occurs twice in a group and period, or an option is impossible.

    Notes
    -----
    Compare rows of one `framing`, `language` and `source` that are `comparable`, and no others. A
    text cannot tell that it is a translation: without `originals` nothing is comparable.

    Limits are Wilson's on the mentions over a design effect: the linearised variance of the share
    over units, over the binomial one, at least 1; where all mentions have the wording, or none
    has, as if the mentions of one unit were one (sum of squares over sum).

    A wording can come with a topic, an interlocutor or a speech writer; a difference between
    groups does not show that it was meant.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(2)).assign(
    ...     passage=["a:0", "b:0"], document=["a", "b"], start=0, end=50, voice="speech", rule="",
    ...     confidence=1.0, words=9, organization=["Varnelia", "Dravia"], year=[2031, 2033])
    >>> mentions = empty("mentions").reindex(range(3)).assign(
    ...     mention=list("123"), framing="multipolarity", passage=["a:0", "a:0", "b:0"], language="en",
    ...     start=[0, 20, 0], end=[9, 29, 9], variant=["multi-polar", "multipolar", "multi-polar"])
    >>> table = variant_use(mentions, passages, originals={"en": ["Varnelia", "Dravia"]})
    >>> table[["group", "variant", "mentions", "share", "first", "comparable"]].values.tolist()
    [['Dravia', 'multi-polar', 1, 1.0, '2033', 'yes'], ['Dravia', 'multipolar', 0, 0.0, nan, 'yes'], \
['Varnelia', 'multi-polar', 1, 0.5, '2031', 'yes'], ['Varnelia', 'multipolar', 1, 0.5, '2031', 'yes']]
    """
    if top < 1 or least < 1 or not 0 < level < 1:
        raise DataError(
            f"top and least must be at least 1 and level lie between 0 and 1; got {top}, {least}, "
            f"{level}."
        )
    columns = [by, unit, *filter(None, [over, source]), *([whose] if originals else [])]
    need_columns(passages, dict.fromkeys(["passage", *columns]))
    where = pd.DataFrame(
        {
            "passage": passages["passage"],
            "group": passages[by].astype("str"),
            "period": passages[over].astype("str") if over else "all",
            "source": passages[source].astype("str") if source else "all",
            "unit": passages[unit].astype("str"),
            "native": passages[whose] if originals else None,
            "day": _days(passages),
        }
    ).dropna(subset=["group", "period", "source", "unit"])
    need_once_in_group(where)
    said = check(mentions, "mentions")[["framing", "passage", "variant", "language"]]
    said = said.merge(where, on="passage")
    if said.empty:
        return empty("variant_use")
    said["language"] = said["language"].fillna("unknown")
    said["comparable"] = _comparable(said, originals or {})
    said["variant"] = _joined(said, normalize, top)
    out = _shares(said, least, level)
    return check(out.assign(by=by), "variant_use")


def _days(passages: pd.DataFrame) -> pd.Series:
    """The day of each passage, or the year where it alone is known, as text that sorts."""
    day = pd.Series(None, index=passages.index, dtype="str")
    if "year" in passages:
        years = passages["year"].astype("Int64")
        day = years.astype("str").where(years.notna(), day)
    if "date" in passages:
        dates = pd.to_datetime(passages["date"])
        day = dates.dt.strftime("%Y-%m-%d").where(dates.notna(), day)
    return day


def _comparable(said: pd.DataFrame, originals: Mapping[str, Collection[str]]) -> pd.Series:
    known = {(language, name) for language, names in originals.items() for name in names}
    pairs = zip(said["language"], said["native"], strict=True)
    return pd.Series(["yes" if pair in known else "no" for pair in pairs], index=said.index)


def _joined(said: pd.DataFrame, normalize: Callable[[str], str] | None, top: int) -> pd.Series:
    """Wordings under the name of those that they are one with; rare ones as others."""
    form = said["variant"] if normalize is None else _named(said, normalize)
    counted = said.assign(form=form).groupby([*_KIND, "form"]).size().rename("n").reset_index()
    counted = counted.sort_values(["n", "form"], ascending=[False, True])
    kept = pd.MultiIndex.from_frame(counted.groupby(_KIND).head(top)[[*_KIND, "form"]])
    places = pd.MultiIndex.from_arrays([said["framing"], said["language"], form])
    return form.where(places.isin(kept), OTHERS)


def _named(said: pd.DataFrame, normalize: Callable[[str], str]) -> pd.Series:
    """For every wording the most frequent one that `normalize` gives the same for."""
    keys = said["variant"].map({wording: normalize(wording) for wording in set(said["variant"])})
    keyed = said.assign(key=keys)
    counted = keyed.groupby([*_KIND, "key", "variant"]).size().rename("n").reset_index()
    counted = counted.sort_values(["n", "variant"], ascending=[False, True])
    names = counted.drop_duplicates([*_KIND, "key"]).set_index([*_KIND, "key"])["variant"]
    return keyed[[*_KIND, "key"]].join(names, on=[*_KIND, "key"])["variant"]


def _shares(said: pd.DataFrame, least: int, level: float) -> pd.DataFrame:
    each = said.groupby([*_CELL, "unit"]).size().rename("n").reset_index()
    cells = each.assign(square=each["n"] ** 2).groupby(_CELL)
    cells = cells.agg(of=("n", "sum"), units=("n", "size"), squares=("square", "sum"))
    cells = cells[cells["of"] >= least].reset_index()
    rows = cells.merge(said[[*_KIND, "variant"]].drop_duplicates(), on=_KIND)
    mine = said.groupby([*_CELL, "variant", "unit"]).size().rename("x").reset_index()
    mine = mine.merge(each, on=[*_CELL, "unit"])
    mine = mine.assign(xx=mine["x"] ** 2, xn=mine["x"] * mine["n"])
    sums = mine.groupby([*_CELL, "variant"])[["x", "xx", "xn"]].sum()
    used = said.groupby([*_CELL, "variant"])["day"].agg(first="min", last="max")
    rows = rows.join(sums, on=[*_CELL, "variant"]).join(used, on=[*_CELL, "variant"])
    rows[["x", "xx", "xn"]] = rows[["x", "xx", "xn"]].fillna(0)
    rows = rows.rename(columns={"x": "mentions"})
    rows["share"] = rows["mentions"] / rows["of"]
    rows["low"], rows["high"] = _limits(rows, level)
    rows["last_of_all"] = rows["variant"] == OTHERS
    total = rows.groupby([*_KIND, "variant"])["mentions"].transform("sum")
    rows = rows.assign(total=-total)
    order = [*_CELL, "last_of_all", "total", "variant"]
    return rows.sort_values(order, ignore_index=True).drop(
        columns=["xx", "xn", "squares", "last_of_all", "total"]
    )


def _limits(rows: pd.DataFrame, level: float) -> tuple[list[float], list[float]]:
    share, n, units = rows["share"], rows["of"], rows["units"]
    around = rows["xx"] - 2 * share * rows["xn"] + share**2 * rows["squares"]
    alike = (share <= 0) | (share >= 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = np.maximum(1.0, units / (units - 1) * around / (n * share * (1 - share)))
    phi = np.where(alike, rows["squares"] / n, phi)
    limits = [
        wilson(s * k / f, k / f, level) if u >= FEWEST_UNITS else (np.nan, np.nan)
        for s, k, f, u in zip(share, n, phi, units, strict=True)
    ]
    return [low for low, _ in limits], [high for _, high in limits]
