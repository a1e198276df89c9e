"""A page is taken apart into title, date, body and what is not its own text."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.documents import specimens
from topoi.documents.cleaning import clean_page

NAMES = [file.stem for file in sorted(specimens().glob("*.txt"))]
FIRST = "The ferry left on time and it was full of people."
SECOND = "It came back with fewer of them."
BODY = f"{FIRST}\n{SECOND}"


def known(value: object) -> object:
    """A value of a table, null as None, a day as a date."""
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


# ---- the specimens against their gold


@pytest.mark.parametrize("name", NAMES)
def test_title_and_date_of_a_specimen_are_those_of_its_gold(name, documents, gold):
    row = documents.set_index("document").loc[name]
    found = known(row.title), known(row.date)
    assert found == (gold[name].get("title"), gold[name].get("date"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_removed_from_a_specimen_is_what_its_gold_removes(name, reading, gold):
    removed = reading.removed[reading.removed.document == name]
    texts = removed[removed.reason != "blank lines"].text.str.strip()
    assert texts.to_list() == [entry["text"] for entry in gold[name].get("removed", [])]


@pytest.mark.parametrize("name", NAMES)
def test_the_outlet_of_a_specimen_is_right_or_null(name, documents, gold):
    found = known(documents.set_index("document").outlet[name])
    assert found in (None, gold[name].get("outlet"))


@pytest.mark.parametrize("name", NAMES)
def test_the_genre_of_a_specimen_is_right_or_null(name, documents, gold):
    found = known(documents.set_index("document").genre[name])
    assert found in (None, gold[name]["genre"])


def test_the_language_of_every_specimen_is_right(documents, gold):
    found = documents.set_index("document").language.to_dict()
    assert found == {name: entry["language"] for name, entry in gold.items()}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "06_assembly_record"])
def test_the_body_is_the_page_without_what_was_removed(name, reading):
    raw = (specimens() / f"{name}.txt").read_text("utf-8")
    kept, at = "", 0
    for row in reading.removed[reading.removed.document == name].itertuples():
        assert raw[row.start : row.end] == row.text
        kept, at = kept + raw[at : row.start], row.end
    assert kept + raw[at:] == reading.documents.set_index("document").text[name]


# ---- single forms


@pytest.mark.parametrize(
    ("page", "title", "day"),
    [
        (f"Ferry leaves on time\n{BODY}", "Ferry leaves on time", None),
        (f"Ferry leaves on time\n16.10.2031\n{BODY}", "Ferry leaves on time", (2031, 10, 16)),
        (
            f"Other news\nMore of it\nFerry leaves\n16.10.2031\n{BODY}",
            "Ferry leaves",
            (2031, 10, 16),
        ),
        (
            f"THE COUNCIL\n41st meeting\n16.10.2031\nThe ferry on the lake\n{BODY}",
            "The ferry on the lake",
            (2031, 10, 16),
        ),
        (f"16 October 2031\n{BODY}", None, (2031, 10, 16)),
        (f"{BODY}\n16.10.2031", None, None),  # a stamp under the text could be any item's
        (f"{BODY} On 16 October 2031 it sank.", None, None),
        (BODY, None, None),
        ("Ferry leaves on time", None, None),
        ("16.10.2031", None, None),
        ("", None, None),
    ],
)
def test_title_and_date_are_null_rather_than_guessed(page, title, day):
    found = clean_page(page)
    assert found.title == title
    days = [("line", dt.date(*day))] if day else []
    assert [(stamp.found, stamp.day) for stamp in found.stamps] == days


@pytest.mark.parametrize(
    "byline",
    ["By Ivo Vane", "BY IVO VANE", "By Ivo Vane and Mara de Kell, Merid", "Автор: И. Вейн"],
)
def test_a_byline_is_no_title(byline):
    page = clean_page(f"Ferry leaves on time\n{byline}\n16.10.2031\n{BODY}")
    assert page.title == "Ferry leaves on time"
    assert "byline" in {reason for *_, reason in page.removed}


def test_a_headline_may_begin_like_a_byline():
    page = clean_page(f"By Sea and by Land\nBy Ivo Vane\n16.10.2031\n{BODY}")
    assert page.title == "By Sea and by Land"


def test_the_outlet_is_the_site_and_not_the_agency_that_it_reprints():
    story = f"ORVESK (Merid) - {BODY}"
    assert clean_page(story).outlet == "Merid"
    assert clean_page(f"Lake Daily | Home > World\n{story}").outlet == "Lake Daily"
    assert clean_page(f"{story}\nSource: Merid").outlet is None


@pytest.mark.parametrize(
    ("dateline", "outlet", "day"),
    [
        ("MERID, October 16. /Merid News/. ", "Merid News", None),
        ("MERID, October 16, 2031 /Merid News/. ", "Merid News", (2031, 10, 16)),
        ("ORVESK (Merid) - ", "Merid", None),
        ("УЛЬМАР, 28 окт - МЕРИД Новости. ", "МЕРИД Новости", None),
        ("Orvesk is calm. ", None, None),
    ],
)
def test_a_dateline_names_outlet_and_day_and_leaves_the_body(dateline, outlet, day):
    page = clean_page(dateline + BODY)
    removed = [(dateline, "dateline")] if outlet else []
    assert page.outlet == outlet
    assert [stamp.day for stamp in page.stamps if stamp.day] == ([dt.date(*day)] if day else [])
    assert [((dateline + BODY)[a:b], reason) for a, b, reason in page.removed] == removed


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("No time to read?", "widget"),
        ("Share on", "widget"),
        ("Поделиться", "widget"),
        ("Advertisement", "advertising"),
        ("Reklam yükleniyor...", "advertising"),
        ("Comments are moderated before they appear.", "comment policy"),
        ("Read also: Ferry sinks", "navigation"),
        ("Читайте также: паром утонул", "navigation"),
        ("Home | World | Lakes", "navigation"),
        ("© Photo: Merid / Ivo Vane", "caption"),
        ("Фото: Мерид", "caption"),
    ],
)
def test_a_line_of_page_furniture_goes_with_its_reason(line, reason):
    page = f"{FIRST}\n{line}\n{SECOND}"
    assert [(page[a:b].strip(), r) for a, b, r in clean_page(page).removed] == [(line, reason)]


@pytest.mark.parametrize(
    "line",
    [
        "Share prices of the ferry company fell by a tenth.",
        "Comments he made in Orvesk were not well received by the ministers.",
        "Home is where the lake is, the minister said.",
        "The photo shows the lake.",
        "Ivo Vane, press secretary of the port",
        "- the ferry;",
    ],
)
def test_a_line_of_prose_that_resembles_furniture_stays(line):
    assert clean_page(f"{FIRST}\n{line}\n{SECOND}").removed == []


def test_a_bracket_under_every_paragraph_is_a_source_tag():
    tag = " (Source: the port)"
    page = f"{FIRST}{tag}\n{SECOND}{tag}\nNobody knows why.{tag}"
    assert [(page[a:b], r) for a, b, r in clean_page(page).removed] == [(tag, "source tag")] * 3
    twice = clean_page(page.removesuffix(tag)).removed
    assert "source tag" not in {reason for *_, reason in twice}  # it can be an author's habit


def test_a_deck_that_repeats_the_lead_goes_and_the_lead_stays():
    lead = "The ferry left on time and it was full of people"
    page = f"Ferry leaves\n{lead}.\nORVESK (Merid) - {lead}, Ivo Vane said.\nIt came back."
    reasons = {reason: page[a:b].strip() for a, b, reason in clean_page(page).removed}
    assert reasons["duplicate deck"] == f"{lead}."


def test_a_headline_after_the_last_sentence_goes_only_with_a_date_of_its_own():
    dated = clean_page(f"{BODY}\nFerry sinks in the lake\n10:00, 12.01.2030")
    assert {r for *_, r in dated.removed if r != "blank lines"} == {"related link"}
    assert clean_page(f"{BODY}\nIvo Vane\nPress secretary of the port").removed == []


def test_an_audience_may_be_addressed_on_a_line_of_its_own_more_than_once():
    page = f"{FIRST}\nMr. President\n{SECOND}\nMr. President\nNobody knows why."
    assert clean_page(page).removed == []


PIECES = st.sampled_from(
    [
        "Ferry leaves on time",
        "The ferry left.",
        "16.10.2031",
        "ORVESK (Merid) - It left.",
        "Share this",
        "Home | World",
        "(Source: the port)",
        "- a list",
        "“",
        "   ",
        "",
        "Читайте также",
    ]
)


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(PIECES | st.text(max_size=40), max_size=12).map("\n".join))
def test_what_is_removed_lies_in_order_within_the_page(page):
    spans = [(a, b) for a, b, _ in clean_page(page).removed]
    assert all(0 <= a < b <= len(page) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
