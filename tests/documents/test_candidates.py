"""The date of a document comes from the best source that names one; all that were seen are kept."""

from __future__ import annotations

import datetime as dt

import pytest

from topoi.documents.candidates import RANKS, date_rows, date_source, later_dates
from topoi.documents.cleaning import clean_page
from topoi.documents.dating import resolve
from topoi.documents.sources import Source

DAY = dt.date(2031, 10, 16)
BODY = "The ferry left on time and it was full of people.\nIt came back with fewer of them."


def dated(text=BODY, document="a", **metadata):
    """What is known about the date of one page."""
    return date_source(
        Source(document, f"{document}.txt", text, "", metadata), text, clean_page(text)
    )


@pytest.mark.parametrize(
    ("given", "source"),
    [
        ({"date": DAY}, "column"),
        ({"date": DAY, "date_source": "markup"}, "markup"),
        ({"text": f"Ferry leaves\n16.10.2031\n{BODY}"}, "line"),
        ({"text": f"ORVESK, October 16, 2031 /Merid/. {BODY}"}, "dateline"),
        ({"url": "https://merid.example/2031/10/16/ferry"}, "address"),
        ({"url": "https://merid.example/20311016/ferry"}, "address"),
        ({"document": "news/merid_20311016"}, "file name"),
        (
            {"text": f"ORVESK, 16 окт - МЕРИД. {BODY}", "url": "https://m.example/2031/ferry"},
            "dateline",
        ),
        ({"text": f" date 2031-10-16 Ferry leaves on time\n{BODY}"}, "line"),
        ({"text": f"Ferry leaves\nLast updated: 16.10.2031\n{BODY}"}, "line"),
    ],
)
def test_every_source_can_date_a_document(given, source):
    chosen = dated(**given).chosen
    assert chosen is not None
    assert (chosen.day, chosen.source) == (DAY, source)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": f"{BODY} On 16 October 2031 it sank."},
        {"text": f"ORVESK, October 16. /Merid/. {BODY}"},  # of which year?
        {"text": f"Ferry leaves on time\nOn Thursday, the lake froze.\n{BODY}"},
        {"url": "https://merid.example/2031/10/ferry"},
        {"url": "https://merid.example/2031/10/16/x/2030/01/02"},
        {"document": "000_cf20311016ab"},
        {"text": f"{BODY}\nFerry sinks in the lake\n10:00, 16.10.2031"},  # another item's
    ],
)
def test_a_date_is_null_rather_than_a_guess(given):
    assert dated(**given).chosen is None


def test_the_better_source_wins_and_the_other_is_a_conflict():
    text = f"Ferry leaves on time\nPublished: 16.10.2031\n{BODY}"
    found = dated(text, url="https://merid.example/2031/11/20/ferry")
    assert found.chosen is not None
    assert (found.chosen.source, found.chosen.day) == ("line", DAY)
    assert [(c.source, c.day) for c in found.conflicts] == [("address", dt.date(2031, 11, 20))]
    near = dated(text, url="https://merid.example/2031/10/17/ferry")  # the day after, in print
    assert near.conflicts == []


def test_the_day_of_an_update_gives_way_to_the_day_of_publication():
    text = f"Ferry leaves on time\n16 Oct. 2031\nLast updated: 20 Oct. 2031 10:00\n{BODY}"
    found = dated(text)
    assert found.chosen is not None
    assert found.chosen.day == DAY
    assert found.conflicts == []


def test_a_dateline_without_its_year_takes_it_only_from_a_day_nearby():
    story = f"ORVESK, December 30. /Merid/. {BODY}"
    new_year = dated(f" date 2032-01-01 {story}")
    assert new_year.chosen is not None
    assert new_year.chosen.day == dt.date(2031, 12, 30)
    far = dated(f" date 2032-06-01 {story}")
    assert far.chosen is not None
    assert far.chosen.kind == "prefix"


def test_ranks_fall_in_the_order_in_which_sources_are_believed():
    assert list(RANKS.values()) == sorted(RANKS.values(), reverse=True)
    assert all(0 < rank <= 1 for rank in RANKS.values())


def test_every_date_seen_is_a_row_and_one_is_chosen():
    text = f"Ferry leaves\n16.10.2031\n{BODY} It sank on Tuesday.\nOther ferry sinks\n12.01.2030"
    rows = date_rows("a", dated(text))
    assert [(r["text"], r["date"], r["found"], r["chosen"]) for r in rows] == [
        ("16.10.2031", DAY, "line", "yes"),
        ("on Tuesday", dt.date(2031, 10, 14), "body", "no"),
        ("12.01.2030", dt.date(2030, 1, 12), "teaser", "no"),
    ]
    assert all(text[r["start"] : r["end"]] == r["text"] for r in rows)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("9 December", (2031, 12, 9)),
        ("September 3", (2031, 9, 3)),
        ("28 окт", (2031, 10, 28)),
        ("November 23, this year", (2031, 11, 23)),
        ("on Thursday", (2031, 10, 16)),
        ("в среду", (2031, 10, 15)),
        ("во вторник", (2031, 10, 14)),
        ("yesterday", (2031, 10, 15)),
        ("сегодня", (2031, 10, 16)),
        ("31.10.2025", (2025, 10, 31)),
        ("this year", None),
        ("31 февраля", None),
        ("9 may come", None),
    ],
)
def test_relative_forms_are_resolved_against_a_known_day_only(words, day):
    assert resolve(words, known=DAY) == (day and dt.date(*day))
    full = words[0].isdigit() and words.endswith("2025")
    assert resolve(words) == (dt.date(*day) if full else None)


def test_later_days_of_the_body_are_flagged_unless_they_are_plans():
    head = f"Ferry leaves\n16.10.2031\n{BODY}"
    past = f"{head} The storm of 20 November 2031 sank it."
    plan = f"{head} The next one will be built by 20 November 2031."
    assert [c.day for c in later_dates(dated(past), past)] == [dt.date(2031, 11, 20)]
    assert later_dates(dated(plan), plan) == []
    assert later_dates(dated(BODY), BODY) == []
