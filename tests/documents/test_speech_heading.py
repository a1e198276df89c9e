"""The heading of a speech stays on its page."""

from __future__ import annotations

from topoi.documents.cleaning import clean_page
from topoi.documents.speech_heading import speech_heading

PAGE = "STATEMENT\nBY H.E. MR. IVO VANE\nHEAD OF THE LAKE BANK\n9 May 2031\nMadam President,\n"
PAGE += "We came over the lake, and we thank the captains for the boats. " * 4


def test_a_heading_above_a_salutation_is_body_and_gives_the_title():
    page = clean_page(PAGE)
    assert page.title == "STATEMENT BY H.E. MR. IVO VANE"
    assert [str(stamp.day) for stamp in page.stamps] == ["2031-05-09"]
    assert [reason for *_, reason in page.removed] == ["date"]


def test_teasers_above_a_title_are_no_heading():
    assert speech_heading(["Ferries are late.", "Council meets", "Dear friends,"]) is None
