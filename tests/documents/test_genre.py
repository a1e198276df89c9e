"""A genre is told where the text shows it, and null elsewhere."""

from __future__ import annotations

import pytest

from topoi.documents.genre import guess_genre

PROSE = "The Council met in Orvesk. It agreed on the lake."
TURNS = "GLEB: Come in.\nMIHAL: I am in.\nGLEB: Sit down.\nMIHAL: I sit."


@pytest.mark.parametrize(
    ("text", "title", "genre"),
    [
        (PROSE, "Speech by Saltara Zhurumbek at the session", "speech"),
        (PROSE, "Opening remarks of the Secretary-General", "speech"),
        (PROSE, "Выступление Ореста Калмырина на открытии форума", "speech"),
        ("Dear colleagues!\nI am glad.", None, "speech"),
        ("Уважаемые коллеги!\nЯ рад.", None, "speech"),
        ("Mr. President,\nmy country is small.", None, "speech"),
        ("Question: Why?\nAnswer: Because.\nQuestion: And then?", None, "interview"),
        ("Вопрос: Зачем?\nОтвет: Надо.\nВопрос: А потом?", None, "interview"),
        (TURNS, None, "transcript"),
        (PROSE, "Council meets in Orvesk", None),
        (PROSE, "A speech nobody heard", None),
        ("Dear friends of the lake met in Orvesk on Monday and agreed.", None, None),
        ("One: a lake.\nTwo: a sea.\nThree: a river.\nFour: a pond.", None, None),
        ("", None, None),
    ],
)
def test_a_genre_shows_itself_by_title_salutation_questions_or_turns(text, title, genre):
    assert guess_genre(text, title) == genre
