"""Speech in Russian texts: guillemets, dashes, and marks that a scraper has lost."""

from __future__ import annotations

import pytest

from topoi.voices.russian.quotes import russian_quotations


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("«Мы давно ждем этого дня», — сказал он.", ["«Мы давно ждем этого дня»"]),
        ("«Мы ждем, — сказал он. — Мы готовы».", ["«Мы ждем,", "Мы готовы»"]),
        ("— Мы давно ждем, — сказал он. — Порт открыт.", ["— Мы давно ждем", "Порт открыт."]),
        ("— Ждете? — спросил он.", ["— Ждете?"]),
        ('Мы давно ждем этого дня", - сказал он.', ['Мы давно ждем этого дня"']),
        ("«Мы давно ждем этого дня, — сказал он.", ["«Мы давно ждем этого дня,"]),
        ('«Слово "наш" нам дорого всегда», — сказал он.', ['«Слово "наш" нам дорого всегда»']),
        ('«Мы давно ждем этого дня", - сказал он.', ['«Мы давно ждем этого дня"']),
        ("План «Тихая вода» принят, а «цветные» ленты сняты.", []),
        ("- соль;\n- мука;\n- рыба.", []),
    ],
)
def test_what_is_marked_as_speech_is_found_without_its_attribution(text, quotes):
    assert [text[a:b] for a, b in russian_quotations(text)] == quotes


def test_an_open_quotation_with_an_attribution_ends_with_its_paragraph():
    text = "«Мы давно ждем этого дня, — сказал он.\nПаром ушел.\n«Порт открыт для всех нас», — добавил он."
    assert len(russian_quotations(text)) == 2
