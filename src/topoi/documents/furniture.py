"""Lines of a page that are no item's text, known by their own form: widgets, paths, credits, tags."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources

from ..text import count_words, salutation
from .language import main_script, rank_language
from .lines import Line, Page, Part, kept, key
from .outlets import known_outlet
from .repair import MASTHEAD, RUNNING_HEAD
from .stamps import BAR, stamp_day

_TAG = re.compile(r"\s*[(\[][^()\[\]\n]{3,80}[)\]]\s*$")
_NAME = r"[A-ZА-ЯЁ][\w.'’-]*(?:[ ](?:(?:de|der|van|von|al|el|bin)[ ])?[A-ZА-ЯЁ][\w.'’-]*){0,3}"
_BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Story |Text )?[Bb]y|BY|Author:|Автор:|Текст:)\s+{_NAME}"
    rf"(?:(?:,\s|\s[|&/]\s|\s(?:and|in|for|и)\s){_NAME}){{0,3}}"
)
_ADDRESS = re.compile(r"(?:URL|Link|Source|Источник|Ссылка)?:?\s*(https?://\S+)", re.IGNORECASE)
_COUNT = re.compile(r"[\d\s.,]{1,40}")
_CLOCK = re.compile(r"(?:[-–~]\s?)?\d{1,2}:\d\d(?::\d\d)?")
_GLUED = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]")
SURE = 0.9  # share of the probability at which a short line counts as in another language
_HASHTAG = re.compile(r"(?:#\w[\w-]*(?:\s\w+)?[\s,;]*)+")
_ITEM = re.compile(r"(?:>>|»|›|→|▶|■|◆)\s?\S")


@cache
def _forms() -> list[tuple[str, re.Pattern[str], bool]]:
    """Reason, pattern, and whether the pattern may stand anywhere in a line, of every entry."""
    source = resources.files("topoi") / "data" / "furniture.toml"
    table = tomllib.loads(source.read_text("utf-8"))
    forms = []
    for reason, entry in table.items():
        for where in ("patterns", "endings"):
            if entry.get(where):
                joined = "|".join(f"(?:{p})" for p in entry[where])
                form = f"(?:{joined})" if where == "patterns" else f".*(?:{joined})\\W*$"
                forms.append((reason, re.compile(form, re.IGNORECASE), where == "endings"))
    return forms


def strip_tags(lines: list[Line]) -> list[Part]:
    """The same bracket at the end of three or more paragraphs is a source tag, not their text."""
    found = [(line, match) for line in lines if (match := _TAG.search(line.text))]
    seen = Counter(match.group().strip() for _, match in found)
    return [
        line.cut_from(match.start(), "source tag")
        for line, match in found
        if seen[match.group().strip()] >= 3 and match.start()
    ]


def mark_furniture(lines: list[Line], page: Page) -> None:
    """Mark every line that is furniture by its form; the address of the page is read on the way."""
    _mark_known(lines)
    _mark_address(lines, page)
    for rule in (_bylines, _bars, _counts, _hashtags, _tickers, _repeated, _foreign):
        rule(lines)


def page_address(text: str) -> str | None:
    """The address that a page names on a line of its own near the top, or null."""
    for line in text[:2000].split("\n", MASTHEAD)[:MASTHEAD]:
        if match := _ADDRESS.fullmatch(line.strip()):
            return match[1]
    return None


def _mark_known(lines: list[Line]) -> None:
    for line in kept(lines):
        text = line.text.strip()
        for reason, form, _ in _forms():
            if form.match(text) and (count_words(text) < 40 or reason == "comment policy"):
                line.reason = reason
                break
        if RUNNING_HEAD.fullmatch(text):
            line.reason = "page header"


def _mark_address(lines: list[Line], page: Page) -> None:
    """A line that is nothing but an address: of the page itself if it stands above the text."""
    for i, line in enumerate(lines):
        if match := _ADDRESS.fullmatch(line.text.strip()):
            line.reason = line.reason or "address"
            if i < MASTHEAD and page.url is None:
                page.url = match[1]


def _bylines(lines: list[Line]) -> None:
    """Who wrote it, on a line of its own near the top but never the first ("By Ivo Vane")."""
    for line in kept(lines)[1:MASTHEAD]:
        if _BYLINE.fullmatch(line.text.strip()):
            line.reason = "byline"


def _bars(lines: list[Line]) -> None:
    """Short lines of items between bars are navigation ("Home > World > Security").

    A stamp is not, nor a headline before the name of its site on the first line.
    """
    body = kept(lines)
    for line in body:
        text = line.text.strip()
        parts = BAR.split(text)
        if len(parts) < 2 or line.is_sentence or line.words > 15 or stamp_day(text):
            continue
        headline = line is body[0] and len(parts) == 2 and count_words(parts[0]) > 3
        if not headline or count_words(parts[1]) > 4:
            line.reason = "navigation"


def _counts(lines: list[Line]) -> None:
    """Views and clocks above and below the text: lines of digits; within the text they stay."""
    prose = [i for i, line in enumerate(lines) if line.is_sentence and not line.reason]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    for i, line in enumerate(lines):
        text = line.text.strip()
        digits = (_COUNT.fullmatch(text) and not stamp_day(text)) or (i and _CLOCK.fullmatch(text))
        if digits and not line.reason and not first <= i <= last:
            line.reason = "widget"


def _hashtags(lines: list[Line]) -> None:
    """Lines of hash tags, and tags glued to one another under the last sentence."""
    for line in kept(lines):
        if line.text.count("#") > 1 and _HASHTAG.fullmatch(line.text.strip()):
            line.reason = "tags"
    tail = []
    for line in reversed(kept(lines)):
        if line.is_sentence:
            break
        tail.append(line)
    for line in tail:
        if _GLUED.search(line.text) and line.words <= 12 and not line.is_bullet:
            line.reason = "tags"


def _tickers(lines: list[Line]) -> None:
    """Two or more headlines behind an arrow, one a line."""
    found = [ln for ln in kept(lines) if _ITEM.match(ln.text.strip()) and not ln.is_sentence]
    if len(found) > 1:
        for line in found:
            line.reason = "navigation"


def _repeated(lines: list[Line]) -> None:
    """Short lines that come more than once in a document are widgets, not prose."""
    seen = Counter(line.text.strip() for line in lines)
    for line in kept(lines):
        text = line.text.strip()
        if seen[text] < 2 or line.words > 6 or re.search(r"(?<!\.)[.!,:;]$", text):
            continue
        said = re.search(r"\w", text) and not line.is_bullet and not stamp_day(text)
        said = said and salutation(f"{text},") != 0
        if said and not _is_headline(lines, line):
            line.reason = "widget"


def _is_headline(lines: list[Line], line: Line) -> bool:
    """Whether a line that comes twice is the title: some words, once or twice above the text."""
    same = [i for i, other in enumerate(lines) if key(other.text) == key(line.text)]
    prose = next((i for i, other in enumerate(lines) if other.is_sentence), len(lines))
    return line.words >= 3 and line.is_title and same[-1] < prose and same[-1] - same[0] <= 3


def _foreign(lines: list[Line]) -> None:
    """Short lines in another language than the page's, that end in dots or come in another script."""
    body = kept(lines)
    text = "\n".join(line.text for line in body)
    script = main_script(text)
    odd = [
        line
        for line in body
        if 0 < line.words <= 12
        and (line.text.rstrip().endswith(("...", "…")) or main_script(line.text) != script)
        and not known_outlet(line.text)
    ]
    own, share = rank_language(text) if odd else (None, 0.0)
    for line in odd:
        language, sure = rank_language(line.text)
        if min(share, sure) >= SURE and language != own:
            line.reason = "another language"
