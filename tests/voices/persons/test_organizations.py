"""Names of organizations and wordings of posts, in English and Russian."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from topoi.voices.persons.organizations import (
    canonical_organization,
    is_state,
    mentions_of,
    owner_of,
    post_in,
)


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("ОДКБ", "CSTO"),
        ("Collective Security Treaty Organization", "CSTO"),
        ("Содружество Независимых Государств", "CIS"),
        ("ШОС", "SCO"),
        ("ЕАЭС", "EAEU"),
        ("the EU", "European Union"),
        ("U.N.", "United Nations"),
        ("НАТО", "NATO"),
        ("РФ", "Russia"),
        ("USA", "United States"),
        ("Britain", "United Kingdom"),
        ("Соединённые Штаты", "United States"),
        ("People’s Republic of China", "China"),
        ("CIS Executive Committee", "CIS Executive Committee"),
        ("Russia House", None),
        ("Inland Pact", None),
        ("", None),
        (None, None),
    ],
)
def test_a_body_has_one_name(name, canonical):
    assert canonical_organization(name) == canonical


def test_no_name_means_two_organizations():
    data = resources.files("topoi") / "data" / "organizations.toml"
    seen: dict[str, str] = {}
    for organization, entry in tomllib.loads(data.read_text("utf-8")).items():
        for name in [organization, *entry["names"], *entry.get("seats", [])]:
            assert seen.setdefault(name.lower(), organization) == organization
    assert len(seen) > 150


def test_no_wording_means_two_posts():
    data = resources.files("topoi") / "data" / "roles.toml"
    for kind, entry in tomllib.loads(data.read_text("utf-8")).items():
        for wording in [*entry["en"], *entry["ru"]]:
            # "head of diplomacy" is the foreign minister's too; elsewhere a wording has one kind
            if "дипломатии" not in wording:
                assert post_in(wording).kind == kind, wording


@pytest.mark.parametrize(
    ("phrase", "kind", "organizations"),
    [
        ("Russian Defense Minister", "Defence Minister", ["Russia"]),
        ("Minister of Defence of the Russian Federation", "Defence Minister", ["Russia"]),
        ("министра обороны РФ", "Defence Minister", ["Russia"]),
        ("главе российского МИД", "Foreign Minister", ["Russia"]),
        ("head of the Kazakh state", "President", ["Kazakhstan"]),
        ("Kazakhstan’s head of state", "President", ["Kazakhstan"]),
        ("президенту Белоруссии", "President", ["Belarus"]),
        ("CSTO Secretary General", "Secretary-General", ["CSTO"]),
        ("генсека ОДКБ", "Secretary-General", ["CSTO"]),
        ("исполнительный секретарь СНГ", "Secretary-General", ["CIS"]),
        ("U.S. Secretary of State", "Secretary of State", ["United States"]),
        ("Russia's UN ambassador", "Permanent Representative to the United Nations", ["Russia"]),
        (
            "постпред РФ при ООН",
            "Permanent Representative to the United Nations",
            ["Russia"],
        ),
        ("Kremlin spokesman", "Presidential Spokesperson", ["Russia"]),
        ("пресс-секретарь Кремля", "Presidential Spokesperson", ["Russia"]),
        ("EU foreign policy chief", "High Representative", ["European Union"]),
        ("глава Еврокомиссии", "President of the European Commission", ["European Union"]),
        ("the foreign minister", "Foreign Minister", []),
        ("Russian Deputy Foreign Minister", None, ["Russia"]),
        ("former Russian president", None, ["Russia"]),
        ("замминистра обороны РФ", None, ["Russia"]),
        ("foreign ministers of Russia", None, ["Russia"]),
        ("Russian ambassador to China", None, ["China", "Russia"]),
        ("press service of the President of Russia", None, ["Russia"]),
    ],
)
def test_a_phrase_means_a_post_only_if_nothing_is_left_over(phrase, kind, organizations):
    post = post_in(phrase)
    assert (post.kind, sorted(post.organizations)) == (kind, organizations)


def test_an_organization_is_found_in_text_by_name_adjective_and_case():
    assert mentions_of("Russia").search("They spoke of Russian gas.")
    assert mentions_of("Russia").search("Встреча прошла в России.")
    assert mentions_of("United States").search("the US view")
    assert not mentions_of("United States").search("they told us nothing")
    assert not mentions_of("Russia").search("Prussian blue")


def test_states_are_told_from_bodies():
    assert is_state("Russia")
    assert not is_state("CSTO")
    assert not is_state("Varnelia")


@pytest.mark.parametrize(
    ("outlet", "owner"),
    [
        ("Kremlin", "Russia"),
        ("CSTO", "CSTO"),
        ("President of the Republic of Belarus", "Belarus"),
        ("МИД России", "Russia"),
        ("Russia Today", None),
        ("The Times of India", None),
        ("Steppe Courier", None),
    ],
)
def test_a_body_s_own_page_is_told_from_a_paper(outlet, owner):
    assert owner_of(outlet) == owner
