"""Which framings occur together: in the same passage, or in the same document."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import brentq
from scipy.special import ndtri, stdtrit

from ...errors import DataError
from ...tables import check, empty, need_columns
from ..association import Fourfold, interaction
from ..intervals import (
    FEWEST_UNITS,
    benjamini_hochberg,
    rate_limits,
)

TURNS = 1000  # turns of one framing about a document that p rests on
_LEAST_PHI = 0.25  # no interval is taken for surer than four times the count would make it
_PRIOR_WEIGHT = 20  # times together that the design effect of other pairs counts for
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def cooccurrence(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    within: str = "passage",
    by: str | None = None,
    unit: str = "organization",
    strata: str | None = None,
    framings: Collection[str] | None = None,
    least: int = 5,
    level: float = 0.95,
) -> pd.DataFrame:
    """How often two framings occur together, against what their frequencies lead one to expect.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`. Only those in `passages` count.
    passages : DataFrame
        Schema `passages`, with the columns named by the other parameters; a text is not needed.
        Filter it to choose voices, years or speakers.
    within : str, default "passage"
        Column whose values are the contexts: "passage", "document" or one of your own. What
        different units say in one document are different contexts.
    by : str, optional
        Column of the group; each group is a corpus of its own, and a passage may stand in several.
        By default all passages are one corpus.
    unit : str, default "organization"
        Column of the sampling unit, for the intervals. Passages where it is null are left out.
    strata : str, optional
        Column of the stretches whose totals the test keeps; by default the document where contexts
        are passages, else `unit`.
    framings : collection of str, optional
        Which; by default all that are in at least `least` contexts of any group.
    least : int, default 5
        A pair has a row where both framings are in so many contexts of the group.
    level : float, default 0.95
        Confidence level.

    Returns
    -------
    DataFrame
        Schema `cooccurrence`, pairs in alphabetical order. `low` and `high` are null with fewer
        than 10 units; `p` is null where no stratum has both framings.

    Raises
    ------
    DataError
        A column is missing, a passage repeats within a group, or an option is impossible.

    Notes
    -----
    A long passage has room for more. `expected` is therefore the sum over contexts of pA pB, where
    p = 1 - exp(-r length) is the chance that a framing falls into a context of that length (in
    characters) and r fits the contexts that have it; `lift` is `together` over `expected`. Lengths
    do not enter `log_odds` and `jaccard`, which are those of the fourfold table of contexts.

    The interval of the lift is that of `framing_rates` with `expected` as exposure: exact gamma
    limits after both are divided by phi, the linearised variance of the logarithm of the lift over
    units, times `together`, drawn to the mean of pairs that are together about as often. phi may be
    below one: contexts that have one of the two and could have both are limited in number. For the
    limits it is multiplied by the square of Student's quantile (units - 1) over the normal one.

    `p` asks whether the two seek each other's company beyond sharing documents and speakers: every
    stratum is closed to a circle and the rarer framing's mentions are turned along it, in a
    thousand even steps, all positions alike; two-sided over the exact sum of strata. Totals of each
    stratum, lengths of passages, and how each framing clumps stay as they are. `lift` can thus be
    high with a high `p`: the same documents say both, not the same passages.

    Two mentions may share words ("just multipolar world"): `overlapping` counts contexts in which
    they do. That framings stand together does not say that they are joined in thought: one may be
    refused in the name of the other.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(4)).assign(
    ...     passage=list("abcd"), document="x", start=[0, 9, 18, 27], end=[9, 18, 27, 36],
    ...     voice="speech", rule="", confidence=1.0, words=2, organization="Orlan")
    >>> mentions = empty("mentions").reindex(range(3)).assign(
    ...     mention=list("123"), framing=["bloc", "war", "bloc"], passage=list("aab"),
    ...     start=[0, 5, 9], end=[4, 8, 13], variant="")
    >>> table = cooccurrence(mentions, passages, least=1)
    >>> table[["framing", "other", "together", "expected", "lift"]].round(6).values.tolist()
    [['bloc', 'war', 1, 0.5, 2.0]]
    """
    if least < 1 or not 0 < level < 1:
        raise DataError(
            f"least must be at least 1 and level lie between 0 and 1; got {least}, {level}."
        )
    strata = strata or ("document" if within == "passage" else unit)
    columns = ["passage", "document", "start", "end", within, unit, strata]
    need_columns(passages, dict.fromkeys([*columns, *filter(None, [by])]))
    passages = passages.dropna(subset=[within, unit, strata, *filter(None, [by])])
    if passages.empty:
        raise DataError(f"passages: none has a value in '{within}', '{unit}' and '{strata}'.")
    mentions = check(mentions, "mentions")
    if isinstance(framings, str):
        framings = [framings]
    names = sorted(mentions["framing"].unique() if framings is None else framings)
    rows: list[dict[str, Any]] = []
    for group, part in [("all", passages)] if by is None else passages.groupby(by, sort=True):
        corpus = _corpus(mentions, part, names, within, unit, strata)
        rows += [{"group": str(group)} | row for row in _pairs(corpus, least)]
    if not rows:
        return empty("cooccurrence")
    out = pd.DataFrame(rows).assign(by=by or "corpus", within=within)
    return check(_with_limits(out, level), "cooccurrence")


class _Corpus(NamedTuple):
    """The passages of one group, cut into contexts; mentions by framing."""

    names: list[str]
    has: Bools  # (contexts, framings)
    chance: Floats  # (contexts, framings): that a context of this length has the framing
    pull: Floats  # (contexts, framings): by how much one more context with it raises `chance`
    unit: Ints  # of each context
    circles: list[_Circle]
    shared: set[tuple[int, int, int]]  # context and two framings whose mentions overlap there


class _Circle(NamedTuple):
    """One stratum: where its contexts begin and end along it, and the mentions of each framing."""

    ends: Floats
    context: Ints  # of each stretch
    places: dict[int, Floats]


def _corpus(
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    names: list[str],
    within: str,
    unit: str,
    strata: str,
) -> _Corpus:
    if passages["passage"].duplicated().any():
        raise DataError("passages: some occur twice in one group; each may stand there once.")
    table = pd.DataFrame(
        {
            "passage": passages["passage"].astype("str"),
            "key": passages[within],
            "unit": passages[unit],
            "stratum": passages[strata],
            "document": passages["document"].astype("str"),
            "start": passages["start"],
            "length": (passages["end"] - passages["start"]).astype("float64"),
        }
    )
    table = table.sort_values(["stratum", "document", "start"], ignore_index=True)
    table["context"] = table.groupby(["key", "unit", "stratum"], sort=False).ngroup()
    upto = table.groupby("stratum", sort=False)["length"].cumsum()
    table["at"] = upto - table["length"] - table["start"]  # of a character along the circle
    found = mentions.loc[mentions["framing"].isin(names)]
    found = found[["passage", "framing", "start", "end"]].rename(columns={"start": "from"})
    found = found.merge(table, on="passage")
    found["framing"] = found["framing"].map({name: i for i, name in enumerate(names)})
    number = int(table["context"].max()) + 1
    has = np.zeros((number, len(names)), dtype=bool)
    has[found["context"], found["framing"]] = True
    length = table.groupby("context")["length"].sum().to_numpy()
    chance, pull = _chances(has.sum(axis=0), length)
    units = pd.factorize(table.drop_duplicates("context").sort_values("context")["unit"])[0]
    circles = _circles(table.assign(upto=upto), found.assign(place=found["from"] + found["at"]))
    return _Corpus(names, has, chance, pull, units, circles, _overlaps(found))


def _chances(contexts: Ints, length: Floats) -> tuple[Floats, Floats]:
    """Chance of each context to have each framing, by its length, and its derivative."""
    room = int((length > 0).sum())
    scaled = length / length.mean()
    chance, pull = np.zeros((2, len(length), len(contexts)))
    for j, n in enumerate(contexts):
        if n >= room:
            chance[:, j] = 1.0
        elif n:
            top = 1.0
            while -np.expm1(-top * scaled).sum() < n:
                top *= 2
            rate = brentq(lambda r, n=n: -np.expm1(-r * scaled).sum() - n, 0.0, top)
            chance[:, j] = -np.expm1(-rate * scaled)
            slope = scaled * np.exp(-rate * scaled)
            pull[:, j] = slope / slope.sum()
    return chance, pull


def _circles(table: pd.DataFrame, found: pd.DataFrame) -> list[_Circle]:
    said = dict(iter(found.groupby("stratum", sort=False)))
    circles = []
    for key, part in table.groupby("stratum", sort=False):
        if key in said:
            places = {
                int(framing): rows.to_numpy(dtype="float64")
                for framing, rows in said[key].groupby("framing")["place"]
            }
            circles.append(_Circle(part["upto"].to_numpy(), part["context"].to_numpy(), places))
    return circles


def _overlaps(found: pd.DataFrame) -> set[tuple[int, int, int]]:
    slim = found[["passage", "context", "framing", "from", "end"]]
    both = slim.merge(slim, on=["passage", "context"], suffixes=("", "_other"))
    both = both[both["framing"] < both["framing_other"]]
    both = both[(both["from"] < both["end_other"]) & (both["from_other"] < both["end"])]
    return set(zip(both["context"], both["framing"], both["framing_other"], strict=True))


def _pairs(corpus: _Corpus, least: int) -> list[dict[str, Any]]:
    count = corpus.has.sum(axis=0)
    often = [j for j in range(len(corpus.names)) if count[j] >= least]
    return [_pair(corpus, a, b) for a, b in combinations(often, 2)]


def _pair(corpus: _Corpus, a: int, b: int) -> dict[str, Any]:
    has_a, has_b = corpus.has[:, a], corpus.has[:, b]
    both = has_a & has_b
    contexts, together = len(both), int(both.sum())
    n, n_other = int(has_a.sum()), int(has_b.sum())
    rest = contexts - n - n_other + together
    cells = Fourfold(*np.array([[together], [n - together], [n_other - together], [rest]], float))
    expected = float((corpus.chance[:, a] * corpus.chance[:, b]).sum())
    kept, p = _turned(corpus, a, b, together)
    return {
        "framing": corpus.names[a],
        "other": corpus.names[b],
        "contexts": contexts,
        "units": int(corpus.unit.max()) + 1,
        "n": n,
        "n_other": n_other,
        "together": together,
        "overlapping": sum((c, a, b) in corpus.shared for c in np.flatnonzero(both)),
        "units_together": len(np.unique(corpus.unit[both])),
        "expected": expected,
        "lift": together / expected,
        "phi": _design_effect(corpus, a, b, both, expected),
        "log_odds": float(interaction(cells)[0][0]),
        "jaccard": together / (n + n_other - together),
        "expected_kept": kept,
        "p": p,
    }


def _design_effect(corpus: _Corpus, a: int, b: int, both: Bools, expected: float) -> float:
    """Variance of the log lift over units, linearised, over that of a Poisson count."""
    together, units = int(both.sum()), int(corpus.unit.max()) + 1
    if not together or units < 2:
        return np.nan
    pa, pb = corpus.chance[:, a], corpus.chance[:, b]
    grow_a, grow_b = (corpus.pull[:, a] * pb).sum(), (corpus.pull[:, b] * pa).sum()
    change = pa * pb + grow_a * (corpus.has[:, a] - pa) + grow_b * (corpus.has[:, b] - pb)
    each = np.bincount(corpus.unit, both / together - change / expected, minlength=units)
    return float(units / (units - 1) * (each**2).sum() * together)


def _turned(corpus: _Corpus, a: int, b: int, together: int) -> tuple[float, float]:
    """Mean number together when the rarer framing is turned about every stratum, and p."""
    turned, still = sorted((a, b), key=lambda j: (int(corpus.has[:, j].sum()), j))
    chances = None
    for circle in corpus.circles:
        if turned in circle.places and still in circle.places:
            here = _turns(circle, circle.places[turned], corpus.has[:, still])
            chances = here if chances is None else np.convolve(chances, here)
    if chances is None:
        return 0.0, np.nan
    mean = float(chances @ np.arange(len(chances)))
    tail = min(chances[together:].sum(), chances[: together + 1].sum())
    return mean, float(min(1.0, 2 * tail))


def _turns(circle: _Circle, places: Floats, still: Bools) -> Floats:
    """Chances of 0, 1, 2 ... contexts with both, over the turns of a circle, the first of none."""
    turns = np.linspace(0, circle.ends[-1], TURNS, endpoint=False)
    moved = (places[None, :] + turns[:, None]) % circle.ends[-1]
    stretch = np.searchsorted(circle.ends, moved, side="right")
    hit = np.sort(circle.context[stretch], axis=1)
    first = np.diff(hit, axis=1, prepend=-1) > 0  # several mentions in a context count once
    together = (still[hit] & first).sum(axis=1)
    return np.bincount(together) / TURNS


def _with_limits(out: pd.DataFrame, level: float) -> pd.DataFrame:
    together = out["together"].to_numpy(float)
    phi = _drawn(together, out["phi"])
    units = out["units"].to_numpy()
    tail = (1 + level) / 2
    few = (stdtrit(np.maximum(units - 1, 1), tail) / ndtri(tail)) ** 2
    low, high = rate_limits(together, out["expected"].to_numpy(float), phi * few, level)
    enough = units >= FEWEST_UNITS
    return out.assign(
        low=np.where(enough, low, np.nan),
        high=np.where(enough, high, np.nan),
        phi=phi,
        q=benjamini_hochberg(out["p"].to_numpy(float)),
        family=int(out["p"].notna().sum()),
    )


def _drawn(together: Floats, raw: pd.Series) -> Floats:
    """Design effects drawn to the mean of pairs that are together about as often."""
    bins = np.floor(np.log2(np.maximum(together, 1)))
    mean = raw.groupby(bins).transform("mean").fillna(1.0)
    drawn = (raw.fillna(mean) * together + mean * _PRIOR_WEIGHT) / (together + _PRIOR_WEIGHT)
    return drawn.clip(lower=_LEAST_PHI).to_numpy(dtype="float64")
