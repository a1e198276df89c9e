"""Russian names and posts come back to the nominative."""

from __future__ import annotations

import pytest

from topoi.voices.russian.morphology import is_russian, nominative, nominative_post, stem


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("Юрия Брасвина", "gent", "Юрий Брасвин"),
        ("Ореста Калмырина", "gent", "Орест Калмырин"),
        ("Зарины Алдубек", "gent", "Зарина Алдубек"),
        ("Марии Орловой", "gent", "Мария Орлова"),
        ("Сергею Орлову", "datv", "Сергей Орлов"),
        ("Сергеем Орловым", "ablt", "Сергей Орлов"),
        ("Сергея Орлова", None, "Сергей Орлов"),
        ("Мария Орлова", None, "Мария Орлова"),
        ("Дамир Отумбек", None, "Дамир Отумбек"),
        ("Ю. А. Брасвина", "gent", "Ю. А. Брасвин"),
        ("Ivo Vane", None, "Ivo Vane"),
    ],
)
def test_a_name_comes_back_to_the_nominative(name, case, expected):
    assert nominative(name, case) == expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("начальника Объединенного штаба", "начальник Объединенного штаба"),
        ("министра обороны", "министр обороны"),
        ("первого заместителя министра", "первый заместитель министра"),
        ("президент", "президент"),
        ("chief of staff", "chief of staff"),
    ],
)
def test_a_post_comes_back_to_the_nominative(role, expected):
    assert nominative_post(role) == expected


def test_cases_of_one_noun_share_a_stem():
    assert len({stem(word) for word in ("министр", "министра", "министру", "министром")}) == 1


def test_cyrillic_makes_a_text_russian():
    assert is_russian("Отумбек")
    assert not is_russian("Otumbek")
