"""Shares of wordings: counted by hand, translations kept apart, intervals that hold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from topoi import variant_use
from topoi.errors import DataError
from topoi.measures.intervals import wilson
from topoi.tables import check, empty


def corpus(*said: tuple[str, str, str], **columns) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(document, organization, variants parted by commas) -> mentions and passages."""
    n = len(said)
    fixed = {"start": 0, "end": 99, "voice": "speech", "rule": "", "confidence": 1.0, "words": 9}
    passages = pd.DataFrame(None, index=range(n), columns=empty("passages").columns).assign(
        passage=[f"{d}:{i}" for i, (d, _, _) in enumerate(said)],
        document=[d for d, _, _ in said],
        organization=[o for _, o, _ in said],
        **fixed,
        **columns,
    )
    rows = [
        (passage, variant.strip())
        for passage, (_, _, variants) in zip(passages["passage"], said, strict=True)
        for variant in variants.split(",")
        if variant
    ]
    mentions = pd.DataFrame(None, index=range(len(rows)), columns=empty("mentions").columns)
    mentions = mentions.assign(
        mention=[str(i) for i in range(len(rows))],
        framing="poles",
        passage=[p for p, _ in rows],
        variant=[v for _, v in rows],
        start=0,
        end=1,
        language="en",
    )
    return check(mentions, "mentions"), check(passages, "passages")


def counted(table: pd.DataFrame, *keys: str) -> dict:
    rows = table[table["mentions"] > 0]
    return {
        tuple(row[k] for k in [*keys, "variant"]): row["mentions"] for _, row in rows.iterrows()
    }


SAID = corpus(
    ("a1", "Varnelia", "multipolar, multi-polar, multipolar"),
    ("a2", "Varnelia", "multipolar"),
    ("b1", "Dravia", "polycentric, multi-polar"),
    ("c1", "Merid", ""),
    year=[2031, 2035, 2033, 2033],
)


def test_shares_are_of_the_groups_mentions_and_an_unused_wording_has_a_row():
    table = variant_use(*SAID)
    rows = table.set_index(["group", "variant"])
    assert rows.loc[("Varnelia", "multipolar"), ["mentions", "of", "share"]].tolist() == [
        3,
        4,
        0.75,
    ]
    assert rows.loc[("Dravia", "multipolar"), ["mentions", "of", "share"]].tolist() == [0, 2, 0]
    assert table.groupby("group")["share"].sum().tolist() == [1, 1]
    assert "Merid" not in set(table["group"])


def test_first_and_last_use_are_the_day_or_the_year_alone():
    rows = variant_use(*SAID).set_index(["group", "variant"])
    assert rows.loc[("Varnelia", "multipolar"), ["first", "last"]].tolist() == ["2031", "2035"]
    assert pd.isna(rows.loc[("Dravia", "multipolar"), "first"])
    mentions, passages = SAID
    dated = passages.assign(date=pd.to_datetime(["2031-05-09", None, None, None]))
    rows = variant_use(mentions, dated).set_index(["group", "variant"])
    assert rows.loc[("Varnelia", "multipolar"), ["first", "last"]].tolist() == [
        "2031-05-09",
        "2035",
    ]


def test_periods_part_the_mentions():
    mentions, passages = SAID
    early = passages.assign(period=(passages["year"] < 2034).map({True: "early", False: "late"}))
    table = variant_use(mentions, early, over="period")
    assert counted(table[table["group"] == "Varnelia"], "period") == {
        ("early", "multipolar"): 2,
        ("early", "multi-polar"): 1,
        ("late", "multipolar"): 1,
    }


def test_nothing_is_comparable_unless_it_is_said_who_speaks_the_language():
    assert set(variant_use(*SAID)["comparable"]) == {"no"}
    table = variant_use(*SAID, originals={"en": ["Dravia"], "ru": ["Varnelia"]})
    assert table.groupby("group")["comparable"].unique().map(list).to_dict() == {
        "Dravia": ["yes"],
        "Varnelia": ["no"],
    }


def test_a_group_of_both_kinds_is_two_strata_that_never_mix():
    mentions, passages = SAID
    bloc = passages.assign(bloc="pact")
    table = variant_use(mentions, bloc, by="bloc", originals={"en": ["Dravia"]})
    assert counted(table, "comparable") == {
        ("no", "multipolar"): 3,
        ("no", "multi-polar"): 1,
        ("yes", "polycentric"): 1,
        ("yes", "multi-polar"): 1,
    }
    assert table.groupby("comparable")["of"].first().to_dict() == {"no": 4, "yes": 2}


def test_languages_and_sources_are_strata_too():
    mentions, passages = SAID
    mentions = mentions.assign(language=["en", "en", "ru", None, "en", "en"])
    table = variant_use(mentions, passages, originals={"en": ["Varnelia"]})
    mine = table[table["group"] == "Varnelia"]
    assert mine.groupby("language")["of"].first().to_dict() == {"en": 2, "ru": 1, "unknown": 1}
    assert set(mine.loc[mine["language"] == "unknown", "comparable"]) == {"no"}
    table = variant_use(SAID[0], passages.assign(outlet=["x", "y", "x", "x"]), source="outlet")
    assert table[table["group"] == "Varnelia"].groupby("source")["of"].first().to_dict() == (
        {"x": 3, "y": 1}
    )


def test_wordings_can_be_joined_under_the_most_frequent_and_rare_ones_pooled():
    joined = variant_use(*SAID, normalize=lambda wording: wording.replace("-", ""))
    assert counted(joined, "group") == {
        ("Varnelia", "multipolar"): 4,
        ("Dravia", "multipolar"): 1,
        ("Dravia", "polycentric"): 1,
    }
    pooled = variant_use(*SAID, top=1)
    assert counted(pooled, "group") == {
        ("Varnelia", "multipolar"): 3,
        ("Varnelia", "(others)"): 1,
        ("Dravia", "(others)"): 2,
    }


def test_least_leaves_out_cells_with_fewer_mentions():
    assert set(variant_use(*SAID, least=3)["group"]) == {"Varnelia"}
    assert variant_use(*SAID, least=9).empty


def test_fewer_than_ten_units_have_no_interval_and_independent_ones_have_wilsons():
    nine = corpus(*[(f"d{i}", "Varnelia", "x" if i else "y") for i in range(9)])
    assert variant_use(*nine)["low"].isna().all()
    ten = corpus(*[(f"d{i}", "Varnelia", "x" if i else "y") for i in range(10)])
    row = variant_use(*ten).set_index("variant").loc["x"]
    # ten documents have 10/9 of the binomial variance, so nine effective mentions. By hand, with
    # z^2 = 3.8415: (0.9 + z^2/18 -+ z sqrt(0.09/9 + z^2/324)) / (1 + z^2/9)
    assert row[["low", "high"]].tolist() == pytest.approx([0.57726, 0.98342], abs=1e-5)


def test_a_wording_that_all_mentions_have_is_as_sure_as_its_documents_are_many():
    once = variant_use(*corpus(*[(f"d{i}", "Varnelia", "x") for i in range(12)]))
    thrice = variant_use(*corpus(*[(f"d{i}", "Varnelia", "x,x,x") for i in range(12)]))
    assert thrice["low"].item() == pytest.approx(once["low"].item())
    assert once["high"].item() == 1


def test_intervals_hold_where_mentions_of_one_document_are_alike():
    rng = np.random.default_rng(4)
    said = []
    for trial in range(200):  # every group is a sample of its own
        for i in range(30):
            own = rng.beta(1.2, 2.8)  # 0.3 on average
            words = ["x" if rng.random() < own else "y" for _ in range(rng.integers(1, 7))]
            said.append((f"d{trial:03d}-{i}", f"g{trial:03d}", ",".join(words)))
    table = variant_use(*corpus(*said))
    rows = table[table["variant"] == "x"]
    held = ((rows["low"] <= 0.3) & (rows["high"] >= 0.3)).mean()
    naive = [wilson(x, n) for x, n in zip(rows["mentions"], rows["of"], strict=True)]
    assert np.mean([low <= 0.3 <= high for low, high in naive]) < 0.9
    assert held >= 0.91  # 0.95 less more than two standard errors


def test_what_cannot_be_answered_is_named():
    mentions, passages = SAID
    with pytest.raises(DataError, match="no column 'outlet'"):
        variant_use(mentions, passages, source="outlet")
    with pytest.raises(DataError, match="no column 'tongue'"):
        variant_use(mentions, passages, originals={"en": []} | {"ru": ["x"]}, whose="tongue")
    with pytest.raises(DataError, match="top and least must be at least 1"):
        variant_use(mentions, passages, top=0)
    assert variant_use(mentions.iloc[:0], passages).empty
