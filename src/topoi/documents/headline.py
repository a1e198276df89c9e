"""Where the item begins on a page: its title and its date line, and the teasers around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from .dating import date_line, find_open_dates
from .lines import Line, Page, Part, Stamp, kept, key
from .stamps import GLUED_DAY, note_stamp, open_stamp, stamp_day
from .titles import (
    find_leading_title,
    joined,
    mark_repeated_title,
    set_title,
    split_glued,
    stems_of,
)

_SITTING = re.compile(
    r"\w[\w-]*(?:st|nd|rd|th) (?:\w+ )?(?:meeting|session|sitting)|"
    r"\d+-[ея] (?:\w+ )?(?:заседание|сессия)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\s*(?:published|posted|опубликовано|дата публикации)", re.IGNORECASE)
TEASER_WORDS = 130  # a teaser is one paragraph; a longer one is somebody's text
_WEEKDAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понедельник|вторник|среда|четверг|пятница|"
    r"суббота|воскресенье)\b(?!.*\d:\d\d)",
    re.IGNORECASE,
)
TEASED = 5  # times the size of the item: teasers above a short item can be longer than the item


@dataclass
class _Item:
    """A place on the page where an item seems to begin: with a title, a date line, or both."""

    start: int
    title: Line | None = None
    stamps: list[Line] = field(default_factory=list)
    sure: bool = False  # the title stands there twice
    head: int = 0  # the first line after title and dates
    end: int = 0


def find_headline(lines: list[Line], page: Page, title: str | None = None) -> list[Part]:
    """Mark title, date line and teasers, and note them on the page; returns parts of lines cut off.

    A date line and a headline-like line next to each other, or a headline that stands there twice,
    begin an item. Of several, the one with most text under it is the page's own; what stands above
    are teasers unless there is more of it than of the item.
    """
    body = kept(lines)
    items = _items(body)
    for item in items:
        if title and item.title and key(item.title.text) != key(title):
            item.title, item.sure = None, False
    main = _main(body, items)
    if main is not None:
        _take(body, main, items, page)
    if page.title is None:
        find_leading_title(kept(lines), page, title)
        _drop_todays_date(lines, page)
    if main is None:
        _labelled_stamp(body, page)
    _open_stamps(lines, page)
    parts = split_glued(lines, page)
    mark_repeated_title(lines, page)
    return parts


def _items(body: list[Line]) -> list[_Item]:
    """Where items seem to begin, in order, each up to the next."""
    found: list[_Item] = []
    free = 0  # the first line that belongs to no item's head yet
    for i, line in enumerate(body):
        after = body[i + 1] if i + 1 < len(body) else None
        if i < free:
            continue
        item = _twice(line, after, i) or _stamped(body, i, free)
        if item is None:
            continue
        free = max(item.start, i) + (2 if item.title is after and after else 1)
        while free < len(body) and item.stamps and stamp_day(body[free].text):
            item.stamps.append(body[free])
            free += 1
        if item.sure and not item.stamps and free < len(body) and stamp_day(body[free].text):
            item.stamps.append(body[free])
            free += 1
        item.head = free
        found.append(item)
    for item, following in pairwise(found):
        item.end = following.start
    if found:
        found[-1].end = len(body)
    return found


def _twice(line: Line, after: Line | None, at: int) -> _Item | None:
    """A headline that is repeated by the next line, with or without a day glued to its end."""
    if after is None or not line.is_title or line.words < 3 or key(line.text) != key(after.text):
        return None
    glued = GLUED_DAY.search(after.text)
    if glued and key(after.text[: glued.start()]) == key(line.text):
        return _Item(at, after, [after], sure=True)
    return _Item(at, after, sure=True)


def _stamped(body: list[Line], i: int, free: int) -> _Item | None:
    """A date line, with the headline that stands above or else under it."""
    if stamp_day(body[i].text) is None:
        return None
    above = body[i - 1] if i > free else None
    after = body[i + 1] if i + 1 < len(body) else None
    below = after if after and after.is_title and stamp_day(after.text) is None else None
    if above and above.is_title and not (above.words < 4 and below and below.words >= 4):
        return _Item(i - 1, above, [body[i]])
    return _Item(i, below, [body[i]])


def _size(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _main(body: list[Line], items: list[_Item]) -> _Item | None:
    """The item of the page, if what stands above it can be teasers."""
    sizes = [_size(body[item.start : item.end]) for item in items]
    main = next((it for it, size in zip(items, sizes, strict=True) if 2 * size >= max(sizes)), None)
    if main is None or not body[main.head : main.end]:
        return None
    above = body[: main.start]
    earlier = [item for item in items if item.start < main.start]
    dated = (
        bool(earlier)
        and earlier[0].start == 0
        and all(item.stamps and item.end - item.head <= 2 for item in earlier)
    )
    certain = dated or (main.sure and main.stamps)
    limit = (TEASED if certain else 1) * _size(body[main.start : main.end])
    if _size(above) >= limit or any(line.words > TEASER_WORDS for line in above):
        return None
    text = body[main.head : main.head + 3]
    if not main.stamps and (
        any(line.is_sentence for line in above)
        or not (main.title and stems_of(main.title.text) & stems_of(joined(text)))
    ):
        return None
    return None if earlier and main.title is None else main


def _take(body: list[Line], main: _Item, items: list[_Item], page: Page) -> None:
    above = body[: main.start]
    title = main.title
    record = any(
        _SITTING.fullmatch(line.text.strip()) for line in [*above, *([title] if title else [])]
    )
    if record and title and _SITTING.fullmatch(title.text.strip()):
        above, title = [*above, title], None
    if record or title:
        for line in above:
            small = 0 < line.words <= 4 and not line.is_sentence and not stamp_day(line.text)
            line.reason = "page header" if record else "navigation" if small else "teaser"
    for line in main.stamps:
        note_stamp(line, page)
        if line is not title:
            line.reason = "date"
    rest = body[main.head :]
    _time_and_place(rest)
    if title:
        set_title(title, page)
    _later_items(body, main, items)


def _later_items(body: list[Line], main: _Item, items: list[_Item]) -> None:
    """Items under the page's own that are all small, dated and titled: teasers."""
    later = [item for item in items if item.start >= main.end]
    for first in range(len(later)):
        rest = later[first:]
        told = any(line.is_sentence for line in body[rest[0].head :])  # else it is a signature
        if (
            told
            and all(
                item.title
                and item.stamps
                and sum(ln.words for ln in body[item.head : item.end]) < 80
                for item in rest
            )
            and 2 * _size(body[rest[0].start :]) < _size(body[main.start : rest[0].start])
        ):
            for line in body[rest[0].start :]:
                line.reason = line.reason or "teaser"
            return


def _drop_todays_date(lines: list[Line], page: Page) -> None:
    """A day of the week with its date in a toolbar above other chrome is the day of the visit."""
    title = next((i for i, line in enumerate(lines) if line.reason == "title"), 0)
    for stamp in list(page.stamps):
        at = next(i for i, line in enumerate(lines) if line.end >= stamp.end)
        if stamp.found == "line" and at + 1 < title and _WEEKDAY.search(lines[at].text):
            page.stamps.remove(stamp)


def _open_stamps(lines: list[Line], page: Page) -> None:
    """Days without a year on lines of their own, right above or under the title."""
    title = next((i for i, line in enumerate(lines) if line.reason == "title"), None)
    if title is None:
        return
    for line in lines[max(0, title - 2) : title + 5]:
        if not line.reason and open_stamp(line.text):
            (start, end), *_ = find_open_dates(line.text)
            page.stamps.append(Stamp(line.start + start, line.start + end, "line", None))
            line.reason = "date"


def _labelled_stamp(body: list[Line], page: Page) -> None:
    """A date line that says that it is the day of publication, wherever it stands."""
    for line in kept(body):
        if _PUBLISHED.match(line.text) and date_line(line.text.strip()):
            note_stamp(line, page)
            line.reason = "date"
            return


def _time_and_place(below: list[Line]) -> None:
    """A time and a place on lines of their own right under the date."""
    for line in below[:2]:
        text = line.text.strip()
        if re.fullmatch(r"\d{1,2}[:.]\d\d(?:\s*[A-Z]{2,4})?", text):
            line.reason = "date"
        elif line.words <= 2 and text.istitle() and text[-1].isalpha():
            line.reason = "dateline"
        else:
            return
