"""Ways to call the holder of a post, and the state that a post is of."""

from __future__ import annotations

import pytest

from topoi.voices.russian.posts import matches, russian_body_of, state_in


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("глава государства", "президент Орлании"),
        ("орланский лидер", "президент"),
        ("министр", "глава МИД Орлании"),
        ("глава внешнеполитического ведомства", "министр иностранных дел"),
        ("глава Минобороны", "министр обороны Орлании"),
        ("дипломат", "официальный представитель МИД"),
        ("генсек организации", "генеральный секретарь ОПВМ"),
        ("глава правительства", "премьер-министр"),
        ("губернатор", "глава региона"),
        ("глава совета", "председатель совета ОПВМ"),
        ("секретарь Совбеза", "секретарь Совета безопасности"),
        ("представитель Кремля", "пресс-секретарь президента"),
        ("постпред", "постоянный представитель Орлании при ООН"),
    ],
)
def test_one_post_has_many_names(phrase, role):
    assert matches(phrase, [role])


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("министр обороны", "министр иностранных дел"),
        ("президент", "премьер-министр"),
        ("министр", "заместитель министра"),
        ("дипломат", "министр обороны"),
        ("глава региона", "глава МИД"),
        ("корреспондент газеты", "президент"),
    ],
)
def test_other_posts_stay_others(phrase, role):
    assert not matches(phrase, [role])


@pytest.mark.parametrize(
    ("phrase", "state"),
    [
        ("министр обороны РФ", "Россия"),
        ("президент Российской Федерации", "Россия"),
        ("киргизский премьер", "Кыргызстан"),
        ("глава МИД Республики Беларусь", "Беларусь"),
        ("генеральный секретарь", None),
    ],
)
def test_a_state_has_one_name(phrase, state):
    assert state_in(phrase) == state


def test_a_body_is_called_by_the_abbreviation_that_the_text_gives():
    text = "Организация Пакта внутренних морей (ОПВМ) собралась."
    role = "генеральный секретарь Организации Пакта внутренних морей"
    assert russian_body_of(role, text) == "ОПВМ"


def test_an_envoy_speaks_for_the_state_that_sent_him():
    assert russian_body_of("постоянный представитель РФ при ООН", "") == "Россия"
