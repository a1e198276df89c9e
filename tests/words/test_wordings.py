"""Wordings that are one, and such as are not."""

import pytest

from topoi import wording_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("multi-polar world", "multipolar worlds"),
        ("multi polar world", "multipolar world"),
        ("hybrid wars", "hybrid war"),
        ("rules‑based order", "rules based orders"),
        ("многополярного мира", "многополярный мир"),
        ("гибридные войны", "гибридной войной"),
    ],
)
def test_inflection_hyphens_and_blanks_make_no_difference(one, other):
    assert wording_key(one) == wording_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("multipolar world", "multipolarity"),
        ("hybrid war", "hybrid warfare"),
        ("greater eurasia", "great eurasian partnership"),
        ("гибридная война", "гибридная угроза"),
    ],
)
def test_other_words_are_other_wordings(one, other):
    assert wording_key(one) != wording_key(other)
