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
