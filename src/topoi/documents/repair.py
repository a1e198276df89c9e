"""Mending text that a printing press, a scraper or an editor has broken.

Each repair returns the mended text and how often it acted, so that nothing happens unseen.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from ..text import words
from .dating import date_line

_BROKEN = re.compile(r"([^\W\d_]+)-[ \t]*\n[ \t]*([^\W\d_]+[^\w\s]*)[ \t]*")
_NUMBER = re.compile(r"(?m)^[ \t]*\d{1,3}[.)][ \t]+(?=\S)")
_PAGE = re.compile(r"(?m)^[ \t]*\d{1,3}[ \t]*\n")
# Two underscores beside a word; more, or alone, are a rule or a blank to be filled in.
_MARKDOWN = re.compile(r"\*{2,}|(?<!_)__(?=[^\s_])|(?<=[^\s_])__(?!_)|(?m:^#{1,6}[ \t]+)")
_CLOSED = re.compile(r"[.!?…:;][)\]\"'”’»]*$")
# A page number, a wide gap and the name of the publication, or the other way round.
RUNNING_HEAD = re.compile(
    r"\s*(?:\d{1,4}[ \t]{3,}[A-ZА-ЯЁ].{18,}|[A-ZА-ЯЁ].{18,}\S[ \t]{3,}\d{1,4})\s*"
)
MASTHEAD = 8  # lines among which a date makes the short lines around it headings
LIST_ENTRY = 25  # characters: shorter lines may be entries of a list, each in small letters
WRAPPED_BELOW = 110  # a text whose lines are typically shorter than this was wrapped by a machine


def join_broken_words(text: str, seen: Counter[str] | None = None) -> tuple[str, int]:
    """Words broken by a hyphen at the end of a line, put together again, before the line break.

    Whether the hyphen belongs to the word is decided by the texts themselves: by how often each
    form occurs unbroken in `seen` (see `count_forms`; by default in `text`), and where neither
    does, by the dictionary. In the verbatim records of the United Nations nearly every break falls
    on a hyphen that belongs ("Secretary-\\nGeneral").

    >>> join_broken_words("international law; inter-\\nnational aid; decision-\\nmaking")
    ('international law; international\\naid; decision-making\\n', 2)
    """
    forms = count_forms([text]) if seen is None else seen
    return _BROKEN.subn(lambda m: _joined(m[1], m[2], forms) + "\n", text)


def count_forms(texts: Iterable[str]) -> Counter[str]:
    """How often each word occurs in `texts`, in small letters: the evidence for broken words."""
    return Counter(word for text in texts for word in words(text.lower()))


def _joined(left: str, right: str, seen: Counter[str]) -> str:
    bare = re.sub(r"\W+$", "", right)
    whole, hyphenated = (left + bare).lower(), f"{left}-{bare}".lower()
    if right[0].isupper() or seen[hyphenated] > seen[whole]:
        return f"{left}-{right}"
    return left + right if seen[whole] or _is_word(whole) else f"{left}-{right}"


@cache
def _is_word(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="ru" if re.search("[а-я]", word) else "en"))


def unwrap(text: str, *, certain: bool = False) -> tuple[str, int]:
    """Paragraphs as single lines, if the text was wrapped at a fixed width, or if that is certain.

    A line ends a paragraph if it closes a sentence and falls clearly short of the width, or if a
    blank line or an indented one follows a closed sentence. Running heads, and the lines of a
    masthead (title, date ...), stay lines of their own. Text that was not wrapped is returned as
    it is. The count is the number of line breaks taken out.

    >>> unwrap("One line of text that was cut\\nby a machine, somewhere else,\\nand so on.\\n\\nA second one.")
    ('One line of text that was cut by a machine, somewhere else, and so on.\\nA second one.', 2)
    """
    lines = text.split("\n")
    full = [line.strip() for line in lines if line.strip()]
    if not (full and certain) and not _is_wrapped(full):
        return text, 0
    width = statistics.quantiles(map(len, full), n=10)[7]
    dates = {line for line in full[:MASTHEAD] if date_line(line)}
    alone = dates | {line for line in full if RUNNING_HEAD.fullmatch(line)}
    paragraphs: list[list[str]] = [[]]
    blank = False
    for line in lines:
        here = paragraphs[-1]
        if not line.strip():
            blank = True
            continue
        closed = bool(here) and bool(_CLOSED.search(here[-1]))
        indented = line[:1] in " \t" and len(line) - len(line.lstrip()) < 8
        short = bool(here) and len(here[-1]) < 0.8 * width
        heading = len(here) == 1 and short and not line.strip()[0].islower()
        masthead = bool(dates) and all(len(paragraph) == 1 for paragraph in paragraphs)
        if (
            (closed and (blank or indented or short or _NUMBER.match(line)))
            or (heading and (blank or masthead))
            or (here and alone & {here[-1], line.strip()})
        ):
            paragraphs.append([])
        paragraphs[-1].append(line.strip())
        blank = False
    joined = [" ".join(paragraph) for paragraph in paragraphs if paragraph]
    return "\n".join(joined), len(full) - len(joined)


def _is_wrapped(full: list[str]) -> bool:
    """Whether most lines end in mid-sentence, because the next word did not fit or for no reason.

    The width is that of the long lines, or of the longest among a few. Where the next word would
    have fitted well, somebody ended the line: a title, a date, a verse; unless sentences run on
    in small letters over lines too long to be entries of a list.
    """
    if len(full) < 3:
        return False
    sizes = [len(line) for line in full]
    width = sorted(sizes)[math.ceil(0.8 * (len(full) - 1))]
    wider = sum(size for size in sizes if size > 2 * width) / sum(sizes)  # share of the text
    broken = [(a, b) for a, b in pairwise(full) if not _CLOSED.search(a)]
    needed = [len(line) + 1 + len(following.split()[0]) for line, following in broken]
    if width > WRAPPED_BELOW or wider > 0.5 or len(needed) < 0.5 * len(full):
        return False
    runs_on = sum(following[0].islower() for _, following in broken)
    if runs_on >= 0.6 * len(broken) and statistics.median(sizes) > LIST_ENTRY:
        return True
    return sum(size >= 0.75 * width for size in needed) >= 0.6 * len(needed)


def drop_paragraph_numbers(text: str) -> tuple[str, int]:
    """Paragraph numbers at the start of lines taken out, if at least four lines carry one.

    >>> drop_paragraph_numbers("1. One\\n2. Two\\n3. Three\\n4. Four")[1]
    4
    """
    found = len(_NUMBER.findall(text))
    return _NUMBER.subn("", text) if found > 3 else (text, 0)


def drop_page_numbers(text: str) -> tuple[str, int]:
    """Lines that hold nothing but a number taken out.

    >>> drop_page_numbers("the transition\\n5\\nprocess")
    ('the transition\\nprocess', 1)
    """
    return _PAGE.subn("", text)


def drop_markdown(text: str) -> tuple[str, int]:
    """Markdown emphasis and heading marks taken out; a rule drawn with underscores stays.

    >>> drop_markdown("**Mr. President**, thank you")
    ('Mr. President, thank you', 2)
    """
    return _MARKDOWN.subn("", text)
