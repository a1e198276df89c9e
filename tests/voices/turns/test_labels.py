"""Where the labels of turns stand, and what they say of the speaker."""

from __future__ import annotations

import pytest

from topoi.voices.persons.introductions import read_introduction, split_name
from topoi.voices.turns.labels import find_labels


def labels(text: str) -> list[tuple[str, str]]:
    """(kind, label) of everything that looks like one."""
    return [(label.kind, label.text) for label in find_labels(text)]


@pytest.mark.parametrize(
    ("label", "kind", "name", "role"),
    [
        ("President of Orlan Ivo Vane", "full", "Ivo Vane", "President of Orlan"),
        ("Minister of Industry and Trade Ivo Vane", "full", "Ivo Vane", None),
        ("Head of the Lake Land Region Ivo Vane", "full", "Ivo Vane", None),
        ("Lakemost CEO Ivo Vane", "full", "Ivo Vane", "Lakemost CEO"),
        ("PRIME MINISTER VANE", "titled", "Vane", "Prime Minister"),
        ("Ivo Vane, Captain of the Northern Ferry", "full", "Ivo Vane", None),
        ("S.V. Vane", "name", "S. V. Vane", None),
        ("Ivo VANE", "name", "Ivo Vane", None),
        ("Министр обороны Варнелии Андрей Вельгарин", "full", "Андрей Вельгарин", None),
        ("Steppe Courier", "outlet", "", "interviewer"),
        ("President of Sarvia Abdel Fattah el-Vane", "full", "Abdel Fattah el-Vane", None),
    ],
)
def test_a_label_gives_name_and_post(label, kind, name, role):
    found, speaker = read_introduction(label)
    assert (found, speaker.name) == (kind, name)
    assert role is None or speaker.role == role


@pytest.mark.parametrize(
    "words",
    [
        "I would say this",
        "At any rate, President of Orlan Ivo Vane puts it like this",
        "The meeting was attended by",
        "I asked President Vane",
        "The main task",
    ],
)
def test_a_sentence_before_a_colon_is_no_label(words):
    assert labels(f"We met. {words}: the lake is calm.") == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It is late. Ivo Vane: Yes.", "Ivo Vane"),
        ("Is it late? Ivo Vane (laughs): Yes.", "Ivo Vane"),
        ("So was I. Ivo Vane: Yes.", "Ivo Vane"),
        ("It went well.(Laughter.) Ivo Vane: Yes.", "Ivo Vane"),
        ("<…> Ivo Vane: Yes.", "Ivo Vane"),
        ("Late. Head of the Bank (LB) Ivo Vane: Yes.", "Head of the Bank (LB) Ivo Vane"),
        ("Late. Head Ivo Vane Vane IvoHead of the Bank: Yes.", "Head Ivo Vane"),
        ("Opening of the talks President of Orlan Ivo Vane: Yes.", "President of Orlan Ivo Vane"),
        ("**Ivo Vane:** Yes.", "Ivo Vane"),
        ("- Ivo Vane: Yes.", "Ivo Vane"),
        ("Ivo Vane [Lake Office]: Yes.", "Ivo Vane"),
        ("Ivo Vane (00:04):\nYes.", "Ivo Vane"),
        ("12. Mr. VANE (Orlan): Yes.", "Mr. VANE"),
    ],
)
def test_a_label_is_found_where_it_begins(text, label):
    found = find_labels(text)
    assert [one.text for one in found] == [label]
    assert text[found[0].start :].startswith(label)
    assert text[found[0].words :] in ("Yes.", ".")


def test_a_label_that_lost_the_stop_before_it_is_known_from_the_others():
    turn = "Ivo Vane: Yes. Livia Karost: No. "
    text = f"{turn * 3}Thank you Ivo Vane: We go. I told Ivo Vane: We stay."
    assert [text[label.words :][:5] for label in find_labels(text)][-1:] == ["We go"]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Minister of Trade (Ms Livia Karost): Yes.", "full", "Livia Karost"),
        ("Official Spokesperson, Shri Ivo Vane: Yes.", "full", "Ivo Vane"),
        ("Shri Ivo Vane, Official Spokesperson: Yes.", "full", "Ivo Vane"),
        ("Степная газета: Да?", "outlet", ""),
        ("Minister of Trade (laughs): Yes.", "post", ""),
    ],
)
def test_names_in_brackets_and_outlets(text, kind, name):
    (label,) = find_labels(text)
    assert (label.kind, label.speaker.name) == (kind, name)


def test_post_and_name_of_a_body_in_a_label():
    assert split_name("Secretary General of the Council of Lakes Ivo Vane") == (
        "Secretary General of the Council of Lakes",
        "Ivo Vane",
    )
