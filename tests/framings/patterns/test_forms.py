"""`{word}` stands for the forms of a word, as two morphological dictionaries have them."""

from __future__ import annotations

import pytest

from topoi.errors import LexiconError
from topoi.framings.patterns.forms import forms

LONG = "многополярн"
MANY = "ый ого ому ым ом ая ой ую ою ое ые ых ыми".split()


def test_a_russian_adjective_has_all_genders_cases_and_numbers():
    assert set(forms("многополярный")) == {LONG + end for end in MANY}


@pytest.mark.parametrize(
    ("lemma", "some"),
    [
        ("мир", "мир мира миру миром мире миры миров мирам мирами мирах"),
        ("война", "война войны войне войну войной войною войнам войнами войнах войн"),
        ("партнер", "партнер партнера партнеров партнерами"),  # ё in the dictionary
        ("основанный", "основанный основанного основана основаны основанными"),
        ("вмешиваться", "вмешиваться вмешивается вмешивались"),
        ("прокси-война", "прокси-войны прокси-войн"),
        ("мультиполярный", "мультиполярного мультиполярная"),  # in no dictionary
        ("war", "war wars warring"),
        ("fight", "fight fought fighting"),
        ("hegemony", "hegemony hegemonies"),
        ("crisis", "crisis crises"),
        ("colour", "colour colours coloured"),
        ("quorbit", "quorbit quorbits"),  # in no dictionary
        ("quorby", "quorby quorbies"),
    ],
)
def test_forms_of_a_word(lemma, some):
    assert set(some.split()) <= set(forms(lemma))


@pytest.mark.parametrize(
    ("lemma", "others"),
    [
        ("основанный", "основать основал основавший"),
        ("мир", "миро мирный"),
        ("war", "warm warrior"),
        ("multipolar", "multipolarity"),
    ],
)
def test_no_forms_of_another_word(lemma, others):
    assert not set(others.split()) & set(forms(lemma))


def test_no_form_has_a_letter_that_normalised_text_has_not():
    assert all("ё" not in form and form == form.lower() for form in forms("елка"))


@pytest.mark.parametrize(
    ("form", "lemma"), [("войны", "война"), ("wars", "war"), ("fought", "fight")]
)
def test_what_is_no_dictionary_form_is_an_error_that_names_it(form, lemma):
    with pytest.raises(LexiconError, match=f"it is a form of '{lemma}'; write {{{lemma}}}"):
        forms(form)
