"""Speakers recognised in a table of actors: invented persons, in posts of a coming century."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.errors import SchemaError
from topoi.tables import empty
from topoi.voices import attribute, read_actors
from topoi.voices.persons.organizations import post_in

OWN = """
["Orest Kalmyrin"]
aliases = ["Arest Kalmyryn"]
cyrillic = "Орест Калмырин"
posts = [
    { role = "Foreign Minister", organization = "Belarus", from = "2101-03", to = "2105-05-12" },
    { role = "Secretary-General", organization = "CSTO", from = "2105-05-12" },
]
["Ivo Kalmyrin"]
posts = [{ role = "President", organization = "Belarus", from = "2101", to = "2110" }]
["Zarina Aldubek"]
cyrillic = "Зарина Алдубек"
posts = [{ role = "Defence Minister", organization = "Kazakhstan", from = "2100", to = "2120" }]
["Toma Virask"]
aliases = ["Virask", "Вираск"]
posts = [
    { role = "Prime Minister", organization = "China", from = "2100", to = "2103" },
    { role = "Aide to the President", organization = "China", from = "2104" },
    { role = "Secretary-General", organization = "SCO", from = "2104" },
]
"""


@pytest.fixture(scope="module")
def actors(tmp_path_factory) -> pd.DataFrame:
    """Four invented persons of a coming century."""
    path = tmp_path_factory.mktemp("actors") / "own.toml"
    path.write_text(OWN, "utf-8")
    table = read_actors(path)
    return table[table["since"] > "2099"].reset_index(drop=True)


def document(text: str, date: str | None = "2103-06-01", **more: object) -> pd.DataFrame:
    """One document."""
    row = {"document": "a", "source": "a.txt", "sha256": "", "genre": "news", "text": text}
    row |= {"date": pd.Timestamp(date) if date else None, **more}
    return pd.DataFrame([row]).reindex(columns=[*empty("documents").columns])


def said(documents: pd.DataFrame, actors: pd.DataFrame) -> tuple[str | None, ...]:
    """Speaker, role and organization of the one who speaks, and whether the table helped."""
    passages = attribute(documents, actors=actors)
    spoken = passages[passages["voice"] != "narration"]
    row = spoken[["speaker", "role", "organization"]].astype(object).iloc[0]
    helped = "+ actors" if spoken["rule"].str.endswith(" + actors").all() else None
    return (*row.where(row.notna(), None), helped)


KALMYRIN = ("Orest Kalmyrin", "Foreign Minister", "Belarus", "+ actors")


@pytest.mark.parametrize(
    "text",
    [
        '"We need calm," Orest Kalmyrin said in Belarus.',
        '"We need calm," Arest Kalmyryn told Belarusian students.',
        '"We need calm," Orest V. Kalmyrin said in Belarus.',
        "«Нам нужно спокойствие», — сказал Орест Калмырин в Белоруссии.",
        "По словам Ореста Калмырина, Белоруссии нужно спокойствие и время.",
        '"We need calm," O. Kalmyrin said in Belarus.',
    ],
)
def test_every_spelling_of_a_name_becomes_one_and_post_and_body_are_those_of_the_date(actors, text):
    assert said(document(text), actors) == KALMYRIN


@pytest.mark.parametrize(
    ("date", "role", "organization"),
    [
        ("2103-06-01", "Foreign Minister", "Belarus"),
        ("2106-06-01", "Secretary-General", "CSTO"),
        ("2105-05-12", None, None),  # the day on which one post ended and the other began
        ("2090-01-01", None, None),
        (None, None, None),
    ],
)
def test_post_and_body_follow_the_date_and_stay_null_in_doubt(actors, date, role, organization):
    text = '"We need calm," Orest Kalmyrin said. Belarus is in the CSTO.'
    assert said(document(text, date), actors)[:3] == ("Orest Kalmyrin", role, organization)


def test_a_year_is_enough_if_the_post_was_held_throughout(actors):
    text = '"We need calm," Orest Kalmyrin said in Belarus.'
    assert said(document(text, None, year=2103), actors) == KALMYRIN
    assert said(document(text, None, year=2105), actors)[1:3] == (None, None)


def test_without_a_date_a_single_post_is_taken(actors):
    found = said(document('"We need calm," Zarina Aldubek told the Kazakh press.', None), actors)
    assert found == ("Zarina Aldubek", "Defence Minister", "Kazakhstan", "+ actors")


def test_a_name_without_a_word_about_its_body_may_be_a_namesake_s(actors):
    found = said(document('"We need calm," Orest Kalmyrin said.'), actors)
    assert found == ("Orest Kalmyrin", None, None, None)


def test_what_the_document_says_itself_is_kept(actors):
    text = "NATO envoy Orest Kalmyrin said that people need calm."
    found = said(document(text), actors)
    assert found[:3] == ("Orest Kalmyrin", "NATO envoy", "NATO")


def test_an_office_of_a_state_counts_as_the_state(actors):
    text = (
        "Orest Kalmyrin of the Belarusian Ministry of Foreign Affairs said that people need calm."
    )
    assert said(document(text), actors)[::2] == ("Orest Kalmyrin", "Belarus")


def test_a_body_read_off_a_post_gives_way_to_the_body_of_that_post(actors):
    text = "President of the People’s Republic of China Toma Virask said that people need calm."
    own = actors.assign(role=actors["role"].replace("Prime Minister", "President"))
    assert said(document(text, "2102-01-01"), own)[::2] == ("Toma Virask", "China")


def test_two_persons_who_speak_as_one_are_not_one_of_them(actors):
    text = "Orest Kalmyrin and Zarina Aldubek said that Belarus needs calm."
    assert said(document(text), actors)[0] != "Orest Kalmyrin"
    assert said(document(text), actors)[3] is None


def test_whom_a_speaker_reports_gets_the_same_spelling(actors):
    text = "Зарина Алдубек заявила, что, по словам Ореста Калмырина, Белоруссия готова к диалогу."
    passages = attribute(document(text), actors=actors)
    spoken = passages[passages["voice"] != "narration"]
    assert spoken["speaker"].unique().tolist() == ["Zarina Aldubek"]
    assert spoken["embedded_source"].dropna().tolist() == ["Orest Kalmyrin"]


def test_two_posts_at_one_time_fill_in_nothing(actors):
    found = said(document('"We need calm," Toma Virask said.', "2106-01-01"), actors)
    assert found[:3] == ("Toma Virask", None, None)
    text = "SCO Secretary-General Toma Virask said that people need calm."
    assert said(document(text, "2106-01-01"), actors)[2] == "SCO"


@pytest.mark.parametrize(
    ("phrase", "speaker"),
    [
        ("The Belarusian foreign minister said", "Orest Kalmyrin"),
        ("The Foreign Minister of Belarus said", "Orest Kalmyrin"),
        ("The Belarusian president said", "Ivo Kalmyrin"),
        ("Kazakhstan’s defense minister said", "Zarina Aldubek"),
        ("The foreign minister said", "foreign minister"),
        ("The Belarusian deputy foreign minister said", "Belarusian deputy foreign minister"),
        ("Belarusian ministers said", "Belarusian ministers"),
    ],
)
def test_a_post_alone_is_the_person_who_held_it_if_one_did(actors, phrase, speaker):
    found = said(document(f"{phrase} that people need calm."), actors)
    assert found[0] == speaker
    assert (found[3] == "+ actors") == (speaker[0].isupper() and "Belarusian" not in speaker)


def test_a_post_alone_keeps_the_words_of_the_document_as_role(actors):
    found = said(document("Глава МИД Белоруссии заявил, что людям нужно спокойствие."), actors)
    assert found == ("Orest Kalmyrin", "Глава МИД Белоруссии", "Belarus", "+ actors")


def test_a_post_alone_can_be_of_a_body_that_only_the_user_knows(actors):
    own = actors.assign(organization=actors["organization"].replace("Belarus", "Ilmeria"))
    text = "The Ilmerian foreign minister said that Ilmeria needs calm."
    found = said(document(text), own)
    assert found == ("Orest Kalmyrin", "Ilmerian foreign minister", "Ilmeria", "+ actors")


def test_a_post_alone_needs_a_date(actors):
    text = "The Belarusian foreign minister said that people need calm."
    assert said(document(text, None), actors)[0] == "Belarusian foreign minister"


def test_on_a_body_s_own_page_the_post_is_of_that_body(actors):
    text = "The president said that people need calm."
    assert said(document(text, outlet="President of Belarus"), actors)[0] == "Ivo Kalmyrin"
    assert said(document(text, outlet="Steppe Courier"), actors)[0] == "president"


def test_the_minister_is_the_minister_of_the_document(actors):
    text = (
        "The Belarusian foreign minister said that people need calm. "
        '"It is late for words like these," the minister said.'
    )
    passages = attribute(document(text), actors=actors)
    assert passages["speaker"].dropna().unique().tolist() == ["Orest Kalmyrin"]
    other = "Trade minister Petra Morvash left. " + text
    speakers = attribute(document(other), actors=actors)["speaker"].dropna().unique().tolist()
    assert "Orest Kalmyrin" in speakers
    assert len(speakers) == 2  # which of the two ministers is left open


@pytest.mark.parametrize(
    ("text", "date", "speaker"),
    [
        ('"We need calm," Aldubek said in Kazakhstan.', "2103-06-01", "Zarina Aldubek"),
        # nobody else in the table ever bore that name
        ('"We need calm," Aldubek said in Paris.', "2103-06-01", "Zarina Aldubek"),
        ('"We need calm," Aldubek said in Paris.', None, "Aldubek"),
        ('"We need calm," Aldubek said in Paris. Ivo Aldubek left.', "2103-06-01", "Ivo Aldubek"),
        ('"We need calm," Chinese minister Aldubek said.', "2103-06-01", "Aldubek"),
        ('"We need calm," Kalmyrin said in Paris.', "2103-06-01", "Kalmyrin"),
        ('"We need calm," Aldubek said in Kazakhstan.', "2130-06-01", "Aldubek"),
        ('"We need calm," Kalmyrin said in Belarus.', "2103-06-01", "Kalmyrin"),  # two bear it
        ('"We need calm," Kalmyrin said in Minsk to the CSTO.', "2108-06-01", "Orest Kalmyrin"),
        ('"We need calm," President Kalmyrin said in Belarus.', "2103-06-01", "Ivo Kalmyrin"),
        ('"We need calm," Virask said in China.', "2102-06-01", "Toma Virask"),
        ('"We need calm," journalist Aldubek said in Kazakhstan.', "2103-06-01", "Aldubek"),
    ],
)
def test_a_surname_alone_needs_its_body_in_the_text_or_no_second_bearer_ever(
    actors, text, date, speaker
):
    assert said(document(text, date), actors)[0] == speaker


def test_a_namesake_from_another_state_is_another_person(actors):
    text = "French Defence Minister Zarina Aldubek said that people need calm."
    assert said(document(text), actors)[0:3:2] == ("Zarina Aldubek", "France")
    assert said(document(text), actors)[3] is None


def test_latin_and_cyrillic_documents_have_one_speaker(actors):
    both = pd.concat(
        [
            document('"We need calm," Foreign Minister Orest Kalmyrin said.'),
            document("«Нам нужен покой», — сказал министр иностранных дел Орест Калмырин.").assign(
                document="b", language="ru"
            ),
        ],
        ignore_index=True,
    )
    passages = attribute(both, actors=actors)
    assert passages["speaker"].dropna().unique().tolist() == ["Orest Kalmyrin"]
    assert passages["organization"].dropna().unique().tolist() == ["Belarus"]


def test_a_leader_is_the_head_of_state_or_government_whom_the_document_names(actors):
    text = (
        "Kalmyrin arrived. Belarusian President Ivo Kalmyrin said that people need calm. "
        '"It is late for words like these," the Belarusian leader said. '
        '"It is never too late for words," the Kazakh leader said.'
    )
    speakers = attribute(document(text), actors=actors)["speaker"].dropna().unique().tolist()
    assert speakers == ["Ivo Kalmyrin", "Kazakh leader"]


def test_a_spelling_that_is_decided_is_not_outvoted_by_other_documents(actors):
    one = document('"We need calm," Orest Kalmyrin said.')
    many = [
        document("We need calm.", speaker="Arest Kalmyryn", organization="Belarus").assign(
            document=name
        )
        for name in "bcd"
    ]
    passages = attribute(pd.concat([one, *many], ignore_index=True), actors=actors)
    assert passages.loc[passages["document"] == "a", "speaker"].dropna().unique() == [
        "Orest Kalmyrin"
    ]


def test_a_surname_that_is_left_open_still_joins_the_one_name_of_its_body(actors):
    named = document('Belarusian minister Zarina Orlan said: "We need calm."')
    alone = document('"We need calm," Belarusian minister Orlan said.').assign(document="b")
    passages = attribute(pd.concat([named, alone], ignore_index=True), actors=actors)
    assert passages["speaker"].dropna().unique().tolist() == ["Zarina Orlan"]


def test_a_speaker_whom_the_source_names_is_left_alone(actors):
    given = document("We need calm.", speaker="Arest Kalmyryn", organization="РФ", genre="speech")
    found = said(given, actors)
    assert found == ("Arest Kalmyryn", None, "РФ", None)


def test_bodies_get_one_name_each(actors):
    found = said(document("Пресс-служба ОДКБ сообщила, что людям нужно спокойствие."), actors)
    assert found[2:] == ("CSTO", None)


def test_an_empty_table_leaves_everything_as_the_document_has_it():
    text = "Министр обороны России Орест Калмырин сказал, что людям нужно спокойствие."
    found = said(document(text), empty("actors"))
    assert found == ("Орест Калмырин", "Министр обороны России", "Россия", None)


def test_who_is_not_in_the_table_is_found_as_before(documents):
    with_, without = attribute(documents), attribute(documents, actors=empty("actors"))
    pd.testing.assert_frame_equal(with_, without)


def test_a_table_that_is_none_is_refused():
    with pytest.raises(SchemaError, match="actors: no column 'person'"):
        attribute(document("We need calm."), actors=pd.DataFrame({"name": ["x"]}))


def test_the_head_of_the_kremlin_is_a_president():
    assert post_in("the head of the Kremlin") == post_in("Russian President")


@pytest.mark.parametrize(("surname", "joined"), [("Vortanik", True), ("Smith", False)])
def test_a_frequent_surname_alone_names_nobody(tmp_path, surname, joined):
    post = '{ role = "President", organization = "Belarus", from = "2101", to = "2110" }'
    (tmp_path / "own.toml").write_text(f'["Oran {surname}"]\nposts = [{post}]\n', "utf-8")
    table = read_actors(tmp_path / "own.toml")
    table = table[table["since"] > "2099"].reset_index(drop=True)
    speaker = said(document(f'"We need calm," {surname} said in Paris.'), table)[0]
    assert speaker == (f"Oran {surname}" if joined else surname)
