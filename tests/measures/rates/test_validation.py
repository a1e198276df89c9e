"""Rules against coders: planted confusions, and outside numbers."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from topoi.errors import DataError
from topoi.measures.rates.validation import _alpha, validate_framings, validate_stances
from topoi.tables import check, empty

LABELS = ["own", "ascribed", "reported"]


def corpus(n):
    passages = (
        empty("passages")
        .reindex(range(n))
        .assign(
            passage=[f"d{i}:0" for i in range(n)],
            document=[f"d{i}" for i in range(n)],
            start=0,
            end=100,
            voice="speech",
            rule="",
            confidence=1.0,
            words=20,
        )
    )
    mentions = (
        empty("mentions")
        .reindex(range(n))
        .assign(
            mention=passages["passage"] + "/0",
            framing="hybrid_war",
            passage=passages["passage"],
            start=10,
            end=20,
            variant="hybrid war",
        )
    )
    return check(passages, "passages"), mentions


def sample(mentions, **codes):
    n = len(mentions)
    table = (
        empty("coded_mentions")
        .reindex(range(n))
        .assign(
            document=[f"d{i}" for i in range(n)],
            start=10,
            end=20,
            framing="hybrid_war",
            weight=1.0,
            instance="yes",
        )
    )
    return check(table.assign(**codes), "coded_mentions")


def measure(table, question, label, name):
    row = table[
        (table["question"] == question) & (table["label"] == label) & (table["measure"] == name)
    ]
    assert len(row) == 1
    return row.iloc[0]


@pytest.fixture
def judged():
    rng = np.random.default_rng(4)
    passages, mentions = corpus(60)
    gold = rng.choice(LABELS, 60, p=[0.6, 0.3, 0.1])
    noisy = np.where(rng.random(60) < 0.7, gold, rng.choice(LABELS, 60))
    other = np.where(rng.random(60) < 0.8, gold, rng.choice(LABELS, 60))
    coded = sample(mentions, use=gold, use_a=gold, use_b=other)
    return coded, check(mentions.assign(use=noisy), "mentions"), passages, gold, noisy, other


def test_measures_are_those_of_scikit_learn(judged):
    coded, mentions, passages, gold, noisy, other = judged
    table = validate_stances(coded, mentions, passages, random_state=1)
    for name, function in (("precision", precision_score), ("recall", recall_score)):
        given = function(gold, noisy, labels=LABELS, average=None)
        for label, value in zip(LABELS, given, strict=True):
            assert measure(table, "use", label, name)["estimate"] == pytest.approx(value)
    macro = measure(table, "use", "all", "macro_f1")
    assert macro["estimate"] == pytest.approx(f1_score(gold, noisy, average="macro"))
    assert macro["low"] < macro["estimate"] < macro["high"]
    kappa = measure(table, "use", "all", "kappa")["estimate"]
    assert kappa == pytest.approx(cohen_kappa_score(gold, other))


def test_weights_count_as_copies_do(judged):
    coded, mentions, passages, *_ = judged
    heavy = coded.assign(weight=[3.0] * 20 + [1.0] * 40)
    table = validate_stances(heavy, mentions, passages, random_state=1)
    gold = [*coded["use"], *coded["use"][:20], *coded["use"][:20]]
    given = [*mentions["use"], *mentions["use"][:20], *mentions["use"][:20]]
    macro = measure(table, "use", "all", "macro_f1")["estimate"]
    assert macro == pytest.approx(f1_score(gold, given, average="macro"))


def test_an_undecided_mention_is_missed_but_not_wrong(judged):
    coded, mentions, passages, gold, *_ = judged
    decided = np.arange(60) % 2 == 0
    half = check(mentions.assign(use=np.where(decided, gold, None)), "mentions")
    table = validate_stances(coded, half, passages)
    assert measure(table, "use", "own", "precision")["estimate"] == 1
    assert measure(table, "use", "all", "decided")["estimate"] == 0.5
    recall = (decided & (gold == "own")).sum() / (gold == "own").sum()
    assert measure(table, "use", "own", "recall")["estimate"] == pytest.approx(recall)


def test_alpha_of_two_nominal_coders():
    """Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section B: alpha = .692.

    Twelve items, categories a to e: A = a a b b d c c c e d d a, B = b a b b b c c c e d d d.
    """
    a, b = "aabbdcccedda", "babbbcccedda"[:-1] + "d"
    table = np.zeros((1, 6, 6))
    for one, other in zip(a, b, strict=True):
        table[0, "abcde".index(one), "abcde".index(other)] += 1
    assert _alpha(table)[0] == pytest.approx(0.692, abs=0.0005)


def test_a_sample_of_another_corpus_is_refused(judged):
    coded, mentions, passages, *_ = judged
    with pytest.raises(DataError, match="none of the coded mentions"):
        validate_stances(coded.assign(document="x" + coded["document"]), mentions, passages)


def test_no_instances_and_empty_codes_do_not_count(judged):
    coded, mentions, passages, gold, noisy, _ = judged
    some = coded.assign(instance=["no"] * 10 + ["yes"] * 50)
    some.loc[50:, "use"] = None
    table = validate_stances(check(some, "coded_mentions"), mentions, passages)
    macro = measure(table, "use", "all", "macro_f1")
    assert macro["items"] == 40
    expected = f1_score(gold[10:50], noisy[10:50], average="macro")
    assert macro["estimate"] == pytest.approx(expected)


def test_framings_in_sentences():
    passages, mentions = corpus(12)
    coded = (
        empty("coded_sentences")
        .reindex(range(12))
        .assign(document=[f"d{i}" for i in range(12)], start=0, end=50)
    )
    seen = ["hybrid_war"] * 9 + ["hybrid_war;multipolarity", None, None]
    coded = check(coded.assign(framings=seen, framings_a=seen, framings_b=seen), "coded_sentences")
    table = validate_framings(coded, mentions, passages, random_state=1)
    assert measure(table, "framing", "all", "precision")["estimate"] == pytest.approx(10 / 12)
    assert measure(table, "framing", "all", "recall")["estimate"] == pytest.approx(10 / 11)
    assert measure(table, "framing", "multipolarity", "recall")["estimate"] == 0
    assert measure(table, "framing", "all", "kappa")["estimate"] == pytest.approx(1)
    assert measure(table, "framing", "all", "kappa")["items"] == 24


def test_one_answer_a_framing_is_the_yardstick(judged):
    coded, mentions, passages, gold, *_ = judged
    framings = np.where(np.arange(60) < 20, "multipolarity", "hybrid_war")
    table = validate_stances(
        coded.assign(framing=framings), mentions.assign(framing=framings), passages
    )
    share = [
        max((gold[part] == label).sum() for label in LABELS) for part in (slice(20), slice(20, 60))
    ]
    accuracy = measure(table, "use", "all", "constant_accuracy")["estimate"]
    assert accuracy == pytest.approx(sum(share) / 60)
    assert measure(table, "use", "all", "constant_macro_f1")["estimate"] < accuracy
