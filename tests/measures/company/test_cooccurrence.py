"""Pairs of framings: counted by hand, independent ones left alone, linked ones found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from topoi.errors import DataError
from topoi.measures import cooccurrence
from topoi.tables import check, empty


def corpus(passages: pd.DataFrame, mentions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Columns that differ -> mentions and passages; a mention is a framing, a passage, a start."""
    fixed = {"voice": "speech", "rule": "", "confidence": 1.0, "words": 9}
    whole = pd.DataFrame(None, index=passages.index, columns=empty("passages").columns)
    said = pd.DataFrame(None, index=mentions.index, columns=empty("mentions").columns)
    numbers = [str(i) for i in range(len(mentions))]
    ends = mentions.get("end", mentions["start"] + 1)
    return (
        check(said.assign(mention=numbers, variant="x", **{**mentions, "end": ends}), "mentions"),
        check(whole.assign(**fixed, **passages), "passages"),
    )


def written(*documents: str, length: int = 10) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documents of passages that are parted by blanks; letters are framings, "." is none."""
    rows, hits = [], []
    for d, document in enumerate(documents):
        for i, letters in enumerate(document.split()):
            name = f"d{d:02d}:{i}"
            rows.append((name, f"d{d:02d}", f"u{d:02d}", i * length, (i + 1) * length))
            hits += [(f, name, i * length + j) for j, f in enumerate(letters) if f != "."]
    passages = pd.DataFrame(rows, columns=["passage", "document", "organization", "start", "end"])
    return corpus(passages, pd.DataFrame(hits, columns=["framing", "passage", "start"]))


def one(tables: tuple[pd.DataFrame, pd.DataFrame], **options) -> pd.Series:
    table = cooccurrence(*tables, **{"least": 1, **options})
    assert len(table) == 1
    return table.iloc[0]


# ---- by hand


def test_contexts_with_both_are_counted_against_those_expected():
    pair = one(written("ab a . b", ". . ab aa"))
    assert pair[["framing", "other", "contexts", "n", "n_other", "together"]].tolist() == (
        ["a", "b", 8, 4, 3, 2]
    )
    assert pair["expected"] == pytest.approx(4 * 3 / 8)
    assert pair["lift"] == pytest.approx(2 / 1.5)
    assert pair["jaccard"] == pytest.approx(2 / 5)
    assert pair["log_odds"] == pytest.approx(np.log(2.5 * 3.5 / (2.5 * 1.5)))


def test_longer_passages_are_expected_to_have_both_more_often():
    mentions, passages = written(". . . ab", ". a b .")
    longer = passages.assign(end=passages["end"] + 40 * (passages["passage"] == "d00:3"))
    even, uneven = one((mentions, passages)), one((mentions, longer))
    assert even["expected"] == pytest.approx(2 * 2 / 8)
    assert uneven["expected"] > even["expected"]
    # by hand: chances 1 - exp(-r length) that add up to two
    length = np.array([50.0] + [10.0] * 7)
    rates = np.linspace(0, 0.2, 200_001)
    rate = rates[np.argmin(abs((1 - np.exp(-rates[:, None] * length)).sum(axis=1) - 2))]
    assert uneven["expected"] == pytest.approx(((1 - np.exp(-rate * length)) ** 2).sum(), rel=1e-4)


def test_documents_as_contexts_join_their_passages():
    pair = one(written("a b", "a .", ". b", "ab ."), within="document")
    assert pair[["within", "contexts", "n", "n_other", "together"]].tolist() == (
        ["document", 4, 3, 3, 2]
    )


def test_what_different_units_say_in_one_document_are_different_contexts():
    mentions, passages = written("a b")
    assert one((mentions, passages), within="document")["together"] == 1
    two = passages.assign(organization=["u1", "u2"])
    assert one((mentions, two), within="document")["together"] == 0


def test_passages_without_a_unit_are_left_out():
    mentions, passages = written("ab .", "ab .")
    half = passages.assign(organization=passages["organization"].where(passages.index < 2))
    assert one((mentions, half))["contexts"] == 2
    table = cooccurrence(mentions, half, by="document", least=1)
    assert table["group"].tolist() == ["d00"]


def test_mentions_that_share_words_are_told():
    mentions, passages = written("ab ab")
    mentions.loc[0, "end"] = 2  # the first "a" reaches over the "b" that follows
    pair = one((mentions, passages))
    assert pair[["together", "overlapping"]].tolist() == [2, 1]


def test_a_framing_is_turned_about_its_document():
    # one "a" beside one "b" among four passages of one length: one turn in four has them together
    pair = one(written("ab . . ."))
    assert pair["expected_kept"] == pytest.approx(0.25)
    assert pair["p"] == pytest.approx(0.5)
    # in two documents: both together in one of sixteen, none in nine
    assert one(written("ab . . .", "ab . . ."))["p"] == pytest.approx(2 / 16)
    apart = one(written("a b . .", "a b . ."))
    assert apart["together"] == 0
    assert apart["p"] == 1  # twice 9/16
    assert np.isnan(one(written("a .", ". b"))["p"])  # never in one document: nothing to turn


def test_runs_of_a_framing_are_turned_as_runs():
    # three neighbours with both: one block of three falls on the other, one turn in twelve
    block = one(written("ab ab ab . . . . . . . . ."))
    assert block["p"] == pytest.approx(2 / 12, rel=0.02)


def test_each_group_is_a_corpus_of_its_own_and_q_is_over_all():
    mentions, passages = written("ab . c", "a b bc", "ab . .")
    twice = pd.concat([passages.assign(bloc="north"), passages.iloc[:3].assign(bloc="south")])
    table = cooccurrence(mentions, twice, by="bloc", least=1)
    rows = table.set_index(["group", "framing", "other"])
    assert rows.loc[("north", "a", "b"), ["contexts", "together"]].tolist() == [9, 2]
    assert rows.loc[("south", "a", "b"), ["contexts", "together"]].tolist() == [3, 1]
    assert (table["family"] == table["p"].notna().sum()).all()


def test_fewer_than_ten_units_have_no_interval_and_rare_framings_no_row():
    tables = written(*["ab . . c"] * 9)
    few = cooccurrence(*tables)
    assert few[["framing", "other"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    assert few["low"].isna().all()
    assert few["high"].isna().all()
    assert cooccurrence(*written(*["ab . . c"] * 10))["high"].notna().all()
    assert cooccurrence(*tables, least=10).empty
    assert len(cooccurrence(*tables, framings=["a", "b"])) == 1


def test_what_cannot_be_answered_is_named():
    mentions, passages = written("ab")
    with pytest.raises(DataError, match="no column 'bloc'"):
        cooccurrence(mentions, passages, by="bloc")
    with pytest.raises(DataError, match="occur twice in one group"):
        cooccurrence(mentions, pd.concat([passages, passages]))
    with pytest.raises(DataError, match="least must be at least 1"):
        cooccurrence(mentions, passages, least=0)
    with pytest.raises(DataError, match="none has a value in"):
        cooccurrence(mentions, passages.assign(organization=None))


# ---- planted truth


def world(rng: np.random.Generator, *, linked: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forty units of five documents; every unit and document has its own liking for each framing."""
    units, documents, each = 40, 200, 12
    n = documents * each
    document = np.repeat(np.arange(documents), each)
    length = rng.gamma(2, 150, n).astype(int) + 20
    start = length.reshape(documents, each).cumsum(axis=1).ravel() - length
    passages = pd.DataFrame(
        {
            "passage": [f"{d:03d}:{i:04d}" for i, d in enumerate(document)],
            "document": [f"{d:03d}" for d in document],
            "organization": [f"u{d % units:02d}" for d in document],
            "start": start,
            "end": start + length,
        }
    )
    where = []
    for _ in range(3):
        liking = rng.gamma(1, 1, units)[document % units] * rng.gamma(1, 1, documents)[document]
        where.append(np.repeat(np.arange(n), rng.poisson(0.08 * liking * length / length.mean())))
    if linked:
        where[1] = np.concatenate([where[1], where[0][::2]])
    at = np.concatenate(where)
    mentions = pd.DataFrame(
        {
            "framing": np.repeat(["a", "b", "c"], [len(w) for w in where]),
            "passage": passages["passage"].to_numpy()[at],
            "start": start[at] + (rng.random(len(at)) * (length[at] - 1)).astype(int),
        }
    )
    return corpus(passages, mentions)


def test_independent_framings_are_left_alone():
    rng = np.random.default_rng(11)
    table = pd.concat([cooccurrence(*world(rng)) for _ in range(14)])  # 42 pairs
    assert abs(np.log(table["lift"].mean())) < 0.15
    covered = ((table["low"] <= 1) & (table["high"] >= 1)).mean()
    assert covered >= 0.88  # two standard errors below the nominal 0.95
    assert (table["p"] < 0.05).mean() <= 0.12


def test_linked_framings_are_found_and_the_third_is_not():
    table = cooccurrence(*world(np.random.default_rng(12), linked=True))
    rows = table.set_index(["framing", "other"])
    assert rows.loc[("a", "b"), "low"] > 2
    assert rows.loc[("a", "b"), "q"] < 0.001
    for other in (("a", "c"), ("b", "c")):
        assert rows.loc[other, "low"] < 1 < rows.loc[other, "high"]
        assert rows.loc[other, "q"] > 0.05


def test_sharing_documents_alone_raises_the_lift_but_not_the_test():
    rng = np.random.default_rng(13)
    documents = []
    for i in range(200):
        rate = 0.5 if i % 10 == 0 else 0.0  # one document in ten says both, anywhere in it
        letters = ["".join(f for f in "ab" if rng.random() < rate) or "." for _ in range(12)]
        documents.append(" ".join(letters))
    pair = one(written(*documents))
    assert pair["low"] > 2
    assert pair["expected_kept"] == pytest.approx(pair["together"], rel=0.15)
    assert pair["p"] > 0.05
