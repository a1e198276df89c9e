"""Which body a post or an organ belongs to, as the document itself tells it.

A body is named in full once ("the Council of Defence Ministers of the Inland Seas Pact (ISP)") and
in short afterwards ("the Council", "ISP", "the Pact"); a state as often by its adjective.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..russian.morphology import can_be, is_russian, nominative_post, stem
from ..sentences.nouns import has_noun, organ_nouns, speaking_nouns
from .states import DEMONYMS

_WORD = r"[A-Z][\w’'-]*"
_RUN = rf"{_WORD}(?: +(?:and +)?{_WORD})*"
_PROPER = rf"{_RUN}(?: +(?:of|for|on) +(?:the +)?{_RUN})*"
_OF_PARENT = re.compile(
    rf"\s+of\s+(?:the\s+)?(?:Republic of\s+)?({_PROPER})(?:\s*\(([A-Z]{{2,8}})\))?"
)
_IN_BRACKETS = re.compile(r"\s*\(([A-Z]{2,8})\)")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,6}|[А-ЯЁ]{2,6})\b")
_OF = re.compile(rf"\b(?:of|for)\s+(?:the\s+)?(?:Republic of\s+)?({_RUN})")
_OWNER = re.compile(r"\b([A-Z][\w-]+)['’]s?(?=\s)")
_ADJECTIVE = re.compile(r"\b([A-Z][a-z]{2,}?)(?:ian|ean|an|ese|ish|i|n)\b")
_MINISTRIES = frozenset("МИД МВД МЧС МО MFA MOD".split())
# Adjectives of no state, though something is called by their stem.
_REGIONS = frozenset("African American Asian European Eurasian Christian Republican".split())
# What ministers and departments are "of": fields of work, not bodies.
_FIELDS = frozenset(
    """
    defence defense foreign affairs internal external interior relations finance economy economic
    trade industry energy health education justice science culture information communications
    transport labour labor agriculture environment emergency situations security state states
    government staff protection republic federation military joint general deputy first and
    """.split()
)


def body_of(role: str | None, text: str) -> str | None:
    """The body that a post belongs to: its abbreviation, its state, or what follows "of".

    >>> body_of("head of CSTO’s joint headquarters", ""), body_of("President of Ilmeria", "")
    ('CSTO', 'Ilmeria')
    >>> body_of("Russian Defense Minister", ""), body_of("Head of the President’s Office", "")
    ('Russia', None)
    >>> body_of("Ilmerian Minister of Trade", "Ilmeria waits."), body_of("Ilmerian Minister", "")
    ('Ilmeria', None)
    >>> body_of("министр иностранных дел Казахстана", "")
    'Казахстан'
    """
    if not role:
        return None
    if is_russian(role):
        from ..russian.posts import russian_body_of  # it builds on this module

        return russian_body_of(role, text)
    if abbreviations := _abbreviations(re.sub(r"['’]s\b", "", role)):
        return abbreviations[0]
    if state := state_of(role, text):
        return state
    owners = [found.group(1) for found in _OWNER.finditer(role)]
    bodies = [found.group(1) for found in _OF.finditer(role)]
    return next((body for body in bodies + owners if _is_proper(body)), None)


def parent_of(organ: str, text: str) -> str | None:
    """The body that an organ belongs to, by an abbreviation in its name or by its fullest name.

    >>> parent_of("Council of Ministers", "the Council of Ministers of the Inland Pact (IP) met")
    'IP'
    """
    abbreviations = _abbreviations(organ)
    if abbreviations:
        return abbreviations[0] if len(abbreviations) == 1 else None
    if is_russian(organ):
        return _russian_parent(organ, text)
    parents: list[str] = []
    for found in _behind(organ, text, _OF_PARENT):
        if short := [found.group(2)] if found.group(2) else _abbreviations(found.group(1)):
            return short[0]
        parents.append(re.sub(r"\s+", " ", found.group(1)))
    if parents:
        return parents[0]
    if own := next(_behind(organ, text, _IN_BRACKETS), None):
        return own.group(1)
    owner = _OWNER.match(organ)
    return state_of(organ, text) or (owner.group(1) if owner and _is_proper(owner[1]) else None)


def _behind(phrase: str, text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What stands right behind a phrase, wherever it occurs and fits the pattern."""
    at = text.find(phrase)
    while at >= 0:
        found = pattern.match(text, at + len(phrase))
        if found:
            yield found
        at = text.find(phrase, found.end() if found else at + 1)


def full_name(organ: str, before: str) -> str:
    """The name under which an organ that is called by its noun alone was last spoken of `before`.

    >>> full_name("Council", "The Council of Defence Ministers of the Pact met.")
    'Council of Defence Ministers'
    >>> full_name("secretariat", "It met the ISP Secretariat."), full_name("Council", "It met.")
    ('ISP Secretariat', 'Council')
    """
    if not is_bare(organ):
        return organ
    if is_russian(organ):
        return next(iter(_russian_names(organ, before)), organ)
    noun = rf"(?i:{re.escape(organ)})"
    named = (
        rf"(?<!\w)(?:{noun} +(?:of|for|on) +(?:the +)?{_RUN}"
        rf"|(?!(?:The|A|An|This|That|Its|Their|Our) )(?:{_WORD} +)+{noun}(?!\w))"
    )
    return next(reversed(re.findall(named, before)), organ)


def is_bare(organ: str) -> bool:
    """Whether an organ is called by its noun alone ("the Council", "its press service")."""
    return organ.lower() == "press service" or (
        len(organ.split()) == 1 and has_noun(organ, organ_nouns())
    )


def owner_in(clause: str) -> str | None:
    """The organ in `clause` to which "its" can refer back: the first one."""
    found = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*", clause)
    while found and not is_bare(found.group()):
        found = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*").search(clause, found.end())
    return found.group() if found else None


def state_of(phrase: str, text: str) -> str | None:
    """The state whose adjective is in `phrase`: a known one, or one that `text` names.

    >>> state_of("Varnelian Defence Minister", "The Republic of Varnelia agreed.")
    'Varnelia'
    """
    for word in re.findall(r"(?<!-)\b[A-Z][a-z]+\b(?!-)", phrase):
        if word in DEMONYMS:
            return DEMONYMS[word]
    for found in _ADJECTIVE.finditer(phrase):
        if found.group() in _REGIONS:
            continue
        known = _capitalised(text)
        named = [found.group(1) + ending for ending in ("", "ia", "ea", "a", "e", "y", "o", "on")]
        if first := min(
            (name for name in named if name in known), key=lambda name: known[name], default=None
        ):
            return first
    return None


@lru_cache(maxsize=2)  # as many documents as are read at a time
def _capitalised(text: str) -> dict[str, int]:
    """The capitalised words of a text, each with the place of the first in order."""
    words = re.findall(r"\b[A-Z]\w*\b(?!-)", text)
    return {word: order for order, word in enumerate(dict.fromkeys(words))}


def _abbreviations(phrase: str) -> list[str]:
    """The abbreviations of bodies in a phrase; a ministry's is as common as the noun."""
    return [found for found in _ABBREVIATION.findall(phrase) if found not in _MINISTRIES]


def _is_proper(body: str) -> bool:
    """Whether a body has a name, not just a noun ("Secretariat") or a field of work ("Defence")."""
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s?\b", "", body).lower())
    fields = all(word in _FIELDS for word in words)
    return not fields and not all(has_noun(word, speaking_nouns()) for word in words)


def _russian_names(organ: str, text: str) -> list[str]:
    """Fuller names of an organ, the last first: its noun and the genitives that follow."""
    names = []
    head = stem(organ.lower())
    for found in re.finditer(rf"\b{head}\w{{0,3}}((?:\s+[а-яё-]+|\s+[А-ЯЁ][а-яё-]+)+)", text, re.I):
        if stem(found.group().split()[0].lower()) != head:
            continue
        kept: list[str] = []
        for word in found.group(1).split():
            if not can_be(word, "gent"):
                break
            kept.append(word)
        if kept:
            names.append(" ".join([nominative_post(organ), *kept]))
    return names[::-1]


def _russian_parent(organ: str, text: str) -> str | None:
    head, *rest = organ.split()
    words = rf"\b{stem(head.lower())}\w{{0,3}}\s+" + r"\s+".join(map(re.escape, rest))
    found = re.search(words + r"\s+([А-ЯЁ]{2,6})\b", text, re.IGNORECASE) if rest else None
    return found.group(1) if found and found.group(1).isupper() else None
