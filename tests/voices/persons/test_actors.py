"""The table of actors: what ships, a file of one's own, and every way in which it can be wrong."""

from __future__ import annotations

import itertools
import tomllib
from importlib import resources
from typing import Any

import pandas as pd
import pytest

from topoi.errors import LexiconError
from topoi.tables import check
from topoi.voices.persons.actors import day, read_actors
from topoi.voices.persons.organizations import canonical_organization, post_in

SHIPPED: dict[str, dict[str, Any]] = tomllib.loads(
    (resources.files("topoi") / "data" / "actors.toml").read_text("utf-8")
)
SEVERAL_AT_A_TIME = {"Foreign Ministry Spokesperson", "State Department Spokesperson"}


@pytest.fixture(scope="module")
def actors() -> pd.DataFrame:
    """The shipped table."""
    return read_actors()


# ---- what ships


def test_the_shipped_table_is_large_and_keeps_its_schema(actors):
    assert check(actors, "actors").equals(actors)
    assert actors["person"].nunique() == len(SHIPPED) >= 450
    for organization in (
        *("Russia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Tajikistan", "Armenia", "Uzbekistan"),
        *("Turkmenistan", "Azerbaijan", "Moldova", "China", "India", "Pakistan", "Iran", "Brazil"),
        *("South Africa", "CSTO", "CIS", "SCO", "EAEU", "NATO", "United Nations", "OSCE"),
        *("European Union", "United States", "United Kingdom", "France", "Germany"),
    ):
        assert (actors["organization"] == organization).sum() >= 5, organization


def test_every_organization_of_a_post_is_a_canonical_name_and_has_a_source(actors):
    for organization in actors["organization"].unique():
        assert canonical_organization(organization) == organization
    assert actors["source"].str.len().min() > 0
    assert actors["cyrillic"].str.fullmatch(r"[А-ЯЁа-яё .-]+").all()


def test_states_have_the_names_of_the_delegations():
    data = resources.files("topoi") / "data"
    delegations = pd.read_csv(str(data / "delegations.csv"))
    organizations = tomllib.loads((data / "organizations.toml").read_text("utf-8"))
    written = canonical_organization
    for name, official in zip(delegations["name"], delegations["official"], strict=True):
        assert written(name) in (None, name)
        assert written(official) in (None, name)
    assert len(set(delegations["name"]) & set(organizations)) >= 25


def test_a_post_of_one_holder_has_one_holder_at_a_time():
    held: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = {}
    for person, entry in SHIPPED.items():
        for post in entry["posts"]:
            kind = post_in(post["role"]).kind
            if kind and kind not in SEVERAL_AT_A_TIME:
                held.setdefault((kind, post["organization"]), []).append((person, post))
    clashes = []
    for place, posts in held.items():
        for (one, a), (two, b) in itertools.combinations(posts, 2):
            # Later of the latest beginnings, earlier of the earliest ends: in office together for sure.
            begun = max(day(a["from"], last=True), day(b["from"], last=True))
            ended = min(day(p["to"], last=False) for p in (a, b, {"to": "2200"}) if p.get("to"))
            if begun < ended:
                clashes.append((place, one, two))
    assert len(held) > 60
    assert clashes == []


@pytest.mark.parametrize(
    ("person", "date", "role", "organization"),
    [  # kremlin.ru, mid.ru, nato.int, europa.eu, CSTO and CIS secretariats
        ("Sergei Shoigu", "2024-05-01", "Defence Minister", "Russia"),
        ("Sergei Shoigu", "2024-06-01", "Secretary of the Security Council", "Russia"),
        ("Sergey Lavrov", "2003-06-01", "Permanent Representative to the United Nations", "Russia"),
        ("Sergey Lavrov", "2004-04-01", "Foreign Minister", "Russia"),
        ("Kassym-Jomart Tokayev", "2018-01-01", "Speaker of the Senate", "Kazakhstan"),
        ("Kassym-Jomart Tokayev", "2022-01-01", "President", "Kazakhstan"),
        ("Nikolai Bordyuzha", "2010-01-01", "Secretary-General", "CSTO"),
        ("Stanislav Zas", "2019-06-01", "Secretary of the Security Council", "Belarus"),
        ("Stanislav Zas", "2021-06-01", "Secretary-General", "CSTO"),
        ("Imangali Tasmagambetov", "2024-01-01", "Secretary-General", "CSTO"),
        ("Taalatbek Masadikov", "2025-10-29", "Deputy Secretary-General", "CSTO"),
        ("Sergei Lebedev", "2015-01-01", "Executive Secretary", "CIS"),
        ("Jens Stoltenberg", "2020-01-01", "Secretary-General", "NATO"),
        ("Josep Borrell", "2022-01-01", "High Representative", "European Union"),
        ("Vladimir Putin", "2010-01-01", "Prime Minister", "Russia"),
    ],
)
def test_who_held_which_post_on_a_day(actors, person, date, role, organization):
    rows = actors[actors["person"] == person]
    on = pd.Timestamp(date)
    held = rows[(rows["since"] <= on) & (rows["until"].isna() | (rows["until"] >= on))]
    assert held[["role", "organization"]].values.tolist() == [[role, organization]]


def test_months_and_years_are_read_as_the_days_that_they_can_mean(actors):
    kozyrev = actors[actors["person"] == "Andrei Kozyrev"].iloc[0]
    assert kozyrev["since"] == pd.Timestamp("1990-10-01")
    churkin = actors[actors["person"] == "Yuli Vorontsov"].iloc[0]
    assert churkin["until"] == pd.Timestamp("1994-12-31")


# ---- a file of one's own

OWN = """
["Orest Kalmyrin"]
aliases = ["Orest V. Kalmyrin", "Arest Kalmyryn"]
cyrillic = "Орест Калмырин"
posts = [
    { role = "Foreign Minister", organization = "Varnelia", from = 2019-03-04, to = "2021-05" },
    { role = "Secretary-General", organization = "OISP", from = "2021-06", source = "oisp.example" },
]
"""


@pytest.fixture
def file(tmp_path):
    """Write a file of actors and return its path."""

    def write(text: str) -> Any:
        path = tmp_path / "own.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_persons_of_a_file_are_added_to_those_that_ship(actors, file):
    both = read_actors(file(OWN))
    own = both[both["person"] == "Orest Kalmyrin"]
    assert len(both) == len(actors) + 2
    assert own["aliases"].tolist() == ["Orest V. Kalmyrin; Arest Kalmyryn"] * 2
    assert own["since"].tolist() == [pd.Timestamp("2019-03-04"), pd.Timestamp("2021-06-01")]
    assert own["until"].iloc[0] == pd.Timestamp("2021-05-31")
    assert pd.isna(own["until"].iloc[1])
    assert len(read_actors()) == len(actors)  # the shipped table has not changed


def test_a_shipped_person_can_be_given_an_alias_a_post_and_an_end(file):
    text = """
    ["Sergey Lavrov"]
    aliases = ["Serge Lavroff"]
    posts = [
        { role = "Foreign Minister", organization = "Russia", from = "2004-03-09", to = "2040-01" },
        { role = "Ambassador to Varnelia", organization = "Russia", from = "2040-02" },
    ]
    """
    rows = read_actors(file(text)).query("person == 'Sergey Lavrov'")
    assert "Serge Lavroff" in rows["aliases"].iloc[0]
    assert rows["until"].dropna().dt.year.tolist() == [2004, 2040]
    assert rows["role"].tolist()[-1] == "Ambassador to Varnelia"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "not TOML"),
        ('"Ivo Orlan" = 3', "actor 'Ivo Orlan' should be a table"),
        ('["Ivo Orlan"]\nage = 3', "actor 'Ivo Orlan': no key 'age'"),
        ('["Ivo Orlan"]\naliases = "Iwo"', "'aliases' should be a list"),
        ('["Ivo Orlan"]\ncyrillic = 3', "'cyrillic' should be a name"),
        ('["Ivo Orlan"]\naliases = ["Iwo Orlan"]', "'posts' is missing"),
        ('["Ivo Orlan"]\nposts = ["x"]', "post 1: should be a table"),
        ('["Ivo Orlan"]\nposts = [{ role = "X", from = "2001" }]', "'organization' is missing"),
        (
            '["Ivo Orlan"]\nposts = [{ role = "X", organization = "Y", since = "2001" }]',
            "post 1: no key 'since'",
        ),
        (
            '["Ivo Orlan"]\nposts = [{ role = "X", organization = "Y", from = "May 2001" }]',
            "from = 'May 2001' is no date",
        ),
        (
            '["Ivo Orlan"]\nposts = [{ role = "X", organization = "Y", from = "2001-13" }]',
            "from = '2001-13' is no date",
        ),
        (
            '["Ivo Orlan"]\nposts = [{ role = "X", organization = "Y", from = "2002", to = "2001" }]',
            "ends before it begins",
        ),
    ],
)
def test_an_ill_formed_file_is_refused_with_file_person_and_key(file, text, says):
    path = file(text)
    with pytest.raises(LexiconError) as error:
        read_actors(path)
    assert says in str(error.value)
    assert str(error.value).startswith(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(LexiconError, match="cannot be read"):
        read_actors(tmp_path / "none.toml")


# ---- clashes


def one(name: str, years: str = "2010 2012", more: str = "") -> str:
    since, until = years.split()
    return (
        f'["{name}"]\n{more}\nposts = [{{ role = "Minister of Trade", organization = "Orlan", '
        f'from = "{since}", to = "{until}" }}]\n'
    )


def test_two_persons_in_office_at_one_time_cannot_share_a_name(file):
    text = one("Ivo Orlan", more='aliases = ["Ivo Vane"]') + one("Iva Vane") + one("Ivo Vane")
    with pytest.raises(LexiconError, match=r"'Ivo Vane' can be 'Ivo Orlan'.*and 'Ivo Vane'"):
        read_actors(file(text))


def test_two_persons_in_office_one_after_the_other_can_share_a_name(actors, file):
    text = one("Ivo Orlan", more='aliases = ["Ivo Vane"]') + one("Ivo Vane", "2013 2014")
    assert len(read_actors(file(text))) == len(actors) + 2


def test_two_persons_of_one_surname_do_not_clash(actors, file):
    assert len(read_actors(file(one("Ivo Orlan") + one("Mihal Orlan")))) == len(actors) + 2


@pytest.mark.parametrize("name", ["Sergei Lavrov", "Сергей Лавров", "LAVROV Sergey"])
def test_a_shipped_person_under_another_spelling_is_named_with_the_shipped_one(file, name):
    with pytest.raises(LexiconError, match=r"Sergey Lavrov.*actors.toml"):
        read_actors(file(one(name, "2020 2021")))


def test_a_person_with_another_cyrillic_name_than_the_shipped_one_is_refused(file):
    text = one("Sergey Lavrov", "1980 1981", 'cyrillic = "Сергей Лаврин"')
    with pytest.raises(LexiconError, match=r"cyrillic is 'Сергей Лаврин', but actors.toml has"):
        read_actors(file(text))


def test_a_post_with_other_dates_than_the_shipped_one_is_refused(file):
    text = """
    ["Jens Stoltenberg"]
    posts = [{ role = "Secretary-General", organization = "NATO", from = "2014-10-01", to = "2023" }]
    """
    with pytest.raises(LexiconError, match=r"2014-10-01 to 2023, but actors.toml has .*2024-10-01"):
        read_actors(file(text))
