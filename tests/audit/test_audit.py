"""Blinded samples and what they say: planted errors come back as precision and recall."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from topoi.audit import (
    corrections_from,
    draw_framings,
    draw_stances,
    draw_voices,
    labels_from,
    score_framings,
    score_stances,
    score_voices,
)
from topoi.errors import DataError
from topoi.framings import find_framings
from topoi.measures import correct_rates
from topoi.tables import empty
from topoi.voices import attribute


@pytest.fixture(scope="module")
def drawn(documents, passages):
    """All passages of the specimens that can be judged, and their key."""
    return draw_voices(documents, passages, size=10_000, random_state=1)


def filled(sheet, key):
    """A coder who agrees with everything."""
    answers = key.set_index("item").loc[sheet["item"]]
    speaker = answers["speaker"].fillna("unknown").where(answers["voice"] != "narration", "")
    return sheet.assign(voice=answers["voice"].to_numpy(), speaker=speaker.to_numpy())


def row(table, measure, by="all", group="all"):
    found = table[(table.by == by) & (table.group == group) & (table.measure == measure)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_sheet_does_not_tell_what_was_found(documents, passages):
    sheet, key = draw_voices(documents, passages, size=40, random_state=1)
    assert set(sheet) == set("item document title before passage after voice speaker note".split())
    assert (sheet[["voice", "speaker", "note"]] == "").all(axis=None)
    assert not (key["stratum"].sort_values(ignore_index=True) == key["stratum"]).all()  # mixed
    assert key["stratum"].value_counts().to_dict() == {"found": 20, "passed over": 20}


def test_the_same_seed_draws_the_same_sheet(documents, passages):
    one = draw_voices(documents, passages, size=30, random_state=7)
    again = draw_voices(documents, passages, size=30, random_state=7)
    other = draw_voices(documents, passages, size=30, random_state=8)
    pd.testing.assert_frame_equal(one.sheet, again.sheet)
    assert one.key["passage"].tolist() != other.key["passage"].tolist()


def test_weights_add_up_to_what_was_drawn_from(documents, passages):
    key = draw_voices(documents, passages, size=30, random_state=7).key
    long = passages[passages["words"] >= 4]
    spoken = (long["voice"] != "narration").sum()
    sums = key.groupby("stratum")["weight"].sum()
    assert sums["found"] == pytest.approx(spoken)
    assert sums["passed over"] == pytest.approx(len(long) - spoken)


def test_a_coder_who_agrees_finds_no_error(drawn):
    scored = score_voices(filled(*drawn), drawn.key)
    assert (scored.loc[scored.measure.isin(["voice", "precision"]), "estimate"].dropna() == 1).all()
    assert row(scored, "recall").estimate == 1
    assert corrections_from(filled(*drawn), drawn.key).empty


def test_planted_errors_come_back_weighted():
    """100 passages found and 900 passed over; 8 of 10 and 1 of 30 coded ones say otherwise."""
    n_found, n_passed = 100, 900
    voices = ["quotation"] * n_found + ["narration"] * n_passed
    names = [f"p{i}" for i in range(n_found + n_passed)]
    key = pd.DataFrame(
        {
            "item": range(40),
            "passage": names[:40],
            "document": "a",
            "start": range(0, 400, 10),
            "end": range(9, 409, 10),
            "genre": "news",
            "stratum": ["found"] * 10 + ["passed over"] * 30,
            "weight": [n_found / 10] * 10 + [n_passed / 30] * 30,
            "voice": voices[:10] + ["narration"] * 30,
            "speaker": ["Ivo Orlan"] * 10 + [None] * 30,
            "text": "x",
        }
    )
    sheet = key[["item"]].assign(
        voice=["quotation"] * 10 + ["reported"] * 3 + ["narration"] * 27,
        speaker=["I. Orlan"] * 8 + ["Nadia Vesk"] * 2 + ["Ivo Orlan"] * 3 + [""] * 27,
        note="",
    )
    scored = score_voices(sheet, key)
    assert row(scored, "precision").estimate == pytest.approx(0.8)
    assert row(scored, "recall").estimate == pytest.approx(80 / (100 + 90))
    assert row(scored, "unknown").estimate == pytest.approx(90 / (100 + 90))
    assert row(scored, "voice").estimate == pytest.approx((100 + 810) / 1000)
    assert row(scored, "precision", "speaker", "Ivo Orlan")["items"] == 10
    assert row(scored, "recall", "speaker", "Nadia Vesk").estimate == 0
    # Wilson for 8 of 10 with z = 1.96, by hand
    found = row(scored, "precision")
    assert (found.low, found.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    wrong = corrections_from(sheet, key)
    assert len(wrong) == 5
    assert set(wrong["speaker"]) == {"Nadia Vesk", "Ivo Orlan"}


def test_intervals_cover_the_truth_in_a_simulation():
    """Rules with 85 % precision, sampled 400 times: the interval holds the truth about as often as it says."""
    rng = np.random.default_rng(5)
    key = pd.DataFrame(
        {"item": range(80), "stratum": ["found"] * 40 + ["passed over"] * 40, "genre": None}
    ).assign(weight=[5.0] * 40 + [20.0] * 40, voice="quotation", document="a", text="x")
    key = key.assign(speaker=["Ivo Orlan"] * 40 + [None] * 40, passage=key["item"].astype(str))
    key = key.assign(start=key["item"], end=key["item"] + 1)
    held = 0
    for _ in range(400):
        right = rng.random(40) < 0.85
        names = [*np.where(right, "Ivo Orlan", "Nadia Vesk"), *[""] * 40]
        voices = ["quotation"] * 40 + ["narration"] * 40
        found = row(
            score_voices(key[["item"]].assign(voice=voices, speaker=names), key), "precision"
        )
        held += found.low <= 0.85 <= found.high
    assert 0.92 <= held / 400 <= 0.98


def test_items_left_empty_are_not_counted(drawn):
    sheet = filled(*drawn)
    sheet.loc[sheet.index[::2], "voice"] = None
    assert row(score_voices(sheet, drawn.key), "voice")["items"] == len(sheet) // 2


def test_corrections_made_from_a_sheet_are_what_attribution_then_says(documents, drawn):
    sheet = filled(*drawn)
    passage = drawn.key.loc[drawn.key["voice"] == "narration", "item"].iloc[0]
    sheet.loc[sheet["item"] == passage, ["voice", "speaker"]] = ["reported", "Nadia Vesk"]
    made = corrections_from(sheet, drawn.key)
    assert len(made) == 1
    again = attribute(documents, corrections=made)
    row = again[(again.document == made.document[0]) & (again.start == made.start[0])].iloc[0]
    assert (row.voice, row.speaker, row.rule) == ("reported", "Nadia Vesk", "correction")


def test_framings_are_scored_by_sentence(documents, passages, mentions):
    sheet, key = draw_framings(documents, passages, mentions, size=10_000, random_state=1)
    assert (key["framings"] != "").sum() > 20
    agree = sheet.assign(framings=key["framings"].replace("", "none"))
    scored = score_framings(agree, key)
    assert set(scored["estimate"].dropna()) == {1.0}
    missed = agree.copy()
    first = key.index[key["framings"] == ""][0]
    missed.loc[first, "framings"] = "hybrid_war"
    again = score_framings(missed, key)
    assert row(again, "recall", "framing", "hybrid_war").estimate < 1
    assert row(again, "precision", "framing", "hybrid_war").estimate == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: s.assign(voice=""), "no item is coded"),
        (lambda s: s.assign(voice="song"), "item 1: voice is 'song'"),
        (lambda s: s.assign(item=s["item"] + 5000), "not in the key"),
        (lambda s: pd.concat([s, s]), "occurs twice"),
        (lambda s: s.drop(columns="voice"), "no column 'voice'"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(drawn, change, message):
    with pytest.raises(DataError, match=message):
        score_voices(change(filled(*drawn)), drawn.key)


def test_there_must_be_text_to_code(documents, passages):
    with pytest.raises(DataError, match="no text to show"):
        draw_voices(documents.drop(columns="text"), passages)
    with pytest.raises(DataError, match="at least 2"):
        draw_voices(documents, passages, size=1)
    nothing = empty("passages")
    with pytest.raises(DataError, match="nothing to code"):
        draw_voices(documents, nothing)


def test_mentions_of_no_framing_are_welcome(documents, passages):
    none = find_framings(passages).iloc[:0]
    assert (
        draw_framings(documents, passages, none, size=20, random_state=1).key["framings"] == ""
    ).all()


def test_stances_are_drawn_evenly_over_framings(documents, passages, mentions):
    sheet, key = draw_stances(documents, passages, mentions, size=30, random_state=1)
    assert len(sheet) == 30
    assert (sheet[["use", "attitude", "note"]] == "").all(axis=None)
    there = mentions["framing"].value_counts()
    drawn = key["framing"].value_counts()
    assert drawn.max() - drawn[drawn < there[drawn.index]].min() <= 1
    weights = key.groupby("framing")["weight"].sum()
    np.testing.assert_allclose(weights, there[weights.index])


def test_stances_are_scored_by_answer():
    n = 40
    key = pd.DataFrame({"item": range(1, n + 1), "stratum": "hybrid_war", "weight": 1.0})
    key = key.assign(use=["own"] * 20 + ["ascribed"] * 10 + [None] * 10, attitude="oppose")
    sheet = key[["item"]].assign(use=["own"] * 25 + ["Ascribed"] * 14 + ["unknown"], attitude="")
    scored = score_stances(sheet, key)
    assert set(scored["by"]) == {"use"}  # nobody coded the attitude
    assert row(scored, "precision", "use", "own").estimate == 1
    assert row(scored, "recall", "use", "own").estimate == 20 / 25
    assert row(scored, "precision", "use", "ascribed").estimate == 5 / 10
    assert row(scored, "unknown", "use", "all").estimate == 9 / 39
    with pytest.raises(DataError, match="item 1: use is 'theirs'"):
        score_stances(sheet.assign(use="theirs"), key)


# ---- labels that correct rates


def test_a_coded_sheet_corrects_the_rates_of_what_it_was_drawn_from(documents, passages, mentions):
    """Every sentence is coded: one mention in three is said to be none, two others are seen."""
    sheet, key = draw_framings(documents, passages, mentions, size=10_000, random_state=1)
    seen = key["framings"].copy()
    found = key.index[key["framings"] != ""]
    seen[found[::3]] = "none"
    seen[key.index[key["framings"] == ""][:2]] = "hybrid_war"
    labels = labels_from(sheet.assign(framings=seen.where(seen != "", "none")), key)
    assert (labels["framing"] == "*").sum() == len(key)
    said = passages.assign(corpus="all")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        table = correct_rates(mentions, said, labels, by="corpus", rule="groups", random_state=1)
    table = table.set_index("framing")
    for name, row in table.iterrows():
        kept = sum(name in names.split(";") for names in seen)
        once = sum(name in names.split(";") for names in key["framings"])
        if once == row["mentions"] == row["hits"]:  # no sentence has it twice, and all are long
            assert row["estimated"] == pytest.approx(kept), name
    assert (table["mentions"] == table["hits"]).sum() > 20


def test_coded_uses_are_labels_for_the_uses_that_count(documents, passages, mentions):
    sheet, key = draw_stances(documents, passages, mentions, size=30, random_state=1)
    use = ["own"] * 10 + ["ascribed"] * 10 + ["unknown"] * 5 + [""] * 5
    labels = labels_from(sheet.assign(use=use), key, uses=["own", "negated"])
    assert labels["true"].value_counts().to_dict() == {"yes": 10, "no": 10}
    assert (labels["framing"] != "*").all()
    with pytest.raises(DataError, match=r"uses must be a list of some of own, .*; got 'own'"):
        labels_from(sheet.assign(use=use), key, uses="own")
    with pytest.raises(DataError, match=r"use is 'mine'\. Write one of: own, reported"):
        labels_from(sheet.assign(use="mine"), key, uses=["own"])
    with pytest.raises(DataError, match=r"no item is coded\. Fill in the column 'use'"):
        labels_from(sheet, key, uses=["own"])
