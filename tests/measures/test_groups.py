"""What a passage inherits: its document's columns, its period, its memberships at the time."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

from topoi.errors import DataError, SchemaError, SourceError
from topoi.measures import (
    join_documents,
    join_memberships,
    join_periods,
    memberships_by_year,
    read_memberships,
)
from topoi.measures.groups import named_framings, passages_years
from topoi.tables import check


def memberships(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    """Member, organization, since, until."""
    columns = ["member", "organization", "since", "until"]
    return check(pd.DataFrame(rows, columns=columns).assign(source="invented"), "memberships")


def years_inside(table: pd.DataFrame, member: str, organization: str, years: range) -> list[int]:
    """Years in which the member belongs."""
    by_year = memberships_by_year(table, years)
    mine = (by_year["member"] == member) & (by_year["organization"] == organization)
    return by_year.loc[mine, "year"].tolist()


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        ("2031-01-01", None, [2031, 2032, 2033, 2034, 2035]),
        ("2031-09-30", None, [2031, 2032, 2033, 2034, 2035]),  # the reference day itself
        ("2031-10-01", None, [2032, 2033, 2034, 2035]),
        ("1990-01-01", "2033-09-30", [2030, 2031, 2032]),  # the day it ends is outside
        ("1990-01-01", "2033-10-01", [2030, 2031, 2032, 2033]),
        ("2032-10-01", "2033-09-30", []),
    ],
)
def test_who_belongs_on_the_30th_of_september_belongs_in_that_year(since, until, years):
    table = memberships(("Orlan", "Pact", since, until))
    assert years_inside(table, "Orlan", "Pact", range(2030, 2036)) == years


def test_the_reference_day_can_be_another():
    table = memberships(("Orlan", "Pact", "2031-03-01", "2033-03-01"))
    by_year = memberships_by_year(table, range(2030, 2036), reference_day="01-15")
    assert by_year["year"].tolist() == [2032, 2033]


def test_a_member_may_leave_and_come_back_and_belong_to_several():
    table = memberships(
        ("Orlan", "Pact", "2030-01-01", "2032-01-01"),
        ("Orlan", "Pact", "2034-01-01", None),
        ("Orlan", "Union", "2031-01-01", None),
    )
    assert years_inside(table, "Orlan", "Pact", range(2029, 2036)) == [2030, 2031, 2034, 2035]
    assert memberships_by_year(table, [2031]).values.tolist() == [
        ["Orlan", 2031, "Pact"],
        ["Orlan", 2031, "Union"],
    ]


def test_no_years_or_no_members_make_an_empty_table():
    table = memberships(("Orlan", "Pact", "2030-01-01", None))
    for nobody in (memberships_by_year(table, []), memberships_by_year(table, [1999])):
        assert list(nobody.columns) == ["member", "year", "organization"]
        assert nobody.empty


# Dates of accession and withdrawal: the treaties and summits named in the table's column `source`.
@pytest.mark.parametrize(
    ("member", "organization", "first", "last"),
    [
        ("Georgia", "CIS", 1994, 2008),  # withdrawal in force on 18 August 2009
        ("Russia", "CSTO", 1994, 2024),
        ("India", "SCO", 2017, 2024),
        ("Belarus", "SCO", 2024, 2024),
        ("Estonia", "NATO", 2004, 2024),
        ("United Kingdom", "EU", 1992, 2019),
        ("South Africa", "BRICS", 2011, 2024),
        ("Armenia", "EAEU", 2015, 2024),
    ],
)
def test_shipped_memberships_hold_in_the_years_of_the_general_debate(
    member, organization, first, last
):
    inside = years_inside(read_memberships(), member, organization, range(1992, 2025))
    assert inside == list(range(first, last + 1))


def test_uzbekistan_was_in_the_csto_twice():
    inside = years_inside(read_memberships(), "Uzbekistan", "CSTO", range(1992, 2025))
    assert inside == [*range(1994, 1999), *range(2006, 2013)]


def test_passages_are_repeated_for_every_membership_of_their_year(said):
    passages, _ = said(
        {"peace": [1, 1, 1, 1]},
        organization=["Orlan", "Orlan", "Vane", None],
        year=[2030, 2031, 2031, 2031],
    )
    table = memberships(
        ("Orlan", "Pact", "2030-01-01", None), ("Orlan", "Union", "2031-01-01", None)
    )
    joined = join_memberships(passages, table)
    assert joined[["passage", "year", "bloc"]].values.tolist() == [
        ["d00000:0", 2030, "Pact"],
        ["d00001:0", 2031, "Pact"],
        ["d00001:0", 2031, "Union"],
    ]


def test_where_the_day_is_known_it_decides_and_elsewhere_the_reference_day(said):
    passages, _ = said({"peace": [1] * 4}, organization="Orlan", year=2031)
    dates = pd.to_datetime(["2031-11-30", "2031-12-01", "2031-12-31", None])
    passages = passages.assign(date=dates)
    joining = memberships(("Orlan", "Pact", "2031-12-01", None))
    assert join_memberships(passages, joining)["date"].tolist() == list(dates[1:3])
    leaving = memberships(("Orlan", "Pact", "2030-01-01", "2031-12-01"))
    left = join_memberships(passages, leaving)
    assert left["passage"].tolist() == ["d00000:0", "d00003:0"]


@pytest.mark.parametrize("date", [None, pd.Timestamp("2031-05-14")])
def test_where_nobody_belongs_no_passage_is_left(said, date):
    passages, _ = said({"peace": [1, 1]}, organization="Orlan", year=2031)
    table = memberships(("Vane", "Pact", "2030-01-01", None))
    joined = join_memberships(passages.assign(date=date), table)
    assert joined.empty
    assert {"passage", "bloc"} <= set(joined.columns)


def test_members_and_groups_can_have_other_columns(said):
    passages, _ = said({"peace": [1]}, speaker="Karost", year=2031)
    table = memberships(("Karost", "Council", "2030-01-01", None))
    joined = join_memberships(passages, table, member="speaker", column="body")
    assert joined[["speaker", "body"]].values.tolist() == [["Karost", "Council"]]


def test_periods_run_from_each_start_to_the_next():
    years = [2028, 2029, 2031, 2032, 2040, 2041]
    passages = pd.DataFrame({"year": pd.array([*years, None], dtype="Int64")})
    periods = join_periods(passages, (2029, 2032))["period"]
    expected = ["none", "2029–2031", "2029–2031", *["2032–2041"] * 3, "none"]
    assert periods.fillna("none").tolist() == expected


def test_the_last_period_can_end_earlier_or_later():
    passages = pd.DataFrame({"year": [2030, 2035]})
    assert join_periods(passages, [2030], last=2034)["period"].tolist()[0] == "2030–2034"
    assert join_periods(passages, [2030], last=2034)["period"].isna().tolist() == [False, True]
    assert set(join_periods(passages, [2030], last=2050)["period"]) == {"2030–2050"}


def test_passages_get_the_columns_of_their_documents_and_keep_their_rows(passages, documents):
    joined = join_documents(passages, documents)
    assert joined["passage"].tolist() == passages["passage"].tolist()
    by_document = documents.set_index("document")
    for column in ("title", "date", "year", "outlet", "genre", "language", "event", "duplicate_of"):
        expected = by_document[column].reindex(passages["document"]).reset_index(drop=True)
        pd.testing.assert_series_equal(joined[column], expected, check_names=False)
    pd.testing.assert_frame_equal(joined[passages.columns], passages)


def test_joining_documents_twice_is_joining_them_once(passages, documents):
    once = join_documents(passages, documents)
    pd.testing.assert_frame_equal(join_documents(once, documents), once)


def test_years_are_those_that_occur(said):
    passages, _ = said({"peace": [1, 1, 1, 1]}, year=[2031, None, 2029, 2031])
    assert passages_years(passages) == [2029, 2031]


def test_the_inputs_stay_as_they_were(passages, documents):
    table = read_memberships()
    before = [t.copy(deep=True) for t in (passages, documents, table)]
    joined = join_documents(passages, documents)
    kept = joined.copy(deep=True)
    join_periods(joined, [2000], last=2040)
    join_memberships(joined, table)
    for now, then in zip((passages, documents, table, joined), (*before, kept), strict=True):
        pd.testing.assert_frame_equal(now, then)


def test_a_passage_of_an_unknown_document_is_refused(passages, documents):
    with pytest.raises(DataError, match=r"document '.*' is not in the documents \(\d+ passages\)"):
        join_documents(passages, documents.iloc[1:])


def test_passages_without_years_are_refused(said):
    passages, _ = said({"peace": [1]}, organization="Orlan")
    with pytest.raises(DataError, match=r"no column 'year'\..* topoi\.join_documents adds it"):
        join_periods(passages, [2030])
    with pytest.raises(DataError, match=r"no column 'year'\..* topoi\.join_documents adds it"):
        join_memberships(passages, read_memberships())
    with pytest.raises(DataError, match=r"no year is known\. Say which year ends the last period"):
        join_periods(passages.assign(year=None), [2030])


@pytest.mark.parametrize("starts", [(2032, 2030), (2030, 2030), (2040,)])
def test_periods_that_do_not_rise_are_refused(starts):
    with pytest.raises(DataError, match="periods must begin in rising years and by 2035"):
        join_periods(pd.DataFrame({"year": [2030, 2035]}), starts)


def test_tables_that_cannot_be_joined_are_refused(said):
    passages, _ = said({"peace": [1]}, organization="Orlan", year=2031)
    with pytest.raises(DataError, match=r"passages: no column 'nation'\. They have: "):
        join_memberships(passages, read_memberships(), member="nation")
    with pytest.raises(SchemaError, match="memberships: no column 'since'"):
        memberships_by_year(read_memberships().drop(columns="since"), [2031])


def test_a_member_may_be_called_na(tmp_path):
    file = tmp_path / "memberships.csv"
    file.write_text("member,organization,since,until,source\nNA,Vane,2001-01-01,,x\n", "utf-8")
    table = read_memberships(file)
    assert table["member"].tolist() == ["NA"]
    assert table["until"].isna().all()
    file.write_bytes(b"\xff\xfe,")
    with pytest.raises(SourceError, match="cannot be read"):
        read_memberships(file)


def test_a_framing_that_is_nearly_one_that_occurs_is_taken_for_a_slip():
    mentions = pd.DataFrame({"framing": ["hybrid_war", "peace"]})
    with pytest.warns(UserWarning, match="no framing 'hybridwar'.* Is 'hybrid_war' meant"):
        assert named_framings(mentions, ["hybridwar", "river"], "test") == ["hybridwar", "river"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert named_framings(mentions, "peace", "test") == ["peace"]
        assert named_framings(mentions, None, "test") == ["hybrid_war", "peace"]
