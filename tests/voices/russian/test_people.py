"""Persons of a Russian document: one person through all cases, with the posts beside the name."""

from __future__ import annotations

import pytest

from topoi.voices.russian.people import find_russian_people


def people(text: str, title: str | None = None) -> list[tuple[str, str | None]]:
    return [(p.name, p.role) for p in find_russian_people(text, title).persons]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Слово взял министр обороны Иво Вейн.", [("Иво Вейн", "министр обороны")]),
        ("Письмо министра обороны Иво Вейна.", [("Иво Вейн", "министр обороны")]),
        (
            "Слово взял глава комитета, министр обороны Орлании генерал-майор Иво Вейн.",
            [("Иво Вейн", "глава комитета")],
        ),
        (
            "Выступил пресс-секретарь президента Орлании Иво Вейн.",
            [("Иво Вейн", "пресс-секретарь президента Орлании")],
        ),
        ("Иво Вейн, глава порта, уехал.", [("Иво Вейн", "глава порта")]),
        ("Рассказал глава «Озерных верфей» Иво Вейн.", [("Иво Вейн", "глава «Озерных верфей»")]),
        (
            "Ответил начальник отдела по связям с общественностью Иво Вейн.",
            [("Иво Вейн", "начальник отдела по связям с общественностью")],
        ),
        ("Иво Вейн и глава порта уехали.", [("Иво Вейн", None)]),
    ],
)
def test_the_posts_beside_a_name_are_the_persons(text, expected):
    assert people(text) == expected


def test_one_person_is_found_through_all_cases():
    text = (
        "Принял Садыра Отумбекова. Отумбекову вручили орден. С Отумбековым говорили долго. "
        "Садыр Отумбеков уехал."
    )
    (person,) = find_russian_people(text).persons
    assert (person.name, len(person.mentions)) == ("Садыр Отумбеков", 4)


@pytest.mark.parametrize("oblique", ["Калмыжи", "Калмыже", "Калмыжу", "Калмыжой"])
def test_a_man_whose_surname_ends_in_a_is_found(oblique):
    (person,) = find_russian_people(f"Николай Калмыжа уехал. Вспомнили о {oblique}.").persons
    assert len(person.mentions) == 2


def test_a_name_in_the_title_counts():
    assert people("Глава порта уехал.", "Выступление Иво Вейна") == [("Иво Вейн", None)]


def test_two_of_one_surname_stay_two():
    assert len(people("Иво Вейн встретил Марка Вейна.")) == 2
