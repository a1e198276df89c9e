"""How framings are used: whose words the mentions are, and with which stance to the thing."""

from __future__ import annotations

import pandas as pd

from ...schemas import ATTITUDES, USES
from ...tables import check, need_columns

UNDECIDED = "undecided"
QUESTIONS = {"use": (*USES, UNDECIDED), "attitude": (*ATTITUDES, UNDECIDED)}
ASSUMED = ("default", "bloc", "wording")  # rules that know it beforehand, not from the sentence


def count_stances(mentions: pd.DataFrame, passages: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Mentions of each framing in each group by how they are used, and by their attitude.

    Parameters
    ----------
    mentions : DataFrame
        Schema `mentions`, as `find_framings` returns it.
    passages : DataFrame
        Schema `passages`, with the column `by`. A passage may stand in several groups.
    by : str
        Column of `passages` that holds the group.

    Returns
    -------
    DataFrame
        Schema `stances`: for every framing that a group mentions, a row for each answer to each of
        the two questions, with the mentions it has, also if there are none. `assumed` counts those
        among them that nothing around the mention decided, but what is known beforehand: of the
        framing (rule "default"), of the speaker's bloc ("bloc"), of the mention's own words
        ("wording": "sanctions" are a fault, whatever is said of them).

    Raises
    ------
    DataError
        There is no column `by`.

    Notes
    -----
    Shares are of mentions, not of speakers. Rules err (see `topoi.validate_stances`); a difference
    between groups that rests on `assumed` mentions of rule "bloc" was put in, not found.

    >>> from topoi.tables import empty
    >>> passages = empty("passages").reindex(range(1)).assign(
    ...     passage="a:0", document="a", start=0, end=50, voice="speech", rule="", confidence=1.0,
    ...     words=9, organization="Varnelia")
    >>> mentions = empty("mentions").reindex(range(2)).assign(
    ...     mention=["a:0/0", "a:0/1"], framing="hybrid_war", passage="a:0", start=[0, 9],
    ...     end=[4, 12], variant="hybrid war", use=["own", "ascribed"], attitude="oppose")
    >>> table = count_stances(mentions, passages, by="organization")
    >>> table[table["mentions"] > 0][["question", "answer", "mentions", "share"]].values.tolist()
    [['use', 'own', 1, 0.5], ['use', 'ascribed', 1, 0.5], ['attitude', 'oppose', 2, 1.0]]
    """
    need_columns(passages, ["passage", by], "passages")
    mentions = check(mentions, "mentions")
    said = mentions.merge(passages[["passage", by]].dropna().drop_duplicates(), on="passage")
    parts = []
    for question, answers in QUESTIONS.items():
        rule = said.get(f"{question}_rule", pd.Series(pd.NA, index=said.index, dtype="str"))
        one = pd.DataFrame(
            {
                "framing": said["framing"],
                "group": said[by].astype("str"),
                "answer": said[question].fillna(UNDECIDED),
                "assumed": rule.isin(ASSUMED).astype("int64"),
            }
        )
        grouped = one.groupby(["framing", "group", "answer"])["assumed"]
        counted = grouped.agg(mentions="size", assumed="sum").unstack("answer", fill_value=0)
        for answer in answers:
            if ("mentions", answer) not in counted:
                counted["mentions", answer] = 0
                counted["assumed", answer] = 0
        long = counted.stack("answer", future_stack=True).reset_index()  # noqa: PD013
        parts.append(long.assign(question=question))
    table = pd.concat(parts, ignore_index=True).assign(by=by)
    whole = table.groupby(["framing", "group", "question"])["mentions"].transform("sum")
    table["share"] = table["mentions"] / whole
    place = {(q, a): i for i, (q, a) in enumerate((q, a) for q in QUESTIONS for a in QUESTIONS[q])}
    table["place"] = [place[pair] for pair in zip(table["question"], table["answer"], strict=True)]
    table = table.sort_values(["framing", "group", "place"], ignore_index=True)
    return check(table.drop(columns="place"), "stances")
