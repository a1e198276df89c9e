"""Quotation marks: where words are quoted, over how many paragraphs, and when marks mean no speech.

Marks on real pages do not pair by the book: ‘ closed by ”, " closed by », one pair around three
paragraphs, an opener on every paragraph and a closer on the last. The reader below keeps one open
mark at a time (inner marks do not matter for who speaks) and looks ahead before it gives up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...text import count_words, words
from .verbs import is_verb

_OPENERS = "“„«‹\"‘'`”"
_CLOSERS = {
    "“": '”"»',
    "„": '”“"»',
    "«": '»”"',
    "‹": "›",
    "”": "”",
    '"': '"”»',
    "‘": "’”'",
    "'": "'’”",
    "`": "'’`",
}
_SINGLE = "‘'`"
_DOUBLED = re.compile(r"(?:''|``)(?=[^\W_]|…)[^\n]+?(?:''|[”\"])(?!\w)")  # two for one double mark
_WORDS_IN_MARKS = re.compile(r'"[^\W_][^"«»“”\n]{0,40}"(?=[\s,.;:!?—–-])(?!,?\s*[—–-]\s)')
AHEAD = 6  # paragraphs that a quotation may go on for without any mark
_SINGLE_CLOSER = re.compile(r"[.,!?…]['’](?=((?:\s+[^\W\d_]+){1,6}))")
NAME_WORDS = 7  # a quoted run of capitalised words up to this long is a name or a title


@dataclass(frozen=True)
class Quotation:
    """A stretch between quotation marks, the marks included."""

    start: int
    end: int
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """Stretches of `text` between outer quotation marks, in order.

    A quotation may cover several paragraphs, whether each repeats the opening mark or none does.
    A mark that is never closed ends with its paragraph.

    >>> text = "He noted: ‘We met.\\nWe agreed”. She left."
    >>> [text[q.start : q.end] for q in find_quotations(text)]
    ['‘We met.\\nWe agreed”']
    """
    found = []
    at = 0
    while (start := _next_opener(text, at)) is not None:
        end, closed = _closing(text, start)
        if end is None:
            at = start + 1
            continue
        found.append(Quotation(start, end, closed))
        at = end
    return found


def is_speech(text: str) -> bool:
    """Whether a quoted stretch (marks included) can be somebody's words rather than a name,
    a title, a term or a word at arm's length.

    >>> is_speech("“We shall not wait for others,”"), is_speech("“Great Eurasian Partnership”")
    (True, False)
    >>> is_speech("“rules”"), is_speech("«цветных»")
    (False, False)
    """
    inner = _inner(text)
    tokens = words(inner)
    if len(tokens) < 2:
        return (
            bool(re.search(r"[.!?,]$", inner))
            and len(inner) > 3
            and inner[0].isupper()
            and bool(tokens)
        )
    if is_title(text):
        return False
    closed = bool(re.search(r"[.!?…,;]$", inner))
    return len(tokens) >= 5 or (closed and len(tokens) >= 2)


def is_title(text: str) -> bool:
    """Whether a quoted stretch is written as names and titles are, its weighty words in capitals.

    >>> is_title("“The Pact Is Not a Fence”"), is_title("“The pact is dead”")
    (True, False)
    """
    inner = _inner(text)
    tokens = words(inner)
    if not tokens or len(tokens) > NAME_WORDS + 5:
        return False
    if len(tokens) > NAME_WORDS and re.search(r"[.!?;…]$", inner):
        return False
    heavy = [t for t in tokens if len(t) > 3] or tokens
    return sum(t[0].isupper() for t in heavy) >= 0.75 * len(heavy)


def _inner(text: str) -> str:
    return text.strip(_OPENERS + "”’»›“ \n")


def behind_marks(text: str, start: int, end: int) -> int:
    """The end of a stretch, behind the closing mark of a quotation that opens in it.

    >>> text = '"The bloc is dead", she said'
    >>> text[: behind_marks(text, 0, 17)]
    '"The bloc is dead"'
    """
    mark = re.compile(r"[.,!?…]?([”»›\"’'“])(?!\w)").match(text, end)
    if mark is None:
        return end
    inside = [q for q in find_quotations(text[start : mark.end()]) if q.closed]
    opened = inside and start + inside[-1].end == mark.end()
    return mark.end() if opened and start + inside[-1].start < end else end


def _next_opener(text: str, at: int) -> int | None:
    for i in range(at, len(text)):
        if text[i] in _OPENERS and _opens(text, i):
            return i
    return None


def _opens(text: str, i: int) -> bool:
    mark = text[i]
    before = text[i - 1] if i else "\n"
    after = text[i + 1] if i + 1 < len(text) else "\n"
    if after.isspace():
        return False
    if mark in "“„«‹":
        return True
    glued = before in ".!?" and after.isupper()
    free = before.isspace() or before in "([—–-/:" or (glued and mark == '"')
    if mark == '"':
        return free
    if mark == "”":  # the same mark at both ends
        return free and after.isalnum() and "”" in text[i + 1 : _line_end(text, i)]
    if _DOUBLED.match(text, i):
        return free
    # A single mark must open a word and find its closer in the paragraph or before the next opener.
    return free and (after.isalnum() or after in '“"«[…')


def _closes(text: str, i: int, mark: str) -> bool:
    if text[i] not in _CLOSERS[mark]:
        return False
    before = text[i - 1]
    after = text[i + 1] if i + 1 < len(text) else "\n"
    if text[i] in "’'" and mark in _SINGLE:
        if after.isalnum():
            return False  # an apostrophe inside a word
        if before == "s" and re.match(r"['’]\s+[a-z]", text[i : i + 4]):
            return False  # states’ rights
    if text[i] in '"' and mark == '"':
        return not before.isspace() or after.isspace() or not after.isalnum()
    return not before.isspace() or not after.isalnum()


def _closing(text: str, start: int) -> tuple[int | None, bool]:
    """End of the quotation that opens at `start`, and whether a mark closes it."""
    if doubled := _DOUBLED.match(text, start):
        return doubled.end(), True
    mark = text[start]
    inner = {"«": "»", "“": "”", "„": "“"} if mark in _SINGLE else {"«": "»"}
    if mark == '"':
        inner |= {"“": "”"}
    line_end = _line_end(text, start)
    depth = 0
    i = start + 1
    stop = line_end
    paragraphs = 0
    while True:
        while i < stop:
            if pair := _pair_inside(text, i, mark, stop):
                i = pair
                continue
            if _closes(text, i, mark) and depth == 0:
                return i + 1, True
            if mark in "“„" and text[i] == mark and _opens(text, i):
                if paragraphs:
                    return stop_before(text, i), False
                return (i + 1, True) if _turned(text, i, stop) else (i, False)
            if text[i] in inner and _opens(text, i):
                depth += 1
            elif depth and text[i] in inner.values():
                depth -= 1
            i += 1
        following = _continues(text, stop, mark, paragraphs)
        if following is None:
            break
        i, stop = following
        depth = 0
        paragraphs += 1
    if mark in _SINGLE:
        return (None, False) if paragraphs == 0 else (stop, False)
    if mark in '"“' and not paragraphs and (single := _single_closer(text, start, stop)):
        return single, True
    return stop, False


def _single_closer(text: str, start: int, stop: int) -> int | None:
    """Behind a single mark that closes a double one, for "X said" follows it."""
    for found in _SINGLE_CLOSER.finditer(text, start, stop):
        if any(is_verb(word) for word in words(found.group(1))):
            return found.end()
    return None


def _pair_inside(text: str, i: int, mark: str, stop: int) -> int | None:
    """Behind a word or two in straight marks within other marks («the word "ours" matters»)."""
    if text[i] != '"' or mark not in '«“„"' or not _opens(text, i):
        return None
    found = _WORDS_IN_MARKS.match(text, i, stop)
    if found is None or (mark == '"' and '"' not in text[found.end() : stop]):
        return None
    return found.end()


def _turned(text: str, i: int, stop: int) -> bool:
    """Whether an opening mark is a closing one that was set the wrong way: no closer follows."""
    return not any(mark in text[i + 1 : stop] for mark in _CLOSERS[text[i]])


def stop_before(text: str, i: int) -> int:
    """The end of the paragraph before position `i`."""
    return text.rfind("\n", 0, i) if "\n" in text[:i] else i


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _continues(text: str, at: int, mark: str, paragraphs: int) -> tuple[int, int] | None:
    """Where the next paragraph of the quotation begins and ends, if it goes on there."""
    if paragraphs >= AHEAD:
        return None
    match = re.compile(r"\s*\n\s*").match(text, at)
    if not match or match.end() >= len(text):
        return None
    begin = match.end()
    end = _line_end(text, begin)
    if text[begin] == mark and mark not in "'" and _opens(text, begin):
        return begin + 1, end  # the opening mark is repeated on every paragraph
    if mark == '"' and text[begin] in '“"':
        return begin + 1, end
    here, left = begin, AHEAD - paragraphs
    while here < len(text) and left:
        end_here = _line_end(text, here)
        depth = 0
        for i in range(here, end_here):
            if text[i] in "“„«" and _opens(text, i) and text[i] != "«":
                return None
            if text[i] == mark == "«" and i > here:
                depth += 1
            elif text[i] == "»" and depth:
                depth -= 1
                continue
            if text[i] == '"' and mark == '"' and _opens(text, i):
                return None
            if i > here and _closes(text, i, mark):
                return begin, end
        skip = re.compile(r"\s*").match(text, end_here)
        here = skip.end() if skip else end_here
        left -= 1
    return None


def count_quoted(text: str) -> int:
    """Words of `text` that stand in quotations that can be speech."""
    spans = [text[q.start : q.end] for q in find_quotations(text)]
    return sum(count_words(s) for s in spans if is_speech(s))
