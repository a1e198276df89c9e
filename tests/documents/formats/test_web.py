"""Web pages: every line that is shown is in the text or in `removed`; the item is what remains."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from topoi.documents import read_sources

pytest.importorskip("trafilatura")

LEAD = "The lake of Orvesk belongs to all who live on it, the minister of defence of Varnelia said."
QUOTE = "“A multipolar order is taking shape, and nobody can stop it,” Torvanin told the Assembly."
SAID = "He added that «hybrid war» was being waged against the states of the lake and its ports."
ASIDE = "We do not look for enemies. We look for partners who respect our shores."
LAST = "The Pact unites five states; its next meeting is planned for November 23, this year."
TITLE = "Minister calls for an equal lake order"
BODY = [LEAD, QUOTE, SAID, ASIDE, LAST]

FURNITURE = {
    "cookies": "We use cookies to give you the best experience on our website. Read our policy.",
    "navigation": "World",
    "teaser": "Ferry to Zhemir delayed again",
    "teaser's date": "17 October 2032",
    "caption": "Gleb Torvanin at the pier of Orlan. Photo: Merid",
    "share": "Telegram",
    "related": "Council weighs air shield over the lake",
    "comment": "I do not believe a word of what this minister says about the lake.",
    "footer": "© 2031 Merid Daily. All rights reserved. Reprinting only with a link to the source.",
}
SCRIPT = 'var text = "The minister said nothing at all.";'


def news(head: str = "") -> str:
    """A page of a newspaper as sites build them."""
    f = FURNITURE
    return f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
    <title>{TITLE} | Merid Daily</title>{head}<style>p {{ color: red }}</style></head><body>
    <div class="cookie-banner"><p>{f["cookies"]}</p><button>Accept all</button></div>
    <header><a href="/">Merid Daily</a><nav><ul><li><a href="/w">{f["navigation"]}</a></li></ul></nav>
    </header><div class="breadcrumbs"><a href="/">Home</a> &gt; {TITLE}</div>
    <div class="teasers"><a href="/x"><h3>{f["teaser"]}</h3></a>
    <time datetime="2032-10-17">{f["teaser's date"]}</time></div>
    <main><article><h1>{TITLE}</h1><div class="meta"><span>16 October 2031, 15:02</span></div>
    <div class="share"><a href="#">{f["share"]}</a></div>
    <p><strong>{LEAD}</strong></p>
    <figure><img src="x.jpg"><figcaption>{f["caption"]}</figcaption></figure>
    <p>{QUOTE.replace("Assembly", '<a href="/a">Assembly</a>')}</p><p>{SAID}</p>
    <blockquote><p>{ASIDE}</p></blockquote>
    <div class="related"><h4>Read also</h4><ul><li><a href="/a">{f["related"]}</a></li></ul></div>
    <p>{LAST}</p></article>
    <section class="comments"><h3>Comments</h3><p>{f["comment"]}</p></section></main>
    <footer><p>{f["footer"]}</p></footer><script>{SCRIPT}</script></body></html>"""


OFFICIAL = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">
<title>Глеб Торванин: озёрный мир становится многополярным — Пресс-служба Пакта</title></head><body>
<table><tr><td colspan=2><a href="/">Главная</a> | <a href="/n">Новости</a></td></tr>
<tr><td><b>Последние новости</b><br><a href="1">14.05.2032 Совет министров обороны собрался</a><br></td>
<td><h2>Глеб Торванин: озёрный мир становится многополярным</h2><i>16.10.2031</i><br><br>
Генеральный секретарь Пакта внутренних морей Глеб Торванин выступил в Орлане.<br><br>
&laquo;Мы видим, как складывается многополярный мир&raquo;, &mdash; сказал он.<br><br>
По его словам, гибридная война против государств озера продолжается, и Пакт ответит.<br></td></tr>
<tr><td colspan=2><small>© 2031 Секретариат Пакта</small></td></tr></table></body></html>"""

INTERVIEW = [
    "Question: How do you see the future of the lake?",
    "Mira Kaspel: I see it as our common home. Indivisible security is not a slogan for us.",
    "Question: And the Pact?",
    "Mira Kaspel: The Pact is a defensive alliance. It threatens nobody.",
    "We will go on working with it, and we expect the same from our partners.",
    "Question: Will there be a new treaty?",
    "Mira Kaspel: Yes.",
]


def read(tmp_path, page: str | bytes, name: str = "a.html"):
    """The one document of a page, what was removed, and the problems."""
    (tmp_path / name).write_bytes(page if isinstance(page, bytes) else page.encode())
    reading = read_sources(tmp_path)
    return reading.documents.iloc[0], reading.removed, reading.problems


def test_the_item_of_a_newspaper_page_is_kept_line_by_line(tmp_path):
    row, removed, problems = read(tmp_path, news())
    assert row.text.split("\n") == BODY
    assert (row.title, row.date, row.date_source) == (TITLE, pd.Timestamp("2031-10-16"), "line")
    assert problems.empty
    out = removed.text.str.cat()
    assert all(line in out for line in FURNITURE.values())
    assert set(removed.reason) >= {"title", "date", "caption", "navigation", "page furniture"}


def test_text_and_removed_make_up_all_that_the_page_shows(tmp_path):
    row, removed, _ = read(tmp_path, news())
    shown = read_sources(tmp_path, clean=False).documents.text[0]
    assert SCRIPT not in shown
    assert all(line in shown.split("\n") for line in BODY)
    assert_partition(shown, row.text, removed)


CUTS = st.tuples(
    st.integers(0, len(news())),
    st.integers(0, 40),
    st.sampled_from(
        ["", "<div>", "</div>", "</article>", "<!--", "-->", "<br>", "<table>", "<script>"]
    ),
)


@given(st.lists(CUTS, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_a_page_that_is_cut_and_patched_at_random_loses_nothing(cuts):
    page = news()
    for at, length, patch in cuts:
        page = page[:at] + patch + page[at + length :]
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.html").write_text(f"<html>{page}", "utf-8")
        reading = read_sources(folder)
        shown = read_sources(folder, clean=False).documents.text[0]
    if not {"entities", "markdown"} & set(
        reading.problems.problem
    ):  # these change the text as read
        assert_partition(shown, reading.documents.text[0], reading.removed)


def assert_partition(shown: str, text: str, removed: pd.DataFrame) -> None:
    """All that is shown is in the text or removed, once."""
    parts = [(r.start, r.end) for r in removed.sort_values("start").itertuples()]
    assert all(shown[r.start : r.end] == r.text for r in removed.itertuples())
    assert all(a[1] <= b[0] for a, b in pairwise(parts))
    kept, at = "", 0
    for start, end in [*parts, (len(shown), len(shown))]:
        kept, at = kept + shown[at:start], end
    assert kept == text


def test_an_official_page_of_tables_in_an_old_encoding(tmp_path):
    row, removed, problems = read(tmp_path, OFFICIAL.encode("cp1251"), "a.htm")
    assert row.title == "Глеб Торванин: озёрный мир становится многополярным"
    assert (row.date, row.language) == (pd.Timestamp("2031-10-16"), "ru")
    assert [line[:12] for line in row.text.split("\n")] == [
        "Генеральный ",
        "«Мы видим, к",
        "По его слова",
    ]
    assert "Совет министров обороны" in removed.text.str.cat()
    assert problems.empty  # the page declares its encoding


def test_an_interview_keeps_questions_and_short_answers(tmp_path):
    turns = "".join(f"<div>{line.replace(':', ':</b>', 1)}</div>" for line in INTERVIEW)
    turns = turns.replace("<div>Q", "<div><b>Q").replace("<div>M", "<div><b>M")
    title = "Interview of Foreign Minister Mira Kaspel"
    page = f"""<html><head><title>{title} - Ministry of Ilmeria</title></head><body>
    <div id=menu><div><a href=1>Minister</a></div><div><a href=2>News</a></div></div>
    <div class=content><div class=page-title>{title}</div><div class=date>22 June 2033</div>
    <div class=text>{turns}</div><div><a href=3>Next: Briefing (23 June 2033)</a></div></div>
    <div id=footer>Address: 1 Quay, Orlan</div></body></html>"""
    row, *_ = read(tmp_path, page)
    assert row.text.split("\n") == INTERVIEW
    assert (row.title, row.genre, row.date) == (title, "interview", pd.Timestamp("2033-06-22"))


TURNS = [
    "Gleb Torvanin held a meeting with permanent members of the Council, via videoconference.",
    "* * *",
    "President of Varnelia Gleb Torvanin: Colleagues, good afternoon.",
    "Today we will discuss the situation on the lake. Mr Brasvin, please.",
    "Minister of Defence Yuri Brasvin: Mr President, colleagues,",
    "Our units are ready.",
    "<…>",
    "Gleb Torvanin: Thank you.",
]


def test_a_transcript_keeps_short_turns_and_the_marks_between_them(tmp_path):
    turns = "".join(f"<p>{line.replace('<…>', '&lt;…&gt;')}</p>" for line in TURNS)
    page = f"""<html><head><title>Meeting with members of the Council • President</title></head><body>
    <header><a href=1>Events</a></header><div><time>June 22, 2033</time> <span>15:20</span></div>
    <h1>Meeting with members of the Council</h1><div class="content">{turns}</div>
    <div class="tags"><h3>Topics</h3><a href=2>National security</a></div>
    <footer><p>Publication date: June 23, 2033</p></footer></body></html>"""
    row, *_ = read(tmp_path, page)
    assert row.text.split("\n") == TURNS
    assert row.title == "Meeting with members of the Council"


def test_a_site_that_names_only_itself_leaves_the_headline_to_the_page(tmp_path):
    page = f"""<html><head><title>Inland Seas Pact</title></head><body>
    <ul class="menu"><li><a href=1>About</a></li></ul><div class="slider">
    <div><a href=2>The Secretary-General received the ambassador</a> <span>02.11.2031</span></div></div>
    <div class="detail"><h3>In Orlan, the Committee of the Pact discussed threats</h3>
    <div class="news-date">29.10.2031</div><div>{LEAD}<br><br>{QUOTE}<br><br>{SAID}</div>
    <a href=3>Back to the list</a></div></body></html>"""
    row, *_ = read(tmp_path, page)
    assert row.title == "In Orlan, the Committee of the Pact discussed threats"
    assert (row.date, row.date_source) == (pd.Timestamp("2031-10-29"), "line")
    assert row.text.split("\n") == [LEAD, QUOTE, SAID]


def test_the_table_under_a_statement_is_of_it(tmp_path):
    page = f"""<html><head><title>Joint statement of the Pact</title></head><body>
    <nav><a href=1>Documents</a></nav><main><h1>Joint statement of the Pact</h1><p>{LEAD}</p>
    <ol><li>First, we condemn hybrid war;</li><li>second, we want indivisible security.</li></ol>
    <table><tr><td>For Varnelia</td><td>G. Torvanin</td></tr></table><p>{LAST}</p></main>
    <footer>Pact</footer></body></html>"""
    text = read(tmp_path, page)[0].text.split("\n")
    items = ["First, we condemn hybrid war;", "second, we want indivisible security."]
    assert text == [LEAD, *items, "For Varnelia", "G. Torvanin", LAST]


def test_the_box_beside_a_short_speech_is_not_of_it(tmp_path):
    page = f"""<html><head><title>Speech by Mira Kaspel at the Assembly</title></head><body class="has-sidebar">
    <div class=body><h2>Speech by Mira Kaspel at the Assembly</h2><p>Dear colleagues!</p><p>I am glad to
    be here.</p><p>The world is <em>multipolar</em>.</p><p>Thank you.</p></div>
    <div class="sidebar left"><h3>More</h3><p>{LAST}</p></div></body></html>"""
    text = read(tmp_path, page)[0].text.split("\n")
    assert text == [
        "Dear colleagues!",
        "I am glad to be here.",
        "The world is multipolar.",
        "Thank you.",
    ]


def test_a_site_may_call_its_items_comments(tmp_path):
    page = f"<html><body><div class=comments><h1>{TITLE}</h1><p>{LEAD}</p><p>{SAID}</p></div></body></html>"
    assert read(tmp_path, page)[0].text.split("\n") == [LEAD, SAID]


def test_an_index_of_items_is_named(tmp_path):
    links = "".join(f"<li><a href={i}>{line}</a> 22.06.2033</li>" for i, line in enumerate(BODY))
    *_, problems = read(tmp_path, f"<html><body><h1>News</h1><ul>{links}</ul></body></html>")
    assert "list_of_links" in set(problems.problem)


def test_a_tag_that_a_page_shows_is_text_and_moves_no_line(tmp_path):
    page = news().replace("</nav>", "</nav><p>Write &lt;br&gt; and &lt;br&gt; for lines</p>")
    assert read(tmp_path, page)[0].text.split("\n") == BODY


# ---- metadata of the markup


def article(**fields: str) -> str:
    """JSON-LD of an article."""
    values = "".join(f', "{name}": {value}' for name, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle"{values}}}</script>'


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2031-10-15T23:30:00-05:00">', "2031-10-15"),
        ('<meta name="DC.date.issued" content="2031-10-15">', "2031-10-15"),
        ('<meta name="date" content="16.10.2031">', "2031-10-16"),
        (article(datePublished='"2031-10-15"', dateModified='"2031-11-01"'), "2031-10-15"),
        ('<meta name="date" content="1.1.2031">', None),  # a template's: the line by the text wins
        ('<meta name="date" content="3/4/2031">', None),  # a day of March or of April
        ('<meta property="article:modified_time" content="2031-11-02">', None),
        ('<script type="application/ld+json">{"@type": "ItemList", "datePublished": "2032-01-01"}'
         "</script>", None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", cut</script>', None),
    ],
)  # fmt: skip
def test_the_day_of_the_markup_wins_and_a_false_one_is_not_taken(tmp_path, head, day):
    row, *_ = read(tmp_path, news(head))
    expected = (pd.Timestamp(day), "markup") if day else (pd.Timestamp("2031-10-16"), "line")
    assert (row.date, row.date_source) == expected


def test_the_date_of_a_related_link_is_never_taken(tmp_path):
    page = news().replace("16 October 2031, 15:02", "")
    marked = '<time itemprop="datePublished" datetime="2032-10-17">'
    page = page.replace('<time datetime="2032-10-17">', f"<a href=x>{marked}").replace(
        "</time>", "</time></a>"
    )
    assert pd.isna(read(tmp_path, page)[0].date)


def test_days_that_differ_are_named(tmp_path):
    head = '<meta name="date" content="2031-10-15">' + article(datePublished='"2031-10-16"')
    row, _, problems = read(tmp_path, news(head))
    assert row.date == pd.Timestamp("2031-10-16")
    assert list(problems.problem) == ["dates_differ"]


def test_a_vague_day_is_taken_where_no_line_has_one(tmp_path):
    page = news('<meta name="date" content="2031-10-15">').replace("16 October 2031, 15:02", "")
    assert read(tmp_path, page)[0].date == pd.Timestamp("2031-10-15")


def test_the_publisher_may_be_described_elsewhere(tmp_path):
    graph = (
        '{"@graph": [{"@type": "Article", "publisher": {"@id": "#o"}},'
        ' {"@type": "Organization", "@id": "#o", "name": "Orvesk Review"}]}'
    )
    head = f'<script type="application/ld+json">{graph}</script>'
    assert read(tmp_path, news(head))[0].outlet == "Orvesk Review"


def test_outlet_and_address_come_from_the_markup(tmp_path):
    head = '<meta property="og:site_name" content="Merid"><link rel=canonical href="https://m.example/1">'
    row, *_ = read(tmp_path, news(head))
    assert (row.outlet, row.url, row.language) == ("Merid", "https://m.example/1", "en")


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="twitter:site" content="@merid"><link rel="canonical" href="/relative">',
        '<meta property="og:url" content="https://[broken"><meta property="og:site_name" content=" ">',
    ],
)
def test_what_the_markup_does_not_say_stays_null(tmp_path, head):
    row, *_ = read(tmp_path, news(head))
    assert pd.isna(row.outlet)
    assert pd.isna(row.url)


def test_the_words_show_the_language_whatever_the_page_declares(tmp_path):
    page = OFFICIAL.replace("<html>", '<html lang="en">')
    assert read(tmp_path, page)[0].language == "ru"


# ---- pages that are none


def test_a_page_without_an_item_is_kept_whole_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: None)
    row, _, problems = read(tmp_path, f"<html><body><div>{LEAD}</div></body></html>")
    assert row.text == LEAD
    assert list(problems.problem) == ["no_main_text"]


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "<!-- nothing -->", "<p></p>"])
def test_an_empty_page_is_an_empty_document(tmp_path, page):
    (tmp_path / "b.txt").write_text(LEAD)
    (tmp_path / "a.html").write_text(page)
    reading = read_sources(tmp_path)
    found = reading.problems[reading.problems.source == "a.html"]
    assert "empty" in set(found.problem)


def test_a_page_named_txt_is_read_as_a_page_and_text_named_html_as_text(tmp_path):
    (tmp_path / "a.txt").write_text(news())
    (tmp_path / "b.html").write_text(f"{LEAD}\n\n{QUOTE}")
    reading = read_sources(tmp_path)
    assert reading.documents.text[0].split("\n") == BODY
    assert reading.documents.text[1] == f"{LEAD}\n\n{QUOTE}"
    assert reading.problems[["source", "problem"]].values.tolist() == [
        ["a.txt", "misnamed"],
        ["b.html", "misnamed"],
    ]
