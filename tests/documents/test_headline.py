"""Title, date and teasers of pages in the layouts that sites have."""

from __future__ import annotations

import datetime as dt

import pytest

from topoi.documents.cleaning import clean_page

DAY = dt.date(2031, 10, 16)
TITLE = "Ferry of the lake leaves on time"
LEAD = "The ferry of the lake left on time, and it was full of people who wanted to see Ketra."
BODY = f"{LEAD}\nIt came back with fewer of them, and nobody in Orvesk could say why that was so."
TEASERS = """24.10.2031
Five ministers met in Ulmar and talked about the ice, which is late.
22.10.2031
Orest Kalmyrin was received by the President of Ilmeria in the old palace."""


def body_of(page: str) -> str:
    """What is left of a page."""
    left, at = [], 0
    for start, end, _ in clean_page(page).removed:
        left.append(page[at:start])
        at = max(at, end)
    return "".join([*left, page[at:]])


LAYOUTS = {
    "date under the title": f"{TITLE}\n16.10.2031\n{BODY}",
    "date above the title": f"Posted: 16.10.2031 12:33\n{TITLE}\n{BODY}",
    "date and views above": f"16.10.2031 10:49\n9\n{TITLE}\n{BODY}",
    "date and outlet": f"{TITLE}\nXinhua, October 16, 2031 Adjust font size:\n{BODY}",
    "date and bracket": f"{TITLE}\n16 октября 2031, 13:39 [ «Озёрный день» ]\n{BODY}",
    "date between bars": f"11:20, 16 Октябрь 2031 | GMT +5\n{TITLE}\n{BODY}",
    "time glued to the year": f"16 October 203119:28\n{TITLE}\n{BODY}",
    "two stamps": f"{TITLE}\n  • 16 Oct. 2031 -\n  • |\n  • Last updated 20-Oct-2031 09:01\n{BODY}",
    "day glued to the repeated title": f"{TITLE}\n{TITLE} 16.10.2031\n{BODY}",
    "day and site behind the title": f"{TITLE} - РИА Новости, 16.10.2031\n{TITLE}\n{BODY}",
    "byline": f"{TITLE}\nposted 16 Oct 2031, 12:33 by Webmaster\n{BODY}",
    "download": f"{TITLE}\n16.10.2031 Download document 39357fa0.docx\n{BODY}",
    "calendar above": f"< October 2031 >\nMon Tue Wed Thu Fri Sat Sun\n1 2 3 4\n{TITLE}\n16.10.2031\n{BODY}",
    "dated teasers above": f"{TEASERS}\n{TITLE}\n{TITLE} 16.10.2031\n{BODY}",
    "dated teasers below": f"{TITLE}\n16.10.2031\n{BODY}\nBridge opens in Ketra\n12.10.2031\nIt is open.",
    "kicker and currencies": f"USD 86.45\nEUR 92.47\nSecurity\n{TITLE}\n16.10.2031\n{BODY}",
    "index prefix": f" date 2031-10-16 {TITLE}\n{BODY}",
    "views beside": f"{TITLE}\n  16 October 2031    Read: 534\n {TITLE}\n{BODY}",
    "rubric before": f"{TITLE}\nPolitics Materials 16 October 2031 10:27 (UTC +04:00)\n{TITLE}\n{BODY}",
    "who put it there": f"{TITLE}\n16-10-2031, 18:29. Разместил: vane_ivo\n{BODY}",
    "place and day": f"{TITLE}\nOrvesk, 16 October 2031\n{BODY}",
    "place and day, American": f"{TITLE}\nPort Merid, October 16, 2031\n{BODY}",
    "place and state": f"{TITLE}\nPort Merid, Ilmeria, 16 October 2031\n{BODY}",
    "day and place": f"16 October 2031, St. Orvesk\n{TITLE}\n{BODY}",
    "place in Russian": f"{TITLE}\nг. Орвеск, 16 октября 2031 года\n{BODY}",
    "day and place in Russian": f"{TITLE}\n16 октября 2031, Орвеск\n{BODY}",
    "place and day in brackets": f"{TITLE}\n(Orvesk, 16 October 2031)\n{BODY}",
    "day and writer": f"{TITLE}\n16 Oct 2031 by Anna Holm\n{BODY}",
    "writer and day": f"{TITLE}\nBy Anna Holm, 16 October 2031\n{BODY}",
    "short day of the week": f"{TITLE}\nThu, 16 Oct 2031\n{BODY}",
    "clock above paths": f"Thu, 26 Nov 2036 12:00\nHome > News\n{TITLE}\n{TITLE}\n16.10.2031\n{BODY}",
    "weather above paths": f"26 November 2036 Ketra 3 C\nHome > News\n{TITLE}\n{TITLE}\n16.10.2031\n{BODY}",
    "buttons": f"{TITLE}\n16.10.2031\nA- A A+\nFacebook Twitter Telegram\n{BODY}\nShare: Facebook Twitter"
    "\nYour email address will not be published. Required fields are marked *",
    "published below": f"{TITLE}\n{BODY}\nPublished: 16.10.2031",
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_title_and_day_are_found_and_nothing_else_is_left_or_lost(layout):
    page = LAYOUTS[layout]
    found = clean_page(page)
    assert found.title == TITLE
    assert DAY in {s.day for s in found.stamps if s.found in ("line", "prefix")}
    assert {s.day for s in found.stamps if s.found == "line"} <= {DAY}
    assert body_of(page) == BODY


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"{TITLE} | Lake Daily\n{BODY}", TITLE),
        (f"Home Lakes {TITLE}\n{TITLE}\n{TITLE}{BODY}", TITLE),  # a path, and the title glued on
        (f"International relations\n{TITLE}\n{BODY}", TITLE),
        (f"Varnelia Orest Kalmyrin Ketra Lake\n{TITLE}\n{BODY}", TITLE),  # a row of tags
        (f"{TITLE}\n256\n0\n{BODY}", TITLE),
        (f"{TITLE}\n{TITLE}\n{BODY}", TITLE),
        (f"Go to the start\n{TITLE}\n{BODY}", TITLE),
        (f"Previous Article\n{BODY}", None),
        (f"Page title\n{BODY}", None),
        (f"On behalf of the five states I wish to\nthank the ferry. {BODY}", None),
        (f"Ivo Vane on the pier of Ketra, Thursday. (Merid)\n{BODY}", None),  # a caption
        (f"Gleb Torvanin\n{BODY}", None),  # who wrote it; it could be anything
        (f"Show the news feed\n{BODY}", None),
        (BODY, None),
    ],
)
def test_a_title_is_told_from_what_stands_around_it(page, title):
    assert clean_page(page).title == title
    assert body_of(page).endswith(BODY)


def test_the_day_of_the_visit_in_a_toolbar_is_no_date():
    page = f"Feedback | Friday, October 24, 2031\n  • Post\n  • Tube\n{TITLE}\n{BODY}"
    assert clean_page(page).title == TITLE
    assert clean_page(page).stamps == []
    assert body_of(page) == BODY


def test_a_headline_that_comes_twice_within_the_text_begins_no_item():
    link = "Bridge opens in Ketra with a ceremony"
    more = "Orvesk says that this was to be expected of a ferry in spring."
    page = f"{BODY}\n{link}\nOther topics of interest\n{link}\n{more}"
    assert clean_page(page).title is None
    assert body_of(page) == f"{BODY}\n{more}"


def test_a_long_text_above_a_title_is_no_teaser():
    page = f"{BODY}\nBridge opens in Ketra\n12.10.2031\nIt is open to all."
    assert body_of(page).startswith(BODY)


def test_a_known_title_is_the_only_one_that_is_taken_out():
    page = f"What is on the table\n{BODY}"
    assert clean_page(page, title=TITLE).removed == []
    assert clean_page(f"{TITLE}\n{BODY}", title=TITLE).title == TITLE


def test_lines_that_the_markup_marks_go_with_its_reason():
    page = f"{TITLE}\n{BODY}\nBridge opens"
    marks = {0: "title", 3: "page furniture"}
    reasons = [r for *_, r in clean_page(page, marked=marks, title=TITLE).removed]
    assert reasons == ["title", "page furniture"] or reasons[-1] == "page furniture"


@pytest.mark.parametrize(
    "tail",
    [
        "Related news\nBridge opens in Ketra\nHarbour school closes its doors",
        "Читайте также:\nПаром утонул в озере\nШкола закрывается навсегда",
        "Bridge opens in Ketra with ministers\nWho pays for the old bridge?\nHarbour school closes its doors",
        "OrveskKetraOrest Kalmyrin",
        "#Orvesk #Ketra #Lake",
        "Tel.: +1 23 456\nE-mail: press@merid.example",
        "Copyright © 2031 Merid. All rights reserved.",
        "Search trends",
    ],
)
def test_what_stands_below_the_item_goes(tail):
    assert body_of(f"{TITLE}\n16.10.2031\n{BODY}\n{tail}") == BODY


@pytest.mark.parametrize(
    "tail",
    [
        "Ivo Vane\nPress secretary of the port",
        "For the Republic of Varnelia\nFor the Republic of Tashkar",
        "- the ferry\n- the bridge over the narrow strait\n- the old harbour school of Ulmar",
        "I thank you for your attention.",
    ],
)
def test_signatures_lists_and_last_words_stay(tail):
    page = f"{TITLE}\n16.10.2031\n{BODY}\n{tail}"
    assert body_of(page) == f"{BODY}\n{tail}"


RUSSIAN = "Министр открыл форум и сказал, что лёд встаёт всё позже.\nФорум продлится до весны."


@pytest.mark.parametrize(
    "title",
    [
        "Remarks by the foreign minister at a news conference, Orvesk, October 16, 2031",
        "Выступление министра на озёрном форуме (Орвеск, 16 октября 2031 года)",
    ],
)
def test_the_day_at_the_end_of_a_headline_dates_the_page_and_stays_in_it(title):
    page = clean_page(f"{title}\n{BODY if title.isascii() else RUSSIAN}")
    assert page.title == title
    assert [(stamp.found, stamp.day) for stamp in page.stamps] == [("title", DAY)]


@pytest.mark.parametrize(
    "title", ["Budget of 16 October 2031 was a mistake", "The lock, opened on 16.10.2031, leaks"]
)
def test_a_day_that_a_headline_tells_of_dates_nothing(title):
    assert clean_page(f"{title}\n{BODY}").stamps == []


def test_place_and_day_under_the_heading_of_a_speech_are_not_the_speakers_words():
    page = f"STATEMENT\nBY H.E. MR. IVO VANE\nOrvesk, 16 October 2031\nMr. President,\n{BODY}"
    assert "2031" not in body_of(page)
    assert [stamp.day for stamp in clean_page(page).stamps] == [DAY]


@pytest.mark.parametrize("line", ["Share-holders of the ferry met.", "Telegrams came from Ketra."])
def test_a_sentence_that_begins_as_a_button_does_stays(line):
    assert line in body_of(f"{TITLE}\n16.10.2031\n{LEAD}\n{line}")
