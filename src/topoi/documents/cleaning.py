"""The item on a scraped page: its title, its dates, its body, and what is not the body.

A page without markup still shows its furniture by form: a line that is nothing but a date, a
short line that comes twice, one and the same bracket under every paragraph, a headline-like run
after the last sentence. Each rule names such a form. What a rule takes out is returned with its
reason; a line that no rule is sure of stays.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from .dating import find_dates
from .endings import mark_endings
from .furniture import mark_furniture, strip_tags
from .headline import find_headline
from .lines import Line, Page, Part, Stamp, kept, key, split_lines
from .outlets import known_outlet, outlet_of_host, read_dateline
from .repair import MASTHEAD
from .repeated import fold_line
from .speech_heading import keep_heading
from .stamps import take_prefix


def clean_page(
    raw: str,
    *,
    repeated: Container[str] = (),
    marked: Mapping[int, str] | None = None,
    title: str | None = None,
) -> Page:
    """Take the text of a page apart, by lines.

    Returns title, dates, outlet, address and the stretches `(start, end, reason)` of `raw` that are
    not the item's own text. A title is null rather than guessed: a first line that is a sentence
    is no title. `repeated` are the lines (folded as `repeated.fold_line` does) that are known to be
    the site's; `marked` are the numbers of lines that the markup says are no text, with the reason;
    `title` is the title, if it is known.

    >>> page = clean_page("Council meets in Orlan\\n14.05.2031\\nORLAN (Merid) - The Council met.")
    >>> page.title, page.stamps[0].day, page.outlet
    ('Council meets in Orlan', datetime.date(2031, 5, 14), 'Merid')
    >>> tuple(page.removed[-1])
    (34, 50, 'dateline')
    """
    page = Page()
    lines = split_lines(raw)
    for line in lines:
        line.reason = (marked or {}).get(line.number, "")
        if not line.reason and fold_line(line.text) in repeated:
            line.reason = "repeated line"
    parts = take_prefix(lines, page) + strip_tags(lines)
    mark_furniture(lines, page)
    parts += find_headline(lines, page, title)
    mark_endings(lines)
    prefix = _dateline(lines, page)
    page.site = _site(lines) or page.site
    page.outlet = page.site or page.outlet
    _deck(lines, prefix)
    keep_heading(lines, page)
    page.removed = _stretches(raw, lines, prefix + parts)
    return page


def _stretches(raw: str, lines: list[Line], parts: list[Part]) -> list[Part]:
    """What is out: whole lines with the blank space after them, parts, and blank ends."""
    out = list(parts)
    for line in lines:
        if line.reason:
            blank = re.compile(r"\s*").match(raw, line.end)
            out.append(Part(line.start, blank.end() if blank else line.end, line.reason))
    body = kept(lines)
    head, foot = (body[0].start, body[-1].end) if body else (len(raw), len(raw))
    blanks, at = [], 0
    for start, end, _ in [*sorted(out), (len(raw), len(raw), "")]:
        blanks.append(Part(at, min(start, head), "blank lines"))
        blanks.append(Part(max(at, foot), start, "blank lines"))
        at = end
    return sorted(part for part in out + blanks if part.start < part.end)


def _dateline(lines: list[Line], page: Page) -> list[Part]:
    """The first "CITY, day (Agency) -" that opens a line, taken off; it names the outlet.

    An agency that another line names as the source is the outlet of another page, not of this one.
    """
    for line in kept(lines)[:6]:
        found = read_dateline(line.text)
        if found is None:
            continue
        if found.day:
            start, end = (line.start + at for at in found.day)
            full = find_dates(line.text[slice(*found.day)])
            page.stamps.append(Stamp(start, end, "dateline", full[0][2] if full else None))
        sources = [other.text for other in lines if other.reason == "source tag"]
        page.is_wire = bool(found.agency or found.day)
        page.outlet = found.agency
        if found.agency and any(_names(found.agency, text) for text in sources):
            page.outlet = None
        if found.end >= len(line.text):
            line.reason = "dateline"
            return []
        return [line.cut(found.end, "dateline")]
    return []


def _names(agency: str, text: str) -> bool:
    said = [text.split(":", 1)[-1], *re.split(r"[\s:]", text)]
    hosts = [word for word in said if "." in word.strip(".")]
    named = {known_outlet(part) for part in said} | {outlet_of_host(host) for host in hosts}
    return agency in text or agency in named


_SITE = re.compile(
    r"\s*(?P<name>[^|•>»·]{2,40}?)\s[|•>»·]\s(?:home|main page|главная)\b", re.IGNORECASE
)


def _site(lines: list[Line]) -> str | None:
    """The site that its own path names ("Merid Daily | Home > World")."""
    for line in lines[:MASTHEAD]:
        if match := _SITE.match(line.text):
            return match["name"]
    return None


def _deck(lines: list[Line], prefix: list[Part]) -> None:
    """A deck or caption that repeats the lead is counted once: it goes, the lead stays."""
    body = kept(lines)
    for i, line in enumerate(body[:3]):
        here = key(line.text)
        if len(here) < 6 or any(part.end == line.start for part in prefix):
            continue
        if any(key(later.text)[: len(here)] == here for later in body[i + 1 : i + 4]):
            line.reason = "duplicate deck"
