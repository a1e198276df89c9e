"""Quotation marks pair up as they stand on real pages, and not every pair holds speech."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from topoi.voices.sentences.quotes import count_quoted, find_quotations, is_speech


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("She said: “We wait.” Then left.", ["“We wait.”"]),
        ('"One," she said. "Two."', ['"One,"', '"Two."']),
        ("Она сказала: «Мы ждем» и ушла.", ["«Мы ждем»"]),
        ("«Один «два» три» четыре", ["«Один «два» три»"]),
        ("„Wir warten“, sagte er.", ["„Wir warten“"]),
        ("She said: ‘We wait” and left.", ["‘We wait”"]),
        ('She said: “We wait" and left.', ['“We wait"']),
        ("She said: “We wait» and left.", ["“We wait»"]),
        ("Она сказала: «Мы ждем…” и ушла.", ["«Мы ждем…”"]),
        ("She said: `We wait' and left.", ["`We wait'"]),
        ("“Outer ‘inner’ outer” rest", ["“Outer ‘inner’ outer”"]),
        ("‘We call it “ours” still,’ she said.", ["‘We call it “ours” still,’"]),
        ("''We wait,'' she said.", ["''We wait,''"]),
        ("He left. ''We wait\", she said.", ["''We wait\""]),
        ("“One.\n“Two.\n“Three.” Done.", ["“One.\n“Two.\n“Three.”"]),
        ("“One.\nTwo.\nThree.” Done.", ["“One.\nTwo.\nThree.”"]),
        ("He noted: ‘We met.\nWe agreed”. She left.", ["‘We met.\nWe agreed”"]),
        ("He said “we wait.\nA new paragraph.", ["“we wait."]),
        ('"Unclosed one\nNext "closed" here', ['"Unclosed one', '"closed"']),
        ("”We wait”, she said.", ["”We wait”"]),
        ("‹We wait›, she said.", ["‹We wait›"]),
        ("\"We wait. 'Our lake' is calm.' Vane said.", ["\"We wait. 'Our lake' is calm.'"]),
        ("We wait” and left.", []),
        ("The states’ rights, the people's will, the ’90s", []),
        ('5\'10" tall and 6" wide', []),
        ("“ spaced ” marks", []),
    ],
)
def test_outer_quotations_are_found_whatever_marks_close_them(text, quoted):
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


def test_a_quotation_knows_whether_a_mark_closes_it():
    assert [q.closed for q in find_quotations("“One” and “two\nthree")] == [True, False]


def test_a_quotation_ends_after_six_paragraphs_without_a_mark():
    text = "“One.\n" + "More.\n" * 9 + "Last.” Done."
    (quotation,) = find_quotations(text)
    assert text[quotation.start : quotation.end] == "“One."


@pytest.mark.parametrize(
    "quoted",
    [
        "“We shall not wait for others,”",
        "“We wait.”",
        "“Never again,”",
        "“Yes.”",
        "“the lake belongs to all who live on it”",
        "«Мы ждем».",
        "“Neighbours of the Inland Seas: the harbour as a place where talks begin”",
    ],
)
def test_sentences_and_long_stretches_in_marks_can_be_speech(quoted):
    assert is_speech(quoted)


@pytest.mark.parametrize(
    "quoted",
    [
        "“Great Eurasian Partnership”",
        "“The Pact Is Not a Fence”",
        "“Steppe Shield 2031”",
        "«Один пояс, один путь»",
        "«цветных»",
        "“rules”",
        "“multipolar world”",
        "“yes”",
        "“…”",
        "“”",
    ],
)
def test_names_terms_and_words_at_arms_length_are_no_speech(quoted):
    assert not is_speech(quoted)


def test_only_words_that_can_be_speech_count_as_quoted():
    assert count_quoted("“We shall not wait,” he said of the “rules” and the «Степной щит».") == 4


@settings(deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("“”\"«»‘’'„`ab ,.\n"), max_size=60) | st.text())
def test_quotations_of_any_text_are_in_order_and_begin_with_a_mark(text):
    spans = [(q.start, q.end) for q in find_quotations(text)]
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    assert all(text[a] in "“„«‹\"‘'`”" for a, _ in spans)
