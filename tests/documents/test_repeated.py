"""What a site repeats goes; what a reprint, an agency or a speaker repeats stays."""

from __future__ import annotations

import pytest

from topoi.documents import read_sources
from topoi.documents.repeated import fold_line, repeated_lines

TEASERS = [
    "The ministers of the five states met in Ulmar and talked about the ice on the lakes.",
    "Secretary-General Orest Kalmyrin was received by the President of Ilmeria.",
]
FOOTER = ["Address of the Secretariat, Pier Street 5, Ulmar", "Press office of the Pact"]
ITEMS = {
    "a": ["Ferry leaves on time", "14.05.2031", "The ferry left and it was full of people."],
    "b": ["Bridge opens in Ketra", "15.05.2031", "The bridge was opened by two ministers."],
    "c": ["Ice melts on the lakes", "16.05.2031", "The ice has gone, three weeks too soon."],
    "d": ["Harbour school closes", "17.05.2031", "The school has no more pupils, it is said."],
}


def found(pages: dict[str, list[str]]) -> dict[str, set[str]]:
    """What is the site's on each page, all pages being of one site."""
    texts = {name: "\n".join(lines) for name, lines in pages.items()}
    lines = repeated_lines(texts, dict.fromkeys(texts, "site"))
    return {name: set(lines.get(name, ())) for name in pages}


def folded(lines: list[str]) -> set[str]:
    """Lines as they are compared."""
    return {fold_line(line) for line in lines}


def test_teasers_above_and_a_footer_below_are_the_sites():
    pages = {name: [*TEASERS, *item, *FOOTER] for name, item in ITEMS.items()}
    assert found(pages) == dict.fromkeys(ITEMS, folded([*TEASERS, *FOOTER]))


def test_two_pages_are_no_evidence():
    pages = {name: [*TEASERS, *ITEMS[name], *FOOTER] for name in "ab"}
    assert found(pages) == {"a": set(), "b": set()}


def test_no_line_of_a_reprint_goes():
    text = [ITEMS["a"][2], "It came back with fewer of them.", "Nobody knows the reason for it."]
    pages = {name: [f"Ferry story number {name}", *text] for name in "abcd"}
    assert found(pages) == {name: set() for name in "abcd"}
    same = {name: [*ITEMS["a"], *text] for name in "abc"} | {"d": ITEMS["d"]}
    assert found(same) == {name: set() for name in "abcd"}


def test_background_that_an_agency_repeats_under_its_stories_stays():
    background = "The Pact was founded by five states that share two inland seas."
    pages = {name: [*item, background] for name, item in ITEMS.items()}
    assert found(pages) == {name: set() for name in ITEMS}


def test_a_widget_within_the_text_goes_and_what_a_speaker_repeats_stays():
    inner = ["Dear colleagues!", "Question: Why?", "- a ferry;", "Ivo Vane:", "Tell your friends"]
    pages = {
        name: [
            f"Story of the lake {name}",
            f"It began with {name}.",
            *inner,
            f"It ended with {name}.",
        ]
        for name in "abcd"
    }
    assert found(pages) == dict.fromkeys("abcd", folded(["Tell your friends"]))


def test_a_title_that_all_pages_share_stays():
    pages = {
        name: ["Regular briefing of the ministry", f"The spokesperson answered {name} questions."]
        for name in "abcd"
    }
    assert found(pages) == {name: set() for name in "abcd"}


@pytest.mark.parametrize("kind", ["address", "folder"])
def test_pages_of_one_host_or_folder_are_read_in_each_others_light(tmp_path, kind):
    for name, item in ITEMS.items():
        head = [f"https://merid.example/{name}"] if kind == "address" else []
        folder = tmp_path / (name if kind == "address" else "site")
        folder.mkdir(exist_ok=True)
        lines = [*head, *TEASERS, *item, *FOOTER]
        (folder / f"{name}.txt").write_text("\n".join(lines), "utf-8")
    reading = read_sources(tmp_path)
    assert reading.documents.text.to_list() == [item[2] for item in ITEMS.values()]
    assert reading.documents.title.to_list() == [item[0] for item in ITEMS.values()]
    out = reading.removed[reading.removed.reason == "repeated line"]
    assert set(out.text.str.strip()) == {*TEASERS, *FOOTER}
    outlets = {"merid.example"} if kind == "address" else set()
    assert set(reading.documents.outlet.dropna()) == outlets


CHROME = ["Lake News", "Home | News | Contact"]


def read(folder, pages: dict[str, list[str]]):
    """Pages as a folder of files, read."""
    for name, lines in pages.items():
        (folder / f"{name}.txt").write_text("\n".join(lines), "utf-8")
    return read_sources(folder)


@pytest.mark.parametrize("clock", [[], ["Wed, 26 Nov 2036 12:00"]], ids=["no clock", "clock"])
@pytest.mark.parametrize("day_first", [True, False], ids=["day above", "day under the title"])
def test_the_day_that_ten_pages_of_one_site_share_dates_them(tmp_path, clock, day_first):
    places = "Orvesk Ketra Ulmar Vesk Merid Ilmar Lorn Pell Sarn Torv".split()
    pages = {}
    for place in places:
        head = ["31 October 2031", f"Bridge opens in the town of {place}"]
        lead = f"The bridge of {place} was opened by two ministers, it is said."
        head = head if day_first else head[::-1]
        pages[place.lower()] = [*clock, *CHROME, *head, lead, *FOOTER]
    documents = read(tmp_path, pages).documents
    assert set(documents.date.astype(str)) == {"2031-10-31"}
    assert sorted(documents.title) == sorted(f"Bridge opens in the town of {p}" for p in places)
    assert all(text.count("\n") == 0 for text in documents.text)


REPRINTED = [
    "The ferry of the lake left Orvesk on time, full of people who wanted to see Ketra and the ice.",
    "It came back with fewer of them, and nobody in Orvesk or in Ketra could say why that was so.",
]
TITLE = "Ferry of the lake leaves on time"


@pytest.mark.parametrize(
    "pages",
    [
        {
            "a": ["Lake News", "Home | News", TITLE, "20 October 2031", *REPRINTED, "Views: 12"],
            "b": ["Menu", TITLE, "21 October 2031", "By Anna Holm", *REPRINTED, "Tags: ferry"],
            "c": ["Politics", "22 October 2031", TITLE, "Photo: Ivo Lorn", *REPRINTED, "© Pier"],
        },
        {  # copies on one site, each with a count of its own at the end
            name: [*CHROME, TITLE, f"{day} October 2031", *REPRINTED, f"Views: {day}"]
            for name, day in zip("abcde", range(20, 25), strict=True)
        },
    ],
    ids=["other chrome", "one site"],
)
def test_reprints_keep_title_day_and_text(tmp_path, pages):
    documents = read(tmp_path, pages).documents
    assert set(documents.title) == {TITLE}
    assert set(documents.text) == {"\n".join(REPRINTED)}
    assert list(documents.date.dt.day) == list(range(20, 20 + len(pages)))
    assert list(documents.duplicate_of[1:]) == ["a"] * (len(pages) - 1)
