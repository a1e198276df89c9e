"""A text as sentences of tokens, a quotation being one token whatever it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...text import ABBREVIATIONS
from .quotes import Quotation, find_quotations, is_speech, is_title
from .verbs import is_verb

QUOTE = "\x01"
LONGEST = (
    400  # tokens: what has no end by then (a table, a list of names) is cut, it is no sentence
)
_TOKEN = re.compile(
    r"[^\W_]+(?:[-\u2010\u2011'’][^\W_]+)*(?:(?<=\b[^\W_])\.[A-Za-zА-Яа-я](?![^\W_]))*|\n\s*|--+|[^\w\s]",
    re.UNICODE,
)
_DASHED = re.compile(r"[,.!?…]\s*(?:[—–]|(?<=\s)-)\s+(?=[а-яё])([^«»—–]{4,120}?)[.,]\s*[—–-]\s+")
_SAID = re.compile(r",\s+(?:[—–-]\s+)?([^\W\d_]+)")
_SAYS = re.compile(  # "…", the minister said.
    r",\s+(?:[^\W\d_][\w.'’-]*\s+){1,6}?([a-z]+)(?=[.,;\n]|\s+(?:on|in|at|to|during)\b|$)"
)
_SAYS_IT = re.compile(  # "… over." Vane said.
    r"\s+(?:[^\W\d_][\w'’-]*\s+){1,5}?(?:said|says|added|noted|stressed|explained|concluded)(?=\.|\n|$)"
)
_ANNOUNCED = re.compile(r"([^\W\d_]+)\s+([^\W\d_]+)[:,]\s+$")


class Token:
    """A word, a mark, or a whole quotation (then `text` is QUOTE).

    `lower` is the token in small letters, apostrophes straight, a possessive ending taken off.
    There is one for every word of a corpus, so what is asked of it is worked out once.
    """

    __slots__ = ("capital", "end", "is_quote", "is_word", "lower", "small", "start", "text")

    def __init__(self, start: int, end: int, text: str, *, small: bool = False) -> None:
        self.small = small  # of a quotation: whether it begins with a small letter
        self.start, self.end, self.text = start, end, text
        self.is_word = text[0].isalnum()
        self.is_quote = text == QUOTE
        self.capital = text[0].isupper()
        self.lower = text.lower()
        if "'" in text or "’" in text:
            straight = self.lower.replace("’", "'")
            bare = straight.removesuffix("'s") if straight.endswith("'s") else straight.rstrip("'")
            self.lower = bare or straight  # a mark by itself is not nothing


@dataclass(frozen=True)
class Sentence:
    """Consecutive tokens, and the number of the paragraph that they begin in."""

    tokens: tuple[Token, ...]
    paragraph: int

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of the quotations of `text` that can be speech.

    An attribution between dashes inside one pair of marks (the Russian way) cuts it in two.
    """
    spans: list[tuple[int, int]] = []
    for quote in find_quotations(text):
        words = text[quote.start : quote.end]
        if not is_speech(words) and not _is_said(text, quote) and not _goes_on(text, spans, quote):
            continue
        at = quote.start
        for cut in _DASHED.finditer(text, quote.start, quote.end):
            spans.append((at, cut.start() + 1))
            at = cut.end()
        spans.append((at, quote.end))
    return sorted(spans + _unopened(text, spans))


_CLOSER = re.compile(r"[,.!?…][”\"»](?=\s+([^\W\d_]+))")


def _first_letter(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _unopened(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Quotations that lost their opening mark: a paragraph up to a closing mark and "said X"."""
    found: list[tuple[int, int]] = []
    index = 0
    for match in _CLOSER.finditer(text):
        if not is_verb(match.group(1)):
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        while index < len(spans) and spans[index][1] <= start:
            index += 1
        clear = index == len(spans) or spans[index][0] >= match.end()
        if clear and not re.search('[“„«"]', text[start : match.start()]):
            found.append((_first_letter(text, start), match.end()))
    return found


def _goes_on(text: str, spans: list[tuple[int, int]], quote: Quotation) -> bool:
    """Whether a few quoted words end the sentence that a quotation before them has begun."""
    between = text[spans[-1][1] : quote.start] if spans else ""
    if not 0 < len(between) < 120 or text[spans[-1][1] - 2] != ",":
        return False
    told = re.fullmatch(r"\s[^.;:!?\n,]+,\s", between)
    return bool(told) and any(is_verb(word) for word in between[:-2].split()[:5])


def _is_said(text: str, quote: Quotation) -> bool:
    """Whether a few quoted words are somebody's: ", said X" or ", X said" behind them at the head of
    a sentence, or "X said:" before them.
    """
    start, end = quote.start, quote.end
    if " " not in text[start:end]:
        return False
    said = _SAID.match(text, end)
    head = re.search(r"(?:^|[\n.!?…:»”\"])\s*$", text[max(0, start - 3) : start])
    if said and head and is_verb(said.group(1)):
        return True
    if not text[start + 1].isupper() or is_title(text[start:end]):
        return False
    says = _SAYS.match(text, end) if head else None
    if says and is_verb(says.group(1)):
        return True
    announced = _ANNOUNCED.search(text, max(0, start - 60), start)
    if announced is None or announced.group(1) in _PASSIVE:
        return False
    return is_verb(announced.group(2))


_PASSIVE = frozenset("is are was were be been".split())  # "The book is called: “…”"


def sentences_of(text: str, quotes: list[tuple[int, int]]) -> list[Sentence]:
    """Sentences of `text`; a quotation that ends a sentence inside its marks ends it outside too."""
    out: list[Sentence] = []
    current: list[Token] = []
    paragraph = first = 0
    at = 0
    pending = iter([*quotes, (len(text), len(text))])
    for start, end in pending:
        for match in _TOKEN.finditer(text, at, start):
            if match.group()[0] == "\n":
                block = _announces(current) and match.end() == start < end
                if current and not block:  # "X said:" and a quotation below it are one sentence
                    out.append(Sentence(tuple(current), first))
                    current = []
                paragraph += 1
                continue
            word = "—" if match.group().startswith("--") else match.group()
            token = Token(match.start(), match.end(), word)
            if not current:
                first = paragraph
            elif _breaks(text, current, token):
                out.append(Sentence(tuple(current), first))
                current, first = [], paragraph
            current.append(token)
        if start < end:
            token = Token(start, end, QUOTE, small=text[start + 1 : start + 2].islower())
            if not current:
                first = paragraph
            elif _breaks(text, current, token):
                out.append(Sentence(tuple(current), first))
                current, first = [], paragraph
            current.append(token)
            paragraph += text.count("\n", start, end)
        at = end
    if current:
        out.append(Sentence(tuple(current), first))
    return out


def _announces(current: list[Token]) -> bool:
    """Whether a line ends in "X said:" or "X said,"; a quotation below it is part of the sentence."""
    if not current or current[-1].text not in ":,":
        return False
    return current[-1].text == ":" or (len(current) > 1 and is_verb(current[-2].lower))


def _breaks(text: str, current: list[Token], token: Token) -> bool:
    """Whether a sentence ends between `current` and `token`."""
    if len(current) >= LONGEST:
        return True
    last = current[-1]
    if last.end == token.start:
        return _is_glued(current, token)
    small = not token.is_quote and token.text[0].islower()
    if last.is_quote:
        closed = re.search(r"[.!?…][”\"»›’'“]*$", text[last.start : last.end])
        if closed and len(current) == 1 and _SAYS_IT.match(text, last.end):
            return False
        return bool(closed) and not small and (token.is_quote or token.is_word)
    if last.text in ')”"»’' and len(current) > 1:
        return current[-2].text in ".!?…" and not small
    if last.text not in ".!?…" or small or token.text in "—–-":
        return False
    if _in_a_name(text, current[0].start, token.start):
        return False
    if last.text != ".":
        return True
    word = current[-2].text if len(current) > 1 else ""
    initial = (len(word) == 1 and word.isupper()) or _are_initials(current)
    return not initial and word.lower().rstrip(".") not in ABBREVIATIONS


def _are_initials(current: list[Token]) -> bool:
    """Whether two capitals before a full stop are of a name ("Rep. T.V. Virask"), not of a state."""
    if len(current) < 2:
        return False
    word, ahead = current[-2].text, current[-3] if len(current) > 2 else None
    named = ahead is None or ahead.text == "." or ahead.capital
    return named and bool(re.fullmatch(r"[A-Z]\.[A-Z]", word)) and word not in _STATES


_STATES = frozenset(["U.S", "U.K", "U.N", "E.U", "D.C"])


def _in_a_name(text: str, start: int, at: int) -> bool:
    """Whether a full stop belongs to a name in guillemets that are still open («Союзники. Пакт»)."""
    opened = text.rfind("«", start, at)
    if opened < 0 or at - opened > 60 or "»" in text[opened:at]:
        return False
    return bool(re.compile(r"[^«»\n]{1,40}»").match(text, at))


def _is_glued(current: list[Token], token: Token) -> bool:
    """Whether a scraper has lost the space between two sentences («мир.По словам»)."""
    if len(current) < 2 or current[-1].text != "." or not (token.is_quote or token.capital):
        return False
    before = current[-2]
    if before.is_quote or before.text in "»”":
        return True
    if re.match("[A-Za-z]", token.text):
        lower = before.text.islower() and before.end - before.start > 2
        return lower and bool(re.match("[A-Z][a-z]", token.text))
    return before.is_word and before.end - before.start > 1
