"""The lexicon that ships passes its own examples, and a user's lexicon is read or refused."""

from __future__ import annotations

import csv
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from topoi.errors import LexiconError
from topoi.framings import check_lexicon, failing_examples, find_framings, read_lexicon
from topoi.framings.matching.finder import Finder
from topoi.voices.russian.morphology import is_russian

LEXICON = read_lexicon()
EVERYTHING = Finder(list(LEXICON.values()))
LAKE = """\
[calm_lake]
label = "calm lake"
patterns.en = ["calm lake*"]
examples = ["a calm lake"]
"""


@pytest.mark.parametrize("framing", LEXICON)
def test_every_example_matches_and_nothing_else_does(framing):
    entry = LEXICON[framing]
    others = [*entry.counterexamples, *entry.false_friends]
    texts = [*entry.examples, *others]
    found = Finder([entry]).find(texts)
    assert [texts[number] for number in sorted(found)] == list(entry.examples)


@pytest.mark.parametrize("framing", LEXICON)
def test_a_framing_is_documented_in_both_languages(framing):
    entry = LEXICON[framing]
    assert entry.label
    assert entry.gloss.endswith(".")
    assert set(entry.patterns) == {"en", "ru"}
    for texts, fewest in ((entry.examples, 5), (entry.counterexamples, 4)):
        assert len(set(texts)) == len(texts) >= fewest
        assert {is_russian(text) for text in texts} == {True, False}
    assert entry.false_friends


@pytest.mark.parametrize("framing", LEXICON)
def test_every_source_is_a_work_of_the_list_or_a_document_of_the_united_nations(framing):
    """An author and a year are in the list at the end of the file, with the title."""
    text = (resources.files("topoi") / "data" / "framings.toml").read_text("utf-8")
    works = set(re.findall(r"^# (.+ \d{4}), .+", text, re.MULTILINE))
    works = {re.sub(r" \(eds\.\)", "", work) for work in works}
    for source in LEXICON[framing].source.split("; "):
        assert source in works or re.match("(UN General Assembly|Charter of the United)", source)


def test_every_work_of_the_list_is_a_source():
    text = (resources.files("topoi") / "data" / "framings.toml").read_text("utf-8")
    works = re.findall(r"^# (.+ \d{4}), .+", text, re.MULTILINE)
    cited = {part for entry in LEXICON.values() for part in entry.source.split("; ")}
    assert len(works) > 40
    assert {re.sub(r" \(eds\.\)", "", work) for work in works} <= cited


@pytest.mark.parametrize("framing", LEXICON)
def test_a_framing_whose_words_divide_names_organizations_that_are_known(framing):
    """A name that no text is given to (“Russian Federation” for Russia) would never decide."""
    known = {row["name"] for row in _delegations()} | set(_organizations())
    for organizations in LEXICON[framing].blocs.values():
        assert set(organizations) <= known


def _delegations() -> list[dict[str, str]]:
    path = resources.files("topoi") / "data" / "delegations.csv"
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _organizations() -> dict[str, object]:
    return tomllib.loads(
        (resources.files("topoi") / "data" / "organizations.toml").read_text("utf-8")
    )


FALSE_FRIENDS = """
    in a hybrid format
    the African Union-United Nations Hybrid Operation in Darfur (UNAMID)
    the UN-AU hybrid operation
    hybrid vehicles
    an open, rules-based multilateral trading system
    effective multilateralism
    our indivisible security
    our shared future
    в гибридном формате
    гибридные автомобили
    многосторонность
    торговая система, основанная на правилах
    наша неделимая безопасность
    наше общее будущее
""".strip().splitlines()


@pytest.mark.parametrize("text", [line.strip() for line in FALSE_FRIENDS])
def test_what_only_looks_like_a_framing_is_none(text):
    assert EVERYTHING.find([text]) == {}


@pytest.mark.parametrize(
    ("text", "framing"),
    [
        ("these are not hybrid threats", "hybrid_war"),
        ("the rules based order", "rules_based_order"),
        ("the rules- based international order", "rules_based_order"),
        ("a multi-polar world", "multipolarity"),
        ("a multi polar world", "multipolarity"),
        ("это не гибридные угрозы", "hybrid_war"),
    ],
)
def test_what_does_not_look_like_a_framing_at_once_is_one(text, framing):
    assert [found.framing for found in EVERYTHING.find([text])[0]] == [framing]


RUSSIAN = [
    ("multipolarity", "многополярный мир", "многополярного мира", "многополярному мироустройству"),
    ("multipolarity", "полицентричная система", "в полицентричной системе", "о полицентризме"),
    ("unipolarity", "мировая гегемония", "мировой гегемонией", "бывшему гегемону"),
    ("hybrid_war", "«гибридная» война", "гибридными войнами", "гибридных и иных угроз"),
    ("colour_revolution", "«цветная» революция", "цветной революцией", "о цветных революциях"),
    ("greater_eurasia", "Большая Евразия", "Большую Евразию", "в Большом евразийском пространстве"),
    (
        "indivisible_security",
        "неделимая безопасность",
        "безопасность неделима",
        "неделимость региональной безопасности",
    ),
    (
        "rules_based_order",
        "порядок, основанный на правилах",
        "порядком, «основанным на правилах»",
        "мира, построенного на правилах",
    ),
    (
        "cold_war_mentality",
        "мышление холодной войны",
        "стереотипами времён «холодной войны»",
        "блоковыми подходами",
    ),
    ("collective_west", "коллективный Запад", "«коллективного» Запада", "с коллективным Западом"),
    ("western_states", "западная страна", "западными странами", "с западными «партнёрами»"),
    ("global_south", "Глобальный Юг", "Глобальному Югу", "мировым большинством"),
    (
        "just_world_order",
        "справедливый миропорядок",
        "справедливого многополярного миропорядка",
        "о более справедливом мировом порядке",
    ),
    ("double_standards", "двойной стандарт", "двойными стандартами", "«двойным» стандартам"),
    (
        "non_interference",
        "невмешательство",
        "вмешиваются в наши внутренние дела",
        "внешним вмешательством",
    ),
    (
        "unilateral_sanctions",
        "односторонняя санкция",
        "односторонними незаконными санкциями",
        "санкционному давлению",
    ),
    (
        "new_challenges",
        "вызов и угроза",
        "новыми вызовами и угрозами",
        "о современных угрозах и вызовах",
    ),
    (
        "collective_security",
        "коллективная безопасность",
        "коллективной безопасностью",
        "«коллективную» безопасность",
    ),
    (
        "traditional_values",
        "традиционная ценность",
        "традиционными духовными ценностями",
        "о семейных ценностях",
    ),
    ("nato_expansion", "расширение НАТО", "расширением блока НАТО", "нерасширении НАТО"),
]


@pytest.mark.parametrize(
    ("framing", "text"), [(framing, text) for framing, *texts in RUSSIAN for text in texts]
)
def test_russian_is_found_in_every_case_and_through_marks_and_adjectives(framing, text):
    assert framing in {found.framing for found in EVERYTHING.find([text])[0]}


@pytest.mark.parametrize(
    "text",
    [
        "большинство евразийских стран",  # not «большой»
        "мирный договор и многолюдный город",
        "запад области и западный ветер",
        "правило и порядок",
        "угроза срыва и вызов такси",
    ],
)
def test_russian_words_that_begin_alike_are_not_found(text):
    assert EVERYTHING.find([text]) == {}


@pytest.mark.parametrize("framing", LEXICON)
def test_no_pattern_of_a_framing_is_written_twice(framing):
    for patterns in LEXICON[framing].patterns.values():
        written = [pattern.written for pattern in patterns]
        assert len(set(written)) == len(written)


def test_every_pattern_of_the_lexicon_is_shown_by_its_examples():
    """The file documents the language: nothing in it is left unshown, failing or doubled."""
    with resources.as_file(resources.files("topoi") / "data" / "framings.toml") as path:
        faults = check_lexicon(path)
    assert faults[["framing", "fault"]].to_numpy().tolist() == []


def test_the_framings_that_the_study_began_with_are_there():
    wanted = """
        multipolarity unipolarity hybrid_war colour_revolution greater_eurasia eurasian_security
        indivisible_security rules_based_order cold_war_mentality shared_future global_south
        collective_west just_world_order belt_and_road new_centres_of_power neocolonialism
        """.split()
    assert set(wanted) <= set(LEXICON)
    assert len({entry.label for entry in LEXICON.values()}) == len(LEXICON)


def lexicon_file(folder: Path, text: str) -> Path:
    """Save a lexicon."""
    (folder / "mine.toml").write_text(text, "utf-8")
    return folder / "mine.toml"


def test_a_lexicon_of_ones_own_is_read_and_used(tmp_path, passages):
    file = lexicon_file(tmp_path, LAKE + 'names.en = ["the calm lake pact"]\n')
    entry = read_lexicon(file)["calm_lake"]
    assert (entry.label, entry.gloss, entry.counterexamples) == ("calm lake", "", ())
    assert failing_examples(file).empty
    assert find_framings(passages, file).empty


def test_examples_that_fail_are_listed(tmp_path):
    text = LAKE.replace('"a calm lake"', '"a calm sea"') + 'counterexamples = ["calm lakes"]\n'
    rows = failing_examples(lexicon_file(tmp_path, text))
    assert rows.to_numpy().tolist() == [
        ["calm_lake", "a calm sea", "no match"],
        ["calm_lake", "calm lakes", "match"],
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no framing in it. Write one table a framing"),
        ("[calm_lake\n", r", line 1, column 11: not TOML: [^(]*$"),
        (LAKE + LAKE, "not TOML: .*twice"),
        ('label = "calm lake"\n', r"framing 'label': should be a table: \[label\]"),
        (LAKE + 'colour = "red"\n', "framing 'calm_lake': no key 'colour' is known. Keys: .*gloss"),
        (LAKE.replace("label", "gloss"), "framing 'calm_lake': 'label' is missing. .*needs label"),
        (LAKE.replace("examples", "counterexamples"), "'examples' is missing"),
        ('[calm_lake]\nlabel = "x"\nexamples = ["x"]\n', "'patterns' is missing"),
        (LAKE.replace(".en", ""), r"patterns: goes by language\. Write patterns\.en = "),
        (
            LAKE.replace(".en", ".de"),
            r"line 3: framing 'calm_lake': patterns\.de: languages are en, ru",
        ),
        (LAKE.replace("calm lake*", "calm (lake"), r"calm_lake': patterns\.en: .*character 6"),
        (LAKE + 'not.en = ["lake)"]\n', r"calm_lake': not\.en: .*character 5 closes nothing"),
    ],
)
def test_a_lexicon_with_an_error_is_refused_with_file_framing_and_remedy(tmp_path, text, message):
    file = lexicon_file(tmp_path, text)
    with pytest.raises(LexiconError, match=rf"mine\.toml.*{message}") as caught:
        read_lexicon(file)
    assert str(caught.value).startswith(str(file))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('["calm lake*"]', "5"),
        ('["calm lake*"]', "[5]"),
        ('["calm lake*"]', "[]"),
        ('["a calm lake"]', '"a calm lake"'),
        ('["a calm lake"]', "5"),
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path, old, new):
    with pytest.raises(LexiconError, match=r"mine\.toml, line [34]: framing 'calm_lake': \w"):
        read_lexicon(lexicon_file(tmp_path, LAKE.replace(old, new)))


def test_a_lexicon_that_is_not_there_or_not_utf8_is_refused(tmp_path):
    (tmp_path / "mine.toml").write_bytes('[a]\nlabel = "я"\n'.encode("cp1251"))
    for file in (tmp_path / "none.toml", tmp_path / "mine.toml"):
        with pytest.raises(LexiconError, match=f"{file.name}: cannot be read"):
            read_lexicon(file)
