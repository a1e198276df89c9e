"""Claims under every specification that could be defended: in how many of them does each hold?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...errors import DataError
from ...tables import check
from ..intervals import benjamini_hochberg
from .claims import (
    MORE,
    OTHERS,
    Claim,
    Corpus,
    Evaluated,
    evaluate_changes,
    evaluate_contrasts,
    need_periods,
    only_counted,
    period_label,
    read_claims,
)
from .specifications import (
    AXES,
    Choices,
    Specification,
    Unit,
    first_wordings,
    has_reprints,
    unit_label,
)


def multiverse(
    claims: Sequence[Mapping[str, str]],
    mentions: pd.DataFrame,
    passages: pd.DataFrame,
    belongs: pd.DataFrame | None = None,
    *,
    choices: Choices | None = None,
    problems: pd.DataFrame | None = None,
    counts: pd.DataFrame | None = None,
    framings: Collection[str] = (),
    groups: Collection[str] = (),
    over: str = "year",
    permutations: int = 9999,
    level: float = 0.95,
    random_state: int | None = None,
) -> pd.DataFrame:
    """Evaluate claims again under every combination of choices that a study could have made.

    Parameters
    ----------
    claims : sequence of mappings
        Each with `framing` and `says` ("more" or "less"), and with `group` (its members against the
        others of the same years) or with `from` and `to` (a later period against an earlier one, of
        all or of the members of `group`; `unit` if it is made for one sampling unit only).
    mentions : DataFrame
        Schema `mentions`, all of them.
    passages : DataFrame
        Schema `passages`, with the columns of units, `over` and, for changes, `period`; reprints
        among them, with `duplicate_of`, if they are to be an axis.
    belongs : DataFrame, optional
        Who belongs when, as in `contrast_rates`.
    choices : Choices, optional
        The axes. By default only lexicon variants.
    problems : DataFrame, optional
        Schema `problems`, for the axis of cleaning.
    counts : DataFrame, optional
        Schema `counts`, for the intervals of changes (see `framing_rates`).
    framings, groups : collections of str, optional
        The family of the study, that contrasts are adjusted in: in every specification the other
        tests keep the p that they have in the study's own. By default the claims are the family.
    over : str, default "year"
    permutations : int, default 9999
        Of each contrast.
    level : float, default 0.95
    random_state : int, optional

    Returns
    -------
    DataFrame
        Schema `multiverse`: a row for every claim and specification, the study's own first. A
        contrast holds if its ratio is on the side that the claim names and q is below 1 - level; a change
        if the intervals of the two rates do not overlap, `low` and `high` being the ratios of their
        ends. `holds` is null where too few units are left.

    Raises
    ------
    DataError
        A claim is none, an option is unknown, or the study's own specification cannot be evaluated.

    Notes
    -----
    After Steegen et al. (2016, doi:10.1177/1745691616658637). The share of specifications is no
    probability: they overlap, and nobody drew them. It tells what a claim rests on. A specification
    belongs in it only if it answers the same question (Del Giudice & Gangestad 2021,
    doi:10.1177/2515245920954925); fewer documents or mentions also mean less power, so that a claim
    may stop to hold in them without being wrong: look at whether its direction stays.

    Examples
    --------
    >>> from topoi.tables import empty
    >>> rows, names = range(24), [f"d{i:02d}" for i in range(24)]
    >>> passages = empty("passages").reindex(rows).assign(
    ...     passage=names, document=names, start=0, end=9, voice="speech", rule="", confidence=1.0,
    ...     organization=names, words=1000, year=2031)
    >>> at = [names[i] for i in range(12) for _ in range(4)] + names[12:18]
    >>> mentions = empty("mentions").reindex(range(len(at))).assign(
    ...     mention=[str(i) for i in range(len(at))], framing="hybrid_war", passage=at, start=0, end=5,
    ...     variant=["hybrid war", "hybrid wars"] * 27, use="own")
    >>> pact = pd.DataFrame({"member": names[:12], "year": 2031, "organization": "Pact"})
    >>> table = multiverse([{"framing": "hybrid_war", "group": "Pact", "says": "more"}],
    ...                    mentions, passages, pact, permutations=999, random_state=1)
    >>> table[["wording", "ratio", "holds"]]
                 wording  ratio holds
    0          as listed    8.0   yes
    1  without the first    8.0   yes
    2     only the first    8.0   yes
    """
    made, choices = read_claims(claims), choices or Choices()
    family = sorted({*framings, *(claim.framing for claim in made)})
    mentions = mentions[mentions["framing"].isin(family)]
    if "period" in passages:
        period = passages["period"].map(period_label, na_action="ignore")
        passages = passages.assign(period=period)
    worlds = _worlds(choices, has_reprints(passages))
    own, *_ = next(iter(worlds.values()))
    first = first_wordings_of_study(mentions, passages, choices)
    options = {"permutations": permutations, "random_state": random_state}
    columns = _columns_of(made, choices)
    claimed = mentions[mentions["framing"].isin([claim.framing for claim in made])]
    rows, others = [], {}
    for world in worlds.values():
        spoken = choices.exposed(passages, problems, world[0])
        said = _counted_every_way(claimed, choices, first, world)
        corpus = Corpus(said, spoken, belongs, counts, choices.member, over).gathered(columns)
        if own in world:
            need_periods(made, corpus)
        for unit in choices.sampled:
            here = [one for one in world if one.unit == unit_label(unit)]
            asked = [c for c in made if c.unit is None or here[0].unit == own.unit]
            found = _evaluate(asked, here, corpus, unit, options, level, needed=own in here)
            rows += [_row(claim, one, own, found[claim, one]) for claim in asked for one in here]
            if own._replace(unit=here[0].unit) in here:
                plain = Corpus(mentions, spoken, belongs, None, choices.member, over)
                everything = plain.gathered(columns)
                others[here[0].unit] = _family(family, groups, everything, unit, options)
    table = _adjusted(pd.DataFrame(rows), others)
    return check(_decided(table, level), "multiverse")


def _columns_of(made: list[Claim], choices: Choices) -> list[str]:
    """The columns of passages that claims and units ask for."""
    units = [[unit] if isinstance(unit, str) else list(unit) for unit in choices.sampled]
    own = [claim.unit for claim in made if claim.unit is not None]
    return ["document", "period", "duplicate_of", *(c for unit in units for c in unit), *own]


def first_wordings_of_study(
    mentions: pd.DataFrame, passages: pd.DataFrame, choices: Choices
) -> dict[str, str]:
    """The most frequent wording of each framing in what the study itself counts."""
    own = next(choices.specifications(reprints=has_reprints(passages)))
    exposed = choices.exposed(passages, None, own)
    return first_wordings(mentions[mentions["passage"].isin(exposed["passage"])])


def _worlds(choices: Choices, reprints: bool) -> dict[tuple[str, ...], list[Specification]]:
    """Specifications by the passages that they leave, the study's own first."""
    out: dict[tuple[str, ...], list[Specification]] = {}
    for one in choices.specifications(reprints=reprints):
        out.setdefault((one.cleaning, one.paragraphs, one.reprints), []).append(one)
    return out


def _called(framing: str, one: Specification) -> str:
    """A framing counted in one way, as a framing of its own."""
    return "/".join((framing, one.wording, one.counted))


def _counted_every_way(
    mentions: pd.DataFrame, choices: Choices, first: Mapping[str, str], world: list[Specification]
) -> pd.DataFrame:
    """Mentions once for every way of counting, so that all ways share one set of permutations."""
    parts: list[pd.DataFrame] = []
    mentions = mentions.drop(columns=[c for c in mentions if c.endswith(("_rule", "_evidence"))])
    for one in {(s.wording, s.counted): s for s in world}.values():
        counting = choices.counting(mentions, first, one)
        called = [_called(framing, one) for framing in counting["framing"]]
        names = counting["mention"] + f"/{len(parts)}"
        parts.append(counting.assign(framing=called, mention=names))
    return pd.concat(parts, ignore_index=True)


Found = dict[tuple[Claim, Specification], Evaluated]


def _evaluate(
    made: list[Claim],
    here: list[Specification],
    corpus: Corpus,
    unit: Unit,
    options: Mapping[str, Any],
    level: float,
    *,
    needed: bool,
) -> Found:
    """All claims under specifications that leave the same passages and have the same unit.

    Where a side has nothing left to say, mentions are only counted; unless more is `needed`.
    """
    out: Found = {}
    for alike in _compared_alike(made).values():
        names = {_called(c.framing, s): (c.framing, s) for c in alike for s in here}
        try:
            found = _of_one_group(alike, list(names), corpus, unit, options, level)
        except DataError:
            if needed:
                raise
            found = {
                (name, c): counted
                for c in alike
                for name, counted in only_counted(c, list(names), corpus).items()
            }
        for (name, claim), evaluated in found.items():
            framing, specification = names[name]
            if framing == claim.framing:
                out[claim, specification] = evaluated
    return out


def _of_one_group(
    alike: list[Claim],
    names: list[str],
    corpus: Corpus,
    unit: Unit,
    options: Mapping[str, Any],
    level: float,
) -> dict[tuple[str, Claim], Evaluated]:
    if alike[0].early is not None:
        return evaluate_changes(alike, names, corpus, alike[0].unit or unit, level)
    found = evaluate_contrasts(alike[0].group, names, corpus, unit, options)
    return {(name, claim): found[name] for name in names for claim in alike}


def _compared_alike(made: list[Claim]) -> dict[tuple[str | bool | None, ...], list[Claim]]:
    """Claims that one table of contrasts or of rates can answer."""
    out: dict[tuple[str | bool | None, ...], list[Claim]] = {}
    for claim in made:
        out.setdefault((claim.group, claim.compared == OTHERS, claim.unit), []).append(claim)
    return out


def _family(
    framings: list[str],
    groups: Collection[str],
    corpus: Corpus,
    unit: Unit,
    options: Mapping[str, Any],
) -> dict[tuple[str, str], float]:
    """p of every framing in every group of the family, as the study itself counts."""
    out: dict[tuple[str, str], float] = {}
    for group in groups:
        found = evaluate_contrasts(group, framings, corpus, unit, options)
        out |= {(framing, group): evaluated.p for framing, evaluated in found.items()}
    return out


def _row(claim: Claim, one: Specification, own: Specification, found: Evaluated) -> dict[str, Any]:
    return {
        "framing": claim.framing,
        "group": claim.group,
        "compared": claim.compared,
        "says": claim.says,
        **one._replace(unit=claim.unit or one.unit)._asdict(),
        "study": "yes" if one == own else "no",
        **found._asdict(),
    }


def _adjusted(
    table: pd.DataFrame, others: Mapping[str, Mapping[tuple[str, str], float]]
) -> pd.DataFrame:
    """The table with q of contrasts: those of one specification among the other tests of the family."""
    out = table.assign(q=np.nan)
    contrasts = table[table["compared"] == OTHERS]
    for (*_, unit), rows in contrasts.groupby(list(AXES), sort=False):
        pairs = list(zip(rows["framing"], rows["group"], strict=True))
        p = dict(others[unit]) | dict(zip(pairs, rows["p"], strict=True))
        q = dict(zip(p, benjamini_hochberg(np.array(list(p.values()))), strict=True))
        out.loc[rows.index, "q"] = [q[pair] for pair in pairs]
    return out


def _decided(table: pd.DataFrame, level: float) -> pd.DataFrame:
    """The table with whether the direction is the one that is claimed, and whether the claim holds."""
    more, contrast = table["says"] == MORE, table["compared"] == OTHERS
    side = (table["ratio"] > 1).where(more, table["ratio"] < 1)
    apart = (table["low"] > 1).where(more, table["high"] < 1)
    holds = (side & (table["q"] < 1 - level)).where(contrast, apart)
    known = table["q"].notna().where(contrast, table["low"].notna())
    return table.assign(
        direction=_yes(side).where(table["ratio"].notna(), None),
        holds=_yes(holds).where(known, None),
    )


def _yes(true: pd.Series) -> pd.Series:
    return true.map({True: "yes", False: "no"}).astype("object")
