"""Russian names are found in any case, and told from places, posts and words."""

from __future__ import annotations

import pytest

from topoi.voices.russian.morphology import nominative
from topoi.voices.russian.names import find_russian_names, is_patronymic


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Слово взял министр Иво Вейн.", ["Иво Вейн"]),
        ("Президент Орлании Иво Вейн принял С.В.Орлова.", ["Иво Вейн", "С. В. Орлова"]),
        ("Вчера Ван И встретил Чжан Мина.", ["Ван И", "Чжан Мина"]),
        ("Глава МИД страны Арарат Отумбеков молчал.", ["Арарат Отумбеков"]),
        ("Докладчик Марат ОТУМБЕКОВ молчал.", ["Марат Отумбеков"]),
        ("Руководитель Дмитрий Крутой молчал.", ["Дмитрий Крутой"]),
        ("Совет Безопасности собрался в Женеве.", []),
        ("На Всеозерском форуме было тихо.", []),
        ("Россия и Китай подписали Договор.", []),
    ],
)
def test_names_are_found_and_other_capitals_are_not(text, names):
    assert [name.text for name in find_russian_names(text)] == names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Садыра Отумбекова", "Садыр Отумбеков"),
        ("Таалатбеком Жумарыковым", "Таалатбек Жумарыков"),
        ("Эмомали Отумбеком", "Эмомали Отумбек"),
        ("Арарата Калмиряна", "Арарат Калмирян"),
        ("Марией Орловой", "Мария Орлова"),
    ],
)
def test_a_name_outside_the_dictionary_comes_back_to_the_nominative(name, expected):
    assert nominative(name) == expected


@pytest.mark.parametrize("name", ["Чжан Мина", "Касым-Жомарта Отумбаева", "Станислава Зася"])
def test_the_case_that_the_syntax_asks_for_decides(name):
    assert not nominative(name, "gent").endswith("а")


def test_a_patronymic_is_told_from_a_surname():
    assert is_patronymic("Викторович")
    assert not is_patronymic("Орлов")
