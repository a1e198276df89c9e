"""Values that the paper prints: keys, nulls, and the way back to the mentions."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from topoi.errors import PaperError
from topoi.paper.trace import column_of_key, find_row
from topoi.paper.values import (
    dump_values,
    flatten_parameters,
    flatten_table,
    look_up,
)

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


def test_an_unknown_row_is_named_with_its_neighbours():
    with pytest.raises(PaperError, match=r"no row 'rates\.hybrid_war\.Nowhere'"):
        find_row(RATES, "rates", "rates.hybrid_war.Nowhere.rate")
    with pytest.raises(PaperError, match=r"no row 'rates\.hybrid_war\.Nowhere'"):
        find_row(RATES, "rates", "rates.hybrid_war.Nowhere")
    with pytest.raises(PaperError, match=r"beginning of 2 rows.* rates\.hybrid_war\.Orlan"):
        find_row(RATES, "rates", "rates.hybrid_war")
    with pytest.raises(PaperError, match="rates has no rows"):
        find_row(RATES.head(0), "rates", "rates.hybrid_war.Orlan")


def test_a_key_is_of_a_row_or_of_a_column_in_it():
    key = "rates.hybrid_war.Orlan"
    assert column_of_key(RATES, "rates", key) is None
    assert column_of_key(RATES, "rates", f"{key}.rate") == "rate"
    with pytest.raises(PaperError, match="no column 'rat'"):
        find_row(RATES, "rates", f"{key}.rat")
