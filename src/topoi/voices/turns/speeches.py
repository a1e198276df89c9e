"""Documents that are one voice: speeches, addresses, articles, statements of a body.

The title, a heading above the salutation, the lead or a signature name the speaker; a salutation
names addressees. That a speaker says "we" outside any quotation marks tells a speech from a report
of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...text import WORD, salutation
from ..persons.bodies import body_of
from ..persons.introductions import read_introduction
from ..persons.people import find_people
from ..sentences.quotes import find_quotations, is_speech
from ..stretch import Speaker, Stretch
from .headings import KIND, ORGAN, announces, author_in, body_in, lowered

OWN_WORDS = 1 / 120  # first persons among the words of a speech
HEADING_LINES, HEADING_WIDTH = 14, 170
# "Following is the text of X's message ..." ends a lead; below it the message stands.
_TEXT_OF = re.compile(
    rf"\b(?:following is|here is|below is|full)\b[^\n]{{0,30}}?\btext of (?:the\s+)?"
    rf"(?P<whose>[^\n]{{3,120}}?['’]s?\s+{KIND}|{KIND}\s+(?:by|of)\s[^\n:]{{3,120}})[^\n]*:\s*\n",
    re.IGNORECASE,
)
_DELIVERY = re.compile(
    r"(?:check against delivery|as (?:delivered|prepared for delivery))[!.)]*\s*\n\s*",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:I|[Ww]e|[Oo]urs?|[Mm]y|me|us|myself|[Яя]|[Мм]ы|[Нн]аш\w{0,3}|нас|нам|нами|наш\w{0,3}|мо[ийяеё]\w{0,2}|меня|мне|мной)\b"
)
_SAID = re.compile(r"\b(?:said|says|told|сообщил\w*|заявил\w*|сказал\w*)\b")
# "I have the honour to speak on behalf of ...": the speaker, not one whose statement is endorsed.
_BEHALF = re.compile(
    r"(?:\bI (?:have|am|speak|take|make|deliver|address|wish|would|will|shall|should|want)\b|\bI['’]m\b|"
    r"\b(?:it is|this is) (?:my|an?|a great) (?:\w+ )?(?:honou?r|privilege|pleasure)\b|"
    r"\bспешу выступить|\bвыступаю\b|\bимею честь\b|\bхо(?:чу|тел\w* бы) выступить)"
    r"(?:(?!\bby\b|\bwhich\b|\balign|\bendors|\bsubscrib|\bassociat|\bsupport)[^.;:\n]){0,80}?"
    r"(?:\bon behalf of\s+|\bот имени\s+|\bin the name of\s+)([^.;:\n]{3,160})",
    re.IGNORECASE,
)
_BEHIND_GROUP = re.compile(
    r",|\s[–—-]\s(?!член)|\s\(|\s(?:at|in|on|to|by|before|during|who|which|that|as well as|namely|на|в|по|"
    r"and (?:to|I|especially|inform|express|thank|congratulate|extend|share))\s",
    re.IGNORECASE,
)
_THANKING = re.compile(
    r"\b(?:congratulat|thank|welcome|greet|condolence|convey|express|extend|поздрав)", re.I
)
_BEHALF_LINE = re.compile(
    r"\bon behalf of\s+([^.;:\n]{3,160})|\bот имени\s+([^.;:\n]{3,160})", re.I
)
# What one speaks for beyond the own country has a noun of a group, or capitals.
_GROUP = re.compile(
    r"\b(?:union|groups?|states|countries|members?|movement|forum|organi[sz]ation|community|league|"
    r"association|alliance|commonwealth|parties|nations|[A-ZА-ЯЁ]{3,}|государств\w*|стран\w*|союз\w*|"
    r"групп\w*|организац\w*|содружеств\w*)\b"
)
_OWN_BODY = re.compile(
    r"\b(?:my|our|his|her|myself|peoples?|nation|government|delegation|presidency|president|minister\w*|"
    r"council of ministers|chair\w*|all of us|мо[ейя]\w*|наш\w*|себя|делегаци\w*|правительств\w*|народ\w*)\b|"
    r"^(?:one of|the United States(?: of America)?$|United States(?: of America)?$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Speech:
    """The part of a document that is one voice, and whose it is."""

    start: int
    end: int
    speaker: Speaker | None
    rule: str
    confidence: float

    def stretch(self) -> Stretch:
        """The speech as a stretch."""
        return Stretch(
            self.start, self.end, "speech", "direct", self.speaker, self.rule, self.confidence
        )


def find_speech(text: str, title: str | None, genre: str | None = None) -> Speech | None:
    """The speech that a document consists of; None if it is something else, or tells of a speech.

    >>> speech = find_speech("Dear colleagues!\\nI am glad that we meet.", "Speech by Ivo Vane")
    >>> (speech.start, speech.speaker.name)
    (0, 'Ivo Vane')
    """
    greeted = salutation(text)
    noted = _DELIVERY.search(text[:600]) if greeted is None else None
    told = _TEXT_OF.search(text[:3000])
    start = greeted if greeted is not None else noted.end() if noted else told.end() if told else 0
    head = text[:start]
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    heading = _heading(lines) if greeted else ""
    whole = f"{title} {heading}" if title and heading else None
    lead = told["whose"] if told else None
    announced = any(map(announces, (title, heading, whole, lead)))
    if not (announced or genre == "speech" or greeted is not None):
        return None
    end, signed = _signature(text)
    if greeted is None and not in_first_person(text[:end]):
        return None
    named = [
        (author_in(title, text), "speech, named in the title", 0.95),
        (author_in(heading, text[start:]), "speech, named in the heading", 0.9),
        (author_in(whole, text[start:]), "speech, named in the heading", 0.9),
        (author_in(lead, text), "speech, named in the lead", 0.9),
        (signed, "speech, signed", 0.9),
        (
            _of_lead(head, title) if lines else None,
            "speech, named in the lead",
            0.75,
        ),
    ]
    known = [entry for entry in named if entry[0]]
    found = next((entry for entry in known if entry[0] and entry[0].name), next(iter(known), None))
    speaker, rule, confidence = found or (None, "speech without a name", 0.5)
    if speaker is None and greeted is None and genre != "speech":
        return None
    speaker = on_behalf(speaker, text[start : start + 2000], f"{title or ''}\n{heading}")
    return Speech(start, end, speaker, rule, confidence)


def find_statement(text: str, title: str | None) -> Speech | None:
    """A statement or comment, whole, of the person or the body that its title names."""
    if not title or not (announces(title) or ORGAN.match(title)):
        return None
    quoted = sum(q.end - q.start for q in find_quotations(text) if is_speech(text[q.start : q.end]))
    if quoted > 0.3 * len(text) and not in_first_person(text):
        return None
    author = author_in(title, text)
    if author is not None and author.name:
        return Speech(0, len(text), author, "speech, named in the title", 0.9)
    body = body_in(title, text)
    if body is None or _SAID.search(text):
        return None
    return Speech(0, len(text), body, "statement of a body", 0.8)


def on_behalf(speaker: Speaker | None, opening: str, heading: str = "") -> Speaker | None:
    """The speaker, with the body or group that the opening or the heading says is spoken for.

    >>> vane = on_behalf(Speaker("Vane"), "I have the honour to speak on behalf of the Lake States.")
    >>> vane.on_behalf_of
    'Lake States'
    """
    found = _BEHALF_LINE.search(heading) or _BEHALF.search(opening)
    if speaker is None or found is None:
        return speaker
    if found.re is _BEHALF and _THANKING.search(found.group()[: found.start(1) - found.start()]):
        return speaker  # a wish in another's name, not a speech
    phrase = next(group for group in found.groups() if group)
    phrase = re.sub(r"\s+", " ", phrase).strip()
    phrase = _BEHIND_GROUP.split(phrase)[0].strip()
    if phrase.isupper() and len(phrase) > 6:
        phrase = lowered(phrase, opening)
    own = speaker.organization and speaker.organization.lower() in phrase.lower()
    if own or _OWN_BODY.search(phrase) or not _GROUP.search(re.sub(r"\w{4,}", _small, phrase)):
        return speaker
    speaker.on_behalf_of = re.sub(r"^the\s+", "", phrase, flags=re.IGNORECASE)
    return speaker


def _small(word: re.Match[str]) -> str:
    """A word in small letters, unless all of it is in capitals."""
    return word.group() if word.group().isupper() else word.group().lower()


def in_first_person(text: str) -> bool:
    """Whether somebody speaks in the first person outside quotation marks."""
    at, outside = 0, []
    for quote in find_quotations(text):
        if is_speech(text[quote.start : quote.end]):
            outside.append(text[at : quote.start])
            at = quote.end
    plain = " ".join([*outside, text[at:]])
    words = len(WORD.findall(plain))
    return len(_OWN.findall(plain)) >= max(1.0, OWN_WORDS * words)


def _heading(lines: list[str]) -> str:
    """The lines above a salutation as one heading; empty if they are prose."""
    lines = [line for line in lines if not re.match(r"[•|*·–-]", line)]
    wide = any(len(line) > HEADING_WIDTH and not announces(line) for line in lines)
    if not 0 < len(lines) <= HEADING_LINES or wide:
        return ""
    joined = lines[0]
    for line in lines[1:]:
        open_end = re.search(r"(?:\b(?:by|of|the|and|for|at|to|on)|[,–-])$", joined, re.IGNORECASE)
        goes_on = re.match(r"(?:by|of|and|for|at|to|on|the)\b", line, re.IGNORECASE)
        joined += (" " if open_end or goes_on else ", ") + line
    return joined


def _of_lead(head: str, title: str | None) -> Speaker | None:
    """The person with a post whom the lead above a salutation names first."""
    person = next((p for p in find_people(head[-3000:], title).persons if p.role), None)
    return Speaker(person.name, person.role, body_of(person.role, head)) if person else None


def _signature(text: str) -> tuple[int, Speaker | None]:
    """Where the signature at the end of a text begins, and who signs."""
    lines = [m for m in re.finditer(r"[^\n]+", text[-600:]) if m.group().strip()]
    shift = max(0, len(text) - 600)
    for count in (2, 1):
        if len(lines) <= count:
            continue
        last = lines[-count:]
        if any(len(line.group()) > 90 or re.search(r"[.!?…]\s*$", line.group()) for line in last):
            continue
        phrase = ", ".join(line.group().strip(" ,–—-") for line in last)
        speaker = _signer(phrase)
        if speaker is not None:
            return shift + last[0].start(), speaker
    return len(text), None


def _signer(phrase: str) -> Speaker | None:
    """ "Ivo Vane, Secretary General" or "Secretary General Ivo Vane" as a speaker."""
    kind, speaker = read_introduction(phrase) or ("", None)
    return speaker if kind == "full" and speaker and speaker.role else None
