"""The page of lines: every mention once, in its passage; filters offer what there is; nothing runs."""

from __future__ import annotations

import base64
import hashlib

import pytest
from page_reader import PageReader

from topoi.errors import DataError
from topoi.framings import concordance, read_lexicon
from topoi.pages import lines as module, lines_page, reader

BAD = """<script>alert("x")</script>'"><img src=x onerror=alert(1)>&amp;--></title></template>"""


@pytest.fixture(scope="module")
def lines(mentions, passages, documents):
    """All mentions in the specimens, in their place."""
    return concordance(mentions, passages, documents, width=60)


@pytest.fixture(scope="module")
def page(lines, passages):
    """Their page."""
    labels = {name: framing.label for name, framing in read_lexicon().items()}
    return PageReader(lines_page(lines, passages, labels=labels, title="all framings"))


def column(page, name):
    """The cells of a column."""
    return [e.text for e in page.elements if e.tag == "td" and name in e.classes]


def test_every_mention_is_a_line_in_order(page, lines):
    rows = [e for e in page.elements if e.tag == "tr" and "thead" not in e.path]
    assert len(rows) == len(lines) > 100
    assert column(page, "left") == lines["left"].tolist()
    for cell, line in zip(column(page, "match"), lines.itertuples(), strict=True):
        assert cell.startswith(line.match)
        assert cell.removeprefix(line.match).lstrip() == line.right
    assert column(page, "speaker") == lines["speaker"].fillna("").tolist()
    assert set(column(page, "date")) == {"", *lines["date"].dropna().dt.strftime("%Y-%m-%d")}
    labels = {name: framing.label for name, framing in read_lexicon().items()}
    assert column(page, "framing") == lines["framing"].map(labels).tolist()


def test_the_summary_counts_what_is_there(page, lines):
    summary = next(e.text for e in page.elements if e.tag == "p")
    speakers, documents = lines["speaker"].nunique(), lines["document"].nunique()
    assert f"{len(lines)} mentions, {documents} documents, {speakers} speakers." in summary


def test_a_line_leads_to_its_mention_in_the_text(page, lines):
    marks = {
        e.attributes["id"]: e for e in page.elements if e.tag == "mark" and "id" in e.attributes
    }
    links = [e for e in page.elements if e.tag == "a" and "td" in e.path]
    assert len(links) == len(lines)
    for link, line in zip(links, lines.itertuples(), strict=True):
        anchor = link.attributes["href"].removeprefix("#")
        pieces = [e.text for e in page.elements if e.attributes.get("data-m") == anchor]
        assert " ".join("".join(pieces).split()) == line.match
        assert anchor in marks


def test_a_document_stands_there_whole_and_once(page, lines, documents):
    texts = ["".join(text.kept) for text in page.texts]
    mentioned = documents.set_index("document").loc[lines["document"].unique(), "text"]
    assert texts == mentioned.tolist()


def test_passages_say_who_speaks_where_that_changes(page, lines):
    assert set(lines["speaker"].dropna()) <= {
        (e.attributes.get("data-who") or "").split(" · ")[0] for e in page.having(class_="p")
    }


def test_large_documents_are_cut_to_what_is_near_a_mention(lines, passages, monkeypatch):
    monkeypatch.setattr(reader, "MOST_CHARACTERS", 100)
    one = lines[lines["framing"] == "hybrid_war"]
    page = PageReader(lines_page(one, passages))
    whole = dict(iter(passages.groupby("document", sort=False)))
    assert len(page.having(class_="gap")) > 0
    for text, document in zip(page.texts, one["document"].unique(), strict=True):
        own = whole[document].reset_index(drop=True)
        inside = own.index[own["passage"].isin(one["passage"])]
        near = sorted({i + step for i in inside for step in (-1, 0, 1)} & set(own.index))
        assert [t for _, t in text.pieces_of_passages()] == own["text"].iloc[near].tolist()


def test_menus_offer_the_values_of_their_column_the_frequent_first(page, lines):
    menus: dict[str, list[str]] = {}
    for element in page.elements:
        if element.tag == "select":
            menus[element.attributes["data-filter"]] = []
        elif element.attributes.get("data-value"):
            list(menus.values())[-1].append(element.attributes["data-value"])
    assert {"speaker", "organization", "framing", "voice", "use"} <= set(menus)
    counts = lines["voice"].value_counts()
    assert menus["voice"] == sorted(counts.index, key=lambda v: (-counts[v], v))
    assert menus["speaker"][-1] == "–"  # nobody known
    assert set(menus["speaker"][:-1]) == set(lines["speaker"].dropna())


def test_a_column_that_says_nothing_is_left_out(lines, passages):
    bare = lines.drop(columns=["date", "year", "outlet", "title", "url"])
    one = bare[bare["framing"] == "hybrid_war"].assign(use=None, attitude=None)
    page = PageReader(lines_page(one, passages))
    heads = {e.classes[0] for e in page.elements if e.tag == "th"}
    assert heads == {"speaker", "organization", "left", "match", "voice"}
    assert not page.having(id="from")


def test_without_texts_a_line_leads_nowhere_and_the_page_says_so(lines, passages):
    bare = lines.assign(left=None, match=None, right=None)
    page = PageReader(lines_page(bare, passages.drop(columns="text")))
    assert not [e for e in page.elements if e.tag == "a" and "td" in e.path]
    assert not page.texts
    assert "not at hand" in next(e.text for e in page.elements if e.tag == "p")
    assert column(page, "match") == lines["variant"].tolist()


def test_lines_beyond_the_first_wait_in_a_template(lines, passages, monkeypatch):
    monkeypatch.setattr(module, "FIRST", 5)
    page = PageReader(lines_page(lines, passages))
    rows = [e for e in page.elements if e.tag == "tr" and "thead" not in e.path]
    assert len(rows) == len(lines)
    assert ["template" in e.path for e in rows] == [n >= 5 for n in range(len(lines))]


def assert_harmless(page):
    """Only the page's own script, no handler, nothing to load."""
    script = [e for e in page.elements if e.tag == "script"]
    assert len(script) == 1
    assert "alert" not in script[0].text
    for element in page.elements:
        assert element.tag not in {"img", "iframe", "link", "object", "embed", "base", "form"}
        assert not [name for name in element.attributes if name.startswith("on")]
        assert "src" not in element.attributes
        assert (element.attributes.get("href") or "#").startswith("#")
    assert "url(" not in next(e for e in page.elements if e.tag == "style").text
    digest = base64.b64encode(hashlib.sha256(script[0].text.encode("utf-8")).digest()).decode()
    policy = page.having(http_equiv="Content-Security-Policy")[0].attributes["content"]
    assert policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )


def test_the_page_loads_nothing_and_runs_its_own_script_only(page):
    assert_harmless(page)


def test_hostile_words_in_any_column_are_text(lines, passages):
    names = ("speaker", "organization", "outlet", "title", "url", "variant", "framing")
    words = ("left", "match", "right")
    hostile = lines.assign(**dict.fromkeys((*names, *words), BAD)).head(3)
    said = passages.assign(speaker=BAD, text=BAD, start=0, end=len(BAD))
    hostile = hostile.assign(start=3, end=9)
    page = PageReader(lines_page(hostile, said, title=BAD, labels={BAD: BAD}))
    assert_harmless(page)
    assert column(page, "left") == [BAD] * 3
    assert BAD in "".join(page.texts[0].kept)
    assert next(e for e in page.elements if e.tag == "h1").text == BAD


def test_ids_are_unique_and_links_lead_somewhere(page):
    ids = [e.attributes["id"] for e in page.elements if e.attributes.get("id")]
    assert len(ids) == len(set(ids))
    links = [e.attributes["href"] for e in page.elements if e.tag == "a"]
    assert {link.removeprefix("#") for link in links} <= set(ids)
    labelled = {e.attributes.get("aria-labelledby") for e in page.elements} - {None}
    assert labelled <= set(ids)


def test_the_same_tables_give_the_same_page(lines, passages):
    assert lines_page(lines, passages) == lines_page(lines, passages)


def test_too_many_lines_are_refused_with_a_way_out(lines, monkeypatch):
    monkeypatch.setattr(module, "MOST_LINES", 5)
    with pytest.raises(DataError, match=rf"{len(lines)} lines .* it holds 5\. .*--limit"):
        lines_page(lines)


def test_no_line_makes_a_page_too(lines, passages):
    page = PageReader(lines_page(lines.head(0), passages))
    assert not [e for e in page.elements if e.tag == "td"]
