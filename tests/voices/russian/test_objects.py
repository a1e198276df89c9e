"""Things, not clauses, that somebody says something of in Russian prose."""

from __future__ import annotations

import pytest

from topoi.voices.russian.prose import read_russian

LEAD = "Министр обороны Орлании Иво Вейн прибыл в порт. "


def said(text: str) -> list[tuple[str | None, str]]:
    """(speaker, words) of every stretch."""
    return [
        (s.speaker.name if s.speaker else None, text[s.start : s.end].strip(" ."))
        for s in read_russian(text)
    ]


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("Вейн подчеркнул необходимость тихой воды.", "необходимость тихой воды"),
        ("Вейн отметил важность мира и уехал.", "важность мира"),
        ("Вейн заявил о недопустимости давления.", "недопустимости давления"),
        ("Он предупредил о росте цен, передает МЕРИД.", "росте цен"),
        ("Вейн решительно осудил удары по порту.", "удары по порту"),
        ("Вейн выступил за открытие порта.", "открытие порта"),
        ("Вейн высказался против закрытия порта.", "против закрытия порта"),
        ("Вейн назвал санкции «незаконными».", "санкции «незаконными»"),
        ("Вейн назвал «грубой ошибкой» новый налог.", "«грубой ошибкой» новый налог"),
        ("Вейн подтвердил готовность к миру.", "готовность к миру"),
        ("Вейн обвинил соседей в захвате парома.", "соседей в захвате парома"),
        ("Вейн выразил обеспокоенность ростом цен.", "ростом цен"),
    ],
)
def test_what_is_said_of_a_thing_is_reported(sentence, thing):
    assert said(LEAD + sentence) == [("Иво Вейн", thing)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Вейн назвал имя.",
        "Вейн назвал место учений «Тихая вода».",
        "Вейн отметил юбилей.",
        "Вейн осудил удары.",
        "Вейн подтвердил потерю старого парома.",
        "Вейн принял эксперта, который осудил удары.",
        "Вейн не осудил удары.",
        "Следует отметить погоду.",
    ],
)
def test_other_objects_are_narrated(sentence):
    assert said(LEAD + sentence) == []


def test_a_clause_behind_a_thing_is_said_as_well():
    text = LEAD + "Вейн осудил удары по порту и подчеркнул, что паром ушел."
    assert said(text) == [("Иво Вейн", "удары по порту"), ("Иво Вейн", "паром ушел")]


def test_a_thing_in_what_another_says_is_no_statement_of_its_own():
    text = LEAD + "Анна Лунь отметила, что Вейн осудил удары по порту."
    assert said(text) == [("Анна Лунь", "Вейн осудил удары по порту")]


def test_who_reports_a_thing_speaks_and_whose_it_is_is_noted():
    text = "Иво Вейн осудил удары по порту. Об этом сообщила пресс-служба порта."
    (stretch,) = read_russian(text)
    assert (stretch.speaker.name, stretch.embedded_source) == ("пресс-служба порта", "Иво Вейн")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Паром ушел утром, следует из заявления МИД Орлании.",
            ("МИД Орлании", "Паром ушел утром"),
        ),
        (
            "Паром ушел утром. Об этом говорится в заявлении МИД Орлании.",
            ("МИД Орлании", "Паром ушел утром"),
        ),
        ("МИД Орлании: паром ушел утром.", ("МИД Орлании", "паром ушел утром")),
        ("Подчеркивалось, что паром ушел утром.", (None, "паром ушел утром")),
    ],
)
def test_papers_and_bodies_say_so(text, expected):
    assert said(text) == [expected]


def test_a_body_ahead_of_a_headline_does_not_speak_on():
    text = "МИД Орлании: паром ушел утром.\n«Порт открыт, и вода в нем тихая»"
    assert [who for who, _ in said(text)] == ["МИД Орлании", None]
