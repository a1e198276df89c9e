"""What stands under the item: links to other items, teasers, tags."""

from __future__ import annotations

import re

from .dating import find_dates
from .lines import Line, kept, key
from .stamps import stamp_day

_TIME = re.compile(r"\b\d{1,2}:\d\d\b")
LINKS = 3  # so many headlines in a row are no signature, if they have
LINK_WORDS = 5  # words each
TEASER_WORDS = 60
UNDER = 0.5  # a section of links has at most this share of the words above it


_SMALL = r"(?:of|the|for|and|on|de|la|al|von|van|и|по|при|на)"
_NAMES = (  # a name, a post, or both, as they stand under what somebody has signed
    rf"(?:{_SMALL} )*(?:[A-ZА-ЯЁ][\w.’'-]*,?)(?: (?:{_SMALL} )*[A-ZА-ЯЁ][\w.’'-]*,?){{0,9}}"
)
_NAMED = re.compile(rf"{_NAMES}(?:(?<=,) [^\W\d_].*)?")
_POST = re.compile(
    r"(?:(?:first |deputy |первый )?(?:minister|president|chair\w*|secretary|spokes\w+|ambassador|director)|"
    r"for the|on behalf|министр|премьер|президент|председатель|генеральный|секретарь|глава|посол|"
    r"директор|заместитель|за|от имени)\b",
    re.IGNORECASE,
)


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
    if _any_name(run) and all(_is_signed(line) for line in run):
        return
    if len(run) >= LINKS and 2 * sum(line.is_title for line in run) > len(run):
        for line in run if len(run) < len(kept(lines)) else []:
            line.reason = "related link"


def _tails(lines: list[Line]) -> None:
    """Headline-like lines after the last sentence belong to other items, if a date or link says so.

    A signature or a list at the end has neither and stays; a day, with the names of those who
    signed on it, is a signature too.
    """
    after = _tail(lines)
    after = after[_signature(after) :]
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


def _signature(tail: list[Line]) -> int:
    """How many lines under the last sentence are names and posts, with at most one day."""
    signed = next((i for i, line in enumerate(tail) if line.reason or not _is_signed(line)), None)
    signed = len(tail) if signed is None else signed
    days = [line for line in tail[:signed] if find_dates(line.text)]
    later = any(find_dates(line.text) for line in tail[signed:])
    return signed if len(days) <= 1 and not later and _any_name(tail[:signed]) else 0


def _any_name(lines: list[Line]) -> bool:
    return any(_NAMED.fullmatch(ln.text.strip()) and not find_dates(ln.text) for ln in lines)


def _is_signed(line: Line) -> bool:
    text = line.text.strip()
    if find_dates(text):
        return stamp_day(text) is not None and not _TIME.search(text)
    return line.words <= 12 and bool(_NAMED.fullmatch(text) or _POST.match(text))
