"""What a coded sheet says: precision and recall, with intervals, and what to correct."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from ..errors import DataError
from ..measures.intervals import wilson
from ..schemas import ATTITUDES, USES, VOICES
from ..tables import check, empty, need_columns
from ..voices.persons.names import same_person

UNKNOWN = "unknown"
_ANSWERS = {"use": USES, "attitude": ATTITUDES}
# Columns that coders fill in.
_CODED = ("voice", "speaker", "framings", "use", "attitude", "intruder", "note")


def score_voices(sheet: pd.DataFrame, key: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """How far the rules agree with a coder on who speaks, in all, by genre and by speaker.

    Parameters
    ----------
    sheet : DataFrame
        The sheet of `draw_voices`, with `voice` and `speaker` filled in; items without a voice
        count as not coded. A speaker may be left out where the voice is narration.
    key : DataFrame
        Its key.
    level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    DataFrame
        Schema `audit`. `voice`: the share of passages in the right voice. `precision`: of those
        given to a speaker, the share that the coder gives to the same. `recall`: of those that the
        coder gives to a speaker, the share that was given to the same. `unknown`: of the latter,
        the share left without a speaker. By speaker, precision goes by the speaker found and recall
        by the one coded. Two spellings of one name are one speaker.

    Raises
    ------
    DataError
        No item is coded, an item is not in the key, or a voice is none of the four.

    Notes
    -----
    Items stand for what they were drawn from, so shares are weighted; the interval is Wilson's with
    the effective number of items (Kish 1965), the squared sum of weights over the sum of squares.
    It does not show whether another coder would agree, nor how long passages would be cut by hand.
    """
    need_level(level)
    coded = coded_items(sheet, key, "voice")
    _check_voices(coded)
    coded["by_hand"] = coded["speaker_coded"].map(_named)
    given, hand = coded["speaker"].notna(), coded["by_hand"].notna()
    hand &= coded["voice_coded"] != "narration"
    pairs = zip(coded["speaker"], coded["by_hand"], given & hand, strict=True)
    same = pd.Series([both and _same(a, b) for a, b, both in pairs], index=coded.index)
    right = coded["voice"] == coded["voice_coded"]
    rows: list[dict[str, Any]] = []
    for by, group, inside in _groups(coded, "genre"):
        for measure, of, good in (
            ("voice", inside, right),
            ("precision", inside & given, same),
            ("recall", inside & hand, same),
            ("unknown", inside & hand, ~given),
        ):
            rows.append(_row(by, group, measure, coded[of], good, level))
    for name, inside in coded[given].groupby("speaker").groups.items():
        rows.append(_row("speaker", str(name), "precision", coded.loc[inside], same, level))
    for name, inside in _one_spelling(coded[hand]).groupby("by_hand").groups.items():
        rows.append(_row("speaker", str(name), "recall", coded.loc[inside], same, level))
    return scored(rows)


def score_framings(sheet: pd.DataFrame, key: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """How far the lexicon agrees with a coder on which framings occur, in all and by framing.

    Parameters
    ----------
    sheet : DataFrame
        The sheet of `draw_framings`, with `framings` filled in (names separated by semicolons, or
        "none"); empty ones count as not coded.
    key : DataFrame
        Its key.
    level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    DataFrame
        Schema `audit`, by framing, by genre and over all: an item is a framing in a sentence.
        `precision`: of those found, the share that the coder sees too. `recall`: of those that the
        coder sees, the share found.

    Raises
    ------
    DataError
        No item is coded, or an item is not in the key.

    Notes
    -----
    Intervals as in `score_voices`. Recall rests on the few sentences that were passed over and hold
    a framing after all, each of which stands for many: its interval is wide, and honest.
    """
    need_level(level)
    coded = coded_items(sheet, key, "framings")
    rows = []
    for item in coded.itertuples():
        found, seen = listed(item.framings), listed(item.framings_coded)
        for name in sorted(found | seen):
            rows.append((item.weight, item.genre, name, name in found, name in seen))
    pairs = pd.DataFrame(rows, columns=["weight", "genre", "framing", "found", "seen"])
    both = (pairs["found"] & pairs["seen"]).astype(bool)
    groups = [*_groups(pairs, "genre"), *_groups(pairs, "framing")[1:]]
    made = []
    for by, group, inside in groups:
        for measure, of in (("precision", pairs["found"]), ("recall", pairs["seen"])):
            made.append(_row(by, group, measure, pairs[inside & of.astype(bool)], both, level))
    return scored(made)


def score_stances(sheet: pd.DataFrame, key: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """How far the rules agree with a coder on use and attitude, in all and by answer.

    Parameters
    ----------
    sheet : DataFrame
        The sheet of `draw_stances`, with `use` or `attitude` filled in, or both; "unknown" and
        empty cells count as not coded.
    key : DataFrame
        Its key.
    level : float, default 0.95
        Level of the intervals.

    Returns
    -------
    DataFrame
        Schema `audit`; `by` is "use" or "attitude", `group` an answer or "all". `precision`: of the
        mentions that the rules decide so, the share that the coder does. `recall`: the other way
        round. `unknown`: the share that the rules leave open.

    Raises
    ------
    DataError
        No item is coded, an item is not in the key, or a code is none of the answers.

    Notes
    -----
    Intervals as in `score_voices`.
    """
    need_level(level)
    coded_columns = [c for c in _ANSWERS if c in sheet and sheet[c].map(_filled).any()]
    rows: list[dict[str, Any]] = []
    for question in coded_columns or list(_ANSWERS):
        coded = coded_items(sheet, key, question)
        coded["by_hand"] = coded[f"{question}_coded"].str.strip().str.lower()
        _check_codes(coded, question)
        coded = coded[coded["by_hand"] != UNKNOWN]
        right = coded[question] == coded["by_hand"]
        decided = coded[question].notna()
        for group, given, hand in (
            ("all", decided, pd.Series(True, index=coded.index)),
            *((a, coded[question] == a, coded["by_hand"] == a) for a in _ANSWERS[question]),
        ):
            if given.any() or hand.any():
                rows.append(_row(question, group, "precision", coded[given], right, level))
                rows.append(_row(question, group, "recall", coded[hand], right, level))
        rows.append(_row(question, "all", "unknown", coded, ~decided, level))
    return scored(rows)


def corrections_from(sheet: pd.DataFrame, key: pd.DataFrame) -> pd.DataFrame:
    """Coded passages on which the coder disagrees, as `corrections` for `topoi.attribute`.

    Parameters
    ----------
    sheet, key : DataFrame
        As in `score_voices`.

    Returns
    -------
    DataFrame
        Schema `corrections`, one row a passage whose voice or speaker is another by hand. Role and
        organization are left empty: fill them in where they matter.
    """
    coded = coded_items(sheet, key, "voice")
    _check_voices(coded)
    coded["by_hand"] = coded["speaker_coded"].map(_named)
    coded["by_hand"] = coded["by_hand"].where(coded["voice_coded"] != "narration")
    agrees = [
        (_same(a, b) if isinstance(a, str) and isinstance(b, str) else pd.isna(a) and pd.isna(b))
        for a, b in zip(coded["speaker"], coded["by_hand"], strict=True)
    ]
    wrong = coded[~np.array(agrees, bool) | (coded["voice"] != coded["voice_coded"])]
    table = pd.DataFrame(
        {
            "document": wrong["document"],
            "start": wrong["start"],
            "end": wrong["end"],
            "voice": wrong["voice_coded"],
            "speaker": wrong["by_hand"],
            "role": None,
            "organization": None,
            "text": wrong["text"],
            "note": wrong.get("note_coded", None),
        }
    )
    return check(table.sort_values(["document", "start"], ignore_index=True), "corrections")


# ---- reading a sheet


def need_level(level: float) -> None:
    if not 0 < level < 1:
        raise DataError(f"level must lie between 0 and 1; got {level}.")


def coded_items(sheet: pd.DataFrame, key: pd.DataFrame, column: str) -> pd.DataFrame:
    """The coded items with their key; columns of the coder end in "_coded"."""
    need_columns(sheet, ["item", column], "sheet")
    need_columns(key, ["item", "weight", "stratum"], "key")
    filled = sheet[sheet[column].map(_filled)]
    if filled.empty:
        raise DataError(f"sheet: no item is coded. Fill in the column '{column}' and save it.")
    names = {c: f"{c}_coded" for c in _CODED if c in filled}
    both = filled[["item", *names]].rename(columns=names).merge(key, on="item", how="left")
    lost = both["weight"].isna()
    if lost.any() or both["item"].duplicated().any():
        bad = both.loc[lost | both["item"].duplicated(), "item"].iloc[0]
        raise DataError(
            f"sheet: item {bad} is not in the key, or occurs twice. Sheet and key must be of one draw.",
            item=str(bad),
        )
    # Items may be left uncoded: those of a stratum that are coded stand for all of it.
    share = both.groupby("stratum")["item"].transform("size") / both["stratum"].map(
        key["stratum"].value_counts()
    )
    both["weight"] = both["weight"] / share
    return both


def _filled(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _check_codes(coded: pd.DataFrame, question: str) -> None:
    wrong = coded[~coded["by_hand"].isin([*_ANSWERS[question], UNKNOWN])]
    if len(wrong):
        row = wrong.iloc[0]
        raise DataError(
            f"sheet: item {row['item']}: {question} is {row['by_hand']!r}. "
            f"Write one of: {', '.join(_ANSWERS[question])}, {UNKNOWN}.",
            item=int(row["item"]),
        )


def _check_voices(coded: pd.DataFrame) -> None:
    coded["voice_coded"] = coded["voice_coded"].str.strip().str.lower()
    wrong = coded[~coded["voice_coded"].isin(VOICES)]
    if len(wrong):
        row = wrong.iloc[0]
        raise DataError(
            f"sheet: item {row['item']}: voice is {row['voice_coded']!r}. "
            f"Write one of: {', '.join(VOICES)}.",
            item=int(row["item"]),
        )


def _named(value: Any) -> str | None:
    name = value.strip() if isinstance(value, str) else ""
    return name if name and name.lower() not in (UNKNOWN, "none", "nobody", "?") else None


def _same(one: str, other: str) -> bool:
    """Whether two speakers are one: the same person, or bodies called by the same words."""
    return same_person(one, other) or _plain(one) == _plain(other)


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", name).lower()
    return " ".join(w for w in re.findall(r"\w+", text) if w not in ("the", "of", "a", "an"))


def _one_spelling(coded: pd.DataFrame) -> pd.DataFrame:
    """Coded speakers under the first of the spellings that the coder used for them."""
    known: list[str] = []
    chosen = []
    for name in coded["by_hand"]:
        spelling = next((k for k in known if _same(k, name)), name)
        known += [spelling] if spelling not in known else []
        chosen.append(spelling)
    return coded.assign(by_hand=chosen)


def listed(value: Any) -> set[str]:
    names = (
        {n.strip().lower() for n in re.split("[;,]", value)} if isinstance(value, str) else set()
    )
    return names - {"", "none"}


# ---- the table


def _groups(table: pd.DataFrame, column: str) -> list[tuple[str, str, pd.Series]]:
    every = pd.Series(True, index=table.index)
    values = sorted(table[column].dropna().unique())
    return [("all", "all", every), *((column, str(v), table[column] == v) for v in values)]


def _row(
    by: str, group: str, measure: str, items: pd.DataFrame, good: pd.Series, level: float
) -> dict[str, Any]:
    weights = items["weight"].to_numpy(float)
    row = {"by": by, "group": group, "measure": measure, "items": len(items)}
    if not len(items):
        return row | {"estimate": None, "low": None, "high": None}
    estimate = float(np.average(good[items.index].to_numpy(bool), weights=weights))
    effective = weights.sum() ** 2 / (weights**2).sum()
    low, high = wilson(estimate * effective, effective, level)
    return row | {"estimate": estimate, "low": low, "high": high}


def scored(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return check(pd.DataFrame(rows, columns=list(empty("audit").columns)), "audit")
