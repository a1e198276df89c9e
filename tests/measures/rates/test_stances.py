"""Uses and attitudes by group: planted answers come out, and nothing is lost."""

import pandas as pd
import pytest

from topoi import count_stances
from topoi.errors import DataError, SchemaError
from topoi.tables import check, empty


@pytest.fixture
def corpus():
    passages = empty("passages").reindex(range(3))
    passages = passages.assign(
        passage=["a:0", "b:0", "c:0"],
        document=["a", "b", "c"],
        start=0,
        end=90,
        voice="speech",
        rule="",
        confidence=1.0,
        words=9,
        organization=["Varnelia", "Dravia", None],
        bloc=["north", "north", "south"],
    )
    mentions = empty("mentions").reindex(range(5))
    mentions = mentions.assign(
        mention=[f"m{i}" for i in range(5)],
        framing="hybrid_war",
        passage=["a:0", "a:0", "b:0", "b:0", "c:0"],
        start=range(0, 50, 10),
        end=range(5, 55, 10),
        variant="hybrid war",
        use=["own", "ascribed", "own", None, "own"],
        attitude=["oppose", "oppose", "neutral", None, "oppose"],
        attitude_rule=["default", "reject", "bloc", None, "wording"],
    )
    return check(passages, "passages"), check(mentions, "mentions")


def test_every_mention_of_a_group_has_one_answer_to_each_question(corpus):
    passages, mentions = corpus
    table = count_stances(mentions, passages, by="organization")
    sums = table.groupby(["group", "question"])["mentions"].sum()
    assert sums.to_dict() == {
        ("Dravia", "attitude"): 2,
        ("Dravia", "use"): 2,
        ("Varnelia", "attitude"): 2,
        ("Varnelia", "use"): 2,
    }
    assert len(table) == 2 * (6 + 4)


def test_what_was_assumed_is_told_from_what_was_read(corpus):
    passages, mentions = corpus
    table = count_stances(mentions, passages, by="organization").set_index(
        ["group", "question", "answer"]
    )
    assert table.loc[("Varnelia", "attitude", "oppose"), ["mentions", "assumed"]].tolist() == [2, 1]
    assert table.loc[("Dravia", "attitude", "neutral"), ["mentions", "assumed"]].tolist() == [1, 1]
    assert table.loc[("Dravia", "use", "undecided"), "share"] == 0.5


def test_what_the_wording_says_is_assumed_and_what_a_verb_says_is_not(corpus):
    passages, mentions = corpus
    table = count_stances(mentions, passages, by="bloc").set_index(["group", "question", "answer"])
    assert table.loc[("south", "attitude", "oppose"), ["mentions", "assumed"]].tolist() == [1, 1]
    assert table.loc[("north", "attitude", "oppose"), ["mentions", "assumed"]].tolist() == [2, 1]


def test_a_passage_in_two_groups_counts_in_both(corpus):
    passages, mentions = corpus
    twice = pd.concat([passages.assign(bloc="north"), passages.assign(bloc="south")])
    table = count_stances(mentions, twice, by="bloc")
    assert table.groupby("group")["mentions"].sum().to_dict() == {"north": 10, "south": 10}


def test_a_missing_column_is_named(corpus):
    passages, mentions = corpus
    with pytest.raises((DataError, SchemaError), match="outlet_group"):
        count_stances(mentions, passages, by="outlet_group")
