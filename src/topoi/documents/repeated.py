"""Lines that stand on many pages of one site: what no form gives away, the other pages do.

Pages are compared within a host, an outlet or a folder. Evidence is counted by what a line leads
to: a line above the text of three pages whose texts begin differently is the site's, a line above
three copies of one text is the text's own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from .genre import is_salutation
from .lines import TITLE_WORDS, Line, split_lines
from .stamps import open_stamp, stamp_day

PAGES = 3  # so many pages with different texts make a line above or below the text the site's
SHARE = 0.5  # within the text, or a sentence under it: also this share of the pages compared
SENTENCES_BELOW = 5  # ... and a sentence under the text so many pages: agencies repeat background
INSIDE_WORDS = 8  # a longer line within the text is prose


def fold_line(text: str) -> str:
    """A line as it is compared: small letters, single blanks."""
    return " ".join(text.casefold().split())


def repeated_lines(
    texts: Mapping[str, str], groups: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    """For each document, its lines that are the site's: folded, as `fold_line` gives them.

    Parameters
    ----------
    texts : mapping
        Document -> its page as read.
    groups : mapping
        Document -> what it shares with the pages it is compared with: host, outlet or folder.

    Notes
    -----
    A line above the text goes if it leads to at least three different texts; a line below, if it
    follows at least three, and a full sentence there only on half of the pages; a short line
    within the text, on half of the pages. Sentences within the text never go: whole texts that
    repeat are reprints. A title that many pages share stays if no other line could be their title;
    a day that they share, if no other line is the day of the page.
    """
    members = defaultdict(list)
    for document in texts:
        members[groups[document]].append(document)
    found: dict[str, frozenset[str]] = {}
    for documents in members.values():
        if len(documents) >= PAGES:
            pages = {d: split_lines(texts[d]) for d in documents}
            found |= _of_group(pages)
    return found


def _of_group(pages: Mapping[str, list[Line]]) -> dict[str, frozenset[str]]:
    folded = {d: [fold_line(line.text) for line in lines] for d, lines in pages.items()}
    seen = Counter(text for texts in folded.values() for text in set(texts))
    half = SHARE * len(pages)
    heads = _outer(pages, folded, seen)
    feet = _outer(pages, folded, seen, below=True)
    inside = _within(pages, {t for t, n in seen.items() if n >= max(PAGES, half)})
    above = _led_to(pages, folded, heads)
    under = _led_to(pages, folded, feet, below=True)
    found = {}
    for document, lines in pages.items():
        texts, head, foot = folded[document], heads[document], feet[document]
        out = {t for t in texts[:head] if len(above[t]) >= PAGES}
        for line, text in zip(lines[head:], texts[head:], strict=True):
            if line.start >= (lines[foot].start if foot < len(lines) else 1 << 60):
                few = line.is_sentence and len(under[text]) < max(SENTENCES_BELOW, half)
                if len(under[text]) >= PAGES and not few:
                    out.add(text)
            elif text in inside and _is_small(line):
                out.add(text)
        found[document] = frozenset(out - _own_title(lines, texts, head) - _own_day(lines, out))
    return found


def _outer(
    pages: Mapping[str, list[Line]],
    folded: Mapping[str, list[str]],
    seen: Counter[str],
    *,
    below: bool = False,
) -> dict[str, int]:
    """How far the lines that other pages have reach from the top, or from where to the end.

    Dates and addresses belong to neither side. A page that is all on other pages is a reprint: no reach.
    """
    reach = {}
    for document, lines in pages.items():
        texts = folded[document]
        order = range(len(lines))
        stop = len(lines)
        for n, i in enumerate(reversed(order) if below else order):
            if seen[texts[i]] < PAGES and not _is_neutral(lines[i]):
                stop = n
                break
        stop = 0 if stop == len(lines) else stop
        reach[document] = len(lines) - stop if below else stop
    return reach


def _is_neutral(line: Line) -> bool:
    return "://" in line.text or _is_day(line)


def _is_day(line: Line) -> bool:
    return bool(stamp_day(line.text)) or open_stamp(line.text)


def _is_prose(line: Line) -> bool:
    return line.is_sentence or line.words > TITLE_WORDS


def _within(pages: Mapping[str, list[Line]], often: set[str]) -> set[str]:
    """Of the lines that come often, those that three different sentences follow.

    A headline has the same text under it wherever it is reprinted, whatever else stands between.
    """
    after: dict[str, set[str]] = defaultdict(set)
    for lines in pages.values():
        following = ""
        for line in reversed(lines):
            text = fold_line(line.text)
            if text in often:
                after[text].add(following)
            if _is_prose(line):
                following = text
    return {text for text in often if len(after[text]) >= PAGES}


def _led_to(
    pages: Mapping[str, list[Line]],
    folded: Mapping[str, list[str]],
    reach: Mapping[str, int],
    *,
    below: bool = False,
) -> dict[str, set[str]]:
    """For each outer line, the different sentences that it leads to, or that it follows.

    A count of views or a headline under or above a text that is reprinted makes no other text of it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for document, texts in folded.items():
        at, lines = reach[document], pages[document]
        order = range(at - 1, -1, -1) if below else range(at, len(lines))
        text = next((texts[i] for i in order if _is_prose(lines[i])), None)
        if text and at:
            for outer in texts[at:] if below else texts[:at]:
                found[outer].add(text)
    return found


def _is_small(line: Line) -> bool:
    """Whether a line within the text can be a widget: no sentence, no label, no address."""
    text = line.text.strip()
    return (
        0 < line.words <= INSIDE_WORDS
        and text[-1] not in '.!?:,;…»”"'
        and not line.is_bullet
        and not is_salutation(text)
    )


def _own_title(lines: list[Line], texts: Iterable[str], head: int) -> set[str]:
    """The last headline above the text, where the text does not begin with one of its own."""
    if head < len(lines) and lines[head].is_title:
        return set()
    titles = [
        text
        for line, text in zip(lines[:head], texts, strict=False)
        if line.is_title and line.words > 3 and not stamp_day(line.text)
    ]
    return set(titles[-1:])


def _own_day(lines: list[Line], out: set[str]) -> set[str]:
    """The last of the days that other pages have too, where the page has no day of its own.

    Pages of one day share it; a clock above the text comes first, and below it stands an update.
    """
    days = [line for line in lines if _is_day(line)]
    if any(fold_line(line.text) not in out for line in days):
        return set()
    texts = (line for line in lines if _is_prose(line) and fold_line(line.text) not in out)
    prose = next((line.start for line in texts), 0)
    above = [line for line in days if line.start < prose]
    return {fold_line(line.text) for line in (above[-1:] or days[:1])}
