"""Labels made by hand: which mentions are right, what was missed, and how far both can be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import betaincinv, gammaincinv

from ...errors import DataError
from ...tables import check

EVERY = "*"  # in place of a framing: the place was looked through for all of them
ERRORS_WEIGHT = 20  # errors that "errors are not clumped" counts for, beside those that were seen
_PLACE = ["document", "start", "end"]
Floats = npt.NDArray[np.float64]


class Checks(NamedTuple):
    """What was checked, after a look at what is found there today."""

    hits: pd.DataFrame  # mention, framing, passage, weight, true, group
    passed: pd.DataFrame  # place, framing (null: all of them), passage, weight, true, group
    outside: int  # labels of other documents


def match_labels(
    labels: pd.DataFrame, mentions: pd.DataFrame, passages: pd.DataFrame, framings: Sequence[str]
) -> Checks:
    """Labels as checked mentions (hits) and as places where nothing was found (passed over).

    A label is about the mentions of its framing that overlap its place; one of all framings ("*")
    says that all others that are found there are wrong.

    Raises
    ------
    DataError
        No label lies in the passages, or none is about a mention.
    """
    labels = check(labels, "labels")
    if labels.empty:
        raise DataError(
            "labels: there are none. Draw a sample and code it (topoi audit draw), then pass what "
            "topoi.labels_from makes of it."
        )
    if not (labels["weight"] > 0).all():
        raise DataError(
            "labels: a weight is 0. It is the number of places that a label stands for, itself "
            "among them; topoi.labels_from has it from the sample."
        )
    labels = labels.assign(framing=labels["framing"].where(labels["framing"] != EVERY))
    if "group" not in labels:
        labels = labels.assign(group=None)
    home = passages.drop_duplicates("passage")[["passage", *_PLACE]]
    inside = labels["document"].isin(home["document"])
    rows = labels[inside & (labels["framing"].isna() | labels["framing"].isin(framings))]
    if rows.empty:
        raise DataError(
            f"labels: none of the {len(labels)} lies in a document of these passages and is about "
            f"one of the framings; the first is of document {labels['document'].iloc[0]!r}."
        )
    hits = _hits(rows, _placed(mentions, home, framings))
    if hits.empty:
        raise DataError(
            f"labels: at none of the {len(rows)} places a mention is found, so nothing is known of "
            "how many mentions are right. Check mentions too, or pass the mentions that the labels "
            "are about.",
            labels=len(rows),
        )
    return Checks(hits, _passed(rows, hits, home), int((~inside).sum()))


def _placed(mentions: pd.DataFrame, home: pd.DataFrame, framings: Sequence[str]) -> pd.DataFrame:
    found = mentions.loc[mentions["framing"].isin(framings)]
    found = found[["mention", "framing", "passage", "start", "end"]]
    return found.merge(home[["passage", "document"]], on="passage")


def _hits(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Mentions at the places that were checked; `label` is the row that says so."""
    both = rows.reset_index(names="label").merge(found, on="document", suffixes=("", "_found"))
    both = both[(both["start"] < both["end_found"]) & (both["start_found"] < both["end"])]
    named = both[both["framing"] == both["framing_found"]]
    rest = both[both["framing"].isna()].assign(true="no", group=None)
    rest = rest[~rest["mention"].isin(named["mention"])]
    hits = pd.concat([named, rest], ignore_index=True).drop_duplicates("mention")
    hits = hits.drop(columns="framing").rename(columns={"framing_found": "framing"})
    return hits[["label", "mention", "framing", "passage", "weight", "true", "group"]].assign(
        true=hits["true"] == "yes"
    )


def _passed(rows: pd.DataFrame, hits: pd.DataFrame, home: pd.DataFrame) -> pd.DataFrame:
    """Labels at whose place nothing of their framing is found, in the passage that they begin in."""
    left = rows.reset_index(names="label")
    left = left[left["framing"].isna() | ~left["label"].isin(hits["label"])]
    both = left.merge(home, on="document", suffixes=("", "_home"))
    both = both[both["start"].between(both["start_home"], both["end_home"] - 1)]
    both["place"] = both["document"] + ":" + both["start"].astype("str")
    return both[["place", "framing", "passage", "weight", "true", "group"]].assign(
        true=both["true"] == "yes"
    )


class Errors(NamedTuple):
    """How far what is found can be trusted, at one level of pooling."""

    hits: int  # mentions that were checked
    passed: int  # places that were checked where nothing is found
    precision: float  # share of what is found that is right
    effective: float  # independent hits that would tell as much
    missed: float  # missed mentions for each one that is found; 0 if no such place was checked
    variance: float  # of `missed`
    step: float  # what one more missed mention would add to it


def error_rates(
    hits: pd.DataFrame, passed: pd.DataFrame, frame: float, units: Sequence[str]
) -> Errors:
    """Precision, and missed mentions for each one found.

    Parameters
    ----------
    hits, passed : DataFrame
        As in `Checks`, of one level, with the columns `units`.
    frame : float
        The mentions that the hits were drawn from, in the weights' own scale.
    units : sequence of str
        Columns of the sampling units: errors within one hang together.
    """
    if hits.empty:
        return Errors(0, passed["place"].nunique(), np.nan, 0.0, np.nan, np.nan, np.nan)
    weight, true = hits["weight"].to_numpy(float), hits["true"].to_numpy(float)
    precision = float(np.average(true, weights=weight))
    effective = weight.sum() ** 2 / (weight**2).sum()
    wrong = weight * (true - precision) / weight.sum()
    phi = _clumped(wrong, hits, units, precision * (1 - precision) / effective, (true == 0).sum())
    missing = passed[passed["true"].astype("bool")]
    lost = missing["weight"].to_numpy(float)
    clumped = _clumped(lost, missing, units, (lost**2).sum(), len(lost))
    return Errors(
        len(hits),
        passed["place"].nunique(),
        precision,
        effective / phi,
        float(lost.sum() / frame),
        float((lost**2).sum() * clumped / frame**2),
        float(passed["weight"].max() / frame) if len(passed) else 0.0,
    )


def _clumped(
    values: Floats, table: pd.DataFrame, units: Sequence[str], alone: float, errors: int
) -> float:
    """Design effect of a sum over units, drawn to 1: a few errors show too little of it."""
    if errors < 2 or not alone > 0:
        return 1.0
    sums = [np.bincount(pd.factorize(table[u])[0], weights=values) for u in units]
    seen = max(float((s**2).sum()) / alone for s in sums)
    return max(1.0, (seen * errors + ERRORS_WEIGHT) / (errors + ERRORS_WEIGHT))


def precision_quantiles(errors: Errors, upper: bool, at: Floats) -> Floats:
    """Quantiles of the lower or upper confidence distribution of the precision.

    Clopper & Pearson's, with the effective number of hits (Korn & Graubard 1998): a share of 1
    among a few is no certainty.

    >>> errors = Errors(20, 0, 0.9, 20.0, 0.0, 0.0, 0.0)
    >>> [precision_quantiles(errors, up, np.array([q])).round(4).item() for up, q in
    ...     ((False, 0.025), (True, 0.975))]  # R: binom.test(18, 20)$conf.int
    [0.683, 0.9877]
    """
    n, k = errors.effective, errors.precision * errors.effective
    a, b = (k + 1, n - k) if upper else (k, n - k + 1)
    if b < 1e-9:
        return np.ones_like(at)
    return np.asarray(betaincinv(a, b, at)) if a > 1e-9 else np.zeros_like(at)


def missed_quantiles(errors: Errors, upper: bool, at: Floats) -> Floats:
    """Quantiles of the confidence distributions of missed mentions for each found.

    Fay & Feuer's (1997) for a weighted sum of Poisson counts. Zero where no place without a
    mention was checked.

    >>> errors = Errors(9, 50, 1.0, 9.0, 0.0, 0.0, 0.1)  # nothing missed at 50 places
    >>> missed_quantiles(errors, True, np.array([0.975])).round(4).tolist()  # 3.689 / 10
    [0.3689]
    """
    step = errors.step if upper else 0.0
    mean, variance = errors.missed + step, errors.variance + step**2
    if not mean > 0:
        return np.zeros_like(at)
    return np.asarray(gammaincinv(mean**2 / variance, at)) * variance / mean
