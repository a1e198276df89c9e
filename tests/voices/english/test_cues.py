"""English forms of saying something, one a time: whose words they are, and which words."""

from __future__ import annotations

import pytest
from saying import document, said

from topoi.voices import attribute
from topoi.voices.english.prose import read_prose
from topoi.voices.persons.gender import gender_of
from topoi.voices.stretch import CONFIDENCE, UNCOUNTED, confidence_of

VIRASK, VANE, CALM = "Toma Virask", "Ivo Vane", "the lake was calm."
WAIT = "“We shall not wait for others,”"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is said begins behind times, places and addressees
        ("Toma Virask said on Monday the lake was calm.", [(VIRASK, CALM)]),
        ("Toma Virask told a news conference they were calm.", [(VIRASK, "they were calm.")]),
        ("Toma Virask told host Ivo Vane the lake was calm.", [(VIRASK, CALM)]),
        # and ends where the same speaker says more, or where it was said
        (
            "Toma Virask said the ferry was full, and accused the port of greed.",
            [(VIRASK, "the ferry was full"), (VIRASK, "the port of greed.")],
        ),
        (
            "Toma Virask said the ferry was full — arguing that the lake was calm.",
            [(VIRASK, "the ferry was full"), (VIRASK, CALM)],
        ),
        (
            "Toma Virask insists the lake was calm, and has championed a bridge.",
            [(VIRASK, "the lake was calm")],
        ),
        (
            "Toma Virask noted that the lake was calm: “It will stay so for a week.”",
            [(VIRASK, "the lake was calm:"), (VIRASK, "“It will stay so for a week.”")],
        ),
        # wishes, promises, questions, things
        ("Toma Virask urged the port to wait.", [(VIRASK, "to wait.")]),
        ("Toma Virask called on all parties to wait a while.", [(VIRASK, "to wait a while.")]),
        ("Toma Virask pledged to wait for others.", [(VIRASK, "to wait for others.")]),
        ("Toma Virask asked whether the lake was calm.", [(VIRASK, "whether the lake was calm.")]),
        ("Toma Virask called for a new bridge.", [(VIRASK, "a new bridge.")]),
        # news: the next speaker ends what is said
        (
            "Toma Virask said the ferry was full, but he warned that the lake was calm.",
            [(VIRASK, "the ferry was full"), (VIRASK, CALM)],
        ),
        (
            "Toma Virask said the ferry was full, and harbour groups warned that the lake was calm.",
            [(VIRASK, "the ferry was full"), ("harbour groups", CALM)],
        ),
        (
            "Toma Virask said the ferry was full, meaning nobody could board it.",
            [(VIRASK, "the ferry was full")],
        ),
        # a speaker within a sentence
        (
            "Though the ferry is old, Toma Virask said, it has never been late.",
            [(VIRASK, "Though the ferry is old"), (VIRASK, "it has never been late.")],
        ),
        (
            "The bridge will be built soon, Toma Virask said: “It is the best of plans.”",
            [
                (VIRASK, "The bridge will be built soon"),
                (VIRASK, "“It is the best of plans.”"),
            ],
        ),
        (
            "“The lake is very calm,” Toma Virask said at a rally in Orlan, “but nobody sails on it.”",
            [(VIRASK, "“The lake is very calm,”"), (VIRASK, "“but nobody sails on it.”")],
        ),
        # who speaks
        (
            "“We shall not wait,” said Rep. T.V. Virask on Monday.",
            [("T. V. Virask", "“We shall not wait,”")],
        ),
        ("Vane’s team says the lake was calm.", [("Vane’s team", CALM)]),
        (
            "Toma Virask, a trader and spokeswoman for the Lake Fund, which owns ships, said the lake was calm.",
            [(VIRASK, CALM)],
        ),
        ("Toma Virask -- the author of a book -- said the lake was calm.", [(VIRASK, CALM)]),
        ("They met days after Toma Virask said the lake was calm.", [(VIRASK, CALM)]),
        ("Ivo Vane met Toma Virask, who in May said the lake was calm.", [(VIRASK, CALM)]),
        ("Developers and traders say the lake was calm.", [("Developers and traders", CALM)]),
        # things
        ("Toma Virask called it a calm lake.", [(VIRASK, "it a calm lake.")]),
        ("Toma Virask expressed outrage over the bridge.", [(VIRASK, "over the bridge.")]),
        (
            "Toma Virask pledged to end what she called “the oldest of all wars.”",
            [(VIRASK, "to end what she called “the oldest of all wars.”")],
        ),
        (
            "Toma Virask stressed the need for a calm lake.",
            [(VIRASK, "the need for a calm lake.")],
        ),
        ("Toma Virask expressed confidence that the lake was calm.", [(VIRASK, CALM)]),
        ("Toma Virask said there was no lake.", [(VIRASK, "there was no lake.")]),
        ("Toma Virask warned the storms could return.", [(VIRASK, "the storms could return.")]),
        (
            "Toma Virask pointed out that the lake was calm; that it was new; and that we waited.",
            [(VIRASK, "the lake was calm; that it was new; and that we waited.")],
        ),
        (
            "Toma Virask condemned the greedy port and reaffirmed support for a new bridge.",
            [(VIRASK, "the greedy port"), (VIRASK, "support for a new bridge.")],
        ),
        (
            "“This,” Toma Virask told the Lake Times newspaper, “is over”.",
            [(VIRASK, "“This,”"), (VIRASK, "“is over”.")],
        ),
        (
            '"We know what to do" -- Minister Toma Virask told reporters -- "and we shall do it all."',
            [(VIRASK, '"We know what to do"'), (VIRASK, '"and we shall do it all."')],
        ),
        (
            '"It is time to say it," Toma Virask added, "and "our lake" is calm."',
            [(VIRASK, '"It is time to say it,"'), (VIRASK, '"and "our lake" is calm."')],
        ),
        (f"{WAIT} Toma Virask was quoted as saying by Merid.", [(VIRASK, WAIT)]),
        ("As Toma Virask put it, the lake was calm.", [(VIRASK, CALM)]),
        # a speaker in front, behind, between, or at the very end
        (
            "Noting that the ferry was full, Toma Virask said that the lake was calm.",
            [(VIRASK, "the ferry was full"), (VIRASK, CALM)],
        ),
        (
            "This plan, Toma Virask says, is new.",
            [(VIRASK, "This plan"), (VIRASK, "is new.")],
        ),
        (
            "The Lake States are calling for a bridge, Minister Toma Virask said.",
            [(VIRASK, "The Lake States are calling for a bridge")],
        ),
        (
            "On Friday, the ministers will meet again, Toma Virask said.",
            [(VIRASK, "On Friday, the ministers will meet again")],
        ),
        (
            "The ferry was full, said the press service of the port.",
            [("press service of the port", "The ferry was full")],
        ),
        ("Minister Toma Virask left. In his words, the lake was calm.", [(VIRASK, CALM)]),
        ("As Toma Virask noted, the lake was calm.", [(VIRASK, CALM)]),
        (
            "The lake was calm. The press service reported.",
            [("press service", "The lake was calm.")],
        ),
        (
            "The lake is calm, and nobody waits,\n- said Toma Virask.",
            [(VIRASK, "The lake is calm, and nobody waits,")],
        ),
        (
            "Toma Virask noted the following:\n- The lake is calm.\n- Nobody waits.\nHe left.",
            [(VIRASK, "- The lake is calm."), (VIRASK, "- Nobody waits.")],
        ),
        (
            "We met. We shall not wait for others,” said Toma Virask.",
            [(VIRASK, "We met. We shall not wait for others,”")],
        ),
        (
            "They “are waiting for others,” Toma Virask said.",
            [(VIRASK, "They “are waiting for others,”")],
        ),
        # anybody speaks with a strong verb; papers and polls do with any
        ("Sources close to the port say the lake was calm.", [("Sources close to the port", CALM)]),
        ("Some 59 percent said the lake was calm.", [("Some 59 percent", CALM)]),
        (
            "Ivo Vane and Toma Virask said that the lake was calm.",
            [("Ivo Vane and Toma Virask", CALM)],
        ),
    ],
)
def test_a_form_of_saying_gives_the_words_to_their_speaker(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Toma Virask came in order to join a gathering of the council.",
        "The lake was calm, and early warning capabilities to deter storms were tested.",
        "The ministers responded with the letter that Virask announced that same day.",
        "Toma Virask was asked how the lake was.",
        "Toma Virask called a meeting to discuss the lake.",
        "Toma Virask asked not to be named.",
        "It will be noted at the meeting that the lake was calm.",
    ],
)
def test_a_verb_of_saying_is_not_always_one(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Orlan's President Ivo Vane left. Toma Virask waited. Meanwhile, the lake froze.", VIRASK),
        ("Minister Toma Virask met Ivo Vane. She greeted him. Then the ferry left.", VIRASK),
    ],
)
def test_he_is_who_was_last_spoken_of(text, speaker):
    assert said(text + " He said that the lake was calm.")[-1] == (speaker, CALM)


@pytest.mark.parametrize(
    ("introduction", "mention", "speaker"),
    [
        (
            "President of Belarus Ivo Vane met Kazakh Minister Toma Virask.",
            "The Belarusian leader",
            VANE,
        ),
        ("The head of Belarus Ivo Vane met Minister Toma Virask.", "The head of state", VANE),
        ("Russian Foreign Minister Ivo Vane met Toma Virask.", "Russia’s top diplomat", VANE),
        (
            "It was opened by the minister, Ivo Vane, the secretary, Toma Virask, and others.",
            "The minister",
            VANE,
        ),
        ("Foreign Minister Vane met Defence Minister Toma Virask.", "The foreign minister", "Vane"),
    ],
)
def test_a_post_or_a_general_word_means_who_holds_it(introduction, mention, speaker):
    assert said(f"{introduction} {mention} said that the lake was calm.") == [(speaker, CALM)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Ivo Vane said the ferry froze. Toma Virask said the ferry sank, and he said that",
            VIRASK,
        ),
        ("Critics of the bridge sent a letter. They said that", "Critics of the bridge"),
        ("It was opened by Mayor Ivo de Vane. De Vane left. The mayor said that", "Ivo de Vane"),
    ],
)
def test_a_pronoun_or_a_post_is_of_the_nearest_in_the_news(text, speaker):
    assert said(f"{text} the lake was calm.")[-1] == (speaker, CALM)


@pytest.mark.parametrize(
    ("mention", "speaker"),
    [
        ("A diplomat", "a diplomat"),
        ("One Western diplomat", "One Western diplomat"),
        ("Another minister", "Another minister"),
        ("The diplomat", VANE),
        ("The minister", VANE),
        ("The prime minister", VIRASK),
    ],
)
def test_an_unnamed_source_is_nobody_known_and_a_minister_is_not_the_prime_minister(
    mention, speaker
):
    met = "Foreign Minister of Armenia Ivo Vane met Prime Minister of Georgia Toma Virask."
    assert said(f"{met} {mention} said that the lake was calm.") == [(speaker, CALM)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            WAIT + " one diplomat, who asked not to be named, told Lake News.",
            [("one diplomat", WAIT)],
        ),
        (WAIT + " said an official who asked not to be quoted.", [("an official", WAIT)]),
        ("Toma Virask asked not to be afraid.", [(VIRASK, "to be afraid.")]),
    ],
)
def test_who_asked_not_to_be_named_asks_nothing(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize("phrase", ["Many", "Another", "The sign", "A statement", "The report"])
def test_of_many_and_of_papers_nobody_knows_whose_words_they_are(phrase):
    assert said(f"{phrase} said that the lake was calm.") == [(None, CALM)]


@pytest.mark.parametrize("phrase", ["Nobody", "No minister", "None of the ministers"])
def test_what_nobody_said_is_not_said(phrase):
    assert said(f"{phrase} said that the lake was calm.") == []


def test_the_latter_is_the_second_of_two():
    text = "Minister Ivo Vane met Minister Toma Virask. The latter said that the lake was calm."
    assert said(text) == [(VIRASK, CALM)]
    assert said(text.replace("latter", "former")) == [(VANE, CALM)]


def test_a_name_behind_a_comma_belongs_to_the_speaker():
    assert said(WAIT + " said a resident, Toma Virask.") == [(VIRASK, WAIT)]


def test_she_is_no_man():
    text = "Minister Maria Orlan and Minister John Vane met. John Vane left. She said that the lake was calm."
    assert said(text) == [("Maria Orlan", CALM)]
    assert (gender_of("Maria Orlan"), gender_of("John Vane"), gender_of("Vane")) == (
        "she",
        "he",
        None,
    )


def test_who_is_spoken_for_and_whose_words_are_reported_in_turn():
    text = (
        "Toma Virask greeted them on behalf of the Lake States. He said that the lake, according to "
        "Minister Ivo Vane, was calm."
    )
    row = attribute(document(text)).set_index("voice").loc["reported"]
    assert (row.speaker, row.on_behalf_of, row.embedded_source) == (VIRASK, "Lake States", VANE)


def test_a_headline_is_somebodys_only_if_the_text_knows_them():
    body = "\nMinister Toma Virask left."
    assert said("Virask: The lake will be calm." + body)[0] == (VIRASK, "The lake will be calm.")
    assert said("Weather: The lake will be calm." + body) == []


def test_confidence_ranks_the_rules_and_falls_where_nobody_is_named():
    assert CONFIDENCE["said that …"] > UNCOUNTED > CONFIDENCE["promised to …"]
    assert confidence_of("said that …", None) < min(CONFIDENCE.values()) + 0.01
    stretches = read_prose(f"{WAIT} Toma Virask said. She said that the lake was calm.")
    assert all(s.confidence == confidence_of(s.rule, s.speaker) for s in stretches)


def test_names_terms_and_titles_in_quotation_marks_are_nobodys_words():
    text = "The summit, themed “Strengthening the Multilateral Dialogue for Lasting Peace,” opened."
    passages = attribute(document(text))
    assert set(passages.voice) == {"narration"}
    assert passages.speaker.isna().all()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Toma Virask said: "The pact is dead".', '"The pact is dead".'),
        ('Toma Virask said, "The pact is dead".', '"The pact is dead".'),
        ('"The pact is dead", the minister Toma Virask said.', '"The pact is dead"'),
        ("‘We want peace’, Toma Virask said.", "‘We want peace’"),
        ("„We want peace“, Toma Virask said.", "„We want peace“"),
        ("”We want peace”, Toma Virask said.", "”We want peace”"),
        ("‹We want peace›, Toma Virask said.", "‹We want peace›"),
        ("\"We wait. 'Our lake' is calm.' Toma Virask said.", "\"We wait. 'Our lake' is calm.'"),
    ],
)
def test_a_few_words_in_marks_beside_a_verb_of_saying_are_a_quotation(text, words):
    passages = attribute(document(text))
    row = passages[passages.voice != "narration"].squeeze()
    assert (row.voice, row.kind, row.speaker) == ("quotation", "direct", VIRASK)
    assert row.text.strip() == words


@pytest.mark.parametrize(
    "text",
    [
        "Toma Virask’s motto, “We want peace”, was read by all.",
        "The book is called: “The pact is dead”.",
        "The group “Friends of Peace”, Toma Virask knew, was small.",
    ],
)
def test_titles_and_names_beside_a_speaker_are_no_quotation(text):
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "He, quoting Vane, said: “The lake has been calm for years.”",
        "He said that Minister Vane believes that the lake is calm.",
        "He said Vane had told him that the lake was calm.",
        "He cited Vane as saying that the lake was calm.",
        "“As Vane said, the lake has been calm for years,” he noted.",
        "“According to Vane, the lake has been calm for years,” he noted.",
        "The ministry reported, citing Vane, that the lake was calm.",
        "The lake was calm, the ministry reported, citing Vane.",
    ],
)
def test_a_speaker_who_reports_another_names_the_source(text):
    passages = attribute(document(f"Ivo Vane waited. Minister Toma Virask left. {text}"))
    passages = passages[passages.voice != "narration"]
    assert list(passages.embedded_source) == [VANE]


def test_a_person_who_is_spoken_of_is_no_source():
    passages = attribute(document("Toma Virask said that Ivo Vane left the calm lake."))
    assert passages.embedded_source.isna().all()
