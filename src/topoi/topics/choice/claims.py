"""Claims about topics, asked of every fit of a grid: does it hold whatever the seed and the number?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import scipy.sparse as sp

from ...errors import DataError
from ...measures.claims.claims import LESS, MORE, OTHERS, period_label
from ...measures.contrasts.cells import EVERYBODY
from ...measures.groups import as_belongs
from ...progress import track
from ...tables import check, need_columns
from ..effects.shares import Cells, fit_shares
from ..engines import Floats
from ..evaluation import fold_in, top_terms
from ..vocabulary import Vocabulary
from .grid import GridRun, TopicGrid

_KEYS = ("framing", "terms", "group", "compared", "from", "to", "says")
_ROUNDS = 100  # for the shares of the whole, where the search for those of a side begins
_ROUNDS_OF_SECTION = 20


class TopicClaim(NamedTuple):
    """The topic that these terms are mentioned in takes more (less) of one side than of the other."""

    about: tuple[str, ...]  # terms of the vocabulary
    group: str
    compared: str  # another group, "others", or "PERIOD to PERIOD"
    says: str
    periods: tuple[str, str] | None = None

    @property
    def name(self) -> str:
        """As it is printed and told apart: `multipolarity: CSTO more than others`."""
        about = ", ".join(term.strip("<>") for term in self.about)
        if self.periods:
            return f"{about}: {self.group} {self.says}, {self.compared}"
        return f"{about}: {self.group} {self.says} than {self.compared}"


class Sides(NamedTuple):
    """The words of the two sides of a claim, and of the sections that say what it is about."""

    words: sp.csr_matrix  # (2, terms)
    sections: sp.csr_matrix  # (sections with one of the terms, terms)
    columns: list[int]


def topic_claims(
    grid: TopicGrid,
    documents: pd.DataFrame,
    claims: Collection[Mapping[str, Any]],
    *,
    belongs: pd.DataFrame | None = None,
    by: str = "organization",
    over: str = "year",
    n_jobs: int = 1,
) -> pd.DataFrame:
    """Ask every fit of a grid whether claims about topics hold.

    A topic is found again by what it is about and not by its number: it is the one into which most
    mentions of a framing, or of some terms, fall. The claim is that it takes a larger (smaller) share of
    the tokens of a group than of another, of the others, or of the same group before.

    Parameters
    ----------
    grid : TopicGrid
        Of `fit_grid`.
    documents : DataFrame
        With `document`, the columns `by` and `over`, and `period` for claims about a change.
    claims : collection of mappings
        Each has `framing`, or `terms` (a list, or one), `says` ("more" or "less"), and either
        `group` and perhaps `compared` (another group; by default the others), or `from` and `to`
        (periods) and perhaps `group`: ``{"framing": "multipolarity", "group": "CSTO", "says":
        "more"}``, ``{"terms": ["climate"], "from": "1992-1999", "to": "2016-2024", "says": "more"}``.
    belongs : DataFrame, optional
        Who belongs when, as in `contrast_rates`: member (a value of `by`), year (of `over`),
        organization. Groups may overlap; the others are those of the times in which there are
        members. Without it a group is a value of `by`.
    by, over : str
        Columns of documents: member or group, and time.
    n_jobs : int, default 1
        Threads. The result does not depend on it.

    Returns
    -------
    DataFrame
        Schema `topic_claims`, a row for every claim and fit: `mentions` is the share of the mentions
        that falls into the topic, `prevalence` and `prevalence_compared` its share in the words of
        the two sides, `ratio` the first over the second, `leading` its first terms. The claim
        `holds` if the ratio is on the side that it says. `topic_claim_shares` sums up. Shares are
        those of `topic_prevalence`: with which the topics make the words of a side most likely.

    Raises
    ------
    DataError
        A claim is incomplete; a term is not in the vocabulary; a side has no section.

    Notes
    -----
    Only the direction is asked. Whether one fit's ratio could be chance is for `topic_prevalence`
    with its intervals; whether all fits agree because all have the same bias of the corpus, for reading.
    Where `mentions` is low, or `leading` changes from fit to fit, there is no one topic that the
    framing is about, and the claim is about nothing in particular.

    >>> import topoi
    >>> rng = np.random.default_rng(1)
    >>> counts = [(f"d{i}:0", f"w{20 * (i % 2) + j}", 3) for i in range(120) for j in rng.permutation(20)[:9]]
    >>> counts = pd.DataFrame(counts, columns=["passage", "term", "n"])
    >>> words = topoi.prepare_topics(counts, min_sections=10, max_share=0.6)
    >>> grid = topoi.fit_grid(words, n_topics=[2, 4], seeds=[1, 2], random_state=1)
    >>> documents = pd.DataFrame({"document": [f"d{i}" for i in range(120)], "year": 2030})
    >>> documents["organization"] = ["Orlan", "Varnelia"] * 60
    >>> said = [{"terms": ["w3"], "group": "Orlan", "compared": "Varnelia", "says": "more"}]
    >>> table = topoi.topic_claims(grid, documents, said)
    >>> table[["claim", "n_topics", "seed", "holds"]].values.tolist()[0]
    ['w3: Orlan more than Varnelia', 2, 1, 'yes']
    >>> topoi.topic_claim_shares(table)[["n_topics", "fits", "share"]].values.tolist()
    [['all', 4, 1.0], ['2', 2, 1.0], ['4', 2, 1.0]]
    """
    from joblib import Parallel, delayed

    asked = read_topic_claims(claims)
    sides = {claim: _sides(claim, grid.words, documents, belongs, by, over) for claim in asked}
    everything = sp.csr_matrix(grid.words.X.sum(axis=0))
    tasks = Parallel(n_jobs=n_jobs, return_as="generator", prefer="threads")(
        delayed(_ask)(fit, grid.words.terms, everything, sides) for fit in grid.fits
    )
    answers = list(track(tasks, "claims", total=len(grid.fits)))
    rows = [row for i in range(len(asked)) for row in (answer[i] for answer in answers)]
    return check(pd.DataFrame(rows), "topic_claims")


def read_topic_claims(claims: Collection[Mapping[str, Any]]) -> list[TopicClaim]:
    """Claims as they stand in study.toml.

    >>> read_topic_claims([{"framing": "hybrid_war", "group": "CSTO", "says": "more"}])[0].name
    'hybrid_war: CSTO more than others'
    """
    if isinstance(claims, Mapping):
        raise DataError(f"claims: a list is wanted; got one claim. Write [{dict(claims)!r}].")
    out = [_read_claim(claim) for claim in claims]
    if not out:
        raise DataError("no claim is made; there is nothing to ask.")
    names = [claim.name for claim in out]
    if twice := [name for name in names if names.count(name) > 1]:
        raise DataError(f"claims: '{twice[0]}' stands there twice.")
    return out


def _read_claim(claim: Mapping[str, Any]) -> TopicClaim:
    where = f"claim {dict(claim)!r}"
    if unknown := [key for key in claim if key not in _KEYS]:
        raise DataError(f"{where}: no key '{unknown[0]}'. Keys: {', '.join(_KEYS)}.")
    if ("framing" in claim) == ("terms" in claim) or claim.get("says") not in (MORE, LESS):
        raise DataError(f"{where}: needs a framing or terms, and says = '{MORE}' or '{LESS}'.")
    change = {"from", "to"} & set(claim)
    complete = "compared" not in claim if len(change) == 2 else not change and "group" in claim
    if not complete:
        raise DataError(
            f"{where}: compares a group with the others or with another one (group, compared), or a "
            "period with an earlier one (from, to)."
        )
    terms = claim.get("terms", f"<{claim.get('framing')}>")
    about = (terms,) if isinstance(terms, str) else tuple(terms)
    if not about:
        raise DataError(f"{where}: its terms are none. Name one or more.")
    if not change:
        compared = claim.get("compared", OTHERS)
        return TopicClaim(about, claim["group"], compared, claim["says"])
    early, late = (period_label(claim[key]) for key in ("from", "to"))
    group = claim.get("group", EVERYBODY)
    return TopicClaim(about, group, f"{early} to {late}", claim["says"], (early, late))


def check_topic_claims(
    words: Vocabulary,
    documents: pd.DataFrame,
    claims: Collection[Mapping[str, Any]],
    *,
    belongs: pd.DataFrame | None = None,
    by: str = "organization",
    over: str = "year",
) -> None:
    """Refuse claims that `topic_claims` could not ask, before anything is fitted to the words."""
    for claim in read_topic_claims(claims):
        _sides(claim, words, documents, belongs, by, over)


def _sides(
    claim: TopicClaim,
    vocabulary: Vocabulary,
    documents: pd.DataFrame,
    belongs: pd.DataFrame | None,
    by: str,
    over: str,
) -> Sides:
    """The two sides of a claim as rows, and its terms as columns, of the vocabulary."""
    needed = ["document", by, over, *(["period"] if claim.periods else [])]
    need_columns(documents, needed, "documents")
    known = {term: j for j, term in enumerate(vocabulary.terms)}
    if lost := [term for term in claim.about if term not in known]:
        raise DataError(
            f"claim '{claim.name}': '{lost[0]}' is not a term of the vocabulary. Prepare it with a "
            "lower min_sections, or name another term."
        )
    table = documents[needed].drop_duplicates()
    if claim.periods:
        mine = table[_inside(claim.group, table, belongs, by, over)]
        period = mine["period"].map(period_label, na_action="ignore")
        one, other = (mine[period == p] for p in reversed(claim.periods))
    else:
        inside = _inside(claim.group, table, belongs, by, over)
        one = table[inside]
        if claim.compared == OTHERS:
            there = table[over].isin(one[over]) & table[by].notna()
            other = table[~inside & there]
        else:
            other = table[_inside(claim.compared, table, belongs, by, over)]
    home, X = vocabulary.rows["document"], vocabulary.X
    rows = [home.isin(side["document"]).to_numpy() for side in (one, other)]
    if not all(side.any() for side in rows):
        raise DataError(
            f"claim '{claim.name}': nothing is said on the {'second' if rows[0].any() else 'first'} "
            "side. Look at the names of groups and periods."
        )
    columns = [known[term] for term in claim.about]
    about = np.asarray(X[:, columns].sum(axis=1)).ravel() > 0
    said = sp.csr_matrix(np.stack(rows).astype("float64")) @ X
    return Sides(sp.csr_matrix(said), X[about], columns)


def _inside(
    group: str, table: pd.DataFrame, belongs: pd.DataFrame | None, by: str, over: str
) -> pd.Series:
    """Which documents are of a group at the time."""
    if group == EVERYBODY:
        return pd.Series(data=True, index=table.index)
    if belongs is None:
        return table[by] == group
    members = as_belongs(belongs, over, table[over].dropna().unique())
    mine = members[members["group"] == group]
    inside = pd.MultiIndex.from_frame(table[[by, over]]).isin(
        pd.MultiIndex.from_frame(mine[["unit", "time"]])
    )
    return pd.Series(inside, index=table.index)


def _ask(
    fit: GridRun,
    terms: Sequence[str],
    everything: sp.csr_matrix,
    sides: Mapping[TopicClaim, Sides],
) -> list[dict[str, Any]]:
    """What one fit says of every claim."""
    whole = fold_in(fit.components, everything, alpha=0.0, iterations=_ROUNDS)[0]
    best = top_terms(fit.components, 5)
    rows = []
    for claim, (words, sections, columns) in sides.items():
        mentions = _mentioned(fit, sections, columns)
        topic = int(np.argmax(mentions))
        mine, theirs = (_shares(fit.components, side, whole)[topic] for side in words)
        ratio = mine / theirs if theirs else np.nan  # nothing in the whole corpus either
        holds = mine > theirs if claim.says == MORE else mine < theirs
        rows.append(
            {
                "claim": claim.name,
                "n_topics": fit.n_topics,
                "seed": fit.seed,
                "mentions": mentions[topic],
                "prevalence": mine,
                "prevalence_compared": theirs,
                "ratio": ratio,
                "holds": "yes" if holds else "no",
                "leading": ", ".join(terms[j] for j in best[topic]),
            }
        )
    return rows


def _shares(components: Floats, words: sp.csr_matrix, whole: Floats) -> list[float]:
    """Shares of the topics in the words of one side, a token of the whole beside them."""
    alone = Cells(words, np.ones((1, 1)), (np.zeros(1, dtype=np.int64),))
    return fit_shares(components, alone, whole).predict(alone.design)[0].tolist()


def _mentioned(fit: GridRun, sections: sp.csr_matrix, columns: Sequence[int]) -> Floats:
    """The share of the occurrences of these terms that falls into each topic."""
    theta = fold_in(fit.components, sections, alpha=fit.alpha, iterations=_ROUNDS_OF_SECTION)
    counted = sections[:, list(columns)].tocoo()
    parts = theta[counted.row] * fit.components[:, np.asarray(columns)[counted.col]].T
    parts *= (counted.data / np.maximum(parts.sum(axis=1), 1e-300))[:, None]
    return np.asarray(parts.sum(axis=0) / counted.data.sum())


def topic_claim_shares(topic_claims: pd.DataFrame) -> pd.DataFrame:
    """In which share of the fits each claim holds: of all, and with each number of topics.

    Parameters
    ----------
    topic_claims : DataFrame
        Schema `topic_claims`.

    Returns
    -------
    DataFrame
        Schema `topic_claim_shares`: the share of the fits in which the claim holds, the median
        ratio with the least and the greatest, and the median share of the mentions in the topic.
    """
    table = check(topic_claims, "topic_claims")
    parts = [table.assign(number="all"), table.assign(number=table["n_topics"].astype("str"))]
    out = []
    for part in parts:
        for (claim, number), mine in part.groupby(["claim", "number"], sort=False):
            out.append(
                {
                    "claim": claim,
                    "n_topics": number,
                    "fits": len(mine),
                    "share": (mine["holds"] == "yes").mean(),
                    "ratio": mine["ratio"].median(),
                    "ratio_low": mine["ratio"].min(),
                    "ratio_high": mine["ratio"].max(),
                    "mentions": mine["mentions"].median(),
                }
            )
    order = {claim: i for i, claim in enumerate(table["claim"].unique())}
    shares = pd.DataFrame(out)
    return check(
        shares.sort_values("claim", key=lambda c: c.map(order), kind="stable", ignore_index=True),
        "topic_claim_shares",
    )
