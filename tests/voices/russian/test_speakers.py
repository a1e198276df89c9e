"""Who is meant by a post, a body or a bare surname in Russian prose."""

from __future__ import annotations

import pytest

from topoi.voices.russian.prose import read_russian

LEAD = "Министр обороны Орлании Иво Вейн прибыл в порт. "


def speakers(text: str) -> list[tuple[str | None, str | None]]:
    """(speaker, role) of every stretch."""
    found = [s.speaker for s in read_russian(text)]
    return [(s.name, s.role) if s else (None, None) for s in found]


@pytest.mark.parametrize("lead", ["", LEAD, "Марк Луньев прибыл в порт. "])
def test_posts_of_other_states_and_bodies_are_not_whoever_spoke_last(lead):
    text = (
        lead + "Луньев сообщил, что паром ушел. Президент Грузии заявил, что порт открыт. "
        "Генсек НАТО отметил, что вода тихая."
    )
    luniev, *others = speakers(text)
    assert luniev[0] in ("Луньев", "Марк Луньев")
    assert luniev[1] is None
    assert others == [("Президент Грузии", None), ("Генсек НАТО", None)]


def test_a_post_learned_by_the_way_is_the_only_one():
    text = (
        "Луньев сообщил, что паром ушел. Президент заявил, что порт открыт. "
        "Глава государства добавил, что вода тихая. Министр отметил, что порт закрыт."
    )
    assert speakers(text) == [("Луньев", "Президент")] * 3 + [("Министр", None)]


@pytest.mark.parametrize("name", ["Ретте", "Мози", "Станн", "Кельмат"])
@pytest.mark.parametrize(
    "form",
    [
        "{} заявил, что паром ушел.",
        "{} также заявил, что паром ушел.",
        "Паром ушел утром, сообщил {}.",
        "«Паром ушел, и порт открыт», — сказал {}.",
    ],
)
def test_an_unknown_word_that_says_something_is_a_surname(name, form):
    assert speakers(LEAD + form.format(name)) == [(name, None)]


def test_an_unknown_source_is_a_surname():
    assert speakers(LEAD + "По словам Станна, паром ушел.") == [("Станн", None)]


def test_an_unknown_word_behind_a_post_is_a_surname():
    text = "Премьер Мози заявил, что паром ушел. Политик Ретте отметил, что порт открыт."
    assert speakers(text) == [("Мози", "Премьер"), ("Ретте", "Политик")]


@pytest.mark.parametrize("text", ["Орлания заявила, что паром ушел.", "Росвода заявила, что все."])
def test_states_and_firms_are_no_persons(text):
    assert all(not s.speaker.person for s in read_russian(text) if s.speaker)


@pytest.mark.parametrize("lead", ["", LEAD])
def test_a_ministry_without_its_name_keeps_its_noun(lead):
    assert speakers(lead + "В министерстве сообщили, что паром ушел.") == [("министерство", None)]


def test_a_ministry_without_its_name_is_the_one_that_the_text_names():
    text = "Начался прием в Министерстве обороны Орлании. В министерстве сообщили, что паром ушел."
    assert speakers(text) == [("Министерство обороны Орлании", None)]


@pytest.mark.parametrize("form", ["цитирует Вейна {}", "приводит слова Вейна {}"])
@pytest.mark.parametrize("agency", ["ТАСС", "РБК", "РИА Новости"])
def test_the_agency_that_quotes_is_no_part_of_the_name(form, agency):
    text = LEAD + f"«Порт открыт для всех нас», — {form.format(agency)}."
    assert speakers(text) == [("Иво Вейн", "Министр обороны Орлании")]


def test_names_of_three_words_keep_the_first():
    text = "Министр обороны Орлании Мурхат Абу Кесра заявил, что паром ушел."
    assert speakers(text) == [("Мурхат Абу Кесра", "Министр обороны Орлании")]
