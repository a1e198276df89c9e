"""What the checks say of a lexicon and documents of known content."""

from __future__ import annotations

import pandas as pd
import pytest

from topoi.framings import check_lexicon, lexicon_collisions, pattern_yield, read_lexicon
from topoi.framings.lexicon.texts import text_passages

WATER = """\
[lake]
label = "calm lake"
patterns.en = ["calm lake*", "lake*", "still lake", "blue lagoon"]
not.en = ["lake inn"]
examples = ["a calm lake", "the lakes"]

[calm]
label = "calm"
patterns.en = ["calm*", "still  lake"]
examples = ["a calm day"]
"""
TEXTS = [
    "Calm lakes and a calm lake.",
    "The lake; a lake inn.",
    "A still lake, calmly.",
    "Nothing.",
]


@pytest.fixture
def water(tmp_path):
    """The lexicon above, as a file."""
    (tmp_path / "water.toml").write_text(WATER, "utf-8")
    return tmp_path / "water.toml"


@pytest.fixture
def texts():
    """The texts above, as passages."""
    names = [f"t{number}" for number in range(len(TEXTS))]
    return text_passages(pd.DataFrame({"document": names, "text": TEXTS}))


def test_what_each_pattern_adds_is_counted(water, texts):
    table = pattern_yield(water, texts).set_index(["framing", "pattern"])
    # Mentions of lake: calm lakes, calm lake | lake (not the inn) | still lake.
    columns = ["examples", "mentions", "only", "share"]
    assert table.loc["lake", columns].to_numpy().tolist() == [
        [1, 2, 0, 0.5],
        [2, 4, 1, 1.0],
        [0, 1, 0, 0.25],
        [0, 0, 0, 0.0],
    ]
    # Of calm: calm, calm | still lake, calmly.
    assert table.loc["calm", columns].to_numpy().tolist() == [[1, 3, 3, 0.75], [0, 1, 1, 0.25]]
    assert table.loc[("lake", "lake*"), "variant"] == "lake"
    assert table.loc[("calm", "calm*"), "variant"] == "calm"
    assert pd.isna(table.loc[("lake", "blue lagoon"), "variant"])


def test_without_a_pattern_just_what_only_it_matches_is_lost(water, texts):
    from topoi.framings import find_framings

    whole = find_framings(texts, water)["framing"].eq("lake").sum()
    only = pattern_yield(water, texts).set_index("pattern")["only"]
    for number, pattern in enumerate(["calm lake*", "lake*", "still lake", "blue lagoon"]):
        text = WATER.replace(f'"{pattern}", ', "", 1).replace(f', "{pattern}"]', "]", 1)
        assert text != WATER
        file = water.with_name(f"{number}.toml")
        file.write_text(text, "utf-8")
        left = find_framings(texts, file)["framing"].eq("lake").sum()
        assert whole - left == only[pattern]


def test_collisions_are_patterns_examples_and_stretches(water, texts):
    rows = lexicon_collisions(water, texts).astype(object).to_numpy().tolist()
    assert [row[:5] for row in rows] == [
        ["example", "lake", "calm", "a calm lake", 1],
        ["pattern", "lake", "calm", "still lake", 1],
        ["stretch", "lake", "calm", "calm lake", 3],
    ]
    assert rows[2][5] == 0.75
    assert list(lexicon_collisions(water)["kind"]) == ["example", "pattern"]


def test_a_pattern_that_matches_nowhere_is_a_warning_with_its_line(water, texts):
    idle = check_lexicon(water)
    assert idle["severity"].eq("warning").all()
    assert list(idle["fault"]) == [
        "nothing shows 'still lake'",
        "nothing shows 'blue lagoon'",
        "nothing shows 'lake inn'",
        "nothing shows 'still  lake'",
    ]
    assert list(idle["line"]) == [3, 3, 4, 9]
    assert list(idle["remedy"]) == ["Add an example."] * 2 + ["Add a counterexample."] + [
        "Add an example."
    ]
    assert list(check_lexicon(water, texts)["fault"]) == ["nothing shows 'blue lagoon'"]


def test_examples_that_fail_are_faults_with_their_line(water):
    text = WATER.replace('"the lakes"', '"the sea"') + 'counterexamples = ["x",\n"calmer"]\n'
    water.write_text(text + 'false_friends = ["calm down"]\n', "utf-8")
    table = check_lexicon(water).query("severity == 'fault'")
    assert table[["line", "framing", "key", "fault"]].to_numpy().tolist() == [
        [5, "lake", "examples", "'the sea' matches no pattern"],
        [12, "calm", "counterexamples", "'calmer' matches"],
        [13, "calm", "false_friends", "'calm down' matches"],
    ]


def test_a_pattern_or_a_label_that_stands_twice_is_a_warning(water):
    text = WATER.replace('"still  lake"', '"Calm*"').replace(
        'label = "calm"', 'label = "calm lake"'
    )
    water.write_text(text, "utf-8")
    found = check_lexicon(water)
    assert "'Calm*' stands twice" in set(found["fault"])
    assert "'calm lake' is the label of 'lake' too" in set(found["fault"])


def test_all_faults_of_a_file_stand_beside_what_is_wrong_with_the_rest(water):
    water.write_text(
        WATER.replace('"blue lagoon"', '"blue (lagoon"').replace("a calm day", "a day"), "utf-8"
    )
    table = check_lexicon(water).query("severity == 'fault'")
    assert list(table["framing"]) == ["lake", "calm"]
    assert table["column"].iloc[0] == 6


def test_a_lexicon_in_memory_is_checked_too(texts):
    lexicon = read_lexicon()
    assert not check_lexicon(lexicon)["severity"].eq("fault").any()
    assert list(dict.fromkeys(pattern_yield(lexicon, texts)["framing"])) == list(lexicon)


@pytest.mark.parametrize(
    ("pattern", "excluded", "text", "fault", "hint"),
    [
        ("lake*", '"lake inn", "lake pub"', "the lake inn", "kept out by not.en 'lake inn'", "Narrow the not"),
        ("lake*", '"lake inn", "inn of lake"', "inn of lake inn", "by several patterns", "Narrow them"),
        ("lake NOT IN lake inn", '"sea"', "the lake inn", "by the NOT of 'lake NOT IN lake inn'", "Narrow its NOT"),
        ("lake*", '"lake inn"', "the sea", "matches no pattern", "Widen a pattern"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_match_is_told_why(tmp_path, pattern, excluded, text, fault, hint):
    (tmp_path / "l.toml").write_text(
        f'[lake]\nlabel = "lake"\npatterns.en = ["{pattern}"]\nnot.en = [{excluded}]\n'
        f'examples = ["a lake", "{text}"]\n',
        "utf-8",
    )
    faults = check_lexicon(tmp_path / "l.toml")
    [row] = faults[faults["severity"] == "fault"].to_dict("records")
    assert row["line"] == 5
    assert fault in row["fault"]
    assert row["remedy"].startswith(hint)
