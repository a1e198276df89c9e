"""Full dates are found in every usual form; what is not a full date is none."""

from __future__ import annotations

import datetime as dt

import pytest

from topoi.documents.dating import date_line, find_dates

DAY = dt.date(2031, 10, 16)


@pytest.mark.parametrize(
    "text",
    [
        "16.10.2031",
        "2031-10-16",
        "2031.10.16 17:14",
        "2031/10/16",
        "10/16/2031",
        "16/10/2031",
        "16 October 2031",
        "16 Oct. 2031",
        "16-Oct-2031",
        "16-10-2031",
        "16th of October 2031",
        "October 16, 2031",
        "October 16th, 2031",
        "16 октября 2031 г.",
        "16 окт. 2031",
        "15:02 GMT 16.10.2031",
        "Published: 16.10.2031 10:00 MSK",
        "Last updated on Oct. 16, 2031",
        "Thursday, 16 October 2031, at 10.45 a.m.",
        "четверг, 16 октября 2031 года, 10:00",
        "Published 16.10.2031, updated 16.10.2031",
        "16 Октябрь 2031",
        "16 октября, 2031",
        "Thu, 16 Oct 2031",
        "Чт, 16 окт. 2031",
        "Released: 16 October 2031",
    ],
)
def test_a_line_that_is_nothing_but_a_date_dates_a_page(text):
    assert {day for *_, day in find_dates(text)} == {DAY}
    assert date_line(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "The Council met on 16 October 2031.",
        "Posted on 16 October 2031 by the press service",
        "Ulmar, 16 October 2031: the ministers arrive",
        "16.10.2031 17.10.2031",
    ],
)
def test_a_date_inside_prose_or_beside_another_dates_no_page(text):
    assert DAY in {day for *_, day in find_dates(text)}
    assert date_line(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "MERID, December 9. /Merid/",
        "28 окт - МЕРИД Новости",
        "November 23, this year",
        "May 2031",
        "3/4/2031",
        "3-4-2031",
        "5-6 June 2031",
        "31.02.2031",
        "12.13.2031",
        "31 февраля 2031",
        "1941-1945",
        "10.45 a.m.",
        "1.2.20311",
        "No. 16-10",
        "",
    ],
)
def test_what_is_partial_ambiguous_or_impossible_is_no_date(text):
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text", ["16 October 203117:19", "16.10.203117:19", "2031-10-16T10:00:00.5+03:00"]
)
def test_a_time_may_be_glued_to_the_date(text):
    assert date_line(text) == DAY


def test_dates_come_in_order_with_their_offsets():
    text = "Between October 16, 2031 and 17.10.2031 it rained."
    assert [(text[a:b], day.day) for a, b, day in find_dates(text)] == [
        ("October 16, 2031", 16),
        ("17.10.2031", 17),
    ]
