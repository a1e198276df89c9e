"""What is marked as speech in a Russian text: guillemets, dashes, and marks that do not pair.

An attribution stands inside the marks as often as behind them («…, — сказал X. — …»), a paragraph
that begins with a dash needs no marks at all, and scrapers lose an opener or a closer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..sentences.quotes import Quotation, find_quotations, is_speech
from .words import saying

_DASH = "[—–-]"
# ", — сказал X" inside or behind words that are spoken: a mark, a dash, and a verb close behind.
_CUT = re.compile(
    rf"(?P<mark>[,!?….»”\"])\s*{_DASH}{{1,2}}\s*(?=[а-яё])(?P<words>(?:[а-яё-]+\s+){{0,3}}?)(?P<verb>[а-яё]+)"
)
_RESUME = re.compile(rf"[.,!?…]\s*{_DASH}\s+(?=[«\"“А-ЯЁа-яё])|[.!?…](?=\s|[»”\"]|$)")
_LINE = re.compile(r"[^\n]+")
_SPOKEN = re.compile(r"\s*(?P<dash>[—–]|-(?=\s)|[•·](?=\s))\s*(?=[^\W\d_a-zа-яё]|[«\"“…\d])")
_CLOSER = re.compile(rf"[»”\"“](?=\s*,?\s*{_DASH}\s*(?:[а-яё-]+\s+){{0,2}}?(?P<verb>[а-яё]+))")
_SAID = re.compile(rf",?\s*{_DASH}?\s*(?P<verb>[а-яё]+)")


def russian_quotations(text: str) -> list[tuple[int, int]]:
    """Spans of what is marked as speech, in order, attributions inside cut out.

    >>> text = "«Мы ждем, — сказал он. — Мы готовы».\\n— Когда? — спросила она."
    >>> [text[a:b] for a, b in russian_quotations(text)]
    ['«Мы ждем,', 'Мы готовы»', '— Когда?']
    """
    spans: list[tuple[int, int]] = []
    dashed = list(_dash_lines(text))
    for start, end in _marked(text):
        if any(a <= start < b for a, b in dashed):
            continue
        spans += _pieces(text, start, end)
    for start, end in dashed:
        spans += [(a, b - (text[b - 1] == ",")) for a, b in _pieces(text, start, end)]
    return sorted(spans)


def _marked(text: str) -> Iterator[tuple[int, int]]:
    """Quotations between marks, with those whose opener is missing."""
    found = []
    for quote in find_quotations(text):
        end = _first_paragraph(text, quote.start, quote.end)
        quote = Quotation(quote.start, end, quote.closed)
        if is_speech(text[quote.start : quote.end]) or _is_said(text, quote.start, quote.end):
            found.append((quote.start, quote.end))
    yield from _with_lost_openers(text, found)


def _first_paragraph(text: str, start: int, end: int) -> int:
    """Where a quotation ends: with its paragraph, if that holds an attribution and no closer."""
    line = text.find("\n", start, end)
    if line < 0:
        return end
    cut = _attribution(text, start + 1, line)
    over = cut and not re.search(rf"[.,!?…]\s*{_DASH}\s+[«\"А-ЯЁ]", text[cut.end() : line])
    return line if over else end


def _is_said(text: str, start: int, end: int) -> bool:
    """Whether a few quoted words are attributed: by ", — said X" behind or by "said:" ahead."""
    if " " not in text[start:end] and not re.search(r"[.!?,]$", text[start + 1 : end - 1]):
        return False
    head = re.search(r"(?:^|[\n.!?…:»”\"])\s*$", text[max(0, start - 3) : start])
    behind = _SAID.match(text, end)
    return bool(head and behind and saying(behind["verb"]))


def _with_lost_openers(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The quotations, and what ends in a closer before ", — said X" but was never opened.

    It begins where the line does or, if a quotation stands in the line, there.
    """
    spans = list(found)
    for closer in _CLOSER.finditer(text):
        at = closer.end()
        if not saying(closer["verb"]) or any(a < at <= b for a, b in spans):
            continue
        line = text.rfind("\n", 0, at) + 1
        before = [(a, b) for a, b in spans if line <= a and b <= at]
        start = before[0][0] if before and not _CUT.search(text, before[0][1] - 1, at) else line
        if len(text[start:at].split()) >= 4:
            spans = [(a, b) for a, b in spans if b <= start or at <= a] + [(start, at)]
    return sorted(spans)


def _dash_lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines that begin with a dash and hold an attribution, or stand between such lines."""
    for line in _LINE.finditer(text):
        if spoken := _SPOKEN.match(line.group()):
            start = line.start() + spoken.start("dash")
            end = line.end()
            while text[end - 1].isspace():
                end -= 1
            if _attribution(text, start + 2, end) or _is_utterance(text[start:end]):
                yield start, end


def _is_utterance(line: str) -> bool:
    """Whether a line behind a dash is a sentence or more, not an item of a list."""
    return bool(re.search(r"[.!?…»”\"]$", line)) and len(line.split()) >= 4 and line[0] != "-"


def _attribution(text: str, start: int, end: int) -> re.Match[str] | None:
    """The next ", — said" between two positions."""
    for cut in _CUT.finditer(text, start, end):
        said = saying(cut["verb"])
        if said and said.tense in ("past", "pres", "passive"):
            return cut
    return None


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of speech without the attributions inside it."""
    at = start
    while cut := _attribution(text, at + 1, end):
        stop = cut.end("mark")
        if stop >= end:
            break
        if stop > at:
            yield at, stop
        resumed = _RESUME.search(text, cut.end(), end)
        if resumed is None:
            return
        at = resumed.end()
        while at < end and (text[at].isspace() or text[at] in "—–"):
            at += 1
        if at >= end or not any(c.isalnum() for c in text[at:end]):
            return
    yield at, end
