"""What wrong decoding, escaping and markup leave behind in a text, put right line by line."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator

# Not seen on the page, yet between two letters they make another word of it.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u2060\u202a-\u202e\ufeff]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_BREAK = re.compile(
    r"(?:\s*</?(?:p|br|div|h[1-6]|li|ul|ol|tr|td|blockquote)\b(?:\s[^<>]*)?/?>\s*)+", re.I
)
_TAG = re.compile(r"</?(?:a|b|em|font|i|img|span|strong|sub|sup|u)\b(?:\s[^<>]*)?/?>", re.I)
_EMPHASIS = re.compile(r"(?<![*_])(\*\*\*?|__)(?=[^\s*_])([^\n]*?[^\s*_])\1(?![*_])")
_CYRILLIC_AS_LATIN = re.compile(r"[À-ÿ¸¨]{3,}")


def drop_residue(text: str, *, tags: bool = True) -> Iterator[tuple[str, str, int, str]]:
    """Repair `text` step by step; yields (text so far, code, count, what was done) of each step.

    Lines stay lines; only where a tag such as `<br>` was left in the text is there one more.
    Without `tags` these stay: what a page shows of a tag is its text.

    >>> [(text, code) for text, code, *_ in drop_residue("donâ€™t, <i>Ð´Ð°</i> &amp; no")]
    [('donâ€™t, Ð´Ð° &amp; no', 'tags'), ('don’t, да &amp; no', 'mojibake'), ('don’t, да & no', 'entities')]
    """
    for repair, code, detail in _STEPS if tags else _STEPS[1:]:
        mended = [repair(line) for line in text.split("\n")]
        count = sum(was != now for was, now in zip(text.split("\n"), mended, strict=True))
        if count:
            text = "\n".join(mended)
            yield text, code, count, detail


def _untagged(line: str) -> str:
    return _BREAK.sub("\n", _TAG.sub("", line)).strip("\n") if "<" in line else line


def _decoded_again(line: str) -> str:
    """A line that was decoded as Latin or Cyrillic letters though its bytes were something else."""
    if line.isascii():
        return line
    from ftfy import fix_encoding

    line = fix_encoding(line)
    cyrillic = sum(map(len, _CYRILLIC_AS_LATIN.findall(line)))
    if cyrillic >= 8 and 2 * cyrillic > sum(c.isalpha() for c in line):
        try:
            return line.encode("sloppy-windows-1252").decode("cp1251")
        except UnicodeError:
            return line
    return line


def _unescaped(line: str) -> str:
    while (once := _ENTITY.sub(lambda m: html.unescape(m[0]), line)) != line:
        line = once.replace("\n", " ")
    return line


def _unemphasized(line: str) -> str:
    return re.sub(r"^#{1,6} +(?=\S)", "", _EMPHASIS.sub(r"\2", line))


def _composed(line: str) -> str:
    return line if line.isascii() else unicodedata.normalize("NFC", line)


def _visible(line: str) -> str:
    return line if line.isascii() else _INVISIBLE.sub("", line)


_STEPS: tuple[tuple[Callable[[str], str], str, str], ...] = (
    (_untagged, "tags", "lines with <p> and its like, taken out"),
    (_decoded_again, "mojibake", "lines that had been decoded wrongly, decoded anew"),
    (_unescaped, "entities", "lines with &amp; and its like, unescaped"),
    (_unemphasized, "markdown", "lines with the marks of Markdown, taken out"),
    (_composed, "decomposed_letters", "lines whose accents stood apart, composed"),
    (_visible, "invisible_characters", "lines with soft hyphens or marks of no width, taken out"),
)
