"""Lines that are time stamps: a date alone, between bars, or beside the name of an outlet."""

from __future__ import annotations

import datetime as dt
import re

from ..text import count_words
from .dating import date_line, find_dates, find_open_dates, is_update
from .lines import Line, Page, Part, Stamp
from .outlets import known_outlet, name_pattern

BAR = re.compile(r"\s[|•>»·›→](?:\s|$)")
_PREFIX = re.compile(r"\s*date\s+(\d{4}-\d\d-\d\d)(?:\s+|$)")
_BRACKET = re.compile(r"\[\s*[«\"]?([^\]«»\"]{2,40})[»\"]?\s*\]")
_POSTED = re.compile(
    r"(?:posted|published|released|опубликовано|размещено)\b|\d{1,4}[ ./-]|[a-z]{3,9} \d{1,2}, ",
    re.IGNORECASE,
)
_PART = r"(?:г\. ?)?[^\W\d_a-zа-яё][^\W\d_.'’]*[.'’]?"  # of the name of a place or person
_PLACE = rf"{_PART}(?:[ -](?:(?:on|of|de|la|el|на)[ -])?{_PART}){{0,3}}"
_PLACED = [  # "Orvesk, Ilmeria, 16 October 2031", "(16 October 2031, Orvesk)", "By Ivo Vane, 16 ..."
    re.compile(rf"^\(?(?:By )?{_PLACE}(?:, {_PLACE})?(?:,| [–—|-]) ?(?=\W*\w+,? ?\d|\d)"),
    re.compile(rf"(?:,| [–—|-]) {_PLACE}(?:, {_PLACE})?\)?$"),
]
_OCCASION = re.compile(  # a headline, not a place
    r"brief|conference|remark|interview|statement|speech|address|meeting|session|forum|summit|transcript|talks|"
    r"declaration|decision|communiqu|agreement|day\b|декларац|решени|коммюнике|соглашени|день|"
    r"брифинг|конференци|интервью|заявлени|выступлени|встреч|заседани|форум|саммит|стенограмм|сесси",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # who put the page there, and how often it was read
    r"\s*\b(?:(?:разместил|автор|author)\s?:\s?[^|\n]{2,30}\|?|(?:read|views?|просмотр\w*)\s?:?\s?\d[\d ]*)$",
    re.IGNORECASE,
)
_RUBRIC = re.compile(  # up to three words before a day that has a time
    r"(?:[^\W\d_]+\s){1,3}(?=\d{1,2}[ .][^\W\d_\s]+[ .](?:19|20)\d\d,?\s\d\d:\d\d)"
)
GLUED_DAY = re.compile(r"\s+(\d{1,2}\.\d{1,2}\.(?:19|20)\d\d)\s*$")


def stamp_day(text: str) -> dt.date | None:
    """The day of a line that is a time stamp: a date, between bars or beside an outlet's name.

    >>> stamp_day("12:34 | 16.10.2031 | Lakes"), stamp_day("TASS, October 16, 2031")
    (datetime.date(2031, 10, 16), datetime.date(2031, 10, 16))
    >>> stamp_day("(Orvesk, 16 October 2031)")
    datetime.date(2031, 10, 16)
    >>> stamp_day("The Council met on 16.10.2031") is None
    True
    """
    text = text.strip()
    if not re.search(r"(?:19|20)\d\d", text):
        return None
    if _POSTED.match(text):
        text = re.sub(r"\sby\s.{2,40}$", "", text, flags=re.IGNORECASE)
    text = _BESIDE.sub("", text)
    if rubric := _RUBRIC.match(text):
        text = text[rubric.end() :]
    if (
        (day := date_line(text) or _placed_day(text))
        or len(text) >= 120
        or text.endswith((".", "!", "?"))
    ):
        return day
    parts = [part for part in BAR.split(text) if date_line(part.strip())]
    if len(parts) == 1 and BAR.search(text):
        return date_line(parts[0].strip())
    bare = re.sub(rf"(?<!\w){name_pattern()}(?!\w)", " ", _BRACKET.sub(" ", text))
    return date_line(bare.strip()) if bare != text and count_words(bare) < 8 else None


def _placed_day(text: str) -> dt.date | None:
    """The day of a line that is a day with a place, or with the name of who wrote on it."""
    if _OCCASION.search(text) or count_words(text) > 12:
        return None
    for form in _PLACED:
        match = form.search(text)
        if match and (day := date_line((text[: match.start()] + text[match.end() :]).strip("()"))):
            return day
    return None


def open_stamp(text: str) -> bool:
    """Whether a line is a day without its year, with at most a time beside it ("29 июня, 07:21").

    >>> open_stamp("29 июня, 07:21"), open_stamp("On 29 June it rained")
    (True, False)
    """
    spans = find_open_dates(text)
    if len(spans) != 1 or not re.search(r"\d", text[slice(*spans[0])]):
        return False
    rest = text[: spans[0][0]] + text[spans[0][1] :]
    return bool(
        re.fullmatch(r"[\W_]*(?:\d{1,2}:\d\d)?(?:\s?(?:gmt|utc|msk|мск))?[\W_]*", rest.lower())
    )


def note_stamp(line: Line, page: Page) -> None:
    """Keep the day of a date line on the page, and the outlet that the line names."""
    glued = GLUED_DAY.search(line.text)
    day = date_line(glued[1]) if glued else stamp_day(line.text)
    dates = find_dates(line.text)
    for start, end, one in reversed(dates) if glued else dates:
        if one == day:
            found = "update" if is_update(line.text[:start]) else "line"
            page.stamps.append(Stamp(line.start + start, line.start + end, found, day))
            break
    named = re.search(rf"(?<!\w){name_pattern()}(?!\w)", line.text)
    bracket = _BRACKET.search(line.text)
    if not glued and (named or bracket):
        page.site = known_outlet(named.group()) if named else bracket and bracket[1].strip()


def take_prefix(lines: list[Line], page: Page) -> list[Part]:
    """A date that an index has put before the page ("date 2031-10-16 Council meets"), cut off."""
    match = _PREFIX.match(lines[0].text) if lines else None
    if match is None:
        return []
    line = lines[0]
    at = line.start + match.start(1)
    page.stamps.append(Stamp(at, at + 10, "prefix", date_line(match[1])))
    part = line.cut(match.end(), "date")
    if not line.text.strip():
        line.reason = "date"
    return [part]
