"""What stands under the item: links to other items, teasers, tags."""

from __future__ import annotations

import re

from .dating import find_dates
from .lines import Line, kept, key

_TIME = re.compile(r"\b\d{1,2}:\d\d\b")
LINKS = 3  # so many headlines in a row are no signature, if they have
LINK_WORDS = 5  # words each
TEASER_WORDS = 60
UNDER = 0.5  # a section of links has at most this share of the words above it


def mark_endings(lines: list[Line]) -> None:
    """Mark what follows the item: sections of links first, then headlines after the last sentence."""
    _sections(lines)
    _twice(kept(lines))
    _links(lines)
    _tails(lines)


def _sections(lines: list[Line]) -> None:
    """What stands under a heading such as "Related news" to the end, if it is short lines only.

    Within the text such a heading takes the headline after it along, nothing more.
    """
    for i, line in enumerate(lines):
        if line.reason != "links":
            continue
        line.reason = "navigation"
        under = [later for later in lines[i + 1 :] if not later.reason]
        above = sum(one.words for one in lines[:i] if not one.reason)
        small = all(later.words <= TEASER_WORDS for later in under)
        sentences = sum(later.is_sentence for later in under)
        titles = sum(later.is_title for later in under)
        short = sum(later.words for later in under) <= UNDER * above
        if (
            above
            and under
            and small
            and short
            and ((titles > 1 and sentences <= titles) or not sentences)
        ):
            for later in under:
                later.reason = "related link" if not later.is_sentence else "teaser"
        elif under and under[0].is_title and under[0].words >= 4 and len(under) > 1:
            following = lines[i + 1 :]
            if following[0] is under[0] and line.text.rstrip().endswith(":"):
                under[0].reason = "related link"


def _tail(lines: list[Line]) -> list[Line]:
    """The lines after the last sentence of the item."""
    last = max(
        (i for i, line in enumerate(lines) if not line.reason and line.is_sentence), default=-1
    )
    return lines[last + 1 :] if last >= 0 else []


def _links(lines: list[Line]) -> None:
    """A run of headlines at the very end; a question can be one."""
    run = []
    for line in reversed(kept(lines)):
        asks = line.text.rstrip().endswith("?") and line.words <= 20
        if line.words < LINK_WORDS or not (line.is_title or asks):
            break
        run.append(line)
    if len(run) >= LINKS and 2 * sum(line.is_title for line in run) > len(run):
        for line in run if len(run) < len(kept(lines)) else []:
            line.reason = "related link"


def _tails(lines: list[Line]) -> None:
    """Headline-like lines after the last sentence belong to other items, if a date or link says so.

    A signature or a list at the end has neither and stays.
    """
    after = _tail(lines)
    tail = kept(after)
    links = any(line.reason == "navigation" for line in after)
    dated = any(find_dates(line.text) or _TIME.search(line.text) for line in tail)
    if links or (dated and len(tail) > 1):
        for line in tail:
            if not line.is_bullet:
                line.reason = "navigation" if links else "related link"


def _twice(body: list[Line]) -> None:
    """A headline that comes twice within the text is a link with its picture's caption."""
    first = next((i for i, line in enumerate(body) if line.is_sentence), len(body))
    for i, line in enumerate(body[first:], start=first):
        again = [other for other in body[i + 1 : i + 3] if key(other.text) == key(line.text)]
        if line.is_title and line.words > 3 and again:
            line.reason = again[0].reason = "related link"
