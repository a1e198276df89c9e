"""The lines above a salutation that say whose speech it is: they look like teasers, and are not."""

from __future__ import annotations

import re

from ..text import salutation
from .lines import Line, Page

LINES, WIDTH = 16, 170
_KIND = re.compile(
    r"(?:\w+\s+)?(?:statement|address|speech|remarks|intervention|выступление|речь|обращение|заявление)"
    r"(?:\s+(?:as\s+)?(?:delivered\s+)?(?:by|of)\b.*|\s+[А-ЯЁ].*)?",
    re.IGNORECASE,
)


def keep_heading(lines: list[Line], page: Page) -> None:
    """Keep the heading of a speech, but for its date; it is the title if no other is known."""
    heading = speech_heading([line.text for line in lines])
    if heading is None:
        return
    own = [line for line in lines[heading.start : heading.stop] if line.reason != "date"]
    if all(line.reason in ("", "title", "dateline") for line in own):
        return  # nothing of it is lost
    if any(line.reason == "title" for line in own) or page.title is None:
        named = [own[0], *(line for line in own[1:2] if re.match(r"by\b", line.text, re.I))]
        page.title = " ".join(line.text.strip() for line in named)
    for line in own:
        line.reason = ""


def speech_heading(lines: list[str]) -> range | None:
    """Which of the first lines of a page are the heading of a speech that follows.

    It begins with a line such as STATEMENT or "Address by ..." and ends before the salutation;
    none of its lines is a sentence.

    >>> speech_heading(["Menu", "STATEMENT", "BY H.E. MR. IVO VANE", "Mr. President,", "We ..."])
    range(1, 3)
    >>> speech_heading(["Statement by Ivo Vane", "The lake rose.", "Dear friends,"]) is None
    True
    """
    greeted = next((i for i, line in enumerate(lines[:LINES]) if salutation(line) == 0), None)
    if not greeted:
        return None
    first = next((i for i in range(greeted) if _KIND.fullmatch(lines[i].strip())), None)
    if first is None:
        return None
    plain = all(
        len(line) <= WIDTH and not re.search(r"[.!?…][”\"»’]?\s*$", line)
        for line in lines[first:greeted]
    )
    return range(first, greeted) if plain else None
