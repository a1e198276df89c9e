"""The tables of `find_candidates` as arrays: speeches, the phrases in them, who belongs where."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError, TooSmallError
from ...tables import check, need_columns
from .shuffles import Floats
from .wordings import joined, key, name_share, pairs
from .words import Bools, Ints

EDGE = 0.1  # the part of a speech at either end where ceremony has its place
CEREMONY = 0.5  # share of its occurrences there that makes a phrase ceremonial
ALONE = 1.0  # standard deviations of company that a phrase is to have
NAME = 0.9  # share of capitals that makes a phrase a name
FEWEST_UNITS = 4


class Evidence(NamedTuple):
    """What is known of phrases: `rows` of the table, and the matrices made from it.

    Keys are pairs of words. `rows` has, once for each pair of a phrase, key (number), phrase
    (number), passage (row of passages), speech (row of speeches), n
    and `framing`, the set that explains it as a number in `sets`.
    """

    rows: pd.DataFrame
    keys: list[str]
    phrases: list[str]
    sets: list[frozenset[str]]
    speeches: pd.DataFrame  # unit, time, period, words, as numbers; document
    passages: pd.DataFrame  # speech, words, held (a mention is in it)
    units: list[str]
    times: list[int]  # years; -1 where it is unknown
    periods: list[str]
    binding: Floats  # of each key


def gather(phrases: pd.DataFrame, passages: pd.DataFrame, unit: str, over: str | None) -> Evidence:
    """Read the tables; see `find_candidates` for what they hold."""
    phrases = check(phrases, "phrases")
    need_columns(passages, ["passage", "document", "start", "end", "words", unit])
    if over is not None:
        need_columns(passages, [over])
    if passages["passage"].duplicated().any():
        raise DataError(
            "passages: some occur twice. Pass them once; who belongs where is said by `belongs`."
        )
    known = passages[unit].notna()
    if over is not None:
        known &= passages[over].notna()
    home = passages[known].reset_index(drop=True)
    speeches, units, times, periods, speech = _speeches(home, unit, over)
    if len(units) < FEWEST_UNITS:
        raise TooSmallError(
            f"passages: {len(units)} value(s) of '{unit}' speak; what is shared by several of them "
            f"but not by all cannot be told with fewer than {FEWEST_UNITS}.",
            units=len(units),
        )
    home = home.assign(speech=speech)
    rows, keys, names, sets = _rows(phrases, home)
    out = Evidence(
        rows, keys, names, sets, speeches, home, units, times, periods, np.zeros(len(keys))
    )
    return out._replace(binding=binding_of(out))


def _speeches(
    home: pd.DataFrame, unit: str, over: str | None
) -> tuple[pd.DataFrame, list[str], list[int], list[str], Ints]:
    """One row a unit and document, by unit and time; and the speech of each passage."""
    when = home["year"] if "year" in home else pd.Series(0, index=home.index)
    day = home["date"] if "date" in home else pd.Series(pd.NaT, index=home.index)
    period = home[over].astype("str") if over is not None else pd.Series("all", index=home.index)
    table = pd.DataFrame(
        {
            "unit": home[unit].astype("str"),
            "document": home["document"].astype("str"),
            "period": period,
            "time": when.astype("Int64").fillna(-1).astype("int64"),
            "day": pd.to_datetime(day),
            "words": home["words"],
        }
    )
    first = {"period": "first", "time": "first", "day": "first", "words": "sum"}
    speeches = table.groupby(["unit", "document"], sort=True).agg(first).reset_index()
    speeches = speeches.sort_values(
        ["unit", "period", "time", "day", "document"], ignore_index=True
    )
    place = pd.Series(
        speeches.index, index=pd.MultiIndex.from_frame(speeches[["unit", "document"]])
    )
    speech = place.reindex(pd.MultiIndex.from_frame(table[["unit", "document"]])).to_numpy()
    out = {column: speeches[column] for column in ("document", "words", "day")}
    labels = {}
    for column in ("unit", "time", "period"):
        codes, values = pd.factorize(speeches[column], sort=True)
        out[column], labels[column] = codes.astype(np.int64), list(values)
    return pd.DataFrame(out), labels["unit"], labels["time"], labels["period"], speech


def _rows(
    phrases: pd.DataFrame, home: pd.DataFrame
) -> tuple[pd.DataFrame, list[str], list[str], list[frozenset[str]]]:
    """One row an occurrence and pair of words; pairs, phrases and sets of framings by number."""
    names = list(phrases["phrase"].cat.categories)
    written = list(phrases["framing"].cat.categories)
    sets = [frozenset(), *(frozenset(value.split(";")) for value in written)]
    place = pd.Index(home["passage"]).get_indexer(phrases["passage"].cat.categories)
    passage = place[phrases["passage"].cat.codes] if len(phrases) else np.zeros(0, dtype=int)
    rows = pd.DataFrame(
        {
            "phrase": phrases["phrase"].cat.codes.to_numpy(dtype=np.int64),
            "passage": passage,
            "n": phrases["n"].to_numpy(),
            "framing": phrases["framing"].cat.codes.to_numpy(dtype=np.int64) + 1,
        }
    )
    rows = rows[rows["passage"] >= 0].reset_index(drop=True)
    rows["speech"] = home["speech"].to_numpy()[rows["passage"]]
    number, phrase, keys = _pairs(names)
    size = np.bincount(phrase, minlength=len(names))
    repeats = size[rows["phrase"]]
    within = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    rows = rows.loc[rows.index.repeat(repeats)].reset_index(drop=True)
    rows["key"] = number[(np.cumsum(size) - size)[rows["phrase"]] + within]
    return rows, keys, names, sets


def _pairs(names: list[str]) -> tuple[Ints, Ints, list[str]]:
    """The pairs of words of each phrase, by number, with the number of the phrase; and their names."""
    whole = joined(sorted({key(name) for name in names}))
    held = [pairs(whole[key(name)]) for name in names]
    keys = sorted({pair for some in held for pair in some})
    place = {name: i for i, name in enumerate(keys)}
    number = np.array([place[pair] for some in held for pair in some], dtype=np.int64)
    sizes = np.array([len(some) for some in held], dtype=np.int64)
    return number, np.repeat(np.arange(len(names)), sizes), keys


def unexplained(evidence: Evidence, unknown: Collection[str]) -> pd.DataFrame:
    """The rows that no framing explains, those in `unknown` taken for unlisted."""
    free = np.array([held <= set(unknown) for held in evidence.sets], dtype=bool)
    return evidence.rows[free[evidence.rows["framing"]]]


def use_of(rows: pd.DataFrame, keys: int, speeches: int) -> sp.csr_matrix:
    """Which speeches (columns) use which phrases (rows): ones and zeros."""
    cells = np.unique(rows["key"].to_numpy() * speeches + rows["speech"].to_numpy())
    shape = (keys, speeches)
    return sp.csr_matrix((np.ones(len(cells)), (cells // speeches, cells % speeches)), shape=shape)


def weighted(use: sp.csr_matrix, unit: Ints) -> sp.csr_matrix:
    """Uses that add up to the root of their number within a unit.

    >>> weighted(sp.csr_matrix(np.ones((1, 5))), np.array([0, 0, 0, 0, 1])).toarray().tolist()
    [[0.5, 0.5, 0.5, 0.5, 1.0]]
    """
    phrase = np.repeat(np.arange(use.shape[0]), np.diff(use.indptr))
    cell = phrase * (int(unit.max()) + 1) + unit[use.indices]
    out = use.copy()
    out.data = 1 / np.sqrt(np.bincount(cell)[cell])
    return out


def company(evidence: Evidence, rows: pd.DataFrame, held: Bools, keys: int) -> Floats:
    """How much more often than their length makes likely the passages of a phrase hold a framing.

    (k - e) / sqrt(v): k passages with the phrase hold a mention; each would, at the rate r of all
    passages, with probability p = 1 - exp(-r words); e adds up p, and v adds up p (1 - p). Who speaks
    when does not enter, so shuffling changes nothing of it.
    """
    home = evidence.passages
    words = home["words"].to_numpy(dtype=np.float64)
    chance = -np.expm1(-held.sum() / max(words.sum(), 1.0) * words)
    cells = np.unique(rows["key"].to_numpy() * len(home) + rows["passage"].to_numpy())
    phrase, passage = cells // len(home), cells % len(home)
    k = np.bincount(phrase, held[passage], keys)
    e = np.bincount(phrase, chance[passage], keys)
    v = np.bincount(phrase, chance[passage] * (1 - chance[passage]), keys)
    return np.where(v > 0, (k - e) / np.sqrt(np.maximum(v, 1e-9)), 0.0)


def binding_of(evidence: Evidence) -> Floats:
    """How bound a pair is to one of its words: the larger share of the passages with a word.

    Passages with the word in any recurring phrase: near 1 for "double" in "double standards", near 0
    for both words of "new world".
    """
    words: dict[str, int] = {}
    held = [[words.setdefault(w, len(words)) for w in set(k.split("|"))] for k in evidence.keys]
    size = np.array([len(numbers) for numbers in held], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(size)])
    flat = np.array([number for numbers in held for number in numbers], dtype=np.int64)
    passages = len(evidence.passages)
    rows = evidence.rows
    cells = np.unique(rows["key"].to_numpy() * passages + rows["passage"].to_numpy())
    key, passage = cells // passages, cells % passages
    cell = np.repeat(np.arange(len(key)), size[key])
    within = np.arange(len(cell)) - np.repeat(np.cumsum(size[key]) - size[key], size[key])
    pairs = np.unique(flat[first[key[cell]] + within] * passages + passage[cell])
    of_word = np.bincount(pairs // passages, minlength=len(words))
    of_key = np.bincount(key, minlength=len(held))
    share = np.repeat(of_key, size) / np.maximum(of_word[flat], 1)
    return np.maximum.reduceat(share, first[:-1]) if len(share) else np.zeros(0)


def names_in(evidence: Evidence, rows: pd.DataFrame, keys: int) -> Floats:
    """Share of the words of each phrase that are written with a capital, over its occurrences."""
    share = np.array([name_share(phrase) for phrase in evidence.phrases])
    n = rows["n"].to_numpy(dtype=np.float64)
    total = np.bincount(rows["key"], n, keys)
    return np.bincount(rows["key"], n * share[rows["phrase"]], keys) / np.maximum(total, 1)


def at_the_edges(evidence: Evidence, rows: pd.DataFrame, keys: int) -> Floats:
    """Share of occurrences in the first or last tenth of a speech, where passages are that short."""
    home = evidence.passages
    by = home.groupby("speech")
    start, end = by["start"].transform("min"), by["end"].transform("max")
    length = np.maximum(end - start, 1)
    middle = ((home["start"] + home["end"]) / 2 - start) / length
    known = ((home["end"] - home["start"]) <= 2 * EDGE * length).to_numpy()
    edge = ((middle < EDGE) | (middle > 1 - EDGE)).to_numpy() & known
    n, passage = rows["n"].to_numpy(dtype=np.float64), rows["passage"].to_numpy()
    total = np.bincount(rows["key"], n * known[passage], keys)
    return np.bincount(rows["key"], n * edge[passage], keys) / np.maximum(total, 1)
