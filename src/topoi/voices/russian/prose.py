"""Russian prose to labelled stretches, sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import replace

from ..parser import Parser, no_parser
from ..sentences.spans import Spans
from ..sentences.stream import Sentence, Token, sentences_of
from ..stretch import Speaker, Stretch, confidence_of, kind_of
from .content import RussianStatement
from .cues import find_russian_statements
from .names import RussianName
from .objects import RULES
from .people import RussianPeople, find_russian_people
from .quotes import russian_quotations
from .sources import according_to
from .speakers import RussianResolver
from .subjects import PRONOUN, Clause
from .words import in_first_person, is_finite, is_medium

_DATELINE = re.compile(
    r"\s*[А-ЯЁ-]{4,}, \d{1,2} [а-яё]+, [А-ЯЁA-Z][\w ]{2,24}\.\s*|"
    r"\s*\d{1,2} [а-яё]+, [А-ЯЁ][а-яё-]+ /[^/\n]{2,30}/\.\s*|"
    r"\s*(?:\d\d?:\d\d\W+)?[А-ЯЁ][А-ЯЁ-]{2,}(?:\s[А-ЯЁ][А-ЯЁ-]+)?"
    r"(?:[,.]?\s+\d{1,2}\s+[А-ЯЁа-яё]{3,9}\.?)?(?:\s+\d{4}\s*(?:г\.?|года)?)?[.,]?\s*"
    r"(?:/[^/\n]{2,30}/\.?|[-—–]\s*(?:[А-ЯЁA-Z«][^.\n]{1,28}\.)?)\s*(?:[-—–]\s*)?"
)
_SOURCED = re.compile(r"(?P<mark>\s*[«\"“„]\s*)(?:Как|По|Согласно|Со|С) [а-яё]")
_MARKED = re.compile(r"[«\"“„][^«»\"“”„]+[»\"”“][.,]?")
_RELAYED = re.compile(r",\s*(?:передает|передаёт|сообщает|пишет)\s+[^.,]{2,60}\.?\s*$")


def read_russian(text: str, title: str | None = None, parser: Parser = no_parser) -> list[Stretch]:
    """The stretches of a Russian text that somebody says, in order, not overlapping.

    Parameters
    ----------
    text : str
        The body of one document.
    title : str, optional
        Its headline: it may name a person whom the body calls by the surname alone.
    parser : callable
        What is asked where the rules find no statement (see `make_parser`).
    """
    quotes = Spans(russian_quotations(text))
    reader = _Reader(text, quotes, find_russian_people(text, title), parser)
    for sentence in sentences_of(text, quotes):
        reader.read(sentence)
    return reader.finish()


def opens(sentence: Sentence, quote: Token) -> bool:
    """Whether no words stand before a quotation in its sentence, or only such as announce it."""
    before = [t for t in sentence.tokens if t.start < quote.start]
    return not any(t.is_word for t in before) or before[-1].text == ":"


class _Reader:
    """Goes through the sentences once; knows what of the paragraph nobody has said yet."""

    def __init__(self, text: str, quotes: Spans, people: RussianPeople, parser: Parser) -> None:
        self.text, self.quotes, self.people, self.parser = text, quotes, people, parser
        self.who = RussianResolver(text, people)
        self.stretches: list[Stretch] = []
        self.paragraph = -1
        self.here: list[Sentence] = []  # sentences of this paragraph so far
        self.above: list[Sentence] = []  # those of the paragraph before
        self.captioned: tuple[RussianName, int] | None = None  # a name alone on a line, and where
        self.floating: list[int] = []  # stretches without a cue, by index, of this and the last

    def read(self, sentence: Sentence) -> None:
        if sentence.paragraph != self.paragraph:
            self.paragraph = sentence.paragraph
            self.above, self.here = self.here, []
        names = self.people.between(sentence.start, sentence.end)
        statements = find_russian_statements(sentence, names)
        if not statements:
            parsed = self.parser(self.text, sentence)
            statements = [RussianStatement(**vars(statement)) for statement in parsed]
        if not statements and self.is_name_line(sentence):
            self.captioned = (names[0], sentence.paragraph)
            if self.floating and self.above:
                self.sign(names)
        speaker = None
        for statement in statements:
            speaker = self.who.resolve(statement, sentence)
            if statement.backwards:
                self.backwards(speaker, statement)
            self.from_the_start(statement)
            embedded = self.embedded(statement, speaker, sentence)
            for start, end in statement.content:
                self.add(
                    start,
                    end,
                    speaker,
                    statement.rule,
                    named=statement.speaker,
                    embedded=embedded,
                )
            headed = (
                statement.rule == "X: …" and speaker and not speaker.person
            )  # «МИД: порт открыт»
            if speaker and not headed and not is_medium(speaker.name):
                self.who.spoke(speaker, sentence)
        if not statements:
            self.who.passed(sentence, self.quotes)
        self.unclaimed(sentence)
        self.here.append(sentence)

    def embedded(
        self, statement: RussianStatement, speaker: Speaker | None, sentence: Sentence
    ) -> str | None:
        """Whom the speaker reports in turn, unless that is the speaker again."""
        inner = statement.embedded or self.source_inside(statement)
        source = self.who.resolve(inner, sentence) if inner else None
        return source.name if source and speaker and source.name != speaker.name else None

    def source_inside(self, statement: RussianStatement) -> RussianStatement | None:
        """«Как сказал X, порт открыт», — отметил Y: whom a quotation of one sentence begins with."""
        if len(statement.content) != 1:
            return None
        start, end = statement.content[0]
        head = _SOURCED.match(self.text, start, end)
        if head is None:
            return None
        alone = " " * head.end("mark") + self.text[head.end("mark") : end].rstrip('»”".,')
        inside = sentences_of(alone, [])
        if len(inside) != 1:
            return None  # the rest is the speaker's own
        names = self.people.between(start, end)
        source = according_to(Clause(inside[0].tokens, names))
        return source if source and source.kind != PRONOUN and source.speaker else None

    # ---- what comes before or after its attribution

    def backwards(self, speaker: Speaker | None, statement: RussianStatement) -> None:
        """«Об этом сообщил X»: the sentences before it in the paragraph, or the paragraph before.

        Sentences that a body or nobody is said to say are X's report of them.
        """
        before = self.here or self.above
        if not before or speaker is None:
            return
        start, end = self.after_dateline(before[0].start), before[-1].end
        inside = [s for s in self.stretches if start < s.end and s.start < end]
        embedded = None
        for stretch in inside:
            by = stretch.speaker
            if by is None:
                continue
            whole = stretch.rule not in RULES  # «X осудил удар. Об этом сообщил Y»: Y's report
            if by.person and whole and (stretch.confidence > 0.7 or by.name == speaker.name):
                start = next((b.start for b in before if b.start >= stretch.end), end)
            elif by.name != speaker.name and not (by.person and whole):
                embedded = by.name
        end = start + len(_RELAYED.sub("", self.text[start:end]))
        if len(self.text[start:end].split()) < 3:
            return
        self.stretches = [s for s in self.stretches if not (start < s.end and s.start < end)]
        quotes = [t for sentence in before for t in sentence.tokens if t.is_quote]
        if quotes and sum(t.end - t.start for t in quotes) > 0.9 * (end - start):
            start, end = quotes[0].start, quotes[-1].end
        self.add(start, end, speaker, statement.rule, embedded=embedded, named=statement.speaker)

    def from_the_start(self, statement: RussianStatement) -> None:
        """Words without marks before ", — сказал X" begin with the paragraph if they are in the first
        person, and nobody else has said the rest of it.
        """
        if statement.rule != "…, said X" or not self.here or not statement.content:
            return
        start, end = self.here[0].start, statement.content[0][1]
        dash = re.match(r"\W*[—–-]", self.text[end : end + 4])
        clear = not any(start < s.end and s.start < end for s in self.stretches)
        if dash and clear and in_first_person(self.text[start:end]):
            statement.content[0] = (start, end)
            statement.rule = "“…,” said X"

    def after_dateline(self, start: int) -> int:
        """Behind "МОСКВА, 1 мая. /ТАСС/." where a paragraph begins with it."""
        found = _DATELINE.match(self.text, start)
        return found.end() if found else start

    def is_name_line(self, sentence: Sentence) -> bool:
        """Whether a line is a name above or below a quotation («– Иво Вейн, министр»)."""
        words = [t for t in sentence.tokens if t.is_word]
        if self.here or len(words) > 14 or any(is_finite(t.lower) for t in words):
            return False
        first = words[0] if words else None
        names = self.people.between(sentence.start, sentence.end)
        return bool(first and names and names[0].start == first.start and names[0].can_be("nomn"))

    def sign(self, names: list[RussianName]) -> None:
        person = self.who.at.get(names[0].start)
        if person is None:
            return
        last = self.floating[-1]
        if last < len(self.stretches):
            speaker = self.who.known(person)
            self.stretches[last] = replace(
                self.stretches[last], speaker=speaker, rule="“…” signed X", confidence=0.85
            )

    def unclaimed(self, sentence: Sentence) -> None:
        """Quotations that no cue has claimed: whoever spoke last goes on, else nobody is known."""
        for token in sentence.tokens:
            if not token.is_quote or self.is_said(token.start, token.end):
                continue
            plain = sum(len(t.text) for t in sentence.tokens if t.is_word)
            if plain >= (token.end - token.start) / 2 or not opens(sentence, token):
                continue  # a name, a slogan, a word at arm's length
            if self.captioned and sentence.paragraph - self.captioned[1] <= 2:
                self.captioned_speaker(sentence)
            near = sentence.paragraph - self.who.last_paragraph <= 2
            self.floating.append(len(self.stretches))
            if self.who.last and near:
                self.add(token.start, token.end, self.who.last, "“…” after X spoke", confidence=0.7)
                self.who.last_paragraph = sentence.paragraph
            else:
                self.add(token.start, token.end, None, "“…” without a speaker", confidence=0.3)

    def captioned_speaker(self, sentence: Sentence) -> None:
        """Whose name stands alone above a quotation speaks it."""
        if self.captioned and (person := self.who.at.get(self.captioned[0].start)):
            self.who.spoke(self.who.known(person), sentence)

    def is_said(self, start: int, end: int) -> bool:
        return any(s.start <= start and end <= s.end for s in self.stretches[-8:])

    # ---- stretches

    def add(
        self,
        start: int,
        end: int,
        speaker: Speaker | None,
        rule: str,
        *,
        confidence: float | None = None,
        named: tuple[int, int] | None = None,
        embedded: str | None = None,
    ) -> None:
        if start in {s.start for s in (self.here or [])[:1]} or not self.here:
            clipped = self.after_dateline(start)
            start = clipped if clipped < end else start
        kind = kind_of(self.text, start, end, self.quotes)
        if _MARKED.fullmatch(self.text, start, end):
            kind = "direct"
        voice = "quotation" if kind == "direct" else "reported"
        if confidence is None:
            confidence = confidence_of(rule, speaker)
        named = named if named and named[0] < named[1] else None
        self.stretches.append(
            Stretch(start, end, voice, kind, speaker, rule, confidence, named, embedded)
        )

    def finish(self) -> list[Stretch]:
        """The stretches in order; of two that overlap the surer one, or the first."""
        kept: list[Stretch] = []
        for stretch in sorted(self.stretches, key=lambda s: (s.start, -s.end)):
            if kept and stretch.start < kept[-1].end:
                continue
            speaker = self.who.complete(stretch.speaker) if stretch.speaker else None
            kept.append(replace(stretch, speaker=speaker))
        return kept
