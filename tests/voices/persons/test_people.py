"""Persons are found by form, with the posts beside their names, and without a list."""

from __future__ import annotations

import pytest

from topoi.voices.persons.bodies import body_of, full_name
from topoi.voices.persons.people import find_people, is_name
from topoi.voices.persons.posts import role_phrase


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
        (
            "Президент Казахстана Дамир Отумбек уехал.",
            [("Дамир Отумбек", "Президент Казахстана")],
        ),
        (
            "По словам первого заместителя министра Дамира Алиева, он уедет.",
            [("Дамир Алиев", "первый заместитель министра")],
        ),
        ("По словам Имангали Орлова, он уедет.", [("Имангали Орлов", None)]),
        (
            "Secretary General of the Lake League Ivo Vane left.",
            [("Ivo Vane", "Secretary General of the Lake League")],
        ),
        ("Head of the Orlan Circle Ivo Vane left.", [("Ivo Vane", "Head of the Orlan Circle")]),
        ("Toma Virask met Mr. Ivo Vane.", [("Toma Virask", None), ("Ivo Vane", None)]),
        ("The Council of Defence Ministers met in Orvesk on Monday.", []),
        ("The Inland Seas Pact and the Global South agreed.", []),
    ],
)
def test_a_run_of_capitals_that_is_no_body_place_or_date_is_a_person(text, persons):
    assert [(p.name, p.role) for p in find_people(text).persons] == persons


@pytest.mark.parametrize(
    ("text", "person"),
    [
        (
            "Toma Virask spoke. Virask, chair of the group, left.",
            ("Toma Virask", "chair of the group"),
        ),
        ("President Ivo J. Vane spoke.", ("Ivo J. Vane", "President")),
        ("Minister T.O. Virask spoke.", ("T. O. Virask", "Minister")),
        ("T. Virask spoke. Minister Toma Virask left.", ("Toma Virask", "Minister")),
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
        ("Minister of Defence of the Republic of Varnelia", "Varnelia"),
        ("Head of the Secretary-General’s Office", None),
        ("министр иностранных дел Казахстана", "Казахстан"),
        ("начальник штаба ОПВМ", "ОПВМ"),
        ("Varnelian Defence Minister", None),
        ("chair of the committee", None),
        (None, None),
    ],
)
def test_a_post_tells_the_body_it_belongs_to(role, body):
    assert body_of(role, "") == body


@pytest.mark.parametrize(
    ("adjective", "state"),
    [
        ("Varnelian", "Varnelia"),
        ("Tashkari", "Tashkar"),
        ("Belmoran", "Belmora"),
        ("Eurasian", None),
    ],
)
def test_the_adjective_of_a_state_leads_to_its_name_in_the_document(adjective, state):
    text = "Varnelia, Tashkar and Belmora, all of Eurasia, agreed."
    assert body_of(f"{adjective} Defence Minister", text) == state


@pytest.mark.parametrize(
    ("called", "before", "name"),
    [
        (
            "Council",
            "The Council of Defence Ministers of the Inland Seas Pact met.",
            "Council of Defence Ministers",
        ),
        ("secretariat", "The OISP Secretariat was there.", "OISP Secretariat"),
        ("Совет", "После заседания Совета министров обороны.", "Совет министров обороны"),
        ("Council of Elders", "The Council of Ministers met.", "Council of Elders"),
        ("Council", "The ministers met.", "Council"),
    ],
)
def test_a_body_called_by_its_noun_alone_has_the_full_name_given_before(called, before, name):
    assert full_name(called, before) == name


def test_a_roster_gives_names_and_posts():
    text = (
        "The meeting was attended by:\nIvo Vane – Minister of Defence of Orlan;\n"
        "Livia Karost — Chair of the Lake Bank;\nPresident of Belmora Gleb Torvanin, "
        "Prime Minister Damir Otumbek and Head of the Office Rustem Adalgiri."
    )
    assert [(person.name, person.role) for person in find_people(text).persons] == [
        ("Ivo Vane", "Minister of Defence of Orlan"),
        ("Livia Karost", "Chair of the Lake Bank"),
        ("Gleb Torvanin", "President of Belmora"),
        ("Damir Otumbek", "Prime Minister"),
        ("Rustem Adalgiri", "Head of the Office"),
    ]
