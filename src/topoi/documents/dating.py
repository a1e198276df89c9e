"""Days written in text: which forms are dates, and which lines are nothing but a date."""

from __future__ import annotations

import datetime as dt
import itertools
import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan января январь янв",
            "february feb февраля февраль фев февр",
            "march mar марта март мар",
            "april apr апреля апрель апр",
            "may мая май",
            "june jun июня июнь июн",
            "july jul июля июль июл",
            "august aug августа август авг",
            "september sept sep сентября сентябрь сен сент",
            "october oct октября октябрь окт",
            "november nov ноября ноябрь ноя нояб",
            "december dec декабря декабрь дек",
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
_ANY_YEAR = re.compile(r"(?:19|20)(?=\d\d)")  # no full date is far from one
# What may stand beside the date on a line that is a time stamp and nothing else.
_STAMP = re.compile(
    r"""(?:t?\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d+)?)?z?|\b(?:[ap]\.?m\.?|gmt|utc|msk|ist|bst|cest|am|pm|мск|est|edt|cet|г|года?|
    published|released|issued|updated?|modified|last|posted|date|on|at|in|опубликован[оа]|обновлен[оа]|дата|публикации|
    adjust\s+font\s+size|download\s+document|скачать\s+документ|\S+\.(?:docx?|pdf)|
    mon|tues?|wed|wednes|thu(?:rs?)?|fri|satur|sat|sun|(?:day)|понедельник|вторник|среда|четверг|
    пятница|суббота|воскресенье|пн|вт|ср|чт|пт|сб|вс)(?:day)?\b|[+-]\s?\d{1,2}(?::?\d\d)?\b|[\W_])+""",
    re.IGNORECASE | re.VERBOSE,
)


_UPDATE = re.compile(r"\b(?:updated|modified|changed|обновлен[оа]|изменен[оа])\b", re.IGNORECASE)


def find_dates(text: str) -> list[tuple[int, int, dt.date]]:
    """Full dates in `text`, as (start, end, day), in order.

    A date is full if day, month and year are all written. `3/4/2020` is left out: it is a day of
    March for some and of April for others; `9/28/2020` can be read in one way only.

    >>> [day.isoformat() for *_, day in find_dates("15:02 GMT 31.10.2025; on October 31, 2025")]
    ['2025-10-31', '2025-10-31']
    """
    found: list[tuple[int, int, dt.date]] = []
    around = [(max(0, year.start() - 40), year.end() + 15) for year in _ANY_YEAR.finditer(text)]
    for form in _FORMS:
        for match in itertools.chain.from_iterable(form.finditer(text, a, b) for a, b in around):
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

    Of a day of publication and one of a later update, the former; of other pairs, none.

    >>> date_line("15:02 GMT 31.10.2025")
    datetime.date(2025, 10, 31)
    >>> date_line("Published 31.10.2025, last updated 02.11.2025")
    datetime.date(2025, 10, 31)
    >>> date_line("The Council met on 31.10.2025") is None
    True
    """
    dates = find_dates(line)
    if not dates:
        return None
    ends = [0, *(end for _, end, _ in dates)]
    before = [line[a:start] for a, (start, *_) in zip(ends, dates, strict=False)]
    rest = " ".join([*before, line[ends[-1] :]])
    if rest.strip() and not _STAMP.fullmatch(rest):
        return None
    first = {day for gap, (*_, day) in zip(before, dates, strict=True) if not is_update(gap)}
    days = first or {day for *_, day in dates}
    return days.pop() if len(days) == 1 else None


def is_update(words: str) -> bool:
    """Whether words beside a date say that a page was changed on that day, not published.

    >>> is_update("Last updated on "), is_update("Posted: ")
    (True, False)
    """
    return bool(_UPDATE.search(words))


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
    return _date(year, month, day)


# ---- days that leave something open

_OPEN_MONTH = (
    "(?:"
    + "|".join(
        name.capitalize() if name.isascii() else name
        for name in sorted(_MONTHS, key=len, reverse=True)
    )
    + r")\b\.?"
)  # "may" is a month only with a capital
_THIS_YEAR = r"(?:,?\s(?:this year|(?:этого|сего|текущего) года|с\. ?г\.))"
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        """monday понедельник|tuesday вторник|wednesday среду|thursday четверг|friday пятницу
        |saturday субботу|sunday воскресенье""".split("|")
    )
    for name in names.split()
}
_NO_YEAR = r"(?!,?\s?(?:19|20)\d\d|[\d:]|\s*[-–]\s*\d)"
_OPEN = re.compile(
    rf"""(?<![\d.,:/-])(?P<d1>\d\d?)(?:st|nd|rd|th)?\.?(?:\sof)?[ \xa0](?P<m1>{_OPEN_MONTH}){_NO_YEAR}{_THIS_YEAR}?
    |\b(?P<m2>{_OPEN_MONTH})[ \xa0](?P<d2>\d\d?)(?:st|nd|rd|th)?\b{_NO_YEAR}{_THIS_YEAR}?
    |\b(?:on|On|во?|Во?)\s(?P<weekday>(?i:{"|".join(_WEEKDAYS)}))\b
    |\b(?P<near>(?i:today|yesterday|сегодня|вчера))\b""".replace("\n    ", "")
)


def find_open_dates(text: str) -> list[tuple[int, int]]:
    """Where `text` names a day that only the time of writing makes full, in order.

    A day and month without a year, a day of the week, today and yesterday.

    >>> text = "He came on Thursday; the talks of 9 December and October 3, 2031 went well."
    >>> [text[a:b] for a, b in find_open_dates(text)]
    ['on Thursday', '9 December']
    """
    return [
        (match.start(), match.start() + len(re.sub(r"(?<=\w{5})\.$", "", match.group())))
        for match in _OPEN.finditer(text)
    ]


def resolve(words: str, *, known: dt.date | None = None, year: int | None = None) -> dt.date | None:
    """The day that `words` mean for somebody who writes on the day `known`, or in `year`.

    A day and month lie in the given year, or as near to the known day as they can; "this year"
    keeps its year; a day of the week is the last one up to the known day. Null without the
    knowledge that it takes.

    >>> written = dt.date(2026, 1, 2)
    >>> resolve("9 December", known=written), resolve("on Thursday", known=written)
    (datetime.date(2025, 12, 9), datetime.date(2026, 1, 1))
    >>> resolve("28 окт", year=2031), resolve("on Thursday", year=2031), resolve("28 окт")
    (datetime.date(2031, 10, 28), None, None)
    """
    if full := find_dates(words):
        return full[0][2]
    match = _OPEN.search(words)
    if match is None:
        return None
    if day := match["d1"] or match["d2"]:
        month = _MONTHS[(match["m1"] or match["m2"]).lower().rstrip(".")]
        if known is None or re.search(_THIS_YEAR, words):
            years = [known.year if known else year or 0]
        else:
            years = [known.year - 1, known.year, known.year + 1]
        days = [d for y in years if (d := _date(y, month, int(day)))]
        near = known or dt.date(year or 1, 1, 1)
        return min(days, key=lambda d: abs(d - near), default=None)
    if known is None:
        return None
    if weekday := match["weekday"]:
        return known - dt.timedelta((known.weekday() - _WEEKDAYS[weekday.lower()]) % 7)
    return known - dt.timedelta(match["near"].lower() in ("yesterday", "вчера"))


_COMPACT = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)(\d\d)(\d\d)(?![0-9A-Za-z])")
_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_.](\d\d?)[-/_.](\d\d?)(?!\d)")
_PATH_YEAR = re.compile(r"[/_-]((?:19|20)\d\d)(?:[/_-]\d\d?)?(?:[/_-]|$)")


def path_date(path: str) -> tuple[str, dt.date] | None:
    """The one day that an address or a file name holds, as written and as a date, or null.

    >>> path_date("https://merid.example/2031/10/16/ferry.html")
    ('2031/10/16', datetime.date(2031, 10, 16))
    >>> path_date("merid_20311016"), path_date("000_cf20311016ab"), path_date("item/20311399")
    (('20311016', datetime.date(2031, 10, 16)), None, None)
    """
    found = [
        (match.group(), day)
        for form in (_PATH, _COMPACT)
        for match in form.finditer(path)
        if (day := _date(*(int(part) for part in match.groups())))
    ] + [(path[a:b], day) for a, b, day in find_dates(path)]
    return found[0] if len({day for _, day in found}) == 1 else None


def path_year(path: str) -> int | None:
    """The one year that stands as a part of an address ("/2031/10/"), or null.

    >>> path_year("https://merid.example/news/2031/10/ferry")
    2031
    """
    years = {int(match[1]) for match in _PATH_YEAR.finditer(path)}
    return years.pop() if len(years) == 1 else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
