"""Rules against coders, and coders against each other, on a sample that was coded by hand.

The sample holds places and codes, no text, so that it can be published where the texts cannot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...errors import DataError
from ...tables import check, need_columns
from ..intervals import FEWEST_UNITS
from .stances import QUESTIONS

RESAMPLES = 2000
_NONE = "none"  # no answer of the rules; no framing
Floats = npt.NDArray[np.float64]
_Row = dict[str, Any]
_COLUMNS = ("question", "label", "measure", "items", "estimate", "low", "high")
_Measure = tuple[str, str, Callable[[Floats], Floats]]  # label, name, function of tables


def validate_stances(
    coded: pd.DataFrame,
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    level: float = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """How far `use` and `attitude` agree with mentions coded by hand, and the coders with each other.

    Parameters
    ----------
    coded : DataFrame
        Schema `coded_mentions`: a mention of the sample with the codes of two coders and the final
        one. Mentions coded as no instance of the framing, and codes left empty, do not count.
    mentions, passages : DataFrame
        Schemas `mentions` and `passages`. A coded mention is the one of the same framing that
        overlaps it.
    level : float, default 0.95
        Level of the intervals.
    random_state : int, optional
        Seed of the resampling of documents.

    Returns
    -------
    DataFrame
        Schema `validation`. Precision, recall and f1 by answer; `macro_f1` is their unweighted mean
        over the answers that the coders gave; an undecided mention is missed by recall and does not
        count for precision. `constant_accuracy` and `constant_macro_f1` are what one answer for all
        mentions of a framing would reach, its most frequent code, chosen with hindsight: a yardstick
        for what the sentence adds to the framing. Items are weighted by the mentions that they were drawn from. Limits
        are percentiles over resampled documents.

    Raises
    ------
    DataError
        No coded mention is among the mentions.

    Notes
    -----
    Krippendorff's alpha for nominal data (Krippendorff 2011); kappa is Cohen's (1960). It does not
    show how the rules fare on texts of another genre or language than the sample's.
    """
    coded = check(coded, "coded_mentions")
    coded = coded[coded["instance"] == "yes"]
    both = _with_found(coded, mentions, passages)
    if both.empty:
        raise DataError("coded: none of the coded mentions is among the mentions that were found.")
    parts: list[_Row] = []
    for question, answers in QUESTIONS.items():
        items = both.dropna(subset=[question])
        known = [answer for answer in answers if answer in set(items[question])]
        if not known:
            continue
        rules = _Pairs(items, question, f"{question}_found", known)
        parts += rules.against_rules(question, level, random_state)
        constant = items.assign(constant=_most_frequent(items, question))
        parts += _Pairs(constant, question, "constant", known).of_constant(
            question, level, random_state
        )
        one, other = f"{question}_a", f"{question}_b"
        twice = coded.dropna(subset=[one, other])
        if len(twice):
            coders = _Pairs(twice, one, other, sorted({*twice[one], *twice[other]}))
            parts += coders.between_coders(question, level, random_state)
    return check(pd.DataFrame(parts), "validation")


def validate_framings(
    coded: pd.DataFrame,
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    *,
    level: float = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """How far the lexicon finds the framings that coders see in sentences, and the coders agree.

    Parameters
    ----------
    coded : DataFrame
        Schema `coded_sentences`: a sentence of the sample with the framings that each of two coders
        sees in it, and the final ones; names separated by semicolons.
    mentions, passages : DataFrame
        Schemas `mentions` and `passages`; a mention belongs to the sentence that it begins in.
    level, random_state
        As in `validate_stances`.

    Returns
    -------
    DataFrame
        Schema `validation`: an item is a framing in a sentence, found or seen. Under "all" every
        such pair counts alike. Kappa and alpha are over all pairs of a sentence and a framing that
        is seen or found in any.

    Notes
    -----
    Sentences that were drawn for a word stem say what is found among sentences with such stems; a
    framing in other words than anybody looked for stays unseen.
    """
    coded = check(coded, "coded_sentences")
    home = mentions.merge(passages[["passage", "document"]], on="passage")
    by_document = {str(d): part for d, part in home.groupby("document")}
    rows = []
    for number, sentence in enumerate(coded.itertuples(index=False)):
        here = by_document.get(str(sentence.document), home.iloc[:0])
        inside = here["start"].between(sentence.start, sentence.end - 1)
        found = set(here.loc[inside, "framing"])
        one, other = _listed(sentence.framings_a), _listed(sentence.framings_b)
        seen = _listed(sentence.framings)
        for name in sorted(found | one | other | seen):
            sides = (("found", found), ("a", one), ("b", other), ("seen", seen))
            row = {side: name if name in names else _NONE for side, names in sides}
            rows.append({"document": sentence.document, "item": number, "name": name, **row})
    columns = ["document", "item", "name", "found", "a", "b", "seen"]
    items = pd.DataFrame(rows, columns=columns).assign(weight=1.0)
    names = sorted(set(items["name"]))
    rules = items[(items["found"] != _NONE) | (items["seen"] != _NONE)]
    parts = _Pairs(rules, "seen", "found", names).against_rules("framing", level, random_state)
    parts += _between_coders(items, coded).between_coders("framing", level, random_state)
    return check(pd.DataFrame(parts), "validation")


def _between_coders(items: pd.DataFrame, coded: pd.DataFrame) -> _Pairs:
    """Every pair of a sentence and a framing as yes or no: those that neither coder sees, too."""
    said = items.assign(a=_yes(items["a"]), b=_yes(items["b"]))
    rest = items["name"].nunique() - said.groupby("item").size().reindex(
        range(len(coded)), fill_value=0
    )
    unsaid = pd.DataFrame({"document": coded["document"].repeat(rest.to_numpy())})
    cells = pd.concat([said, unsaid.assign(a="no", b="no", weight=1.0)], ignore_index=True)
    return _Pairs(cells, "a", "b", ["no", "yes"])


def _yes(given: pd.Series) -> pd.Series:
    return (given != _NONE).map({True: "yes", False: "no"})


def _listed(names: Any) -> set[str]:
    given = re.split("[;,]", names) if isinstance(names, str) else []
    return {name.strip() for name in given} - {"", _NONE}


def _most_frequent(items: pd.DataFrame, question: str) -> pd.Series:
    """For each item the answer that most items of its framing have, by weight; ties by name."""
    weights = items.groupby(["framing", question])["weight"].sum().reset_index()
    ordered = weights.sort_values(["weight", question], ascending=[False, True], kind="stable")
    best = ordered.drop_duplicates("framing").set_index("framing")[question]
    return items["framing"].map(best)


def _with_found(
    coded: pd.DataFrame, mentions: pd.DataFrame, passages: pd.DataFrame
) -> pd.DataFrame:
    """Coded mentions with what was found at their place, in `use_found` and `attitude_found`."""
    need_columns(passages, ["passage", "document"], "passages")
    where = passages[["passage", "document"]]
    found = check(mentions, "mentions").merge(where, on="passage")
    found = found[["document", "framing", "start", "end", "use", "attitude"]]
    both = coded.merge(found, on=["document", "framing"], suffixes=("", "_found"))
    over = (both["start"] < both["end_found"]) & (both["start_found"] < both["end"])
    return both[over].drop_duplicates(["document", "framing", "start"])


class _Pairs:
    """Weights of (gold, given) pairs by document: every measure is arithmetic on their sums."""

    def __init__(self, items: pd.DataFrame, gold: str, given: str, labels: Sequence[str]) -> None:
        self.labels = list(labels)
        places = {label: i for i, label in enumerate([*labels, _NONE])}
        other = places[_NONE]  # a label that no coder gave is a wrong answer all the same
        documents, names = pd.factorize(items["document"])
        cells = (
            documents,
            items[gold].map(places).fillna(other).astype(int),
            items[given].map(places).fillna(other).astype(int),
        )
        self.table = np.zeros((len(names), len(places), len(places)))
        np.add.at(self.table, cells, items["weight"].to_numpy(float))
        self.counts = np.zeros_like(self.table)
        np.add.at(self.counts, cells, 1.0)

    def against_rules(self, question: str, level: float, seed: int | None) -> list[_Row]:
        """Precision, recall and f1 by label, and over all of them."""
        measures: list[_Measure] = []
        for i, label in enumerate(self.labels):
            measures += [(label, name, partial(f, i=i)) for name, f in _BY_LABEL.items()]
        together = _OF_FRAMINGS if question == "framing" else _OF_ANSWERS
        measures += [("all", name, f) for name, f in together.items()]
        return self._rows(question, measures, level, seed)

    def of_constant(self, question: str, level: float, seed: int | None) -> list[_Row]:
        """What the same answer for every mention of a framing would reach."""
        measures: list[_Measure] = [("all", f"constant_{n}", f) for n, f in _OF_CONSTANT.items()]
        return self._rows(question, measures, level, seed)

    def between_coders(self, question: str, level: float, seed: int | None) -> list[_Row]:
        """Agreement of two coders."""
        measures: list[_Measure] = [("all", name, f) for name, f in _OF_CODERS.items()]
        return self._rows(question, measures, level, seed)

    def _rows(
        self, question: str, measures: list[_Measure], level: float, seed: int | None
    ) -> list[_Row]:
        whole, drawn, tail = self.table.sum(axis=0)[None], self._resampled(seed), (1 - level) / 2
        rows = []
        for label, measure, function in measures:
            estimate = float(function(whole)[0])
            low = high = np.nan
            if drawn is not None and np.isfinite(estimate):
                low, high = np.nanquantile(function(drawn), [tail, 1 - tail])
            items = self._items(label, measure)
            values = (question, label, measure, items, estimate, low, high)
            rows.append(dict(zip(_COLUMNS, values, strict=True)))
        return rows

    def _items(self, label: str, measure: str) -> int:
        """How many items a measure rests on."""
        whole = self.counts.sum(axis=0)
        if label == "all":
            return int(whole.sum())
        i = self.labels.index(label)
        given, gold = whole[:, i].sum(), whole[i, :].sum()
        return int({"precision": given, "recall": gold}.get(measure, given + gold - whole[i, i]))

    def _resampled(self, seed: int | None) -> Floats | None:
        n = len(self.table)
        if n < FEWEST_UNITS:
            return None
        times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), RESAMPLES)
        out: Floats = np.tensordot(times.astype(float), self.table, axes=1)
        return out


# ---- measures: functions of tables (resamples, gold, given), whose last row and column are "none"


def _ratio(part: Floats, whole: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _precision(table: Floats, i: int) -> Floats:
    return _ratio(table[:, i, i], table[:, :, i].sum(1))


def _recall(table: Floats, i: int) -> Floats:
    return _ratio(table[:, i, i], table[:, i, :].sum(1))


def _f1(table: Floats, i: int) -> Floats:
    """Twice the hits over all that one side or the other calls so; nothing where neither does."""
    return _ratio(2 * table[:, i, i], table[:, i, :].sum(1) + table[:, :, i].sum(1))


def _macro_f1(table: Floats) -> Floats:
    each = np.array([_f1(table, i) for i in range(table.shape[1] - 1)])
    return _ratio(np.nansum(each, axis=0), np.isfinite(each).sum(axis=0))


def _hits(table: Floats) -> Floats:
    """Weight of the pairs in which both sides say the same, and say something."""
    out: Floats = np.trace(table[:, :-1, :-1], axis1=1, axis2=2)
    return out


def _agreement(table: Floats) -> Floats:
    return _ratio(np.trace(table, axis1=1, axis2=2), table.sum((1, 2)))


def _kappa(table: Floats) -> Floats:
    """Cohen's kappa: agreement beyond that of two coders who draw from their own shares."""
    share = table / table.sum((1, 2), keepdims=True)
    expected = (share.sum(1) * share.sum(2)).sum(1)
    return _ratio(_agreement(table) - expected, 1 - expected)


def _alpha(table: Floats) -> Floats:
    """Krippendorff's alpha, nominal, two coders: 1 - observed over expected disagreement."""
    n = 2 * table.sum((1, 2))
    given = table.sum(1) + table.sum(2)
    expected = (n**2 - (given**2).sum(1)) / (n * (n - 1))
    return 1 - _ratio(1 - _agreement(table), expected)


_BY_LABEL = {"precision": _precision, "recall": _recall, "f1": _f1}
_OF_ANSWERS = {
    "accuracy": lambda t: _ratio(_hits(t), t.sum((1, 2))),
    "macro_f1": _macro_f1,
    "decided": lambda t: _ratio(t[:, :, :-1].sum((1, 2)), t.sum((1, 2))),
}
_OF_CONSTANT = {name: _OF_ANSWERS[name] for name in ("accuracy", "macro_f1")}
_OF_FRAMINGS = {
    "precision": lambda t: _ratio(_hits(t), t[:, :, :-1].sum((1, 2))),
    "recall": lambda t: _ratio(_hits(t), t[:, :-1, :].sum((1, 2))),
}
_OF_CODERS = {"agreement": _agreement, "kappa": _kappa, "alpha": _alpha}
