"""How many topics: grids of fits, what is measured, and which number is chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.errors import DataError, TooSmallError, TopoiError
from topoi.study.stages import topic_models
from topoi.tables import check
from topoi.topics import (
    choose_n_topics,
    consensus_topics,
    fit_grid,
    select_topics,
    topic_choice,
    topic_labels,
)
from topoi.topics.choice.stability import match_topics, matched_jaccard
from topoi.topics.evaluation import coherence_npmi, exclusivity, frex, top_terms

# ---- the grid


def test_the_grid_holds_every_run_and_its_choice_is_what_was_planted(planted):
    table = select_topics(
        planted.words, n_topics=(2, 3, 5), seeds=(1, 2), engines=("collapsed",), random_state=1
    )
    assert list(zip(table["n_topics"], table["seed"], strict=True)) == [
        (k, seed) for k in (2, 3, 5) for seed in (1, 2)
    ]
    mean = table.groupby("n_topics")[["coherence", "exclusivity"]].mean()
    assert mean.loc[3, "coherence"] > mean["coherence"].drop(3).max()
    assert mean.loc[3, "exclusivity"] > 0.95
    assert choose_n_topics(table) == 3


@pytest.mark.parametrize(
    ("heldout", "chosen"),
    [
        ({10: -7.0, 20: -6.5, 30: -6.49}, 20),  # the next one gains .01
        ({10: -7.0, 20: -6.5, 30: -6.4}, 30),  # always worthwhile: the last
        ({10: -7.0, 20: -7.1, 30: -6.0}, 10),  # the rule stops at the first that is not beaten
        ({30: -6.49, 10: -7.0, 20: -6.5}, 20),  # the order of the rows is of no account
        ({15: -7.0}, 15),
    ],
)
def test_the_smallest_number_that_the_next_does_not_beat_is_chosen(heldout, chosen):
    selection = pd.DataFrame({"n_topics": heldout.keys(), "heldout": heldout.values()})
    assert choose_n_topics(selection, worthwhile=0.03) == chosen


@pytest.mark.parametrize(("steadier", "chosen"), [(0.02, 20), (0.2, 10)])
def test_a_number_that_is_nearly_as_steady_is_enough_if_it_is_smaller(steadier, chosen):
    selection = pd.DataFrame(
        {"n_topics": [10, 20], "heldout": [-7.0, -6.99], "stability": [0.4, 0.55]}
    )
    assert choose_n_topics(selection, steadier=steadier) == chosen


def choice_of(heldout, stability):
    rows = {"n_topics": [5, 10, 20, 30], "heldout": heldout, "stability": stability}
    return topic_choice(pd.DataFrame(rows))


def test_of_the_numbers_that_are_enough_the_steadiest_is_chosen_with_its_reason():
    table = choice_of([-8.5, -8.02, -8.0, -7.99], [0.9, 0.41, 0.55, 0.4])
    assert table["verdict"].tolist() == ["too few", "neighbour", "chosen", "neighbour"]
    np.testing.assert_allclose(table["gain"], [0.48, 0.02, 0.01, np.nan])
    assert table["reason"].notna().tolist() == [False, False, True, False]
    assert "10 is the smallest that the next does not beat by 0.03" in table["reason"][2]
    assert "of 10, 20, 30 it is the steadiest (0.55)" in table["reason"][2]


def test_of_numbers_that_are_about_as_steady_the_smallest_is_chosen():
    table = choice_of([-8.5, -8.02, -8.0, -7.99], [0.9, 0.54, 0.55, 0.4])
    assert table["verdict"].tolist() == ["neighbour", "chosen", "neighbour", "possible"]
    assert "about as steady as the steadiest (0.54, 0.55)" in table["reason"][1]


def test_where_every_step_is_worthwhile_the_largest_is_chosen_and_the_reason_says_so():
    table = choice_of([-8.5, -8.2, -8.0, -7.8], [0.9, 0.5, 0.4, 0.3])
    assert table["verdict"].tolist() == ["too few", "too few", "neighbour", "chosen"]
    assert "every step of the grid gains 0.03 nats a token or more" in table["reason"][3]


def test_reasons_are_true_of_one_number_and_of_two_that_any_gain_decides():
    one = pd.DataFrame({"n_topics": [5], "heldout": [-8.5], "stability": [0.7]})
    assert topic_choice(one)["reason"][0] == "it is the only number"
    two = pd.DataFrame({"n_topics": [5, 10], "heldout": [-8.5, -8.4], "stability": [0.7, 0.6]})
    reason = topic_choice(two, worthwhile=0)["reason"][1]
    assert reason.startswith(
        "every step of the grid gains 0 nats a token or more: it is the largest"
    )


def test_without_stability_the_smallest_that_is_enough_is_chosen():
    table = choice_of([-8.5, -8.02, -8.0, -7.99], [np.nan] * 4)
    assert table.set_index("n_topics")["verdict"][10] == "chosen"
    assert table["reason"][1].endswith("it is the smallest")


def test_a_run_is_short_to_look_at_and_says_that_it_is_no_model(planted):
    run = fit_grid(planted.words, n_topics=[3], seeds=[1], random_state=1).runs(3)[0]
    assert repr(run) == "GridRun(3 topics, engine='collapsed', seed=1)"
    with pytest.raises(AttributeError, match=r"no 'tokens'. It is for consensus_topics"):
        topic_labels(run)


def test_a_grid_without_a_row_has_no_choice():
    with pytest.raises(DataError, match="no fit to choose from"):
        choose_n_topics(pd.DataFrame({"n_topics": [], "heldout": []}))


def test_a_grid_of_several_engines_is_not_averaged_over_them():
    selection = pd.DataFrame(
        {
            "engine": ["collapsed"] * 3 + ["gensim"],
            "n_topics": [10, 20, 30, 20],
            "heldout": [-7.0] * 4,
        }
    )
    with pytest.raises(DataError, match="collapsed, gensim"):
        choose_n_topics(selection)


def test_the_grid_is_judged_on_documents_that_no_model_has_seen(planted):
    # A hundred documents, each of two terms of its own: from the others there is nothing to learn,
    # so they are predicted worse than by an even chance of 1 in 200.
    X = sp.csr_matrix(np.kron(np.eye(100), [[30, 30]]))
    terms = [f"term{i}" for i in range(200)]
    words = replace(planted.words, X=X, rows=planted.words.rows[:100], windows=X, terms=terms)
    table = select_topics(words, n_topics=(18,), seeds=(1, 2), random_state=1)
    assert table["heldout"].max() < np.log(1 / 200)


def test_all_sections_of_a_document_are_held_out_together(planted):
    # Each document is two sections of the same two terms: were one of them seen, it would help.
    X = sp.csr_matrix(np.repeat(np.kron(np.eye(60), [[30, 30]]), 2, axis=0))
    home = pd.DataFrame({"section": [f"s{i}" for i in range(120)]})
    home["document"] = [f"d{i // 2}" for i in range(120)]
    terms = [f"term{i}" for i in range(120)]
    words = replace(planted.words, X=X, rows=home, windows=X, terms=terms)
    table = select_topics(words, n_topics=(20,), seeds=(1, 2), random_state=1)
    assert table["heldout"].max() < np.log(1 / 120)


def test_a_grid_is_measured_as_its_vocabulary_would_be_and_keeps_its_runs(planted):
    options = {"n_topics": (2, 3), "seeds": (1, 2, 3), "random_state": 1}
    grid = fit_grid(planted.words, **options)
    assert select_topics(grid).equals(select_topics(planted.words, **options))
    assert grid.n_topics == [2, 3]
    assert [(run.n_topics, run.seed) for run in grid.runs(3)] == [(3, 1), (3, 2), (3, 3)]
    model = consensus_topics(grid.runs(3), planted.words)
    assert match_topics(planted.phi, model.components)[1].max() < 0.02
    assert len(model.theta) == 150  # shares of the documents that were held out, too


def test_measures_of_a_fit_by_hand(planted):
    grid = fit_grid(planted.words, n_topics=(3, 4), seeds=(1, 2, 3), random_state=1)
    table = select_topics(grid)
    fit = grid.runs(4)[1]
    row = table[(table["n_topics"] == 4) & (table["seed"] == 2)].iloc[0]
    best = top_terms(fit.components)
    assert row["coherence"] == coherence_npmi(fit.components, planted.words.windows).mean()
    assert row["exclusivity"] == exclusivity(fit.components).mean()
    scores = frex(fit.components)
    by_hand = np.mean([scores[k, term] for k in range(4) for term in best[k]])
    assert row["frex"] == pytest.approx(by_hand)
    assert row["stability"] == pytest.approx(np.nanmean(matched_jaccard(grid.runs(4))[1]))
    assert table[table["n_topics"] == 3]["stability"].min() > table["stability"].min()


def test_a_single_seed_has_no_stability(planted):
    table = select_topics(planted.words, n_topics=(3,), seeds=(1,), random_state=1)
    assert table["stability"].isna().all()


def test_a_grid_says_what_it_does_not_have(planted):
    grid = fit_grid(planted.words, n_topics=(3,), seeds=(1,), random_state=1)
    with pytest.raises(DataError, match=r"no fit with 7 topics by this engine\. It has: 3"):
        grid.runs(7)
    with pytest.raises(DataError, match="'seeds' is an option of fit_grid"):
        select_topics(grid, seeds=(1, 2))
    both = replace(grid, fits=(*grid.fits, replace(grid.fits[0], engine="other")))
    with pytest.raises(DataError, match="name one engine of collapsed, other"):
        both.runs(3)
    assert [run.engine for run in both.runs(3, "other")] == ["other"]


def test_a_grid_refuses_what_is_too_small(planted):
    few = replace(planted.words, X=planted.words.X[:99], rows=planted.words.rows[:99])
    with pytest.raises(TooSmallError, match="too small for LDA: 99 documents"):
        fit_grid(few, n_topics=(3,))
    nearly_none = replace(planted.words, X=planted.words.X[:4], rows=planted.words.rows[:4])
    with pytest.raises(TooSmallError, match="too small for LDA: 4 documents"):
        fit_grid(nearly_none, n_topics=(3,))
    with pytest.raises(DataError, match="a fifth of the sections"):
        fit_grid(planted.words, n_topics=(3, 31))


def test_no_more_topics_are_fitted_than_what_is_left_to_learn_from_can_carry(planted):
    with pytest.raises(
        DataError, match=r"n_topics=20 .* fifth of the 75 sections that held_out=0.5"
    ):
        fit_grid(planted.words, n_topics=(3, 20), held_out=0.5)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_topics": 3}, r"n_topics: a list is wanted; got 3\. Write \[3\]"),
        ({"n_topics": []}, "n_topics: none"),
        ({"n_topics": [3, 3]}, "n_topics: 3 stands there twice"),
        ({"n_topics": np.array([3, 3])}, "n_topics: 3 stands there twice"),
        ({"seeds": []}, "seeds: none"),
        ({"seeds": [1, 2, 1]}, "seeds: 1 stands there twice"),
        ({"engines": "collapsed"}, r"engines: a list is wanted; got 'collapsed'"),
        ({"engines": ["collapsed", "oracle"]}, "no topic engine 'oracle'"),
        (
            {"epoch": 3},
            "'collapsed' has no option 'epoch'. Its options: alpha, epochs, eta, passes, sweeps, threads",
        ),
    ],
)
def test_a_grid_that_cannot_be_fitted_is_refused_before_anything_is(
    planted, monkeypatch, options, message
):
    monkeypatch.setattr("topoi.topics.choice.grid._fit", lambda *_: pytest.fail("fitted"))
    with pytest.raises(DataError, match=message):
        fit_grid(planted.words, **({"n_topics": (3,)} | options))


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"seeds": ["a"]}, "seeds: each must be a whole number"),
        ({"seeds": [-1]}, "seeds: each must be a whole number"),
        ({"seeds": [1.5]}, "seeds: each must be a whole number"),
        ({"held_out": "x"}, "held_out must be a share"),
        ({"held_out": np.nan}, "held_out must be a share"),
    ],
)
def test_seeds_and_shares_that_are_none_are_refused(planted, option, message):
    with pytest.raises(DataError, match=message):
        fit_grid(planted.words, n_topics=[3], **option)


@pytest.mark.parametrize("held_out", [0.0, 1.0])
def test_a_grid_needs_documents_on_both_sides(planted, held_out):
    with pytest.raises(DataError, match="both sides"):
        select_topics(planted.words, held_out=held_out)


QUICK = {"n_topics": [2, 3], "seeds": 3, "min_sections": 5, "max_share": 1, "seed": 1}


def stage_input(planted, years, bodies):
    """Planted documents as the topic stage takes them, of these years and bodies."""
    names = planted.words.rows["document"]
    framed = pd.DataFrame({"passage": names[::3] + ":0000", "term": "<multipolarity>", "n": 1})
    documents = pd.DataFrame({"document": names, "organization": bodies, "year": years})
    passages = documents.assign(
        passage=names + ":0000", period=np.where(documents["year"] < 2020, "early", "late")
    )
    counts = check(pd.concat([planted.counts, framed], ignore_index=True), "counts")
    return {"documents": documents, "passages": passages, "counts": counts}


def test_the_topic_stage_gives_identical_tables_for_one_and_two_workers(planted, monkeypatch):
    taken = stage_input(planted, 2015 + np.arange(150) // 15, ["Varnelia", "Orlan"] * 75)
    out = []
    for jobs in ("1", "2"):
        monkeypatch.setenv("TOPOI_JOBS", jobs)
        out.append(topic_models.compute(**taken, framings=["multipolarity"], **QUICK))
    assert len(out[0]) == len(topic_models.makes({"organizations": []}))
    for name, table in out[0].items():
        pd.testing.assert_frame_equal(table, out[1][name], check_exact=True)


@pytest.mark.parametrize(
    ("years", "bodies", "formula", "documents", "organizations"),
    [
        ([2018], ["Varnelia", "Orlan"], None, [150], [2]),
        ([2019, 2020], ["Varnelia", "Orlan"], "~ C(year)", [75, 75], [1, 1]),  # a year for each
        ([2019, 2020, 2021], ["Varnelia", "Orlan"], "~ C(year)", [50, 100], [2, 2]),
        ([2020, 2021, 2022, 2023, 2024], ["Varnelia"], "~ bs(year, df=4)", [150], [1]),
        ([2019, 2020, 2021], ["Varnelia", None], "~ C(year)", [50, 100], None),
    ],
)
def test_the_topic_stage_takes_few_years_and_bodies(
    planted, years, bodies, formula, documents, organizations
):
    taken = stage_input(planted, np.resize(years, 150), np.resize(bodies, 150))
    for unit, units in ((None, documents), ("organization", organizations)):
        if units is None:
            continue
        made = topic_models.compute(**taken, framings=["multipolarity"], unit=unit, **QUICK)
        formulas = sorted(made["topic_effects"]["formula"].unique())
        assert formulas == ([formula] if formula else [])
        assert (len(made["topic_shifts"]) > 0) == (len(units) > 1)
        by_period = made["topic_prevalence_by_period"]
        assert by_period.groupby("period")["units"].max().tolist() == units
        assert by_period["low"].notna().all() == (unit is None)  # of fewer than ten none


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"engine_options": {"n_topics": 3}}, "'collapsed' has no option 'n_topics'"),
        ({"engine_options": {"random_state": 3}}, "'collapsed' has no option 'random_state'"),
        ({"compared_engines": ["oracle"]}, "no topic engine 'oracle'"),
        ({"organizations": ["Nowhere"]}, "organizations names 'Nowhere'"),
        ({"unit": "speaker"}, "no column 'speaker'"),
        ({"framings": ["nothing"]}, "no framing 'nothing'"),
        ({"claims": [{"framing": "multipolarity", "says": "mor"}]}, "says = 'more' or 'less'"),
        (
            {"claims": [{"framing": "hybrid_war", "group": "CSTO", "says": "more"}]},
            "'<hybrid_war>' is not a term",
        ),
    ],
)
def test_the_topic_stage_refuses_before_it_fits(planted, monkeypatch, asked, message):
    monkeypatch.setattr("topoi.topics.choice.grid._fit", lambda *_: pytest.fail("fitted"))
    taken = stage_input(planted, 2015 + np.arange(150) // 15, ["Varnelia", "Orlan"] * 75)
    with pytest.raises(TopoiError, match=message):
        topic_models.compute(**taken, **({"framings": ["multipolarity"]} | QUICK | asked))
