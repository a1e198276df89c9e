"""Collocates: windows counted by hand, scores as published, planted neighbours found."""

from __future__ import annotations

from math import log, log2, sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.errors import DataError
from topoi.measures import collocates
from topoi.measures.association import Fourfold, interaction, log_dice, npmi, t_score
from topoi.tables import check


def corpus(*texts: str, **columns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Texts of words and blanks as places and passages: "." is removed, "/" ends a sentence."""
    rows = []
    for i, text in enumerate(texts):
        place = sentence = 0
        for word in text.split():
            if word == "/":
                sentence += 1
                continue
            if word != ".":
                rows.append((f"d{i}:0", sentence, place, word))
            place += 1
    names = [f"d{i}" for i in range(len(texts))]
    passages = pd.DataFrame({"passage": [f"{n}:0" for n in names], "document": names, **columns})
    return check(pd.DataFrame(rows, columns=["passage", "sentence", "place", "term"]), "places"), (
        passages
    )


def counted(places, passages, *columns: str, **options) -> dict[str, list]:
    table = collocates(places, passages, **{"node": "node", "least": 1, **options})
    wanted = list(columns) or ["n"]
    return {row["term"]: [row[c] for c in wanted] for row in table.to_dict("records")}


# ---- windows


def test_words_within_the_window_count_and_others_do_not():
    found = counted(*corpus("a b c <node> d e f"), "n", "left", "right", window=2)
    assert found == {"b": [1, 1, 0], "c": [1, 1, 0], "d": [1, 0, 1], "e": [1, 0, 1]}


def test_removed_words_keep_their_places():
    assert set(counted(*corpus("a . . <node> . b . c"), window=2)) == {"b"}


def test_a_window_ends_with_the_sentence_or_with_the_passage():
    texts = corpus("a / b <node> / c", "d")
    assert set(counted(*texts)) == {"b"}
    assert set(counted(*texts, within="passage")) == {"a", "b", "c"}


def test_a_word_between_two_mentions_is_counted_once_and_is_on_both_sides():
    found = counted(*corpus("<node> a <node>"), "n", "left", "right", "mentions", "near", "words")
    assert found == {"a": [1, 1, 1, 2, 1, 1]}


def test_the_nodes_own_places_are_neither_near_nor_elsewhere():
    places, passages = corpus("a <node> b", "<other> c")
    rows = {"passage": "d0:0", "sentence": 0, "place": 1, "term": "<other>"}  # overlaps the node
    places = check(pd.concat([places, pd.DataFrame([rows])]).astype({"passage": "str"}), "places")
    found = counted(places, passages, "n", "n_all", "words")
    assert found == {"a": [1, 1, 4], "b": [1, 1, 4]}


def test_a_word_can_be_the_node_and_a_framing_wins_over_a_word_of_its_name():
    assert set(counted(*corpus("a b c"), node="b", window=1)) == {"a", "c"}
    assert set(counted(*corpus("a node b <node> c"), node="node", window=1)) == {"b", "c"}


@settings(deadline=None, derandomize=True, database=None, max_examples=60)
@given(
    st.lists(st.lists(st.sampled_from(["x", "y", ".", "/", "<node>"]), max_size=12), max_size=4),
    st.integers(1, 4),
)
def test_windows_agree_with_counting_word_by_word(texts, window):
    places, passages = corpus(" ".join(["<node>", "x", "/"]), *[" ".join(t) for t in texts])
    found = counted(places, passages, "n", "n_all", window=window)
    rows = places.astype({"passage": "str", "term": "str"}).to_dict("records")
    nodes = [r for r in rows if r["term"] == "<node>"]

    def near(row):
        return any(
            (m["passage"], m["sentence"]) == (row["passage"], row["sentence"])
            and 0 < abs(m["place"] - row["place"]) <= window
            for m in nodes
        )

    for term in ("x", "y"):
        mine = [r for r in rows if r["term"] == term]
        n = sum(map(near, mine))
        assert found.get(term, [0, len(mine)]) == [n, len(mine)]


# ---- scores


def test_scores_are_those_of_the_fourfold_table():
    # 2 of 3 "ally" stand near the node, 1 elsewhere; near are 4 words, 9 in all
    places, passages = corpus("ally x <node> ally y", "ally p q r s")
    row = collocates(places, passages, node="node", least=1).set_index("term").loc["ally"]
    assert row[["n", "n_all", "near", "words", "mentions"]].tolist() == [2, 3, 4, 9, 1]
    assert row["expected"] == pytest.approx(4 * 3 / 9)
    assert row["log_dice"] == pytest.approx(14 + log2(2 * 2 / (1 + 3)))
    odds = (2.5 * 4.5) / (2.5 * 1.5)
    assert row["lambda"] == pytest.approx(log(odds))
    assert row["z"] == pytest.approx(log(odds) / sqrt(1 / 2.5 + 1 / 2.5 + 1 / 1.5 + 1 / 4.5))
    assert row["npmi"] == pytest.approx(log(2 * 9 / (4 * 3)) / -log(2 / 9))
    assert row["t"] == pytest.approx((2 - 12 / 9) / sqrt(2))


def cells(*values: float) -> Fourfold:
    return Fourfold(*np.array(values, dtype=float)[:, None])


def test_lambda_and_z_are_those_that_quanteda_prints():
    # quanteda.textstats, tests of textstat_collocations (its issue 940): "good ice", which occurs
    # twice among nine bigrams and never otherwise
    lambda_, z = interaction(cells(2, 0, 0, 7))
    assert lambda_[0] == pytest.approx(4.317488, abs=5e-7)
    assert z[0] == pytest.approx(2.027787, abs=5e-7)


def test_pmi_is_that_of_quantedas_example():
    # the same file: "other capital", twice among nine bigrams, each word once more in its place
    assert npmi(cells(2, 1, 1, 5))[0] * -log(2 / 9) == pytest.approx(log(2 * 9 / (2 + 1) / (2 + 1)))


def test_log_dice_has_the_properties_that_rychly_names():
    # Rychly (2008), "A lexicographer-friendly association score", RASLAN, section 3
    def score(together, n1, n2):
        return log_dice(*(np.array([float(v)]) for v in (together, n1, n2)))[0]

    assert score(80, 80, 80) == 14  # never apart
    assert score(1, 16384, 16384) == 0  # less than one in 16,000 is below zero
    assert score(1, 16384, 16384 + 1) < 0
    assert score(20, 500, 900) - score(10, 500, 900) == pytest.approx(1)  # twice as often
    assert score(1280, 5000, 9000) - score(10, 5000, 9000) == pytest.approx(7)  # a hundredfold
    assert t_score(cells(16, 4, 4, 76))[0] == pytest.approx((16 - 4) / 4)


def test_npmi_runs_from_never_apart_to_never_together():
    assert npmi(cells(5, 0, 0, 95))[0] == pytest.approx(1)
    assert npmi(cells(10, 10, 10, 10))[0] == pytest.approx(0)
    assert npmi(cells(0, 10, 10, 10))[0] == -1


# ---- dispersion, groups, planted truth


def test_dispersion_is_over_the_words_near_the_node():
    places, passages = corpus("x <node> a", "x <node> b", "c c c")
    found = counted(places, passages, "parts", "range", "dp", "dp_norm")
    assert found["x"] == [2, 2, 0, 0]
    assert found["a"] == [2, 1, 0.5, 1]


def test_each_group_is_a_corpus_of_its_own_and_a_passage_may_be_in_two():
    places, passages = corpus("x <node>", "y <node>", "x y z", bloc=["north", "south", "north"])
    both = pd.concat([passages, passages.iloc[[1]].assign(bloc="north")])
    table = collocates(places, both, node="node", by="bloc", least=1)
    rows = table.set_index(["group", "term"])[["n", "n_all", "mentions"]]
    assert rows.loc[("north", "x")].tolist() == [1, 2, 2]
    assert rows.loc[("north", "y")].tolist() == [1, 2, 2]
    assert rows.loc[("south", "y")].tolist() == [1, 1, 1]


def test_a_planted_neighbour_comes_first_and_unrelated_words_lie_about_zero():
    rng = np.random.default_rng(5)
    texts = []
    for _ in range(200):
        words = [f"w{i}" for i in rng.integers(0, 40, 30)]
        words[15] = "<node>"
        if rng.random() < 0.4:
            words[15 + rng.choice([-3, -1, 2, 4])] = "planted"
        texts.append(" ".join(words))
    table = collocates(*corpus(*texts), node="node").set_index("term")
    assert table.index[0] == "planted"
    others = table.drop("planted")
    assert abs(others["lambda"].mean()) < 0.1
    assert 0.7 < others["z"].std() < 1.3  # words are independent here, so z is a standard normal


# ---- what cannot be answered


def test_a_node_that_is_not_there_is_answered_with_the_framings_that_are():
    places, passages = corpus("a <node> b")
    with pytest.raises(DataError, match=r"neither a framing 'atlantis'.*<node>"):
        collocates(places, passages, node="atlantis")
    with pytest.raises(DataError, match="does not occur in these passages"):
        collocates(places, passages.assign(passage="elsewhere"), node="node")


def test_impossible_options_are_named():
    places, passages = corpus("a <node> b")
    with pytest.raises(DataError, match="window must be at least 1"):
        collocates(places, passages, node="node", window=0)
    with pytest.raises(DataError, match="within one of sentence, passage"):
        collocates(places, passages, node="node", within="page")
    with pytest.raises(DataError, match="no column 'bloc'"):
        collocates(places, passages, node="node", by="bloc")


def test_a_node_without_frequent_neighbours_gives_no_rows():
    table = collocates(*corpus("a <node> b"), node="node", least=9)
    assert table.empty
    assert "log_dice" in table
