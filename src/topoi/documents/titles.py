"""The title of a page: which line it is, what a site sets behind it, and where it comes again."""

from __future__ import annotations

import re
from functools import cache

from ..text import count_words, salutation
from .dating import date_line, find_dates
from .lines import TITLE_WORDS, Line, Page, Part, Stamp, kept, key
from .outlets import known_outlet, name_pattern
from .stamps import stamp_day

HEAD_LINES = 15  # a title stands among the first lines
KICKER_WORDS = 8  # a line above the title that is longer may be text
TELLING_WORDS = 5  # a shorter line that shares no word with the text is no title of it
_SMALL = re.compile(r"(?:^|\s)[a-zа-яё]{2}")


def find_leading_title(body: list[Line], page: Page, known: str | None) -> None:
    """The first headline-like line above the text, of more than three words if there is one.

    It gives way to a later one if it shares no word with the text and the other does, if it is a
    row of names, or if it is a path that ends in the other. Where the title is known, only a line
    that says the same is it.
    """
    first = next((i for i, line in enumerate(body) if _is_prose(line)), len(body))
    head, text = body[:first], body[first : first + 3]
    lead = [line for line in head if line.is_title and not stamp_day(line.text)]
    lead = [line for line in lead if not _is_mostly_day(line)] or lead
    if not lead or len(body) < 2 or first > HEAD_LINES:
        return
    title = _choose(lead if lead[-1] is not body[-1] else lead[:1], text)
    above = head[: head.index(title)]
    kickers = all(ln.words <= KICKER_WORDS or _ends_with(ln, title) for ln in above)
    telling = title.words >= TELLING_WORDS or stems_of(title.text) & stems_of(joined(text))
    after = body[body.index(title) + 1 :][:1]
    goes_on = any(line.text.strip()[0].islower() for line in after)  # a sentence that was broken
    if goes_on or (text and not (known or telling)):
        return
    if (above and not (text and kickers)) or (known and key(title.text) != key(known)):
        return
    for line in above:
        line.reason = "navigation"
    set_title(title, page)


def _is_mostly_day(line: Line) -> bool:
    """Whether a line says a day and little else: a clock with the weather, not a headline."""
    spans = find_dates(line.text)
    return bool(spans) and line.words - sum(count_words(line.text[a:b]) for a, b, _ in spans) <= 4


def _is_prose(line: Line) -> bool:
    return line.is_sentence or line.words > TITLE_WORDS or salutation(line.text.strip()) == 0


def _choose(lead: list[Line], text: list[Line]) -> Line:
    title, *later = [line for line in lead if line.words > 3] or lead
    stems = stems_of(joined(text))
    for line in later:
        names = not _SMALL.search(title.text) and _SMALL.search(line.text)
        apart = not stems_of(title.text) & stems and stems_of(line.text) & stems
        if names or apart or _ends_with(title, line):
            return line
    return title


def joined(lines: list[Line]) -> str:
    """The text of lines, on one."""
    return " ".join(line.text for line in lines)


def stems_of(text: str) -> set[str]:
    """The beginnings of the longer words, which the forms of a word share."""
    return {word[:5] for word in key(text) if len(word) > 3}


def _ends_with(path: Line, line: Line) -> bool:
    whole, end = key(path.text), key(line.text)
    return len(whole) > len(end) and whole[-len(end) :] == end


@cache
def _suffixes() -> list[re.Pattern[str]]:
    """What sites set behind their headlines: a name behind a bar, or a known name, a day, or both."""
    known, day = name_pattern(), r"(?P<day>\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)"
    return [
        re.compile(form)
        for form in (
            r"\s(?:\||::|•)\s(?P<name>[^|•]{2,40})$",
            rf"\s?[-–—]\s?(?P<name>{known})(?:,\s{day})?$",
            rf"\s[-–—]\s{day}(?P<name>\s[\w.]{{2,30}})?$",
            rf"\s+(?P<name>){day}$",
        )
    ]


def set_title(line: Line, page: Page) -> None:
    """Make a line the title, without the outlet or the day at its end."""
    text = line.text.strip()
    found = [match for form in _suffixes() if (match := form.search(text))]
    if found and count_words(text[: found[0].start()]) >= 3:
        match = found[0]
        name = (match["name"] or "").strip()
        page.site = page.site or known_outlet(name) or name or None
        day = match.groupdict().get("day")
        if day and not any(stamp.start >= line.start + match.start() for stamp in page.stamps):
            at = line.start + line.text.index(text) + match.start("day")
            page.stamps.append(Stamp(at, at + len(day), "line", date_line(day)))
        text = text[: match.start()]
    page.title, line.reason = text.strip(), "title"
    _note_day(line, page)


def _note_day(line: Line, page: Page) -> None:
    """The day at the end of a headline ("Remarks at the forum, Orvesk, 16 October 2031")."""
    spans = find_dates(line.text)
    if len(spans) != 1 or any(stamp.start >= line.start for stamp in page.stamps):
        return
    (start, end, day), text = spans[0], line.text
    if re.fullmatch(r"(?: ?г\.| года)?\W*", text[end:]) and re.search(r"[,(–—|-] ?$", text[:start]):
        page.stamps.append(Stamp(line.start + start, line.start + end, "title", day))


def split_glued(lines: list[Line], page: Page) -> list[Part]:
    """A title that is glued to the front of the lead ("Ferry leavesThe ferry ...")."""
    title = page.title
    if not title:
        return []
    return [
        line.cut(len(line.text) - len(line.text.lstrip()) + len(title), "title")
        for line in kept(lines)
        if line.text.strip().startswith(title)
        and re.match(r"[A-ZА-ЯЁ«“\"(]", line.text.strip()[len(title) :])
    ]


def mark_repeated_title(lines: list[Line], page: Page) -> None:
    """Lines that say the title again, alone, before the outlet's name, or at the end of a path."""
    title = key(page.title or "")
    if len(title) < 2:
        return
    first = next(iter(kept(lines)), None)
    for line in kept(lines):
        here, rest = key(line.text), line.text.strip()[len(page.title or "") :]
        whole = here == title and (len(title) > 3 or not line.is_sentence)
        path = len(title) > 3 and here[-len(title) :] == title and len(here) <= len(title) + 6
        if whole or (here[: len(title)] == title and _is_credit(rest)):
            line.reason = "title"
        elif path and line is first and not line.is_sentence:
            line.reason = "navigation"


def _is_credit(rest: str) -> bool:
    bare = re.sub(name_pattern(), " ", rest)
    return bare != rest and not re.search(r"[^\W\d_]", bare)
