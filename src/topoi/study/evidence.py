"""From a number of a result table back to the mentions that it counts.

Columns that count mentions say so in their schema (`Column.counted`); how the mentions behind a row
are found stands here, one rule a table. A number is walked back right if the rule finds as many.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, NamedTuple

import pandas as pd

from ..measures.claims.claims import OTHERS as AGAINST, Claim, Corpus, two_sides
from ..measures.claims.multiverse import first_wordings_of_study
from ..measures.claims.specifications import AXES, Specification
from ..measures.company.variant_use import OTHERS
from ..measures.groups import memberships_by_year, passages_years, read_memberships
from ..measures.rates.reach import mark_first, stand_alone
from ..measures.rates.stances import ASSUMED, QUESTIONS, UNDECIDED
from ..measures.rates.voices import name_speakers
from ..schemas import VOICES, schema_of
from .graph import stage_parameters
from .stages.multiverse import choices_of
from .stages.shared import bundle_of, checked_framings, grouped

_OTHERS = "_others"  # ends the columns that count what the others say


class Found(NamedTuple):
    """The mentions behind a number: what `counted` says of them is that number."""

    mentions: pd.DataFrame
    counted: str
    whose: str = ""

    @property
    def number(self) -> int:
        """How many there are: mentions, or documents or bodies that hold them."""
        return int(self.mentions[self.counted].nunique())


class Place(NamedTuple):
    """Where a number stands."""

    table: str
    row: pd.Series
    column: str


class Evidence:
    """The mentions behind the numbers of one study.

    Parameters
    ----------
    table : callable
        Name -> table of the study.
    options : callable
        Name of a stage -> its parameters.
    """

    def __init__(
        self,
        table: Callable[[str], pd.DataFrame],
        options: Callable[[str], dict[str, Any]] = stage_parameters,
    ) -> None:
        self.options = cache(options)
        self.table = cache(table)
        self.grouped = cache(self._grouped)
        self.belongs = cache(self._belongs)
        self.everything = cache(self._everything)  # of the corpus, reprints too
        self.spoken = cache(self._spoken)  # the passages that a specification leaves

    def behind(self, row: pd.Series, name: str, column: str | None = None) -> Found | None:
        """The mentions behind a row of table `name`, or behind one of its columns.

        Parameters
        ----------
        row : Series
            A row of a result table of the study.
        name : str
            The name of the table.
        column : str, optional
            One of its columns. Without it, or where it is computed from several (a rate, a limit),
            the mentions of the first column that counts some.

        Returns
        -------
        Found or None
            The mentions with what is known of their passages (columns mention, framing, passage,
            variant, document, voice, speaker, organization, year ...), by year. None if the row
            counts no mentions.
        """
        kind = name.split("_by_")[0]
        if kind == "facts":
            return self._fact(row["fact"], name)
        if kind not in _RULES:
            return None
        columns = schema_of(name).columns
        counting = [c for c, rule in columns.items() if rule.counted]
        if column not in counting:
            column = counting[0] if counting else ""
        counted = columns[column].counted if column else None
        found, whose = _RULES[kind](self, Place(name, row, column))
        return None if found is None else Found(found, counted or "mention", whose)

    @cached_property
    def corpus(self) -> pd.DataFrame:
        """The mentions of the corpus, with their passages."""
        return _said(self.table("mentions"), self.table("passages"))

    @cached_property
    def close(self) -> pd.DataFrame:
        """The mentions of the close reading, with their passages; every speaker has a name."""
        asked = {key: value for key, value in self.options("voices").items() if key != "labels"}
        whole = bundle_of("voices", **asked)
        passages = mark_first(name_speakers(whole.passages), whole.documents, whole.reprints)
        return _said(whole.mentions, stand_alone(passages))

    def followed(self) -> pd.DataFrame:
        """The mentions of the framings that the study follows."""
        asked = self.options("facts")
        names = checked_framings(asked["framings"], asked["lexicon"])
        return self.corpus[self.corpus["framing"].isin(names)]

    def _grouped(self, by: str, stage: str) -> pd.DataFrame:
        asked = self.options(stage)
        return grouped(self.corpus, by, asked["memberships"], asked["organizations"])

    def in_group(self, row: pd.Series, stage: str) -> pd.DataFrame:
        """The mentions of the group of a row."""
        spread = self.grouped(row["by"], stage)
        return spread[spread[row["by"]].astype("str") == row["group"]]

    def _belongs(self, memberships: str | None) -> pd.DataFrame:
        years = passages_years(self.table("passages"))
        return memberships_by_year(read_memberships(memberships), years)

    def compared(
        self, row: pd.Series, stage: str, framing: str
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What members say of a framing, and what the others say in the years with members."""
        asked = self.options(stage)
        unit = asked["unit"] if isinstance(asked["unit"], str) else asked["unit"][0]
        belongs = self.belongs(asked["memberships"])
        members = belongs.loc[belongs["organization"] == row["group"], ["member", "year"]]
        said = self.corpus[self.corpus["framing"] == framing]
        said = said[said["year"].isin(members["year"]) & said[unit].notna()]
        if "left_out" in row:
            said = said[said[unit] != row["left_out"]]
        pairs = set(members.itertuples(index=False, name=None))
        inside = [pair in pairs for pair in zip(said[unit], said["year"], strict=True)]
        mask = pd.Series(inside, index=said.index, dtype="bool")
        return said[mask], said[~mask]

    def _everything(self, name: str) -> pd.DataFrame:
        return pd.concat([self.table(name), self.table(f"{name}_by_reprints")], ignore_index=True)

    @cached_property
    def first_wordings(self) -> dict[str, str]:
        """The most frequent wording of each framing of the corpus."""
        choices = choices_of(self.options("multiverse"))
        return first_wordings_of_study(
            self.everything("mentions"), self.everything("passages"), choices
        )

    def _spoken(self, cleaning: str, paragraphs: str, reprints: str) -> pd.DataFrame:
        choices = choices_of(self.options("multiverse"))
        here = Specification(cleaning, paragraphs, reprints, "", "", "")
        return choices.exposed(self.everything("passages"), self.table("problems"), here)

    def years_of(self, group: str) -> set[int]:
        """The years in which members of a group speak."""
        belongs = self.belongs(self.options("trends")["memberships"])
        members = belongs.loc[belongs["organization"] == group, ["member", "year"]]
        spoken = self.table("passages")[["organization", "year"]].drop_duplicates()
        return set(
            spoken.merge(members, left_on=["organization", "year"], right_on=["member", "year"])[
                "year"
            ]
        )

    def _fact(self, fact: str, name: str) -> Found | None:
        if fact not in _FACTS.get(name, {}):
            return None
        counted, choose = _FACTS[name][fact]
        return Found(choose(self), counted)


def _said(mentions: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Mentions with the columns of their passages, in order of time."""
    both = set(mentions.columns) & set(passages.columns) - {"passage"}
    said = mentions.merge(passages.drop(columns=[*both, "text"], errors="ignore"), on="passage")
    order = ["year", "mention"] if "year" in said else ["mention"]
    return said.sort_values(order, ignore_index=True)


Some = tuple[pd.DataFrame | None, str]  # mentions, and whose they are
NONE: Some = (None, "")


def _rates(evidence: Evidence, place: Place) -> Some:
    row, found = place.row, evidence.in_group(place.row, "rates")
    found = found[found["framing"] == row["framing"]]
    if place.column == "independent" and "duplicate_of" in found:
        found = found[found["duplicate_of"].isna()]
    if row["period"] == "all":
        return found, ""
    grouping = evidence.options("rates")["groupings"][place.table.removeprefix("rates_by_")]
    return found[found[grouping.get("over", "period")].astype("str") == row["period"]], ""


def _corrected(evidence: Evidence, place: Place) -> Some:
    row, found = place.row, evidence.in_group(place.row, "corrected")
    found = found[found["framing"] == row["framing"]]
    asked = evidence.options("corrected")["tables"]
    asked = asked[place.table.removeprefix("corrected_rates_by_")]
    if "uses" in asked:
        found = found[found["use"].isin(asked["uses"])]
    if row["period"] == "all":
        return found, ""
    return found[found[asked["over"]].astype("str") == row["period"]], ""


def _compared(evidence: Evidence, place: Place) -> Some:
    row = place.row
    framing = row["framing"] if "framing" in row else _framing_of(row["term"])
    if framing is None:
        return NONE
    stage = "contrasts" if "framing" in row else "keyness"
    members, others = evidence.compared(row, stage, framing)
    without = f" other than {row['left_out']}" if "left_out" in row else ""
    if place.column.endswith(_OTHERS):
        return others, f", by others than members of {row['group']} ({len(members)} by these)"
    return members, f", by members of {row['group']}{without} ({len(others)} by the others)"


def _recounted(evidence: Evidence, place: Place) -> Some:
    row = place.row
    members, others = evidence.compared(row, "recounts", row["framing"])
    uses = evidence.options("recounts")["counted"].get(row["counted"])
    if uses is not None:  # all of them count otherwise
        members, others = (t[t["use"].fillna(UNDECIDED).isin(uses)] for t in (members, others))
    return others if place.column.endswith(_OTHERS) else members, ""


def _specified(evidence: Evidence, place: Place) -> Some:
    """Mentions that count under one specification: of members or others, of one period or the other."""
    row, asked = place.row, evidence.options("multiverse")
    choices, one = choices_of(asked), Specification(*(place.row[axis] for axis in AXES))
    belongs, mentions = evidence.belongs(asked["memberships"]), evidence.everything("mentions")
    mentions = mentions[mentions["framing"] == row["framing"]]
    counting = choices.counting(mentions, evidence.first_wordings, one)
    spoken = evidence.spoken(one.cleaning, one.paragraphs, one.reprints)
    spoken = spoken[spoken["passage"].isin(counting["passage"])]
    change = row["compared"].split(" to ") if row["compared"] != AGAINST else [None, None]
    claim = Claim(row["framing"], row["group"], row["says"], *change)
    sides = two_sides(claim, Corpus(counting, spoken, belongs, None, choices.member, "year"))
    return _said(counting, sides[place.column.endswith(_OTHERS)]), ""


def _changed(evidence: Evidence, place: Place) -> Some:
    """What a group says, or the others in the years in which it speaks; before a year or since."""
    row, framing = place.row, place.row["framing"]
    if row["by"] == "corpus":
        said = evidence.corpus[evidence.corpus["framing"] == framing]
        members, others = said[said["organization"].notna() & said["year"].notna()], said.head(0)
    else:
        members, others = evidence.compared(row, "trends", framing)
        others = others[others["year"].isin(evidence.years_of(row["group"]))]
    if place.column.endswith(_OTHERS):
        return others, ""
    if place.column in ("mentions_before", "mentions_after"):
        early = members["year"] < row["year"]
        members = members[early if place.column == "mentions_before" else ~early]
    return members, ""


def _stances(evidence: Evidence, place: Place) -> Some:
    row = place.row
    found = evidence.in_group(row, "stance")
    question = row["question"]
    answered = found[question].fillna(UNDECIDED) == row["answer"]
    found = found[(found["framing"] == row["framing"]) & answered]
    return (_assumed(found, question) if place.column == "assumed" else found), ""


def _assumed(mentions: pd.DataFrame, question: str) -> pd.DataFrame:
    """Those of which no word of the text decided the question."""
    rule = f"{question}_rule"
    return mentions[mentions[rule].isin(ASSUMED)] if rule in mentions else mentions.head(0)


def _weighted(evidence: Evidence, place: Place) -> Some:
    framing = _framing_of(place.row["term"])
    if framing is None:
        return NONE
    found = evidence.in_group(place.row, "tfidf")
    return found[found["framing"] == framing], ""


def _spread(evidence: Evidence, place: Place) -> Some:
    framing, said = _framing_of(place.row["term"]), evidence.corpus
    if framing is None:
        return NONE
    return said[(said["framing"] == framing) & said[place.row["by"]].notna()], ""


def _reach(evidence: Evidence, place: Place) -> Some:
    row, said = place.row, evidence.close
    found = said[(said["framing"] == row["framing"]) & (said[row["by"]] == row["group"])]
    return (found[found["first"]] if place.column == "independent" else found), ""


def _together(evidence: Evidence, place: Place) -> Some:
    """Mentions of one framing or both, in the contexts that a column counts."""
    row = place.row
    said = evidence.corpus.assign(context=evidence.corpus[row["within"]])
    one, other = (said[said["framing"] == row[side]] for side in ("framing", "other"))
    if place.column == "n":
        return one, ""
    if place.column == "n_other":
        return other, ""
    both = set(one["context"]) & set(other["context"])
    pair = said[said["framing"].isin([row["framing"], row["other"]])]
    return pair[pair["context"].isin(both)], ""


def _worded(evidence: Evidence, place: Place) -> Some:
    """Mentions in one wording; those in none of the wordings that have rows for "(others)"."""
    row, said = place.row, evidence.corpus
    originals = evidence.options("company")["originals"] or {}
    native = [
        body in originals.get(language, ())
        for body, language in zip(said["organization"], said["language"], strict=True)
    ]
    asked = (said["framing"] == row["framing"]) & (said["language"] == row["language"])
    asked &= pd.Series(native, index=said.index) == (row["comparable"] == "yes")
    asked &= said[row["by"]].astype("str") == row["group"]
    if row["period"] != "all":
        asked &= said["period"].astype("str") == row["period"]
    found = said[asked]
    if place.column == "of":
        return found, ""
    if row["variant"] != OTHERS:
        return found[found["variant"] == row["variant"]], ""
    table = evidence.table(place.table)
    listed = table.loc[(table[_WORDED] == row[_WORDED]).all(axis=1), "variant"]
    return found[~found["variant"].isin(listed)], ""


_WORDED = ["framing", "language", "comparable"]  # rows that have the same wordings


def _same(*columns: str, where: str = "corpus") -> Callable[[Evidence, Place], Some]:
    """The mentions that are alike with a row in these columns."""

    def rule(evidence: Evidence, place: Place) -> Some:
        said, wanted = getattr(evidence, where), list(columns)
        return said[(said[wanted] == place.row[wanted]).all(axis=1)], ""

    return rule


def _framing_of(term: str) -> str | None:
    """The framing that a term of `counts` stands for.

    >>> _framing_of("<hybrid_war>"), _framing_of("war")
    ('hybrid_war', None)
    """
    return term[1:-1] if term.startswith("<") else None


_RULES: dict[str, Callable[[Evidence, Place], Some]] = {
    "rates": _rates,
    "corrected_rates": _corrected,
    "contrasts": _compared,
    "influence": _compared,
    "keyness": _compared,
    "recounts": _recounted,
    "trends": _changed,
    "breaks": _changed,
    "multiverse": _specified,
    "stances": _stances,
    "tfidf": _weighted,
    "dispersion": _spread,
    "framings": _same("framing"),
    "variants": _same("framing", "variant"),
    "topic_framings": _same("framing"),
    "left_out": _same("framing"),
    "cooccurrence": _together,
    "variant_use": _worded,
    "voices": _same("framing", "document", "voice", "speaker", where="close"),
    "statements": _same("document", where="close"),
    "reach": _reach,
}


def _in_voice(voice: str) -> Callable[[Evidence], pd.DataFrame]:
    return lambda evidence: evidence.close[evidence.close["voice"] == voice]


def _answered(question: str, answer: str) -> Callable[[Evidence], pd.DataFrame]:
    return lambda e: (said := e.followed())[said[question].fillna(UNDECIDED) == answer]


def _decided_by_default(question: str) -> Callable[[Evidence], pd.DataFrame]:
    return lambda evidence: _assumed(evidence.followed(), question)


_FACTS: dict[str, dict[str, tuple[str, Callable[[Evidence], pd.DataFrame]]]] = {
    "facts": {
        "mentions": ("mention", Evidence.followed),
        "mentions_all": ("mention", lambda evidence: evidence.corpus),
        "documents_with_mention": ("document", Evidence.followed),
        "names_used": ("mention", _answered("use", "name")),
    },
    "facts_by_voices": {
        "mentions": ("mention", lambda evidence: evidence.close),
        "framings": ("framing", lambda evidence: evidence.close),
        "mentions_independent": ("mention", lambda e: e.close[e.close["first"]]),
        **{f"mentions_{voice}": ("mention", _in_voice(voice)) for voice in VOICES},
    },
    "facts_by_stance": {
        **{f"{q}_{a}": ("mention", _answered(q, a)) for q in QUESTIONS for a in QUESTIONS[q]},
        **{f"{q}_assumed": ("mention", _decided_by_default(q)) for q in QUESTIONS},
    },
}
