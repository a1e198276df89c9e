"""Values that the paper prints: keys, nulls, and the way back to the mentions."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from topoi.errors import PaperError
from topoi.paper.trace import find_row
from topoi.paper.values import (
    dump_values,
    flatten_parameters,
    flatten_table,
    look_up,
)
from topoi.study.evidence import count_others, mentions_behind

RATES = pd.DataFrame(
    {
        "framing": "hybrid_war",
        "by": "organization",
        "group": ["Orlan", "Varnelia"],
        "period": "all",
        "mentions": [2, 0],
        "words": [1000, 500],
        "documents": [1, 1],
        "units": [1, 1],
        "rate": [20.0, 0.0],
        "low": [np.nan, np.nan],
        "high": [np.nan, np.inf],
        "phi": [1.0, 1.0],
        "shrunk": [15.0, 5.0],
    }
)


def test_a_row_is_found_by_its_key_columns_but_those_that_never_vary():
    values = flatten_table(RATES, "rates_by_organization")
    assert values["rates_by_organization.hybrid_war.Orlan"]["mentions"] == 2
    assert values["rates_by_organization.hybrid_war.Varnelia"]["high"] is None


def test_results_are_valid_json_one_line_a_row_sorted():
    text = dump_values(flatten_table(RATES, "rates") | flatten_parameters({"study": {"seed": 1}}))
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert len(text.splitlines()) == len(json.loads(text)) + 2


def test_a_key_that_is_not_there_comes_with_its_neighbours():
    values = flatten_table(RATES, "rates")
    assert look_up(values, "rates.hybrid_war.Orlan.rate") == 20
    with pytest.raises(PaperError, match=r"Near: rates\.hybrid_war\.Orlan"):
        look_up(values, "rates.hybrid_wars.Orlan.rate")
    with pytest.raises(PaperError, match="no column 'rat'"):
        look_up(values, "rates.hybrid_war.Orlan.rat")


def test_a_row_leads_to_the_mentions_that_it_counts(passages, mentions):
    known = passages.assign(year=2031)
    speaker = mentions.merge(passages, on="passage")["speaker"].dropna().iloc[0]
    mine = mentions.merge(passages[passages["speaker"] == speaker], on="passage")
    framing = mine["framing"].iloc[0]
    row = pd.Series({"framing": framing, "by": "speaker", "group": speaker, "period": "all"})
    found = mentions_behind(row, mentions, known)
    assert len(found) == (mine["framing"] == framing).sum() > 0
    assert set(found["speaker"]) == {speaker}


def test_a_contrast_leads_to_the_members_mentions_but_those_of_the_member_left_out():
    passages = pd.DataFrame(
        {
            "passage": ["o", "v", "w", "x"],
            "document": "d",
            "speaker": None,
            "organization": ["Orlan", "Varnelia", "Vane", None],
            "year": 2031,
        }
    )
    said = ["o", "o", "v", "w", "w", "w", "x"]
    mentions = pd.DataFrame({"mention": range(7), "framing": "hybrid_war", "passage": said})
    mentions = mentions.assign(variant="hybrid war", use="own")
    members = passages[passages["organization"].isin(["Orlan", "Varnelia"])].assign(bloc="League")
    row = pd.Series({"framing": "hybrid_war", "by": "bloc", "group": "League"})
    found = mentions_behind(row, mentions, members)
    assert found["organization"].tolist() == ["Orlan", "Orlan", "Varnelia"]
    assert count_others(row, found, mentions, passages) == 3
    for left_out, inside, others in (("Orlan", 1, 3), ("Varnelia", 2, 3), ("Vane", 3, 0)):
        without = pd.concat([row, pd.Series({"left_out": left_out})])
        found = mentions_behind(without, mentions, members)
        assert left_out not in set(found["organization"])
        assert len(found) == inside
        assert count_others(without, found, mentions, passages) == others


def test_a_row_with_periods_of_its_own_is_matched_by_its_column():
    passages = pd.DataFrame({"passage": ["a", "b"], "bloc": "League", "year": [2030, 2031]})
    mentions = pd.DataFrame({"mention": ["a/0", "b/0"], "framing": "hybrid_war"})
    mentions = mentions.assign(passage=["a", "b"], variant="hybrid war", use="own")
    row = pd.Series({"framing": "hybrid_war", "by": "bloc", "group": "League", "period": "2031"})
    assert mentions_behind(row, mentions, passages, over="year")["mention"].tolist() == ["b/0"]


def test_an_unknown_row_is_named_with_its_neighbours():
    with pytest.raises(PaperError, match="no row"):
        find_row(RATES, "rates", "rates.hybrid_war.Nowhere.rate")
