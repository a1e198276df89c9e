"""Dispersion gives the numbers that Gries, Lijffijt, Carroll and Juilland published."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given, settings, strategies as st

from topoi.errors import DataError
from topoi.measures import dispersion
from topoi.measures.terms.dispersion import deviation_of_proportions, juilland_d

# The corpus of letters in Gries (2020), "Analyzing dispersion", A Practical Handbook of Corpus
# Linguistics, Springer, pp. 99-118, https://doi.org/10.1007/978-3-030-46216-1_5: five parts.
LETTERS = [
    "b a m n i b e u p",
    "b a s a t b e w q n",
    "b c a g a b e s t a",
    "b a g h a b e a a t",
    "b a h a a b e a x a t",
]


def tables(parts: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts and passages of parts written as words; a part is one passage of one document."""
    words = [(f"part {i}", word) for i, part in enumerate(parts) for word in part.split()]
    counts = pd.DataFrame(words, columns=["passage", "term"]).value_counts().rename("n")
    names = [f"part {i}" for i in range(len(parts))]
    return counts.reset_index(), pd.DataFrame({"passage": names, "document": names})


# Gries (2020): the text for a, the table of dispersion measures for b, i, q and x.
@pytest.mark.parametrize(
    ("letter", "n", "parts", "juilland", "dp", "norm"),
    [
        ("a", 15, 5, 0.785, 0.18, 0.22),
        ("b", 10, 5, 0.968, 0.02, 0.024),
        ("i", 1, 1, 0.0, 0.82, 1.0),
        ("q", 1, 1, 0.0, 0.80, 0.976),
        ("x", 1, 1, 0.0, 0.78, 0.951),
    ],
)
def test_the_letters_of_gries_are_as_dispersed_as_he_says(letter, n, parts, juilland, dp, norm):
    row = dispersion(*tables(LETTERS)).set_index("term").loc[letter]
    assert row[["n", "parts", "range"]].tolist() == [n, 5, parts]
    assert row["juilland_d"] == pytest.approx(juilland, abs=0.0006)
    assert row["dp"] == pytest.approx(dp, abs=0.0006)
    assert row["dp_norm"] == pytest.approx(norm, abs=0.0006)


def test_juillands_d_is_that_of_carrolls_example():
    # Carroll (1970), ETS Research Bulletin 1970(2), p. 14: 0, 4, 3, 2, 1 in equal parts
    d = juilland_d(sp.csr_matrix([[0.0], [4.0], [3.0], [2.0], [1.0]]), np.full(5, 100.0))
    assert d == pytest.approx([0.6464], abs=0.00005)


def test_normed_dp_is_that_of_lijffijt_and_gries():
    # Lijffijt & Gries (2012), International Journal of Corpus Linguistics 17(1), p. 148: 2, 1, 0
    # in equal parts
    norm = deviation_of_proportions(sp.csr_matrix([[2.0], [1.0], [0.0]]), np.full(3, 10.0))[1]
    assert norm == pytest.approx([0.5])


def test_a_term_that_follows_the_sizes_of_the_parts_is_even():
    row = dispersion(*tables(["a b b", "a a b b b b"])).set_index("term").loc["a"]
    assert row["dp"] == pytest.approx(0)
    assert row["juilland_d"] == pytest.approx(1)


@settings(deadline=None, derandomize=True, database=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=6))
def test_sparse_arithmetic_is_that_of_the_definition(rows):
    counts = np.array(rows, dtype=float) + np.array([0, 0, 1.0])  # the last term is everywhere
    sizes = counts.sum(axis=1)
    dp, norm = deviation_of_proportions(sp.csr_matrix(counts), sizes)
    d = juilland_d(sp.csr_matrix(counts), sizes)
    shares = sizes / sizes.sum()
    for j, total in enumerate(counts.sum(axis=0)):
        if total == 0:
            assert np.isnan(dp[j])
            continue
        expected = np.abs(counts[:, j] / total - shares).sum() / 2
        rates = counts[:, j] / sizes
        assert dp[j] == pytest.approx(expected)
        assert norm[j] == pytest.approx(expected / (1 - shares.min()))
        variation = rates.std() / rates.mean()
        assert d[j] == pytest.approx(1 - variation / np.sqrt(len(rates) - 1), abs=1e-7)
        assert -1e-9 <= dp[j] <= norm[j] + 1e-9 <= 1 + 2e-9


def test_parts_are_what_by_makes_of_the_passages():
    counts, passages = tables(LETTERS)
    passages = passages.assign(speaker=["Orlan", "Orlan", None, "Vane", "Vane"])
    row = dispersion(counts, passages, by="speaker").set_index("term").loc["a"]
    assert row[["n", "parts", "range"]].tolist() == [12, 2, 2]
    assert row["dp"] == pytest.approx(abs(3 / 12 - 19 / 40))


def test_rarer_terms_than_asked_for_are_left_out_but_count_for_the_sizes():
    whole = dispersion(*tables(LETTERS)).set_index("term")
    frequent = dispersion(*tables(LETTERS), min_count=5).set_index("term")
    assert sorted(frequent.index) == ["a", "b", "e"]
    pd.testing.assert_frame_equal(frequent, whole.loc[frequent.index])


def test_one_part_and_no_frequent_term_are_refused():
    with pytest.raises(DataError, match="all counted words are of one part, 'part 0'"):
        dispersion(*tables(["a b a"]))
    with pytest.raises(DataError, match="no term occurs 99 times, the most frequent 15 times"):
        dispersion(*tables(LETTERS), min_count=99)


def test_what_has_no_parts_is_refused():
    counts, passages = tables(LETTERS)
    with pytest.raises(DataError, match=r"passages: no column 'speaker'\. They have: passage"):
        dispersion(counts, passages, by="speaker")
    with pytest.raises(DataError, match="none of their passages has a value in 'speaker'"):
        dispersion(counts, passages.assign(speaker=None), by="speaker")
    twice = pd.concat([passages.assign(bloc="Pact"), passages.iloc[:1].assign(bloc="Union")])
    with pytest.raises(DataError, match="some lie in two parts of 'bloc'"):
        dispersion(counts, twice, by="bloc")
