"""PDF: its text layer; what stands in the margins of page after page is set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from ...errors import SourceError
from ...files import sha256
from ...text import words
from ..sources import File, Problem, Source, problem
from .extras import needed

_MARGIN = 2  # lines at the top and the bottom of a page that may be no text
_HYPHEN = "[\ufffe\x02]"  # what PDFium makes of a hyphen at the end of a line, the break included
_BROKEN_FONT = re.compile("[\ue000-\uf8ff\ufffd\0-\x08]")


def read_pdf(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """The file as one document. The day on which it was made is not that of publication."""
    pages = _pages(file)
    bare = sum(not any(page) for page in pages)
    letters = "".join(line for page in pages for line in page)
    if not letters.strip():
        raise _without_text(file, "no text layer: it holds pictures of pages")
    if 10 * len(_BROKEN_FONT.findall(letters)) > len(letters):
        raise _without_text(file, "a text layer whose letters cannot be told")
    if bare:
        detail = "pages without a text layer; what they show is not read"
        problems.append(problem(file.name, "no_text_layer", file.identifier, detail, bare))
    pages, margins = _without_margins(pages)
    text = "\n".join(line for page in pages for line in page)
    return [
        Source(
            file.identifier,
            file.name,
            text,
            sha256(file.data),
            page=True,
            wrapped=True,
            margins=margins,
        )
    ]


def _pages(file: File) -> list[list[str]]:
    """The lines of each page."""
    pdfium = needed("pypdfium2", file, extra="pdf")
    try:
        document = pdfium.PdfDocument(file.data)
    except pdfium.PdfiumError as error:
        raise SourceError(
            f"{file.path}: not a PDF that can be opened ({error}). If it has a password, save it "
            "without; if it is damaged, save it anew.",
            path=file.path,
        ) from error
    try:
        return [_lines(page.get_textpage()) for page in document]
    except pdfium.PdfiumError as error:
        raise SourceError(
            f"{file.path}: a page cannot be read ({error}). Save the file anew.", path=file.path
        ) from error
    finally:
        document.close()


def _lines(page: Any) -> list[str]:
    """The lines of a page; a blank one where the gap between two is wider than is usual."""
    text = page.get_text_range()
    found = list(
        re.finditer(r"[^\r\n\ufffe\x02]*[^\s\ufffe\x02][^\r\n\ufffe\x02]*[\ufffe\x02]?", text)
    )
    heights = [page.get_charbox(m.start(), loose=True)[1] for m in found]
    steps = [0.0, *(above - below for above, below in pairwise(heights))]
    usual = sorted(steps[1:] or steps)[len(steps[1:]) // 4]  # where paragraphs are short, too
    lines: list[str] = []
    for match, step in zip(found, steps, strict=False):  # no step where there is no line
        if step > 1.4 * usual > 0:
            lines.append("")
        lines.append(re.sub(f"{_HYPHEN}$", "-", match.group().rstrip()))
    return lines


def _without_margins(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without their margins, and the lines of these.

    A line at the edge of a page is of the margin if it is a number, or if it stands, numbers
    aside, at the edge of most of the pages, of at least three.
    """
    edges = [sorted({*_edge(page, first=True), *_edge(page, first=False)}) for page in pages]
    seen = Counter(
        key
        for page, edge in zip(pages, edges, strict=True)
        for key in {_key(page[i]) for i in edge}
    )
    often = {key for key, n in seen.items() if key and n >= 3 and 2 * n > len(pages)}
    margins = []
    for page, edge in zip(pages, edges, strict=True):
        out = [i for i in edge if _is_number(page[i]) or _key(page[i]) in often]
        margins += [page[i] for i in out]
        for i in reversed(out):
            del page[i]
    return pages, margins


def _edge(page: list[str], *, first: bool) -> list[int]:
    full = [i for i, line in enumerate(page) if line.strip()]
    return full[:_MARGIN] if first else full[-_MARGIN:]


def _key(line: str) -> str:
    return " ".join(word for word in words(line.lower()) if not word.isdigit())


def _is_number(line: str) -> bool:
    return bool(
        re.fullmatch(r"\W*(?:page|стр\.?)?\W*\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?\W*", line, re.I)
    )


def _without_text(file: File, what: str) -> SourceError:
    return SourceError(
        f"{file.path}: {what}. Recognise the text (OCR) and save it anew.",
        path=file.path,
        problem="no_text_layer",
    )
