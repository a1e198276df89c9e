"""Mentions are found once each, with their place in the original text, and told from names."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st
from specimen_gold import GOLD, places

from topoi.errors import DataError, LexiconError
from topoi.framings import find_framings
from topoi.framings.matching import variant
from topoi.tables import empty


def passage(text: str | None, **columns: object) -> pd.DataFrame:
    """A table of one passage."""
    row = {
        "passage": "a:0000",
        "document": "a",
        "start": 0,
        "end": len(text or ""),
        "text": text,
        "voice": "speech",
        "kind": "direct",
        "rule": "",
        "confidence": 1.0,
        "words": 9,
        **columns,
    }
    return pd.DataFrame([row], columns=empty("passages").columns)


def found(text: str, **columns: object) -> list[tuple[str, str]]:
    """(framing, the text it stands for) of every mention."""
    mentions = find_framings(passage(text, **columns))
    return [(m.framing, text[m.start : m.end]) for m in mentions.itertuples()]


@pytest.mark.parametrize(
    ("framing", "text", "term"),
    [
        ("multipolarity", "a multipolar\nworld.", "multipolar\nworld"),
        ("multipolarity", "a multi-\npolar world.", "multi-\npolar world"),
        ("multipolarity", "a multi‑polar\xa0world.", "multi‑polar\xa0world"),
        ("multipolarity", "a multi\xadpo\xadlar world.", "multi\xadpo\xadlar world"),
        ("multipolarity", "\xada “multipolar” world.", "multipolar” world"),
        ("multipolarity", "МНОГОПОЛЯРНОГО МИРА", "МНОГОПОЛЯРНОГО МИРА"),
        ("colour_revolution", 'so-called "color" revolutions', 'color" revolutions'),
        ("colour_revolution", "сценарии «цветных»\nреволюций", "цветных»\nреволюций"),
        (
            "rules_based_order",
            "the “rules-based\u2028international order”",
            "rules-based\u2028international order",
        ),
        ("multipolarity", "İİ: a multipolar world", "multipolar world"),  # grows in small letters
    ],
)
def test_a_mention_points_at_the_original_text(framing, text, term):
    assert found(text) == [(framing, term)]


def test_offsets_count_from_the_start_of_the_document():
    mentions = find_framings(passage("a multipolar world", start=100, end=118))
    assert mentions[["start", "end"]].to_numpy().tolist() == [[102, 118]]


@pytest.mark.parametrize(
    "text",
    [
        "многополярный мир",
        "многополярного мира",
        "многополярному миру",
        "многополярным миром",
        "в многополярном мире",
        "многополярность",
        "основы многополярности",
        "полицентричного миропорядка",
    ],
)
def test_russian_forms_of_a_term_are_found(text):
    mentions = find_framings(passage(text))
    assert mentions[["framing", "language"]].to_numpy().tolist() == [["multipolarity", "ru"]]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("the Great Eurasian Partnership", "name"),
        ("Большое Евразийское партнёрство", "name"),
        ("the Charter of Diversity and Multipolarity", "name"),
        ("Greater Eurasia", "own"),
        ("the Orange Revolution", "name"),
        ("color revolutions", "own"),
    ],
)
def test_a_mention_inside_a_name_is_marked_as_such(text, use):
    assert list(find_framings(passage(text)).use) == [use]


def test_words_that_a_speaker_passes_on_are_reported():
    mentions = find_framings(passage("a multipolar world", embedded_source="the presidents"))
    assert list(mentions.use) == ["reported"]


def test_the_longest_wording_of_a_framing_wins_and_each_place_counts_once():
    text = "a just world order, a more just and democratic world order"
    terms = [term for framing, term in found(text) if framing == "just_world_order"]
    assert terms == ["just world order", "just and democratic world order"]


def test_different_framings_may_share_their_words():
    framings = {framing for framing, _ in found("a just multipolar world order")}
    assert framings == {"just_world_order", "multipolarity"}


def test_one_wording_twice_is_two_mentions():
    assert len(found("hybrid war, and hybrid war again")) == 2


@pytest.mark.parametrize(
    ("text", "framings"),
    [
        ("the rules-based multilateral trading system", []),
        ("the Collective Security Treaty Organization", []),
        ("a system of collective security", ["collective_security"]),
        ("the AU-UN Hybrid Operation in Darfur", []),
        ("all human rights are universal, indivisible and interrelated", []),
        ("regional hegemony", []),
    ],
)
def test_what_the_lexicon_excludes_is_no_mention(text, framings):
    assert [framing for framing, _ in found(text)] == framings


def test_framings_can_be_chosen_by_name():
    text = passage("a multipolar world and hybrid wars")
    assert list(find_framings(text, framings=["hybrid_war"]).framing) == ["hybrid_war"]
    with pytest.raises(LexiconError, match=r"no framing 'peace' in the lexicon. It has: .*hybrid"):
        find_framings(text, framings=["peace"])


def test_passages_without_text_are_an_error_that_says_what_to_use():
    with pytest.raises(DataError, match=r"no text to search.*read_bundle"):
        find_framings(passage(None))
    with pytest.raises(DataError, match="no text to search"):
        find_framings(passage("x").drop(columns="text"))


def test_no_passages_have_no_mentions():
    pd.testing.assert_frame_equal(find_framings(empty("passages")), empty("mentions"))


def test_finding_leaves_its_input_alone(passages):
    before = passages.copy(deep=True)
    find_framings(passages)
    pd.testing.assert_frame_equal(passages, before)


def test_a_variant_is_the_wording_without_case_marks_and_line_breaks():
    assert variant("“Multi‑polar”\n World") == "multi-polar world"
    assert variant("«Цветных» рево\xadлюций") == "цветных революций"
    assert variant("color’ revolutions") == variant("color› ‹revolutions") == "color revolutions"
    assert (
        variant("rules-\nbased ‘order’") == variant("rules”-based _order_") == "rules-based order"
    )
    assert variant("a state’s o’clock") == "a state's o'clock"


def test_one_framing_may_be_named_as_a_word():
    one = find_framings(passage("a hybrid war, a multipolar world"), framings="hybrid_war")
    assert list(one.framing) == ["hybrid_war"]


PIECES = st.sampled_from(
    "multipolar|multi-|polar|world|order|hybrid|wars|rules-based|Eurasian|security|многополярного|"
    "мира|“|”|«|»|'|-|\xad|\n|\xa0|.|,|İ|ẞ|\u0301".split("|")
)


@settings(max_examples=80, deadline=None, derandomize=True, database=None)
@given(st.lists(PIECES | st.text(max_size=3), max_size=30), st.sampled_from(["", " "]))
def test_in_any_text_a_mention_is_one_place_with_its_variant(pieces, joint):
    text = joint.join(pieces)
    mentions = find_framings(passage(text))
    assert mentions.mention.is_unique
    assert not mentions.duplicated(["framing", "start"]).any()
    assert [variant(text[m.start : m.end]) for m in mentions.itertuples()] == list(mentions.variant)
    for _, same in mentions.sort_values("start").groupby("framing"):
        assert (same.start.to_numpy()[1:] >= same.end.to_numpy()[:-1]).all()


# ---- the specimens against their gold


def here(name: str, passages: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """The mentions of one specimen."""
    return mentions[mentions.passage.isin(passages[passages.document == name].passage)]


@pytest.mark.parametrize("name", GOLD)
def test_every_gold_framing_of_a_specimen_is_found_and_names_are_told_apart(
    name, documents, passages, mentions
):
    rows = here(name, passages, mentions)
    wrong = []
    for entry, start, end in places(
        documents.set_index("document").text[name], GOLD[name]["framings"]
    ):
        hit = rows[(rows.framing == entry["framing"]) & (rows.start < end) & (start < rows.end)]
        if len(hit) != 1 or (hit.use.iloc[0] == "name") != (entry["use"] == "name"):
            wrong.append((entry["framing"], entry["text"], list(hit.use)))
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in GOLD if "not_framings" in GOLD[name]])
def test_no_false_friend_of_a_specimen_is_found(name, documents, passages, mentions):
    text = documents.set_index("document").text[name]
    rows = here(name, passages, mentions)
    wrong = []
    for friend in GOLD[name]["not_framings"]:  # not in order: each is looked for from the start
        ((entry, start, end),) = places(text, [friend])
        hit = rows[(rows.start < end) & (start < rows.end)]
        wrong += [(entry["text"], v) for v in hit.variant]
    assert wrong == []


BEYOND = {
    "08_transcript": "the three evils, named and then listed, count twice",
    "11_ru_speech": "the three evils, named and then listed, count twice",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=BEYOND[name]))
        if name in BEYOND
        else name
        for name in GOLD
    ],
)
def test_nothing_is_found_in_a_specimen_beyond_its_gold(name, documents, passages, mentions):
    text = documents.set_index("document").text[name]
    known = [(e["framing"], a, b) for e, a, b in places(text, GOLD[name]["framings"])]
    beyond = [
        (m.framing, m.variant)
        for m in here(name, passages, mentions).itertuples()
        if not any(f == m.framing and m.start < b and a < m.end for f, a, b in known)
    ]
    assert beyond == []
