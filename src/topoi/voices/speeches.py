"""Documents that are one voice: speeches, addresses, articles, statements of a body.

The title, a heading above the salutation, the lead or a signature name the speaker; a salutation
names addressees. That a speaker says "we" outside any quotation marks tells a speech from a report
of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..text import WORD, salutation
from .bodies import body_of, parent_of
from .labels import read_label, split_name
from .names import name_tokens, same_person, tidy
from .people import find_names, find_people, has_noun, organ_nouns, role_nouns, role_phrase
from .prose import Stretch
from .quotes import find_quotations, is_speech
from .russian import is_russian
from .speakers import Speaker

OWN_WORDS = 1 / 120  # first persons among the words of a speech
HEADING_LINES, HEADING_WIDTH = 14, 170
_KIND = (
    r"(?:speech|address|remarks|statement|intervention|lecture|message|greetings|article|comments?|"
    r"commentary|toast|letter|op-ed|presentation|press conference|news conference|briefing|doorstep"
    r"(?: statement)?)"
)
_BY = re.compile(
    rf"\b{_KIND}\b(?:\s+\([^)]*\))?(?:\s+(?:delivered|made|given|issued|as delivered))?\s*"
    rf"(?:,\s*)?\b(?:by|of|from)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_FIRST_KIND = re.compile(rf"\b{_KIND}\b", re.IGNORECASE)
_VERSION = re.compile(
    r"^(?:(?:english|unofficial|full|complete)\s+)*(?:translation|text|transcript)\s+(?:of|:)\s*(?:the\s+)?",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"(?:^|[\n,]\s*)by\s+(?:the\s+)?(?=[A-Z])", re.IGNORECASE)
_OWNER = re.compile(
    rf"^(.{{3,120}}?)(?:['’]s?\s+(?:\w+\s+){{0,3}}?{_KIND}\b|\s+{_KIND}\s+(?:at|to|on|before)\b)",
    re.IGNORECASE,
)
# "Following is the text of X's message ..." ends a lead; below it the message stands.
_TEXT_OF = re.compile(
    rf"[^\n]*\b(?:following is|here is|below is|full)\b[^\n]{{0,30}}?\btext of (?:the\s+)?"
    rf"(?P<whose>[^\n]{{3,120}}?['’]s?\s+{_KIND}|{_KIND}\s+(?:by|of)\s[^\n:]{{3,120}})[^\n]*:\s*\n",
    re.IGNORECASE,
)
_DELIVERS = re.compile(
    rf"^(.{{3,120}}?)\s+(?:delivers?|delivered|gives?|gave|makes?|made)\s+(?:\w+\s+){{0,3}}{_KIND}\b",
    re.IGNORECASE,
)
_ORGAN = re.compile(r"([A-Z]{2,6})\s+(?:[Jj]oint\s+)?(?:[Ss]tatement|[Dd]eclaration)\b")
_KIND_RU = re.compile(
    r"(?:\w+\s+)?(?:выступление|речь|обращение|доклад|заявление|приветствие|послание|статья|слово|"
    r"комментарий|тезисы выступления|лекция)\b",
    re.IGNORECASE,
)
_OCCASION = re.compile(
    r"\s+(?:at|to|on|before|during|following|after|ahead|with|in|regarding|concerning|upon|prior|via|as)\s",
    re.I,
)
_EXCELLENCY = re.compile(
    r"\b(?:H\.?\s?E\.?|His|Her|Your|the)?\s*\b(?:Excellency|Honou?rable|Hon\.|H\.E\.)\s*,?\s*|\bH\.\s?E\.\s*",
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
_BEHALF = re.compile(
    r"\b(?:spe\w+|deliver\w*|mak\w+|ma[dk]e|give\w*|have the (?:honou?r|privilege)|statement|remarks|take the floor|"
    r"address\w*|выступ\w+|чест\w+|взять слово|заявлени\w+)\b[^.;:\n]{0,90}?"
    r"(?:\bon behalf of\s+|\bот имени\s+|\bin the name of\s+)([^.;:\n]{3,160})",
    re.IGNORECASE,
)
_BEHALF_LINE = re.compile(
    r"\bon behalf of\s+([^.;:\n]{3,160})|\bот имени\s+([^.;:\n]{3,160})", re.I
)
_OWN_BODY = re.compile(
    r"(?:my|our|the people|the government|his|her|myself|the delegation|all of|моего|моей|нашей|всех|"
    r"нашего|себя|делегации|правительства|народа)\b",
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
    announced = any(map(_announces, (title, heading, whole, lead)))
    if not (announced or genre == "speech" or greeted is not None):
        return None
    end, signed = _signature(text)
    if greeted is None and not in_first_person(text[:end]):
        return None
    named = [
        (_author(title, text), "speech, named in the title", 0.95),
        (_author(heading, text[start:]), "speech, named in the heading", 0.9),
        (_author(whole, text[start:]), "speech, named in the heading", 0.9),
        (_author(lead, text), "speech, named in the lead", 0.9),
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
    if not title or not (_announces(title) or _ORGAN.match(title)):
        return None
    quoted = sum(q.end - q.start for q in find_quotations(text) if is_speech(text[q.start : q.end]))
    if quoted > 0.3 * len(text) and not in_first_person(text):
        return None
    author = _author(title, text)
    if author is not None and author.name:
        return Speech(0, len(text), author, "speech, named in the title", 0.9)
    body = _body(title, text)
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
    phrase = next(group for group in found.groups() if group)
    phrase = re.sub(r"\s+", " ", phrase).strip()
    phrase = re.split(
        r",|\s[–—-]\s(?!член)|\s\(|\s(?:at|in|on|to|who|which|that|and (?:to|I)|namely|на|в|по)\s",
        phrase,
        flags=re.IGNORECASE,
    )[0].strip()
    if _OWN_BODY.match(phrase) or not any(c.isupper() for c in phrase):
        return speaker
    if phrase.isupper() and len(phrase) > 6:
        phrase = _lowered(phrase, opening)
    speaker.on_behalf_of = re.sub(r"^the\s+", "", phrase, flags=re.IGNORECASE)
    return speaker


def _announces(heading: str | None) -> bool:
    """Whether a heading calls what follows somebody's speech."""
    if not heading:
        return False
    return bool(
        _by(heading)
        or _KIND_RU.match(heading)
        or _OWNER.match(heading)
        or _DELIVERS.match(heading)
        or (_BY_LINE.search(heading) and re.search(rf"\b{_KIND}\b", heading, re.IGNORECASE))
    )


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
    wide = any(len(line) > HEADING_WIDTH and not _BY.search(line) for line in lines)
    if not 0 < len(lines) <= HEADING_LINES or wide:
        return ""
    joined = lines[0]
    for line in lines[1:]:
        open_end = re.search(r"(?:\b(?:by|of|the|and|for|at|to|on)|[,–-])$", joined, re.IGNORECASE)
        goes_on = re.match(r"(?:by|of|and|for|at|to|on|the)\b", line, re.IGNORECASE)
        joined += (" " if open_end or goes_on else ", ") + line
    return joined


def _author(heading: str | None, text: str) -> Speaker | None:
    """The person, or the post, whose words a heading announces."""
    if not heading or not _announces(heading):
        return None
    if sum(c.isupper() for c in heading) > 0.6 * sum(c.isalpha() for c in heading):
        heading = _lowered(heading, text)
    if is_russian(heading):
        persons = find_people("", heading).persons
        if not persons:
            return None
        return Speaker(persons[0].name, persons[0].role, body_of(persons[0].role, ""))
    heading = _VERSION.sub("", heading)
    owner = _OWNER.match(heading) or _DELIVERS.match(heading)
    by = _by(heading) or _BY_LINE.search(heading)
    phrase = heading[by.end() :] if by else owner.group(1) if owner else ""
    return _person(_EXCELLENCY.sub("", phrase), text)


def _by(heading: str) -> re.Match[str] | None:
    """ "Statement by", if the heading calls nothing a speech before it."""
    by, first = _BY.search(heading), _FIRST_KIND.search(heading)
    return by if by and first and first.start() == by.start() else None


def _person(phrase: str, text: str) -> Speaker | None:
    """The person or post at the head of "Ivo Vane, Minister of Trade of Orlan, at the forum"."""
    phrase = re.sub(r"^(?:the|Mr|Mrs|Ms|Dr)\.?\s+", "", phrase)
    occasion = _OCCASION.search(phrase)
    first, *rest = re.split(r"\s*[,|]\s*", phrase[: occasion.start()] if occasion else phrase)
    post, name = split_name(first)
    is_post = has_noun(first, role_nouns())
    if is_post and not name and rest and not split_name(rest[0])[0]:
        post, name = first, rest[0]  # "the Head of the Bank, Ivo Vane"
    if not name or (post and not has_noun(post, role_nouns())):
        return _named_later(first if is_post else phrase) or (_post(first) if is_post else None)
    name = tidy(name)
    after = phrase.split(",")[1:]
    given = next((_until_occasion(part) for part in after if has_noun(part, role_nouns())), None)
    role = given if given and post in ("", "Ambassador", "General") else post or None
    if len(name_tokens(name)) == 1:
        fuller = next(
            (p.name for p in find_people(text[:3000]).persons if same_person(p.name, name)), ""
        )
        if not role and not fuller:
            return None
        name = fuller or name
    return Speaker(name, role, body_of(role, text[:3000]))


def _until_occasion(part: str) -> str:
    part = re.sub(r"^\s*(?:the|a|an)\s+", "", part.strip(), flags=re.IGNORECASE)
    return re.split(r"\s+(?:at the|on the|during|before the|on behalf|at a|in [A-Z])\b", part)[
        0
    ].strip()


def _named_later(phrase: str) -> Speaker | None:
    """The first name in a phrase that has a post directly before it."""
    for name in find_names(phrase):
        role = role_phrase(phrase[: name.start])
        if role and len(name_tokens(name.text)) > 1:
            return Speaker(tidy(name.text), role, body_of(role, ""))
    return None


def _post(phrase: str) -> Speaker | None:
    role = re.sub(r"^(?:the|a|an)\s+", "", phrase.strip(), flags=re.IGNORECASE)
    if has_noun(role, organ_nouns()) and not has_noun(role.split(" of ")[0], role_nouns()):
        return None
    if re.match(
        r"(?:ministers|heads|leaders|presidents|chairs|members|foreign ministers)\b", role, re.I
    ):
        return Speaker(role, None, body_of(role, ""), person=False)
    return Speaker("", role, body_of(role, ""))


def _body(title: str, text: str) -> Speaker | None:
    """The body whose statement a title announces ("Statement by the Lake Council on ...")."""
    by = _by(title)
    own = _ORGAN.match(title)
    if own and own.group(1).isupper():
        return Speaker(own.group(1), None, own.group(1), person=False)
    if by is None or is_russian(title):
        return None
    phrase = title[by.end() :]
    occasion = _OCCASION.search(phrase)
    phrase = re.split(r"[,:|–—]", phrase[: occasion.start()] if occasion else phrase)[0].strip()
    if not has_noun(phrase, organ_nouns()) or not phrase[:1].isupper():
        return None
    return Speaker(phrase, None, parent_of(phrase, text), person=False)


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
    kind, speaker = read_label(phrase) or ("", None)
    return speaker if kind == "full" and speaker and speaker.role else None


def _lowered(heading: str, text: str) -> str:
    """A heading in capitals as it would be printed; abbreviations are those that `text` uses."""
    small = {"of", "the", "and", "for", "at", "on", "to", "in", "by", "with", "from", "a", "behalf"}

    def word(match: re.Match[str]) -> str:
        token = match.group()
        if token.lower() in small or token[0].isdigit():
            return token.lower()
        if not token.isupper() or len(token) < 2:
            return token
        capital = token.capitalize()
        if re.search(rf"\b{re.escape(token)}\b", text) and capital not in text:
            return token
        return capital

    return re.sub(r"\w+", word, heading)
