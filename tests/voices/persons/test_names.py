"""Spellings of one name fold to one key, and one person ends up with one spelling."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from topoi.voices import join_spellings
from topoi.voices.persons.names import NameIndex, alike, fold, name_tokens, same_person, tidy


@pytest.mark.parametrize(  # spellings seen on pages of this genre
    ("one", "other"),
    [
        ("Andrey", "Andrei"),
        ("Sergey", "Sergei"),
        ("Yuriy", "Yuri"),
        ("Yury", "Юрий"),
        ("Dmitry", "Дмитрий"),
        ("Evgeny", "Yevgeny"),
        ("Masadykov", "Masadikov"),
        ("Nebenzia", "Nebenzya"),
        ("Borrell", "Borell"),
        ("Makei", "Makey"),
        ("Tokayev", "Tokaev"),
        ("Токаев", "TOKAYEV"),
        ("Шойгу", "Shoigu"),
        ("Хрущёв", "Khrushchev"),
        ("Zelensky", "Zelenskyy"),
        ("Zhaparov", "Japarov"),
        ("Berdimuhamedov", "Бердымухамедов"),
        ("José", "Jose"),
    ],
)
def test_spellings_that_differ_by_convention_fold_to_one_key(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ivanov", "Ivanova"),
        ("Velgarin", "Velgarina"),
        ("Morvash", "Torvash"),
        ("Kim", "Kin"),
        ("Brasvin", "Brasovin-Lake"),
        ("Orlan", "Orlanov"),
    ],
)
def test_different_names_stay_different(one, other):
    assert not alike(fold(one), fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tasmagambetov", "Tasmaganbetov"),
        ("Vladimir Makei", "Vladamir Makey"),
        ("S. V. Lavrov", "Sergey Lavrov"),
        ("Ю. А. Брасвин", "Yuri Brasvin"),
        ("Qian Qichen", "QIAN Qichen"),
        ("Ban Ki-moon", "BAN Ki Moon"),
        ("Mohammed bin Salman", "Mohammed Salman"),
        ("Kassym-Jomart Tokayev", "Mr. Kassymzhomart K. TOKAEV"),
        ("Морваш", "Ilian Morvash"),
        ("Army General Andrei Velgarin", "Velgarin"),
    ],
)
def test_two_spellings_can_be_one_person(one, other):
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilian Morvash", "Petra Morvash"),
        ("B. Velgarin", "Andrey Velgarin"),
        ("Sergey Burutin", "Sergey Lebedev"),
        ("Ilham Aliyev", "Heydar Aliyev"),
        ("", "Andrey Velgarin"),
    ],
)
def test_a_shared_surname_or_given_name_makes_no_one_person(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


@pytest.mark.parametrize(
    ("written", "tokens", "printed"),
    [
        ("Mr. QIAN Qichen,", ["QIAN", "Qichen"], "Qian Qichen"),
        ("His Excellency Dr. Ivo VANE", ["Ivo", "VANE"], "Ivo Vane"),
        ("S. V. Lavrov", ["S.", "V.", "Lavrov"], "S. V. Lavrov"),
        ("Mohammed bin Salman", ["Mohammed", "bin", "Salman"], "Mohammed bin Salman"),
        ("г-н Отумбек", ["Отумбек"], "Отумбек"),
        ("Jean-Claude LE-GRAND", ["Jean-Claude", "LE-GRAND"], "Jean-Claude Le-Grand"),
    ],
)
def test_a_name_is_printed_without_titles_and_capitals(written, tokens, printed):
    assert name_tokens(written) == tokens
    assert tidy(written) == printed


def joined(names: list[str | None], within: list[str] | str = "Varnelia") -> list[str | None]:
    """Names after joining, null as None."""
    out = join_spellings(pd.Series(names, dtype="str"), pd.Series(within, index=range(len(names))))
    return [None if pd.isna(name) else name for name in out]


def test_the_most_frequent_full_spelling_is_kept():
    names = ["Mr. VELGARIN", "Andrei Velgarin", "Andrey Velgarin", "Andrey Velgarin"]
    assert joined(names) == ["Andrey Velgarin"] * 4


def test_initials_give_way_to_a_given_name():
    assert joined(["A. Velgarin", "A. Velgarin", "Andrey Velgarin"]) == ["Andrey Velgarin"] * 3


def test_a_surname_that_two_persons_bear_stays_alone():
    names = ["Ilian Morvash", "Petra Morvash", "Morvash"]
    assert joined(names) == names


def test_names_are_joined_only_within_one_organization():
    names = ["Andrei Velgarin", "Andrey Velgarin"]
    assert joined(names, ["Varnelia", "Tashkar"]) == names
    assert len(set(joined(names))) == 1


def test_null_stays_null_and_the_order_of_rows_does_not_matter():
    names = ["Velgarin", None, "Andrey Velgarin", "Andrei Velgarin", "Toma Virask"]
    assert joined(names)[1] is None
    assert joined(names[::-1]) == joined(names)[::-1]


def test_joining_leaves_its_input_alone():
    names, within = pd.Series(["Andrei Velgarin", "Andrey Velgarin"]), pd.Series(["a", "a"])
    join_spellings(names, within)
    assert list(names) == ["Andrei Velgarin", "Andrey Velgarin"]


def test_the_index_of_names_misses_nobody():
    """One letter changed, left out, added or two swapped: whoever is the same person is near."""
    letters = "abeimnorstuv"
    draw = random.Random(4)
    for _ in range(400):
        given, surname = ("".join(draw.choices(letters, k=draw.randrange(3, 8))) for _ in "12")
        at, other = draw.randrange(len(surname)), draw.choice(letters)
        wrong = draw.choice(
            [
                surname[:at] + other + surname[at + 1 :],
                surname[:at] + other + surname[at:],
                surname[:at] + surname[at + 1 :],
                surname[:at] + surname[at : at + 2][::-1] + surname[at + 2 :],
            ]
        )
        names = [f"{given} {surname}", f"{wrong} {given}", wrong, given, f"{given}{surname}"]
        index = NameIndex()
        for name in names:
            index.add(name, name)
        for name in names:
            same = {other for other in names if same_person(other, name)}
            assert same <= set(index.near(name))
