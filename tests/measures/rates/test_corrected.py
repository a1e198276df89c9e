"""Corrected rates: planted errors are taken out, limits are those of the exact special cases."""

from __future__ import annotations

import warnings
from importlib.util import module_from_spec, spec_from_file_location

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, gamma

from topoi.errors import DataError
from topoi.measures import correct_rates, framing_rates
from topoi.measures.rates.labels import (
    Errors,
    error_rates,
    match_labels,
    missed_quantiles,
    precision_quantiles,
)
from topoi.tables import check, empty

LENGTH = 20  # characters of a place; a speech has places one after the other


def corpus(found, groups=None, framing="hybrid_war", words=1000):
    """Speeches of one passage; `found` mentions in each, at its first places."""
    n = len(found)
    names = [f"d{i:03d}" for i in range(n)]
    passages = (
        empty("passages")
        .reindex(range(n))
        .assign(
            passage=[f"{d}:0" for d in names],
            document=names,
            start=0,
            end=10_000,
            voice="speech",
            rule="whole",
            confidence=1.0,
            words=words,
            organization=groups or "Orlan",
        )
    )
    at = [(d, LENGTH * i) for d, k in zip(names, found, strict=True) for i in range(k)]
    mentions = (
        empty("mentions")
        .reindex(range(len(at)))
        .assign(
            mention=[f"{framing}/{i}" for i in range(len(at))],
            framing=framing,
            passage=[f"{d}:0" for d, _ in at],
            start=[s for _, s in at],
            end=[s + 5 for _, s in at],
            variant="x",
        )
    )
    return check(passages, "passages"), check(mentions, "mentions")


def labels(*rows, framing="hybrid_war"):
    """(document, place, true, weight) as labels."""
    return pd.DataFrame(
        [
            {
                "document": f"d{d:03d}",
                "start": LENGTH * place,
                "end": LENGTH * place + LENGTH,
                "framing": framing,
                "true": "yes" if true else "no",
                "weight": float(weight),
            }
            for d, place, true, weight in rows
        ]
    )


quiet = pytest.mark.filterwarnings("ignore:rates:UserWarning")


def corrected(*args, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return correct_rates(*args, **{"random_state": 1} | options)


# ---- estimates


def test_the_estimate_is_the_count_plus_the_weighted_differences_of_the_sample():
    # 24 found; 6 of 8 checked are true, each stands for 3: 18 true. 5 of 10 places without a
    # mention hold one, each stands for 2: 10 missed.
    passages, mentions = corpus([2] * 12)
    checked = [(d, 0, d >= 2, 3) for d in range(8)]
    missed = [(d, 5, d < 5, 2) for d in range(10)]
    row = corrected(mentions, passages, labels(*checked, *missed)).iloc[0]
    assert row["estimated"] == pytest.approx(24 + 3 * -2 + 2 * 5)
    assert row["corrected"] == pytest.approx(row["estimated"] / 12_000 * 10_000)
    assert row["precision"] == 0.75
    assert row["recall"] == pytest.approx(18 / 28)
    assert row[["hits", "passed"]].tolist() == [8, 10]


def test_weights_of_a_part_of_the_corpus_are_scaled_to_what_is_found():
    passages, mentions = corpus([2] * 12)
    checked = [(d, 0, d >= 2, 3) for d in range(8)]
    missed = [(d, 5, d < 5, 2) for d in range(10)]
    whole = corrected(mentions, passages, labels(*checked, *missed))
    quarter = labels(*checked, *missed).assign(weight=lambda t: t["weight"] / 4)
    pd.testing.assert_frame_equal(corrected(mentions, passages, quarter), whole)


def test_without_places_that_were_passed_over_recall_is_unknown():
    passages, mentions = corpus([2] * 12)
    row = corrected(mentions, passages, labels(*[(d, 0, d >= 3, 1) for d in range(12)])).iloc[0]
    assert row["estimated"] == pytest.approx(18)
    assert np.isnan(row["recall"])
    assert row["passed"] == 0


def test_each_group_has_its_own_errors_or_those_of_all():
    passages, mentions = corpus([2] * 20, ["Orlan"] * 10 + ["Vane"] * 10)
    sheet = labels(*[(d, p, d >= 10 or d < 5, 1) for d in range(20) for p in (0, 1)])
    own = corrected(mentions, passages, sheet, rule="own").set_index("group")
    assert own["estimated"].to_dict() == {"Orlan": 10, "Vane": 20}
    assert own["p_differ"].isna().all()
    pooled = corrected(mentions, passages, sheet, rule="groups").set_index("group")
    assert pooled["estimated"].to_dict() == {"Orlan": 15, "Vane": 15}
    assert (pooled["p_differ"] < 0.01).all()
    auto = corrected(mentions, passages, sheet)
    assert set(auto["rule"]) == {"own"}  # twenty checked in each
    few = corrected(mentions, passages, sheet.iloc[::2])
    assert set(few["rule"]) == {"own"}  # ten, for the groups differ
    fewer = corrected(mentions, passages, sheet.iloc[[0, 2, 4, 30, 32, 34]])
    assert set(fewer["rule"]) == {"framings"}


def test_alike_groups_do_not_differ():
    passages, mentions = corpus([2] * 20, ["Orlan", "Vane"] * 10)
    sheet = labels(*[(d, p, d % 4 < 2, 1) for d in range(20) for p in (0, 1)])
    assert corrected(mentions, passages, sheet, rule="groups")["p_differ"].min() == 1
    assert set(corrected(mentions, passages, sheet.iloc[::2])["rule"]) == {"groups"}


def test_framings_with_few_labels_share_them():
    passages, mentions = corpus([2] * 12)
    other = mentions.assign(
        framing="cold_war", mention="c" + mentions["mention"], start=500, end=505
    )
    both = pd.concat([mentions, other.iloc[::2]], ignore_index=True)
    sheet = labels(*[(d, 0, d >= 3, 1) for d in range(12)])
    table = corrected(both, passages, sheet).set_index("framing")
    assert set(table["rule"]) == {"framings"}
    assert table["estimated"].to_dict() == {"hybrid_war": 18, "cold_war": 9}


def test_a_wrong_attribution_moves_a_mention_to_who_says_it():
    passages, mentions = corpus([2] * 20, ["Orlan"] * 10 + ["Vane"] * 10)
    sheet = labels(*[(d, p, True, 1) for d in range(20) for p in (0, 1)])
    sheet["group"] = ["Vane"] * 4 + [None] * 36
    own = corrected(mentions, passages, sheet, rule="own").set_index("group")
    assert own["estimated"].to_dict() == {"Orlan": 16, "Vane": 24}
    assert own["precision"].to_dict() == {"Orlan": 0.8, "Vane": 1}
    twice = pd.concat([passages, passages.head(1).assign(organization="Pact")])
    with pytest.raises(DataError, match="some passages lie in several groups"):
        corrected(mentions, twice, sheet)


def test_a_sentence_looked_through_is_a_label_for_every_framing():
    passages, mentions = corpus([2] * 12)
    whole = pd.DataFrame(
        {
            "document": ["d000", "d001", "d002", "d002"],
            "start": [0, 0, 40, 40],
            "end": [40, 40, 60, 60],
            "framing": ["*", "hybrid_war", "*", "hybrid_war"],
            "true": ["no", "yes", "no", "yes"],
            "weight": 1.0,
        }
    )
    checks = match_labels(whole, mentions, passages, ["hybrid_war"])
    assert checks.hits.groupby("passage")["true"].agg(["size", "sum"]).values.tolist() == [
        [2, 0],  # two mentions, and the sentence is said to hold none
        [2, 2],
    ]
    assert checks.passed[["passage", "true"]].values.tolist() == [
        ["d000:0", False],
        ["d002:0", False],
        ["d002:0", True],  # missed
    ]


def test_a_member_of_two_groups_counts_in_both_and_once_where_they_are_pooled():
    passages, mentions = corpus([2] * 12)
    twice = pd.concat([passages.assign(organization=g) for g in ("Pact", "Union")])
    table = corrected(mentions, twice, labels(*[(d, 0, d >= 3, 1) for d in range(12)]))
    assert table["hits"].tolist() == [12, 12]
    assert table["estimated"].tolist() == pytest.approx([18, 18])


def test_errors_are_pooled_over_all_passages_also_such_as_are_in_no_group():
    passages, mentions = corpus([2] * 24, [None] * 12 + ["Vane"] * 12)
    sheet = labels(*[(d, p, p, 1) for d in range(12) for p in (0, 1)])
    row = corrected(mentions, passages, sheet).iloc[0]
    assert row[["group", "rule", "hits", "estimated"]].tolist() == ["Vane", "groups", 24, 12]
    assert np.isnan(row["p_differ"])


# ---- limits


def test_if_every_mention_is_checked_the_upper_limit_is_that_of_the_true_count():
    # a gamma variable of shape n + 1 times a beta one of k + 1, n - k is a gamma one of k + 1
    passages, mentions = corpus([1] * 40)
    sheet = labels(*[(d, 0, d < 25, 1) for d in range(40)])
    row = corrected(mentions, passages, sheet).iloc[0]
    assert row["phi"] == 1
    assert row["high"] == pytest.approx(gamma.ppf(0.975, 26) / 40_000 * 10_000, rel=0.005)
    assert row["low"] == pytest.approx(gamma.ppf(0.025, 25) / 40_000 * 10_000, rel=0.03)


def test_with_labels_without_end_the_limits_are_those_of_the_rate():
    passages, mentions = corpus([0, 1, 2, 3] * 10)
    errors = Errors(10**9, 0, 0.5, 1e9, 0.0, 0.0, 0.0)
    assert precision_quantiles(errors, True, np.array([0.1, 0.9])) == pytest.approx(0.5, abs=1e-4)
    sheet = labels(*[(d, p, True, 1) for d in range(40) for p in range(d % 4)])
    rates = framing_rates(mentions, passages)
    table = corrected(mentions, passages, sheet)
    assert table["rate_low"].tolist() == rates["low"].tolist()
    # all of 60 right: below, the share could yet be .94
    assert rates["low"][0] * 0.93 < table["low"][0] < rates["low"][0]
    assert table["high"][0] == pytest.approx(rates["high"][0], rel=0.005)


def test_a_group_without_mentions_has_zero_and_an_upper_limit():
    passages, mentions = corpus([2] * 12 + [0] * 12, ["Orlan"] * 12 + ["Vane"] * 12)
    sheet = labels(*[(d, 0, d >= 3, 1) for d in range(12)], *[(d, 9, d < 1, 2) for d in range(12)])
    row = corrected(mentions, passages, sheet).set_index("group").loc["Vane"]
    assert row["corrected"] == row["low"] == 0
    assert 0 < row["high"] < 10_000 / 12_000 * 3.689 * 1.5
    nobody = corrected(mentions, passages, sheet.assign(true="no")).set_index("group").loc["Orlan"]
    assert nobody["corrected"] == nobody["low"] == 0 < nobody["high"] < nobody["rate_high"]


def test_precision_has_the_limits_of_clopper_and_pearson():
    """R: binom.test(18, 20)$conf.int is 0.683017, 0.987651; binom.test(7, 7) 0.590384, 1."""
    for k, n, low, high in ((18, 20, 0.6830173, 0.9876515), (7, 7, 0.5903836, 1.0)):
        errors = Errors(n, 0, k / n, float(n), 0.0, 0.0, 0.0)
        assert precision_quantiles(errors, False, np.array([0.025])) == pytest.approx(low, abs=1e-7)
        assert precision_quantiles(errors, True, np.array([0.975])) == pytest.approx(high, abs=1e-7)


FEUER = (1.180167512, 30.668382685)


def test_missed_ones_have_the_limits_of_fay_and_feuer():
    """Weighted sum of Poisson counts, all weights alike: exact limits of 4 (R: poisson.test(4):
    1.089865, 10.24159), times the weight; unequal ones by the formula, in R:
    w <- c(1, 5); x <- c(3, 1); y <- sum(w*x); v <- sum(w^2*x); wm <- 5
    v/y/2*qchisq(.025, 2*y^2/v); (v+wm^2)/(y+wm)/2*qchisq(.975, 2*(y+wm)^2/(v+wm^2))
    """
    alike = Errors(9, 50, 1.0, 9.0, 4 * 0.1, 4 * 0.01, 0.1)
    assert missed_quantiles(alike, False, np.array([0.025])) == pytest.approx(0.1089865, abs=1e-7)
    assert missed_quantiles(alike, True, np.array([0.975])) == pytest.approx(1.024159, abs=1e-6)
    hits = pd.DataFrame({"true": [True] * 9, "weight": 1.0, "unit0": "a"})
    passed = pd.DataFrame(
        {"place": list("abcde"), "weight": [1.0, 1, 1, 5, 5], "unit0": list("abcde")}
    )
    errors = error_rates(hits, passed.assign(true=[True] * 4 + [False]), 1.0, ["unit0"])
    assert missed_quantiles(errors, False, np.array([0.025])) == pytest.approx(FEUER[0], abs=1e-6)
    assert missed_quantiles(errors, True, np.array([0.975])) == pytest.approx(FEUER[1], abs=1e-6)


def test_errors_that_clump_in_a_unit_tell_less():
    hits = pd.DataFrame({"true": ([False] * 5 + [True] * 5) * 10, "weight": 1.0})
    passed = pd.DataFrame({"place": [], "weight": [], "true": [], "unit0": []})
    spread = error_rates(hits.assign(unit0=np.arange(100)), passed, 100.0, ["unit0"])
    clumped = error_rates(hits.assign(unit0=np.arange(100) // 5), passed, 100.0, ["unit0"])
    assert spread.effective == 100
    assert 35 > clumped.effective > 20
    assert beta.ppf(0.025, 10, 11) < precision_quantiles(clumped, False, np.array([0.025]))[0] < 0.4


# ---- refusals


@quiet
def test_what_cannot_be_answered_is_refused():
    passages, mentions = corpus([2] * 12)
    sheet = labels(*[(d, 0, d >= 3, 1) for d in range(12)])
    for wrong, says in (
        (sheet.iloc[:0], "labels: there are none. Draw a sample and code it"),
        (
            sheet.assign(document="x" + sheet["document"]),
            "none of the 12 lies in a document of these passages",
        ),
        (sheet.assign(start=900, end=920), "at none of the 12 places a mention is found"),
        (sheet.assign(framing="cold_war"), "none of the 12 lies in a document"),
    ):
        with pytest.raises(DataError, match=says):
            corrected(mentions, passages, wrong)
    with pytest.raises(DataError, match="one of auto, own, groups, framings; got 'pooled'"):
        corrected(mentions, passages, sheet, rule="pooled")
    with pytest.warns(UserWarning, match="1 are about documents that are not among the passages"):
        correct_rates(mentions, passages, pd.concat([sheet, sheet.head(1).assign(document="x")]))


@quiet
def test_a_row_without_labels_of_its_own_is_empty_and_said():
    passages, mentions = corpus([2] * 24, ["Orlan"] * 12 + ["Vane"] * 12)
    sheet = labels(*[(d, 0, d >= 3, 1) for d in range(12)])
    with pytest.warns(UserWarning, match="1 of 2 rows have no checked mention under this rule"):
        table = correct_rates(mentions, passages, sheet, rule="own").set_index("group")
    assert table.loc["Vane", ["corrected", "low", "high", "precision"]].isna().all()
    assert table.loc["Orlan", "corrected"] == pytest.approx(15)


# ---- the simulations that are committed


@pytest.fixture(scope="module")
def simulation(root):
    """The script of the simulations."""
    path = root / "benchmarks" / "calibration" / "corrected.py"
    spec = spec_from_file_location("corrected_simulation", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_cell_of_the_simulations_comes_out_as_committed(simulation):
    kept = pd.read_csv(simulation.RESULT, index_col="cell")
    assert kept.index.tolist() == [cell.name for cell in simulation.CELLS]
    cell = simulation.CELLS[-1]
    made = simulation.simulate(cell)
    for column, value in kept.loc[cell.name].items():
        assert made[column] == (value if isinstance(value, str) else pytest.approx(value)), column


def test_corrected_intervals_hold_where_raw_ones_do_not(simulation):
    kept = pd.read_csv(simulation.RESULT)
    pooled_wrongly = (kept["differ"] != 0) & (kept["rule"] != "own")
    sound = kept[(kept["calls"] > 1) & ~pooled_wrongly]
    assert sound["coverage"].min() >= 0.92
    wrong = sound[(sound["precision"] < 0.7) & (sound["mean"] == 1)]
    assert wrong["coverage_raw"].max() < 0.6
    assert kept.loc[pooled_wrongly, "coverage"].max() < 0.92  # what pooling supposes matters
