"""How framings are used, on planted sentences of invented speakers; whatever the text, an answer."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.errors import DataError
from topoi.framings import find_framings, judge_mentions, read_lexicon
from topoi.schemas import ATTITUDES, USES
from topoi.tables import check, empty

LEXICON = read_lexicon()
FEW = {f: LEXICON[f] for f in ("multipolarity", "hybrid_war", "double_standards")}


def passage(text: str, **columns: object) -> pd.DataFrame:
    """A table of one passage, said by somebody of the invented Republic of Vessaria."""
    row = {
        "passage": "a:0000",
        "document": "a",
        "start": 0,
        "end": len(text),
        "text": text,
        "voice": "speech",
        "kind": "direct",
        "speaker": "Ivo Orlan",
        "organization": "Vessaria",
        "rule": "",
        "confidence": 1.0,
        "words": 9,
        **columns,
    }
    return pd.DataFrame([row], columns=empty("passages").columns)


def judged(text: str, framing: str, **columns: object) -> pd.Series:
    """The one mention of a framing in `text`."""
    mentions = find_framings(passage(text, **columns), LEXICON)
    mine = mentions[mentions["framing"] == framing]
    assert len(mine) == 1, mentions[["framing", "variant"]]
    return mine.iloc[0]


USE = [
    # name
    ("eurasian_security", "The Eurasian Security Charter was signed in May.", "name"),
    ("belt_and_road", "Vessaria joined the Belt and Road Initiative.", "name"),
    ("belt_and_road", "Vessaria joined the Belt and Road initiative.", "name"),
    ("multipolarity", "The Charter of Diversity and Multipolarity is open.", "name"),
    ("eurasian_security", "We host a conference on the theme “Eurasian security today”.", "name"),
    ("belt_and_road", "Trade grew in the countries along the Belt and Road.", "name"),
    ("glorification_of_nazism", "They voted for a resolution on glorification of Nazism.", "name"),
    ("hybrid_war", "The Centre for Countering Hybrid Threats opened.", "name"),
    ("multipolarity", "The Declaration on a Multipolar World is open.", "name"),
    ("multipolarity", "He leads the Movement for a Multipolar World.", "name"),
    ("multipolarity", "Прошла конференция «Многополярный мир».", "name"),
    ("multipolarity", "Открыт Центр Многополярного Мира.", "name"),
    ("multipolarity", "Таков наш Форум, Многополярный мир близок.", "own"),
    # reported
    ("multipolarity", "They praise the so-called multipolar world.", "reported"),
    ("rules_based_order", "The West speaks of its so-called rules-based order.", "reported"),
    ("multipolarity", "Minister Vane said that a multipolar world was near.", "reported"),
    ("non_interference", "The Lisbury Declaration reaffirmed non-interference.", "reported"),
    ("hybrid_war", "According to the Vane report, hybrid threats are growing.", "reported"),
    ("multipolarity", "Он говорит о так называемом многополярном мире.", "reported"),
    ("multipolarity", "По словам министра, многополярный мир уже близок.", "reported"),
    ("multipolarity", "Хаос выдают за многополярный мир.", "reported"),
    ("multipolarity", "Minister Vane wrote: “We live in a multipolar world today.”", "reported"),
    (
        "multipolarity",
        "The world is becoming a multipolar world, as some have claimed.",
        "reported",
    ),
    ("clash_of_civilizations", "I doubt the theory of a “clash of civilizations”.", "reported"),
    ("collective_security", "The West sells its bases as “collective security” to us.", "reported"),
    ("hybrid_war", "We were accused of hybrid warfare.", "reported"),
    ("multipolarity", "Министр заявил: «Мы живём в новом многополярном мире».", "reported"),
    ("multipolarity", "Это многополярный мир, как они утверждают.", "reported"),
    ("rules_based_order", "Some say that the rules-based order is collapsing.", "reported"),
    ("hybrid_war", "Commentators write that the Pact is a tool of hybrid warfare.", "reported"),
    ("multipolarity", "The multipolar world, they say, is chaos.", "reported"),
    ("hybrid_war", "Нас обвиняют в гибридной войне.", "reported"),
    ("multipolarity", "Критики пишут, что многополярный мир опасен.", "reported"),
    # ... but not the speaker's own words
    ("multipolarity", "We say that a multipolar world is near.", "own"),
    ("multipolarity", "Permit me to say that a multipolar world is near.", "own"),
    ("multipolarity", "We said: “The world is at last a multipolar world.”", "own"),
    ("collective_security", "We build “collective security” here.", "own"),
    ("multipolarity", "It is a multipolar world, as we have said.", "own"),
    ("multipolarity", "We said that a multipolar world was near.", "own"),
    ("multipolarity", "As I said last year, a multipolar world is near.", "own"),
    ("multipolarity", "Vessaria believes that a multipolar world is near.", "own"),
    ("multipolarity", "According to these principles, a multipolar world is near.", "own"),
    # negated
    ("hybrid_war", "These are not hybrid threats.", "negated"),
    ("cold_war_mentality", "This is not a Cold War mentality.", "negated"),
    ("collective_security", "There can be no collective security.", "negated"),
    ("multipolarity", "A multipolar world does not exist.", "negated"),
    ("non_interference", "This is neither an act of interference in our affairs.", "negated"),
    ("hybrid_war", "Это не гибридная война.", "negated"),
    ("multipolarity", "Многополярного мира не существует.", "negated"),
    ("spheres_of_influence", "Partnership does not mean spheres of influence.", "negated"),
    ("clash_of_civilizations", "This is the myth of a clash of civilizations.", "negated"),
    (
        "clash_of_civilizations",
        "Raids have nothing to do with a clash of civilizations.",
        "negated",
    ),
    ("non_interference", "Help can no longer be seen as interference in our affairs.", "negated"),
    ("unipolarity", "Vessaria will never seek hegemony.", "negated"),
    ("non_interference", "We do not interfere in the internal affairs of others.", "negated"),
    ("double_standards", "We have no double standards.", "negated"),
    ("unipolarity", "Мы никогда не стремились к гегемонии.", "negated"),
    ("non_interference", "Мы не вмешиваемся во внутренние дела других государств.", "negated"),
    ("hybrid_war", "Это не имеет ничего общего с гибридной войной.", "negated"),
    ("hybrid_war", "No hybrid war is being fought.", "negated"),
    ("hybrid_war", "Никакая гибридная война не ведётся.", "negated"),
    # ... but not a rejection, nor what is denied of something else
    ("double_standards", "There is no place for double standards.", "own"),
    ("double_standards", "We will act without double standards.", "own"),
    ("cold_war_mentality", "Ours should not be a Cold War mentality.", "own"),
    ("multipolarity", "This is not only a multipolar world.", "own"),
    ("double_standards", "Для двойных стандартов нет места.", "own"),
    ("double_standards", "There will be no double standards here.", "own"),
    ("unipolarity", "We shall not accept hegemony.", "own"),
    ("non_interference", "States should not interfere in the internal affairs of others.", "own"),
    ("hybrid_war", "Peace is possible only if there are no hybrid attacks.", "own"),
    ("double_standards", "There can be no double standards.", "own"),
    # ascribed
    ("hybrid_war", "Western countries are waging hybrid wars.", "ascribed"),
    ("hybrid_war", "The hybrid war waged by certain powers must end.", "ascribed"),
    (
        "unilateral_sanctions",
        "The economic blockade imposed by the United States goes on.",
        "ascribed",
    ),
    ("unipolarity", "We see the hegemonic ambitions of some.", "ascribed"),
    ("double_standards", "Their double standards are known.", "ascribed"),
    ("double_standards", "I must disappoint the advocates of double standards.", "ascribed"),
    (
        "double_standards",
        "Using double standards, those who preach freedom buy silence.",
        "ascribed",
    ),
    ("unipolarity", "The West is tired. It seeks to keep its hegemony.", "ascribed"),
    (
        "unilateral_sanctions",
        "We condemn unilateral sanctions that certain actors imposed.",
        "ascribed",
    ),
    ("rules_based_order", "Some States try to impose a rules-based order on us.", "ascribed"),
    ("rules_based_order", "They meddle under the banner of a rules-based order.", "ascribed"),
    ("hybrid_war", "Западные страны ведут против нас гибридную войну.", "ascribed"),
    ("double_standards", "Мы видим двойные стандарты со стороны некоторых государств.", "ascribed"),
    ("unipolarity", "Western hegemony is ending.", "ascribed"),
    ("unipolarity", "Those who long for hegemony will fail.", "ascribed"),
    ("hybrid_war", "Власти развязали против России гибридную войну.", "own"),
    ("neocolonialism", "Neo-colonial Powers want our copper.", "ascribed"),
    ("non_interference", "We have seen Iranian interference in our internal affairs.", "ascribed"),
    (
        "unilateral_sanctions",
        "We call for an end to the economic blockade imposed on Vessaria by the Government of the "
        "United States.",
        "ascribed",
    ),
    # ... by signs, and by those around
    (
        "information_war",
        "Moscow has lied to us and threatened us. A massive propaganda campaign followed.",
        "ascribed",
    ),
    (
        "spheres_of_influence",
        "The aggressor bombed our towns and occupied our coast. It was an attempt to restore a "
        "sphere of influence. Moscow knows that.",
        "ascribed",
    ),
    (
        "information_war",
        "Вашингтон лжёт и угрожает нам. Началась массированная пропагандистская кампания.",
        "ascribed",
    ),
    # ... but not what is done about it
    ("glorification_of_nazism", "Moscow speaks. Denazification of Ukraine goes on.", "own"),
    # ... but not where a norm is meant, or we are not those who are told of
    ("information_war", "Moscow met with us. We must reject any propaganda campaign.", "own"),
    ("spheres_of_influence", "The age of spheres of influence is over. Moscow agrees.", "own"),
    (
        "information_war",
        "Мы встретились в Вашингтоне. Нельзя вести пропагандистских кампаний.",
        "own",
    ),
    # ... but not a fault without a doer, a target, nobody, what is kept away from, or a good
    ("double_standards", "The United States should judge without double standards.", "own"),
    ("hybrid_war", "Vessaria stands with Russia, the target of hybrid attacks.", "own"),
    ("non_interference", "We regret interference in the internal affairs of some States.", "own"),
    ("new_challenges", "Some States face new challenges and threats.", "own"),
    ("western_states", "The West and other Western countries met.", "own"),
    ("double_standards", "Double standards persist.", "own"),
    (
        "collective_west",
        "The United States of America and its European allies go on to impose their will.",
        "own",
    ),
    ("unilateral_sanctions", "They named their alleged goals, unilateral sanctions grew.", "own"),
    ("hybrid_war", "Hybrid attacks on the United States are on the rise.", "own"),
    ("unipolarity", "No State should impose its hegemony.", "own"),
    ("sovereign_equality", "The United States respects sovereign equality.", "own"),
]


@pytest.mark.parametrize(("framing", "text", "use"), USE)
def test_whose_words_they_are(framing, text, use):
    assert judged(text, framing)["use"] == use


ATTITUDE = [
    ("hybrid_war", "Western countries are waging hybrid wars.", "oppose", "pinned"),
    ("multipolarity", "They praise the so-called multipolar world.", "oppose", "mocked"),
    ("multipolarity", "We are building a multipolar world.", "endorse", "commit"),
    ("multipolarity", "Мы выступаем за многополярный мир.", "endorse", "commit"),
    ("double_standards", "We reject double standards.", "oppose", "reject"),
    ("double_standards", "Мы отвергаем двойные стандарты.", "oppose", "reject"),
    ("double_standards", "We do not support double standards.", "oppose", "not_wanted"),
    ("unilateral_sanctions", "Unilateral sanctions must be lifted.", "oppose", "rejected"),
    (
        "non_interference",
        "Lawless raids violate the principle of non-interference.",
        "endorse",
        None,
    ),
    ("regional_stability", "This threatens peace and stability in the region.", "endorse", "harm"),
    ("non_interference", "Interference in internal affairs goes on.", "oppose", "wording"),
    ("western_states", "Western countries launched a dirty campaign.", "oppose", "accused"),
    ("belt_and_road", "The Belt and Road Forum met in May.", "neutral", "mentioned"),
    ("new_challenges", "The world is facing new threats and challenges.", "neutral", "mentioned"),
    ("new_challenges", "We must respond to new threats and challenges.", "oppose", None),
    (
        "belt_and_road",
        "Trade grew in the countries along the Belt and Road.",
        "neutral",
        "mentioned",
    ),
    ("new_challenges", "New threats menace what we have built.", "oppose", "harmful"),
    ("global_south", "We build schools in the Global South.", "neutral", "default"),
    ("global_south", "We support the Global South.", "endorse", "commit"),
    ("multipolarity", "Мы строим школы в многополярном мире.", "neutral", "default"),
    ("western_states", "Western countries do not impose their will on us.", "neutral", "default"),
    (
        "glorification_of_nazism",
        "Vessaria voted for the resolution on combating the glorification of Nazism.",
        "oppose",
        None,
    ),
    ("belt_and_road", "We support the Belt and Road Initiative.", "endorse", "commit"),
    (
        "belt_and_road",
        "We support those who joined the Belt and Road Initiative.",
        "endorse",
        "praised",
    ),
    # what governs the mention wins over the lexicon
    ("rules_based_order", "We reject the rules-based order.", "oppose", "reject"),
    ("rules_based_order", "Vessaria firmly opposes the rules-based order.", "oppose", "reject"),
    (
        "rules_based_order",
        "The rules-based order is unacceptable and must be abolished.",
        "oppose",
        "rejected",
    ),
    ("strategic_autonomy", "We oppose strategic autonomy.", "oppose", "reject"),
    ("traditional_values", "We reject traditional values.", "oppose", "reject"),
    ("sovereign_equality", "We reject sovereign equality.", "oppose", "reject"),
    ("sovereign_equality", "We do not support sovereign equality.", "oppose", "not_wanted"),
    ("unipolarity", "We welcome the unipolar world.", "endorse", "commit"),
    ("unilateral_sanctions", "We support unilateral sanctions.", "endorse", "commit"),
    ("unilateral_sanctions", "We are not against unilateral sanctions.", "endorse", "not_rejected"),
    ("unilateral_sanctions", "Unilateral sanctions are justified.", "endorse", "required"),
    ("unilateral_sanctions", "Unilateral sanctions are not justified.", "oppose", "not_wanted"),
    ("new_cold_war", "We welcome the new Cold War.", "endorse", "commit"),
    ("traditional_values", "Мы отвергаем традиционные ценности.", "oppose", "reject"),
    ("traditional_values", "Отвергаем традиционные ценности.", "oppose", "reject"),
    ("traditional_values", "Традиционные ценности неприемлемы.", "oppose", "rejected"),
    ("unilateral_sanctions", "Мы поддерживаем односторонние санкции.", "endorse", "commit"),
    ("unilateral_sanctions", "Мы не против односторонних санкций.", "endorse", "not_rejected"),
    # ... but not what others do, what is far, or what belongs to something else
    ("rules_based_order", "Moscow rejects the rules-based order.", "endorse", "default"),
    ("rules_based_order", "Our foes reject the rules-based order.", "endorse", "default"),
    ("rules_based_order", "We reject attempts to rewrite the rules-based order.", "endorse", None),
    (
        "rules_based_order",
        "We condemn the raids on towns in the south, for the rules-based order comes first.",
        "endorse",
        None,
    ),
    ("rules_based_order", "The erosion of the rules-based order is unacceptable.", "endorse", None),
    ("unilateral_sanctions", "We support the victims of unilateral sanctions.", "oppose", None),
    ("hybrid_war", "We support a plan to counter hybrid attacks.", "oppose", None),
    ("hybrid_war", "We support hybrid warfare training.", "oppose", "wording"),
    ("traditional_values", "Запад отвергает традиционные ценности.", "endorse", "default"),
    ("traditional_values", "Разрушение традиционных ценностей недопустимо.", "endorse", None),
    ("double_standards", "Double standards have no place here.", "oppose", "rejected"),
    (
        "double_standards",
        "We know of groups that preach peace and support double standards.",
        "oppose",
        "wording",
    ),
    ("double_standards", "We heard calls advocating double standards.", "oppose", "wording"),
    ("rules_based_order", "We do not accept the rules-based order.", "oppose", "not_wanted"),
    ("rules_based_order", "We refuse to accept the rules-based order.", "oppose", "reject"),
    ("traditional_values", "Мы не принимаем традиционных ценностей.", "oppose", "not_wanted"),
    ("double_standards", "Мы не приемлем двойных стандартов.", "oppose", "not_wanted"),
    ("unipolarity", "Мы не допустим гегемонии.", "oppose", "not_wanted"),
    # a rejection that is negated
    ("multipolarity", "We have never opposed a multipolar world.", "endorse", "not_rejected"),
    ("multipolarity", "We are not against multipolarity.", "endorse", "not_rejected"),
    ("multipolarity", "Nobody here is against a multipolar world.", "endorse", "not_rejected"),
    (
        "multipolarity",
        "We will never abandon the idea of a multipolar world.",
        "endorse",
        "not_rejected",
    ),
    ("multipolarity", "We stand against those who reject multipolarity.", "endorse", None),
    ("multipolarity", "Without a multipolar world there can be no justice.", "endorse", "needed"),
    (
        "multipolarity",
        "It is not true that a multipolar world is dangerous.",
        "endorse",
        "not_rejected",
    ),
    ("multipolarity", "Мы не против многополярного мира.", "endorse", "not_rejected"),
    ("multipolarity", "Мы против многополярного мира.", "oppose", "reject"),
    (
        "multipolarity",
        "Никто не остановит становление многополярного мира.",
        "endorse",
        "not_rejected",
    ),
    (
        "multipolarity",
        "Без многополярного мира не будет справедливости.",
        "endorse",
        "needed",
    ),
    ("multipolarity", "Мы против тех, кто отвергает многополярный мир.", "endorse", None),
    ("multipolarity", "Неправда, что многополярный мир опасен.", "endorse", "not_rejected"),
    ("multipolarity", "We not only reject multipolarity but fight it.", "oppose", "reject"),
    # words that mean something else here
    ("global_south", "To that end, we have convened a Global South Summit.", "neutral", None),
    ("global_south", "At the end of the day the Global South must be heard.", "neutral", None),
    (
        "global_south",
        "We must tackle debt, particularly in the Global South.",
        "neutral",
        "default",
    ),
    ("global_south", "Debt is a great concern to us from the Global South.", "neutral", "default"),
    ("western_states", "Western countries met in Crimea.", "neutral", "default"),
    ("western_states", "The reason for it lies in Western countries.", "neutral", "default"),
    ("hybrid_war", "Против нас развязана гибридная война.", "oppose", "wording"),
]


@pytest.mark.parametrize(("framing", "text", "attitude", "rule"), ATTITUDE)
def test_what_the_speaker_thinks_of_it(framing, text, attitude, rule):
    mention = judged(text, framing)
    assert mention["attitude"] == attitude
    assert rule in (None, mention["attitude_rule"])


def test_the_words_that_decided_are_kept_and_stand_in_the_text():
    text = "Certain Powers still wage hybrid wars."
    mention = judged(text, "hybrid_war")
    assert mention["use_evidence"] == "certain powers"
    assert mention["use_evidence"] in text.lower()
    assert mention["use_rule"] == "signs"


@pytest.mark.parametrize(
    ("framing", "text", "use", "attitude"),
    [
        ("hybrid_war", "There is\nno hybrid war.", "negated", "oppose"),
        ("multipolarity", "We con-\ndemn multipolarity.", "own", "oppose"),
        ("multipolarity", "We re\xadject multipolarity.", "own", "oppose"),
        ("multipolarity", "The so- called multipolar world.", "reported", "oppose"),
        ("multipolarity", "The so–called multipolar world.", "reported", "oppose"),
        ("multipolarity", "The so-\ncalled multi\xadpolar world.", "reported", "oppose"),
        ("multipolarity", "Мы от\xadвергаем многополярный мир.", "own", "oppose"),
        ("multipolarity", "Мы от-\nвергаем\nмногополярный мир.", "own", "oppose"),
        ("multipolarity", "Мы\u0301 отверга\u0301ем многополя\u0301рный мир.", "own", "oppose"),
    ],
)
def test_broken_lines_and_what_is_invisible_hide_no_cue(framing, text, use, attitude):
    mention = judged(text, framing)
    assert (mention["use"], mention["attitude"]) == (use, attitude)


def test_a_line_that_opens_with_a_capital_is_a_sentence_of_its_own():
    assert judged("We reject\nMultipolarity in our time", "multipolarity")["attitude"] == "neutral"


def test_a_source_within_a_speech_is_reported_and_an_outlet_is_not():
    text = "A multipolar world is near."
    assert judged(text, "multipolarity", embedded_source="Ada Vane")["use"] == "reported"
    assert judged(text, "multipolarity", voice="reported", kind="indirect")["use"] == "own"


def with_stance(framing: str, **stance: object) -> dict[str, object]:
    return {**LEXICON, framing: replace(LEXICON[framing], **stance)}


def test_the_same_words_divide_the_blocs_and_the_rule_says_so():
    lexicon = with_stance("rules_based_order", attitude="endorse", blocs={"oppose": ("Vessaria",)})
    text = "Much is said about the rules-based order."
    told = {}
    for who in ("Vessaria", "Ostmark"):
        found = find_framings(passage(text, organization=who), lexicon).iloc[0]
        told[who] = (found["attitude"], found["attitude_rule"])
    assert told == {"Vessaria": ("oppose", "bloc"), "Ostmark": ("endorse", "default")}


def test_marks_around_a_term_mock_it_only_in_the_mouth_of_an_opponent():
    lexicon = with_stance("rules_based_order", attitude=None, blocs={"oppose": ("Vessaria",)})
    text = "Their “rules-based order” is known to all."
    uses = [
        find_framings(passage(text, organization=who), lexicon).iloc[0]["use_rule"]
        for who in ("Vessaria", "Ostmark")
    ]
    assert uses == ["scare_quotes", "else"]


def test_nothing_known_and_nothing_said_is_undecided():
    mention = find_framings(
        passage("Much is said about the rules-based order."),
        with_stance("rules_based_order", attitude=None, blocs={}),
    ).iloc[0]
    assert pd.isna(mention["attitude"])
    assert mention["attitude_rule"] == "undecided"


def test_a_government_that_bears_the_name_of_its_people_is_the_speakers_own():
    text = "The British Government believed that the rules-based order would last."
    for speaker, use in (("United Kingdom", "own"), ("Vessaria", "reported")):
        assert judged(text, "rules_based_order", organization=speaker)["use"] == use


def test_states_are_not_accused_by_themselves():
    text = "Iraq has waged hybrid wars for long."
    for speaker, use in (("Vessaria", "ascribed"), ("Iraq", "own"), ("IRQ", "own")):
        assert judged(text, "hybrid_war", organization=speaker)["use"] == use


JUDGED = ["use", "attitude", "use_rule", "use_evidence", "attitude_rule", "attitude_evidence"]
PIECES = st.sampled_from(
    "multipolar world|hybrid wars|Double Standards|так называемый|многополярный мир|not|so-called|"
    "the West|“|'|\n|. |, |İ|\xad|(|их|Treaty".split("|")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=14))
def test_any_text_is_judged_and_nothing_else_changes(pieces):
    table = passage(" ".join(pieces))
    mentions = find_framings(table, FEW)
    again = judge_mentions(mentions, table, FEW)
    pd.testing.assert_frame_equal(again, mentions)
    assert set(mentions["use"]) <= set(USES)
    assert set(mentions["attitude"].dropna()) <= set(ATTITUDES)
    bare = check(mentions.drop(columns=JUDGED[2:]).assign(attitude=None), "mentions")
    kept = [c for c in bare if c not in JUDGED]
    pd.testing.assert_frame_equal(judge_mentions(bare, table, FEW)[kept], bare[kept])


def test_passages_without_text_or_without_the_mention_are_an_error():
    table = passage("A multipolar world is near.")
    mentions = find_framings(table, LEXICON)
    with pytest.raises(DataError, match="no text"):
        judge_mentions(mentions, table.assign(text=None), LEXICON)
    with pytest.raises(DataError, match="'a:0000' is not among"):
        judge_mentions(mentions, table.assign(passage="b:0000"), LEXICON)
    assert judge_mentions(mentions.head(0), table.assign(text=None), LEXICON).empty
