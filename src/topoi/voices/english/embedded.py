"""Who stands behind a speaker: on whose behalf they speak, and whom they report in turn."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..sentences.statements import Statement
from ..sentences.stream import Sentence, Token
from ..sentences.verbs import is_finite, is_verb

_BEHALF = re.compile(r"\bon behalf of\s+(?:the\s+)?(?=[A-Z]|\w+ \w)", re.IGNORECASE)
_OUTSIDE = frozenset("at in to during on with who which that".split())
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the words of)\s+([^,.;:!?\n“”\"«»()]{3,80})(?=[,.;:!?”\"»)\n]|$)"
)
_AS_SAID = re.compile(
    r"\b[Aa]s\s+((?:the\s+)?[A-Z][^,.;:!?\n“”\"«»()]{2,60}?)\s+"
    r"(?:said|says|noted|put it|wrote|stressed|stated|pointed out|reported|admitted)\b"
)
_SOURCE = r"((?:[Tt]he\s+)?(?:[A-Z][\w.'’-]*|of|the)(?:\s+(?:[A-Z][\w.'’-]*|of|the)){0,8}?)"
# At the head of what is said: "that President Vane believes that ...", "Vane had said the ...".
_HE_SAID = re.compile(
    rf"[“„\"‘'«]?\s*{_SOURCE}\s+(?:(?:had|has|also|earlier|recently|once)\s+)*"
    r"(?:(?:said|says|believes|believed|thinks|thought|claims|claimed|argues|argued|insists|insisted|"
    r"stated|noted|stressed|declared|warned|added)\b(?!\s*[,.;]|\s+(?:goodbye|nothing|no\b))"
    r"|told\s+\w+\s+that\b)"
)
# Around what is said: "Vane, quoting Orlan, said".
_QUOTING = re.compile(rf"\b(?:quoting|citing|quoted|cited)\s+{_SOURCE}(?=\s*[,.:]|\s+as\b)")


def find_behalf(text: str, sentence: Sentence, statements: Iterable[Statement]) -> str | None:
    """On whose behalf somebody speaks or acts in a sentence, outside what is said in it.

    >>> from topoi.voices.sentences.stream import sentences_of
    >>> text = "Vane greeted them on behalf of the Lake States and Toma Virask."
    >>> find_behalf(text, sentences_of(text, [])[0], [])
    'Lake States and Toma Virask'
    """
    found = _BEHALF.search(text, sentence.start, sentence.end)
    if found is None:
        return None
    if any(a <= found.start() < b for s in statements for a, b in s.content):
        return None
    kept: list[Token] = []
    for token in sentence.tokens:
        if token.start < found.end():
            if token.is_quote and token.end > found.start():
                return None
            continue
        stop = not token.is_word or token.lower in _OUTSIDE or is_finite(token)
        if stop or (kept and not token.capital and is_verb(token.lower)):
            break
        kept.append(token)
    return text[kept[0].start : kept[-1].end] if kept else None


def source_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where somebody's words name a source of their own: "according to X", "as X said".

    >>> text = "the lake, according to Toma Virask, is calm"
    >>> a, b = source_span(text, 0, len(text))
    >>> text[a:b]
    'Toma Virask'
    """
    if found := _HE_SAID.match(text, start, end):
        return found.span(1)
    for form in (_ACCORDING, _AS_SAID):
        if found := form.search(text, start, end):
            return found.span(1)
    return None


def quoted_source(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Whom a sentence says that its speaker quotes: "Vane, citing X, said".

    >>> text = "Ivo Vane, citing Toma Virask, said"
    >>> a, b = quoted_source(text, 0, len(text))
    >>> text[a:b]
    'Toma Virask'
    """
    found = _QUOTING.search(text, start, end)
    return found.span(1) if found else None
