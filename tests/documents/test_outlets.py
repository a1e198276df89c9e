"""Datelines of every usual form are read; what only looks like one is not; outlets have one name."""

from __future__ import annotations

import pytest

from topoi.documents.outlets import host_of, known_outlet, outlet_of_host, read_dateline


@pytest.mark.parametrize(
    ("dateline", "agency", "day"),
    [
        ("ORVESK, October 16. /Merid News/. ", "Merid News", "October 16"),
        ("ORVESK, 16 October 2031 (Merid) – ", "Merid", "16 October 2031"),
        ("ORVESK (Merid) - ", "Merid", None),
        ("УЛЬМАР, 28 окт - МЕРИД Новости. ", "МЕРИД Новости", "28 окт"),
        ("УЛЬМАР, 13 февраля – РИА Новости. ", "RIA Novosti", "13 февраля"),
        ("УЛЬМАР, 14 сентября. /ТАСС/. ", "TASS", "14 сентября."),
        ("Ульмар, 3 июня, 2031, 09:34 — ИА Регнум. ", "Regnum", "3 июня, 2031"),
        ("Ульмар. 1 сентября. KAZAKHSTAN TODAY - ", "Kazakhstan Today", "1 сентября."),
        ("Ulmar, Nov. 22, 2031. / Kabar/. ", "Kabar", "Nov. 22, 2031"),
        ("ULMAR, 13.07.2031. /NIAT «Khovar»/. ", "Khovar", "13.07.2031"),
        ("31 октября, Ульмар /Корр. БЕЛТА/. ", "BelTA", "31 октября"),
        ("October 27, 2031 (Merid)—", "Merid", "October 27, 2031"),
        ("ULMAR, July 27, 2031, Asia-Plus -- ", "Asia-Plus", "July 27, 2031"),
        ("ULMAR, Tashkar, Feb. 15 (Xinhua) -- ", "Xinhua", "Feb. 15"),
        ("ULMAR. KAZINFORM ", "Kazinform", None),
        ("ULMAR, Tashkar, October 31. ", None, "October 31"),
        ("УЛЬМАР-АТА /Ташкар/, 29 июня. ", None, "29 июня."),
        ("28 окт - РИА Новости. ", "RIA Novosti", "28 окт"),
        ("16 October 2031 — TASS. ", "TASS", "16 October 2031"),
        ("ULMAR -- ", None, None),
        ("ULMAR, 16. Dezember (BelTA) – ", "BelTA", None),
    ],
)
def test_a_dateline_is_read_to_its_end(dateline, agency, day):
    text = dateline + "The ministers met."
    found = read_dateline(text)
    assert found is not None
    assert text[: found.end] == dateline
    assert found.agency == agency
    assert (found.day and text[slice(*found.day)]) == day


@pytest.mark.parametrize(
    "text",
    [
        "OISP (Organization of the Inland Seas Pact) said that it would come.",
        "OISP — the alliance of five states — met.",
        "ОПВМ – это организация пяти государств.",
        "On May 9, 2031 (Friday) the ministers met.",
        "Varnelia, Tashkar – two of the five – agreed.",
        "Orvesk is calm.",
        "28 окт - Меридиан. Так назвали новый паром.",
        "Meridians (lines on a map) - he said - are drawn by men.",
        "В мае 2031 года - так он сказал - всё изменится.",
        "",
    ],
)
def test_a_name_before_a_bracket_or_a_dash_is_no_dateline(text):
    assert read_dateline(text) is None


def test_an_outlet_has_one_name_in_both_languages_and_by_its_host():
    assert {known_outlet(n) for n in ("TASS", "ТАСС", "ИТАР-ТАСС", "«ТАСС»")} == {"TASS"}
    assert outlet_of_host("https://en.belta.by/president/") == known_outlet("БЕЛТА") == "BelTA"
    assert outlet_of_host("http://www.lake-daily.example/a?b") == "lake-daily.example"
    assert outlet_of_host("https://nottass.com/") == "nottass.com"


@pytest.mark.parametrize("address", ["", "no address", "http://", "http://[bad", "lake"])
def test_what_is_no_address_has_no_host(address):
    assert host_of(address) is None
    assert outlet_of_host(address) is None
