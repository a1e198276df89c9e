"""Days written in text: which forms are dates, and which lines are nothing but a date."""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan января янв",
            "february feb февраля фев",
            "march mar марта мар\n        ",
            "april apr апреля апр",
            "may мая май",
            "june jun июня июн",
            "july jul июля июл\n        ",
            "august aug августа авг",
            "september sept sep сентября сен сент",
            "october oct октября окт\n        ",
            "november nov ноября ноя",
            "december dec декабря дек",
        ],
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<y>(?:19|20)\d\d)(?:(?!\d)|(?=\d\d:\d\d))"  # scrapers glue the time to the year
_FORMS = [
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}[-./](?P<m>\d\d?)[-./](?P<d>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<d>\d\d?)\.(?P<m>\d\d?)\.{_YEAR}",
        rf"(?<![\d/-])(?P<a>\d\d?)(?P<s>[/-])(?P<b>\d\d?)(?P=s){_YEAR}",
        rf"(?<!\d)(?<!\d[-–])(?P<d>\d\d?)(?:st|nd|rd|th)?(?: of)?[ \xa0-](?P<month>{_MONTH})"
        rf",?[ \xa0-]{_YEAR}",
        rf"\b(?P<month>{_MONTH})[ \xa0](?P<d>\d\d?)(?:st|nd|rd|th)?,?[ \xa0]{_YEAR}",
    )
]
# What may stand beside the date on a line that is a time stamp and nothing else.
_STAMP = re.compile(
    r"""(?:t?\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?z?|\b(?:[ap]\.?m\.?|gmt|utc|msk|мск|est|edt|cet|г|года?|
    published|updated|last|posted|date|on|at|in|опубликовано|обновлено|дата|
    mon|tues?|wed|wednes|thurs?|fri|satur|sat|sun|(?:day)|понедельник|вторник|среда|четверг|
    пятница|суббота|воскресенье)(?:day)?\b|[+-]\d{1,2}(?::?\d\d)?\b|[\W_])+""",
    re.IGNORECASE | re.VERBOSE,
)


def find_dates(text: str) -> list[tuple[int, int, dt.date]]:
    """Full dates in `text`, as (start, end, day), in order.

    A date is full if day, month and year are all written. `3/4/2020` is left out: it is a day of
    March for some and of April for others; `9/28/2020` can be read in one way only.

    >>> [day.isoformat() for *_, day in find_dates("15:02 GMT 31.10.2025; on October 31, 2025")]
    ['2025-10-31', '2025-10-31']
    """
    found: list[tuple[int, int, dt.date]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day(match.groupdict())
            if day and not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), day))
    return sorted(found)


def only_date(value: str) -> dt.date | None:
    """The day that a field of a table names: the one full date in it, as written, or null.

    >>> only_date("20310605") == only_date("05.06.2031") == only_date("2031-06-05T23:30:00-05:00")
    True
    >>> only_date("5/6/2031") or only_date("June 2031") or only_date("5-6 June 2031")
    """
    if re.fullmatch(r"\d{8}(?:T\d{4,6}(?:Z|[+-]\d{2,4})?)?", value.strip()):  # ISO without hyphens
        value = re.sub(r"(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", value.strip())
    days = {day for *_, day in find_dates(value)}
    return days.pop() if len(days) == 1 else None


def date_line(line: str) -> dt.date | None:
    """The day, if `line` is a date with at most a time and words such as "Published" beside it.

    >>> date_line("15:02 GMT 31.10.2025")
    datetime.date(2025, 10, 31)
    >>> date_line("The Council met on 31.10.2025") is None
    True
    """
    dates = find_dates(line)
    if len({day for *_, day in dates}) != 1:
        return None
    start, _end, day = dates[0]
    rest = line[:start] + " " + " ".join(line[b:a] for a, b in _gaps(dates, len(line)))
    return day if not rest.strip() or _STAMP.fullmatch(rest) else None


def _gaps(dates: list[tuple[int, int, dt.date]], length: int) -> list[tuple[int, int]]:
    starts = [start for start, *_ in dates[1:]] + [length]
    return [(start, end) for start, (_, end, _) in zip(starts, dates, strict=True)]


def _day(parts: dict[str, str | None]) -> dt.date | None:
    year = int(parts["y"] or 0)
    if parts.get("month"):
        month = _MONTHS[str(parts["month"]).lower().rstrip(".")]
        day = int(parts["d"] or 0)
    elif parts.get("a"):
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        if a != b and min(a, b) <= 12 and max(a, b) <= 12:
            return None
        month, day = min(a, b), max(a, b)
    else:
        month, day = int(parts["m"] or 0), int(parts["d"] or 0)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
