"""The lines that a page shows."""

from __future__ import annotations

import pytest

from topoi.documents.formats.visible import visible_lines

html = pytest.importorskip("lxml.html")


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("Start <b>bold</b><!-- c --> tail<p>One <a href=x>two</a><br>three</p>after",
         ["Start bold tail", "One two", "three", "after"]),
        ("<div>a<div>b</div>c<span style='display: none'>no</span>d</div>", ["a", "b", "cd"]),
        ("<ul><li>i<li>j</ul><table><tr><td>k<td>l</table>", ["i", "j", "k", "l"]),
        ("<pre>one\ntwo</pre><p>three\nfour", ["one", "two", "three four"]),
        ("<p>mid<i>dle</i> of a wo<script>x</script>rd", ["middle of a word"]),
        ("<p hidden>no<p>a\u00a0b<template>no</template><noscript>no</noscript>", ["a b"]),
        ("<select><option>no</select><textarea>no</textarea>", []),
    ],
)  # fmt: skip
def test_blocks_are_lines_and_what_is_not_shown_is_none(markup, lines):
    found = visible_lines(html.document_fromstring(f"<body>{markup}</body>"))
    assert [line.text for line in found] == lines


def test_a_line_knows_its_place_and_its_links():
    page = html.document_fromstring("<nav><p><a>ten chars.</a>ten chars.</p></nav>")
    (line,) = visible_lines(page)
    assert line.tags[:2] == ["p", "nav"]
    assert line.linked == pytest.approx(0.5)


def test_deep_markup_is_no_recursion():
    page = html.document_fromstring("<div>" * 200 + "deep" + "</div>" * 200)
    assert [line.text for line in visible_lines(page)] == ["deep"]
