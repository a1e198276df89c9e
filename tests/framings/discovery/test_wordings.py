"""Keys and pairs: which phrases go together."""

from __future__ import annotations

from topoi.framings.discovery.wordings import content, key, pairs


def test_orders_with_more_words_share_the_pairs_of_those_with_fewer():
    short, long = (pairs(key(p)) for p in ("tide-based order", "tide-based coastal order"))
    assert set(short) < set(long)


def test_a_phrase_of_one_word_has_no_pair():
    assert pairs(key("peace for peace")) == []


def test_what_is_left_of_a_number_is_no_word():
    assert content("st century") == ["century"]
    assert pairs(key("st century")) == []
