"""Markdown: the marks go, the words, lines and items stay."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.documents import read_sources
from topoi.documents.formats.markdown import drop_marks

CALM = "The lake of Orvesk is calm today, and the ferry to Zhemir leaves on time."


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("# Talks in Orlan\n\nText.", "Talks in Orlan\nText."),
        ("Talks in Orlan\n===\n\nText.", "Talks in Orlan\nText."),
        ("**Vane:** It is *calm*.", "Vane: It is calm."),
        ("See [the Council](http://a.example/x_(y) 'title') and [this][1].\n\n[1]: http://b.example",
         "See the Council and this."),
        ("> We are ready.\n>\n> Quite.", "We are ready.\nQuite."),
        ("- one\n- two", "- one\n- two"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("One\\\nTwo  \nThree\nFour", "One\nTwo\nThree\nFour"),
        ("Lake `Orvesk`\n\n```\ncode line\n```", "Lake Orvesk\ncode line"),
        ("![A picture](x.png)\n\nText.", "Text."),
        ("| a | b |\n|---|---|\n| c | d |", "a\nb\nc\nd"),
        ("a\n\n* * *\n\nb", "a\n* * *\nb"),
        ("snake_case_name, 2 * 3 * 4, \\*kept\\*", "snake_case_name, 2 * 3 * 4, *kept*"),
        ("Q&amp;A <b>bold</b>", "Q&A bold"),
        ("«Мы **готовы**», — сказал Торванин.", "«Мы готовы», — сказал Торванин."),
    ],
)  # fmt: skip
def test_marks_go_and_words_stay(written, text):
    assert drop_marks(written)[0].replace("\n\n", "\n") == text


def test_marks_are_counted_and_the_file_is_flagged(tmp_path):
    (tmp_path / "a.md").write_text(
        f"# Ferry leaves on time\n\n16.10.2031\n\n**{CALM}**\n\nSo they say.\n"
    )
    (tmp_path / "b.md").write_text(CALM)
    reading = read_sources(tmp_path)
    assert reading.documents.title.dropna().to_list() == ["Ferry leaves on time"]
    assert reading.documents.text.to_list() == [f"{CALM}\n\nSo they say.", CALM]
    assert reading.problems[["source", "problem", "count"]].values.tolist() == [
        ["a.md", "markdown", 2]
    ]


def test_the_fields_at_the_head_are_metadata(tmp_path):
    fields = "title: 'Calm lake'\ndate: 2031-10-16\nlink: http://a.example/1\npublisher: Merid\ntags:\n  - x"
    (tmp_path / "a.md").write_text(f"---\n{fields}\n---\n{CALM} {CALM}\n\n{CALM}\n")
    row = read_sources(tmp_path).documents.iloc[0]
    assert (row.title, row.url, row.outlet) == ("Calm lake", "http://a.example/1", "Merid")
    assert (row.date, row.date_source) == (pd.Timestamp("2031-10-16"), "markup")
    assert row.text.strip() == f"{CALM} {CALM}\n\n{CALM}"


def test_two_rules_around_talk_are_no_fields(tmp_path):
    (tmp_path / "a.md").write_text(f"---\n\n{CALM}\n\n---\n\n{CALM}\n")
    assert read_sources(tmp_path, clean=False).documents.text[0].count(CALM) == 2


def test_a_date_at_the_head_is_not_guessed(tmp_path):
    (tmp_path / "a.md").write_text(f"---\ndate: 3/4/2031\n---\n{CALM}")
    reading = read_sources(tmp_path)
    assert reading.documents.date.isna().all()
    assert list(reading.problems.problem) == ["bad_date"]


def test_wrapped_markdown_is_joined_into_paragraphs(tmp_path):
    paragraph = (
        "The Council of the Pact met in the town of Orlan on the lake of Orvesk, and\n"
        "its members agreed that the ferry to Zhemir should leave on time, as it has\n"
        "done for many years, and that the port should have nothing to add to this.\n"
    )
    other = paragraph.replace("The Council", "In the spring the Council")
    (tmp_path / "a.md").write_text(f"{paragraph}\n{other}")
    text = read_sources(tmp_path).documents.text[0]
    assert text == "\n".join(p.replace("\n", " ").strip() for p in (paragraph, other))
