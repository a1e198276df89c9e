"""The page: the text is the text, every passage once, numbers add up, nothing in it can run."""

from __future__ import annotations

import base64
import hashlib
import re

import pandas as pd
import pytest
from page_reader import PageReader

import topoi
from topoi.documents import read_sources
from topoi.errors import DataError
from topoi.framings import find_framings, read_lexicon
from topoi.pages import page_of
from topoi.pages.page import MOST
from topoi.pages.running import LOW
from topoi.stretches import put_back
from topoi.voices import attribute

BAD = """<script>alert("x")</script>'"><img src=x onerror=alert(1)>&amp;--></title></style>"""


def read(folder, **files):
    """Reading, passages and mentions of texts."""
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    reading = read_sources(folder)
    passages = attribute(reading.documents)
    return reading, passages, find_framings(passages)


@pytest.fixture(scope="module")
def page(reading, passages, mentions):
    """The page of the specimens."""
    labels = {name: framing.label for name, framing in read_lexicon().items()}
    return PageReader(page_of(reading, passages, mentions, labels=labels))


def test_the_text_of_the_page_is_the_text_of_the_document(page, documents):
    assert ["".join(text.kept) for text in page.texts] == list(documents["text"])


def test_with_what_was_removed_it_is_the_text_as_read(page, documents, reading):
    for text, document in zip(page.texts, documents.itertuples(), strict=True):
        own = reading.removed[reading.removed["document"] == document.document]
        stretches = own[["start", "end", "text"]].itertuples(index=False, name=None)
        assert "".join(text.read) == put_back(document.text, stretches)[0]


def test_every_passage_stands_once_and_in_order(page, passages):
    found = [passage for text in page.texts for passage in text.passages()]
    assert [text for _, text in found] == list(passages["text"])
    ids = [element.attributes["id"] for element, _ in found]
    assert len(set(ids)) == len(ids)
    voices = [next(v for v in topoi.SCHEMAS["passages"].columns["voice"].values if v in e.classes)
              for e, _ in found]  # fmt: skip
    assert voices == list(passages["voice"])


def test_the_keyboard_reaches_every_passage_once(page):
    stops = [e for e in page.having(class_="p") if e.attributes.get("tabindex") == "0"]
    assert stops == [element for text in page.texts for element, _ in text.passages()]


def test_every_passage_carries_its_decision(page, passages):
    cards = {
        card.attributes["id"]: card.text
        for card in page.having(class_="card")
        if "id" in card.attributes
    }
    found = [element for text in page.texts for element, _ in text.passages()]
    assert len(cards) == len(found)
    for element, passage in zip(found, passages.itertuples(), strict=True):
        card = cards[element.attributes["aria-describedby"]]
        for column in ("speaker", "role", "organization", "on_behalf_of", "embedded_source",
                       "voice", "kind", "rule", "passage"):  # fmt: skip
            value = getattr(passage, column)
            assert pd.isna(value) or str(value) in card, column
        assert f"confidence {passage.confidence:.2g}" in card
        assert f"characters {passage.start} to {passage.end}" in card


def test_a_speaker_has_one_colour_and_one_number_everywhere(page, passages):
    found = [element for text in page.texts for element, _ in text.passages()]
    looks = {}
    for element, passage in zip(found, passages.itertuples(), strict=True):
        colour = [c for c in element.classes if re.fullmatch(r"s\d", c)]
        if pd.isna(passage.speaker):
            assert not colour
            assert "data-s" not in element.attributes
            assert ("unknown" in element.classes) == (passage.voice != "narration")
        else:
            looks.setdefault(passage.speaker, set()).add((*colour, element.attributes["data-s"]))
    assert all(len(look) == 1 for look in looks.values())
    buttons = [e for e in page.elements if e.attributes.get("data-only", "unknown") != "unknown"]
    for button in buttons:
        name = next(name for name in looks if name in button.text)
        assert {look[1] for look in looks[name]} == {button.attributes["data-only"]}
    assert len(buttons) == len(looks)


def test_the_legend_counts_the_words_of_speakers_and_of_nobody(page, passages):
    said = passages[passages["voice"] != "narration"]
    words = said.groupby(said["speaker"].fillna("unknown"))["words"].sum()
    shown = {}
    for at, button in enumerate(page.elements):
        if "data-only" not in button.attributes:
            continue
        _, name, count, share = (element.text for element in page.elements[at + 1 : at + 5])
        shown[name] = int(count.replace(",", ""))
        exact = 100 * shown[name] / words.sum()
        assert share == ("<1 %" if exact < 0.5 else f"{exact:.0f} %")
    assert shown == words.to_dict()
    summary = page.having(class_="shares")[0].text
    total = passages["words"].sum()
    unknown = said.loc[said["speaker"].isna(), "words"].sum()
    assert f"{100 * unknown / total:.0f} % unknown speaker" in summary


def test_each_of_several_documents_counts_its_own_speakers(page, passages, documents):
    said = passages[passages["voice"] != "narration"].fillna({"speaker": "unknown"})
    words = said.groupby(["document", "speaker"])["words"].sum()
    lists = page.having(class_="said")
    assert len(lists) == said["document"].nunique()
    for text, document in zip(lists, documents["document"], strict=True):
        for name, count in words[document].items():
            assert f" {name} {count:,}" in text.text


def test_buttons_count_what_there_is_to_check(page, passages):
    said = passages[passages["voice"] != "narration"]
    counts = {
        e.attributes["data-next"]: e.text for e in page.elements if "data-next" in e.attributes
    }
    assert counts["unknown"].endswith(f" {said['speaker'].isna().sum()}")
    low = (said["speaker"].notna() & (said["confidence"] < LOW)).sum()
    assert counts["low"].endswith(f" {low}")
    assert low > 0
    classes = [e.classes for text in page.texts for e, _ in text.passages()]
    assert sum("low" in c for c in classes) == low


def test_a_mention_is_marked_with_its_label_where_it_ends(page, mentions):
    lexicon = read_lexicon()
    marks = [e for e in page.elements if e.tag == "mark" and "article" in e.path]
    labels = [x for e in marks for x in (e.attributes.get("data-f") or "").split("; ") if x]
    expected = [
        " · ".join(
            [lexicon[m.framing].label, *(v for v in (m.use, m.attitude) if isinstance(v, str))]
        )
        for m in mentions.itertuples()
    ]
    assert sorted(labels) == sorted(expected)
    assert any(isinstance(use, str) for use in mentions["use"])


def test_what_is_known_of_a_document_stands_above_it(page, documents):
    headers = [e.text for e in page.elements if e.tag == "header"]
    for header, row in zip(headers, documents.itertuples(), strict=True):
        for column in ("document", "title", "outlet", "genre", "language", "date_source",
                       "duplicate_of", "event"):  # fmt: skip
            value = getattr(row, column)
            assert pd.isna(value) or str(value) in header, column
        day = "unknown" if pd.isna(row.date) else f"{row.date.day} {row.date:%B %Y}"
        assert day in header
    assert "No title was found" in headers[0]


def test_problems_stand_with_their_document_and_the_others_first(tmp_path):
    (tmp_path / "broken.jsonl").write_bytes(b"{no json\n")
    page = PageReader(page_of(*read(tmp_path, a="Ivo Orlan said that the lake was calm.")))
    found = page.having(class_="problems")
    assert ["article" in e.path for e in found] == [False]
    assert "unreadable" in found[0].text


def test_dates_seen_are_listed_with_the_chosen_one(tmp_path):
    reading, *tables = read(tmp_path, a="Ivo Orlan said that the lake was calm.")
    dates = pd.DataFrame(
        {"document": "a", "start": None, "end": None, "text": ["1.2.2031", "3.2.2031"]}
    ).assign(
        date=pd.to_datetime(["2031-02-01", None]), found=["line", "body"], chosen=["yes", "no"]
    )
    rows = [
        e
        for e in PageReader(page_of(reading._replace(dates=dates), *tables)).elements
        if e.tag == "tr"
    ]
    assert [e.text for e in rows[1:]] == ["1.2.20311 February 2031linechosen", "3.2.2031–body"]
    assert [e.classes for e in rows[1:]] == [["chosen"], []]


def test_several_documents_are_listed_and_one_is_not(page, documents, tmp_path):
    listed = [e for e in page.elements if e.tag == "a" and "nav" in e.path]
    assert len(listed) == len(documents)
    ids = {e.attributes["id"] for e in page.elements if e.attributes.get("id")}
    assert {e.attributes["href"].removeprefix("#") for e in listed} <= ids
    one = PageReader(page_of(*read(tmp_path, a="Ivo Orlan said that the lake was calm.")))
    assert not [e for e in one.elements if e.tag == "nav"]


def test_the_list_says_how_many_passages_of_a_document_ask_for_a_look(page, passages):
    unsure = passages["speaker"].isna() | (passages["confidence"] < LOW)
    unsure &= passages["voice"] != "narration"
    expected = [f"{n} to check" for n in unsure.groupby(passages["document"]).sum() if n]
    notes = [e.text for e in page.elements if e.tag == "small" and "nav" in e.path]
    assert [
        re.search(r"\d+ to check", note).group() for note in notes if "check" in note
    ] == expected
    assert 0 < len(expected) < passages["document"].nunique()


def test_every_link_within_the_page_leads_somewhere(page):
    ids = [e.attributes["id"] for e in page.elements if e.attributes.get("id")]
    assert len(ids) == len(set(ids))
    links = [e.attributes["href"] for e in page.elements if e.tag == "a"]
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(ids)
    described = {e.attributes.get("aria-describedby") for e in page.elements} - {None}
    assert described <= set(ids)


def test_languages_are_declared(page, documents):
    texts = page.having(class_="text")
    assert [e.attributes["lang"] for e in texts] == list(documents["language"])
    assert page.elements[0].attributes["lang"] == "en"


def assert_harmless(page):
    """Only the page's own script, no handler, nothing to load."""
    own = [e for e in page.elements if e.tag == "script"]
    assert len(own) == 1
    assert own[0].path == ("html", "body")
    assert "alert" not in own[0].text
    for element in page.elements:
        assert element.tag not in {"img", "iframe", "link", "object", "embed", "base", "form"}
        assert not [name for name in element.attributes if name.startswith("on")]
        assert "src" not in element.attributes
        address = element.attributes.get("href", "#")
        assert address.startswith(("#", "https://", "http://"))
    assert "url(" not in next(e for e in page.elements if e.tag == "style").text
    policy = page.having(http_equiv="Content-Security-Policy")[0].attributes["content"]
    assert policy.startswith("default-src 'none'; ")


def test_a_page_loads_nothing(page):
    assert_harmless(page)


def test_the_policy_lets_the_own_script_run_and_no_other(page):
    script = next(e for e in page.elements if e.tag == "script").text
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    policy = page.having(http_equiv="Content-Security-Policy")[0].attributes["content"]
    assert policy.endswith(f"; script-src 'sha256-{digest}'")


def test_a_hostile_document_is_text(tmp_path):
    text = (
        f"Title {BAD}\n14.05.2031\n“We want a multipolar world {BAD} now,” Ivo Orlan said.\n{BAD}\n"
    )
    reading, passages, mentions = read(tmp_path, a=text)
    page = PageReader(page_of(reading, passages, mentions))
    assert_harmless(page)
    assert "".join(page.texts[0].kept) == reading.documents["text"][0]
    assert '<script>alert("x")</script>' in "".join(page.texts[0].kept)


def test_hostile_words_in_any_column_are_text(reading, passages, mentions):
    documents = reading.documents.head(2).assign(language="en")
    for column in ("title", "outlet", "genre", "source", "speaker", "role", "organization",
                   "date_source", "event", "language"):  # fmt: skip
        documents[column] = BAD
    documents["url"] = ["javascript:alert(1)", "https://example.org/?a=<b>&\"'"]
    documents["duplicate_of"] = ["02_wire_story", BAD]
    removed, problems = reading.removed.assign(reason=BAD), reading.problems.assign(document=None)
    problems = problems.assign(problem=BAD, detail=BAD)
    for column in (
        "speaker",
        "role",
        "organization",
        "on_behalf_of",
        "embedded_source",
        "utterer",
        "rule",
    ):
        passages = passages.assign(**{column: BAD})
    hostile = reading._replace(documents=documents, removed=removed, problems=problems)
    labels = dict.fromkeys(mentions["framing"], BAD)
    page = PageReader(page_of(hostile, passages, mentions.assign(use="own"), labels=labels))
    assert_harmless(page)
    assert page.having(class_="card")[0].text.count(BAD) >= 6
    addresses = [e.attributes["href"] for e in page.elements if e.tag == "a"]
    assert [a for a in addresses if not a.startswith("#")] == [documents["url"].iloc[1]]


def test_the_same_tables_give_the_same_page(reading, passages, mentions):
    pages = {page_of(reading, passages, mentions).encode("utf-8") for _ in range(2)}
    assert len(pages) == 1


def test_a_page_without_mentions_marks_nothing(reading, passages):
    page = PageReader(page_of(reading, passages))
    assert not [e for e in page.elements if e.tag == "mark" and "article" in e.path]


def test_too_many_documents_are_refused_with_a_way_out(reading, passages):
    names = [f"d{n}" for n in range(MOST + 1)]
    many = pd.concat([reading.documents.head(1)] * len(names)).assign(document=names)
    with pytest.raises(DataError, match=rf"{MOST + 1} documents .* it holds {MOST}\. Read a file"):
        page_of(reading._replace(documents=many), passages)


def test_documents_without_text_are_refused(reading, passages):
    without = reading._replace(documents=reading.documents.drop(columns="text"))
    with pytest.raises(DataError, match="no column 'text'"):
        page_of(without, passages)


def test_passages_of_other_texts_are_refused_by_name(reading, passages):
    with pytest.raises(DataError, match="those of document '02_wire_story' do not partition"):
        page_of(reading, passages[passages["document"] != "02_wire_story"])


def test_stretches_that_do_not_fit_are_refused_by_name(reading, passages):
    moved = reading.removed.assign(start=reading.removed["start"] + 1)
    with pytest.raises(DataError, match="of document '01_press_release' do not fit its text"):
        page_of(reading._replace(removed=moved), passages)


def test_a_document_without_text_among_others_is_shown_without(reading, passages, documents):
    bare = documents.head(2).copy()
    bare.loc[0, "text"] = None
    own = passages[passages["document"] == bare["document"][1]]
    page = PageReader(page_of(reading._replace(documents=bare), own))
    assert [bool(text.kept) for text in page.texts] == [False, True]
