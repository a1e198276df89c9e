"""Whose speech a document is, and on whose behalf; reports of speeches are none."""

from __future__ import annotations

import pytest

from topoi.voices.stretch import Speaker
from topoi.voices.turns.speeches import find_speech, find_statement, on_behalf

BODY = "We came over the lake. I thank you for the boats."
HAIL = "Mr. President,\nExcellencies,\n"


def speaker(text: str, title: str | None = None, genre: str | None = None):
    """(name, role, organization) of the speech that a document is; None if it is none."""
    speech = find_speech(text, title, genre)
    who = speech.speaker if speech else None
    return who and (who.name, who.role, who.organization)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Speech by Ivo Vane, President of Orlan", ("Ivo Vane", "President of Orlan", "Orlan")),
        ("Remarks by OISP Secretary General Ivo Vane at the forum", ("Ivo Vane", None, "OISP")),
        ("Remarks by the Head of the Bank, Ivo Vane, to captains", ("Ivo Vane", None, None)),
        (
            "Foreign Minister Ivo Vane's remarks at the forum",
            ("Ivo Vane", "Foreign Minister", None),
        ),
        ("President Ivo Vane delivers a speech at the forum", ("Ivo Vane", "President", None)),
        ("Address by the President of Orlan", ("", "President of Orlan", "Orlan")),
        ("Lakes: press remarks by Chair Ivo Vane upon arrival", ("Ivo Vane", "Chair", None)),
        ("Выступление Президента Варнелии Ивана Вейна на форуме", ("Иван Вейн", None, None)),
    ],
)
def test_the_title_names_the_speaker(title, expected):
    name, role, organization = speaker(f"Good afternoon, friends!\n{BODY}", title)
    assert name == expected[0]
    assert expected[1] is None or role == expected[1]
    assert expected[2] is None or organization == expected[2]


def test_a_heading_in_capitals_names_speaker_post_and_body():
    heading = (
        "STATEMENT\nBY H.E. MR. IVO VANE\nMINISTER OF FOREIGN AFFAIRS OF THE REPUBLIC OF ORLAN\n"
    )
    found = speaker(f"{heading}AT THE NINTH SESSION\n{HAIL}{BODY}")
    assert found == ("Ivo Vane", "Minister of Foreign Affairs of the Republic of Orlan", "Orlan")


def test_a_signature_names_the_speaker_and_is_no_part_of_the_speech():
    text = f"Dear friends,\n{BODY}\nIvo VANE\nSecretary General of the OISP"
    speech = find_speech(text, "Message on the Day of Lakes", "speech")
    assert (speech.speaker.name, speech.speaker.organization) == ("Ivo Vane", "OISP")
    assert text[speech.start : speech.end].strip().endswith("boats.")


def test_a_message_below_a_lead_is_whose_the_lead_says():
    lead = (
        "Following is the text of OISP Secretary-General Ivo Vane’s message to captains, today:\n"
    )
    assert speaker(lead + BODY) == ("Ivo Vane", "OISP Secretary-General", "OISP")


def test_a_lead_above_a_salutation_names_the_speaker_and_a_salutation_does_not():
    lead = (
        "OISP Secretary General Ivo Vane spoke in Orvesk on Monday, after the captains had left it."
    )
    assert speaker(f"{lead}\nDear Mr. Karost,\n{BODY}") == (
        "Ivo Vane",
        "OISP Secretary General",
        "OISP",
    )
    speech = find_speech(f"Dear Mr. Karost,\n{BODY}", None)
    assert speech is not None
    assert speech.speaker is None


@pytest.mark.parametrize(
    "text",
    [
        "The president came over the lake. He thanked the crews for the boats.",
        "The president spoke. “We came over the lake, and I thank you for all of the boats.”",
        "Ivo Vane said that the lake was calm.",
    ],
)
def test_a_report_of_a_speech_is_none(text):
    assert find_speech(text, "Speech by Ivo Vane welcomed in Orvesk") is None


def test_a_body_speaks_in_its_statement():
    text = "The Lake Council welcomes the boats. It calls on captains to paint them."
    speech = find_statement(text, "Statement by the Lake Council on the boats")
    assert (speech.speaker.name, speech.speaker.person) == ("Lake Council", False)


@pytest.mark.parametrize(
    ("opening", "group"),
    [
        ("I have the honour to speak on behalf of the Lake States.", "Lake States"),
        (
            "I am speaking on behalf of the OISP member states: Orlan and Belmora.",
            "OISP member states",
        ),
        ("Выступаю от имени государств — членов ОПВМ.", "государств"),
        ("I speak on behalf of my Government.", None),
        ("I fully support the statement made by my colleague on behalf of the Lake Union.", None),
        ("I thank you on behalf of the Lake States for the boats.", None),
        ("I have the honour to speak on behalf of the people of Orlan.", None),
        ("On behalf of all of us, I thank you.", None),
        ("Allow me to congratulate you on behalf of the people of Orlan.", None),
    ],
)
def test_on_whose_behalf_somebody_speaks(opening, group):
    found = on_behalf(Speaker("Ivo Vane"), opening).on_behalf_of
    assert (found is None) == (group is None)
    assert group is None or found.startswith(group)


@pytest.mark.parametrize(
    ("organization", "opening", "group"),
    [
        ("Orlan", "I have the honour to speak on behalf of the Republic of Orlan.", None),
        ("Orlan", "I speak on behalf of one of the smallest lake States.", None),
        ("Orlan", "I have the honour to speak on behalf of the Movement’s Chairman.", None),
        ("Orlan", "I am speaking on behalf of the Group of 77 and China.", "Group of 77 and China"),
        (
            "Orlan",
            "I have the honour to speak on behalf of the Lake States before this Assembly.",
            "Lake States",
        ),
    ],
)
def test_a_speaker_stands_for_a_group_and_not_for_the_own_state(organization, opening, group):
    speaker = on_behalf(Speaker("Ivo Vane", None, organization), opening)
    assert speaker.on_behalf_of == group


def test_a_courtesy_between_post_and_name_leaves_both_whole():
    title = "Statement by the Minister of Foreign Affairs of Orlan H.E. Mila Karsten at the Forum"
    speech = find_speech(
        "Thank you all for coming here today. I am glad to be here.", title, "speech"
    )
    assert (speech.speaker.name, speech.speaker.role) == (
        "Mila Karsten",
        "Minister of Foreign Affairs of Orlan",
    )
