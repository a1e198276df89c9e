"""Prose to labelled stretches: statements found sentence by sentence, speakers resolved in order.

What nobody is said to say is narration. A quotation without a cue goes to whoever spoke last, if
that was in this paragraph or the one before and little else stands beside it; else to nobody.
"""

from __future__ import annotations

from ..parser import Parser, no_parser
from ..persons.people import find_people
from ..sentences.quotes import behind_marks
from ..sentences.spans import Spans
from ..sentences.statements import Statement
from ..sentences.stream import Sentence, quotations, sentences_of
from ..stretch import Speaker, Stretch, confidence_of, kind_of
from ..turns.letters import author_before, introduces_letter, is_letter
from .cues import announcer, english_statements, headed
from .embedded import find_behalf
from .speakers import Resolver


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
    quotes = Spans(quotations(text))
    reader = _Reader(text, quotes, Resolver(text, quotes, find_people(text, title)), parser)
    for sentence in sentences_of(text, quotes):
        reader.read(sentence)
    return reader.finish()


class _Reader:
    """Goes through the sentences once and remembers who spoke last."""

    def __init__(self, text: str, quotes: Spans, resolver: Resolver, parser: Parser) -> None:
        self.text, self.quotes, self.resolver, self.parser = text, quotes, resolver, parser
        self.stretches: list[Stretch] = []
        self.list_of: Speaker | None = None  # whose points the next lines are
        self.list_paragraph = -1

    def read(self, sentence: Sentence) -> None:
        who = self.resolver
        who.begin(sentence)
        if self.item(sentence):
            return
        statements = english_statements(list(sentence.tokens))
        statements = statements or self.headline(sentence) or self.parser(self.text, sentence)
        behalf = find_behalf(self.text, sentence, statements)
        for statement in statements:
            speaker = self.writer(statement) or who.resolve(statement, sentence)
            if speaker and not speaker.on_behalf_of:
                speaker = who.standing_for(speaker, behalf)
            if statement.backwards:
                self.backwards(speaker, statement)
            for start, end in statement.content:
                self.add(start, end, speaker, statement.rule, named=statement.speaker)
            if speaker:
                who.spoke(speaker, sentence)
        self.floating(sentence)
        self.announce(sentence)
        who.passed(sentence)
        if behalf and who.topic and who.topic_start == sentence.start:
            who.standing_for(who.topic, behalf)

    def headline(self, sentence: Sentence) -> list[Statement]:
        """ "Vane: the lake is calm" as the first line of a text, if Vane is a person of it."""
        if self.stretches or sentence.paragraph:
            return []
        found = headed(list(sentence.tokens))
        if found is None or found.speaker is None:
            return []
        known = self.resolver.people.by_name(self.text[slice(*found.speaker)])
        return [found] if known else []

    def item(self, sentence: Sentence) -> bool:
        """A line of a list that somebody's words have announced ("X noted the following:")."""
        if self.list_of is None:
            return False
        first = sentence.tokens[0]
        goes_on = sentence.paragraph == self.list_paragraph
        begins = sentence.paragraph == self.list_paragraph + 1 and first.text in "-–—•*"
        if not (goes_on or begins):
            self.list_of = None
            return False
        self.list_paragraph = sentence.paragraph
        if goes_on:
            self.stretches[-1].end = sentence.end
        else:
            self.add(sentence.start, sentence.end, self.list_of, "X: – …")
        self.resolver.spoke(self.list_of, sentence)
        return True

    def announce(self, sentence: Sentence) -> None:
        """Note that a sentence with a verb of saying ends in a colon: a list may follow."""
        if sentence.tokens[-1].text != ":":
            return
        announcement = announcer(list(sentence.tokens))
        if announcement:
            self.list_of = self.resolver.resolve(announcement, sentence)
            self.list_paragraph = sentence.paragraph

    def backwards(self, speaker: Speaker | None, statement: Statement) -> None:
        """ "X said this": the sentences of the paragraph so far, if nobody else speaks in them."""
        before = self.resolver.before
        start, end = self.resolver.paragraph_start, before.end if before else 0
        if before and start >= end:  # the first sentence of its paragraph: the one above
            start = self.text.rfind("\n", 0, before.start) + 1
            if not any(start < s.end and s.start < end for s in self.stretches[-9:]):
                self.add(start, end, speaker, statement.rule)
            return
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
                self.add(token.start, token.end, last, "“…” after X spoke")
                self.resolver.last_paragraph = sentence.paragraph
            elif plain < (token.end - token.start) / 2 or token.end - token.start > 60:
                self.add(token.start, token.end, None, "“…” without a speaker")

    def writer(self, statement: Statement) -> Speaker | None:
        """Who wrote the letter that a statement has for its subject ("The message says that")."""
        if not statement.speaker or not is_letter(self.text[slice(*statement.speaker)]):
            return None
        return self.author(statement.speaker[0])

    def author(self, at: int) -> Speaker | None:
        """Who wrote the letter that is quoted at `at`."""
        author = author_before(self.text, at, self.resolver.people)
        if isinstance(author, str):
            return Speaker("", author, self.resolver.body(author))
        return self.resolver.known(author) if author else None

    def add(
        self,
        start: int,
        end: int,
        speaker: Speaker | None,
        rule: str,
        named: tuple[int, int] | None = None,
    ) -> None:
        end = behind_marks(self.text, start, end)
        kind = kind_of(self.text, start, end, self.quotes)
        voice = "quotation" if kind == "direct" else "reported"
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
