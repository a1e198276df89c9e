"""Genre and language are told where the text shows them, and null elsewhere."""

from __future__ import annotations

import pytest

from topoi.documents.genre import guess_genre, guess_language

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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The Council confirmed that cooperation would continue.", "en"),
        ("Совет подтвердил, что сотрудничество будет продолжено.", "ru"),
        ("Рада підтвердила, що співпраця триватиме й надалі.", "uk"),
        ("Die Minister vereinbarten gemeinsame Übungen für das kommende Jahr.", None),
        ("Konsey, beş devletin iş birliğinin süreceğini doğruladı.", None),
        ("Бес мемлекеттің министрлері бейсенбі күні кездесіп, жаттығулар туралы келісті.", None),
        ("Міністры пяці краін сустрэліся ў чацвер і дамовіліся аб вучэннях.", None),
        ("Беш өлкөнүн министрлери бейшемби күнү жолугуп, машыгуулар тууралуу макулдашты.", None),
        ("The lake.", None),
        ("2031 — 2032 … 41", None),
        ("", None),
    ],
)
def test_a_language_is_named_when_its_dictionary_knows_the_words(text, language):
    assert guess_language(text) == language
