"""Prose to labelled stretches: statements found sentence by sentence, speakers resolved in order.

What nobody is said to say is narration. A quotation without a cue goes to whoever spoke last, if
that was in this paragraph or the one before and little else stands beside it; else to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from .bodies import body_of
from .embedded import find_behalf
from .english import english_statements
from .letters import author_before, introduces_letter
from .parser import Parser, no_parser
from .people import find_people
from .speakers import Resolver, Speaker
from .statements import Statement
from .stream import Sentence, quotations, sentences_of


@dataclass
class Stretch:
    """A stretch of text in one voice; what is not covered by any is narration."""

    start: int
    end: int
    voice: str
    kind: str | None
    speaker: Speaker | None
    rule: str
    confidence: float
    named: tuple[int, int] | None = None  # where the text names the speaker ("he")
    embedded_source: str | None = None  # whom the speaker reports in turn


def read_prose(text: str, title: str | None = None, parser: Parser = no_parser) -> list[Stretch]:
    """The stretches of `text` that somebody says, in order, not overlapping.

    Parameters
    ----------
    text : str
        The body of one document.
    title : str, optional
        Its headline: it may name a person whom the body calls by the surname alone.
    parser : callable
        What is asked where the rules find no statement (see `make_parser`).
    """
    quotes = quotations(text)
    reader = _Reader(text, quotes, Resolver(text, quotes, find_people(text, title)), parser)
    for sentence in sentences_of(text, quotes):
        reader.read(sentence)
    return reader.finish()


class _Reader:
    """Goes through the sentences once and remembers who spoke last."""

    def __init__(
        self, text: str, quotes: list[tuple[int, int]], resolver: Resolver, parser: Parser
    ) -> None:
        self.text, self.quotes, self.resolver, self.parser = text, quotes, resolver, parser
        self.stretches: list[Stretch] = []

    def read(self, sentence: Sentence) -> None:
        who = self.resolver
        who.begin(sentence)
        statements = english_statements(list(sentence.tokens))
        statements = statements or self.parser(self.text, sentence)
        behalf = find_behalf(self.text, sentence, statements)
        for statement in statements:
            speaker = who.resolve(statement, sentence)
            if speaker and not speaker.on_behalf_of:
                speaker = who.standing_for(speaker, behalf)
            if statement.backwards:
                self.backwards(speaker, statement)
            for start, end in statement.content:
                self.add(start, end, speaker, statement.rule, named=statement.speaker)
            if speaker:
                who.spoke(speaker, sentence)
        self.floating(sentence)
        who.passed(sentence, spoke=bool(statements))
        if behalf and who.topic and who.topic_start == sentence.start:
            who.standing_for(who.topic, behalf)

    def backwards(self, speaker: Speaker | None, statement: Statement) -> None:
        """ "X said this": the sentences of the paragraph so far, if nobody else speaks in them."""
        before = self.resolver.before
        start, end = self.resolver.paragraph_start, before.end if before else 0
        clear = not any(start < s.end and s.start < end for s in self.stretches)
        if before and clear and end > start and before.paragraph == self.resolver.paragraph:
            self.add(start, end, speaker, statement.rule)

    def floating(self, sentence: Sentence) -> None:
        """Quotations of a sentence that no cue has claimed."""
        for token in sentence.tokens:
            if not token.is_quote or any(
                s.start <= token.start and token.end <= s.end for s in self.stretches[-40:]
            ):
                continue
            if introduces_letter(self.text[sentence.start : token.start]):
                self.add(token.start, token.end, self.author(token.start), "letter: “…”")
                continue
            plain = sum(len(t.text) for t in sentence.tokens if t.is_word)
            last = self.resolver.last
            near = last is not None and sentence.paragraph - self.resolver.last_paragraph <= 1
            if near and plain < (token.end - token.start) / 2:
                self.add(token.start, token.end, last, "“…” after X spoke", 0.7)
                self.resolver.last_paragraph = sentence.paragraph
            elif plain < (token.end - token.start) / 2 or token.end - token.start > 60:
                self.add(token.start, token.end, None, "“…” without a speaker", 0.3)

    def author(self, at: int) -> Speaker | None:
        """Who wrote the letter that is quoted at `at`."""
        author = author_before(self.text, at, self.resolver.people)
        if isinstance(author, str):
            return Speaker("", author, body_of(author, self.text))
        return self.resolver.known(author) if author else None

    def add(
        self,
        start: int,
        end: int,
        speaker: Speaker | None,
        rule: str,
        confidence: float | None = None,
        named: tuple[int, int] | None = None,
    ) -> None:
        kind = kind_of(self.text, start, end, self.quotes)
        voice = "quotation" if kind == "direct" else "reported"
        if confidence is None:
            confidence = confidence_of(rule, speaker)
        named = named if named and named[0] < named[1] else None
        source = self.resolver.source_within(start, end)
        source = None if speaker and source == speaker.name else source
        self.stretches.append(
            Stretch(start, end, voice, kind, speaker, rule, confidence, named, source)
        )

    def finish(self) -> list[Stretch]:
        ordered = sorted(self.stretches, key=lambda s: (s.start, -s.end))
        kept: list[Stretch] = []
        for stretch in ordered:
            if kept and stretch.start < kept[-1].end:
                continue
            kept.append(stretch)
        return kept


def confidence_of(rule: str, speaker: Speaker | None) -> float:
    """How sure a rule is: a rank among rules, less where nobody is named."""
    if speaker is None:
        return 0.3
    return 0.9 if "“" in rule or "that" in rule or "according" in rule else 0.75


def kind_of(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> str:
    """Direct, indirect or mixed, by how much of `[start:end)` stands in quotation marks."""
    inside = [(a, b) for a, b in quotes if a < end and start < b]
    if not inside:
        return "indirect"
    covered = sum(min(b, end) - max(a, start) for a, b in inside)
    return "direct" if covered >= 0.9 * (end - start) else "mixed"
