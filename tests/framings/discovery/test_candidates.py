"""Candidates in invented debates: what was planted comes out, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from debate import SPEAKERS, debate, of_all, of_bloc, of_one, rising

from topoi.errors import DataError, TooSmallError
from topoi.framings import count_phrases, find_candidates, leave_one_out
from topoi.framings.discovery.deciding import false_share, family_wise
from topoi.tables import check, empty

NORTH, SOUTH = "ABCDEF", "GHIJKL"
BELONGS = pd.DataFrame(
    [
        (s, name)
        for s in SPEAKERS
        for name, bloc in (("North", NORTH), ("South", SOUTH))
        if s[-1] in bloc
    ],
    columns=["member", "organization"],
)


def found(passages: pd.DataFrame, mentions: pd.DataFrame | None = None, **options) -> pd.DataFrame:
    phrases = count_phrases(passages, mentions)
    options = {
        "belongs": BELONGS,
        "over": "period",
        "permutations": 199,
        "random_state": 1,
    } | options
    return find_candidates(phrases, passages, mentions, **options)


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    """A debate with a bloc's phrase, a rising one, one man's phrase, and one that all say."""
    return debate(
        of_bloc("quiet river", NORTH),
        rising("golden harbour"),
        of_one("silver bell", "Q"),
        of_all("open door"),
    )


@pytest.fixture(scope="module")
def candidates(planted) -> pd.DataFrame:
    return found(planted)


def test_the_phrase_of_a_bloc_and_the_rising_one_come_out_and_nothing_else(candidates):
    assert sorted(candidates["phrase"]) == ["golden harbour", "quiet river"]
    assert candidates["rank"].tolist() == [1, 2]
    assert candidates["left_out"].isna().all()


def test_a_candidate_says_whom_or_when_it_is_of(candidates):
    rows = candidates.set_index("phrase")
    bloc, rise = rows.loc["quiet river"], rows.loc["golden harbour"]
    assert bloc[["found_by", "group", "units"]].tolist() == ["speakers", "North", 6]
    assert rise[["found_by", "trend", "period"]].tolist() == ["rise", "rise", "late"]
    assert rise["units"] > 15
    assert max(bloc["p"], rise["p"]) <= 0.05
    assert bloc["dp_norm"] > 0.6 > rise["dp_norm"]


def test_counts_and_first_use_are_those_of_the_texts(planted, candidates):
    said = planted[planted["text"].str.contains("golden harbour")]
    row = candidates.set_index("phrase").loc["golden harbour"]
    assert row["n"] == row["documents"] == len(said)
    assert row["first_year"] == said["year"].min()
    first = said.sort_values(["year", "document"]).iloc[0]
    assert (row["first_document"], row["first_speaker"]) == (first["document"], first["speaker"])


def test_what_one_speaker_says_over_and_over_is_no_candidate():
    assert found(debate(of_one("silver bell", "Q"))).empty


def test_exchangeable_speeches_give_candidates_in_hardly_any_run():
    runs = [found(debate(of_all("open door"), seed=seed), random_state=seed) for seed in range(6)]
    assert sum(len(run) > 0 for run in runs) <= 1  # at .05: P(more) is .03


def test_wordings_of_one_phrase_are_one_candidate():
    wordings = ["quiet rivers", "river quiet", "quiet of the river"]
    plants = [of_bloc(wording, NORTH, chance=0.3) for wording in wordings]
    table = found(debate(*plants, seed=3))
    assert len(table) == 1
    assert set(table["variants"].iloc[0].split("; ")) == {
        "quiet rivers",
        "river quiet",
        "quiet of the river",
    }


def test_wordings_that_share_two_words_are_tested_by_their_joint_counts():
    wordings = [
        "quiet old river",
        "quiet winding river",
        "quiet and deep river",
        "quiet broad river",
    ]
    plants = [
        of_bloc(wording, letters, 0.6) for wording, letters in zip(wordings, "ABCD", strict=True)
    ]
    passages = debate(*plants, of_bloc("golden harbour", SOUTH), seed=2)
    phrases = count_phrases(passages, min_units=1)  # each is one speaker's
    options = {"belongs": BELONGS, "permutations": 199, "random_state": 1}
    table = find_candidates(phrases, passages, **options).set_index("phrase")
    assert sorted(table["units"]) == [4, 6]
    assert set(table.loc["golden harbour", "variants"].split("; ")) == {"golden harbour"}
    assert set(table.drop("golden harbour")["variants"].iloc[0].split("; ")) >= set(wordings)


def test_no_two_candidates_have_one_name_and_all_are_as_clear_as_the_level_asks(candidates):
    assert not candidates["phrase"].duplicated().any()
    assert candidates["q"].between(0, 0.05).all()


def test_false_ones_are_a_share_of_what_is_taken_not_of_what_is_looked_at():
    rng = np.random.default_rng(0)
    false, taken = [], []
    for _ in range(400):
        p = np.concatenate([rng.random(800), rng.random(200) * 1e-3])
        q = false_share(p, np.ones(1000, dtype=bool))
        taken.append((q <= 0.05).sum())
        false.append((q[:800] <= 0.05).sum() / max(taken[-1], 1))
    assert 0.03 < np.mean(false) < 0.05  # .05 x 800 / 1000
    assert min(taken) > 195


def test_what_a_known_framing_explains_is_no_candidate_unless_it_is_unlisted(planted):
    text = planted[planted["text"].str.contains("quiet river")]
    at = text["text"].str.find("quiet river")
    mentions = pd.DataFrame(
        {
            "mention": text["passage"] + "/0",
            "framing": "calm",
            "passage": text["passage"],
            "start": at,
            "end": at + 11,
            "variant": "quiet river",
        }
    ).reindex(columns=empty("mentions").columns)
    mentions = check(mentions, "mentions")
    phrases = count_phrases(planted, mentions)
    options = {"belongs": BELONGS, "over": "period", "permutations": 199, "random_state": 1}
    known = find_candidates(phrases, planted, **options)
    assert "quiet river" not in set(known["phrase"])
    unlisted = find_candidates(phrases, planted, unknown=["calm"], **options)
    assert "quiet river" in set(unlisted["phrase"])
    back = leave_one_out(phrases, planted, mentions, framings=["calm"], **options)
    assert back.iloc[0][["comes_back", "phrase", "share"]].tolist() == ["yes", "quiet river", 1.0]


def test_names_and_ceremony_are_left_out_and_said_to_be():
    passages = debate(of_bloc("the Quiet River", NORTH), of_bloc("golden harbour", SOUTH))
    table = found(passages).set_index("phrase")
    assert table.loc["Quiet River", "left_out"] == "name"
    assert table["rank"].dropna().to_dict() == {"golden harbour": 1}


def test_the_same_seed_gives_the_same_table_and_the_tables_stay_as_they_were(planted):
    phrases = count_phrases(planted)
    before = phrases.copy(deep=True), planted.copy(deep=True)
    one, two = (
        find_candidates(phrases, planted, permutations=99, random_state=5) for _ in range(2)
    )
    pd.testing.assert_frame_equal(one, two)
    pd.testing.assert_frame_equal(phrases, before[0])
    pd.testing.assert_frame_equal(planted, before[1])


def test_no_text_is_needed(planted, candidates):
    phrases = count_phrases(planted)
    bare = find_candidates(
        phrases,
        planted.drop(columns="text"),
        belongs=BELONGS,
        over="period",
        permutations=199,
        random_state=1,
    )
    pd.testing.assert_frame_equal(bare, candidates)


@pytest.mark.parametrize("belongs", [None, BELONGS])
def test_where_nothing_recurs_there_is_no_candidate(planted, belongs):
    nothing = find_candidates(
        empty("phrases"), planted, belongs=belongs, over="period", random_state=1
    )
    assert nothing.empty


def test_what_cannot_be_answered_is_refused(planted):
    phrases = count_phrases(planted)
    with pytest.raises(TooSmallError, match="3 value"):
        find_candidates(phrases, planted[planted["speaker"].isin(SPEAKERS[:3])])
    with pytest.raises(DataError, match="occur twice"):
        find_candidates(phrases, pd.concat([planted, planted]))
    with pytest.raises(DataError, match="at least 19 are needed"):
        find_candidates(phrases, planted, permutations=10)
    with pytest.raises(DataError, match="no column 'decade'"):
        find_candidates(phrases, planted, over="decade")


def test_tests_of_one_kind_share_their_part_of_the_level():
    largest = np.random.default_rng(0).normal(size=(2000, 5))
    p = family_wise(largest, largest, [[0], [1, 2, 3, 4]])
    assert 0.03 < (p.min(axis=1) <= 0.05).mean() <= 0.05
    alone, together = (p[:, 0] <= 0.05).mean(), (p[:, 1:].min(axis=1) <= 0.05).mean()
    assert alone == pytest.approx(together, abs=0.006)
