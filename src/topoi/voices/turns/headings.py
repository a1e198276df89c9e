"""Whose words a title announces ("Remarks by X", "X's speech at ...", a heading in capitals)."""

from __future__ import annotations

import re

from ..persons.bodies import body_of, parent_of
from ..persons.introductions import split_name
from ..persons.names import name_tokens, same_person, tidy
from ..persons.people import find_people
from ..persons.person_names import find_names
from ..persons.posts import role_phrase
from ..russian.morphology import is_russian
from ..sentences.nouns import has_noun, organ_nouns, role_nouns
from ..stretch import Speaker

KIND = (
    r"(?:speech|address|remarks|statement|intervention|lecture|message|greetings|article|comments?|"
    r"commentary|toast|letter|op-ed|presentation|press conference|news conference|briefing|doorstep"
    r"(?: statement)?)"
)
_BY = re.compile(
    rf"\b{KIND}\b(?:\s+\([^)]*\))?(?:\s+(?:delivered|made|given|issued|as delivered))?\s*"
    rf"(?:,\s*)?\b(?:by|of|from)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_FIRST_KIND = re.compile(rf"\b{KIND}\b", re.IGNORECASE)
_VERSION = re.compile(
    r"^(?:(?:english|unofficial|full|complete)\s+)*(?:translation|text|transcript)\s+(?:of|:)\s*(?:the\s+)?",
    re.IGNORECASE,
)
_BY_LINE = re.compile(r"(?:^|[\n,]\s*)by\s+(?:the\s+)?(?=[A-Z])", re.IGNORECASE)
_OWNER = re.compile(
    rf"^(.{{3,120}}?)(?:['’]s?\s+(?:\w+\s+){{0,3}}?{KIND}\b|\s+{KIND}\s+(?:at|to|on|before)\b)",
    re.IGNORECASE,
)
_DELIVERS = re.compile(
    rf"^(.{{3,120}}?)\s+(?:delivers?|delivered|gives?|gave|makes?|made)\s+(?:\w+\s+){{0,3}}{KIND}\b",
    re.IGNORECASE,
)
ORGAN = re.compile(r"([A-Z]{2,6})\s+(?:[Jj]oint\s+)?(?:[Ss]tatement|[Dd]eclaration)\b")
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


def announces(heading: str | None) -> bool:
    """Whether a heading calls what follows somebody's speech."""
    if not heading:
        return False
    return bool(
        _by(heading)
        or _KIND_RU.match(heading)
        or _OWNER.match(heading)
        or _DELIVERS.match(heading)
        or (_BY_LINE.search(heading) and re.search(rf"\b{KIND}\b", heading, re.IGNORECASE))
    )


def author_in(heading: str | None, text: str) -> Speaker | None:
    """The person, or the post, whose words a heading announces."""
    if not heading or not announces(heading):
        return None
    if sum(c.isupper() for c in heading) > 0.6 * sum(c.isalpha() for c in heading):
        heading = lowered(heading, text)
    if is_russian(heading):
        persons = find_people("", heading).persons
        if not persons:
            return None
        return Speaker(persons[0].name, persons[0].role, body_of(persons[0].role, ""))
    heading = _VERSION.sub("", heading)
    owner = _OWNER.match(heading) or _DELIVERS.match(heading)
    by = _by(heading) or _BY_LINE.search(heading)
    phrase = heading[by.end() :] if by else owner.group(1) if owner else ""
    return _person(" ".join(_EXCELLENCY.sub(" ", phrase).split()), text)


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


def body_in(title: str, text: str) -> Speaker | None:
    """The body whose statement a title announces ("Statement by the Lake Council on ...")."""
    by = _by(title)
    own = ORGAN.match(title)
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


def lowered(heading: str, text: str) -> str:
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
