"""Tables with holes are refused with words that say which, whatever is to be measured."""

import pandas as pd
import pytest

import topoi
from topoi import DataError

UNITS = [f"state {i}" for i in range(12)]


@pytest.fixture
def said_by_twelve(said):
    return said({"peace": [1] * 12}, organization=UNITS, year=2031, words=100)


@pytest.fixture
def counts(said_by_twelve):
    passages = said_by_twelve.passages["passage"]
    parts = [pd.DataFrame({"passage": passages, "term": t, "n": 2}) for t in ("river", "sea")]
    return pd.concat(parts, ignore_index=True)


PACT = pd.DataFrame({"member": UNITS[:4], "organization": "Pact"})
OF_RATES = {
    "framing_rates": lambda m, p: topoi.framing_rates(m, p, by="year"),
    "contrast_rates": lambda m, p: topoi.contrast_rates(m, p, PACT),
    "fit_trends": topoi.fit_trends,
    "find_breaks": topoi.find_breaks,
    "null_splits": lambda m, p: topoi.null_splits("pooled_g2", m, p, splits=3),
}
OF_COUNTS = {
    "framing_rates": lambda c, s: topoi.framing_rates(s.mentions, s.passages, by="year", counts=c),
    "keyness": lambda c, s: topoi.keyness(c, s.passages, PACT, "Pact"),
    "group_distances": lambda c, s: topoi.group_distances(c, s.passages),
    "dispersion": lambda c, s: topoi.dispersion(c, s.passages),
    "tfidf": lambda c, s: topoi.tfidf(c, s.passages),
    "null_splits": lambda c, s: topoi.null_splits("welch", c, s.passages, splits=3),
}


@pytest.mark.parametrize("measure", OF_RATES)
def test_passages_without_a_number_of_words_are_refused(said_by_twelve, measure):
    mentions, passages = said_by_twelve.mentions, said_by_twelve.passages
    lost = passages.assign(words=passages["words"].where(passages.index > 2))
    with pytest.raises(DataError, match="3 of 12 have no `words`"):
        OF_RATES[measure](mentions, lost)
    with pytest.raises(DataError, match="may not be negative; the least is -5"):
        OF_RATES[measure](mentions, passages.assign(words=-5))


@pytest.mark.parametrize("measure", OF_RATES)
def test_passages_that_occur_twice_are_refused(said_by_twelve, measure):
    twice = pd.concat([said_by_twelve.passages, said_by_twelve.passages[:2]], ignore_index=True)
    with pytest.raises(DataError, match=r"passages: (some occur twice|2 occur again)"):
        OF_RATES[measure](said_by_twelve.mentions, twice)


@pytest.mark.parametrize("measure", OF_COUNTS)
@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("term", None, "counts: 24 of 24 rows have no term"),
        ("passage", None, "counts: 24 of 24 rows have no passage"),
        ("n", float("nan"), "counts: 24 of 24 rows have no n"),
        ("n", -1, "'n' may not be negative; the least is -1"),
        ("n", float("inf"), "'n' may not be infinite"),
        ("n", "two", "'n' should hold numbers; it has 'two'"),
    ],
)
def test_incomplete_counts_are_refused(said_by_twelve, counts, measure, column, value, message):
    with pytest.raises(DataError, match=message):
        OF_COUNTS[measure](counts.assign(**{column: value}), said_by_twelve)


def test_counts_of_nothing_have_no_weights(said_by_twelve, counts):
    with pytest.raises(DataError, match="every count is zero"):
        topoi.tfidf(counts.assign(n=0), said_by_twelve.passages)


def test_mentions_of_no_framing_are_not_split(said_by_twelve):
    with pytest.raises(DataError, match="some have no framing"):
        OF_RATES["null_splits"](
            said_by_twelve.mentions.assign(framing=None), said_by_twelve.passages
        )


def test_who_belongs_to_nothing_belongs_to_no_group(said_by_twelve):
    nobody = PACT.assign(organization=None)
    with pytest.raises(DataError, match="nobody belongs to any group"):
        topoi.contrast_rates(said_by_twelve.mentions, said_by_twelve.passages, nobody)


def test_a_single_group_may_be_named_by_a_string(said_by_twelve):
    tables = (said_by_twelve.mentions, said_by_twelve.passages, PACT)
    one = topoi.contrast_rates(*tables, groups="Pact", random_state=1)
    pd.testing.assert_frame_equal(one, topoi.contrast_rates(*tables, random_state=1))


def test_stances_count_a_passage_once_in_a_group(said_by_twelve):
    mentions, passages = said_by_twelve.mentions, said_by_twelve.passages
    twice = pd.concat([passages, passages[:2]], ignore_index=True)
    once = topoi.count_stances(mentions, passages, by="year")
    pd.testing.assert_frame_equal(topoi.count_stances(mentions, twice, by="year"), once)


def test_members_without_a_year_belong_at_all_times_in_keyness_too(said_by_twelve, counts):
    counts = counts.assign(n=range(1, 25))
    passages = said_by_twelve.passages
    always = topoi.keyness(counts, passages, PACT, "Pact", random_state=1)
    dated = topoi.keyness(counts, passages, PACT.assign(year=2031), "Pact", random_state=1)
    pd.testing.assert_frame_equal(always, dated)


def test_labels_that_stand_for_nothing_are_refused(said_by_twelve):
    mentions, passages = said_by_twelve.mentions, said_by_twelve.passages
    labels = passages[["document"]].assign(start=0, end=1, framing="peace", true="yes", weight=0.0)
    with pytest.raises(DataError, match="labels: a weight is 0"):
        topoi.correct_rates(mentions, passages, labels)


def test_repeated_keys_are_shown_as_plain_numbers(said_by_twelve):
    mentions, passages = said_by_twelve.mentions, said_by_twelve.passages
    labels = passages[["document"]].assign(start=0, end=1, framing="peace", true="yes", weight=1.0)
    with pytest.raises(topoi.SchemaError, match="start=0, end=1"):
        topoi.correct_rates(mentions, passages, pd.concat([labels, labels]))


def test_claims_are_tables(said_by_twelve):
    with pytest.raises(DataError, match="claims: each is a table such as"):
        topoi.multiverse(said_by_twelve.mentions, said_by_twelve.mentions, said_by_twelve.passages)


def test_wordings_of_a_passage_that_occurs_twice_in_a_group_are_refused(said_by_twelve):
    twice = pd.concat([said_by_twelve.passages, said_by_twelve.passages[:2]], ignore_index=True)
    with pytest.raises(DataError, match="2 occur again in the same group and period"):
        topoi.variant_use(said_by_twelve.mentions, twice)
