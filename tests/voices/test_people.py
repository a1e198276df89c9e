"""Persons are found by form, with the posts beside their names, and without a list."""

from __future__ import annotations

import pytest

from topoi.voices.people import find_people, is_name, role_phrase
from topoi.voices.prose import body_of


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Defence Minister Toma Virask spoke.", [("Toma Virask", "Defence Minister")]),
        ("Toma Virask, head of the port, spoke.", [("Toma Virask", "head of the port")]),
        (
            "The chair of the committee, Petra Morvash, spoke.",
            [("Petra Morvash", "chair of the committee")],
        ),
        ("Министр обороны Дамир Отумбек уехал.", [("Дамир Отумбек", "Министр обороны")]),
        ("Toma Virask met Mr. Ivo Vane.", [("Toma Virask", None), ("Ivo Vane", None)]),
        ("The Council of Defence Ministers met in Orvesk on Monday.", []),
        ("The Inland Seas Pact and the Global South agreed.", []),
    ],
)
def test_a_run_of_capitals_that_is_no_body_place_or_date_is_a_person(text, persons):
    assert [(p.name, p.role) for p in find_people(text).persons] == persons


@pytest.mark.xfail(strict=True, reason="a post beside the bare surname, or a middle initial")
@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "Toma Virask spoke. Virask, chair of the group, left.",
            ("Toma Virask", "chair of the group"),
        ),
        ("President Ivo J. Vane spoke.", ("Ivo J. Vane", "President")),
    ],
)
def test_a_person_is_known_by_all_that_is_said_of_them(text, person):
    assert [(p.name, p.role) for p in find_people(text).persons] == [person]


def test_a_surname_or_a_post_leads_back_to_the_person():
    text = "Defence Minister Toma Virask met Petra Morvash. Virask spoke. The minister left."
    people = find_people(text)
    assert people.by_name("Virask").name == "Toma Virask"
    assert people.by_role("the minister", len(text)).name == "Toma Virask"
    assert people.by_role("the chair", len(text)) is None
    assert people.by_name("Sellin") is None


@pytest.mark.parametrize(
    ("speaker", "personal"),
    [
        ("Toma Virask", True),
        ("Отумбек", True),
        ("press service of the port", False),
        ("Council of Defence Ministers", False),
        ("observers", False),
        ("пресс-служба порта", False),
        ("", False),
    ],
)
def test_a_person_is_told_from_a_post_and_a_body(speaker, personal):
    assert is_name(speaker) == personal


@pytest.mark.parametrize(
    ("before", "post"),
    [
        ("chaired by Russian Defence Minister ", "Russian Defence Minister"),
        ("the ferry met President of Varnelia ", "President of Varnelia"),
        (
            "по словам начальника Объединенного штаба генерал-полковника ",
            "начальник Объединенного штаба",
        ),
        ("the lake and ", None),
        ("", None),
    ],
)
def test_a_post_is_read_from_the_words_before_a_name(before, post):
    assert role_phrase(before) == post


@pytest.mark.parametrize(
    ("role", "body"),
    [
        ("head of the OISP’s joint staff", "OISP"),
        ("President of the Republic of Varnelia", "Varnelia"),
        ("Russian Defense Minister", "Russia"),
        ("chair of the committee", None),
        (None, None),
    ],
)
def test_a_post_tells_the_body_it_belongs_to(role, body):
    assert body_of(role, "") == body
