"""Overlapping matches: quanteda's cases, with the counts of its documentation and tests."""

from __future__ import annotations

from collections import Counter

import pytest

from topoi.framings.lexicon import Framing
from topoi.framings.matching.finder import Finder
from topoi.framings.patterns import compile_pattern


def counts(values: dict[str, list[str]], text: str, nested: str) -> dict[str, int]:
    """Mentions of each framing of a small lexicon in a text."""
    framings = [
        Framing(
            framing=name,
            label=name,
            gloss="",
            source="",
            patterns={"en": tuple(compile_pattern(pattern) for pattern in patterns)},
            excluded={},
            names={},
            examples=(),
            counterexamples=(),
        )
        for name, patterns in values.items()
    ]
    found = Finder(framings, nested).find([text]).get(0, [])
    return dict(Counter(one.framing for one in found))


PAPER = {"paper": ["New York Times"], "city": ["New York"]}
TERRITORIES = {
    "AS": ["American Samoa", "American Samoan*", "Pago Pago"],
    "WS": ["Samoa", "Samoan*", "Apia"],
    "VG": ["British Virgin Islands", "Virgin Island*", "Road Town"],
    "GB": ["UK", "United Kingdom", "Britain", "British", "Briton*", "Brit*", "London"],
    "US": ["United States", "US", "American*", "Washington", "New York"],
}
GUINEAS = {"GW": ["Guinea Bissau"], "GQ": ["Equatorial Guinea"], "GN": ["Guinea"]}
TEAMS = {
    "countries": ["United States", "Federal Republic of Germany"],
    "team": ["Manchester United", "Arsenal"],
}
STATES = {"countries": ["United States", "United States of America"], "oceans": ["Ocean"]}
PRAISE = {"positive": ["good", "not bad"], "negative": ["not good"]}
CASES = [
    # the last example of ?tokens_lookup
    (
        PAPER,
        "The New York Times is one paper of New York.",
        {"paper": 1, "city": 2},
        {"paper": 1, "city": 1},
    ),
    # quanteda pull request 1708, from which nested_scope comes
    (
        TERRITORIES,
        "British Virgin Islands: a British territory",
        {"VG": 1, "GB": 2},
        {"VG": 1, "GB": 1},
    ),
    (TERRITORIES, "Samoa is a state", {"WS": 1}, {"WS": 1}),
    (TERRITORIES, "American Samoa is in the Pacific", {"AS": 1, "US": 1, "WS": 1}, {"AS": 1}),
    # quanteda issue 1375
    (
        GUINEAS,
        "one guinea spent in Equatorial Guinea and in Guinea Bissau",
        {"GN": 3, "GQ": 1, "GW": 1},
        {"GN": 1, "GQ": 1, "GW": 1},
    ),
    # quanteda issue 2063: partial counts of a phrase and its negation
    (
        PRAISE,
        "A good test was not good, or it was not good and not bad",
        {"positive": 4, "negative": 2},
        {"positive": 2, "negative": 2},
    ),
    # test-tokens_lookup.R: partly overlapping values of two keys are both counted
    (
        TEAMS,
        "Arsenal plays Manchester United States",
        {"team": 2, "countries": 1},
        {"team": 2, "countries": 1},
    ),
    # test-tokens_lookup.R, issue 502: values nested within one key are one match
    (
        STATES,
        "The United States of America has an ocean",
        {"countries": 1, "oceans": 1},
        {"countries": 1, "oceans": 1},
    ),
    ({"key": ["a b", "a b c"]}, "a b c", {"key": 1}, {"key": 1}),
    ({"key": ["b c", "a b c"]}, "a b c", {"key": 1}, {"key": 1}),
    # Details of ?tokens_lookup: overlapping values are two matches of two keys, one of one key
    ({"one": ["a b"], "two": ["b a"]}, "a b a", {"one": 1, "two": 1}, {"one": 1, "two": 1}),
    ({"one": ["a b", "b a"]}, "a b a", {"one": 1}, {"one": 1}),
    # issue 388: one value of two keys counts for both
    (
        {"countries": ["states"], "swords": ["states"]},
        "the states",
        {"countries": 1, "swords": 1},
        {"countries": 1, "swords": 1},
    ),
    # as tokens_lookup.cpp has it: covered by two others together
    (
        {"one": ["a b", "c d"], "two": ["b c"]},
        "a b c d",
        {"one": 2, "two": 1},
        {"one": 2, "two": 1},
    ),
    ({"one": ["a b x", "c d x"], "two": ["x c"]}, "a b x c d x", {"one": 2, "two": 1}, {"one": 2}),
]


@pytest.mark.parametrize(("values", "text", "by_key", "by_dictionary"), CASES)
def test_nested_values_count_as_in_quanteda(values, text, by_key, by_dictionary):
    assert counts(values, text, "framing") == by_key
    assert counts(values, text, "lexicon") == by_dictionary


def test_the_order_of_framings_and_of_patterns_does_not_matter():
    for values, text, by_key, by_dictionary in CASES:
        turned = {name: patterns[::-1] for name, patterns in reversed(values.items())}
        assert counts(turned, text, "framing") == by_key
        assert counts(turned, text, "lexicon") == by_dictionary


def test_alternatives_in_one_pattern_count_as_two_patterns():
    for values, text, by_key, _ in CASES:
        one = {name: [f"({'|'.join(patterns)})"] for name, patterns in values.items()}
        assert counts(one, text, "framing") == by_key
