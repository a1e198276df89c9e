"""Transcripts and interviews go by their labels."""

from __future__ import annotations

import pytest

from topoi.voices.turns.turns import find_turns, read_turns

TITLE = "Interview with OISP Secretary-General Orest Kalmyrin"


def turns(text: str, title: str | None = None) -> list[tuple[str | None, str]]:
    """(speaker, words) of every turn."""
    found = find_turns(text, title)
    stretches = read_turns(text, found)[0] if found else []
    return [
        ((s.speaker.name or None) if s.speaker else None, text[s.start : s.end].strip())
        for s in stretches
    ]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Question", "Answer"),
        ("Q", "A"),
        ("Вопрос", "Ответ"),
        ("Корр.", "Orest Kalmyrin"),
        ("STEPPE COURIER", "Orest Kalmyrin"),
        ("Question", "KALMYRIN"),
    ],
)
def test_the_answers_of_an_interview_are_its_guests(question, answer):
    text = f"{question}: Why?\n{answer}: Because.\n{question}: Then?\n{answer}: We go."
    assert turns(text, TITLE) == [
        (None, "Why?"),
        ("Orest Kalmyrin", "Because."),
        (None, "Then?"),
        ("Orest Kalmyrin", "We go."),
    ]


def test_a_paragraph_without_a_label_continues_the_turn():
    text = "Gleb Torvanin: Come in.\nMihal Dorvanu: I am in.\nIt is warm.\nGleb Torvanin: Sit down."
    assert turns(text)[1] == ("Mihal Dorvanu", "I am in.\nIt is warm.")


@pytest.mark.parametrize("mark", ["<…>", "<...>", "* * *", "***"])
def test_an_end_mark_ends_the_turn(mark):
    text = (
        "President of Varnelia Gleb Torvanin: Come in.\n"
        f"Mihal Dorvanu: I am in.\n{mark}\nThe talks went on."
    )
    stretches, outside = read_turns(text, find_turns(text))
    assert [text[s.start : s.end].strip() for s in stretches] == ["Come in.", "I am in."]
    assert [text[a:b].strip() for a, b in outside if a] == ["The talks went on."]


def test_labels_within_a_line_are_found_where_a_scraper_lost_the_paragraphs():
    text = (
        "President of Varnelia Gleb Torvanin: Mr President, the lake is calm. It is large. "
        "President of Ilmeria Mihal Dorvanu: Thank you. Gleb Torvanin: You are right. "
        "Mihail Dorvanu: Let us go."
    )
    assert turns(text) == [
        ("Gleb Torvanin", "Mr President, the lake is calm. It is large."),
        ("Mihal Dorvanu", "Thank you."),
        ("Gleb Torvanin", "You are right."),
        ("Mihal Dorvanu", "Let us go."),
    ]


def test_a_label_gives_post_and_body():
    text = "President of Varnelia Gleb Torvanin: Come in.\nTorvanin: Sit down."
    speakers = [turn.speaker for turn in find_turns(text)]
    assert {(s.name, s.role, s.organization) for s in speakers} == {
        ("Gleb Torvanin", "President of Varnelia", "Varnelia")
    }


def test_initials_belong_to_a_label():
    text = "President of Varnelia G. A. Torvanin: Come in.\nG. A. Torvanin: Sit down."
    assert turns(text) == [("G. A. Torvanin", "Come in."), ("G. A. Torvanin", "Sit down.")]


def test_a_verbatim_record_gives_the_state_in_brackets_and_numbers_its_paragraphs():
    text = (
        "12. The PRESIDENT: I call on the delegate of Quessara.\n13. Mr. TERREKE (Quessara) "
        "(interpretation from French): Mr. President, permit me to begin.\n14. We wait.\n"
        "15. Ms. VANE (Orlan): So do we.\n"
    )
    speakers = [(t.speaker.name, t.speaker.organization) for t in find_turns(text)]
    assert speakers == [("president", None), ("Terreke", "Quessara"), ("Vane", "Orlan")]


@pytest.mark.parametrize(
    "text",
    [
        "Note: the lake is calm.\nHe said: “We go.”\nOne thing: the ferry.",
        "Agenda: lakes.\nPlace: Orvesk.\nTime: noon.",
        "Time: 10:30. Place: Orvesk.",
        "Toma Virask: “We shall not wait for others.”",
        "The lake is calm.",
        "",
    ],
)
def test_a_colon_alone_makes_no_transcript(text):
    assert find_turns(text) == []


def test_the_presidents_own_label_is_found_on_most_pages_of_a_presidential_site(shared):
    # ../shared/corpora/kremlin/SOURCE.txt: paragraph breaks lost, labels inside the line.
    # The count is of the plain string, so it holds a few mentions that are no label.
    import json

    file = shared / "corpora" / "kremlin" / "kremlin_press_2021-10_2022-06.jsonl"
    if not file.is_file():
        pytest.skip("needs the pages of the presidential site")
    pages = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    label = "Vladimir Putin"
    written = sum(page["text"].count(f" {label}: ") for page in pages)
    found = sum(
        turn.label.endswith(label) for p in pages for turn in find_turns(p["text"], p["title"])
    )
    assert found >= 0.8 * written


def test_a_post_in_capitals_is_the_person_whom_the_title_calls_by_it():
    text = "THE PRESIDENT: Good day. We met.\nQ Why?\nTHE PRESIDENT: We had to.\nQ And now?\n"
    turns = find_turns(text + "THE PRESIDENT: Home.", "Remarks by President Petr Sund at the Forum")
    assert {t.speaker.name for t in turns if t.label == "THE PRESIDENT"} == {"Petr Sund"}


def test_what_somebody_gives_is_no_part_of_the_post():
    text = "Question: Why?\nToma Virask: We had to.\nQuestion: And now?\nToma Virask: Home."
    turns = find_turns(text, "Interview of Foreign Minister Toma Virask with Lake News")
    assert {t.speaker.role for t in turns if t.label == "Toma Virask"} == {"Foreign Minister"}
