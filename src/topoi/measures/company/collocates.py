"""Collocates: the words in the neighbourhood of a framing's mentions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...tables import check, empty, need_columns
from ..association import Fourfold, interaction, log_dice, npmi, t_score
from ..terms.dispersion import deviation_of_proportions

WITHIN = ("sentence", "passage")
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def collocates(
    places: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    node: str,
    by: str | None = None,
    window: int = 5,
    within: str = "sentence",
    parts: str = "document",
    least: int = 3,
) -> pd.DataFrame:
    """Words within some words of the mentions of a framing, and how closely they belong to it.

    Parameters
    ----------
    places : DataFrame
        Schema `places`, as `topoi.place_terms(passages, mentions)` gives it.
    passages : DataFrame
        Schema `passages`, with the columns `by` and `parts`. Filter it to choose voices, years or
        speakers: words elsewhere do not count, here or there.
    node : str
        A framing ("hybrid_war"), or a word as it stands in `places`.
    by : str, optional
        Column of the group. Each group is a corpus of its own: its mentions among its own words.
        A passage may stand in several groups. By default all passages are one corpus.
    window : int, default 5
        Words to either side. Removed words keep their places, so that five are five as written.
    within : {"sentence", "passage"}
        What a window does not reach beyond.
    parts : str, default "document"
        Column of the parts over which dispersion and range are taken, "speaker" for instance.
    least : int, default 3
        Terms with fewer occurrences near the node are left out.

    Returns
    -------
    DataFrame
        Schema `collocates`, the highest `log_dice` first in each group. Groups without a mention,
        or without a term that is frequent enough, have no row.

    Raises
    ------
    DataError
        The node does not occur, a column is missing, or an option is impossible.

    Notes
    -----
    Every kept word of the corpus is near a mention or not, once, however many mentions it is near
    to (Evert 2008, surface co-occurrence); the node's own words, and framings that overlap it,
    are neither. With a = `n`, and b other words near, c occurrences elsewhere, d other words
    elsewhere: `lambda` is ln(ad / bc) with 0.5 added to each (Blaheta & Johnson 2001, as quanteda,
    which counts neighbours in one order where this counts windows); `npmi` is ln(a / expected) /
    -ln(a / `words`) (Bouma 2009); `t` is (a - expected) / sqrt(a) (Church et al. 1991). `log_dice`
    is 14 + log2(2a / (`mentions` + `n_all`)) (Rychlý 2008); it passes 14 only if a term stands more
    than once beside nearly every mention. `dp` is Gries' (2008), over the parts' words near the
    node: 0 if every part's mentions have the term about them equally often.

    Nothing is tested. `z` takes words for independent and calls far too much significant where one
    speaker repeats a phrase: see `range` and `dp_norm`. A word beside a framing does not say what
    is said of it: read the concordance.

    Examples
    --------
    >>> passages = pd.DataFrame({"passage": ["a", "b"], "document": ["a", "b"]})
    >>> words = "wage <hybrid_war> against peace . . . peace".split()
    >>> places = pd.DataFrame({"passage": "a", "sentence": 0, "place": range(8), "term": words})
    >>> places = places[places["term"] != "."]
    >>> found = collocates(places, passages, node="hybrid_war", window=2, least=1)
    >>> found[["term", "n", "left", "right", "n_all"]].values.tolist()
    [['against', 1, 0, 1, 1], ['wage', 1, 1, 0, 1], ['peace', 1, 0, 1, 2]]
    """
    if window < 1 or within not in WITHIN:
        raise DataError(
            f"window must be at least 1 and within one of {', '.join(WITHIN)}; got {window}, {within!r}."
        )
    need_columns(passages, ["passage", parts, *filter(None, [by])])
    table = check(places, "places")
    terms = [str(term) for term in table["term"].cat.categories]
    code = _code_of(node, terms)
    stretches = _stretches(table, window, within)
    found = []
    for group, rows in _groups(passages, by):
        words = _words_of(table, stretches, rows, parts)
        found.append(_score(words, code, window, least, terms).assign(group=group))
    out = pd.concat(found, ignore_index=True)
    if not out["mentions"].sum() and not _occurs(table, code, passages):
        raise DataError(f"places: '{terms[code]}' does not occur in these passages.", node=node)
    out = out.assign(by=by or "corpus", node=terms[code])
    out = out.sort_values(
        ["group", "log_dice", "n", "term"], ascending=[True, False, False, True], ignore_index=True
    )
    return check(out, "collocates") if len(out) else empty("collocates")


def _code_of(node: str, terms: list[str]) -> int:
    for name in (f"<{node.strip('<>')}>", node):
        if name in terms:
            return terms.index(name)
    framings = ", ".join(term for term in terms if term.startswith("<")) or "none"
    raise DataError(
        f"places: neither a framing '{node}' nor a word. The framings are {framings}; words are as "
        "they stand there, lemmas by default.",
        node=node,
    )


def _stretches(table: pd.DataFrame, window: int, within: str) -> Ints:
    """Places numbered through the corpus, with a gap wider than the window between stretches."""
    keys = ["passage", "sentence"] if within == "sentence" else ["passage"]
    stretch = table.groupby(keys, observed=True, sort=True).ngroup().to_numpy(dtype="int64")
    place = table["place"].to_numpy(dtype="int64")
    return stretch * (int(place.max(initial=0)) + window + 1) + place


def _groups(passages: pd.DataFrame, by: str | None) -> list[tuple[str, pd.DataFrame]]:
    if by is None:
        return [("all", passages)]
    groups = [(str(group), rows) for group, rows in passages.groupby(by, sort=True, observed=True)]
    if not groups:
        raise DataError(f"passages: none has a value in '{by}'.", column=by)
    return groups


class _Words(NamedTuple):
    """The words of one group, in the order of their places."""

    place: Ints
    term: Ints
    part: Ints  # -1 where it is unknown


def _words_of(table: pd.DataFrame, place: Ints, passages: pd.DataFrame, parts: str) -> _Words:
    own = passages.drop_duplicates("passage").set_index("passage")[parts]
    known = table["passage"].cat.categories
    number, _ = pd.factorize(own.reindex(known))
    inside = known.isin(own.index)[table["passage"].cat.codes]
    order = np.flatnonzero(inside)
    order = order[np.argsort(place[order], kind="stable")]
    part = number[table["passage"].cat.codes.to_numpy()[order]]
    term = table["term"].cat.codes.to_numpy(dtype="int64")[order]
    return _Words(place[order], term, part)


def _occurs(table: pd.DataFrame, code: int, passages: pd.DataFrame) -> bool:
    where = table.loc[table["term"].cat.codes == code, "passage"]
    return bool(where.isin(passages["passage"]).any())


def _beside(places: Ints, nodes: Ints, window: int) -> tuple[Bools, Bools, Bools]:
    """Whether each place is one of the node's, or shortly before one, or shortly after one."""
    edges = np.concatenate([[-window - 1], nodes, [places.max(initial=0) + window + 1]])
    following = np.searchsorted(nodes, places) + 1
    own = edges[following] == places
    before = ~own & (edges[following] - places <= window)
    after = ~own & (places - edges[following - 1] <= window)
    return own, before, after


def _score(words: _Words, node: int, window: int, least: int, terms: list[str]) -> pd.DataFrame:
    nodes = np.unique(words.place[words.term == node])
    own, before, after = _beside(words.place, nodes, window)
    near = before | after

    def number(which: Bools) -> npt.NDArray[np.float64]:
        return np.bincount(words.term[which], minlength=len(terms)).astype("float64")

    n, everywhere = number(near), number(~own)
    keep = np.flatnonzero(n >= max(1, least))
    a, total = n[keep], everywhere[keep]
    size, corpus = float(near.sum()), float((~own).sum())
    cells = Fourfold(a, size - a, total - a, corpus - size - total + a)
    lambda_, z = interaction(cells)
    return pd.DataFrame(
        {
            "term": [terms[i] for i in keep],
            "n": a.astype("int64"),
            "left": number(before)[keep].astype("int64"),
            "right": number(after)[keep].astype("int64"),
            "n_all": total.astype("int64"),
            "mentions": len(nodes),
            "near": int(size),
            "words": int(corpus),
            "expected": cells.expected,
            "log_dice": log_dice(a, np.full(len(a), float(len(nodes))), total),
            "lambda": lambda_,
            "z": z,
            "npmi": npmi(cells),
            "t": t_score(cells),
            **_evenness(words, near & (words.part >= 0), keep, len(terms)),
        }
    )


def _evenness(words: _Words, near: Bools, keep: Ints, terms: int) -> dict[str, object]:
    part, names = pd.factorize(words.part[near])
    matrix = sp.csr_matrix(
        (np.ones(len(part)), (part, words.term[near])), shape=(max(1, len(names)), terms)
    )
    if not len(names) or not len(keep):
        return {"parts": len(names), "range": 0, "dp": np.nan, "dp_norm": np.nan}
    sizes = np.asarray(matrix.sum(axis=1)).ravel()
    matrix = matrix[:, keep]
    dp, dp_norm = deviation_of_proportions(matrix, sizes)
    held = np.asarray((matrix > 0).sum(axis=0)).ravel().astype("int64")
    return {"parts": len(names), "range": held, "dp": dp, "dp_norm": dp_norm}
