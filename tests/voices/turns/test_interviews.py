"""Interviews whose questions or answers carry no label, and prose that only looks like one."""

from __future__ import annotations

import pytest

from topoi.voices.turns.turns import find_turns, read_turns

TITLE = "Interview with OISP Secretary-General Orest Kalmyrin"
KALMYRIN, ASKER = "Orest Kalmyrin", "interviewer"


def turns(text: str, title: str | None = TITLE) -> list[tuple[str | None, str]]:
    """(speaker, or role where there is no name; words) of every turn."""
    found = find_turns(text, title)
    stretches = read_turns(text, found)[0] if found else []
    return [
        ((s.speaker.name or s.speaker.role) if s.speaker else None, text[s.start : s.end].strip())
        for s in stretches
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Why?\nKALMYRIN: Because we must.\nAnd then?\nKALMYRIN: Then we go.",
        "Question: Why?\nBecause we must.\nQuestion: And then?\nThen we go.",
        "Q. Why?\nBecause we must.\nQ. And then?\nThen we go.",
        "– Why?\n– Because we must.\n– And then?\n– Then we go.",
        "Why?\n– Because we must.\nAnd then?\n– Then we go.",
        "OK: Because we must.\nOK: Then we go.".replace("OK: B", "Why?\nOK: B").replace(
            "OK: T", "And then?\nOK: T"
        ),
        "STEPPE COURIER: Why?\nKALMYRIN: Because we must.\nSTEPPE COURIER: And then?\n"
        "KALMYRIN: Then we go.",
    ],
)
def test_questions_and_answers_take_turns(text):
    said = [(KALMYRIN, "Because we must."), (KALMYRIN, "Then we go.")]
    asked = [(ASKER, "Why?"), (ASKER, "And then?")]
    assert [t for t in turns(text) if t[0] == KALMYRIN] == said
    assert [t for t in turns(text) if t[0] != KALMYRIN] == asked


def test_bold_questions_are_told_by_their_mark_only_in_an_interview():
    text = "Why?\nWe must.\nWe know it.\nAnd then?\nWe go.\nWho goes?\nI go."
    assert turns(text)[1] == (KALMYRIN, "We must.\nWe know it.")
    assert turns(text, "Ferries in spring") == []


def test_the_person_before_the_colon_of_a_headline_is_the_guest():
    text = "- Why?\n- Because we must.\n- And then?\n- Then we go."
    assert turns(text, "Livia Karost: We build boats")[1] == ("Livia Karost", "Because we must.")


def test_numbered_questions_make_an_interview_of_nobody():
    text = "1. Why?\nWe must go over.\n2. And then?\nWe go on board.\n3. Who goes?\nWe do it all."
    assert turns(text, "Ferries in spring")[:2] == [(ASKER, "1. Why?"), (None, "We must go over.")]


@pytest.mark.parametrize(
    "text",
    [
        "Toma Virask: photo by the press service.\nIvo Vane: “We wait.”\nThe Council met.",
        "Ivo Vane: Defence Minister of Orlan\nLivia Karost: Defence Minister of Belmora\nThey met in Orvesk.",
        "Orlan: Minister Ivo Vane; Belmora: Minister Livia Karost; Tashkar: Damir Otumbek.",
        "The meeting was attended by: President of Orlan Ivo Vane, Chair Livia Karost.",
    ],
)
def test_captions_and_rosters_make_no_turns(text):
    assert find_turns(text) == []


def test_dashes_before_what_somebody_said_make_no_interview():
    text = (
        "— Мы едем, — сказал министр Дамир Отумбек. — А вы?\n"
        "— Мы остаемся, — ответил Орест Калмырин. — Почему?"
    )
    assert find_turns(text) == []
