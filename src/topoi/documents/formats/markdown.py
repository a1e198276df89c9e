"""Markdown: the text without the marks, and the fields at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...files import sha256
from ..dating import only_date
from ..decoding import decode_or_guess
from ..sources import File, Problem, Source, problem

if TYPE_CHECKING:
    from markdown_it.token import Token

_HEAD = re.compile(
    r"\s*---[ \t]*\n(?P<fields>(?:\w[\w-]*:[^\n]*\n|[ \t]+\S[^\n]*\n|- [^\n]*\n|\n)+?)---[ \t]*(?:\n|$)"
)
_FIELD = re.compile(r"(?m)^(\w+):[ \t]*(\S.*?)[ \t]*$")
_FIELDS = {
    "title": "title",
    "date": "date",
    "url": "url",
    "link": "url",
    "outlet": "outlet",
    "site": "outlet",
    "publisher": "outlet",
    "lang": "language",
    "language": "language",
    "speaker": "speaker",
    "role": "role",
    "organization": "organization",
    "event": "event",
    "genre": "genre",
}  # fields at the head of a file -> columns of documents


def read_markdown(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """The file as one document, one line a paragraph, heading or item of a list."""
    written = decode_or_guess(file, problems)
    head = _HEAD.match(written)
    body = written[head.end() :] if head else written
    text, marks = drop_marks(body)
    if marks:
        detail = "marks of Markdown, taken out"
        problems.append(problem(file.name, "markdown", file.identifier, detail, marks))
    metadata = _metadata(head["fields"], file, problems) if head else {}
    return [Source(file.identifier, file.name, text, sha256(file.data), metadata, page=True)]


def drop_marks(text: str) -> tuple[str, int]:
    """`text` without the marks of Markdown, and how many were taken out.

    Paragraphs are set apart by blank lines. The marks of lists stay: they tell an item from a
    headline.

    >>> drop_marks("# Talks\\n\\n**Vane:** the [Council](http://a.example/) met.\\n- _one_")
    ('Talks\\n\\nVane: the Council met.\\n- one', 4)
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    lines, marks, mark = [], 0, ""
    for token in tokens:
        if token.type == "list_item_open":
            mark = f"{token.info}{token.markup} " if token.info else "- "
        elif token.type == "inline":
            pieces = list(_pieces(token.children or []))
            lines.append(mark + "".join(piece for piece, _ in pieces))
            marks += sum(is_mark for _, is_mark in pieces)
            mark = ""
        elif token.type in ("code_block", "fence"):
            lines += [line.strip() for line in token.content.split("\n") if line.strip()]
            marks += token.type == "fence"
        elif token.type == "html_block":
            lines += re.sub(r"<!--[\s\S]*?-->|<[^<>]*>", "", token.content).strip().split("\n")
            marks += 1
        elif token.type == "hr":
            lines.append("* * *")
        if token.type in ("heading_open", "paragraph_open", "bullet_list_close") and not mark:
            lines.append("")
        marks += token.type in ("heading_open", "blockquote_open", "table_open")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), marks


def _pieces(children: list[Token]) -> Iterator[tuple[str, bool]]:
    """The visible text of a paragraph piece by piece, and whether a mark was dropped there."""
    for token in children:
        if token.type in ("text", "code_inline", "text_special"):
            yield token.content, token.type == "code_inline"
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n", False
        elif token.type == "html_inline":
            yield "\n" if token.content.lower().startswith("<br") else "", True
        else:
            yield "", token.nesting >= 0  # a pair of marks counts once


def _metadata(fields: str, file: File, problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in _FIELD.findall(fields):
        if column := _FIELDS.get(name.lower()):
            found.setdefault(column, value.strip("\"'"))
    if "date" in found:
        written = found.pop("date")
        if day := only_date(written):
            found |= {"date": day, "date_source": "markup"}
        else:
            detail = f"{written!r} is no full date that can be read in one way only; left null"
            problems.append(problem(file.name, "bad_date", file.identifier, detail))
    return found
