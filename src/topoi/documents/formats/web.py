"""Web pages: all lines that a page shows, and which of them are the item.

The text as read is everything that is visible, so that nothing is lost unseen and every offset can
be checked. Which lines are the item is decided by trafilatura; the headline, the date between it
and the text, and a sentence among the item's own paragraphs are kept even where it drops them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Set
from typing import Any

from ...files import sha256
from ..dating import date_line
from ..decoding import decode_or_guess
from ..language import guess_language
from ..sources import File, Problem, Source, problem
from . import markup
from .extras import needed
from .visible import Line, visible_lines

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_SENTENCE = re.compile(r"[.!?…:;][)\]\"'”’»]*$")
_BESIDE = set("aside button dialog figcaption figure footer form header menu nav".split())
_BOX = re.compile(
    r"(?:side-?bar|related|comments?|cookies?|newsletter|subscri\w+|popular|most-?read|recommend\w*|"
    r"shar(?:e|ing)|social|breadcrumbs?|author-(?:box|bio))(?:$|[-_])"
)
_REASONS = {"figcaption": "caption", "nav": "navigation"}
FURNITURE = "page furniture"


def read_html(file: File, columns: Mapping[str, str], problems: list[Problem]) -> list[Source]:
    """The page as one document."""
    needed("trafilatura", file, extra="html")
    declared = _CHARSET.search(file.data[:4096])
    written = decode_or_guess(file, problems, declared=declared[1].decode() if declared else None)
    source = Source(file.identifier, file.name, "", sha256(file.data), page=True, furniture={})
    root = _parsed(written)
    lines = visible_lines(root) if root is not None else []
    if not lines:
        return [source]
    source.text = "\n".join(line.text for line in lines)
    site = markup.outlet(root)
    title = _title(root, lines, site)
    kept = _item(written, lines, title)
    if not kept:
        kept = set(range(len(lines)))
        detail = "no item was found on the page; all that it shows was kept"
        problems.append(problem(file.name, "no_main_text", file.identifier, detail))
    source.furniture = {i: _reason(line) for i, line in enumerate(lines) if i not in kept}
    linked = sum(lines[i].linked * len(lines[i].text) for i in kept)
    if 2 * linked > sum(len(lines[i].text) for i in kept):
        detail = "most of what was kept is links: an index of items, it seems, and no item"
        problems.append(problem(file.name, "list_of_links", file.identifier, detail))
    shown = {date_line(lines[i].text) for i in kept} - {None}
    source.metadata = {
        "title": title,
        "outlet": site,
        "url": markup.address(root),
        "language": None if guess_language(source.text) else markup.language(root),
        **_day(root, shown, file, problems),
    }
    return [source]


def _parsed(written: str) -> Any:
    """The tree of a page; null where there is no element at all."""
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8")
        return html.document_fromstring(written.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _day(
    root: Any, shown: Set[dt.date | None], file: File, problems: list[Problem]
) -> dict[str, Any]:
    """The day of publication by the markup; a vague one only where no line by the text has another."""
    days = markup.days(root)
    vague = markup.vague_days(root)
    taken = (days or [(written, day) for written, day in vague if not shown or day in shown])[:1]
    if len({day for _, day in days + vague}) > 1 or (vague and not taken):
        which = taken[0][0] if taken else "the line by the text"
        detail = f"{', '.join(written for written, _ in days + vague)}; {which} was taken"
        problems.append(problem(file.name, "dates_differ", file.identifier, detail))
    return {"date": taken[0][1], "date_source": "markup"} if taken else {}


def _title(root: Any, lines: list[Line], site: str | None) -> str | None:
    """The headline: a line that the markup repeats as title, else the only <h1>, else the title."""
    said, window = markup.titles(root), markup.window_title(root)
    given = [markup.without_site(title, site) for title in (*said, *filter(None, [window]))]
    for tags in (("h1",), ("h2", "h3")):
        for heading in (line.text for line in lines if line.tags[0] in tags):
            if len(_key(heading)) > 1 and any(_is_within(heading, title) for title in given):
                return heading
    only = {line.text for line in lines if line.tags[0] == "h1"}
    if len(only) == 1 and len(_key(heading := only.pop())) > 2:
        return heading
    for title in filter(None, [*said, window]):
        for line in lines:
            if len(_key(line.text)) > 3 and title.startswith(line.text) and line.linked < 0.5:
                return line.text
    return given[0] if said else None  # that of the window alone may be the site's


def _item(written: str, lines: list[Line], title: str | None) -> set[int]:
    """Which lines are the item, headline included."""
    text = _extracted(written)
    kept = _matched(lines, text) if text else set()
    boxes = Counter(box for i in kept for box in _boxes(lines[i]))
    i = min(kept, default=len(lines))
    while i < len(lines) and i <= max(kept) + 1:  # and the lines that follow
        if (
            i not in kept
            and not _is_boxed(lines[i])
            and _is_own(lines[i], max(boxes[b] for b in _boxes(lines[i])))
        ):
            kept.add(i)
        i += 1
    prose = [i for i in kept if _is_prose(lines[i])]
    if not prose:
        return kept
    boxed = {i for i in kept if _is_boxed(lines[i])}
    if 2 * len(boxed) < len(kept) and set(prose) - boxed:  # else the site calls its items so
        kept, prose = kept - boxed, [i for i in prose if i not in boxed]
    kept = {
        i
        for i in kept
        if "figcaption" not in lines[i].tags
        and (min(prose) < i < max(prose) or lines[i].linked < 0.9 or i in prose)
    }
    heading = lines[min(kept)] if kept else None
    if title is None and heading and heading.tags[0] in ("h1", "h2", "h3", "h4"):
        title = heading.text
    return _headed(lines, kept, title) if title else kept


def _is_boxed(line: Line) -> bool:
    """Whether a line is in a box that the site itself calls one beside the text."""
    around = (line.element, *line.element.iterancestors())
    names = " ".join(f"{e.get('class') or ''} {e.get('id') or ''}" for e in around)
    return any(_BOX.match(name) for name in names.lower().split())


def _is_own(line: Line, neighbours: int) -> bool:
    """Whether a line that was left out belongs to the item, by what was kept of the same box."""
    if _BESIDE & set(line.tags) or line.linked > 0.5:
        return False
    if not _key(line.text):  # "* * *", "<…>"
        return neighbours > 1
    if neighbours > 2:
        return bool(_SENTENCE.search(line.text))
    return neighbours > 1 and _is_prose(line)


def _boxes(line: Line) -> tuple[Any, Any]:
    """What a line and its neighbours stand in: the element itself if it is broken into lines."""
    return line.element, line.element.getparent()


def _headed(lines: list[Line], kept: set[int], title: str) -> set[int]:
    """The item from its headline on, with the date that stands by it."""
    prose = [i for i in kept if _is_prose(lines[i])]
    head = [
        i
        for i, line in enumerate(lines)
        if _key(line.text) == _key(title) and 2 * sum(j > i for j in prose) > len(prose)
    ]
    if not head:
        return kept
    first = min(i for i in prose if i > head[0])
    top = max(i for i in head if i < first)
    box = lines[top].element.getparent()
    near = [i for i in range(max(top - 2, 0), top) if lines[i].element.getparent() is box]
    dates = {i for i in [*near, *range(top, first)] if date_line(lines[i].text)}
    return {i for i in kept if i > top and i not in head} | {top} | dates


def _extracted(written: str) -> str:
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports pages without text
    found = trafilatura.extract(
        written, output_format="txt", include_comments=False, include_tables=True
    )
    return found or ""


def _matched(lines: list[Line], text: str) -> set[int]:
    """The lines that occur in the extracted text; a short one only as a line of it."""
    extracted = Counter(_key(cell) for cell in re.split(r"[\n|]", text))  # cells stand between bars
    whole = f" {' '.join(' '.join(key) for key in map(_key, text.split(chr(10))))} "
    sure, doubtful = set(), []
    times = Counter(_key(line.text) for line in lines)
    for i, line in enumerate(lines):
        key = _key(line.text)
        if not key:
            continue
        if extracted[key]:
            (doubtful.append(i) if times[key] > 1 else sure.add(i))
        elif len(key) >= 5 and _share_within(key, whole) > 0.5:
            sure.add(i)
    low, high = min(sure, default=0), max(sure, default=len(lines))
    inside = {i for i in doubtful if low <= i <= high}
    outside = {
        i for i in doubtful if _key(lines[i].text) not in {_key(lines[j].text) for j in inside}
    }
    return sure | inside | outside


def _share_within(key: tuple[str, ...], whole: str) -> float:
    """Share of the runs of four words that occur in the text."""
    runs = [" ".join(key[i : i + 4]) for i in range(max(len(key) - 3, 1))]
    return sum(f" {run} " in whole for run in runs) / len(runs)


def _is_prose(line: Line) -> bool:
    """Whether a line is a sentence of some length, and not in a box beside the text or a link."""
    beside = _BESIDE & set(line.tags) or line.linked > 0.5
    return not beside and len(_key(line.text)) >= 6 and bool(_SENTENCE.search(line.text))


def _reason(line: Line) -> str:
    return next((_REASONS[tag] for tag in line.tags if tag in _REASONS), FURNITURE)


def _key(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower()))


def _is_within(part: str, whole: str) -> bool:
    return f" {' '.join(_key(part))} " in f" {' '.join(_key(whole))} "
