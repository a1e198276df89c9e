"""Bodies, titles and dates that do not go together are named in `problems`."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.documents import read_sources
from topoi.documents.belonging import body_problems, shares_words

BODY = "The ferry of the lake left on time and it was full of people who wanted to see Ketra. " * 4


def documents(*rows: tuple[str | None, str | None]) -> pd.DataFrame:
    """Documents with one and the same body, by title and address."""
    return pd.DataFrame(
        [
            {"document": str(i), "source": f"{i}.txt", "title": title, "url": url, "text": BODY}
            for i, (title, url) in enumerate(rows)
        ]
    )


@pytest.mark.parametrize(
    ("rows", "flagged"),
    [
        ([("Ferry leaves", None), ("Ferry sinks", None)], True),
        ([("Ferry leaves", "https://a.example/1"), ("Ferry leaves", "https://a.example/2")], True),
        ([("Ferry leaves", "https://a.example/1"), ("Ferry leaves", "https://b.example/1")], False),
        ([("Ferry leaves", None), ("“Ferry leaves”".strip("“”"), None)], False),
        ([(None, None), (None, None)], False),
        ([("Ferry leaves", None)], False),
    ],
)
def test_one_body_under_two_titles_or_two_addresses_of_a_site_is_named(rows, flagged):
    found = body_problems(documents(*rows))
    assert [p["problem"] for p in found] == ["repeated_body"] * (len(rows) if flagged else 0)


@pytest.mark.parametrize(
    ("title", "shares"),
    [
        ("People wanted Ketra ferries", True),
        ("Furniture chain opens warehouse", False),
        ("Two ducks", True),  # too short to tell
        ("Мебельная сеть открывает второй склад в Орвеске", True),  # another language
    ],
)
def test_a_title_without_a_word_of_the_body_is_told(title, shares):
    assert shares_words(title, BODY) is shares


def test_russian_words_are_compared_by_their_beginning():
    body = "Министры пяти государств договорились об учениях на озёрах. " * 8
    assert shares_words("Договорённость министров: учения пройдут зимой", body)
    assert not shares_words("Мебельная сеть открывает второй большой склад", body)


def test_what_contradicts_a_document_is_a_row_of_problems(tmp_path):
    page = f"Furniture chain opens warehouse\n16.10.2031\n{BODY}It sank on 20 November 2031."
    (tmp_path / "merid_20310101.txt").write_text(page, "utf-8")
    problems = read_sources(tmp_path).problems.set_index("problem").detail
    assert sorted(problems.index) == ["conflicting_dates", "later_dates", "unrelated_title"]
    assert "file name 2031-01-01 against line 2031-10-16" in problems["conflicting_dates"]
    assert "2031-11-20" in problems["later_dates"]
