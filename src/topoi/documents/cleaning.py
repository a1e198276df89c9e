"""The item on a scraped page: its title, its date, its body, and what is not the body.

A page without markup still shows its furniture by form: a line that is nothing but a date, a
short line that comes twice, one and the same bracket under every paragraph, a headline-like run
after the last sentence. Each rule below names such a form. What a rule takes out is returned with
its reason; a line that no rule is sure of stays.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from ..text import count_words, flatten, words
from .dating import date_line, find_dates
from .repair import MASTHEAD, RUNNING_HEAD

TITLE_WORDS = 40  # a longer first line is a paragraph
_CLOSED = re.compile(r"[.!?…:;,][)\]\"'”’»]*$")
_SENTENCE = re.compile(r"[.!?…][)\]\"'”’»]*$")
_BULLET = re.compile(r"\s*(?:[-–—•*]\s|\d{1,2}[.)]\s)")
_TAG = re.compile(r"\s*[(\[][^()\[\]\n]{3,80}[)\]]\s*$")
_PLACE = r"[A-ZА-ЯЁ][A-ZА-ЯЁ .'’-]{2,}(?:,[ ][A-ZА-ЯЁ][\w.]+)?"
_DAY = r"(?:[^\W\d_]+\.?[ ]\d{1,2}|\d{1,2}[ ][^\W\d_]+\.?)(?:,?[ ]\d{4})?"
_DATELINE = re.compile(
    rf"""\s*(?P<place>{_PLACE})
    (?:,?\s+(?P<day>{_DAY})[.,]?)?
    \s*(?:/(?P<slashed>[^/\n]{{2,30}})/|\((?P<bracketed>[^()\n]{{2,30}})\)
         |[-–—]\s(?P<dashed>[A-ZА-ЯЁ][\w. ]{{1,30}}?)\s?(?=[.–—-]))
    \s*[.:]?\s*(?:[-–—]\s*)?""",
    re.VERBOSE,
)


@dataclass
class Line:
    """One line that is not blank, with its offsets and what has been decided about it."""

    start: int
    end: int
    text: str
    reason: str = ""  # why it is out; empty while it is body


@dataclass
class Page:
    """A page taken apart: what was found, and the stretches that are not its body."""

    title: str | None = None
    date: dt.date | None = None
    date_source: str | None = None
    outlet: str | None = None
    removed: list[tuple[int, int, str]] = field(default_factory=list)


def clean_page(raw: str) -> Page:
    """Take the text of a page apart, by lines.

    Returns title, date, outlet and the stretches `(start, end, reason)` of `raw` that are not the
    item's own text. Title and date are null rather than guessed: a first line that is a sentence
    is no title, and a date inside a sentence is not the date of publication.

    >>> page = clean_page("Council meets in Orlan\\n14.05.2031\\nORLAN (Merid) - The Council met.")
    >>> page.title, page.date, page.outlet
    ('Council meets in Orlan', datetime.date(2031, 5, 14), 'Merid')
    >>> page.removed[-1]
    (34, 50, 'dateline')
    """
    page = Page()
    lines = [Line(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\n]*\S[^\n]*", raw)]
    tags = _tags(lines)
    _stamp(lines, page)
    for rule in (_furniture, _bylines, _bars, _repeated, _tails):
        rule(lines)
    _headline(lines, page)
    prefix = _dateline(lines, page)
    page.outlet = _publisher(lines, agency=page.outlet)
    _deck(lines, prefix)
    page.removed = _stretches(raw, lines, prefix + tags)
    return page


def _stretches(
    raw: str, lines: list[Line], parts: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """What is out: whole lines with the blank space after them, parts, and blank ends."""
    out = list(parts)
    for line in lines:
        if line.reason:
            blank = re.compile(r"\s*").match(raw, line.end)
            out.append((line.start, blank.end() if blank else line.end, line.reason))
    kept = _body(lines)
    head, foot = (kept[0].start, kept[-1].end) if kept else (len(raw), len(raw))
    blanks, at = [], 0
    for start, end, _ in [*sorted(out), (len(raw), len(raw), "")]:
        blanks += [(at, min(start, head), "blank lines"), (max(at, foot), start, "blank lines")]
        at = end
    return sorted(span for span in out + blanks if span[0] < span[1])


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    source = resources.files("topoi") / "data" / "furniture.toml"
    table = tomllib.loads(source.read_text("utf-8"))
    return [
        (reason, re.compile("|".join(f"(?:{p})" for p in entry["patterns"]), re.IGNORECASE))
        for reason, entry in table.items()
    ]


def _body(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not line.reason]


def _furniture(lines: list[Line]) -> None:
    for line in lines:
        text = line.text.strip()
        for reason, form in _forms():
            if form.match(text) and (count_words(text) < 40 or reason == "comment policy"):
                line.reason = reason
                break
        if RUNNING_HEAD.fullmatch(text):
            line.reason = "page header"


_NAME = r"[A-ZА-ЯЁ][\w.'’-]*(?:[ ](?:(?:de|der|van|von|al|el|bin)[ ])?[A-ZА-ЯЁ][\w.'’-]*){0,3}"
_BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Story |Text )?[Bb]y|BY|Author:|Автор:|Текст:)\s+{_NAME}"
    rf"(?:(?:,\s|\s[|&/]\s|\s(?:and|in|for|и)\s){_NAME}){{0,3}}"
)


def _bylines(lines: list[Line]) -> None:
    """Who wrote it, on a line of its own near the top but never the first ("By Ivo Vane")."""
    for line in _body(lines)[1:MASTHEAD]:
        if _BYLINE.fullmatch(line.text.strip()):
            line.reason = "byline"


_BAR = re.compile(r"\s[|•>»·]\s")


def _stamp(lines: list[Line], page: Page) -> None:
    """A line among the first that holds a date, between bars, and no sentence."""
    for line in lines[:MASTHEAD]:
        if _BAR.search(line.text) and not _SENTENCE.search(line.text) and len(line.text) < 120:
            parts = [p for p in _BAR.split(line.text) if date_line(p.strip())]
            if len(parts) == 1:
                page.date, page.date_source = date_line(parts[0].strip()), "line"
                line.reason = "date"
                return


def _bars(lines: list[Line]) -> None:
    """Short lines of items between bars are navigation ("Home > World > Security")."""
    for line in _body(lines):
        if (
            _BAR.search(line.text)
            and not _SENTENCE.search(line.text)
            and count_words(line.text) <= 15
        ):
            line.reason = "navigation"


def _repeated(lines: list[Line]) -> None:
    """Short lines that come more than once in a document are widgets, not prose."""
    seen = Counter(line.text.strip() for line in lines)
    for line in _body(lines):
        text = line.text.strip()
        short = count_words(text) <= 6 and not re.search(r"(?<!\.)[.!,:;]$", text)
        if seen[text] > 1 and short and not _BULLET.match(text) and re.search(r"\w", text):
            line.reason = "widget"


def _tails(lines: list[Line]) -> None:
    """Headline-like lines after the last sentence belong to other items, if a date or link says so.

    A signature or a list at the end has neither and stays.
    """
    last = max(
        (i for i, line in enumerate(lines) if not line.reason and _SENTENCE.search(line.text)),
        default=-1,
    )
    tail = [line for line in lines[last + 1 :] if not line.reason]
    if not tail or last < 0:
        return
    links = any(line.reason == "navigation" for line in lines[last + 1 :])
    dated = any(find_dates(line.text) or _TIME.search(line.text) for line in tail)
    if links or (dated and len(tail) > 1):
        for line in tail:
            if not _BULLET.match(line.text):
                line.reason = "navigation" if links else "related link"


_SITTING = re.compile(
    r"\w[\w-]*(?:st|nd|rd|th) (?:\w+ )?(?:meeting|session|sitting)|"
    r"\d+-[ея] (?:\w+ )?(?:заседание|сессия)",
    re.IGNORECASE,
)
_TIME = re.compile(r"\b\d{1,2}:\d\d\b")


def _headline(lines: list[Line], page: Page) -> None:
    body = _body(lines)
    dated = [(i, day) for i, line in enumerate(body) if (day := date_line(line.text.strip()))]
    title = None
    if dated:
        i, day = dated[0]
        above, below = body[:i], body[i + 1 :]
        if _size(above) < _size(below):  # a stamp under the text could be any item's
            page.date, page.date_source = page.date or day, "line"
            body[i].reason = "date"
            _time_and_place(below)
            if any(_SITTING.fullmatch(line.text.strip()) for line in above):
                for line in above:  # of a record; what was discussed stands under the date
                    line.reason = "page header"
            elif above and _is_title(above[-1]):
                title = above[-1]
                for line in above[:-1]:
                    line.reason = "teaser"
    if title is None and (body := _body(lines)) and len(body) > 1 and _is_title(body[0]):
        title = body[0]
    if title is not None:
        page.title, title.reason = title.text.strip(), "title"


def _time_and_place(below: list[Line]) -> None:
    """A time and a place on lines of their own right under the date."""
    for line in below[:2]:
        text = line.text.strip()
        if re.fullmatch(r"\d{1,2}[:.]\d\d(?:\s*[A-Z]{2,4})?", text):
            line.reason = "date"
        elif count_words(text) <= 2 and text.istitle() and text[-1].isalpha():
            line.reason = "dateline"
        else:
            return


def _is_title(line: Line) -> bool:
    text = line.text.strip()
    if _CLOSED.search(text) or _BULLET.match(text):
        return False
    return 1 < count_words(text) <= TITLE_WORDS and (
        text[0].isupper() or text[0] in "\"'“«‘0123456789"
    )


def _size(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _dateline(lines: list[Line], page: Page) -> list[tuple[int, int, str]]:
    """The first "CITY, day (Agency) -" that opens a line, taken off; it names the outlet."""
    for line in _body(lines)[:6]:
        match = _DATELINE.match(line.text)
        if match and match.end() < len(line.text):
            outlet = match["slashed"] or match["bracketed"] or match["dashed"]
            page.outlet = outlet.strip()
            full = find_dates(match["day"] or "")
            if full and page.date is None:
                page.date, page.date_source = full[0][2], "dateline"
            return [(line.start, line.start + match.end(), "dateline")]
    return []


_SITE = re.compile(
    r"\s*(?P<name>[^|•>»·]{2,40}?)\s[|•>»·]\s(?:home|main page|главная)\b", re.IGNORECASE
)


def _publisher(lines: list[Line], agency: str | None) -> str | None:
    """The site that its own path names ("Merid Daily | Home > World"), else the agency.

    An agency that a line names as the source is the outlet of another page, not of this one.
    """
    for line in lines[:MASTHEAD]:
        if match := _SITE.match(line.text):
            return match["name"]
    sources = [line.text for line in lines if line.reason == "source tag"]
    return None if agency and any(agency in text for text in sources) else agency


def _deck(lines: list[Line], prefix: list[tuple[int, int, str]]) -> None:
    """A deck that repeats the lead is counted once: the deck goes, the lead stays."""
    body = _body(lines)
    cut = {start: end for start, end, _ in prefix}
    for i, line in enumerate(body[:3]):
        here = _key(line.text)
        if len(here) < 6:
            continue
        for later in body[i + 1 : i + 4]:
            lead = _key(later.text[cut.get(later.start, later.start) - later.start :])
            if lead[: len(here)] == here:
                line.reason = "duplicate deck"


def _key(text: str) -> list[str]:
    return [word.lower() for word in words(flatten(text))]


def _tags(lines: list[Line]) -> list[tuple[int, int, str]]:
    """The same bracket at the end of three or more paragraphs is a source tag, not their text."""
    found = [(line, match) for line in lines if (match := _TAG.search(line.text))]
    seen = Counter(match.group().strip() for _, match in found)
    tags = []
    for line, match in found:
        if seen[match.group().strip()] >= 3 and match.start():
            tags.append((line.start + match.start(), line.end, "source tag"))
            line.end, line.text = line.start + match.start(), line.text[: match.start()]
    return tags
