"""Who says what, in which voice: single forms, the specimens against their gold, and any text."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from saying import document, said
from specimen_gold import GOLD, places

from topoi.errors import DataError
from topoi.voices import attribute

# ---- one form of saying something a time

VIRASK, WAIT, CALM = "Toma Virask", "“We shall not wait for others,”", "the lake was calm."
OTUMBEK, WAIT_RU = "Дамир Отумбек", "«Мы больше не будем никого ждать»"
CALM_RU = "озеро сегодня останется спокойным."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{WAIT} Defence Minister Toma Virask said on Monday.", [(VIRASK, WAIT)]),
        (f"Defence Minister Toma Virask said: {WAIT} and left.", [(VIRASK, WAIT)]),
        (f"Toma Virask opened the meeting. {WAIT} he said.", [(VIRASK, WAIT)]),
        ("Toma Virask said that the lake was calm.", [(VIRASK, CALM)]),
        ("Toma Virask, who leads the port, noted that the lake was calm.", [(VIRASK, CALM)]),
        ("According to Toma Virask, the lake was calm.", [(VIRASK, CALM)]),
        ("The lake was calm, Toma Virask said.", [(VIRASK, "The lake was calm")]),
        ("Minister Toma Virask left. The minister added that the lake was calm.", [(VIRASK, CALM)]),
        (
            "Toma Virask noted that the ferry was full, adding that the lake was calm.",
            [(VIRASK, "the ferry was full"), (VIRASK, CALM)],
        ),
        ("The lake was calm. Toma Virask said this on Monday.", [(VIRASK, "The lake was calm.")]),
        ("The Council confirmed that the lake was calm.", [("Council", CALM)]),
        (
            "The press service of the port said that the lake was calm.",
            [("press service of the port", CALM)],
        ),
        (f"{WAIT} President Ivo J. Vane said.", [("Ivo J. Vane", WAIT)]),
        ("Observers say that the lake was calm.", [("Observers", CALM)]),
        ("She said that the lake was calm.", [(None, CALM)]),
        (f"{WAIT}\nNobody knows who it was.", [(None, WAIT)]),
        (f"Министр Дамир Отумбек заявил, что {CALM_RU}", [(OTUMBEK, CALM_RU)]),
        (f"По словам министра обороны Юрия Брасвина, {CALM_RU}", [("Юрий Брасвин", CALM_RU)]),
        (
            "Озеро сегодня останется спокойным, сообщил Дамир Отумбек.",
            [(OTUMBEK, "Озеро сегодня останется спокойным")],
        ),
        (
            "В пресс-службе порта сообщили, что паром уже ушел.",
            [("пресс-служба порта", "паром уже ушел.")],
        ),
        (f"{WAIT_RU}, — заявил министр Дамир Отумбек.", [(OTUMBEK, WAIT_RU)]),
        (f"{WAIT_RU}, – заявила Зарина Алдубек.", [("Зарина Алдубек", WAIT_RU)]),
        (
            "«Мы никого не ждем, — сказал Дамир Отумбек. — Мы поедем сегодня».",
            [(OTUMBEK, "«Мы никого не ждем,"), (OTUMBEK, "Мы поедем сегодня».")],
        ),
        (
            "— Мы никого больше не ждем, — сказал Дамир Отумбек.",
            [(OTUMBEK, "— Мы никого больше не ждем")],
        ),
        (f"{WAIT_RU}, - заявил Дамир Отумбек.", [(OTUMBEK, WAIT_RU)]),
        ("«Мы поедем сегодня», — сказал Дамир Отумбек.", [(OTUMBEK, "«Мы поедем сегодня»")]),
        (
            "— Мы никого больше не ждем, — сказал Дамир Отумбек. — Мы поедем сегодня вечером.",
            [(OTUMBEK, "— Мы никого больше не ждем"), (OTUMBEK, "Мы поедем сегодня вечером.")],
        ),
        (
            "Озеро сегодня останется спокойным. Об этом сообщил министр Дамир Отумбек.",
            [(OTUMBEK, "Озеро сегодня останется спокойным.")],
        ),
        (f"Как отметил Дамир Отумбек, {CALM_RU}", [(OTUMBEK, CALM_RU)]),
        (f"Сергею Орлову сообщили, что {CALM_RU}", [(None, CALM_RU)]),
        (
            "Toma Virask said:\n“We shall not wait for others.”",
            [(VIRASK, "“We shall not wait for others.”")],
        ),
        (
            "‘We shall not call it “ours” any more,’ Toma Virask said.",
            [(VIRASK, "‘We shall not call it “ours” any more,’")],
        ),
        (
            "''We shall not wait for others,'' Toma Virask said.",
            [(VIRASK, "''We shall not wait for others,''")],
        ),
        ("Toma Virask told reporters the lake was calm.", [(VIRASK, CALM)]),
        ("Minister Toma Virask left. According to him, the lake was calm.", [(VIRASK, CALM)]),
        (f"Дамир Отумбек уехал. По его словам, {CALM_RU}", [(OTUMBEK, CALM_RU)]),
        (
            "ТАСС сообщили в пресс-службе порта, что паром уже ушел.",
            [("пресс-служба порта", "паром уже ушел.")],
        ),
        (
            f"Главы государств подчеркнули, что {CALM_RU}",
            [("Главы государств", CALM_RU)],
        ),
        ("NATO said that the lake was calm.", [("NATO", CALM)]),
        (
            "The Lake Ministry met. The ministry said that the lake was calm.",
            [("Lake Ministry", CALM)],
        ),
        (
            "The Lake Ministry met. Its press service said that the lake was calm.",
            [("press service of the Lake Ministry", CALM)],
        ),
    ],
)
def test_what_somebody_is_said_to_say_is_given_to_them(text, expected):
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Toma Virask praised the “Great Eurasian Partnership” and the “rules” of others.",
        "The reports were reviewed and the plan was approved.",
        "Toma Virask did not say that the lake was calm.",
        "Toma Virask recorded the arrival of the ferry.",
        "It was announced that the lake was calm.",
        "Участники рассмотрели ход учений «Степной щит» и утвердили план.",
        "The building of the ferry goes on according to plan and on time.",
        "The hope was expressed that the lake would stay calm.",
    ],
)
def test_what_nobody_is_said_to_say_is_narration(text):
    assert said(text) == []


def test_he_is_the_subject_before_and_not_the_nearest_name():
    text = (
        "Rustem Adalgiri greeted those present on behalf of the Secretariat and Orest Kalmyrin. "
        "He noted that the lake was calm."
    )
    assert said(text) == [("Rustem Adalgiri", CALM)]


def test_two_people_of_one_surname_are_kept_apart():
    text = (
        "Minister Ilian Morvash met Petra Morvash, chair of the committee. “We shall not wait for "
        "others,” Ilian Morvash said. “Others shall not wait for us,” Petra Morvash replied."
    )
    assert [speaker for speaker, _ in said(text)] == ["Ilian Morvash", "Petra Morvash"]


def test_post_and_body_come_from_beside_the_name():
    passages = attribute(
        document("Toma Virask, head of the OISP port, said that the lake was calm.")
    )
    row = passages[passages.voice == "reported"].iloc[0]
    assert (row.role, row.organization, row.kind) == ("head of the OISP port", "OISP", "indirect")


def test_a_person_speaks_for_the_body_on_whose_behalf_they_act():
    text = "Toma Virask acted on behalf of the Lake Secretariat. He said that the lake was calm."
    passages = attribute(document(text))
    assert set(passages.organization.dropna()) == {"Lake Secretariat"}


# ---- documents of one speaker, and what is not known


def test_a_document_whose_speaker_is_known_is_theirs_throughout():
    text = "“Wait,” said nobody.\nAccording to Ivo Vane, the lake is calm.\nQuestion: Why?"
    passages = attribute(
        document(text, speaker="Amadi Terreke", role="delegate", organization="Quessara")
    )
    assert len(passages) == 3
    same = passages[["voice", "kind", "speaker", "role", "organization"]].drop_duplicates()
    assert same.to_numpy().tolist() == [
        ["speech", "direct", "Amadi Terreke", "delegate", "Quessara"]
    ]


def test_a_speech_of_a_delegation_without_a_name_keeps_the_delegation():
    row = attribute(document("We wait.", genre="speech", organization="Quessara")).iloc[0]
    assert (row.voice, row.organization) == ("speech", "Quessara")
    assert pd.isna(row.speaker)


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        (
            "Speech by Saltara Zhurumbek, the Deputy Secretary-General of the OISP",
            "Saltara Zhurumbek",
        ),
        ("Выступление Ореста Калмырина, Генерального секретаря ОПВМ", "Орест Калмырин"),
        ("A speech about the lake", None),
        (None, None),
    ],
)
def test_the_speaker_of_a_speech_is_named_by_its_title_or_not_at_all(title, speaker):
    assert said("Dear colleagues!", genre="speech", title=title) == [(speaker, "Dear colleagues!")]


def test_spellings_of_one_person_become_one_within_an_organization():
    texts = ["One.", "Two.", "Three."]
    table = pd.concat([document(t, organization="Varnelia") for t in texts], ignore_index=True)
    table = table.assign(
        document=["a", "b", "c"],
        speaker=["Mr. Andrei VELGARIN", "Andrey Velgarin", "Andrey Velgarin"],
    )
    assert set(attribute(table).speaker) == {"Andrey Velgarin"}
    apart = table.assign(organization=["Varnelia", "Tashkar", "Belmora"])
    assert set(attribute(apart).speaker) == {"Andrei Velgarin", "Andrey Velgarin"}


def test_documents_without_text_are_an_error_that_says_what_to_use():
    with pytest.raises(DataError, match=r"no text to attribute.*read_bundle"):
        attribute(document(None))
    with pytest.raises(DataError, match="no text to attribute"):
        attribute(document("x").drop(columns="text"))


def test_a_document_without_text_among_others_has_no_passages():
    table = pd.concat([document("We wait."), document(None, document="b")], ignore_index=True)
    assert set(attribute(table).document) == {"a"}


def test_attribution_leaves_its_input_alone(documents):
    before = documents.copy(deep=True)
    attribute(documents)
    pd.testing.assert_frame_equal(documents, before)


def test_the_order_of_documents_does_not_matter(documents, passages):
    backwards = attribute(documents.iloc[::-1]).sort_values("passage", ignore_index=True)
    pd.testing.assert_frame_equal(backwards, passages.sort_values("passage", ignore_index=True))


# ---- the specimens against their gold

PASSAGES = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name, gold in GOLD.items()
    for number in range(len(gold["passages"]))
]


def mostly(column: pd.Series, letters: list[int]) -> object:
    """The value that 80 % of the letters have, or all values with their letters."""
    count: Counter[object] = Counter()
    for value, n in zip(column, letters, strict=True):
        count[None if pd.isna(value) else value] += n
    value, most = count.most_common(1)[0]
    return value if most >= 0.8 * sum(letters) else dict(count)


@pytest.mark.parametrize(("name", "number"), PASSAGES)
def test_a_passage_of_a_specimen_has_the_voice_kind_and_speaker_of_its_gold(
    name, number, passages, documents
):
    text = documents.set_index("document").text[name]
    entry, start, end = list(places(text, GOLD[name]["passages"]))[number]
    rows = passages[passages.document == name]
    rows = rows[(rows.start < end) & (start < rows.end)]
    letters = [
        sum(c.isalnum() for c in text[max(start, row.start) : min(end, row.end)])
        for row in rows.itertuples()
    ]
    found = [mostly(rows[column], letters) for column in ("voice", "kind", "speaker")]
    # An unnamed speaker is worded as in the text, where it may begin a sentence.
    found[2] = found[2].casefold() if isinstance(found[2], str) else found[2]
    speaker = entry.get("speaker", "").casefold() or None
    assert found == [entry["voice"], entry.get("kind"), speaker]


@pytest.mark.parametrize("name", GOLD)
def test_nobody_speaks_in_a_specimen_who_is_not_in_its_gold(name, passages):
    found = passages[passages.document == name].speaker.dropna().str.casefold()
    known = {entry.get("speaker", "").casefold() for entry in GOLD[name]["passages"]}
    assert [s for s in found.unique() if not any(s in k for k in known)] == []


@pytest.mark.parametrize("name", GOLD)
def test_the_organization_of_a_speaker_in_a_specimen_is_right_or_null(name, passages, documents):
    rows = passages[(passages.document == name) & passages.organization.notna()]
    wrong = []
    for entry, start, end in places(
        documents.set_index("document").text[name], GOLD[name]["passages"]
    ):
        found = rows[(rows.start < end) & (start < rows.end)].organization.unique()
        wrong += [(o, entry.get("organization")) for o in found if o != entry.get("organization")]
    assert wrong == []


# ---- any text


def assert_partition(passages: pd.DataFrame, text: str) -> None:
    """The passages, put together, are the text."""
    assert "".join(passages.text) == text
    assert [0, *passages.end] == [*passages.start, len(text)]
    assert [text[a:b] for a, b in zip(passages.start, passages.end, strict=True)] == list(
        passages.text
    )


@pytest.mark.parametrize("name", GOLD)
def test_the_passages_of_a_specimen_partition_its_text(name, documents, passages):
    text = documents.set_index("document").text[name]
    assert_partition(passages[passages.document == name], text)


def test_no_passage_of_a_specimen_crosses_a_paragraph(passages):
    crossing = passages[passages.text.str.strip().str.contains("\n")]
    assert [text for text in crossing.text if text.split("\n")[1].strip(" <…>*")] == []


MARKS = [*"“ ” \" « » ‘ ’ ' „ ` — – - , . ! ? : ; … ( ) <…>".split(), "\n", "\n\n", "\xa0"]
LABELS = ["Question:", "Ответ:", "ORLAN:", "Gleb Torvanin:", "President of Ilmeria Mihal Dorvanu:"]
PROSE = """Ivo Vane|Minister Toma Virask|the Council|He|he added that|said|told reporters|
according to|on behalf of the OISP|we shall wait for a multipolar world|and the lake is calm|
министр Дамир Отумбек|заявил, что|По словам Юрия Брасвина|мы едины|2031|Mr.|J.|* * *""".split("|")
TEXTS = st.lists(st.sampled_from(MARKS + LABELS + PROSE) | st.text(max_size=5), max_size=30).map(
    " ".join
) | st.text(max_size=200)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(TEXTS, st.sampled_from([None, "speech", "interview"]))
def test_the_passages_of_any_text_partition_it(text, genre):
    passages = attribute(document(text + ".", genre=genre, title="Talks with Gleb Torvanin"))
    assert_partition(passages, text + ".")
