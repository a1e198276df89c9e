"""From counts to a vocabulary, from a vocabulary to topics, and where framings fall."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from topoi.errors import DataError
from topoi.tables import check
from topoi.topics import (
    Vocabulary,
    fit_grid,
    fit_topics,
    prepare_topics,
    topic_framings,
    topic_terms,
)


def counts_of(passages: dict[str, dict[str, int]]) -> pd.DataFrame:
    rows = [(name, term, n) for name, terms in passages.items() for term, n in terms.items()]
    return check(pd.DataFrame(rows, columns=["passage", "term", "n"]), "counts")


# ---- prepare_topics

HARBOUR = counts_of(
    {
        "orlan-1:0000": {"harbour": 4, "the_sea": 2},
        "orlan-1:0001": {"harbour": 4, "rare": 2},
        "orlan-1:0002": {"harbour": 1, "<quiet_harbour>": 1},
        "orlan-2:0000": {"harbour": 5, "the_sea": 5, "capital": 3},
        "orlan-3:0000": {"the_sea": 1, "capital": 2},
    }
)


def test_passages_are_joined_until_a_section_is_long_enough_and_a_short_rest_joins_the_last():
    words = prepare_topics(HARBOUR, section_tokens=6, min_sections=1, max_share=1)
    assert words.rows["section"].tolist() == [
        "orlan-1#000",  # six tokens
        "orlan-1#001",  # six, and a rest of two, less than half a section
        "orlan-2#000",
        "orlan-3#000",  # short, but there is nothing before it to join
    ]
    assert words.rows["document"].tolist() == ["orlan-1", "orlan-1", "orlan-2", "orlan-3"]
    assert words.X.sum(axis=1).ravel().tolist() == [[6, 8, 13, 3]]
    # Which passages a section is made of, in the order of the windows.
    assert words.passages.values.tolist() == [
        ["orlan-1:0000", "orlan-1#000"],
        ["orlan-1:0001", "orlan-1#001"],
        ["orlan-1:0002", "orlan-1#001"],
        ["orlan-2:0000", "orlan-2#000"],
        ["orlan-3:0000", "orlan-3#000"],
    ]


def test_whole_documents_are_sections_if_no_length_is_asked_for():
    words = prepare_topics(HARBOUR, section_tokens=None, min_sections=1, max_share=1)
    assert words.rows["section"].tolist() == ["orlan-1", "orlan-2", "orlan-3"]
    assert words.windows.shape == (5, 5)  # coherence is still measured over passages


def test_rare_common_and_unwanted_terms_go_framings_stay_and_the_share_kept_is_told():
    # Sections are documents: harbour is in 2 of 3, the_sea in 3, capital in 2, rare in 1.
    words = prepare_topics(
        HARBOUR, section_tokens=None, min_sections=2, max_share=0.7, drop=["capital"]
    )
    assert words.terms == ["<quiet_harbour>", "harbour"]
    assert words.tokens_kept == pytest.approx((1 + 14) / 30)
    # The third document has nothing left: it is no row, but its passage is still a window.
    assert words.rows["document"].tolist() == ["orlan-1", "orlan-2"]
    assert words.X.toarray().tolist() == [[1, 9], [0, 5]]
    assert words.windows.shape == (5, 2)


def test_a_term_that_is_to_be_kept_stays_though_it_is_rare_or_common_unless_it_is_dropped():
    options = {"section_tokens": None, "min_sections": 2, "max_share": 0.7}
    words = prepare_topics(
        HARBOUR, **options, keep=["rare", "the_sea", "capital"], drop=["capital"]
    )
    assert words.terms == ["<quiet_harbour>", "harbour", "rare", "the_sea"]


def test_terms_to_keep_are_found_by_how_people_write_them_and_those_missing_are_said_once():
    options = {"section_tokens": None, "min_sections": 2, "max_share": 0.7}
    with pytest.warns(
        UserWarning, match="keep names 'the land', which the counts do not"
    ) as caught:
        words = prepare_topics(HARBOUR, **options, keep=["The sea", "the land", "quiet harbour"])
    assert len(caught) == 1
    assert "the_sea" in words.terms


def test_terms_to_drop_that_are_not_there_are_said_once():
    options = {"section_tokens": None, "min_sections": 2, "max_share": 0.7}
    with pytest.warns(
        UserWarning, match="drop names 'Harbour', 'capitall', which the counts do not"
    ) as caught:
        words = prepare_topics(HARBOUR, **options, drop=["capitall", "Harbour", "capital"])
    assert len(caught) == 1
    assert words.terms == ["<quiet_harbour>", "harbour"]


@pytest.mark.parametrize("option", ["drop", "keep"])
def test_a_single_str_is_no_list_of_terms(option):
    with pytest.raises(DataError, match=f"{option}: a list is wanted; got 'rare'"):
        prepare_topics(HARBOUR, **{option: "rare"})


@pytest.mark.parametrize(
    "limit", [{"section_tokens": 0}, {"min_sections": 0}, {"max_share": 40}, {"max_share": 0}]
)
def test_limits_that_are_none_are_refused_by_name(limit):
    with pytest.raises(DataError, match=next(iter(limit))):
        prepare_topics(HARBOUR, **limit)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": -1}, "'n' may not be negative"),
        ({"n": np.nan}, "have no n"),
        ({"passage": None}, "have no passage"),
    ],
)
def test_rows_that_are_no_counts_are_refused_by_name(change, message):
    with pytest.raises(DataError, match=message):
        prepare_topics(HARBOUR.assign(**change))
    with pytest.raises(DataError, match="no column 'term'"):
        prepare_topics(HARBOUR.drop(columns="term"))


def test_the_order_of_rows_and_categories_does_not_show():
    odd = HARBOUR.sample(frac=1, random_state=1)
    odd["passage"] = odd["passage"].cat.set_categories(
        [*odd["passage"].cat.categories[::-1], "orlan-4:0000"]  # one that no row has
    )
    options = {"section_tokens": 6, "min_sections": 1, "max_share": 1}
    one, two = prepare_topics(HARBOUR, **options), prepare_topics(odd, **options)
    assert one.rows.equals(two.rows)
    assert one.terms == two.terms
    assert one.X.toarray().tolist() == two.X.toarray().tolist()
    assert one.windows.toarray().tolist() == two.windows.toarray().tolist()


def test_preparing_changes_nothing_in_the_counts():
    before = HARBOUR.copy(deep=True)
    prepare_topics(HARBOUR, section_tokens=6, min_sections=1, max_share=1)
    pd.testing.assert_frame_equal(before, HARBOUR)


def test_a_handful_of_sections_is_too_small_whatever_the_limits():
    with pytest.raises(DataError, match=r"^too small for LDA: 3 documents in 3 sections"):
        prepare_topics(
            HARBOUR[~HARBOUR["term"].str.startswith("<")], section_tokens=None, min_sections=4
        )


def test_limits_that_leave_no_term_of_a_larger_corpus_are_an_error_that_says_what_to_do(planted):
    with pytest.raises(
        DataError, match=r"at least 151 .* of the 150 sections\. Lower min_sections"
    ):
        prepare_topics(planted.counts, min_sections=151)


# ---- fit_topics


def narrowed(words: Vocabulary, X: sp.csr_matrix, rows: int) -> Vocabulary:
    return replace(words, X=X[:rows].tocsr(), rows=words.rows[:rows])


def test_topics_stand_in_the_order_of_their_share_of_the_tokens(model, planted):
    shares = model.tokens @ model.theta / model.tokens.sum()
    assert (np.diff(shares) <= 0).all()
    np.testing.assert_allclose(shares, sorted(planted.theta.mean(axis=0))[::-1], atol=0.03)


def test_counts_are_prepared_on_the_way(planted):
    again = planted.counts.assign(passage="again-" + planted.counts["passage"])
    counts = pd.concat([planted.counts, again], ignore_index=True)
    from_counts = fit_topics(counts, n_topics=3, random_state=1)
    prepared = fit_topics(prepare_topics(counts), n_topics=3, random_state=1)
    np.testing.assert_array_equal(from_counts.components, prepared.components)


@pytest.mark.parametrize(
    ("rows", "thinner", "found"),
    [
        (99, 1, "99 documents in 99 sections with a median of 60 tokens"),
        (150, 4, "150 documents in 150 sections with a median of"),
    ],
    ids=["documents", "tokens"],
)
def test_a_corpus_too_small_for_topics_is_refused(planted, rows, thinner, found):
    X = planted.words.X.copy()
    X.data //= thinner
    with pytest.raises(DataError, match=f"^too small for LDA: {found}") as caught:
        fit_topics(narrowed(planted.words, X, rows), n_topics=3)
    assert caught.value.documents == rows


@pytest.mark.parametrize("n_topics", [1, 31])
def test_a_number_of_topics_that_the_documents_cannot_carry_is_refused(planted, n_topics):
    with pytest.raises(DataError, match=rf"between 2 and a fifth .* \(30\); got {n_topics}"):
        fit_topics(planted.words, n_topics=n_topics)


@pytest.mark.parametrize("n_topics", ["10", 10.0, [10]])
def test_a_number_of_topics_is_a_whole_number(planted, n_topics):
    with pytest.raises(DataError, match="n_topics: a whole number is wanted, such as 10; got"):
        fit_topics(planted.words, n_topics=n_topics)


def test_fewer_terms_than_topics_are_refused(planted):
    words = replace(
        planted.words, X=sp.csr_matrix(np.full((150, 2), 30)), terms=planted.words.terms[:2]
    )
    with pytest.raises(DataError, match="2 terms cannot make 3 topics"):
        fit_topics(words, n_topics=3)


# ---- topic_terms, topic_framings


def test_the_first_ten_terms_of_each_topic_are_those_that_were_planted(model):
    table = topic_terms(model, top=10)
    assert table.groupby("topic")["rank"].apply(list).tolist() == [list(range(1, 11))] * 3
    assert (table.groupby("topic")["probability"].diff().dropna() <= 0).all()
    stems = table["term"].str.rstrip("0123456789").groupby(table["topic"]).agg(set)
    assert sorted(map(sorted, stems)) == [["border"], ["trade"], ["water"]]


def test_no_terms_at_all_are_refused(model):
    with pytest.raises(DataError, match="top must be a whole number, 1 or more; got 0"):
        topic_terms(model, top=0)


def test_a_framing_planted_in_one_topic_is_found_there_with_its_lift(planted):
    # One mention for every ten tokens that a document has from the first topic, so that the topic
    # has all mentions, and them this many times as often as the corpus as a whole: 1 / its share.
    X = planted.words.X
    first = np.asarray(X[:, :40].sum(axis=1)).ravel()
    words = replace(
        planted.words,
        X=sp.hstack([X, sp.csr_matrix(first // 10).T]).tocsr(),
        terms=[*planted.words.terms, "<quiet_harbour>"],
    )
    model = fit_topics(words, n_topics=3, random_state=1)
    water = 1 + int(np.argmax(model.components[:, 0]))
    table = topic_framings(model, words, model.rows, unit="document").set_index("topic")
    assert table["framing"].unique().tolist() == ["quiet_harbour"]
    assert table["share"].sum() == pytest.approx(1)
    assert table["share"][water] > 0.98
    assert table["lift"][water] == pytest.approx(X.sum() / first.sum(), rel=0.1)
    assert (table["lift"].drop(water) < 0.1).all()


def test_a_vocabulary_without_framings_gives_an_empty_table(model, planted):
    assert topic_framings(model, planted.words, model.rows, unit="document").empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"random_state": -1}, "random_state must be a whole number"),
        ({"random_state": "a"}, "random_state must be a whole number"),
        ({"guide": {"harbour": ["tide"]}}, "guide: what topoi.seed_topics returns is wanted"),
        ({"epochs": 0, "passes": 0, "sweeps": 0}, "nothing would be learnt"),
    ],
)
def test_what_no_fit_can_do_is_said(planted, options, message):
    with pytest.raises(DataError, match=message):
        fit_topics(planted.words, n_topics=3, **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_jobs": 0}, "n_jobs must be a number of processes"),
        ({"random_state": "a"}, "random_state must be a whole number"),
        ({"guide": {"harbour": ["tide"]}}, "guide: what topoi.seed_topics returns is wanted"),
    ],
)
def test_what_no_grid_can_do_is_said(planted, options, message):
    with pytest.raises(DataError, match=message):
        fit_grid(planted.words, n_topics=[3], seeds=[1], **options)
    with pytest.raises(DataError, match="words: what topoi"):
        fit_grid(planted.counts, n_topics=[3])
